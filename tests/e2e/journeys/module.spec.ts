// The page that uses the JavaScript module without a framework, as `serve` delivers it: under the server's policy.

import type { Page } from '@playwright/test';
import { axe, expect, test } from '../fixtures';

/** All that the page holds in clear or behind dots: its elements, attributes and what stands in its fields. */
const held = (page: Page) =>
  page.evaluate(() => {
    const typed = Array.from(document.querySelectorAll('input'), ({ value }) => value);
    return [document.documentElement.outerHTML, ...typed].join('\n');
  });

test('the module on a page: register, change, list and switch', async ({ page, server, seen }) => {
  await page.goto('/module/');
  await expect(page.locator('html[data-ready]')).toBeAttached();
  await axe(page);

  const register = page.locator('#register');
  await register.getByLabel('API key').fill(server.apiKey);
  await register.getByLabel('Customer secret').fill('password');
  await expect(page.locator('#register-check')).toContainText('Very weak');
  await register.getByRole('button', { name: 'Generate a secret' }).click();
  const secret = await register.getByLabel('Customer secret').inputValue();
  expect(secret).toMatch(/^[A-Za-z0-9]{48}$/);
  await register.getByRole('button', { name: 'Register' }).click();
  await expect(register.getByRole('status')).toContainText('Done');
  // The generated secret was shown in clear: it is gone, and so is the key to the account.
  await expect(register.getByLabel('Customer secret')).toHaveAttribute('type', 'password');
  await expect(page.locator('#register-check')).toBeEmpty();
  for (const gone of [secret, server.apiKey]) expect(await held(page)).not.toContain(gone);
  const key = await register.locator('.result p code').first().innerText();
  expect(key).toHaveLength(48);
  await register.getByRole('button', { name: 'I have stored it' }).click();
  await expect(register.getByRole('status')).not.toContainText(key);
  expect(await held(page)).not.toContain(key);

  const rotate = page.locator('#rotate');
  await rotate.getByLabel('API key').fill(server.apiKey);
  await rotate.getByLabel('Current secret').fill('not that one');
  await rotate.getByLabel('New secret').fill('another secret that is fine');
  await rotate.getByRole('button', { name: 'Change the secret' }).click();
  await expect(rotate.getByRole('status')).toContainText('secret_rejected · HTTP 401');
  // What was typed stays until it has done its work: here only one of the three was wrong.
  await expect(rotate.getByLabel('New secret')).toHaveValue('another secret that is fine');
  await rotate.getByLabel('Current secret').fill(secret);
  await rotate.getByRole('button', { name: 'Change the secret' }).click();
  await expect(rotate.getByRole('status')).toContainText('Done');
  for (const gone of [secret, 'another secret that is fine', server.apiKey]) expect(await held(page)).not.toContain(gone);

  // The secrets are stored through the module, too: as anybody would in a console.
  await page.evaluate(
    async ({ clientId, clientSecret }) => {
      const address = '/module/latchboard/browser.js';
      const { MySafe } = await import(address);
      const safe = new MySafe({ clientId, clientSecret });
      for (const name of ['one', '<b>two</b>']) await safe.create({ name, url: 'u', clientId: 'c', clientSecret: `the "value" of ${name}` });
    },
    { clientId: server.clientId, clientSecret: server.clientSecret },
  );
  const vault = page.locator('#vault');
  await vault.getByLabel('Client id').fill(server.clientId);
  await vault.getByLabel('Client secret').fill(server.clientSecret);
  await vault.getByRole('button', { name: 'Sign in and list' }).click();
  await expect(vault.getByRole('status')).toContainText('2 API secrets');
  expect(await held(page)).not.toContain(server.clientSecret);
  const two = vault.getByRole('row', { name: /<b>two<\/b>/ });
  await two.getByRole('button', { name: 'Deactivate' }).click();
  await expect(two).toContainText('inactive');
  await two.getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.getByRole('status')).toContainText('Already so');
  // A part of its own that is loaded for the first search.
  const leak = page.locator('#leak');
  const text = JSON.stringify({ deploy: 1, key: 'the "value" of one' });
  await leak.getByLabel('Leaked text').fill(text);
  await leak.getByRole('button', { name: 'Find copies' }).click();
  await expect(leak.getByRole('listitem')).toHaveText('Line 1, read as escapes: one');
  expect(await held(page)).not.toContain('of one"');
  page.once('dialog', (dialog) => dialog.accept());
  await vault.getByRole('button', { name: 'Deactivate all' }).click();
  await expect(vault.getByRole('status')).toContainText('1 done, 1 already so');
  await axe(page);

  expect(seen.console.filter((line) => !line.includes('status of 401'))).toEqual([]);
});

test('the page of the module is found without the slash, in the dark as well', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/module');
  await expect(page.locator('html[data-ready]')).toBeAttached();
  await axe(page);
});

test('the package runs in a worker', async ({ page }) => {
  const script = `
    import { fingerprint, init } from "/module/latchboard/browser.js";
    await init();
    postMessage(fingerprint("abc"));`;
  await page.route('/module/a-worker.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  // A page of somebody else's: ours may start no worker by its address, as Trusted Types have no policy there.
  await page.route('/module/a-page.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto('/module/a-page.html');
  const answer = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/module/a-worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
  );
  expect(answer).toBe('ba7816bf8f01');
});
