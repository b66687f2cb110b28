//! Every row of the catalogue is reached: a code that can occur at an endpoint comes out of a decoder
//! or a validation, or out of the client, whose paths are listed here.

use std::collections::BTreeSet;

use latchboard_contract::Secret;
use latchboard_contract::endpoint::{EndpointId, configuration, envelope, gateway};
use latchboard_contract::error::{Code, catalogue};
use latchboard_contract::http::Response;
use latchboard_contract::validate::{self, Identifier};

use crate::{calls, golden};

/// A row, by the names of code and endpoint.
type Row = (String, String);

fn row(code: Code, endpoint: EndpointId) -> Row {
    (code.as_str().to_owned(), calls::name(endpoint))
}

/// Whatever the recorded answers, our server's refusals and bare statuses are read to.
fn by_answers() -> BTreeSet<Row> {
    let recorded = golden::all().into_iter().filter_map(|(_, golden)| golden.response());
    let refusals = configuration::Refusal::ALL.map(configuration::Refusal::answer).into_iter();
    let of_vault = envelope::Refusal::ALL.map(envelope::Refusal::answer);
    let statuses = [200, 401, 403, 404, 405, 408, 409, 410, 429, 500, 502, 503, 504, 596].map(Response::new);
    let own = gateway::Refusal::ALL.map(gateway::Refusal::answer);
    let mut rows = BTreeSet::new();
    for response in recorded.chain(refusals).chain(of_vault).chain(statuses).chain(own) {
        for endpoint in EndpointId::ALL {
            if let Err(problem) = calls::read(&calls::call(endpoint, "a secret of ours"), &response) {
                rows.insert(row(problem.code, endpoint));
            }
        }
    }
    rows
}

/// What is refused before sending; the endpoints are those whose calls are validated so.
fn by_validation() -> BTreeSet<Row> {
    use EndpointId as E;
    let api_key_calls = [E::Register, E::UpdateSecret, E::RegenerateKey, E::ReadSettings, E::ChangeSettings];
    let secret_calls = [E::Register, E::UpdateSecret, E::RegenerateKey];
    let item_calls = [E::ReadApiSecret, E::UpdateApiSecret, E::Deactivate, E::Activate];
    let long = "x".repeat(validate::MAX_SECRET_BYTES + 1);
    let mut rows = BTreeSet::new();
    let mut reached = |code: Option<Code>, endpoints: &[EndpointId]| {
        let code = code.expect("refused");
        rows.extend(endpoints.iter().map(|endpoint| row(code, *endpoint)));
    };
    for text in ["", long.as_str(), "a\n"] {
        reached(validate::customer_secret(&Secret::from(text)).err(), &secret_calls);
    }
    // As the present secret a placeholder may be in force, and is taken.
    let placeholder = Secret::from("My very secret secret");
    reached(validate::customer_secret(&placeholder).err(), &[E::Register]);
    let change = validate::secret_change(&Secret::from("present"), &placeholder);
    reached(change.err(), &[E::UpdateSecret]);
    let same = Secret::from("the same");
    reached(validate::secret_change(&same, &same).err(), &[E::UpdateSecret]);
    for key in ["", "a b"] {
        reached(validate::api_key(&Secret::from(key)).err(), &api_key_calls);
    }
    reached(Identifier::parse("x").err(), &item_calls);
    rows
}

/// What only the client makes: it knows the form, the sign-in, the run and the connection. Its own
/// test of the same name makes each of these rows; the one without a sign-in is the dashboard's.
fn by_the_client(code: Code) -> bool {
    match code {
        // `Vault::create` and `Vault::update`, before they send.
        Code::FieldMissing
        // A page that asks without a sign-in.
        | Code::NotSignedIn
        // The bulk runner, for what it had not sent yet.
        | Code::Stopped
        // `transport::Silence`: not sent, no answer, too late.
        | Code::Unreachable
        | Code::ConnectionFailed
        | Code::TimedOut => true,
        _ => false,
    }
}

#[test]
fn every_row_of_the_catalogue_is_reached_and_no_row_is_missing() {
    let listed: BTreeSet<Row> = catalogue::pairs().map(|(code, endpoint)| row(code, endpoint)).collect();
    let by_client = catalogue::pairs().filter(|(code, _)| by_the_client(*code));
    let reached: BTreeSet<Row> = by_answers()
        .into_iter()
        .chain(by_validation())
        .chain(by_client.map(|(code, endpoint)| row(code, endpoint)))
        .collect();
    let unreached: Vec<_> = listed.difference(&reached).collect();
    assert!(unreached.is_empty(), "nothing leads to {unreached:?}");
    let unlisted: Vec<_> = reached.difference(&listed).collect();
    assert!(unlisted.is_empty(), "the catalogue does not have {unlisted:?}");
}
