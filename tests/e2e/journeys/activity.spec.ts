// What the page did stands in a log: filtered, saved, and without a secret.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { expectNowhere } from './nowhere';
import { AdminKeyPage, ApiSecretsPage, verdict } from './pages';
import { axeInBothThemes } from './themes';

const SECRET = 'a first secret, long enough';

async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `Save as ${name}` }).click();
  return readFile(await (await download).path(), 'utf8');
}

test('every call is listed with its outcome, filtered and saved, and no secret among it', async ({ page, server }) => {
  await page.goto('/activity');
  await expect(page.getByRole('heading', { name: 'Nothing was done yet' })).toBeVisible();
  await axeInBothThemes(page);

  const admin = new AdminKeyPage(page);
  await page.getByRole('link', { name: 'Admin key' }).click();
  await admin.register(server.apiKey, SECRET);
  await admin.store();
  await admin.register(server.apiKey, SECRET);
  await expect(verdict(page, 'Register: refused')).toBeVisible();
  await page.getByRole('link', { name: 'API secrets' }).click();
  const vault = new ApiSecretsPage(page);
  await vault.signIn(server.clientId, server.clientSecret);
  await vault.create('Mailer', 'sk_live_of_the_mailer');
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');

  await page.getByRole('link', { name: 'Activity' }).click();
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Deactivate' })).toContainText('api-secret:1');
  await expect(rows.filter({ hasText: 'already_registered' })).toContainText('HTTP 403');
  const all = (await rows.count()) - 1;
  await expect(page.getByRole('main')).toContainText(`${all} of ${all} entries`);
  await axeInBothThemes(page);

  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Refused');
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/\/activity\?outcome=refused$/);
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Any');
  await page.getByRole('combobox', { name: 'Since' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('api-secret');
  await expect(page.getByRole('searchbox', { name: 'Target' })).toBeFocused();
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/\/activity$/);

  const lines = (await saved(page, 'JSON Lines')).trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0])).toMatchObject({ log: 'browser', action: 'deactivate', target: 'api-secret:1', outcome: 'done' });
  await page.getByRole('searchbox', { name: 'Target' }).fill('');
  const csv = await saved(page, 'CSV');
  expect(csv.trim().split('\r\n')).toHaveLength(all + 1);
  for (const secret of [SECRET, server.apiKey, server.clientSecret, 'sk_live_of_the_mailer']) {
    expect(csv).not.toContain(secret);
  }
  await expectNowhere(page, SECRET);

  await page.getByRole('searchbox', { name: 'Target' }).fill('no such target');
  await expect(page.getByRole('main')).toContainText('No entry matches');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(all + 1);
});

test('many entries are drawn a page at a time', async ({ page }) => {
  await page.goto('/connections');
  const admin = new AdminKeyPage(page);
  await page.getByRole('link', { name: 'Admin key' }).click();
  for (let attempt = 0; attempt < 55; attempt += 1) {
    await admin.register('no-such-key', SECRET);
    await expect(page.getByRole('button', { name: 'Register secret' })).not.toHaveAttribute('aria-busy', 'true');
    await expect(verdict(page, 'Register: refused')).toBeVisible();
  }
  await page.getByRole('link', { name: 'Activity' }).click();
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
  await expect(page.getByRole('main')).toContainText('55 of 55 entries');
  await expect(rows).toHaveCount(51);
  await page.getByRole('button', { name: 'Older' }).click();
  await expect(page.getByRole('main')).toContainText('Rows 51 to 55');
  await expect(rows).toHaveCount(6);
});

test('an export of the audit log is verified in the page, and a changed byte or a missing row is told with its entry', async ({ page, server, request }) => {
  const form = { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret };
  for (let entry = 2; entry <= 3; entry += 1) expect((await request.post('/api/oauth2/token', { form })).status()).toBe(200);
  const { stdout: log } = await promisify(execFile)(process.env.LATCHBOARD_SERVER!, ['audit', 'export', '--data-dir', server.dataDir]);
  const lines = log.split('\n');
  await page.goto('/activity');
  const choose = (text: string) =>
    page.getByLabel('Export (JSON Lines)').setInputFiles({ name: 'audit.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  const main = page.getByRole('main');
  await choose(log);
  await expect(main).toContainText('Whole and unchanged');
  await axeInBothThemes(page);
  await choose(log.replace('"time":1', '"time":2'));
  await expect(main).toContainText('Not whole, or changed');
  await expect(main).toContainText('Entry 1:');
  await choose(lines.filter((line) => !line.startsWith('{"sequence":2,')).join('\n'));
  await expect(main).toContainText('Entry 3:');
  const entries = lines.filter((line) => line.startsWith('{"sequence":')).length;
  await choose(log.slice(0, -1));
  await expect(main).toContainText(`Entry ${entries + 1}:`);
});
