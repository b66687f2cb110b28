//! *Activity*: the log of this browser as a table, with filters and as files.

use std::collections::BTreeMap;

use latchboard_console::OutcomeKind;
use latchboard_console::activity::{self, Action, ActivityPage, Ending, Filter, Format, ROWS, Row, Since};
use latchboard_console::journal::KEPT;
use latchboard_contract::audit::Report;
use latchboard_contract::text::Text;
use yew::prelude::*;

use crate::effects::now;
use crate::i18n::{Here, fill, language, number};
use crate::route::Route;
use crate::services::Services;
use crate::texts::{activity as texts, shell};
use crate::ui::{self, Button, Symbol, clock, icon, ids, page_head, short_date};

/// The page.
pub fn activity(model: &ActivityPage, dispatch: &Callback<Action>, services: &Services) -> Html {
    let now = now();
    let (all, dropped, matching, actions) = services.journal(|journal| {
        let everything = Filter::default();
        // What can be filtered for: what is there, by its name in the address.
        let actions: BTreeMap<_, _> =
            activity::rows(journal, &everything, now).map(|row| (row.action_name(), row.action)).collect();
        let matching: Vec<_> = activity::rows(journal, &model.filter, now).collect();
        (journal.newest().count(), journal.dropped(), matching, actions)
    });
    html! {
        <div class="page page--wide">
            { page_head(shell::ACTIVITY.here(), texts::LEAD.here()) }
            if all == 0 {
                <div class="empty">
                    { icon(Symbol::Clock) }
                    <h2>{ texts::NOTHING_YET.here() }</h2>
                    <p>{ texts::NOTHING_YET_WHY.here() }</p>
                </div>
            } else {
                { filters(&model.filter, dispatch, &actions) }
                { table(model, dispatch, &matching, all) }
                if dropped > 0 {
                    <p class="note">{ fill(texts::DROPPED, &[&dropped.to_string(), &number(KEPT)]) }</p>
                }
                <div class="form__actions">
                    { for Format::ALL.map(|format| {
                        let name = match format { Format::JsonLines => "JSON Lines", Format::Csv => "CSV" };
                        html! {
                            <Button onclick={dispatch.reform(move |()| Action::ExportAsked(format))}>{ fill(texts::SAVE_AS, &[name]) }</Button>
                        }
                    }) }
                </div>
            }
            { verifier(model, dispatch) }
        </div>
    }
}

/// Verifies an export of the server's own log, here in the page.
fn verifier(model: &ActivityPage, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch.reform(|_: Event| Action::VerifyAsked);
    html! {
        <section class="card form" aria-labelledby="verify">
            <h2 class="card__title" id="verify">{ texts::VERIFY.here() }</h2>
            <p class="field__hint">{ texts::VERIFY_WHY.here() }</p>
            <div class="field">
                <label class="field__label" for={ids::AUDIT_FILE}>{ texts::VERIFY_FILE.here() }</label>
                <input id={ids::AUDIT_FILE} class="input" type="file" accept=".jsonl,.ndjson,.json,.txt" {onchange} />
            </div>
            <div class="result" role="status">
                { match &model.verified {
                    None => Html::default(),
                    Some(None) => html! { <p class="state state--unknown">{ texts::VERIFY_UNREAD.here() }</p> },
                    Some(Some(Ok(report))) => whole(report),
                    Some(Some(Err(finding))) => html! {
                        <section class="outcome outcome--refused">
                            <span class="outcome__mark">{ icon(Symbol::Cross) }</span>
                            <div class="outcome__body">
                                <h3 class="outcome__title">{ texts::NOT_WHOLE.here() }</h3>
                                <p>{ finding.in_(language()) }</p>
                            </div>
                        </section>
                    },
                } }
            </div>
        </section>
    }
}

fn whole(report: &Report) -> Html {
    let count = |count: u64| number(usize::try_from(count).unwrap_or(usize::MAX));
    let key = report.key.map(|key| key.to_string()).unwrap_or_default();
    html! {
        <section class="outcome outcome--done">
            <span class="outcome__mark">{ icon(Symbol::Check) }</span>
            <div class="outcome__body">
                <h3 class="outcome__title">{ texts::WHOLE.here() }</h3>
                <p>{ fill(texts::WHOLE_WHY, &[&count(report.entries), &count(report.signed_up_to)]) }</p>
                if !report.open.is_empty() {
                    <p>{ fill(texts::OPEN_ATTEMPTS, &[&number(report.open.len())]) }</p>
                }
                <p>{ texts::WHOLE_KEY.here() }</p>
                <pre class="command" tabindex="0"><code>{ key }</code></pre>
            </div>
        </section>
    }
}

/// The endings, in the order of the menu.
const ENDINGS: [Ending; 7] = [
    Ending::Verdict(OutcomeKind::Done),
    Ending::Verdict(OutcomeKind::AlreadySo),
    Ending::Verdict(OutcomeKind::Refused),
    Ending::Verdict(OutcomeKind::NotAttempted),
    Ending::Verdict(OutcomeKind::Unknown),
    Ending::Attempt,
    Ending::Failed,
];

