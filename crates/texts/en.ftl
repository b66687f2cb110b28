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

activity-lead = What this page did since it was opened and, for those who may read it, what the server's audit log says. Neither can contain a secret.
activity-log = Log
activity-this-browser = This browser
activity-server = Server
activity-actor = By
activity-this-page = this page
activity-signed-out = The server's audit log is shown to those who are signed in with an access key that may read it.
activity-sign-in = Sign in to the vault
activity-not-offered = The server that you are signed in to has no audit log to offer: below is what this browser did.
activity-other-server = Choose another server
activity-asking = Asking the server for its audit log…
activity-not-read = The server's audit log could not be read
activity-load-older = Load older entries
activity-refresh = Look for newer ones
activity-read-back-to = The server's log was read back to entry { NUMBER($entry) }.
activity-read-whole = The server's log was read to its beginning.
activity-later =
    { $entries ->
        [one] { NUMBER($entries) } entry of this browser is older than that and comes with the older ones.
       *[other] { NUMBER($entries) } entries of this browser are older than that and come with the older ones.
    }
activity-looked-here = A part of a name is looked for in what was read only.
activity-save-all-as = Save all that match as { $format }
activity-saving =
    { $entries ->
        [one] Reading the server's log: { NUMBER($entries) } entry
       *[other] Reading the server's log: { NUMBER($entries) } entries
    }
activity-not-saved = Not everything could be read, so nothing was saved
activity-action = Action
activity-outcome = Outcome
activity-target = Target
activity-target-search = Target or actor
activity-target-hint = Such as api-secret:43; names are not searched
activity-time = Time
activity-any = Any
activity-since = Period
activity-beginning = Since the beginning
activity-week = Last 7 days
activity-day = Last 24 hours
activity-hour = Last hour
activity-count =
    { $all ->
        [one] { NUMBER($shown) } of { NUMBER($all) } entry
       *[other] { NUMBER($shown) } of { NUMBER($all) } entries
    }
activity-rows-of-logs = Rows: { NUMBER($shown) }. Entries in the server's log: { NUMBER($all) }.
activity-chart-days = Actions per day ({ $log }), of those in the table
activity-chart-hours = Actions per hour ({ $log }), of those in the table
activity-chart-bar = { $when }: { NUMBER($well) } as asked, { NUMBER($open) } not
activity-dropped =
    { $dropped ->
        [one] The oldest entry is gone: the page keeps { NUMBER($kept) }.
       *[other] The oldest { NUMBER($dropped) } entries are gone: the page keeps { NUMBER($kept) }.
    }
activity-nothing-matches = No entry matches
activity-clear = Show all
activity-nothing-yet = No activity yet
activity-nothing-yet-why = Every call of this page is listed here with its outcome.
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
activity-verify-why = It is verified in this page, with the same code as the server's command: each entry's hash, each signature, and the signed end.
activity-verify-server = Verify this server's log
activity-verify-save = Verify it and save the export
activity-verify-closed = To verify the log of the server itself, sign in with an access key that may read it.
activity-verify-file = Export (JSON Lines)
activity-verify-file-hint = It stays in this browser and is sent nowhere.
activity-verify-file-again = Verify the file
activity-verify-pasted = Or paste an export
activity-verify-pasted-do = Verify the text
activity-verify-unread = The browser could not read the file.
activity-verifying =
    { $entries ->
        [one] { NUMBER($entries) } entry is as it was written so far
       *[other] { NUMBER($entries) } entries are as they were written so far
    }
activity-verify-stop = Stop
activity-verify-stopped = Stopped behind entry { NUMBER($entry) }: nothing is said about the rest.
activity-verify-failed = The server's log could not be verified
activity-broke-off = It was broken off behind entry { NUMBER($entry) }: either the connection was lost, or the server found its own log changed there and would not go on. When it breaks off there again, run “latchboard-server audit verify” where its data lies.
activity-hold = Compare it with what you kept elsewhere
activity-hold-why = A log alone proves only that it fits its own key. A key that you kept shows that it is this server's, and a checkpoint that nothing up to it was taken away or written anew.
activity-hold-key = Public key
activity-hold-key-hint = 64 hexadecimal digits, as “latchboard-server audit key” prints them.
activity-hold-key-fault = A public key has 64 hexadecimal digits.
activity-hold-checkpoint = Checkpoint
activity-hold-checkpoint-hint = The two lines that “latchboard-server audit checkpoint” prints, or the first and the last line of an older export.
activity-hold-checkpoint-file = Checkpoint from a file
activity-hold-checkpoint-fault = This is no checkpoint:
activity-whole = Whole and unchanged
activity-whole-why =
    { $entries ->
        [one] { NUMBER($entries) } entry, signed up to entry { NUMBER($signed) }.
       *[other] { NUMBER($entries) } entries, signed up to entry { NUMBER($signed) }.
    }
activity-open-attempts = Attempts without an end: { NUMBER($attempts) }. Whoever made them died before it, or is still at it.
activity-whole-key = It is signed with this key. Compare it with one that you keep elsewhere: a file alone proves only that it fits its own key.
activity-whole-given-key = It is signed with the key that you gave:
activity-pruned = Entries up to { NUMBER($entry) } were removed; their hashes are kept, and the rest goes on from them.
activity-goes-on = It goes on from the checkpoint that you gave, at entry { NUMBER($entry) }.
activity-keep-checkpoint = Save its checkpoint
activity-keep-why = Keep it where nobody can change it who can change the log: a later log must go on from there.
activity-not-whole = Not whole, or changed

## Admin key

admin_key-lead = Your customer secret proves who you are; the admin key made from it manages your data. The server shows an admin key once and never again.
admin_key-task = Task
admin_key-register = Register
admin_key-register-submit = Register secret
admin_key-register-effect = Works once per account.
admin_key-register-effect-more = The secret you register now is the only proof that you own the admin key: keep it. A second registration is refused.
admin_key-change = Change secret
admin_key-change-effect = The present secret stops working the moment you confirm.
admin_key-change-effect-more = The admin key normally lives on; if the server sends a new one, it is shown once.
admin_key-regenerate = Regenerate
admin_key-regenerate-submit = Regenerate admin key
admin_key-regenerate-effect = The present admin key stops working the moment you confirm; there is no grace period.
admin_key-regenerate-effect-more = Whatever uses it fails until it gets the new one. The secret stays as it is.
admin_key-forget = Forget what was typed
admin_key-waiting = Waiting for the server…
admin_key-service = Service
admin_key-api-key = API key
admin_key-api-key-hint = Of the account; kept in this page's memory only.
admin_key-secret = Customer secret
admin_key-secret-hint = Any text up to 4,096 bytes. It is sent exactly as typed.
admin_key-present-secret = Present secret
admin_key-present-secret-hint = The one that is registered now.
admin_key-registered-hint = The one that is registered.
admin_key-new-secret = New secret
admin_key-new-secret-hint = Any text up to 4,096 bytes that differs from the present one.
admin_key-admin-key-hint = The one that the server gave last.
admin_key-copy-secret = Copy the secret
admin_key-store-first = Store it before you go on: it is shown nowhere later.
admin_key-copied-store = Copied to the clipboard. Store it before you go on.
admin_key-still-unknown = Still unknown.
admin_key-until-then = Until you resolve it or leave it unknown, what was sent stays in this page's memory, and the form sends no second call of this kind.
admin_key-leave-unknown = Leave it unknown
admin_key-open-elsewhere = It is still unknown what became of:
admin_key-registered = The secret is registered, and the admin key was shown.
admin_key-changed = The new secret is in force. The admin key that you have stays valid.
admin_key-changed-with-key = The new secret is in force, and so is the new admin key that was just shown.
admin_key-regenerated = The new admin key is in force, and the one before it is dead.
admin_key-last-key = Last admin key: fingerprint
admin_key-issued = , issued at { $time }. The key itself is no longer in this page.
admin_key-test-title = Test an admin key
admin_key-test-hint = Reads the settings with it and with the API key above; changes nothing.
admin_key-test = Test this admin key
admin_key-accepted = The server accepted the key at { $time }.
admin_key-not-proved = The key could not be proved
admin_key-your-key = Your admin key
admin_key-only-time = This is the only time it is shown. Store it in your vault before you close this.
admin_key-your-secret = Your new customer secret
admin_key-only-time-secret = This page generated it, and this is the last time it is shown. Store it in your vault before you close this.
admin_key-your-key-and-secret = Your admin key and your customer secret
admin_key-only-time-both = This is the last time that they are shown. Store both in your vault before you close this.
admin_key-of-item = { $action }: { $item }
admin_key-stored-gone = Stored, and gone from this page.
admin_key-key-not-copied = The browser did not copy. The key is selected: copy it by hand.
admin_key-download = Download
admin_key-downloaded = Handed to the browser as a file. It is readable for whoever can open your downloads: move it into your vault.
admin_key-stored = I have stored it

