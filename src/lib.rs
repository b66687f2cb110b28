//! The Latchboard dashboard: views over the models of `latchboard-console`.
//!
//! - [`app`]: the shell around every page.
//! - [`parts`]: what is loaded when it is first needed; each [`part`] keeps the stores of its pages.
//! - [`part_props`]: what every part gets from the shell.
//! - [`route`]: the address of every page.
//! - [`services`]: what all parts share: the way to the server, and the sign-in.
//! - [`store`]: any model as Yew state; [`effects`] carries out what models want done.
//! - [`pages`]: one file per page, without logic of its own.
//! - [`i18n`]: the language of the page; `texts` holds every text in all of them.
//! - [`preferences`]: theme, language and density, as the user chose them.
//! - [`ui`]: the building blocks.
//! - [`base_path`]: under which path the server is found.
//! - [`clock`]: the present moment.
//! - [`crash`]: what is shown after a panic.

// A new action, verdict or state is answered everywhere, or it does not compile.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod app;
pub mod base_path;
pub mod clock;
pub mod crash;
pub mod effects;
pub mod i18n;
pub mod pages;
pub mod part;
pub mod part_props;
pub mod parts;
pub mod preferences;
pub mod route;
pub mod services;
pub mod store;
pub mod ui;

pub use app::App;
