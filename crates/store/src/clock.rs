//! The system's clock. A time from the future counts as now wherever two are compared: clocks are set back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Whole seconds.
pub fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

/// Whole seconds since 1970.
pub fn now() -> i64 {
    seconds(since_1970())
}

/// Milliseconds since 1970.
pub fn now_millis() -> i64 {
    i64::try_from(since_1970().as_millis()).unwrap_or(i64::MAX)
}

/// Seconds by which the clocks of two servers may differ.
pub const CLOCKS_DIFFER: i64 = 60;
