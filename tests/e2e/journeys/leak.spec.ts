// A secret leaked into 40 of 1,000 API secrets: from the pasted line to “all off”, through five faults, by keyboard alone.

import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { axe, expect, type Server, test } from '../fixtures';
import { tabTo } from './keyboard';
import { expectNowhere, expectUnsaid } from './nowhere';
import { ApiSecretsPage } from './pages';
import { type Fault, plan } from './rehearsal';

test.use({ serverArguments: ['--rehearsal'] });

const COPIES = 40;

function leakedSecret(server: Server): string {
  const [, secret] = /^Leaked client secret, in \d+ API secrets: (\S+)$/m.exec(server.output()) ?? [];
  expect(secret, 'the drill says which secret leaked').toBeTruthy();
  return secret;
}

/** One that strikes whichever call of the run comes then, five of them apart. */
const FIVE_FAULTS: Fault[] = [
  // Before anything is asked twice: after a lost reply this refusal would settle nothing.
  { operation: 'inactive', call: 2, fault: 'no_access' },
  { operation: 'inactive', call: 8, fault: 'drop_before' },
  { operation: 'inactive', call: 14, fault: 'drop_after_commit' },
  { operation: 'inactive', call: 20, fault: 'fail_after_commit' },
  { operation: 'inactive', call: 26, fault: 'too_many', retry_after: 1 },
];

class LeakPage {
  readonly field: Locator;
  readonly findings: Locator;
  readonly run: Locator;
  readonly receipt: Locator;
  readonly confirm: Locator;

  constructor(readonly page: Page) {
    this.field = page.getByRole('textbox', { name: 'Leaked text' });
    this.findings = page.getByRole('region', { name: /[Cc]op(y|ies) found/ });
    this.run = page.getByRole('region', { name: /^Deactivate \d+ API secrets?/ });
    this.receipt = page.getByRole('region', { name: 'Receipt' });
    this.confirm = page.getByRole('dialog');
  }

