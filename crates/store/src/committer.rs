//! Changes that come together, committed together.
//!
//! A commit takes as long for many changes as for one, and the process's lane of the log is locked until it is on
//! disk. So a process has one committer: it takes what waits, makes of it a transaction, on a server with one statement for all
//! of a kind, and tells each caller what became of his. While it waits for the disk the next group gathers. Whatever cannot be
//! done with the others (a row that somebody else has in hand, an error) is done alone.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, oneshot};
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::StoreError;
use crate::api_secrets::switches::{Switch, SwitchAsked, foresee, switch_alone, switch_together};
use crate::audit::Entries;
use crate::audit::lanes::Log;
use crate::audit::writing::{Entered, append};
use crate::database::Database;
use crate::database::connection::Connection;
use crate::idempotency::{is_remembered, remember, remember_together};

/// Changes that share one commit at most, so that the first of them is not kept waiting for long.
const GROUP: usize = 256;
/// Changes that may wait; further ones are turned away at once, and not only when they have waited in vain.
const QUEUE: usize = 8192;
/// How often other tasks have their turn before a group is closed: those who were just answered are back with their next
/// change by then.
const TURNS: usize = 8;
/// The part of its commit's time for which those of a group are waited for. So groups stay large when several servers have
/// the same disk.
const LINGER: u32 = 10;
/// How often what failed for the sake of somebody else is tried again.
const REPEATS: usize = 3;
/// Changes that are done alone at a time: they may wait for others, and each has a connection as long.
const ALONE: usize = 4;

/// What somebody wants, and where he waits to hear of it.
enum Work {
    Enter(Entries, Teller<Entered>),
    Switch(SwitchAsked, Teller<Switched>),
}

/// What became of it, and of its entries, where it has some.
type Switched = (Switch, Option<Entered>);
type Teller<T> = oneshot::Sender<Result<T, StoreError>>;

/// What became of work that was done with others.
enum Ended {
    Entered(Entered),
    Switched(Result<Switched, StoreError>),
    /// It was not done, and has to be done alone.
    LeftOver,
}

#[derive(Clone)]
pub(crate) struct Committer(Arc<Inner>);

struct Inner {
    database: Arc<Database>,
    log: Arc<OnceLock<Log>>,
    queue: Mutex<Queue>,
    alone: Semaphore,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Work>,
    /// Somebody is at it, and will look again when he is done.
    running: bool,
}

impl Committer {
    pub(crate) fn new(database: Arc<Database>, log: Arc<OnceLock<Log>>) -> Self {
        Self(Arc::new(Inner { database, log, queue: Mutex::default(), alone: Semaphore::new(ALONE) }))
    }

    /// Enters what goes with no change. It is on disk when this returns.
    pub(crate) async fn enter(&self, entries: Entries) -> Result<Entered, StoreError> {
        self.submit(|teller| Work::Enter(entries, teller)).await
    }

    /// Switches an API secret. It is on disk when this returns.
    pub(crate) async fn switch(&self, asked: SwitchAsked) -> Result<Switched, StoreError> {
        self.submit(|teller| Work::Switch(asked, teller)).await
    }

    /// Those who wait for a group.
    pub(crate) fn waiting(&self) -> usize {
        self.0.queue().waiting.len()
    }

    /// Whoever does not wait for the end of it may find it done or not.
    async fn submit<T>(&self, work: impl FnOnce(Teller<T>) -> Work) -> Result<T, StoreError> {
        let (teller, told) = oneshot::channel();
        {
            let mut queue = self.0.queue();
            if queue.waiting.len() >= QUEUE {
                return Err(StoreError::Busy);
            }
            queue.waiting.push_back(work(teller));
            if !queue.running {
                queue.running = true;
                // Not here: whoever asks may be gone in the midst of it, and others wait, too.
                tokio::spawn(Running::new(Arc::clone(&self.0)).run());
            }
        }
        told.await.unwrap_or(Err(StoreError::Closed))
    }
}

struct Running {
    inner: Arc<Inner>,
    /// Nobody waited any more. From then on the queue is that of the next one.
    is_over: bool,
}

impl Running {
    const fn new(inner: Arc<Inner>) -> Self {
        Self { inner, is_over: false }
    }

