//! The names of enums as types of TypeScript, made from the enums when this is compiled.

use latchboard_client::State;
use latchboard_client::resolve::{Finding as Found, Question};
use latchboard_contract::endpoint::configuration::Service as Twin;
use latchboard_contract::endpoint::{EndpointId, Extension as Offered};
use latchboard_contract::error::Code as ErrorCode;
use latchboard_contract::validate;
use wasm_bindgen::prelude::wasm_bindgen;

/// Declares a union of the names of an enum, or of those that a condition holds for.
macro_rules! union {
    ($(#[doc = $doc:literal])+ $name:ident: $Enum:ty) => {
        union! { $(#[doc = $doc])+ $name: $Enum, one => matches!(one, _all) }
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
            #[wasm_bindgen(typescript_custom_section)]
            const DECLARED: &str = match str::from_utf8(&BYTES) {
                Ok(text) => text,
                Err(_) => unreachable!(),
            };
            // To the compiler wasm-bindgen's use of it is none.
            let _used = BYTES;
        };
    };
}

/// Writes `text` at a place; answers the place behind it.
const fn put(bytes: &mut [u8], at: usize, text: &str) -> usize {
    let mut index = 0;
    while index < text.len() {
        bytes[at + index] = text.as_bytes()[index];
        index += 1;
    }
    at + text.len()
}

union! {
    /// What went wrong, as a stable code. Branch on these; texts and statuses may change.
    Code: ErrorCode
}
union! {
    /// The codes after which nobody can say whether the server made the change.
    OpenCode: ErrorCode, code => code.leaves_outcome_open()
}
union! {
    /// The codes of calls that never left this side.
    LocalCode: ErrorCode, code => code.is_local()
}
union! {
    /// The codes that a server can refuse with.
    RefusalCode: ErrorCode, code => !code.leaves_outcome_open() && !code.is_local()
}
union! {
    /// The codes of a secret that may not be sent.
    SecretCode: ErrorCode, code => matches!(
        code,
        ErrorCode::SecretEmpty
            | ErrorCode::SecretTooLong
            | ErrorCode::SecretControlCharacter
            | ErrorCode::SecretPlaceholder
    )
}
union! {
    /// The calls, by name.
    Endpoint: EndpointId
}
union! {
    /// Which of the twins is asked.
    Service: Twin
}
union! {
    /// Whether an API secret may be used.
    ApiSecretState: State
}
union! {
    /// What a server may offer beside the vendors' calls. `find`: it finds API secrets by their value. `audit`: it shows its
    /// audit log. `idempotency-key`: a call that changes something is carried out once, however often it is sent under the
    /// same key. `index`: it gives out what the search for leaked values needs. `revoke-token`: it ends a sign-in.
    Extension: Offered
}
union! {
    /// What was found out about a call without an answer.
    Finding: Found
}
union! {
    /// The questions that follow the first one.
    NextQuestion: Question, question => !matches!(question, Question::Repeat | Question::LookInList)
}
union! {
    /// The kinds of warnings.
    WarningKind: validate::WarningKind
}
union! {
    /// From what is guessed at once to what nobody guesses.
    Level: validate::Level
}
union! {
    /// What keeps a secret from being stronger.
    Reason: validate::Reason
}
union! {
    /// `chosen` for a secret that is being chosen; `present` for one that is in force already: then it may be a sample text,
    /// and its strength is not warned of.
    Role: validate::Role
}
