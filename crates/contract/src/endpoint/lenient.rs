//! Reads members whose types vary: flags as boolean, number or text, numbers as text, lists as
//! objects. Bends types only; what a member means is decided elsewhere.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::http::Response;

/// A flag, where the value is one.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) if number.as_f64() == Some(1.0) => Some(true),
        Value::Number(number) if number.as_f64() == Some(0.0) => Some(false),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an error member says that there was one. Any text but a plain flag does, "no" as well, and
/// any object; PHP writes nothing at all as an empty list.
pub(super) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.trim().to_ascii_lowercase().as_str(), "" | "0" | "false"),
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(_) => true,
    }
}

/// A whole number, also as text.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            // Read without `f64`, whose tables alone weigh 16 KB in the page.
            let (digits, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
            fraction.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
        }
        _ => None,
    }
}

/// The whole part of a number that is none too large to be exact.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<u64> {
    const EXACT_UP_TO: f64 = 9_007_199_254_740_992.0;
    (0.0..=EXACT_UP_TO).contains(&number).then_some(number as u64)
}

/// A text that may come as a number or a flag; anything else is none.
pub(super) fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// The body as a JSON object, if it is one; broken UTF-8 replaced.
pub(super) fn object(response: &Response) -> Option<Map<String, Value>> {
    serde_json::from_str(&response.text()).ok()
}

/// Reads a JSON object, byte order mark or not. serde alone would fill a struct from an array, too,
/// and a text with replaced bytes in it is no longer the secret that was sent.
pub(super) fn from_object<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let text = str::from_utf8(body).ok()?;
    serde_json::from_str::<Object<T>>(text.trim_start_matches('\u{feff}')).ok().map(|object| object.0)
}

/// What deserialises from an object and from nothing else.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Object<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(Object)
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// For serde: a flag; what is none counts as not set.
pub(super) fn lenient_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Value::deserialize(deserializer).map(|value| flag(&value) == Some(true))
}

/// For serde: a flag, or nothing.
pub(super) fn optional_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Value::deserialize(deserializer).map(|value| flag(&value))
}

/// For serde: a whole number, or nothing.
pub(super) fn optional_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Value::deserialize(deserializer).map(|value| number(&value))
}

/// For serde: a text, or nothing.
pub(super) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = lenient_text(deserializer)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// For serde: a text; what is none counts as empty.
pub(super) fn lenient_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Value::deserialize(deserializer).map(text)
}

/// For serde: the vault's number for something, as text. Without one there is nothing to call it by,
/// so an empty one is an error.
pub(super) fn identifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::String(text) => text.trim().to_owned(),
        value @ Value::Number(_) => number(&value).map(|number| number.to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    if text.is_empty() { Err(de::Error::custom("an identifier is missing")) } else { Ok(text) }
}

/// For serde: a list that may be missing, null, or an object whose values are the entries.
pub(super) fn lenient_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    optional_list(deserializer).map(Option::unwrap_or_default)
}

/// For serde: as [`lenient_list`], with null told from an empty list.
pub(super) fn optional_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct List<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Option<Vec<T>>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a list")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut list = Vec::new();
            while let Some(Object(entry)) = entries.next_element()? {
                list.push(entry);
            }
            Ok(Some(list))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut list = Vec::new();
            while let Some((_, Object(entry))) = entries.next_entry::<IgnoredAny, _>()? {
                list.push(entry);
            }
            Ok(Some(list))
        }
    }

    deserializer.deserialize_any(List(PhantomData))
}

/// For serde: entries of a shape that is not known, each as its own text or as JSON.
pub(super) fn entries_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let entries = match Value::deserialize(deserializer)? {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::Array(entries) => entries,
        Value::Object(members) if members.is_empty() => Vec::new(),
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        value => vec![value],
    };
    let entry = |value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    Ok(entries.into_iter().map(entry).collect())
}
