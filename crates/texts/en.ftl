## Terms: where the English one stands in an error text, this one stands in its translation

terms-api-key = API key
terms-admin-key = admin key
terms-api-secret = API secret
terms-access-key = access key
terms-identifier-code = identifier code
terms-customer-secret = customer secret
terms-vendors-portal = vendor's portal
terms-the-vault = the vault

## Activity

activity-lead = What this page has done since you opened it and, if you may read it, what the server's audit log says. Neither can contain a secret.
activity-log = Log
activity-this-browser = This browser
activity-server = Server
activity-actor = By
activity-this-page = this page
activity-signed-out = To see the server's audit log, sign in with an access key that may read it.
activity-sign-in = Sign in to the vault
activity-not-offered = The server you are signed in to offers no audit log. Below is what this browser did.
activity-other-server = Choose another server
activity-asking = Asking the server for its audit log…
activity-not-read = The server's audit log could not be read
activity-load-older = Load older entries
activity-refresh = Load newer entries
activity-read-back-to = The server's log is loaded back to entry { NUMBER($entry) }.
activity-read-whole = The server's log is loaded back to its beginning.
activity-later =
    { $entries ->
        [one] { NUMBER($entries) } entry from this browser is older and appears with the older entries.
       *[other] { NUMBER($entries) } entries from this browser are older and appear with the older entries.
    }
activity-looked-here = Only entries that are already loaded were searched for this text.
activity-save-all-as = Save all matches as { $format }
activity-saving =
    { $entries ->
        [one] Reading the server's log: { NUMBER($entries) } entry
       *[other] Reading the server's log: { NUMBER($entries) } entries
    }
activity-not-saved = The log could not be read completely, so nothing was saved
activity-action = Action
activity-outcome = Outcome
activity-target = Target
activity-target-search = Target or actor
activity-target-hint = For example api-secret:43, or the whole name of an API secret
activity-time = Time
activity-any = Any
activity-since = Period
activity-beginning = All time
activity-week = Last 7 days
activity-day = Last 24 hours
activity-hour = Last hour
activity-count =
    { $all ->
        [one] { NUMBER($shown) } of { NUMBER($all) } entry
       *[other] { NUMBER($shown) } of { NUMBER($all) } entries
    }
activity-rows-of-logs = Rows: { NUMBER($shown) }. Entries in the server's log: { NUMBER($all) }.
activity-chart-days = Actions in the table per day ({ $log })
activity-chart-hours = Actions in the table per hour ({ $log })
activity-chart-bar = { $when }: { NUMBER($well) } as asked, { NUMBER($open) } not
activity-dropped =
    { $dropped ->
        [one] The oldest entry was dropped: this page keeps { NUMBER($kept) }.
       *[other] The oldest { NUMBER($dropped) } entries were dropped: this page keeps { NUMBER($kept) }.
    }
activity-nothing-matches = No entry matches
activity-clear = Show all
activity-nothing-yet = No activity yet
activity-nothing-yet-why = Every call this page makes appears here with its outcome.
activity-rows = Rows { NUMBER($first) } to { NUMBER($last) }
activity-newer = Newer
activity-older = Older
activity-save-as = Save as { $format }
activity-table = Activity
activity-done = Done
activity-already-so = Already so
activity-refused = Refused
activity-not-attempted = Not attempted
activity-unknown = Unknown
activity-attempt = Attempt
activity-failed = Failed
activity-verify = Verify the server's audit log
activity-verify-why = This page verifies it with the same code as the server's command: each entry's hash, each signature and the signed end.
activity-verify-server = Verify this server's log
activity-verify-save = Verify and save the export
activity-verify-closed = To verify the server's own log, sign in with an access key that may read it.
activity-verify-file = Export (JSON Lines)
activity-verify-file-hint = The file stays in this browser and is not sent anywhere.
activity-verify-file-again = Verify the file
activity-verify-pasted = Or paste an export
activity-verify-pasted-do = Verify the text
activity-verify-unread = The browser could not read the file.
activity-verifying =
    { $entries ->
        [one] { NUMBER($entries) } entry checked so far: as it was written
       *[other] { NUMBER($entries) } entries checked so far: as they were written
    }
activity-verify-stop = Stop
activity-verify-stopped = Stopped after entry { NUMBER($entry) }. The rest was not verified.
activity-verify-failed = The server's log could not be verified
activity-broke-off = It broke off after entry { NUMBER($entry) }: either the connection was lost, or the server found its own log changed there and refused to go on. If it breaks off there again, run “latchboard-server audit verify” where the server's data is.
activity-hold = Compare with a key or checkpoint you kept
activity-hold-why = On its own, a log only proves that it matches its own key. A key you kept shows that the log is this server's; a checkpoint you kept shows that nothing up to it was removed or rewritten.
activity-hold-key = Public key
activity-hold-key-hint = 64 hexadecimal digits, as printed by “latchboard-server audit key”.
activity-hold-key-fault = A public key has 64 hexadecimal digits.
activity-hold-checkpoint = Checkpoint
activity-hold-checkpoint-hint = The two lines printed by “latchboard-server audit checkpoint”, or the first and last line of an older export.
activity-hold-checkpoint-file = Checkpoint from a file
activity-hold-checkpoint-fault = This is not a checkpoint:
activity-whole = Complete and unchanged
activity-whole-why =
    { $entries ->
        [one] { NUMBER($entries) } entry, signed up to entry { NUMBER($signed) }.
       *[other] { NUMBER($entries) } entries, signed up to entry { NUMBER($signed) }.
    }
activity-open-attempts = Attempts without an outcome: { NUMBER($attempts) }. Whatever made them stopped before recording one, or is still at work.
activity-whole-key = Signed with this key. Compare it with one you keep elsewhere: on its own, a file only proves that it matches its own key.
activity-whole-given-key = Signed with the key you gave:
activity-pruned = Entries up to { NUMBER($entry) } were removed. Their hashes are kept, and the rest continues from them.
activity-goes-on = It continues from the checkpoint you gave, at entry { NUMBER($entry) }.
activity-keep-checkpoint = Save its checkpoint
activity-keep-why = Keep it where nobody who can change the log can change it: every later log must continue from there.
activity-not-whole = Incomplete or changed

## Admin key

admin_key-lead = Your customer secret proves who you are; the admin key made from it manages your data. The server shows an admin key only once.
admin_key-task = Task
admin_key-register = Register
admin_key-register-submit = Register secret
admin_key-register-effect = Works once per account.
admin_key-register-effect-more = The secret you register now is the only proof that you own the admin key: keep it. A second registration is refused.
admin_key-change = Change secret
admin_key-change-effect = The current secret stops working as you press the button.
admin_key-change-effect-more = The admin key normally stays valid; if the server sends a new one, it is shown once.
admin_key-regenerate = Regenerate
admin_key-regenerate-submit = Regenerate admin key
admin_key-regenerate-effect = The current admin key stops working as you press the button; there is no grace period.
admin_key-regenerate-effect-more = Anything that uses it fails until it gets the new one. The secret stays the same.
admin_key-forget = Clear the form
admin_key-waiting = Waiting for the server…
admin_key-service = Service
admin_key-api-key = API key
admin_key-api-key-hint = Your account's key. Kept only in this page's memory.
admin_key-secret = Customer secret
admin_key-secret-hint = Any text up to 4,096 bytes. It is sent exactly as typed.
admin_key-present-secret = Current secret
admin_key-present-secret-hint = The secret that is registered now.
admin_key-registered-hint = The secret that is registered.
admin_key-new-secret = New secret
admin_key-new-secret-hint = Any text up to 4,096 bytes that differs from the current one.
admin_key-admin-key-hint = The latest one from the server.
admin_key-copy-secret = Copy the secret
admin_key-store-first = Store it before you continue: it is not shown again.
admin_key-copied-store = Copied to the clipboard. Store it before you continue.
admin_key-still-unknown = Still unknown.
admin_key-until-then = Until you resolve it or leave it unknown, this page keeps what was sent in its memory, and the form sends no other call of this kind.
admin_key-leave-unknown = Leave it unknown
admin_key-left-open = “{ $call }” ({ $service }) was sent on { $date } at { $time }, and this page went away before an answer was seen: whether it took effect is unknown.
admin_key-left-open-form = Go to its form
admin_key-left-open-known = I know what became of it
admin_key-open-elsewhere = Outcome still unknown:
admin_key-registered = The secret is registered, and the admin key was shown.
admin_key-changed = The new secret is in force. Your admin key stays valid.
admin_key-changed-with-key = The new secret is in force, and so is the new admin key you were just shown.
admin_key-regenerated = The new admin key is in force; the previous one no longer works.
admin_key-last-key = Last admin key: fingerprint
admin_key-issued = , issued at { $time }. The key itself is no longer in this page.
admin_key-test-title = Test an admin key
admin_key-test-hint = Reads the settings with this key and the API key above. Changes nothing.
admin_key-test = Test this admin key
admin_key-accepted = The server accepted the key at { $time }.
admin_key-not-proved = The key could not be verified
admin_key-your-key = Your admin key
admin_key-only-time = This is the only time it is shown. Store it in your vault before you close this.
admin_key-your-secret = Your new customer secret
admin_key-only-time-secret = This page generated it, and this is the last time it is shown. Store it in your vault before you close this.
admin_key-your-key-and-secret = Your admin key and your customer secret
admin_key-only-time-both = This is the last time they are shown. Store both in your vault before you close this.
admin_key-of-item = { $action }: { $item }
admin_key-stored-gone = Stored. It is no longer in this page.
admin_key-key-not-copied = Copying failed. The key is selected: copy it by hand.
admin_key-download = Download
admin_key-downloaded = Handed to the browser as a file. Anyone who can open your downloads can read it: move it into your vault.
admin_key-stored = I have stored it

## API secrets

