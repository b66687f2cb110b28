//! Register, change, regenerate: the life of an admin key.

use latchboard_contract::endpoint::configuration::{AdminKey, SecretRequest, Service};
use latchboard_contract::endpoint::{
    ChangeSettings, Consent, Endpoint, EndpointId, ReadSettings, RegenerateKey, Register, SecretChange,
    SecretUpdated, Settings, SettingsChange, SettingsRequest, UpdateSecret,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::Request;
use latchboard_contract::{Secret, validate};

use crate::resolve::{Conclusion, Lost, LostCall, Question};
use crate::retry::Retries;
use crate::transport::{BaseUrl, Decode, Read, Transport, send};
use crate::{Pace, Verdict};

/// The configuration calls of one API key at one server.
///
/// Nothing here repeats a call by itself: none of the three is idempotent.
pub struct LocationHistory<'a, T> {
    /// Carries the calls.
    pub transport: &'a T,
    /// The server.
    pub base: &'a BaseUrl,
    /// The account's API key.
    pub api_key: &'a Secret,
    /// Keeps all callers together within the vendor's limit.
    pub pace: &'a Pace,
}

impl<T: Transport> LocationHistory<'_, T> {
    /// Registers `secret`; works once per account.
    pub async fn register(&self, service: Service, secret: &Secret) -> Verdict<AdminKey> {
        self.with_secret::<Register>(service, secret, validate::customer_secret(secret)).await
    }

    /// Makes a new admin key; the present one is dead from then on.
    pub async fn regenerate_key(&self, service: Service, secret: &Secret) -> Verdict<AdminKey> {
        self.with_secret::<RegenerateKey>(service, secret, validate::present_secret(secret)).await
    }

    /// Replaces `secret` by `new_secret`.
    pub async fn update_secret(
        &self,
        service: Service,
        secret: &Secret,
        new_secret: &Secret,
    ) -> Verdict<SecretUpdated> {
        if let Err(problem) =
            self.check(EndpointId::UpdateSecret, validate::secret_change(secret, new_secret))
        {
            return Verdict::NotAttempted(problem);
        }
        let (secret, new_secret) = (secret.duplicate(), new_secret.duplicate());
        let request = UpdateSecret::encode(&SecretChange { service, secret, new_secret });
        self.send::<UpdateSecret>(request).await
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
        let admin_key = admin_key.duplicate();
        self.send::<ChangeSettings>(ChangeSettings::encode(&SettingsChange { service, admin_key, consent }))
            .await
    }

    /// Asks `question` about a call that was left without an answer: the call itself once more, or
    /// a regeneration. Answers what came of it and what it proves; `None` when the question is none
    /// about that call.
    ///
    /// Where [`Question::kills_admin_key`] says so, the user's word comes first.
    pub async fn ask(
        &self,
        question: Question,
        lost: &Lost<'_>,
    ) -> Option<(Verdict<Option<AdminKey>>, Conclusion)> {
        let service = lost.service;
        let answer = match (question, lost.call) {
            (Question::SameAgain, LostCall::Register { secret }) => {
                self.register(service, secret).await.map(Some)
            }
            (Question::SameAgain, LostCall::UpdateSecret { secret, new_secret }) => {
                self.update_secret(service, secret, new_secret).await.map(|updated| updated.admin_key)
            }
            (Question::SameAgain, LostCall::RegenerateKey { secret })
            | (Question::ClaimRegistration, LostCall::Register { secret })
            | (Question::ConfirmNewSecret, LostCall::UpdateSecret { new_secret: secret, .. }) => {
                self.regenerate_key(service, secret).await.map(Some)
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
    ) -> Verdict<AdminKey>
    where
        E: Endpoint<Request = SecretRequest, Reply = AdminKey>,
    {
        if let Err(problem) = self.check(E::ID, checked) {
            return Verdict::NotAttempted(problem);
        }
        let request = E::encode(&SecretRequest { service, secret: secret.duplicate() });
        self.send::<E>(request).await
    }

    /// Nothing leaves this side unless API key and secrets are fit to be sent.
    fn check(&self, endpoint: EndpointId, secrets: Result<(), Code>) -> Result<(), Problem> {
        let checked = validate::api_key(self.api_key).and(secrets);
        checked.map_err(|code| Problem::local(endpoint, code))
    }

    async fn send<E: Endpoint>(&self, request: Request) -> Verdict<E::Reply> {
        Verdict::of(self.answer::<E>(request).await)
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
