//! The words for what is pointed out about a secret, and for its strength.

use latchboard_texts::{Text, warnings as texts};

use crate::validate::{Level, Reason, WarningKind};

/// What a warning says.
pub(crate) const fn warning(kind: WarningKind) -> Text {
    match kind {
        WarningKind::LeadingSpace => texts::LEADING_SPACE,
        WarningKind::TrailingSpace => texts::TRAILING_SPACE,
        WarningKind::OuterSpace => texts::OUTER_SPACE,
        WarningKind::Invisible => texts::INVISIBLE,
        WarningKind::UnusualSpace => texts::UNUSUAL_SPACE,
        WarningKind::LookAlike => texts::LOOK_ALIKE,
        WarningKind::SeveralForms => texts::SEVERAL_FORMS,
        WarningKind::ContainsApiKey => texts::CONTAINS_API_KEY,
        WarningKind::IsAdminKey => texts::IS_ADMIN_KEY,
        WarningKind::Placeholder => texts::PLACEHOLDER,
        WarningKind::CommonPassword => texts::COMMON_PASSWORD,
        WarningKind::Weak => texts::WEAK,
    }
}

/// A step of the strength meter; it goes with “strength”, which is feminine in Portuguese.
pub(crate) const fn level(level: Level) -> Text {
    match level {
        Level::VeryWeak => texts::LEVEL_VERY_WEAK,
        Level::Weak => texts::LEVEL_WEAK,
        Level::Fair => texts::LEVEL_FAIR,
        Level::Strong => texts::LEVEL_STRONG,
        Level::VeryStrong => texts::LEVEL_VERY_STRONG,
    }
}

/// What keeps a secret from being stronger.
pub(crate) const fn reason(reason: Reason) -> Text {
    match reason {
        Reason::TooShort => texts::REASON_TOO_SHORT,
        Reason::OnlyDigits => texts::REASON_ONLY_DIGITS,
        Reason::OneKind => texts::REASON_ONE_KIND,
        Reason::Repeats => texts::REASON_REPEATS,
        Reason::Sequence => texts::REASON_SEQUENCE,
        Reason::Keyboard => texts::REASON_KEYBOARD,
        Reason::Date => texts::REASON_DATE,
        Reason::CommonWord => texts::REASON_COMMON_WORD,
        Reason::FewWords => texts::REASON_FEW_WORDS,
    }
}

#[cfg(test)]
mod tests {
    use latchboard_texts::Language;

    use crate::validate::{Reason, WarningKind};

    #[test]
    fn everything_is_said_in_sentences() {
        for text in WarningKind::ALL.map(WarningKind::text).into_iter().chain(Reason::ALL.map(Reason::text)) {
            for text in Language::ALL.map(|language| text.in_(language)) {
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }
}
