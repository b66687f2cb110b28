//! What became of a call: the verdict, and for a problem its code, cause and remedy.

use latchboard_console::{Outcome, OutcomeKind};
use latchboard_contract::error::{Problem, RemedyAction};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;
use yew_router::Routable;

use crate::route::Route;

use super::{Button, LANGUAGE, Symbol, clock, icon};

/// The properties of [`OutcomePanel`].
#[derive(Properties, PartialEq)]
pub struct OutcomePanelProps {
    /// What became of it.
    pub outcome: Outcome,
    /// What was asked, such as “Register”.
    pub subject: AttrValue,
    /// What to say when all is well.
    #[prop_or_default]
    pub children: Html,
    /// The remedy's button was pressed.
    pub onremedy: Callback<RemedyAction>,
    /// The way on stands among the children: the catalogue's button would be one too many.
    #[prop_or(false)]
    pub own_way: bool,
    /// Takes the panel away, where that makes sense.
    #[prop_or_default]
    pub ondismiss: Option<Callback<()>>,
}

/// A verdict in a frame of its colour.
#[component]
pub fn OutcomePanel(props: &OutcomePanelProps) -> Html {
    let node = use_node_ref();
    {
        // A verdict below the edge of the window would look like none at all.
        let node = node.clone();
        use_effect_with(props.outcome.at, move |_| {
            if let Some(panel) = node.cast::<Element>() {
                panel.scroll_into_view_with_scroll_into_view_options(&nearest());
            }
        });
    }
    let (tone, symbol, verdict, meaning) = wording(props.outcome.kind);
    let time = clock(props.outcome.at);
    let problem = props.outcome.problem.as_ref().filter(|_| !props.own_way);
    html! {
        <section ref={node} class={classes!("outcome", tone)} data-verdict={name(props.outcome.kind)}>
            <span class="outcome__mark">{ icon(symbol) }</span>
            <div class="outcome__body">
                <h2 class="outcome__title">{ format!("{}: {verdict}", props.subject) }</h2>
                <p class="outcome__meaning">{ meaning }{ " " }<time class="outcome__time">{ time }</time></p>
                if let Some(problem) = &props.outcome.problem { { details(problem) } }
                { props.children.clone() }
                { actions(problem, &props.onremedy, props.ondismiss.as_ref()) }
            </div>
        </section>
    }
}

fn nearest() -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options
}

/// Why something could not be read, under a `title` that says what: no verdict, since nothing was
/// to be changed.
pub fn problem_panel(title: &str, problem: &Problem, onremedy: &Callback<RemedyAction>) -> Html {
    html! {
        <section class="outcome outcome--refused">
            <span class="outcome__mark">{ icon(Symbol::Cross) }</span>
            <div class="outcome__body">
                <h2 class="outcome__title">{ title }</h2>
                { details(problem) }
                { actions(Some(problem), onremedy, None) }
            </div>
        </section>
    }
}

const fn wording(kind: OutcomeKind) -> (&'static str, Symbol, &'static str, &'static str) {
    match kind {
        OutcomeKind::Done => ("outcome--done", Symbol::Check, "done", "The server confirmed it."),
        OutcomeKind::AlreadySo => {
            ("outcome--done", Symbol::Check, "already so", "Nothing changed; it is as you asked.")
        }
        OutcomeKind::Refused => {
            ("outcome--refused", Symbol::Cross, "refused", "The server said no; nothing was changed.")
        }
        OutcomeKind::NotAttempted => {
            ("outcome--idle", Symbol::Dash, "not attempted", "The call was not sent; nothing was changed.")
        }
        OutcomeKind::Unknown => (
            "outcome--unknown",
            Symbol::Question,
            "unknown",
            "No answer can be trusted: it may have been sent, and it may have taken effect.",
        ),
    }
}

/// The verdict as a word for tests and style sheets.
const fn name(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Done => "done",
        OutcomeKind::AlreadySo => "already-so",
        OutcomeKind::Refused => "refused",
        OutcomeKind::NotAttempted => "not-attempted",
        OutcomeKind::Unknown => "unknown",
    }
}

fn details(problem: &Problem) -> Html {
    let entry = problem.entry();
    let wait = problem.retry_after.map(|seconds| format!("{seconds} s"));
    html! {
        <dl class="facts">
            <dt>{ "Cause" }</dt><dd>{ entry.cause.in_(LANGUAGE) }</dd>
            <dt>{ "Remedy" }</dt><dd>{ entry.remedy.in_(LANGUAGE) }</dd>
            <dt>{ "Code" }</dt>
            <dd class="facts__codes">
                <a href={Route::Error { code: problem.code }.to_path()} target="_blank" rel="noopener"
                    aria-label={format!("{}: what it means, in a new tab", problem.code)}>
                    <code>{ problem.code.as_str() }</code>
                </a>
                if let Some(status) = problem.status { <span>{ format!("HTTP {status}") }</span> }
                if let Some(code) = &problem.vendor_code { <span>{ format!("server code {code}") }</span> }
            </dd>
            if let Some(text) = &problem.vendor_text { <dt>{ "Server said" }</dt><dd><q>{ text }</q></dd> }
            if let Some(wait) = wait { <dt>{ "Wait" }</dt><dd>{ wait }</dd> }
        </dl>
    }
}

fn actions(
    problem: Option<&Problem>,
    onremedy: &Callback<RemedyAction>,
    ondismiss: Option<&Callback<()>>,
) -> Html {
    let remedy = problem.and_then(|problem| problem.entry().action);
    if remedy.is_none() && ondismiss.is_none() {
        return Html::default();
    }
    html! {
        <div class="outcome__actions">
            if let Some(action) = remedy {
                <Button onclick={onremedy.reform(move |()| action)}>{ action.label().in_(LANGUAGE) }</Button>
            }
            if let Some(ondismiss) = ondismiss {
                <Button kind={super::ButtonKind::Quiet} onclick={ondismiss.clone()}>{ "Dismiss" }</Button>
            }
        </div>
    }
}
