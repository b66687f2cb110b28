// Every page as a person sees it: with something in it, in both themes and every language, from a large screen to a phone. What
// a program can say about a look is checked at each of them: nothing is cut off, at the side or within, unless it can be read
// otherwise; nothing lies over anything else; no accessibility violation, and no English left on a page in another language.
// The README's picture is one of them.

import type { Page } from '@playwright/test';
import { axe, expect, test } from '../fixtures';
import { AdminKeyPage, ApiSecretsPage, verdict, withoutKeys } from './pages';
import { picture, takesPictures } from './picture';

test.use({ serverArguments: ['--rehearsal'] });

const SECRET = 'a first secret, long enough';
const SIZES = { 1920: 1080, 1440: 900, 1024: 768, 390: 844 };
const WIDE = { width: 1440, height: 900 };

/** As a user does it, but behind an open dialog, too. */
async function speak(page: Page, language: string): Promise<void> {
  await page.locator('.topbar select').first().evaluate((menu: HTMLSelectElement, language) => {
    menu.value = language;
    menu.dispatchEvent(new Event('change', { bubbles: true }));
  }, language);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

/** What the product says on the page: without fields, code, and what comes from a server or the user. */
function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (from?.checkVisibility() && !from.closest('code, pre, kbd, option, script, q, [role="row"], tr') && /\w+ \w+ \w+/.test(text)) texts.push(text);
    }
    return texts;
  });
}

/** The elements that make the page wider than the window. */
function beyondTheSide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5);
    return wide.map((element) => `${element.tagName} ${element.className}: ${element.textContent?.slice(0, 40)}`);
  });
}

/** Texts that end in an ellipsis, or are cut off, without a way to read the rest. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      return element.scrollWidth > element.clientWidth + 1 && (textOverflow === 'ellipsis' || overflowX === 'hidden' || overflowX === 'clip');
    };
    const holdsText = (element: Element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
    return [...document.querySelectorAll('body *:not(input, select, textarea, script)')]
      .filter((element) => element.checkVisibility() && holdsText(element))
      .flatMap((element) => {
        for (let around: Element | null = element; around && around.clientWidth > 0; around = around.parentElement) {
          if (around.hasAttribute('title') || around.matches('.visually-hidden, .skip-link')) return [];
          if (isCut(around)) return [`${element.textContent!.trim().slice(0, 40)} (${around.tagName} ${around.className})`];
        }
        return [];
      });
  });
}

/** Controls and texts that lie over each other, as far as they scroll together. */
function overlapping(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const floats = (element: Element) => {
      for (let around: Element | null = element; around; around = around.parentElement) {
        if (/fixed|sticky/.test(getComputedStyle(around).position)) return around;
      }
      return null;
    };
    const dialog = document.querySelector('dialog:modal');
    const parts = [...(dialog ?? document.body).querySelectorAll('button, input, select, textarea, a, .badge, .state, h1, h2, h3, p, dt, dd, time, label')]
      .filter((element) => element.checkVisibility({ opacityProperty: true }) && !element.closest('.visually-hidden, .skip-link'))
      .map((element) => ({ element, box: element.getBoundingClientRect(), floats: floats(element) }))
      .filter(({ box }) => box.width > 2 && box.height > 2);
    const told = (element: Element) => `${element.tagName} ${element.className} “${element.textContent!.trim().slice(0, 30)}”`;
    const found: string[] = [];
    for (const [at, one] of parts.entries()) {
      for (const other of parts.slice(at + 1)) {
        if (one.floats !== other.floats || one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // What is drawn inside a field, such as its eye, has its place there.
        const isInField = [one, other].some(({ element }) => element.matches('.secret__toggle'));
        if (width > 2 && height > 2 && !isInField) found.push(`${told(one.element)} and ${told(other.element)}`);
      }
    }
    return found;
  });
}

async function look(page: Page, name: string): Promise<void> {
  const choices = page.locator('.topbar select').first().locator('option');
  // A form drawn beforehand is there before the program is, and has no bar yet.
  await expect(choices.filter({ hasText: 'Español' })).toBeAttached();
  const languages = await choices.evaluateAll((options: HTMLOptionElement[]) => options.map(({ value }) => value));
  const english = new Set(await said(page));
  for (const language of languages) {
    await speak(page, language);
    if (language !== 'en') {
      expect((await said(page)).filter((text) => english.has(text)), `${name}: English in ${language}`).toEqual([]);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Where things are does not depend on the colours.
      const sizes = colorScheme === 'light' || takesPictures ? Object.entries(SIZES) : [];
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width: Number(width), height });
        if (colorScheme === 'light') {
          const at = `${name} in ${language} at ${width}`;
          expect.soft(await beyondTheSide(page), `${at}: beyond the side`).toEqual([]);
          expect.soft(await cut(page), `${at}: cut off`).toEqual([]);
          expect.soft(await overlapping(page), `${at}: over each other`).toEqual([]);
        }
        await picture(page, `${name}-${language}-${colorScheme}-${width}`);
      }
      await page.setViewportSize(WIDE);
      // What it looks at does not depend on the language.
      if (language === 'en') await axe(page);
    }
  }
  await speak(page, 'en');
  await page.emulateMedia({ colorScheme: 'light' });
}