    async fn run(mut self) {
        loop {
            for _ in 0..TURNS {
                yield_now().await;
            }
            let Some(group) = self.next() else { return };
            let (count, begun) = (group.len(), Instant::now());
            self.inner.commit(group).await;
            // Whoever came alone is not to wait for anybody, and nobody else has the disk of a file.
            if count > 1 && matches!(*self.inner.database, Database::Postgres(_)) {
                self.inner.linger(count, begun.elapsed() / LINGER).await;
            }
        }
    }

    fn next(&mut self) -> Option<Vec<Work>> {
        let group = self.inner.next();
        self.is_over = group.is_none();
        group
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over {
            // It was ended in the midst of its work. Those who wait hear of it, and the next one begins anew.
            *self.inner.queue() = Queue::default();
        }
    }
}

impl Inner {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Whole after every step.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self) -> Result<&Log, StoreError> {
        self.log.get().ok_or(StoreError::Damaged("the audit log has not been opened"))
    }

    /// Those who are next, each with a row of his own: of two that want the same one, the second sees what the first has
    /// made of it. None when nobody waits any more.
    fn next(&self) -> Option<Vec<Work>> {
        let mut queue = self.queue();
        let (mut group, mut left) = (Vec::new(), VecDeque::new());
        let mut rows = HashSet::new();
        while group.len() < GROUP
            && let Some(work) = queue.waiting.pop_front()
        {
            match &work {
                // Who is gone does not want it any more.
                work if work.is_given_up() => {}
                Work::Switch(asked, _) if !rows.insert(asked.id) => left.push_back(work),
                _ => group.push(work),
            }
        }
        left.append(&mut queue.waiting);
        queue.waiting = left;
        queue.running = !group.is_empty();
        queue.running.then_some(group)
    }

    /// Gives those who were just answered the time to be back, unless as many wait already.
    async fn linger(&self, count: usize, patience: Duration) {
        if self.queue().waiting.len() < count {
            sleep(patience).await;
        }
    }

    /// Does what a group wants, and tells each of it.
    async fn commit(self: &Arc<Self>, group: Vec<Work>) {
        let mut tries = Tries::default();
        let ended = loop {
            let ended = match &*self.database {
                Database::Sqlite(_) => self.one_by_one(&group).await,
                Database::Postgres(_) => self.together(&group).await,
            };
            match ended {
                Err(error) if tries.allow_another_after(&error) => {}
                ended => break ended,
            }
        };
        match ended {
            Ok(ended) => {
                for (work, ended) in group.into_iter().zip(ended) {
                    // Who does not wait any more finds out otherwise.
                    match (work, ended) {
                        (Work::Enter(_, teller), Ended::Entered(entered)) => drop(teller.send(Ok(entered))),
                        (Work::Switch(_, teller), Ended::Switched(switched)) => drop(teller.send(switched)),
                        (work, _) => self.spawn_alone(work),
                    }
                }
            }
            // One of them may have spoiled it.
            Err(error) if group.len() > 1 && error.is_of_a_statement() => {
                group.into_iter().for_each(|work| self.spawn_alone(work));
            }
            Err(error) => group.into_iter().for_each(|work| work.fail(&error)),
        }
    }

    /// All of it in one transaction on SQLite, where statements are as good as calls.
    async fn one_by_one(&self, group: &[Work]) -> Result<Vec<Ended>, StoreError> {
        let log = self.log()?;
        let mut transaction = self.database.write_for_good().await?;
        // What comes behind a false end is refused before anything is written, so others may go on.
        if let Err(error) = log.head(&mut transaction).await {
            transaction.leave();
            return Err(error);
        }
        let room = self.database.has_room();
        let mut all = Vec::with_capacity(group.len());
        for work in group {
            match one_of_many(&mut transaction, log, work, &room).await {
                Ok(ended) => all.push(ended),
                // Alone, each finds out whether it was his.
                Err(_) => return Ok(group.iter().map(|_| Ended::LeftOver).collect()),
            }
        }
        transaction.commit().await?;
        Ok(all)
    }

    /// All of it in one transaction on PostgreSQL.
    async fn together(&self, group: &[Work]) -> Result<Vec<Ended>, StoreError> {
        let log = self.log()?;
        let mut connection = self.database.write().await?;
        let session = connection.session()?;
        let asked: Vec<&SwitchAsked> = group.iter().filter_map(Work::switch).collect();
        let foreseen = foresee(session, &asked).await?;
        let each =
            || asked.iter().zip(&foreseen).filter_map(|(asked, switch)| Some((*asked, switch.as_ref()?)));
        let calls = each().filter_map(|(asked, switch)| asked.call(switch)).collect();
        // Who makes the same call by way of another process is waited for here, by those who make one.
        let noted = match remember_together(session, calls).await {
            Err(error) if error.is_lock_timeout() => {
                return Ok(group.iter().map(|_| Ended::LeftOver).collect());
            }
            noted => noted?,
        };
        let is_repeated = |asked: &SwitchAsked, switch: &Switch| {
            asked.call(switch).is_some_and(|(key, _)| !noted.contains(&key.id))
        };
        let done: Vec<&SwitchAsked> = each()
            .filter(|(asked, switch)| **switch == Switch::Done && !is_repeated(asked, switch))
            .map(|(asked, _)| asked)
            .collect();
        switch_together(session, &done).await?;
        // From the first entry on everybody waits for the commit.
        let mut foreseen = foreseen.into_iter();
        let mut ended = Vec::with_capacity(group.len());
        for work in group {
            ended.push(match work {
                Work::Enter(entries, _) => Ended::Entered(append(&mut connection, log, entries).await?),
                Work::Switch(asked, _) => match foreseen.next().flatten() {
                    None => Ended::LeftOver,
                    Some(switch) if is_repeated(asked, &switch) => Ended::Switched(Err(StoreError::Repeated)),
                    Some(switch) => {
                        let entered = match asked.entries(&switch) {
                            Some(entries) => Some(append(&mut connection, log, &entries).await?),
                            None => None,
                        };
                        Ended::Switched(Ok((switch, entered)))
                    }
                },
            });
        }
        connection.commit().await?;
        Ok(ended)
    }

    /// Does something in a transaction of its own, while the others go on.
    fn spawn_alone(self: &Arc<Self>, work: Work) {
        let this = Arc::clone(self);
        tokio::spawn(async move {
            let Ok(_permit) = this.alone.acquire().await else { return };
            let log = match this.log() {
                Ok(log) => log,
                Err(error) => return work.fail(&error),
            };
            match work {
                work if work.is_given_up() => {}
                Work::Enter(entries, teller) => {
                    drop(teller.send(enter_alone(&this.database, log, &entries).await));
                }
                Work::Switch(asked, teller) => {
                    drop(teller.send(change_alone(&this.database, log, &asked).await));
                }
            }
        });
    }
}

