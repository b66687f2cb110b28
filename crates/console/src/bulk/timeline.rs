//! How a run went: the counts of its verdicts at moments of it, as many as a chart can show and no
//! more, however long it takes. Draws nothing.

use latchboard_client::bulk::Counts;

use crate::Timestamp;

/// Moments that are kept; a chart has no more places for them.
const MOST_SAMPLES: usize = 160;

/// The speed is that of the last seconds, in milliseconds: long enough not to jump, short enough to
/// tell that a server has become slow.
const LOOK_BACK: u64 = 5_000;

/// One moment of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub at: Timestamp,
    /// How many items were where.
    pub counts: Counts,
}

impl Sample {
    /// Items with a verdict.
    #[must_use]
    pub const fn settled(&self) -> usize {
        let Counts { done, already_so, refused, not_attempted, unknown, .. } = self.counts;
        done + already_so + refused + not_attempted + unknown
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// In order; the last is the present one.
    samples: Vec<Sample>,
    /// Milliseconds that two samples are apart at least, but for the last.
    gap: u64,
}

impl Timeline {
    /// The history of a run that begins now.
    #[must_use]
    pub fn begun(at: Timestamp, counts: Counts) -> Self {
        Self { samples: vec![Sample { at, counts }], gap: 0 }
    }

    /// The samples in order: the first is the beginning, the last the present.
    #[must_use]
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    pub fn note(&mut self, at: Timestamp, counts: Counts) {
        let [.., before, last] = self.samples.as_slice() else {
            self.samples.push(Sample { at, counts });
            return;
        };
        if last.at.0.saturating_sub(before.at.0) < self.gap || last.at == at {
            self.samples.pop();
        }
        self.samples.push(Sample { at, counts });
        if self.samples.len() > MOST_SAMPLES {
            let (first, last) = (self.samples[0].at.0, at.0);
            self.gap = last.saturating_sub(first) / (MOST_SAMPLES as u64 / 2);
            let (mut kept_at, end) = (first, self.samples.len() - 1);
            let mut index = 0;
            let gap = self.gap;
            self.samples.retain(|sample| {
                let keep = index == 0 || index == end || sample.at.0 - kept_at >= gap;
                if keep {
                    kept_at = sample.at.0;
                }
                index += 1;
                keep
            });
        }
    }

    /// Verdicts per second in the last seconds; `None` before there is anything to divide by.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let last = self.samples.last()?;
        let from = last.at.0.saturating_sub(LOOK_BACK);
        let first = self.samples.iter().rev().take_while(|sample| sample.at.0 >= from).last()?;
        let (settled, took) = (last.settled().checked_sub(first.settled())?, last.at.0 - first.at.0);
        // Both are far below the 53 bits that are exact.
        (took > 0).then(|| settled as f64 * 1000.0 / took as f64)
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::bulk::Counts;

    use super::{MOST_SAMPLES, Timeline};
    use crate::Timestamp;

    fn counts(done: usize) -> Counts {
        Counts { done, ..Counts::default() }
    }

    #[test]
    fn a_long_run_keeps_its_beginning_its_end_and_an_even_choice_between() {
        let mut timeline = Timeline::begun(Timestamp(0), counts(0));
        for step in 1..=10_000 {
            timeline.note(Timestamp(step * 100), counts(step as usize));
            assert!(timeline.samples().len() <= MOST_SAMPLES);
        }
        let samples = timeline.samples();
        assert_eq!((samples[0].at, samples.last().unwrap().counts.done), (Timestamp(0), 10_000));
        let gaps: Vec<_> = samples.windows(2).map(|pair| pair[1].at.0 - pair[0].at.0).collect();
        let (_, gaps) = gaps.split_last().unwrap();
        let longest = gaps.iter().max().unwrap();
        assert!(
            samples.len() > MOST_SAMPLES / 4 && *longest <= 1_000_000 / 30,
            "{} {longest}",
            samples.len()
        );
    }

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let mut timeline = Timeline::begun(Timestamp(0), counts(0));
        assert_eq!(timeline.rate(), None);
        timeline.note(Timestamp(1_000), counts(10));
        assert_eq!(timeline.rate(), Some(10.0));
        for second in 2..20 {
            timeline.note(Timestamp(second * 1_000), counts(10));
        }
        assert_eq!(timeline.rate(), Some(0.0), "it hangs");
    }

    #[test]
    fn verdicts_that_were_taken_back_are_no_speed() {
        let mut timeline = Timeline::begun(Timestamp(0), counts(9));
        timeline.note(Timestamp(1_000), counts(3));
        assert_eq!(timeline.rate(), None);
    }
}
