//! The rows. Only those in sight are drawn, and one handler answers for all of them: a closure for each
//! button of each row would cost more than the rows themselves.

use std::rc::Rc;

use latchboard_console::OutcomeKind;
use latchboard_console::api_secrets::{
    Action, ApiSecretsPage, Blocked, Constraint, Move, Segment, Selected, Sort, State, identifier_of,
};
use latchboard_console::presses::Presses;
use latchboard_contract::endpoint::ListedApiSecret;
use latchboard_texts::api_secrets as texts;
use latchboard_texts::{Language, Text};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};
use yew::prelude::*;

use super::why;
use crate::i18n::Here;
use crate::ui::{Button, ButtonKind, Symbol, clock, icon, ids};

/// Pixels, until a row was measured.
pub(super) const USUAL_ROW_HEIGHT: f64 = 52.0;

/// The columns, for the rows that stand for others.
const COLUMNS: &str = "7";

pub(super) fn list(model: &Rc<ApiSecretsPage>, dispatch: &Callback<Action>, row_height: f64) -> Html {
    let Some(all) = &model.list.data else {
        let waiting = model.list.pending.is_some();
        return if waiting {
            html! { <p class="empty">{ texts::LOADING.here() }</p> }
        } else {
            Html::default()
        };
    };
    let query = &model.view.query;
    let is_filtered = Constraint::ALL.into_iter().any(|constraint| query.has(constraint));
    if all.is_empty() && !is_filtered {
        return html! {
            <div class="empty">
                { icon(Symbol::Vault) }
                <h2>{ texts::NONE_YET.here() }</h2>
                <p>{ texts::NONE_YET_WHY.here() }</p>
                <Button kind={ButtonKind::Primary} icon={Symbol::Plus} onclick={dispatch.reform(|()| Action::CreateOpened)}>{ texts::NEW.here() }</Button>
            </div>
        };
    }
    let selected = model.view.selected();
    html! {
        <div class="table-frame">
            <div class="table-frame__count">
                <p role="status">{ told(model, all.len(), selected) }</p>
                if selected.all > 0 { { selection_actions(model, dispatch, selected) } }
            </div>
            if model.view.is_empty() {
                { nothing(model, dispatch) }
            } else {
                <Grid model={model.clone()} dispatch={dispatch.clone()} {row_height} />
            }
            <p hidden=true id="no-edit">{ why(Blocked::NoEdit).here() }</p>
        </div>
    }
}

/// How many there are, and what is selected of them.
fn told(model: &ApiSecretsPage, all: usize, selected: Selected) -> String {
    let found = model.view.len();
    let mut told = match (selected.all, selected.all_matches && selected.hidden == 0) {
        (0, _) if found as usize == all => texts::Count { count: all }.here(),
        (0, _) => texts::CountOf { found: found as usize, all }.here(),
        (selected, true) => texts::AllSelected { count: selected as usize }.here(),
        (selected, false) => texts::Selected { count: selected as usize }.here(),
    };
    let hidden = (selected.hidden > 0).then(|| texts::Hidden { count: selected.hidden as usize }.here());
    let view_only =
        (selected.view_only > 0).then(|| texts::ViewOnly { count: selected.view_only as usize }.here());
    for also in [hidden, view_only].into_iter().flatten() {
        told.push(' ');
        told.push_str(&also);
    }
    told
}

fn selection_actions(model: &ApiSecretsPage, dispatch: &Callback<Action>, selected: Selected) -> Html {
    let action = |kind, text: String, action: fn() -> Action| {
        html! { <Button {kind} onclick={dispatch.reform(move |()| action())}>{ text }</Button> }
    };
    let count = model.view.len() as usize;
    html! {
        <div class="switches">
            if !selected.all_matches {
                { action(ButtonKind::Quiet, texts::SelectAll { count }.here(), || Action::AllSelected) }
            }
            { action(ButtonKind::Quiet, texts::CLEAR.here().to_owned(), || Action::SelectionCleared) }
            { action(ButtonKind::Danger, texts::DEACTIVATE_SELECTED.here().to_owned(), || Action::BulkAsked(State::Inactive)) }
            { action(ButtonKind::Secondary, texts::ACTIVATE_SELECTED.here().to_owned(), || Action::BulkAsked(State::Active)) }
        </div>
    }
}

