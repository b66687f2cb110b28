//! What became of a call: the verdict, and for a problem its code, cause and remedy.

use latchboard_console::{Outcome, OutcomeKind, Timestamp};
use latchboard_contract::error::{Problem, RemedyAction};
use latchboard_texts::common;
use latchboard_texts::{Language, Text};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::heading::to_heading;
use super::{Button, Symbol, clock, icon, ids};
use crate::i18n::Here;
use crate::route::href;
use latchboard_console::route::Route;

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
    /// The way on stands among the children: the catalogue's remedy and its button would be one too many.
    #[prop_or(false)]
    pub own_way: bool,
    /// The cursor is sent to its heading at times; for one panel of a page.
    #[prop_or(false)]
    pub is_sought: bool,
    /// Takes the panel away, where that makes sense.
    #[prop_or_default]
    pub ondismiss: Option<Callback<()>>,
}

/// A verdict in a frame of its colour.
#[component]
pub fn OutcomePanel(props: &OutcomePanelProps) -> Html {
    use_context::<Language>();
    let node = use_in_sight(props.outcome.at);
    let (tone, symbol, verdict, meaning) = wording(props.outcome.kind, &props.subject);
    let may_be_our_own = props.outcome.problem.as_ref().is_some_and(Problem::may_be_our_own);
    let meaning = if may_be_our_own { common::REFUSED_PERHAPS } else { meaning };
    let time = clock(props.outcome.at);
    let problem = props.outcome.problem.as_ref().filter(|_| !props.own_way);
    html! {
        <section ref={node} class={classes!("outcome", tone)} data-verdict={name(props.outcome.kind)}>
            <span class="outcome__mark">{ icon(symbol) }</span>
            <div class="outcome__body">
                <h2 id={props.is_sought.then_some(ids::VERDICT)} class="outcome__title" tabindex={props.is_sought.then_some("-1")}>{ verdict }</h2>
                <p class="outcome__meaning">{ meaning.here() }{ " " }<time class="outcome__time">{ time }</time></p>
                if let Some(problem) = &props.outcome.problem { { details(problem, !props.own_way) } }
                { props.children.clone() }
                { actions(&problem.map(remedies).unwrap_or_default(), &props.onremedy, props.ondismiss.as_ref()) }
            </div>
        </section>
    }
}

/// Scrolls an element into sight each time it says something new: below the edge of the window it would look like nothing
/// at all.
#[hook]
fn use_in_sight(since: Timestamp) -> NodeRef {
    let node = use_node_ref();
    let told = node.clone();
    use_effect_with(since, move |_| {
        if let Some(element) = told.cast::<Element>() {
            element.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    });
    node
}

/// The properties of [`InSight`].
#[derive(Properties, PartialEq)]
pub struct InSightProps {
    /// When it was said.
    pub since: Timestamp,
    pub children: Html,
}

/// What was said, in sight wherever it stands in the page.
#[component]
pub fn InSight(props: &InSightProps) -> Html {
    let node = use_in_sight(props.since);
    html! { <div ref={node} class="in-sight">{ props.children.clone() }</div> }
}

fn nearest() -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options
}

/// Why something could not be read, under a `title` that says what: no verdict, since nothing was
/// to be changed.
pub fn problem_panel(title: &str, problem: &Problem, onremedy: &Callback<RemedyAction>) -> Html {
    problem_panel_offering(title, problem, problem.entry().action, onremedy)
}

/// As [`problem_panel`], where not every remedy can be had: with a button for `remedy` only.
pub fn problem_panel_offering(
    title: &str,
    problem: &Problem,
    remedy: Option<RemedyAction>,
    onremedy: &Callback<RemedyAction>,
) -> Html {
    html! {
        <section class="outcome outcome--refused">
            <span class="outcome__mark">{ icon(Symbol::Cross) }</span>
            <div class="outcome__body">
                <h2 class="outcome__title">{ title }</h2>
                { details(problem, true) }
                { actions(&Vec::from_iter(remedy), onremedy, None) }
            </div>
        </section>
    }
}

