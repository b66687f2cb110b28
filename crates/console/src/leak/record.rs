//! What a run keeps of the search that led to it.

use std::rc::Rc;

use latchboard_client::bulk::Ended;

use crate::leak_record::{Copy, LeakRecord, ProofRecord, Reading, ReadingOutcome, SearchRecord};

use super::LeakPage;
use super::findings::How;
use super::switch_off::Proof;

impl LeakRecord {
    /// The record of what a page has found; `None` before anything was.
    #[must_use]
    pub fn of(page: &LeakPage) -> Option<Self> {
        let (searched, pasted_at) = (page.searched.as_ref()?, page.given_at?);
        let findings = page.findings.as_ref()?;
        let short = |place: usize| Some(Rc::from(page.value(place)?.fingerprint.short().as_str()));
        let is_left_on = |place: usize| findings.left_on().any(|hit| hit.value == place);
        let outcome = |place: usize| match (findings.count(place) > 0, is_left_on(place)) {
            (true, false) => ReadingOutcome::Copies,
            (true, true) => ReadingOutcome::LeftOut,
            (false, _) if findings.asked.contains(&place) => ReadingOutcome::WithoutCopies,
            (false, _) => ReadingOutcome::NotLookedFor,
        };
        let readings = searched.values.iter().enumerate().filter_map(|(place, value)| {
            let first = value.places.first();
            let decodings = first.iter().flat_map(|first| &first.decodings).map(|it| it.as_str().into());
            Some(Reading {
                sha256_first_12: short(place)?,
                bytes: value.bytes.unwrap_or(0),
                line: first.map(|first| first.line),
                decodings: decodings.collect(),
                outcome: outcome(place),
            })
        });
        let copies = findings.hits.iter().filter_map(|hit| {
            Some(Copy { identifier: hit.named.identifier.clone(), sha256_first_12: short(hit.value)? })
        });
        Some(Self {
            pasted_at,
            found_at: findings.at,
            client_id: findings.client_id.clone(),
            search: SearchRecord::of(&findings.how),
            readings: readings.collect(),
            cut: !searched.is_whole(),
            copies: copies.collect(),
            off_when_found: page.off_when_found().cloned().collect(),
            left_on: findings.left_on().map(|hit| hit.named.clone()).collect(),
            is_complete: page.is_everything_looked_for(),
            proof: page.proof.as_ref().and_then(ProofRecord::of),
        })
    }
}

impl SearchRecord {
    fn of(how: &How) -> Self {
        match how {
            How::Find { complete, sees_all } => Self::Find { complete: *complete, sees_all: *sees_all },
            How::Scan { listed, read, inactive, unread, ended } => Self::Scan {
                listed: *listed,
                read: *read,
                inactive: inactive.iter().map(|named| named.identifier.clone()).collect(),
                unread: unread.iter().map(|(named, _)| named.identifier.clone()).collect(),
                complete: *ended == Ended::Complete && unread.is_empty(),
            },
        }
    }
}

impl ProofRecord {
    fn of(proof: &Proof) -> Option<Self> {
        match proof {
            Proof::Said { off, on, at } => {
                let mut off: Vec<_> = off.iter().cloned().collect();
                off.sort_unstable();
                Some(Self { off, on: on.clone(), at: *at })
            }
            Proof::Asking(_) | Proof::Failed(_) => None,
        }
    }
}

impl From<ProofRecord> for Proof {
    fn from(ProofRecord { off, on, at }: ProofRecord) -> Self {
        Self::Said { off: off.into_iter().collect(), on, at }
    }
}
