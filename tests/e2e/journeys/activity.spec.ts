// What the page did stands in a log: filtered, saved, and without a secret.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, type Server, test } from '../fixtures';
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
  await expect(page.getByRole('heading', { name: 'No activity yet' })).toBeVisible();
  await axeInBothThemes(page);

  const admin = new AdminKeyPage(page);
  await page.getByRole('link', { name: 'Admin key' }).click();
  await admin.registerTwice(server.apiKey, SECRET);
  await page.getByRole('link', { name: 'API secrets' }).click();
  const vault = new ApiSecretsPage(page);
  await vault.signIn(server.clientId, server.clientSecret);
  await vault.create('Mailer', 'sk_live_of_the_mailer');
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');

  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('combobox', { name: 'Log' }).selectOption('This browser');
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Deactivate' })).toContainText('api-secret:1');
  await expect(rows.filter({ hasText: 'already_registered' })).toContainText('HTTP 403');
  // The page reads the server's log, and that is a call like any other.
  await expect(rows.filter({ hasText: 'Read the audit log' })).toHaveCount(1);
  const all = (await rows.count()) - 1;
  await expect(page.getByRole('main')).toContainText(`${all} of ${all} entries`);
  await axeInBothThemes(page);

  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Refused');
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/\/activity\?log=browser&outcome=refused$/);
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Any');
  await page.getByRole('combobox', { name: 'Outcome' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('api-secret');
  await expect(page.getByRole('searchbox', { name: 'Target' })).toBeFocused();
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/\/activity\?log=browser$/);
  const period = page.getByRole('group', { name: 'Period' });
  await period.getByRole('button', { name: 'Last 24 hours' }).click();
  await expect(page).toHaveURL(/\/activity\?log=browser&since=day$/);
  await period.getByRole('button', { name: 'All time' }).click();

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
  await expect(page).toHaveURL(/\/activity$/);
  await page.getByRole('combobox', { name: 'Log' }).selectOption('This browser');
  await expect(rows.filter({ hasText: 'Register' })).toHaveCount(2);
});

test('a file can be read until the browser has it, and is gone from memory then', async ({ page, server }) => {
  await page.clock.install();
  await page.addInitScript(() => {
    const revoke = URL.revokeObjectURL.bind(URL);
    const revoked: string[] = [];
    Object.assign(window, { revoked });
    URL.revokeObjectURL = (url) => { revoked.push(url); revoke(url); };
  });
  await new ApiSecretsPage(page).openSignedIn(server);
  await page.getByRole('link', { name: 'Activity' }).click();
  const revoked = () => page.evaluate(() => (window as unknown as { revoked: string[] }).revoked);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const url = (await download).url();
  expect(await revoked()).toEqual([]);
  await page.clock.fastForward(40_000);
  await expect.poll(revoked).toEqual([url]);
});

const token = (server: Server) => ({ grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret });
const command = (server: Server, ...words: string[]) =>
  promisify(execFile)(process.env.LATCHBOARD_SERVER!, [...words, '--data-dir', server.dataDir]).then(({ stdout }) => stdout);

