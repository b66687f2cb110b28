//! What the dashboard does, free of Yew, HTTP and the browser.
//!
//! What it does is in [`Model`]s: actions go in, a new state and effects come out. Views only draw it,
//! and effects are carried out elsewhere, so every behaviour can be tested in microseconds.
//!
//! - [`activity`]: the log of this browser and the server's as a table and as files; [`audit_check`]: whether it is whole.
//! - [`shell`]: which page is shown, which servers are asked, and what goes on elsewhere.
//! - [`vault`]: all that needs the vault's sign-in, and what one of its pages brings about in another one.
//! - [`sign_in`]: who is signed in, and the form for it.
//! - [`admin_key`]: register, change the secret, regenerate; the key that is shown once.
//! - [`api_secrets`]: list, create, switch on and off.
//! - [`bulk`]: one switch for many, confirmed, watched, resumed and undone; [`stored_run`]: the same as the browser
//!   keeps it; [`kept_runs`]: those that no page shows.
//! - [`connection`]: which server answers, and whether it does.
//! - [`overview`]: what the journal and the date say.
//! - [`server_choice`], [`connections`]: choosing them, and what a failed connection means; [`server_label`]: what they are
//!   called.
//! - [`error_guide`]: which codes match a search.
//! - [`leak`]: a leaked text, where it lies, and every copy off; [`leak_text`]: what stands in it;
//!   [`leak_report`]: what became of each finding of a scanner;
//!   [`leak_record`]: what a run keeps of the search; [`receipt`]: what was done, to be kept.
//! - [`journal`]: what this browser did, and what its calls proved.
//! - [`progress`]: what goes on while other pages are looked at.
//! - [`presses`]: which press of a double click counts.
//! - [`route`]: the pages by their addresses.
//! - [`self_test`]: what the page holds and may do.

// A new action, verdict or state is answered everywhere, or it does not compile.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod activity;
pub mod admin_key;
pub mod api_secrets;
pub mod audit_check;
pub mod bulk;
pub mod clipboard;
pub mod connection;
pub mod connections;
mod csv;
pub mod doubt;
pub mod error_guide;
pub mod journal;
pub mod kept_runs;
pub mod leak;
pub mod leak_record;
pub mod leak_report;
pub mod leak_text;
mod model;
pub mod named;
mod outcome;
pub mod overview;
pub mod palette;
pub mod presses;
pub mod progress;
pub mod receipt;
mod resolution;
pub mod route;
pub mod self_test;
pub mod server_choice;
pub mod server_label;
pub mod shell;
pub mod sign_in;
pub mod stored_run;
pub mod vault;

pub use model::{Changed, Effects, Model, Remote, Ticket, Timestamp};
pub use outcome::{Outcome, OutcomeKind};
pub use resolution::Resolution;
