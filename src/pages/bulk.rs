//! Bulk runs: the question before one, how it goes, and what became of each API secret.

use std::rc::Rc;
use std::time::Duration;

use latchboard_client::Verdict;
use latchboard_client::bulk::{Counts, Item, Progress};
use latchboard_console::bulk::{
    Action, Again, BulkPage, Confirm, Headline, Hindrance, LeftOut, PAGE_ROWS, Phase, Plan, Run, Scope, Show,
    Timeline, halted,
};
use latchboard_console::named::Named;
use latchboard_console::{OutcomeKind, api_secrets::State, receipt};
use latchboard_contract::error::Problem;
use latchboard_texts::Text;
use latchboard_texts::{bulk as texts, common, shell};
use yew::prelude::*;

use crate::clock;
use crate::effects;
use crate::i18n::{Here, number};
use crate::route::href;
use crate::services::Services;
use crate::ui::{
    Button, ButtonKind, Dialog, Field, Open, Symbol, clock, icon, ids, link, name, page_head, problem_panel,
    run_line, sign_in_or,
};
use latchboard_console::route::Route;

/// The chart's own units; it is stretched to the width that there is.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 120.0;
/// Moments that the chart's table names.
const MOMENTS: usize = 9;
/// Without a verdict for so long, that is said in place of the speed.
const SILENT: Duration = Duration::from_secs(5);
/// Names of those that perhaps were changed, or are left on; the rest is a number.
const NAMES_SHOWN: usize = 20;

/// The page of the last run; `kept` are those that the browser keeps besides, if there are any.
pub(super) fn bulk_page(
    model: &BulkPage,
    dispatch: &Callback<Action>,
    services: &Services,
    on_sign_in: &Callback<()>,
    sign_in: Option<Html>,
    kept: Option<Html>,
) -> Html {
    html! {
        <div class="page page--wide">
            { page_head(shell::BULK_RUN.here(), texts::LEAD.here()) }
            if let Some(run) = &model.run {
                { sign_in.unwrap_or_default() }
                { run_panel(model, run, dispatch, on_sign_in, (!run.is_going()).then(|| result_actions(run, dispatch, services))) }
                { kept.unwrap_or_default() }
            } else if let Some(kept) = kept { { kept } } else {
                <div class="empty">
                    { icon(Symbol::Vault) }
                    <h2 id={ids::BULK_RUN} tabindex="-1">{ texts::NONE.here() }</h2>
                    <p>{ texts::NONE_HOW.here() }</p>
                    { link(Route::ApiSecrets, false, "button", &services.open, texts::TO_LIST.here().into()) }
                </div>
            }
        </div>
    }
}

fn result_actions(run: &Rc<Run>, dispatch: &Callback<Action>, services: &Services) -> Html {
    let receipt = {
        let (run, server) = (run.clone(), effects::bulk::server(services));
        move || receipt::of_run(&run, &server)
    };
    html! {
        <div class="form__actions">
            <Button onclick={effects::bulk::download_receipt(services, receipt)}>{ texts::RECEIPT.here() }</Button>
            <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(|()| Action::Closed)}>
                { if run.is_all_as_asked() { texts::DISMISS_RUN.here() } else { texts::CLOSE.here() } }
            </Button>
        </div>
    }
}

/// One line about the last run for the list, and the way to it. Of one that goes on the shell tells on every page.
pub(super) fn bulk_strip(model: &BulkPage, open: &Open) -> Html {
    let line = |run: &Rc<Run>| {
        let Headline { need_answer, as_asked, all, .. } = run.headline();
        html! {
            <p class="note">
                { run_line(run.signed_out, need_answer, as_asked, all) }{ " " }
                { link(Route::Bulk, false, "", open, texts::STRIP_SHOW.here().into()) }
            </p>
        }
    };
    let line = model.run.as_ref().filter(|run| !run.is_going()).map(line);
    html! { <div class="result" role="status">{ line.unwrap_or_default() }</div> }
}

