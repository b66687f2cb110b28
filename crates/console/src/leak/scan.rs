//! Reading everything, for servers that have no index.

use std::collections::HashSet;
use std::rc::Rc;

use latchboard_client::{CancellationToken, State};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::api_secrets::ObservedState;
use crate::leak_text::Searched;
use crate::named::Named;
use crate::{Changed, Effects, Ticket, Timestamp};

use super::findings::{Findings, Hit, How, Scanned, Seen};
use super::search::Search;
use super::{Effect, LeakPage};

/// What can happen to a reading of everything.
pub enum ScanAction {
    /// The user wants to know about reading everything.
    ScanOffered,
    /// Everything is to be read.
    ScanConfirmed,
    ScanDeclined,
    /// A reading that ended early is to be gone on with.
    ScanResumed,
    /// News of a scan.
    ScanWent {
        ticket: Ticket,
        /// API secrets in the list.
        listed: usize,
        /// Those that were read, or could not be.
        seen: usize,
    },
    /// Nothing more is to be read.
    ScanStopAsked,
    /// A scan is over, and the texts were searched for what was read.
    ScanEnded(Ticket, Result<Box<(Scanned, Searched)>, Problem>, Timestamp),
}

impl LeakPage {
    pub(super) fn update_scan(
        &mut self,
        action: ScanAction,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match action {
            ScanAction::ScanOffered => {
                if self.is_busy() || self.off_run().is_some() || self.sources.is_empty() {
                    return None;
                }
                self.search = Search::ScanAsked;
            }
            ScanAction::ScanConfirmed if self.search == Search::ScanAsked => return self.scan(None, effects),
            ScanAction::ScanDeclined if self.search == Search::ScanAsked => {
                let is_found = self.findings.is_some();
                self.search = if is_found { Search::Idle } else { Search::NotOffered };
            }
            ScanAction::ScanConfirmed | ScanAction::ScanDeclined => return None,
            // Goes on with a reading that ended early.
            ScanAction::ScanResumed => {
                let before = self.can_resume()?.clone();
                return self.scan(Some(before), effects);
            }
            ScanAction::ScanWent { ticket: its, listed: all, seen: so_far } => {
                let (listed, seen) = self.scanning(its)?;
                (*listed, *seen) = (Some(all), so_far);
            }
            ScanAction::ScanStopAsked => return self.stop_scan(effects),
            ScanAction::ScanEnded(its, result, at) => {
                self.scanning(its)?;
                self.scanned(result, at, effects);
            }
        }
        Some(Changed)
    }

    /// How far the reading with this ticket has come.
    fn scanning(&mut self, its: Ticket) -> Option<(&mut Option<usize>, &mut usize)> {
        let Search::Scanning { ticket, listed, seen, .. } = &mut self.search else { return None };
        (*ticket == its).then_some((listed, seen))
    }

    pub(super) fn stop_scan(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let Search::Scanning { stopping: stopping @ false, .. } = &mut self.search else { return None };
        *stopping = true;
        effects.push(Effect::Stop(self.stop.clone()));
        Some(Changed)
    }

    fn scan(&mut self, before: Option<Rc<Scanned>>, effects: &mut Effects<Effect>) -> Option<Changed> {
        if self.sources.is_empty() {
            return None;
        }
        let ticket = self.next_ticket();
        (self.stop, self.is_orphaned) = (CancellationToken::new(), false);
        let seen = before.as_ref().map_or(0, |before| before.settled().len());
        self.search = Search::Scanning { ticket, listed: None, seen, stopping: false };
        // What was found is found again, but for what goes on.
        if before.is_none() {
            (self.searched, self.findings) = (None, None);
        }
        effects.push(Effect::Scan(ticket, self.sources.clone(), before.clone(), self.stop.clone()));
        self.scanned = before;
        Some(Changed)
    }

    /// A reading that ended early, while nothing of what it found was switched off.
    fn can_resume(&self) -> Option<&Rc<Scanned>> {
        self.scanned.as_ref().filter(|_| !self.is_busy() && self.off_run().is_none())
    }

    /// How many are still to be read, where that can be gone on with.
    #[must_use]
    pub fn left_to_read(&self) -> Option<usize> {
        self.can_resume()?;
        self.findings.as_ref().map(|findings| findings.how.left_to_read()).filter(|left| *left > 0)
    }

    fn scanned(
        &mut self,
        result: Result<Box<(Scanned, Searched)>, Problem>,
        at: Timestamp,
        effects: &mut Effects<Effect>,
    ) {
        let (mut scanned, searched) = match result {
            Ok(both) => *both,
            Err(problem) => return self.not_searched(Search::Failed(problem), effects),
        };
        // Only what was read just now is known from just now.
        let proved = |(place, seen): &(usize, Seen)| {
            let state = match seen {
                Seen::Match(_) | Seen::Other => State::Active,
                Seen::Unread(problem) if problem.code == Code::Inactive => State::Inactive,
                Seen::Unread(_) => return None,
            };
            let identifier = Identifier::parse(&scanned.rows.get(*place)?.identifier).ok()?;
            Some(ObservedState { identifier, state: Some(state), at })
        };
        let observed: Vec<_> = scanned.seen.iter().filter_map(proved).collect();
        let searched = match &self.searched {
            Some(before) => {
                let (searched, places) = Searched::clone(before).and(searched, true);
                for (_, seen) in &mut scanned.seen {
                    if let Seen::Match(value) = seen {
                        *value = places.get(*value).copied().unwrap_or(*value);
                    }
                }
                searched
            }
            None => searched,
        };
        let scanned = match &self.scanned {
            Some(before) => scanned.after(before),
            None => scanned,
        };
        let (mut hits, mut inactive, mut unread, mut read) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (place, seen) in &scanned.seen {
            let row = scanned.rows.get(*place);
            let Some((row, named)) = row.and_then(|row| Some((row, Named::of(&row.identifier, &row.name)?)))
            else {
                continue;
            };
            match seen {
                Seen::Match(value) => {
                    let (value, can_write) = (*value, row.can_write);
                    hits.push(Hit { named, value, active: Some(true), can_write });
                }
                Seen::Other => {}
                Seen::Unread(problem) if problem.code == Code::Inactive => {
                    inactive.push(named);
                    continue;
                }
                Seen::Unread(problem) => {
                    unread.push((named, problem.clone()));
                    continue;
                }
            }
            read += 1;
        }
        let ended = scanned.ended.clone();
        let how = How::Scan { listed: scanned.rows.len(), read, inactive, unread, ended };
        let asked = (0..searched.values.len()).collect();
        let left_out = match (&self.scanned, &self.findings) {
            (Some(_), Some(before)) => before.left_out.clone(),
            (None, _) | (_, None) => HashSet::new(),
        };
        let client_id = scanned.client_id.clone();
        if !self.is_orphaned {
            self.observed.extend(observed);
        }
        self.searched = Some(Rc::new(searched));
        // What is left to read may hold values that stand in the texts.
        if how.left_to_read() > 0 && !self.sources.is_empty() {
            self.scanned = Some(Rc::new(scanned));
            self.wiped_after = self.ticket;
            effects.push(Effect::WipeLater(self.ticket));
        } else {
            self.scanned = None;
            self.wipe(effects);
        }
        self.has_found(Findings { hits: hits.into(), how, asked, left_out, client_id, at }, effects);
    }
}
