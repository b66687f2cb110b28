//! The languages of the product.

#[cfg(embedded)]
use crate::Portion;

macro_rules! languages {
    ($first:ident = $first_tag:literal, $first_name:literal; $($name:ident = $tag:literal, $own_name:literal;)*) => {
        /// A language of the product.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Language {
            #[doc = $first_name]
            #[default]
            $first,
            $(#[doc = $own_name] $name,)*
        }

        impl Language {
            /// The order of menus; the first is spoken where no other is asked for.
            pub const ALL: [Self; [$first_tag, $($tag),*].len()] = [Self::$first, $(Self::$name,)*];

            /// Its BCP 47 tag, as in HTML's `lang`.
            #[must_use]
            pub const fn tag(self) -> &'static str {
                match self {
                    Self::$first => $first_tag,
                    $(Self::$name => $tag,)*
                }
            }

            /// Its own name for itself, for the menu in which it is chosen.
            #[must_use]
            pub const fn own_name(self) -> &'static str {
                match self {
                    Self::$first => $first_name,
                    $(Self::$name => $own_name,)*
                }
            }

            /// What [`load`](crate::load) takes.
            #[cfg(embedded)]
            #[must_use]
            pub const fn table(self, portion: Portion) -> &'static str {
                match (self, portion) {
                    (Self::$first, Portion::Shell) => include_str!(concat!(env!("OUT_DIR"), "/", $first_tag, ".txt")),
                    (Self::$first, Portion::Parts) => {
                        include_str!(concat!(env!("OUT_DIR"), "/of-parts-", $first_tag, ".txt"))
                    }
                    $(
                        (Self::$name, Portion::Shell) => include_str!(concat!(env!("OUT_DIR"), "/", $tag, ".txt")),
                        (Self::$name, Portion::Parts) => {
                            include_str!(concat!(env!("OUT_DIR"), "/of-parts-", $tag, ".txt"))
                        }
                    )*
                }
            }
        }
    };
}

// Beside a file of its own, a line is all that a language needs.
languages! {
    English = "en", "English";
    BrazilianPortuguese = "pt-BR", "Português do Brasil";
    Spanish = "es", "Español";
}

impl Language {
    /// The language that serves readers of a BCP 47 tag, such as a browser reports: its first part
    /// decides, so `pt-PT` gets Brazilian Portuguese rather than English.
    #[must_use]
    pub fn for_tag(tag: &str) -> Option<Self> {
        let primary =
            |tag: &str| tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| primary(language.tag()) == primary(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_reader_gets_the_nearest_language() {
        for (tag, language) in [
            ("en", Some(Language::English)),
            ("en-GB", Some(Language::English)),
            ("pt-BR", Some(Language::BrazilianPortuguese)),
            ("PT_br", Some(Language::BrazilianPortuguese)),
            ("pt-PT", Some(Language::BrazilianPortuguese)),
            ("ptx", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Language::for_tag(tag), language, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::for_tag(language.tag()), Some(language));
        }
    }
}