api_secrets-lead = Deactivate and activate stored API secrets.
api_secrets-states-not-told = This server's list does not include states: a state is shown once a call has proved it.
api_secrets-sign-in-title = Sign in to the vault
api_secrets-sign-in-hint = Use an access key: its client id and client secret. The token stays in this page's memory and is gone when you close the page.
api_secrets-client-id = Client id
api_secrets-client-secret = Client secret
api_secrets-tenant = Tenant
api_secrets-tenant-hint = Only if one address serves several tenants: the exact subdomain.
api_secrets-needed = Required to sign in.
api_secrets-sign-in = Sign in
api_secrets-signing-in = Signing in…
api_secrets-not-signed-in = Not signed in
api_secrets-again-title = Sign in again
api_secrets-again-hint = The list and everything you typed stay, and you continue where you left off. If you sign in with another access key, its list replaces this one.
api_secrets-search = Search by name or identifier
api_secrets-search-all = Search by name, ID, client id or tag
api_secrets-refresh = Refresh
api_secrets-new = New API secret
api_secrets-not-loaded = The list could not be loaded
api_secrets-loading = Loading the list…
api_secrets-none-yet = No API secrets yet
api_secrets-none-yet-why = API secrets that this access key may see appear here. Store the first one, or sign in with another access key.
api_secrets-active = Active
api_secrets-inactive = Inactive
api_secrets-not-known = Not known yet
api_secrets-state = State
api_secrets-access = Access
api_secrets-demands = Requires
api_secrets-any = Any
api_secrets-can-view = Can view
api_secrets-can-edit = Can edit
api_secrets-justification = A justification
api_secrets-approval = An approval
api_secrets-on-the-server-hint = The server searches tag and identifier code. Both must match exactly.
api_secrets-filter = Filter
api_secrets-more-filters = More filters
api_secrets-exposed = Exposed
api_secrets-expiring = Expired or expiring
api_secrets-unused = Unused for 90 days
api_secrets-lift-attention = Any condition
api_secrets-exposed-badge = exposed
api_secrets-view = View
api_secrets-width-of = Width of { $column }
api_secrets-columns = Columns
api_secrets-columns-hint = When space is tight, some are hidden automatically.
api_secrets-views = Saved views
api_secrets-views-hint = Search or filter, then save the view here under a name.
api_secrets-view-name = Name of this view
api_secrets-forget-view = Forget the view “{ $name }”
api_secrets-exposed-field = Its value leaked: marked as exposed until it is deactivated and has a new value
api_secrets-exposed-title = Activate “{ $name }” even though its value leaked?
api_secrets-exposed-why = Anyone who found the value can use it again at once. Change the value first, then activate it.
api_secrets-exposed-no = Keep it inactive
api_secrets-exposed-yes = Activate anyway
api_secrets-expired-badge = expired
api_secrets-no-view-badge = cannot view
api_secrets-view-only-badge = view only
api_secrets-flags = Flags
api_secrets-tag = Tag
api_secrets-identifier-code = Identifier code
api_secrets-apply = Apply
api_secrets-count =
    { $count ->
        [one] { NUMBER($count) } API secret
       *[other] { NUMBER($count) } API secrets
    }
api_secrets-count-of =
    { $found ->
        [one] { NUMBER($found) } of { NUMBER($all) } API secrets matches
       *[other] { NUMBER($found) } of { NUMBER($all) } API secrets match
    }
api_secrets-as-of = as of { $time }
api_secrets-nothing-matches = No API secret matches.
api_secrets-lift-search = Clear the search
api_secrets-lift-state = Any state
api_secrets-lift-access = Any access
api_secrets-lift-flag = Any requirement
api_secrets-lift-tag = Any tag
api_secrets-lift-code = Any identifier code
api_secrets-lift-gain = { $filter }: shows { NUMBER($shown) }
api_secrets-secret-hint = Looking for a leaked value? Searching names never finds a secret, and a search without results stays out of the address.
api_secrets-table = API secrets
api_secrets-select = Select { $name } (ID { $identifier })
api_secrets-select-page = Select the visible rows
api_secrets-id = ID
api_secrets-name = Name
api_secrets-checked = Last checked
api_secrets-actions = Actions
api_secrets-justify-badge = justify
api_secrets-approval-badge = approval
api_secrets-deactivate = Deactivate
api_secrets-activate = Activate
api_secrets-deactivating = Deactivating…
api_secrets-activating = Activating…
api_secrets-edit = Edit
api_secrets-details = Details
api_secrets-copy-id = Copy the ID
api_secrets-copy-name = Copy the name
api_secrets-menu-copied = Copied.
api_secrets-menu-not-copied = Copying failed.
api_secrets-of-row = { $verb } { $name } (ID { $identifier })
api_secrets-verb-of = { $verb } { $name }
api_secrets-no-edit = According to the list, this access key may only view it, not edit, activate or deactivate it.
api_secrets-no-view = According to the list, this access key may not view it, so it cannot be opened.
api_secrets-blocked = { $name }: nothing was sent.
api_secrets-trouble = see message
api_secrets-undo = Undo
api_secrets-undo-of = Undo: { $name } (ID { $identifier })
api_secrets-now-active = “{ $name }” (ID { $identifier }) is active now, confirmed at { $time }.
api_secrets-now-inactive = “{ $name }” (ID { $identifier }) is inactive now, confirmed at { $time }.
api_secrets-was-active = “{ $name }” (ID { $identifier }) was already active, confirmed at { $time }.
api_secrets-was-inactive = “{ $name }” (ID { $identifier }) was already inactive, confirmed at { $time }.
api_secrets-is-active = “{ $name }” (ID { $identifier }) is active, confirmed at { $time }. The first answer was lost, so whether this switch or somebody else did it is unknown.
api_secrets-is-inactive = “{ $name }” (ID { $identifier }) is inactive, confirmed at { $time }. The first answer was lost, so whether this switch or somebody else did it is unknown.
api_secrets-stored = Stored “{ $name }” with identifier { $identifier }.
api_secrets-changed = Changed “{ $name }” (ID { $identifier }).
api_secrets-not-shared = The vault could not share it with everybody:
api_secrets-selected =
    { $count ->
        [one] { NUMBER($count) } selected.
       *[other] { NUMBER($count) } selected.
    }
api_secrets-all-selected =
    { $count ->
        [one] The one that matches is selected.
       *[other] All { NUMBER($count) } that match are selected.
    }
api_secrets-hidden =
    { $count ->
        [one] { NUMBER($count) } of them is hidden by the current search or filters.
       *[other] { NUMBER($count) } of them are hidden by the current search or filters.
    }
api_secrets-view-only =
    { $count ->
        [one] { NUMBER($count) } is view only, so it is left out.
       *[other] { NUMBER($count) } are view only, so they are left out.
    }
api_secrets-select-all =
    { $count ->
        [one] Select the one that matches
       *[other] Select all { NUMBER($count) } that match
    }
api_secrets-clear = Clear the selection
api_secrets-deactivate-selected = Deactivate…
api_secrets-activate-selected = Activate…
api_secrets-by-id = ID { $identifier }
api_secrets-title-of = { $name } (ID { $identifier })
api_secrets-facts = Known without opening it
api_secrets-fact-moment = { $date }, { $time }
api_secrets-fact-switched = Last switched
api_secrets-fact-switched-by = { $moment }, by { $user }
api_secrets-fact-read = Last read
api_secrets-fact-never = Never
api_secrets-fact-created = Created
api_secrets-fact-changed = Last changed
api_secrets-fact-owner = Owner
api_secrets-fact-expires = Expires
api_secrets-fact-expired = Expired
api_secrets-fact-exposed = Exposed since
api_secrets-counts-as-use = Opening it counts as a use and brings its secret into this page. People who share it may see when it was last used.
api_secrets-wants-justification = The vault requires a justification for access, but its API cannot take one: the call may be refused.
api_secrets-wants-approval = The vault requires an approval for access, but its API cannot request one: the call may be refused.
api_secrets-not-opened = It could not be opened
api_secrets-open = Open it
api_secrets-opening = Opening…
api_secrets-url = URL
api_secrets-method = Method
api_secrets-tags = Tags
api_secrets-notes = Notes
api_secrets-shared-with = Shared with
api_secrets-may-edit = { $name } (edit)
api_secrets-may-view = { $name } (view)
api_secrets-copy-secret = Copy the secret
api_secrets-not-copied = Copying failed. Show the secret and copy it by hand.
api_secrets-no-secret = No secret is stored with it.
api_secrets-history = History
api_secrets-show-history = Show history
api_secrets-history-asked = Reading the audit log…
api_secrets-history-not-offered = This server offers no audit log.
api_secrets-history-not-read = The audit log could not be read
api_secrets-history-nothing = The audit log has no entries for it.
api_secrets-read-history-again = Read it again
api_secrets-history-read = No more entries.
api_secrets-history-more = See Activity for more.
api_secrets-as-curl = As a command
api_secrets-as-curl-hint = For a POSIX shell with curl. Set LATCHBOARD_CLIENT_ID and LATCHBOARD_CLIENT_SECRET first; the command contains no secret.
api_secrets-curl-deactivate = Copy as curl: deactivate
api_secrets-curl-activate = Copy as curl: activate
api_secrets-curl-read = Copy as curl: read
api_secrets-as-curl-form-hint = For a POSIX shell with curl. Set LATCHBOARD_CLIENT_ID and LATCHBOARD_CLIENT_SECRET first. If you typed a client secret above, also set LATCHBOARD_API_SECRET, which takes its place.
api_secrets-curl-form = Copy as curl
api_secrets-still-unknown = Still unknown.
api_secrets-show-found = Close and show it in the list
api_secrets-leaked = Looking for a leaked value?
api_secrets-leaked-how = The list contains no values: Leak response finds every copy.
api_secrets-command = Command
api_secrets-command-copied = Command copied to the clipboard.
api_secrets-command-not-copied = Copying failed. The command is selected: copy it by hand.
api_secrets-edit-title = Edit { $name } (ID { $identifier })
api_secrets-url-hint = Where the secret is used; free text.
api_secrets-client-id-hint = Who uses the secret.
api_secrets-code-hint = Your own code, unique among yours. With it, a second copy stored by accident is refused.
api_secrets-method-hint = The HTTP method it is used with; free text.
api_secrets-tags-hint = Separated by commas.
api_secrets-owner-hint = The team or person responsible for it. Only this server stores it.
api_secrets-expires-on = Expires on
api_secrets-expires-on-hint = The last day it is valid. Only this server stores it; nothing is deactivated automatically.
api_secrets-no-day = This is not a date.
api_secrets-expires-note = What to do then
api_secrets-expires-note-hint = For example, where to get a new one.
api_secrets-secret-new-hint = The secret itself. It is stored encrypted.
api_secrets-secret-made = Generated in this page. It is stored with the rest of the form.
api_secrets-secret-edit-hint = Leave it empty to keep the secret. What you type replaces it.
api_secrets-unread-hint = The list contains only the name. A field you leave empty stays as it is.
api_secrets-read-first = Read the current values
api_secrets-read-first-why = To see what is stored, empty a field or change sharing, read the current values first. That counts as a use; the secret itself is not shown.
api_secrets-users = Shared with users
api_secrets-groups = Shared with groups
api_secrets-add-user = Add a user
api_secrets-add-group = Add a group
api_secrets-share-name = Name of share { NUMBER($number) }
api_secrets-share-edit = may edit
api_secrets-remove = Remove
api_secrets-remove-share = Remove share { NUMBER($number) }
api_secrets-end-sharing = Yes, end all sharing with them
api_secrets-ends-sharing = A sharing list that had names in it is now empty. Confirm this below, or add a name.
api_secrets-mask = These are mask characters, not a secret.
api_secrets-nothing-changed = Nothing was changed, so there is nothing to send.
api_secrets-store = Store
api_secrets-storing = Storing…
api_secrets-cancel = Cancel
api_secrets-meanwhile-by = { $user } changed it while you were editing: { $moment }.
api_secrets-meanwhile = It was changed while you were editing: { $moment }.
api_secrets-meanwhile-how = What you entered is still in the form. If you save anyway, it replaces what was changed in the same fields.
api_secrets-compare = Compare with the current values
api_secrets-overwrite = Save anyway
api_secrets-compared = The form now shows the current values. What you entered was kept; below it you see what is stored.
api_secrets-stored-now = Stored now: { $text }
api_secrets-stored-nothing = Nothing is stored here now.
api_secrets-discard-title = Discard what you entered?
api_secrets-discard-why = None of it has been stored yet.
api_secrets-discard-perhaps = It may already be stored. To find out, keep this form open.
api_secrets-discard-not = Keep editing
api_secrets-discard = Discard
api_secrets-change = Change

