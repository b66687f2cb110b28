//! Which rows are wanted, and what of it stands in the page's address.

use latchboard_contract::validate::Identifier;

use super::{Row, Source};
use crate::Timestamp;

/// How far back to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    #[default]
    Beginning,
    Week,
    Day,
    Hour,
}

impl Since {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Beginning, Self::Week, Self::Day, Self::Hour];

    /// As it stands in the page's address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Beginning => "",
            Self::Week => "week",
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }

    /// The earliest moment that counts, where there is one.
    #[must_use]
    pub const fn bound(self, now: Timestamp) -> Option<Timestamp> {
        const HOUR: u64 = 3_600_000;
        let back = match self {
            Self::Beginning => return None,
            Self::Week => 7 * 24 * HOUR,
            Self::Day => 24 * HOUR,
            Self::Hour => HOUR,
        };
        Some(Timestamp(now.0.saturating_sub(back)))
    }
}

/// Which rows are wanted. An empty text matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Out of which log; none: out of both.
    pub log: Option<Source>,
    /// What was done, by its name for programs.
    pub action: String,
    /// How it ended, by its name.
    pub ending: String,
    /// A part of what it was done to or of who did it; a whole `api-secret:43` is that one and no other.
    /// Stands in no address: people search for what they have at hand, and that may be a secret.
    pub target: String,
    /// The API secret that has this text for a name, and no other.
    pub named: Option<u64>,
    pub since: Since,
}

impl Filter {
    /// What was done with one API secret, as the server tells it.
    #[must_use]
    pub fn of_api_secret(identifier: &Identifier) -> Self {
        let target = format!("api-secret:{}", identifier.as_str());
        Self { log: Some(Source::Server), target, ..Self::default() }
    }

    pub(super) fn matches(&self, row: &Row, earliest: Option<Timestamp>) -> bool {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        earliest.is_none_or(|earliest| row.at >= earliest)
            && self.log.is_none_or(|log| log == row.source)
            && is(&self.ending, row.ending.as_str())
            && self.is_about(row)
            && (self.action.is_empty() || self.action == row.action.as_str())
    }

    fn is_about(&self, row: &Row) -> bool {
        let wanted = self.target.trim().to_lowercase();
        match self.exact_target() {
            Some(number) => row.target == format!("api-secret:{number}"),
            None => row.target.to_lowercase().contains(&wanted) || row.actor.to_lowercase().contains(&wanted),
        }
    }

    /// The API secret that is named in full: the server can be asked for it, however far back it stands.
    #[must_use]
    pub fn exact_target(&self) -> Option<u64> {
        let wanted = self.target.trim().to_lowercase();
        let number = wanted.strip_prefix("api-secret:").and_then(|digits| digits.parse::<u64>().ok());
        number.filter(|number| wanted == format!("api-secret:{number}")).or(self.named)
    }

    /// Whether the server would answer with other entries.
    pub(super) fn asks_for_others(&self, before: &Self) -> bool {
        let asked = |it: &Self| (it.log == Some(Source::Browser), it.since, it.exact_target());
        asked(self) != asked(before) || self.action != before.action || self.ending != before.ending
    }

    /// Whether a search goes no further than what was read of the server's log.
    #[must_use]
    pub fn looks_at_what_is_here(&self) -> bool {
        !self.target.trim().is_empty() && self.exact_target().is_none() && self.log != Some(Source::Browser)
    }

    /// What of it stands in the page's address.
    #[must_use]
    pub fn to_query(&self) -> String {
        let pairs = [
            ("log", self.log.map_or("", Source::as_str)),
            ("action", &*self.action),
            ("outcome", &*self.ending),
            ("since", self.since.as_str()),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// Reads that. Names that are none match nothing later on, which the page says.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        let mut filter = Self::default();
        let is_name =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "log" => filter.log = Source::named(value),
                "action" if is_name(value) => filter.action = value.to_owned(),
                "outcome" if is_name(value) => filter.ending = value.to_owned(),
                "since" => {
                    let known = Since::ALL.into_iter().find(|since| since.as_str() == value);
                    filter.since = known.unwrap_or_default();
                }
                _ => {}
            }
        }
        filter
    }
}
