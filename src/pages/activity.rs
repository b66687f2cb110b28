//! *Activity*: the log of this browser and the server's in one table, with filters and as files.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchboard_console::activity::server_log::{self, Access};
use latchboard_console::activity::{
    self, Action, ActivityPage, Bar, Chart, Ending, Filter, Format, Performed, ROWS, Row, Saving, Since,
    Source, Table, Unit, export, joined, log, table,
};
use latchboard_console::journal::KEPT;
use latchboard_console::{OutcomeKind, Timestamp};
use latchboard_texts::Text;
use latchboard_texts::{activity as texts, shell};
use yew::prelude::*;

use crate::clock::now;
use crate::i18n::{Here, number};
use crate::pages::audit_check;
use crate::route::href;
use crate::services::Services;
use crate::ui::{
    self, Button, Symbol, ahead_of_utc, clock, icon, link, page_head, problem_panel, relative, short_date,
    sign_in_or,
};
use latchboard_console::route::Route;

pub fn activity(model: &ActivityPage, dispatch: &Callback<Action>, services: &Rc<Services>) -> Html {
    let now = now();
    let (table, dropped, mut actions) = services.journal(|journal| {
        let everything = Filter::default();
        // What can be filtered for: what is there, by its name in the address.
        let actions: BTreeMap<_, _> =
            activity::rows(journal, &everything, now).map(|row| by_name(row.action)).collect();
        (table(journal, &model.log, &model.filter, now), journal.dropped(), actions)
    });
    let table = Table { rows: joined(table.rows), ..table };
    if model.log.access == Access::Open {
        actions.extend(server_log::actions().map(by_name));
    }
    let nothing = table.all == 0 && model.log.access != Access::Open;
    html! {
        <div class="page page--wide">
            { page_head(shell::ACTIVITY.here(), texts::LEAD.here()) }
            { server_panel(model, dispatch, services) }
            if nothing {
                <div class="empty">
                    { icon(Symbol::Clock) }
                    <h2>{ texts::NOTHING_YET.here() }</h2>
                    <p>{ texts::NOTHING_YET_WHY.here() }</p>
                </div>
            } else {
                { filters(&model.filter, dispatch, services, &actions) }
                { rows_panel(model, dispatch, services, &table) }
                if dropped > 0 {
                    <p class="note">{ texts::Dropped { dropped: dropped as usize, kept: KEPT }.here() }</p>
                }
                { save_panel(model, dispatch, services) }
            }
            { audit_check::verifier(&model.check, &model.log, &dispatch.reform(Action::Check)) }
        </div>
    }
}

fn by_name(action: Performed) -> (&'static str, Text) {
    (action.as_str(), action.label())
}

/// Whether the server's log is in the table, and what to do where it is not.
fn server_panel(model: &ActivityPage, dispatch: &Callback<Action>, services: &Rc<Services>) -> Html {
    let open = &services.open;
    let note = |text: Text, way: Html| {
        html! { <p class="note">{ icon(Symbol::Dash) }<span>{ text.here() }{ " " }{ way }</span></p> }
    };
    let to = |route, text: Text| link(route, false, "", open, text.here().into());
    let panel = match (model.log.access, &model.log.error) {
        (Access::SignedOut, _) => note(texts::SIGNED_OUT, to(Route::ApiSecrets, texts::SIGN_IN)),
        (Access::NotOffered, _) => note(texts::NOT_OFFERED, to(Route::Connections, texts::OTHER_SERVER)),
        (Access::Asked, None) => html! { <p class="note" aria-busy="true">{ texts::ASKING.here() }</p> },
        (_, Some(problem)) => {
            let remedy =
                sign_in_or(&services.sign_in_anew(), dispatch.reform(|()| log::Action::RefreshAsked.into()));
            problem_panel(texts::NOT_READ.here(), problem, &remedy)
        }
        (Access::Open | Access::Closed, None) => Html::default(),
    };
    html! { <div class="result" role="status">{ panel }</div> }
}

/// The rows of the table, and how far they reach.
fn rows_panel(model: &ActivityPage, dispatch: &Callback<Action>, services: &Services, table: &Table) -> Html {
    let log = &model.log;
    let is_open = log.access == Access::Open;
    let busy = log.pending.is_some();
    let button = |text: Text, action: fn() -> log::Action| {
        html! { <Button {busy} onclick={dispatch.reform(move |()| action().into())}>{ text.here() }</Button> }
    };
    let reach = match (log.rows.last(), log.next) {
        (Some(oldest), Some(_)) => Some(texts::ReadBackTo { entry: oldest.number as usize }.here()),
        (_, None) if !busy => Some(texts::READ_WHOLE.here().to_owned()),
        _ => None,
    };
    html! {
        <>
            { chart(table) }
            { rows_or_none(model, dispatch, services, table) }
            if is_open && model.filter.log != Some(Source::Browser) {
                <div class="form__actions">
                    if log.next.is_some() { { button(texts::LOAD_OLDER, || log::Action::OlderAsked) } }
                    { button(texts::REFRESH, || log::Action::RefreshAsked) }
                    <span class="note" role="status">
                        if let Some(reach) = reach { { reach } }
                        if table.later > 0 { { " " }{ texts::Later { entries: table.later }.here() } }
                        if log.next.is_some() && model.filter.looks_at_what_is_here() { { " " }{ texts::LOOKED_HERE.here() } }
                    </span>
                </div>
            }
        </>
    }
}

