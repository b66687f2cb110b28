//! Many writers, one connection, and one sync for as many of them as come together.
//!
//! Writers take turns at the connection, in the order in which they came. The first opens a
//! transaction; whoever finds others waiting behind him leaves it open for them; the last one commits
//! it. All of this group hear what became of the commit, and none answers before. A turn that fails is
//! taken back to its beginning and costs the others nothing; when the transaction itself fails, it has
//! failed for all of them.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use super::read_lock::{HELD_FOR, ReadLock};
use super::reserve::Reserve;
use super::{QUEUE_TIMEOUT, blocking, close};
use crate::StoreError;
use crate::database::Head;
use crate::database::sql::{Query, query};

/// Writers who share one commit at most, so that the first of them is not kept waiting for long.
const GROUP: usize = 256;
/// Writers who may wait; further ones are turned away at once, and not only when they have waited in vain.
const QUEUE: usize = 8192;

/// What became of a commit; nothing as long as it is under way.
type Outcome = Option<Result<(), StoreError>>;

/// The queue of writers.
#[derive(Clone)]
pub(crate) struct Writers {
    /// None when the file is closed.
    writer: Arc<Mutex<Option<Writer>>>,
    waiting: Arc<AtomicUsize>,
    /// Of a server; commands beside it leave that alone.
    reserve: Option<Arc<Reserve>>,
}

struct Writer {
    connection: Connection,
    /// Of a server; who only runs a command reads little.
    read_lock: Option<ReadLock>,
    group: Option<Group>,
}

/// Those who share the transaction that is open.
struct Group {
    outcome: watch::Sender<Outcome>,
    members: usize,
    /// Where the lane of the audit log ends, as this transaction knows: nobody else writes meanwhile. With a keyed hash
    /// when that is still to be written: once for all who share the commit.
    head: Option<LogEnd>,
}

/// Where its lane of the audit log ends, and the keyed hash that says so, if it is not written yet.
type LogEnd = (Head, Option<[u8; 32]>);

type Held = OwnedMutexGuard<Option<Writer>>;

impl Writers {
    pub(super) fn new(connection: Connection, reserve: Option<Reserve>, read_lock: Option<ReadLock>) -> Self {
        let writer = Writer { connection, read_lock, group: None };
        Self {
            writer: Arc::new(Mutex::new(Some(writer))),
            waiting: Arc::default(),
            reserve: reserve.map(Arc::new),
        }
    }

    /// Those who wait for their turn.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Gives the room free that was kept for a full disk. Whether the disk is full.
    pub(crate) fn update_reserve(&self) -> bool {
        self.reserve.as_ref().is_some_and(|reserve| reserve.update())
    }

    /// Several statements that happen together or not at all.
    pub(crate) async fn turn(&self) -> Result<Turn, StoreError> {
        let mut turn = self.begin().await?;
        turn.savepoint = true;
        turn.before = turn.writer().group.as_ref().and_then(|group| group.head);
        run(turn.connection(), "SAVEPOINT turn")?;
        Ok(turn)
    }

    /// Without a savepoint, which would cost as much as the work itself: when it is not brought to its
    /// end, the whole transaction is given up.
    pub(crate) async fn single(&self) -> Result<Turn, StoreError> {
        let mut turn = self.begin().await?;
        turn.single = true;
        Ok(turn)
    }

    /// One statement, which happens as a whole or not at all by itself.
    pub(crate) async fn once(&self, query: Query) -> Result<u64, StoreError> {
        let mut turn = self.begin().await?;
        let changed = query.execute_in_sqlite(turn.connection());
        match changed {
            Ok(changed) => {
                turn.end().await?;
                Ok(changed)
            }
            // It has been taken back, and nothing else has.
            Err(error) if error.is_constraint() => {
                turn.release();
                Err(error)
            }
            // A full disk may have taken everything back.
            Err(error) => {
                turn.fail(error.clone());
                Err(error)
            }
        }
    }

    /// Waits for its turn, in an open transaction.
    async fn begin(&self) -> Result<Turn, StoreError> {
        // Gives room free where there is none.
        self.update_reserve();
        let slot = QueueSlot::take(self)?;
        let waited = tokio::time::timeout(QUEUE_TIMEOUT, Arc::clone(&self.writer).lock_owned()).await;
        let held = waited.map_err(|_| StoreError::Busy)?;
        slot.admitted();
        if held.is_none() {
            return Err(StoreError::Closed);
        }
        let waiting = Arc::clone(&self.waiting);
        let mut turn = Turn { held: Some(held), savepoint: false, single: false, before: None, waiting };
        let writer = turn.writer();
        if let Some(group) = &mut writer.group {
            group.members += 1;
        } else {
            writer.group = Some(Group { outcome: watch::Sender::new(None), members: 1, head: None });
            // Another process may be writing.
            if let Err(error) = blocking(|| run(&writer.connection, "BEGIN IMMEDIATE")) {
                turn.fail(error.clone());
                return Err(error);
            }
        }
        Ok(turn)
    }

