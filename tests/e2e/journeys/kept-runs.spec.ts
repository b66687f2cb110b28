// A run outlives its page: a reload, a closed browser, a killed renderer. It is offered again, goes on with every
// verdict right, and what is kept of it holds no secret.

import { type APIRequestContext, type BrowserContext, chromium, type Locator, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe, expect, type Server, test } from '../fixtures';
import { databaseOf, expectNowhere } from './nowhere';
import { ApiSecretsPage, BulkPage } from './pages';
import { type Fault, plan } from './rehearsal';

test.use({ serverArguments: ['--rehearsal'] });

/** From this call on the run stands still for a while. */
function standstill(from: number): Fault[] {
  return [0, 1, 2, 3].map((next) => ({ operation: 'inactive', call: from + next, fault: 'delay', ms: 20_000 }));
}

class Runs extends BulkPage {
  readonly kept: Locator;

  constructor(page: Page) {
    super(page);
    this.kept = page.getByRole('region', { name: 'Runs kept in this browser' });
  }

  /** Signs in and begins to deactivate all that match `search`. Answers how many. */
  async deactivate(server: Server, search: string): Promise<number> {
    const count = await this.select(server, search);
    await this.begin(count);
    return count;
  }

  async signIn(server: Server): Promise<void> {
    await new ApiSecretsPage(this.page).signIn(server.clientId, server.clientSecret);
    await expect(this.page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
  }

  /** Takes the interrupted run up, and resumes it to its end. */
  async takeUp(server: Server, count: number): Promise<void> {
    await expect(this.kept).toContainText('Interrupted before it ended');
    await this.kept.getByRole('button', { name: 'Show' }).click();
    await expect(this.run).toContainText('Interrupted: ');
    await expect(this.run).toContainText('need an answer');
    expect(await this.count('done')).toBeGreaterThan(0);
    await this.signIn(server);
    await this.run.getByRole('button', { name: /^Resolve \d+ unknown$/ }).click();
    await this.over();
    await this.run.getByRole('button', { name: /^Resume \d+$/ }).click();
    await this.over();
    await expect(this.run).toContainText(`All ${count} off`);
    expect((await this.count('done')) + (await this.count('already_so'))).toBe(count);
  }
}

/** What another client hears of all that match. */
async function stillOn(request: APIRequestContext, server: Server, search: string): Promise<number> {
  const token = await request.post('/api/oauth2/token', {
    form: { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret },
  });
  const authorization = `Bearer ${(await token.json()).access_token}`;
  const list = await (await request.get('/api/mysafe/secretapi', { headers: { authorization } })).json();
  const matching = list.api_secret_on_list.filter((row: any) => row.name.toLowerCase().includes(search) && row.can_write !== false);
  let on = 0;
  for (const { identifier } of matching) {
    const read = await request.get(`/api/mysafe/secretapi/${identifier}`, { headers: { authorization } });
    const code = JSON.stringify(await read.json());
    if (!code.includes('1009') && !code.includes('1006')) on += 1;
  }
  return on;
}

test('a run that is reloaded away asks first, is offered again, and goes on with every verdict right', async ({ page, server, request }) => {
  const runs = new Runs(page);
  await plan(request, standstill(30));
  const count = await runs.deactivate(server, 'webhook');
  await expect.poll(() => runs.count('done')).toBeGreaterThan(10);
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload();
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.accept();
  await reloaded;

  await expect(page).toHaveURL(/\/bulk$/);
  await expect(runs.kept).toContainText(`Deactivate ${count} API secrets`);
  await axe(page);
  const records = await databaseOf(page);
  expect(records).toContain('webhook');
  for (const secret of [server.clientSecret, server.apiKey]) {
    expect(records).not.toContain(secret);
    await expectNowhere(page, secret);
  }
  expect(records).not.toMatch(/[0-9a-f]{64}|bearer|secret_value|client_secret/i);
  await runs.takeUp(server, count);
  expect(await stillOn(request, server, 'webhook')).toBe(0);
  await runs.run.getByRole('button', { name: 'Dismiss this run' }).click();
  await expect(page.getByRole('heading', { name: 'No bulk run yet' })).toBeFocused();
  await expect.poll(() => databaseOf(page)).toBe('');
});

test('a run that another tab shows is not offered, and two tabs keep their own', async ({ page, context, server, request }) => {
  const runs = new Runs(page);
  await plan(request, standstill(20));
  const count = await runs.deactivate(server, 'webhook');
  await expect.poll(() => runs.count('done')).toBeGreaterThan(5);
  const other = new Runs(await context.newPage());
  await plan(request, []);
  const second = await other.deactivate(server, 'payroll');
  await other.over();
  await expect(other.run).toContainText(`All ${second} off`);
  await expect(other.kept).toHaveCount(0);
  await runs.over();
  await expect(runs.run).toContainText(`All ${count} off`);
  await expect(runs.kept).toHaveCount(0);
  // With its tab the lock goes, and the other one may take it up.
  await page.close();
  await other.page.getByRole('link', { name: 'API secrets' }).click();
  await other.page.getByRole('link', { name: 'Show it' }).first().click();
  await expect(other.kept).toContainText(`All ${count} off`);
  await other.kept.getByRole('button', { name: 'Show' }).click();
  await expect(other.run).toHaveAccessibleName(`Deactivate ${count} API secrets`);
  await expect(other.kept).toContainText(`All ${second} off`);
  await other.kept.getByRole('button', { name: 'Dismiss' }).click();
  await expect(other.kept).toHaveCount(0);
});

test('a stopped run asks before it is left, and another access key is told why it can not resume it', async ({ page, server, request }) => {
  const runs = new Runs(page);
  await plan(request, standstill(20).map((fault) => ({ ...fault, ms: 3_000 })));
  const count = await runs.deactivate(server, 'webhook');
  await runs.run.getByRole('button', { name: 'Stop' }).click();
  await runs.over();
  await expect(runs.run).toContainText(new RegExp(`Stopped: \\d+ of ${count} off, \\d+ not sent`));
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload();
  await (await asked).accept();
  await reloaded;
  await page.getByRole('link', { name: 'API secrets' }).click();
  await expect(page.getByText('Runs in this browser with unsent or unanswered calls: 1.')).toBeVisible();
  await page.getByRole('link', { name: 'Show it' }).click();
  await runs.kept.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('dialog')).toContainText('Dismiss this run?');
  await axe(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await runs.kept.getByRole('button', { name: 'Show' }).click();
  await expect(runs.run.getByRole('heading')).toBeFocused();
  // The receipt needs no sign-in.
  const download = page.waitForEvent('download');
  await runs.run.getByRole('button', { name: 'Download receipt' }).click();
  const receipt = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect([receipt.ended, receipt.client_id, receipt.items.length]).toEqual(['stopped', server.clientId, count]);
  await axe(page);
  await page.route('**/api/oauth2/token', (route) =>
    route.fulfill({ json: { token_type: 'bearer', expires_in: 3600, access_token: 'of-somebody-else' } }));
  await new ApiSecretsPage(page).signIn('somebody-else', 'their secret');
  await expect(runs.run).toContainText(`This run was started with the access key ${server.clientId}`);
  await expect(runs.run.getByRole('button', { name: /^Resume/ })).toHaveCount(0);
});

/** A browser with a directory of its own, as somebody has who closes it and comes back. */
async function browserAt(directory: string, server: Server): Promise<BrowserContext> {
  return chromium.launchPersistentContext(directory, {
    baseURL: server.url,
    executablePath: process.env.LATCHBOARD_CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** Every file that the browser has left on the disk. */
async function filesOf(directory: string): Promise<Buffer[]> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(names.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))));
}

