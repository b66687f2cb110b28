// A list of many rows: what the main thread does for each key in the search box, for each frame while the list is
// scrolled, and when everything is selected. The same keys, wheel and rows for the dashboard and for its peer.

import { plan, signIn, tell, traced, withBrowser } from './browser.mjs';

/** As fast as most people type; what a page puts off for a moment is done by then. */
const BETWEEN_KEYS = 250;
const STEPS = 60;
const STEP = 1_500;

/** Runs in the page: milliseconds from the press that signs in to the first row. */
function untilFirstRow() {
  return new Promise((done) => {
    let pressed;
    addEventListener('click', () => { pressed = performance.now(); }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (pressed === undefined || !document.querySelector('#list tr[data-place]')) return;
      observer.disconnect();
      done(performance.now() - pressed);
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

async function measure(browser, { name, url }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.goto(url);
  const [loaded] = await Promise.all([page.evaluate(untilFirstRow), signIn(page, plan)]);
  tell({ name, size: plan.size, what: 'loaded', value: loaded });
  const rows = () => page.locator('#list tr').count();
  const search = page.getByRole('searchbox');
  let most = await rows();

  for (let round = 0; round < plan.rounds; round += 1) {
    for (const word of plan.words) {
      await search.focus();
      const trace = await traced(browser, page, async () => {
        for (const key of word) {
          await page.keyboard.press(key === ' ' ? 'Space' : key);
          await page.waitForTimeout(BETWEEN_KEYS);
        }
      });
      most = Math.max(most, await rows());
      const keys = trace.perInput('keydown');
      if (keys.length !== word.length) throw new Error(`${keys.length} keys were seen in place of ${word.length}`);
      for (const key of keys) tell({ name, size: plan.size, what: 'key', ...key });
      await search.fill('');
      await page.waitForTimeout(BETWEEN_KEYS);
    }
    await page.locator('#list').hover();
    const scrolled = await traced(browser, page, async () => {
      for (let step = 0; step < STEPS; step += 1) {
        await page.mouse.wheel(0, STEP);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      }
    });
    for (const work of scrolled.perFrame()) tell({ name, size: plan.size, what: 'frame', work });
    most = Math.max(most, await rows());
    await page.locator('#list').evaluate((list) => list.scrollTo(0, 0));
    await page.waitForTimeout(BETWEEN_KEYS);

    await page.locator('#list tr[data-place]').first().focus();
    const selected = await traced(browser, page, async () => {
      await page.keyboard.press('Control+a');
      await page.getByRole('status').filter({ hasText: /selected/ }).first().waitFor();
      await page.waitForTimeout(BETWEEN_KEYS);
    });
    // The first is that of the modifier.
    tell({ name, size: plan.size, what: 'select', ...selected.perInput('keydown').at(-1) });
    if (round + 1 === plan.rounds) break;
    await page.reload();
    await signIn(page, plan);
    await page.locator('#list tr[data-place]').first().waitFor({ timeout: 120_000 });
  }
  tell({ name, size: plan.size, what: 'rows', value: most });
  await context.close();
}

await withBrowser(async (browser) => {
  for (const target of plan.pages) await measure(browser, target);
});