  async open(server: Server): Promise<void> {
    await this.page.goto('/leak');
    await new ApiSecretsPage(this.page).signIn(server.clientId, server.clientSecret);
    await expect(this.page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
  }

  /** As a user does it: from the clipboard, with the keyboard. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.field.focus();
    await this.page.keyboard.press('Control+V');
    await this.page.evaluate(() => navigator.clipboard.writeText(''));
  }

  count(verdict: string): Promise<number> {
    return this.run.locator(`.tally [data-verdict="${verdict}"] dd`).textContent().then(Number);
  }

  async over(): Promise<void> {
    await expect(this.run).toHaveAttribute('data-phase', 'over', { timeout: 45_000 });
  }
}

/** The states as the server has them. */
async function states(page: Page, server: Server, secret: string): Promise<{ identifier: string; active: boolean; can_write: boolean }[]> {
  const token = await page.request.post('/api/oauth2/token', {
    form: { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret },
  });
  const { access_token } = await token.json();
  const fingerprint = createHash('sha256').update(secret).digest('hex');
  const found = await page.request.post('/api/latchboard/v1/find', {
    headers: { authorization: `Bearer ${access_token}` },
    data: { fingerprints: [fingerprint] },
  });
  return (await found.json()).found[0];
}

test('40 copies among 1,000 are off after five faults, by keyboard alone, and nothing shows the secret', async ({ page, server, seen, request }) => {
  const secret = leakedSecret(server);
  const leak = new LeakPage(page);
  await leak.open(server);
  const before = await states(page, server, secret);
  expect(before).toHaveLength(COPIES);
  const on = before.filter((copy) => copy.active).length;
  const foreign = before.filter((copy) => copy.active && !copy.can_write).length;
  expect(on).toBeLessThan(COPIES);
  await plan(request, FIVE_FAULTS);

  await leak.paste(`export CLIENT_SECRET="${secret}" # prod\n`);
  await expect(leak.findings.getByRole('heading')).toHaveText(`${COPIES} copies found`);
  await expect(leak.findings).toContainText('line 1, column 23');
  await expect(leak.findings.getByRole('heading')).toBeFocused();
  await expect(leak.field).toHaveValue('');
  await expectNowhere(page, secret);

  const off = leak.findings.getByRole('button', { name: `Deactivate ${on} API secrets…`, exact: true });
  await tabTo(page, off);
  await page.keyboard.press('Enter');
  await expect(leak.confirm.getByRole('heading')).toHaveText(`Deactivate ${on} API secrets?`);
  await expect(leak.confirm).toContainText('Copies of 1 leaked value that were found:');
  await expect(leak.confirm).toContainText(`Left out because they are already off: ${COPIES - on}`);
  await expect(leak.confirm.getByRole('textbox', { name: `Type ${on} to confirm` })).toBeFocused();
  await page.keyboard.type('41');
  await page.keyboard.press('Enter');
  await expect(leak.confirm).toContainText('That is not the number');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(String(on));
  await page.keyboard.press('Enter');
  await leak.over();
  await expect(leak.run.getByRole('heading', { name: /Deactivate/ })).toBeFocused();

  // One by the drill and those of somebody else are refused; the answers that were lost came when asked for again.
  expect(await leak.count('unknown')).toBe(0);
  expect(await leak.count('refused')).toBe(foreign + 1);
  expect((await leak.count('done')) + (await leak.count('already_so'))).toBe(on - foreign - 1);
  await expect(leak.run).toContainText(`${COPIES - foreign - 1} of ${COPIES} off, ${foreign + 1} need another access key`);
  await expect(leak.run).toContainText('Still on:');

  await tabTo(page, leak.run.getByRole('button', { name: `Retry ${foreign + 1} failed` }));
  await page.keyboard.press('Enter');
  await expect.poll(() => leak.count('refused')).toBe(foreign);
  await leak.over();

  // What the server says and what was marked stand above the rows, which move down for them.
  await expect(leak.run).toContainText('The server says at');
  await expect(leak.run).toContainText('are marked as exposed');

  // Every verdict is true of the server.
  const after = await states(page, server, secret);
  expect(after.filter((copy) => copy.active)).toHaveLength(before.filter((copy) => copy.active && !copy.can_write).length);
  await leak.run.getByRole('radio', { name: 'Failed' }).check();
  await expect(leak.run.getByRole('row').filter({ hasText: 'no_access' })).toHaveCount(foreign);
  const needs = foreign === 1 ? '1 needs another access key' : `${foreign} need another access key`;
  await expect(leak.run).toContainText(`${COPIES - foreign} of ${COPIES} off, ${needs}`);
  await expect(leak.run).toContainText('1006');

  await leak.receipt.getByRole('textbox', { name: 'Incident' }).fill(' INC-4711 ');
  await leak.receipt.getByRole('textbox', { name: 'Operator' }).fill('On call');
  const download = page.waitForEvent('download');
  await leak.receipt.getByRole('button', { name: 'Download as JSON' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const { checksum, log, ...rest } = JSON.parse(text);
  expect(checksum.sha256).toBe(createHash('sha256').update(canonical(rest)).digest('hex'));
  expect(rest.copies).toHaveLength(COPIES);
  // Each call that was sent stands in the server's log, which proves it.
  const proven = log.flatMap((document: any) => document.proofs).map(({ entry }: any) => entry.target).sort();
  const sent = rest.copies.filter((copy: any) => copy.sent_at).map((copy: any) => `api-secret:${copy.identifier}`);
  expect(proven).toEqual(sent.sort());
  const file = test.info().outputPath('receipt.json');
  await writeFile(file, text);
  expect(execFileSync(process.env.LATCHBOARD_SERVER ?? '', ['audit', 'verify', file], { encoding: 'utf8' })).toMatch(/All \d+ calls .* are proven/);
  expect([rest.incident, rest.operator]).toEqual(['INC-4711', 'On call']);
  expect(rest.client_id).toBe(server.clientId);
  expect(rest.fingerprints[0].sha256_first_12).toBe(createHash('sha256').update(secret).digest('hex').slice(0, 12));
  expect(text).not.toContain(secret);
  expect(text).not.toContain(server.clientSecret);

  // On paper, white whatever the screen is, and with what was typed.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(leak.receipt).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(leak.receipt.getByText('INC-4711')).toBeVisible();
  await expect(leak.run).toBeHidden();
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });

  await expectNowhere(page, secret);
  expectUnsaid(seen, secret, /^$/);
  expect(server.log()).not.toContain(secret);
});

test('what leaked is marked, and is not switched on again without a question', async ({ page, server }) => {
  const leak = new LeakPage(page);
  await leak.open(server);
  await leak.paste(leakedSecret(server));
  await leak.findings.getByRole('button', { name: /^Deactivate \d+ API secrets…$/ }).click();
  const [, count] = /^Deactivate (\d+) API secrets\?$/.exec(await leak.confirm.getByRole('heading').innerText()) ?? [];
  await leak.confirm.getByRole('textbox').fill(count);
  await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await leak.over();
  await expect(leak.run).toContainText(/\d+ are marked as exposed in the list/);
  const [, marked] = /(\d+) are marked as exposed/.exec(await leak.run.innerText()) ?? [];

  const vault = new ApiSecretsPage(page);
  await page.getByRole('link', { name: 'API secrets', exact: true }).click();
  const exposed = page.getByRole('button', { name: /^Exposed/ });
  await expect(exposed).toContainText(marked);
  await exposed.click();
  const first = vault.rows.first();
  await expect(first).toContainText('exposed');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await first.getByRole('button', { name: 'Activate' }).click();
  const question = page.getByRole('dialog', { name: /even though its value leaked/ });
  await expect(question.getByRole('button', { name: 'Keep it inactive' })).toBeFocused();
  await axe(page);
  await page.keyboard.press('Enter');
  await expect(question).toHaveCount(0);
  await expect(first.getByRole('button', { name: 'Activate' })).toBeFocused();
  expect(sent.filter((url) => url.includes('/active/'))).toEqual([]);
  await first.getByRole('button', { name: 'Activate' }).press('Enter');
  await question.getByRole('button', { name: 'Activate anyway' }).click();
  await expect(first.getByRole('button', { name: 'Deactivate' })).toBeVisible();
  expect(sent.filter((url) => url.includes('/active/'))).toHaveLength(1);
});

test('an unreachable search says so, another text can be pasted, and a scan warns before it reads', async ({ page, server }) => {
  const secret = leakedSecret(server);
  const leak = new LeakPage(page);
  // As a vendor's server answers: it has no such paths.
  await page.route(/\/api\/latchboard\/v1\/(capabilities|find)/, (route) =>
    route.fulfill({ status: 404, contentType: 'application/json', body: '{"message":"no Route matched with those values"}' }));
  await leak.open(server);
  await leak.field.fill(secret);
  await page.getByRole('button', { name: 'Find copies' }).click();
  await expect(page.getByText('This server has no search index')).toBeVisible();
  await expect(leak.field).toHaveValue('');
  await page.getByRole('button', { name: 'Read every API secret…' }).click();
  await expect(leak.confirm).toContainText('Each read counts as a use');
  await axe(page);
  await leak.confirm.getByRole('button', { name: 'Read them all' }).click();
  await expect(leak.findings).toContainText('were read and compared', { timeout: 60_000 });
  await expect(leak.findings).toContainText('Inactive, so they can\'t be read');
  const [, found] = /^(\d+) copies/.exec(await leak.findings.getByRole('heading').innerText()) ?? [];
  expect(Number(found)).toBeGreaterThan(30);
  expect(Number(found)).toBeLessThan(COPIES);
  await expectNowhere(page, secret);
});

test('a reading that was stopped, and one that lost its server, go on where they were', async ({ page, server }) => {
  const secret = leakedSecret(server);
  const leak = new LeakPage(page);
  await page.route(/\/api\/latchboard\/v1\/(capabilities|find)/, (route) =>
    route.fulfill({ status: 404, contentType: 'application/json', body: '{"message":"no Route matched with those values"}' }));
  const reads = new Map<string, number>();
  let deaf = false;
  await page.route(/\/api\/mysafe\/secretapi\/\d+$/, async (route) => {
    if (deaf) return route.abort();
    const path = new URL(route.request().url()).pathname;
    reads.set(path, (reads.get(path) ?? 0) + 1);
    return route.continue();
  });
  await leak.open(server);
  await leak.field.fill(secret);
  await page.getByRole('button', { name: 'Find copies' }).click();
  await page.getByRole('button', { name: 'Read every API secret…' }).click();
  await leak.confirm.getByRole('button', { name: 'Read them all' }).click();
  await expect.poll(() => reads.size).toBeGreaterThan(60);
  await page.getByRole('button', { name: 'Stop reading' }).click();
  const resume = leak.findings.getByRole('button', { name: /^Read the [\d,]+ that are left$/ });
  await expect(leak.findings).toContainText('was stopped before all were read');
  await axe(page);
  await resume.click();
  // It goes on in sight of other pages, too.
  await page.getByRole('link', { name: 'Error guide' }).click();
  await expect(page.getByText(/^Reading API secrets: [\d,]+ of 1,000\./)).toBeVisible();
  await page.getByRole('link', { name: 'Show it' }).click();
  await expect(page).toHaveURL(/\/leak$/);
  await expect.poll(() => reads.size).toBeGreaterThan(200);
  deaf = true;
  await expect(leak.findings).toContainText('broke off before all were read', { timeout: 60_000 });
  deaf = false;
  await resume.click();
  await expect(leak.findings).not.toContainText('before all were read', { timeout: 60_000 });
  await expect(resume).toHaveCount(0);
  expect(reads.size).toBe(1000);
  expect(Math.max(...reads.values()), 'nothing was read twice').toBe(1);
  await expectNowhere(page, secret);
});

const FIRST = 'first-of-the-leaked-secrets';
const SECOND = 'second-of-the-leaked-secrets';
const IN_VAIN = 'nobody-has-this-one';
const ENV = `CLIENT_SECRET="${FIRST}"\nsha256: ${sha256(IN_VAIN)}\nBACKUP_SECRET=${SECOND}\n`;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function short(secret: string): string {
  return sha256(secret).slice(0, 12);
}

/** Two API secrets with the first secret of the file, one with the second; then the page, by its link. */
async function openWithTwoSecrets(page: Page, server: Server): Promise<LeakPage> {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  for (const [name, secret] of [['Mailer', FIRST], ['Mailer, replica', FIRST], ['Backup', SECOND]]) await vault.create(name, secret);
  await page.getByRole('link', { name: 'Leak response' }).click();
  return new LeakPage(page);
}

async function receiptOf(leak: LeakPage): Promise<Record<string, any>> {
  const download = leak.page.waitForEvent('download');
  await leak.receipt.getByRole('button', { name: 'Download as JSON' }).click();
  return JSON.parse(await readFile(await (await download).path(), 'utf8'));
}

const fingerprints = (readings: { sha256_first_12: string }[]) => readings.map((reading) => reading.sha256_first_12);

test('all copies of both secrets of a file are off in one run, and the receipt names what was looked for', async ({ page, server }) => {
  const leak = await openWithTwoSecrets(page, server);
  await leak.paste(ENV);
  await expect(leak.findings.getByRole('heading')).toHaveText('3 copies found');
  await expect(leak.findings.getByRole('heading')).toBeFocused();
  await axe(page);
  await tabTo(page, leak.findings.getByRole('button', { name: 'Deactivate 3 API secrets…' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await leak.over();
  await expect(leak.run.getByRole('heading', { name: /Deactivate/ })).toBeFocused();
  await expect(leak.run).toContainText('All off at');
  expect(await leak.count('done')).toBe(3);
  for (const secret of [FIRST, SECOND]) {
    expect((await states(page, server, secret)).map((copy) => copy.active)).not.toContain(true);
  }
  await expect(leak.receipt).toContainText(short(FIRST));
  await expect(leak.receipt).toContainText(short(IN_VAIN));
  const receipt = await receiptOf(leak);
  expect(fingerprints(receipt.fingerprints).sort()).toEqual([short(FIRST), short(SECOND)].sort());
  expect(receipt.fingerprints.map((reading: { line: number }) => reading.line).sort()).toEqual([1, 3]);
  expect(fingerprints(receipt.without_copies)).toContain(short(IN_VAIN));
  expect([receipt.not_looked_for, receipt.readings_cut]).toEqual([[], false]);
  expect(receipt.all_off_at).not.toBeNull();
  for (const secret of [FIRST, SECOND, IN_VAIN, 'CLIENT_SECRET']) {
    expect(JSON.stringify(receipt)).not.toContain(secret);
    await expectNowhere(page, secret);
  }
});

test('a copy that was off and is on again stands first on the receipt', async ({ page, server }) => {
  const leak = await openWithTwoSecrets(page, server);
  const form = { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret };
  const { access_token: token } = await (await page.request.post('/api/oauth2/token', { form })).json();
  const headers = { authorization: `Bearer ${token}` };
  const [{ identifier }] = await states(page, server, SECOND);
  expect((await page.request.post(`/api/mysafe/secretapi/inactive/${identifier}`, { headers })).ok()).toBe(true);
  await leak.paste(ENV);
  await leak.findings.getByRole('button', { name: 'Deactivate 2 API secrets…' }).click();
  // Somebody else, between the search and the press.
  expect((await page.request.post(`/api/mysafe/secretapi/active/${identifier}`, { headers })).ok()).toBe(true);
  await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await leak.over();
  const rows = leak.receipt.getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('Backup');
  await expect(rows.nth(1)).toContainText('Still on');
  await expect(leak.run).not.toContainText('All off at');
});

test('what is left on by choice is named in the headline, on the receipt and among what is exposed', async ({ page, server }) => {
  const leak = await openWithTwoSecrets(page, server);
  await leak.paste(ENV);
  await expect(leak.findings.getByRole('heading')).toHaveText('3 copies found');
  const values = leak.findings.getByRole('table', { name: 'The values in the text' });
  const second = values.getByRole('row').filter({ hasText: short(SECOND) });
  await expect(second).toContainText(/Backup ID \d+/);
  await second.getByRole('checkbox').uncheck();
  await leak.findings.getByRole('button', { name: 'Deactivate 2 API secrets…' }).click();
  await expect(leak.confirm).toContainText('Copies of 1 leaked value that were found:');
  await expect(leak.confirm).toContainText('Left on deliberately: 1');
  await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await leak.over();
  const [, identifier] = /Backup ID (\d+)/.exec(await leak.run.innerText()) ?? [];
  expect(identifier, 'the run names who is left on').toBeTruthy();
  await expect(leak.run).toContainText('2 off, 1 left on');
  await expect(leak.run).toContainText('off 2, on none of those you deactivated');
  await expect(leak.run).not.toContainText(/[Aa]ll (\d+ )?off|Every copy/);
  expect((await states(page, server, SECOND)).map((copy) => copy.active)).toEqual([true]);
  await axe(page);

  const line = leak.receipt.getByRole('row').filter({ hasText: 'Backup' });
  await expect(line).toContainText(`${identifier}`);
  await expect(line).toContainText('Left on deliberately, still works');
  const receipt = await receiptOf(leak);
  expect(receipt.left_on).toEqual([{ fingerprint: short(SECOND), identifier, name: 'Backup' }]);
  expect([receipt.all_off_at, receipt.copies.length]).toEqual([null, 2]);

  // It leaked as well, whether it is on or off.
  await expect(leak.run).toContainText('3 are marked as exposed in the list');
  await page.getByRole('link', { name: 'API secrets', exact: true }).click();
  await page.getByRole('button', { name: /^Exposed/ }).click();
  const row = new ApiSecretsPage(page).rows.filter({ hasText: 'Backup' });
  await expect(row).toContainText('exposed');
  await expect(row.getByRole('button', { name: 'Deactivate' })).toBeVisible();
});

test('a server that lets wait is asked again, nobody says that all is off, and the rest goes into the same run', async ({ page, server }) => {
  let left = 1;
  await page.route(/\/api\/latchboard\/v1\/find$/, (route) => {
    left -= 1;
    return left < 0 ? route.fulfill({ status: 429, headers: { 'retry-after': '60' } }) : route.continue();
  });
  const leak = await openWithTwoSecrets(page, server);
  await leak.paste(FIRST);
  await expect(leak.findings.getByRole('heading')).toHaveText('2 copies found');
  await leak.paste(SECOND);
  const brokenOff = page.getByRole('heading', { name: 'The search was interrupted: not everything was looked for' });
  await expect(brokenOff).toBeVisible();
  await expect(leak.findings.getByRole('row').filter({ hasText: 'text 2' })).toContainText('–');
  await axe(page);
  await leak.findings.getByRole('button', { name: /^Deactivate/ }).click();
  await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  const run = page.locator('section.run');
  await expect(run).toHaveAttribute('data-phase', 'over');
  await expect(run).toContainText('There may be others');
  await expect(run).not.toContainText('All off at');
  // The server can't be asked for proof either; that is said, and is asked again later.
  left = 1_000;
  await run.getByRole('button', { name: 'Check again' }).click();
  await expect(run).toContainText('The server says at');
  await expect(run.getByRole('heading', { name: /Deactivate/ })).toBeFocused();
  const early = await receiptOf(leak);
  expect(early.all_off_at).toBeNull();
  expect(early.not_looked_for).toHaveLength(1);
  await expect(leak.receipt).toContainText('only what was found');

  await page.getByRole('button', { name: 'Continue searching' }).click();
  await expect(leak.findings.getByRole('heading')).toHaveText('3 copies found');
  await expect(brokenOff).toHaveCount(0);
  await leak.findings.getByRole('button', { name: /^Deactivate 1 API secret…$/ }).click();
  await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await expect(leak.run).toHaveAccessibleName('Deactivate 3 API secrets');
  await leak.over();
  await expect(leak.run).toContainText('All off at');
  expect((await receiptOf(leak)).copies).toHaveLength(3);
});

/** What a scanner found: one that is ours, one that is nobody's, one that it masked, and 150 digests. */
const REPORT = JSON.stringify([
  { RuleID: 'nobodys', File: 'a.env', StartLine: 3, Secret: 'value-that-nobody-keeps', Match: 'x' },
  { RuleID: 'masked', File: 'b.env', StartLine: 4, Secret: 'REDACTED', Match: 'x' },
  { RuleID: '=ours', File: 'c,d.env', StartLine: 5, Secret: SECOND, Match: `K=${SECOND}` },
  ...Array.from({ length: 150 }, (_, line) => ({ RuleID: 'digest', File: 'e.lock', StartLine: line, Secret: `nobody-keeps-${line}`, Match: 'x' })),
]);

test('files are chosen or dropped anywhere, a report gives a line for each finding, and nothing of it stays', async ({ page, server, seen }) => {
  const leak = await openWithTwoSecrets(page, server);
  await page.getByLabel('Or files').setInputFiles([
    { name: 'app.log', mimeType: 'text/plain', buffer: Buffer.from(`one\n two ${Buffer.from(FIRST).toString('base64')}`) },
    { name: 'report.json', mimeType: 'application/json', buffer: Buffer.from(REPORT) },
  ]);
  await expect(leak.findings.getByRole('heading', { level: 2 })).toHaveText('3 copies found');
  await expect(leak.findings).toContainText(/app\.log: line 2, column \d+ \(Base64 decoded\)/);
  const report = leak.findings.getByRole('region', { name: 'Report from gitleaks' });
  const rows = report.getByRole('row');
  await expect(rows.nth(1)).toContainText('in the vault and on: Backup');
  await expect(rows.nth(2)).toContainText('none of the values that were looked for');
  await expect(rows).toHaveCount(1 + 100);
  await report.getByRole('button', { name: 'Show 53 more (of 53)' }).click();
  await expect(rows).toHaveCount(1 + 153);
  await expect(rows.last()).toContainText('masked in the report');
  await expect(report.getByRole('button', { name: /^Show/ })).toHaveCount(0);
  await axe(page);
  const download = page.waitForEvent('download');
  await report.getByRole('button', { name: 'Save as CSV' }).click();
  const csv = (await readFile(await (await download).path(), 'utf8')).split('\r\n');
  // Spreadsheets take it for UTF-8 by the mark that it begins with.
  expect(csv.slice(0, 3)).toEqual(['\ufeffrule,file,line,known,identifiers', 'nobodys,a.env,3,not_in_vault,', 'masked,b.env,4,masked,']);
  expect(csv[3]).toMatch(/^"'=ours","c,d\.env",5,still_on,\d+$/);

  await page.getByRole('button', { name: 'Another leak' }).click();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.txt', { type: 'text/plain' }));
    data.items.add(new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0])], 'screen.png'));
    const target = document.querySelector('h1')!;
    for (const type of ['dragover', 'drop']) {
      const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data });
      if (target.dispatchEvent(event)) throw new Error(`the browser would leave the page at ${type}`);
    }
  }, SECOND);
  await expect(leak.findings.getByRole('heading', { level: 2 })).toHaveText('1 copy found');
  await expect(leak.findings).toContainText('screen.png: an image');
  for (const secret of [FIRST, SECOND, 'value-that-nobody-keeps']) {
    await expectNowhere(page, secret);
    expectUnsaid(seen, secret, /^\/api\/mysafe\/secretapi$/);
  }
});

