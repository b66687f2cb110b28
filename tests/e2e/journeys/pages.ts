// What the journeys do on the pages, in the words of a user. Contains no expectation about an outcome.

import type { Locator, Page } from '@playwright/test';
import { expect, type Server } from '../fixtures';

/** A form may stand there before the program does; what it does not have needs the program. */
export async function programArrived(page: Page): Promise<void> {
  await page.locator('#skeleton').waitFor({ state: 'detached' });
}

export class AdminKeyPage {
  readonly apiKey: Locator;
  readonly secret: Locator;
  readonly presentSecret: Locator;
  readonly newSecret: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.apiKey = page.getByRole('textbox', { name: 'API key' });
    this.secret = page.getByRole('textbox', { name: 'Customer secret' });
    this.presentSecret = page.getByRole('textbox', { name: 'Current secret' });
    this.newSecret = page.getByRole('textbox', { name: 'New secret' });
    this.dialog = page.getByRole('dialog', { name: 'Your admin key' });
  }

  async open(task: 'register' | 'change-secret' | 'regenerate'): Promise<void> {
    await this.page.goto(`/admin-key/${task}`);
    await this.apiKey.waitFor();
  }

  async register(apiKey: string, secret: string): Promise<void> {
    await this.apiKey.fill(apiKey);
    await this.secret.fill(secret);
    await this.page.getByRole('button', { name: 'Register secret' }).click();
  }

  /** Registers, stores the key, and registers again, which is refused. */
  async registerTwice(apiKey: string, secret: string): Promise<void> {
    await this.register(apiKey, secret);
    await this.store();
    await this.register(apiKey, secret);
    await verdict(this.page, 'Register: refused').waitFor();
  }

  async regenerate(secret: string): Promise<void> {
    await this.secret.fill(secret);
    await this.page.getByRole('button', { name: 'Regenerate admin key' }).click();
  }

  async change(present: string, next: string): Promise<void> {
    await this.presentSecret.fill(present);
    await this.newSecret.fill(next);
    await this.page.getByRole('button', { name: 'Change secret' }).click();
  }

  /** The key that the dialog shows. */
  shownKey(): Promise<string> {
    return this.dialog.getByRole('textbox', { name: 'Admin key' }).inputValue();
  }

  async store(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'I have stored it' }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }
}

export class ApiSecretsPage {
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByRole('grid').getByRole('row').filter({ has: page.getByRole('rowheader') });
  }

  async signIn(clientId: string, clientSecret: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Client id' }).fill(clientId);
    await this.page.getByRole('textbox', { name: 'Client secret' }).fill(clientSecret);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async openSignedIn(server: Server): Promise<void> {
    await this.page.goto('/api-secrets');
    await this.signIn(server.clientId, server.clientSecret);
    await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  async create(name: string, secret: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New API secret' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'New API secret' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'URL' }).fill('www.url.com');
    await dialog.getByRole('textbox', { name: 'Client id' }).fill('app');
    await dialog.getByRole('textbox', { name: 'Client secret' }).fill(secret);
    await dialog.getByRole('button', { name: 'Store' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  /** Until a switch takes presses again: as long after an answer as a double click, and as its message takes to settle. */
  async settled(): Promise<void> {
    await this.page.locator('.message').evaluateAll((messages) =>
      Promise.all(messages.flatMap((message) => message.getAnimations()).map((animation) => animation.finished)));
  }
}

/** The verdict with this title, such as “Register: refused”. */
export function verdict(page: Page, title: string): Locator {
  return page.locator('section.outcome', { has: page.getByRole('heading', { name: title, exact: true }) });
}

/** A run, from the selection of API secrets on. */
export class BulkPage {
  readonly run: Locator;
  readonly confirm: Locator;

  constructor(readonly page: Page) {
    this.run = page.getByRole('region', { name: /^(Deactivate|Activate) [\d,]+ API secrets/ });
    this.confirm = page.getByRole('dialog');
  }

  /** Signs in, and selects all that match `search`. Answers how many of them may be switched. */
  async select(server: Server, search: string): Promise<number> {
    await new ApiSecretsPage(this.page).openSignedIn(server);
    await this.page.getByRole('searchbox').fill(search);
    await this.page.getByRole('checkbox', { name: 'Select the visible rows' }).click();
    await this.page.getByRole('button', { name: /^Select all [\d,]+ that match$/ }).click();
    await this.page.getByRole('button', { name: 'Deactivate…' }).click();
    const [, count] = /^Deactivate ([\d,]+) API secrets\?$/.exec(await this.confirm.getByRole('heading').innerText()) ?? [];
    return Number(count.replace(',', ''));
  }

  async begin(count: number): Promise<void> {
    await this.confirm.getByRole('textbox').fill(String(count));
    await this.confirm.getByRole('button', { name: /^(Dea|A)ctivate/ }).click();
    await expect(this.page).toHaveURL(/\/bulk$/);
  }

  count(verdict: string): Promise<number> {
    return this.run.locator(`.tally [data-verdict="${verdict}"] dd`).textContent().then((text) => Number(text?.replace(',', '')));
  }

  async over(): Promise<void> {
    await expect(this.run).toHaveAttribute('data-phase', 'over', { timeout: 60_000 });
  }
}

/** Makes the server one that offers less. */
async function without(page: Page, extension: string): Promise<void> {
  await page.route('**/api/latchboard/v1/capabilities', async (route) => {
    const response = await route.fetch();
    const offered = (await response.json()) as { extensions: string[] };
    const extensions = offered.extensions.filter((other) => other !== extension);
    expect(extensions.length).toBeLessThan(offered.extensions.length);
    await route.fulfill({ response, json: { ...offered, extensions } });
  });
}

/** Makes the server one that takes no idempotency keys, as the vendors' do: what became of a call has to be asked. */
export function withoutKeys(page: Page): Promise<void> {
  return without(page, 'idempotency-key');
}

/** Makes the server one whose list has no states, as the vendors' do: each is known when a call has proved it. */
export function withoutInventory(page: Page): Promise<void> {
  return without(page, 'inventory');
}
