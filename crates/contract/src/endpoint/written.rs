//! The body of create and update, as it is sent.

use serde::Serialize;

use super::read_api_secret::Share;

/// A member that is `None` is not sent.
#[derive(Default, Serialize)]
pub(super) struct WrittenBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client_secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tags: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notes: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) users_allowed: Option<Vec<User<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) groups_allowed: Option<Vec<Group<'a>>>,
}

/// Users are written by `username`; reading calls the same thing `name`.
#[derive(Serialize)]
pub(super) struct User<'a> {
    username: &'a str,
    can_edit: bool,
}

#[derive(Serialize)]
pub(super) struct Group<'a> {
    name: &'a str,
    can_edit: bool,
}

pub(super) fn users(shares: &[Share]) -> Vec<User<'_>> {
    shares.iter().map(|share| User { username: &share.name, can_edit: share.can_edit }).collect()
}

pub(super) fn groups(shares: &[Share]) -> Vec<Group<'_>> {
    shares.iter().map(|share| Group { name: &share.name, can_edit: share.can_edit }).collect()
}