test('the index is asked for once, and anew when something was changed', async ({ page, server }) => {
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/latchboard/v1/index') asked += 1;
  });
  const leak = await openWithTwoSecrets(page, server);
  await leak.paste(FIRST);
  await expect(leak.findings.getByRole('heading')).toHaveText('2 copies found');
  await page.getByRole('button', { name: 'Another leak' }).click();
  await leak.paste(SECOND);
  await expect(leak.findings.getByRole('heading')).toHaveText('1 copy found');
  expect(asked).toBe(1);
  await leak.findings.getByRole('button', { name: 'Deactivate 1 API secret…' }).click();
  await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await leak.over();
  // While marks are made there is no other leak.
  await expect(page.getByText('1 is marked as exposed')).toBeVisible();
  await page.getByRole('button', { name: 'Another leak' }).focus();
  await page.keyboard.press('Enter');
  await leak.paste(FIRST);
  await expect(leak.findings.getByRole('heading')).toHaveText('2 copies found');
  expect(asked).toBe(2);
});

test('each way of finding nothing has a sentence of its own, and none says that all is well', async ({ page, server }) => {
  const leak = await openWithTwoSecrets(page, server);
  const texts: [string, RegExp][] = [
    ['just some words', /That is not an all-clear/],
    ['API_KEY=sk_****************9f3K', /Places in this text where a value is masked: 1/],
    ['"hashed_secret": "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33"', /and not its SHA-256/],
    ['-----BEGIN PGP MESSAGE-----\n\nhQEMA1', /encrypted/],
  ];
  for (const [text, sentence] of texts) {
    await leak.paste(text);
    await expect(leak.findings.getByRole('heading')).toHaveText('No copy found');
    await expect(leak.findings).toContainText(sentence);
    if (sentence !== texts[0][1]) await expect(leak.findings).not.toContainText(texts[0][1]);
    await expect(leak.findings).toContainText(/Looked for: \d+ values/);
    await expect(leak.findings).toContainText('Values shorter than 8 bytes');
    // By keyboard: the second press of a double click would not count.
    await page.getByRole('button', { name: 'Another leak' }).focus();
    await page.keyboard.press('Enter');
  }
});

