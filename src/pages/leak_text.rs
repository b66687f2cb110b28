//! *Leak response*: which values stand in the text and where, and what a search did and did not look for.

use latchboard_console::leak::{Action, Findings, Hit, How, LeakPage, ROWS_AT_ONCE};
use latchboard_console::leak_record::Reading;
use latchboard_console::leak_text::{Searched, TextSeen, Value};
use latchboard_search::{Decoding, Kind, Place};
use latchboard_texts::Text;
use latchboard_texts::{decodings, leak as texts};
use yew::prelude::*;

use super::bulk::all_names;
use crate::i18n::{Here, number};
use crate::store::Dispatch;
use crate::ui::{Button, Symbol, icon};

/// Places of a value that are named; the rest is a number.
const PLACES_SHOWN: usize = 3;
/// API secrets with a value that are named at once.
const NAMES_SHOWN: usize = 3;

/// The values that stand in the text, those with copies first.
pub(super) fn values(model: &LeakPage, findings: &Findings, dispatch: &Callback<Action>) -> Html {
    let Some(searched) = &model.searched else { return Html::default() };
    let listed = model.listed_values();
    if listed.is_empty() {
        return Html::default();
    }
    let with_copies = listed.iter().filter(|(.., copies)| !copies.is_empty()).count();
    let choice = with_copies > 1 && model.bulk.run.is_none();
    let all = listed.len();
    let row = |(place, value, copies): (usize, &Value, Vec<&Hit>)| {
        let chosen = !findings.left_out.contains(&place);
        let onchange = dispatch.reform(move |_| Action::ValueChosen(place, !chosen));
        let name = places(searched, value);
        html! {
            <tr key={place}>
                <th scope="row" class="table__name">
                    if choice && !copies.is_empty() {
                        <label><input type="checkbox" checked={chosen} {onchange} aria-label={texts::INCLUDE.here()} />{ " " }{ name }</label>
                    } else { { name } }
                </th>
                <td>
                    { if findings.asked.contains(&place) { number(copies.len()) } else { "–".to_owned() } }
                    { names_of(&copies) }
                </td>
                <td><code>{ value.fingerprint.short().as_str().to_owned() }</code></td>
                <td class="table__number">{ value.bytes.map(|bytes| number(bytes as usize)) }</td>
            </tr>
        }
    };
    html! {
        // On a phone it is wider than the page: to be scrolled, by keyboard as well.
        <div class="table-frame" tabindex="0" role="group" aria-label={texts::VALUES.here()}>
            <table class="table values">
                <caption class="visually-hidden">{ texts::VALUES.here() }</caption>
                <thead><tr>
                    <th scope="col">{ texts::WHERE.here() }</th><th scope="col">{ texts::COPIES.here() }</th>
                    <th scope="col">{ texts::FINGERPRINT.here() }</th><th scope="col">{ texts::BYTES.here() }</th>
                </tr></thead>
                <tbody>{ for listed.into_iter().take(model.rows_shown).map(row) }</tbody>
            </table>
            { more_rows(model, all, dispatch) }
        </div>
    }
}

/// What is below a table that has more rows than are drawn.
pub(super) fn more_rows(model: &LeakPage, all: usize, dispatch: &Callback<Action>) -> Html {
    let left = all.saturating_sub(model.rows_shown);
    if left == 0 {
        return Html::default();
    }
    let text = texts::MoreRows { more: left.min(ROWS_AT_ONCE), left }.here();
    html! {
        <p class="table-frame__count">
            <Button onclick={dispatch.sends(|()| Action::MoreRowsAsked)}>{ text }</Button>
        </p>
    }
}

/// Whom the choice of a value is about: the first of them, and the others on demand.
fn names_of(copies: &[&Hit]) -> Html {
    if copies.is_empty() {
        return Html::default();
    }
    let names: Vec<_> = copies.iter().map(|hit| hit.named.clone()).collect();
    all_names(&names, NAMES_SHOWN)
}

fn places(searched: &Searched, value: &Value) -> String {
    let several = searched.texts.len() > 1;
    let one = |place: &Place| {
        let position = texts::Position { line: place.line as usize, column: place.column as usize }.here();
        let text = searched.texts.get(place.text as usize).filter(|_| several);
        let names = place.decodings.iter().map(|it| decoding(*it).here());
        let read_as =
            if value.bytes.is_none() { vec![texts::AS_FINGERPRINT.here()] } else { names.collect() };
        let position = match text {
            Some(text) => format!("{}: {position}", text_name(text, place.text)),
            None => position,
        };
        if read_as.is_empty() { position } else { format!("{position} ({})", read_as.join(", ")) }
    };
    let mut shown: Vec<_> = value.places.iter().take(PLACES_SHOWN).map(one).collect();
    let more = (value.count as usize).saturating_sub(shown.len());
    if more > 0 {
        shown.push(texts::MorePlaces { count: more }.here());
    }
    shown.join("; ")
}

fn text_name(text: &TextSeen, place: u32) -> String {
    if text.name.is_empty() {
        texts::PastedText { number: place as usize + 1 }.here()
    } else {
        text.name.to_string()
    }
}

/// Where and how a value was read, as a run keeps it.
pub(super) fn read_as_names(reading: &Reading) -> String {
    let line = reading.line.map(|line| texts::LineNumber { line: line as usize }.here());
    line.into_iter().chain(reading.decodings.iter().map(ToString::to_string)).collect::<Vec<_>>().join(", ")
}

