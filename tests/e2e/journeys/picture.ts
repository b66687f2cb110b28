// Pictures of pages. `LATCHBOARD_SCREENSHOTS=DIR` says where they go; without it they stay among the test results.

import type { Page, TestInfo } from '@playwright/test';
import { join } from 'node:path';

export async function picture(page: Page, info: TestInfo, name: string, fullPage = false): Promise<void> {
  const directory = process.env.LATCHBOARD_SCREENSHOTS ?? info.outputDir;
  await page.screenshot({ path: join(directory, `${name}.png`), fullPage, animations: 'disabled' });
}
