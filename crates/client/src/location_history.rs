//! Register, change, regenerate: the life of an admin key.

use latchboard_contract::endpoint::configuration::{AdminKey, SecretRequest, Service};
use latchboard_contract::endpoint::{
    Endpoint, EndpointId, RegenerateKey, Register, SecretChange, SecretUpdated, UpdateSecret,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::Request;
use latchboard_contract::{Secret, validate};

use crate::transport::{BaseUrl, Transport, call};
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
        self.pace.wait(self.transport, self.api_key).await;
        Verdict::of(call::<E>(self.transport, self.base, request.api_key(self.api_key)).await)
    }
}
