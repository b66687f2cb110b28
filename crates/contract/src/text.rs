//! Texts for people, in every language of the product. Data only: nothing is put together at run
//! time, so that no sentence can come to quote what somebody typed.

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Portuguese as written in Brazil.
    BrazilianPortuguese,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::BrazilianPortuguese];

    /// Its BCP 47 tag, as in HTML's `lang`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::BrazilianPortuguese => "pt-BR",
        }
    }

    /// Its own name for itself, for the menu in which it is chosen.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::BrazilianPortuguese => "Português do Brasil",
        }
    }

    /// The language that serves readers of a BCP 47 tag, such as a browser reports: its first part
    /// decides, so `pt-PT` gets Brazilian Portuguese rather than English.
    #[must_use]
    pub fn for_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        let spoken = |language: &Self| {
            language.tag().split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(primary))
        };
        Self::ALL.into_iter().find(spoken)
    }
}

/// One text in every language: a missing translation is a compile error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    en: &'static str,
    pt_br: &'static str,
}

impl Text {
    /// The same text in English and in Brazilian Portuguese.
    #[must_use]
    pub const fn new(en: &'static str, pt_br: &'static str) -> Self {
        Self { en, pt_br }
    }

    /// The text in one language.
    #[must_use]
    pub const fn in_(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::BrazilianPortuguese => self.pt_br,
        }
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