    /// Waits for those who have the connection, and closes it.
    pub(crate) async fn close(&self) {
        let taken = self.writer.lock().await.take();
        if let Some(mut writer) = taken {
            settle(&mut writer);
            drop(writer.read_lock);
            if let Err(error) = blocking(|| close(writer.connection)) {
                tracing::warn!(%error, "the database was not closed in order");
            }
        }
    }
}

/// A place in the queue.
struct QueueSlot<'a> {
    writers: &'a Writers,
    waits: bool,
}

impl<'a> QueueSlot<'a> {
    fn take(writers: &'a Writers) -> Result<Self, StoreError> {
        let one_more = |waiting: usize| (waiting < QUEUE).then_some(waiting + 1);
        match writers.waiting.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_more) {
            Ok(_) => Ok(Self { writers, waits: true }),
            Err(_) => Err(StoreError::Busy),
        }
    }

    fn admitted(mut self) {
        self.waits = false;
        self.writers.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for QueueSlot<'_> {
    fn drop(&mut self) {
        if mem::take(&mut self.waits) {
            self.writers.waiting.fetch_sub(1, Ordering::SeqCst);
            // Somebody may have left the transaction to us.
            let (writer, waiting) = (Arc::clone(&self.writers.writer), Arc::clone(&self.writers.waiting));
            spawn(async move { leave(writer.lock_owned().await, &waiting) });
        }
    }
}

/// The connection, for as long as this lives. Dropped without [`Turn::commit`], what was done is taken
/// back.
pub(crate) struct Turn {
    held: Option<Held>,
    /// What was done since then can be taken back.
    savepoint: bool,
    /// What was done can't be taken back by itself.
    single: bool,
    /// Where the audit log ended at the savepoint.
    before: Option<LogEnd>,
    waiting: Arc<AtomicUsize>,
}

impl Turn {
    #[expect(clippy::unwrap_used, reason = "taken by the methods that consume it, and by drop, only")]
    fn writer(&mut self) -> &mut Writer {
        self.held.as_mut().and_then(|held| held.as_mut()).unwrap()
    }

    /// To do the work with.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.writer().connection
    }

    /// Where its lane of the audit log ends, if somebody in this transaction has found out.
    pub(crate) fn head(&mut self) -> Option<Head> {
        self.writer().group.as_ref()?.head.map(|(head, _)| head)
    }

    /// For those who share the transaction. With a keyed hash it is written before the commit. Taken back
    /// with the turn.
    pub(crate) fn remember_head(&mut self, head: Head, mac: Option<[u8; 32]>) {
        if let Some(group) = &mut self.writer().group {
            group.head = Some((head, mac));
        }
    }

    /// Leaves the connection to the next one: nothing was done.
    pub(crate) fn leave(mut self) {
        self.release();
    }

    /// Keeps what was done since the savepoint, and waits until it is on disk.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        // From here on it is the outcome of the commit that counts, whoever still waits for it.
        if self.savepoint {
            run(self.connection(), "RELEASE turn")?;
            self.savepoint = false;
        }
        self.end().await
    }

    /// Waits until the transaction is on disk.
    async fn end(mut self) -> Result<(), StoreError> {
        let outcome = self.writer().group.as_ref().map(|group| group.outcome.subscribe());
        self.release();
        let Some(mut outcome) = outcome else { return Err(StoreError::Closed) };
        match outcome.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone().unwrap_or(Err(StoreError::Closed)),
            Err(_) => Err(StoreError::Closed),
        }
    }

    /// Leaves the connection to the next one.
    fn release(&mut self) {
        if let Some(held) = self.held.take() {
            if to_be_left_open(&held, &self.waiting) {
                return;
            }
            let waiting = Arc::clone(&self.waiting);
            // Not here: whoever waits for this may be gone in the midst of it, and others wait, too.
            spawn(async move { leave(held, &waiting) });
        }
    }

    /// Gives up the whole transaction.
    fn fail(&mut self, error: StoreError) {
        if let Some(mut held) = self.held.take() {
            spawn(async move {
                if let Some(writer) = held.as_mut() {
                    give_up(writer, error);
                }
            });
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.single {
            return self.fail(StoreError::Aborted);
        }
        let Some(mut held) = self.held.take() else { return };
        let (savepoint, before, waiting) = (self.savepoint, self.before, Arc::clone(&self.waiting));
        spawn(async move {
            if let Some(writer) = held.as_mut().filter(|_| savepoint) {
                if let Some(group) = &mut writer.group {
                    group.head = before;
                }
                let back = run(&writer.connection, "ROLLBACK TO turn");
                if let Err(error) = back.and_then(|()| run(&writer.connection, "RELEASE turn")) {
                    give_up(writer, error);
                }
            }
            leave(held, &waiting);
        });
    }
}

