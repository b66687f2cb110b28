//! Register, change, regenerate: the life of an admin key.

use latchboard_contract::endpoint::configuration::{AdminKey, SecretRequest, Service};
use latchboard_contract::endpoint::{
    ChangeSettings, Consent, Endpoint, EndpointId, ReadSettings, RegenerateKey, Register, SecretChange,
    SecretUpdated, Settings, SettingsChange, SettingsRequest, UpdateSecret,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::Request;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::{Secret, validate};

use crate::repeat::Repeats;
use crate::resolve::{Conclusion, Lost, LostCall, Question};
use crate::retry::Retries;
use crate::transport::{BaseUrl, Decode, Read, Transport, send};
use crate::{KnownCapabilities, Pace, Verdict};

/// The configuration calls of one API key at one server.
///
/// A change is repeated by itself only under an idempotency key: without one, none of the three is idempotent.
pub struct LocationHistory<'a, T> {
    pub transport: &'a T,
    pub base: &'a BaseUrl,
    /// The account's API key.
    pub api_key: &'a Secret,
    /// Keeps all callers together within the vendor's limit.
    pub pace: &'a Pace,
    /// What the server offers, such as idempotency keys.
    pub known: &'a KnownCapabilities,
}

impl<T: Transport> LocationHistory<'_, T> {
    /// Registers `secret`; works once per account.
    pub async fn register(&self, service: Service, secret: &Secret) -> Verdict<AdminKey> {
        self.registered(service, secret, None).await
    }

    async fn registered(
        &self,
        service: Service,
        secret: &Secret,
        key: Option<IdempotencyKey>,
    ) -> Verdict<AdminKey> {
        self.with_secret::<Register>(service, secret, validate::customer_secret(secret), key).await
    }

    /// Makes a new admin key; the present one is dead from then on.
    pub async fn regenerate_key(&self, service: Service, secret: &Secret) -> Verdict<AdminKey> {
        self.regenerated(service, secret, None).await
    }

    async fn regenerated(
        &self,
        service: Service,
        secret: &Secret,
        key: Option<IdempotencyKey>,
    ) -> Verdict<AdminKey> {
        self.with_secret::<RegenerateKey>(service, secret, validate::present_secret(secret), key).await
    }

    /// Replaces `secret` by `new_secret`.
    pub async fn update_secret(
        &self,
        service: Service,
        secret: &Secret,
        new_secret: &Secret,
    ) -> Verdict<SecretUpdated> {
        self.updated(service, secret, new_secret, None).await
    }

    async fn updated(
        &self,
        service: Service,
        secret: &Secret,
        new_secret: &Secret,
        key: Option<IdempotencyKey>,
    ) -> Verdict<SecretUpdated> {
        if let Err(problem) =
            self.check(EndpointId::UpdateSecret, validate::secret_change(secret, new_secret))
        {
            return Verdict::NotAttempted(problem);
        }
        let change = SecretChange { service, secret: secret.duplicate(), new_secret: new_secret.duplicate() };
        self.change::<UpdateSecret>(&change, key).await
    }

    /// Reads the settings: the cheap proof that an admin key works.
    ///
    /// # Errors
    ///
    /// The server's refusal, or why there was no answer.
    pub async fn settings(&self, service: Service, admin_key: &Secret) -> Result<Settings, Problem> {
        self.check(EndpointId::ReadSettings, given(admin_key))?;
        let mut retries = Retries::default();
        loop {
            let admin_key = admin_key.duplicate();
            let request = ReadSettings::encode(&SettingsRequest { service, admin_key });
            let problem = match self.answer::<ReadSettings>(request).await {
                Ok(settings) => return Ok(settings),
                Err(problem) => problem,
            };
            match retries.pause_after(&problem, self.transport) {
                Some(pause) => self.transport.sleep(pause).await,
                None => return Err(problem),
            }
        }
    }

    /// Grants or withdraws consent.
    pub async fn change_settings(
        &self,
        service: Service,
        admin_key: &Secret,
        consent: Consent,
    ) -> Verdict<Consent> {
        if let Err(problem) = self.check(EndpointId::ChangeSettings, given(admin_key)) {
            return Verdict::NotAttempted(problem);
        }
        let change = SettingsChange { service, admin_key: admin_key.duplicate(), consent };
        self.change::<ChangeSettings>(&change, None).await
    }

    /// Asks `question` about a call that was left without an answer: the call itself once more, under its
    /// idempotency key where the server knows it, or a regeneration. Answers what came of it and what it proves;
    /// `None` when the question is none about that call.
    ///
    /// Where [`Question::kills_admin_key`] says so, the user's word comes first.
    pub async fn ask(
        &self,
        question: Question,
        lost: &Lost<'_>,
    ) -> Option<(Verdict<Option<AdminKey>>, Conclusion)> {
        let service = lost.service;
        let key = match (question, lost.key) {
            (Question::Repeat, Some(key)) if self.known.knows(key, self.transport, self.base).await => {
                Some(key.clone())
            }
            (Question::Repeat, Some(_)) => {
                // The server has forgotten the key, or takes none: the call is found out about as elsewhere.
                let problem = Problem::local(lost.call.endpoint(), Code::TimedOut);
                let next = Question::first(lost.call.endpoint(), None)?;
                return Some((Verdict::NotAttempted(problem), Conclusion::Ask(next)));
            }
            (Question::Repeat, None) => return None,
            _ => None,
        };
        let answer = match (question, lost.call) {
            (Question::SameAgain | Question::Repeat, LostCall::Register { secret }) => {
                self.registered(service, secret, key).await.map(Some)
            }
            (Question::SameAgain | Question::Repeat, LostCall::UpdateSecret { secret, new_secret }) => {
                self.updated(service, secret, new_secret, key).await.map(|updated| updated.admin_key)
            }
            (Question::SameAgain | Question::Repeat, LostCall::RegenerateKey { secret })
            | (Question::ClaimRegistration, LostCall::Register { secret })
            | (Question::ConfirmNewSecret, LostCall::UpdateSecret { new_secret: secret, .. }) => {
                self.regenerated(service, secret, key).await.map(Some)
            }
            _ => return None,
        };
        let conclusion = question.conclude(lost.call.endpoint(), &answer);
        Some((answer, conclusion))
    }

    async fn with_secret<E>(
        &self,
        service: Service,
        secret: &Secret,
        checked: Result<(), Code>,
        key: Option<IdempotencyKey>,
    ) -> Verdict<AdminKey>
    where
        E: Endpoint<Request = SecretRequest, Reply = AdminKey>,
    {
        if let Err(problem) = self.check(E::ID, checked) {
            return Verdict::NotAttempted(problem);
        }
        self.change::<E>(&SecretRequest { service, secret: secret.duplicate() }, key).await
    }

    /// Nothing leaves this side unless API key and secrets are fit to be sent.
    fn check(&self, endpoint: EndpointId, secrets: Result<(), Code>) -> Result<(), Problem> {
        let checked = validate::api_key(self.api_key).and(secrets);
        checked.map_err(|code| Problem::local(endpoint, code))
    }

    /// A change, under `key` or a new one.
    async fn change<E: Endpoint>(
        &self,
        request: &E::Request,
        key: Option<IdempotencyKey>,
    ) -> Verdict<E::Reply> {
        let mut read = Read::<E>::default();
        let encode = || E::encode(request);
        let sent = self.changed(&encode, key, &mut |sent, response| read.answer(sent, response)).await;
        Verdict::of(sent.and_then(|()| read.reply()))
    }

    /// Sends a change until it is answered, or nothing more can be done; the same code for all endpoints.
    async fn changed(
        &self,
        encode: &dyn Fn() -> Request,
        key: Option<IdempotencyKey>,
        decode: &mut Decode<'_>,
    ) -> Result<(), Problem> {
        let key = match key {
            Some(key) => Some(key),
            None => self.known.new_key(self.transport, self.base).await,
        };
        let mut repeats = Repeats::default();
        loop {
            let request = encode().idempotency_key(key.as_ref());
            let problem = match self.paced(request, decode).await {
                Ok(()) => return Ok(()),
                Err(problem) => problem,
            };
            let pause = repeats.pause_after(problem, self.transport)?;
            self.transport.sleep(pause).await;
        }
    }

    async fn answer<E: Endpoint>(&self, request: Request) -> Result<E::Reply, Problem> {
        let mut read = Read::<E>::default();
        self.paced(request, &mut |sent, response| read.answer(sent, response)).await?;
        read.reply()
    }

    /// One call, as soon as the vendor's limit lets it through; the same code for all endpoints.
    async fn paced(&self, request: Request, decode: &mut Decode<'_>) -> Result<(), Problem> {
        self.pace.wait(self.transport, self.api_key).await;
        send(self.transport, self.base, request.api_key(self.api_key), decode).await
    }
}

fn given(admin_key: &Secret) -> Result<(), Code> {
    if admin_key.is_empty() { Err(Code::FieldMissing) } else { Ok(()) }
}
