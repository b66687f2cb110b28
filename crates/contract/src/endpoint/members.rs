//! The parts of a body as they were written: the members of an object, the text of a form's field.

use std::fmt;

use percent_encoding::percent_decode;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// The members of an object in their order, each value as it was written: what nobody asks for is not read, and a
/// member that is there twice can be told.
pub(super) struct Members(Vec<(String, Box<RawValue>)>);

impl Members {
    pub(super) fn iter(&self) -> impl Iterator<Item = &(String, Box<RawValue>)> {
        self.0.iter()
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// As a form encodes it, decoded, in one allocation. What is not encoded stays as it is.
pub(super) fn form_decoded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    for (index, piece) in text.split(|byte| *byte == b'+').enumerate() {
        if index > 0 {
            decoded.push(b' ');
        }
        decoded.extend(percent_decode(piece));
    }
    decoded
}
