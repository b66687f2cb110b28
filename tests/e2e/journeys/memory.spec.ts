// What the program was given and no longer needs is gone from its memory, whichever buffer it passed through.

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { AdminKeyPage, ApiSecretsPage } from './pages';

const SECRET = 'kept nowhere, 5f2a9c71e8';
const VALUE = 'a value of the vault, 91c4d07be2';

/** Notes the memory of every module that is started, before the page's own scripts run. */
async function noteMemories(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const memories = new Set<WebAssembly.Memory>();
    Object.assign(globalThis, { memories });
    const noted = <T extends unknown[], R>(instantiate: (...parameters: T) => Promise<R>) =>
      async (...parameters: T): Promise<R> => {
        const result = await instantiate(...parameters);
        const instance = (result as { instance?: WebAssembly.Instance }).instance ?? (result as WebAssembly.Instance);
        for (const exported of Object.values(instance.exports)) {
          if (exported instanceof WebAssembly.Memory) memories.add(exported);
        }
        return result;
      };
    WebAssembly.instantiate = noted(WebAssembly.instantiate.bind(WebAssembly) as never) as never;
    WebAssembly.instantiateStreaming = noted(WebAssembly.instantiateStreaming.bind(WebAssembly));
  });
}

/** How often the program's memory has each text, in UTF-8 and in UTF-16. */
function inMemory(page: Page, texts: string[]): Promise<number[]> {
  return page.evaluate((texts) => {
    const { memories } = globalThis as unknown as { memories: Set<WebAssembly.Memory> };
    if (memories.size === 0) throw new Error('no memory was noted');
    const wide = (text: string) => new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer);
    const count = (bytes: Uint8Array, wanted: Uint8Array) => {
      let found = 0;
      for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
        if (wanted.every((byte, place) => bytes[at + place] === byte)) found += 1;
      }
      return found;
    };
    return texts.map((text) => {
      let found = 0;
      for (const memory of memories) {
        const bytes = new Uint8Array(memory.buffer);
        found += count(bytes, new TextEncoder().encode(text)) + count(bytes, wide(text));
      }
      return found;
    });
  }, texts);
}

test('after a registration its secret and key are not in memory', async ({ page, server }) => {
  await noteMemories(page);
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  const [, shown] = await inMemory(page, [SECRET, key]);
  expect(shown, 'what is shown is found by this search').toBeGreaterThan(0);
  await admin.store();
  await expect.poll(() => inMemory(page, [SECRET, key])).toEqual([0, 0]);
});

test('after signing out neither credentials nor token nor what was read are in memory', async ({ page, server }) => {
  await noteMemories(page);
  const signedIn = page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const { access_token: token } = (await (await signedIn).json()) as { access_token: string };
  await vault.create('Mailer', VALUE);
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  const details = page.getByRole('dialog', { name: /^Mailer/ });
  await details.waitFor();
  const wanted = [server.clientSecret, token, VALUE];
  expect(Math.max(...(await inMemory(page, wanted))), 'what is in use is found by this search').toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => inMemory(page, wanted)).toEqual([0, 0, 0]);
});
