// What Chromium transfers for a page, and how long it takes until its first field can be typed into and its first form be
// sent. Every visit has a context of its own, so nothing is cached.

import { plan, tell, withBrowser } from './browser.mjs';

/** Notes when the first field is there and can be typed into, and when the first form can be sent. */
function watch() {
  const once = (name, selector) => {
    const look = () => {
      const element = document.querySelector(selector);
      if (!element || element.getClientRects().length === 0) return;
      observer.disconnect();
      globalThis[name] = performance.now();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  };
  once('usable', 'input:not([type=hidden]):not([disabled]), textarea:not([disabled])');
  once('sendable', 'button[type=submit]:not([disabled]):not([aria-disabled=true])');
}

async function visit(browser, { name, url, timed, hasForm }, { waitUntil, line }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  if (line) await session.send('Network.emulateNetworkConditions', { offline: false, ...line });
  const files = new Map();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => files.set(requestId, { path: new URL(request.url).pathname, onWire: 0 }));
  session.on('Network.responseReceived', ({ requestId, response }) => Object.assign(files.get(requestId) ?? {}, { encoding: response.headers['content-encoding'] ?? '' }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => Object.assign(files.get(requestId) ?? {}, { onWire: encodedDataLength }));
  await page.addInitScript(watch);
  await page.goto(url, { waitUntil });
  if (timed) await page.waitForFunction(() => globalThis.usable !== undefined);
  if (hasForm) await page.waitForFunction(() => globalThis.sendable !== undefined);
  const seen = await page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const sizes = {};
    for (const { name, encodedBodySize } of entries) {
      const path = new URL(name).pathname;
      // A file that is asked for early and used later has two entries, and is transferred once.
      sizes[path] = Math.max(sizes[path] ?? 0, encodedBodySize);
    }
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return { sizes, usable: globalThis.usable ?? null, sendable: globalThis.sendable ?? null, firstPaint: paint?.startTime ?? null };
  });
  await context.close();
  const sent = [...files.values()].filter(({ onWire }) => onWire > 0);
  tell({
    name,
    line: line ? 'slow' : 'local',
    body: Object.values(seen.sizes).reduce((sum, size) => sum + size, 0),
    onWire: sent.reduce((sum, { onWire }) => sum + onWire, 0),
    // Whatever the page's own resource timing leaves out (the icon) is told by the protocol.
    files: sent.map((file) => ({ ...file, body: seen.sizes[file.path] ?? file.onWire })),
    usable: seen.usable,
    sendable: seen.sendable,
    firstPaint: seen.firstPaint,
  });
}

await withBrowser(async (browser) => {
  // To be weighed: it is over when nothing more comes.
  for (const target of plan.pages) await visit(browser, target, { waitUntil: 'networkidle' });
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const line of plan.lines) {
      for (const target of plan.pages.filter(({ timed }) => timed)) await visit(browser, target, { waitUntil: 'load', line });
    }
  }
});
