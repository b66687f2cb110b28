//! What holds for every input: both sides understand each other, nothing unclear is believed, and no
//! echo of a secret gets through.

use latchboard_contract::Secret;
use latchboard_contract::endpoint::configuration::{self, SecretRequest, Service};
use latchboard_contract::endpoint::envelope::{self, Switched};
use latchboard_contract::endpoint::{
    AccessToken, AccountSettings, Activate, ApiSecret, ApiSecretChange, ApiSecretTexts, ApiSecretUpdate,
    ChangeSettings, Consent, CreateApiSecret, Credentials, Deactivate, Endpoint, EndpointId, FactsChange,
    ListApiSecrets, ListFilter, ListedApiSecret, NewApiSecret, PrivacySettings, ReadApiSecret, ReadSettings,
    RegenerateKey, Register, SecretChange, Settings, SettingsChange, SettingsRequest, Share, Token,
    TokenStyle, UpdateApiSecret, UpdateSecret,
};
use latchboard_contract::http::{JSON, Request, Response};
use latchboard_contract::validate::Identifier;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::answers::decode;
use crate::{calls, oracle};

// --- What both sides say ----------------------------------------------------------------------

/// Any text, with many of the characters that need an escape somewhere.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[\"\\\\/%+&=<>'{}\\[\\] \\n\\t\\x00é\u{1F511}a-c0-2]{0,24}"]
}

/// A text that says something.
fn filled() -> impl Strategy<Value = String> {
    text().prop_filter("says something", |text| !text.trim().is_empty())
}

fn secret() -> impl Strategy<Value = String> {
    text().prop_filter("is not empty", |text| !text.is_empty())
}

fn service() -> impl Strategy<Value = Service> {
    select(&Service::ALL[..])
}

fn identifier() -> impl Strategy<Value = String> {
    "[0-9]{1,20}"
}

fn shares() -> impl Strategy<Value = Vec<Share>> {
    vec((text(), any::<bool>()).prop_map(|(name, can_edit)| Share { name, can_edit }), 0..3)
}

fn row() -> impl Strategy<Value = ListedApiSecret> {
    (identifier(), text(), any::<[bool; 4]>()).prop_map(|(identifier, name, flags)| {
        let [need_justify, need_approval, can_view, can_write] = flags;
        ListedApiSecret { identifier, name, need_justify, need_approval, can_view, can_write }
    })
}

/// The parts of an API secret: what holds a secret has no `Debug`, which the values of a property need.
type Parts<T> = (ApiSecretTexts<T>, Option<String>, [Option<Vec<Share>>; 2]);

fn parts<R, T>(required: R, text: T) -> impl Strategy<Value = Parts<T::Value>>
where
    R: Strategy<Value = [T::Value; 3]>,
    T: Strategy + Clone,
    T::Value: Clone,
{
    let texts = (required, [text.clone(), text.clone(), text.clone(), text]).prop_map(|(required, rest)| {
        let mut all = required.into_iter().chain(rest);
        ApiSecretTexts::from_fn(|_| all.next().expect("seven texts"))
    });
    (texts, option::of(secret()), [option::of(shares()), option::of(shares())])
}

fn api_secret(identifier: String, parts: Parts<String>, shared_error: Vec<String>) -> ApiSecret {
    let (texts, client_secret, [users, groups]) = parts;
    ApiSecret {
        identifier,
        texts,
        client_secret: Some(Secret::new(client_secret.unwrap_or_default())),
        users_allowed: users.unwrap_or_default(),
        groups_allowed: groups.unwrap_or_default(),
        shared_error,
    }
}

fn new_api_secret(parts: Parts<String>) -> NewApiSecret {
    let (texts, client_secret, [users_allowed, groups_allowed]) = parts;
    let client_secret = client_secret.map(Secret::new);
    NewApiSecret { texts, client_secret, users_allowed, groups_allowed, facts: FactsChange::default() }
}

fn change(parts: Parts<Option<String>>) -> ApiSecretChange {
    let (texts, client_secret, [users_allowed, groups_allowed]) = parts;
    let client_secret = client_secret.map(Secret::new);
    ApiSecretChange { texts, client_secret, users_allowed, groups_allowed, facts: FactsChange::default() }
}

fn body(sent: &Request) -> &[u8] {
    sent.body.as_ref().map_or(&[], |body| body.text.as_bytes())
}

