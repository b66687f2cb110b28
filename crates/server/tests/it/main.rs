//! The server as its users meet it: the real program, on a free port, in a directory of its own, with SQLite.
//! One module per group of routes, and one per promise.

#![expect(clippy::unwrap_used, reason = "helpers of tests state what must hold, as tests do")]

mod api_secrets;
mod attempts;
mod audit;
mod backup;
mod client;
mod clocks;
mod cluster;
mod configuration;
mod cors;
mod curl;
mod dashboard;
mod described;
mod durability;
mod early;
mod find;
mod fixture;
mod full_disk;
mod gateway;
mod hostile;
mod idempotency;
mod inventory;
mod keys;
mod lists;
mod logs;
mod openapi;
mod operations;
mod proofs;
mod protection;
mod proxies;
mod public_tools;
mod rehearsal;
mod rotation;
mod search;
mod startup;
mod token;
mod transfer;
mod upgrade;
mod vendor_clients;
mod words;

/// The same modules run on PostgreSQL in `tests/postgres`.
const POSTGRES: bool = false;
