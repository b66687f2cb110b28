// What another user shares for viewing is listed, and its switches say why they do nothing; trying it all the same is
// refused.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures';
import { ApiSecretsPage } from './pages';

const run = promisify(execFile);

test('an API secret that is shared for viewing only can be seen and not switched', async ({ page, server, request, seen }) => {
  const { stdout } = await run(process.env.LATCHBOARD_SERVER!, ['access-key', 'create', '--user', 'maria', '--data-dir', server.dataDir]);
  const of = (name: string) => new RegExp(`^${name}: (\\S+)`, 'm').exec(stdout)![1];
  const token = await request.post('/api/oauth2/token', {
    form: { grant_type: 'client_credentials', client_id: of('Client id'), client_secret: of('Client secret') },
  });
  const { access_token } = await token.json();
  const stored = await request.post('/api/mysafe/secretapi', {
    headers: { authorization: `Bearer ${access_token}` },
    data: { name: "Maria's", url: 'u', client_id: 'c', users_allowed: [{ username: 'admin', can_edit: false }] },
  });
  expect(stored.status()).toBe(201);

  const vault = new ApiSecretsPage(page);
  await vault.openSignedIn(server);
  const row = vault.row("Maria's");
  for (const name of [/^Deactivate/, /^Edit/]) {
    const button = row.getByRole('button', { name });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(/may only view it/);
    await button.dispatchEvent('click');
    await expect(page.getByRole('status').filter({ hasText: "Maria's: nothing was sent." })).toBeVisible();
  }
  expect(seen.requests.filter((request) => request.method() !== 'GET' && !request.url().endsWith('/token'))).toEqual([]);
});
