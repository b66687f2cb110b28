// Looks for a secret in every place where a page could leave it.

import { expect, type Page } from '@playwright/test';
import type { Seen } from '../fixtures';

/** What a page holds: elements with attributes and field values, storage, its address. */
async function heldBy(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[];
    const databases = await indexedDB.databases();
    return {
      elements: document.documentElement.outerHTML,
      fields: fields.map((field) => field.value).join('\n'),
      'local storage': JSON.stringify({ ...localStorage }),
      'session storage': JSON.stringify({ ...sessionStorage }),
      cookies: document.cookie,
      caches: (await caches.keys()).join('\n'),
      databases: databases.map((database) => database.name).join('\n'),
      history: JSON.stringify(history.state),
      address: location.href,
      title: document.title,
    };
  });
}

/** The page holds `secret` nowhere. */
export async function expectNowhere(page: Page, secret: string): Promise<void> {
  for (const [place, text] of Object.entries(await heldBy(page))) {
    expect(text.includes(secret), `the secret in ${place}`).toBe(false);
  }
}

/** Neither the console nor the address of any page or request that is not allowed to carry it has `secret`. */
export function expectUnsaid(seen: Seen, secret: string, carriers: RegExp): void {
  expect(seen.console.filter((line) => line.includes(secret)), 'the secret in the console').toEqual([]);
  const carrying = seen.requests.filter((request) => request.url().includes(secret) || request.postData()?.includes(secret));
  expect(carrying.map((request) => new URL(request.url()).pathname).filter((path) => !carriers.test(path))).toEqual([]);
}