## API secrets

api_secrets-lead = Switch stored API secrets off and on.
api_secrets-states-not-told = This server's list does not say which are active: a state is shown once a call has proved it.
api_secrets-sign-in-title = Sign in to the vault
api_secrets-sign-in-hint = With an access key: its client id and client secret. The token stays in this page's memory and is gone when you close it.
api_secrets-client-id = Client id
api_secrets-client-secret = Client secret
api_secrets-tenant = Tenant
api_secrets-tenant-hint = Only where one address serves several tenants: the exact sub-domain.
api_secrets-needed = This is needed to sign in.
api_secrets-sign-in = Sign in
api_secrets-signing-in = Signing in…
api_secrets-not-signed-in = Not signed in
api_secrets-again-title = Sign in again
api_secrets-again-hint = The list and all that you typed stay as they are, and you go on where you were. If you sign in with another access key, its list takes the place of this one.
api_secrets-search = Search by name or identifier
api_secrets-refresh = Refresh
api_secrets-new = New API secret
api_secrets-not-loaded = The list could not be loaded
api_secrets-loading = Loading the list…
api_secrets-none-yet = No API secrets yet
api_secrets-none-yet-why = What this access key may see appears here. Store the first one, or sign in with another access key.
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
api_secrets-on-the-server-hint = Tag and identifier code are looked for on the server. Both must match exactly.
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
api_secrets-columns-hint = Where there is little room, some are hidden automatically.
api_secrets-views = Saved views
api_secrets-views-hint = Search or filter, and what you look at can be saved here under a name.
api_secrets-view-name = Name of this view
api_secrets-forget-view = Forget the view “{ $name }”
api_secrets-exposed-field = Its value leaked: marked as exposed until it is off and has a new value
api_secrets-exposed-title = Switch “{ $name }” on although its value leaked?
api_secrets-exposed-why = Whoever found the value can use it again at once. Change the value first, then switch it on.
api_secrets-exposed-no = Leave it off
api_secrets-exposed-yes = Switch on all the same
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
api_secrets-nothing-matches = No API secret matches.
api_secrets-lift-search = Clear the search
api_secrets-lift-state = Any state
api_secrets-lift-access = Any access
api_secrets-lift-flag = Whatever they ask for
api_secrets-lift-tag = Any tag
api_secrets-lift-code = Any identifier code
api_secrets-lift-gain = { $filter }: shows { NUMBER($shown) }
api_secrets-secret-hint = Looking for a leaked value? Secrets are never found by searching names, and a search that finds nothing is not put into the address.
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
api_secrets-menu-not-copied = The browser did not copy.
api_secrets-of-row = { $verb } { $name } (ID { $identifier })
api_secrets-verb-of = { $verb } { $name }
api_secrets-no-edit = According to the list, this access key may only view it: it cannot be edited, activated or deactivated.
api_secrets-no-view = This access key may not view it: the list says so. It cannot be opened.
api_secrets-blocked = { $name }: nothing was sent.
api_secrets-trouble = see message
api_secrets-undo = Undo
api_secrets-undo-of = Undo: { $name } (ID { $identifier })
api_secrets-now-active = “{ $name }” (ID { $identifier }) is active now, confirmed at { $time }.
api_secrets-now-inactive = “{ $name }” (ID { $identifier }) is inactive now, confirmed at { $time }.
api_secrets-was-active = “{ $name }” (ID { $identifier }) was already active, confirmed at { $time }.
api_secrets-was-inactive = “{ $name }” (ID { $identifier }) was already inactive, confirmed at { $time }.
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
        [one] { NUMBER($count) } of them is not in the list as filtered now.
       *[other] { NUMBER($count) } of them are not in the list as filtered now.
    }
