//! A refusal shows code, cause and remedy, and its button reports the remedy.

use std::cell::Cell;
use std::rc::Rc;

use latchboard::ui::{OutcomePanel, OutcomePanelProps};
use latchboard_console::{Outcome, OutcomeKind, Timestamp};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_texts::Language;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::page::Mounted;

fn refused() -> Outcome {
    let problem = Problem {
        status: Some(403),
        vendor_text: Some("Each customer <b>once</b>".into()),
        ..Problem::local(EndpointId::Register, Code::AlreadyRegistered)
    };
    Outcome {
        kind: OutcomeKind::Refused,
        problem: Some(problem),
        again: None,
        lost_reply: false,
        at: Timestamp(0),
    }
}

#[wasm_bindgen_test]
async fn a_refusal_is_told_whole() {
    let chosen = Rc::new(Cell::new(None));
    let onremedy = {
        let chosen = chosen.clone();
        Callback::from(move |action: RemedyAction| chosen.set(Some(action)))
    };
    let outcome = refused();
    let entry = outcome.problem.as_ref().unwrap().entry();
    let panel = Mounted::<OutcomePanel>::new(yew::props!(OutcomePanelProps {
        outcome,
        subject: "Register",
        onremedy
    }))
    .await;
    let text = panel.text();
    for part in [
        "Register: refused",
        "already_registered",
        "HTTP 403",
        entry.cause.in_(Language::English),
        entry.remedy.in_(Language::English),
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(
        text.contains("Each customer <b>once</b>") && !panel.has("b"),
        "the server's words are text, never markup"
    );
    panel.click("button").await;
    assert_eq!(chosen.get(), Some(RemedyAction::RegenerateInstead));
}

#[wasm_bindgen_test]
async fn a_good_outcome_has_no_problem_to_show() {
    let outcome = Outcome {
        kind: OutcomeKind::AlreadySo,
        problem: None,
        again: None,
        lost_reply: false,
        at: Timestamp(0),
    };
    let props = yew::props!(OutcomePanelProps { outcome, subject: "Activate", onremedy: Callback::noop() });
    let panel = Mounted::<OutcomePanel>::new(props).await;
    assert!(panel.text().contains("Activate: already so") && !panel.has("dl") && !panel.has("button"));
}
