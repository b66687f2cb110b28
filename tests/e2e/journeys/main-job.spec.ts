// The job that people come for, from the first registration to an API secret that is off.

import { axe, expect, test } from '../fixtures';
import { expectNowhere, expectUnsaid } from './nowhere';
import { AdminKeyPage, ApiSecretsPage, verdict } from './pages';

const SECRET = 'a first secret, long enough';
const NEXT = 'a second secret, long enough';

test('register, see the admin key once, change the secret', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  await expect(admin.dialog).toBeVisible();
  const key = await admin.shownKey();
  expect(key).toMatch(/^[A-Za-z0-9]{48}$/);
  await admin.dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(admin.dialog.getByRole('status').first()).toContainText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);

  // Neither Esc, nor a click beside it, nor Back takes the key away; where Back would leave the document, the browser asks.
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => history.back());
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await expect(admin.dialog).toBeVisible();
  expect(await admin.shownKey()).toBe(key);

  await admin.store();
  await expectNowhere(page, key);
  await expectNowhere(page, SECRET);
  expectUnsaid(seen, key, /^$/);
  expectUnsaid(seen, SECRET, /\/register$/);
  await expect(page.getByText(/fingerprint [0-9a-f]{12}/)).toBeVisible();

  // Once more: refused, and the remedy leads on with what was typed.
  await admin.register(server.apiKey, SECRET);
  const refused = verdict(page, 'Register: refused');
  await expect(refused).toContainText('already_registered');
  await expect(refused).toContainText('HTTP 403');
  await expect(refused).toContainText('Each customer can register only one configuration');
  await refused.getByRole('button', { name: 'Regenerate instead' }).click();
  await expect(page).toHaveURL(/\/admin-key\/regenerate$/);
  await expect(admin.secret).toHaveValue(SECRET);
  await page.getByRole('button', { name: 'Regenerate admin key' }).click();
  await expect(admin.dialog).toBeVisible();
  expect(await admin.shownKey()).not.toBe(key);
  await admin.store();

  // The change is answered with 204, and the old secret is dead.
  await page.getByRole('link', { name: 'Change secret' }).click();
  const answer = page.waitForResponse(/\/updateSecret\?/);
  await admin.change(SECRET, NEXT);
  expect((await answer).status()).toBe(204);
  await expect(verdict(page, 'Change secret: done')).toContainText('The new secret is in force');
  await expectNowhere(page, NEXT);
  await page.getByRole('link', { name: 'Regenerate' }).click();
  await admin.regenerate(SECRET);
  const dead = verdict(page, 'Regenerate: refused');
  await expect(dead).toContainText('secret_rejected');
  await expect(dead).toContainText('HTTP 401');
  await admin.regenerate(NEXT);
  await expect(admin.dialog).toBeVisible();
  await admin.store();

  for (const secret of [SECRET, NEXT, key]) expect(server.output()).not.toContain(secret);
  expect(server.log()).not.toContain(server.apiKey);
});

