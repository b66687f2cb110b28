// What a screen reader meets on the pages and in the dialogs: headings, names, states, and where results are announced.

import { expect, test } from '../fixtures';
import { AdminKeyPage, ApiSecretsPage, withoutInventory } from './pages';

test.use({ serverArguments: ['--rehearsal'] });

const SECRET = 'a first secret, long enough';

test('a screen reader meets: admin key, and the dialog with the key', async ({ page, server }) => {
  const main = page.getByRole('main');
  const admin = new AdminKeyPage(page);
  await admin.open('change-secret');
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "Admin key" [level=1]
      - paragraph: /customer secret proves who you are/
      - navigation "Task":
        - link "Register":
          - /url: /admin-key/register
        - link "Change secret":
          - /url: /admin-key/change-secret
        - link "Regenerate":
          - /url: /admin-key/regenerate
      - paragraph:
        - strong: The current secret stops working as you press the button.
        - text: The admin key normally stays valid; if the server sends a new one, it is shown once.
      - group "Service":
        - radio "Location History" [checked]
        - radio "Geofencing"
      - textbox "API key"
      - button "Show API key"
      - textbox "Current secret"
      - button "Show Current secret"
      - textbox "New secret"
      - button "Show New secret"
      - button "Generate a secret"
      - button "Change secret"
      - status
  `);
  await admin.open('register');
  await admin.register(server.apiKey, SECRET);
  await expect(admin.dialog).toMatchAriaSnapshot(`
    - dialog "Your admin key":
      - heading "Your admin key" [level=2]
      - paragraph: This is the only time it is shown. Store it in your vault before you close this.
      - textbox "Admin key": /^\\w{48}$/
      - status
      - button "Copy"
      - button "Download"
      - button "Test this admin key"
      - button "I have stored it"
  `);
  await admin.store();
  await expect(main).toMatchAriaSnapshot(`
    - status:
      - 'heading "Register: done" [level=2]'
  `);
  await admin.register(server.apiKey, SECRET);
  await expect(main).toMatchAriaSnapshot(`
    - status:
      - 'heading "Register: refused" [level=2]'
      - term: Cause
      - definition: /already registered/
      - term: Remedy
      - definition: /\\w+/
      - term: Code
      - definition:
        - 'link "already_registered: what it means, in a new tab"'
        - text: HTTP 403
      - term: Server said
      - definition: /Each customer can register only one configuration/
      - button "Regenerate instead"
  `);
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(main).toMatchAriaSnapshot(`
    - heading "Overview" [level=1]
    - region /withdraws Location History and Geofencing/:
      - button "Dismiss"
    - heading "Admin key" [level=2]
    - term: Location History
    - definition: /Registered proved at/
    - term: Geofencing
    - definition: Not known yet
    - region "Recent actions":
      - list:
        - listitem:
          - time
          - text: Register
          - code: location-history
          - text: Refused
          - link "already_registered"
          - text: HTTP 403
        - listitem: /Done/
  `);
});

test('a screen reader meets: the list of API secrets', async ({ page, server }) => {
  await withoutInventory(page);
  const main = page.getByRole('main');
  const vault = new ApiSecretsPage(page);
  await page.goto('/api-secrets');
  await expect(main).toMatchAriaSnapshot(`
    - heading "API secrets" [level=1]
    - heading "Sign in to the vault" [level=2]
    - textbox "Client id"
    - textbox "Client secret"
    - button "Show Client secret"
    - textbox "Tenant optional"
    - paragraph: /several tenants/
    - button "Sign in"
    - status
  `);
  await vault.signIn(server.clientId, server.clientSecret);
  await vault.rows.first().getByRole('button', { name: 'Deactivate' }).click();
  await expect(main).toMatchAriaSnapshot(`
    - searchbox "Search by name or identifier"
    - group "Filter":
      - button "Active 0"
      - button "Inactive 1"
      - button "Not known yet 999"
    - group: More filters
    - status:
      - paragraph: /“Payments api, prod eu” \\(ID 1\\) is inactive now/
    - status: 1,000 API secrets
    - group: View
    - grid "API secrets":
      - rowgroup:
        - row:
          - columnheader "Select the visible rows":
            - checkbox "Select the visible rows"
          - columnheader "Name"
          - columnheader "ID"
          - columnheader "Flags"
          - columnheader "State"
          - columnheader "Last checked"
          - columnheader "Actions"
      - rowgroup:
        - row:
          - gridcell:
            - checkbox "Select Payments api, prod eu (ID 1)"
          - rowheader "Payments api, prod eu":
            - button "Details Payments api, prod eu (ID 1)"
          - gridcell "1"
          - gridcell
          - gridcell "Inactive"
          - gridcell /\\d/
          - gridcell:
            - button "Deactivate Payments api, prod eu (ID 1)"
            - button "Activate Payments api, prod eu (ID 1)"
            - button "Edit Payments api, prod eu (ID 1)"
        - row /Not known yet/
  `);
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-rowcount', '1001');
  await expect(vault.rows.first()).toHaveAttribute('aria-rowindex', '2');
  await page.getByRole('button', { name: 'New API secret' }).first().click();
  await expect(page.getByRole('dialog')).toMatchAriaSnapshot(`
    - dialog "New API secret":
      - heading "New API secret" [level=2]
      - textbox "Name"
      - textbox "URL"
      - textbox "Client id"
      - textbox "Client secret optional"
      - textbox "Identifier code optional"
      - textbox "Method optional"
      - textbox "Tags optional"
      - textbox "Notes optional"
      - group "Shared with users":
        - button "Add a user"
      - group "Shared with groups":
        - button "Add a group"
      - status
      - button "Store"
      - button "Cancel"
  `);
});

test('a screen reader meets: a leak, from the text to the receipt', async ({ page, server }) => {
  const main = page.getByRole('main');
  const [, secret] = /^Leaked client secret, in \d+ API secrets: (\S+)$/m.exec(server.output()) ?? [];
  await page.goto('/leak');
  await new ApiSecretsPage(page).signIn(server.clientId, server.clientSecret);
  await expect(main).toMatchAriaSnapshot(`
    - heading "Leak response" [level=1]
    - textbox "Leaked text"
    - paragraph: /The text never leaves this page/
    - button "Find copies"
    - status
  `);
  await page.getByRole('textbox', { name: 'Leaked text' }).fill(secret);
  await page.getByRole('button', { name: 'Find copies' }).click();
  await page.getByRole('button', { name: /^Deactivate 35 API secrets…/ }).click();
  const confirm = page.getByRole('dialog');
  await expect(confirm).toMatchAriaSnapshot(`
    - dialog "Deactivate 35 API secrets?":
      - heading "Deactivate 35 API secrets?" [level=2]
      - list:
        - listitem: /ID \\d+/
        - listitem: and 27 more
      - group: Show all 35 names
      - group: "Left out because they are already off: 5"
      - paragraph: Anything that uses them stops working at once. You can undo this.
      - textbox "Type 35 to confirm"
      - button "Deactivate 35 API secrets"
      - button "Cancel"
  `);
  await confirm.getByRole('textbox').fill('35');
  await confirm.getByRole('button', { name: /^Deactivate/ }).click();
  await expect(main).toMatchAriaSnapshot(`
    - region "Deactivate 35 API secrets":
      - heading "Deactivate 35 API secrets" [level=2]
      - progressbar "Deactivate 35 API secrets"
      - status: /\\d+ of 40 off, \\d+ needs? another access key/
      - term: Done
      - definition: /\\d+/
      - term: Already so
      - definition: /\\d+/
      - term: Unknown
      - definition: "0"
      - button /Retry \\d+ failed/
      - button /Undo \\d+/
      - figure "Verdicts over time":
        - table "Verdicts at moments of the run"
    - region "Receipt":
      - heading "Receipt" [level=2]
      - textbox "Incident optional"
      - textbox "Operator optional"
      - group "Receipt":
        - table "Receipt"
    - region "40 copies found":
      - heading "40 copies found" [level=2]
      - group "The values in the text":
        - table "The values in the text"
  `);
});

test('a screen reader meets: activity, connections, self-test, error guide', async ({ page }) => {
  const main = page.getByRole('main');
  await page.goto('/connections');
  await page.getByRole('form', { name: 'Vault with API secrets' }).getByRole('button', { name: 'Test' }).click();
  await expect(main).toMatchAriaSnapshot(`
    - heading "Connections" [level=1]
    - form "Location history and geofencing":
      - group "Send calls to":
        - radio "This server" [checked]
        - radio "The vendor, through this server"
        - radio "Another address"
      - button "Test"
    - form "Vault with API secrets":
      - group "Send calls to"
      - status:
        - heading "The right server answers" [level=3]
  `);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(main).toMatchAriaSnapshot(`
    - heading "Activity" [level=1]
  `);
  await page.getByRole('link', { name: 'Self-test' }).click();
  await expect(main).toMatchAriaSnapshot(`
    - heading "Self-test" [level=1]
    - button "Run the self-test"
    - status
  `);
  await page.getByRole('link', { name: 'Error guide' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('1006');
  await expect(main).toMatchAriaSnapshot(`
    - heading "Error guide" [level=1]
    - searchbox "Search": "1006"
    - status: /^1 of \\d+ codes$/
    - list:
      - listitem:
        - link /^no_access/
  `);
  await page.getByRole('link', { name: /^no_access/ }).click();
  await expect(main).toMatchAriaSnapshot(`
    - heading "Error guide" [level=1]
    - article:
      - heading "no_access" [level=2]
      - heading "Read an API secret" [level=3]
      - term: Cause
      - definition: /may not view/
      - term: Remedy
      - definition: /Ask its owner/
    - paragraph:
      - link "All codes"
  `);
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog')).toMatchAriaSnapshot(`
    - dialog "Keyboard and display":
      - term: "?"
      - definition: Show this
      - term: /
      - definition: To the search box, if the page has one
      - checkbox "Single-key shortcuts" [checked]
      - paragraph:
        - combobox "Table rows"
      - button "Close"
  `);
});