fn query(sent: &Request) -> Vec<(String, String)> {
    let text = sent.path_and_query();
    let query = text.split_once('?').map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

proptest! {
    #[test]
    fn the_server_takes_every_secret_as_the_client_wrote_it(
        old in secret(), new in secret(), key in secret(), service in service()
    ) {
        let [old, new] = [old, new].map(Secret::new);
        let api_key = Secret::new(key);
        let sent = || SecretRequest { service, secret: old.duplicate() };
        for sent in [Register::encode(&sent()), RegenerateKey::encode(&sent())] {
            prop_assert!(configuration::accept_secret(body(&sent)).is_ok_and(|read| read == old));
            let expected = [("key".to_owned(), api_key.expose().to_owned())];
            prop_assert_eq!(query(&sent.api_key(&api_key)), expected);
        }
        let change = SecretChange { service, secret: old, new_secret: new };
        let read = UpdateSecret::accept(body(&UpdateSecret::encode(&change)));
        prop_assert!(read.is_ok_and(|(old, new)| old == change.secret && new == change.new_secret));
        let request = SettingsRequest { service, admin_key: api_key.duplicate() };
        let expected = [("adminKey".to_owned(), api_key.expose().to_owned())];
        prop_assert_eq!(query(&ReadSettings::encode(&request)), expected);
    }

    #[test]
    fn the_server_takes_every_consent_as_the_client_wrote_it(
        positions in any::<Option<bool>>(), transitions in any::<Option<bool>>(), service in service()
    ) {
        let consent = Consent { positions, transitions };
        let sent = ChangeSettings::encode(&SettingsChange { service, admin_key: Secret::from("k"), consent });
        prop_assert_eq!(ChangeSettings::accept(body(&sent)).ok(), (!consent.is_empty()).then_some(consent));
        let read = ChangeSettings::decode(&sent, &ChangeSettings::answer(consent)).ok();
        prop_assert_eq!(read, (!consent.is_empty()).then_some(consent));
    }

    #[test]
    fn the_server_takes_every_sign_in_as_the_client_wrote_it(
        id in "[^:]{1,12}", secret in secret(), tenant in option::of(text())
    ) {
        let credentials = Credentials { client_id: id, client_secret: Secret::new(secret), tenant };
        let pair = format!("{}:{}", credentials.client_id, credentials.client_secret.expose());
        for style in [TokenStyle::Form, TokenStyle::Basic, TokenStyle::AliasForm, TokenStyle::AliasBasic] {
            let sent = Token::encode_in(style, &credentials);
            let basic = sent.authorization().map(|_| pair.as_str());
            let content_type = sent.body.as_ref().unwrap().content_type;
            let read = Token::accept(content_type, body(&sent), basic).ok().unwrap().credentials;
            prop_assert!(read.client_secret == credentials.client_secret);
            prop_assert_eq!(&read.client_id, &credentials.client_id);
            prop_assert_eq!(&read.tenant, &credentials.tenant);
        }
    }

    #[test]
    fn the_server_takes_every_new_api_secret_as_the_client_wrote_it(
        parts in parts([filled(), filled(), filled()], any::<String>())
    ) {
        let new = new_api_secret(parts);
        let read = CreateApiSecret::accept(JSON, body(&CreateApiSecret::encode(&new))).ok().unwrap();
        prop_assert_eq!(&read.texts, &new.texts);
        prop_assert!(read.client_secret == new.client_secret);
        prop_assert_eq!((read.users_allowed, read.groups_allowed), (new.users_allowed, new.groups_allowed));
    }

    #[test]
    fn the_server_takes_every_change_as_the_client_wrote_it(
        parts in parts([option::of(filled()), option::of(filled()), option::of(filled())], any::<Option<String>>()),
        identifier in identifier()
    ) {
        let change = change(parts);
        let update = ApiSecretUpdate { identifier: Identifier::parse(&identifier).unwrap(), change, if_version: None };
        let sent = UpdateApiSecret::encode(&update);
        prop_assert_eq!(sent.path.rsplit('/').next(), Some(identifier.as_str()));
        let (read, change) = (UpdateApiSecret::accept(JSON, body(&sent)).ok().unwrap(), update.change);
        prop_assert_eq!(&read.texts, &change.texts);
        prop_assert!(read.client_secret == change.client_secret);
        prop_assert_eq!((read.users_allowed, read.groups_allowed), (change.users_allowed, change.groups_allowed));
    }

    #[test]
    fn a_filter_survives_the_query(tag in option::of(text()), identifier_code in option::of(text())) {
        let sent = ListApiSecrets::encode(&ListFilter { tag: tag.clone(), identifier_code: identifier_code.clone() });
        let given = [("tag", tag), ("identifier_code", identifier_code)];
        let expected: Vec<_> = given.into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?))).collect();
        prop_assert_eq!(query(&sent), expected);
    }

    #[test]
    fn the_client_reads_every_reply_as_the_server_wrote_it(
        key in filled(), token in "[!-~]{1,60}", expires_in in any::<u32>(), rows in vec(row(), 0..4),
        limits in any::<[Option<u64>; 4]>(), consents in any::<[Option<bool>; 2]>(),
        times in proptest::array::uniform6(option::of(secret())),
    ) {
        let key = Secret::new(key);
        prop_assert!(decode::<Register>(&configuration::answer_admin_key(&key)).is_ok_and(|it| it.0 == key));
        prop_assert!(decode::<RegenerateKey>(&configuration::answer_admin_key(&key)).is_ok_and(|it| it.0 == key));
        prop_assert!(decode::<UpdateSecret>(&UpdateSecret::answer()).is_ok_and(|it| it.admin_key.is_none()));
        let token = AccessToken { token: Secret::new(token), expires_in };
        let read = decode::<Token>(&Token::answer(&token)).ok().unwrap();
        prop_assert!(read.token == token.token && read.expires_in == expires_in);
        prop_assert_eq!(decode::<ListApiSecrets>(&ListApiSecrets::answer(&rows)), Ok(rows));
        let [max_objects, max_projects, max_fences_in_project, max_vertices_in_fence] = limits;
        let [before, before_status, positions, positions_status, transitions, transitions_status] = times;
        let settings = Settings {
            account_settings: AccountSettings {
                max_objects, max_projects, max_fences_in_project, max_vertices_in_fence,
            },
            privacy_settings: PrivacySettings {
                consent_for_storing_objects_positions_history: consents[0],
                consent_for_storing_transitions_history: consents[1],
                delete_all_history_before: before,
                delete_all_history_before_status: before_status,
                delete_all_history_positions_before: positions,
                delete_all_history_positions_before_status: positions_status,
                delete_all_history_transitions_before: transitions,
                delete_all_history_transitions_before_status: transitions_status,
            },
        };
        prop_assert_eq!(decode::<ReadSettings>(&ReadSettings::answer(&settings)), Ok(settings));
    }

    #[test]
    fn the_client_reads_every_api_secret_as_the_server_wrote_it(
        identifier in identifier(), parts in parts(any::<[String; 3]>(), any::<String>()),
        failed in vec(secret(), 0..3)
    ) {
        let written = api_secret(identifier, parts, failed);
        let created = decode::<CreateApiSecret>(&CreateApiSecret::answer(&written)).ok().unwrap();
        prop_assert_eq!(calls::entity(&created), calls::entity(&written));
        let updated = decode::<UpdateApiSecret>(&UpdateApiSecret::answer(&written)).ok().unwrap();
        prop_assert_eq!(calls::entity(&updated), calls::entity(&written));
        // Reading does not repeat what once went wrong with sharing.
        let read = decode::<ReadApiSecret>(&ReadApiSecret::answer(&written)).ok().unwrap();
        prop_assert_eq!(calls::entity(&read), calls::entity(&ApiSecret { shared_error: Vec::new(), ..written }));
    }
}

