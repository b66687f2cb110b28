//! What goes on in a part of the page while others are looked at, and what would be lost with its server.

use crate::route::Route;

/// A run that goes on while other pages are looked at, or has come to its end meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunNews {
    /// The page that shows it.
    pub page: Route,
    /// It switches API secrets; else it reads them.
    pub switches: bool,
    /// It was stopped because nobody was signed in any more.
    pub signed_out: bool,
    /// Whether it goes on.
    pub is_going: bool,
    /// How many are settled, or as asked once it is over; and out of how many. `None` while its page is looked at.
    pub counts: Option<(usize, usize)>,
    /// How many have no answer to trust, once it is over.
    pub need_answer: usize,
}

/// What would be lost if a family were asked for elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// A run sends calls.
    Run,
    /// API secrets are being read.
    Scan,
    /// A call that changes something is under way.
    Call,
    /// A key, or a secret, is on screen that is shown once.
    Key,
    /// Nobody knows yet what became of a call.
    Unknown,
}
