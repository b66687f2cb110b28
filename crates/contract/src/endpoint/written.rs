//! What the bodies of create and update share, as they are sent.

use zeroize::Zeroizing;

use super::read_api_secret::Share;
use crate::json::Writer;

/// A body: texts, and sharing lists where they are given. Users are written by `username`; reading
/// calls the same thing `name`.
pub(super) fn body(
    texts: &[(&'static str, &str)],
    users: Option<&[Share]>,
    groups: Option<&[Share]>,
) -> Zeroizing<String> {
    let lists = [("users_allowed", "username", users), ("groups_allowed", "name", groups)];
    let names = lists.iter().filter_map(|(.., list)| *list).flatten().map(|share| share.name.len() + 8);
    let length = texts.iter().map(|(_, text)| text.len()).chain(names).sum();
    let body = texts.iter().fold(Writer::new(length), |body, (name, text)| body.text(name, text));
    let body = lists.into_iter().fold(body, |body, (name, named, list)| match list {
        Some(list) => body
            .list(name, list, |body, share| body.text(named, &share.name).flag("can_edit", share.can_edit)),
        None => body,
    });
    body.finish()
}
