// Pictures of the pages, as a person sees them. The README's picture is one of them.

import { expect, test } from '../fixtures';
import { AdminKeyPage, ApiSecretsPage, verdict } from './pages';
import { picture } from './picture';

const SECRET = 'a first secret, long enough';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures in the ${colorScheme} theme`, async ({ page, server }, info) => {
    await page.setViewportSize({ width: 1120, height: 760 });
    await page.emulateMedia({ colorScheme });
    const admin = new AdminKeyPage(page);
    await admin.open('register');
    await picture(page, info, `${colorScheme}-register`);
    await admin.register(server.apiKey, SECRET);
    await expect(admin.dialog).toBeVisible();
    await admin.store();
    await admin.register(server.apiKey, SECRET);
    await expect(verdict(page, 'Register: refused')).toBeInViewport({ ratio: 1 });
    await picture(page, info, `${colorScheme}-refused`);

    const vault = new ApiSecretsPage(page);
    await page.getByRole('link', { name: 'API secrets' }).click();
    await vault.signIn(server.clientId, server.clientSecret);
    for (const name of ['Payment gateway', 'Mailer', 'Map tiles', 'Data warehouse']) await vault.create(name, 'sk_live');
    await vault.row('Payment gateway').getByRole('button', { name: 'Deactivate' }).click();
    await expect(vault.row('Payment gateway')).toContainText('Inactive');
    await vault.row('Map tiles').getByRole('button', { name: /^Activate/ }).click();
    await expect(vault.row('Map tiles')).toContainText(/Active \d/);
    await page.route(/\/inactive\//, (route) => route.abort('connectionreset'), { times: 3 });
    await vault.row('Mailer').getByRole('button', { name: 'Deactivate' }).click();
    await expect(verdict(page, 'Deactivate Mailer: unknown')).toBeVisible();
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, info, `${colorScheme}-api-secrets`);
    await page.setViewportSize({ width: 360, height: 760 });
    await picture(page, info, `${colorScheme}-phone`);
  });
}
