//! Opens connections to PostgreSQL, and finds out whether they lead there directly.
//!
//! A statement that is prepared takes a fraction of the work, and stays on the connection. A pooler may give every
//! transaction another one, where the same name may stand for somebody else's statement. So a connection is asked for
//! what nothing in between passes on to connections that others use, too: a setting of its own, made when it begins.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use data_encoding::HEXLOWER;
use deadpool_postgres::Connect;
use tokio::task::JoinHandle;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Config, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

type Connecting<'c> = Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + 'c>>;

/// Opens the connections of a pool.
#[derive(Clone)]
pub(crate) struct Connector {
    tls: MakeRustlsConnect,
    /// Something was found in between.
    pooled: Arc<AtomicBool>,
}

impl Connector {
    pub(crate) fn new(tls: MakeRustlsConnect) -> Self {
        Self { tls, pooled: Arc::default() }
    }

    /// Whether all connections so far lead to the database directly.
    pub(crate) fn is_direct(&self) -> bool {
        !self.pooled.load(Ordering::Relaxed)
    }

    async fn open(self, config: Config) -> Result<(Client, JoinHandle<()>), Error> {
        let mut mark = [0; 16];
        if self.is_direct() && getrandom::fill(&mut mark).is_ok() {
            let mark = HEXLOWER.encode(&mark);
            let mut marked = config.clone();
            let options = config.get_options().unwrap_or_default();
            marked.options(format!("{options} -c latchboard.connection={mark}").trim_start());
            match self.start(&marked).await {
                Ok((client, task)) => {
                    let sql = "SELECT current_setting('latchboard.connection', TRUE) AS mark";
                    let rows = client.query_typed(sql, &[] as &[(_, Type)]).await?;
                    let found: Option<&str> = rows.first().and_then(|row| row.try_get("mark").ok());
                    self.pooled.fetch_or(found != Some(&mark), Ordering::Relaxed);
                    return Ok((client, task));
                }
                // Whatever is there takes no such setting.
                Err(error) if is_of_a_setting(&error) => self.pooled.store(true, Ordering::Relaxed),
                Err(error) => return Err(error),
            }
        }
        self.start(&config).await
    }

    async fn start(&self, config: &Config) -> Result<(Client, JoinHandle<()>), Error> {
        let (client, connection) = config.connect(self.tls.clone()).await?;
        // Its errors are those of the statements on it.
        let task = tokio::spawn(async move { drop(connection.await) });
        Ok((client, task))
    }
}

impl Connect for Connector {
    fn connect(&self, config: &Config) -> Connecting<'_> {
        Box::pin(self.clone().open(config.clone()))
    }
}

/// By classes of SQLSTATE: the protocol, what is not offered, values and names.
fn is_of_a_setting(error: &Error) -> bool {
    let classes = ["08", "0A", "22", "42"];
    error.code().is_some_and(|state| classes.iter().any(|class| state.code().starts_with(class)))
}
