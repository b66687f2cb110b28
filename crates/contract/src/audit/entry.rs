//! One entry: who did what to what, when, and how it ended.
//!
//! All of it is numbers, names out of lists of ours, and two kinds of names that callers see anyway (of
//! users and of access keys). Nothing that a caller types as free text has a place here, and
//! [`crate::Secret`] does not fit into any of it.
//!
//! Every value has exactly one way to be written, and reading takes no other: so a byte that was
//! changed is either unreadable or another value, and never overlooked.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use latchboard_texts::{Text, audit_log as texts};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::error::Code;
use crate::service::Service;

/// It is not what this program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is nothing that the audit log holds")]
pub struct Unreadable;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The lane that it was written to.
    pub lane: u64,
    /// Counts from one in its lane, without gaps.
    pub sequence: u64,
    /// Milliseconds since 1970, by the clock of the server that wrote it.
    pub time: i64,
    /// The request's, as its answer and the server's log have it; none for a command.
    pub request: Option<RequestId>,
    pub actor: Actor,
    pub action: Action,
    /// To what, where it is one thing.
    pub target: Option<Target>,
    /// Before or after, and how it ended.
    pub event: Event,
    /// How many it stands for: API secrets of an import, refusals that were counted together; else 1.
    pub count: u64,
}

/// What a request is called in answers and logs: a number of the run and one within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    /// Of the run of the server; 48 bits.
    pub run: u64,
    pub number: u64,
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:012x}-{}", self.run, self.number)
    }
}

impl FromStr for RequestId {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (run, number) = text.split_once('-').ok_or(Unreadable)?;
        let run = u64::from_str_radix(run, 16).map_err(|_| Unreadable)?;
        exactly(text, Self { run, number: number.parse().map_err(|_| Unreadable)? })
    }
}

/// The name of a user or the id of an access key: neither is a secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// Characters of the longest name that the server lets anybody have.
    pub const MAX: usize = 100;

    /// None for what no user and no access key can be called.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let count = name.chars().count();
        let fits = (1..=Self::MAX).contains(&count) && !name.chars().any(char::is_control);
        fits.then(|| Self(name.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// Somebody who did not prove to be anybody. What he called himself is not kept: people paste
    /// secrets into the wrong field.
    Nobody,
    /// The holder of an API key, by its number.
    ApiKey(u64),
    /// The holder of an access key, by its client id.
    AccessKey(Name),
    /// Somebody at the server's own command line.
    CommandLine,
    /// The server by itself.
    Server,
    /// Somebody with a vendor's key or token, through the gateway. Whose it is only the vendor knows.
    Gateway,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An API secret, by its identifier.
    ApiSecret(u64),
    /// The registration of an API key with a service.
    Registration {
        /// The API key's number.
        api_key: u64,
        service: Service,
    },
    /// An API key, by its number.
    ApiKey(u64),
    /// An access key, by its client id.
    AccessKey(Name),
    /// A user of the vault.
    User(Name),
    /// A registration at the vendor's.
    VendorRegistration(Service),
    /// An API secret at the vendor's, by its identifier.
    VendorApiSecret(u64),
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $label:path;)+) => {
        /// What was done. Endpoints have the names that they have everywhere.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its name outside Rust. Stays as it is for ever: hashes cover it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Its name for people.
            #[must_use]
            pub const fn label(self) -> Text {
                match self {
                    $(Self::$name => $label,)+
                }
            }
        }
    };
}

