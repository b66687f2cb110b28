// A leaked text in a page that has just been opened: from the paste, or the choice of a file, to all copies on the screen, with
// all that has to be loaded for it; and, beside that, a bare loop of `fetch` that reads every API secret, as it has to be done
// where there is no index.

import { readFileSync } from 'node:fs';
import { plan, signIn, tell, withBrowser } from './browser.mjs';

/** Long enough for the slowest machine; what takes longer is broken. */
const PATIENCE = 600_000;

/** Runs in the page: from the paste or the choice until the heading with so many copies has been painted. With the tasks of the
    main thread that took 50 ms or more, and with what the index took. */
function timed() {
  return new Promise((done) => {
    let started;
    const tasks = [];
    const begin = () => { started ??= performance.now(); };
    addEventListener('paste', begin, { capture: true, once: true });
    addEventListener('change', begin, { capture: true, once: true });
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: 'longtask' });
    const look = () => {
      const heading = document.querySelector('#leak-findings')?.textContent ?? '';
      if (started === undefined || !/\d/.test(heading)) return;
      changes.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        const milliseconds = performance.now() - started;
        const own = [...tasks, ...observer.takeRecords()].filter(({ startTime, duration }) => startTime + duration > started);
        const index = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/v1/index'));
        done({
          found: Number(heading.replace(/\D/g, '')),
          milliseconds,
          longTasks: own.length,
          longest: Math.max(0, ...own.map(({ duration }) => duration)),
          indexMilliseconds: index.duration,
          indexBytes: index.encodedBodySize,
        });
      }));
    };
    const changes = new MutationObserver(look);
    changes.observe(document, { childList: true, subtree: true, characterData: true });
  });
}

async function search(browser, url, { path, pasted, copies }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${url}/leak`);
  await signIn(page, plan);
  const field = page.getByRole('textbox', { name: 'Leaked text' });
  await field.waitFor();
  if (pasted) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), readFileSync(path, 'utf8'));
    await field.focus();
  }
  // Begun before: a press takes another way into the page, and may overtake it.
  await page.evaluate(`void (globalThis.timing = (${timed})())`);
  await (pasted ? page.keyboard.press('Control+V') : page.getByLabel('Or files').setInputFiles(path));
  const timing = await page.evaluate('timing');
  if (timing.found < copies || timing.found > copies + plan.byChance) throw new Error(`${timing.found} copies in place of ${copies}`);
  await context.close();
  return timing;
}

/** Runs in the page: reads so many API secrets, so many at a time. Answers milliseconds. */
async function loop({ clientId, clientSecret, read, concurrency }) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const { access_token } = await (await fetch('/api/oauth2/token', { method: 'POST', body: form })).json();
  const headers = { authorization: `Bearer ${access_token}` };
  const items = (await (await fetch('/api/mysafe/secretapi', { headers })).json()).api_secret_on_list;
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < read) {
      const { identifier } = items[next];
      next += 1;
      const answer = await fetch(`/api/mysafe/secretapi/${identifier}`, { headers });
      await answer.json();
      if (!answer.ok) throw new Error(`status ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return performance.now() - started;
}

await withBrowser(async (browser) => {
  const [{ url }] = plan.pages;
  for (let round = 0; round < Math.max(...plan.texts.map(({ rounds }) => rounds)); round += 1) {
    for (const text of plan.texts.filter(({ rounds }) => round < rounds)) {
      tell({ what: 'search', text: text.name, ...(await search(browser, url, text)) });
    }
  }
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  // A page of this origin that does nothing by itself.
  await page.goto(`${url}/healthz`);
  const { clientId, clientSecret, read, concurrency } = plan;
  tell({ what: 'read', items: read, milliseconds: await page.evaluate(loop, { clientId, clientSecret, read, concurrency }) });
});
