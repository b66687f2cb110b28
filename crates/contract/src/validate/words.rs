//! Words that passwords are made of. A short list of our own: it tells the worst from the rest,
//! and replaces no list of leaked passwords.

/// At least four letters each; written as [`fold`] leaves them, so without `l`.
const WORDS: [&str; 135] = [
    // Credentials, by their own names.
    "password",
    "passwort",
    "passphrase",
    "passcode",
    "secret",
    "secreto",
    "segredo",
    "senha",
    "senhas",
    "token",
    "apikey",
    "adminkey",
    "access",
    "acesso",
    "login",
    "logon",
    "admin",
    "administrator",
    "administrador",
    "root",
    "user",
    "username",
    "usuario",
    "guest",
    "convidado",
    "default",
    "padrao",
    "changeme",
    "changeit",
    "trocar",
    "mudar",
    "letmein",
    "welcome",
    "bemvindo",
    "public",
    "private",
    // What is tried out.
    "test",
    "teste",
    "testing",
    "demo",
    "sample",
    "example",
    "exemplo",
    "hello",
    "temp",
    "temporary",
    "foobar",
    "blank",
    "nothing",
    "something",
    "anything",
    "whatever",
    // What this product is about.
    "latchboard",
    "tomtom",
    "location",
    "history",
    "geofencing",
    "geofence",
    "mysafe",
    "senhasegura",
    "segura",
    "vault",
    "cofre",
    "customer",
    "cliente",
    "company",
    "empresa",
    "server",
    "servidor",
    "database",
    "oracle",
    "mysql",
    "postgres",
    "docker",
    "cisco",
    "internet",
    "computer",
    // What people like.
    "monkey",
    "dragon",
    "master",
    "shadow",
    "superman",
    "batman",
    "pokemon",
    "starwars",
    "matrix",
    "football",
    "baseball",
    "futebol",
    "soccer",
    "hockey",
    "flamengo",
    "corinthians",
    "palmeiras",
    "santos",
    "brasil",
    "brazil",
    "liverpool",
    "chelsea",
    "iloveyou",
    "love",
    "teamo",
    "amor",
    "jesus",
    "princess",
    "princesa",
    "sunshine",
    "summer",
    "winter",
    "spring",
    "autumn",
    "verao",
    "inverno",
    "freedom",
    "killer",
    "ninja",
    "hunter",
    "trustno",
    "cheese",
    "coffee",
    "banana",
    "cookie",
    "pepper",
    "ginger",
    "mustang",
    "ferrari",
    "google",
    "samsung",
    "apple",
    "michael",
    "daniel",
    "jordan",
    "thomas",
    "charlie",
    "maria",
];

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

/// The length of the longest common word that `folded` begins with; 0 when there is none.
pub(super) fn word_at(folded: &[char]) -> usize {
    WORDS.iter().filter(|word| begins(folded, word)).map(|word| word.len()).max().unwrap_or(0)
}

fn begins(folded: &[char], word: &str) -> bool {
    // All words are ASCII: bytes are characters.
    folded.len() >= word.len()
        && folded.iter().zip(word.bytes()).all(|(have, want)| *have == fold(char::from(want)))
}

/// Whether `text` is a common word with no more than digits and marks around it.
pub(super) fn is_common(text: &[char]) -> bool {
    let is_letter = |character: &char| character.is_alphabetic() || matches!(character, '@' | '$');
    let (Some(first), Some(last)) = (text.iter().position(is_letter), text.iter().rposition(is_letter))
    else {
        return false;
    };
    let core = &text[first..=last];
    WORDS.iter().any(|word| {
        let same = |(have, want): (&char, u8)| fold(*have) == fold(char::from(want));
        core.len() == word.len() && core.iter().zip(word.bytes()).all(same)
    })
}

#[cfg(test)]
mod tests {
    use super::{WORDS, fold, is_common, word_at};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_list_is_small_and_made_of_plain_words() {
        assert!(WORDS.concat().len() + WORDS.len() * 8 < 2048, "text and pointers in WebAssembly");
        for word in WORDS {
            assert!(word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            assert_eq!(WORDS.iter().filter(|other| **other == word).count(), 1, "{word}");
        }
    }

    #[test]
    fn a_disguised_word_is_still_that_word() {
        for text in ["password", "P@$$w0rd", "passw0rd2024!", "123Senha", "we1c0me!!", "Let-me-in"] {
            assert_eq!(is_common(&chars(text)), text != "Let-me-in", "{text}");
        }
        assert!(!is_common(&chars("")) && !is_common(&chars("12345")));
    }

    #[test]
    fn the_longest_word_counts() {
        let folded: Vec<char> = "Testing!".chars().map(fold).collect();
        assert_eq!(word_at(&folded), "testing".len());
        assert_eq!(word_at(&chars("xyz")), 0);
    }
}
