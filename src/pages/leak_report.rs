//! *Leak response*: a scanner's report, finding by finding.

use std::collections::BTreeMap;

use latchboard_console::leak::{Action, LeakPage};
use latchboard_console::leak_report::{Known, Line, as_csv, as_json, lines};
use latchboard_console::leak_text::ReportSeen;
use latchboard_texts::leak as texts;
use yew::prelude::*;

use super::leak_text::more_rows;
use crate::effects;
use crate::i18n::{Here, number};
use crate::ui::Button;

/// All reports among the texts.
pub(super) fn reports(model: &LeakPage, dispatch: &Callback<Action>) -> Html {
    let Some(searched) = &model.searched else { return Html::default() };
    let report = |(at, seen): (usize, &ReportSeen)| report(model, at, seen, dispatch);
    html! { <>{ for searched.reports.iter().enumerate().map(report) }</> }
}

fn report(model: &LeakPage, at: usize, seen: &ReportSeen, dispatch: &Callback<Action>) -> Html {
    let all = lines(model, seen);
    let mut counts = BTreeMap::new();
    for line in &all {
        *counts.entry(line.known).or_insert(0) += 1;
    }
    let counted: Vec<_> =
        counts.iter().map(|(known, count)| format!("{}: {}", name(*known).here(), number(*count))).collect();
    let file = seen.text + 1;
    let save = |ending: &'static str, media_type: &'static str, write: fn(&[Line<'_>]) -> String| {
        let model = model.clone();
        Callback::from(move |()| {
            let Some(seen) = model.searched.as_ref().and_then(|it| it.reports.get(at)) else { return };
            let content = write(&lines(&model, seen));
            // Where the browser takes no file, it says so itself.
            let _ = effects::download(&format!("latchboard-findings-{file}.{ending}"), media_type, &content);
        })
    };
    let (save_csv, save_json) = (save("csv", "text/csv", as_csv), save("json", "application/json", as_json));
    let mut shown: Vec<_> = all.iter().collect();
    // Ours lead; otherwise the scanner's order.
    shown.sort_by_key(|line| line.known);
    let title = texts::Report { scanner: seen.scanner.as_str(), findings: all.len() }.here();
    html! {
        <section class="form" aria-label={title.clone()}>
            <h3>{ title.clone() }</h3>
            <p>{ counted.join("; ") }</p>
            if seen.cut { <p class="note">{ texts::REPORT_CUT.here() }</p> }
            <div class="form__actions">
                <Button onclick={save_csv}>{ texts::SAVE_CSV.here() }</Button>
                <Button onclick={save_json}>{ texts::SAVE_JSON.here() }</Button>
            </div>
            <div class="table-frame">
                <table class="table">
                    <caption class="visually-hidden">{ title }</caption>
                    <thead><tr>
                        <th scope="col">{ texts::RULE.here() }</th><th scope="col">{ texts::FILE.here() }</th>
                        <th scope="col">{ texts::LINE.here() }</th><th scope="col">{ texts::KNOWN.here() }</th>
                    </tr></thead>
                    <tbody>{ for shown.into_iter().take(model.rows_shown).map(row) }</tbody>
                </table>
                { more_rows(model, all.len(), dispatch) }
            </div>
        </section>
    }
}

fn row(line: &Line<'_>) -> Html {
    let copies: Vec<_> = line
        .copies
        .iter()
        .map(|hit| format!("{} ({})", hit.named.name, hit.named.identifier.as_str()))
        .collect();
    html! {
        <tr>
            <th scope="row" class="table__name">{ line.finding.rule.clone() }</th>
            <td>{ line.finding.file.clone() }</td>
            <td class="table__number">{ line.finding.line.map(|line| number(line as usize)) }</td>
            <td>{ name(line.known).here() }if !copies.is_empty() { { ": " }{ copies.join(", ") } }</td>
        </tr>
    }
}

const fn name(known: Known) -> latchboard_texts::Text {
    match known {
        Known::StillOn => texts::KNOWN_ON,
        Known::Off => texts::KNOWN_OFF,
        Known::NotTold => texts::KNOWN_NOT_TOLD,
        Known::NotInVault => texts::KNOWN_NOT_IN_VAULT,
        Known::Masked => texts::KNOWN_MASKED,
        Known::Hashed => texts::KNOWN_HASHED,
        Known::Absent => texts::KNOWN_ABSENT,
    }
}