test('sign in, store, deactivate, activate, and an identifier that does not exist', async ({ page, server, seen }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await expect(page.getByRole('heading', { name: 'No API secrets yet' })).toBeVisible();
  await expectNowhere(page, server.clientSecret);

  await vault.create('Payment gateway', 'sk_live_payment');
  await vault.create('Mailer', 'sk_live_mailer');
  await expect(vault.rows).toHaveCount(2);
  await expectNowhere(page, 'sk_live_payment');

  const row = vault.row('Payment gateway');
  await expect(row, 'the inventory says so').toContainText('Active');
  await row.getByRole('button', { name: 'Deactivate' }).click();
  await expect(row).toContainText('Inactive');
  await vault.settled();
  await row.getByRole('button', { name: /^Activate/ }).click();
  await expect(row).toContainText('Active');
  await expect(vault.row('Mailer')).toContainText('Active');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command palette' }).fill('999');
  await page.getByRole('option', { name: /^Deactivate/ }).click();
  const refused = verdict(page, 'Deactivate 999: refused');
  await expect(refused).toContainText('not_found');
  await expect(refused).toContainText('1005: Api secret not found');
  const listed = page.waitForResponse((response) => response.url().endsWith('/api/latchboard/v1/inventory'));
  await refused.getByRole('button', { name: 'Refresh list' }).click();
  expect((await listed).status()).toBe(200);

  await page.getByRole('searchbox').fill('mail');
  await expect(vault.rows).toHaveCount(1);

  expectUnsaid(seen, server.clientSecret, /\/oauth2\/token$/);
  expect(server.log()).not.toContain(server.clientSecret);
  expect(server.output()).not.toContain('sk_live_payment');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a secret that is made here is shown, copied, registered, and then gone', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.secret.fill('password1');
  await expect(page.getByText('Strength: Very weak')).toBeVisible();
  await page.getByRole('button', { name: 'Generate a secret' }).click();
  await expect(admin.secret).toHaveAttribute('type', 'text');
  const secret = await admin.secret.inputValue();
  expect(secret).toMatch(/^[A-Za-z0-9]{48}$/);
  await expect(page.getByText('Strength: Very strong')).toBeVisible();
  await page.getByRole('button', { name: 'Copy the secret' }).click();
  await expect(page.getByText('Copied to the clipboard. Store it')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);

  await admin.apiKey.fill(server.apiKey);
  await page.getByRole('button', { name: 'Register secret' }).click();
  // Whoever has not stored it yet can do so beside the admin key; neither goes before both are stored.
  const { dialog } = admin;
  await expect(dialog.getByRole('textbox', { name: 'Customer secret' })).toHaveValue(secret);
  await axe(page);
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await dialog.getByRole('button', { name: 'Copy: Customer secret' }).click();
  await expect(dialog).toContainText('Copied to the clipboard');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  const storedSecret = dialog.getByRole('button', { name: 'I have stored it: Customer secret' });
  const before = await storedSecret.boundingBox();
  await dialog.getByRole('button', { name: 'I have stored it: Admin key' }).dblclick();
  await expect(dialog.getByRole('textbox', { name: 'Admin key' })).toHaveValue('');
  expect(await storedSecret.boundingBox()).toEqual(before);
  await expect(dialog.getByRole('textbox', { name: 'Customer secret' })).toHaveValue(secret);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await axe(page);
  await storedSecret.click();
  await dialog.waitFor({ state: 'detached' });
  await expectNowhere(page, secret);
  await admin.secret.fill('typed after');
  await expect(admin.secret).toHaveAttribute('type', 'password');

  // A change that brings no admin key shows the generated secret alone.
  await page.getByRole('link', { name: 'Change secret' }).click();
  await admin.presentSecret.fill(secret);
  await page.getByRole('button', { name: 'Generate a secret' }).click();
  const next = await admin.newSecret.inputValue();
  await page.getByRole('button', { name: 'Change secret' }).click();
  const alone = page.getByRole('dialog', { name: 'Your new customer secret' });
  await expect(alone.getByRole('textbox')).toHaveValue(next);
  await axe(page);
  await alone.getByRole('button', { name: 'I have stored it' }).click();
  await expectNowhere(page, next);
  await expect(verdict(page, 'Change secret: done')).toContainText('Your admin key stays valid.');
});

test('Back does not change the page behind a key that is shown once', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Error guide' }).click();
  await page.getByRole('link', { name: 'Admin key', exact: true }).click();
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  for (let press = 0; press < 2; press += 1) {
    await page.evaluate(() => new Promise((gone) => {
      addEventListener('popstate', () => gone(null), { once: true });
      history.back();
    }));
    await expect(page).toHaveURL(/\/admin-key\/register$/);
  }
  await expect(page.locator('#heading')).toHaveText('Admin key');
  expect(await admin.shownKey()).toBe(key);
  await admin.store();
  await page.goBack();
  await expect(page).toHaveURL(/\/errors$/);
});

test('a change that brings a new admin key says that it is the one in force', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  await admin.store();
  await page.getByRole('link', { name: 'Change secret' }).click();
  // As the vendor documents it; our own server answers 204.
  await page.route(/\/updateSecret\?/, (route) => route.fulfill({ json: { adminKey: 'a-new-admin-key' } }));
  await admin.change(SECRET, NEXT);
  expect(await admin.shownKey()).toBe('a-new-admin-key');
  await admin.store();
  await expect(verdict(page, 'Change secret: done')).toContainText('so is the new admin key');
});