/// The remedy where there is a sign-in to renew and something to try again.
pub fn sign_in_or(sign_in: &Callback<()>, again: Callback<()>) -> Callback<RemedyAction> {
    let sign_in = sign_in.clone();
    Callback::from(move |action| match action {
        RemedyAction::SignIn => sign_in.emit(()),
        RemedyAction::EditSecret
        | RemedyAction::EditPresentSecret
        | RemedyAction::EditApiKey
        | RemedyAction::RegenerateInstead
        | RemedyAction::Resolve
        | RemedyAction::RefreshList
        | RemedyAction::Activate
        | RemedyAction::TryAgain => again.emit(()),
    })
}

/// The button that takes away what was read, itself included. The cursor goes to where the page begins.
pub fn dismiss_button(ondismiss: &Callback<()>) -> Html {
    let ondismiss = ondismiss.clone();
    let onclick = move |()| {
        to_heading();
        ondismiss.emit(());
    };
    html! { <Button kind={super::ButtonKind::Quiet} {onclick}>{ common::DISMISS.here() }</Button> }
}

fn wording(kind: OutcomeKind, call: &str) -> (&'static str, Symbol, String, Text) {
    match kind {
        OutcomeKind::Done => {
            ("outcome--done", Symbol::Check, common::Done { call }.here(), common::DONE_MEANING)
        }
        OutcomeKind::AlreadySo => {
            ("outcome--done", Symbol::Check, common::AlreadySo { call }.here(), common::ALREADY_SO_MEANING)
        }
        OutcomeKind::Refused => {
            ("outcome--refused", Symbol::Cross, common::Refused { call }.here(), common::REFUSED_MEANING)
        }
        OutcomeKind::NotAttempted => (
            "outcome--idle",
            Symbol::Dash,
            common::NotAttempted { call }.here(),
            common::NOT_ATTEMPTED_MEANING,
        ),
        OutcomeKind::Unknown => {
            ("outcome--unknown", Symbol::Question, common::Unknown { call }.here(), common::UNKNOWN_MEANING)
        }
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

fn details(problem: &Problem, with_remedy: bool) -> Html {
    let entry = problem.entry();
    let wait = problem.retry_after.map(|seconds| format!("{seconds} s"));
    html! {
        <dl class="facts">
            <dt>{ common::CAUSE.here() }</dt><dd>{ entry.cause.here() }</dd>
            if with_remedy { <dt>{ common::REMEDY.here() }</dt><dd>{ entry.remedy.here() }</dd> }
            <dt>{ common::CODE.here() }</dt>
            <dd class="facts__codes">
                <a href={href(Route::Error { code: problem.code })} target="_blank" rel="noopener"
                    aria-label={common::AboutCode { code: problem.code.as_str() }.here()}>
                    <code>{ problem.code.as_str() }</code>
                </a>
                if let Some(status) = problem.status { <span>{ format!("HTTP {status}") }</span> }
                if let Some(code) = &problem.vendor_code { <span>{ common::ServerCode { code }.here() }</span> }
            </dd>
            if let Some(text) = &problem.vendor_text { <dt>{ common::SERVER_SAID.here() }</dt><dd><q>{ text }</q></dd> }
            if let Some(wait) = wait { <dt>{ common::WAIT.here() }</dt><dd>{ wait }</dd> }
        </dl>
    }
}

/// What can be done about a problem: its remedy; and where the refusal may be the answer to a repeat of this very call,
/// also finding out.
fn remedies(problem: &Problem) -> Vec<RemedyAction> {
    let remedy = problem.entry().action;
    // A registration is found out about by regenerating, a creation in the list: their remedies.
    let is_other = problem.may_be_our_own() && remedy == Some(RemedyAction::EditPresentSecret);
    remedy.into_iter().chain(is_other.then_some(RemedyAction::Resolve)).collect()
}

fn actions(
    remedies: &[RemedyAction],
    onremedy: &Callback<RemedyAction>,
    ondismiss: Option<&Callback<()>>,
) -> Html {
    if remedies.is_empty() && ondismiss.is_none() {
        return Html::default();
    }
    html! {
        <div class="outcome__actions">
            { for remedies.iter().map(|&action| html! {
                <Button onclick={onremedy.reform(move |()| action)}>{ action.label().here() }</Button>
            }) }
            if let Some(ondismiss) = ondismiss {
                { dismiss_button(ondismiss) }
            }
        </div>
    }
}
