// Firefox and WebKitGTK, each through its own WebDriver. Where one is not to be had, that is said, and the journey counts as not run.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder, Capabilities, type WebDriver, type WebElement } from 'selenium-webdriver';

export const BROWSERS = ['Firefox', 'WebKitGTK'] as const;
export type Browser = (typeof BROWSERS)[number];

/** What is typed into a shell for the driver at a port; none where it is not here. */
function driverCommand(browser: Browser, port: number): string[] | undefined {
  const { LATCHBOARD_GECKODRIVER: gecko, LATCHBOARD_FIREFOX: firefox, LATCHBOARD_WEBKIT_DRIVER: webkit } = process.env;
  if (browser === 'Firefox') return gecko && firefox ? [gecko, '--port', String(port)] : undefined;
  // It knows no window without a screen.
  return webkit ? ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1440x900x24', webkit, `--port=${port}`] : undefined;
}

function capabilities(browser: Browser): Capabilities {
  if (browser === 'Firefox') {
    return new Capabilities({
      browserName: 'firefox',
      'moz:firefoxOptions': { binary: process.env.LATCHBOARD_FIREFOX, args: ['-headless'], prefs: { 'intl.accept_languages': 'en-US' } },
    });
  }
  return new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: process.env.LATCHBOARD_MINIBROWSER, args: ['--automation'] },
  });
}

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Ends the driver with its children, of which xvfb-run has two, and takes away what they wrote. */
async function endOf(child: ChildProcess, home: string): Promise<void> {
  const ended = child.exitCode !== null || child.signalCode !== null;
  if (child.pid && !ended) {
    const over = new Promise((resolve) => child.once('close', resolve));
    process.kill(-child.pid, 'SIGTERM');
    await over;
  }
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

/** A browser with one window. */
export class Window {
  private constructor(readonly driver: WebDriver, private readonly end: () => Promise<void>) {}

  /** None where the browser or its driver is not here. */
  static async start(browser: Browser): Promise<Window | undefined> {
    const port = await freePort();
    const command = driverCommand(browser, port);
    if (!command) return undefined;
    const home = await mkdtemp(join(tmpdir(), 'latchboard-browser-'));
    const env = { ...process.env, HOME: home, LANG: 'en_US.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: 'en' };
    const child = spawn(command[0], command.slice(1), { stdio: 'ignore', env, detached: true });
    const url = `http://127.0.0.1:${port}`;
    let failed: Error | undefined;
    child.once('error', (error) => { failed = error; });
    const end = () => endOf(child, home);
    try {
      await until(`the driver of ${browser}`, async () => {
        if (failed) throw failed;
        const status = await fetch(`${url}/status`).catch(() => undefined);
        return (status?.ok && (await status.json()).value?.ready) || undefined;
      });
      const driver = await new Builder().usingServer(url).withCapabilities(capabilities(browser)).build();
      await driver.manage().window().setRect({ width: 1280, height: 860 });
      return new Window(driver, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.driver.quit().finally(this.end);
  }

  /** Opens a page, and waits for the program: the forms that are drawn beforehand give way to its own. */
  async open(url: string): Promise<void> {
    await this.driver.get(url);
    await until('the program', () => this.driver.executeScript<true | null>('return document.querySelector(".topbar select") ? true : null'));
  }

  /** The first element in sight whose name, or whose text, is this. */
  named(selector: string, name: RegExp | string): Promise<WebElement> {
    const [source, flags] = name instanceof RegExp ? [name.source, name.flags] : [`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, ''];
    const find = (selector: string, source: string, flags: string) => {
      const wanted = new RegExp(source, flags);
      const label = (element: HTMLElement) => {
        const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
        return [element.getAttribute('aria-label'), ...labels.map((label) => label.innerText), element.innerText];
      };
      const top = document.querySelector('dialog:modal') ?? document.body;
      return [...top.querySelectorAll<HTMLElement>(selector)].find((element) =>
        element.getClientRects().length > 0 && label(element).some((text) => wanted.test((text ?? '').trim().replace(/\s+/g, ' '))));
    };
    return until(`${selector} “${name}”`, () => this.driver.executeScript<WebElement | null>(`return (${find})(...arguments)`, selector, source, flags));
  }

  async press(name: RegExp | string): Promise<void> {
    // What is drawn anew while it is being pressed is found again.
    await until(`a press on “${name}”`, async () => {
      const button = await this.named('button, a', name);
      return button.click().then(() => true, () => undefined);
    });
  }

  async fill(label: RegExp | string, text: string): Promise<void> {
    const field = await this.named('input, textarea', label);
    await field.clear();
    await field.sendKeys(text);
  }

  /** Waits until the text of the page, or of what the selector finds, says this. */
  says(text: RegExp, selector = 'main'): Promise<string> {
    let said = '';
    return until(() => `${selector} with ${text}; it says: ${said}`, async () => {
      said = await this.driver.executeScript<string>('return document.querySelector(arguments[0])?.innerText ?? ""', selector);
      return text.test(said) ? said : undefined;
    });
  }
}

/** Asks again until there is something; a machine may be several times slower than another one. */
async function until<T>(what: string | (() => string), ask: () => Promise<T | null | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`not there within a minute: ${typeof what === 'string' ? what : what()}`);
    await new Promise((passed) => setTimeout(passed, 50));
  }
}
