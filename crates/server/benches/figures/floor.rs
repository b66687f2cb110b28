//! What the server is measured against: a handler that does nothing, and a commit per change without HTTP.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = options.connect().await?;
        sqlx::raw_sql("CREATE TABLE items (id INTEGER PRIMARY KEY, active INTEGER NOT NULL)")
            .execute(&mut connection)
            .await?;
        sqlx::raw_sql("INSERT INTO items VALUES (1, 0)").execute(&mut connection).await?;
        let (started, mut count) = (Instant::now(), 0_u32);
        while started.elapsed() < lasting {
            sqlx::query("UPDATE items SET active = 1 - active WHERE id = 1").execute(&mut connection).await?;
            count += 1;
        }
        Ok(f64::from(count) / started.elapsed().as_secs_f64())
    })
}
