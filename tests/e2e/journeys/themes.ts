// The same look at a page in both themes.

import type { Page } from '@playwright/test';
import { axe } from '../fixtures';

/** Finds accessibility violations in the light theme and in the dark one. */
export async function axeInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await axe(page);
  }
}
