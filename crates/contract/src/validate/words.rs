//! Words that passwords are made of. A short list of our own: it tells the worst from the rest,
//! and replaces no list of leaked passwords.

use zeroize::Zeroizing;

/// At least four letters each: credentials by their own names, what is tried out, what this product
/// is about, what people like.
const WORDS: &str = "\
    password passwort passphrase passcode secret secreto segredo senha senhas token apikey adminkey \
    access acesso login logon admin administrator administrador root user username usuario guest \
    convidado default padrao changeme changeit trocar mudar letmein welcome bemvindo public private test \
    teste testing demo sample example exemplo hello temp temporary foobar blank nothing something \
    anything whatever latchboard tomtom location history geofencing geofence mysafe senhasegura segura \
    vault cofre customer cliente company empresa server servidor database oracle mysql postgres docker \
    cisco internet computer monkey dragon master shadow superman batman pokemon starwars matrix football \
    baseball futebol soccer hockey flamengo corinthians palmeiras santos brasil brazil liverpool chelsea \
    iloveyou love teamo amor jesus princess princesa sunshine summer winter spring autumn verao inverno \
    freedom killer ninja hunter trustno cheese coffee banana cookie pepper ginger mustang ferrari google \
    samsung apple michael daniel jordan thomas charlie maria";

/// The common words, to be looked for at many ranges.
pub(super) struct Words(Vec<&'static str>);

impl Words {
    pub(super) fn new() -> Self {
        Self(WORDS.split(' ').collect())
    }

    /// The length of the longest common word that `folded` begins with; 0 when there is none.
    pub(super) fn at(&self, folded: &[char]) -> usize {
        self.0.iter().filter(|word| begins(folded, word)).map(|word| word.len()).max().unwrap_or(0)
    }

    /// Whether `text` is a common word with no more than digits and marks around it.
    pub(super) fn has(&self, text: &[char]) -> bool {
        let is_letter = |character: &char| character.is_alphabetic() || matches!(character, '@' | '$');
        let ends = text.iter().position(is_letter).zip(text.iter().rposition(is_letter));
        ends.is_some_and(|(first, last)| {
            let folded: Zeroizing<Vec<char>> =
                text[first..=last].iter().map(|c| fold(*c)).collect::<Vec<_>>().into();
            self.at(&folded) == folded.len()
        })
    }
}

/// A character as its word means it: case and the usual replacements undone. `1`, `!` and `|` stand
/// for `i` as for `l`, so these two are one.
pub(super) fn fold(character: char) -> char {
    match character.to_ascii_lowercase() {
        '0' => 'o',
        '1' | '!' | '|' | 'l' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn begins(folded: &[char], word: &str) -> bool {
    // All words are ASCII: bytes are characters.
    folded.len() >= word.len()
        && folded.iter().zip(word.bytes()).all(|(have, want)| *have == fold(char::from(want)))
}

#[cfg(test)]
mod tests {
    use super::{WORDS, Words, fold};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_list_is_small_and_made_of_plain_words() {
        let words: Vec<&str> = WORDS.split(' ').collect();
        assert!(WORDS.len() < 2048);
        for word in &words {
            assert!(word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            assert_eq!(words.iter().filter(|other| *other == word).count(), 1, "{word}");
        }
    }

    #[test]
    fn a_disguised_word_is_still_that_word() {
        for text in ["password", "P@$$w0rd", "passw0rd2024!", "123Senha", "we1c0me!!", "Let-me-in"] {
            assert_eq!(Words::new().has(&chars(text)), text != "Let-me-in", "{text}");
        }
        assert!(!Words::new().has(&chars("")) && !Words::new().has(&chars("12345")));
    }

    #[test]
    fn the_longest_word_counts() {
        let folded: Vec<char> = "Testing!".chars().map(fold).collect();
        assert_eq!(Words::new().at(&folded), "testing".len());
        assert_eq!(Words::new().at(&chars("xyz")), 0);
    }
}
