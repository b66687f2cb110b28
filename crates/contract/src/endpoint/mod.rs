//! Endpoints as data: one file per endpoint, verb and path in its first line.
//!
//! The client's side ([`Endpoint::encode`], [`Endpoint::decode`]) and the server's side
//! (`accept`, `answer`) stand next to each other, so that neither can drift. No socket here.

pub mod configuration;
pub mod envelope;
pub mod gateway;

mod activate;
mod api_secret_texts;
mod audit;
mod body;
mod capabilities;
mod change_settings;
mod create_api_secret;
mod deactivate;
mod facts;
mod failure;
mod family;
mod find;
mod health;
mod lenient;
mod list_api_secrets;
mod members;
mod read_api_secret;
mod read_index;
mod read_inventory;
mod read_settings;
mod regenerate_key;
mod register;
mod revoke_token;
mod share;
mod token;
mod update_api_secret;
mod update_secret;
mod written;

pub use activate::Activate;
pub use api_secret_texts::{ApiSecretText, ApiSecretTexts};
pub use audit::{AuditPage, AuditQuery, ProofOf, ProofQuery, ProveAudit, ReadAudit};
pub use body::{BodyFault, ParameterFault};
pub use capabilities::{Capabilities, Extension, ReadCapabilities, Upstreams};
pub use change_settings::{ChangeSettings, Consent, SettingsChange};
pub use create_api_secret::{CreateApiSecret, NewApiSecret};
pub use deactivate::Deactivate;
pub use facts::{FactsChange, without_facts};
pub use family::{Family, Recognised};
pub use find::{Find, Found, FoundApiSecret};
pub use health::Health;
pub use list_api_secrets::{ListApiSecrets, ListFilter, ListedApiSecret};
pub use read_api_secret::{ApiSecret, ReadApiSecret};
pub use read_index::{IndexGroup, IndexReply, ReadIndex};
pub use read_inventory::{Inventory, InventoryItem, InventoryQuery, ReadInventory};
pub use read_settings::{AccountSettings, PrivacySettings, ReadSettings, Settings, SettingsRequest};
pub use regenerate_key::RegenerateKey;
pub use register::Register;
pub use revoke_token::{Revocation, RevokeToken};
pub use share::Share;
pub use token::{AccessToken, Credentials, SignIn, Token, TokenStyle};
pub use update_api_secret::{ApiSecretChange, ApiSecretUpdate, UpdateApiSecret};
pub use update_secret::{SecretChange, SecretUpdated, UpdateSecret};

pub use crate::endpoint_id::EndpointId;
use crate::error::{Code, Problem};
use crate::http::{ETAG, RETRY_AFTER, Request, Response};
use crate::idempotency::KEY_SPENT;

/// The headers of an answer that decide what it means. A transport has to hand on these and may leave out all others.
pub const ANSWER_HEADERS: [&str; 5] =
    [RETRY_AFTER, configuration::GATEWAY_CODE, configuration::GATEWAY_DETAIL, KEY_SPENT, ETAG];

/// One endpoint: how a call to it is written, and how the answer is read.
pub trait Endpoint {
    /// Which one it is, for the catalogue.
    const ID: EndpointId;
    /// What a caller says.
    type Request;
    /// What a caller gets.
    type Reply;

    /// The HTTP request, without host and credentials.
    fn encode(request: &Self::Request) -> Request;

    /// Reads the answer to `sent`.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for everything but a documented success; it never quotes a secret of `sent`.
    fn decode(sent: &Request, response: &Response) -> Result<Self::Reply, Problem>;
}

/// The problem with a success that is none of the documented ones. Its text stays out: it may
/// hold a secret that we did not send, in a shape that we do not know.
fn unreadable(sent: &Request, response: &Response) -> Problem {
    Problem::answered(sent, response, Code::AnswerUnreadable, None, "")
}

/// Whether `phrase` stands in `text`, in capitals or not.
fn says(text: &str, phrase: &str) -> bool {
    text.as_bytes().windows(phrase.len()).any(|part| part.eq_ignore_ascii_case(phrase.as_bytes()))
}

/// The body of a failure for people to read: nothing where it was meant for programs. A broken
/// piece of JSON may hold anything.
fn prose(response: &Response) -> String {
    let text = response.text();
    if text.starts_with(['{', '[', '"']) { String::new() } else { text.into_owned() }
}
