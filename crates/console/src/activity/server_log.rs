//! The server's audit log as far as it was read: its newest entries, and older ones a page at a time.
//!
//! Who may read it, the server says; that it has one, its capabilities do. Nothing here verifies it.

use std::rc::Rc;

use latchboard_contract::audit::{Action, Outcome, Target};
use latchboard_contract::endpoint::{AuditPage, AuditQuery, ReadAudit};
use latchboard_contract::error::{Code, Problem};

use super::filter::Filter;
use super::row::{Ending, Performed, Row, Source};
use crate::{OutcomeKind, Ticket, Timestamp};

/// Entries that are asked for at a time.
pub const PAGE: u32 = 200;

/// Whether there is a log to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    SignedOut,
    /// Somebody is, and the server has not answered yet.
    Asked,
    /// The server has none to offer.
    NotOffered,
    /// This access key may read it.
    Open,
    /// It may not, or there was no answer; [`ServerLog::error`] says which.
    Closed,
}

/// What was read so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerLog {
    /// Whether it can be read.
    pub access: Access,
    /// The entries that the filter lets through, the newest first.
    pub rows: Rc<[Row]>,
    /// What older ones are asked for with; none: there are none.
    pub next: Option<u64>,
    /// The last entry that a signature covers, when it was asked.
    pub signed_up_to: u64,
    /// The question under way.
    pub pending: Option<Ticket>,
    /// Why the last one has no answer.
    pub error: Option<Problem>,
    /// The sign-in that it was read with.
    sign_in: u64,
    /// The rows are what another filter let through.
    is_outdated: bool,
}

#[derive(Clone, Debug)]
pub enum LogAnswer {
    /// It has no log for others to read.
    NotOffered,
    /// It was not asked: it has nothing that the filter lets through.
    Nothing,
    /// Some of its entries.
    Page(Box<AuditPage>),
}

impl ServerLog {
    /// Before the first question with this sign-in.
    #[must_use]
    pub fn of(sign_in: u64) -> Self {
        Self { sign_in, ..Self::default() }
    }

    /// Whether it was read with this sign-in.
    #[must_use]
    pub const fn is_of(&self, sign_in: u64) -> bool {
        self.sign_in == sign_in
    }

    /// The highest number that is known of the log: so many entries it has at least.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.number).max(self.signed_up_to)
    }

    /// Whether asking once more by itself has a point: who may not read it may not a moment later.
    #[must_use]
    pub fn is_worth_asking(&self) -> bool {
        let refused = self.error.as_ref().is_some_and(|problem| problem.code == Code::NoAccess);
        self.access != Access::NotOffered && !refused
    }

    /// A question is asked.
    pub(crate) fn ask(&mut self, ticket: Ticket) {
        if self.access != Access::Open {
            self.access = Access::Asked;
        }
        (self.pending, self.error) = (Some(ticket), None);
    }

    /// Another filter is in force: what is here stays until the answer comes.
    pub(crate) const fn outdate(&mut self) {
        (self.is_outdated, self.next) = (true, None);
    }

    /// Takes in the entries that came; those that were there stay where there is no gap in between.
    pub(crate) fn answer(&mut self, result: Result<LogAnswer, Problem>, before: Option<u64>) {
        self.pending = None;
        match result {
            Ok(LogAnswer::Page(page)) => self.join(*page, before),
            Ok(LogAnswer::NotOffered) => {
                *self = Self { access: Access::NotOffered, ..Self::of(self.sign_in) };
            }
            Ok(LogAnswer::Nothing) => {
                (self.access, self.is_outdated) = (Access::Open, false);
                (self.rows, self.next) = ([].into(), None);
            }
            Err(problem) => {
                if self.access != Access::Open || problem.code == Code::NoAccess {
                    self.access = Access::Closed;
                }
                self.error = Some(problem);
            }
        }
    }

    fn join(&mut self, page: AuditPage, before: Option<u64>) {
        let came: Vec<_> = page.entries.iter().map(Row::from).collect();
        let known = if self.is_outdated { &[][..] } else { &*self.rows };
        let (rows, next) = match (before, came.last()) {
            (Some(before), _) => {
                let newer = known.iter().filter(|row| row.number >= before).cloned();
                (newer.chain(came).collect(), page.next)
            }
            // What is known goes on where this ends.
            (None, Some(oldest)) if known.iter().any(|row| row.number >= oldest.number) => {
                let older: Vec<_> = known.iter().filter(|row| row.number < oldest.number).cloned().collect();
                let next = if older.is_empty() { page.next } else { self.next };
                (came.into_iter().chain(older).collect(), next)
            }
            (None, _) => (came.into(), page.next),
        };
        (self.rows, self.next) = (rows, next);
        self.signed_up_to = page.checkpoint.map_or(0, |note| note.size());
        (self.access, self.error, self.is_outdated) = (Access::Open, None, false);
    }
}

/// What the server is asked for; `None` where its log has nothing that the filter lets through.
#[must_use]
pub fn query(filter: &Filter, before: Option<u64>, limit: u32, now: Timestamp) -> Option<AuditQuery> {
    if filter.log == Some(Source::Browser) {
        return None;
    }
    let action = match &*filter.action {
        "" => None,
        name => Some(Action::ALL.iter().copied().find(|action| Performed::from(*action).as_str() == name)?),
    };
    let event = match Ending::named(&filter.ending) {
        None if filter.ending.is_empty() => None,
        // What its log never tells of.
        None | Some(Ending::Verdict(OutcomeKind::NotAttempted)) => return None,
        // An attempt that has ended is none any more, which only its end tells.
        Some(Ending::Attempt) => None,
        Some(Ending::Failed) => Some(Outcome::Failed.as_str()),
        Some(Ending::Verdict(OutcomeKind::Done)) => Some(Outcome::Done.as_str()),
        Some(Ending::Verdict(OutcomeKind::AlreadySo)) => Some(Outcome::Already.as_str()),
        // It is called the same whatever the code.
        Some(Ending::Verdict(OutcomeKind::Refused)) => Some(Outcome::Refused(Code::NoAccess).as_str()),
        Some(Ending::Verdict(OutcomeKind::Unknown)) => Some(Outcome::Unknown.as_str()),
    };
    let from = filter.since.bound(now).map(|at| i64::try_from(at.0).unwrap_or(i64::MAX));
    let target = filter.exact_target().map(Target::ApiSecret);
    Some(AuditQuery {
        limit: Some(limit.min(ReadAudit::MAX_LIMIT)),
        before,
        from,
        action,
        event,
        target,
        ..AuditQuery::default()
    })
}

/// Every action that the server's log tells of.
pub fn actions() -> impl Iterator<Item = Performed> {
    Action::ALL.iter().copied().map(Performed::from)
}