/// Whether somebody waits who will go on with the transaction.
fn to_be_left_open(held: &Held, waiting: &AtomicUsize) -> bool {
    let group = held.as_ref().and_then(|writer| writer.group.as_ref());
    group.is_none_or(|group| group.members < GROUP && waiting.load(Ordering::SeqCst) > 0)
}

/// Commits, unless somebody waits who will.
fn leave(mut held: Held, waiting: &AtomicUsize) {
    if to_be_left_open(&held, waiting) {
        return;
    }
    if let Some(writer) = held.as_mut() {
        settle(writer);
        if writer.read_lock.as_mut().is_some_and(ReadLock::hold) {
            spawn(expire(Arc::clone(OwnedMutexGuard::mutex(&held))));
        }
    }
}

/// Gives the lock of readers back when nothing was committed for a while.
async fn expire(writer: Arc<Mutex<Option<Writer>>>) {
    loop {
        tokio::time::sleep(HELD_FOR).await;
        let mut writer = writer.lock().await;
        let lock = writer.as_mut().and_then(|writer| writer.read_lock.as_mut());
        if !lock.is_some_and(ReadLock::expire) {
            return;
        }
    }
}

/// Commits what is open, and tells everybody.
fn settle(writer: &mut Writer) {
    if writer.group.is_none() {
        return;
    }
    match blocking(|| commit(writer)) {
        Ok(()) => {
            if let Some(group) = writer.group.take() {
                group.outcome.send_replace(Some(Ok(())));
            }
        }
        Err(error) => give_up(writer, error),
    }
}

/// Writes where the audit log ends, if that is still to be done, and commits.
fn commit(writer: &Writer) -> Result<(), StoreError> {
    if let Some((head, Some(mac))) = writer.group.as_ref().and_then(|group| group.head) {
        query("UPDATE audit_lanes SET sequence = $1, hash = $2, mac = $3 WHERE lane = $4")
            .bind(i64::try_from(head.sequence).unwrap_or(i64::MAX))
            .bind(head.hash.as_bytes().as_slice())
            .bind(mac.as_slice())
            .bind(i64::try_from(head.lane).unwrap_or(i64::MAX))
            .execute_in_sqlite(&writer.connection)?;
    }
    if let Some(read_lock) = &writer.read_lock {
        read_lock.release();
    }
    run(&writer.connection, "COMMIT")
}

/// Takes everything back, and tells everybody.
fn give_up(writer: &mut Writer, error: StoreError) {
    // Fails when SQLite has done so by itself.
    let _done_before = run(&writer.connection, "ROLLBACK");
    if let Some(group) = writer.group.take() {
        group.outcome.send_replace(Some(Err(error)));
    }
}

/// A statement without values.
fn run(connection: &Connection, sql: &'static str) -> Result<(), StoreError> {
    query(sql).execute_in_sqlite(connection).map(drop)
}