/// The question before a run, while it is open.
pub(super) fn confirm_dialog(model: &BulkPage, dispatch: &Callback<Action>) -> Html {
    let Some(confirm) = &model.confirm else { return Html::default() };
    let plan = &confirm.plan;
    let count = plan.items().len();
    let cancel = dispatch.reform(|()| Action::Cancelled);
    let onsubmit = dispatch.reform(|event: SubmitEvent| {
        event.prevent_default();
        Action::Confirmed(clock::now(), effects::ledger::run_id())
    });
    let scope = match plan.scope() {
        Scope::Selected => texts::SELECTED.here().to_owned(),
        Scope::Page => texts::PAGE.here().to_owned(),
        Scope::Matches => texts::MATCHES.here().to_owned(),
        Scope::Leaked => texts::Leaked { values: plan.values() }.here(),
        Scope::OnAgain => texts::ON_AGAIN.here().to_owned(),
        Scope::Undo => texts::UNDO_SCOPE.here().to_owned(),
    };
    let effect = match plan.state() {
        State::Inactive => texts::EFFECT_OFF,
        State::Active => texts::EFFECT_ON,
    };
    let is_lost = model.run.as_ref().is_some_and(|run| run.is_not_kept);
    let open = confirm.discards;
    let unresolved =
        if is_lost { texts::UnresolvedGone { open }.here() } else { texts::Unresolved { open }.here() };
    let title = title(plan.state(), count);
    html! {
        <Dialog labelled_by="bulk-confirm" onescape={cancel.clone()}>
            <form class="form" novalidate=true {onsubmit}>
                <h2 id="bulk-confirm">{ format!("{title}?") }</h2>
                <div>
                    <p>{ scope }</p>
                    { all_names(plan.items(), plan.first_names().0.len()) }
                </div>
                if plan.already_so() > 0 { <p class="note">{ already_so(plan) }</p> }
                { left_out(plan.left_out()) }
                <div class="callout">{ icon(Symbol::Warning) }<p>{ effect.here() }</p></div>
                if plan.exposed() > 0 {
                    <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::Exposed { count: plan.exposed() }.here() }</p></div>
                }
                if open > 0 {
                    <div class="callout">{ icon(Symbol::Warning) }<p>{ unresolved }</p></div>
                }
                if confirm.needs_count() { { count_field(confirm, dispatch, count) } }
                <div class="dialog__actions">
                    <Button kind={ButtonKind::Danger} submit=true>{ title }</Button>
                    <Button onclick={cancel}>{ texts::CANCEL.here() }</Button>
                </div>
            </form>
        </Dialog>
    }
}

fn already_so(plan: &Plan) -> String {
    let count = plan.already_so();
    match plan.state() {
        State::Inactive => texts::AlreadyOff { count }.here(),
        State::Active => texts::AlreadyOn { count }.here(),
    }
}

fn count_field(confirm: &Confirm, dispatch: &Callback<Action>, count: usize) -> Html {
    let fault = confirm.miscounted.then(|| AttrValue::from(texts::MISCOUNTED.here()));
    html! {
        <Field id={ids::BULK_COUNT} label={texts::TypeCount { count }.here()} required=true inputmode="numeric"
            value={confirm.typed.clone()} oninput={dispatch.reform(Action::CountTyped)} {fault} />
    }
}

/// The first names, and the others on demand: as one text, since there may be very many.
pub(super) fn all_names(all: &[Named], shown: usize) -> Html {
    let more = all.len().saturating_sub(shown);
    html! {
        <>
            { names_list(all.iter().take(shown), more) }
            if more > 0 {
                <details class="note note--open">
                    <summary>{ texts::AllNames { count: all.len() }.here() }</summary>
                    { names_text(all) }
                </details>
            }
        </>
    }
}

fn names_text(items: &[Named]) -> Html {
    let lines: Vec<_> = items.iter().map(named_in_line).collect();
    let label = texts::AllNames { count: items.len() }.here();
    html! { <pre class="names-text" tabindex="0" role="region" aria-label={label}>{ lines.join("\n") }</pre> }
}

