//! What the server is measured against: a handler that does nothing, and a commit per change, over HTTP and without.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use rusqlite::Connection;

const TOGGLE: &str = "UPDATE items SET active = 1 - active WHERE id = 1";

/// Answers two bytes until it is killed: axum, and nothing of ours. With a file, after a change with a commit of its
/// own for each request.
pub(crate) fn serve(file: Option<&Path>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("Latchboard is ready on http://{}", listener.local_addr()?);
        let mut routes = Router::new().route("/", get(|| async { "ok" }));
        if let Some(file) = file {
            let connection = Arc::new(Mutex::new(open(file)?));
            routes = routes.merge(Router::new().route("/toggle", post(toggle)).with_state(connection));
        }
        axum::serve(listener, routes).await?;
        Ok(())
    })
}

async fn toggle(State(connection): State<Arc<Mutex<Connection>>>) -> Result<&'static str, StatusCode> {
    let changed = tokio::task::block_in_place(|| {
        let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        connection.prepare_cached(TOGGLE)?.execute(())
    });
    changed.map(|_| "ok").map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn open(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE items (id INTEGER PRIMARY KEY, active INTEGER NOT NULL); INSERT INTO items VALUES (1, 0)",
    )?;
    Ok(connection)
}

/// In a file, for so many seconds: one change after the other, each with a commit and a sync of its own. Prints how many per
/// second.
pub(crate) fn commits(arguments: &[String]) -> Result<()> {
    let [file, seconds] = arguments else { bail!("commits FILE SECONDS") };
    let (connection, lasting) = (open(Path::new(file))?, Duration::from_secs_f64(seconds.parse()?));
    let mut toggle = connection.prepare(TOGGLE)?;
    let (started, mut count) = (Instant::now(), 0_u32);
    while started.elapsed() < lasting {
        toggle.execute(())?;
        count += 1;
    }
    println!("{}", f64::from(count) / started.elapsed().as_secs_f64());
    Ok(())
}
