// Many API secrets at once: asked for by count and name, watched, stopped, resumed, undone.

import { axe, expect, type Server, test } from '../fixtures';
import { tabTo } from './keyboard';
import { ApiSecretsPage, BulkPage, withoutKeys } from './pages';
import { type Fault, plan } from './rehearsal';

test.use({ serverArguments: ['--rehearsal'] });

/** Calls that take long enough for somebody to press a button meanwhile. */
function slow(from: number, ms: number): Fault[] {
  return [0, 1, 2, 3].map((next) => ({ operation: 'inactive', call: from + next, fault: 'delay', ms }));
}

test('a run says what it will do, stops, goes on, and is undone exactly', async ({ page, server, request }) => {
  const bulk = new BulkPage(page);
  const count = await bulk.select(server, 'webhook');
  expect(count).toBeGreaterThan(100);
  await expect(bulk.confirm).toContainText('All rows that match the search and filters');
  await expect(bulk.confirm).toContainText(`and ${count - 8} more`);
  await expect(bulk.confirm).toContainText(/Left out because this access key may only view them: \d+/);
  await bulk.confirm.getByText(`Show all ${count} names`).click();
  const names = await bulk.confirm.getByRole('region', { name: `Show all ${count} names` }).innerText();
  expect(names.trim().split('\n')).toHaveLength(count);
  await axe(page);
  await bulk.confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await expect(bulk.confirm).toContainText('That is not the number');
  await plan(request, slow(20, 4_000));
  await bulk.begin(count);

  // Whoever leaves the document now is asked.
  const asked = page.waitForEvent('dialog');
  const leaving = page.evaluate(() => location.reload());
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await leaving;
  await bulk.run.getByRole('button', { name: 'Stop' }).click();
  await bulk.over();
  const done = await bulk.count('done');
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(60);
  await expect(bulk.run).toContainText(new RegExp(`Stopped: ${done + (await bulk.count('already_so'))} of ${count} off, \\d+ not sent`));

  await bulk.run.getByRole('button', { name: /^Resume / }).click();
  await expect.poll(() => bulk.count('done')).toBeGreaterThan(done);
  await bulk.over();
  const [changed, already] = [await bulk.count('done'), await bulk.count('already_so')];
  expect(changed + already).toBe(count);
  expect(already).toBeGreaterThan(0);
  await expect(bulk.run.getByRole('table', { name: 'Verdicts at moments of the run' }).getByRole('row').last()).toContainText(String(changed));

  await page.getByRole('link', { name: 'API secrets' }).click();
  await expect(page.getByText(`The last bulk run is over: ${count} of ${count} as asked.`)).toBeVisible();
  await expect(new ApiSecretsPage(page).rows.first()).toContainText(/Inactive|View only/);
  await page.getByRole('link', { name: 'Show it' }).click();

  await bulk.run.getByRole('button', { name: `Undo ${changed}` }).click();
  await expect(bulk.confirm).toContainText('Exactly those the run changed');
  await bulk.confirm.getByRole('textbox').fill(String(changed));
  await bulk.confirm.getByRole('button', { name: /^Activate/ }).click();
  await expect(bulk.run).toHaveAccessibleName(`Activate ${changed} API secrets`);
  await bulk.over();
  expect(await bulk.count('done')).toBe(changed);
});

test('a run goes on in sight of every page', async ({ page, server, request }) => {
  const bulk = new BulkPage(page);
  const count = await bulk.select(server, 'webhook');
  await plan(request, slow(12, 12_000));
  await bulk.begin(count);
  await page.goBack();
  await expect(page).not.toHaveURL(/\/bulk$/);
  await page.goForward();
  await expect(bulk.run).toBeVisible();
  await page.getByRole('link', { name: 'Error guide' }).click();
  await expect(page).toHaveURL(/\/errors$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const note = page.getByText(/A bulk run is under way: [\d,]+ of/);
  await expect(note).toContainText(`of ${count}.`);
  await axe(page);
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(note, 'on every page').toBeVisible();
  const asked = page.waitForEvent('dialog');
  const leaving = page.evaluate(() => location.reload());
  await (await asked).dismiss();
  await leaving;

  // The note leads back.
  await page.getByRole('link', { name: 'Show it' }).click();
  await expect(bulk.run).toHaveAttribute('data-phase', 'going');
  await expect(note).toHaveCount(0);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page).toHaveURL(/\/activity$/);
  await expect(page.getByText(`The last bulk run is over: ${count} of ${count} as asked.`)).toBeVisible({ timeout: 45_000 });
  await page.getByRole('link', { name: 'Show it' }).click();
  await bulk.over();
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page, 'a run that is over lets go').toHaveURL(/\/activity$/);
  await expect(page.getByText('The last bulk run is over')).toHaveCount(0);
});

