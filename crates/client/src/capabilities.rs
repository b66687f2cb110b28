//! What a server offers beside the vendors' calls. Asked once per connection: everything works without.

use latchboard_contract::endpoint::{Capabilities, Endpoint, ReadCapabilities};
use latchboard_contract::error::{Code, Problem};

use crate::transport::{BaseUrl, Transport, call};

/// What the server at `base` offers; `None` where somebody else answers: a vendor's server, which
/// offers nothing beside its own calls.
///
/// # Errors
///
/// The server failed, has too much to do, or did not answer: then it is not known what it offers.
pub async fn capabilities(
    transport: &impl Transport,
    base: &BaseUrl,
) -> Result<Option<Capabilities>, Problem> {
    match call::<ReadCapabilities>(transport, base, ReadCapabilities::encode(&())).await {
        Ok(capabilities) => Ok(Some(capabilities)),
        Err(problem) if is_somebody_elses(problem.code) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Whether such an answer came from a server that does not know the question.
const fn is_somebody_elses(code: Code) -> bool {
    matches!(code, Code::NotAuthorised | Code::AddressWrong | Code::Refused | Code::AnswerUnreadable)
}
