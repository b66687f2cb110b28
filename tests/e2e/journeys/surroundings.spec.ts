// What browser and system decide, and the page has to live with: no clipboard on plain http, no motion, no colours, paper.

import { expect, test } from '../fixtures';
import { expectNowhere } from './nowhere';
import { AdminKeyPage, ApiSecretsPage, verdict } from './pages';

const SECRET = 'a secret for any system, long enough';

test('without the clipboard API the key is copied all the same, inside the dialog', async ({ page, context, server }) => {
  // As on plain http from another machine, where browsers leave it out.
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  await admin.dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(admin.dialog.getByRole('status').first()).toContainText('Copied to the clipboard');
  expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null), 'the focus stays in the dialog').toBe(true);
  const other = await context.newPage();
  await other.goto('/healthz');
  expect(await other.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await other.close();
  await page.bringToFront();
  await admin.store();
  await expectNowhere(page, key);
});

test('a browser that copies nothing is not said to have copied, and the key is selected', async ({ page, server }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false;
  });
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  await admin.dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(admin.dialog).toContainText('Copying failed. The key is selected: copy it by hand.');
  await expect(admin.dialog).not.toContainText('Copied to the clipboard');
  const selected = await admin.dialog.getByRole('textbox', { name: 'Admin key' }).evaluate((field: HTMLInputElement) =>
    field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0));
  expect(selected).toBe(key);
});

test('nothing moves for those who want no motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await page.goto('/');
  const link = page.getByRole('link', { name: 'Admin key', exact: true });
  await expect(link).toHaveCSS('transition-duration', '0s');
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect(link, 'for others colours fade').not.toHaveCSS('transition-duration', '0s');
});

test('without colours a state still has a line around it, and the present page is underlined', async ({ page, server }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.registerTwice(server.apiKey, SECRET);
  const state = page.locator('.state:visible').first();
  const current = page.getByRole('navigation').getByRole('link', { name: 'Admin key' });
  await expect(current).toHaveCSS('text-decoration-line', 'underline');
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect.poll(() => state.evaluate((element) => getComputedStyle(element, '::before').borderTopStyle)).toBe('solid');
});

test('on paper there is the outcome, and nothing to press', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.registerTwice(server.apiKey, SECRET);
  await page.emulateMedia({ media: 'print' });
  await expect(verdict(page, 'Register: refused')).toBeVisible();
  await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole('banner')).toBeHidden();
  for (const button of await page.getByRole('main').locator('.button').all()) await expect(button).toBeHidden();
});

test('whoever comes back to a page that the browser kept gets one that begins', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const begun = page.waitForEvent('load');
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await begun;
  await expect(page.getByRole('textbox', { name: 'Client id' })).toBeVisible();
});

test('neither writing helpers nor translators are asked about what is typed and how things are called', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('prod-\u202Egnigats', 'sk_live_of_the_mailer');
  // What turns the direction of writing is seen, and turns nothing: this is not “prod-staging”.
  await expect(vault.rows.first().locator('bdi[translate="no"]')).toHaveText('prod-\uFFFDgnigats');
  await page.goto('/leak');
  await expect(page.getByRole('textbox', { name: 'Leaked text' })).toHaveAttribute('data-gramm', 'false');
  await page.goto('/admin-key/register');
  await expect(page.getByRole('textbox', { name: 'Customer secret' })).toHaveAttribute('data-op-ignore', 'true');
});
