//! What the catalogue holds: for each code a guide, with an entry for each set of endpoints where the code can occur.

use latchboard_texts::{Text, catalogue as texts};

use crate::endpoint_id::EndpointId;

/// What is known about one code.
#[derive(Debug)]
pub struct Guide {
    /// What the code says, wherever it occurs, in one sentence.
    pub meaning: Text,
    /// Where it can occur, and what it means there; no endpoint stands in two of them.
    pub entries: &'static [Entry],
}

/// What is known about one code at some endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The endpoints that it holds for.
    pub at: Endpoints,
    /// What it comes from: HTTP statuses, and the vendors' codes and phrases. Empty when it comes
    /// from no answer.
    pub seen_as: &'static str,
    /// Why it happened. Where the server's answer fits several causes, all of them are named.
    pub cause: Text,
    /// What to do next, and what the call left as it was.
    pub remedy: Text,
    /// The remedy as something that the dashboard can do at the press of a button.
    pub action: Option<RemedyAction>,
    /// Whether the same call may be sent again without thinking.
    pub retry: Retry,
}

crate::names! {
    /// A remedy that the dashboard can carry out.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum RemedyAction {
        /// Put the cursor into the secret field.
        EditSecret = "edit_secret",
        /// Put the cursor into the field with the secret that is in force.
        EditPresentSecret = "edit_present_secret",
        /// Put the cursor into the API key field.
        EditApiKey = "edit_api_key",
        /// Go to *Regenerate* and keep what was typed.
        RegenerateInstead = "regenerate_instead",
        /// Find out, with documented calls, whether an earlier call took effect.
        Resolve = "resolve",
        /// Load the list of API secrets again.
        RefreshList = "refresh_list",
        /// Switch this API secret on.
        Activate = "activate",
        /// Sign in to the vault (again).
        SignIn = "sign_in",
        /// Send the same call once more.
        TryAgain = "try_again",
    }
}

impl RemedyAction {
    /// The words on its button.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::EditSecret => texts::LABEL_EDIT_SECRET,
            Self::EditPresentSecret => texts::LABEL_EDIT_PRESENT_SECRET,
            Self::EditApiKey => texts::LABEL_EDIT_API_KEY,
            Self::RegenerateInstead => texts::LABEL_REGENERATE_INSTEAD,
            Self::Resolve => texts::LABEL_RESOLVE,
            Self::RefreshList => texts::LABEL_REFRESH_LIST,
            Self::Activate => texts::LABEL_ACTIVATE,
            Self::SignIn => texts::LABEL_SIGN_IN,
            Self::TryAgain => texts::LABEL_TRY_AGAIN,
        }
    }
}

crate::names! {
    /// Whether a call that ended so may be repeated.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Retry {
        /// Nothing was changed, or repeating changes nothing more. After throttling: once the time
        /// that the server asks for is over.
        Safe = "safe",
        /// It would end the same way until something is corrected.
        Pointless = "pointless",
        /// It may change something a second time, or for the first time: a person decides.
        Ask = "ask",
    }
}

impl Retry {
    /// As an answer to “may I send it again?”.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::Safe => texts::RETRY_SAFE,
            Self::Pointless => texts::RETRY_POINTLESS,
            Self::Ask => texts::RETRY_ASK,
        }
    }
}

/// A set of endpoints.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Endpoints(u32);

impl Endpoints {
    /// The set of these.
    #[must_use]
    pub const fn of(endpoints: &[EndpointId]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < endpoints.len() {
            bits |= Self::bit(endpoints[index]);
            index += 1;
        }
        Self(bits)
    }

    /// The endpoints of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `endpoint` is one of them.
    #[must_use]
    pub const fn contains(self, endpoint: EndpointId) -> bool {
        self.0 & Self::bit(endpoint) != 0
    }

    /// Its members, in the order of [`EndpointId::ALL`].
    pub fn iter(self) -> impl Iterator<Item = EndpointId> {
        EndpointId::ALL.into_iter().filter(move |endpoint| self.contains(*endpoint))
    }

    const fn bit(endpoint: EndpointId) -> u32 {
        1 << endpoint as u32
    }
}

impl std::fmt::Debug for Endpoints {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}
