// How the journeys run: one real Chromium, the one of this system. No retries, no sleeps, nothing skipped.
// `cargo xtask test e2e` starts this and sets the variables read here; it starts no server, that is what fixtures.ts does.

import { defineConfig, devices } from '@playwright/test';

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start the journeys with: cargo xtask test e2e`);
  return value;
}

const report = process.env.LATCHBOARD_REPORT;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  fullyParallel: true,
  // Each journey has a browser page and a server of its own; more than two of them only make each other slow.
  workers: 2,
  // Ends what hangs, and nothing else: a machine may be several times slower than another one.
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-US',
    // The copy button writes to the clipboard, and a journey reads what it wrote.
    permissions: ['clipboard-read', 'clipboard-write'],
    screenshot: 'only-on-failure',
    // Without its film, which costs a journey more time than the rest of it together.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      // Playwright's own browser would have to be downloaded.
      executablePath: needed('LATCHBOARD_CHROMIUM'),
      args: [
        // Chromium refuses to run as root with its sandbox, and containers often lack what the sandbox needs.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        // A journey proves that the page talks to its own server only; the browser should not talk to anybody either.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
