// What the measurements in a browser share: the plan on standard input, one JSON object per value on standard output, the
// one real Chromium, and the reading of its traces. Started by `cargo xtask bench`.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What to measure, as `cargo xtask bench` says it. */
export const plan = JSON.parse(readFileSync(0, 'utf8'));

export const tell = (value) => console.log(JSON.stringify(value));

/** Chromium, for as long as `work` takes. */
export async function withBrowser(work) {
  const require = createRequire(join(plan.packages, 'package.json'));
  const { chromium } = require('playwright');
  const browser = await chromium.launch({
    executablePath: plan.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** Signs in with the form that both pages have. */
export async function signIn(page, { clientId, clientSecret }) {
  await page.getByLabel('Client id').first().fill(clientId);
  await page.getByRole('textbox', { name: 'Client secret' }).fill(clientSecret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-lighthouse', 'toplevel', '__metadata'];

/** What the main thread of the page did while `work` ran. Times are in milliseconds. */
export async function traced(browser, page, work) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return new Trace(traceEvents);
}

class Trace {
  constructor(events) {
    const mains = events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain');
    const of = (main) => events.filter((event) => event.pid === main.pid && event.tid === main.tid);
    // A page that is about to be shown may have a process of its own, which does nothing.
    this.events = mains.map(of).reduce((most, next) => (next.length > most.length ? next : most), []).sort((a, b) => a.ts - b.ts);
    const whole = this.events.filter((event) => event.ph === 'X');
    // The same task under the name that this version of Chromium gives it.
    const names = ['RunTask', 'ThreadControllerImpl::RunTask'];
    this.tasks = names.map((name) => whole.filter((event) => event.name === name)).find((tasks) => tasks.length > 0) ?? [];
    if (this.tasks.length === 0) throw new Error('the trace holds no tasks of the main thread');
  }

  /** When input of this kind reached the page. */
  inputs(type) {
    return this.events.filter((event) => event.name === 'EventDispatch' && event.args.data?.type === type).map(({ ts }) => ts);
  }

  /** For each input: the work up to the next paint, all work up to the next input, the longest task of it, and the time to the paint. */
  perInput(type) {
    const starts = this.inputs(type);
    return starts.map((start, index) => {
      const end = starts[index + 1] ?? Infinity;
      const paint = this.events.find((event) => event.ts > start && event.ts < end && event.name === 'Paint');
      const task = paint && this.tasks.find(({ ts, dur }) => ts <= paint.ts && paint.ts <= ts + dur);
      const painted = task ? task.ts + task.dur : end;
      const own = this.tasks.filter(({ ts, dur }) => ts + dur > start && ts < end);
      const work = (until) => own.filter(({ ts }) => ts < until).reduce((sum, { ts, dur }) => sum + ts + dur - Math.max(ts, start), 0) / 1e3;
      return {
        toPaint: painted === Infinity ? null : (painted - start) / 1e3,
        workToPaint: work(painted),
        work: work(end),
        longest: Math.max(0, ...own.map(({ dur }) => dur)) / 1e3,
      };
    });
  }

  /** The work of each frame that was drawn, and the longest task. */
  perFrame() {
    const frames = this.events.filter((event) => event.name === 'Paint').map(({ ts }) => ts);
    const ends = [...new Set(frames.map((ts) => this.tasks.find((task) => task.ts <= ts && ts <= task.ts + task.dur)).filter(Boolean).map(({ ts, dur }) => ts + dur))];
    return ends.slice(1).map((end, index) => {
      const own = this.tasks.filter(({ ts, dur }) => ts + dur > ends[index] && ts < end);
      return own.reduce((sum, { dur }) => sum + dur, 0) / 1e3;
    });
  }
}
