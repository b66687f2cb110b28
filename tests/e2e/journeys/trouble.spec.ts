// Bad input, a server that is gone, a reply that is lost: nothing is claimed that is not known, and nothing typed is lost.

import type { Page } from '@playwright/test';
import { axe, expect, test } from '../fixtures';
import { expectNowhere } from './nowhere';
import { AdminKeyPage, ApiSecretsPage, verdict, withoutKeys } from './pages';

const SECRET = 'a first secret, long enough';

/** What the browser asks when somebody leaves the document, which they then do not. */
async function askedOnLeaving(page: Page): Promise<string> {
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', async (question) => {
      await question.dismiss();
      resolve(question.type());
    });
  });
  await page.evaluate(() => location.reload());
  return asked;
}

test('bad input is refused before anything is sent', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, 'My very secret secret');
  await expect(admin.secret).toBeFocused();
  await expect(admin.secret).toHaveAccessibleDescription(/sample text from the vendor's documentation/);
  await admin.register(server.apiKey, 'é'.repeat(2049));
  await expect(admin.secret).toHaveAccessibleDescription(/longer than 4,096 bytes/);
  await admin.register(`${server.apiKey} `, SECRET);
  await expect(admin.apiKey).toBeFocused();
  await expect(admin.apiKey).toHaveAccessibleDescription(/white space/);
  await admin.secret.fill(` ${SECRET}`);
  await expect(page.getByText('The secret begins with white space')).toBeVisible();
  await expect(admin.secret).toHaveAccessibleDescription(/begins with white space.* At character 1\./);
  expect(seen.requests.filter((request) => request.method() === 'POST')).toEqual([]);
});

test('a credential in the field of another one is noticed and not sent at the first press', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.apiKey.fill(server.clientId);
  await expect(page.getByText('This looks like a client id')).toBeVisible();
  await admin.register(server.clientId, 'a first secret, long enough');
  await expect(admin.apiKey).toBeFocused();
  await expect(admin.apiKey).toHaveAccessibleDescription(/Nothing was sent\. If it is the right one after all, send it again\./);
  expect(seen.requests.filter((request) => request.method() === 'POST')).toEqual([]);
  await admin.apiKey.fill(server.apiKey);
  await expect(page.getByText('This looks like')).toHaveCount(0);
  await page.goto('/api-secrets');
  const clientId = page.getByRole('textbox', { name: 'Client id' });
  await clientId.fill(server.apiKey);
  await expect(clientId).toHaveAccessibleDescription(/This looks like an API key: it belongs under “Admin key”/);
  await clientId.fill(server.clientId);
  await expect(clientId).toHaveAccessibleDescription('');
});

test('a text with a line break is not taken, and what stands in the field stays', async ({ page }) => {
  const admin = new AdminKeyPage(page);
  const paste = async (text: string) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await page.keyboard.press('ControlOrMeta+V');
  };
  await admin.open('register');
  await admin.secret.fill('kept');
  await paste('of two\nlines');
  await expect(page.getByRole('alert')).toContainText('Nothing was pasted');
  await expect(admin.secret).toHaveAccessibleDescription(/contains a line break.* At character 7\. Paste it again on one line/);
  await expect(admin.secret).toHaveValue('kept');
  for (const piece of ['of two', 'lines']) await expectNowhere(page, piece);
  await paste(' of one');
  await expect(admin.secret).toHaveValue('kept of one');
  await expect(page.getByRole('alert')).toBeHidden();
  await admin.apiKey.focus();
  await paste('key\r\n');
  await expect(admin.apiKey).toHaveAccessibleDescription(/At characters 4 and 5\. Paste the API key again/);
  await expect(admin.apiKey).toHaveValue('');
});

