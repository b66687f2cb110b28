//! One file per page: each draws a model of `console` and passes on what the user does.

pub mod activity;
pub mod admin_key;
pub mod api_secrets;
mod audit_check;
pub mod bulk;
pub mod connections;
pub mod error_guide;
mod kept_runs;
pub mod leak;
mod leak_input;
mod leak_report;
mod leak_text;
pub mod not_found;
pub mod overview;
pub mod prerendered;
mod runs;
pub mod self_test;
pub mod tools;
