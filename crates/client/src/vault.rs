//! The vault's calls, and the token that they need: fetched once for all who wait, renewed
//! before it expires, kept in memory only.

use std::rc::Rc;
use std::time::Duration;

use futures_util::lock::Mutex;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::envelope::Switched;
use latchboard_contract::endpoint::{
    Activate, ApiSecret, CreateApiSecret, Credentials, Deactivate, Endpoint, ListApiSecrets, ListFilter,
    ListedApiSecret, NewApiSecret, ReadApiSecret, Token,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use crate::Verdict;
use crate::transport::{BaseUrl, Transport, call};

/// A token is renewed this long before its end, so that it does not die on the way.
const RENEW_BEFORE_END: Duration = Duration::from_secs(60);

/// One sign-in to one vault. Share it by reference or `Rc`: all calls use the same token.
pub struct Vault<T> {
    transport: T,
    base: BaseUrl,
    credentials: Credentials,
    token: Mutex<Option<Held>>,
}

/// A token in use.
#[derive(Clone)]
struct Held {
    token: Rc<Secret>,
    renew_at: Duration,
}

/// Why a call to the vault has no reply.
enum Failure {
    /// There was no token, so the call itself was never sent.
    Token(Problem),
    /// The call was answered badly, or not at all.
    Call(Problem),
}

impl<T: Transport> Vault<T> {
    /// A vault that nobody has signed in to yet; the first call does.
    #[must_use]
    pub fn new(transport: T, base: BaseUrl, credentials: Credentials) -> Self {
        Self { transport, base, credentials, token: Mutex::new(None) }
    }

    /// Fetches a token, to see whether the credentials are right.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn sign_in(&self) -> Result<(), Problem> {
        self.token(None).await.map(|_| ())
    }

    /// Lists what this access key may see.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn list(&self, filter: &ListFilter) -> Result<Vec<ListedApiSecret>, Problem> {
        self.read_only::<ListApiSecrets>(filter).await
    }

    /// Reads one API secret, secret included; counts as a use.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn read(&self, identifier: &Identifier) -> Result<ApiSecret, Problem> {
        self.read_only::<ReadApiSecret>(identifier).await
    }

    /// Stores a new API secret.
    pub async fn create(&self, new: &NewApiSecret) -> Verdict<ApiSecret> {
        if [&new.name, &new.url, &new.client_id].iter().any(|text| text.trim().is_empty()) {
            return Verdict::NotAttempted(Problem::local(CreateApiSecret::ID, Code::FieldMissing));
        }
        verdict(self.once::<CreateApiSecret>(new).await)
    }

    /// Switches an API secret off.
    pub async fn deactivate(&self, identifier: &Identifier) -> Verdict<()> {
        switched(self.renewing::<Deactivate>(identifier).await)
    }

    /// Switches an API secret on.
    pub async fn activate(&self, identifier: &Identifier) -> Verdict<()> {
        switched(self.renewing::<Activate>(identifier).await)
    }

    async fn read_only<E: Endpoint>(&self, request: &E::Request) -> Result<E::Reply, Problem> {
        self.renewing::<E>(request).await.map_err(|failure| match failure {
            Failure::Token(problem) | Failure::Call(problem) => problem,
        })
    }

    /// One call; when the gateway does not know the token, once more with a fresh one. Only for
    /// calls that may be repeated.
    async fn renewing<E: Endpoint>(&self, request: &E::Request) -> Result<E::Reply, Failure> {
        let used = self.token(None).await.map_err(Failure::Token)?;
        match self.with_token::<E>(request, &used.token).await {
            Err(problem) if problem.code == Code::NotAuthorised => {
                let fresh = self.token(Some(&used.token)).await.map_err(Failure::Token)?;
                self.with_token::<E>(request, &fresh.token).await.map_err(Failure::Call)
            }
            result => result.map_err(Failure::Call),
        }
    }

    async fn once<E: Endpoint>(&self, request: &E::Request) -> Result<E::Reply, Failure> {
        let held = self.token(None).await.map_err(Failure::Token)?;
        self.with_token::<E>(request, &held.token).await.map_err(Failure::Call)
    }

    async fn with_token<E: Endpoint>(
        &self,
        request: &E::Request,
        token: &Secret,
    ) -> Result<E::Reply, Problem> {
        call::<E>(&self.transport, &self.base, E::encode(request).bearer(token)).await
    }

    /// The token in force, other than the one that was `refused`. Whoever comes while it is being
    /// fetched waits for that answer instead of asking again.
    async fn token(&self, refused: Option<&Rc<Secret>>) -> Result<Held, Problem> {
        let mut slot = self.token.lock().await;
        let usable = |held: &&Held| {
            !refused.is_some_and(|refused| Rc::ptr_eq(refused, &held.token))
                && self.transport.now() < held.renew_at
        };
        if let Some(held) = slot.as_ref().filter(usable) {
            return Ok(held.clone());
        }
        *slot = None;
        let asked_at = self.transport.now();
        let access = call::<Token>(&self.transport, &self.base, Token::encode(&self.credentials)).await?;
        let lives = Duration::from_secs(access.expires_in.into());
        // A token that lives less than two minutes would otherwise be renewed on every call.
        let margin = RENEW_BEFORE_END.min(lives / 2);
        let held = Held { token: Rc::new(access.token), renew_at: asked_at + lives - margin };
        *slot = Some(held.clone());
        Ok(held)
    }
}

fn verdict<R>(result: Result<R, Failure>) -> Verdict<R> {
    match result {
        Ok(reply) => Verdict::Done(reply),
        Err(Failure::Call(problem)) => Verdict::of(Err(problem)),
        Err(Failure::Token(problem)) => Verdict::NotAttempted(problem),
    }
}

fn switched(result: Result<Switched, Failure>) -> Verdict<()> {
    match result {
        Ok(Switched::AlreadySo) => Verdict::AlreadySo,
        result => verdict(result).map(|_| ()),
    }
}