## What is wrong with an audit log

audit_faults-at = Entry { $sequence }: { $fault }
audit_faults-unreadable = The audit log never writes this: it was changed.
audit_faults-gap = Entries are missing here or out of order.
audit_faults-changed = This entry, or what came before it, is not what was written.
audit_faults-not-authentic = The server did not write this: its keyed hash does not match.
audit_faults-cut = The last entries are missing: the server wrote more.
audit_faults-no-attempt = This entry ends an attempt that does not exist.
audit_faults-forged = The signature of a checkpoint does not match.
audit_faults-differs = A signed checkpoint does not match the entries before it.
audit_faults-checkpoint-missing = A checkpoint is missing that the server always writes here.
audit_faults-end-missing = The signed end is missing: the last lines were cut off, or the export was interrupted.
audit_faults-behind-end = Something follows the signed end.
audit_faults-other-key = It is signed with a different key than expected.
audit_faults-rolled-back = The log ends before the kept checkpoint: it was rolled back to an earlier state.
audit_faults-rewritten = This is not the log the kept checkpoint was taken from.
audit_faults-pruned = Entries after the kept checkpoint were removed as well: only the server can still compare the log with it.

## Entries of the audit log

audit_log-attempt = Attempt
audit_log-ended-done = Done
audit_log-ended-already = Already so
audit_log-ended-refused = Refused
audit_log-ended-failed = Failed
audit_log-ended-unknown = Unknown
audit_log-action-begin = Begin the audit log
audit_log-action-register = Register
audit_log-action-update-secret = Change the secret
audit_log-action-regenerate-key = Regenerate the admin key
audit_log-action-read-settings = Read the settings
audit_log-action-change-settings = Change the settings
audit_log-action-sign-in = Sign in to the vault
audit_log-action-revoke-token = Sign out of the vault
audit_log-action-list = List API secrets
audit_log-action-find = Find API secrets
audit_log-action-read-index = Read the index of values
audit_log-action-read = Read an API secret
audit_log-action-create = Create an API secret
audit_log-action-update = Change an API secret
audit_log-action-mark-exposed = Mark as exposed
audit_log-action-activate = Activate
audit_log-action-deactivate = Deactivate
audit_log-action-read-audit = Read the audit log
audit_log-action-create-api-key = Create an API key
audit_log-action-revoke-api-key = Revoke an API key
audit_log-action-create-access-key = Create an access key
audit_log-action-revoke-access-key = Revoke an access key
audit_log-action-create-user = Create a user
audit_log-action-import = Import API secrets
audit_log-action-export-secrets = Export API secrets in plain text
audit_log-action-forget-admin-keys = Forget kept admin keys
audit_log-action-clear-throttle = Clear waits after wrong secrets
audit_log-action-rotate-master-key = Change the master key
audit_log-action-prune-audit = Remove entries of the audit log

## Bulk runs

bulk-lead = One call per API secret, a few at a time, each with its own verdict. The run continues while you use other pages. If you close this tab, the run stops, and you can resume it later in this browser.
bulk-none = No bulk run yet
bulk-none-how = Select API secrets in the list, then choose what to do with them.
bulk-to-list = Go to the list
bulk-deactivate =
    { $count ->
        [one] Deactivate { NUMBER($count) } API secret
       *[other] Deactivate { NUMBER($count) } API secrets
    }
bulk-activate =
    { $count ->
        [one] Activate { NUMBER($count) } API secret
       *[other] Activate { NUMBER($count) } API secrets
    }
bulk-selected = Chosen one by one:
bulk-page = All rows on the screen:
bulk-matches = All rows that match the search and filters, including those not on screen:
bulk-leaked =
    { $values ->
        [one] Copies of { NUMBER($values) } leaked value that were found:
       *[other] Copies of { NUMBER($values) } leaked values that were found:
    }
bulk-on-again = Copies that the server says are on:
bulk-undo-scope = Exactly those the run changed:
bulk-and-more = and { NUMBER($count) } more
bulk-all-names =
    { $count ->
        [one] Show the name
       *[other] Show all { NUMBER($count) } names
    }
bulk-view-only = Left out because this access key may only view them: { NUMBER($count) }
bulk-left-on-wish = Left on deliberately: { NUMBER($count) }
bulk-off-already = Left out because they are already off: { NUMBER($count) }
bulk-effect-off = Anything that uses them stops working at once. You can undo this.
bulk-effect-on = Anyone who has them can use them again at once.
bulk-already-off =
    { $count ->
        [one] { NUMBER($count) } of them is already inactive, so nothing will change for it.
       *[other] { NUMBER($count) } of them are already inactive, so nothing will change for those.
    }
bulk-already-on =
    { $count ->
        [one] { NUMBER($count) } of them is already active, so nothing will change for it.
       *[other] { NUMBER($count) } of them are already active, so nothing will change for those.
    }
bulk-exposed =
    { $count ->
        [one] { NUMBER($count) } of them has a leaked value: anyone who found it can use it again at once.
       *[other] { NUMBER($count) } of them have leaked values: anyone who found those can use them again at once.
    }
bulk-unresolved = This run takes the place of the previous one (open verdicts: { NUMBER($open) }). Afterwards you will find the previous run below this one.
bulk-unresolved-gone = This run replaces the previous one (open verdicts: { NUMBER($open) }), and the verdicts of that run are gone: this browser keeps no runs. Save its receipt first.
bulk-type-count = Type { NUMBER($count) } to confirm
bulk-miscounted = That is not the number of API secrets.
bulk-cancel = Cancel
bulk-going = Under way
bulk-stopping = Stopping: nothing more is sent, waiting for answers
bulk-stopped = Stopped: { $headline }
bulk-halted = Halted: { $headline }
bulk-interrupted = Interrupted: { $headline }
bulk-need-answer =
    { $count ->
        [one] { NUMBER($count) } needs an answer
       *[other] { NUMBER($count) } need an answer
    }
bulk-all-off = all { NUMBER($count) } off
bulk-count-off = { NUMBER($count) } off
bulk-all-on = all { NUMBER($count) } on
bulk-some-off =
    { $done ->
        [one] { NUMBER($done) } of { NUMBER($all) } off
       *[other] { NUMBER($done) } of { NUMBER($all) } off
    }
bulk-some-on =
    { $done ->
        [one] { NUMBER($done) } of { NUMBER($all) } on
       *[other] { NUMBER($done) } of { NUMBER($all) } on
    }
bulk-need-other-key =
    { $count ->
        [one] { NUMBER($count) } needs another access key
       *[other] { NUMBER($count) } need another access key
    }
bulk-refused-count =
    { $count ->
        [one] { NUMBER($count) } refused
       *[other] { NUMBER($count) } refused
    }
bulk-left-on-count = { NUMBER($count) } left on
bulk-left-on = Left on deliberately, and still working:
bulk-not-sent-count =
    { $count ->
        [one] { NUMBER($count) } not sent
       *[other] { NUMBER($count) } not sent
    }
bulk-progress = { NUMBER($done) } of { NUMBER($all) }
bulk-silent =
    { $count ->
        [one] no answer for { NUMBER($count) } second
       *[other] no answer for { NUMBER($count) } seconds
    }