test('a key that is tested under a call, twice, neither loses its answer nor sends the form', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  await admin.store();
  await page.getByRole('link', { name: 'Regenerate' }).click();
  let release = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route(/\/regenerateKey\?/, async (route) => {
    await held;
    await route.continue();
  });
  // Three times: twice the page repeats a read by itself.
  await page.route(/\/settings\?/, (route) => route.abort('connectionreset'), { times: 3 });
  await admin.regenerate(SECRET);
  await expect(page.getByRole('button', { name: 'Waiting for the server…' })).toBeVisible();
  expect(await askedOnLeaving(page)).toBe('beforeunload');

  await page.getByText('Test an admin key').click();
  await page.getByRole('textbox', { name: 'Admin key' }).fill(key);
  const press = page.getByRole('button', { name: 'Test this admin key' });
  await press.click();
  const failed = verdict(page, 'The key could not be verified');
  await expect(failed).toContainText('connection_failed');
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The server accepted the key')).toBeVisible();
  await expect(press).toBeFocused();

  release();
  await expect(admin.dialog).toBeVisible();
  expect(await admin.shownKey()).not.toBe(key);
  await admin.store();
  expect(seen.requests.filter((request) => request.url().includes('/regenerateKey?'))).toHaveLength(1);
});

test('what is not known stays in sight, wherever one looks, until somebody leaves it unknown', async ({ page, server }) => {
  await withoutKeys(page);
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await page.route(/\/register\?/, (route) => route.abort('connectionreset'), { times: 1 });
  await admin.register(server.apiKey, SECRET);
  const unknown = verdict(page, 'Register: unknown');
  const title = unknown.getByRole('heading');
  const elsewhere = page.getByRole('button', { name: 'Register (Location History)' });
  await expect(unknown).toBeVisible();
  await expect(elsewhere).toBeHidden();
  await page.getByRole('radio', { name: 'Geofencing' }).check();
  await page.getByRole('link', { name: 'Change secret' }).click();
  await expect(unknown).toBeHidden();
  await expect(page.getByRole('status').filter({ has: elsewhere })).toContainText('still unknown');
  expect(await askedOnLeaving(page)).toBe('beforeunload');
  await axe(page);

  await elsewhere.click();
  await expect(page).toHaveURL(/\/register$/);
  await expect(title).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Location History' })).toBeChecked();
  await page.getByRole('button', { name: 'Register secret' }).click();
  await expect(title).toBeFocused();
  await axe(page);
  await unknown.getByRole('button', { name: 'Leave it unknown' }).click();
  await expect(unknown).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  page.once('dialog', () => { throw new Error('nothing is lost any more'); });
  await page.reload();
});

test('a wrong API key and a wrong client secret are told apart from everything else', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register('not-the-api-key', SECRET);
  await expect(verdict(page, 'Register: refused')).toContainText('api_key_rejected');
  await page.getByRole('button', { name: 'Edit the API key' }).click();
  await expect(admin.apiKey).toBeFocused();

  const vault = new ApiSecretsPage(page);
  await page.getByRole('link', { name: 'API secrets' }).click();
  await vault.signIn(server.clientId, 'wrong');
  await expect(verdict(page, 'Not signed in')).toContainText('client_rejected');
  await expect(page.getByRole('textbox', { name: 'Client secret' })).toHaveValue('wrong');
});

test('a double click registers once', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.apiKey.fill(server.apiKey);
  await admin.secret.fill(SECRET);
  await page.getByRole('button', { name: 'Register secret' }).dblclick();
  await expect(admin.dialog).toBeVisible();
  expect(seen.requests.filter((request) => request.url().includes('/register?'))).toHaveLength(1);
});

test('a stopped server leaves the outcome unknown, and the form as it was', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  const connection = page.getByRole('button', { name: /This server/ });
  await expect(connection).toContainText('reachable');
  await server.kill9();
  await admin.register(server.apiKey, SECRET);
  const unknown = verdict(page, 'Register: unknown');
  await expect(unknown).toContainText('connection_failed');
  await expect(connection).toContainText('not reachable');
  await expect(admin.secret).toHaveValue(SECRET);

  await server.restart();
  await unknown.getByRole('button', { name: 'Resolve: send it again' }).click();
  await expect(admin.dialog).toBeVisible();
  await connection.dispatchEvent('click');
  await expect(connection).not.toContainText('not reachable');
});

