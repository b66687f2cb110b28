//! Whom an API secret is shared with.

use serde::Deserialize;

use super::lenient;

/// Somebody whom an API secret is shared with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "SharePrinted")]
pub struct Share {
    /// The user's or group's name.
    pub name: String,
    /// May edit and switch it.
    pub can_edit: bool,
}

/// As an answer has it: users go by `name` when read and by `username` when written.
#[derive(Deserialize)]
struct SharePrinted {
    #[serde(default, deserialize_with = "lenient::text")]
    username: String,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::flag")]
    can_edit: bool,
}

impl From<SharePrinted> for Share {
    /// Where both names are there, `username` is the one to write back.
    fn from(SharePrinted { username, name, can_edit }: SharePrinted) -> Self {
        Self { name: if username.is_empty() { name } else { username }, can_edit }
    }
}
