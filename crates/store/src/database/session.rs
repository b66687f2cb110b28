//! Connections to PostgreSQL: kept in a pool, used for one statement or for one transaction at a time.
//!
//! What a transaction needs is set in it, for it. Statements are prepared once for a connection that leads to the database
//! directly; else they have no name, tell the types of their values and leave nothing behind. So a pooler may give each
//! transaction another connection.

use std::time::Duration;

use deadpool_postgres::{
    ClientWrapper, Manager, ManagerConfig, Object, Pool as Connections, PoolError, QueueMode,
    RecyclingMethod, Runtime,
};
use tokio::runtime::Handle;
use tokio::time::{error::Elapsed, timeout};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Row, Statement};

use super::connector::Connector;
use super::location::DatabaseUrl;
use super::sql::Query;
use crate::StoreError;

/// Connections at a time, of each process.
const CONNECTIONS: usize = 16;
/// How long a call queues for a connection, or tries to get one, before it fails.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a reading may take: it comes in pieces, each of which takes less than a second.
const READ_TIMEOUT: Duration = Duration::from_secs(10);
/// When nothing is expected any more of a database that should have given up by itself.
const SILENCE: Duration = Duration::from_secs(35);

/// Statements are written for locks on rows, and each sees what was committed before it, whatever the database is set to.
/// Nobody waits for long for what somebody else holds, such as an administrator who locks a table; a statement takes a
/// second at most, an import's piece. What is answered is on disk, even where the server is set up to be faster than that.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '30s';
    SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";
/// For a change of the schema, which takes as long as there is data.
const BEGIN_UPGRADE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED;
    SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";

pub(crate) type Parameter<'v> = (&'v (dyn ToSql + Sync), Type);

/// The connections of this process.
#[derive(Clone)]
pub(crate) struct Pool {
    connections: Connections,
    connector: Connector,
}

impl Pool {
    /// Connects when the first one is needed.
    pub(crate) fn of(url: &DatabaseUrl) -> Self {
        // Whether a connection lives is found out by using it.
        let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let connector = Connector::new(url.tls());
        let manager = Manager::from_connect(url.config(), connector.clone(), config);
        let connections = Connections::builder(manager)
            .max_size(CONNECTIONS)
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(QUEUE_TIMEOUT))
            .create_timeout(Some(QUEUE_TIMEOUT))
            .build();
        Self { connections: connections.expect("there is a runtime for its timeouts"), connector }
    }

    pub(crate) async fn session(&self) -> Result<Session, StoreError> {
        match self.connections.get().await {
            Ok(client) => Ok(Session {
                client: Some(client),
                pool: self.clone(),
                state: State::default(),
                in_transaction: false,
            }),
            Err(PoolError::Backend(error)) => Err(error.into()),
            Err(PoolError::Closed) => Err(StoreError::Closed),
            Err(_) => Err(StoreError::Unreachable),
        }
    }

    pub(crate) async fn begin(&self) -> Result<Session, StoreError> {
        self.begin_with(BEGIN).await
    }

    /// A transaction that changes the schema.
    pub(crate) async fn begin_upgrade(&self) -> Result<Session, StoreError> {
        self.begin_with(BEGIN_UPGRADE).await
    }

    async fn begin_with(&self, begin: &str) -> Result<Session, StoreError> {
        let mut session = self.session().await?;
        // Of those that are kept, none may live any more.
        for _ in 0..CONNECTIONS {
            match session.begin(begin).await {
                Err(_) if session.state.lost => session = self.session().await?,
                begun => return begun.map(|()| session),
            }
        }
        session.begin(begin).await.map(|()| session)
    }

    /// How many nobody uses at the moment, and how many are in use.
    pub(crate) fn connections(&self) -> (usize, usize) {
        let status = self.connections.status();
        let idle = status.available.min(status.size);
        (idle, status.size - idle)
    }

    /// Nobody gets one any more.
    pub(crate) fn close(&self) {
        self.connections.close();
    }
}

/// What is known of a connection.
#[derive(Clone, Copy, Default)]
struct State {
    /// It is of no use any more.
    lost: bool,
    /// A statement has failed, and with it the transaction that it was in.
    failed: bool,
}

/// A connection, for as long as this lives. A transaction that is not committed is taken back.
pub(crate) struct Session {
    /// None once it is dropped.
    client: Option<Object>,
    pool: Pool,
    state: State,
    in_transaction: bool,
}

