// Two who edit the same API secret: the second is told what the first has done, and loses nothing of what was typed.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { axe, expect, test } from '../fixtures';
import { ApiSecretsPage, verdict } from './pages';

const run = promisify(execFile);

test('whoever saves over a change that somebody else has made meanwhile is told so first', async ({ page, server, request, seen }) => {
  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  await vault.create('Mailer', 'sk_live_1');

  const { stdout } = await run(process.env.LATCHBOARD_SERVER!, ['access-key', 'create', '--user', 'maria', '--data-dir', server.dataDir]);
  const tokenOf = async (client_id: string, client_secret: string) => {
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    return (await (await request.post('/api/oauth2/token', { form })).json()).access_token as string;
  };
  const of = (name: string) => new RegExp(`^${name}: (\\S+)`, 'm').exec(stdout)![1];
  const update = async (token: string, data: object) => {
    const answer = await request.put('/api/mysafe/secretapi/update/1', { headers: { authorization: `Bearer ${token}` }, data });
    expect(answer.status()).toBe(200);
    return (await answer.json()).api_entity;
  };
  const admin = await tokenOf(server.clientId, server.clientSecret);
  const maria = await tokenOf(of('Client id'), of('Client secret'));
  await update(admin, { users_allowed: [{ username: 'maria', can_edit: true }] });

  await vault.row('Mailer').getByRole('button', { name: /^Edit/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Edit Mailer/ });
  await dialog.getByRole('button', { name: 'Read the current values' }).click();
  const [notes, url] = ['Notes', 'URL'].map((name) => dialog.getByRole('textbox', { name }));
  await expect(url).toHaveValue('www.url.com');
  await notes.fill('mine');
  await update(maria, { notes: "Maria's", url: 'www.maria.com' });

  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  const refused = verdict(page, 'Change: refused');
  await expect(refused).toContainText('maria changed it while you were editing');
  await expect(notes).toHaveValue('mine');
  expect(seen.requests.findLast((it) => it.method() === 'PUT')?.headers()['if-match']).toBe('"2"');
  await axe(page);

  await refused.getByRole('button', { name: 'Compare with the current values' }).click();
  await expect(url).toHaveValue('www.maria.com');
  await expect(notes).toHaveValue('mine');
  await expect(notes).toHaveAccessibleDescription(/Stored now: Maria's/);
  await expect(refused).toBeHidden();

  // Once more, and now whatever it is.
  await update(maria, { notes: 'and again' });
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await verdict(page, 'Change: refused').getByRole('button', { name: 'Save anyway' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await update(admin, {})).toMatchObject({ notes: 'mine', url: 'www.maria.com' });
});
