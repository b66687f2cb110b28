//! *Leak response*: paste, find, switch off, prove, keep the receipt. One page from the first to the last.

use latchboard_client::bulk::Ended;
use latchboard_console::api_secrets::State;
use latchboard_console::bulk::moment;
use latchboard_console::leak::{
    Action, Findings, Hit, How, LeakPage, Marking, Proof, ScanAction, Search, SearchAction,
};
use latchboard_console::leak_record::{Reading, ReadingOutcome, SearchRecord};
use latchboard_console::named::Named;
use latchboard_console::{OutcomeKind, Timestamp, receipt};
use latchboard_contract::error::{Code, Problem};
use latchboard_texts::Text;
use latchboard_texts::{bulk as bulk_texts, leak as texts, shell};
use yew::prelude::*;

use super::bulk::{confirm_dialog, named_in_line, names_list, run_panel, title, verdict_name};
use super::leak_input::input_form;
use super::leak_report::reports;
use super::leak_text::{looked_for, more_rows, nothing_found, read_as_names, values};
use crate::effects;
use crate::i18n::{Here, number};
use crate::services::Services;
use crate::store::Dispatch;
use crate::ui::{
    Button, ButtonKind, Dialog, Field, Symbol, clock, icon, ids, name, page_head, problem_panel, short_date,
    sign_in_or,
};

/// Lines of the receipt that are drawn; its JSON has them all.
const RECEIPT_LINES: usize = 500;
/// Names of API secrets that were not compared.
const NAMES_SHOWN: usize = 20;

/// The page; `sign_in` is the form for it, while nobody is, and `kept` are responses that the browser keeps.
pub(super) fn leak_page(
    model: &LeakPage,
    dispatch: &Callback<Action>,
    services: &Services,
    on_sign_in: &Callback<()>,
    sign_in: Option<Html>,
    kept: Html,
) -> Html {
    let on_bulk = dispatch.sends(Action::Bulk);
    html! {
        <div class="page page--wide">
            { leak_head(sign_in) }
            if model.off_run().is_none() { { input_form(model, dispatch) } } else if !model.is_going() {
                <div class="form__actions">
                    <Button busy={model.is_marking()} onclick={dispatch.sends(|()| Action::AnotherAsked)}>{ texts::ANOTHER.here() }</Button>
                </div>
            }
            <div class="result" role="status" id={ids::LEAK_SEARCH} tabindex="-1">{ search(model, dispatch, on_sign_in) }</div>
            // The situation first: how the run is, then its receipt, then where all of that comes from.
            if let Some(run) = &model.bulk.run { { run_panel(&model.bulk, run, &on_bulk, on_sign_in, Some(proof(model, dispatch, on_sign_in))) } }
            { receipt_section(model, dispatch, services) }
            if let Some(findings) = &model.findings { { found(model, findings, dispatch, on_sign_in) } }
            if !model.is_going() { { kept } }
            { confirm_dialog(&model.bulk, &on_bulk) }
            if model.search == Search::ScanAsked { { scan_dialog(dispatch) } }
        </div>
    }
}

/// What the page is for and, while nobody is signed in, the form for that.
pub(super) fn leak_head(sign_in: Option<Html>) -> Html {
    html! {
        <>
            { page_head(shell::LEAK_RESPONSE.here(), texts::LEAD.here()) }
            if let Some(form) = sign_in {
                <p class="note">{ texts::SIGN_IN.here() }</p>
                { form }
            }
        </>
    }
}

