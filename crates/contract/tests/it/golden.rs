//! Every recorded answer in `fixtures/answers/`, read by every endpoint that it states something about.

use std::collections::{BTreeMap, BTreeSet};

use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::Response;
use serde::Deserialize;
use serde_json::Value;

use crate::calls;

/// One answer and what becomes of it. `fixtures/README.md` says what the members mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Golden {
    pub(crate) id: String,
    what: String,
    source: String,
    status: Option<u16>,
    silence: Option<String>,
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Value,
    body_hex: Option<String>,
    pub(crate) expect: BTreeMap<String, Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) verdict: String,
    reply: Option<Value>,
    pub(crate) code: Option<String>,
    #[serde(default, deserialize_with = "stated")]
    vendor_code: Option<Value>,
    #[serde(default, deserialize_with = "stated")]
    vendor_text: Option<Value>,
    retry_after: Option<u32>,
}

/// Tells null, which states that there is none, from a member that is not there.
fn stated<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Golden {
    /// The answer; `None` where none came.
    pub(crate) fn response(&self) -> Option<Response> {
        let body = match (&self.body_hex, &self.body) {
            (Some(hex), _) => {
                let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
                (0..hex.len()).step_by(2).map(byte).collect()
            }
            (None, Value::Null) => Vec::new(),
            (None, Value::String(text)) => text.clone().into_bytes(),
            (None, json) => json.to_string().into_bytes(),
        };
        let response = Response::new(self.status?).body(body);
        Some(
            self.headers
                .iter()
                .fold(response, |response, (name, value)| response.header(name, value.clone())),
        )
    }
}

pub(crate) fn all() -> Vec<(String, Golden)> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/answers");
    let files =
        std::fs::read_dir(directory).expect("the recorded answers").map(|file| file.expect("a file").path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let golden = serde_json::from_slice(&std::fs::read(&path).expect("a readable file"));
        (name.clone(), golden.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    files.map(read).collect()
}

pub(crate) fn endpoint(name: &str) -> EndpointId {
    let named = |endpoint: &EndpointId| calls::name(*endpoint) == name;
    EndpointId::ALL.into_iter().find(named).unwrap_or_else(|| panic!("no endpoint is called {name}"))
}

#[test]
fn each_recorded_answer_is_read_as_stated() {
    for (file, golden) in all() {
        let Some(response) = golden.response() else { continue };
        for (name, expected) in &golden.expect {
            let sent = calls::call(endpoint(name), "a secret of ours");
            let at = format!("{file} at {name}");
            match (calls::read(&sent, &response), &expected.reply) {
                (Ok(reply), Some(stated)) => assert_eq!(reply, *stated, "{at}"),
                (Err(problem), None) => assert_problem(&problem, expected, &at),
                (Ok(reply), None) => panic!("{at}: read as {reply}"),
                (Err(problem), Some(_)) => panic!("{at}: {problem:?}"),
            }
        }
    }
}

fn assert_problem(problem: &Problem, expected: &Expected, at: &str) {
    assert_eq!(Some(problem.code.as_str()), expected.code.as_deref(), "{at}");
    assert_eq!(problem.retry_after, expected.retry_after, "{at}");
    let texts =
        [(&problem.vendor_code, &expected.vendor_code), (&problem.vendor_text, &expected.vendor_text)];
    for (said, stated) in texts {
        if let Some(stated) = stated {
            assert_eq!(said.as_deref(), stated.as_str(), "{at}");
        }
    }
}

#[test]
fn the_stated_verdicts_follow_from_the_stated_codes() {
    for (file, Golden { expect, status, silence, what, source, .. }) in all() {
        assert!(
            !what.is_empty()
                && ["seed", "documented", "observed", "inferred", "own"].contains(&source.as_str())
        );
        assert_eq!(status.is_none(), silence.is_some(), "{file}: an answer, or why there is none");
        for (name, expected) in expect {
            let code = expected.code.as_deref().map(|text| {
                Code::ALL
                    .iter()
                    .find(|code| code.as_str() == text)
                    .unwrap_or_else(|| panic!("{file}: {text}"))
            });
            let verdict = match code {
                None if expected.reply.as_ref().is_some_and(|reply| reply == "already_so") => "already_so",
                None => "done",
                Some(code) if code.leaves_outcome_open() => "unknown",
                Some(_) => "refused",
            };
            assert_eq!(expected.verdict, verdict, "{file} at {name}");
        }
    }
}

#[test]
fn no_golden_body_is_missing() {
    let ids: BTreeSet<String> = all().into_iter().map(|(_, golden)| golden.id).collect();
    let wanted = (1..=12).map(|n| format!("G{n}")).chain((1..=15).map(|n| format!("H{n}")));
    let missing: Vec<_> = wanted.filter(|id| !ids.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
