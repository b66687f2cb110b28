// What every journey gets: a real server of its own on an empty data directory, a record of what the page said and
// asked for, and the accessibility check. It contains no expectation about the product but one: whatever a journey does, the page
// throws nothing and talks to its own server only.

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page, type Request } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How long a server may take to start or to stop. It needs milliseconds; a busy machine needs more. */
const DEADLINE = 30_000;

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start the journeys with: cargo xtask test e2e`);
  return value;
}

/** A running `latchboard-server`. */
export class Server {
  /** Where it answers, without a slash at the end: `http://127.0.0.1:PORT`. The same after a restart. */
  url = '';
  /** The credentials that it printed on its first start on this data directory. */
  apiKey = '';
  clientId = '';
  clientSecret = '';
  /** Directory of its data; gone after the test. */
  readonly dataDir: string;

  private readonly extra: readonly string[];
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private said = '';
  private logged = '';

  constructor(dataDir: string, extra: readonly string[] = []) {
    this.dataDir = dataDir;
    this.extra = extra;
  }

  /** All it has said since the first start: standard output (the credentials are in there) and log. */
  output(): string {
    return this.said;
  }

  /** What it has written to standard error since the first start. */
  log(): string {
    return this.logged;
  }

  /** The process, for a journey that sends a signal of its own. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when it accepts connections. */
  async start(): Promise<void> {
    const listen = this.url ? new URL(this.url).host : '127.0.0.1:0';
    const child = spawn(
      needed('LATCHBOARD_SERVER'),
      ['serve', '--listen', listen, '--data-dir', this.dataDir, '--dashboard', needed('LATCHBOARD_DASHBOARD'), ...this.extra],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.said += text;
      this.logged += text;
    });

    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => fail(`it did not say that it is ready within ${DEADLINE} ms`), DEADLINE);
      const fail = (why: string) => {
        clearTimeout(timer);
        child.kill('SIGKILL');
        reject(new Error(`The server did not start: ${why}. It said:\n${this.said}`));
      };
      child.once('error', (error) => fail(error.message));
      child.once('close', (code, signal) => fail(`it ended (${signal ?? code})`));
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.said += `${line}\n`;
        const [, name, value] = /^(API key|Client id|Client secret|Latchboard is ready on)[: ]\s*(\S+)\s*$/.exec(line) ?? [];
        if (name === 'API key') this.apiKey = value;
        if (name === 'Client id') this.clientId = value;
        if (name === 'Client secret') this.clientSecret = value;
        if (name === 'Latchboard is ready on') {
          this.url = value.replace(/\/$/, '');
          clearTimeout(timer);
          resolve();
        }
      });
    });
  }

  /** `kill -9`: no goodbye, nothing flushed that was not on disk. */
  async kill9(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Stops it in order, if it still runs. */
  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return this.ended;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE);
    await this.ended;
    clearTimeout(timer);
    if (child.signalCode === 'SIGKILL') throw new Error(`The server did not stop within ${DEADLINE} ms of SIGTERM`);
  }

  /** Starts it again on the same data and the same port, after `kill9` or in order. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }
}

/** What the page said and asked for, in order. */
export interface Seen {
  /** Console messages as `type: text`. A refused request is among them: the browser itself reports it as an error. */
  readonly console: string[];
  /** Uncaught exceptions and panics. A journey that provokes one takes it out of the list again. */
  readonly errors: string[];
  readonly requests: Request[];
  /** Whom the page may ask: its server. A journey that puts a proxy before it adds that one. */
  readonly servers: string[];
}

/** Waits until no colour fades any more: half-way between two themes it has a contrast that is no page's. */
async function transitionsEnded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What is folded away stands still until it is unfolded.
    const isSeen = (animation: Animation) => (animation.effect as KeyframeEffect).target?.checkVisibility();
    const running = () => document.getAnimations().filter((animation) => animation instanceof CSSTransition && isSeen(animation));
    for (let all = running(); all.length > 0; all = running()) {
      // One that is cancelled, since its element went away, has ended as well.
      await Promise.allSettled(all.map((transition) => transition.finished));
    }
  });
}

/** Finds every violation of WCAG 2.2 A and AA that a program can find, and fails with the list of them. */
export async function axe(page: Page): Promise<void> {
  await transitionsEnded(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect(found, 'accessibility violations').toEqual([]);
}

interface Fixtures {
  /** More arguments for the server: `test.use({ serverArguments: ['--rehearsal'] })`. */
  serverArguments: string[];
  server: Server;
  seen: Seen;
}

export const test = base.extend<Fixtures>({
  serverArguments: [[], { option: true }],

  server: async ({ serverArguments }, use, info) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchboard-e2e-'));
    const server = new Server(dataDir, serverArguments);
    try {
      await server.start();
      await use(server);
      await server.stop();
    } finally {
      await server.kill9();
      if (info.status !== info.expectedStatus) {
        await info.attach('server output', { body: server.output(), contentType: 'text/plain' });
      }
      await rm(dataDir, { recursive: true, force: true });
    }
  },

  baseURL: async ({ server }, use) => use(server.url),

  // Always on: a journey does not have to ask for it to be watched.
  seen: [
    async ({ context, server }, use) => {
      const seen: Seen = { console: [], errors: [], requests: [], servers: [server.url] };
      context.on('console', (message) => seen.console.push(`${message.type()}: ${message.text()}`));
      context.on('weberror', (error) => seen.errors.push(String(error.error().stack ?? error.error())));
      context.on('request', (request) => seen.requests.push(request));
      await use(seen);
      expect(seen.errors, 'uncaught errors in the page').toEqual([]);
      const foreign = seen.requests.map((request) => request.url()).filter((url) => !isOwn(url, seen.servers));
      expect(foreign, 'requests to anybody but the own server').toEqual([]);
    },
    { auto: true },
  ],
});

function isOwn(url: string, own: readonly string[]): boolean {
  const { origin, protocol } = new URL(url);
  return own.includes(origin) || protocol === 'data:' || protocol === 'blob:';
}

export { expect };