/// Nothing matches: what to lift, and what that would show.
fn nothing(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let lift = |(constraint, gain): (Constraint, Option<u32>)| {
        let name = match constraint {
            Constraint::Search => texts::LIFT_SEARCH,
            Constraint::State => texts::LIFT_STATE,
            Constraint::Access => texts::LIFT_ACCESS,
            Constraint::Flag => texts::LIFT_FLAG,
            Constraint::Tag => texts::LIFT_TAG,
            Constraint::IdentifierCode => texts::LIFT_CODE,
        };
        let text = match gain {
            Some(gain) => texts::LiftGain { filter: name.here(), shown: gain as usize }.here(),
            None => name.here().to_owned(),
        };
        html! { <Button onclick={dispatch.reform(move |()| Action::Lifted(constraint))}>{ text }</Button> }
    };
    html! {
        <div class="empty">
            <h2>{ texts::NOTHING_MATCHES.here() }</h2>
            <div class="switches">{ for model.view.lifts().map(lift) }</div>
            if model.view.query.has(Constraint::Search) { <p>{ texts::SECRET_HINT.here() }</p> }
        </div>
    }
}

/// The properties of [`Grid`].
#[derive(Properties)]
struct GridProps {
    model: Rc<ApiSecretsPage>,
    dispatch: Callback<Action>,
    row_height: f64,
}

impl PartialEq for GridProps {
    fn eq(&self, other: &Self) -> bool {
        self.row_height == other.row_height
            && self.dispatch == other.dispatch
            && self.model.draws_as(&other.model)
    }
}

/// The rows: a component, so that typing into the search box draws none of them before others are found.
#[component]
fn Grid(GridProps { model, dispatch, row_height }: &GridProps) -> Html {
    use_context::<Language>();
    let selected = model.view.selected();
    let presses = use_mut_ref(Presses::default);
    let onscroll = {
        let dispatch = dispatch.clone();
        move |_: Event| {
            if let Some((_, first, visible)) = measured() {
                dispatch.emit(Action::Scrolled(first, visible));
            }
        }
    };
    let onclick = {
        let (model, dispatch, presses) = (model.clone(), dispatch.clone(), presses);
        move |event: MouseEvent| {
            if is_meant(&model, &event, &mut presses.borrow_mut())
                && let Some(action) = clicked(&model, &event)
            {
                dispatch.emit(action);
            }
        }
    };
    let onkeydown = {
        let (model, dispatch) = (model.clone(), dispatch.clone());
        move |event: KeyboardEvent| {
            if let Some(action) = pressed(&model, &event) {
                event.prevent_default();
                dispatch.emit(action);
            }
        }
    };
    let onfocusin = {
        let dispatch = dispatch.clone();
        move |event: FocusEvent| {
            if let Some(place) = place_of(event.target()) {
                dispatch.emit(Action::RowFocused(place));
            }
        }
    };
    let onfocusout = {
        let dispatch = dispatch.clone();
        move |event: FocusEvent| {
            // A row that is taken away leaves the focus nowhere.
            if event.related_target().is_some_and(|to| place_of(Some(to)).is_none()) {
                dispatch.emit(Action::GridLeft);
            }
        }
    };
    let found = model.view.len();
    html! {
        <div class="grid-frame" id={ids::LIST} {onscroll}>
            <table class="table grid" role="grid" aria-label={texts::TABLE.here()} aria-multiselectable="true"
                aria-rowcount={(found + 1).to_string()} {onclick} {onkeydown} {onfocusin} {onfocusout}>
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col" class="grid__check">
                            <input type="checkbox" data-do="page" aria-label={texts::SELECT_PAGE.here()} checked={selected.page} />
                        </th>
                        { heading(model, Sort::Identifier, "id", "table__number", texts::ID) }
                        { heading(model, Sort::Name, "name", "table__name", texts::NAME) }
                        <th scope="col" class="table__access">{ texts::ACCESS.here() }</th>
                        { heading(model, Sort::State, "state", "grid__state", texts::STATE) }
                        { heading(model, Sort::Checked, "checked", "grid__time", texts::CHECKED) }
                        <th scope="col" class="table__actions">{ texts::ACTIONS.here() }</th>
                    </tr>
                </thead>
                <tbody>
                    { for drawn(model, *row_height) }
                </tbody>
            </table>
        </div>
    }
}

/// The rows that are drawn and what stands for the others, in one list with keys: so a row that stays is not
/// touched, and keeps the focus.
fn drawn(model: &ApiSecretsPage, row_height: f64) -> Vec<Html> {
    let (mut drawn, mut start) = (Vec::new(), 0);
    for segment in model.view.segments() {
        match segment {
            Segment::Gap(rows) => {
                drawn.push(gap(start, rows, row_height));
                start += rows;
            }
            Segment::Rows(places) => {
                start = places.end;
                drawn.extend(places.filter_map(|place| row(model, place)));
            }
        }
    }
    drawn
}