fn search(model: &LeakPage, dispatch: &Callback<Action>, on_sign_in: &Callback<()>) -> Html {
    match &model.search {
        Search::Idle if model.is_wiped => html! { <p class="note">{ texts::IS_WIPED.here() }</p> },
        Search::Idle | Search::ScanAsked => Html::default(),
        Search::Searching { done, values, stopping, .. } => {
            let all: u64 = model.sources.iter().map(|source| source.bytes).sum();
            let size = |bytes: u64| number((bytes / 1024) as usize);
            let text = texts::Searching { done: &size(*done), all: &size(all), values: *values }.here();
            html! {
                <div class="card form">
                    <p aria-busy="true">{ text.clone() }</p>
                    <progress class="run__bar" max={all.max(1).to_string()} value={done.to_string()} aria-label={text} />
                    <div class="form__actions">
                        <Button busy={*stopping} onclick={dispatch.sends(|()| SearchAction::FindStopAsked)}>{ texts::FIND_STOP.here() }</Button>
                    </div>
                </div>
            }
        }
        Search::Finding(_) => html! {
            <div class="card form">
                <p aria-busy="true">{ texts::FINDING.here() }</p>
                <div class="form__actions">
                    <Button onclick={dispatch.sends(|()| SearchAction::FindStopAsked)}>{ texts::FIND_STOP.here() }</Button>
                </div>
            </div>
        },
        Search::Failed(problem) if problem.code == Code::NotSignedIn => Html::default(),
        Search::Failed(problem) => {
            let is_open = model.unasked().next().is_some();
            let (title, text) = if is_open {
                (texts::BROKEN_OFF, texts::GO_ON)
            } else {
                (texts::FAILED, texts::SEARCH_AGAIN)
            };
            let again = dispatch.sends(move |()| SearchAction::FindAsked);
            html! {
                <>
                    { problem_panel(title.here(), problem, &sign_in_or(on_sign_in, again.clone())) }
                    <div class="form__actions">
                        <Button onclick={again}>{ text.here() }</Button>
                        if !model.sources.is_empty() { { scan_offer(dispatch) } }
                    </div>
                </>
            }
        }
        Search::NotOffered => html! {
            <div class="callout">
                { icon(Symbol::Warning) }
                <div class="result">
                    <p><strong>{ texts::NOT_OFFERED.here() }</strong>{ ". " }{ texts::NOT_OFFERED_WHY.here() }</p>
                    <div class="form__actions">{ scan_offer(dispatch) }</div>
                </div>
            </div>
        },
        Search::Scanning { listed, seen, stopping, .. } => {
            let all = listed.unwrap_or(0);
            let text = match listed {
                Some(all) => texts::Scanning { read: *seen, all: *all }.here(),
                None => texts::SCAN_LISTING.here().to_owned(),
            };
            html! {
                <div class="card form">
                    <p>{ text.clone() }</p>
                    <progress class="run__bar" max={all.max(1).to_string()} value={seen.to_string()} aria-label={text} />
                    <div class="form__actions">
                        <Button busy={*stopping} onclick={dispatch.sends(|()| ScanAction::ScanStopAsked)}>{ texts::SCAN_STOP.here() }</Button>
                    </div>
                </div>
            }
        }
    }
}

fn scan_offer(dispatch: &Callback<Action>) -> Html {
    html! { <Button onclick={dispatch.sends(|()| ScanAction::ScanOffered)}>{ texts::SCAN_OFFER.here() }</Button> }
}

fn scan_dialog(dispatch: &Callback<Action>) -> Html {
    let no = dispatch.sends(|()| ScanAction::ScanDeclined);
    html! {
        <Dialog labelled_by="scan-title" onescape={no.clone()}>
            <h2 id="scan-title">{ texts::SCAN_TITLE.here() }</h2>
            <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::SCAN_WARNING.here() }</p></div>
            <div class="dialog__actions">
                <Button kind={ButtonKind::Danger} onclick={dispatch.sends(|()| ScanAction::ScanConfirmed)}>{ texts::SCAN_YES.here() }</Button>
                <Button onclick={no}>{ texts::SCAN_NO.here() }</Button>
            </div>
        </Dialog>
    }
}

