//! Names of enums outside Rust: in JavaScript, addresses, files and on the wire. They stay as they are when a variant is
//! renamed.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// An enum with one table of names: `ALL`, `NAMES`, `as_str`, `named`, `Display`, `Serialize` and `Deserialize` come from it.
#[macro_export]
macro_rules! names {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident {
            $($(#[$doc:meta])* $Variant:ident = $name:literal,)+
        }
    ) => {
        $(#[$meta])*
        pub enum $Enum {
            $($(#[$doc])* $Variant,)+
        }

        impl $Enum {
            /// All of them, in order.
            pub const ALL: [Self; Self::NAMES.len()] = [$(Self::$Variant),+];

            /// Their names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// Its name outside Rust.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $name,)+
                }
            }

            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.as_str() == name)
            }
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl $crate::names::serde::Serialize for $Enum {
            fn serialize<S: $crate::names::serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::names::serde::Deserialize<'de> for $Enum {
            fn deserialize<D: $crate::names::serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                $crate::names::deserialize(deserializer, Self::NAMES).map(|index| Self::ALL[index])
            }
        }
    };
}

/// Declares in TypeScript, for crates that use wasm-bindgen, a union of the names of an enum, or of those that a condition
/// holds for.
#[macro_export]
macro_rules! typescript_union {
    ($(#[doc = $doc:literal])+ $name:ident: $Enum:ty) => {
        $crate::typescript_union! { $(#[doc = $doc])+ $name: $Enum, one => matches!(one, _all) }
    };
    ($(#[doc = $doc:literal])+ $name:ident: $Enum:ty, $one:ident => $condition:expr) => {
        const _: () = {
            const HEAD: &str =
                concat!("/**\n", $(" *", $doc, "\n",)+ " */\nexport type ", stringify!($name), " =");
            const LENGTH: usize = {
                let (mut length, mut index) = (HEAD.len() + 1, 0);
                while index < <$Enum>::ALL.len() {
                    let $one = <$Enum>::ALL[index];
                    if $condition {
                        length += " | \"\"".len() + <$Enum>::NAMES[index].len();
                    }
                    index += 1;
                }
                length
            };
            const BYTES: [u8; LENGTH] = {
                use $crate::names::put;
                let mut bytes = [0; LENGTH];
                let (mut at, mut index) = (put(&mut bytes, 0, HEAD), 0);
                while index < <$Enum>::ALL.len() {
                    let $one = <$Enum>::ALL[index];
                    if $condition {
                        at = put(&mut bytes, at, " | \"");
                        at = put(&mut bytes, at, <$Enum>::NAMES[index]);
                        at = put(&mut bytes, at, "\"");
                    }
                    index += 1;
                }
                put(&mut bytes, at, ";");
                bytes
            };
            #[wasm_bindgen::prelude::wasm_bindgen(typescript_custom_section)]
            const DECLARED: &str = match str::from_utf8(&BYTES) {
                Ok(text) => text,
                Err(_) => unreachable!(),
            };
            // rustc reports it as unused otherwise.
            let _used = BYTES;
        };
    };
}

/// Writes `text` at a place; answers the place behind it.
#[doc(hidden)]
pub const fn put(bytes: &mut [u8], at: usize, text: &str) -> usize {
    let mut index = 0;
    while index < text.len() {
        bytes[at + index] = text.as_bytes()[index];
        index += 1;
    }
    at + text.len()
}

/// What the macros name, wherever they are called.
#[doc(hidden)]
pub use serde;

/// Which of `names` a text is.
///
/// # Errors
///
/// For anything but a text, and for other texts: the error lists the names and quotes nothing of what was read.
pub fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
    names: &'static [&'static str],
) -> Result<usize, D::Error> {
    struct OneOf(&'static [&'static str]);

    impl Visitor<'_> for OneOf {
        type Value = usize;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            for (index, name) in self.0.iter().enumerate() {
                let between = match self.0.len() - index {
                    _ if index == 0 => "",
                    1 => " or ",
                    _ => ", ",
                };
                write!(formatter, "{between}\"{name}\"")?;
            }
            Ok(())
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<usize, E> {
            let known = self.0.iter().position(|name| *name == text);
            known.ok_or_else(|| E::invalid_value(Unexpected::Other("another text"), &self))
        }
    }

    deserializer.deserialize_str(OneOf(names))
}

#[cfg(test)]
mod tests {
    use crate::validate::Role;

    #[test]
    fn a_name_is_read_as_it_is_written_and_another_text_is_told_what_there_is() {
        assert_eq!(serde_json::to_string(&Role::Present).unwrap(), "\"present\"");
        assert_eq!(serde_json::from_str::<Role>("\"present\"").unwrap(), Role::Present);
        for wrong in ["\"s3cret\"", "1"] {
            let said = serde_json::from_str::<Role>(wrong).unwrap_err().to_string();
            assert!(said.contains("expected \"chosen\" or \"present\""), "{said}");
            assert!(!said.contains("s3cret"), "{said}");
        }
    }
}