impl Session {
    async fn begin(&mut self, begin: &str) -> Result<(), StoreError> {
        self.in_transaction = true;
        let begun = timeout(SILENCE, self.client().batch_execute(begin)).await;
        self.judged(begun)
    }

    /// How many rows a statement changed.
    pub(crate) async fn execute(&mut self, query: &Query) -> Result<u64, StoreError> {
        self.execute_with(query.sql, &query.parameters()).await
    }

    pub(crate) async fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<u64, StoreError> {
        let executed = timeout(self.patience(), async {
            if !self.pool.connector.is_direct() {
                return self.client().execute_typed(sql, parameters).await;
            }
            let (statement, values) = prepared(self.client(), sql, parameters).await?;
            self.client().execute(&statement, &values).await
        });
        let executed = executed.await;
        self.judged(executed)
    }

    /// The rows that a statement answers.
    pub(crate) async fn fetch(&mut self, query: &Query) -> Result<Vec<Row>, StoreError> {
        self.fetch_with(query.sql, &query.parameters()).await
    }

    pub(crate) async fn fetch_with(
        &mut self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let fetched = self.rows(sql, parameters).await;
        if fetched.is_ok() || self.in_transaction || !self.state.lost {
            return fetched;
        }
        // Outside a transaction statements only read, but for the numbering of the audit log, which changes nothing the second
        // time. The next connection may live.
        *self = self.pool.session().await?;
        self.rows(sql, parameters).await
    }

    async fn rows(&mut self, sql: &str, parameters: &[Parameter<'_>]) -> Result<Vec<Row>, StoreError> {
        let fetched = timeout(self.patience(), async {
            if !self.pool.connector.is_direct() {
                return self.client().query_typed(sql, parameters).await;
            }
            let (statement, values) = prepared(self.client(), sql, parameters).await?;
            self.client().query(&statement, &values).await
        });
        let fetched = fetched.await;
        self.judged(fetched)
    }

    /// Statements without values, however long they take.
    pub(crate) async fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        let run = self.client().batch_execute(sql).await;
        self.judged(Ok(run))
    }

    /// Makes what was done last. When this returns without an error it is durable.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if self.state.failed {
            // The database would take it back, and say that it has ended.
            return Err(StoreError::Damaged("a transaction was to be kept although a statement had failed"));
        }
        let committed = timeout(SILENCE, self.client().batch_execute("COMMIT")).await;
        self.judged(committed)?;
        self.in_transaction = false;
        Ok(())
    }

    #[expect(clippy::unwrap_used, reason = "taken by drop only")]
    fn client(&self) -> &ClientWrapper {
        self.client.as_ref().unwrap()
    }

    const fn patience(&self) -> Duration {
        if self.in_transaction { SILENCE } else { READ_TIMEOUT }
    }

    fn judged<T>(
        &mut self,
        outcome: Result<Result<T, tokio_postgres::Error>, Elapsed>,
    ) -> Result<T, StoreError> {
        let error = match outcome {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => StoreError::from(error),
            Err(_) => StoreError::Unreachable,
        };
        self.state.failed = true;
        self.state.lost |= error.is_connection_failure();
        Err(error)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        if self.state.lost {
            // The pool makes another one.
            drop(Object::take(client));
        } else if self.in_transaction {
            take_back(client);
        }
    }
}

/// A statement that is prepared on this connection, from the second time on out of its cache.
async fn prepared<'v>(
    client: &ClientWrapper,
    sql: &str,
    parameters: &[Parameter<'v>],
) -> Result<(Statement, Vec<&'v (dyn ToSql + Sync)>), tokio_postgres::Error> {
    let types: Vec<Type> = parameters.iter().map(|(_, kind)| kind.clone()).collect();
    let statement = client.prepare_typed_cached(sql, &types).await?;
    Ok((statement, parameters.iter().map(|(value, _)| *value).collect()))
}

/// Ends a transaction without keeping anything, and gives the connection back.
fn take_back(client: Object) {
    let Ok(runtime) = Handle::try_current() else {
        // The database takes back what nobody commits.
        drop(Object::take(client));
        return;
    };
    runtime.spawn(async move {
        if !matches!(timeout(QUEUE_TIMEOUT, client.batch_execute("ROLLBACK")).await, Ok(Ok(()))) {
            drop(Object::take(client));
        }
    });
}
