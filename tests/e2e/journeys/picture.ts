// Pictures of pages. `LATCHBOARD_SCREENSHOTS=DIR` says where they go; without it none are taken.

import type { Page } from '@playwright/test';
import { join } from 'node:path';

const directory = process.env.LATCHBOARD_SCREENSHOTS;
export const takesPictures = Boolean(directory);

export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  if (directory) await page.screenshot({ path: join(directory, `${name}.png`), fullPage, animations: 'disabled' });
}
