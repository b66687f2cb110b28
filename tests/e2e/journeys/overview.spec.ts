// The first page says what is known, and nothing that is not.

import { expect, test } from '../fixtures';
import { AdminKeyPage, ApiSecretsPage } from './pages';
import { axeInBothThemes } from './themes';

const SECRET = 'a first secret, long enough';

test('the overview knows what calls have proved, and says so of the rest', async ({ page, server }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  const main = page.getByRole('main');
  await expect(main.getByText('Not known yet')).toHaveCount(3);
  await expect(main).toContainText('Nothing done in this page yet');
  await expect(main).toContainText(/Answered at \d/);
  await axeInBothThemes(page);

  const admin = new AdminKeyPage(page);
  await page.getByRole('link', { name: /^Register a secret/ }).click();
  await admin.register(server.apiKey, SECRET);
  await admin.store();
  await page.getByRole('link', { name: 'API secrets', exact: true }).click();
  const vault = new ApiSecretsPage(page);
  await vault.signIn(server.clientId, server.clientSecret);
  for (const name of ['Mailer', 'Maps', 'Payments']) await vault.create(name, 'sk_live_of_somebody');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');

  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(main.getByText(/Registered/)).toHaveCount(1);
  await expect(page.getByRole('img', { name: 'API secrets: 2 active, 1 inactive, 0 not known yet' })).toBeVisible();
  await expect(main.getByRole('listitem').filter({ hasText: 'Deactivate api-secret' })).toContainText('Done');
  for (const step of ['Sign in to the vault', 'Store an API secret', 'Register a secret']) {
    await expect(main.getByRole('link', { name: `${step} (done)` })).toBeVisible();
  }
  await expect(main).toContainText('“latchboard-server access-key create”');
  await axeInBothThemes(page);

  // Whoever signs in next may see other API secrets.
  await page.getByRole('link', { name: 'API secrets', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(main).toContainText('Not listed in this page yet');
});

test('the banner about the vendor follows the date, and stays away once it was read', async ({ page }) => {
  for (const [now, title] of [
    ['2026-12-01T12:00:00Z', 'withdraws Location History and Geofencing on January 31, 2027: 61 days left'],
    ['2027-01-30T12:00:00Z', 'tomorrow, on January 31, 2027'],
    ['2027-01-31T12:00:00Z', 'today, January 31, 2027'],
    ['2027-02-01T12:00:00Z', 'withdrew Location History and Geofencing on January 31, 2027'],
  ]) {
    await page.clock.setFixedTime(new Date(now));
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(title);
  }
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('link', { name: 'Error guide' }).click();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  await expect(page.getByText(/withdrew Location History/)).toHaveCount(0);
});

test('the overview speaks Portuguese', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Português do Brasil');
  await expect(page.getByRole('heading', { name: 'Visão geral', level: 1 })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Ainda não se sabe');
  await expect(page).toHaveTitle('Visão geral · Latchboard');
});
