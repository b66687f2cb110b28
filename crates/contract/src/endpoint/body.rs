//! Request bodies, on the server's side: the members of a JSON object, or the fields of a form. What is there
//! is taken as it is or refused by its name; it is never bent to another type and never left out.

use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::facts::FactsChange;
use super::lenient::{self, as_flag, from_object};
use super::members::{Members, form_decoded};
use super::share::Share;
use crate::Secret;
use crate::http::FORM;

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFault {
    /// It can't be read at all: broken JSON, no object, or no UTF-8.
    Malformed,
    /// A required parameter is not there, or empty.
    Missing(&'static str),
    Invalid(&'static str, ParameterFault),
}

impl BodyFault {
    /// A sentence without its end. It names the parameter and repeats nothing of its value.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Malformed => "The body is neither a JSON object nor a form".to_owned(),
            Self::Missing(name) => format!("Parameter '{name}' was not informed"),
            Self::Invalid(name, fault) => format!("Parameter '{name}' {}", fault.predicate()),
        }
    }
}

/// What is wrong with a parameter that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterFault {
    /// A number, a flag, a list or an object in place of a text.
    NotText,
    /// No list of objects with a text `username` or `name` and a flag `can_edit`.
    NotShares,
    /// No object as [`super::FactsChange`] is one.
    NotFacts,
    /// Neither `true` nor `false`.
    NotFlag,
    /// No list of 1 to [`super::Find::MOST`] texts of 64 hexadecimal digits.
    NotFingerprints,
    /// A value that the audit log never has.
    NotFilter,
    /// It is there twice.
    Duplicate,
    /// A form's field with brackets behind the name, as PHP writes lists.
    Brackets,
    /// A lone surrogate in JSON, or a form's bytes that are no UTF-8.
    HalfCharacter,
}

impl ParameterFault {
    pub const ALL: [Self; 9] = [
        Self::NotText,
        Self::NotShares,
        Self::NotFacts,
        Self::NotFlag,
        Self::NotFingerprints,
        Self::NotFilter,
        Self::Duplicate,
        Self::Brackets,
        Self::HalfCharacter,
    ];

    /// What stands behind the parameter's name.
    const fn predicate(self) -> &'static str {
        match self {
            Self::NotText => "must be text, in quotes",
            Self::NotShares => "must be a list of objects with a name each, as JSON",
            Self::NotFacts => {
                "must be an object with texts of up to 500 characters as owner and expires_note, seconds since 1970 as \
                 expires_at, and true or false as exposed"
            }
            Self::NotFlag => "must be true or false, without quotes",
            Self::NotFingerprints => "must be a list of 1 to 2000 SHA-256, 64 hexadecimal digits each",
            Self::NotFilter => "has a value that cannot be looked for",
            Self::Duplicate => "was informed twice",
            Self::Brackets => "must be one field, without brackets behind its name",
            Self::HalfCharacter => "holds half a character",
        }
    }
}

/// The members of a JSON object, or the decoded names and values of a form's fields.
pub(super) enum Body {
    Json(Members),
    Form(Vec<(Vec<u8>, Zeroizing<Vec<u8>>)>),
}

impl Body {
    /// A form where the content type says so, else JSON. What begins as a JSON object is one under either name:
    /// curl calls everything a form. An empty body misses `first`.
    pub(super) fn read(content_type: &str, body: &[u8], first: &'static str) -> Result<Self, BodyFault> {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case(FORM)
            && !body.trim_ascii_start().starts_with(b"{")
            && !body.is_empty()
        {
            return Ok(Self::Form(fields(body)));
        }
        Self::read_json(body, first)
    }

    /// JSON, whatever the content type says. An empty body misses `first`.
    pub(super) fn read_json(body: &[u8], first: &'static str) -> Result<Self, BodyFault> {
        if body.trim_ascii().is_empty() {
            return Err(BodyFault::Missing(first));
        }
        from_object(body).map(Self::Json).ok_or(BodyFault::Malformed)
    }