test('by keyboard alone: a server that asks for a rest gets it, and an answer that is lost is resolved', async ({ page, server, request }) => {
  await withoutKeys(page);
  const bulk = new BulkPage(page);
  const count = await bulk.select(server, 'payroll');
  await plan(request, [
    { operation: 'inactive', call: 6, fault: 'too_many', retry_after: 3 },
    { operation: 'inactive', call: 20, fault: 'fail_after_commit' },
  ]);
  await expect(bulk.confirm.getByRole('textbox')).toBeFocused();
  await page.keyboard.type(String(count));
  await page.keyboard.press('Enter');
  await expect(bulk.run).toContainText('The server asked for a pause: nothing is sent until');
  await bulk.over();
  await expect(bulk.run).not.toContainText('asked for a pause');
  expect([await bulk.count('refused'), await bulk.count('unknown')]).toEqual([0, 1]);
  await expect(bulk.run).toContainText(`1 needs an answer, ${count - 1} of ${count} off`);

  await tabTo(page, bulk.run.getByRole('radio', { name: 'All' }));
  for (const _ of ['As asked', 'Failed', 'Unknown']) await page.keyboard.press('ArrowRight');
  await expect(bulk.run.getByRole('row').filter({ hasText: 'service_problem' })).toHaveCount(1);
  await expect(bulk.run.getByRole('row').filter({ hasText: 'service_problem' })).toContainText('HTTP 500');
  await tabTo(page, bulk.run.getByRole('button', { name: 'Resolve 1 unknown' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => bulk.count('unknown')).toBe(0);
  await bulk.over();
  expect((await bulk.count('done')) + (await bulk.count('already_so'))).toBe(count);
  await expect(bulk.run).toContainText('unknown whether this run changed these');
});

test('another vault is not asked while a run goes on, and signing out stops it and says so', async ({ page, server, request }) => {
  const bulk = new BulkPage(page);
  const count = await bulk.select(server, 'webhook');
  await plan(request, slow(12, 12_000));
  await bulk.begin(count);
  await page.getByRole('link', { name: 'Connections' }).click();
  const form = page.getByRole('form', { name: 'Vault with API secrets' });
  await form.getByRole('radio', { name: 'Another address' }).check();
  await form.getByRole('textbox', { name: 'Address' }).fill('https://elsewhere.invalid');
  await form.getByRole('button', { name: 'Use it' }).click();
  await expect(form.getByRole('status')).toContainText('a run is under way there');
  await expect(form).not.toContainText('In use');
  await form.getByRole('link', { name: 'Go there' }).click();
  await expect(page).toHaveURL(/\/bulk$/);
  await expect(bulk.run).toHaveAttribute('data-phase', 'going');

  await page.getByRole('link', { name: 'API secrets' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('textbox', { name: 'Client id' })).toBeFocused();
  await expect(page.getByText(/The bulk run was stopped because you are no longer signed in: \d+ of/)).toBeVisible({ timeout: 45_000 });
  await page.getByRole('link', { name: 'Show it' }).click();
  await bulk.over();
  await expect(bulk.run).toContainText('You are no longer signed in, so nothing more is sent');
  const done = await bulk.count('done');
  expect(done).toBeLessThan(count / 2);
  await axe(page);
  await new ApiSecretsPage(page).signIn(server.clientId, server.clientSecret);
  await tabTo(page, bulk.run.getByRole('button', { name: /^Resume / }));
  await page.keyboard.press('Enter');
  await expect(bulk.run.getByRole('heading')).toBeFocused();
  await expect(bulk.run).not.toContainText('You are no longer signed in');
  await bulk.over();
  expect((await bulk.count('done')) + (await bulk.count('already_so'))).toBe(count);
  await bulk.run.getByRole('button', { name: 'Dismiss this run' }).click();
  await expect(page.getByRole('heading', { name: 'No bulk run yet' })).toBeFocused();
});

test('what halts a run offers to sign in again, and it is resumed with the new sign-in', async ({ page, server }) => {
  const bulk = new BulkPage(page);
  let revoked = true;
  await page.route(/\/api\/mysafe\/secretapi\/inactive\//, (route) =>
    revoked ? route.fulfill({ status: 404, contentType: 'application/json', body: '{"message":"no Route matched with those values"}' }) : route.continue());
  const count = await bulk.select(server, 'payroll');
  await bulk.begin(count);
  await bulk.over();
  await bulk.run.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Client secret' })).toBeFocused();
  await expect(page).toHaveURL(/\/bulk$/);
  await axe(page);
  revoked = false;
  await new ApiSecretsPage(page).signIn(server.clientId, server.clientSecret);
  await bulk.run.getByRole('button', { name: /^Resume / }).click();
  await expect.poll(() => bulk.count('done')).toBeGreaterThan(0);
  await bulk.over();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a bulk run is accessible in the ${colorScheme} theme`, async ({ page, server, request }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/bulk');
    await expect(page.getByText('No bulk run yet')).toBeVisible();
    await axe(page);
    const bulk = new BulkPage(page);
    const count = await bulk.select(server, 'payroll');
    await axe(page);
    await plan(request, [{ operation: 'inactive', call: 3, fault: 'no_access' }, ...slow(10, 4_000)]);
    await bulk.begin(count);
    await axe(page);
    await bulk.over();
    await axe(page);
  });
}