test('the log of the server stands beside that of this browser, older entries come on demand, and all of it is saved', async ({ page, server, request }) => {
  for (let round = 0; round < 30; round += 1) {
    await Promise.all(Array.from({ length: 8 }, () => request.post('/api/oauth2/token', { form: token(server) })));
  }
  await page.goto('/activity');
  const main = page.getByRole('main');
  await expect(main).toContainText('sign in with an access key that may read it');
  await main.getByRole('link', { name: 'Sign in to the vault' }).click();
  const vault = new ApiSecretsPage(page);
  await vault.signIn(server.clientId, server.clientSecret);
  await vault.create('Mailer', 'sk_live_of_the_mailer');
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  await page.getByRole('button', { name: 'Show history' }).click();
  const history = page.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(history).toContainText(['Deactivate', 'Create']);
  await expect(history.first()).toContainText(`Done Deactivate access-key:${server.clientId}`);
  await axeInBothThemes(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Activity' }).click();

  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
  const deactivations = rows.filter({ hasText: 'Deactivate' });
  // Attempt, end and what this browser noted of it are one line, with the name that the list has for it.
  await expect(deactivations).toHaveCount(1);
  await expect(deactivations.filter({ hasText: 'Server' })).toContainText(`access-key:${server.clientId}`);
  await expect(deactivations.filter({ hasText: 'Server' })).toContainText('Mailer api-secret:1');
  await expect(deactivations.filter({ hasText: 'Attempt' })).toHaveCount(0);
  await expect(deactivations.filter({ hasText: 'This browser' })).toHaveCount(1);
  // Newest first, whichever log it is.
  const times = await rows.locator('time').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('datetime')!));
  expect(times).toEqual([...times].sort().reverse());
  await axeInBothThemes(page);

  await expect(main).toContainText('is loaded back to entry');
  await page.getByRole('combobox', { name: 'Log' }).selectOption('Server');
  await expect(page).toHaveURL(/\/activity\?log=server$/);
  await expect(main).toContainText(/Rows: \d+\. Entries in the server's log: \d+\./);
  await page.getByRole('button', { name: 'Load older entries' }).click();
  await expect(main).toContainText('is loaded back to its beginning');
  await page.getByRole('combobox', { name: 'Action' }).selectOption('Begin the audit log');
  await expect(rows).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Action' }).selectOption('Any');
  await expect(main).toContainText('is loaded back to entry');
  await page.getByRole('searchbox', { name: 'Target' }).fill('api-secret:1');
  await expect(main).toContainText('is loaded back to its beginning');
  await page.getByRole('searchbox', { name: 'Target' }).fill('');
  // An attempt that has ended is none any more.
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Attempt');
  await expect(main).toContainText('No entry matches');
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Any');

  // Everything, with what was not read yet.
  await page.getByRole('combobox', { name: 'Log' }).selectOption('Any');
  await expect(main).toContainText('is loaded back to entry');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all matches as JSON Lines' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
  const log = (await command(server, 'audit', 'export')).trim().split('\n').map((line) => JSON.parse(line));
  const numbers = lines.filter((line) => line.log === 'server').map((line) => Number(line.number));
  expect(numbers).toEqual(log.filter((line) => line.sequence).map((line) => line.sequence).reverse());
  expect(lines.filter((line) => line.log === 'browser').length).toBeGreaterThan(3);
  expect(JSON.stringify(lines)).not.toContain('sk_live_of_the_mailer');
});

test('who may not read the log of the server, or whose server has none, is told what to do', async ({ page, server }) => {
  const made = await command(server, 'access-key', 'create', '--user', 'maria');
  const value = (name: string) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(made)![1];
  const vault = new ApiSecretsPage(page);
  await page.goto('/api-secrets');
  await vault.signIn(value('Client id'), value('Client secret'));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('This access key was not created to read the audit log.');
  await expect(main).toContainText('“--auditor”');
  await expect(page.getByRole('button', { name: 'Verify this server\'s log' })).toHaveCount(0);
  await axeInBothThemes(page);
  await main.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(/\/api-secrets$/);
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Client secret' })).toBeFocused();

  await page.route('**/api/latchboard/v1/capabilities', (route) =>
    route.fulfill({ status: 404, contentType: 'application/json', body: '{"message":"no Route matched with those values"}' }));
  await vault.signIn(server.clientId, server.clientSecret);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(main).toContainText('offers no audit log');
  await main.getByRole('link', { name: 'Choose another server' }).click();
  await expect(page).toHaveURL(/\/connections$/);
});