    /// A text, if the parameter is there and not null.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, BodyFault> {
        self.value(name)
            .and_then(|value| value.map(Given::text).transpose())
            .map_err(|fault| BodyFault::Invalid(name, fault))
    }

    /// A list of texts, if the parameter is there and not null.
    pub(super) fn texts(&self, name: &'static str) -> Result<Option<Vec<String>>, BodyFault> {
        let value = self.value(name).map_err(|fault| BodyFault::Invalid(name, fault))?;
        let read = |value: Given<'_>| serde_json::from_str(value.raw());
        let invalid = |_| BodyFault::Invalid(name, ParameterFault::NotFingerprints);
        value.map(read).transpose().map_err(invalid)
    }

    /// A text that says something, if the parameter is there.
    pub(super) fn filled(&self, name: &'static str) -> Result<Option<String>, BodyFault> {
        match self.text(name)? {
            Some(text) if text.trim().is_empty() => Err(BodyFault::Missing(name)),
            text => Ok(text),
        }
    }

    /// A text that must be there and say something.
    pub(super) fn required(&self, name: &'static str) -> Result<String, BodyFault> {
        self.filled(name)?.ok_or(BodyFault::Missing(name))
    }

    /// A secret; an empty one is none.
    pub(super) fn secret(&self, name: &'static str) -> Result<Option<Secret>, BodyFault> {
        Ok(self.text(name)?.map(Secret::new).filter(|secret| !secret.is_empty()))
    }

    /// A secret that must be there.
    pub(super) fn required_secret(&self, name: &'static str) -> Result<Secret, BodyFault> {
        self.secret(name)?.ok_or(BodyFault::Missing(name))
    }

    /// `true` or `false`, if the parameter is there and not null.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, BodyFault> {
        let value = self.value(name).map_err(|fault| BodyFault::Invalid(name, fault))?;
        match value.map(Given::raw) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(BodyFault::Invalid(name, ParameterFault::NotFlag)),
        }
    }

    /// A sharing list, if the parameter is there and not null; users go by either name. In a form it is JSON.
    pub(super) fn shares(&self, name: &'static str) -> Result<Option<Vec<Share>>, BodyFault> {
        let value = self.value(name).map_err(|fault| BodyFault::Invalid(name, fault))?;
        let Some(value) = value else { return Ok(None) };
        let entries = serde_json::from_str(value.raw()).ok().map(|ShareEntries(entries)| entries);
        let shares = entries.and_then(|entries| entries.into_iter().map(ShareEntry::read).collect());
        shares.map(Some).ok_or(BodyFault::Invalid(name, ParameterFault::NotShares))
    }

    /// What only our server keeps, if something is said about that. In a form it is JSON.
    pub(super) fn facts(&self) -> Result<FactsChange, BodyFault> {
        let invalid = |fault| BodyFault::Invalid(FactsChange::MEMBER, fault);
        match self.value(FactsChange::MEMBER).map_err(invalid)? {
            None => Ok(FactsChange::default()),
            Some(value) => FactsChange::read(value.raw()).ok_or(invalid(ParameterFault::NotFacts)),
        }
    }

    /// What is there under a name, once and not null.
    fn value(&self, name: &str) -> Result<Option<Given<'_>>, ParameterFault> {
        match self {
            Self::Json(members) => {
                let mut named = members.iter().filter(|(known, _)| known == name);
                match (named.next(), named.next()) {
                    (_, Some(_)) => Err(ParameterFault::Duplicate),
                    (value, None) => {
                        Ok(value.map(|(_, value)| value.get()).filter(|raw| *raw != "null").map(Given::Json))
                    }
                }
            }
            Self::Form(fields) => {
                let behind = |known: &'_ [u8]| {
                    known.strip_prefix(name.as_bytes()).map(<[u8]>::first).map(Option::<&u8>::copied)
                };
                if fields.iter().any(|(known, _)| behind(known) == Some(Some(b'['))) {
                    return Err(ParameterFault::Brackets);
                }
                let mut named = fields.iter().filter(|(known, _)| behind(known) == Some(None));
                match (named.next(), named.next()) {
                    (_, Some(_)) => Err(ParameterFault::Duplicate),
                    (None, None) => Ok(None),
                    (Some((_, bytes)), None) => {
                        let text = str::from_utf8(bytes).map_err(|_| ParameterFault::HalfCharacter)?;
                        Ok(Some(Given::Field(text)))
                    }
                }
            }
        }
    }
}

/// What stands under one name.
enum Given<'a> {
    /// As it was written.
    Json(&'a str),
    Field(&'a str),
}

impl<'a> Given<'a> {
    fn text(self) -> Result<String, ParameterFault> {
        match self {
            Self::Field(text) => Ok(text.to_owned()),
            Self::Json(raw) if raw.starts_with('"') => {
                serde_json::from_str(raw).map_err(|_| ParameterFault::HalfCharacter)
            }
            Self::Json(_) => Err(ParameterFault::NotText),
        }
    }

    const fn raw(self) -> &'a str {
        match self {
            Self::Json(raw) | Self::Field(raw) => raw,
        }
    }
}

