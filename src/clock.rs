//! The browser's clock.

use latchboard_client::Transport;
use latchboard_client::transport::Browser;
use latchboard_console::Timestamp;

#[must_use]
pub fn now() -> Timestamp {
    Timestamp(u64::try_from(Browser.now().as_millis()).unwrap_or_default())
}