fn left_out(left_out: &LeftOut) -> Html {
    let part = |summary: String, items: &[Named]| {
        html! {
            if !items.is_empty() {
                <details class="note note--open">
                    <summary>{ summary }</summary>
                    { names_text(items) }
                </details>
            }
        }
    };
    html! {
        <>
            { part(texts::ViewOnly { count: left_out.view_only.len() }.here(), &left_out.view_only) }
            { part(texts::LeftOnWish { count: left_out.left_on.len() }.here(), &left_out.left_on) }
            { part(texts::OffAlready { count: left_out.off_already.len() }.here(), &left_out.off_already) }
        </>
    }
}

/// A name with its identifier, within a text.
pub(super) fn named_in_line(named: &Named) -> String {
    format!("{} (ID {})", named.name, named.identifier.as_str())
}

/// Names with identifiers, and how many more there are.
pub(super) fn names_list<'a>(names: impl Iterator<Item = &'a Named>, more: usize) -> Html {
    let item = |named: &Named| html! { <li>{ name(&named.name) }{ " " }<span class="field__optional">{ format!("ID {}", named.identifier.as_str()) }</span></li> };
    html! {
        <ul class="names">
            { for names.map(item) }
            if more > 0 { <li>{ texts::AndMore { count: more }.here() }</li> }
        </ul>
    }
}

/// What a run does, or is to do.
pub(super) fn title(state: State, count: usize) -> String {
    match (state, count) {
        (State::Inactive, count) => texts::Deactivate { count }.here(),
        (State::Active, count) => texts::Activate { count }.here(),
    }
}

/// What a run that is over came to, the most important first.
pub(super) fn headline(headline: &Headline, state: State) -> String {
    let Headline { all, as_asked, need_answer, other_key, refused, not_sent, left_on } = *headline;
    let as_asked = match (state, headline.is_all_as_asked() && all > 1) {
        // Not all of what was found.
        (State::Inactive, _) if headline.is_all_as_asked() && left_on > 0 => {
            texts::CountOff { count: all }.here()
        }
        (State::Inactive, true) => texts::AllOff { count: all }.here(),
        (State::Inactive, false) => texts::SomeOff { done: as_asked, all }.here(),
        (State::Active, true) => texts::AllOn { count: all }.here(),
        (State::Active, false) => texts::SomeOn { done: as_asked, all }.here(),
    };
    let parts = [
        (need_answer > 0).then(|| texts::NeedAnswer { count: need_answer }.here()),
        Some(as_asked),
        (other_key > 0).then(|| texts::NeedOtherKey { count: other_key }.here()),
        (refused > 0).then(|| texts::RefusedCount { count: refused }.here()),
        (not_sent > 0).then(|| texts::NotSentCount { count: not_sent }.here()),
        (left_on > 0).then(|| texts::LeftOnCount { count: left_on }.here()),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The headline of a run, and why it came to no more.
fn state_of(run: &Run) -> String {
    let headline = &*headline(&run.headline(), run.plan.state());
    match &run.phase {
        Phase::Going(_) => texts::GOING.here().to_owned(),
        Phase::Stopping(_) => texts::STOPPING.here().to_owned(),
        Phase::Over(_) if run.is_interrupted => texts::Interrupted { headline }.here(),
        Phase::Over(_) if halted(run).is_some() => texts::Halted { headline }.here(),
        Phase::Over(_) if run.bulk.how_many_again(Again::Stopped) > 0 => texts::Stopped { headline }.here(),
        Phase::Over(_) => headline.to_owned(),
    }
}

/// A run: how far it is, what can be done about it, and each one's verdict. `also` stands below the buttons.
pub(super) fn run_panel(
    model: &BulkPage,
    run: &Run,
    dispatch: &Callback<Action>,
    on_sign_in: &Callback<()>,
    also: Option<Html>,
) -> Html {
    let (counts, all) = (run.counts(), run.bulk.len());
    let settled = counts.settled();
    let tally = if run.is_going() { counts } else { counts.at_rest() };
    let state = state_of(run);
    let silent = Duration::from_millis(run.silent_for());
    let rate = if silent >= SILENT {
        Some(texts::Silent { count: silent.as_secs() as usize }.here())
    } else {
        run.timeline.rate().map(|rate| texts::Rate { count: rate.round() as usize }.here())
    };
    let rate = rate.filter(|_| run.is_going() && run.rest_until.is_none());
    // Every tenth is told to screen readers, not every answer.
    let told = settled * 10 / all.max(1) * all / 10;
    html! {
        <section class="card run" aria-labelledby={ids::BULK_RUN} data-phase={if run.is_going() { "going" } else { "over" }}>
            <h2 class="card__title" id={ids::BULK_RUN} tabindex="-1">{ title(run.plan.state(), all) }</h2>
            <p class="run__state">
                <strong>{ &*state }</strong>
                if run.is_going() { <span>{ texts::Progress { done: settled, all }.here() }</span> }
                if let Some(rate) = rate { <span>{ rate }</span> }
            </p>
            { left_on(run.left_on()) }
            <progress class="run__bar" max={all.to_string()} value={run.reached().to_string()} aria-labelledby={ids::BULK_RUN} />
            <p class="visually-hidden" role="status">
                { state }if run.is_going() { { ": " }{ texts::Progress { done: told, all }.here() } }
            </p>
            <div role="status">
                if let Some(until) = run.rest_until {
                    <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::Resting { time: &clock(until) }.here() }</p></div>
                }
                if run.is_not_kept { <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::NOT_KEPT.here() }</p></div> }
                if run.signed_out { <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::SIGNED_OUT.here() }</p></div> }
            </div>
            <dl class="tally">
                { for KINDS.map(|(kind, name)| html! {
                    <div data-verdict={kind.as_str()}><dt>{ name.here() }</dt><dd>{ number(of(tally, kind)) }</dd></div>
                }) }
            </dl>
            { actions(model, run, dispatch) }
            { also.unwrap_or_default() }
            if let Some(problem) = halted(run) {
                { problem_panel(texts::HALTED_WHY.here(), problem, &sign_in_or(on_sign_in, go_on(run, dispatch))) }
            }
            { perhaps(run) }
            { chart(&run.timeline, all) }
            { table(run, dispatch) }
        </section>
    }
}

