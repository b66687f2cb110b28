// The shell around the pages: languages, keyboard, the parts that arrive later, small screens.

import type { Page } from '@playwright/test';
import { axe, expect, test } from '../fixtures';
import { expectNowhere, expectUnsaid } from './nowhere';
import { AdminKeyPage, programArrived, verdict } from './pages';

const SECRET = 'a first secret, long enough';

test('the language is chosen once, for all pages, and a refusal speaks it as well', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.apiKey.fill(server.apiKey);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Português do Brasil');
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
  await expect(page).toHaveTitle(/^Chave de administrador/);
  await expect(page.getByLabel('Chave de API', { exact: true }), 'what was typed stays').toHaveValue(server.apiKey);
  await page.getByRole('button', { name: 'Registrar segredo' }).click();
  await expect(page.getByLabel('Segredo do cliente', { exact: true })).toBeFocused();
  await axe(page);

  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chave de administrador');
  await page.getByRole('link', { name: 'Guia de erros' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guia de erros');
  await page.getByRole('combobox', { name: 'Idioma' }).selectOption('English');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Error guide');
});

test.describe('a browser that speaks Portuguese', () => {
  test.use({ locale: 'pt-BR' });
  test('gets the page in Portuguese without asking', async ({ page }) => {
    await page.goto('/admin-key/change-secret');
    await expect(page.getByRole('button', { name: 'Trocar segredo' })).toBeVisible();
  });
});

test('one signs in and out from any page, and stays there', async ({ page, server }) => {
  await page.goto('/self-test');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeVisible();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to the vault' });
  await expect(dialog.getByRole('textbox', { name: 'Client id' })).toBeFocused();
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  const button = page.getByRole('banner').getByRole('button', { name: /^Sign (in|out)$/ });
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Client id' }).fill(server.clientId);
  await dialog.getByRole('textbox', { name: 'Client secret' }).fill(server.clientSecret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toContainText(server.clientId);
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/self-test$/);
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('img', { name: /active/ })).toBeVisible();
  await button.click();
  await expect(page.getByRole('banner')).not.toContainText(server.clientId);
  await expect(button).toHaveText('Sign in');
  await page.getByRole('link', { name: 'API secrets', exact: true }).click();
  // The page has a form of its own.
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(1);
});

test('the cursor goes to the heading of a page that was opened, and back again', async ({ page }) => {
  await page.goto('/admin-key/register');
  await expect(page.getByRole('heading', { level: 1, name: 'Admin key' })).toBeVisible();
  await expect(page.locator('body')).toBeFocused();
  await page.getByRole('link', { name: 'Error guide' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Error guide' })).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/admin-key.register$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Admin key' })).toBeFocused();
});