/// Does it even when nobody waits for it any more. When the process ends there is nothing to be done:
/// SQLite takes back what is open.
fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(work);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;

    async fn writers() -> (TempDir, Writers) {
        let directory = tempfile::tempdir().unwrap();
        let writers = Writers::new(connect(&directory.path().join("db")), None, None);
        insert_into(&writers, "CREATE TABLE numbers (n INTEGER NOT NULL UNIQUE)").await.unwrap();
        (directory, writers)
    }

    fn connect(file: &Path) -> Connection {
        let connection = Connection::open(file).unwrap();
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON").unwrap();
        connection
    }

    async fn insert_into(writers: &Writers, sql: &'static str) -> Result<u64, StoreError> {
        writers.once(query(sql)).await
    }

    fn insert(number: i64) -> Query {
        query("INSERT INTO numbers VALUES ($1)").bind(number)
    }

    /// Those that are committed, as another connection sees them.
    fn committed(directory: &TempDir) -> Vec<i64> {
        let connection = connect(&directory.path().join("db"));
        let mut statement = connection.prepare("SELECT n FROM numbers ORDER BY n").unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Lets all that can go on do so, as long as somebody has the connection.
    async fn until_waiting(writers: &Writers, count: usize) {
        while writers.waiting.load(Ordering::SeqCst) < count {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn those_who_wait_share_a_commit_and_hear_of_it_together() {
        let (directory, writers) = writers().await;
        let mut first = writers.turn().await.unwrap();
        insert(0).execute_in_sqlite(first.connection()).unwrap();
        let others: Vec<_> = (1..=20)
            .map(|number| {
                let writers = writers.clone();
                tokio::spawn(async move { writers.once(insert(number)).await })
            })
            .collect();
        until_waiting(&writers, 20).await;
        let outcome = first.writer().group.as_ref().unwrap().outcome.subscribe();
        assert!(committed(&directory).is_empty(), "nothing is on disk yet");
        first.commit().await.unwrap();
        for other in others {
            assert_eq!(other.await.unwrap().unwrap(), 1);
        }
        assert!(matches!(&*outcome.borrow(), Some(Ok(()))), "one commit for all");
        assert_eq!(committed(&directory), (0..=20).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn the_log_begins_anew_although_the_lock_of_readers_is_held() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("db");
        let writer = connect(&file);
        writer.pragma_update(None, "wal_autocheckpoint", 10).unwrap();
        let writers = Writers::new(writer, None, Some(ReadLock::new(connect(&file))));
        insert_into(&writers, "CREATE TABLE numbers (n INTEGER NOT NULL UNIQUE)").await.unwrap();
        for number in 0..100 {
            writers.once(insert(number)).await.unwrap();
            let held = writers.writer.lock().await;
            assert!(held.as_ref().unwrap().read_lock.as_ref().unwrap().is_held());
        }
        assert_eq!(committed(&directory), (0..100).collect::<Vec<_>>());
        // Two pages a commit, which is 800 KB without an end.
        let length = std::fs::metadata(directory.path().join("db-wal")).unwrap().len();
        assert!(length < 100_000, "{length}");
    }

    #[tokio::test]
    async fn one_that_fails_or_is_given_up_costs_the_others_nothing() {
        let (directory, writers) = writers().await;
        let mut first = writers.turn().await.unwrap();
        insert(1).execute_in_sqlite(first.connection()).unwrap();
        let spawn = |work: &'static str| {
            let writers = writers.clone();
            tokio::spawn(async move {
                match work {
                    "taken" => writers.once(insert(1)).await.map(drop),
                    "dropped" => {
                        let mut turn = writers.turn().await?;
                        insert(2).execute_in_sqlite(turn.connection())?;
                        insert(3).execute_in_sqlite(turn.connection())?;
                        Ok(())
                    }
                    _ => writers.once(insert(4)).await.map(drop),
                }
            })
        };
        let (taken, dropped, last) = (spawn("taken"), spawn("dropped"), spawn("last"));
        until_waiting(&writers, 3).await;
        first.commit().await.unwrap();
        assert!(taken.await.unwrap().unwrap_err().is_unique_violation());
        dropped.await.unwrap().unwrap();
        last.await.unwrap().unwrap();
        assert_eq!(committed(&directory), [1, 4]);
    }

    #[tokio::test]
    async fn a_transaction_that_is_not_left_open_for_anybody_ends_even_when_those_who_waited_are_gone() {
        let (directory, writers) = writers().await;
        let mut first = writers.turn().await.unwrap();
        insert(1).execute_in_sqlite(first.connection()).unwrap();
        let other = writers.clone();
        let waiting = tokio::spawn(async move { other.once(insert(2)).await });
        until_waiting(&writers, 1).await;
        let committing = tokio::spawn(first.commit());
        waiting.abort();
        committing.await.unwrap().unwrap();
        // Whatever became of the other one, the next has its turn.
        insert_into(&writers, "INSERT INTO numbers VALUES (3)").await.unwrap();
        let found = committed(&directory);
        assert!(found.contains(&1) && found.contains(&3), "{found:?}");
        writers.close().await;
        assert!(matches!(
            insert_into(&writers, "INSERT INTO numbers VALUES (4)").await,
            Err(StoreError::Closed)
        ));
    }

    #[tokio::test]
    async fn a_commit_that_fails_has_failed_for_all_and_the_next_one_goes_well() {
        let (directory, writers) = writers().await;
        insert_into(&writers, "CREATE TABLE parents (id INTEGER PRIMARY KEY)").await.unwrap();
        let child =
            "CREATE TABLE children (id INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)";
        insert_into(&writers, child).await.unwrap();
        let mut first = writers.turn().await.unwrap();
        insert(1).execute_in_sqlite(first.connection()).unwrap();
        let other = writers.clone();
        let orphan =
            tokio::spawn(async move { insert_into(&other, "INSERT INTO children VALUES (7)").await });
        until_waiting(&writers, 1).await;
        assert!(first.commit().await.is_err());
        assert!(orphan.await.unwrap().is_err());
        assert!(committed(&directory).is_empty());
        writers.once(insert(2)).await.unwrap();
        assert_eq!(committed(&directory), [2]);
    }
}
