// The command palette: from any page to any other, and to whatever can be done with an API secret.

import { axe, expect, test } from '../fixtures';
import { ApiSecretsPage } from './pages';

test('one of many is found and switched off with three keys besides its name', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mail');
  await vault.create('Ledger', 'sk_live_ledger');
  await expect(vault.row('Ledger')).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  const palette = page.getByRole('dialog', { name: 'Command palette' });

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('MAIL');
  await expect(palette.getByRole('option')).toHaveText(['DetailsMailerID 1', 'DeactivateMailerID 1', 'EditMailerID 1'].map((text) => new RegExp(text.replaceAll(/(?=Mailer|ID)/g, '\\s*'))));
  await axe(page);
  await page.keyboard.press('ArrowDown');
  await expect(palette.getByRole('option', { selected: true })).toContainText('Deactivate');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/\/api-secrets$/);
  await expect(vault.row('Mailer')).toContainText('Inactive');
  await expect(vault.row('Ledger')).toContainText('Active');

  // What was done comes first the next time, and Enter on a name opens it.
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('option').first()).toContainText('Mailer');
  await page.keyboard.type('ledger');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Ledger (ID 2)' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await palette.getByRole('combobox').fill('edit ledger');
  await expect(palette.getByRole('option')).toHaveCount(0);
  await palette.getByRole('combobox').fill('ledger');
  await palette.getByRole('option', { name: /^Edit/ }).click();
  await expect(page.getByRole('dialog', { name: 'Edit Ledger (ID 2)' })).toBeVisible();
  // Not over a form: what is typed next goes there.
  await page.getByRole('textbox', { name: 'Name' }).focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('x');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(/x/);
  await expect(palette).toBeHidden();
});

test('an alert names a number: it is switched by it, listed or not', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mail');
  await expect(vault.row('Mailer')).toBeVisible();
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await page.getByRole('button', { name: /^Find/ }).click();
  await page.keyboard.type('1');
  await expect(palette.getByRole('option').first()).toContainText('Mailer');
  await palette.getByRole('combobox').fill('4711');
  await palette.getByRole('option', { name: /^Deactivate/ }).click();
  await expect(page.getByRole('heading', { name: /^Deactivate 4711: refused/ })).toBeVisible();
  await expect(page.locator('.message').filter({ hasText: 'refused' })).toContainText('not_found');
});

test('pages are reached by name and by letter, signed in or not', async ({ page }) => {
  await page.goto('/');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await page.keyboard.press('Control+k');
  // Eight pages, and what can be done.
  await expect(palette.getByRole('option')).toHaveCount(9);
  await expect(palette.getByRole('option').last()).toHaveText('Sign in');
  await page.keyboard.type('nobody called anything this');
  await expect(palette.getByRole('status')).toHaveText('Nothing with this name.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('!');
  await expect(palette.getByRole('combobox')).toHaveValue('nobody called anything this!');
  await palette.getByRole('combobox').fill('leak');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/leak$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await page.keyboard.press('Control+k');
  await palette.waitFor();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/\/errors$/);
  await page.keyboard.press('e');
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/$/);
});

test('who is not signed in gets the form, on a page that has one and above one that has none', async ({ page, server }) => {
  await page.goto('/');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const choose = async (name: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await palette.getByRole('combobox').fill(name);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
  };
  const field = page.getByRole('textbox', { name: 'Client id' });
  await choose('sign in');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Client id' })).toBeFocused();
  await expect(page).toHaveURL(/\/$/);
  await page.keyboard.press('Escape');
  await page.goto('/leak');
  await page.getByRole('heading', { level: 1 }).click();
  await choose('sign in');
  await expect(field).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.type(server.clientId);
  await page.keyboard.press('Tab');
  await page.keyboard.type(server.clientSecret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await choose('sign out');
  await expect(field).toBeVisible();
});