/// Why nothing was found, as far as the text says; none of it is an all-clear.
pub(super) fn nothing_found(model: &LeakPage) -> Html {
    let Some(searched) = &model.searched else { return Html::default() };
    let [masked, hashed, encrypted] = searched.unsearchable;
    let all = [
        (masked > 0).then(|| texts::Masked { count: masked as usize }.here()),
        (hashed > 0).then(|| texts::Hashed { count: hashed as usize }.here()),
        (encrypted > 0).then(|| texts::Encrypted { count: encrypted as usize }.here()),
        searched.is_stopped.then(|| texts::STOPPED.here().to_owned()),
    ];
    let said: Vec<_> = all.into_iter().flatten().collect();
    let is_bare = said.is_empty() && searched.is_whole();
    html! {
        <>
            { for said.into_iter().map(warning) }
            if is_bare { <p>{ texts::FOUND_NONE_WHY.here() }</p> }
        </>
    }
}

fn warning(text: String) -> Html {
    html! { <div class="callout">{ icon(Symbol::Warning) }<p>{ text }</p></div> }
}

/// What was looked for and what was not, whatever was found.
pub(super) fn looked_for(model: &LeakPage, findings: &Findings) -> Html {
    let Some(searched) = &model.searched else { return Html::default() };
    let (values, views) = (searched.looked_for, searched.views as usize);
    let by_index = matches!(findings.how, How::Find { .. });
    let (done, left_out) = if by_index {
        (
            texts::LookedFor { values, views }.here(),
            [texts::NOT_SHORT, texts::NOT_PARTS, texts::NOT_APPROVAL, texts::NOT_INACTIVE].as_slice(),
        )
    } else {
        (texts::LookedForRead { values, views }.here(), [texts::NOT_SHORT, texts::NOT_PARTS].as_slice())
    };
    let unread = searched.unread_kinds().map(|text| {
        let name = searched.texts.iter().position(|it| std::ptr::eq(it, text)).unwrap_or_default();
        let name = text_name(text, u32::try_from(name).unwrap_or_default());
        not_read(text.kind, &name).map(warning)
    });
    html! {
        <>
            { for unread.flatten() }
            if searched.is_cut { { warning(texts::CUT_TEXT.here().to_owned()) } }
            if searched.is_unread { { warning(texts::FILE_UNREAD.here().to_owned()) } }
            <p class="note">{ done }</p>
            <details class="note note--open" open={findings.hits.is_empty()}>
                <summary>{ texts::NOT_LOOKED_FOR.here() }</summary>
                <ul>{ for left_out.iter().map(|text| html! { <li>{ text.here() }</li> }) }</ul>
                <p>{ texts::WHAT_TO_DO.here() }</p>
            </details>
        </>
    }
}

/// What is said of a text in which nothing can be seen.
fn not_read(kind: Kind, name: &str) -> Option<String> {
    match kind {
        Kind::Text | Kind::Utf16 | Kind::Program | Kind::Database => None,
        Kind::Empty => Some(texts::EmptyFile { name }.here()),
        Kind::Image => Some(texts::Image { name }.here()),
        Kind::Media => Some(texts::Media { name }.here()),
        Kind::Archive => Some(texts::Archive { name }.here()),
        Kind::Pdf => Some(texts::Pdf { name }.here()),
        Kind::Document => Some(texts::Document { name }.here()),
        Kind::Encrypted => Some(texts::EncryptedFile { name }.here()),
    }
}

const fn decoding(decoding: Decoding) -> Text {
    match decoding {
        Decoding::Escapes => decodings::ESCAPES,
        Decoding::Backslashes => decodings::BACKSLASHES,
        Decoding::EscapedPunctuation => decodings::ESCAPED_PUNCTUATION,
        Decoding::Doubled => decodings::DOUBLED,
        Decoding::Carets => decodings::CARETS,
        Decoding::Backticks => decodings::BACKTICKS,
        Decoding::Pipes => decodings::PIPES,
        Decoding::ShellQuotes => decodings::SHELL_QUOTES,
        Decoding::Percent => decodings::PERCENT,
        Decoding::Form => decodings::FORM,
        Decoding::Html => decodings::HTML,
        Decoding::QuotedPrintable => decodings::QUOTED_PRINTABLE,
        Decoding::HexEscapes => decodings::HEX_ESCAPES,
        Decoding::Rtf => decodings::RTF,
        Decoding::Latex => decodings::LATEX,
        Decoding::Ooxml => decodings::OOXML,
        Decoding::LineBreaks => decodings::LINE_BREAKS,
        Decoding::FoldedLines => decodings::FOLDED_LINES,
        Decoding::LineMarks => decodings::LINE_MARKS,
        Decoding::LineEnds => decodings::LINE_ENDS,
        Decoding::AddedLineBreak => decodings::ADDED_LINE_BREAK,
        Decoding::Cells => decodings::CELLS,
        Decoding::Concatenation => decodings::CONCATENATION,
        Decoding::Records => decodings::RECORDS,
        Decoding::TerminalCodes => decodings::TERMINAL_CODES,
        Decoding::Invisible => decodings::INVISIBLE,
        Decoding::Typography => decodings::TYPOGRAPHY,
        Decoding::Tags => decodings::TAGS,
        Decoding::Latin1 => decodings::LATIN_1,
        Decoding::Mojibake => decodings::MOJIBAKE,
        Decoding::Composed => decodings::COMPOSED,
        Decoding::Decomposed => decodings::DECOMPOSED,
        Decoding::Base64 => decodings::BASE64,
        Decoding::Hex => decodings::HEX,
        Decoding::HexDump => decodings::HEX_DUMP,
        Decoding::DecimalBytes => decodings::DECIMAL_BYTES,
        Decoding::Utf16Le => decodings::UTF_16_LE,
        Decoding::Utf16Be => decodings::UTF_16_BE,
    }
}
