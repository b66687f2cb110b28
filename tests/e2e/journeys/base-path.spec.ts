// The page under a path of a proxy's, which serves other things beside it: every part of it arrives, and every call of it.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, type Server, test } from '../fixtures';
import { Nginx } from '../nginx';
import { AdminKeyPage, ApiSecretsPage, programArrived } from './pages';

const BASE = '/latchboard';
const SECRET = 'a first secret, long enough';
const LEAKED = 'sk_live_of_the_mailer_that_leaked';

test.use({ serverArguments: ['--base-path', BASE] });

/** What the policy stopped, as the page is told of it. */
async function stopped(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('policyStopped', (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    const { policyStopped } = globalThis as unknown as { policyStopped: (violation: string) => void };
    addEventListener('securitypolicyviolation', (event) => policyStopped(`${event.effectiveDirective} ${event.blockedURI}`));
  });
  return violations;
}

/** From the first page to the self-test, by links. */
async function everyPage(page: Page, server: Server, front: string): Promise<void> {
  const main = page.getByRole('main');
  const navigate = async (link: string, path: string) => {
    await page.getByRole('navigation').getByRole('link', { name: link, exact: true }).click();
    await expect(page).toHaveURL(`${front}${path}`);
  };
  await page.goto(`${front}/`);
  await programArrived(page);
  await expect(page.getByRole('banner')).toContainText('reachable', { ignoreCase: true });

  const admin = new AdminKeyPage(page);
  await navigate('Admin key', '/admin-key/register');
  await page.reload();
  await programArrived(page);
  await admin.register(server.apiKey, SECRET);
  await admin.store();

  await navigate('API secrets', '/api-secrets');
  const vault = new ApiSecretsPage(page);
  await vault.signIn(server.clientId, server.clientSecret);
  await vault.create('Mailer', LEAKED);
  await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
  await expect(vault.row('Mailer')).toContainText('Inactive');
  await vault.row('Mailer').getByRole('button', { name: /^Details/ }).click();
  const details = page.getByRole('dialog', { name: 'Mailer (ID 1)' });
  await details.getByText('As a command').click();
  await details.getByRole('button', { name: 'Copy as curl: activate', exact: true }).click();
  await expect(details).toContainText('Command copied to the clipboard.');
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const env = { ...process.env, LATCHBOARD_CLIENT_ID: server.clientId, LATCHBOARD_CLIENT_SECRET: server.clientSecret };
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
  expect(JSON.parse(stdout).response.message).toContain('activated');
  await page.keyboard.press('Escape');

  await navigate('Leak response', '/leak');
  await page.getByRole('textbox', { name: 'Leaked text' }).fill(`CLIENT_SECRET="${LEAKED}"\n`);
  await page.getByRole('button', { name: 'Find copies' }).click();
  const findings = page.getByRole('region', { name: /[Cc]op(y|ies) found/ });
  await expect(findings.getByRole('heading')).toHaveText('1 copy found');

  await navigate('Activity', '/activity');
  await page.getByRole('button', { name: "Verify this server's log" }).click();
  await expect(main).toContainText('Complete and unchanged');
  await navigate('Error guide', '/errors');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeVisible();
  await navigate('Connections', '/connections');
  await navigate('Self-test', '/self-test');
}

async function moduleOnItsPage(page: Page, server: Server, front: string): Promise<void> {
  await page.goto(`${front}/module`);
  await expect(page).toHaveURL(`${front}/module/`);
  await expect(page.locator('html[data-ready]')).toBeAttached();
  const form = page.locator('#vault');
  await form.getByLabel('Client id').fill(server.clientId);
  await form.getByLabel('Client secret').fill(server.clientSecret);
  await form.getByRole('button', { name: 'Sign in and list' }).click();
  await expect(form.getByRole('row', { name: /Mailer/ })).toBeVisible();
}

// The proxy leaves the path in front, or takes it off.
for (const upstreamPath of ['', '/']) {
  test(`under a path every page, the API and the module work, passed on to “${upstreamPath}”`, async ({ page, server, seen }, { title }) => {
    const locations = `location / { return 418; } location = ${BASE} { return 301 ${BASE}/; }
      location ${BASE}/ { proxy_pass ${server.url}${upstreamPath}; }`;
    const nginx = await Nginx.start(locations, title);
    if (!nginx) return;
    try {
      seen.servers.push(nginx.url);
      const violations = await stopped(page);
      await everyPage(page, server, nginx.url + BASE);
      await moduleOnItsPage(page, server, nginx.url + BASE);
      expect(violations, 'what the policy stopped').toEqual([]);
      expect(seen.console.filter((line) => line.startsWith('error')), 'errors in the console').toEqual([]);
      const beside = seen.requests.map((request) => request.url()).filter((url) => url.startsWith('http') && !url.startsWith(`${nginx.url}${BASE}/`));
      expect(beside, 'requests beside the path').toEqual([`${nginx.url}${BASE}/module`].filter((url) => beside.includes(url)));
    } finally {
      await nginx.stop();
    }
  });
}
