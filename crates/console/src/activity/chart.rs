//! How many actions there were per hour or per day, for a chart above the table.

use super::{Ending, Row};
use crate::{OutcomeKind, Timestamp};

/// Milliseconds.
const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;
/// Bars at most: a month of days.
const MOST: u64 = 30;

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Hour,
    Day,
}

/// The actions of one hour or day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub from: Timestamp,
    pub well: usize,
    /// What is not, or nobody knows.
    pub open: usize,
}

/// The bars, the latest last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What each stands for.
    pub unit: Unit,
    pub bars: Vec<Bar>,
}

impl Chart {
    /// Of rows with the newest first, until `now`, whose local time is `ahead` milliseconds ahead of UTC. `None` for what is
    /// all in the same hour.
    #[must_use]
    pub fn of(rows: &[Row], now: Timestamp, ahead: i64) -> Option<Self> {
        let oldest = rows.last()?.at;
        let (unit, length) = match now.0.saturating_sub(oldest.0) {
            ..DAY => (Unit::Hour, HOUR),
            DAY.. => (Unit::Day, DAY),
        };
        let number = |at: Timestamp| at.0.saturating_add_signed(ahead) / length;
        let last = number(now).max(number(rows.first()?.at));
        let first = number(oldest).max(last.saturating_sub(MOST - 1));
        if first == last {
            return None;
        }
        let from = |number: u64| Timestamp((number * length).saturating_add_signed(-ahead));
        let mut bars: Vec<_> = (first..=last).map(|it| Bar { from: from(it), well: 0, open: 0 }).collect();
        for row in rows {
            let place = number(row.at).checked_sub(first).and_then(|it| usize::try_from(it).ok());
            let Some(bar) = place.and_then(|place| bars.get_mut(place)) else { continue };
            match row.ending {
                Ending::Verdict(OutcomeKind::Done | OutcomeKind::AlreadySo) => bar.well += 1,
                Ending::Verdict(OutcomeKind::Refused | OutcomeKind::NotAttempted | OutcomeKind::Unknown)
                | Ending::Attempt
                | Ending::Failed => bar.open += 1,
            }
        }
        Some(Self { unit, bars })
    }

    /// The height of the highest bar.
    #[must_use]
    pub fn most(&self) -> usize {
        self.bars.iter().map(|bar| bar.well + bar.open).max().unwrap_or(0)
    }
}