bulk-rate = { NUMBER($count) } per second
bulk-resting = The server asked for a pause: nothing is sent until { $time }. No call is lost.
bulk-halted-why = Why the run was halted
bulk-signed-out = You are no longer signed in, so nothing more is sent. Sign in to continue.
bulk-stop = Stop
bulk-resume = Resume { NUMBER($count) }
bulk-retry = Retry { NUMBER($count) } failed
bulk-resolve = Resolve { NUMBER($count) } unknown
bulk-resolve-how = Calls without an answer are sent again. The same call changes nothing twice, and its answer shows the state.
bulk-noted-ahead = The page notes up to 64 calls before it sends them, so that none is forgotten: some of these may never have been sent. Asking again is safe for either kind.
bulk-undo = Undo { NUMBER($count) }
bulk-receipt = Download receipt
bulk-close = Close this run
bulk-dismiss-run = Dismiss this run
bulk-other-server = This run belongs to another server: { $server }. Choose that server under Connections to continue.
bulk-other-tenant = This run belongs to another tenant, where the same numbers mean other API secrets. Sign in there to continue.
bulk-other-key = This run was started with the access key { $access-key }. Sign in with that key to resume it.
bulk-not-kept = This browser does not keep this run: closing this tab loses it. Browsers keep runs only over https, and only where they may store data.
bulk-kept = Runs kept in this browser
bulk-kept-how = Runs keep names, identifiers, client ids, verdicts, times and a leak's receipt, but no secret. The newest { NUMBER($count) } runs, and all with open calls, are kept until you dismiss them.
bulk-kept-leak = Leak response: { $run }
bulk-kept-began = Started { $time }
bulk-kept-interrupted = Interrupted before it ended
bulk-kept-show = Show
bulk-kept-gone = That run can't be shown: another tab has it open, or it can't be read.
bulk-kept-open = Runs in this browser with unsent or unanswered calls: { NUMBER($count) }.
bulk-dismiss-title = Dismiss this run?
bulk-dismiss-why = Some of its calls are still open. Once it is dismissed, you can no longer see here what it changed, or get its receipt.
bulk-perhaps = An answer was lost, so it is unknown whether this run changed these. Undo leaves them alone:
bulk-done = Done
bulk-already-so = Already so
bulk-refused = Refused
bulk-not-attempted = Not attempted
bulk-unknown = Unknown
bulk-waiting = Waiting
bulk-under-way = Under way
bulk-lost-reply = An earlier answer was lost: this run may have done it.
bulk-chart = Verdicts over time
bulk-chart-table = Verdicts at moments of the run
bulk-seconds = { NUMBER($count) } s
bulk-milliseconds = { NUMBER($count) } ms
bulk-time = Time
bulk-show = Show
bulk-show-all = All
bulk-show-as-asked = As asked
bulk-show-failed = Failed
bulk-show-unknown = Unknown
bulk-show-open = Open
bulk-rows = { NUMBER($first) } to { NUMBER($last) } of { NUMBER($all) }
bulk-no-rows = None.
bulk-earlier = Earlier rows
bulk-later = More rows
bulk-id = ID
bulk-name = Name
bulk-verdict = Verdict
bulk-reason = Cause and remedy
bulk-strip = A bulk run is under way: { NUMBER($done) } of { NUMBER($all) }.
bulk-strip-over = The last bulk run is over: { NUMBER($done) } of { NUMBER($all) } as asked.
bulk-strip-open =
    { $open ->
        [one] The last bulk run: { NUMBER($open) } needs an answer, { NUMBER($done) } of { NUMBER($all) } as asked.
       *[other] The last bulk run: { NUMBER($open) } need an answer, { NUMBER($done) } of { NUMBER($all) } as asked.
    }
bulk-strip-signed-out = The bulk run was stopped because you are no longer signed in: { NUMBER($done) } of { NUMBER($all) } as asked.
bulk-strip-show = Show it

## Calls, remedies, and whether to try again

catalogue-label-edit-secret = Edit the secret
catalogue-label-edit-present-secret = Edit the current secret
catalogue-label-edit-api-key = Edit the API key
catalogue-label-regenerate-instead = Regenerate instead
catalogue-label-resolve = Resolve
catalogue-label-refresh-list = Refresh list
catalogue-label-activate = Activate
catalogue-label-sign-in = Sign in again
catalogue-label-try-again = Try again
catalogue-retry-safe = Safe.
catalogue-retry-pointless = Pointless until something is corrected.
catalogue-retry-ask = A person decides.
catalogue-endpoint-register = Register
catalogue-endpoint-update-secret = Change the secret
catalogue-endpoint-regenerate-key = Regenerate the admin key
catalogue-endpoint-read-settings = Read the settings
catalogue-endpoint-change-settings = Change the settings
catalogue-endpoint-token = Sign in to the vault
catalogue-endpoint-list-api-secrets = List API secrets
catalogue-endpoint-read-api-secret = Read an API secret
catalogue-endpoint-create-api-secret = Create an API secret
catalogue-endpoint-update-api-secret = Change an API secret
catalogue-endpoint-deactivate = Deactivate
catalogue-endpoint-health = Check the server
catalogue-endpoint-read-audit = Read the audit log
catalogue-endpoint-find = Find by fingerprint
catalogue-endpoint-read-index = Read the index of values
catalogue-endpoint-read-inventory = Read the inventory
catalogue-endpoint-read-capabilities = Read what the server offers

## In several places

common-optional = optional
common-save = Save
common-show-secret = Show { $field }
common-show = Show
common-hide = Hide
common-close = Close
common-copy = Copy
common-dismiss = Dismiss
common-try-again = Try again
common-cause = Cause
common-remedy = Remedy
common-code = Code
common-server-said = Server said
common-server-code = server code { $code }
common-wait = Wait
common-about-code = { $code }: what it means, in a new tab
common-done = { $call }: done
common-done-meaning = The server confirmed it.
common-already-so = { $call }: already so
common-already-so-meaning = Nothing changed; it was already as you asked.
common-refused = { $call }: refused
common-refused-meaning = The server said no; nothing was changed.
common-refused-perhaps = The server said no, but perhaps to a repeat: when a connection breaks, browsers send a call a second time on their own, so your own call may have gone through.
common-not-attempted = { $call }: not attempted
common-not-attempted-meaning = The call was not sent; nothing was changed.
common-unknown = { $call }: unknown
common-unknown-meaning = There is no answer to rely on: the call may have been sent, and may have taken effect.
common-just-now = just now
common-more = More
common-copied = Copied to the clipboard. Others can read the clipboard too: paste it soon.
common-at-character = At character { $position }.
common-at-characters = At characters { $positions }.
common-from-to = { NUMBER($first) } to { NUMBER($last) }
common-and = { $before } and { $last }
common-and-further = { $positions } and further on
common-not-pasted = Nothing was pasted; the field is unchanged.
common-asking = Asking…
common-fingerprint = Fingerprint
common-strength = Strength:
common-generate = Generate a secret
common-secret-not-copied = Copying failed. The secret is selected: copy it by hand.

## Connections

connections-lead = Choose where each family of calls goes. The two families come from two vendors, so you set each one separately.
connections-location-history = Location history and geofencing
connections-vault = Vault with API secrets
connections-where = Send calls to
connections-here = This server
connections-gateway = The vendor, through this server
connections-elsewhere = Another address
connections-address = Address
connections-address-hint = Starts with https://, or http:// for this machine only. This browser keeps and shows it: no user, no password, no query.
connections-gateway-hint = This server passes the calls on, so the vendor does not need to allow any page. It must have been started with { $option }.
connections-in-use = In use
connections-labels = Name and colour
connections-label-of = Name of { $host }
connections-label-hint = For example, Production. It appears at the top of every page, so that nobody mistakes this server for another. This browser keeps it.
connections-colour = Colour
connections-colour-none = None
connections-colour-green = Green
connections-colour-amber = Amber
connections-colour-red = Red
connections-colour-violet = Violet
connections-test = Test
connections-use = Use it
connections-use-vault-warns = Using another vault signs you out of the current one.
connections-use-keys-warn = Keys and secrets typed into the form belong to the current server: they are wiped.
connections-moved-vault = Calls now go to another vault. You were signed out; nothing from the previous vault is kept.
connections-moved-keys = Calls now go to another server. What was typed for the previous one was wiped.
connections-busy-run = Not yet: a run is under way there, and its answers would be lost. Stop it, or wait for it to end.
connections-busy-scan = Not yet: API secrets are being read there. Stop that, or wait for it to end.
connections-busy-call = Not yet: a call that changes something is under way there, and its answer would be lost. Wait for it.
connections-busy-key = Not yet: a key or secret that is shown only once is on screen. Store it first.
connections-busy-unknown = Not yet: a call there has an unknown outcome. Resolve it or close it first.
connections-busy-show = Go there
connections-empty = Type an address.
connections-no-scheme = The address must begin with https://, or with http:// on this machine.
connections-plain = http:// would send secrets in the clear: use https://.
connections-credentials = Leave out the user and the password. The page asks for credentials where it needs them.
connections-query = Leave out the question mark or number sign and everything after it.
connections-malformed = The host, port or path is not written as in an address.
connections-answers = The right server answers
connections-answers-why = It refused a call without credentials, just as this family of calls does.
connections-no-path = Wrong path
connections-no-path-why = A server answers, but has nothing at this path.
connections-page = A page answers, not the API
connections-page-why = It is a page for people: a proxy's sign-in page, a dashboard or another site. Or the path has one part too many.
connections-path-next = Correct the address; the vendors' own hosts need no path. A proxy that asks people to sign in must let these calls through.
connections-other = Something else answers
connections-other-why = This family of calls never gives such an answer.
connections-failing = The server is failing
connections-failing-why = It answers, but it, or the server behind it, cannot do its job.
connections-failing-next = Check that server's log. For the vendor, check the address this server was started with.
connections-no-gateway = This server passes nothing on
connections-no-gateway-why = It says that it knows no vendor for these calls.
connections-redirects = The server redirects elsewhere
connections-redirects-why = Nothing is sent after a redirect, because a secret would go along.
connections-redirects-next = Open the address in a new tab, and use the one it leads to.
connections-forbidden = This page may not call that server
connections-forbidden-why = The page's own policy (CSP, connect-src) lists the servers it may call, and this is not one of them. Nothing was sent.
connections-forbidden-next = Start this page's server with one more option:
connections-not-allowed = The server answers, but not to this page
connections-not-allowed-why = It does not allow pages of this origin to read its answers (CORS), or it redirects: a page cannot tell the two apart.
connections-not-allowed-next = If it is a Latchboard server, start it with:
connections-not-allowed-vendor = If it is a vendor's, start this page's server with the following, and choose the vendor through this server:
connections-offline = No network
connections-offline-why = The browser says that this machine is offline.
connections-offline-next = Connect it, then test again.
connections-timed-out = No answer in time
connections-timed-out-why = Nothing came back: the server is overloaded, or something in between drops the calls.
connections-no-connection = No connection
connections-no-connection-why = The connection was refused, no server has this name, or its certificate is not trusted: browsers do not tell pages which.
connections-mixed-why = This page was loaded over https, and some browsers do not let it call an http:// address, not even on this machine.
connections-open-to-see = Open { $address } in a new tab
connections-open-why = There the browser shows which it is. Or try from a terminal:
connections-tested-at = Tested at { $time }

## Decodings in which leaked values were found

