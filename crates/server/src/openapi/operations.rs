//! For those who run the server, and rehearsal.

use latchboard_contract::endpoint::Health;
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::http::{self, REQUEST_ID};
use serde_json::json;

use super::operation::{Answer, Body, Operation, TEXT};
use crate::metrics::PROMETHEUS;
use crate::own_paths::{METRICS, OPENAPI, READY, REHEARSAL};

fn operation(method: &'static str, path: &str, id: &str, summary: &str, answers: Vec<Answer>) -> Operation {
    Operation {
        path: path.to_owned(),
        method,
        id: id.to_owned(),
        tag: super::OPERATIONS,
        summary: summary.to_owned(),
        security: json!([]),
        parameters: Vec::new(),
        body: None,
        answers,
        headers: vec![REQUEST_ID],
        forwarded: false,
    }
}

/// What belongs to no family.
pub(super) fn operations() -> [Operation; 4] {
    let failed = || Answer::words("Failed", 500, TEXT, "The server failed; the cause is in its log");
    let ready = vec![
        Answer::words("Ready", 200, TEXT, "It can do its work"),
        Answer::words("NotReady", 503, TEXT, "It cannot; the cause is in its log"),
        failed(),
    ];
    let metrics = vec![Answer::words("Metrics", 200, PROMETHEUS, "Counts, for Prometheus"), failed()];
    let health = vec![Answer::words("Healthy", 200, TEXT, "The process answers"), failed()];
    let document = vec![Answer::words("Document", 200, http::JSON, "This document"), failed()];
    [
        operation("get", Health::PATH, "healthz", "Whether the process answers", health),
        operation("get", READY, "readyz", "Whether the server can do its work", ready),
        operation("get", METRICS, "metrics", "What is counted", metrics),
        operation("get", OPENAPI, "openapi", "This document", document),
    ]
}

/// The plan of faults.
pub(super) fn rehearsal() -> [Operation; 2] {
    let plan = json!({ "faults": [
        { "operation": "inactive", "call": 3, "fault": "drop_after_commit" },
        { "operation": "active", "call": 1, "fault": "delay", "ms": 250 },
        { "operation": "read", "call": 2, "fault": "too_many", "retry_after": 3 },
    ]});
    let samples = || {
        [
            http::Response::json(200, http::JSON, &plan),
            http::Response::json(200, http::JSON, &json!({ "faults": [] })),
        ]
    };
    let planned = || Answer::success("Plan", "The faults that are to come", &samples());
    let failed = || Answer::refusal(Refusal::Unexpected, &[Refusal::Unexpected.answer()]);
    let no_plan = Answer::words("NoPlan", 400, TEXT, "What was sent is no plan; what one looks like");
    let show =
        operation("get", REHEARSAL, "planned", "The faults that are planned", vec![planned(), failed()]);
    let replace = operation(
        "put",
        REHEARSAL,
        "plan",
        "Plan faults, in place of those planned before",
        vec![planned(), no_plan, failed()],
    );
    let body = Body {
        required: true,
        media_types: vec![http::JSON],
        samples: vec![plan.clone(), json!({ "faults": [] })],
    };
    [show, Operation { body: Some(body), ..replace }]
}
