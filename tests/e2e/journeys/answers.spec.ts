// Every documented answer to each of the three tasks, as the page tells it, and every way to find out what became of a
// call without one. The answers are the contract's golden bodies, handed to the page in place of the server's: most of them
// can only be had from a vendor's server in trouble, and those take no idempotency keys.

import type { Page, Route } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../fixtures';
import { AdminKeyPage, verdict, withoutKeys } from './pages';

const SECRET = 'a first secret, long enough';
const NEXT = 'a second secret, long enough';
const API_KEY = 'ApiKeyOfThisAccount0123456789abc';
const DIRECTORY = fileURLToPath(new URL('../../../crates/contract/fixtures/answers', import.meta.url));

interface Golden {
  name: string;
  status: number | null;
  headers: Record<string, string>;
  body?: unknown;
  body_hex?: string;
  expect: Record<string, { verdict: string; code?: string }>;
}

const GOLDEN: Golden[] = readdirSync(DIRECTORY)
  .sort()
  .map((file) => ({ name: file, ...JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) }));

/** Answers as the file says; a status that no server can send through a browser's stack is left to the native tests. */
function canBeSent(golden: Golden): boolean {
  return golden.status === null || (golden.status >= 200 && golden.status <= 599 && !(golden.status >= 300 && golden.status < 400));
}

async function answer(route: Route, golden: Golden): Promise<void> {
  if (golden.status === null) return route.abort('connectionreset');
  const { body, body_hex: hex } = golden;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  await route.fulfill({ status: golden.status, headers: golden.headers, body: hex ? Buffer.from(hex, 'hex') : text });
}

const TASKS = [
  { path: 'register', name: 'Register', call: 'register', wire: /\/register\?/, send: (admin: AdminKeyPage) => admin.register(API_KEY, SECRET) },
  { path: 'change-secret', name: 'Change secret', call: 'update_secret', wire: /\/updateSecret\?/, send: (admin: AdminKeyPage) => admin.change(SECRET, NEXT) },
  { path: 'regenerate', name: 'Regenerate', call: 'regenerate_key', wire: /\/regenerateKey\?/, send: (admin: AdminKeyPage) => admin.regenerate(SECRET) },
] as const;

const WORDS: Record<string, string> = { done: 'done', already_so: 'already so', refused: 'refused', unknown: 'unknown' };

for (const task of TASKS) {
  test(`every documented answer to “${task.name}” is told as what it is`, async ({ page }) => {
    test.slow();
    const answers = GOLDEN.filter((golden) => golden.expect[task.call] && canBeSent(golden));
    expect(answers.length).toBeGreaterThan(10);
    await withoutKeys(page);
    const admin = new AdminKeyPage(page);
    for (const golden of answers) {
      const expected = golden.expect[task.call];
      // A page of its own for each: what was said before must not be taken for the answer.
      await admin.open(task.path);
      await admin.apiKey.fill(API_KEY);
      await page.route(task.wire, (route) => answer(route, golden), { times: 1 });
      await task.send(admin);
      const panel = verdict(page, `${task.name}: ${WORDS[expected.verdict]}`);
      await expect(panel, golden.name).toBeAttached();
      if (await admin.dialog.isVisible()) await admin.store();
      if (expected.code) await expect(panel, golden.name).toContainText(expected.code);
      await expect(panel, golden.name).not.toContainText(SECRET);
    }
  });
}

const KEY = { status: 200, contentType: 'application/json', body: '{"adminKey":"UpP9m2jg4PU6fWAFnvskU33CwfW24e17P0oTC5byUfUzMElS"}' };
const EXISTS = { status: 403, contentType: 'application/json', body: '{"message":"Each customer can register only one configuration"}' };
const REJECTED = { status: 401, contentType: 'application/json', body: '{"message":"Secret is not valid"}' };
const NOTHING = { status: 204 };
const LOST = undefined;

/** The answers to come, one per call, in order; undefined is none. */
async function script(page: Page, answers: ReadonlyArray<{ status: number } | undefined>): Promise<void> {
  const left = [...answers];
  await page.route(/\/(register|updateSecret|regenerateKey)\?/, async (route) => {
    const next = left.shift();
    await (next ? route.fulfill(next) : route.abort('connectionreset'));
  });
}

const AGAIN = 'Resolve: send it again';
const CLAIM = 'Resolve: regenerate with this secret';
const CONFIRM = 'Resolve: regenerate with the new secret';
const WAYS = [
  { task: TASKS[0], what: 'was not made', answers: [LOST, KEY], press: [AGAIN], end: 'done', says: 'things are as you asked', key: true },
  { task: TASKS[0], what: 'was made', answers: [LOST, EXISTS, KEY], press: [AGAIN, CLAIM], end: 'done', says: 'things are as you asked', key: true },
  { task: TASKS[0], what: 'belongs to another secret', answers: [LOST, EXISTS, REJECTED], press: [AGAIN, CLAIM], end: 'unknown', says: 'did not take effect', key: false },
  { task: TASKS[0], what: 'stays open', answers: [LOST, LOST], press: [AGAIN], end: 'unknown', says: 'Still unknown', key: false },
  { task: TASKS[1], what: 'was not made', answers: [LOST, NOTHING], press: [AGAIN], end: 'done', says: 'things are as you asked', key: false },
  { task: TASKS[1], what: 'was made', answers: [LOST, REJECTED, KEY], press: [AGAIN, CONFIRM], end: 'done', says: 'things are as you asked', key: true },
  { task: TASKS[1], what: 'was made by somebody else', answers: [LOST, REJECTED, REJECTED], press: [AGAIN, CONFIRM], end: 'unknown', says: 'neither the old nor the new', key: false },
  { task: TASKS[2], what: 'cannot be asked about', answers: [LOST, KEY], press: [AGAIN], end: 'done', says: 'things are as you asked', key: true },
] as const;

for (const way of WAYS) {
  test(`a lost reply to “${way.task.name}”: the call ${way.what}`, async ({ page }) => {
    await withoutKeys(page);
    const admin = new AdminKeyPage(page);
    await admin.open(way.task.path);
    await admin.apiKey.fill(API_KEY);
    await script(page, way.answers);
    await way.task.send(admin);
    const panel = page.locator('section.outcome').filter({ hasText: `${way.task.name}: ` });
    await expect(verdict(page, `${way.task.name}: unknown`)).toBeVisible();
    for (const button of way.press) await panel.getByRole('button', { name: button }).click();
    if (way.key) {
      await expect(admin.dialog).toBeVisible();
      await admin.store();
    }
    await expect(panel).toContainText(way.says);
    if (way.end === 'done') await expect(verdict(page, `${way.task.name}: done`)).toBeVisible();
  });
}