test('who has to sign in again gets the form, and the search goes on with what was pasted', async ({ page, server }) => {
  let revoked = true;
  await page.route(/\/api\/latchboard\/v1\/find$/, (route) =>
    revoked ? route.fulfill({ status: 404, contentType: 'application/json', body: '{"message":"no Route matched with those values"}' }) : route.continue());
  const leak = await openWithTwoSecrets(page, server);
  await leak.paste(FIRST);
  await tabTo(page, page.getByRole('button', { name: 'Sign in again' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Client secret' })).toBeFocused();
  await axe(page);
  revoked = false;
  await new ApiSecretsPage(page).signIn(server.clientId, server.clientSecret);
  await expect(leak.findings.getByRole('heading')).toHaveText('2 copies found');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the response to a leak is accessible in the ${colorScheme} theme, in either language`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme });
    const leak = new LeakPage(page);
    await leak.open(server);
    await leak.field.fill(' ');
    await page.getByRole('button', { name: 'Find copies' }).click();
    await expect(leak.field).toHaveAccessibleDescription(/contains nothing to look for/);
    await axe(page);
    await leak.paste(leakedSecret(server));
    await expect(leak.findings.getByRole('heading')).toHaveText(`${COPIES} copies found`);
    await axe(page);
    const off = leak.findings.getByRole('button', { name: /^Deactivate/ });
    const [, on] = /(\d+)/.exec(await off.innerText()) ?? [];
    await off.click();
    await axe(page);
    await leak.confirm.getByRole('textbox').fill(on);
    await leak.confirm.getByRole('button', { name: /^Deactivate/ }).click();
    await leak.over();
    await expect(leak.receipt).toBeVisible();
    await axe(page);
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Português do Brasil' });
    await expect(page.getByRole('region', { name: 'Comprovante' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Resposta a vazamento' })).toBeVisible();
    await axe(page);
  });
}

/** Members in order, no white space. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
