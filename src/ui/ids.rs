//! Element ids that more than one place must know: labels, the cursor, the clipboard's fallback.

use latchboard_console::admin_key::{Field, Focus as AdminKeyFocus, OneTimeItem};
use latchboard_console::api_secrets::{Fact, Focus, Sharers};
use latchboard_console::sign_in::SignInField;
use latchboard_contract::endpoint::Family;
use latchboard_contract::endpoint::configuration::Service;

/// The heading of the page.
pub const HEADING: &str = "heading";
/// The heading of the verdict on a call.
pub const VERDICT: &str = "verdict";
/// The button that sends the form of the *Admin key* page.
const SUBMIT: &str = "admin-key-submit";
/// The button that tests the admin key that was typed.
const TEST: &str = "admin-key-test";
/// The button that tests the admin key on screen.
const TEST_SHOWN: &str = "one-time-key-test";
/// The field that shows an API secret's secret.
pub const READ_SECRET: &str = "read-client-secret";
/// The field that stands for it while it is hidden.
pub const MASKED_SECRET: &str = "masked-client-secret";
/// The field for a new API secret's secret.
pub const CREATE_SECRET: &str = "create-client-secret";

/// The button that sends that form.
pub const STORE: &str = "store";
/// The heading of the panel about one API secret.
pub const DETAILS: &str = "details-title";

/// The box that the list is searched with.
pub const SEARCH: &str = "search";
/// What scrolls the rows of the list.
pub const LIST: &str = "list";
/// The field that shows a call as a command.
pub const COMMAND: &str = "command";
/// The box that confirms that sharing may end.
pub const END_SHARING: &str = "end-sharing";

/// The last line of those who share it.
pub const fn last_share(sharers: Sharers) -> &'static str {
    match sharers {
        Sharers::Users => "last-user",
        Sharers::Groups => "last-group",
    }
}

/// Finds the row in a place of the list.
#[must_use]
pub fn row(place: u32) -> String {
    format!("tr[data-place='{place}']")
}

/// The field for the count in the question before a bulk run.
pub const BULK_COUNT: &str = "bulk-count";
/// The heading of a bulk run.
pub const BULK_RUN: &str = "bulk-run";
/// The heading of the runs that the browser keeps.
pub const KEPT_RUNS: &str = "kept-runs";
/// What opens the menu for how the list is looked at.
pub const VIEW_MENU: &str = "list-view";
/// The number of the incident, on a leak's receipt.
pub const INCIDENT: &str = "leak-incident";
pub const OPERATOR: &str = "leak-operator";
/// The field for a leaked text.
pub const LEAK_TEXT: &str = "leak-text";
pub const LEAK_FILES: &str = "leak-files";
/// What is said of the search for it.
pub const LEAK_SEARCH: &str = "leak-search";
/// The heading above what was found of it.
pub const LEAK_FINDINGS: &str = "leak-findings";

/// The field for a file of the audit log.
pub const AUDIT_FILE: &str = "audit-file";
/// The field for a pasted one.
pub const AUDIT_TEXT: &str = "audit-text";
/// The field for the key that it must be signed with.
pub const AUDIT_KEY: &str = "audit-key";
/// The field for the checkpoint that it must go on from.
pub const AUDIT_CHECKPOINT: &str = "audit-checkpoint";
/// The field for a file with one.
pub const AUDIT_CHECKPOINT_FILE: &str = "audit-checkpoint-file";

/// The address of another server for a family of calls.
#[must_use]
pub const fn address(family: Family) -> &'static str {
    match family {
        Family::LocationHistory => "location-history-address",
        Family::Vault => "vault-address",
    }
}

/// The group of radio buttons with the places of a family.
#[must_use]
pub const fn place(family: Family) -> &'static str {
    match family {
        Family::LocationHistory => "location-history-place",
        Family::Vault => "vault-place",
    }
}

/// What the server of a family is called.
#[must_use]
pub const fn label(family: Family) -> &'static str {
    match family {
        Family::LocationHistory => "location-history-label",
        Family::Vault => "vault-label",
    }
}

/// The group of radio buttons with the colours for it.
#[must_use]
pub const fn colour(family: Family) -> &'static str {
    match family {
        Family::LocationHistory => "location-history-colour",
        Family::Vault => "vault-colour",
    }
}

/// A field of the *Admin key* page.
#[must_use]
pub const fn admin_key_field(field: Field) -> &'static str {
    match field {
        Field::ApiKey => "api-key",
        Field::Secret => "secret",
        Field::NewSecret => "new-secret",
        Field::AdminKey => "admin-key",
    }
}

/// The field of that page that shows a text once.
#[must_use]
pub const fn one_time(item: OneTimeItem) -> &'static str {
    match item {
        OneTimeItem::AdminKey => "one-time-key",
        OneTimeItem::Secret => "one-time-secret",
    }
}

/// The choice of a service on that page.
#[must_use]
pub const fn service(service: Service) -> &'static str {
    match service {
        Service::LocationHistory => "service-location-history",
        Service::Geofencing => "service-geofencing",
    }
}

/// Where the *Admin key* page wants the cursor.
#[must_use]
pub const fn admin_key_focus(place: AdminKeyFocus) -> &'static str {
    match place {
        AdminKeyFocus::Field(field) => admin_key_field(field),
        AdminKeyFocus::Heading => HEADING,
        AdminKeyFocus::Submit => SUBMIT,
        AdminKeyFocus::Test => TEST,
        AdminKeyFocus::TestShown => TEST_SHOWN,
        AdminKeyFocus::Verdict | AdminKeyFocus::VerdictIfLost => VERDICT,
    }
}

/// A field of the sign-in form.
#[must_use]
pub const fn sign_in_field(field: SignInField) -> &'static str {
    match field {
        SignInField::ClientId => "client-id",
        SignInField::ClientSecret => "client-secret",
        SignInField::Tenant => "tenant",
    }
}

/// A field of the form for what only our server keeps.
#[must_use]
pub const fn fact_field(fact: Fact) -> &'static str {
    match fact {
        Fact::Owner => "fact-owner",
        Fact::ExpiresOn => "fact-expires-on",
        Fact::ExpiresNote => "fact-expires-note",
    }
}

/// Where the *API secrets* page wants the cursor.
#[must_use]
pub const fn api_secrets_focus(place: Focus) -> &'static str {
    match place {
        Focus::Create(field) => field.field_id(),
        Focus::CreateSecret => CREATE_SECRET,
        Focus::ExpiresOn => fact_field(Fact::ExpiresOn),
        Focus::Store => STORE,
        Focus::Details => DETAILS,
        Focus::LastShare(sharers) => last_share(sharers),
        Focus::EndsSharing => END_SHARING,
        Focus::HeadingIfLost => HEADING,
        // Rows have no ids: see `row`.
        Focus::Row(_) | Focus::RowIfLost(_) => LIST,
    }
}