actions! {
    Begin = "begin", texts::ACTION_BEGIN;
    /// Register a customer secret.
    Register = "register", texts::ACTION_REGISTER;
    /// Change a customer secret.
    UpdateSecret = "updateSecret", texts::ACTION_UPDATE_SECRET;
    /// Make a new admin key.
    RegenerateKey = "regenerateKey", texts::ACTION_REGENERATE_KEY;
    ReadSettings = "readSettings", texts::ACTION_READ_SETTINGS;
    ChangeSettings = "changeSettings", texts::ACTION_CHANGE_SETTINGS;
    /// Sign in to the vault.
    SignIn = "signIn", texts::ACTION_SIGN_IN;
    /// End a token of the vault before its time.
    RevokeToken = "revokeToken", texts::ACTION_REVOKE_TOKEN;
    List = "list", texts::ACTION_LIST;
    /// Find API secrets by fingerprint.
    Find = "find", texts::ACTION_FIND;
    /// Read the index of values.
    ReadIndex = "readIndex", texts::ACTION_READ_INDEX;
    /// Read an API secret.
    Read = "read", texts::ACTION_READ;
    /// Create an API secret.
    Create = "create", texts::ACTION_CREATE;
    /// Change an API secret.
    Update = "update", texts::ACTION_UPDATE;
    /// Say that the value of an API secret leaked, or after all did not.
    MarkExposed = "markExposed", texts::ACTION_MARK_EXPOSED;
    /// Switch an API secret on.
    Activate = "activate", texts::ACTION_ACTIVATE;
    /// Switch an API secret off.
    Deactivate = "deactivate", texts::ACTION_DEACTIVATE;
    /// Read the audit log.
    ReadAudit = "readAudit", texts::ACTION_READ_AUDIT;
    /// Make an API key.
    CreateApiKey = "createApiKey", texts::ACTION_CREATE_API_KEY;
    /// End an API key.
    RevokeApiKey = "revokeApiKey", texts::ACTION_REVOKE_API_KEY;
    /// Make an access key.
    CreateAccessKey = "createAccessKey", texts::ACTION_CREATE_ACCESS_KEY;
    /// End an access key.
    RevokeAccessKey = "revokeAccessKey", texts::ACTION_REVOKE_ACCESS_KEY;
    /// Make a user of the vault.
    CreateUser = "createUser", texts::ACTION_CREATE_USER;
    /// Store API secrets from a file.
    Import = "import", texts::ACTION_IMPORT;
    /// Write API secrets with their values to a file.
    ExportSecrets = "exportSecrets", texts::ACTION_EXPORT_SECRETS;
    /// Remove admin keys that were kept encrypted.
    ForgetAdminKeys = "forgetAdminKeys", texts::ACTION_FORGET_ADMIN_KEYS;
    /// Forget wrong secrets that were counted.
    ClearThrottle = "clearThrottle", texts::ACTION_CLEAR_THROTTLE;
    /// Encrypt everything under a new master key.
    RotateMasterKey = "rotateMasterKey", texts::ACTION_ROTATE_MASTER_KEY;
    /// Remove entries of the audit log.
    PruneAudit = "pruneAudit", texts::ACTION_PRUNE_AUDIT;
}

impl FromStr for Action {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        Self::ALL.iter().copied().find(|action| action.as_str() == text).ok_or(Unreadable)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Which part of what was done an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is about to be done. On disk before anything is.
    Attempt,
    Ended {
        /// The sequence number of its attempt, which is in the same lane; none where there was none, as for what
        /// was refused at the door.
        attempt: Option<u64>,
        outcome: Outcome,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done. Written in the same transaction as the change itself.
    Done,
    /// Nothing changed; it was so before.
    Already,
    /// The answer was no.
    Refused(Code),
    /// The server failed. It was done only if another entry says *done* to the same attempt.
    Failed,
    /// Passed on, and no answer came back that could be trusted.
    Unknown,
}

impl Event {
    pub const NAMES: [&str; 6] = ["attempt", "done", "already", "refused", "failed", "unknown"];