test('the log of the server is verified from the page, held to what was kept, and saved for others', async ({ page, server, request }) => {
  const key = (await command(server, 'audit', 'key')).trim();
  const kept = await command(server, 'audit', 'checkpoint');
  const signedIn = await (await request.post('/api/oauth2/token', { form: token(server) })).json();
  const headers = { authorization: `Bearer ${signedIn.access_token}` };
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_of_the_mailer');
  // More than a piece of the answer holds.
  for (let round = 0; round < 65; round += 1) {
    await Promise.all(Array.from({ length: 8 }, () => request.post('/api/mysafe/secretapi/inactive/1', { headers })));
  }
  await page.getByRole('link', { name: 'Activity' }).click();
  const main = page.getByRole('main');
  const check = page.getByRole('button', { name: 'Verify this server\'s log' });
  await check.click();
  await expect(main).toContainText('Complete and unchanged');
  await expect(main).toContainText(/1,0[4-9]\d entries, signed up to entry 1,0[4-9]\d\./);
  await expect(main).toContainText(key);
  await axeInBothThemes(page);

  await page.getByText('Compare with a key or checkpoint you kept').click();
  await page.getByRole('textbox', { name: 'Public key' }).fill(key.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')));
  await expect(main).not.toContainText('Complete and unchanged');
  await check.click();
  await expect(main).toContainText('Incomplete or changed');
  await page.getByRole('textbox', { name: 'Public key' }).fill('12');
  await check.click();
  await expect(page.getByRole('textbox', { name: 'Public key' })).toHaveAccessibleDescription(/64 hexadecimal digits\./);
  await page.getByRole('textbox', { name: 'Public key' }).fill(key);
  await page.getByLabel('Checkpoint from a file').setInputFiles({ name: 'kept', mimeType: 'text/plain', buffer: Buffer.from(kept) });
  await expect(page.getByRole('textbox', { name: 'Checkpoint' })).toHaveValue(/latchboard_audit/);
  await check.click();
  await expect(main).toContainText('It continues from the checkpoint you gave, at entry');
  await expect(main).toContainText('with the key you gave');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Verify and save the export' }).click();
  const path = await (await download).path();
  expect(await command(server, 'audit', 'verify', path, '--public-key', key)).toContain('whole');
  const later = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save its checkpoint' }).click();
  const checkpoint = await (await later).path();

  // An entry that is not there is missed.
  const choose = (lines: string[]) =>
    page.getByLabel('Export (JSON Lines)').setInputFiles({ name: 'x', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
  const lines = (await readFile(path, 'utf8')).split('\n');
  await choose(lines.filter((line) => !line.startsWith('{"sequence":500,')));
  await expect(main).toContainText('Entry 501:');

  // What was saved is verified from a file and as text; one byte less, and it is found.
  const log = await readFile(path, 'utf8');
  await page.getByText('Or paste an export').click();
  const text = page.getByRole('textbox', { name: 'Or paste an export' });
  await text.fill(log.trimEnd());
  await page.getByRole('button', { name: 'Verify the text' }).click();
  await expect(main).toContainText('It continues from the checkpoint you gave, at entry');
  await text.fill(log.replace('"event":"done"', '"event":"failed"'));
  await page.getByRole('button', { name: 'Verify the text' }).click();
  await expect(main).toContainText('This entry, or what came before it, is not what was written.');
  // An older log, held to the newer checkpoint: its last entries are gone.
  await page.getByRole('textbox', { name: 'Checkpoint' }).fill(await readFile(checkpoint, 'utf8'));
  const cut = log.split('\n').filter((line) => /^\{"(latchboard_audit|sequence)/.test(line)).slice(0, 3);
  await page.getByLabel('Export (JSON Lines)').setInputFiles({ name: 'cut', mimeType: 'text/plain', buffer: Buffer.from(`${cut.join('\n')}\n`) });
  await expect(main).toContainText('Incomplete or changed');
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
  for (let entry = 2; entry <= 3; entry += 1) expect((await request.post('/api/oauth2/token', { form: token(server) })).status()).toBe(200);
  const log = await command(server, 'audit', 'export');
  const lines = log.split('\n');
  await page.goto('/activity');
  const choose = (text: string) =>
    page.getByLabel('Export (JSON Lines)').setInputFiles({ name: 'audit.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  const main = page.getByRole('main');
  await choose(log);
  await expect(main).toContainText('Complete and unchanged');
  await axeInBothThemes(page);
  await choose(log.replace('"time":1', '"time":2'));
  await expect(main).toContainText('Incomplete or changed');
  await expect(main).toContainText('Entry 1:');
  await choose(lines.filter((line) => !line.startsWith('{"sequence":2,')).join('\n'));
  await expect(main).toContainText('Entry 3:');
  const entries = lines.filter((line) => line.startsWith('{"sequence":')).length;
  await choose(log.slice(0, -20));
  await expect(main).toContainText(`Entry ${entries + 1}:`);
  // What an editor did to it changed nothing that is signed.
  await choose(`\uFEFF${lines.join('\r\n').trimEnd()}`);
  await expect(main).toContainText('Complete and unchanged');
});