/// Files: of what is here, or of everything that matches.
fn save_panel(model: &ActivityPage, dispatch: &Callback<Action>, services: &Rc<Services>) -> Html {
    let more = model.log.next.is_some();
    let busy = matches!(model.saving, Some(Saving::Going(..)));
    let name = |format| match format {
        Format::JsonLines => "JSON Lines",
        Format::Csv => "CSV",
    };
    let button = |format, text: String, action: fn(Format) -> export::Action| {
        html! {
            <Button {busy} onclick={dispatch.reform(move |()| action(format).into())}>{ text }</Button>
        }
    };
    html! {
        <>
            <div class="form__actions">
                { for Format::ALL.map(|format| button(format, texts::SaveAs { format: name(format) }.here(), export::Action::HereAsked)) }
                if more { { for Format::ALL.map(|format| button(format, texts::SaveAllAs { format: name(format) }.here(), export::Action::AllAsked)) } }
            </div>
            <div class="result" role="status">
                { match &model.saving {
                    None => Html::default(),
                    Some(Saving::Going(.., count)) => html! { <p class="note" aria-busy="true">{ texts::Saving { entries: *count }.here() }</p> },
                    Some(Saving::Failed(format, problem)) => {
                        let format = *format;
                        let again = dispatch.reform(move |()| export::Action::AllAsked(format).into());
                        problem_panel(texts::NOT_SAVED.here(), problem, &sign_in_or(&services.sign_in_anew(), again))
                    }
                } }
            </div>
        </>
    }
}

/// A number of the server's log.
pub(super) fn count(count: u64) -> String {
    number(usize::try_from(count).unwrap_or(usize::MAX))
}

fn filters(
    filter: &Filter,
    dispatch: &Callback<Action>,
    services: &Rc<Services>,
    actions: &BTreeMap<&'static str, Text>,
) -> Html {
    let any = || (String::new(), texts::ANY.here());
    let mut by_action = vec![any()];
    by_action.extend(actions.iter().map(|(name, text)| ((*name).to_owned(), text.here())));
    let mut by_ending = vec![any()];
    by_ending.extend(Ending::ALL.map(|ending| (ending.as_str().to_owned(), ending_text(ending).here())));
    let services = services.clone();
    let oninput = dispatch.reform(move |event: InputEvent| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        let typed = input.map(|input| input.value()).unwrap_or_default();
        let named = services.number_of(&typed);
        table::Action::TargetEdited(typed, named).into()
    });
    let mut by_log = vec![any()];
    by_log.extend(Source::ALL.map(|source| (source.as_str().to_owned(), source_text(source).here())));
    let on_log = dispatch.reform(|name: String| table::Action::LogChosen(Source::named(&name)).into());
    let since = |since: Since| {
        let name = match since {
            Since::Beginning => texts::BEGINNING,
            Since::Week => texts::WEEK,
            Since::Day => texts::DAY,
            Since::Hour => texts::HOUR,
        };
        html! {
            <button type="button" class="chip" aria-pressed={(since == filter.since).to_string()}
                onclick={dispatch.reform(move |_| table::Action::SinceChosen(since).into())}>{ name.here() }</button>
        }
    };
    html! {
        <>
        <div class="toolbar">
            { select("activity-log", texts::LOG.here(), &by_log, filter.log.map_or("", Source::as_str), on_log) }
            { select("activity-action", texts::ACTION.here(), &by_action, &filter.action, dispatch.reform(|name| table::Action::ActionChosen(name).into())) }
            { select("activity-outcome", texts::OUTCOME.here(), &by_ending, &filter.ending, dispatch.reform(|name| table::Action::EndingChosen(name).into())) }
            <div class="field toolbar__search">
                <label class="field__label" for="activity-target">{ texts::TARGET_SEARCH.here() }</label>
                <input id="activity-target" class="input" type="search" autocomplete="off" spellcheck="false"
                    value={filter.target.clone()} placeholder={texts::TARGET_HINT.here()} {oninput} />
            </div>
        </div>
        <div class="chips" role="group" aria-label={texts::SINCE.here()}>{ for Since::ALL.into_iter().rev().map(since) }</div>
        </>
    }
}