    /// Its name outside Rust.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attempt => "attempt",
            Self::Ended { outcome, .. } => outcome.as_str(),
        }
    }

    /// The attempt that this is the end of.
    #[must_use]
    pub const fn attempt(self) -> Option<u64> {
        match self {
            Self::Attempt => None,
            Self::Ended { attempt, .. } => attempt,
        }
    }

    /// Why the answer was no.
    #[must_use]
    pub const fn code(self) -> Option<Code> {
        match self {
            Self::Ended { outcome: Outcome::Refused(code), .. } => Some(code),
            _ => None,
        }
    }

    /// From the parts that it is stored in.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for parts that do not belong together.
    pub fn from_parts(name: &str, attempt: Option<u64>, code: Option<&str>) -> Result<Self, Unreadable> {
        let outcome = match (name, code) {
            ("attempt", None) if attempt.is_none() => return Ok(Self::Attempt),
            ("done", None) => Outcome::Done,
            ("already", None) => Outcome::Already,
            ("refused", Some(code)) => Outcome::Refused(Code::named(code).ok_or(Unreadable)?),
            ("failed", None) => Outcome::Failed,
            ("unknown", None) => Outcome::Unknown,
            _ => return Err(Unreadable),
        };
        Ok(Self::Ended { attempt, outcome })
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Attempt => texts::ATTEMPT,
            Self::Ended { outcome: Outcome::Done, .. } => texts::ENDED_DONE,
            Self::Ended { outcome: Outcome::Already, .. } => texts::ENDED_ALREADY,
            Self::Ended { outcome: Outcome::Refused(_), .. } => texts::ENDED_REFUSED,
            Self::Ended { outcome: Outcome::Failed, .. } => texts::ENDED_FAILED,
            Self::Ended { outcome: Outcome::Unknown, .. } => texts::ENDED_UNKNOWN,
        }
    }
}

impl Outcome {
    /// Its name outside Rust.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Already => "already",
            Self::Refused(_) => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => out.write_str("nobody"),
            Self::ApiKey(number) => write!(out, "api-key:{number}"),
            Self::AccessKey(name) => write!(out, "access-key:{}", name.0),
            Self::CommandLine => out.write_str("command-line"),
            Self::Server => out.write_str("server"),
            Self::Gateway => out.write_str("gateway"),
        }
    }
}

impl FromStr for Actor {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let actor = match text.split_once(':') {
            None => match text {
                "nobody" => Self::Nobody,
                "command-line" => Self::CommandLine,
                "server" => Self::Server,
                "gateway" => Self::Gateway,
                _ => return Err(Unreadable),
            },
            Some(("api-key", number)) => Self::ApiKey(number.parse().map_err(|_| Unreadable)?),
            Some(("access-key", name)) => Self::AccessKey(Name::parse(name).ok_or(Unreadable)?),
            Some(_) => return Err(Unreadable),
        };
        exactly(text, actor)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiSecret(id) => write!(out, "api-secret:{id}"),
            Self::Registration { api_key, service } => {
                write!(out, "registration:{api_key}:{}", service.segment())
            }
            Self::ApiKey(number) => write!(out, "api-key:{number}"),
            Self::AccessKey(name) => write!(out, "access-key:{}", name.0),
            Self::User(name) => write!(out, "user:{}", name.0),
            Self::VendorRegistration(service) => write!(out, "vendor-registration:{}", service.segment()),
            Self::VendorApiSecret(id) => write!(out, "vendor-api-secret:{id}"),
        }
    }
}

impl FromStr for Target {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let number = |text: &str| text.parse().map_err(|_| Unreadable);
        let name = |text: &str| Name::parse(text).ok_or(Unreadable);
        let service =
            |text: &str| Service::ALL.into_iter().find(|service| service.segment() == text).ok_or(Unreadable);
        let target = match text.split_once(':').ok_or(Unreadable)? {
            ("api-secret", id) => Self::ApiSecret(number(id)?),
            ("registration", rest) => {
                let (api_key, segment) = rest.split_once(':').ok_or(Unreadable)?;
                Self::Registration { api_key: number(api_key)?, service: service(segment)? }
            }
            ("api-key", id) => Self::ApiKey(number(id)?),
            ("access-key", id) => Self::AccessKey(name(id)?),
            ("user", id) => Self::User(name(id)?),
            ("vendor-registration", segment) => Self::VendorRegistration(service(segment)?),
            ("vendor-api-secret", id) => Self::VendorApiSecret(number(id)?),
            _ => return Err(Unreadable),
        };
        exactly(text, target)
    }
}

