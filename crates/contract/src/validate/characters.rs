//! Characters that don't show what they are. A choice of those that reach secrets through word
//! processors, chat programs and foreign keyboards; no complete copy of Unicode's tables.

/// What is odd about a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// Nothing is seen of it.
    Invisible,
    /// It looks like a space, and is another character.
    UnusualSpace,
    /// It looks like a character of the keyboard, and is another one.
    LookAlike,
    /// The same sign can be written with other characters.
    SeveralForms,
}

/// What is odd about `character`, if anything; the worst of it when there are several things.
pub(super) fn oddity(character: char) -> Option<Oddity> {
    if character.is_ascii() {
        None
    } else if is_invisible(character) {
        Some(Oddity::Invisible)
    } else if character.is_whitespace() {
        Some(Oddity::UnusualSpace)
    } else if is_look_alike(character) {
        Some(Oddity::LookAlike)
    } else if has_several_forms(character) {
        Some(Oddity::SeveralForms)
    } else {
        None
    }
}

/// Joiners, direction marks, fillers, variation selectors, byte order marks, tags.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Cyrillic, Greek, Latin, then marks: each is taken for a character of an ordinary keyboard.
const LOOK_ALIKES: &str = "авеіјкмнорсѕтухһԁԛԝАВЕЅІЈКМНОРСТУХԌԚԜЗӀҮ\
    ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυϲϳ\
    ıȷɑɡɩʟǀǃℓ\u{212a}\u{2126}\
    ‘’‚‛“”„‟′″‵‶‹›«»´ʹʺʻʼʽˊˋ\
    ‐‑‒–—―−⁃…․·•∙⋅⁄∕∖∗⁎∼˜ˆ∶꞉٪﹘﹣﹪";

/// Those above, full-width forms, mathematical letters and Roman numerals.
fn is_look_alike(character: char) -> bool {
    matches!(
        character,
        '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2160}'..='\u{2188}'
    ) || LOOK_ALIKES.chars().any(|known| known == character)
}

/// Kana that can also be written as a plain kana and a voicing mark.
const VOICED_KANA: &str = "がぎぐげござじずぜぞだぢづでどばぱびぴぶぷべぺぼぽゔゞ\
    ガギグゲゴザジズゼゾダヂヅデドバパビピブプベペボポヴヷヸヹヺヾ";

/// Whether composed and decomposed, or compatible, spellings of it exist.
fn has_several_forms(character: char) -> bool {
    match character {
        // Latin letters with a stroke or of their own stand for themselves only.
        'Æ' | 'Ð' | '×' | 'Ø' | 'Þ' | 'ß' | 'æ' | 'ð' | '÷' | 'ø' | 'þ' => false,
        'Đ' | 'đ' | 'Ħ' | 'ħ' | 'ĸ' | 'Ł' | 'ł' | 'Ŋ' | 'ŋ' | 'Œ' | 'œ' | 'Ŧ' | 'ŧ' => false,
        // Letters with marks, ligatures and raised digits: Latin, Greek, Cyrillic.
        'ª' | '²' | '³' | '¹' | 'º' | '¼'..='¾' | 'À'..='ſ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' => true,
        'Ǆ'..='ǜ' | 'Ǟ'..='ǣ' | 'Ǧ'..='ǵ' | 'Ǹ'..='ț' | 'Ȟ' | 'ȟ' | 'Ȧ'..='ȳ' | 'Ḁ'..='ỿ' => {
            true
        }
        'Ά' | 'Έ'..='ΐ' | 'Ϊ'..='ΰ' | 'ϊ'..='ώ' | 'ἀ'..='῾' => true,
        'Ѐ' | 'Ё' | 'Ѓ' | 'Ї' | 'Ќ'..='Ў' | 'Й' | 'й' | 'ѐ' | 'ё' | 'ѓ' | 'ї' | 'ќ'..='ў' => {
            true
        }
        'Ӂ' | 'ӂ' | 'Ӑ'..='ӓ' | 'Ӗ' | 'ӗ' | 'Ӛ'..='ӟ' | 'Ӣ'..='ӧ' | 'Ӫ'..='ӵ' | 'Ӹ' | 'ӹ' => {
            true
        }
        // Marks that combine with the letter before them.
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' => true,
        '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' => true,
        '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309c}' => true,
        '\u{fe20}'..='\u{fe2f}' => true,
        // Scripts that are written in parts or as wholes, and compatible forms of others.
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2070}'..='\u{209c}' | '\u{2100}'..='\u{214f}' | '\u{2460}'..='\u{24ff}' => true,
        '\u{3200}'..='\u{33ff}' | '\u{f900}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => true,
        '\u{ff61}'..='\u{ffee}' | '\u{2f800}'..='\u{2fa1f}' => true,
        _ => VOICED_KANA.chars().any(|known| known == character),
    }
}

#[cfg(test)]
mod tests {
    use super::{LOOK_ALIKES, Oddity, oddity};

    #[test]
    fn each_kind_is_recognised() {
        for (characters, expected) in [
            ("aZ09 ~\t", None),
            ("øŁß€中あ🔑", None),
            ("\u{200b}\u{feff}\u{ad}\u{202e}\u{fe0f}", Some(Oddity::Invisible)),
            ("\u{a0}\u{2009}\u{3000}", Some(Oddity::UnusualSpace)),
            ("аеоΟ“”‘’–Ａ１𝐚", Some(Oddity::LookAlike)),
            ("éÇñ\u{301}ﬁ²가が", Some(Oddity::SeveralForms)),
        ] {
            for character in characters.chars() {
                assert_eq!(oddity(character), expected, "{character:?}");
            }
        }
    }

    #[test]
    fn the_list_of_look_alikes_has_nothing_of_the_keyboard_in_it() {
        assert!(!LOOK_ALIKES.contains(|character: char| character.is_ascii() || character.is_whitespace()));
    }
}
