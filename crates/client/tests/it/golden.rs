//! Every recorded answer of the contract ends in the verdict that is stated beside it.

use std::cell::Cell;
use std::time::Duration;

use futures_executor::block_on;
use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, LocationHistory, Pace, State, Transport, Vault, Verdict, capabilities};

use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::{
    AccessToken, ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, Consent, Credentials, EndpointId,
    InventoryQuery, ListFilter, NewApiSecret, Token,
};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::{Request, Response};
use latchboard_contract::validate::Identifier;
use latchboard_contract::{FullFingerprint, Secret};
use serde_json::Value;

use crate::scripted::known;

/// Gives the recorded answer to every call, however often it is made; to a sign-in a token, unless
/// that is the call in question.
struct Recorded<'a> {
    golden: &'a Value,
    asked_for: &'a str,
    now: Cell<Duration>,
}

impl Recorded<'_> {
    fn answer(&self) -> Result<Response, Silence> {
        let Some(status) = self.golden["status"].as_u64() else {
            assert_eq!(self.golden["silence"], "no_answer");
            return Err(Silence::NoAnswer);
        };
        let body = match (self.golden["body_hex"].as_str(), &self.golden["body"]) {
            (Some(hex), _) => {
                let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
                (0..hex.len()).step_by(2).map(byte).collect()
            }
            (None, Value::Null) => Vec::new(),
            (None, Value::String(text)) => text.clone().into_bytes(),
            (None, json) => json.to_string().into_bytes(),
        };
        let response = Response::new(u16::try_from(status).expect("a status")).body(body);
        let headers = self.golden["headers"].as_object().into_iter().flatten();
        Ok(headers.fold(response, |response, (name, value)| {
            response.header(name, value.as_str().unwrap_or_default())
        }))
    }
}

impl Transport for Recorded<'_> {
    async fn send(&self, _: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        if request.endpoint == EndpointId::Token && self.asked_for != "token" {
            return Ok(Token::answer(&AccessToken { token: Secret::from("t"), expires_in: 3600 }));
        }
        self.answer()
    }

    fn now(&self) -> Duration {
        self.now.get()
    }

    /// Time passes at once.
    async fn sleep(&self, duration: Duration) {
        self.now.set(self.now.get() + duration);
    }

    fn chance(&self) -> f64 {
        0.0
    }
}

fn verdict(recorded: &Recorded<'_>) -> Verdict<()> {
    let (base, service) = (BaseUrl::same_origin(), Service::LocationHistory);
    let [key, old, new] = ["key-of-ours", "a secret of ours", "a new secret of ours"].map(Secret::from);
    let history = LocationHistory {
        transport: &recorded,
        base: &base,
        api_key: &key,
        pace: &Pace::default(),
        known: &known(false),
    };
    let credentials = Credentials { client_id: "i".into(), client_secret: old.duplicate(), tenant: None };
    let vault = Vault::new(recorded, base.clone(), credentials).with_known_capabilities(known(false));
    let identifier = Identifier::parse("43").expect("digits");
    match recorded.asked_for {
        "register" => block_on(history.register(service, &old)).map(|_| ()),
        "regenerate_key" => block_on(history.regenerate_key(service, &old)).map(|_| ()),
        "update_secret" => block_on(history.update_secret(service, &old, &new)).map(|_| ()),
        "read_settings" => Verdict::of(block_on(history.settings(service, &key)).map(|_| ())),
        "change_settings" => {
            let consent = Consent { positions: Some(true), transitions: None };
            block_on(history.change_settings(service, &key, consent)).map(|_| ())
        }
        "token" => Verdict::of(block_on(vault.sign_in())),
        "list_api_secrets" => Verdict::of(block_on(vault.list(&ListFilter::default())).map(|_| ())),
        "find" => Verdict::of(block_on(vault.find(&[FullFingerprint::of(&old)])).map(|_| ())),
        "read_inventory" => Verdict::of(block_on(vault.inventory(&InventoryQuery::default())).map(|_| ())),
        "read_capabilities" => {
            let asked = block_on(capabilities(&recorded, &base));
            // Somebody else's answer is none, and no failure.
            let none = || Problem::local(EndpointId::ReadCapabilities, Code::AnswerUnreadable);
            Verdict::of(asked.and_then(|offered| offered.map(|_| ()).ok_or_else(none)))
        }
        "read_api_secret" => Verdict::of(block_on(vault.read(&identifier)).map(|_| ())),
        "create_api_secret" => {
            let text = || "x".to_owned();
            let texts =
                ApiSecretTexts { name: text(), url: text(), client_id: text(), ..ApiSecretTexts::default() };
            let new = NewApiSecret { texts, ..NewApiSecret::default() };
            block_on(vault.create(&new)).map(|_| ())
        }
        "update_api_secret" => {
            let update = ApiSecretUpdate { identifier, change: ApiSecretChange::default(), if_version: None };
            block_on(vault.update(&update)).map(|_| ())
        }
        "deactivate" => block_on(vault.switch(&identifier, State::Inactive)),
        "activate" => block_on(vault.switch(&identifier, State::Active)),
        other => panic!("no call is named {other}"),
    }
}

#[test]
fn each_recorded_answer_ends_in_the_stated_verdict() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/fixtures/answers");
    let mut checked = 0;
    for file in std::fs::read_dir(directory).unwrap() {
        let path = file.unwrap().path();
        let golden: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for (asked_for, expected) in golden["expect"].as_object().unwrap() {
            let verdict = verdict(&Recorded { golden: &golden, asked_for, now: Cell::default() });
            let word = match &verdict {
                Verdict::Done(()) => "done",
                Verdict::AlreadySo => "already_so",
                Verdict::Refused(_) => "refused",
                Verdict::NotAttempted(_) => "not_attempted",
                Verdict::Unknown(_) => "unknown",
            };
            let at = format!("{} at {asked_for}", path.display());
            assert_eq!(expected["verdict"], word, "{at}");
            let code = verdict.problem().map(|problem| problem.code.as_str());
            assert_eq!(expected["code"].as_str(), code, "{at}");
            checked += 1;
        }
    }
    assert!(checked > 100, "the fixtures were there to be read: {checked}");
}