impl Work {
    const fn switch(&self) -> Option<&SwitchAsked> {
        match self {
            Self::Switch(asked, _) => Some(asked),
            Self::Enter(..) => None,
        }
    }

    /// Nobody waits for it any more.
    fn is_given_up(&self) -> bool {
        match self {
            Self::Enter(_, teller) => teller.is_closed(),
            Self::Switch(_, teller) => teller.is_closed(),
        }
    }

    fn fail(self, error: &StoreError) {
        match self {
            Self::Enter(_, teller) => drop(teller.send(Err(error.clone()))),
            Self::Switch(_, teller) => drop(teller.send(Err(error.clone()))),
        }
    }
}

async fn enter_alone(database: &Database, log: &Log, entries: &Entries) -> Result<Entered, StoreError> {
    let mut tries = Tries::default();
    loop {
        match enter_once(database, log, entries).await {
            Err(error) if tries.allow_another_after(&error) => {}
            ended => return ended,
        }
    }
}

async fn enter_once(database: &Database, log: &Log, entries: &Entries) -> Result<Entered, StoreError> {
    let mut transaction = database.write().await?;
    let entered = append(&mut transaction, log, entries).await?;
    transaction.commit().await?;
    Ok(entered)
}

async fn change_alone(database: &Database, log: &Log, asked: &SwitchAsked) -> Result<Switched, StoreError> {
    let mut tries = Tries::default();
    loop {
        match change_once(database, log, asked).await {
            Err(error) if tries.allow_another_after(&error) => {}
            ended => return ended,
        }
    }
}

async fn change_once(database: &Database, log: &Log, asked: &SwitchAsked) -> Result<Switched, StoreError> {
    database.has_room()?;
    let mut transaction = database.write().await?;
    let switched = change(&mut transaction, log, asked).await?;
    if let (_, Some(_)) = switched {
        transaction.commit().await?;
    }
    Ok(switched)
}

