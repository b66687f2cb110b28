//! Results as plain objects, by serde: a `verdict`, and beside it either what was asked for or what stood in the way.

use std::marker::PhantomData;

use latchboard_client::Verdict as Judged;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::endpoint::EndpointId as Endpoint;
use latchboard_contract::error::{self, Code};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tsify::Tsify;
use wasm_bindgen::prelude::JsValue;

use crate::arguments::Result;

/// A result on its way out. What is not there is null.
pub(crate) fn value<T: Serialize>(result: &T) -> Result<JsValue> {
    let serializer = Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);
    Ok(result.serialize(&serializer)?)
}

/// What stood in the way, with the evidence. It holds no secret: what the server echoed is redacted.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null, type_params = "C extends Code = Code")]
pub(crate) struct Problem<C = Code> {
    /// Our stable code.
    #[tsify(type = "C")]
    code: Code,
    /// The call that it belongs to; `token` where the sign-in before a call failed.
    endpoint: Endpoint,
    /// The HTTP status, or null when there was no answer.
    status: Option<u16>,
    /// The server's own code, such as `"1006"`.
    vendor_code: Option<String>,
    /// The server's own words, on one line, at most 120 characters.
    vendor_text: Option<String>,
    /// Seconds to wait, where the server said so.
    retry_after: Option<u32>,
    /// The `Idempotency-Key` that the call went out under, where the server takes one: the same call under it gets the answer
    /// that was lost, and changes nothing twice. To be given to `resolve`.
    idempotency_key: Option<String>,
    /// TypeScript tells which codes there may be.
    #[serde(skip)]
    codes: PhantomData<C>,
}

impl From<error::Problem> for Problem {
    fn from(problem: error::Problem) -> Self {
        let error::Problem { endpoint, code, status, vendor_code, vendor_text, retry_after, key } = problem;
        let idempotency_key = key.map(|key| key.as_str().to_owned());
        let codes = PhantomData;
        Self { code, endpoint, status, vendor_code, vendor_text, retry_after, idempotency_key, codes }
    }
}

/// The five verdicts.
#[derive(Clone, Copy, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    Done,
    AlreadySo,
    Refused,
    NotAttempted,
    Unknown,
}

/// The server said that it did it.
#[derive(Serialize, Tsify)]
pub(crate) struct Done {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"done\"")]
    verdict: Verdict,
}

/// Nothing changed; the state is as asked.
#[derive(Serialize, Tsify)]
pub(crate) struct AlreadySo {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "\"already_so\"")]
    verdict: Verdict,
}

/// A verdict with what stood in the way.
#[derive(Serialize, Tsify)]
#[tsify(type_params = "V extends Verdict, C extends Code")]
struct Failure<C> {
    /// Tells it apart from the other verdicts.
    #[tsify(type = "V")]
    verdict: Verdict,
    #[serde(flatten)]
    problem: Problem<C>,
}

/// The server said no. Nothing changed, unless `idempotencyKey` is null and it says that something is registered already, that
/// the present secret is wrong, or that an identifier code is taken: a browser sends a call a second time by itself when a
/// connection breaks, and this may be the answer to that.
#[derive(Tsify)]
#[tsify(type = "Failure<\"refused\", RefusalCode>")]
#[expect(dead_code, reason = "a name of `Failure` in TypeScript")]
struct Refused;

/// The call was never sent: something was wrong with it, it was stopped, or there was no sign-in.
#[derive(Tsify)]
#[tsify(type = "Failure<\"not_attempted\", Code>")]
#[expect(dead_code, reason = "a name of `Failure` in TypeScript")]
struct NotAttempted;

/// It was sent, or perhaps sent, and there is no answer to trust. `resolve` finds out what became of it.
#[derive(Tsify)]
#[tsify(type = "Failure<\"unknown\", C>", type_params = "C extends Code = OpenCode")]
#[expect(dead_code, reason = "a name of `Failure` in TypeScript")]
struct Unknown;

/// What stood in the way of a call.
#[derive(Tsify)]
#[tsify(type = "Refused | NotAttempted | Unknown")]
#[expect(dead_code, reason = "a union of names in TypeScript")]
struct Failed;

/// The verdict on a call that changes nothing. Without a token it was never sent, whatever became
/// of the sign-in before it.
pub(crate) fn of_read<T>(asked: Endpoint, result: std::result::Result<T, error::Problem>) -> Judged<T> {
    match result {
        Err(problem) if problem.endpoint == Endpoint::Token && asked != Endpoint::Token => {
            Judged::NotAttempted(problem)
        }
        result => Judged::of(result),
    }
}