#[test]
fn the_client_reads_every_switch_and_every_refusal_as_the_server_wrote_it() {
    for switched in [Switched::Done, Switched::AlreadySo] {
        assert_eq!(decode::<Activate>(&Activate::answer(switched)), Ok(switched));
        assert_eq!(decode::<Deactivate>(&Deactivate::answer(switched)), Ok(switched));
    }
    let of_services = configuration::Refusal::ALL.map(configuration::Refusal::answer);
    let of_vault = envelope::Refusal::ALL.map(envelope::Refusal::answer);
    for answer in of_services.iter().chain(&of_vault) {
        for endpoint in EndpointId::ALL.into_iter().filter(|endpoint| *endpoint != EndpointId::Health) {
            let sent = calls::call(endpoint, "a secret of ours");
            assert!(!oracle::check(&sent, answer), "{endpoint:?} takes {} for a success", answer.text());
            let problem = calls::read(&sent, answer).unwrap_err();
            assert_eq!(problem.code.leaves_outcome_open(), answer.status >= 500, "{endpoint:?} {problem:?}");
        }
    }
}

// --- What anybody may answer ------------------------------------------------------------------

/// JSON that has the names and the values which mean something.
fn json_body() -> impl Strategy<Value = String> {
    let names = [
        "adminKey",
        "error",
        "erro",
        "message",
        "response",
        "status",
        "exception",
        "code",
        "detailedError",
        "api_entity",
        "identifier",
        "access_token",
        "api_secret_on_list",
        "accountSettings",
        "consentForStoringObjectsPositionsHistory",
    ];
    let words = ["", "x", "0", "1", "false", "true", "1006: User", "already", "no Route matched", "43"];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        select(vec![0, 1, 200, 201, 400, 500, 1001, 1005, 1006, 1009, 1010]).prop_map(|number| json!(number)),
        select(words.to_vec()).prop_map(|word| json!(word)),
        text().prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(3, 24, 5, move |inner| {
        prop_oneof![
            3 => proptest::collection::btree_map(select(names.to_vec()), inner.clone(), 0..6)
                .prop_map(|members| json!(members)),
            1 => vec(inner, 0..3).prop_map(|entries| json!(entries)),
        ]
    })
    .prop_map(|json| json.to_string())
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => json_body().prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 0..200),
        1 => text().prop_map(String::into_bytes),
        1 => (json_body(), any::<prop::sample::Index>()).prop_map(|(text, at)| {
            let mut bytes = text.into_bytes();
            let end = at.index(bytes.len() + 1);
            bytes.truncate(end);
            bytes
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn whatever_anybody_answers_is_believed_only_in_the_documented_forms(
        body in any_body(),
        status in prop_oneof![4 => Just(200_u16), 1 => Just(201), 1 => Just(204), 2 => 400..600_u16, 1 => any::<u16>()],
        headers in vec((select(vec!["x-mashery-error-code", "x-error-detail-header", "retry-after", "content-type"]),
            text()), 0..3),
    ) {
        let response = Response::new(status).body(body);
        let response = headers.into_iter().fold(response, |response, (name, value)| response.header(name, value));
        for endpoint in EndpointId::ALL {
            oracle::check(&calls::call(endpoint, "a secret of ours"), &response);
        }
    }
}

// --- What must not get through ----------------------------------------------------------------

/// The ways in which servers write what they got.
fn spelled(secret: &str, way: usize) -> String {
    let hex = |upper: bool| {
        let byte = move |byte: u8| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        secret.bytes().map(byte).collect::<String>()
    };
    match way {
        0 => secret.to_owned(),
        1 => {
            let quoted = json!(secret).to_string();
            quoted[1..quoted.len() - 1].to_owned()
        }
        2 => secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect(),
        3 => form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        4 => hex(true),
        5 => hex(false),
        6 => secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
        _ => secret.chars().map(|letter| format!("&#{};", u32::from(letter))).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// At every length of what stands before it, so that cutting hits it everywhere.
    #[test]
    fn no_echo_of_a_secret_gets_through_nor_the_beginning_of_one(
        secret in prop_oneof!["\\PC{4,40}", "[ -~]{4,40}", text()], way in 0..8_usize, before in 0..140_usize,
        shape in 0..6_usize, endpoint in select(&EndpointId::ALL[..]), status in select(vec![400, 401, 403, 404, 500]),
    ) {
        // Who sends no secret gets none back.
        prop_assume!(endpoint != EndpointId::ReadCapabilities && secret.chars().count() >= 4);
        let shown_as = secret.chars().map(|it| if it.is_control() { ' ' } else { it }).collect::<String>();
        let shown_as = shown_as.split_whitespace().collect::<Vec<_>>().join(" ");
        let beginning: String = shown_as.chars().take(4).collect();
        // What is left of it once it stands on one line may be too short to be hidden, or be part of
        // what stands there anyway.
        prop_assume!(beginning.chars().count() == 4 && !"[redacted] 0000 id:".contains(&beginning));
        let said = format!("{} {} 0", "0".repeat(before), spelled(&secret, way));
        let body = match shape {
            0 => said.clone(),
            1 => format!("<html><b>{said}</b></html>"),
            2 => json!({ "message": said }).to_string(),
            3 => json!({ "detailedError": { "code": said, "message": said } }).to_string(),
            4 => json!({ "response": { "error": true, "message": said }, "exception": { "message": said } }).to_string(),
            _ => json!({ "error": said, "error_description": "0" }).to_string(),
        };
        let response = Response::new(status).body(body.into_bytes()).header("x-mashery-error-code", said);
        let sent = calls::call(endpoint, &secret);
        if let Err(problem) = calls::read(&sent, &response) {
            for shown in [problem.vendor_code, problem.vendor_text].into_iter().flatten() {
                prop_assert!(!shown.contains(&beginning), "{shown:?} at {endpoint:?}");
            }
        }
    }
}
