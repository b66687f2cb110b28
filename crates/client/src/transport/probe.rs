//! What a browser lets a page learn about a server that it cannot talk to. It names no cause; what
//! was seen is put together here, and judged by who shows it.

use latchboard_contract::endpoint::Recognised;

use super::Silence;

/// What was seen while a server was asked without a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The answer's status and who gave it, or why there was none that may be read.
    pub answer: Result<(u16, Recognised), Silence>,
    /// The server sent the browser elsewhere.
    pub redirected: bool,
    /// Asked so that the page may read nothing of the answer: whether there was one. `None` where
    /// that was not tried.
    pub answers_unread: Option<bool>,
    /// The browser reported that the policy of this page forbids the address.
    pub forbidden_here: bool,
    /// The browser thinks that there is a network.
    pub online: bool,
}
