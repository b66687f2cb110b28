//! How long who gave wrong secrets has to wait: not at all after a few slips, then longer each time,
//! never long enough to keep the right owner out. Pure; the counts are in the database.

use data_encoding::HEXLOWER;
use std::time::Duration;

/// Slips that cost nothing.
const FREE: u32 = 5;
/// The first wait; each further failure doubles it.
const FIRST: Duration = Duration::from_secs(1);
/// The longest wait. Somebody who guesses without end gets four guesses a minute, and the owner a turn.
const LONGEST: Duration = Duration::from_secs(15);
/// After so long without a failure, those before are forgotten.
const MEMORY: Duration = Duration::from_mins(15);

/// What was tried on.
pub(crate) enum Subject<'a> {
    /// A customer secret: the row of its API key, and its service.
    CustomerSecret(i64, &'static str),
    /// A client secret, by its client id.
    Client(&'a str),
    /// A client id that there is not, by a keyed hash: it may be a secret in the wrong field. Counted as one that
    /// there is, so that nobody learns which of them there are.
    NoClient([u8; 32]),
}

impl Subject<'_> {
    /// What may be guessed, in words without anything of the caller's.
    pub(crate) const KINDS: [&'static str; 2] = ["customer_secret", "client_secret"];

    pub(crate) const fn kind(&self) -> &'static str {
        let [customer_secret, client_secret] = Self::KINDS;
        match self {
            Self::CustomerSecret(..) => customer_secret,
            Self::Client(_) | Self::NoClient(_) => client_secret,
        }
    }

    /// What it is called in the database and in the log.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::CustomerSecret(key, service) => format!("customer secret of API key {key}, {service}"),
            Self::Client(client_id) => format!("client {client_id}"),
            Self::NoClient(hash) => {
                format!("unknown client {}", HEXLOWER.encode(hash))
            }
        }
    }
}

/// Wrong secrets in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    pub(crate) count: u32,
    /// When the last one was, in milliseconds since 1970.
    pub(crate) last: i64,
}

impl Failures {
    /// How long nothing is looked at yet.
    pub(crate) fn wait(self, now: i64) -> Option<Duration> {
        let doublings = self.count.checked_sub(FREE + 1)?;
        let whole = FIRST.saturating_mul(1 << doublings.min(10)).min(LONGEST);
        let passed = Duration::from_millis(u64::try_from(now.saturating_sub(self.last)).unwrap_or(0));
        whole.checked_sub(passed).filter(|left| !left.is_zero())
    }

    pub(crate) fn and_one(self, now: i64) -> Self {
        let before = if self.last < forgotten_before(now) { 0 } else { self.count };
        Self { count: before.saturating_add(1), last: now }
    }
}

/// Failures before this moment do not count any more.
pub(crate) fn forgotten_before(now: i64) -> i64 {
    now.saturating_sub(i64::try_from(MEMORY.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Failures, MEMORY};

    const NOW: i64 = 1_700_000_000_000;

    fn wait(count: u32, passed: i64) -> u64 {
        let left = Failures { count, last: NOW }.wait(NOW + passed).unwrap_or_default();
        u64::try_from(left.as_millis()).unwrap()
    }

    #[test]
    fn waits_grow_to_a_bound_and_run_out() {
        let waits: Vec<_> = [0, 1, 5, 6, 7, 8, 9, 10, 11, u32::MAX].map(|count| wait(count, 0)).into();
        assert_eq!(waits, [0, 0, 0, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
        assert_eq!((wait(7, 1_999), wait(7, 2_000), wait(7, 60_000)), (1, 0, 0));
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_out_for_longer() {
        assert_eq!(wait(u32::MAX, -3_600_000), 15_000);
    }

    #[test]
    fn old_failures_are_forgotten() {
        let memory = i64::try_from(MEMORY.as_millis()).unwrap();
        let failures = Failures { count: 9, last: NOW };
        assert_eq!(failures.and_one(NOW + memory), Failures { count: 10, last: NOW + memory });
        assert_eq!(failures.and_one(NOW + memory + 1).count, 1);
        assert_eq!(failures.and_one(NOW).wait(NOW), Some(Duration::from_secs(15)));
    }
}