/// Does one thing in a transaction on SQLite that others share. With an error it is spoiled for all of them.
async fn one_of_many(
    connection: &mut Connection,
    log: &Log,
    work: &Work,
    room: &Result<(), StoreError>,
) -> Result<Ended, StoreError> {
    let asked = match work {
        Work::Enter(entries, _) => return append(connection, log, entries).await.map(Ended::Entered),
        Work::Switch(asked, _) => asked,
    };
    if let Err(full) = room {
        return Ok(Ended::Switched(Err(full.clone())));
    }
    // Nobody else writes meanwhile, so it is known before anything is done.
    if let Some(key) = &asked.key
        && is_remembered(connection, key).await?
    {
        return Ok(Ended::Switched(Err(StoreError::Repeated)));
    }
    Ok(Ended::Switched(Ok(change(connection, log, asked).await?)))
}

/// In a transaction, which is to be given up when it fails.
async fn change(connection: &mut Connection, log: &Log, asked: &SwitchAsked) -> Result<Switched, StoreError> {
    let switch = switch_alone(connection, asked).await?;
    let Some(entries) = asked.entries(&switch) else { return Ok((switch, None)) };
    if let Some((key, answer)) = asked.call(&switch) {
        remember(connection, &key, answer).await?;
    }
    let entered = append(connection, log, &entries).await?;
    Ok((switch, Some(entered)))
}

/// How often something has failed for the sake of somebody else.
#[derive(Default)]
struct Tries(usize);

impl Tries {
    fn allow_another_after(&mut self, error: &StoreError) -> bool {
        self.0 += 1;
        error.is_worth_repeating() && self.0 <= REPEATS
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::audit::{Action, Outcome, Target};
    use tokio::join;
    use tokio::sync::oneshot::{self, error::TryRecvError};

    use super::{Running, Work};
    use crate::audit::{Draft, Entries, Who};
    use crate::idempotency::RequestKey;
    use crate::testing::{caller, created, number, store};
    use crate::{StoreError, Switch};

    #[tokio::test]
    async fn who_comes_when_nobody_waited_any_more_is_not_thrown_away_with_the_task_that_ends() {
        let (_directory, _file, store, _) = store().await;
        let inner = &store.committer.0;
        let mut ending = Running::new(inner.clone());
        assert!(ending.next().is_none());
        let (teller, mut told) = oneshot::channel();
        let last = Draft::ended(&Who::server(), Action::ForgetAdminKeys, None, Outcome::Done);
        inner.queue().waiting.push_back(Work::Enter(Entries { last, with_attempt: false }, teller));
        inner.queue().running = true;
        drop(ending);
        assert!(inner.queue().running && matches!(told.try_recv(), Err(TryRecvError::Empty)));
        drop(Running::new(inner.clone()));
        assert!(matches!(told.try_recv(), Err(TryRecvError::Closed)) && !inner.queue().running);
    }

    #[tokio::test]
    async fn what_is_repeated_or_refused_costs_those_beside_it_nothing() {
        let (_directory, _file, store, first) = store().await;
        let caller = caller(&store, &first.client_id).await;
        let switch = async |id: i64, key| {
            let target = u64::try_from(id).ok().map(Target::ApiSecret);
            let attempt = store.announce(&Who::server(), Action::Deactivate, target).under(key);
            store.switch(&attempt, caller, id, false, |_| Ok(None)).await
        };
        let mut ids = [0; 3];
        for (id, code) in ids.iter_mut().zip(["a", "b", "c"]) {
            *id = created(&store, caller, code, Vec::new()).await;
        }
        let before = number(&store, "SELECT count(*) FROM audit").await;
        let key = Some(RequestKey { id: [1; 32], request: [2; 32] });
        let [first, second, third] = ids;
        let (done, repeated, gone, also_done) =
            join!(switch(first, key), switch(second, key), switch(1_000, None), switch(third, None));
        assert_eq!(
            (done.unwrap(), gone.unwrap(), also_done.unwrap()),
            (Switch::Done, Switch::NotFound, Switch::Done)
        );
        assert!(matches!(repeated, Err(StoreError::Repeated)));
        assert_eq!(number(&store, "SELECT id FROM api_secrets WHERE active").await, second);
        assert_eq!(number(&store, "SELECT count(*) FROM api_secrets WHERE active").await, 1);
        assert_eq!(number(&store, "SELECT count(*) FROM audit").await, before + 4, "two attempts, two ends");
    }
}
