// The list of API secrets: found, sorted, selected, edited and copied as commands, by mouse, keyboard and address.

import type { APIRequestContext, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { axe, expect, type Server, test } from '../fixtures';
import { expectNowhere } from './nowhere';
import { ApiSecretsPage, withoutInventory, withoutKeys } from './pages';
import { axeInBothThemes } from './themes';

const run = promisify(execFile);

/** More than any page can draw. */
const MANY = 100_000;
/** What the page may draw of them: a window full, and a few above and below. */
const DRAWN_AT_MOST = 160;

interface Vault {
  get(path: string): Promise<{ status: number; body: any }>;
  create(data: object): Promise<void>;
}

/** The vault as a program sees it, with the server's first access key. */
async function vaultOf(server: Server, request: APIRequestContext): Promise<Vault> {
  const token = await request.post('/api/oauth2/token', {
    form: { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret },
  });
  const headers = { authorization: `Bearer ${(await token.json()).access_token}` };
  return {
    async get(path) {
      const answer = await request.get(`/api/mysafe/secretapi${path}`, { headers });
      return { status: answer.status(), body: await answer.json() };
    },
    async create(data) {
      const answer = await request.post('/api/mysafe/secretapi', { headers, data });
      expect(answer.status()).toBe(201);
    },
  };
}

async function three(server: Server, request: APIRequestContext): Promise<Vault> {
  const vault = await vaultOf(server, request);
  await vault.create({ name: 'Payment gateway', url: 'u', client_id: 'c', client_secret: 'sk_live_pay', tags: 'prod', identifier_code: 'pay-1' });
  await vault.create({ name: 'Ação de mapas', url: 'u', client_id: 'c', client_secret: 'sk_live_map' });
  await vault.create({ name: 'Mailer', url: 'u', client_id: 'c', client_secret: 'sk_live_mail', tags: 'prod' });
  return vault;
}

const ROWS = Array.from({ length: MANY }, (_, index) => ({
  identifier: String(index + 1),
  name: `Service ${index % 977} ${index % 2 ? 'production' : 'staging'} key`,
  need_justify: '0',
  need_approval: index % 10 ? '0' : '1',
  can_view: true,
  can_write: index % 3 !== 0,
}));

/** The list is answered with all of them, in the vendor's envelope. */
async function stubList(page: Page): Promise<void> {
  const response = { status: 200, message: '', error: false, error_code: 0, detail: '', mensagem: '', erro: false, cod_erro: 0 };
  const body = JSON.stringify({ code: 200, response, api_secret_on_list: ROWS });
  await withoutInventory(page);
  await page.route('**/api/mysafe/secretapi', (route) => route.fulfill({ contentType: 'application/json', body }));
}

const told = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
const address = (page: Page) => new URL(page.url()).search;

test('the list is worked with the keyboard alone', async ({ page, server, request }) => {
  await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await expect(vault.rows).toHaveCount(3);
  await expect(page.getByRole('heading', { level: 1 }), 'the form that had it is gone').toBeFocused();

  await vault.row('Payment gateway').focus();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('ACAO');
  await expect(vault.rows).toHaveCount(1);
  await page.getByRole('searchbox').fill('');
  await expect(vault.rows).toHaveCount(3);

  // One row can be reached with Tab; from there the arrows lead on.
  await page.getByRole('button', { name: 'Last read' }).focus();
  await page.keyboard.press('Tab');
  await expect(vault.row('Payment gateway')).toBeFocused();
  await page.keyboard.press('End');
  await expect(vault.row('Mailer')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(vault.row('Ação de mapas')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(vault.row('Ação de mapas')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(vault.row('Mailer')).toHaveAttribute('aria-selected', 'true');
  await expect(told(page, '2 selected.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(told(page, '3 API secrets')).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(told(page, 'All 3 that match are selected.')).toBeVisible();

  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Payment gateway (ID 1)' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(vault.row('Payment gateway')).toBeFocused();

  // To its buttons with Tab, and nothing of the other rows on the way.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(vault.row('Payment gateway').getByRole('button', { name: /^Deactivate/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(vault.row('Payment gateway')).toContainText('Inactive');
});

test('search, filters and order stand in the address and come back from it', async ({ page, server, request, seen }) => {
  await withoutInventory(page);
  await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await page.getByRole('searchbox').fill('ma');
  await expect(vault.rows).toHaveCount(2);
  await expect.poll(() => address(page)).toBe('?q=ma');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(vault.rows.first()).toContainText('Ação de mapas');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(vault.rows.first()).toContainText('Mailer');
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('button', { name: /^Not known yet/ }).click();
  await expect.poll(() => address(page)).toBe('?q=ma&state=unknown&sort=-name');

  // Filters that only the server can apply.
  await page.getByText('More filters').click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('prod');
  const asked = page.waitForRequest(/secretapi\?tag=prod$/);
  await page.getByRole('button', { name: 'Apply' }).click();
  await asked;
  await expect(vault.rows).toHaveCount(1);
  // It stands among the chips as well, where it is lifted with one press.
  await page.getByRole('button', { name: 'Tag prod', pressed: true }).click();
  await expect(vault.rows).toHaveCount(2);
  await page.goBack();
  await expect(vault.rows).toHaveCount(1);

  await page.reload();
  await vault.signIn(server.clientId, server.clientSecret);
  await expect(vault.rows).toHaveCount(1);
  await expect(page.getByRole('searchbox')).toHaveValue('ma');
  await expect(page.getByRole('textbox', { name: 'Tag' })).toHaveValue('prod');
  await page.goBack();
  await expect(vault.rows).toHaveCount(2);
  expect(address(page)).toBe('?q=ma&state=unknown&sort=-name');
  await page.goForward();
  await expect(vault.rows).toHaveCount(1);

  // With one of two lifted, the keyboard is not lost; the second press of a double click does not lift the other.
  await page.getByRole('combobox', { name: 'Access' }).selectOption('Can view');
  const access = page.getByRole('button', { name: /^Access /, pressed: true });
  await access.press('Enter');
  await expect(access).toHaveCount(0);
  await expect(vault.rows.first()).toBeFocused();
  await page.getByRole('combobox', { name: 'Access' }).selectOption('Can view');
  await access.dblclick();
  await expect(access).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Tag prod', pressed: true })).toBeVisible();
  await expect.poll(() => address(page)).toBe('?q=ma&state=unknown&tag=prod&sort=-name');

  // Leaving the page and coming back by its link asks for the same again.
  await page.getByRole('link', { name: 'Error guide' }).click();
  await page.getByRole('link', { name: 'API secrets' }).click();
  await expect.poll(() => address(page)).toBe('?q=ma&state=unknown&tag=prod&sort=-name');

  // What finds nothing stays out of the address: it may be a leaked secret.
  await page.getByRole('searchbox').fill('sk_live_pay');
  await expect(page.getByRole('heading', { name: 'No API secret matches.' })).toBeVisible();
  await expect.poll(() => address(page)).toBe('?state=unknown&tag=prod&sort=-name');
  await axe(page);
  await page.getByRole('button', { name: 'Clear the search: shows 2' }).click();
  await expect(vault.rows).toHaveCount(2);
  expect(seen.requests.map((sent) => sent.url()).filter((url) => url.includes('sk_live'))).toEqual([]);
});

test('an edit sends what was changed and nothing else', async ({ page, server, request }) => {
  const program = await vaultOf(server, request);
  await run(process.env.LATCHBOARD_SERVER!, ['access-key', 'create', '--user', 'maria', '--data-dir', server.dataDir]);
  await program.create({
    name: 'Mailer', url: 'u', client_id: 'c', client_secret: 'sk_live_mail', tags: 'prod', method: 'get',
    users_allowed: [{ username: 'maria', can_edit: true }],
  });
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const dialog = page.getByRole('dialog', { name: 'Edit Mailer (ID 1)' });
  const sent = () => page.waitForRequest((it) => it.method() === 'PUT').then((it) => it.postDataJSON());

  // Without reading: only the name is known, and nothing else is touched.
  await vault.row('Mailer').getByRole('button', { name: /^Edit/ }).click();
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog).toContainText('Nothing was changed');
  await dialog.getByRole('textbox', { name: 'Client secret' }).fill('••••••••');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Client secret' })).toBeFocused();
  await dialog.getByRole('textbox', { name: 'Client secret' }).fill('');
  await axe(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mailer 2');
  const first = sent();
  await dialog.getByRole('button', { name: 'Change' }).click();
  expect(await first).toEqual({ name: 'Mailer 2' });
  await expect(told(page, 'Changed “Mailer 2” (ID 1).')).toBeVisible();

  // With the present values: a field can be emptied, and sharing changed, but not ended by accident.
  const again = page.getByRole('dialog', { name: 'Edit Mailer 2 (ID 1)' });
  await vault.row('Mailer 2').getByRole('button', { name: /^Edit/ }).click();
  await again.getByRole('button', { name: 'Read the current values' }).click();
  await expect(again.getByRole('textbox', { name: 'Tags' })).toHaveValue('prod');
  await expect(again.getByRole('textbox', { name: 'Client secret' })).toHaveValue('');
  await again.getByRole('textbox', { name: 'Tags' }).fill('');
  await again.getByRole('button', { name: 'Remove share 1' }).click();
  await again.getByRole('button', { name: 'Change' }).click();
  await expect(again.getByRole('checkbox', { name: 'Yes, end all sharing with them' })).toBeFocused();
  await axe(page);
  await again.getByRole('button', { name: 'Add a user' }).click();
  await again.getByRole('textbox', { name: 'Name of share 1' }).fill('maria');
  const second = sent();
  await again.getByRole('button', { name: 'Change' }).click();
  expect(await second).toEqual({ tags: '', users_allowed: [{ username: 'maria', can_edit: false }] });
  await expect(again).toBeHidden();
  const { body } = await program.get('/1');
  expect(body.api_secret_entity).toMatchObject({
    name: 'Mailer 2', client_secret: 'sk_live_mail', tags: '', method: 'get', users_allowed: [{ name: 'maria', can_edit: false }],
  });
  await expectNowhere(page, 'sk_live_mail');
});

test('what the server knows of an API secret is told without opening it', async ({ page, server, request }) => {
  const program = await vaultOf(server, request);
  const latchboard = { owner: 'Mail team', expires_at: 1, expires_note: 'renew with the vendor' };
  await program.create({ name: 'Mailer', url: 'u', client_id: 'c', client_secret: 'sk_live_mail', latchboard });
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.row('Mailer').locator('.grid__state').click();
  await expect(vault.row('Mailer')).toHaveAttribute('aria-current', 'true');
  const facts = page.getByRole('region', { name: 'Known without opening it' });
  const fact = (name: string) => facts.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd');
  await expect(fact('State')).toHaveText('Active');
  await expect(fact('Owner')).toHaveText('Mail team');
  await expect(fact('Expired')).toHaveText(/1970, .* · renew with the vendor$/);
  await expect(fact('Last read')).toHaveText('Never');
  await expect(fact('Created')).toHaveText(/\d/);
  await axe(page);
  await page.keyboard.press('Escape');

  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  await expect(fact('State')).toHaveText('Inactive');
  await expect(fact('Last switched')).toHaveText(/, by \S/);

  await page.getByRole('dialog').getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog', { name: /^Edit/ });
  await expect(form.getByRole('textbox', { name: 'Owner' })).toHaveValue('Mail team');
  await form.getByLabel('Expires on').fill('2031-01-31');
  await form.getByRole('button', { name: 'Change' }).click();
  await expect(form).toBeHidden();
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  await expect(fact('Expires')).toHaveText(/2031, .* · renew with the vendor$/);
  await expect(fact('Owner')).toHaveText('Mail team');
});

test('a call copied as curl works in a shell, and holds no secret', async ({ page, server, request }) => {
  const program = await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Mailer (ID 3)' });
  await dialog.getByText('As a command').click();
  const command = async (name: string) => {
    await dialog.getByRole('button', { name: `Copy as curl: ${name}`, exact: true }).click();
    await expect(dialog).toContainText('Command copied to the clipboard.');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    await expect(dialog.getByRole('textbox', { name: 'Command' })).toHaveValue(text);
    return text;
  };
  const env = { ...process.env, LATCHBOARD_CLIENT_ID: server.clientId, LATCHBOARD_CLIENT_SECRET: server.clientSecret };
  const deactivate = await command('deactivate');
  await axe(page);
  for (const secret of [server.clientId, server.clientSecret, 'sk_live_mail']) expect(deactivate).not.toContain(secret);
  expect(JSON.parse((await run('sh', ['-c', deactivate], { env })).stdout).response.message).toContain('deactivated');
  expect((await program.get('/3')).body.exception.code).toBe(1009);
  const activate = await run('sh', ['-c', await command('activate')], { env });
  expect(JSON.parse(activate.stdout).response.message).toContain('activated');
  const read = await run('sh', ['-c', await command('read')], { env });
  expect(JSON.parse(read.stdout).api_secret_entity.client_secret).toBe('sk_live_mail');

  // Where a variable is missing, nothing is sent.
  const { LATCHBOARD_CLIENT_SECRET: _, ...without } = env;
  const failed = await run('sh', ['-c', deactivate], { env: without }).catch((error) => error);
  expect(failed.code).not.toBe(0);
  expect(failed.stderr).toContain('LATCHBOARD_CLIENT_SECRET');
  expect((await program.get('/3')).status).toBe(200);
});

test('the call that the form would make works in a shell, with a variable in place of the secret', async ({ page, server, request }) => {
  const program = await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await page.getByRole('button', { name: 'New API secret' }).click();
  const form = page.getByRole('dialog', { name: 'New API secret' });
  await form.getByText('As a command').click();
  await form.getByRole('button', { name: 'Copy as curl' }).click();
  await expect(form.getByRole('textbox', { name: 'Name' }), 'what is missing is said, not copied').toBeFocused();
  const awkward = `it's "a\\b" \\n $(date) \`x\` %s ação 日本`;
  await form.getByRole('textbox', { name: 'Name' }).fill(awkward);
  await form.getByRole('textbox', { name: 'URL' }).fill('u');
  await form.getByRole('textbox', { name: 'Client id' }).fill('LATCHBOARD_API_SECRET');
  await form.getByRole('textbox', { name: 'Client secret' }).fill('typed in the page');
  await form.getByRole('textbox', { name: 'Notes' }).fill('two\nlines');
  const command = async () => {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.getByRole('dialog').getByRole('button', { name: 'Copy as curl' }).click();
    await expect(page.getByRole('dialog')).toContainText('Command copied to the clipboard.');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const create = await command();
  await axe(page);
  for (const secret of [server.clientId, server.clientSecret, 'typed in the page']) expect(create).not.toContain(secret);
  await form.getByRole('textbox', { name: 'Notes' }).fill('another');
  await expect(form.getByRole('textbox', { name: 'Command' }), 'an old command is not shown beside a new text').toHaveCount(0);
  await form.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();

  const secret = `from the shell: it's "quoted" \\ and \\" $HOME %s`;
  const env = { ...process.env, LATCHBOARD_CLIENT_ID: server.clientId, LATCHBOARD_CLIENT_SECRET: server.clientSecret, LATCHBOARD_API_SECRET: secret };
  const created = JSON.parse((await run('sh', ['-c', create], { env })).stdout);
  expect(created.api_entity.name).toBe(awkward);
  const made = (await program.get(`/${created.api_entity.identifier}`)).body.api_secret_entity;
  expect(made).toMatchObject({ name: awkward, client_id: 'LATCHBOARD_API_SECRET', client_secret: secret, notes: 'two\nlines' });
  for (const wrong of [{ LATCHBOARD_API_SECRET: 'two\nlines' }, { LATCHBOARD_API_SECRET: '' }]) {
    const failed = await run('sh', ['-c', create], { env: { ...env, ...wrong } }).catch((error) => error);
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toContain('LATCHBOARD_API_SECRET');
  }
  expect((await program.get('')).body.api_secret_on_list).toHaveLength(4);

  await vault.row('Mailer').getByRole('button', { name: /^Edit/ }).click();
  const edit = page.getByRole('dialog');
  await edit.getByText('As a command').click();
  await edit.getByRole('textbox', { name: 'Tags' }).fill('moved');
  const plain = await command();
  expect(plain).not.toContain('LATCHBOARD_API_SECRET');
  await edit.getByRole('textbox', { name: 'Client secret' }).fill('typed in the page');
  const withSecret = await command();
  expect(JSON.parse((await run('sh', ['-c', plain], { env })).stdout).response.error).toBe(false);
  expect((await program.get('/3')).body.api_secret_entity).toMatchObject({ name: 'Mailer', tags: 'moved', client_secret: 'sk_live_mail' });
  await run('sh', ['-c', withSecret], { env });
  expect((await program.get('/3')).body.api_secret_entity).toMatchObject({ name: 'Mailer', client_secret: secret });
});

test('what became of a creation without an answer is found out, and not stored twice by the way', async ({ page, server, request }) => {
  await withoutKeys(page);
  const program = await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  let commits = true;
  await page.route('**/api/mysafe/secretapi', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    if (commits) await route.fetch();
    return route.abort('connectionreset');
  });
  const form = page.getByRole('dialog', { name: 'New API secret' });
  const fill = async (name: string, code: string) => {
    await page.getByRole('button', { name: 'New API secret' }).first().click();
    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    await form.getByRole('textbox', { name: 'URL' }).fill('u');
    await form.getByRole('textbox', { name: 'Client id' }).fill('c');
    await form.getByRole('textbox', { name: 'Client secret' }).fill('sk_live_lost');
    await form.getByRole('textbox', { name: 'Identifier code' }).fill(code);
    await form.getByRole('button', { name: 'Store' }).click();
    await expect(form).toContainText('The list shows whether it is there.');
    await axe(page);
    await form.getByRole('button', { name: 'Resolve: look in the list' }).click();
  };
  await fill('Lost reply', 'lost-1');
  await expect(form).toContainText('Resolved: things are as you asked.');
  await form.getByRole('button', { name: 'Close and show it in the list' }).click();
  await expect(form).toBeHidden();
  await expect(vault.rows).toHaveCount(1);
  await expect(vault.row('Lost reply')).toBeVisible();

  await fill('Lost without a code', '');
  await expect(form).toContainText('open it to see whether it is yours');
  await form.getByRole('button', { name: 'Close and show it in the list' }).click();
  await expect(vault.row('Lost without a code')).toBeVisible();

  commits = false;
  await fill('Never arrived', 'never-1');
  await expect(form).toContainText('Resolved: it was not stored.');
  await expect(form.getByRole('button', { name: 'Close and show it in the list' })).toHaveCount(0);
  await page.unroute('**/api/mysafe/secretapi');
  await form.getByRole('button', { name: 'Store' }).click();
  await expect(form).toBeHidden();
  const list: { name: string }[] = (await program.get('')).body.api_secret_on_list;
  expect(list.map(({ name }) => name).slice(3)).toEqual(['Lost reply', 'Lost without a code', 'Never arrived']);
  await expectNowhere(page, 'sk_live_lost');
});

test('the panel has an address of its own, and the rows beside it are worked on', async ({ page, server, request }) => {
  await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const panel = page.getByRole('dialog');
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  await expect(panel.getByRole('heading', { name: 'Mailer (ID 3)' })).toBeFocused();
  expect(address(page)).toBe('?id=3');
  // Another row takes its place, by mouse and by key, and rows can be searched and switched meanwhile.
  await vault.row('Payment gateway').getByRole('button', { name: /^Details/ }).click();
  await expect(panel).toContainText('Payment gateway (ID 1)');
  await vault.row('Payment gateway').getByRole('button', { name: /^Deactivate/ }).click();
  await expect(panel.locator('dt:text("State") + dd')).toHaveText('Inactive');
  await vault.row('Payment gateway').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('Ação de mapas (ID 2)');
  await page.goBack();
  await expect(panel).toContainText('Payment gateway (ID 1)');

  // A colleague gets the link.
  await page.reload();
  await vault.signIn(server.clientId, server.clientSecret);
  await expect(panel).toContainText('Payment gateway (ID 1)');
  await axe(page);
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toBeHidden();
  expect(address(page)).toBe('');
  await page.goto('/api-secrets?id=4711');
  await vault.signIn(server.clientId, server.clientSecret);
  await panel.getByRole('button', { name: 'Open it' }).click();
  await expect(panel).toContainText('not_found');
});

test('an opened secret does not wait for whoever comes by', async ({ page, server, request }) => {
  await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await page.getByRole('link', { name: 'Error guide' }).click();
  await page.getByRole('link', { name: 'API secrets' }).click();
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Mailer (ID 3)' });
  await dialog.getByRole('button', { name: 'Open it' }).press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Mailer (ID 3)' })).toBeFocused();
  const secret = dialog.getByRole('textbox', { name: 'Client secret' });
  const show = dialog.getByRole('button', { name: 'Show Client secret' });
  await show.click();
  await expect(secret).toHaveValue('sk_live_mail');
  const hidden = (hidden: boolean) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hidden(true);
  await expect(secret).toHaveValue(/^•+$/);
  await hidden(false);
  await expect(secret).toHaveValue(/^•+$/);
  await show.click();
  await expect(secret).toHaveValue('sk_live_mail');

  await page.goBack();
  await expect(dialog).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Error guide' })).toBeVisible();
  await page.goForward();
  await expect(vault.row('Mailer')).toBeVisible();
  await page.goForward();
  await expect(dialog).toBeVisible();
  await expect(secret, 'it is read on the user’s word only').toHaveCount(0);
  await expectNowhere(page, 'sk_live_mail');

  // From the panel into the form and out of it, the focus comes back; and from the panel to the row.
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  await dialog.getByRole('button', { name: 'Edit' }).press('Enter');
  await page.getByRole('dialog', { name: 'Edit Mailer (ID 3)' }).getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(dialog.getByRole('button', { name: 'Edit' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(vault.row('Mailer').locator(':focus').or(vault.row('Mailer').and(page.locator(':focus')))).toBeVisible();
});

test('the form says what it thinks of a secret, and makes a better one', async ({ page, server, request }) => {
  const program = await vaultOf(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  // The button in the empty list goes with it.
  await expect(page.getByRole('heading', { name: 'No API secrets yet' })).toBeVisible();
  await page.getByRole('button', { name: 'New API secret' }).last().click();
  const form = page.getByRole('dialog', { name: 'New API secret' });
  for (const name of ['Name', 'URL', 'Client id']) await form.getByRole('textbox', { name }).fill('x');
  const secret = form.getByRole('textbox', { name: 'Client secret' });
  await secret.fill('two\tcolumns');
  await form.getByRole('button', { name: 'Store' }).click();
  await expect(secret).toBeFocused();
  await expect(secret).toHaveAccessibleDescription(/a line break, a tab or another control character/);
  await secret.fill('abc ');
  await expect(form).toContainText('The secret ends with white space');
  await secret.fill('abc');
  await expect(form).toContainText('Fingerprint ba7816bf8f01');
  await expect(form).toContainText('Strength: Very weak');
  await axe(page);
  await form.getByRole('button', { name: 'Generate a secret' }).click();
  await expect(secret).toHaveValue(/^[A-Za-z0-9]{48}$/);
  await expect(secret).toHaveAttribute('type', 'text');
  await expect(form).toContainText('Strength: Very strong');
  await form.getByRole('button', { name: 'Copy the secret' }).click();
  await expect(form).toContainText('Copied to the clipboard.');
  const made = await secret.inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
  await form.getByRole('button', { name: 'Store' }).click();
  await expect(vault.row('x')).toBeVisible();
  await expect(vault.row('x')).toBeFocused();
  expect((await program.get('/1')).body.api_secret_entity.client_secret).toBe(made);
  await expectNowhere(page, made);
});

test('a range is selected with Shift and a click, and a leaked value has a way of its own', async ({ page, server, request }) => {
  const program = await vaultOf(server, request);
  for (let number = 1; number <= 8; number += 1) await program.create({ name: `Service ${number}`, url: 'u', client_id: 'c', client_secret: 's' });
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const box = (number: number) => vault.row(`Service ${number}`).getByRole('checkbox');
  const selected = () => vault.rows.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-selected') === 'true')).join(''));
  await box(3).click();
  await box(6).click({ modifiers: ['Shift'] });
  await expect.poll(selected).toBe('00111100');
  await expect(told(page, '4 selected.')).toBeVisible();
  // The other way round, and from where the last one was.
  await box(2).click({ modifiers: ['Shift'] });
  await expect.poll(selected).toBe('01111100');
  await box(4).click();
  await expect.poll(selected).toBe('01101100');
  await page.getByRole('button', { name: 'Deactivate…' }).click();
  await expect(page.getByRole('dialog')).toContainText('Deactivate 4 API secrets?');
  await page.keyboard.press('Escape');

  await page.getByRole('searchbox').fill('a leaked value');
  await page.getByRole('link', { name: 'Looking for a leaked value?' }).click();
  await expect(page).toHaveURL(/\/leak$/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a hundred thousand rows stay fluid in the ${colorScheme} theme`, async ({ page, server }) => {
    // Fourteen megabytes of answer, and a check of all that is drawn, twice.
    await page.emulateMedia({ colorScheme });
    await stubList(page);
    const vault = new ApiSecretsPage(page);
    await vault.openSignedIn(server);
    await expect(told(page, '100,000 API secrets')).toBeVisible();
    const grid = page.getByRole('grid', { name: 'API secrets' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(MANY + 1));
    const drawn = () => vault.rows.count();
    expect(await drawn()).toBeLessThan(DRAWN_AT_MOST);
    await axe(page);

    // To the end and back; the row with the focus is there all the time.
    await vault.rows.first().focus();
    await page.keyboard.press('End');
    const last = grid.locator(`[aria-rowindex="${MANY + 1}"]`);
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport();
    await expect(last).toContainText('100000');
    expect(await drawn()).toBeLessThan(DRAWN_AT_MOST);
    await page.keyboard.press('PageUp');
    await expect(last).not.toBeFocused();
    await page.locator('#list').evaluate((list) => list.scrollTo(0, 0));
    await expect(grid.locator('[aria-rowindex="2"]')).toBeInViewport();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName)).toBe('TR');
    await page.keyboard.press('End');
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport();
    expect(await drawn()).toBeLessThan(DRAWN_AT_MOST);

    await page.getByRole('searchbox').pressSequentially('976 prod');
    const found = ROWS.filter(({ identifier, name }) => name.includes('prod') && `${name} ${identifier}`.includes('976'));
    await expect(told(page, `${found.length.toLocaleString('en')} of 100,000 API secrets match`)).toBeVisible();
    await expect(vault.rows.first()).toContainText(`${found[0].name}ID ${found[0].identifier}`);
    await page.getByRole('button', { name: 'ID', exact: true }).click();
    await page.getByRole('button', { name: 'ID', exact: true }).click();
    const highest = found[found.length - 1];
    await expect(vault.rows.first()).toContainText(`${highest.name}ID ${highest.identifier}`);
    await page.getByRole('searchbox').fill('');
    await expect(vault.rows.first()).toContainText('100000');

    // A page, and then everything, said as what it is.
    await page.getByRole('checkbox', { name: 'Select the visible rows' }).click();
    const few = page.getByRole('status').filter({ hasText: /^\d+ selected\./ });
    await expect(few).toBeVisible();
    await page.getByRole('button', { name: 'Select all 100,000 that match' }).click();
    await expect(told(page, 'All 100,000 that match are selected. 33,334 are view only, so they are left out.')).toBeVisible();
    await axe(page);
    expect(await drawn()).toBeLessThan(DRAWN_AT_MOST);
  });
}

test('a view is saved under a name, columns stay hidden, and both survive a reload', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_of_the_mailer');
  await vault.create('Maps', 'sk_live_of_the_maps');
  const menu = page.getByText('View', { exact: true });
  await menu.click();
  await expect(page.getByText('then save the view here')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Last read' }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'Last read' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('mail');
  await expect(vault.rows).toHaveCount(1);
  await menu.click();
  const name = page.getByRole('textbox', { name: 'Name of this view' });
  await name.fill('  Only mail ');
  await name.press('Enter');
  await expect(page.getByRole('button', { name: 'Only mail', exact: true })).toBeVisible();
  await axeInBothThemes(page);

  await page.goto('/api-secrets');
  await vault.signIn(server.clientId, server.clientSecret);
  await expect(vault.rows).toHaveCount(2);
  await expect(page.getByRole('columnheader', { name: 'Last read' })).toHaveCount(0);
  await menu.click();
  await page.getByRole('button', { name: 'Only mail', exact: true }).click();
  await expect(vault.rows).toHaveCount(1);
  await expect(page).toHaveURL(/\?q=mail$/);
  await menu.click();
  await page.getByRole('button', { name: 'Forget the view “Only mail”' }).click();
  await expect(page.getByRole('button', { name: 'Only mail', exact: true })).toHaveCount(0);
});

test('the menu of a row opens and closes by key and by pointer, copies, and leads on', async ({ page, server, request }) => {
  await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const more = vault.row('Mailer').getByRole('button', { name: 'More Mailer (ID 3)' });
  const menu = page.getByRole('menu', { name: 'More Mailer (ID 3)' });
  const item = (name: string) => menu.getByRole('menuitem', { name, exact: true });
  await vault.row('Mailer').getByRole('checkbox').focus();
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(item('Details')).toBeFocused();
  await axeInBothThemes(page);
  await page.keyboard.press('ArrowUp');
  await expect(item('Copy the name')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Copied.', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Mailer');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('3');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(more).toBeFocused();

  await vault.row('Mailer').hover();
  await more.click();
  await expect(menu).toBeInViewport({ ratio: 1 });
  await page.getByRole('searchbox').click();
  await expect(menu).toBeHidden();
  await vault.row('Mailer').hover();
  await more.click();
  await item('Details').click();
  await expect(menu).toBeHidden();
  const panel = page.getByRole('dialog', { name: 'Mailer (ID 3)' });
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: 'Close' }).click();
  await vault.row('Mailer').hover();
  await more.click();
  await item('Edit').click();
  await expect(page.getByRole('dialog', { name: 'Edit Mailer (ID 3)' })).toBeVisible();
});

test('a column is as wide as somebody made it, by dragging or in the menu, also after a reload', async ({ page, server, request }) => {
  await three(server, request);
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const width = async (name: string) => (await page.getByRole('columnheader', { name }).boundingBox())!.width;
  // Widths are whole pixels, the first is what is left of the window.
  const before = Math.floor(await width('Flags'));
  const wider = async () => Math.floor(await width('Flags')) - before;
  const edge = (await page.getByRole('columnheader', { name: 'Flags' }).boundingBox())!;
  await page.mouse.move(edge.x, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x - 40, edge.y + edge.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(await wider()).toBe(40);
  await page.mouse.move(edge.x - 200, edge.y);
  expect(await wider(), 'the pointer drags nothing any more').toBe(40);

  await page.getByText('View', { exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Width of Last read' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(await width('Last read')).toBe(116);
  await axeInBothThemes(page);

  await page.reload();
  await vault.signIn(server.clientId, server.clientSecret);
  await expect(vault.rows).toHaveCount(3);
  expect(await wider()).toBe(40);
  expect(await width('Last read')).toBe(116);
});

test('a list in which nothing has changed is not fetched again', async ({ page, server, request }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_1');
  const refreshed = async () => {
    const answer = page.waitForResponse((response) => response.url().includes('/v1/inventory'));
    await page.getByRole('button', { name: 'Refresh' }).click();
    return (await answer).status();
  };
  await vault.settled();
  // What was read, and when, is written a moment later.
  await expect.poll(refreshed).toBe(304);
  await expect(vault.row('Mailer')).toBeVisible();
  const form = { grant_type: 'client_credentials', client_id: server.clientId, client_secret: server.clientSecret };
  const { access_token } = await (await request.post('/api/oauth2/token', { form })).json();
  const headers = { authorization: `Bearer ${access_token}` };
  await request.put('/api/mysafe/secretapi/update/1', { headers, data: { name: 'Relay' } });
  expect(await refreshed()).toBe(200);
  await expect(vault.row('Relay')).toBeVisible();
});

test('white space around a name is pointed out before it is stored, and stays', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await page.getByRole('button', { name: 'New API secret' }).first().click();
  const name = page.getByRole('dialog', { name: 'New API secret' }).getByRole('textbox', { name: 'Name' });
  await name.fill(' Mailer');
  await expect(name).toHaveAccessibleDescription(/This begins with white space, which is stored as it is.* At character 1\./);
  await expect(name).toHaveValue(' Mailer');
});