fn found(
    model: &LeakPage,
    findings: &Findings,
    dispatch: &Callback<Action>,
    on_sign_in: &Callback<()>,
) -> Html {
    let all = findings.hits.len();
    let found = match all {
        0 => texts::FOUND_NONE.here().to_owned(),
        all => texts::Found { count: all }.here(),
    };
    let count = |is: fn(&Hit) -> bool| findings.chosen().filter(|hit| is(hit)).count();
    let off = count(|hit| hit.active == Some(false));
    let foreign = model.to_switch_off().filter(|hit| !hit.can_write).count();
    let untouched = model.bulk.run.is_none();
    let more = if untouched || model.takes_more() { model.to_switch_off().count() } else { 0 };
    let all_are_off = model.to_switch_off().all(|hit| hit.active == Some(false));
    html! {
        <section class="card form" aria-labelledby={ids::LEAK_FINDINGS}>
            <h2 class="card__title" id={ids::LEAK_FINDINGS} tabindex="-1">{ found }</h2>
            if all == 0 { { nothing_found(model) } }
            if off > 0 { <p class="note">{ texts::OffAlready { count: off }.here() }</p> }
            if more > 0 && all_are_off && findings.left_on().next().is_none() { <p class="note">{ texts::ALL_OFF_ALREADY.here() }</p> }
            if foreign > 0 { <p class="note">{ texts::NotYours { count: foreign }.here() }</p> }
            { how(&findings.how, dispatch, on_sign_in) }
            if let Some(left) = model.left_to_read() {
                <div class="form__actions">
                    <Button onclick={dispatch.sends(|()| ScanAction::ScanResumed)}>{ texts::ScanResume { count: left }.here() }</Button>
                    <span class="note">{ texts::SCAN_RESUME_HOW.here() }</span>
                </div>
            }
            if matches!(findings.how, How::Find { complete: false, .. }) && untouched && model.searched.as_ref().is_some_and(|it| !it.values.is_empty()) {
                <div class="form__actions">
                    <Button onclick={dispatch.sends(|()| SearchAction::FindAsked)}>{ texts::SEARCH_AGAIN.here() }</Button>
                </div>
            }
            if more > 0 {
                <div class="form__actions">
                    <Button kind={ButtonKind::Danger} onclick={dispatch.sends(|()| Action::SwitchOffAsked)}>
                        { title(State::Inactive, more) }{ "…" }
                    </Button>
                </div>
                { copies(model, dispatch) }
            }
            { values(model, findings, dispatch) }
            { reports(model, dispatch) }
            { looked_for(model, findings) }
        </section>
    }
}

fn how(how: &How, dispatch: &Callback<Action>, on_sign_in: &Callback<()>) -> Html {
    let warning =
        |text: String| html! { <div class="callout">{ icon(Symbol::Warning) }<p>{ text }</p></div> };
    match how {
        How::Find { complete, sees_all } => html! {
            <>
                if !complete { { warning(texts::INCOMPLETE.here().to_owned()) } }
                if !sees_all { { warning(texts::NOT_ALL_SEEN.here().to_owned()) } }
            </>
        },
        How::Scan { listed, read, inactive, unread, ended } => {
            let missed = |text: Text, all: &mut dyn Iterator<Item = &Named>, count: usize| {
                html! {
                    <details class="note note--open">
                        <summary>{ text.here() }{ " " }{ number(count) }</summary>
                        { names_list(all.take(NAMES_SHOWN), count.saturating_sub(NAMES_SHOWN)) }
                    </details>
                }
            };
            html! {
                <>
                    <p class="note">{ texts::Scanned { read: *read, all: *listed }.here() }</p>
                    if *ended == Ended::Stopped { { warning(texts::SCAN_STOPPED.here().to_owned()) } }
                    if let Ended::Halted(problem) = ended {
                        { problem_panel(texts::SCAN_HALTED.here(), problem, &sign_in_or(on_sign_in, dispatch.sends(|()| ScanAction::ScanResumed))) }
                    }
                    if !inactive.is_empty() { { missed(texts::SCAN_INACTIVE, &mut inactive.iter(), inactive.len()) } }
                    if !unread.is_empty() { { missed(texts::SCAN_UNREAD, &mut unread.iter().map(|(named, _): &(Named, Problem)| named), unread.len()) } }
                </>
            }
        }
    }
}

fn copies(model: &LeakPage, dispatch: &Callback<Action>) -> Html {
    let all = model.to_switch_off().count();
    let row = |hit: &Hit| {
        let (class, state) = match hit.active {
            Some(true) => ("state state--active", texts::ACTIVE),
            Some(false) => ("state state--inactive", texts::INACTIVE),
            None => ("", texts::STATE),
        };
        html! {
            <tr key={hit.named.identifier.as_str().to_owned()}>
                <td class="table__number">{ hit.named.identifier.as_str() }</td>
                <th scope="row" class="table__name">{ name(&hit.named.name) }</th>
                <td>
                    if hit.active.is_some() { <span {class}>{ state.here() }</span> }
                    if !hit.can_write { { " " }<span class="badge">{ texts::VIEW_ONLY.here() }</span> }
                </td>
            </tr>
        }
    };
    html! {
        <div class="table-frame">
            <table class="table">
                <caption class="visually-hidden">{ texts::COPIES_TABLE.here() }</caption>
                <thead><tr>
                    <th scope="col" class="table__number">{ bulk_texts::ID.here() }</th><th scope="col">{ bulk_texts::NAME.here() }</th>
                    <th scope="col">{ texts::STATE.here() }</th>
                </tr></thead>
                <tbody>{ for model.to_switch_off().take(model.rows_shown).map(row) }</tbody>
            </table>
            { more_rows(model, all, dispatch) }
        </div>
    }
}