decodings-escapes = escapes decoded
decodings-backslashes = without backslashes
decodings-escaped-punctuation = without backslashes before punctuation
decodings-doubled = doubled characters read once
decodings-carets = cmd carets decoded
decodings-backticks = PowerShell backticks decoded
decodings-pipes = TeamCity pipes decoded
decodings-shell-quotes = shell quotes decoded
decodings-percent = percent-encoding decoded
decodings-form = form encoding decoded
decodings-html = HTML entities decoded
decodings-quoted-printable = quoted-printable decoded
decodings-hex-escapes = hexadecimal escapes decoded
decodings-rtf = RTF decoded
decodings-latex = LaTeX decoded
decodings-ooxml = Office escapes decoded
decodings-line-breaks = line breaks removed
decodings-folded-lines = line breaks read as spaces
decodings-line-marks = marks at line beginnings removed
decodings-line-ends = another kind of line break
decodings-added-line-break = with a trailing line break
decodings-cells = table cells joined
decodings-concatenation = pieces joined
decodings-records = records joined, a line from each
decodings-terminal-codes = terminal colours removed
decodings-invisible = invisible characters removed
decodings-typography = typographic characters read as plain ones
decodings-tags = without tags
decodings-latin-1 = read as Latin-1
decodings-mojibake = wrongly decoded characters repaired
decodings-composed = characters composed (NFC)
decodings-decomposed = characters decomposed (NFD)
decodings-base64 = Base64 decoded
decodings-hex = hexadecimal digits decoded
decodings-hex-dump = hex dump decoded
decodings-decimal-bytes = decimal bytes decoded
decodings-utf-16-le = read as UTF-16 (little-endian)
decodings-utf-16-be = read as UTF-16 (big-endian)

## What each error code means, why it happened and what to do

errors-parameter-missing-meaning = A parameter that the vault requires is missing.
errors-parameter-missing-create-api-secret-remedy = Fill in name, URL and client id; nothing was stored.
errors-parameter-missing-update-api-secret-remedy = Fill in name, URL and client id; the API secret is unchanged.
errors-parameter-missing-find-cause = No fingerprint was sent.
errors-parameter-missing-find-remedy = Paste the leaked text, or the whole fingerprint; nothing was searched.
errors-parameter-invalid-meaning = The server did not accept a parameter as it was sent.
errors-parameter-invalid-create-api-secret-cause = A parameter was sent twice, is not text or contains half a character, or the body is neither a JSON object nor a form. The server's message names it.
errors-parameter-invalid-create-api-secret-remedy = Correct what the message names and send it again; nothing was changed.
errors-parameter-invalid-read-audit-cause = A filter has a value the audit log never has, such as an action that does not exist.
errors-parameter-invalid-read-audit-remedy = Correct the filter, or leave it out; nothing was searched.
errors-parameter-invalid-read-inventory-cause = A filter has an impossible value, such as a time that is not a number.
errors-parameter-invalid-find-cause = What was sent is not a list of fingerprints: 1 to 2,000 SHA-256 hashes of 64 hexadecimal digits each.
errors-parameter-invalid-find-remedy = Paste the leaked text, or the whole fingerprint; nothing was searched.
errors-identifier-code-taken-meaning = Another API secret of this user has the same identifier code.
errors-identifier-code-taken-create-api-secret-remedy = Choose another identifier code. If you sent this twice, the first one was stored: refresh the list.
errors-identifier-code-taken-update-api-secret-remedy = Choose another identifier code, or leave it as it was; the API secret is unchanged.
errors-changed-meanwhile-meaning = Somebody else has changed the API secret meanwhile.
errors-changed-meanwhile-cause = The API secret was changed after you had loaded it, so saving now would overwrite that change without you having seen it.
errors-changed-meanwhile-remedy = Compare what you entered with what is stored now and save again, or save it anyway; nothing of yours has been stored.
errors-not-found-meaning = There is no API secret with this identifier.
errors-not-found-read-api-secret-cause = There is no API secret with this identifier: it was deleted, or the number is wrong.
errors-not-found-read-api-secret-remedy = Refresh the list and look for it by name.
errors-not-found-update-api-secret-remedy = Refresh the list and look for it by name; nothing was changed.
errors-no-access-meaning = The access key may not do this with the API secret.
errors-no-access-read-api-secret-cause = This access key may not view the API secret: it is not shared with its user, or lies outside the key's scope.
errors-no-access-read-api-secret-remedy = Ask its owner to share it, or sign in with another access key.
errors-no-access-read-audit-cause = This access key was not created to read the audit log.
errors-no-access-read-audit-remedy = Sign in with one that was: whoever runs the server creates them with “--auditor”.
errors-no-access-update-api-secret-cause = This access key may not edit the API secret.
errors-no-access-update-api-secret-remedy = Ask its owner to share it with the right to edit, or sign in with another access key; the API secret is unchanged.
errors-no-access-deactivate-cause = This access key may not activate or deactivate the API secret: that needs the right to edit it.
errors-no-access-deactivate-remedy = Ask its owner to share it with the right to edit, or sign in with another access key; its state is unchanged.
errors-inactive-meaning = The API secret is inactive.
errors-inactive-cause = The API secret is inactive, so it can't be read.
errors-inactive-remedy = Activate it first, unless it was deactivated because it leaked: once active, everyone with access can use it again.
errors-not-authorised-meaning = The gateway does not let the call through to the vault.
errors-not-authorised-capabilities-cause = The server does not say what it offers: it is a vendor's own, an older one, or the address is wrong.
errors-not-authorised-capabilities-remedy = Continue without what only a Latchboard server offers, or check the connection's address.
errors-not-authorised-vault-calls-cause = The sign-in is no longer valid, the access key does not admit this machine or page, or the address is wrong: the gateway gives the same answer to all three.
errors-not-authorised-vault-calls-remedy = Sign in again. If that does not help, check the connection's address and the access key's lists of IP addresses and referers. Nothing was changed.
errors-not-authorised-token-cause = Nothing accepts sign-ins at this address, or the access key does not admit this machine or page.
errors-not-authorised-token-remedy = Check the connection's address and the access key's lists of IP addresses and referers, then sign in again.
errors-client-rejected-meaning = The sign-in to the vault was refused.
errors-client-rejected-cause = The client id, client secret or tenant is wrong, or the access key has expired or was revoked.
errors-client-rejected-remedy = Check the values against those shown with the access key, and sign in again.
errors-open-outcome-register-remedy = Register again with the same secret; success settles it. “Already registered” then means that a registration exists: regenerate with this secret. If that works, the registration was yours; if the secret is rejected, another one is registered.
errors-open-outcome-update-secret-remedy = Send the same change again; success settles it. If the current secret is then rejected, it no longer works and the change was probably made: regenerating with the new secret proves it, and invalidates the current admin key.
errors-open-outcome-regenerate-key-remedy = There is no way to ask what happened: the old admin key may already be dead. Regenerate once more to get a new one.
errors-open-outcome-change-settings-remedy = Send the same change again: with the same values it changes nothing twice.
errors-open-outcome-create-api-secret-remedy = Refresh the list and look for the name before you store it again. If it had an identifier code, storing it again is safe: the vault refuses a second one.
errors-open-outcome-update-api-secret-remedy = Send the same change again: with the same values it changes nothing twice, unless somebody else has edited the API secret in the meantime.
errors-open-outcome-deactivate-remedy = Send the same call again: it changes nothing twice, and its answer shows the state. “Not found” then means that the API secret is gone; “no access”, that you may no longer activate or deactivate it.
errors-open-outcome-read-api-secret-remedy = Check that the server is running, then try again; nothing was changed, but each read may count as a use of the API secret.
errors-open-outcome-read-api-secret-remedy-2 = Check that the server is running, then try again; nothing was changed.
errors-open-outcome-health-remedy = Check that the server is running and that the connection's address is right, then try again.
errors-answer-expired-meaning = The server already carried out this call and no longer has its answer.
errors-answer-expired-secret-calls-cause = The call was repeated under its idempotency key more than ten minutes after it was carried out. The server keeps an answer that may contain an admin key no longer than that.
errors-answer-expired-secret-calls-remedy = It took effect. If you do not have the admin key, create a new one with the customer secret now in force; the current one stops working at that moment.
errors-answer-expired-cause = The call was repeated under its idempotency key after the server had deleted the answer or could no longer read it.
errors-answer-expired-remedy = It took effect: refresh the list to see how things stand.
errors-unreachable-meaning = No connection could be made.
errors-unreachable-cause = No connection to the server could be made, so nothing was sent.
errors-unreachable-remedy = Check that this device is online, that the server is running and that the address is right, then try again.
errors-service-problem-meaning = The server failed while working on the call.
errors-service-problem-cause = The server failed while working on the call; it does not say how far it got.
errors-upstream-failed-meaning = A gateway got no valid answer from the server behind it.
errors-upstream-failed-cause = A gateway got no valid answer from the server behind it; the server may have got the call.
errors-upstream-timed-out-meaning = The server behind a gateway did not answer in time.
errors-upstream-timed-out-cause = The server behind the gateway did not answer in time; it may still be working on the call.
errors-answer-unreadable-meaning = The answer is not one this call can give.
errors-answer-unreadable-cause = The answer is not one this call can give: something in between may have answered, or part of the answer is missing.
errors-connection-failed-meaning = No answer could be read.
errors-connection-failed-cause = No answer could be read: the connection was lost, the server is down, or the browser withheld the answer because the server or its gateway does not admit this page (CORS).
errors-timed-out-meaning = No answer came in time.
errors-timed-out-cause = No answer came within the time limit; the server may still be working on the call.
errors-rate-limited-meaning = Too many calls in a short time.
errors-rate-limited-api-key-calls-cause = Too many calls with this API key in a short time (the vendor allows 5 per second); this one was not carried out.
errors-rate-limited-api-key-calls-remedy = Wait a moment, or as long as the server says, and try again.
errors-rate-limited-token-and-vault-calls-cause = Too many calls in a short time; this one was not carried out.
errors-address-wrong-meaning = Nothing at this address accepts this call.
errors-address-wrong-api-key-calls-cause = Nothing at this address accepts this call: the base address is wrong or lacks https, or the vendor has withdrawn the service, as announced for 31 January 2027.
errors-address-wrong-api-key-calls-remedy = Check the base address of the connection; nothing was changed.
errors-address-wrong-token-and-vault-calls-cause = Nothing at this address accepts this call: the base address or the path prefix is wrong.
errors-address-wrong-token-and-vault-calls-remedy = Check the connection: base address and path prefix; nothing was changed.
errors-not-audited-meaning = The server cannot write its audit log, so it changed nothing.
errors-not-audited-cause = Every change is recorded in the audit log before it is made, and the log cannot be written: the disk is full, the database is busy, or somebody tampered with the log.
errors-not-audited-remedy = Nothing was changed. Tell whoever runs the server, and try again once the log can be written.
errors-idempotency-key-reused-meaning = The idempotency key of this call belongs to another call.
errors-idempotency-key-reused-cause = Within the last day, the same key came with another call or another body, so the server did not treat this as a repeat and did not carry it out.
errors-idempotency-key-reused-remedy = Send the call with a new key: one key per call, the same one only for its repeats.
errors-refused-meaning = The server refused for a reason that has no code here.
errors-refused-register-cause = The server refused for a reason that only its own message gives.
errors-refused-register-remedy = Read what the server said and act on it; nothing was registered.
errors-refused-update-secret-cause = The server forbids the call. No documented reason fits here; most likely the API key is not allowed to make it.
errors-refused-update-secret-remedy = Read what the server said, and check that the API key belongs to this account and is enabled for the service. The current secret stays in force.
errors-refused-regenerate-key-remedy = Read what the server said, and check that the API key belongs to this account and is enabled for the service. The current admin key stays valid.
errors-refused-settings-calls-cause = The server forbids the call. No documented reason fits here; most likely the API key or the admin key is not allowed to make it.
errors-refused-settings-calls-remedy = Read what the server said, and check that the API key belongs to this account and is enabled for the service. Nothing was changed.
errors-refused-token-cause = The server does not accept this kind of sign-in, or refused it for a reason that only its own message gives.
errors-refused-token-remedy = Read what the server said, and check that the address is the vault's; nobody was signed in.
errors-refused-capabilities-remedy = Read what the server said and act on it; nothing was changed.
errors-refused-vault-calls-cause = The vault refused for a reason that only its own message gives.
errors-request-malformed-meaning = The server could not use the request.
errors-request-malformed-register-cause = The server could not use the request: the secret is missing, or the server considers it invalid.
errors-request-malformed-register-remedy = Check the secret and send it again; nothing was changed. If that does not help, the address may belong to another service, or something in between changes the request.
errors-request-malformed-update-secret-cause = The server could not use the request: one of the two secrets is missing, or the server considers it invalid.
errors-request-malformed-update-secret-remedy = Check both secrets and send them again; the current secret stays in force. If that does not help, the address may belong to another service, or something in between changes the request.
errors-request-malformed-read-settings-cause = The server could not use the request: the API key or the admin key is not in a form it accepts.
errors-request-malformed-read-settings-remedy = Paste both keys again, without anything around them. If that does not help, the address may belong to another service.
errors-request-malformed-change-settings-cause = The server could not use the request: a value is missing or out of range.
errors-request-malformed-change-settings-remedy = Check the values and send them again; the settings are unchanged.
errors-already-registered-meaning = A configuration already exists, or the API key may not register: the answer does not say which.
errors-already-registered-cause = A secret is already registered for this account, perhaps with another of its API keys, or this API key is not allowed to register: the service answers 403 in both cases.
errors-already-registered-remedy = If you know the registered secret, create a new admin key with it; the current one stops working at that moment. If nobody ever registered, check the API key.
errors-secret-rejected-meaning = The secret given is not the registered one, or nothing is registered.
errors-secret-rejected-update-secret-cause = The current secret is wrong, or nothing is registered with this API key, or an earlier call has already made the change.
errors-secret-rejected-update-secret-remedy = Check the current secret first. If an earlier call may have made the change, resolve it: regenerating with the new secret proves it, and invalidates the current admin key.
errors-secret-rejected-regenerate-key-cause = The secret is wrong, or nothing is registered with this API key.
errors-secret-rejected-regenerate-key-remedy = Check the secret, the service and the API key; if nobody ever registered, register first. The current admin key stays valid.
errors-admin-key-rejected-meaning = The admin key is not the one in force, or nothing is registered.
errors-admin-key-rejected-cause = The admin key is wrong, was replaced or belongs to the other service, or nothing is registered with this API key.
errors-admin-key-rejected-remedy = Check the admin key and the service; nothing was changed. If the key is lost or was replaced, create a new one with the customer secret: whichever key is in force stops working at that moment.
errors-api-key-rejected-meaning = The gateway refused the API key before the service saw the call.
errors-api-key-rejected-register-cause = The gateway refused the API key: it is missing, wrong, disabled or expired.
errors-api-key-rejected-register-remedy = Check the API key and register again; nothing was registered.
errors-api-key-rejected-update-secret-remedy = Check the API key and send the call again; the secret was not looked at, and nothing was changed.
errors-api-key-rejected-settings-calls-remedy = Check the API key and send the call again; the admin key was not looked at, and nothing was changed.
errors-product-not-enabled-meaning = The API key is valid, but not for this product.
errors-product-not-enabled-cause = The API key is valid, but not allowed to use this product.
errors-product-not-enabled-remedy = Enable the product for this key in the vendor's portal, or use another key; nothing was changed.
errors-domain-not-allowed-meaning = The API key does not work from this page's domain.
errors-domain-not-allowed-cause = The API key only works from certain domains, and this page's is not among them.
errors-domain-not-allowed-remedy = Add this page's domain to the key's list in the vendor's portal, or use another key; nothing was changed.
errors-quota-spent-meaning = The quota of the API key is used up.
errors-quota-spent-cause = The quota of this API key is used up, or its rate limit is reached; this call was not carried out.
errors-quota-spent-remedy = Wait until the quota is renewed, or raise it in the vendor's portal.
errors-secret-empty-meaning = A secret field is empty.
errors-secret-empty-register-cause = The secret is empty.
errors-secret-empty-register-remedy = Type or paste the secret.
errors-secret-empty-update-secret-cause = The current or the new secret is empty.
errors-secret-empty-update-secret-remedy = Type or paste both secrets.
errors-secret-too-long-meaning = A secret is longer than 4,096 bytes.
errors-secret-too-long-cause = The secret is longer than 4,096 bytes.
errors-secret-too-long-remedy = Use a shorter secret; check that nothing else was pasted with it.
errors-secret-control-character-meaning = A secret contains a line break, a tab or another control character.
errors-secret-control-character-cause = The secret contains a line break, a tab or another control character.
errors-secret-control-character-remedy = Paste it again on one line, without anything before or after it.
errors-secret-placeholder-meaning = The secret is a sample text from the vendors' documentation.
errors-secret-placeholder-register-cause = This is the sample text from the vendor's documentation, known to everybody.
errors-secret-placeholder-register-remedy = Choose a secret of your own.
errors-secret-placeholder-update-secret-cause = The new secret is the sample text from the vendor's documentation, known to everybody.
errors-secret-placeholder-update-secret-remedy = Choose a new secret of your own.
errors-secret-unchanged-meaning = The new secret is the current one.
errors-secret-unchanged-cause = The new secret is the same as the current one.
errors-secret-unchanged-remedy = Choose a new secret that is different.
errors-api-key-missing-meaning = The API key is missing.
errors-api-key-missing-cause = No API key was given.
errors-api-key-missing-remedy = Enter the API key of your account.
errors-api-key-malformed-meaning = What was given cannot be an API key.
errors-api-key-malformed-cause = The API key contains white space or control characters, or is the sample text from the documentation.
errors-api-key-malformed-remedy = Paste the API key again, without anything around it.
errors-field-missing-meaning = A required field is empty.
errors-field-missing-create-api-secret-remedy = Fill in every field that is marked as required.
errors-field-missing-settings-calls-cause = No admin key was given.
errors-field-missing-settings-calls-remedy = Enter the admin key.
errors-identifier-not-numeric-meaning = The identifier of an API secret is not a number.
errors-identifier-not-numeric-cause = The identifier is not a number.
errors-identifier-not-numeric-remedy = Use the number in the ID column, not the identifier code.
errors-not-signed-in-meaning = Nobody is signed in to the vault.
errors-not-signed-in-cause = Nobody is signed in to the vault in this page.
errors-not-signed-in-remedy = Sign in with client id and client secret.
errors-stopped-meaning = The run was stopped.
errors-stopped-cause = The run was stopped before this call was sent.
errors-stopped-remedy = Resume the run to send it.