#[derive(Deserialize)]
struct ShareEntries(#[serde(deserialize_with = "lenient::list")] Vec<ShareEntry>);

#[derive(Deserialize)]
struct ShareEntry {
    username: Option<String>,
    name: Option<String>,
    #[serde(default)]
    can_edit: Value,
}

impl ShareEntry {
    /// Where both names are there, `username` is the one to write back.
    fn read(self) -> Option<Share> {
        let can_edit = if self.can_edit.is_null() { false } else { as_flag(&self.can_edit)? };
        let name = self.username.filter(|name| !name.is_empty()).or(self.name).unwrap_or_default();
        Some(Share { name, can_edit })
    }
}

/// The fields of a form.
fn fields(body: &[u8]) -> Vec<(Vec<u8>, Zeroizing<Vec<u8>>)> {
    let fields = body.split(|byte| *byte == b'&').filter(|field| !field.is_empty());
    fields
        .map(|field| {
            let end = field.iter().position(|byte| *byte == b'=').unwrap_or(field.len());
            let value = field.get(end + 1..).unwrap_or_default();
            (form_decoded(&field[..end]).to_vec(), form_decoded(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ParameterFault::{Brackets, Duplicate, HalfCharacter, NotFlag, NotShares, NotText};
    use super::{Body, BodyFault};
    use crate::endpoint::Share;
    use crate::http::FORM;

    /// What is said of `name`, in a JSON body or in a form.
    fn named(content_type: &str, body: &str) -> Result<Option<String>, BodyFault> {
        Body::read(content_type, body.as_bytes(), "first")?.text("name")
    }

    #[test]
    fn a_text_is_taken_as_it_is_or_refused_by_its_name() {
        let given = |text: &str| Ok(Some(text.to_owned()));
        let refused = |fault| Err(BodyFault::Invalid("name", fault));
        for (body, expected) in [
            (r#"{"name":"a","unknown":[1],"unknown":"\ud800"}"#, given("a")),
            (r#" {"na\u006de":""}"#, given("")),
            (r#"{"name":null}"#, Ok(None)),
            (r#"{"name":1}"#, refused(NotText)),
            (r#"{"name":true}"#, refused(NotText)),
            (r#"{"name":["a"]}"#, refused(NotText)),
            (r#"{"name":{"a":"a"}}"#, refused(NotText)),
            (r#"{"name":"\ud83d"}"#, refused(HalfCharacter)),
            (r#"{"name":"a","name":"a"}"#, refused(Duplicate)),
            (r#"{"name":null,"na\u006de":"a"}"#, refused(Duplicate)),
            (r#"{"name":012}"#, Err(BodyFault::Malformed)),
            ("[]", Err(BodyFault::Malformed)),
            ("name=a", Err(BodyFault::Malformed)),
            (" \n", Err(BodyFault::Missing("first"))),
        ] {
            assert_eq!(named("", body), expected, "{body}");
        }
        for (body, expected) in [
            ("name=a", given("a")),
            ("x=1&name=a%2Bb+c%C3%A9=&&n", given("a+b cé=")),
            ("name", given("")),
            ("names=a", Ok(None)),
            ("name=50%off", given("50%off")),
            ("name=a&n%61me=b", refused(Duplicate)),
            ("name[]=a", refused(Brackets)),
            ("name%5B0%5D=a", refused(Brackets)),
            ("name=%ff", refused(HalfCharacter)),
            (r#"{"name":"a"}"#, given("a")),
            ("", Err(BodyFault::Missing("first"))),
        ] {
            assert_eq!(named("Application/X-WWW-Form-Urlencoded ;charset=UTF-8", body), expected, "{body}");
        }
    }

    #[test]
    fn a_flag_and_a_sharing_list_are_no_texts() {
        let flag = |value: &str| {
            let body = format!(r#"{{"name":{value}}}"#);
            Body::read_json(body.as_bytes(), "first").and_then(|body| body.flag("name"))
        };
        assert_eq!((flag("true"), flag("false"), flag("null")), (Ok(Some(true)), Ok(Some(false)), Ok(None)));
        for value in ["\"true\"", "1", "[]"] {
            assert_eq!(flag(value), Err(BodyFault::Invalid("name", NotFlag)), "{value}");
        }
        let shares = |content_type, body: String| {
            Body::read(content_type, body.as_bytes(), "first").and_then(|body| body.shares("name"))
        };
        let both = |list: &str| {
            let encoded: String = list.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let [json, form] =
                [shares("", format!(r#"{{"name":{list}}}"#)), shares(FORM, format!("name={encoded}"))];
            assert_eq!(json, form, "{list}");
            json
        };
        let maria = Share { name: "maria".to_owned(), can_edit: true };
        let list = r#"[{"username":"maria","can_edit":"1","x":1},{"name":"b","username":null}]"#;
        let other = Share { name: "b".to_owned(), can_edit: false };
        assert_eq!(both(list), Ok(Some(vec![maria, other])));
        assert_eq!(both("[]"), Ok(Some(Vec::new())));
        for wrong in [
            r#""maria""#,
            "5",
            r#"["maria"]"#,
            r#"[{"username":5}]"#,
            r#"[{"username":"a","username":"b"}]"#,
            r#"[{"username":"\ud800"}]"#,
            r#"[{"username":"a","can_edit":"x"}]"#,
            r#"[{"username":"a","can_edit":[]}]"#,
        ] {
            assert_eq!(both(wrong), Err(BodyFault::Invalid("name", NotShares)), "{wrong}");
        }
    }
}
