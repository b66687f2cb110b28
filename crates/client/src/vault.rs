//! The vault's calls, and the token that they need: fetched once for all who wait, renewed
//! before it expires, kept in memory only.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::lock::Mutex;
use futures_util::stream::{self, StreamExt};
use latchboard_contract::endpoint::envelope::Switched;
use latchboard_contract::endpoint::{
    Activate, ApiSecret, ApiSecretChange, ApiSecretText, ApiSecretUpdate, AuditPage, AuditQuery,
    Capabilities, CreateApiSecret, Credentials, Deactivate, Endpoint, EndpointId, Extension, FactsChange,
    Find, Found, IndexReply, Inventory, InventoryItem, InventoryQuery, ListApiSecrets, ListFilter,
    ListedApiSecret, NewApiSecret, ProofQuery, ProveAudit, ReadApiSecret, ReadAudit, ReadIndex,
    ReadInventory, RevokeToken, Token, TokenStyle, UpdateApiSecret,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::Request;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};

use crate::cancellation::CancellationToken;
use crate::capabilities::KnownCapabilities;
use crate::repeat::Repeats;
use crate::resolve::{Conclusion, Finding, Question};
use crate::retry::Retries;
use crate::transport::{BaseUrl, Decode, Piece, Read, Transport, call, problem, send};
use crate::verdict::Verdict;

/// A token is renewed this long before its end, so that it does not die on the way.
const RENEW_BEFORE_END: Duration = Duration::from_secs(60);

latchboard_contract::names! {
    /// Whether an API secret may be used.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum State {
        Active = "active",
        Inactive = "inactive",
    }
}

impl State {
    /// The call that leads to it.
    #[must_use]
    pub const fn endpoint(self) -> EndpointId {
        match self {
            Self::Active => EndpointId::Activate,
            Self::Inactive => EndpointId::Deactivate,
        }
    }

    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Active => Self::Inactive,
            Self::Inactive => Self::Active,
        }
    }
}

/// One sign-in to one vault. Share it by reference or `Rc`: all calls use the same token.
pub struct Vault<T> {
    transport: T,
    base: BaseUrl,
    credentials: Credentials,
    token: Mutex<TokenSlot>,
    known: KnownCapabilities,
    /// How many sign-ins were made; read without the lock by those who are about to wait for it.
    sign_ins: Cell<u64>,
    /// What is still under way fetches no token any more.
    is_signed_out: Cell<bool>,
}

/// What is known about the token.
#[derive(Default)]
struct TokenSlot {
    held: Option<Held>,
    /// The style that this vault understood last.
    style: TokenStyle,
    /// The last sign-in that failed, by its number.
    failed: Option<(u64, Problem)>,
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
    /// Its token was turned away, and there was no other one.
    Renewal { answer: Problem, token: Problem },
    /// The call was answered badly, or not at all.
    Call(Problem),
}

impl Failure {
    const fn problem(&self) -> &Problem {
        match self {
            Self::Token(problem) | Self::Renewal { token: problem, .. } | Self::Call(problem) => problem,
        }
    }

    fn into_problem(self) -> Problem {
        match self {
            Self::Token(problem) | Self::Renewal { token: problem, .. } | Self::Call(problem) => problem,
        }
    }

    /// What becomes of a change that is not tried again.
    fn verdict<T>(self) -> Verdict<T> {
        match self {
            Self::Token(problem) => Verdict::NotAttempted(problem),
            // It is the access key that is refused.
            Self::Renewal { token, .. } if token.code == Code::ClientRejected => Verdict::Refused(token),
            Self::Renewal { answer, .. } => Verdict::Refused(answer),
            Self::Call(problem) => Verdict::of(Err(problem)),
        }
    }
}

/// What became of a switch, and whether an answer was lost on the way to it.
pub struct SwitchReport {
    /// Of all its attempts together.
    pub verdict: Verdict<()>,
    /// An earlier attempt of the same switch had no answer. Then *already so* does not say who made
    /// it so.
    pub lost_reply: bool,
    /// The key under which an attempt had no answer, and none came to a repeat of it either.
    pub(crate) key: Option<IdempotencyKey>,
    /// The server did not look at it, since there are too many calls.
    pub(crate) limited: Option<Problem>,
}