## Error guide

guide-lead = What each code means, why it happens, and what to do. The codes stay the same, whatever wording a vendor uses.
guide-all-codes = All codes
guide-search = Search
guide-search-hint = A code, a status such as 403, the vendor's number, or a word
guide-count = { NUMBER($found) } of { NUMBER($all) } codes
guide-seen-as = Seen as
guide-send-again = Send again

## Leak response

leak-lead = A secret has leaked: find every copy of it in the vault, deactivate them all, and keep the proof.
leak-sign-in = Sign in to search the vault. What you pasted stays in this page until then, for 15 minutes at most.
leak-field = Leaked text
leak-field-hint = Paste it as you found it, with whatever surrounds it: a log, a script, a header. Anything you paste later is added. The text never leaves this page and is wiped once it has been searched. Fingerprints (SHA-256) work as well.
leak-find = Find copies
leak-empty = It contains nothing to look for.
leak-too-long = Together this is more than 50 MB. Add it in parts.
leak-wiped = Texts searched and wiped: { NUMBER($count) }. What you paste next is added.
leak-finding = Asking the server which API secrets have these values…
leak-find-stop = Stop searching
leak-failed = The search could not be run
leak-broken-off = The search was interrupted: not everything was looked for
leak-go-on = Continue searching
leak-search-again = Search again
leak-not-offered = This server has no search index
leak-not-offered-why = It is a vendor's own server, or an older one. You can still find the copies by reading every API secret.
leak-scan-offer = Read every API secret…
leak-scan-title = Read every API secret?
leak-scan-warning = Each read counts as a use of that API secret, and shows up as one wherever uses are recorded. Inactive ones can't be read. This page compares what it reads with the text, then drops it.
leak-scan-yes = Read them all
leak-scan-no = Do not read
leak-scanning = Reading { NUMBER($read) } of { NUMBER($all) }
leak-scan-listing = Fetching the list…
leak-scan-stop = Stop reading
leak-found =
    { $count ->
        [one] { NUMBER($count) } copy found
       *[other] { NUMBER($count) } copies found
    }