/// What the server says after the run.
fn proof(model: &LeakPage, dispatch: &Callback<Action>, on_sign_in: &Callback<()>) -> Html {
    let again = || html! { <Button onclick={dispatch.sends(|()| Action::ProofAsked)}>{ texts::PROVE_AGAIN.here() }</Button> };
    let again_alone = || html! { <div class="form__actions">{ again() }</div> };
    let on_again = model.on_again().count();
    let said = match &model.proof {
        None if model.findings.is_none() => html! { <p class="note">{ texts::FINGERPRINTS_GONE.here() }</p> },
        None => Html::default(),
        Some(Proof::Asking(_)) => html! { <p class="note" aria-busy="true">{ texts::PROVING.here() }</p> },
        Some(Proof::Failed(problem)) => html! {
            <>{ problem_panel(texts::NOT_PROVED.here(), problem, &sign_in_or(on_sign_in, dispatch.sends(|()| Action::ProofAsked))) }{ again_alone() }</>
        },
        Some(Proof::Said { off, on, at }) if on.is_empty() => {
            let (time, off) = (&*clock(*at), off.len());
            let said = if model.off_run().is_some_and(|run| !run.left_on().is_empty()) {
                texts::ProvedChosen { time, off }.here()
            } else {
                texts::Proved { time, off }.here()
            };
            html! { <><p class="note">{ icon(Symbol::Check) }{ said }</p>{ again_alone() }</> }
        }
        Some(Proof::Said { off, on, at }) => html! {
            <div class="callout">
                { icon(Symbol::Warning) }
                <div>
                    <p>{ texts::StillOn { time: &clock(*at), off: off.len() }.here() }</p>
                    { names_list(on.iter().take(NAMES_SHOWN), on.len().saturating_sub(NAMES_SHOWN)) }
                    <div class="form__actions">
                        if on_again > 0 {
                            <Button kind={ButtonKind::Danger} onclick={dispatch.sends(|()| Action::OnAgainAsked)}>
                                { title(State::Inactive, on_again) }{ "…" }
                            </Button>
                        }
                        { again() }
                    </div>
                </div>
            </div>
        },
    };
    let kept = || Some(model.off_run()?.leak.as_ref()?.pasted_at);
    let pasted_at = model.given_at.or_else(kept);
    let off = model.found_off_at().zip(pasted_at).map(|(off, pasted)| {
        let seconds = (off.0.saturating_sub(pasted.0) as f64 / 1000.0).ceil();
        let (time, seconds) = (&*clock(off), seconds as usize);
        match model.all_off_at() {
            Some(_) => texts::AllOff { time, seconds }.here(),
            None => texts::FoundOff { time, seconds }.here(),
        }
    });
    html! {
        <div class="result" role="status">
            if let Some(off) = off { <p class="note">{ icon(Symbol::Check) }<strong>{ off }</strong></p> }
            { said }
            { marking(model, dispatch, on_sign_in) }
        </div>
    }
}

/// The mark that stays on each of them until it has another value.
fn marking(model: &LeakPage, dispatch: &Callback<Action>, on_sign_in: &Callback<()>) -> Html {
    let again = |text: Text| html! { <Button onclick={dispatch.sends(|()| Action::MarkAsked)}>{ text.here() }</Button> };
    match &model.marking {
        None if model.is_going() || !model.may_mark() => Html::default(),
        None => html! { <div class="form__actions">{ again(texts::MARK) }</div> },
        Some(Marking::NotOffered) => html! { <p class="note">{ texts::MARK_NOT_OFFERED.here() }</p> },
        Some(Marking::Going { .. }) => {
            html! { <p class="note" aria-busy="true">{ texts::MARKING.here() }</p> }
        }
        Some(Marking::Ended { marked, failed }) => html! {
            <>
                if *marked > 0 { <p class="note">{ icon(Symbol::Check) }{ texts::Marked { count: *marked }.here() }</p> }
                if let Some((_, problem)) = failed.first() {
                    { problem_panel(&texts::NotMarked { count: failed.len() }.here(), problem, &sign_in_or(on_sign_in, dispatch.sends(|()| Action::MarkAsked))) }
                    { names_list(failed.iter().map(|(named, _)| named).take(NAMES_SHOWN), failed.len().saturating_sub(NAMES_SHOWN)) }
                    if model.may_mark_again() { <div class="form__actions">{ again(texts::MARK_AGAIN) }</div> }
                }
            </>
        },
    }
}

