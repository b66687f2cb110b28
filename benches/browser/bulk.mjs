// Thousands of API secrets switched in the page, and by a bare loop of `fetch` in a page of the same origin with as many calls
// at a time. Each round one of them switches everything off and the other everything on again, and the next round the other
// way round: both do the same work on the same server. Of more API secrets than `calls` only so many are switched.

import { plan, signIn, tell, withBrowser } from './browser.mjs';

/** Long enough for the slowest machine; what takes longer is broken. */
const PATIENCE = 1_200_000;

/** Runs in the page: `calls` of them, so many at a time. Answers milliseconds. */
async function loop({ clientId, clientSecret, count, calls, concurrency, change }) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const { access_token } = await (await fetch('/api/oauth2/token', { method: 'POST', body: form })).json();
  const headers = { authorization: `Bearer ${access_token}` };
  const items = (await (await fetch('/api/mysafe/secretapi', { headers })).json()).api_secret_on_list;
  if (items.length !== count) throw new Error(`${items.length} API secrets in place of ${count}`);
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < calls) {
      const { identifier } = items[next];
      next += 1;
      const answer = await fetch(`/api/mysafe/secretapi/${change}/${identifier}`, { method: 'POST', headers });
      await answer.json();
      if (!answer.ok) throw new Error(`status ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return performance.now() - started;
}

/** Runs in the page: from the press of the button that begins a run until it is over, or has settled `calls`. With the tasks of
    the main thread that took 50 ms or more, which is what somebody who types or scrolls would notice. */
function timed(calls) {
  return new Promise((done) => {
    let started;
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    addEventListener('click', () => { started = performance.now(); }, { capture: true, once: true });
    const look = () => {
      if (started === undefined) return;
      const settled = document.querySelector('[data-phase] progress')?.value ?? 0;
      const over = document.querySelector('[data-phase="over"]');
      if (!over && settled < calls) return;
      observer.disconnect();
      const milliseconds = performance.now() - started;
      done({ over: Boolean(over), settled, milliseconds, longTasks: tasks.length, longest: Math.max(0, ...tasks) });
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  });
}

async function inPage(browser, ours, change) {
  const name = change === 'active' ? 'Activate' : 'Deactivate';
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${ours}/api-secrets`);
  await signIn(page, plan);
  await page.getByRole('checkbox', { name: 'Select the visible rows' }).click();
  await page.getByRole('button', { name: /^Select all [\d,]+ that match$/ }).click();
  await page.getByRole('button', { name: `${name}…`, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(String(plan.count));
  page.setDefaultTimeout(PATIENCE);
  const [timing] = await Promise.all([
    page.evaluate(timed, plan.calls),
    dialog.getByRole('button', { name: new RegExp(`^${name}`) }).click(),
  ]);
  if (!timing.over) {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('[data-phase="over"]').waitFor();
  }
  const done = await page.locator('.tally [data-verdict="done"] dd').first().textContent();
  if (Number(done.replace(/\D/g, '')) < plan.calls) throw new Error(`${done} are done in place of ${plan.calls}`);
  await context.close();
  return timing;
}

async function bare(browser, ours, change) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  // A page of this origin that does nothing by itself.
  await page.goto(`${ours}/healthz`);
  const { clientId, clientSecret, count, calls, concurrency } = plan;
  const milliseconds = await page.evaluate(loop, { clientId, clientSecret, count, calls, concurrency, change });
  await context.close();
  return milliseconds;
}

await withBrowser(async (browser) => {
  const [{ url }] = plan.pages;
  const perSecond = (calls, milliseconds) => calls / (milliseconds / 1e3);
  const measures = {
    loop: async (change) => ({ name: 'loop', perSecond: perSecond(plan.calls, await bare(browser, url, change)) }),
    ours: async (change) => {
      const { settled, milliseconds, longTasks, longest } = await inPage(browser, url, change);
      return { name: 'ours', perSecond: perSecond(settled, milliseconds), longTasks, longest };
    },
  };
  for (let round = 0; round < plan.rounds; round += 1) {
    const [first, second] = round % 2 === 0 ? ['loop', 'ours'] : ['ours', 'loop'];
    tell({ count: plan.count, ...(await measures[first]('inactive')) });
    tell({ count: plan.count, ...(await measures[second]('active')) });
  }
});