leak-found-none = No copy found
leak-found-none-why = None of the values looked for is in the text, in any decoding that was tried. That is not an all-clear: see below for what was not looked for.
leak-off-already = Already off: { NUMBER($count) }.
leak-all-off-already = All copies are already off. Deactivating them again changes nothing, and creates the receipt.
leak-fingerprints-gone = The fingerprints were lost with the page that searched. To ask the server whether everything is off, paste the text again.
leak-not-yours = Copies this access key may not deactivate, so expect refusals: { NUMBER($count) }.
leak-incomplete = The server has not indexed all values yet: there may be more copies. Search again later.
leak-not-all-seen = This access key does not see every API secret on the server, so it is unknown whether others have a value from the text.
leak-scanned = { NUMBER($read) } of { NUMBER($all) } API secrets were read and compared.
leak-scan-stopped = Reading was stopped before all were read.
leak-scan-resume =
    { $count ->
        [one] Read the one that is left
       *[other] Read the { NUMBER($count) } that are left
    }
leak-scan-resume-how = What was read is not read again.
leak-scan-halted = Reading broke off before all were read
leak-scan-inactive = Inactive, so they can't be read or used, and were not compared:
leak-scan-unread = Could not be read:
leak-not-looked-for = What was not looked for
leak-fingerprint = Fingerprint
leak-copies = Copies
leak-include = Deactivate the copies of this value
leak-line-number = line { NUMBER($line) }
leak-line = Line
leak-as-fingerprint = its fingerprint
leak-copies-table = The copies
leak-state = State
leak-active = Active
leak-inactive = Inactive
leak-view-only = View only
leak-another = Another leak
leak-proving = Asking the server whether they are off…
leak-proved = The server says at { $time }: off { NUMBER($off) }, on none.
leak-proved-chosen = The server says at { $time }: off { NUMBER($off) }, on none of those you deactivated.
leak-still-on = The server says at { $time }: off { NUMBER($off) }. Still on:
leak-is-on = Still on
leak-not-proved = The server could not be asked
leak-prove-again = Check again
leak-mark = Mark as exposed
leak-mark-again = Mark again
leak-marking = Marking what leaked as exposed…
leak-marked =
    { $count ->
        [one] { NUMBER($count) } is marked as exposed in the list, until it is off and has a new value.
       *[other] { NUMBER($count) } are marked as exposed in the list, each until it is off and has a new value.
    }
leak-not-marked = Not marked as exposed, or not known to be: { NUMBER($count) }
leak-mark-not-offered = This server cannot mark API secrets as exposed.
leak-found-off = Every copy that was found is off as of { $time }, { NUMBER($seconds) } s after the text was pasted. There may be others: see below.
leak-all-off = All off at { $time }, { NUMBER($seconds) } s after the text was pasted.
leak-receipt = Receipt
leak-receipt-lead = For the incident record. It contains fingerprints, never the secret.
leak-incident = Incident
leak-operator = Operator
leak-download = Download as JSON
leak-print = Print
leak-server = Server
leak-client-id = Client id
leak-pasted-at = Pasted
leak-began-at = Run started
leak-ended-at = Run ended
leak-all-off-at = All off
leak-not-all-off = not all
leak-only-found-off = only what was found: { $time }
leak-left-out = Left on deliberately
leak-still-works = Left on deliberately, still works
leak-without-copies = Without copies
leak-not-looked-for-list = Not looked for
leak-cut = and the parts of the text that were not searched
leak-searched = Searched
leak-by-find = in the page, by the server's index and fingerprints
leak-by-scan = by reading
leak-answered-at = Answered
leak-verified-at = Verified off
leak-checksum = Checksum (SHA-256)
leak-checksum-how = Of the JSON without its checksum and log, members in order, no white space.
leak-more-in-json = and { NUMBER($count) } more, in the JSON
leak-files = Or files
leak-files-hint = Choose them, or drop them anywhere on this page: logs, .env files, scanner reports, up to 50 MB in total.
leak-busy = Not accepted: finish what is on this page first.
leak-held = Texts waiting in this page to be searched: { NUMBER($count) }.
leak-is-wiped = The text was wiped before it was searched: its time ran out, or the sign-in ended. Paste it again.
leak-searching = Searching the text: { $done } of { $all } KB, values found so far: { NUMBER($values) }
leak-masked = Places in this text where a value is masked: { NUMBER($count) }. Masked values cannot be looked for: get the text from where it is not masked.
leak-hashed = Places in this text that have a hash in place of the value, and not its SHA-256: { NUMBER($count) }. Such hashes cannot be compared: get the values themselves.
leak-encrypted = Places in this text that are encrypted: { NUMBER($count) }. Decrypt them first, and paste the result.
leak-stopped = The search was stopped: the rest of the text was not searched.
leak-cut-text = One part of the text had more to decode than the search covers: values encoded several times may have been missed there. Paste that part by itself.
leak-file-unread = A file could not be read completely. Choose it again.
leak-empty-file = { $name }: the file is empty.
leak-image = { $name }: an image. What it shows is not read: type or paste its text.
leak-media = { $name }: audio or video. What is said in it is not searched.
leak-archive = { $name }: an archive or an Office document. Compressed content is not read: unpack it and add its files.
leak-pdf = { $name }: a PDF. Its text is compressed and not read: copy the text and paste it.
leak-document = { $name }: an older Office document, which is only partly read at best: copy its text and paste it.
leak-encrypted-file = { $name }: an encrypted file. Decrypt it first.
leak-looked-for =
    Looked for: { $values ->
        [one] { NUMBER($values) } value
       *[other] { NUMBER($values) } values
    } that this access key may view, in the text and in { $views ->
        [one] { NUMBER($views) } decoded form
       *[other] { NUMBER($views) } decoded forms
    } of its parts.
leak-looked-for-read =
    Looked for: { $values ->
        [one] { NUMBER($values) } value that was read
       *[other] { NUMBER($values) } values that were read
    }, in the text and in { $views ->
        [one] { NUMBER($views) } decoded form
       *[other] { NUMBER($views) } decoded forms
    } of its parts.
leak-not-short = Values shorter than 8 bytes.
leak-not-parts = Parts of values: if the text contains only a piece of one, that piece is not found.
leak-not-approval = Values that ask for a justification or an approval, unless the text has their fingerprint.
leak-not-inactive = Inactive ones that this access key may not edit.
leak-what-to-do = If one of these may have leaked, look for it by its SHA-256, or ask someone who may view it to search the same text.
leak-values = The values in the text
leak-where = In the text
leak-bytes = Bytes
leak-position = line { NUMBER($line) }, column { NUMBER($column) }
leak-more-places =
    { $count ->
        [one] and { NUMBER($count) } more place
       *[other] and { NUMBER($count) } more places
    }
leak-pasted-text = text { NUMBER($number) }
leak-report = Report from { $scanner }: findings: { NUMBER($findings) }
leak-report-cut = Not all findings could be told apart: some may be missing, or be listed as not known.
leak-save-csv = Save as CSV
leak-save-json = Save as JSON
leak-rule = Rule
leak-file = File
leak-known = In the vault
leak-known-on = in the vault and on
leak-known-off = in the vault and off
leak-known-not-told = not known
leak-known-not-in-vault = none of the values that were looked for
leak-known-masked = masked in the report, so it can't be looked for
leak-known-hashed = a hash in the report, so it can't be looked for
leak-known-absent = the report has no value
leak-more-rows = Show { NUMBER($more) } more (of { NUMBER($left) })

## Overview

overview-lead = Where calls go, what is known, and what this page did last.
overview-check-again = Check again
overview-answered-at = Answered at { $time }
overview-silent = Not responding
overview-silent-since = Not responding; it last answered at { $time }
overview-change-connection = Connections
overview-registered = Registered
overview-proved-at = proved at { $time }
overview-not-known-yet = Not known yet
overview-not-known-why = No documented call can check this without a secret. Registering, changing or regenerating shows it.
overview-active = Active
overview-inactive = Inactive
overview-chart = API secrets: { NUMBER($active) } active, { NUMBER($inactive) } inactive, { $unknown } not known yet
overview-not-listed = Not listed in this page yet.
overview-states-why = The list does not include states: a state is known once a call has proved it.
overview-first = What to do first
overview-go-register = Register a secret
overview-go-register-why = For location history and geofencing. You get the admin key only once. Needs the API key.
overview-go-sign-in = Sign in to the vault
overview-go-sign-in-why = List API secrets, activate and deactivate them, one or thousands. Needs client id and client secret.
overview-go-store = Store an API secret
overview-go-store-why = Or import many from a file: “latchboard-server secret import”.
overview-go-leak = A secret leaked?
overview-go-leak-why = Paste it, find every copy, deactivate them all.
overview-first-credentials = The server printed an API key, a client id and a client secret once, when it created its data. “latchboard-server api-key create” and “latchboard-server access-key create” create more.
overview-step-done = (done)
overview-last-actions = Recent actions
overview-nothing-yet = Nothing done in this page yet.
overview-all-activity = All activity
overview-retires =
    { $days ->
        [one] The vendor withdraws Location History and Geofencing on { $day }: { NUMBER($days) } day left
       *[other] The vendor withdraws Location History and Geofencing on { $day }: { NUMBER($days) } days left
    }
overview-retires-tomorrow = The vendor withdraws Location History and Geofencing tomorrow, on { $day }
overview-retires-today = The vendor withdraws Location History and Geofencing today, { $day }
overview-retired = The vendor withdrew Location History and Geofencing on { $day }
overview-retires-why = It names no successor. A Latchboard server answers these calls itself and carries on; calls passed on to the vendor will fail.
overview-retired-why = A Latchboard server answers these calls itself and carries on. If calls to the vendor fail, this is why.
overview-exposed =
    { $count ->
        [one] The value of { NUMBER($count) } API secret leaked. Deactivate and replace it.
       *[other] The values of { NUMBER($count) } API secrets leaked. Deactivate and replace them.
    }
overview-show-list = Show the list
overview-open-runs = A run on API secrets was left unfinished in this browser.
overview-show-them = Show it

## Finding out what became of a call

