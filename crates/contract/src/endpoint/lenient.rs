//! Members whose types vary: flags as boolean, number or text, numbers as text, lists as objects.
//! Bends types only; what a member means is decided elsewhere.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Number, Value};

/// A flag, where the value is one.
pub(super) fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        },
        Value::Number(number) if is(number, 0.0) => Some(false),
        Value::Number(number) if is(number, 1.0) => Some(true),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is(number: &Number, other: f64) -> bool {
    number.as_f64() == Some(other)
}

/// Whether an error member says that there was one. Any text but a plain flag does, "no" as well, and
/// any object; PHP writes nothing at all as an empty list.
pub(super) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !matches!(text.trim().to_ascii_lowercase().as_str(), "" | "0" | "false"),
        Value::Array(entries) => !entries.is_empty(),
        Value::Bool(true) | Value::Object(_) => true,
        Value::Number(number) => !is(number, 0.0),
    }
}

/// A whole number, also as text; what stands behind its point is left out.
pub(super) fn as_number(value: &Value) -> Option<u64> {
    /// Beyond it the neighbours of a number with a fraction look the same.
    const EXACT_UP_TO: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::String(text) => {
            let (digits, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
            fraction.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
        }
        Value::Number(number) => number.as_u64().or_else(|| {
            let number = number.as_f64().filter(|number| (0.0..=EXACT_UP_TO).contains(number))?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in between")]
            Some(number as u64)
        }),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A text that may come as a number or a flag; anything else is empty.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Value::deserialize(deserializer).map(as_text)
}

/// As [`text`], of what was read.
pub(super) fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        // Each by itself: a `Value` is printed by serde's writer, twice, which the page would carry for this alone.
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
    }
}

/// A text that says something.
pub(super) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(text(deserializer)?).filter(|text| !text.is_empty()))
}

/// A flag; nothing for what is none.
pub(super) fn optional_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(as_flag(&Value::deserialize(deserializer)?))
}

/// A flag; what is none counts as not set.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(optional_flag(deserializer)? == Some(true))
}

/// A whole number; nothing for what is none.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(as_number(&Value::deserialize(deserializer)?))
}

/// The vendor's number for something, as text. Without one there is nothing to call it by, so an empty
/// one is none.
pub(super) fn identifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = match &value {
        Value::String(text) => Some(text.trim().to_owned()),
        value => as_number(value).map(|number| number.to_string()),
    };
    text.filter(|text| !text.is_empty()).ok_or_else(|| D::Error::custom("no identifier"))
}

/// A list of objects that may be null, or an object whose values are the entries.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(List(PhantomData))
}

struct List<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Object(entry)) = entries.next_element()? {
            list.push(entry);
        }
        Ok(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some((IgnoredAny, Object(entry))) = members.next_entry()? {
            list.push(entry);
        }
        Ok(list)
    }
}

/// An object; serde by itself would read a struct from a list, too.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }

        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

/// An object; null is an empty one.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.map(|Object(object)| object).unwrap_or_default())
}

/// Entries of a shape that is not known, each as its own text or as JSON.
pub(super) fn entries_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let entries = match Value::deserialize(deserializer)? {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::Array(entries) => entries,
        Value::Object(members) if members.is_empty() => Vec::new(),
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        value => vec![value],
    };
    let entry = |value| if let Value::String(text) = value { text } else { value.to_string() };
    Ok(entries.into_iter().map(entry).collect())
}

/// Reads a body that is one JSON object, byte order mark or not. A text with replaced bytes in it is no
/// longer the secret that was sent, so broken UTF-8 is not read at all.
pub(super) fn from_object<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    object(str::from_utf8(body).ok()?)
}

/// As [`from_object`], of a text. A list would be read as the members of a struct in their order.
pub(super) fn object<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = text.trim_start_matches('\u{feff}').trim_ascii_start();
    text.starts_with('{').then(|| serde_json::from_str(text).ok()).flatten()
}
