//! Presses that follow each other within the time of a double click, and whether the later one counts.
//!
//! What moved between the two, because an answer came or a dialog closed, is not what somebody meant to press.

/// Milliseconds. The time that operating systems give a double click unless somebody sets another.
pub const DOUBLE_CLICK: f64 = 500.0;

/// The presses on a part of the page.
#[derive(Debug)]
pub struct Presses<T> {
    last: Option<(T, f64)>,
}

impl<T> Default for Presses<T> {
    fn default() -> Self {
        Self { last: None }
    }
}

impl<T> Presses<T> {
    /// Whether a press on `target` at `at` milliseconds counts. One that follows the press before within
    /// [`DOUBLE_CLICK`] and has slipped from its target, as `slipped` judges the two, does not.
    pub fn counts(&mut self, target: T, at: f64, slipped: impl FnOnce(&T, &T) -> bool) -> bool {
        if let Some((meant, last)) = &mut self.last
            && at - *last < DOUBLE_CLICK
            && slipped(meant, &target)
        {
            // A third press is judged by what the first one meant.
            *last = at;
            return false;
        }
        self.last = Some((target, at));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Presses;

    #[test]
    fn a_press_on_another_target_counts_after_the_time_of_a_double_click_only() {
        for (after, counts) in [(0.0, false), (100.0, false), (350.0, false), (499.0, false), (600.0, true)] {
            let mut presses = Presses::default();
            assert!(presses.counts("one", 1000.0, |a, b| a != b));
            assert_eq!(presses.counts("two", 1000.0 + after, |a, b| a != b), counts, "{after}");
        }
    }

    #[test]
    fn a_press_on_the_same_target_counts_always_and_impatience_never_gets_through() {
        let mut presses = Presses::default();
        assert!(presses.counts("one", 0.0, |a, b| a != b) && presses.counts("one", 100.0, |a, b| a != b));
        for at in [200.0, 500.0, 800.0] {
            assert!(!presses.counts("two", at, |a, b| a != b), "{at}");
        }
        assert!(presses.counts("one", 900.0, |a, b| a != b));
    }
}
