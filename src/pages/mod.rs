//! One file per page: each draws a model of `console` and passes on what the user does.

pub mod activity;
pub mod admin_key;
mod api_secrets;
mod audit_check;
mod bulk;
pub mod connections;
pub mod error_guide;
pub mod help;
mod kept_runs;
mod leak;
mod leak_input;
mod leak_report;
mod leak_text;
pub mod not_found;
pub mod overview;
mod palette;
pub mod prerendered;
pub mod self_test;
mod sign_in;
pub mod tools;
pub mod vault;