api_secrets-view-only =
    { $count ->
        [one] { NUMBER($count) } may only be viewed and is left out.
       *[other] { NUMBER($count) } may only be viewed and are left out.
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
api_secrets-facts = What the server knows without opening it
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
api_secrets-counts-as-use = Opening it counts as a use, and brings its secret into this page. Whoever shares it may see when it was used last.
api_secrets-wants-justification = The vault asks for a justification to access it, and its API takes none: the call may be refused.
api_secrets-wants-approval = The vault asks for an approval to access it, and its API cannot ask for one: the call may be refused.
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
api_secrets-not-copied = The browser did not copy. Show the secret and copy it by hand.
api_secrets-no-secret = No secret is stored with it.
api_secrets-history = What was done with it
api_secrets-show-history = Show what was done with it
api_secrets-history-asked = Asking the audit log …
api_secrets-history-not-offered = This server shows no audit log.
api_secrets-history-not-read = The audit log was not read
api_secrets-history-nothing = The audit log tells of nothing.
api_secrets-read-history-again = Read it again
api_secrets-history-read = That is all of it.
api_secrets-history-more = There is more in Activity.
api_secrets-as-curl = As a command
api_secrets-as-curl-hint = For a POSIX shell with curl. Set LATCHBOARD_CLIENT_ID and LATCHBOARD_CLIENT_SECRET first; no secret is in the command.
api_secrets-curl-deactivate = Copy as curl: deactivate
api_secrets-curl-activate = Copy as curl: activate
api_secrets-curl-read = Copy as curl: read
api_secrets-as-curl-form-hint = For a POSIX shell with curl. Set LATCHBOARD_CLIENT_ID and LATCHBOARD_CLIENT_SECRET first and, where a client secret is typed above, LATCHBOARD_API_SECRET: it takes its place.
api_secrets-curl-form = Copy as curl
api_secrets-still-unknown = Still unknown.
api_secrets-show-found = Close this and show it in the list
api_secrets-leaked = Looking for a leaked value?
api_secrets-leaked-how = The list knows no values: Leak response finds every copy.
api_secrets-command = Command
api_secrets-command-copied = The command is on the clipboard.
api_secrets-command-not-copied = The browser did not copy. The command is selected: copy it by hand.
api_secrets-edit-title = Edit { $name } (ID { $identifier })
api_secrets-url-hint = Where the secret is used; free text.
api_secrets-client-id-hint = Who uses the secret.
api_secrets-code-hint = A code of your own, unique among yours. With it, a second copy stored by accident is refused.
api_secrets-method-hint = The HTTP method that it is used with; free text.
api_secrets-tags-hint = Separated by commas.
api_secrets-owner-hint = Who answers for it: a team or a person. Only this server keeps it.
api_secrets-expires-on = Expires on
api_secrets-expires-on-hint = The last day on which it is good. Only this server keeps it; nothing is switched off by itself.
api_secrets-no-day = This is not a day.
api_secrets-expires-note = What to do then
api_secrets-expires-note-hint = Where a new one is had, for example.
api_secrets-secret-new-hint = The secret itself. It is stored encrypted.
api_secrets-secret-made = Made in this page. It is stored with the rest of the form.
api_secrets-secret-edit-hint = Leave it empty and the secret stays as it is. What you type replaces it.
api_secrets-unread-hint = The list tells only the name. A field that you leave empty stays as it is.
api_secrets-read-first = Read the present values
api_secrets-read-first-why = To see what is stored, to empty a field or to change who shares it, read the present values first. That counts as a use; the secret itself is not shown.
api_secrets-users = Users who share it
api_secrets-groups = Groups who share it
api_secrets-add-user = Add a user
api_secrets-add-group = Add a group
api_secrets-share-name = Name of share { NUMBER($number) }
api_secrets-share-edit = may edit
api_secrets-remove = Remove
api_secrets-remove-share = Remove share { NUMBER($number) }
api_secrets-end-sharing = Yes, end all sharing with them
api_secrets-ends-sharing = A list that was shared with somebody is now empty. Confirm that below, or name somebody.
api_secrets-mask = These are the characters of a mask, not a secret.
api_secrets-nothing-changed = Nothing was changed, so there is nothing to send.
api_secrets-store = Store
api_secrets-storing = Storing…
api_secrets-cancel = Cancel
api_secrets-discard-title = Discard what you entered?
api_secrets-discard-why = None of it has been stored yet.
api_secrets-discard-perhaps = Perhaps it was stored already. To find out, keep this form open.
api_secrets-discard-not = Keep editing
api_secrets-discard = Discard
api_secrets-change = Change

## What is wrong with an audit log

audit_faults-at = Entry { $sequence }: { $fault }
audit_faults-unreadable = This is nothing that the audit log writes: it was changed.
audit_faults-gap = Entries are missing here, or stand in another order.
audit_faults-changed = This entry, or what was before it, is not what was written.
audit_faults-not-authentic = This was not written by the server: its keyed hash does not fit.
audit_faults-cut = The last entries are missing: the server wrote more.
audit_faults-no-attempt = This entry ends an attempt that is not there.
audit_faults-forged = The signature of a checkpoint does not fit.
audit_faults-differs = A signed checkpoint is of other entries than those before it.
audit_faults-checkpoint-missing = A checkpoint is missing that the server always writes here.
audit_faults-end-missing = The signed end is missing: the last lines were cut off, or the export was interrupted.
audit_faults-behind-end = Something stands behind the signed end.
audit_faults-other-key = It is signed with another key than the one that was expected.
audit_faults-rolled-back = The log ends before the checkpoint that was kept: it was put back to an earlier state.
audit_faults-rewritten = This is not the log that the kept checkpoint was taken of.
audit_faults-pruned = Entries after the kept checkpoint were removed as well: only the server can still hold the log to it.

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
audit_log-action-create-api-key = Make an API key
audit_log-action-revoke-api-key = Revoke an API key
audit_log-action-create-access-key = Make an access key
audit_log-action-revoke-access-key = Revoke an access key
audit_log-action-create-user = Make a user
audit_log-action-import = Import API secrets
audit_log-action-export-secrets = Export API secrets in clear
audit_log-action-forget-admin-keys = Forget kept admin keys
audit_log-action-clear-throttle = Clear waits after wrong secrets
audit_log-action-rotate-master-key = Change the master key
audit_log-action-prune-audit = Remove entries of the audit log

## Bulk runs

bulk-title = Bulk run
bulk-lead = One call for each API secret, a few at a time, with a verdict of its own. It goes on while you look at other pages. If this tab is closed, the run stops, and can be resumed later in this browser.
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
bulk-matches = All rows that match the search and the filters, also those out of sight:
bulk-leaked = All copies of the leaked value that were found:
bulk-undo-scope = Exactly those that the run changed:
bulk-and-more = and { NUMBER($count) } more
bulk-all-names =
    { $count ->
        [one] Show the name
       *[other] Show all { NUMBER($count) } names
    }
bulk-view-only = Left out, since this access key may only view them: { NUMBER($count) }
bulk-off-already = Left out, since they are off already: { NUMBER($count) }
bulk-effect-off = Whatever uses them stops working at once. It can be undone.
bulk-effect-on = Whoever has them can use them again at once.
bulk-exposed =
    { $count ->
        [one] { NUMBER($count) } of them has a value that leaked: whoever found it can use it again at once.
       *[other] { NUMBER($count) } of them have values that leaked: whoever found these can use them again at once.
    }
bulk-unresolved = The verdicts of the previous run, { NUMBER($open) } of them open, give way to this one. You will find that run below it afterwards.
bulk-unresolved-gone = The verdicts of the previous run, { NUMBER($open) } of them open, give way to this one and are gone: this browser keeps no runs. Save its receipt first.
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
bulk-not-sent-count =
    { $count ->
        [one] { NUMBER($count) } not sent
       *[other] { NUMBER($count) } not sent
    }
bulk-progress = { NUMBER($done) } of { NUMBER($all) }
bulk-rate = { NUMBER($count) } per second
bulk-resting = The server asked for a pause: nothing is sent until { $time }. No call is lost.
bulk-halted-why = There was no point in going on
bulk-signed-out = You are not signed in any more, so nothing more is sent. Sign in to go on.
bulk-stop = Stop
bulk-resume = Resume { NUMBER($count) }
bulk-retry = Retry { NUMBER($count) } failed
bulk-resolve = Resolve { NUMBER($count) } unknown
bulk-resolve-how = For those without an answer the same call is sent again: it changes nothing twice, and its answer tells the state.
bulk-undo = Undo { NUMBER($count) }
bulk-receipt = Download receipt
bulk-close = Close this run
bulk-dismiss-run = Dismiss this run
bulk-other-server = This run belongs to another server: { $server }. Choose that one under Connections to go on with it.
bulk-other-tenant = This run belongs to another tenant, where the same numbers mean other API secrets. Sign in there to go on with it.
bulk-other-key = This run was begun with the access key { $access-key }. Sign in with that one to resume it.
bulk-not-kept = This browser does not keep this run: it is lost when this tab is closed. Browsers keep runs over https only, and where they may store data.
bulk-kept = Runs kept in this browser
bulk-kept-how = Names, identifiers, client ids, verdicts and times; for a leak, its receipt; no secret. The newest { NUMBER($count) } runs, and all with calls still open, are kept until you dismiss them.
bulk-kept-leak = Leak response: { $run }
bulk-kept-began = Begun { $time }
bulk-kept-interrupted = Interrupted before it ended
bulk-kept-show = Show
bulk-kept-gone = That run can't be shown: another tab has it open, or it can't be read.
bulk-kept-open = Runs in this browser with calls that were not sent or have no answer: { NUMBER($count) }.
bulk-dismiss-title = Dismiss this run?
bulk-dismiss-why = Something of it is still open. Without it nobody knows what it changed, and it has no receipt.
bulk-perhaps = An answer was lost on the way, so nobody can say whether this run changed them. Undo leaves them alone:
bulk-done = Done
bulk-already-so = Already so
bulk-refused = Refused
bulk-not-attempted = Not attempted
bulk-unknown = Unknown
bulk-waiting = Waiting
bulk-under-way = Under way
bulk-lost-reply = An answer was lost before: perhaps this run did it.
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
bulk-strip-signed-out = The bulk run was stopped, since you are not signed in any more: { NUMBER($done) } of { NUMBER($all) } as asked.
bulk-strip-show = Show it

## Calls, remedies, and whether to try again

catalogue-label-edit-secret = Edit the secret
catalogue-label-edit-present-secret = Edit the present secret
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
catalogue-endpoint-read-capabilities = Ask what the server offers

## In several places

common-optional = optional
common-save = Save
common-looks-like-api-key = This looks like an API key: it belongs under “Admin key”.
common-looks-like-client-id = This looks like a client id: with its client secret it belongs to the sign-in to the vault.
common-looks-like-client-secret = This looks like a client secret or an admin key: it does not belong here.
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
common-already-so-meaning = Nothing changed; it is as you asked.
common-refused = { $call }: refused
common-refused-meaning = The server said no; nothing was changed.
common-refused-perhaps = The server said no. That may be its answer to a repeat: when a connection breaks, browsers send a call a second time by themselves, so perhaps your own call got through.
common-not-attempted = { $call }: not attempted
common-not-attempted-meaning = The call was not sent; nothing was changed.
common-unknown = { $call }: unknown
common-unknown-meaning = No answer can be trusted: it may have been sent, and it may have taken effect.
common-just-now = just now
common-more = More
common-copied = Copied to the clipboard. Others can read the clipboard too: paste it soon.
common-at-character = At character { $position }.
common-at-characters = At characters { $positions }.
common-from-to = { NUMBER($first) } to { NUMBER($last) }
common-and = { $before } and { $last }
common-and-further = { $positions } and further on
common-not-pasted = Nothing was pasted; the field is as it was.
common-asking = Asking…
common-fingerprint = Fingerprint
common-strength = Strength:
common-generate = Generate a secret
common-secret-not-copied = The browser did not copy. The secret is selected: copy it by hand.

## Connections

connections-lead = Which server is called. The two families of calls come from two vendors, so each is set separately.
connections-location-history = Location history and geofencing
connections-vault = Vault with API secrets
connections-where = Ask
connections-here = This server
connections-gateway = The vendor, through this server
connections-elsewhere = Another address
connections-address = Address
connections-address-hint = Begins with https://; http:// only for this machine. It is kept in this browser and shown: no user, no password, no query.
connections-gateway-hint = This server passes the calls on, so that no page has to be allowed at the vendor. It must have been started with { $option }.
connections-in-use = In use
connections-labels = Name and colour
connections-label-of = Name of { $host }
connections-label-hint = Such as Production. It stands at the top of every page, so that nobody takes this server for another one. This browser keeps it.
connections-colour = Colour
connections-colour-none = None
connections-colour-green = Green
connections-colour-amber = Amber
connections-colour-red = Red
connections-colour-violet = Violet
connections-test = Test
connections-use = Use it
connections-use-vault-warns = Using another vault signs you out of the present one.
connections-use-keys-warn = Keys and secrets that are typed into the form belong to the present server: they are wiped.
connections-moved-vault = Another vault is asked from now on. You were signed out; nothing of the vault before is kept.
connections-moved-keys = Another server is asked from now on. What was typed for the one before was wiped.
connections-busy-run = Not yet: a run is under way there, and nobody would read its answers. Stop it, or wait for it to end.
connections-busy-scan = Not yet: API secrets are being read there. Stop that, or wait for it to end.
connections-busy-call = Not yet: a call that changes something is under way there, and its answer would be lost. Wait for it.
connections-busy-key = Not yet: a key or a secret is on screen that is shown this once. Store it first.
connections-busy-unknown = Not yet: nobody knows what became of a call there. Find out, or close it, first.
connections-busy-show = Go there
connections-empty = Type an address.
connections-no-scheme = An address begins with https://.
connections-plain = http:// would send secrets in the clear: use https://.
connections-credentials = There is a user or a password in it: leave them out. The page asks for credentials where they are needed.
connections-query = There is a question mark or a number sign in it: leave out what follows.
connections-malformed = Host, port or path are not written as in an address.
connections-answers = The right server answers
connections-answers-why = It refused a call without a credential, just as this family of calls does.
connections-no-path = Wrong path
connections-no-path-why = A server answers, and has nothing at this path.
connections-page = A page answers, not the API
connections-page-why = It is a page for people: a proxy's sign-in page, a dashboard, another site, or the path has a part too many.
connections-path-next = Correct the address; the vendors' own hosts need no path. A proxy that asks people to sign in must let these calls pass.
connections-other = Something else answers
connections-other-why = The answer is none that this family of calls gives.
connections-failing = The server fails
connections-failing-why = It answers, but it, or the server behind it, cannot do its work.
connections-failing-next = Look into that server's log; for the vendor, check the address that this server was started with.
connections-no-gateway = This server passes nothing on
connections-no-gateway-why = It says itself that it knows no vendor for these calls.
connections-redirects = The server sends callers elsewhere
connections-redirects-why = Nothing is sent after a redirection, since a secret would go along.
connections-redirects-next = Open the address in a new tab, and use the one it leads to.
connections-forbidden = This page may not ask there
connections-forbidden-why = The page's own policy (CSP, connect-src) names the servers that it may ask, and this is none of them. Nothing was sent.
connections-forbidden-next = Start the server of this page with one more option:
connections-not-allowed = The server answers, but not to this page
connections-not-allowed-why = It does not allow pages of this origin to read its answers (CORS), or it redirects: to a page both look the same.
connections-not-allowed-next = If it is a Latchboard server, start it with:
connections-not-allowed-vendor = If it is a vendor's, start the server of this page with the following, and choose the vendor through this server:
connections-offline = No network
connections-offline-why = The browser says that this machine is offline.
connections-offline-next = Connect it, then test again.
connections-timed-out = No answer in time
connections-timed-out-why = Nothing came back: the server is overloaded, or something on the way swallows the calls.
connections-no-connection = No connection
connections-no-connection-why = The connection was refused, there is no server of this name, or its certificate is not trusted: a page is not told which.
connections-mixed-why = This page came over https, and some browsers do not let it ask an http:// address, not even on this machine.
connections-open-to-see = Open { $address } in a new tab
connections-open-why = There the browser says which it is. Or ask from a terminal:
connections-tested-at = Tested at { $time }

## Decodings in which leaked values were found

decodings-escapes = escapes read
decodings-backslashes = without backslashes
decodings-escaped-punctuation = without backslashes before punctuation
decodings-doubled = doubled characters read once
decodings-carets = carets of cmd read
decodings-backticks = backticks of PowerShell read
decodings-pipes = pipes of TeamCity read
decodings-shell-quotes = quotes of a shell read
decodings-percent = percent-encoding read
decodings-form = form encoding read
decodings-html = HTML entities read
decodings-quoted-printable = quoted-printable read
decodings-hex-escapes = hexadecimal escapes read
decodings-rtf = RTF read
decodings-latex = LaTeX read
decodings-ooxml = escapes of Office read
decodings-line-breaks = line breaks taken out
decodings-folded-lines = line breaks read as blanks
decodings-line-marks = marks at the line beginnings taken out
decodings-line-ends = another kind of line break
decodings-added-line-break = with a line break at its end
decodings-cells = cells of a table put together
decodings-concatenation = pieces put together
decodings-terminal-codes = terminal colours taken out
decodings-invisible = invisible characters taken out
decodings-typography = typographic characters read as plain ones
decodings-tags = without tags
decodings-latin-1 = read as Latin-1
decodings-mojibake = wrongly decoded characters repaired
decodings-composed = characters composed (NFC)
decodings-decomposed = characters decomposed (NFD)
decodings-base64 = Base64 decoded
decodings-hex = hexadecimal digits decoded
decodings-hex-dump = hex dump read
decodings-decimal-bytes = decimal bytes read
decodings-utf-16-le = read as UTF-16 (little-endian)
decodings-utf-16-be = read as UTF-16 (big-endian)

## What each error code means, why it happened and what to do

errors-parameter-missing-meaning = A parameter that the vault requires is missing.
errors-parameter-missing-create-api-secret-remedy = Fill in name, URL and client id; nothing was stored.
errors-parameter-missing-update-api-secret-remedy = Fill in name, URL and client id; the API secret is unchanged.
errors-parameter-missing-find-cause = No fingerprint was sent.
errors-parameter-missing-find-remedy = Paste the leaked text, or the whole fingerprint; nothing was looked for.
errors-parameter-invalid-meaning = The server could not take a parameter as it was sent.
errors-parameter-invalid-create-api-secret-cause = A parameter was sent twice, is no text, or holds half a character; or the body is neither a JSON object nor a form. The server's sentence names it.
errors-parameter-invalid-create-api-secret-remedy = Correct what the sentence names and send it again; nothing was changed.
errors-parameter-invalid-read-audit-cause = A filter says what the audit log never says, such as an action that there is not.
errors-parameter-invalid-read-audit-remedy = Correct the filter, or leave it out; nothing was looked for.
errors-parameter-invalid-read-inventory-cause = A filter has a value that it cannot have, such as a time that is no number.
errors-parameter-invalid-find-cause = What was sent is no list of fingerprints: 1 to 2,000 SHA-256, 64 hexadecimal digits each.
errors-parameter-invalid-find-remedy = Paste the leaked text, or the whole fingerprint; nothing was looked for.
errors-identifier-code-taken-meaning = Another API secret of this user has the same identifier code.
errors-identifier-code-taken-create-api-secret-remedy = Choose another identifier code. If you sent this twice, the first one was stored: refresh the list.
errors-identifier-code-taken-update-api-secret-remedy = Choose another identifier code, or leave it as it was; the API secret is unchanged.
errors-not-found-meaning = There is no API secret with this identifier.
errors-not-found-read-api-secret-cause = There is no API secret with this identifier: it was deleted, or the number is wrong.
errors-not-found-read-api-secret-remedy = Refresh the list and look for it by name.
errors-not-found-update-api-secret-remedy = Refresh the list and look for it by name; nothing was changed.
errors-no-access-meaning = The access key may not do this with the API secret.
errors-no-access-read-api-secret-cause = This access key may not view the API secret: it is not shared with its user, or lies outside the key's scope.
errors-no-access-read-api-secret-remedy = Ask its owner to share it, or sign in with another access key.
errors-no-access-read-audit-cause = This access key was not made to read the audit log.
errors-no-access-read-audit-remedy = Sign in with one that was: whoever runs the server makes them with “--auditor”.
errors-no-access-update-api-secret-cause = This access key may not edit the API secret.
errors-no-access-update-api-secret-remedy = Ask its owner to share it with the right to edit, or sign in with another access key; the API secret is unchanged.
errors-no-access-deactivate-cause = This access key may not switch the API secret: that needs the right to edit it.
errors-no-access-deactivate-remedy = Ask its owner to share it with the right to edit, or sign in with another access key; its state is unchanged.
errors-inactive-meaning = The API secret is inactive.
errors-inactive-cause = The API secret is inactive, so it can't be read.
errors-inactive-remedy = Activate it first, unless it was switched off because it leaked: an active one can be used again by everybody who has access.
errors-not-authorised-meaning = The gateway does not let the call through to the vault.
errors-not-authorised-capabilities-cause = The server does not say what it offers: it is a vendor's own, an older one, or the address is wrong.
errors-not-authorised-capabilities-remedy = Go on without what only this server has, or check the connection's address.
errors-not-authorised-vault-calls-cause = The sign-in is not valid any more, the access key does not admit this machine or page, or the address is wrong: the gateway says the same to all.
errors-not-authorised-vault-calls-remedy = Sign in again; if it stays so, check the connection's address and the access key's lists of IP addresses and referers. Nothing was changed.
errors-not-authorised-token-cause = Nothing accepts sign-ins at this address, or the access key does not admit this machine or page.
errors-not-authorised-token-remedy = Check the connection's address and the access key's lists of IP addresses and referers, then sign in again.
errors-client-rejected-meaning = The sign-in to the vault was refused.
errors-client-rejected-cause = Client id, client secret or tenant is wrong, or the access key has expired or was revoked.
errors-client-rejected-remedy = Check the values against those shown with the access key, and sign in again.
errors-open-outcome-register-remedy = Register again with the same secret; success settles it. “Already registered” then means that a registration exists: regenerate with this secret. If that works, the registration was yours; if the secret is rejected, another one is registered.
errors-open-outcome-update-secret-remedy = Send the same change again; success settles it. If the present secret is then rejected, it is dead and the change was probably made: regenerating with the new secret proves it, and kills the present admin key.
errors-open-outcome-regenerate-key-remedy = What happened cannot be asked: the old admin key may be dead already. Regenerate once more for a fresh one.
errors-open-outcome-change-settings-remedy = Send the same change again: with the same values it changes nothing twice.
errors-open-outcome-create-api-secret-remedy = Refresh the list and look for the name before you store it again. If it had an identifier code, storing it again is safe: the vault refuses a second one.
errors-open-outcome-update-api-secret-remedy = Send the same change again: with the same values it changes nothing twice, unless somebody else has edited the API secret meanwhile.
errors-open-outcome-deactivate-remedy = Send the same call again: it changes nothing twice, and its answer tells the state. “Not found” then means that the API secret is gone, “no access” that the right to switch it is.
errors-open-outcome-read-api-secret-remedy = Check that the server runs, then try again; nothing was changed, but each reading may count as a use of the API secret.
errors-open-outcome-read-api-secret-remedy-2 = Check that the server runs, then try again; nothing was changed.
errors-open-outcome-health-remedy = Check that the server runs and that the connection's address is right, then try again.
errors-answer-expired-meaning = The server carried this call out before, and does not keep its answer any more.
errors-answer-expired-secret-calls-cause = The call was repeated under its idempotency key more than ten minutes after it was carried out. The server keeps an answer that may hold an admin key no longer than that.
errors-answer-expired-secret-calls-remedy = It took effect. If you do not have the admin key, make a new one with the customer secret that is in force now; the present one dies at that moment.
errors-answer-expired-cause = The call was repeated under its idempotency key when the server had deleted the answer, or could not read it any more.
errors-answer-expired-remedy = It took effect: refresh the list to see how things stand.
errors-unreachable-meaning = No connection could be made.
errors-unreachable-cause = No connection to the server could be made, so nothing was sent.
errors-unreachable-remedy = Check that this device is online, that the server runs and that the address is right, then try again.
errors-service-problem-meaning = The server failed while it worked on the call.
errors-service-problem-cause = The server failed while it worked on the call; it does not say how far it came.
errors-upstream-failed-meaning = A gateway got no valid answer from the server behind it.
errors-upstream-failed-cause = A gateway got no valid answer from the server behind it; the server may have got the call.
errors-upstream-timed-out-meaning = The server behind a gateway did not answer in time.
errors-upstream-timed-out-cause = The server behind the gateway did not answer in time; it may still be working on the call.
errors-answer-unreadable-meaning = The answer is none that the call can have.
errors-answer-unreadable-cause = The answer is none that this call can have: something in between may have answered, or what belongs into it is missing.
errors-connection-failed-meaning = No answer could be read.
errors-connection-failed-cause = No answer could be read: the connection was lost, the server is down, or the browser withheld the answer because the server or its gateway does not admit this page (CORS).
errors-timed-out-meaning = No answer came in time.
errors-timed-out-cause = No answer came within the time limit; the server may still be working on the call.
errors-rate-limited-meaning = Too many calls in a short time.
errors-rate-limited-api-key-calls-cause = Too many calls with this API key in a short time (the vendor allows 5 per second); this one was not carried out.
errors-rate-limited-api-key-calls-remedy = Wait a moment, or as long as the server says, and try again.
errors-rate-limited-token-and-vault-calls-cause = Too many calls in a short time; this one was not carried out.
errors-address-wrong-meaning = Nothing takes this call at this address.
errors-address-wrong-api-key-calls-cause = Nothing takes this call at this address: the base address is wrong or lacks https, or the vendor has withdrawn the service, as announced for 31 January 2027.
errors-address-wrong-api-key-calls-remedy = Check the base address of the connection; nothing was changed.
errors-address-wrong-token-and-vault-calls-cause = Nothing takes this call at this address: the base address or the path prefix is wrong.
errors-address-wrong-token-and-vault-calls-remedy = Check the connection: base address and path prefix; nothing was changed.
errors-not-audited-meaning = The server cannot write its audit log, so it changed nothing.
errors-not-audited-cause = Every change is entered into the audit log before it is made, and the log cannot be written: the disk is full, the database is busy, or somebody tampered with the log.
errors-not-audited-remedy = Nothing was changed. Tell whoever runs the server, and try again when the log can be written.
errors-idempotency-key-reused-meaning = The idempotency key of this call belongs to another call.
errors-idempotency-key-reused-cause = Within the last day the same key came with another call or another body, so the server did not take this for a repeat of it, and did not carry it out.
errors-idempotency-key-reused-remedy = Send the call under a new key: one key for each call, the same one only for its repeats.
errors-refused-meaning = The server refused for a reason that has no code here.
errors-refused-register-cause = The server refused for a reason that only its own words tell.
errors-refused-register-remedy = Read what the server said and act on it; nothing was registered.
errors-refused-update-secret-cause = The server forbids the call. No documented reason fits here; most likely the API key is not allowed to make it.
errors-refused-update-secret-remedy = Read what the server said, and check that the API key belongs to this account and is enabled for the service. The present secret stays in force.
errors-refused-regenerate-key-remedy = Read what the server said, and check that the API key belongs to this account and is enabled for the service. The present admin key stays valid.
errors-refused-settings-calls-cause = The server forbids the call. No documented reason fits here; most likely the API key or the admin key is not allowed to make it.
errors-refused-settings-calls-remedy = Read what the server said, and check that the API key belongs to this account and is enabled for the service. Nothing was changed.
errors-refused-token-cause = The server does not take this kind of sign-in, or refused it for a reason that only its own words tell.
errors-refused-token-remedy = Read what the server said, and check that the address is that of the vault; nobody was signed in.
errors-refused-capabilities-remedy = Read what the server said and act on it; nothing was changed.
errors-refused-vault-calls-cause = The vault refused for a reason that only its own words tell.
errors-request-malformed-meaning = The server could not use the request.
errors-request-malformed-register-cause = The server could not use the request: the secret is missing or not valid to it.
errors-request-malformed-register-remedy = Check the secret and send it again; nothing was changed. If it stays so, the address may belong to another service, or something in between changes the request.
errors-request-malformed-update-secret-cause = The server could not use the request: one of the two secrets is missing or not valid to it.
errors-request-malformed-update-secret-remedy = Check both secrets and send them again; the present secret stays in force. If it stays so, the address may belong to another service, or something in between changes the request.
errors-request-malformed-read-settings-cause = The server could not use the request: the API key or the admin key has no form that it takes.
errors-request-malformed-read-settings-remedy = Paste both keys again, without anything around them. If it stays so, the address may belong to another service.
errors-request-malformed-change-settings-cause = The server could not use the request: a value is missing or out of range.
errors-request-malformed-change-settings-remedy = Check the values and send them again; the settings are unchanged.
errors-already-registered-meaning = A configuration exists already, or the API key may not register: the answer does not tell which.
errors-already-registered-cause = A secret is already registered for this account, perhaps with another of its API keys, or this API key is not allowed to register: the service answers 403 to both.
errors-already-registered-remedy = If you know the registered secret, make a new admin key with it; the present one dies at that moment. If nobody ever registered, check the API key.
errors-secret-rejected-meaning = The given secret is not the registered one, or nothing is registered.
errors-secret-rejected-update-secret-cause = The present secret is wrong, or nothing is registered with this API key, or an earlier call has already made the change.
errors-secret-rejected-update-secret-remedy = Check the present secret first. If an earlier call may have made the change, resolve it: regenerating with the new secret proves it, and kills the present admin key.
errors-secret-rejected-regenerate-key-cause = The secret is wrong, or nothing is registered with this API key.
errors-secret-rejected-regenerate-key-remedy = Check the secret, the service and the API key; if nobody ever registered, register first. The present admin key stays valid.
errors-admin-key-rejected-meaning = The admin key is not the one in force, or nothing is registered.
errors-admin-key-rejected-cause = The admin key is wrong, was replaced or belongs to the other service, or nothing is registered with this API key.
errors-admin-key-rejected-remedy = Check the admin key and the service; nothing was changed. If the key is lost or was replaced, make a new one with the customer secret: whatever key is in force dies at that moment.
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
errors-quota-spent-meaning = The quota of the API key is spent.
errors-quota-spent-cause = The quota of this API key is spent, or its rate limit reached; this call was not carried out.
errors-quota-spent-remedy = Wait until the quota is renewed, or raise it in the vendor's portal.
errors-secret-empty-meaning = A secret field is empty.
errors-secret-empty-register-cause = The secret is empty.
errors-secret-empty-register-remedy = Type or paste the secret.
errors-secret-empty-update-secret-cause = The present or the new secret is empty.
errors-secret-empty-update-secret-remedy = Type or paste both secrets.
errors-secret-too-long-meaning = A secret is longer than 4,096 bytes.
errors-secret-too-long-cause = The secret is longer than 4,096 bytes.
errors-secret-too-long-remedy = Use a shorter secret; check that nothing else was pasted along.
errors-secret-control-character-meaning = A secret contains a line break, a tab or another control character.
errors-secret-control-character-cause = The secret contains a line break, a tab or another control character.
errors-secret-control-character-remedy = Paste it again on one line, without anything before or after it.
errors-secret-placeholder-meaning = The secret is a sample text of the vendors' documentation.
errors-secret-placeholder-register-cause = This is the sample text of the vendor's documentation, known to everybody.
errors-secret-placeholder-register-remedy = Choose a secret of your own.
errors-secret-placeholder-update-secret-cause = The new secret is the sample text of the vendor's documentation, known to everybody.
errors-secret-placeholder-update-secret-remedy = Choose a new secret of your own.
errors-secret-unchanged-meaning = The new secret is the present one.
errors-secret-unchanged-cause = The new secret is the same as the present one.
errors-secret-unchanged-remedy = Choose a new secret that differs.
errors-api-key-missing-meaning = There is no API key.
errors-api-key-missing-cause = No API key was given.
errors-api-key-missing-remedy = Enter the API key of your account.
errors-api-key-malformed-meaning = What was given can be no API key.
errors-api-key-malformed-cause = The API key contains white space or control characters, or is the sample text of the documentation.
errors-api-key-malformed-remedy = Paste the API key again, without anything around it.
errors-field-missing-meaning = A required field is empty.
errors-field-missing-create-api-secret-remedy = Fill in every field that is marked as required.
errors-field-missing-settings-calls-cause = No admin key was given.
errors-field-missing-settings-calls-remedy = Enter the admin key.
errors-identifier-not-numeric-meaning = The identifier of an API secret is no number.
errors-identifier-not-numeric-cause = The identifier is not a number.
errors-identifier-not-numeric-remedy = Use the number in the ID column, not the identifier code.
errors-not-signed-in-meaning = There is no sign-in to the vault.
errors-not-signed-in-cause = Nobody is signed in to the vault in this page.
errors-not-signed-in-remedy = Sign in with client id and client secret.
errors-stopped-meaning = The run was stopped.
errors-stopped-cause = The run was stopped before this call was sent.
errors-stopped-remedy = Resume the run to send it.

## Error guide

guide-lead = What each code means, why it happens, and what to do. The codes stay the same, whatever a vendor writes.
guide-all-codes = All codes
guide-search = Search
guide-search-hint = A code, a status such as 403, the vendor's number, or a word
guide-count = { NUMBER($found) } of { NUMBER($all) } codes
guide-seen-as = Seen as
guide-send-again = Send again

## Leak response

leak-title = Leak response
leak-lead = A secret has leaked: find every copy of it in the vault, switch them all off, and keep the proof.
leak-sign-in = Sign in to search the vault. What was pasted waits in this page meanwhile, for 15 minutes at most.
leak-field = Leaked text
leak-field-hint = Paste it as it was found, with whatever surrounds it: a log, a script, a header. Anything you paste later is added. The text never leaves this page, and is wiped once it has been searched. Fingerprints (SHA-256) work as well.
leak-find = Find copies
leak-empty = There is nothing in it to look for.
leak-too-long = Together this is more than 50 MB. Add it in parts.
leak-wiped = Texts that were searched and wiped: { NUMBER($count) }. What you paste next is added.
leak-finding = Asking the server which API secrets have the values…
leak-find-stop = Stop searching
leak-failed = The search could not be made
leak-broken-off = The search was interrupted: not everything was looked for
leak-go-on = Go on searching
leak-search-again = Search again
leak-not-offered = This server has no index to search by
leak-not-offered-why = It is a vendor's own, or an older one. The copies can still be found by reading every API secret.
leak-scan-offer = Read every API secret…
leak-scan-title = Read every API secret?
leak-scan-warning = Each reading counts as a use of that API secret, and shows up as one wherever uses are recorded. Those that are switched off can't be read. What is read is looked for in the text, in this page, and dropped.
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
leak-found-none-why = None of the values looked for is in the text in any decoding that was tried. That is no all-clear: see below for what was not looked for.
leak-off-already = Off already: { NUMBER($count) }.
leak-all-off-already = All copies are off already. Deactivating them once more changes nothing, and makes the receipt.
leak-fingerprints-gone = The fingerprints went with the page that searched. To ask the server whether all is off, paste the text again.
leak-not-yours = Copies that this access key may not switch off, so expect refusals: { NUMBER($count) }.
leak-incomplete = The server has not indexed all values yet: there may be more copies. Search again later.
leak-not-all-seen = This access key does not see every API secret of the server: whether others have a value that stands in the text is not said.
leak-scanned = { NUMBER($read) } of { NUMBER($all) } API secrets were read and compared.
leak-scan-stopped = The reading was stopped before all were read.
leak-scan-resume =
    { $count ->
        [one] Read the one that is left
       *[other] Read the { NUMBER($count) } that are left
    }
leak-scan-resume-how = What was read is not read again.
leak-scan-halted = The reading was broken off before all were read
leak-scan-inactive = Switched off, so they can't be read or used, and were not compared:
leak-scan-unread = Could not be read:
leak-not-looked-for = What was not looked for
leak-fingerprint = Fingerprint
leak-copies = Copies
leak-include = Switch off the copies of this value
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
leak-still-on = The server says at { $time }: off { NUMBER($off) }. Still on:
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
leak-mark-not-offered = This server keeps no mark for what is exposed.
leak-found-off = Every copy that was found is off at { $time }, { NUMBER($seconds) } s after the text was pasted. There may be others: see below.
leak-all-off = All off at { $time }, { NUMBER($seconds) } s after the text was pasted.
leak-receipt = Receipt
leak-receipt-lead = For the incident's record. It holds fingerprints, never the secret.
leak-incident = Incident
leak-operator = Operator
leak-download = Download as JSON
leak-print = Print
leak-server = Server
leak-client-id = Client id
leak-pasted-at = Pasted
leak-began-at = Run begun
leak-ended-at = Run ended
leak-all-off-at = All off
leak-not-all-off = not all
leak-only-found-off = only what was found: { $time }
leak-left-out = Left on deliberately
leak-without-copies = Without copies
leak-not-looked-for-list = Not looked for
leak-cut = and what was not looked at in the text
leak-searched = Searched
leak-by-find = in the page, by the server's index and fingerprints
leak-by-scan = by reading
leak-answered-at = Answered
leak-verified-at = Verified off
leak-checksum = Checksum (SHA-256)
leak-checksum-how = Of the JSON without its checksum, members in order, no white space.
leak-more-in-json = and { NUMBER($count) } more, in the JSON
leak-files = Or files
leak-files-hint = Choose them, or drop them anywhere on this page: logs, .env files, reports of scanners, up to 50 MB together.
leak-busy = Not accepted: first finish what is on this page.
leak-held = Texts that wait in this page until they are searched: { NUMBER($count) }.
leak-is-wiped = The text was wiped before it was searched: its time was over, or the sign-in ended. Paste it again.
leak-searching = Searching the text: { $done } of { $all } KB, values found so far: { NUMBER($values) }
leak-masked = Values in this text are masked, in this many places: { NUMBER($count) }. Masked values cannot be looked for: get the text from where it is not masked.
leak-hashed = In place of values this text has hashes that are no SHA-256 of the value, in this many places: { NUMBER($count) }. They cannot be compared: get the values themselves.
leak-encrypted = Parts of this text are encrypted, in this many places: { NUMBER($count) }. Decrypt them first, and paste what comes out.
leak-stopped = The search was stopped: the rest of the text was not looked at.
leak-cut-text = In a part of the text there was more to decode than the search does: values that are wrapped several times may have been missed there. Paste that part by itself.
leak-file-unread = A file could not be read to its end. Choose it again.
leak-empty-file = { $name }: there is nothing in it.
leak-image = { $name }: an image. What it shows is not read: type or paste its text.
leak-media = { $name }: audio or video. What is said in it is not searched.
leak-archive = { $name }: an archive or an Office document. What is compressed in it is not read: unpack it, and add its files.
leak-pdf = { $name }: a PDF. Its texts are compressed and not read: copy its text, and paste that.
leak-document = { $name }: an older Office document, which is read in part at most: copy its text, and paste that.
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
leak-not-approval = Values that ask for a justification or an approval, unless the text has their fingerprint.
leak-not-inactive = Inactive ones that this access key may not edit.
leak-what-to-do = If one of these may have leaked, look for it by its SHA-256, or ask whoever may view it to search the same text.
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
leak-report = Report of { $scanner }: findings: { NUMBER($findings) }
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
leak-more-in-files = and { NUMBER($count) } more, in the files

## Overview

overview-lead = Which server is asked, what is known, and what this page did last.
overview-check-again = Check again
overview-answered-at = Answered at { $time }
overview-silent = Does not answer
overview-silent-since = Does not answer; it last did at { $time }
overview-change-connection = Connections
overview-registered = Registered
overview-proved-at = proved at { $time }
overview-not-known-yet = Not known yet
overview-not-known-why = No documented call tells without a secret. Registering, changing or regenerating shows it.
overview-active = Active
overview-inactive = Inactive
overview-chart = API secrets: { NUMBER($active) } active, { NUMBER($inactive) } inactive, { $unknown } not known yet
overview-not-listed = Nobody has listed them in this page.
overview-states-why = The list does not tell states: one is known once a call proved it.
overview-first = What to do first
overview-go-register = Register a secret
overview-go-register-why = For location history and geofencing: you get the admin key, once. Needs the API key.
overview-go-sign-in = Sign in to the vault
overview-go-sign-in-why = List API secrets, switch them on and off, one or thousands. Needs client id and client secret.
overview-go-store = Store an API secret
overview-go-store-why = Or import many from a file: “latchboard-server secret import”.
overview-go-leak = A secret leaked?
overview-go-leak-why = Paste it, find every copy, switch all of them off.
overview-first-credentials = The server printed an API key, a client id and a client secret once, when it created its data. “latchboard-server api-key create” and “latchboard-server access-key create” make others.
overview-step-done = (done)
overview-last-actions = Recent actions
overview-nothing-yet = Nothing has been done in this page yet.
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
overview-retired-why = A Latchboard server answers these calls by itself and goes on. If calls to the vendor fail, this is why.
overview-open-runs = A run on API secrets was left unfinished in this browser.
overview-show-them = Show it

## Finding out what became of a call

resolve-label-repeat-same-again = Resolve: send it again
resolve-label-claim-registration = Resolve: regenerate with this secret
resolve-label-confirm-new-secret = Resolve: regenerate with the new secret
resolve-label-look-in-list = Resolve: look in the list
resolve-repeat = The server knows this call by its key: sent again, it gives the answer that was lost and changes nothing twice. If it never arrived, it is carried out now.
resolve-same-again-register = Registering again with the same secret tells whether a registration exists.
resolve-same-again-update-secret = Sending the same change again tells whether the old secret is still in force.
resolve-same-again-regenerate-key = What happened cannot be asked: the old admin key may be dead already. Regenerating once more gives a fresh one and kills any before it.
resolve-same-again = The same call again changes nothing twice, and its answer tells the state.
resolve-claim-registration = A registration exists. Regenerating with this secret tells whether it is yours; if it is, you get a new admin key and the one before it is dead.
resolve-confirm-new-secret = The old secret is refused, so the change was probably made. Regenerating with the new secret proves it; the present admin key is dead then, and you get a new one.
resolve-look-in-list = The list tells whether it is there.
resolve-found-as-asked = Found out: things are as you asked.
resolve-found-carried-out = Found out: it was carried out. Its answer is not kept any more; if there was an admin key in it, make a new one.
resolve-found-refused = Found out: the server refused it; nothing was changed.
resolve-found-another-secret = Found out: another secret is registered, or none. This call did not take effect.
resolve-found-neither-secret = Found out: neither the old nor the new secret is in force. Somebody else changed it.
resolve-found-gone = Found out: it no longer exists.
resolve-found-access-lost = Found out: it exists, but this access key may no longer switch it.
resolve-found-not-made = Found out: it was not stored.
resolve-found-perhaps-made = Something of that name is stored. Whether this call stored it cannot be told from here: open it to see whether it is yours.

## Self-test

self_test-lead = Looks, in this page and now, for every secret that the page knows, and tries what the page must not be able to do.
self_test-how = Run it while you are signed in or while a secret stands in a form: then there is something to be found. No secret leaves the page, and none is in the report.
self_test-run = Run the self-test
self_test-run-again = Run it again
self_test-running = Looking…
self_test-summary = { NUMBER($passed) } passed, { NUMBER($failed) } failed, { NUMBER($unknown) } could not be checked
self_test-looked-for = Secrets looked for: { NUMBER($count) }
self_test-none-known = The page knows no secret at this moment, so the search could find none.
self_test-too-short = Too short to look for, as they stand everywhere: { NUMBER($count) }
self_test-checks = Checks
self_test-check = Check
self_test-result = Result
self_test-detail = What was found
self_test-passed = Passed
self_test-failed = Failed
self_test-not-checked = Could not be checked
self_test-local-storage = Local storage holds no secret
self_test-session-storage = Session storage holds no secret
self_test-databases = Databases (IndexedDB): the runs that are kept, and no others
self_test-caches = There is no cache and no service worker
self_test-cookies = Cookies hold no secret
self_test-address = Address, referrer and title hold no secret
self_test-history = History state and window name hold no secret
self_test-document = The document's texts and attributes hold no secret
self_test-fields = A secret stands in a field only where it is typed
self_test-calls = Addresses of calls hold a key only where the contract wants it
self_test-evaluation = Text cannot be run as code
self_test-inline-script = A script slipped into the page does not run
self_test-inline-style = A style slipped into the page does not apply
self_test-foreign-call = A server that nobody named cannot be called
self_test-third-parties = Nobody but the chosen servers was asked for anything
self_test-framed = No other page is around this one
self_test-clean-search = Looked at { NUMBER($count) }, nothing found
self_test-clean = As it must be
self_test-expected = { NUMBER($count) } where it has to be, and nowhere else
self_test-found = Found: { NUMBER($count) }
self_test-worked = It worked, and should not have
self_test-not-offered = This browser does not offer it here; over plain http that is usual
self_test-browser-refused = The browser refused
self_test-forgotten = The browser remembers the first { NUMBER($count) } calls only; those hold nothing wrong
self_test-not-read = Something is there that this page did not make, and it was not read
self_test-beyond = Beyond a page's reach: the clipboard, the console, the browser's history of other pages, extensions, and copies in the memory of the browser. The addresses of earlier steps in this tab cannot be read back either.
self_test-policy = Policy in force
self_test-policy-seen = As the browser reported it when it stopped a forbidden attempt.
self_test-no-policy = The browser stopped nothing and reported no policy: whoever gets a script into this page can read everything. A Latchboard server sends one with the page; a development server does not.
self_test-origins = Servers that were asked
self_test-copy-report = Copy the report
self_test-save-report = Save the report
self_test-report-copied = Copied. The report contains no secret.
self_test-report-not-copied = The browser did not copy: save the report instead.

## Command palette

palette-title = Command palette
palette-placeholder = Page, name or ID
palette-commands = Commands
palette-nothing = Nothing by this name.

## The frame of every page

shell-overview = Overview
shell-connections = Connections
shell-activity = Activity
shell-self-test = Self-test
shell-other-server = Another server
shell-admin-key = Admin key
shell-api-secrets = API secrets
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
shell-never-answered = It never answered. Press to check again.
shell-last-answered = It last answered at { $time }. Press to check again.
shell-answered = It answered at { $time }. Press to check again.
shell-asking = Asking the server whether it is there.
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
shell-run-goes-on = A run goes on.
shell-run-is-over = A run is over.
shell-reading = API secrets are being read: { NUMBER($read) } of { NUMBER($all) }.
shell-part-loading = Loading this page…
shell-part-failed = This page could not be loaded
shell-part-failed-why = The connection may have been lost, or a new version was installed. Nothing that you typed elsewhere is lost.
shell-help = Keyboard and display
shell-key-help = Show this
shell-key-search = To the search box, where the page has one
shell-key-palette = Find a page, an API secret or a command
shell-key-tab = To the next control, and back
shell-key-rows = From row to row in a table
shell-key-select = Select rows
shell-key-details = Open the details of a row
shell-key-escape = Close a dialog; never the one that shows a key once
shell-shortcuts = Single keys are shortcuts

## What is pointed out about a secret, and its strength

warnings-leading-space = The secret begins with white space. It is sent as it is: remove it unless it belongs there.
warnings-trailing-space = The secret ends with white space. It is sent as it is: remove it unless it belongs there.
warnings-outer-space = The secret begins and ends with white space. It is sent as it is: remove it unless it belongs there.
warnings-invisible = The secret contains characters that nobody sees. Remove them unless they belong there.
warnings-unusual-space = The secret contains a space that no ordinary keyboard types, such as a non-breaking one.
warnings-look-alike = The secret contains characters that look like those of an ordinary keyboard but are others, such as curly quotes or Cyrillic letters. Whoever types it will type other ones.
warnings-several-forms = The secret contains characters, such as letters with accents, that another program may write with other bytes. They are sent as they are.
warnings-contains-api-key = This contains your API key. The secret is another text, which you choose yourself.
warnings-is-admin-key = This is your admin key. The secret is another text: admin keys are made from it.
warnings-placeholder = This is a sample text of the vendor's documentation, known to everybody. If it is really in force, change it now.
warnings-common-password = This is one of the first passwords that anybody tries. Choose another secret.
warnings-weak = By estimate, this secret is easy to guess. A generated one is not.
warnings-level-very-weak = Very weak
warnings-level-weak = Weak
warnings-level-fair = Fair
warnings-level-strong = Strong
warnings-level-very-strong = Very strong
warnings-reason-too-short = It is too short.
warnings-reason-only-digits = It is made of digits only.
warnings-reason-one-kind = Its characters are of few kinds.
warnings-reason-repeats = It repeats itself.
warnings-reason-sequence = It contains a sequence, such as abcd or 4321.
warnings-reason-keyboard = It contains neighbours on the keyboard, such as qwerty.
warnings-reason-date = It contains a date or a year.
warnings-reason-common-word = It contains a word that is in many passwords.
warnings-reason-few-words = It is made of few words.

## What the document says before the program is there

document-no-script = Latchboard needs JavaScript and WebAssembly. Nothing is sent and nothing is stored until both are switched on.
document-not-loaded = The program could not be loaded
document-not-loaded-why = The connection may have been lost, or this browser has no WebAssembly. Nothing was sent. Reload the page; if it stays so, use a current browser.
document-crashed = The page crashed
document-crashed-why = Reload it to go on. If a call was under way, its outcome is unknown: look it up before you send it again.

## How numbers are written

numbers-separator = ,
numbers-fewest-grouped-digits = 4