/// Who still works with a value that leaked.
fn left_on(names: &[Named]) -> Html {
    html! {
        if !names.is_empty() {
            <div class="callout">
                { icon(Symbol::Warning) }
                <div>
                    <p>{ texts::LEFT_ON.here() }</p>
                    { names_list(names.iter().take(NAMES_SHOWN), names.len().saturating_sub(NAMES_SHOWN)) }
                </div>
            </div>
        }
    }
}

/// Asks again for the first kind that is left.
fn go_on(run: &Run, dispatch: &Callback<Action>) -> Callback<()> {
    let open = [Again::Stopped, Again::Unknown, Again::Refused];
    let open = open.into_iter().find(|again| run.bulk.how_many_again(*again) > 0);
    dispatch.reform(move |()| Action::AgainAsked(open.unwrap_or(Again::Stopped)))
}

/// The verdicts in the order of the chart, with their names.
const KINDS: [(OutcomeKind, Text); 5] = [
    (OutcomeKind::Done, texts::DONE),
    (OutcomeKind::AlreadySo, texts::ALREADY_SO),
    (OutcomeKind::Unknown, texts::UNKNOWN),
    (OutcomeKind::Refused, texts::REFUSED),
    (OutcomeKind::NotAttempted, texts::NOT_ATTEMPTED),
];

const fn of(counts: Counts, kind: OutcomeKind) -> usize {
    match kind {
        OutcomeKind::Done => counts.done,
        OutcomeKind::AlreadySo => counts.already_so,
        OutcomeKind::Refused => counts.refused,
        OutcomeKind::NotAttempted => counts.not_attempted,
        OutcomeKind::Unknown => counts.unknown,
    }
}

