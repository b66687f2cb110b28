//! Rehearsal: faults on command, so that a team can drill the worst before it happens, and tests can
//! have what no healthy server offers. Exists in no other mode.
//!
//! `GET` and `PUT /api/latchboard/v1/rehearsal`: the faults that are planned. Each strikes one call,
//! counted per operation from the moment when the plan was set:
//! `{"faults":[{"operation":"inactive","call":3,"fault":"drop_after_commit"}]}`.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use latchboard_contract::endpoint::{envelope, gateway};
use serde_json::{Value, json};

use super::answer::Answer;
use super::body;
use crate::app::App;
use crate::family::Family;
use crate::own_paths::REHEARSAL;

/// The longest delay that can be asked for: longer ones are what `drop_after_commit` is for.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Not carried out, and not answered.
    DropBefore,
    /// Carried out; the answer is cut off.
    DropAfterCommit,
    /// Carried out; the answer is status 500.
    FailAfterCommit,
    /// Carried out and answered, later.
    Delay(Duration),
    /// Not carried out: 429 with `Retry-After`, in seconds.
    TooMany(u32),
    /// Not carried out: 1006.
    NoAccess,
}

/// One fault and the call that it strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Planned {
    operation: String,
    /// The first call is 1.
    call: u64,
    fault: Fault,
}

/// The faults that are to come.
#[derive(Default)]
pub(crate) struct Rehearsal(Mutex<Plan>);

#[derive(Default)]
struct Plan {
    faults: Vec<Planned>,
    /// Calls since the plan was set, per operation.
    calls: HashMap<String, u64>,
}

impl Rehearsal {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        // A plan is whole after every step, so one that a panic left behind is still good.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one call, and takes the fault that it is to meet.
    fn meet(&self, operation: &str) -> Option<Fault> {
        let mut plan = self.plan();
        let call = plan.calls.entry(operation.to_owned()).or_default();
        *call += 1;
        let call = *call;
        let at =
            plan.faults.iter().position(|planned| planned.operation == operation && planned.call == call)?;
        Some(plan.faults.swap_remove(at).fault)
    }
}

impl Planned {
    fn read(value: &Value) -> Option<Self> {
        let number = |name: &str| value[name].as_u64();
        let fault = match value["fault"].as_str()? {
            "drop_before" => Fault::DropBefore,
            "drop_after_commit" => Fault::DropAfterCommit,
            "fail_after_commit" => Fault::FailAfterCommit,
            "delay" => Fault::Delay(Duration::from_millis(number("ms")?).min(LONGEST_DELAY)),
            "too_many" => Fault::TooMany(u32::try_from(number("retry_after").unwrap_or(1)).ok()?),
            "no_access" => Fault::NoAccess,
            _ => return None,
        };
        let call = number("call").filter(|call| *call > 0)?;
        Some(Self { operation: value["operation"].as_str()?.to_owned(), call, fault })
    }

    fn write(&self) -> Value {
        let (fault, detail) = match self.fault {
            Fault::DropBefore => ("drop_before", None),
            Fault::DropAfterCommit => ("drop_after_commit", None),
            Fault::FailAfterCommit => ("fail_after_commit", None),
            Fault::Delay(time) => {
                ("delay", Some(("ms", u64::try_from(time.as_millis()).unwrap_or(u64::MAX))))
            }
            Fault::TooMany(seconds) => ("too_many", Some(("retry_after", seconds.into()))),
            Fault::NoAccess => ("no_access", None),
        };
        let mut value = json!({ "operation": self.operation, "call": self.call, "fault": fault });
        if let Some((name, number)) = detail {
            value[name] = number.into();
        }
        value
    }
}

/// The plan's own address.
pub(super) fn routes(rehearsal: &Arc<Rehearsal>) -> Router<Arc<App>> {
    let (shown, set) = (Arc::clone(rehearsal), Arc::clone(rehearsal));
    let show = move || async move { show(&shown) };
    let set = move |request: Request| async move { replace(&set, request).await };
    Router::new().route(REHEARSAL, get(show).put(set))
}

fn show(rehearsal: &Rehearsal) -> Response {
    let faults: Vec<_> = rehearsal.plan().faults.iter().map(Planned::write).collect();
    ([(CONTENT_TYPE, "application/json")], json!({ "faults": faults }).to_string()).into_response()
}

async fn replace(rehearsal: &Rehearsal, request: Request) -> Response {
    let plan = async {
        let body = body::read(request.into_body()).await.ok()?;
        let value: Value = serde_json::from_slice(&body).ok()?;
        value["faults"].as_array()?.iter().map(Planned::read).collect::<Option<Vec<_>>>()
    };
    let Some(faults) = plan.await else {
        let text = "A plan is {\"faults\":[{\"operation\":…,\"call\":1…,\"fault\":…}]} with a fault of drop_before, \
                    drop_after_commit, fail_after_commit, delay (ms), too_many (retry_after), no_access.\n";
        return (StatusCode::BAD_REQUEST, text).into_response();
    };
    *rehearsal.plan() = Plan { faults, ..Plan::default() };
    show(rehearsal)
}