pub(crate) enum SwitchKey {
    /// Of one that was not sent yet; `None` where the server takes no keys.
    New(Option<IdempotencyKey>),
    /// Of one that was sent before and got no answer.
    Repeated(IdempotencyKey),
}

impl SwitchKey {
    pub(crate) const fn get(&self) -> Option<&IdempotencyKey> {
        match self {
            Self::New(key) => key.as_ref(),
            Self::Repeated(key) => Some(key),
        }
    }
}

/// What a switch does where the server says that there are too many calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limits {
    /// Waits by itself, as after other failures that pass.
    WaitedFor,
    /// Says so at once: many wait together better than each alone.
    Reported,
}

impl<T: Transport> Vault<T> {
    /// A vault that nobody has signed in to yet; the first call does.
    #[must_use]
    pub fn new(transport: T, base: BaseUrl, credentials: Credentials) -> Self {
        let (token, known) = (Mutex::default(), KnownCapabilities::default());
        let (sign_ins, is_signed_out) = (Cell::new(0), Cell::new(false));
        Self { transport, base, credentials, token, known, sign_ins, is_signed_out }
    }

    /// Where it is known already what the server offers.
    #[must_use]
    pub fn with_known_capabilities(self, known: KnownCapabilities) -> Self {
        Self { known, ..self }
    }

