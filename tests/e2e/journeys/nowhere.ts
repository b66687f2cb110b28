// Looks for a secret in every place where a page could leave it.

import { expect, type Page } from '@playwright/test';
import type { Seen } from '../fixtures';

/** Every record of the page's own database, as the browser has it. */
export async function databaseOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((database) => database.name);
    if (!names.includes('latchboard')) return '';
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open('latchboard'));
    try {
      const stores = [...database.objectStoreNames].map((name) => database.transaction(name).objectStore(name));
      const records = stores.map(async (store) => [await answer(store.getAllKeys()), await answer(store.getAll())]);
      return (await Promise.all(records)).flat(2).map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');
    } finally {
      database.close();
    }
  });
}

/** What a page holds: elements with attributes and field values, storage, its address. Caches and databases by their names: there is one of ours. */
async function heldBy(page: Page): Promise<Record<string, string>> {
  const records = await databaseOf(page);
  const held = await page.evaluate(async () => {
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
  return { ...held, records };
}

/** The ways in which a page, a form and an address write the same text. */
function spellings(secret: string): string[] {
  const inForm = new URLSearchParams({ s: secret }).toString().slice(2);
  const inHtml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [...new Set([secret, encodeURIComponent(secret), encodeURI(secret), inForm, inHtml, JSON.stringify(secret).slice(1, -1)])];
}

function holds(text: string | null | undefined, secret: string): boolean {
  return spellings(secret).some((spelling) => text?.includes(spelling));
}

/** The page holds `secret` nowhere, and has no place to hold it beyond those that are looked through. */
export async function expectNowhere(page: Page, secret: string): Promise<void> {
  const held = await heldBy(page);
  for (const [place, text] of Object.entries(held)) expect(holds(text, secret), `the secret in ${place}`).toBe(false);
  expect([held.caches, held['session storage'], held.cookies]).toEqual(['', '{}', '']);
  expect(['', 'latchboard']).toContain(held.databases);
}

/** Neither the console nor the address of any page or request that is not allowed to carry it has `secret`. */
export function expectUnsaid(seen: Seen, secret: string, carriers: RegExp): void {
  expect(seen.console.filter((line) => holds(line, secret)), 'the secret in the console').toEqual([]);
  const carrying = seen.requests.filter((request) => [request.url(), request.postData(), JSON.stringify(request.headers())].some((text) => holds(text, secret)));
  expect(carrying.map((request) => new URL(request.url()).pathname).filter((path) => !carriers.test(path))).toEqual([]);
}