fn again_label(again: Again, count: usize) -> String {
    match again {
        Again::Stopped => texts::Resume { count }.here(),
        Again::Unknown => texts::Resolve { count }.here(),
        Again::Refused => texts::Retry { count }.here(),
    }
}

fn actions(model: &BulkPage, run: &Run, dispatch: &Callback<Action>) -> Html {
    if run.is_going() {
        let busy = matches!(run.phase, Phase::Stopping(_));
        return html! {
            <div class="form__actions">
                <Button {busy} onclick={dispatch.reform(|()| Action::StopAsked)}>{ texts::STOP.here() }</Button>
            </div>
        };
    }
    let again = [
        (Again::Stopped, ButtonKind::Primary),
        (Again::Unknown, ButtonKind::Primary),
        (Again::Refused, ButtonKind::Secondary),
    ];
    let hindrance = |again| run.hindrance(model.access.as_ref(), again);
    let many = |again| if hindrance(again).is_none() { run.bulk.how_many_again(again) } else { 0 };
    let again = again.map(|(again, kind)| (again, kind, many(again)));
    let changed = if hindrance(Again::Refused).is_none() { run.changed().count() } else { 0 };
    let unknown = again[1].2;
    let hindered = hindrance(Again::Stopped).and_then(|hindrance| match hindrance {
        Hindrance::OtherServer => Some(texts::OtherServer { server: &run.server }.here()),
        Hindrance::OtherTenant => Some(texts::OTHER_TENANT.here().to_owned()),
        Hindrance::OtherAccessKey if !run.headline().is_open() => None,
        Hindrance::OtherAccessKey => Some(texts::OtherKey { access_key: &run.senders.join(", ") }.here()),
    });
    html! {
        <>
            if let Some(hindered) = hindered { <div class="callout">{ icon(Symbol::Warning) }<p>{ hindered }</p></div> }
            if unknown > 0 {
                <p class="note">{ texts::RESOLVE_HOW.here() }if run.is_interrupted { { " " }{ texts::NOTED_AHEAD.here() } }</p>
            }
            <div class="form__actions">
                { for again.into_iter().filter(|(.., many)| *many > 0).map(|(again, kind, many)| html! {
                    <Button {kind} onclick={dispatch.reform(move |()| Action::AgainAsked(again))}>{ again_label(again, many) }</Button>
                }) }
                if changed > 0 {
                    <Button onclick={dispatch.reform(|()| Action::UndoAsked)}>{ texts::Undo { count: changed }.here() }</Button>
                }
            </div>
        </>
    }
}

fn perhaps(run: &Run) -> Html {
    let all = if run.is_going() { 0 } else { run.perhaps_changed().count() };
    if all == 0 {
        return Html::default();
    }
    html! {
        <details class="note note--open">
            <summary>{ texts::PERHAPS.here() }{ " " }{ number(all) }</summary>
            { names_list(run.perhaps_changed().take(NAMES_SHOWN), all.saturating_sub(NAMES_SHOWN)) }
        </details>
    }
}