/// A value, if it is written as it was found: `+7` and `007` are other ways to write a number.
fn exactly<T: fmt::Display>(text: &str, value: T) -> Result<T, Unreadable> {
    /// What of a text was not written yet. Compared as it is written: millions are read.
    struct Rest<'t>(&'t str);

    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, written: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    if write!(rest, "{value}").is_ok() && rest.0.is_empty() { Ok(value) } else { Err(Unreadable) }
}

/// An entry of lane 0 as JSON: all members, always in this order, `null` for what there is not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenAlone {
    sequence: u64,
    time: i64,
    request: Option<String>,
    actor: String,
    action: String,
    target: Option<String>,
    event: String,
    attempt: Option<u64>,
    code: Option<String>,
    count: u64,
}

/// An entry of another lane as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenInLane {
    lane: u64,
    lane_sequence: u64,
    time: i64,
    request: Option<String>,
    actor: String,
    action: String,
    target: Option<String>,
    event: String,
    lane_attempt: Option<u64>,
    code: Option<String>,
    count: u64,
}

/// Bytes that nearly every entry fits into.
const CANONICAL: usize = 384;

/// Written as it is shown, without a text of its own in between.
struct AsShown<'e, T>(&'e T);

impl<T: fmt::Display> Serialize for AsShown<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

macro_rules! written {
    ($written:ident, $sequence:ident, $attempt:ident $(, $lane:ident)?) => {
        impl $written {
            /// The members of an entry in their order.
            fn write<S: Serializer>(entry: &Entry, serializer: S) -> Result<S::Ok, S::Error> {
                let mut members = serializer.serialize_struct(stringify!($written), 11)?;
                $(members.serialize_field(stringify!($lane), &entry.$lane)?;)?
                members.serialize_field(stringify!($sequence), &entry.sequence)?;
                members.serialize_field("time", &entry.time)?;
                members.serialize_field("request", &entry.request.as_ref().map(AsShown))?;
                members.serialize_field("actor", &AsShown(&entry.actor))?;
                members.serialize_field("action", entry.action.as_str())?;
                members.serialize_field("target", &entry.target.as_ref().map(AsShown))?;
                members.serialize_field("event", entry.event.as_str())?;
                members.serialize_field(stringify!($attempt), &entry.event.attempt())?;
                members.serialize_field("code", &entry.event.code().map(|code| code.as_str()))?;
                members.serialize_field("count", &entry.count)?;
                members.end()
            }
        }

        impl TryFrom<$written> for Entry {
            type Error = Unreadable;

            fn try_from(written: $written) -> Result<Self, Unreadable> {
                Ok(Self {
                    lane: 0 $(+ written.$lane)?,
                    sequence: written.$sequence,
                    time: written.time,
                    request: written.request.as_deref().map(str::parse).transpose()?,
                    actor: written.actor.parse()?,
                    action: written.action.parse()?,
                    target: written.target.as_deref().map(str::parse).transpose()?,
                    event: Event::from_parts(&written.event, written.$attempt, written.code.as_deref())?,
                    count: written.count,
                })
            }
        }
    };
}
written!(WrittenAlone, sequence, attempt);
written!(WrittenInLane, lane_sequence, lane_attempt, lane);

impl Entry {
    /// The one way in which it is written; what hashes cover.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = Vec::with_capacity(CANONICAL);
        let mut json = serde_json::Serializer::new(&mut text);
        // Numbers and texts: serialising them has no way to fail.
        let _ = match self.lane {
            0 => WrittenAlone::write(self, &mut json),
            _ => WrittenInLane::write(self, &mut json),
        };
        String::from_utf8(text).unwrap_or_default()
    }
}