/// Stands for rows that are not drawn. An attribute for the height: a style would be inline, which the
/// page's policy forbids.
fn gap(start: u32, rows: u32, row_height: f64) -> Html {
    let height = (f64::from(rows) * row_height).to_string();
    html! { <tr key={format!("gap-{start}")} class="grid__gap" aria-hidden="true"><td colspan={COLUMNS} {height}></td></tr> }
}

fn heading(model: &ApiSecretsPage, sort: Sort, word: &'static str, class: &'static str, name: Text) -> Html {
    let query = &model.view.query;
    let sorted = (query.sort == sort).then_some(if query.descending { "descending" } else { "ascending" });
    html! {
        <th scope="col" {class} aria-sort={sorted}>
            <button type="button" class="grid__sort" data-do="sort" data-sort={word}>{ name.here() }</button>
        </th>
    }
}

fn row(model: &ApiSecretsPage, place: u32) -> Option<Html> {
    let (number, row) = model.view.at(place)?;
    let is_selected = model.view.is_selected(number);
    // Only the row with the cursor can be reached with Tab, and so can its buttons.
    let tabindex = if model.view.grid().cursor == place { "0" } else { "-1" };
    let label = texts::Select { name: &row.name, identifier: &row.identifier }.here();
    // The key is the place: when other rows are found, texts change and elements stay.
    Some(html! {
        <tr key={place.to_string()} class="grid__row" data-place={place.to_string()} {tabindex}
            aria-rowindex={(place + 2).to_string()} aria-selected={is_selected.to_string()}>
            <td class="grid__check">
                <input type="checkbox" data-do="toggle" {tabindex} aria-label={label} checked={is_selected} />
            </td>
            <td class="table__number"><code>{ &row.identifier }</code></td>
            <th scope="row" class="table__name" title={row.name.clone()}>{ &row.name }</th>
            <td class="table__access">{ access(row) }</td>
            { state(model, number, row) }
            <td class="table__actions">{ actions(model, row, tabindex) }</td>
        </tr>
    })
}

fn access(row: &ListedApiSecret) -> Html {
    let badges = [
        (row.can_view, texts::VIEW_BADGE),
        (row.can_write, texts::EDIT_BADGE),
        (row.need_justify, texts::JUSTIFY_BADGE),
        (row.need_approval, texts::APPROVAL_BADGE),
    ];
    html! {
        <span class="badges">
            { for badges.into_iter().filter(|(there, _)| *there).map(|(_, name)| html! { <span class="badge">{ name.here() }</span> }) }
        </span>
    }
}

/// The state and when it was proved, in two cells.
fn state(model: &ApiSecretsPage, number: u32, row: &ListedApiSecret) -> Html {
    let (class, name, time) = match model.view.state_of(number) {
        None => ("state state--unknown", texts::NOT_KNOWN, None),
        Some(known) => match known.state {
            State::Active => ("state state--active", texts::ACTIVE, Some(known.at)),
            State::Inactive => ("state state--inactive", texts::INACTIVE, Some(known.at)),
        },
    };
    let identifier = identifier_of(row);
    let (class, name) = match identifier.as_ref().and_then(|identifier| model.switching(identifier)) {
        None => (class, name),
        Some(State::Active) => ("state state--unknown", texts::ACTIVATING),
        Some(State::Inactive) => ("state state--unknown", texts::DEACTIVATING),
    };
    let outcome = identifier.as_ref().and_then(|identifier| model.outcome(identifier));
    let trouble = outcome.and_then(|(_, outcome)| match outcome.kind {
        OutcomeKind::Done | OutcomeKind::AlreadySo => None,
        _ => Some(texts::TROUBLE),
    });
    html! {
        <>
            <td class="grid__state">
                <span class={class}>{ name.here() }</span>
                if let Some(trouble) = trouble { { " " }<span class="badge badge--warn">{ trouble.here() }</span> }
            </td>
            <td class="grid__time">if let Some(time) = time { { " " }<time class="state__time">{ clock(time) }</time> }</td>
        </>
    }
}