/// Marks a change that is to be refused with 1006, once it is known that it is no repeat.
#[derive(Clone, Copy)]
pub(super) struct RefusedAccess;

/// Lets the planned fault strike, if there is one for this call.
pub(super) async fn strike(
    State(rehearsal): State<Arc<Rehearsal>>,
    mut request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let operation = route.and_then(|route| operation(request.method(), &route));
    let family = Family::of(request.uri().path());
    let (Some(operation), Some(family)) = (operation, family) else { return next.run(request).await };
    match rehearsal.meet(&operation) {
        None => next.run(request).await,
        Some(Fault::DropBefore) => cut_off(),
        Some(Fault::DropAfterCommit) => {
            next.run(request).await;
            cut_off()
        }
        Some(Fault::FailAfterCommit) => {
            next.run(request).await;
            Answer::failed(family).into_response()
        }
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Some(Fault::TooMany(seconds)) => {
            Answer(gateway::Refusal::TooManyCalls(seconds).answer()).into_response()
        }
        Some(Fault::NoAccess) if request.method() != Method::GET && family == Family::Vault => {
            request.extensions_mut().insert(RefusedAccess);
            next.run(request).await
        }
        Some(Fault::NoAccess) => Answer(envelope::Refusal::NoAccess.answer()).into_response(),
    }
}

/// What a call is named in a plan: the last word of its path that is no parameter, and where that is
/// the collection, what the method does there.
fn operation(method: &Method, route: &str) -> Option<String> {
    let mut words = route.split('/').filter(|word| !word.is_empty());
    let last = words.rfind(|word| !word.starts_with('{'))?;
    let on_item = route.ends_with('}');
    Some(match (last, method) {
        ("secretapi", &Method::POST) => "create".to_owned(),
        ("secretapi", _) if on_item => "read".to_owned(),
        ("secretapi", _) => "list".to_owned(),
        (word, _) => word.to_owned(),
    })
}

/// An answer that breaks off after its head. Not a connection that closes at once: a browser sends a
/// call again by itself when a connection that it used before closes without a word.
fn cut_off() -> Response {
    let broken = std::future::ready(Err::<Bytes, _>(io::Error::from(io::ErrorKind::ConnectionReset)));
    Body::from_stream(futures_util::stream::once(broken)).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use serde_json::json;

    use super::{Fault, Planned, Rehearsal, operation};

    #[test]
    fn operations_have_the_names_of_the_contract() {
        let name = |method: Method, route: &str| operation(&method, route).unwrap();
        assert_eq!(name(Method::POST, "/locationHistory/1/register"), "register");
        assert_eq!(name(Method::POST, "/api/mysafe/secretapi/inactive/{identifier}"), "inactive");
        assert_eq!(name(Method::GET, "/api/mysafe/secretapi/{identifier}"), "read");
        assert_eq!(name(Method::GET, "/api/mysafe/secretapi"), "list");
        assert_eq!(name(Method::POST, "/iso/mysafe/secretapi"), "create");
        assert_eq!(name(Method::POST, "/api/oauth2/token"), "token");
    }

    #[test]
    fn a_fault_strikes_the_call_that_it_is_planned_for_and_only_that() {
        let rehearsal = Rehearsal::default();
        let planned = json!({ "operation": "inactive", "call": 2, "fault": "too_many", "retry_after": 3 });
        rehearsal.plan().faults.push(Planned::read(&planned).unwrap());
        assert_eq!(rehearsal.meet("inactive"), None);
        assert_eq!(rehearsal.meet("active"), None);
        assert_eq!(rehearsal.meet("inactive"), Some(Fault::TooMany(3)));
        assert_eq!(rehearsal.meet("inactive"), None);
    }

    #[test]
    fn a_plan_is_shown_as_it_was_set() {
        for planned in [
            json!({ "operation": "register", "call": 1, "fault": "drop_after_commit" }),
            json!({ "operation": "active", "call": 7, "fault": "delay", "ms": 250 }),
        ] {
            assert_eq!(Planned::read(&planned).unwrap().write(), planned);
        }
        for wrong in [
            json!({}),
            json!({ "operation": "x", "call": 0, "fault": "no_access" }),
            json!({ "operation": "x", "call": 1, "fault": "boom" }),
        ] {
            assert_eq!(Planned::read(&wrong), None, "{wrong}");
        }
    }
}
