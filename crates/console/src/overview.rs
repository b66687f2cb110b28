//! The *Overview*: what the journal and the date say, made ready to be drawn.

use latchboard_contract::endpoint::configuration::WITHDRAWN_AT;

use crate::Timestamp;
use crate::journal::Counts;

/// How far the vendor's withdrawal of Location History is. Days are those of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retirement {
    /// In so many days.
    Ahead(u64),
    Today,
    Past,
}

/// When the vendor withdraws the service.
pub const RETIREMENT: Timestamp = Timestamp(WITHDRAWN_AT);

impl Retirement {
    /// As seen at `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        const DAY: u64 = 86_400_000;
        let (today, withdrawn) = (now.0 / DAY, WITHDRAWN_AT / DAY);
        if today < withdrawn {
            Self::Ahead(withdrawn - today)
        } else if today == withdrawn {
            Self::Today
        } else {
            Self::Past
        }
    }
}

/// Start and length of the three pieces of a bar that is `width` long: active, inactive, not known. No
/// piece of something is too short to be seen.
#[must_use]
pub fn pieces(counts: Counts, width: usize) -> [(usize, usize); 3] {
    const SHORTEST: usize = 4;
    let numbers = [counts.active, counts.inactive, counts.not_known.unwrap_or_default()];
    let total: usize = numbers.iter().sum();
    if total == 0 {
        return [(0, 0); 3];
    }
    let shown = numbers.iter().filter(|number| **number > 0).count();
    // Everybody gets the shortest piece; the rest is shared out.
    let shared = width.saturating_sub(shown * SHORTEST);
    let mut before = 0;
    let (mut start, mut seen) = (0, 0);
    numbers.map(|number| {
        before += number;
        seen += usize::from(number > 0);
        let end = seen * SHORTEST + shared * before / total;
        let piece = (start, end - start);
        start = end;
        piece
    })
}

#[cfg(test)]
mod tests {
    use super::{RETIREMENT, Retirement, pieces};
    use crate::Timestamp;
    use crate::journal::Counts;

    #[test]
    fn the_withdrawal_comes_nearer_and_passes() {
        let day = 86_400_000;
        for (now, expected) in [
            (RETIREMENT.0 - 70 * day, Retirement::Ahead(70)),
            (RETIREMENT.0 - 1, Retirement::Ahead(1)),
            (RETIREMENT.0, Retirement::Today),
            (RETIREMENT.0 + day - 1, Retirement::Today),
            (RETIREMENT.0 + day, Retirement::Past),
        ] {
            assert_eq!(Retirement::at(Timestamp(now)), expected, "{now}");
        }
        assert_eq!(RETIREMENT.iso(), "2027-01-31T00:00:00.000Z");
    }

    #[test]
    fn the_pieces_fill_the_bar_without_gaps_and_none_disappears() {
        for (active, inactive, not_known) in
            [(1, 0, 0), (1, 1, 1), (1, 0, 99_999), (0, 40, 960), (100_000, 1, 1), (33, 33, 34)]
        {
            let counts = Counts { active, inactive, not_known: Some(not_known), exposed: 0 };
            let pieces = pieces(counts, 400);
            let mut end = 0;
            for ((start, length), number) in pieces.into_iter().zip([active, inactive, not_known]) {
                assert_eq!(start, end, "{counts:?}");
                assert_eq!(length >= 4, number > 0, "{counts:?}");
                end = start + length;
            }
            assert_eq!(end, 400, "{counts:?}");
        }
        assert_eq!(pieces(Counts::default(), 400), [(0, 0); 3]);
    }
}
