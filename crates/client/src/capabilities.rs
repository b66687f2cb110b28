//! What a server offers beside the vendors' calls. Asked once per connection: everything works without.

use std::cell::RefCell;

use latchboard_contract::endpoint::{Capabilities, Endpoint, Extension, ReadCapabilities};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::idempotency::IdempotencyKey;

use crate::repeat;
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

/// Which servers take an idempotency key. Each is asked once, before the first call that changes something; one that
/// gave no answer is asked again before the next.
#[derive(Default)]
pub struct KeySupport {
    /// A page knows one or two servers.
    known: RefCell<Vec<(BaseUrl, bool)>>,
}

impl KeySupport {
    /// What is known already of one server.
    #[must_use]
    pub fn knowing(base: BaseUrl, takes_keys: bool) -> Self {
        Self { known: RefCell::new(vec![(base, takes_keys)]) }
    }

    /// A key for a new call; `None` where the server does not take one, or does not say.
    pub(crate) async fn new_key(&self, transport: &impl Transport, base: &BaseUrl) -> Option<IdempotencyKey> {
        self.takes_keys(transport, base).await.then(|| repeat::new_key(transport.now()))
    }

    /// Whether the server still tells a repeat under this key from a new call.
    pub(crate) async fn knows(
        &self,
        key: &IdempotencyKey,
        transport: &impl Transport,
        base: &BaseUrl,
    ) -> bool {
        repeat::is_good(key, transport.now()) && self.takes_keys(transport, base).await
    }

    /// Whether the server takes a key. One that gave no answer is taken for one that does not.
    pub(crate) async fn takes_keys(&self, transport: &impl Transport, base: &BaseUrl) -> bool {
        let known = self.known.borrow().iter().find(|(known, _)| known == base).map(|(_, takes)| *takes);
        if let Some(takes) = known {
            return takes;
        }
        let Ok(offered) = capabilities(transport, base).await else { return false };
        let takes = offered.is_some_and(|offered| offered.extensions.contains(&Extension::IdempotencyKey));
        self.known.borrow_mut().push((base.clone(), takes));
        takes
    }
}