fn select(
    id: &'static str,
    name: &'static str,
    options: &[(String, &'static str)],
    chosen: &str,
    onchoose: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        if let Some(value) = ui::chosen(&event) {
            onchoose.emit(value);
        }
    };
    html! {
        <div class="field">
            <label class="field__label" for={id}>{ name }</label>
            <select {id} class="input" {onchange}>
                { for options.iter().map(|(value, name)| html! {
                    <option key={value.as_str()} value={value.clone()} selected={value == chosen}>{ *name }</option>
                }) }
            </select>
        </div>
    }
}

fn rows_or_none(
    model: &ActivityPage,
    dispatch: &Callback<Action>,
    services: &Services,
    table: &Table,
) -> Html {
    let matching = &table.rows;
    // Attempts and their ends are one row, and two entries of the server's.
    let all = usize::try_from(model.log.newest()).unwrap_or(usize::MAX);
    let count = if all == 0 || model.filter.log == Some(Source::Browser) {
        texts::Count { shown: matching.len(), all: table.all }.here()
    } else {
        texts::RowsOfLogs { shown: matching.len(), all }.here()
    };
    if matching.is_empty() {
        let title = if model.log.pending.is_some() { texts::ASKING } else { texts::NOTHING_MATCHES };
        return html! {
            <div class="empty">
                <h2 role="status">{ title.here() }</h2>
                <p>{ count }</p>
                <Button onclick={dispatch.reform(|()| table::Action::FilterCleared.into())}>{ texts::CLEAR.here() }</Button>
            </div>
        };
    }
    // Entries may have gone since the page was chosen.
    let last = (matching.len() - 1) / ROWS;
    let page = model.page.min(last);
    let rows = &matching[page * ROWS..matching.len().min((page + 1) * ROWS)];
    let turn = |to: usize| dispatch.reform(move |()| table::Action::PageChosen(to).into());
    html! {
        <div class="table-frame">
            <p class="table-frame__count" role="status">{ count }</p>
            { rows_table(rows, services) }
            if last > 0 {
                <div class="toolbar toolbar--pager">
                    <Button busy={page == 0} onclick={turn(page.saturating_sub(1))}>{ texts::NEWER.here() }</Button>
                    <span role="status">
                        { texts::Rows { first: page * ROWS + 1, last: page * ROWS + rows.len() }.here() }
                    </span>
                    <Button busy={page == last} onclick={turn(last.min(page + 1))}>{ texts::OLDER.here() }</Button>
                </div>
            }
        </div>
    }
}

fn rows_table(rows: &[Row], services: &Services) -> Html {
    let now = now();
    let row = |row: &Row| {
        html! {
            <tr key={[row.source.as_str(), &row.number.to_string()].concat()} data-log={row.source.as_str()}>
                <td>{ outcome(row) }</td>
                <th scope="row" class="table__name">
                    { row.action.label().here() }
                    if row.count > 1 { { " " }<span class="state__time">{ format!("× {}", count(row.count)) }</span> }
                </th>
                <td>{ target(row, services) }</td>
                <td>if row.actor.is_empty() { { texts::THIS_PAGE.here() } } else { <code>{ &row.actor }</code> }</td>
                <td class="table__time">
                    <time datetime={row.at.iso()}>{ relative(row.at, now) }</time>{ " " }
                    <span class="state__time">{ short_date(row.at) }{ " " }{ clock(row.at) }</span>
                </td>
                <td class="table__time">
                    <span class="state__time">
                        { source_text(row.source).here() }{ " " }{ row.number }
                        if row.source == Source::Server && row.is_noted_here { { " · " }{ texts::THIS_BROWSER.here() } }
                    </span>
                </td>
            </tr>
        }
    };
    html! {
        <table class="table table--log" aria-label={texts::TABLE.here()}>
            <thead>
                <tr>
                    <th scope="col">{ texts::OUTCOME.here() }</th>
                    <th scope="col">{ texts::ACTION.here() }</th>
                    <th scope="col">{ texts::TARGET.here() }</th>
                    <th scope="col">{ texts::ACTOR.here() }</th>
                    <th scope="col">{ texts::TIME.here() }</th>
                    <th scope="col">{ texts::LOG.here() }</th>
                </tr>
            </thead>
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table>
    }
}

/// What it was done to, by its name as far as the list of API secrets is here; the logs hold none. What this browser did
/// may have been at another server, where the same number is another one.
fn target(row: &Row, services: &Services) -> Html {
    let identifier = row.target.strip_prefix("api-secret:").filter(|_| row.source == Source::Server);
    let name = identifier.and_then(|identifier| services.name_of(identifier));
    html! { <>if let Some(name) = name { { ui::name(&name) }{ " " } }<code>{ &row.target }</code></> }
}

/// Milliseconds.
const NOON: u64 = 12 * 3_600_000;
/// The height of the chart, in its own units; a bar is as wide as ten of them.
const CHART: usize = 40;

/// How much was done when, of the rows that are here.
fn chart(table: &Table) -> Html {
    // What stands in both logs counts once.
    let of_server: Vec<_> = table.rows.iter().filter(|row| row.source == Source::Server).cloned().collect();
    let rows = if of_server.is_empty() { &table.rows } else { &of_server };
    let Some(chart) = Chart::of(rows, now(), ahead_of_utc()) else { return Html::default() };
    let most = chart.most().max(1);
    let name = |bar: &Bar| match chart.unit {
        // At noon it is the same day also where the clocks have changed since.
        Unit::Day => short_date(Timestamp(bar.from.0 + NOON)),
        Unit::Hour => clock(bar.from),
    };
    let log = source_text(if of_server.is_empty() { Source::Browser } else { Source::Server }).here();
    let label = match chart.unit {
        Unit::Day => texts::ChartDays { log }.here(),
        Unit::Hour => texts::ChartHours { log }.here(),
    };
    let height = |count: usize| (count * CHART).div_ceil(most);
    let bar = |(place, bar): (usize, &Bar)| {
        let (well, open, x) = (height(bar.well), height(bar.open), (place * 10 + 1).to_string());
        let said = texts::ChartBar { when: &name(bar), well: bar.well, open: bar.open }.here();
        html! {
            <g>
                <title>{ said }</title>
                <rect class="activity-chart__room" x={(place * 10).to_string()} y="0" width="10" height={CHART.to_string()} />
                <rect class="activity-chart__well" x={x.clone()} y={(CHART.saturating_sub(well)).to_string()} width="8" height={well.to_string()} />
                <rect class="activity-chart__open" {x} y={(CHART.saturating_sub(well + open)).to_string()} width="8" height={open.to_string()} />
            </g>
        }
    };
    let (first, last) = (chart.bars.first().map(&name), chart.bars.last().map(&name));
    html! {
        <figure class="activity-chart">
            <figcaption class="note">{ label.clone() }</figcaption>
            <svg viewBox={format!("0 0 {} {CHART}", chart.bars.len() * 10)} preserveAspectRatio="none" role="img" aria-label={label}>
                { for chart.bars.iter().enumerate().map(bar) }
            </svg>
            <div class="activity-chart__ends" aria-hidden="true"><span>{ first }</span><span>{ last }</span></div>
        </figure>
    }
}

/// The newest rows, for the overview.
pub fn last_actions(rows: &[Row]) -> Html {
    html! {
        <ul class="log">
            { for rows.iter().map(|row| html! {
                <li key={row.number}>
                    <time class="state__time" datetime={row.at.iso()}>{ clock(row.at) }</time>
                    <span>{ row.action.label().here() }{ " " }<code>{ &row.target }</code></span>
                    <span>{ outcome(row) }</span>
                </li>
            }) }
        </ul>
    }
}

pub(super) fn outcome(row: &Row) -> Html {
    let class = match row.ending {
        Ending::Verdict(OutcomeKind::Done | OutcomeKind::AlreadySo) => "state state--active",
        Ending::Verdict(OutcomeKind::Refused) | Ending::Failed => "state state--down",
        Ending::Verdict(OutcomeKind::Unknown) | Ending::Attempt => "state state--open",
        Ending::Verdict(OutcomeKind::NotAttempted) => "state state--unknown",
    };
    html! {
        <>
            <span class={class}>{ ending_text(row.ending).here() }</span>
            if let Some(code) = row.code {
                { " " }
                <a href={href(Route::Error { code })} target="_blank" rel="noopener"><code>{ code.as_str() }</code></a>
            }
            if let Some(status) = row.status { <span class="state__time">{ format!(" HTTP {status}") }</span> }
        </>
    }
}

const fn source_text(source: Source) -> Text {
    match source {
        Source::Browser => texts::THIS_BROWSER,
        Source::Server => texts::SERVER,
    }
}

const fn ending_text(ending: Ending) -> Text {
    match ending {
        Ending::Verdict(OutcomeKind::Done) => texts::DONE,
        Ending::Verdict(OutcomeKind::AlreadySo) => texts::ALREADY_SO,
        Ending::Verdict(OutcomeKind::Refused) => texts::REFUSED,
        Ending::Verdict(OutcomeKind::NotAttempted) => texts::NOT_ATTEMPTED,
        Ending::Verdict(OutcomeKind::Unknown) => texts::UNKNOWN,
        Ending::Attempt => texts::ATTEMPT,
        Ending::Failed => texts::FAILED,
    }
}