/// What `done` makes of what a call brought, which it says the verdict beside; or what stood in the way.
pub(crate) fn object<T, R: Serialize>(
    verdict: Judged<T>,
    done: impl FnOnce(Verdict, T) -> R,
) -> Result<JsValue> {
    match verdict {
        Judged::Done(brought) => value(&done(Verdict::Done, brought)),
        Judged::AlreadySo => value(&AlreadySo { verdict: Verdict::AlreadySo }),
        Judged::Refused(problem) => failure(Verdict::Refused, problem),
        Judged::NotAttempted(problem) => failure(Verdict::NotAttempted, problem),
        Judged::Unknown(problem) => failure(Verdict::Unknown, problem),
    }
}

fn failure(verdict: Verdict, problem: error::Problem) -> Result<JsValue> {
    value(&Failure { verdict, problem: Problem::<Code>::from(problem) })
}

/// A verdict on a call that brings nothing.
pub(crate) fn plain(verdict: Judged<()>) -> Result<JsValue> {
    object(verdict, |verdict, ()| Done { verdict })
}

/// A verdict, and what stood in the way.
pub(crate) fn parts(verdict: Judged<()>) -> (Verdict, Option<Problem>) {
    match verdict {
        Judged::Done(()) => (Verdict::Done, None),
        Judged::AlreadySo => (Verdict::AlreadySo, None),
        Judged::Refused(problem) => (Verdict::Refused, Some(problem.into())),
        Judged::NotAttempted(problem) => (Verdict::NotAttempted, Some(problem.into())),
        Judged::Unknown(problem) => (Verdict::Unknown, Some(problem.into())),
    }
}

/// Where a question about a lost call led.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Led {
    Settled,
    Ask,
    Open,
}

/// It is known now.
#[derive(Serialize, Tsify)]
pub(crate) struct Settled {
    /// Tells it apart from the other conclusions.
    #[tsify(type = "\"settled\"")]
    conclusion: Led,
    /// What was found out.
    finding: Finding,
}

/// It is known now, and so is the admin key.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub(crate) struct KeySettled {
    /// Tells it apart from the other conclusions.
    #[tsify(type = "\"settled\"")]
    conclusion: Led,
    /// What was found out.
    finding: Finding,
    /// The admin key in force, where the answer brought it; else null.
    admin_key: Option<String>,
}

/// One more question decides. Pass it to `resolve` once the user agreed.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneMoreQuestion {
    /// Tells it apart from the other conclusions.
    #[tsify(type = "\"ask\"")]
    conclusion: Led,
    /// What is asked next.
    #[tsify(type = "NextQuestion")]
    question: Question,
    /// A good answer kills the admin key that is in use, and brings a new one.
    kills_admin_key: bool,
}

/// The question had no answer; things are as open as they were.
#[derive(Serialize, Tsify)]
pub(crate) struct StillOpen {
    /// Tells it apart from the other conclusions.
    #[tsify(type = "\"open\"")]
    conclusion: Led,
    #[serde(flatten)]
    problem: Problem,
}

/// Where a question about a configuration call led.
#[derive(Tsify)]
#[tsify(type = "KeySettled | OneMoreQuestion | StillOpen")]
#[expect(dead_code, reason = "a union of names in TypeScript")]
struct ConfigurationResolution;

/// Where a question about a configuration call led; `admin_key` is the one that the answer brought.
pub(crate) fn key_resolution(
    endpoint: Endpoint,
    conclusion: Conclusion,
    admin_key: Option<String>,
) -> Result<JsValue> {
    match conclusion {
        Conclusion::Settled(finding) => value(&KeySettled { conclusion: Led::Settled, finding, admin_key }),
        Conclusion::Ask(question) => {
            let kills_admin_key = question.kills_admin_key(endpoint);
            value(&OneMoreQuestion { conclusion: Led::Ask, question, kills_admin_key })
        }
        Conclusion::Open(problem) => open(problem),
    }
}

/// Where a question about a call to the vault led.
pub(crate) fn resolution(endpoint: Endpoint, conclusion: Conclusion) -> Result<JsValue> {
    match conclusion {
        Conclusion::Settled(finding) => value(&Settled { conclusion: Led::Settled, finding }),
        conclusion => key_resolution(endpoint, conclusion, None),
    }
}

fn open(problem: error::Problem) -> Result<JsValue> {
    value(&StillOpen { conclusion: Led::Open, problem: problem.into() })
}

/// What is said of a question that was aborted: things are as open as they were.
pub(crate) fn still_open(verdict: Judged<()>) -> Result<JsValue> {
    match verdict {
        Judged::Refused(problem) | Judged::NotAttempted(problem) | Judged::Unknown(problem) => open(problem),
        verdict @ (Judged::Done(()) | Judged::AlreadySo) => plain(verdict),
    }
}
