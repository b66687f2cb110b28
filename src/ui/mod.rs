//! The building blocks of all pages. Each draws what it is given and keeps no secret.

mod about_secret;
mod button;
mod dialog;
mod field;
mod guard;
mod heading;
mod icon;
pub mod ids;
mod link;
mod name;
mod outcome;
mod pointing;
mod run_line;
mod secret_field;
mod time;

pub use about_secret::{about_secret, misplaced, spoken};
pub use button::{Button, ButtonKind, ButtonProps};
pub use dialog::{Dialog, DialogProps};
pub use field::Field;
pub(crate) use field::chosen;
pub use guard::use_guard;
pub(crate) use heading::page_changed;
pub use heading::{Heading, page_head};
pub use icon::{Symbol, icon};
pub use link::{Open, link};
pub use name::name;
pub use outcome::{
    InSight, InSightProps, OutcomePanel, OutcomePanelProps, dismiss_button, problem_panel,
    problem_panel_offering, sign_in_or,
};
pub use pointing::pointed_out_in_plain;
pub use run_line::run_line;
pub use secret_field::{SecretField, SecretFieldProps};
pub use time::{ahead_of_utc, clock, date, milliseconds, relative, short_date, use_minutes};