fn actions(model: &ApiSecretsPage, row: &ListedApiSecret, tabindex: &'static str) -> Html {
    let under_way = identifier_of(row).and_then(|identifier| model.switching(&identifier));
    let button = |todo: &'static str, text: Text, blocked: bool, busy: bool| {
        let text = text.here();
        // Not `disabled`: whoever presses it is told why.
        html! {
            <button type="button" class="button" data-do={todo} {tabindex}
                aria-label={texts::OfRow { verb: text, name: &row.name, identifier: &row.identifier }.here()}
                aria-disabled={(blocked || busy).then_some("true")} aria-busy={busy.then_some("true")}
                aria-describedby={blocked.then_some("no-edit")}>{ text }</button>
        }
    };
    // What is under way stands in the column of the state: no button changes its width.
    let switch = |todo, word| button(todo, word, !row.can_write, under_way.is_some());
    html! {
        <span class="switches">
            { switch("off", texts::DEACTIVATE) }
            { switch("on", texts::ACTIVATE) }
            { button("edit", texts::EDIT, !row.can_write, false) }
            { button("details", texts::DETAILS, false, false) }
        </span>
    }
}

/// The row that something belongs to, by its place.
fn place_of(target: Option<EventTarget>) -> Option<u32> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest("tr[data-place]").ok()??.get_attribute("data-place")?.parse().ok()
}

/// Whether a press is for the row that it meets, and no second press for the row before: what is drawn in a place may
/// have become another row in between. A key presses what has the focus.
fn is_meant(model: &ApiSecretsPage, event: &MouseEvent, presses: &mut Presses<String>) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("button").ok()?);
    let place = button.filter(|_| event.detail() > 0).and_then(|button| place_of(Some(button.into())));
    let row = place.and_then(|place| model.view.at(place));
    row.is_none_or(|(_, row)| {
        presses.counts(row.identifier.clone(), event.time_stamp(), |meant, met| meant != met)
    })
}

fn clicked(model: &ApiSecretsPage, event: &MouseEvent) -> Option<Action> {
    let target = event.target()?.dyn_into::<Element>().ok()?.closest("[data-do]").ok()??;
    let todo = target.get_attribute("data-do")?;
    match &*todo {
        "page" => return Some(Action::PageToggled),
        "sort" => {
            return Some(Action::SortAsked(match &*target.get_attribute("data-sort")? {
                "id" => Sort::Identifier,
                "name" => Sort::Name,
                "state" => Sort::State,
                _ => Sort::Checked,
            }));
        }
        _ => {}
    }
    let place = place_of(event.target())?;
    if todo == "toggle" {
        return Some(Action::Toggled(place, event.shift_key()));
    }
    let (_, row) = model.view.at(place)?;
    let (identifier, name) = (identifier_of(row)?, row.name.clone());
    Some(match &*todo {
        "off" => Action::SwitchAsked(identifier, State::Inactive),
        "on" => Action::SwitchAsked(identifier, State::Active),
        "edit" => Action::EditOpened(identifier, name),
        _ => Action::DetailsOpened(identifier, name),
    })
}

/// Keys that belong to the rows. On a button or a box, Space and Enter are its own.
fn pressed(model: &ApiSecretsPage, event: &KeyboardEvent) -> Option<Action> {
    let place = place_of(event.target())?;
    let on_row = event.target()?.dyn_into::<Element>().ok()?.has_attribute("data-place");
    let all = event.ctrl_key() || event.meta_key();
    if event.alt_key() || (all && event.key() != "a") {
        return None;
    }
    let go = |to| Some(Action::Moved(to, event.shift_key()));
    match &*event.key() {
        "ArrowUp" => go(Move::Up),
        "ArrowDown" => go(Move::Down),
        "PageUp" => go(Move::PageUp),
        "PageDown" => go(Move::PageDown),
        "Home" => go(Move::First),
        "End" => go(Move::Last),
        "a" if all => Some(Action::AllSelected),
        "Escape" => Some(Action::SelectionCleared),
        " " if on_row => Some(Action::Toggled(place, event.shift_key())),
        "Enter" if on_row => {
            let (_, row) = model.view.at(place)?;
            Some(Action::DetailsOpened(identifier_of(row)?, row.name.clone()))
        }
        _ => None,
    }
}

/// How high a row is, which one is the first in sight, and how many are.
pub(super) fn measured() -> Option<(f64, u32, u32)> {
    let frame = web_sys::window()?.document()?.get_element_by_id(ids::LIST)?;
    let row = frame.query_selector("tr[data-place]").ok()??;
    let headings = frame.query_selector("thead").ok()??;
    let height = row.get_bounding_client_rect().height();
    if height < 1.0 {
        return None;
    }
    // The headings stay where they are and cover as much of the rows.
    let room = f64::from(frame.client_height()) - headings.get_bounding_client_rect().height();
    let (first, visible) = (f64::from(frame.scroll_top()) / height, room / height);
    // Both are far below what `u32` holds: browsers limit the height of a page.
    Some((height, first as u32, visible.ceil() as u32))
}