/// UTC, as everybody else's logs have it, and the local time.
fn utc_and_local(at: Timestamp) -> String {
    format!("{} ({} {})", at.iso(), short_date(at), clock(at))
}

/// The receipt, once there is something on it; this is what is printed.
fn receipt_section(model: &LeakPage, dispatch: &Callback<Action>, services: &Services) -> Html {
    let done = !model.is_going() && !matches!(model.proof, Some(Proof::Asking(_)));
    let (Some(run), Some(record)) = (model.off_run().filter(|_| done), model.record()) else {
        return Html::default();
    };
    let server = if run.is_resumed { run.server.to_string() } else { effects::bulk::server(services) };
    let Some(receipt) = receipt::of_leak(model, &server) else { return Html::default() };
    let ondownload = {
        let receipt = receipt.clone();
        effects::bulk::download_receipt(services, move || receipt.clone())
    };
    let proof = record.proof.as_ref();
    let verified = |named: &Named| {
        let proof = proof.filter(|proof| proof.off.contains(&named.identifier));
        proof.map_or_else(|| "–".to_owned(), |proof| proof.at.iso())
    };
    let is_on = |named: &Named| {
        proof.is_some_and(|proof| proof.on.iter().any(|on| on.identifier == named.identifier))
    };
    let row = |named: &Named, said: Html, at: String| {
        // Whatever its call was answered, this is how it is.
        let said = if is_on(named) {
            html! { <strong>{ texts::IS_ON.here() }</strong> }
        } else {
            said
        };
        html! {
            <tr key={named.identifier.as_str().to_owned()}>
                <td class="table__number">{ named.identifier.as_str() }</td>
                <th scope="row" class="table__name">{ name(&named.name) }</th>
                <td>{ said }</td>
                <td>{ at }</td>
                <td>{ verified(named) }</td>
            </tr>
        }
    };
    let called = run
        .plan
        .items()
        .iter()
        .zip(run.bulk.verdicts().zip(run.bulk.items()))
        .map(|(named, ((_, verdict), (_, item)))| {
            let code = verdict.problem().map(|problem| problem.code.as_str());
            let kind = OutcomeKind::of(&verdict);
            let is_off = matches!(kind, OutcomeKind::Done | OutcomeKind::AlreadySo) && !is_on(named);
            let said = html! { <>{ verdict_name(kind).here() }if let Some(code) = code { { " " }<code>{ code }</code> }</> };
            let at = item.over_at().map_or_else(|| "–".to_owned(), |at| moment(at).iso());
            (is_off, row(named, said, at))
        });
    let off_before = record.off_when_found.iter().map(|named| {
        let said = verdict_name(OutcomeKind::AlreadySo).here();
        (!is_on(named), row(named, html! { said }, record.found_at.iso()))
    });
    let left_on = record
        .left_on
        .iter()
        .map(|named| (false, row(named, texts::STILL_WORKS.here().into(), "–".to_owned())));
    let new = run.unaccounted(proof.map_or(&[], |proof| &proof.on));
    let copies = record.left_on.len() + new.len() + run.accounted().count();
    let new = new.into_iter().map(|named| (false, row(named, Html::default(), "–".to_owned())));
    let mut lines: Vec<_> = left_on.chain(new).chain(called).chain(off_before).collect();
    // What is not off has to be seen.
    lines.sort_by_key(|(is_off, _)| *is_off);
    let lines = lines.into_iter().map(|(_, line)| line);
    let fact = |name: Text, value: String| html! { <><dt>{ name.here() }</dt><dd>{ value }</dd></> };
    let typed = |name: Text, value: &str| {
        Some(value.trim()).filter(|it| !it.is_empty()).map(|it| fact(name, it.to_owned()))
    };
    let searched = match &record.search {
        SearchRecord::Find { .. } => texts::BY_FIND,
        SearchRecord::Scan { .. } => texts::BY_SCAN,
    };
    let readings = |outcome| {
        let name = |it: &Reading| format!("{} ({})", it.sha256_first_12, read_as_names(it));
        record.readings(outcome).map(name).collect::<Vec<_>>()
    };
    let mut open = readings(ReadingOutcome::NotLookedFor);
    open.extend(record.cut.then(|| texts::CUT.here().to_owned()));
    let left_on_names = record.left_on.iter().take(NAMES_SHOWN).map(named_in_line);
    let more_left_on = record.left_on.len().saturating_sub(NAMES_SHOWN);
    let more_left_on = (more_left_on > 0).then(|| bulk_texts::AndMore { count: more_left_on }.here());
    let left_out = left_on_names.chain(more_left_on).chain(readings(ReadingOutcome::LeftOut)).collect();
    let lists = [
        (texts::FINGERPRINT, readings(ReadingOutcome::Copies)),
        (texts::LEFT_OUT, left_out),
        (texts::WITHOUT_COPIES, readings(ReadingOutcome::WithoutCopies)),
        (texts::NOT_LOOKED_FOR_LIST, open),
    ];
    let all_off = match (model.all_off_at(), model.found_off_at()) {
        (Some(at), _) => utc_and_local(at),
        (None, Some(at)) => texts::OnlyFoundOff { time: &utc_and_local(at) }.here(),
        (None, None) => texts::NOT_ALL_OFF.here().to_owned(),
    };
    let more = copies.saturating_sub(RECEIPT_LINES);
    html! {
        <section class="card form receipt" aria-labelledby="leak-receipt">
            <h2 class="card__title" id="leak-receipt">{ texts::RECEIPT.here() }</h2>
            <p class="field__hint">{ texts::RECEIPT_LEAD.here() }</p>
            <div class="form__actions">
                <Button kind={ButtonKind::Primary} onclick={ondownload}>{ texts::DOWNLOAD.here() }</Button>
                <Button onclick={Callback::from(|()| effects::leak::print())}>{ texts::PRINT.here() }</Button>
            </div>
            <div class="receipt__about">
                <Field id={ids::INCIDENT} label={texts::INCIDENT.here()} value={model.incident.clone()} oninput={dispatch.reform(Action::IncidentEdited)} />
                <Field id={ids::OPERATOR} label={texts::OPERATOR.here()} value={model.operator.clone()} oninput={dispatch.reform(Action::OperatorEdited)} />
            </div>
            <dl class="facts">
                // On the screen they stand in their fields.
                <div class="receipt__typed">{ typed(texts::INCIDENT, &model.incident) }{ typed(texts::OPERATOR, &model.operator) }</div>
                { for lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| fact(name, list.join("; "))) }
                { fact(texts::SERVER, server) }
                { fact(texts::CLIENT_ID, record.client_id.to_string()) }
                { fact(texts::SEARCHED, searched.here().to_owned()) }
                { fact(texts::PASTED_AT, utc_and_local(record.pasted_at)) }
                { fact(texts::BEGAN_AT, utc_and_local(run.began)) }
                { fact(texts::ENDED_AT, utc_and_local(run.latest)) }
                { fact(texts::ALL_OFF_AT, all_off) }
                <dt>{ texts::CHECKSUM.here() }</dt>
                <dd><code>{ receipt.checksum.clone() }</code>{ " " }<span class="field__optional">{ texts::CHECKSUM_HOW.here() }</span></dd>
            </dl>
            <div class="table-frame receipt__lines" tabindex="0" role="group" aria-label={texts::RECEIPT.here()}>
                <table class="table">
                    <caption class="visually-hidden">{ texts::RECEIPT.here() }</caption>
                    <thead><tr>
                        <th scope="col" class="table__number">{ bulk_texts::ID.here() }</th><th scope="col">{ bulk_texts::NAME.here() }</th>
                        <th scope="col">{ bulk_texts::VERDICT.here() }</th><th scope="col">{ texts::ANSWERED_AT.here() }</th>
                        <th scope="col">{ texts::VERIFIED_AT.here() }</th>
                    </tr></thead>
                    <tbody>{ for lines.take(RECEIPT_LINES) }</tbody>
                </table>
                if more > 0 { <p class="table-frame__count">{ texts::MoreInJson { count: more }.here() }</p> }
            </div>
        </section>
    }
}