/// Verdicts over time, one area on the other; and the same as a table for those who don't see it.
fn chart(timeline: &Timeline, all: usize) -> Html {
    let samples = timeline.samples();
    let [first, .., last] = samples else { return Html::default() };
    let span = (last.at.0 - first.at.0).max(1) as f64;
    let x = |at: latchboard_console::Timestamp| (at.0 - first.at.0) as f64 / span * WIDTH;
    let y = |count: usize| HEIGHT - count as f64 / all.max(1) as f64 * HEIGHT;
    // In whole seconds, a short run would be at 0 throughout.
    let is_short = last.at.0 - first.at.0 < 10_000;
    let seconds = |at: latchboard_console::Timestamp| {
        let ms = (at.0 - first.at.0) as usize;
        if is_short {
            texts::Milliseconds { count: ms }.here()
        } else {
            texts::Seconds { count: ms / 1000 }.here()
        }
    };
    let below = |counts: Counts, place: usize| {
        KINDS[..place].iter().map(|(kind, _)| of(counts, *kind)).sum::<usize>()
    };
    let area = |place: usize| {
        let mut points = String::new();
        let mut point = |x: f64, y: f64| points.push_str(&format!("{x:.1},{y:.1} "));
        for sample in samples {
            point(x(sample.at), y(below(sample.counts, place + 1)));
        }
        for sample in samples.iter().rev() {
            point(x(sample.at), y(below(sample.counts, place)));
        }
        html! { <polygon data-verdict={KINDS[place].0.as_str()} points={points} /> }
    };
    // Most runs have one kind: the other areas would be lines of no width.
    let occurs = |place: &usize| samples.iter().any(|sample| of(sample.counts, KINDS[*place].0) > 0);
    let step = samples.len().div_ceil(MOMENTS).max(1);
    let moments = samples.iter().step_by(step).chain((samples.len() % step != 1).then_some(last));
    html! {
        <figure class="chart">
            <figcaption class="field__label">{ texts::CHART.here() }</figcaption>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                { for (0..KINDS.len()).filter(occurs).map(area) }
            </svg>
            <p class="chart__axis" aria-hidden="true"><span>{ seconds(first.at) }</span><span>{ seconds(last.at) }</span></p>
            // A table keeps its width whatever its style says; a box does not.
            <div class="visually-hidden"><table>
                <caption>{ texts::CHART_TABLE.here() }</caption>
                <thead><tr><th scope="col">{ texts::TIME.here() }</th>{ for KINDS.map(|(_, name)| html! { <th scope="col">{ name.here() }</th> }) }</tr></thead>
                <tbody>
                    { for moments.map(|sample| html! {
                        <tr>
                            <th scope="row">{ seconds(sample.at) }</th>
                            { for KINDS.map(|(kind, _)| html! { <td>{ number(of(sample.counts, kind)) }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table></div>
        </figure>
    }
}

fn table(run: &Run, dispatch: &Callback<Action>) -> Html {
    let (rows, all) = run.rows();
    let rows: Vec<_> = rows.collect();
    let first = run.page * PAGE_ROWS;
    let names =
        [texts::SHOW_ALL, texts::SHOW_AS_ASKED, texts::SHOW_FAILED, texts::SHOW_UNKNOWN, texts::SHOW_OPEN];
    let choice = |(show, name): (Show, Text)| {
        html! {
            <label class="choice__option">
                <input type="radio" name="bulk-show" checked={run.show == show} onchange={dispatch.reform(move |_| Action::ListView(show))} />
                <span>{ name.here() }</span>
            </label>
        }
    };
    // One that leads nowhere stays, and keeps the cursor.
    let turn = |page: usize, name: Text, busy: bool| {
        html! { <Button {busy} onclick={dispatch.reform(move |()| Action::PageTurned(page))}>{ name.here() }</Button> }
    };
    let last = first + rows.len();
    html! {
        <>
            <fieldset class="choice">
                <legend class="field__label">{ texts::SHOW.here() }</legend>
                <div class="choice__options">{ for Show::ALL.into_iter().zip(names).map(choice) }</div>
            </fieldset>
            if rows.is_empty() { <p class="note">{ texts::NO_ROWS.here() }</p> } else {
                <div class="table-frame">
                    <table class="table verdicts">
                        <thead><tr>
                            <th scope="col" class="table__number">{ texts::ID.here() }</th>
                            <th scope="col">{ texts::NAME.here() }</th>
                            <th scope="col">{ texts::VERDICT.here() }</th>
                            <th scope="col">{ texts::REASON.here() }</th>
                        </tr></thead>
                        <tbody>{ for rows.iter().map(|(named, item)| row(named, item)) }</tbody>
                    </table>
                </div>
                <div class="toolbar">
                    <span class="note">{ texts::Rows { first: first + 1, last, all }.here() }</span>
                    if all > PAGE_ROWS {
                        { turn(run.page.saturating_sub(1), texts::EARLIER, run.page == 0) }
                        { turn(run.page + 1, texts::LATER, last >= all) }
                    }
                </div>
            }
        </>
    }
}

fn row(named: &Named, item: &Item) -> Html {
    let (kind, word) = match item.progress() {
        Progress::Waiting => ("", texts::WAITING),
        Progress::Sent => ("", texts::UNDER_WAY),
        Progress::Over(verdict) => {
            (OutcomeKind::of(verdict).as_str(), verdict_name(OutcomeKind::of(verdict)))
        }
    };
    let problem = match item.progress() {
        Progress::Over(verdict) => verdict.problem(),
        Progress::Waiting | Progress::Sent => None,
    };
    let perhaps = item.is_perhaps_changed() && matches!(item.progress(), Progress::Over(Verdict::AlreadySo));
    html! {
        <tr key={named.identifier.as_str().to_owned()}>
            <td class="table__number">{ named.identifier.as_str() }</td>
            <th scope="row" class="table__name">{ name(&named.name) }</th>
            <td>
                <span class="verdict" data-verdict={kind}>{ word.here() }</span>
                if let Some(at) = item.over_at() { <span class="state__time">{ " " }{ clock(latchboard_console::bulk::moment(at)) }</span> }
            </td>
            <td>
                if let Some(problem) = problem { { reason(problem) } }
                if perhaps { { texts::LOST_REPLY.here() } }
            </td>
        </tr>
    }
}

/// What a verdict is called.
pub(super) fn verdict_name(kind: OutcomeKind) -> Text {
    KINDS.iter().find(|(it, _)| *it == kind).map_or(texts::UNKNOWN, |(_, name)| *name)
}

fn reason(problem: &Problem) -> Html {
    let entry = problem.entry();
    let code = problem.code.as_str();
    html! {
        <>
            <p>{ entry.cause.here() }{ " " }{ entry.remedy.here() }</p>
            <p class="facts__codes">
                <a href={href(Route::Error { code: problem.code })} target="_blank" rel="noopener"
                    aria-label={common::AboutCode { code }.here()}><code>{ code }</code></a>
                if let Some(status) = problem.status { <span>{ format!("HTTP {status}") }</span> }
                if let Some(code) = &problem.vendor_code { <span>{ common::ServerCode { code }.here() }</span> }
            </p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use latchboard_console::api_secrets::State;
    use latchboard_console::bulk::Headline;
    use latchboard_texts::Language;

    use super::headline;
    use crate::i18n::draw_in;

    #[test]
    fn what_needs_somebody_comes_first_in_the_headline() {
        let none = Headline { all: 40, as_asked: 40, ..Headline::default() };
        let cases = [
            (none, "All 40 off", "Todos os 40 desativados"),
            (Headline { all: 1, as_asked: 1, ..none }, "1 of 1 off", "1 de 1 desativado"),
            (Headline { left_on: 1, ..none }, "40 off, 1 left on", "40 desativados, 1 mantido ativo"),
            (
                Headline { as_asked: 39, refused: 1, left_on: 2, ..none },
                "39 of 40 off, 1 refused, 2 left on",
                "39 de 40 desativados, 1 recusado, 2 mantidos ativos",
            ),
            (
                Headline { as_asked: 38, other_key: 1, refused: 1, ..none },
                "38 of 40 off, 1 needs another access key, 1 refused",
                "38 de 40 desativados, 1 exige outra chave de acesso, 1 recusado",
            ),
            (
                Headline { as_asked: 12, need_answer: 11, not_sent: 17, ..none },
                "11 need an answer, 12 of 40 off, 17 not sent",
                "11 precisam de resposta, 12 de 40 desativados, 17 não enviados",
            ),
        ];
        for (numbers, english, portuguese) in cases {
            for (language, expected) in
                [(Language::English, english), (Language::BrazilianPortuguese, portuguese)]
            {
                draw_in(language);
                assert_eq!(headline(&numbers, State::Inactive), expected);
            }
        }
        draw_in(Language::English);
        assert_eq!(headline(&none, State::Active), "All 40 on");
    }
}
