// The main job, the list and a leak in the other engines: what is built for all browsers is tried in more than one.

import { expect, type Server, test } from '../fixtures';
import { BROWSERS, Window } from './drivers';

test.use({ serverArguments: ['--rehearsal'] });
// One of these is as heavy as two pages.
test.describe.configure({ mode: 'serial' });

async function signIn(window: Window, server: Server): Promise<void> {
  await window.fill('Client id', server.clientId);
  await window.fill('Client secret', server.clientSecret);
  await window.press('Sign in');
}

/** Asks for it, types the count that the question wants, and says yes. */
async function switchOff(window: Window, button: RegExp | string): Promise<string> {
  await window.press(button);
  const [, count] = /Deactivate ([\d,]+) API secrets\?/.exec(await window.says(/Deactivate [\d,]+ API secrets\?/, 'dialog[open]:modal'))!;
  await window.fill(/to confirm$/, count);
  await window.press(/^Deactivate [\d,]+ API secrets$/);
  return count;
}

for (const browser of BROWSERS) {
  test(`${browser}: a secret is registered, dozens of API secrets are switched off, and a leak is answered`, async ({ server }) => {
    const window = await Window.start(browser);
    if (!window) return console.log(`not run: ${browser}: its WebDriver is not here`);
    try {
      const { driver } = window;
      await window.open(`${server.url}/admin-key/register`);
      await window.fill(/^API key/, server.apiKey);
      await window.fill(/^Customer secret|^Secret/, 'a first secret, long enough');
      await window.press('Register secret');
      await window.says(/admin key/i, 'dialog');
      await window.press(/^Copy/);
      await window.press('I have stored it');
      // Wiped with the key.
      await window.fill(/^Customer secret|^Secret/, 'a first secret, long enough');
      await window.press('Register secret');
      await window.says(/already_registered/);

      await window.open(`${server.url}/api-secrets`);
      await signIn(window, server);
      await window.says(/1,000 API secrets/);
      await window.fill('Search by name, ID, client id or tag', 'payments');
      await window.says(/\d+ of 1,000 API secrets/);
      await window.press(/^Deactivate .*\(ID \d+\)$/);
      await window.says(/is inactive now/);
      await window.press(/^Undo/);
      await window.says(/is active now/);
      await (await window.named('input', 'Select the visible rows')).click();
      await window.press(/^Select all \d+ that match$/);
      const count = await switchOff(window, 'Deactivate…');
      expect(Number(count)).toBeGreaterThan(40);
      await window.says(new RegExp(`All ${count} off`));

      await window.open(`${server.url}/leak`);
      await signIn(window, server);
      const [, leaked] = /^Leaked client secret, in \d+ API secrets: (\S+)$/m.exec(server.output()) ?? [];
      await window.fill('Leaked text', `export CLIENT_SECRET="${leaked}"`);
      await window.press('Find copies');
      await window.says(/40 copies found/);
      await switchOff(window, /^Deactivate \d+ API secrets…$/);
      await window.says(/are marked as exposed in the list/);
      await window.says(/^Receipt$/m, '.receipt h2');
      expect(await driver.executeScript('return document.documentElement.outerHTML')).not.toContain(leaked);
    } finally {
      await window.close();
    }
  });
}