fn filters(filter: &Filter, dispatch: &Callback<Action>, actions: &BTreeMap<String, Text>) -> Html {
    let any = || (String::new(), texts::ANY.here());
    let mut by_action = vec![any()];
    by_action.extend(actions.iter().map(|(name, text)| (name.clone(), text.here())));
    let mut by_ending = vec![any()];
    by_ending.extend(ENDINGS.map(|ending| (ending.as_str().to_owned(), ending_text(ending).here())));
    let since = Since::ALL.map(|since| {
        let text = match since {
            Since::Beginning => texts::BEGINNING,
            Since::Week => texts::WEEK,
            Since::Day => texts::DAY,
            Since::Hour => texts::HOUR,
        };
        (since.as_str().to_owned(), text.here())
    });
    let on_since = dispatch.reform(|name: String| {
        let chosen = Since::ALL.into_iter().find(|since| since.as_str() == name);
        Action::SinceChosen(chosen.unwrap_or_default())
    });
    let oninput = dispatch.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        Action::TargetEdited(input.map(|input| input.value()).unwrap_or_default())
    });
    html! {
        <div class="toolbar">
            { select("activity-action", texts::ACTION.here(), &by_action, &filter.action, dispatch.reform(Action::ActionChosen)) }
            { select("activity-outcome", texts::OUTCOME.here(), &by_ending, &filter.ending, dispatch.reform(Action::EndingChosen)) }
            { select("activity-since", texts::SINCE.here(), &since, filter.since.as_str(), on_since) }
            <div class="field toolbar__search">
                <label class="field__label" for="activity-target">{ texts::TARGET.here() }</label>
                <input id="activity-target" class="input" type="search" autocomplete="off" spellcheck="false"
                    value={filter.target.clone()} placeholder={texts::TARGET_HINT.here()} {oninput} />
            </div>
        </div>
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

fn table(model: &ActivityPage, dispatch: &Callback<Action>, matching: &[Row], all: usize) -> Html {
    let count = fill(texts::COUNT, &[&number(matching.len()), &number(all)]);
    if matching.is_empty() {
        return html! {
            <div class="empty">
                <h2 role="status">{ texts::NOTHING_MATCHES.here() }</h2>
                <p>{ count }</p>
                <Button onclick={dispatch.reform(|()| Action::FilterCleared)}>{ texts::CLEAR.here() }</Button>
            </div>
        };
    }
    // Entries may have gone since the page was chosen.
    let last = (matching.len() - 1) / ROWS;
    let page = model.page.min(last);
    let rows = &matching[page * ROWS..matching.len().min((page + 1) * ROWS)];
    let turn = |to: usize| dispatch.reform(move |()| Action::PageChosen(to));
    html! {
        <div class="table-frame">
            <p class="table-frame__count" role="status">{ count }</p>
            { rows_table(rows) }
            if last > 0 {
                <div class="toolbar toolbar--pager">
                    <Button busy={page == 0} onclick={turn(page.saturating_sub(1))}>{ texts::NEWER.here() }</Button>
                    <span role="status">
                        { fill(texts::ROWS, &[&number(page * ROWS + 1), &number(page * ROWS + rows.len())]) }
                    </span>
                    <Button busy={page == last} onclick={turn(last.min(page + 1))}>{ texts::OLDER.here() }</Button>
                </div>
            }
        </div>
    }
}

fn rows_table(rows: &[Row]) -> Html {
    html! {
        <table class="table table--log" aria-label={texts::TABLE.here()}>
            <thead>
                <tr>
                    <th scope="col">{ texts::TIME.here() }</th>
                    <th scope="col">{ texts::ACTION.here() }</th>
                    <th scope="col">{ texts::TARGET.here() }</th>
                    <th scope="col">{ texts::OUTCOME.here() }</th>
                </tr>
            </thead>
            <tbody>
                { for rows.iter().map(|row| html! {
                    <tr key={row.number}>
                        <td class="table__time"><time datetime={row.at.iso()}>{ short_date(row.at) }{ " " }{ clock(row.at) }</time></td>
                        <th scope="row" class="table__name">{ row.action.here() }</th>
                        <td><code>{ &row.target }</code></td>
                        <td>{ outcome(row) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// The newest rows, for the overview.
pub fn last_actions(rows: &[Row]) -> Html {
    html! {
        <ul class="log">
            { for rows.iter().map(|row| html! {
                <li key={row.number}>
                    <time class="state__time" datetime={row.at.iso()}>{ clock(row.at) }</time>
                    <span>{ row.action.here() }{ " " }<code>{ &row.target }</code></span>
                    <span>{ outcome(row) }</span>
                </li>
            }) }
        </ul>
    }
}

fn outcome(row: &Row) -> Html {
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
                <a href={Route::Error { code }.path()} target="_blank" rel="noopener"><code>{ code.as_str() }</code></a>
            }
            if let Some(status) = row.status { <span class="state__time">{ format!(" HTTP {status}") }</span> }
        </>
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