test('an admin key is tested where it is shown, and later; a dead one is told', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  await admin.dialog.getByRole('button', { name: 'Test this admin key' }).click();
  await expect(admin.dialog).toContainText('The server accepted the key');
  await admin.store();

  await page.getByText('Test an admin key').click();
  const field = page.getByRole('textbox', { name: 'Admin key' });
  const test = page.getByRole('button', { name: 'Test this admin key' });
  await test.click();
  await expect(field).toBeFocused();
  await field.fill(key);
  await test.click();
  await expect(page.getByText('The server accepted the key')).toBeVisible();
  await field.fill(`${key.slice(0, -1)}~`);
  await test.click();
  await expect(verdict(page, 'The key could not be verified')).toContainText('admin_key_rejected');
  await expect(verdict(page, 'The key could not be verified')).toBeInViewport({ ratio: 0.95 });
});

test('an API secret is opened on the user\'s word only, and gone when it is closed', async ({ page, server, seen }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mailer');
  const row = vault.row('Mailer');
  await row.getByRole('button', { name: /^Details/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Mailer (ID 1)' });
  await expect(dialog).toContainText('counts as a use');
  expect(seen.requests.filter((request) => request.url().endsWith('/secretapi/1'))).toEqual([]);
  await axe(page);
  await dialog.getByRole('button', { name: 'Open it' }).click();
  const secret = dialog.getByRole('textbox', { name: 'Client secret' });
  // Not even the length of the secret is in the document.
  await expect(secret).toHaveValue('•'.repeat(12));
  expect(await page.content()).not.toContain('sk_live_mailer');
  await axe(page);
  await dialog.getByRole('button', { name: 'Show Client secret' }).click();
  await expect(secret).toHaveValue('sk_live_mailer');
  await dialog.getByRole('button', { name: 'Copy the secret' }).click();
  await expect(dialog).toContainText('Copied to the clipboard');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('sk_live_mailer');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(row).toContainText('Active');
  await expectNowhere(page, 'sk_live_mailer');

  await row.getByRole('button', { name: /^Deactivate/ }).click();
  await expect(row).toContainText('Inactive');
  await row.getByRole('button', { name: /^Details/ }).click();
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toContainText('inactive');
  await dialog.getByRole('button', { name: 'Activate' }).click();
  await expect(row).toContainText('Active');
});

test('the error guide is searched, and every problem leads to its page', async ({ page, server, context }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register('wrong-key', SECRET);
  const opened = context.waitForEvent('page');
  await verdict(page, 'Register: refused').getByRole('link', { name: /^api_key_rejected/ }).click();
  const guide = await opened;
  await expect(guide).toHaveURL(`${server.url}/errors/api_key_rejected`);
  await expect(guide.getByRole('heading', { name: 'api_key_rejected' })).toBeVisible();
  await axe(guide);
  await guide.getByRole('link', { name: 'All codes' }).click();
  await guide.getByRole('searchbox', { name: 'Search' }).fill('1006');
  await expect(guide.getByRole('link', { name: /^no_access/ })).toBeVisible();
  await axe(guide);
});

test('the theme that was chosen is there from the first paint on, and the only thing stored', async ({ page, seen }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/admin-key/register');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await expect(page.getByRole('combobox', { name: 'Theme' })).toHaveValue('system');
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('Dark');
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.reload();
  expect(await background()).toBe(dark);
  await expect(page.getByRole('alert')).toContainText('The program could not be loaded');
  seen.errors.length = 0;
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe('{"latchboard.theme":"dark"}');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is accessible in the ${colorScheme} theme`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme });
    const admin = new AdminKeyPage(page);
    await admin.open('register');
    await page.getByRole('button', { name: 'Register secret' }).click();
    await expect(admin.apiKey).toBeFocused();
    await axe(page);
    await admin.register(server.apiKey, SECRET);
    await expect(admin.dialog).toBeVisible();
    await axe(page);
    await admin.store();
    await admin.register(server.apiKey, SECRET);
    await expect(verdict(page, 'Register: refused')).toBeVisible();
    await axe(page);

    const vault = new ApiSecretsPage(page);
    await page.goto('/api-secrets');
    await axe(page);
    await vault.openSignedIn(server);
    await axe(page);
    await vault.create('Payment gateway', 'sk_live_payment');
    await vault.row('Payment gateway').getByRole('button', { name: 'Deactivate' }).click();
    await expect(vault.row('Payment gateway')).toContainText('Inactive');
    await page.getByRole('button', { name: 'New API secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Store' }).click();
    await axe(page);
    await page.goto('/nowhere');
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    await axe(page);
  });
}
