// Another server: every way in which it can fail to answer a page is told as far as a page can know, with the step that repairs it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, type Seen, Server, test } from '../fixtures';
import { AdminKeyPage, ApiSecretsPage } from './pages';
import { axeInBothThemes } from './themes';

const SECRET = 'a first secret, long enough';

function vaultForm(page: Page): Locator {
  return page.getByRole('form', { name: 'Vault with API secrets' });
}

async function choose(page: Page, address: string): Promise<Locator> {
  const form = vaultForm(page);
  await form.getByRole('radio', { name: 'Another address' }).check();
  await form.getByRole('textbox', { name: 'Address' }).fill(address);
  return form;
}

/** This journey means to ask another server. */
function allow(seen: Seen, origin: string): void {
  const own = seen.requests.filter((request) => new URL(request.url()).origin !== origin);
  seen.requests.splice(0, seen.requests.length, ...own);
}

test('the server of the page is in use and answers', async ({ page }) => {
  await page.goto('/connections');
  const form = vaultForm(page);
  await expect(form).toContainText('In use');
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form).toContainText('The right server answers');
  const other = page.getByRole('form', { name: 'Location history and geofencing' });
  await other.getByRole('button', { name: 'Test' }).click();
  await expect(other).toContainText('The right server answers');
  await axeInBothThemes(page);
});

test('a server has a name and a colour at the top of every page, also after a reload', async ({ page }) => {
  await page.goto('/connections');
  const bar = page.getByRole('banner');
  await expect(bar).toContainText('This server');
  const marks = page.getByRole('region', { name: 'Name and colour' });
  await marks.getByRole('textbox', { name: /^Name of 127\.0\.0\.1:/ }).fill('Production <Europe>');
  await marks.getByRole('radio', { name: 'Red' }).check();
  await expect(bar).toContainText('Production <Europe>');
  await expect(bar).not.toContainText('This server');
  await axeInBothThemes(page);
  await page.goto('/');
  await expect(bar).toContainText('Production <Europe>');
  await expect(bar).toHaveAttribute('data-colour', 'red');

  await page.goto('/connections');
  await marks.getByRole('textbox', { name: /^Name of/ }).fill('');
  await marks.getByRole('radio', { name: 'None' }).check();
  await expect(bar).toContainText('This server');
});

test('what the policy of the page forbids is named, and the option that allows it works', async ({ page, server, seen }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchboard-e2e-other-'));
  const other = new Server(dataDir);
  const servers = [other];
  try {
    await other.start();
    await page.goto('/connections');
    const form = await choose(page, other.url);
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form).toContainText('This page may not call that server');
    await expect(form).toContainText('Nothing was sent');
    await expect(form.locator('pre')).toHaveText(`--connect-to ${other.url}`);
    await axeInBothThemes(page);

    // The page's server, started once more as the page says.
    const flags = (await form.locator('pre').innerText()).split(' ');
    await server.stop();
    const allowing = new Server(server.dataDir, flags);
    allowing.url = server.url;
    servers.push(allowing);
    await allowing.start();
    await page.reload();
    await choose(page, other.url);
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form).toContainText('The server answers, but not to this page');
    const told = await form.locator('pre').first().innerText();
    expect(told).toBe(`--allow-origin ${server.url}`);

    // The other server, too.
    await other.stop();
    const open = new Server(dataDir, told.split(' '));
    open.url = other.url;
    servers.push(open);
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form).toContainText('No connection');
    await expect(form.getByRole('link', { name: `Open ${other.url} in a new tab` })).toBeVisible();
    await expect(form.locator('pre')).toContainText(`curl -sS -o /dev/null -w '%{http_code}\\n' '${other.url}'`);
    await open.start();
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form).toContainText('The right server answers');

    // A path too much leads nowhere.
    await form.getByRole('textbox', { name: 'Address' }).fill(`${other.url}/console`);
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form).toContainText('Wrong path');
    await form.getByRole('textbox', { name: 'Address' }).fill(other.url);

    // Used: signed in there, with credentials that exist only there; and kept over a reload.
    await form.getByRole('button', { name: 'Use it' }).click();
    await expect(page.getByRole('main')).toContainText('Calls now go to another vault');
    await page.getByRole('link', { name: 'API secrets' }).click();
    await expect(page.getByRole('button', { name: /Another server/ })).toContainText(new URL(other.url).host);
    const vault = new ApiSecretsPage(page);
    await vault.signIn(other.clientId, other.clientSecret);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: /Another server/ })).toContainText('reachable');

    // Back: signed out, and said so.
    await page.getByRole('link', { name: 'Connections' }).click();
    await vaultForm(page).getByRole('radio', { name: 'This server', exact: true }).check();
    await vaultForm(page).getByRole('button', { name: 'Use it' }).click();
    await expect(vaultForm(page)).toContainText('In use');
    await page.reload();
    await expect(vaultForm(page)).toContainText('In use');
    await expect(page.getByRole('button', { name: /This server/ })).toBeVisible();
  } finally {
    for (const one of servers) await one.kill9();
    await rm(dataDir, { recursive: true, force: true });
    allow(seen, other.url);
  }
});

test('moving to another server wipes what was typed for the one before', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.apiKey.fill(server.apiKey);
  await admin.secret.fill(SECRET);
  await page.getByRole('link', { name: 'Connections' }).click();
  const form = page.getByRole('form', { name: 'Location history and geofencing' });
  await form.getByRole('radio', { name: 'Another address' }).check();
  await form.getByRole('textbox', { name: 'Address' }).fill('https://elsewhere.invalid');
  await expect(form).toContainText('they are wiped');
  await form.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByRole('main')).toContainText('What was typed for the previous one was wiped');
  await page.getByRole('link', { name: 'Admin key' }).click();
  await expect(admin.apiKey).toHaveValue('');
  await expect(admin.secret).toHaveValue('');
  await expect(page.getByRole('button', { name: /Another server/ })).toContainText('not reachable');
  allow(seen, 'https://elsewhere.invalid');
});

test('an address with a password in it is refused and kept nowhere', async ({ page }) => {
  await page.goto('/connections');
  const form = await choose(page, 'https://me:hunter2@vault.example');
  await form.getByRole('button', { name: 'Use it' }).click();
  const address = form.getByRole('textbox', { name: 'Address' });
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/Leave out the user and the password/);
  for (const [text, why] of [
    ['http://vault.example', /in the clear/],
    ['https://vault.example?key=1', /question mark/],
    ['vault.example', /must begin with https/],
  ] as const) {
    await address.fill(text);
    await expect(address).toHaveAccessibleDescription(why);
  }
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('vault.example');
});

test('by keyboard alone: another address is chosen, refused and corrected', async ({ page }) => {
  await page.goto('/connections');
  const form = vaultForm(page);
  await form.getByRole('radio', { name: 'This server', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(form).toContainText('--upstream-mysafe');
  await form.getByRole('button', { name: 'Test' }).press('Enter');
  await expect(form).toContainText('This server passes nothing on');
  await form.getByRole('radio', { name: 'The vendor' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect(form.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Type an address');
  await page.keyboard.type(page.url());
  await page.keyboard.press('Tab');
  await expect(form.getByRole('button')).toHaveCount(2);
});

test('the connections page speaks Portuguese', async ({ page }) => {
  await page.goto('/connections');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Português do Brasil');
  const form = page.getByRole('form', { name: 'Cofre com segredos de API' });
  await form.getByRole('button', { name: 'Testar' }).click();
  await expect(form).toContainText('O servidor certo responde');
});