for (const how of ['the browser was closed', 'kill -9 of the renderer'] as const) {
  test(`after ${how} a run is offered again and goes on`, async ({ server, request }) => {
    const directory = await mkdtemp(join(tmpdir(), 'latchboard-profile-'));
    try {
      let context = await browserAt(directory, server);
      let page = await context.newPage();
      await plan(request, standstill(30));
      const count = await new Runs(page).deactivate(server, 'webhook');
      await expect.poll(() => new Runs(page).count('done')).toBeGreaterThan(10);
      if (how === 'the browser was closed') {
        await context.close();
        context = await browserAt(directory, server);
      } else {
        const session = await context.browser()?.newBrowserCDPSession();
        const { processInfo } = await session!.send('SystemInfo.getProcessInfo');
        const crashed = page.waitForEvent('crash');
        for (const { type, id } of processInfo) if (type === 'renderer') execFileSync('kill', ['-9', String(id)]);
        await crashed;
      }
      page = await context.newPage();
      if (how === 'the browser was closed') {
        await page.goto('/bulk');
      } else {
        await page.goto('/');
        await page.getByRole('main').getByRole('link', { name: 'Show it' }).click();
      }
      await new Runs(page).takeUp(server, count);
      expect(await stillOn(request, server, 'webhook')).toBe(0);
      await context.close();
      const bytes = await filesOf(directory);
      expect(bytes.some((file) => file.includes('webhook') || file.includes(Buffer.from('webhook', 'utf16le'))), 'the run is on the disk').toBe(true);
      for (const secret of [server.clientSecret, server.apiKey]) {
        for (const coding of ['utf8', 'utf16le'] as const) {
          expect(bytes.some((file) => file.includes(Buffer.from(secret, coding))), `a secret on the disk in ${coding}`).toBe(false);
        }
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
}

test('a storage that never answers holds no run up', async ({ page, server }) => {
  // As WebKit's does at times. It cannot be had from Chromium's.
  await page.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name: string, version?: number) {
      const request = open.call(this, `${name}-unheard`, version);
      for (const event of ['onsuccess', 'onerror', 'onupgradeneeded']) Object.defineProperty(request, event, { set() {} });
      request.addEventListener = () => {};
      return request;
    };
  });
  const runs = new Runs(page);
  const count = await runs.deactivate(server, 'payments');
  await runs.over();
  await expect(runs.run).toContainText(`All ${count} off`);
  await expect(runs.run).toContainText('This browser does not keep this run');
});