test('single keys open the help and the search, not while somebody types, and can be switched off', async ({ page }) => {
  await page.goto('/errors');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await expect(search).toBeVisible();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('what?');
  await expect(search).toHaveValue('what?');
  const help = page.getByRole('dialog', { name: 'Keyboard and display' });
  await expect(help).toBeHidden();

  await page.getByRole('button', { name: 'Keyboard and display' }).click();
  await expect(help).toBeVisible();
  await axe(page);
  await help.getByLabel('Single-key shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(page.getByRole('button', { name: 'Keyboard and display' }), 'the cursor is back').toBeFocused();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(help).toBeHidden();
  await expect(search).not.toBeFocused();

  await page.getByRole('button', { name: 'Keyboard and display' }).click();
  await help.getByLabel('Single-key shortcuts').check();
  await help.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
});

test('registering, storing the key and being refused takes no mouse', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await programArrived(page);
  const tabTo = async (name: string) => {
    const focused = () => page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
      return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '';
    });
    for (let press = 0; press < 40; press += 1) {
      if ((await focused()).trim() === name) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}`);
  };
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo('API key');
  await page.keyboard.type(server.apiKey);
  await tabTo('Customer secret');
  await page.keyboard.type(SECRET);
  await page.keyboard.press('Enter');
  await expect(admin.dialog).toBeVisible();
  await tabTo('I have stored it');
  await page.keyboard.press('Enter');
  await expect(admin.dialog).toBeHidden();
  await tabTo('Customer secret');
  await page.keyboard.type(SECRET);
  await page.keyboard.press('Enter');
  await expect(verdict(page, 'Register: refused')).toBeVisible();
  await tabTo('Regenerate instead');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/regenerate$/);
});

test('the key is downloaded as a file, and then gone from the page', async ({ page, server }) => {
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  const key = await admin.shownKey();
  const started = page.waitForEvent('download');
  await admin.dialog.getByRole('button', { name: 'Download' }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('latchboard-admin-key.txt');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe(key);
  await expect(admin.dialog.getByRole('status').first()).toContainText('Anyone who can open your downloads can read it');
  await admin.store();
  await expectNowhere(page, key);
});

test('after a whole day of work and one press, neither secrets nor keys are anywhere', async ({ page, server, seen }) => {
  const admin = new AdminKeyPage(page);
  const next = 'a second secret, long enough';
  const keys: string[] = [];
  const take = async () => {
    await expect(admin.dialog).toBeVisible();
    keys.push(await admin.shownKey());
    await admin.store();
  };
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  await take();
  await page.getByRole('link', { name: 'Change secret' }).click();
  await admin.change(SECRET, next);
  await expect(verdict(page, 'Change secret: done')).toBeVisible();
  await page.getByRole('link', { name: 'Regenerate' }).click();
  await admin.regenerate(SECRET);
  await expect(verdict(page, 'Regenerate: refused')).toBeVisible();
  await admin.regenerate(next);
  await take();
  await page.getByText('Test an admin key').click();
  await page.getByRole('textbox', { name: 'Admin key' }).fill(keys[0]);
  await page.getByRole('button', { name: 'Test this admin key' }).click();
  await expect(page.getByText('admin_key_rejected')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the form' }).click();
  await expect(admin.apiKey).toHaveValue('');

  for (const secret of [SECRET, next, server.apiKey, ...keys]) await expectNowhere(page, secret);
  for (const secret of [SECRET, next]) expectUnsaid(seen, secret, /\/(register|updateSecret|regenerateKey)$/);
  // The vendor puts both keys into the query of its calls; nobody else gets them.
  expectUnsaid(seen, server.apiKey, /\/(register|updateSecret|regenerateKey|settings)$/);
  expectUnsaid(seen, keys[0], /\/settings$/);
  expectUnsaid(seen, keys[1], /^$/);
});

test.describe('before the program arrives', () => {
  /** Holds the program back until it is let go. */
  async function held(page: Page): Promise<() => void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => { release = resolve; });
    await page.route(/_bg\.wasm$/, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  test('a form is typed into, sends nothing, and goes on in the program', async ({ page, server, seen }) => {
    const admin = new AdminKeyPage(page);
    const release = await held(page);
    await admin.open('register');
    await axe(page);
    await expect(page.getByRole('button', { name: 'Register secret' })).toBeDisabled();
    await admin.apiKey.fill(server.apiKey);
    await page.getByLabel('Geofencing').check();
    await page.evaluate(() => navigator.clipboard.writeText('two\nlines'));
    await admin.secret.focus();
    await page.keyboard.press('Control+V');
    await expect(admin.secret, 'not without its line break').toHaveValue('');
    await page.keyboard.type(SECRET);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/admin-key\/register$/);

    release();
    await programArrived(page);
    await expect(admin.apiKey).toHaveValue(server.apiKey);
    await expect(page.getByLabel('Geofencing')).toBeChecked();
    await expect(admin.secret).toBeFocused();
    await page.keyboard.press('Delete');
    await page.keyboard.type(SECRET[0]);
    await expect(admin.secret, 'the cursor is where it was').toHaveValue(SECRET);
    await page.getByLabel('Location History').check();
    await page.keyboard.press('Enter');
    await expect(admin.dialog).toBeVisible();
    await admin.store();
    expect(seen.requests.filter((request) => request.method() === 'POST')).toHaveLength(1);
    await page.getByRole('button', { name: 'Clear the form' }).click();
    await expectNowhere(page, SECRET);
  });

  test('a secret with a line break is not taken, and the program says why', async ({ page }) => {
    const admin = new AdminKeyPage(page);
    const release = await held(page);
    await admin.open('regenerate');
    await page.evaluate(() => navigator.clipboard.writeText('two\nlines'));
    await admin.secret.focus();
    await page.keyboard.press('Control+V');
    release();
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was pasted' })).toContainText('At character 4.');
    await expect(admin.secret).toHaveValue('');
  });

  test('whoever has a leak signs in with what was typed meanwhile', async ({ page, server }) => {
    const release = await held(page);
    await page.goto('/leak');
    await page.getByRole('textbox', { name: 'Client id' }).fill(server.clientId);
    await page.getByRole('textbox', { name: 'Client secret' }).fill(server.clientSecret);
    release();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'Client id' })).toBeHidden();
    await expectNowhere(page, server.clientSecret);
  });

  test('a key that is pressed while the program draws its form goes into it', async ({ page }) => {
    // Drawing that takes longer than Yew works in one go, and a key directly behind it.
    await page.addInitScript(() => {
      const { removeChild } = Node.prototype;
      Node.prototype.removeChild = function <T extends Node>(child: T): T {
        const removed = removeChild.call(this, child) as T;
        if (child instanceof Element && child.id === 'skeleton') {
          for (const begun = performance.now(); performance.now() < begun + 40; );
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => document.execCommand('insertText', false, 'k');
          port2.postMessage(0);
        }
        return removed;
      };
    });
    const release = await held(page);
    await page.goto('/leak');
    const secret = page.getByRole('textbox', { name: 'Client secret' });
    await secret.pressSequentially('typed before ');
    release();
    await programArrived(page);
    await expect(secret).toHaveValue('typed before k');
    await expect(secret).toBeFocused();
  });

  test('what was typed stays when the program does not arrive', async ({ page, seen }) => {
    const admin = new AdminKeyPage(page);
    await page.route(/_bg\.wasm$/, (route) => route.abort('connectionreset'));
    await admin.open('register');
    await admin.secret.fill(SECRET);
    await expect(page.getByRole('alert').filter({ hasText: 'The program could not be loaded' })).toBeVisible();
    await expect(admin.secret).toHaveValue(SECRET);
    await axe(page);
    seen.errors.length = 0;
  });
});

for (const [what, file] of [
  ['program', /vault-[0-9a-f]+\.wasm/],
  ['styles', /parts-[0-9a-f]+\.css/],
] as const) {
  test(`a part without its ${what} says so, and comes when it is asked for again`, async ({ page, seen }) => {
    await page.route(file, (route) => route.abort('connectionreset'), { times: 1 });
    await page.goto('/');
    await page.getByRole('navigation').getByRole('link', { name: 'API secrets' }).click();
    const failed = page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });
    await expect(failed).toBeVisible();
    await axe(page);
    await failed.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to the vault' })).toBeVisible();
    expect(seen.errors).toEqual([]);
  });
}

test('styles that fail before the program is there are asked for again by it', async ({ page, seen }) => {
  await page.route(/parts-[0-9a-f]+\.css/, (route) => route.abort('connectionreset'), { times: 1 });
  await page.goto('/connections');
  await expect(page.locator('.choice__options--stack').first()).toBeVisible();
  await expect(page.getByText('The program could not be loaded')).toBeHidden();
  expect(seen.errors).toEqual([]);
});

test('a part that is asked for from another page says so there, and comes', async ({ page, seen }) => {
  await page.goto('/errors');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeVisible();
  await page.route(/vault-[0-9a-f]+\.wasm/, (route) => route.abort('connectionreset'), { times: 1 });
  await page.getByRole('button', { name: 'Sign in' }).click();
  const failed = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await expect(failed).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Client id' })).toBeFocused();
  await expect(failed).toHaveCount(0);
  await expect(page).toHaveURL(/\/errors$/);
  expect(seen.errors).toEqual([]);
});

test('nothing moves while the page arrives, and nothing is cut off on a narrow screen or at double size', async ({ page }) => {
  await page.addInitScript(() => {
    type Shift = { value: number; sources: { node: Element | null; previousRect: DOMRect; currentRect: DOMRect }[] };
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as unknown as Shift[]) {
        if (sources.length === 0) shifts.push(`something, by ${value}`);
        for (const { node, previousRect, currentRect } of sources) {
          shifts.push(`${node?.parentElement?.className} ${node?.className} ${JSON.stringify([previousRect, currentRect])}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const path of ['/', '/admin-key/register', '/api-secrets', '/leak', '/activity', '/errors', '/connections', '/self-test']) {
    for (const [width, height] of [[1280, 800], [640, 400], [360, 760]] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await programArrived(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wider, `${path} at ${width}`).toBeLessThanOrEqual(0);
    }
    const shifts = await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
    expect(shifts, `layout shift of ${path}`).toEqual([]);
  }
});
