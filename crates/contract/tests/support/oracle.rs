//! What must hold for whatever a server answers, said a second time and in other words than in the
//! crate: when a change may be believed, and what a problem may never hold.

use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Problem, catalogue};
use latchboard_contract::http::{Request, Response};
use serde_json::Value;

use crate::calls;

/// Reads the answer to `sent`, and panics where a promise is broken. Whether it was a success.
pub(crate) fn check(sent: &Request, response: &Response) -> bool {
    match calls::read(sent, response) {
        Ok(_) => {
            let endpoint = sent.endpoint;
            assert!(!endpoint.changes() || is_documented_success(sent, response), "{endpoint:?} believed it");
            true
        }
        Err(problem) => {
            check_problem(&problem, response);
            false
        }
    }
}

fn check_problem(problem: &Problem, response: &Response) {
    let Problem { endpoint, code, status, vendor_code, vendor_text, .. } = problem;
    assert_eq!(*status, Some(response.status));
    assert!(catalogue::occurs(*code, *endpoint), "{code} at {endpoint:?} is not in the catalogue");
    for text in [vendor_code, vendor_text].into_iter().flatten() {
        assert!(
            !text.is_empty() && text.chars().count() <= 120 && !text.contains(char::is_control),
            "{text:?}"
        );
    }
    if response.is_success() {
        assert_eq!(*vendor_text, None, "the text of a success may hold a secret");
        let digits = |code: &str| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        assert!(vendor_code.as_deref().is_none_or(digits), "{vendor_code:?}");
    }
    if (200..400).contains(&response.status) && vendor_code.is_none() && endpoint.changes() {
        // Nothing in it has a documented meaning, unless the vault or its gateway said no in words.
        let said_no = response.text().starts_with('{');
        assert!(code.leaves_outcome_open() || said_no, "{code} at {endpoint:?} from {}", response.status);
    }
}

/// The documented forms of success, for the calls that change something:
///
/// - register, regenerate: 200 or 201 and an admin key that is a text;
/// - update: 204; or 200 and an empty body; or 200 and an object without error and message members;
///   or 200 or 201 and an admin key;
/// - change settings: 200 or 201 and the consent that was asked for;
/// - create, update, activate, deactivate: 200 or 201 and an envelope that says that there was no
///   error, for the first two with the API secret and its identifier.
///
/// A body is UTF-8, whole, and a JSON object that holds no member of an error.
fn is_documented_success(sent: &Request, response: &Response) -> bool {
    let text = std::str::from_utf8(response.bytes()).unwrap_or("\u{0}");
    let body = parsed(text);
    let with_body = matches!(response.status, 200 | 201) && body.is_object() && !has_error(&body);
    let with_body_of_its_own = with_body && !has_error_of_its_own(&body);
    let key = body["adminKey"].as_str().is_some_and(|key| !key.trim().is_empty());
    match sent.endpoint {
        EndpointId::Register | EndpointId::RegenerateKey => with_body_of_its_own && key,
        EndpointId::UpdateSecret => {
            let bare = response.status == 200
                && (response.text().is_empty() || with_body_of_its_own && empty(&body["message"]));
            response.status == 204 || bare || with_body_of_its_own && key
        }
        EndpointId::ChangeSettings => {
            let name = "consentForStoringObjectsPositionsHistory";
            let given = |value: &Value| {
                let text = value.to_string().to_lowercase();
                matches!(text.trim_matches('"').trim(), "true" | "1" | "1.0" | "yes")
            };
            with_body_of_its_own && (given(&body[name]) || given(&body["privacySettings"][name]))
        }
        EndpointId::CreateApiSecret | EndpointId::UpdateApiSecret => {
            let identified = ["api_entity", "api_secret_entity"].map(|name| &body[name]["identifier"]);
            let says = |id: &&Value| id.is_number() || id.as_str().is_some_and(|id| !id.trim().is_empty());
            with_body && confirmed(&body["response"]) && identified.iter().any(says)
        }
        EndpointId::Activate | EndpointId::Deactivate => {
            // The envelope alone: no secret is in it, so replaced bytes do no harm.
            let body = parsed(&response.text());
            matches!(response.status, 200 | 201) && !has_error(&body) && confirmed(&body["response"])
        }
        _ => true,
    }
}

/// The JSON of a text, null where there is none. Members that nobody reads may hold halves of
/// characters and endless numbers, which a reader of everything does not take: both are replaced.
fn parsed(text: &str) -> Value {
    let mut text = text.trim_start_matches('\u{feff}').trim_ascii().replace(['\n', '\r'], " ");
    for (at, _) in text.clone().match_indices("\\u") {
        let surrogate = text.get(at + 2..at + 6).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if surrogate.is_some_and(|unit| (0xd800..0xe000).contains(&unit)) {
            text.replace_range(at + 2..at + 6, "0020");
        }
    }
    loop {
        let error = match serde_json::from_str(&text) {
            Ok(value) => return value,
            Err(error) => error,
        };
        // On one line the column is the byte behind the last digit.
        let digits_end = error.column().min(text.len());
        if !error.to_string().starts_with("number out of range") || error.line() != 1 {
            return Value::Null;
        }
        let Some(exponent) = text[..digits_end].rfind(['e', 'E']) else { return Value::Null };
        let sign = usize::from(text[exponent + 1..].starts_with('+'));
        text.replace_range(exponent..=exponent + sign, "0");
    }
}

fn confirmed(envelope: &Value) -> bool {
    let said_no_error = |value: &Value| {
        let text = value.to_string().to_lowercase();
        matches!(text.trim_matches('"').trim(), "false" | "0" | "0.0" | "-0.0" | "no")
    };
    let status = envelope["status"].to_string();
    let status = status.trim_matches('"').trim().parse().unwrap_or(0.0);
    said_no_error(&envelope["error"]) || said_no_error(&envelope["erro"]) || (200.0..300.0).contains(&status)
}

/// Whether nothing is said: not there, or empty in one of the ways of saying so.
fn empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => matches!(text.trim().to_lowercase().as_str(), "" | "0" | "false"),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Array(entries) => entries.is_empty(),
        Value::Bool(true) | Value::Object(_) => false,
    }
}

fn has_error(body: &Value) -> bool {
    let everywhere =
        [&body["error"], &body["exception"], &body["response"]["error"], &body["response"]["erro"]];
    everywhere.into_iter().any(|member| !empty(member))
}

/// The shapes that only location history has; its own numbers of statuses among them.
fn has_error_of_its_own(body: &Value) -> bool {
    let status = body["httpStatusCode"].as_f64().unwrap_or_default();
    status >= 400.0 || !empty(&body["errorText"]) || !empty(&body["detailedError"])
}
