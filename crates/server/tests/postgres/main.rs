//! The server as its users meet it, with PostgreSQL: the same tests as with SQLite, but those about
//! files; and what only a database that several servers share can show.

#![expect(clippy::unwrap_used, reason = "helpers of tests state what must hold, as tests do")]

#[path = "../it/api_secrets.rs"]
mod api_secrets;
#[path = "../it/attempts.rs"]
mod attempts;
#[path = "../it/audit.rs"]
mod audit;
#[path = "../it/client.rs"]
mod client;
#[path = "../it/clocks.rs"]
mod clocks;
#[path = "../it/cluster.rs"]
mod cluster;
#[path = "../it/configuration.rs"]
mod configuration;
#[path = "../it/cors.rs"]
mod cors;
#[path = "../it/curl.rs"]
mod curl;
#[path = "../it/dashboard.rs"]
mod dashboard;
#[path = "../it/described.rs"]
mod described;
#[path = "../it/durability.rs"]
mod durability;
mod failover;
#[path = "../it/find.rs"]
mod find;
#[path = "../it/fixture.rs"]
mod fixture;
#[path = "../it/gateway.rs"]
mod gateway;
mod groups;
#[path = "../it/hostile.rs"]
mod hostile;
mod hosts;
#[path = "../it/idempotency.rs"]
mod idempotency;
#[path = "../it/inventory.rs"]
mod inventory;
#[path = "../it/keys.rs"]
mod keys;
mod lanes;
#[path = "../it/lists.rs"]
mod lists;
#[path = "../it/logs.rs"]
mod logs;
#[path = "../it/openapi.rs"]
mod openapi;
mod pooler;
#[path = "../it/proofs.rs"]
mod proofs;
#[path = "../it/protection.rs"]
mod protection;
#[path = "../it/public_tools.rs"]
mod public_tools;
mod replicas;
#[path = "../it/rotation.rs"]
mod rotation;
mod schema;
#[path = "../it/search.rs"]
mod search;
mod sequencer;
mod tls;
#[path = "../it/token.rs"]
mod token;
#[path = "../it/transfer.rs"]
mod transfer;
#[path = "../it/upgrade.rs"]
mod upgrade;
#[path = "../it/vendor_clients.rs"]
mod vendor_clients;
#[path = "../it/words.rs"]
mod words;

const POSTGRES: bool = true;
