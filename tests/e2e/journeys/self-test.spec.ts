// The page looks for its own secrets. It finds none; and when somebody plants one, it finds that.

import type { Locator, Page } from '@playwright/test';
import { expect, type Seen, test } from '../fixtures';
import { expectNowhere } from './nowhere';
import { AdminKeyPage, ApiSecretsPage } from './pages';
import { axeInBothThemes } from './themes';

const SECRET = 'a first secret, long enough';

function check(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ hasText: name });
}

/** The one call that the self-test tries and the policy of the page stops. */
function withoutTheForbiddenCall(seen: Seen): void {
  const rest = seen.requests.filter((request) => !request.url().startsWith('https://latchboard-self-test.invalid/'));
  seen.requests.splice(0, seen.requests.length, ...rest);
}

async function run(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('button', { name: 'Run it again' })).toBeVisible({ timeout: 20_000 });
}

test('no secret is found anywhere while the page knows several, and one that is planted is found', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  await admin.store();
  await admin.secret.fill(SECRET);
  await page.getByRole('link', { name: 'API secrets' }).click();
  const vault = new ApiSecretsPage(page);
  await vault.signIn(server.clientId, server.clientSecret);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();

  await page.getByRole('link', { name: 'Self-test' }).click();
  await run(page, 'Run the self-test');
  const main = page.getByRole('main');
  await expect(main).toContainText('16 passed, 0 failed, 0 could not be checked');
  // API key, secret, client secret, token.
  await expect(main).toContainText(/Secrets looked for: [4-9]/);
  await expect(check(page, 'Addresses of calls')).toContainText('1 where it has to be');
  await expect(main).toContainText("connect-src 'self'");
  await expect(main).toContainText(server.url);
  await axeInBothThemes(page);

  await page.getByRole('button', { name: 'Copy the report' }).click();
  await expect(main).toContainText('Copied');
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('passed: 16; failed: 0; not checked: 0');
  for (const secret of [SECRET, server.apiKey, server.clientSecret]) expect(report).not.toContain(secret);
  await expectNowhere(page, SECRET);

  await page.evaluate(async (secret) => {
    const opened = indexedDB.open('latchboard');
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const transaction = opened.result.transaction('runs', 'readwrite');
    transaction.objectStore('runs').put(JSON.stringify({ name: secret }), 'left-behind');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    opened.result.close();
    localStorage.setItem('left-behind', JSON.stringify({ note: secret }));
    document.body.setAttribute('data-left', encodeURIComponent(secret));
    history.replaceState({ left: secret }, '');
    document.cookie = `left=${encodeURIComponent(secret)}`;
  }, SECRET);
  await run(page, 'Run it again');
  await expect(main).toContainText('11 passed, 5 failed');
  for (const name of ['Databases', 'Local storage', "The document's texts", 'History state', 'Cookies']) {
    await expect(check(page, name)).toContainText('Found: 1');
  }
  await expect(check(page, 'Session storage')).toContainText('Passed');

  // What somebody else keeps in this browser is not called clean.
  await page.evaluate(() => new Promise((resolve) => (indexedDB.open('of-somebody-else').onsuccess = resolve)));
  await run(page, 'Run it again');
  await expect(check(page, 'Databases')).toContainText('Could not be checked');
  withoutTheForbiddenCall(seen);
});

test('a page without a policy fails, and says what that means', async ({ page, server, seen }) => {
  // What a proxy does that drops the header.
  await page.route(`${server.url}/self-test`, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['content-security-policy'];
    await route.fulfill({ response, headers });
  });
  await page.goto('/self-test');
  await run(page, 'Run the self-test');
  for (const name of ['Text cannot be run as code', 'A script slipped', 'A style slipped', 'A server that nobody named']) {
    await expect(check(page, name)).toContainText('It worked, and should not have');
  }
  await expect(page.getByRole('main')).toContainText('The browser stopped nothing');
  await expect(page.getByRole('main')).toContainText('The page knows no secret right now');
  withoutTheForbiddenCall(seen);
});

test('the self-test speaks Portuguese', async ({ page, seen }) => {
  await page.goto('/self-test');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Português do Brasil');
  await page.getByRole('button', { name: 'Executar o autoteste' }).click();
  await expect(page.getByRole('main')).toContainText('16 aprovadas, 0 reprovada');
  withoutTheForbiddenCall(seen);
});
