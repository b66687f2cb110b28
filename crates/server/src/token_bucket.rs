//! A token bucket: so many at once, and one more after each interval.

use std::time::{Duration, Instant};

pub(crate) struct TokenBucket {
    capacity: u32,
    interval: Duration,
    tokens: u32,
    /// Up to when tokens have come.
    since: Instant,
}

impl TokenBucket {
    /// Full: with `capacity` tokens, which is the most it holds.
    pub(crate) fn new(capacity: u32, interval: Duration) -> Self {
        Self { capacity, interval, tokens: capacity, since: Instant::now() }
    }

    /// Takes a token; where there is none, how long it takes until the next one comes.
    pub(crate) fn try_take(&mut self, now: Instant) -> Result<(), Duration> {
        let passed = now.saturating_duration_since(self.since);
        let more = u32::try_from(passed.as_millis() / self.interval.as_millis()).unwrap_or(u32::MAX);
        if more > 0 {
            self.tokens = self.tokens.saturating_add(more).min(self.capacity);
            self.since += self.interval * more;
        }
        match self.tokens.checked_sub(1) {
            Some(left) => {
                self.tokens = left;
                Ok(())
            }
            None => Err((self.since + self.interval).saturating_duration_since(now)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::TokenBucket;

    #[test]
    fn so_many_at_once_and_one_more_after_each_interval() {
        let interval = Duration::from_secs(6);
        let (mut bucket, start) = (TokenBucket::new(2, interval), Instant::now());
        assert!(bucket.try_take(start).is_ok() && bucket.try_take(start).is_ok());
        let wait = bucket.try_take(start).unwrap_err();
        assert!(wait <= interval && bucket.try_take(start + wait).is_ok());
        assert!(bucket.try_take(start + wait).is_err());
        let later = start + 100 * interval;
        assert_eq!((0..5).filter(|_| bucket.try_take(later).is_ok()).count(), 2, "never more than it holds");
    }
}
