//! One row of the table: an entry of either log, in the same words.

use std::cmp::Reverse;

use latchboard_contract::audit;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, catalogue};
use latchboard_texts::Text;

use crate::journal::{Entry, Target};
use crate::{OutcomeKind, Timestamp};

/// Whose log a row is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Browser,
    Server,
}

impl Source {
    /// Both, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::Browser, Self::Server];

    /// Its name in addresses and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Server => "server",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// How what a row tells about ended. The server's log has more ways than the five verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// One of the five.
    Verdict(OutcomeKind),
    /// It is about to be done.
    Attempt,
    /// The server failed at it.
    Failed,
}

impl Ending {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 7] = [
        Self::Verdict(OutcomeKind::Done),
        Self::Verdict(OutcomeKind::AlreadySo),
        Self::Verdict(OutcomeKind::Refused),
        Self::Verdict(OutcomeKind::NotAttempted),
        Self::Verdict(OutcomeKind::Unknown),
        Self::Attempt,
        Self::Failed,
    ];

    /// Its name in addresses and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verdict(kind) => kind.as_str(),
            Self::Attempt => "attempt",
            Self::Failed => "failed",
        }
    }
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.as_str() == name)
    }
}

impl From<audit::Event> for Ending {
    fn from(event: audit::Event) -> Self {
        match event {
            audit::Event::Attempt => Self::Attempt,
            audit::Event::Ended { outcome, .. } => outcome.into(),
        }
    }
}

impl From<audit::Outcome> for Ending {
    fn from(outcome: audit::Outcome) -> Self {
        match outcome {
            audit::Outcome::Done => Self::Verdict(OutcomeKind::Done),
            audit::Outcome::Already => Self::Verdict(OutcomeKind::AlreadySo),
            audit::Outcome::Refused(_) => Self::Verdict(OutcomeKind::Refused),
            audit::Outcome::Unknown => Self::Verdict(OutcomeKind::Unknown),
            audit::Outcome::Failed => Self::Failed,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Performed {
    /// A call that both logs tell of.
    Call(EndpointId),
    /// Something that only the server's log tells of.
    Server(audit::Action),
}

impl Performed {
    /// Its name in addresses and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call(endpoint) => endpoint.as_str(),
            Self::Server(action) => action.as_str(),
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Call(endpoint) => catalogue::endpoint(endpoint),
            Self::Server(action) => action.label(),
        }
    }
}

/// The browser's log has the same for what is a call, so that one filter finds both.
impl From<audit::Action> for Performed {
    fn from(action: audit::Action) -> Self {
        use audit::Action;
        Self::Call(match action {
            Action::Register => EndpointId::Register,
            Action::UpdateSecret => EndpointId::UpdateSecret,
            Action::RegenerateKey => EndpointId::RegenerateKey,
            Action::ReadSettings => EndpointId::ReadSettings,
            Action::ChangeSettings => EndpointId::ChangeSettings,
            Action::SignIn => EndpointId::Token,
            Action::List => EndpointId::ListApiSecrets,
            Action::Find => EndpointId::Find,
            Action::ReadIndex => EndpointId::ReadIndex,
            Action::Read => EndpointId::ReadApiSecret,
            Action::Create => EndpointId::CreateApiSecret,
            Action::Update => EndpointId::UpdateApiSecret,
            Action::Activate => EndpointId::Activate,
            Action::Deactivate => EndpointId::Deactivate,
            Action::ReadAudit => EndpointId::ReadAudit,
            Action::Begin
            | Action::RevokeToken
            | Action::MarkExposed
            | Action::CreateApiKey
            | Action::RevokeApiKey
            | Action::CreateAccessKey
            | Action::RevokeAccessKey
            | Action::CreateUser
            | Action::Import
            | Action::ExportSecrets
            | Action::ForgetAdminKeys
            | Action::ClearThrottle
            | Action::RotateMasterKey
            | Action::PruneAudit => return Self::Server(action),
        })
    }
}

/// One row of the table. Its texts are made of numbers and of names out of lists; see [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose log it is from.
    pub source: Source,
    pub number: u64,
    pub at: Timestamp,
    pub action: Performed,
    /// To what: the same words in every language, for people and programs.
    pub target: String,
    /// By whom, where the log says.
    pub actor: String,
    pub ending: Ending,
    /// What stood in the way.
    pub code: Option<Code>,
    /// The HTTP status of that.
    pub status: Option<u16>,
    /// How many it stands for.
    pub count: u64,
    /// The number of the attempt that it is the end of.
    pub attempt: Option<u64>,
    /// What the server called the request.
    pub request: String,
    /// This browser made the call, as its own log says.
    pub is_noted_here: bool,
}

impl Row {
    pub(super) fn of(number: u64, entry: &Entry) -> Self {
        Self {
            source: Source::Browser,
            number,
            at: entry.at,
            action: Performed::Call(entry.endpoint),
            target: target(&entry.target),
            actor: String::new(),
            ending: Ending::Verdict(entry.kind),
            code: entry.code,
            status: entry.status,
            count: 1,
            attempt: None,
            request: String::new(),
            is_noted_here: true,
        }
    }

    /// Later ones first; of one moment the server's, which is where it was done.
    pub(super) fn order(&self) -> (Reverse<Timestamp>, Reverse<bool>, Reverse<u64>) {
        (Reverse(self.at), Reverse(self.source == Source::Server), Reverse(self.number))
    }
}

impl From<&audit::Numbered> for Row {
    fn from(audit::Numbered { number, attempt, entry, .. }: &audit::Numbered) -> Self {
        Self {
            source: Source::Server,
            number: *number,
            at: Timestamp(u64::try_from(entry.time).unwrap_or_default()),
            action: entry.action.into(),
            target: entry.target.as_ref().map(ToString::to_string).unwrap_or_default(),
            actor: entry.actor.to_string(),
            ending: entry.event.into(),
            code: entry.event.code(),
            status: None,
            count: entry.count,
            attempt: *attempt,
            request: entry.request.map(|request| request.to_string()).unwrap_or_default(),
            is_noted_here: false,
        }
    }
}

fn target(target: &Target) -> String {
    match target {
        Target::Server => "server".to_owned(),
        Target::Service(Service::LocationHistory) => "location-history".to_owned(),
        Target::Service(Service::Geofencing) => "geofencing".to_owned(),
        Target::Vault => "vault".to_owned(),
        Target::Listed(count) => format!("vault:{count}"),
        Target::ApiSecret(identifier) => format!("api-secret:{}", identifier.as_str()),
    }
}
