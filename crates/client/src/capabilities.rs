//! What a server offers beside the vendors' calls. Everything works without, as far as vendors' calls go.

use std::cell::RefCell;

use latchboard_contract::endpoint::{Capabilities, Endpoint, Extension, ReadCapabilities};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::idempotency::IdempotencyKey;

use crate::repeat;
use crate::retry::Retries;
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
    judged(read(transport, base).await)
}

async fn read(transport: &impl Transport, base: &BaseUrl) -> Result<Capabilities, Problem> {
    call::<ReadCapabilities>(transport, base, ReadCapabilities::encode(&())).await
}

fn judged(answer: Result<Capabilities, Problem>) -> Result<Option<Capabilities>, Problem> {
    match answer {
        Ok(capabilities) => Ok(Some(capabilities)),
        Err(problem) if is_somebody_elses(&problem) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Whether such an answer came from a server that does not know the question.
fn is_somebody_elses(problem: &Problem) -> bool {
    match problem.code {
        Code::NotAuthorised | Code::AddressWrong | Code::Refused | Code::AnswerUnreadable => true,
        // What some make of any address that they do not have. Other such failures are those of proxies, and pass.
        Code::ServiceProblem => problem.status == Some(500),
        _ => false,
    }
}

/// What servers offer, as far as it is known. Each is asked when it matters for the first time; one that gave no answer is
/// asked again the next time.
#[derive(Default)]
pub struct KnownCapabilities {
    /// A page knows one or two servers.
    known: RefCell<Vec<(BaseUrl, Option<Capabilities>)>>,
}

impl KnownCapabilities {
    /// What is known already of one server.
    #[must_use]
    pub fn of(base: BaseUrl, offered: Option<Capabilities>) -> Self {
        Self { known: RefCell::new(vec![(base, offered)]) }
    }

    /// As [`capabilities()`], which is asked anew: servers are upgraded, and replaced. What it said before holds until it says
    /// something else, or that it does not know the question: any other failure may be that of a proxy.
    ///
    /// # Errors
    ///
    /// As there, where it never answered.
    pub async fn ask(
        &self,
        transport: &impl Transport,
        base: &BaseUrl,
    ) -> Result<Option<Capabilities>, Problem> {
        let mut retries = Retries::default();
        loop {
            let answer = read(transport, base).await;
            let is_final = answer
                .as_ref()
                .err()
                .is_none_or(|problem| matches!(problem.code, Code::NotAuthorised | Code::AddressWrong));
            if let Some(before) = self.kept(base).filter(|before| before.is_some() && !is_final) {
                return Ok(before);
            }
            let problem = match judged(answer) {
                Ok(offered) => {
                    self.keep(base, offered.clone());
                    return Ok(offered);
                }
                Err(problem) => problem,
            };
            if let Some(before) = self.kept(base) {
                return Ok(before);
            }
            match retries.pause_after(&problem, transport) {
                Some(pause) => transport.sleep(pause).await,
                None => return Err(problem),
            }
        }
    }

    /// As [`capabilities()`], which is asked where it is not known yet.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn get(
        &self,
        transport: &impl Transport,
        base: &BaseUrl,
    ) -> Result<Option<Capabilities>, Problem> {
        if let Some(offered) = self.kept(base) {
            return Ok(offered);
        }
        let offered = capabilities(transport, base).await?;
        self.keep(base, offered.clone());
        Ok(offered)
    }

    fn kept(&self, base: &BaseUrl) -> Option<Option<Capabilities>> {
        self.known.borrow().iter().find(|(known, _)| known == base).map(|(_, offered)| offered.clone())
    }

    fn keep(&self, base: &BaseUrl, offered: Option<Capabilities>) {
        let mut known = self.known.borrow_mut();
        known.retain(|(other, _)| other != base);
        known.push((base.clone(), offered));
    }

    /// Whether the server offers this. One that gave no answer is taken for one that does not.
    pub(crate) async fn offers(
        &self,
        extension: Extension,
        transport: &impl Transport,
        base: &BaseUrl,
    ) -> bool {
        let offered = self.get(transport, base).await.ok().flatten();
        offered.is_some_and(|offered| offered.extensions.contains(&extension))
    }

    /// A key for a new call; `None` where the server does not take one, or does not say.
    pub(crate) async fn new_key(&self, transport: &impl Transport, base: &BaseUrl) -> Option<IdempotencyKey> {
        let takes_keys = self.offers(Extension::IdempotencyKey, transport, base).await;
        takes_keys.then(|| repeat::new_key(transport.now()))
    }

    /// Whether the server still tells a repeat under this key from a new call.
    pub(crate) async fn knows(
        &self,
        key: &IdempotencyKey,
        transport: &impl Transport,
        base: &BaseUrl,
    ) -> bool {
        repeat::is_good(key, transport.now()) && self.offers(Extension::IdempotencyKey, transport, base).await
    }
}
