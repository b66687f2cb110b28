//! What only our server keeps of an API secret: who answers for it, until when it is good, and that its value leaked.
//!
//! In the bodies of create and update these are the members of one object, [`FactsChange::MEMBER`]. No vendor knows it,
//! and none ever gets it: [`without_facts`] takes it out of what goes on to one.

use std::borrow::Cow;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::lenient::{self, from_object};
use super::members::{Members, form_decoded};

/// What changes about them; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactsChange {
    /// Who answers for it, as free text; `Some(None)`: nobody.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<String>>,
    /// Until when it is good, in seconds since 1970; `Some(None)`: for ever.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Option<i64>>,
    /// What there is to be known about that, as free text; `Some(None)`: nothing.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expires_note: Option<Option<String>>,
    /// Its value leaked, or after all did not. The mark goes by itself once it is off and has another value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposed: Option<bool>,
}

/// A member that is there says something also when it is null.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl FactsChange {
    /// The member of a body that holds them; in a form, a field with JSON.
    pub const MEMBER: &str = "latchboard";

    /// Characters of the longest text among them.
    pub const LONGEST: usize = 500;

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads the object, as it was written. Empty texts count as none.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let mut read: Self = lenient::object(raw)?;
        for given in [&mut read.owner, &mut read.expires_note].into_iter().flatten() {
            *given = given.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            if given.as_ref().is_some_and(|text| text.chars().count() > Self::LONGEST) {
                return None;
            }
        }
        let is_before_1970 = read.expires_at.flatten().is_some_and(|at| at < 0);
        (!is_before_1970).then_some(read)
    }
}

/// A body on its way to a vendor, without [`FactsChange::MEMBER`]; whatever else is in it stays as it was written.
#[must_use]
pub fn without_facts(body: &[u8]) -> Cow<'_, [u8]> {
    if let Some(members) = from_object::<Members>(body) {
        return without_member(body, &members);
    }
    let name = |field: &[u8]| {
        let name = field.split(|byte| *byte == b'=').next().unwrap_or_default();
        form_decoded(name)
    };
    let is_ours = |field: &[u8]| {
        let name = name(field);
        let behind = name.strip_prefix(FactsChange::MEMBER.as_bytes());
        behind.is_some_and(|behind| behind.first().is_none_or(|first| *first == b'['))
    };
    let fields = || body.split(|byte| *byte == b'&');
    if !fields().any(is_ours) {
        return Cow::Borrowed(body);
    }
    Cow::Owned(fields().filter(|field| !is_ours(field)).collect::<Vec<_>>().join(&b'&'))
}

fn without_member<'a>(body: &'a [u8], members: &Members) -> Cow<'a, [u8]> {
    let is_ours = |name: &str| name == FactsChange::MEMBER;
    if !members.iter().any(|(name, _)| is_ours(name)) {
        return Cow::Borrowed(body);
    }
    let mut rest = vec![b'{'];
    for (name, value) in members.iter().filter(|(name, _)| !is_ours(name)) {
        if rest.len() > 1 {
            rest.push(b',');
        }
        // A text, into memory: there is no way to fail.
        let _written = serde_json::to_writer(&mut rest, name);
        rest.push(b':');
        rest.extend_from_slice(RawValue::get(value).as_bytes());
    }
    rest.push(b'}');
    Cow::Owned(rest)
}

#[cfg(test)]
mod tests {
    use super::{FactsChange, without_facts};

    #[test]
    fn what_is_there_is_read_and_null_takes_away() {
        let read = |raw: &str| FactsChange::read(raw);
        let all = FactsChange {
            owner: Some(Some("Payments".to_owned())),
            expires_at: Some(Some(1_800_000_000)),
            expires_note: Some(Some("renew with the vendor".to_owned())),
            exposed: Some(true),
        };
        assert_eq!(read(&serde_json::to_string(&all).unwrap()), Some(all));
        let none = FactsChange {
            owner: Some(None),
            expires_at: Some(None),
            expires_note: Some(None),
            exposed: Some(false),
        };
        assert_eq!(
            read(r#"{"owner":null,"expires_at":null,"expires_note":" ","exposed":false}"#),
            Some(none)
        );
        assert_eq!(read("{}"), Some(FactsChange::default()));
        for wrong in [
            "[]",
            "null",
            "\"Payments\"",
            r#"{"owner":1}"#,
            r#"{"owner":"a","owner":"b"}"#,
            r#"{"expires_at":"2027-01-31"}"#,
            r#"{"expires_at":-1}"#,
            r#"{"expires_at":1.5}"#,
            r#"{"exposed":"yes"}"#,
            r#"{"ownr":"a"}"#,
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&format!("{{\"owner\":\"{}\"}}", "é".repeat(FactsChange::LONGEST + 1))), None);
    }

    #[test]
    fn a_vendor_gets_everything_else_as_it_was_written() {
        for (body, expected) in [
            (r#"{"name": "a", "latchboard": {"owner":"x"}, "n": 1.50}"#, r#"{"name":"a","n":1.50}"#),
            (r#"{"latchbo\u0061rd":1,"latchboard":2}"#, "{}"),
            (r#"{"a":{"latchboard":1}}"#, r#"{"a":{"latchboard":1}}"#),
            (r#" {"a" : 1}"#, r#" {"a" : 1}"#),
            ("name=a+b%2B&latchboard=%7B%7D&url=u", "name=a+b%2B&url=u"),
            ("l%61tchboard=x", ""),
            ("latchboard[owner]=x&a=b", "a=b"),
            ("latchboards=x&a=latchboard", "latchboards=x&a=latchboard"),
            ("", ""),
            ("{\"name\":", "{\"name\":"),
        ] {
            assert_eq!(without_facts(body.as_bytes()), expected.as_bytes(), "{body}");
        }
    }
}
