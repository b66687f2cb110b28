//! The Latchboard server: answers the wire contract over HTTP, keeps what must not be lost or read,
//! and hands the built dashboard to the browser.
//!
//! A map, from the outside in:
//!
//! - [`cli`]: the command line. The only place where errors become sentences on standard error.
//! - `serve`: one run of the server: port, data, first credentials, requests, end.
//! - `connections`: how many, how patient, and how they end.
//! - `routes`: one file per group of endpoints; turns contract types into HTTP and back.
//! - `app`: what the handlers of all requests share.
//! - `openapi`: the document of everything that is answered, made from the contract.
//! - `gateway`: passes calls on to the vendors' own services.
//! - `dashboard`: the built files and the headers that guard them.
//! - `transfer`: many API secrets at once, in and out.
//! - `indexing`: fingerprints for what an older program left without.
//! - `sweeping`: deletes answers that were kept for repeats.
//! - `rotation`: one master key in place of another.
//! - `drill`: what a rehearsal begins with.
//! - `audit`: how many refusals are entered into the audit log; `audit_log`: enters, numbers and signs while the server runs.
//! - `credentials`: what is newly made, and shown once; `password`: slow hashes of what people choose.
//! - `idempotency`: one change and one answer, however often a call comes.
//! - `data`: the data directory, its files and its lock.
//! - `metrics`, `readiness`: what is counted, and whether the server can do its work.
//! - `origin`, `public_host`, `base_path`, `family`, `own_paths`: where the server is reached, and by whom.
//!
//! No fact of the wire (path, status, body, message) stands here: they all come from
//! `latchboard-contract`. What is kept, and how, is `latchboard-store`'s; this crate knows no SQL. The dashboard's code is never
//! imported.

pub mod cli;

mod app;
mod audit;
mod audit_log;
mod base_path;
mod config;
mod connections;
mod console_output;
mod credentials;
mod dashboard;
mod data;
mod drill;
mod family;
mod gateway;
mod idempotency;
mod import_progress;
mod indexing;
mod logging;
mod metrics;
mod openapi;
mod origin;
mod own_paths;
mod password;
mod public_host;
mod readiness;
mod rotation;
mod routes;
mod serve;
mod sweeping;
mod token_bucket;
mod transfer;
