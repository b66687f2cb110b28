//! The names of enums as types of TypeScript, made from the enums when this is compiled.

use latchboard_client::State;
use latchboard_client::resolve::{Finding as Found, Question};
use latchboard_contract::endpoint::configuration::Service as Twin;
use latchboard_contract::endpoint::{EndpointId, Extension as Offered};
use latchboard_contract::error::Code as ErrorCode;
use latchboard_contract::{typescript_union, validate};

typescript_union! {
    /// What went wrong, as a stable code. Branch on these; texts and statuses may change.
    Code: ErrorCode
}
typescript_union! {
    /// The codes after which nobody can say whether the server made the change.
    OpenCode: ErrorCode, code => code.leaves_outcome_open()
}
typescript_union! {
    /// The codes of calls that never left this side.
    LocalCode: ErrorCode, code => code.is_local()
}
typescript_union! {
    /// The codes that a server can refuse with.
    RefusalCode: ErrorCode, code => !code.leaves_outcome_open() && !code.is_local()
}
typescript_union! {
    /// The codes of a secret that may not be sent.
    SecretCode: ErrorCode, code => matches!(
        code,
        ErrorCode::SecretEmpty
            | ErrorCode::SecretTooLong
            | ErrorCode::SecretControlCharacter
            | ErrorCode::SecretPlaceholder
    )
}
typescript_union! {
    /// The calls, by name.
    Endpoint: EndpointId
}
typescript_union! {
    /// Which of the twins is asked.
    Service: Twin
}
typescript_union! {
    /// Whether an API secret may be used.
    ApiSecretState: State
}
typescript_union! {
    /// What a server may offer beside the vendors' calls. `find`: it finds API secrets by their value. `audit`: it shows its
    /// audit log. `idempotency-key`: a call that changes something is carried out once, however often it is sent under the
    /// same key. `index`: it gives out what the search for leaked values needs. `revoke-token`: it ends a sign-in.
    Extension: Offered
}
typescript_union! {
    /// What was found out about a call without an answer.
    Finding: Found
}
typescript_union! {
    /// The questions that follow the first one.
    NextQuestion: Question, question => !matches!(question, Question::Repeat | Question::LookInList)
}
typescript_union! {
    /// The kinds of warnings.
    WarningKind: validate::WarningKind
}
typescript_union! {
    /// From what is guessed at once to what nobody guesses.
    Level: validate::Level
}
typescript_union! {
    /// What keeps a secret from being stronger.
    Reason: validate::Reason
}
typescript_union! {
    /// `chosen` for a secret that is being chosen; `present` for one that is in force already: then it may be a sample text,
    /// and its strength is not warned of.
    Role: validate::Role
}
