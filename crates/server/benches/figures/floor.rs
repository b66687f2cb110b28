//! What the server is measured against: a handler that does nothing, and a commit per change without HTTP.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use rusqlite::Connection;

/// Answers two bytes until it is killed: axum, and nothing of ours.
pub(crate) fn serve() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("Latchboard is ready on http://{}", listener.local_addr()?);
        axum::serve(listener, Router::new().route("/", get(|| async { "ok" }))).await?;
        Ok(())
    })
}

/// One after the other, each with a commit and a sync of its own. Answers how many per second.
pub(crate) fn commits(file: &Path, lasting: Duration) -> Result<f64> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE items (id INTEGER PRIMARY KEY, active INTEGER NOT NULL); INSERT INTO items VALUES (1, 0)",
    )?;
    let mut toggle = connection.prepare("UPDATE items SET active = 1 - active WHERE id = 1")?;
    let (started, mut count) = (Instant::now(), 0_u32);
    while started.elapsed() < lasting {
        toggle.execute(())?;
        count += 1;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}