test.beforeEach(({ page }) => page.setViewportSize(WIDE));

test('pictures: admin key', async ({ page, server }) => {
  await withoutKeys(page);
  const admin = new AdminKeyPage(page);
  await admin.open('register');
  await look(page, 'register-empty');
  await admin.apiKey.fill(server.apiKey);
  await admin.secret.fill(' pässword ');
  await admin.secret.blur();
  await look(page, 'register-warned');
  await admin.register(server.apiKey, SECRET);
  await expect(admin.dialog).toBeVisible();
  await look(page, 'register-key');
  await admin.store();
  await admin.register(server.apiKey, SECRET);
  await expect(verdict(page, 'Register: refused')).toBeInViewport({ ratio: 1 });
  await look(page, 'register-refused');
  await page.getByRole('link', { name: 'Change secret' }).click();
  await look(page, 'change-secret');
  await page.getByRole('link', { name: 'Regenerate' }).click();
  await page.route(/regenerateKey/, (route) => route.abort('connectionreset'));
  await admin.regenerate(SECRET);
  await expect(verdict(page, 'Regenerate: unknown')).toBeVisible();
  await look(page, 'regenerate-unknown');
  await page.getByRole('link', { name: 'Overview' }).click();
  await look(page, 'overview');
});

test('pictures: API secrets', async ({ page, server }) => {
  await withoutKeys(page);
  const vault = new ApiSecretsPage(page);
  await page.goto('/api-secrets');
  await expect(page.getByRole('textbox', { name: 'Client id' })).toBeVisible();
  await look(page, 'api-secrets-signed-out');
  await vault.openSignedIn(server);
  await expect(vault.rows.first()).toBeVisible();
  await vault.rows.filter({ has: page.getByRole('button', { name: 'Deactivate' }) }).first().getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('grid')).toContainText('Inactive');
  await page.route(/\/inactive\//, (route) => route.abort('connectionreset'), { times: 3 });
  await vault.rows.filter({ hasText: /Active/ }).first().getByRole('button', { name: 'Deactivate' }).press('Enter');
  await expect(page.getByRole('heading', { name: /: unknown$/ })).toBeVisible();
  await page.evaluate(() => scrollTo(0, 0));
  await look(page, 'api-secrets');
  await page.getByRole('searchbox').fill('payroll');
  await page.getByRole('checkbox', { name: 'Select the visible rows' }).click();
  await look(page, 'api-secrets-selected');
  await page.getByRole('searchbox').fill('nothing is called so');
  await expect(vault.rows).toHaveCount(0);
  await look(page, 'api-secrets-nothing-found');
  await page.getByRole('button', { name: 'New API secret' }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'api-secret-new');
});

test('pictures: leak response and bulk', async ({ page, server }) => {
  const [, secret] = /^Leaked client secret, in \d+ API secrets: (\S+)$/m.exec(server.output()) ?? [];
  await page.goto('/bulk');
  await expect(page.getByText('No bulk run yet')).toBeVisible();
  await look(page, 'bulk-none');
  await page.goto('/leak');
  await new ApiSecretsPage(page).signIn(server.clientId, server.clientSecret);
  const field = page.getByRole('textbox', { name: 'Leaked text' });
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
  await look(page, 'leak-empty');
  await field.fill(`CLIENT_SECRET="${secret}"`);
  await page.getByRole('button', { name: 'Find copies' }).click();
  const off = page.getByRole('button', { name: /^Deactivate \d+ API secrets…/ });
  await expect(off).toBeVisible();
  await look(page, 'leak-found');
  await off.click();
  const confirm = page.getByRole('dialog');
  await look(page, 'leak-question');
  const [, count] = /^Deactivate (\d+)/.exec(await off.innerText()) ?? [];
  await confirm.getByRole('textbox').fill(count);
  await confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await expect(page.getByRole('region', { name: 'Receipt' })).toBeVisible();
  await page.evaluate(() => scrollTo(0, 0));
  await look(page, 'leak-over');
});

test('pictures: activity, connections, self-test, error guide', async ({ page, server }) => {
  await page.goto('/activity');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(page, 'activity-empty');
  const admin = new AdminKeyPage(page);
  await page.getByRole('link', { name: 'Admin key' }).click();
  await admin.registerTwice(server.apiKey, SECRET);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('table', { name: 'Activity' })).toBeVisible();
  await look(page, 'activity');
  await page.getByRole('link', { name: 'Connections' }).click();
  await page.getByRole('button', { name: 'Test' }).first().click();
  await expect(page.getByText('The right server answers').first()).toBeVisible();
  await look(page, 'connections');
  await page.getByRole('link', { name: 'Self-test' }).click();
  await expect(page.getByRole('heading', { name: 'Self-test', level: 1 })).toBeVisible();
  await look(page, 'self-test');
  await page.getByRole('link', { name: 'Error guide' }).click();
  await page.getByRole('searchbox').fill('1006');
  await look(page, 'error-guide');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keyboard' }).or(page.locator('.menu--help')).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'keyboard-help');
  await page.goto('/no-such-page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(page, 'not-found');
});