test('a reply that is lost after the change is unknown, and asking again settles it', async ({ page, server }) => {
  await withoutKeys(page);
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  // The server really registers; only its answer does not arrive.
  await page.route(/\/register\?/, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await admin.register(server.apiKey, SECRET);
  const unknown = verdict(page, 'Register: unknown');
  await expect(unknown).toContainText('may have taken effect');
  await unknown.getByRole('button', { name: 'Resolve: send it again' }).click();
  await expect(unknown).toContainText('A registration exists');
  await unknown.getByRole('button', { name: 'Resolve: regenerate with this secret' }).click();
  await expect(admin.dialog).toBeVisible();
  await admin.store();
  await expect(verdict(page, 'Register: done')).toContainText('Resolved: things are as you asked');
  // The button that was pressed last is gone.
  await expect(verdict(page, 'Register: done').getByRole('heading')).toBeFocused();
});

test('a change whose reply is lost is proved with the new secret', async ({ page, server }) => {
  await withoutKeys(page);
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  await admin.store();
  await page.getByRole('link', { name: 'Change secret' }).click();
  await page.route(/\/updateSecret\?/, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await admin.change(SECRET, 'a second secret, long enough');
  const unknown = verdict(page, 'Change secret: unknown');
  await unknown.getByRole('button', { name: 'Resolve: send it again' }).click();
  await expect(unknown).toContainText('The old secret is refused');
  await unknown.getByRole('button', { name: 'Resolve: regenerate with the new secret' }).click();
  await expect(admin.dialog).toBeVisible();
  await admin.store();
  await expect(verdict(page, 'Change secret: done')).toContainText('Resolved');
});

test('a lost reply to a switch makes the state unknown until it is asked again', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mailer');
  const row = vault.row('Mailer');
  await row.getByRole('button', { name: 'Deactivate' }).click();
  await expect(row).toContainText('Inactive');
  // Three times: twice the page repeats the call by itself, since that is safe.
  await page.route(/\/secretapi\/active\//, (route) => route.abort('connectionreset'), { times: 3 });
  await vault.settled();
  await row.getByRole('button', { name: /^Activate/ }).click();
  await expect(row).toContainText('Not known yet');
  await expect(row.getByRole('button', { name: /^Activate/ }), 'a key pressed again asks for the same').toBeFocused();
  await expect(row.getByRole('button', { name: /^Deactivate/ })).toBeVisible();
  const unknown = verdict(page, 'Activate Mailer: unknown');
  await unknown.getByRole('button', { name: 'Try again' }).click();
  await expect(row).toContainText('Active');
  await expect(unknown).toBeHidden();
});

test('a token that the server no longer knows is renewed without a word', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mailer');
  let refused = false;
  // Not a route for one time: when it goes, the browser may not tell of the request that comes next.
  await page.route(/\/inventory\b/, async (route) => {
    if (refused) return route.continue();
    refused = true;
    return route.fulfill({ status: 404, json: { message: 'no Route matched with those values' } });
  });
  const renewed = page.waitForRequest(/oauth2\/token$/);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await renewed;
  await expect(vault.rows).toHaveCount(1);
});

test('a session that cannot be renewed costs nothing that was typed or is known', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mailer');
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');
  await page.getByRole('button', { name: 'New API secret' }).click();
  const form = page.getByRole('dialog', { name: 'New API secret' });
  const typed = { Name: 'Payment gateway', URL: 'pay.example', 'Client id': 'shop', 'Client secret': 'sk_live_payment', Tags: 'prod', Notes: 'two\nlines' };
  for (const [name, text] of Object.entries(typed)) await form.getByRole('textbox', { name }).fill(text);

  // The token is dead, and the access key gets no other one for a while.
  const dead = { status: 404, json: { message: 'no Route matched with those values' } };
  await page.route(/\/secretapi$/, (route) => (route.request().method() === 'POST' ? route.fulfill(dead) : route.continue()));
  await page.route(/oauth2\/token$/, (route) => route.fulfill({ status: 401, json: { error: 'invalid_client' } }));
  await form.getByRole('button', { name: 'Store' }).click();
  await expect(verdict(page, 'Store: refused')).toContainText('client_rejected');
  await form.getByRole('button', { name: 'Sign in again' }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again.getByRole('textbox', { name: 'Client secret' })).toBeFocused();
  await expect(again.getByRole('textbox', { name: 'Client id' })).toHaveValue(server.clientId);
  await page.keyboard.type(server.clientSecret);
  await page.keyboard.press('Enter');
  await expect(again.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
  await axe(page);

  await page.unroute(/oauth2\/token$/);
  await page.unroute(/\/secretapi$/);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
  await expect(form.getByRole('button', { name: 'Store' })).toBeFocused();
  for (const [name, text] of Object.entries(typed)) await expect(form.getByRole('textbox', { name })).toHaveValue(text);
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(vault.row('Payment gateway')).toBeVisible();
  await expect(vault.row('Mailer')).toContainText('Inactive');
  await expect(page.getByRole('button', { name: 'New API secret' })).toBeFocused();
  await expectNowhere(page, 'sk_live_payment');
  await expectNowhere(page, server.clientSecret);
});

test('who may not switch one keeps the list, and the focus, until somebody else has signed in', async ({ page, server }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_mailer');
  const code = { code: 1006, message: '1006: User does not have access', detail: null };
  const response = { status: 400, message: code.message, error: true, error_code: 1, mensagem: code.message, erro: true, cod_erro: 1 };
  await page.route(/\/secretapi\/inactive\//, (route) => route.fulfill({ status: 400, json: { code: 400, response, exception: code } }));
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  const refused = verdict(page, 'Deactivate Mailer: refused');
  await refused.getByRole('button', { name: 'Sign in again' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeHidden();
  await expect(refused.getByRole('button', { name: 'Sign in again' })).toBeFocused();
  await expect(vault.rows).toHaveCount(1);
  await refused.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(refused).toBeHidden();
  await expect(vault.row('Mailer')).toBeFocused();
});

test('without JavaScript the page says what is missing', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.url);
  const said = page.locator('noscript > p');
  await expect(said).toContainText(['needs JavaScript and WebAssembly', 'precisa de JavaScript e WebAssembly', 'necesita JavaScript y WebAssembly']);
  await expect(said.filter({ visible: true })).toHaveCount(3);
  await context.close();
});

test('after a crash the page says so', async ({ page, seen }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.secret.fill(SECRET);
  // What a browser extension can do: it moves an element that the program counts on.
  await page.evaluate(() => document.body.append(document.querySelector('.form__actions')!));
  await page.getByRole('link', { name: 'Change secret' }).click();
  await expect(page.getByRole('alert')).toContainText('The page crashed');
  await expect(page.getByRole('alert')).toContainText('its outcome is unknown');
  await expect(page.getByText('A página parou de funcionar')).toBeHidden();
  expect(seen.console.filter((line) => line.includes(SECRET))).toEqual([]);
  seen.errors.length = 0;
});

test('a call without an answer is told of after the page was loaded anew, with nothing that it carried', async ({ page, server }) => {
  const SECRET = 'a first secret, long enough';
  const admin = new AdminKeyPage(page);
  await admin.open('regenerate');
  await page.route(/\/regenerateKey\?/, (route) => route.abort('connectionreset'));
  await admin.apiKey.fill(server.apiKey);
  await admin.regenerate(SECRET);
  await verdict(page, 'Regenerate: unknown').waitFor();
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  const told = page.locator('.callout', { hasText: '“Regenerate” (Location History) was sent on' });
  await expect(told).toContainText('Regenerating once more gives a new one');
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain('regenerate locationHistory');
  expect(kept).not.toContain(server.apiKey);
  expect(kept).not.toContain(SECRET);
  await told.getByRole('button', { name: 'I know what became of it' }).click();
  await expect(told).toHaveCount(0);
  await page.reload();
  await admin.apiKey.waitFor();
  await expect(told).toHaveCount(0);
});
