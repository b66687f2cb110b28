//! The Latchboard dashboard: views over the models of `latchboard-console`.
//!
//! - [`app`]: the shell around every page, and the stores that outlive a page.
//! - [`route`]: the address of every page.
//! - [`store`]: any model as Yew state; [`effects`] carries out what models want done.
//! - [`pages`]: one file per page, without logic of its own.
//! - [`theme`]: light or dark.
//! - [`ui`]: the building blocks.
//! - [`crash`]: what is shown after a panic.

pub mod app;
pub mod crash;
pub mod effects;
pub mod pages;
pub mod route;
pub mod store;
pub mod theme;
pub mod ui;

pub use app::App;