    /// Who calls: the access key's client id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.credentials.client_id
    }

    /// Whether both are signed in to as the same access key of the same tenant.
    #[must_use]
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        let (own, other) = (&self.credentials, &other.credentials);
        own.client_id == other.client_id && own.tenant == other.tenant
    }

    /// Shows the secrets that it holds: the client secret and the token. A token that is being fetched
    /// at the moment is left out.
    pub fn secrets(&self, look: &mut dyn FnMut(&Secret)) {
        look(&self.credentials.client_secret);
        if let Some(held) = self.token.try_lock().as_ref().and_then(|slot| slot.held.as_ref()) {
            look(&held.token);
        }
    }

    /// Fetches a token, to see whether the credentials are right.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn sign_in(&self) -> Result<(), Problem> {
        self.is_signed_out.set(false);
        self.token(None).await.map(|_| ())
    }

    /// Ends the token where the server can do that; from now on only [`Self::sign_in`] fetches another one. Without an
    /// answer it ends by itself within the hour, so there is none to be waited for.
    pub async fn sign_out(&self) {
        self.is_signed_out.set(true);
        let Some(held) = self.token.lock().await.held.take() else { return };
        if self.offers(Extension::RevokeToken).await {
            let request = RevokeToken::encode(&held.token);
            let _ends_by_itself = call::<RevokeToken>(&self.transport, &self.base, request).await;
        }
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

    /// Finds the API secrets with these fingerprints that this access key may view, at most [`Find::MOST`] in one
    /// call. Only where [`crate::capabilities()`] says that the server can; a vendor's refuses as it does any address
    /// that it does not know.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn find(&self, fingerprints: &[FullFingerprint]) -> Result<Found, Problem> {
        let mut all = Found { found: Vec::with_capacity(fingerprints.len()), complete: true, sees_all: true };
        for part in fingerprints.chunks(Find::MOST) {
            let Found { found, complete, sees_all } = self.read_only::<Find>(&part.to_vec()).await?;
            all.found.extend(found);
            all.complete &= complete;
            all.sees_all &= sees_all;
        }
        Ok(all)
    }

    /// The index of the values that this access key may view in clear. Only where [`crate::capabilities()`] says that
    /// the server has one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn index(&self) -> Result<IndexReply, Problem> {
        self.read_only::<ReadIndex>(&()).await
    }

    /// The inventory of what this access key may see, or a page of it. Only where [`crate::capabilities()`] says that the
    /// server has one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn inventory(&self, query: &InventoryQuery) -> Result<Inventory, Problem> {
        self.read_only::<ReadInventory>(query).await
    }

    /// The inventory and its tag; `None` where `known` is still the tag. Only where [`crate::capabilities()`] says that the
    /// server has one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn inventory_unless(
        &self,
        query: &InventoryQuery,
        known: Option<&str>,
    ) -> Result<Option<(Inventory, Option<String>)>, Problem> {
        let mut read = None;
        self.retrying(&|| ReadInventory::encode_unless(query, known), &mut |sent, response| {
            read = ReadInventory::decode_unless(sent, response)?;
            Ok(())
        })
        .await?;
        Ok(read)
    }

    /// What the inventory tells of one API secret; `None` where the server has no inventory, or it does not tell this one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn inventory_item(&self, identifier: &Identifier) -> Result<Option<InventoryItem>, Problem> {
        let Some(before) = identifier.as_str().parse::<i64>().ok().and_then(|number| number.checked_sub(1))
        else {
            return Ok(None);
        };
        if !self.keeps_facts().await? {
            return Ok(None);
        }
        let query = InventoryQuery { after: Some(before), limit: Some(1), ..InventoryQuery::default() };
        let next = self.inventory(&query).await?.api_secrets.pop();
        Ok(next.filter(|item| item.identifier == identifier.as_str()))
    }

    /// Reads a page of the server's audit log. Only for access keys that were made for it, and where
    /// [`crate::capabilities()`] says that there is one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn audit(&self, query: &AuditQuery) -> Result<AuditPage, Problem> {
        self.read_only::<ReadAudit>(query).await
    }

    /// What proves that entries are in the server's audit log, as a document to be kept. Only where
    /// [`crate::capabilities()`] says that there is one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn proofs(&self, query: &ProofQuery) -> Result<String, Problem> {
        self.read_only::<ProveAudit>(query).await
    }

    /// Reads the whole audit log as the server exports it; each part goes to `piece` as it comes, for as
    /// long as more is wanted. Sent once: who repeats it begins anew.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer; also in the midst of one that was broken off.
    pub async fn export_audit(&self, piece: Piece<'_>) -> Result<(), Problem> {
        let mut refused: Option<Held> = None;
        loop {
            let held = self.token(refused.as_ref().map(|held| &held.token)).await?;
            let request = ReadAudit::encode_export().bearer(&held.token);
            let answer = self.transport.stream(&self.base, &request, piece).await;
            let response = answer.map_err(|silence| problem(request.endpoint, silence))?;
            match ReadAudit::decode_export(&request, &response) {
                Err(problem) if problem.code == Code::NotAuthorised && refused.is_none() => {
                    refused = Some(held);
                }
                result => return result,
            }
        }
    }

    /// What the server offers beside the vendors' calls; see [`crate::capabilities()`]. Needs no token.
    ///
    /// # Errors
    ///
    /// The server failed, has too much to do, or did not answer, and never has.
    pub async fn capabilities(&self) -> Result<Option<Capabilities>, Problem> {
        self.known.ask(&self.transport, &self.base).await
    }

    /// Whether the server keeps what vendors don't. One that does not say so is not told.
    async fn keeps_facts(&self) -> Result<bool, Problem> {
        let offered = self.known.get(&self.transport, &self.base).await?;
        Ok(offered.is_some_and(|offered| offered.extensions.contains(&Extension::Inventory)))
    }

    /// Whether a call goes out with these facts, and for this version only. Whether the server keeps such is asked where
    /// there are any.
    async fn takes(&self, facts: &FactsChange, if_version: Option<i64>) -> Result<bool, Problem> {
        Ok((facts.is_empty() && if_version.is_none()) || self.keeps_facts().await?)
    }

    /// One that does not say so does not.
    async fn offers(&self, extension: Extension) -> bool {
        self.known.offers(extension, &self.transport, &self.base).await
    }

    /// Stores a new API secret. Repeated by itself only under an idempotency key, since it could be stored twice; but
    /// one that the gateway turned away for its token never reached the vault, and goes out again with a fresh token.
    /// What vendors don't keep ([`NewApiSecret::facts`]) goes to a server only that says that it does; nothing is sent while it
    /// does not say.
    pub async fn create(&self, new: &NewApiSecret) -> Verdict<ApiSecret> {
        self.created(new, None).await
    }

    async fn created(&self, new: &NewApiSecret, key: Option<IdempotencyKey>) -> Verdict<ApiSecret> {
        if new.texts.iter().any(|(text, value)| text.is_required() && value.trim().is_empty()) {
            return Verdict::NotAttempted(Problem::local(CreateApiSecret::ID, Code::FieldMissing));
        }
        match self.takes(&new.facts, None).await {
            Ok(true) => self.changing::<CreateApiSecret>(new, key).await,
            Ok(false) => self.changing::<CreateApiSecret>(&new.without_facts(), key).await,
            Err(problem) => Verdict::NotAttempted(problem),
        }
    }

    /// Changes an API secret; what is `None` stays as it is. Repeated by itself only under an idempotency key:
    /// somebody else may have edited it in between. As with [`Self::create`], vendors are told nothing that they don't keep.
    pub async fn update(&self, update: &ApiSecretUpdate) -> Verdict<ApiSecret> {
        self.updated(update, None).await
    }

    async fn updated(&self, update: &ApiSecretUpdate, key: Option<IdempotencyKey>) -> Verdict<ApiSecret> {
        let change = &update.change;
        let emptied = |(text, value): (ApiSecretText, &Option<String>)| {
            text.is_required() && value.as_ref().is_some_and(|value| value.trim().is_empty())
        };
        if change.texts.iter().any(emptied) {
            return Verdict::NotAttempted(Problem::local(UpdateApiSecret::ID, Code::FieldMissing));
        }
        match self.takes(&change.facts, update.if_version).await {
            Ok(true) => self.changing::<UpdateApiSecret>(update, key).await,
            Ok(false) => self.changing::<UpdateApiSecret>(&update.without_facts(), key).await,
            Err(problem) => Verdict::NotAttempted(problem),
        }
    }

    /// Marks API secrets as exposed, at most `concurrency` at a time, and reports what became of each. Whether the server
    /// keeps such marks; one that does not is sent nothing.
    ///
    /// # Errors
    ///
    /// When the server did not say whether it does.
    pub async fn mark_exposed(
        &self,
        identifiers: &[Identifier],
        concurrency: usize,
        mut report: impl FnMut(&Identifier, Verdict<()>),
    ) -> Result<bool, Problem> {
        if !self.keeps_facts().await? {
            return Ok(false);
        }
        let mark = async |identifier: &Identifier| {
            let facts = FactsChange { exposed: Some(true), ..FactsChange::default() };
            let change = ApiSecretChange { facts, ..ApiSecretChange::default() };
            let update = ApiSecretUpdate { identifier: identifier.clone(), change, if_version: None };
            self.changing::<UpdateApiSecret>(&update, None).await.map(drop)
        };
        let calls = identifiers.iter().map(async |identifier| (identifier, mark(identifier).await));
        let mut answers = pin!(stream::iter(calls).buffer_unordered(concurrency.max(1)));
        while let Some((identifier, verdict)) = answers.next().await {
            report(identifier, verdict);
        }
        Ok(true)
    }

    /// Sends a creation that was left without an answer again, under its key, and what that proves.
    pub async fn repeat_create(
        &self,
        new: &NewApiSecret,
        key: &IdempotencyKey,
    ) -> (Verdict<ApiSecret>, Conclusion) {
        let answer = match self.forgotten(CreateApiSecret::ID, key).await {
            Some(answer) => answer,
            None => self.created(new, Some(key.clone())).await,
        };
        let conclusion = Question::Repeat.conclude(CreateApiSecret::ID, &answer);
        (answer, conclusion)
    }

    /// Sends a change that was left without an answer again, under its key, and what that proves.
    pub async fn repeat_update(
        &self,
        update: &ApiSecretUpdate,
        key: &IdempotencyKey,
    ) -> (Verdict<ApiSecret>, Conclusion) {
        let answer = match self.forgotten(UpdateApiSecret::ID, key).await {
            Some(answer) => answer,
            None => self.updated(update, Some(key.clone())).await,
        };
        let conclusion = Question::Repeat.conclude(UpdateApiSecret::ID, &answer);
        (answer, conclusion)
    }

    /// What is said in place of a repeat when the server does not know the key any more: without a key, it is found
    /// out about as elsewhere.
    async fn forgotten<R>(&self, endpoint: EndpointId, key: &IdempotencyKey) -> Option<Verdict<R>> {
        let is_known = self.known(Some(key)).await.is_some();
        (!is_known).then(|| Verdict::Unknown(Problem::local(endpoint, Code::TimedOut)))
    }

    /// The key, if the server still knows it.
    async fn known<'k>(&self, key: Option<&'k IdempotencyKey>) -> Option<&'k IdempotencyKey> {
        match key {
            Some(key) if self.known.knows(key, &self.transport, &self.base).await => Some(key),
            Some(_) | None => None,
        }
    }

    /// What became of a creation without an answer: looks it up by its `identifier_code`, which is
    /// unique, else by its name, which is not. `was_there` tells whether an identifier was in the whole
    /// list before the creation was sent. Without it, what is found may as well be older, and be the
    /// reason why the creation was refused.
    pub async fn resolve_create(
        &self,
        new: &NewApiSecret,
        was_there: Option<&dyn Fn(&str) -> bool>,
    ) -> Conclusion {
        let code = Some(new.texts.identifier_code.clone()).filter(|code| !code.is_empty());
        let filter = ListFilter { identifier_code: code, ..ListFilter::default() };
        let is_older = |row: &ListedApiSecret| was_there.is_some_and(|was_there| was_there(&row.identifier));
        let found = match self.list(&filter).await {
            Ok(rows) => rows.iter().any(|row| row.name == new.texts.name && !is_older(row)),
            Err(problem) => return Conclusion::Open(problem),
        };
        Conclusion::Settled(match (found, filter.identifier_code, was_there) {
            (false, ..) => Finding::NotMade,
            (true, Some(_), Some(_)) => Finding::AsAsked,
            (true, ..) => Finding::PerhapsMade,
        })
    }

    /// Asks again for a switch that was left without an answer, under its key if it had one, and what that proves.
    pub async fn resolve_switch(
        &self,
        identifier: &Identifier,
        state: State,
        key: Option<&IdempotencyKey>,
    ) -> (Verdict<()>, Conclusion) {
        let mut key = self.known(key).await;
        loop {
            let question = if key.is_some() { Question::Repeat } else { Question::SameAgain };
            let answer = self.switch_again(identifier, state, key).await.verdict;
            match question.conclude(state.endpoint(), &answer) {
                // A gateway that will not ask again under this key; another switch changes nothing twice.
                Conclusion::Ask(_) => key = None,
                conclusion => return (answer, conclusion),
            }
        }
    }

    /// Switches an API secret on or off. Repeated by itself where that is safe.
    pub async fn switch(&self, identifier: &Identifier, state: State) -> Verdict<()> {
        self.switch_again(identifier, state, None).await.verdict
    }

    /// As [`Self::switch`], where the same switch was sent before under `key` and got no answer.
    pub async fn switch_again(
        &self,
        identifier: &Identifier,
        state: State,
        key: Option<&IdempotencyKey>,
    ) -> SwitchReport {
        let known = self.known(key).await;
        let is_forgotten = key.is_some() && known.is_none();
        let key = match known {
            Some(key) => SwitchKey::Repeated(key.clone()),
            None => SwitchKey::New(self.new_key().await),
        };
        let report =
            self.switch_until(identifier, state, key, &CancellationToken::new(), Limits::WaitedFor).await;
        SwitchReport { lost_reply: report.lost_reply || is_forgotten, ..report }
    }

    /// Whether the server takes an idempotency key.
    pub(crate) async fn takes_keys(&self) -> bool {
        self.offers(Extension::IdempotencyKey).await
    }

    /// A key for a new call, if the server takes one.
    async fn new_key(&self) -> Option<IdempotencyKey> {
        self.known.new_key(&self.transport, &self.base).await
    }

    /// As [`Self::switch`]; once `stop` was asked for, nothing is sent any more.
    pub(crate) async fn switch_until(
        &self,
        identifier: &Identifier,
        state: State,
        key: SwitchKey,
        stop: &CancellationToken,
        limits: Limits,
    ) -> SwitchReport {
        let mut retries = Retries::default();
        let mut limited = None;
        let (mut key, mut lost) = match key {
            SwitchKey::New(key) => (key, None),
            SwitchKey::Repeated(key) => {
                let problem = Problem::local(state.endpoint(), Code::ConnectionFailed);
                (Some(key.clone()), Some(Problem { key: Some(key), ..problem }))
            }
        };
        let (mut is_anew, mut turned_away) = (false, None);
        let verdict = loop {
            let key_sent = key.as_ref();
            let result = match state {
                State::Active => self.renewing::<Activate>(identifier, key_sent).await,
                State::Inactive => self.renewing::<Deactivate>(identifier, key_sent).await,
            };
            let failure = match result {
                Ok(Switched::Done) => break Verdict::Done(()),
                Ok(Switched::AlreadySo) => break Verdict::AlreadySo,
                Err(failure) => failure,
            };
            if let Failure::Call(problem) = &failure
                && problem.code.leaves_outcome_open()
            {
                let is_worse = lost.as_ref().is_none_or(|lost: &Problem| lost.key.is_some());
                if is_worse {
                    lost = Some(problem.clone());
                }
                if problem.key.is_none() && key.is_some() {
                    // A gateway that will not ask again under this key. A switch may go out anew.
                    key = self.new_key().await;
                }
            }
            if let Failure::Renewal { answer, .. } = &failure {
                turned_away = Some(answer.clone());
            }
            let problem = failure.problem();
            if problem.code == Code::AnswerExpired && !is_anew {
                // Nobody knows the answer any more, and a switch may go out anew.
                (is_anew, key) = (true, self.new_key().await);
                lost = Some(Problem { key: None, ..problem.clone() });
                continue;
            }
            if problem.code == Code::RateLimited && limits == Limits::Reported {
                limited = Some(problem.clone());
                break failure.verdict();
            }
            match retries.pause_after(problem, &self.transport) {
                Some(pause) if stop.unless_cancelled(self.transport.sleep(pause)).await.is_ok() => {}
                _ => break failure.verdict(),
            }
        };
        // It was sent, even if the last attempt was not.
        let verdict = match (verdict, turned_away) {
            (Verdict::NotAttempted(_), Some(answer)) => Verdict::Refused(answer),
            (verdict, _) => verdict,
        };
        // Under the key of the lost attempt its own answer came.
        let lost_reply = lost.as_ref().is_some_and(|lost| lost.key.is_none());
        // After a lost reply only three answers tell where things stand; a refusal of the second
        // attempt says nothing about the first, unless it came under the same key.
        let verdict = match (verdict, lost) {
            (verdict @ (Verdict::Done(()) | Verdict::AlreadySo), _) | (verdict, None) => verdict,
            (Verdict::Refused(problem), Some(lost))
                if problem.code == Code::NotFound
                    || (lost.key.is_some() && problem.key == lost.key && problem.code.is_of_operation()) =>
            {
                Verdict::Refused(problem)
            }
            (_, Some(lost)) => Verdict::Unknown(lost),
        };
        let key = if let Verdict::Unknown(problem) = &verdict { problem.key.clone() } else { None };
        SwitchReport { verdict, lost_reply, key, limited }
    }

    /// How its calls reach the server, and the clock that they go by.
    pub(crate) const fn transport(&self) -> &T {
        &self.transport
    }

    async fn read_only<E: Endpoint>(&self, request: &E::Request) -> Result<E::Reply, Problem> {
        let mut read = Read::<E>::default();
        self.retrying(&|| E::encode(request), &mut |sent, response| read.answer(sent, response)).await?;
        read.reply()
    }

    async fn renewing<E: Endpoint>(
        &self,
        request: &E::Request,
        key: Option<&IdempotencyKey>,
    ) -> Result<E::Reply, Failure> {
        let mut read = Read::<E>::default();
        let encode = || E::encode(request).idempotency_key(key);
        self.renewed(&encode, &mut |sent, response| read.answer(sent, response)).await?;
        read.reply().map_err(Failure::Call)
    }

    /// A change, under `key` or a new one, and what became of it.
    async fn changing<E: Endpoint>(
        &self,
        request: &E::Request,
        key: Option<IdempotencyKey>,
    ) -> Verdict<E::Reply> {
        let key = match key {
            Some(key) => Some(key),
            None => self.new_key().await,
        };
        let mut repeats = Repeats::default();
        loop {
            let problem = match self.renewing::<E>(request, key.as_ref()).await {
                Ok(reply) => return Verdict::Done(reply),
                Err(Failure::Call(problem)) => problem,
                Err(failure) if !repeats.has_lost() => return failure.verdict(),
                Err(failure) => failure.into_problem(),
            };
            match repeats.pause_after(problem, &self.transport) {
                Ok(pause) => self.transport.sleep(pause).await,
                Err(problem) => return Verdict::of(Err(problem)),
            }
        }
    }

    /// A call that may be repeated after a failure that passes.
    async fn retrying(&self, encode: &dyn Fn() -> Request, decode: &mut Decode<'_>) -> Result<(), Problem> {
        let mut retries = Retries::default();
        loop {
            let problem = match self.renewed(encode, decode).await {
                Ok(()) => return Ok(()),
                Err(failure) => failure.into_problem(),
            };
            match retries.pause_after(&problem, &self.transport) {
                Some(pause) => self.transport.sleep(pause).await,
                None => return Err(problem),
            }
        }
    }

    /// One call; when the gateway does not know the token, once more with a fresh one. What the gateway
    /// turned away has not reached the vault, so this repeats nothing that took effect.
    async fn renewed(&self, encode: &dyn Fn() -> Request, decode: &mut Decode<'_>) -> Result<(), Failure> {
        let mut refused: Option<(Held, Problem)> = None;
        loop {
            let held = match self.token(refused.as_ref().map(|(held, _)| &held.token)).await {
                Ok(held) => held,
                Err(token) => {
                    return Err(match refused {
                        Some((_, answer)) => Failure::Renewal { answer, token },
                        None => Failure::Token(token),
                    });
                }
            };
            let request = encode().bearer(&held.token);
            match send(&self.transport, &self.base, request, decode).await {
                Err(problem) if problem.code == Code::NotAuthorised && refused.is_none() => {
                    refused = Some((held, problem));
                }
                result => return result.map_err(Failure::Call),
            }
        }
    }

    /// The token in force, other than the one that was `refused`. Whoever comes while it is being
    /// fetched waits for that answer, a failure included, instead of asking again.
    async fn token(&self, refused: Option<&Rc<Secret>>) -> Result<Held, Problem> {
        let came_after = self.sign_ins.get();
        let mut slot = self.token.lock().await;
        if self.is_signed_out.get() {
            return Err(Problem::local(EndpointId::Token, Code::NotSignedIn));
        }
        let usable = |held: &&Held| {
            !refused.is_some_and(|refused| Rc::ptr_eq(refused, &held.token))
                && self.transport.now() < held.renew_at
        };
        if let Some(held) = slot.held.as_ref().filter(usable) {
            return Ok(held.clone());
        }
        if let Some((_, problem)) = slot.failed.as_ref().filter(|(number, _)| *number > came_after) {
            return Err(problem.clone());
        }
        let number = self.sign_ins.get() + 1;
        // Counted once it is over: those who come meanwhile wait for it.
        let result = self.fetch_token(&mut slot.style).await;
        self.sign_ins.set(number);
        slot.held = result.as_ref().ok().cloned();
        slot.failed = result.as_ref().err().map(|problem| (number, problem.clone()));
        result
    }

    /// Fetches a token, in the style that worked last and then in those that may follow.
    async fn fetch_token(&self, style: &mut TokenStyle) -> Result<Held, Problem> {
        let asked_at = self.transport.now();
        let mut first_refusal: Option<Problem> = None;
        let mut tried = *style;
        loop {
            let request = Token::encode_in(tried, &self.credentials);
            let problem = match call::<Token>(&self.transport, &self.base, request).await {
                Ok(access) => {
                    *style = tried;
                    return Ok(held(access.token, asked_at, Duration::from_secs(access.expires_in.into())));
                }
                Err(problem) => problem,
            };
            let next = problem.status.and_then(|status| tried.after(status));
            if problem.code == Code::ClientRejected {
                first_refusal.get_or_insert_with(|| problem.clone());
            }
            match next {
                Some(style) => tried = style,
                // "Wrong credentials" tells more than "nothing here" at an address that was only guessed.
                None => return Err(first_refusal.unwrap_or(problem)),
            }
        }
    }
}

fn held(token: Secret, asked_at: Duration, lives: Duration) -> Held {
    // A token that lives less than two minutes would otherwise be renewed on every call.
    let margin = RENEW_BEFORE_END.min(lives / 2);
    Held { token: Rc::new(token), renew_at: asked_at + lives - margin }
}