resolve-label-repeat-same-again = Resolve: send it again
resolve-label-claim-registration = Resolve: regenerate with this secret
resolve-label-confirm-new-secret = Resolve: regenerate with the new secret
resolve-label-look-in-list = Resolve: look in the list
resolve-repeat = The server knows this call by its key: sending it again returns the lost answer and changes nothing twice. If it never arrived, it is carried out now.
resolve-same-again-register = Registering again with the same secret shows whether a registration exists.
resolve-same-again-update-secret = Sending the same change again shows whether the old secret is still in force.
resolve-same-again-regenerate-key = There is no way to ask what happened: the old admin key may already be dead. Regenerating once more gives a new one and invalidates any before it.
resolve-same-again = Sending the same call again changes nothing twice, and its answer shows the state.
resolve-claim-registration = A registration exists. Regenerating with this secret shows whether it is yours; if it is, you get a new admin key and the previous one stops working.
resolve-confirm-new-secret = The old secret is refused, so the change was probably made. Regenerating with the new secret proves it; the current admin key then stops working, and you get a new one.
resolve-look-in-list = The list shows whether it is there.
resolve-found-as-asked = Resolved: things are as you asked.
resolve-found-carried-out = Resolved: it was carried out. Its answer is no longer kept; if it contained an admin key, create a new one.
resolve-found-refused = Resolved: the server refused it; nothing was changed.
resolve-found-another-secret = Resolved: another secret is registered, or none. This call did not take effect.
resolve-found-neither-secret = Resolved: neither the old nor the new secret is in force. Somebody else changed it.
resolve-found-gone = Resolved: it no longer exists.
resolve-found-access-lost = Resolved: it exists, but this access key may no longer activate or deactivate it.
resolve-found-not-made = Resolved: it was not stored.
resolve-found-perhaps-made = Something with that name is stored. Whether this call stored it cannot be told from here: open it to see whether it is yours.

## Self-test

self_test-lead = Searches this page, right now, for every secret it knows, and tries what the page must not be able to do.
self_test-how = Run it while you are signed in or have a secret in a form, so that there is something to find. No secret leaves the page, and none is in the report.
self_test-run = Run the self-test
self_test-run-again = Run it again
self_test-running = Searching…
self_test-summary = { NUMBER($passed) } passed, { NUMBER($failed) } failed, { NUMBER($unknown) } could not be checked
self_test-looked-for = Secrets looked for: { NUMBER($count) }
self_test-none-known = The page knows no secret right now, so there was nothing to find.
self_test-too-short = Too short to look for, because they appear everywhere: { NUMBER($count) }
self_test-checks = Checks
self_test-check = Check
self_test-result = Result
self_test-detail = What was found
self_test-passed = Passed
self_test-failed = Failed
self_test-not-checked = Could not be checked
self_test-local-storage = Local storage holds no secret
self_test-session-storage = Session storage holds no secret
self_test-databases = Databases (IndexedDB) hold the kept runs and nothing else
self_test-caches = There is no cache and no service worker
self_test-cookies = Cookies hold no secret
self_test-address = Address, referrer and title hold no secret
self_test-history = History state and window name hold no secret
self_test-document = The document's texts and attributes hold no secret
self_test-fields = A secret is in a field only where it is typed
self_test-calls = Addresses of calls contain a key only where the contract requires it
self_test-evaluation = Text cannot be run as code
self_test-inline-script = A script slipped into the page does not run
self_test-inline-style = A style slipped into the page does not apply
self_test-foreign-call = A server that nobody named cannot be called
self_test-third-parties = Only the chosen servers were called
self_test-framed = The page is not framed by another page
self_test-clean-search = Searched { NUMBER($count) }, nothing found
self_test-clean = As it should be
self_test-expected = { NUMBER($count) } where it has to be, and nowhere else
self_test-found = Found: { NUMBER($count) }
self_test-worked = It worked, and should not have
self_test-not-offered = Not available here in this browser; that is usual over plain http
self_test-browser-refused = The browser refused
self_test-forgotten = The browser remembers only the first { NUMBER($count) } calls; nothing is wrong with those
self_test-not-read = There is something that this page did not create, and it was not read
self_test-beyond = Beyond a page's reach: the clipboard, the console, the browser's history of other pages, extensions, and copies in the memory of the browser. The addresses of earlier steps in this tab cannot be read back either.
self_test-policy = Policy in force
self_test-policy-seen = As the browser reported it when it stopped a forbidden attempt.
self_test-no-policy = The browser stopped nothing and reported no policy: anyone who gets a script into this page can read everything. A Latchboard server sends a policy with the page; a development server does not.
self_test-origins = Servers called
self_test-copy-report = Copy the report
self_test-save-report = Save the report
self_test-report-copied = Copied. The report contains no secret.
self_test-report-not-copied = Copying failed: save the report instead.

## Command palette

palette-title = Command palette
palette-placeholder = Page, name or ID
palette-commands = Commands
palette-nothing = Nothing with this name.

## The frame of every page

shell-overview = Overview
shell-connections = Connections
shell-activity = Activity
shell-self-test = Self-test
shell-other-server = Another server
shell-admin-key = Admin key
shell-api-secrets = API secrets
shell-bulk-run = Bulk run
shell-leak-response = Leak response
shell-error-guide = Error guide
shell-page-not-found = Page not found
shell-no-page-here = There is no page at this address.
shell-to-first-page = Go to the first page
shell-skip = Skip to content
shell-pages = Pages
shell-find = Find
shell-rehearsal = Rehearsal: nothing here is real
shell-this-server = This server
shell-not-reachable = not reachable
shell-reachable = reachable
shell-checking = checking…
shell-never-answered = It has never answered. Press to check again.
shell-last-answered = It last answered at { $time }. Press to check again.
shell-answered = It answered at { $time }. Press to check again.
shell-asking = Checking whether the server is reachable.
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-signed-in = Signed in as
shell-signed-in-as = Signed in as { $client-id }, until you sign out, reload or close this tab
shell-theme = Theme
shell-theme-system = System
shell-theme-light = Light
shell-theme-dark = Dark
shell-language = Language
shell-density = Table rows
shell-roomy = Roomy
shell-dense = Dense
shell-run = Progress of the run
shell-run-goes-on = A run is under way.
shell-run-is-over = A run has ended.
shell-reading = Reading API secrets: { NUMBER($read) } of { NUMBER($all) }.
shell-part-loading = Loading this page…
shell-part-failed = This page could not be loaded
shell-part-failed-why = The connection may have been lost, or a new version was installed. Nothing you typed elsewhere is lost.
shell-help = Keyboard and display
shell-key-help = Show this
shell-key-search = To the search box, if the page has one
shell-key-palette = Find a page, an API secret or a command
shell-key-tab = To the next control, and back
shell-key-rows = From row to row in a table
shell-key-select = Select rows
shell-key-details = Open the details of a row
shell-key-escape = Close a dialog; never the one that shows a key once
shell-shortcuts = Single-key shortcuts

## What is pointed out about a secret, and its strength

warnings-leading-space = The secret begins with white space. It is sent as it is: remove it unless it belongs there.
warnings-trailing-space = The secret ends with white space. It is sent as it is: remove it unless it belongs there.
warnings-outer-space = The secret begins and ends with white space. It is sent as it is: remove it unless it belongs there.
warnings-invisible = The secret contains invisible characters. Remove them unless they belong there.
warnings-unusual-space = The secret contains a space that ordinary keyboards do not type, such as a non-breaking one.
warnings-look-alike = The secret contains characters that look like those on an ordinary keyboard but are different, such as curly quotes or Cyrillic letters. Anyone who types it will type other ones.
warnings-several-forms = The secret contains characters, such as letters with accents, that another program may write as different bytes. They are sent as they are.
warnings-plain-leading-space = This begins with white space, which is stored as it is: remove it unless it belongs there.
warnings-plain-trailing-space = This ends with white space, which is stored as it is: remove it unless it belongs there.
warnings-plain-outer-space = This begins and ends with white space, which is stored as it is: remove it unless it belongs there.
warnings-plain-invisible = This contains invisible characters. Remove them unless they belong there.
warnings-plain-unusual-space = This contains a space that ordinary keyboards do not type, such as a non-breaking one.
warnings-plain-look-alike = This contains characters that look like those on an ordinary keyboard but are different, such as curly quotes or Cyrillic letters. Anyone who searches for it will type other ones.
warnings-held = Nothing was sent. If it is the right one after all, send it again.
warnings-looks-like-api-key = This looks like an API key: it belongs under “Admin key”.
warnings-looks-like-client-id = This looks like a client id: use it with its client secret to sign in to the vault.
warnings-looks-like-client-secret = This looks like a client secret or an admin key: it does not belong here.
warnings-contains-api-key = This contains your API key. The secret is a different text, which you choose yourself.
warnings-is-admin-key = This is your admin key. The secret is a different text: admin keys are made from it.
warnings-placeholder = This is a sample text from the vendor's documentation, known to everybody. If it really is in force, change it now.
warnings-common-password = This is one of the first passwords anybody tries. Choose another secret.
warnings-weak = This secret is estimated to be easy to guess. A generated one is not.
warnings-level-very-weak = Very weak
warnings-level-weak = Weak
warnings-level-fair = Fair
warnings-level-strong = Strong
warnings-level-very-strong = Very strong
warnings-reason-too-short = It is too short.
warnings-reason-only-digits = It contains only digits.
warnings-reason-one-kind = It uses few kinds of characters.
warnings-reason-repeats = It repeats itself.
warnings-reason-sequence = It contains a sequence, such as abcd or 4321.
warnings-reason-keyboard = It contains neighbouring keys, such as qwerty.
warnings-reason-date = It contains a date or a year.
warnings-reason-common-word = It contains a word that is in many passwords.
warnings-reason-few-words = It consists of few words.

## What the document says before the program is there

document-no-script = Latchboard needs JavaScript and WebAssembly. Nothing is sent and nothing is stored until both are switched on.
document-not-loaded = The program could not be loaded
document-not-loaded-why = The connection may have been lost, or this browser has no WebAssembly. Nothing was sent. Reload the page; if that does not help, use a current browser.
document-crashed = The page crashed
document-crashed-why = Reload it to continue. If a call was under way, its outcome is unknown: find out before you send it again.

## How numbers are written

numbers-separator = ,
numbers-fewest-grouped-digits = 4
