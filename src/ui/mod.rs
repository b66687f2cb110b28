//! The building blocks of all pages. Each draws what it is given and keeps no secret.

mod button;
mod dialog;
mod field;
mod icon;
pub mod ids;
mod outcome;
mod secret_field;
mod time;

pub use button::{Button, ButtonKind};
pub use dialog::Dialog;
pub use field::{Fault, Field, Hint};
pub use icon::{Icon, Symbol};
pub use outcome::{OutcomePanel, ProblemPanel};
pub use secret_field::SecretField;
pub use time::clock;
