//! The rows. Only those in sight are drawn, and one handler answers for all of them: a closure for each
//! button of each row would cost more than the rows themselves.

use std::rc::Rc;

use latchboard_console::api_secrets::{
    ApiSecretsPage, Blocked, Constraint, DetailsAction, FormAction, ListAction, Move, Query, Segment,
    Selected, Sort, State, SwitchAction, identifier_of, possible_switches,
};
use latchboard_console::presses::Presses;
use latchboard_console::route::Route;
use latchboard_console::vault::{Action, VaultModel};
use latchboard_console::{OutcomeKind, Timestamp};
use latchboard_contract::endpoint::{InventoryItem, ListedApiSecret};
use latchboard_contract::validate::Identifier;
use latchboard_texts::{Language, Text, visible};
use latchboard_texts::{api_secrets as texts, common};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};
use yew::prelude::*;

use super::columns::{Column, drag};
use super::row_menu::{MenuRow, RowMenu};
use super::view_menu::ViewMenu;
use super::{verb, why};
use crate::clock::now;
use crate::i18n::Here;
use crate::preferences;
use crate::store::Dispatch;
use crate::ui::{
    Button, ButtonKind, Open, Symbol, clock, icon, ids, link, milliseconds, relative, short_date, use_minutes,
};

/// Pixels, until a row was measured.
pub(crate) const USUAL_ROW_HEIGHT: f64 = 43.0;

/// The most columns, for the rows that stand for others.
const COLUMNS: &str = "9";

pub(super) fn list(
    vault: &Rc<VaultModel>,
    dispatch: &Callback<Action>,
    row_height: f64,
    open: &Open,
) -> Html {
    let model = &vault.page;
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
                <Button kind={ButtonKind::Primary} icon={Symbol::Plus} onclick={dispatch.sends(|()| FormAction::CreateOpened)}>{ texts::NEW.here() }</Button>
            </div>
        };
    }
    let selected = model.view.selected();
    html! {
        <div class="table-frame">
            <div class="table-frame__count">
                <p role="status">{ told(model, all.len(), selected) }</p>
                if let Some(at) = all.told_at() {
                    <p class="table-frame__as-of">{ texts::AsOf { time: &clock(at) }.here() }</p>
                }
                if selected.all > 0 { { selection_actions(model, dispatch, selected) } }
                { view_menu(model, dispatch) }
            </div>
            if model.view.is_empty() {
                { nothing(model, dispatch, open) }
            } else {
                <Grid vault={vault.clone()} dispatch={dispatch.clone()} {row_height} />
            }
            <p hidden=true id="no-edit">{ why(Blocked::NoEdit).here() }</p>
        </div>
    }
}

/// One API secret that is looked at is no part of what is saved.
fn view_menu(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let pairs = model.view.address().split('&').filter(|pair| !pair.starts_with("id="));
    let address = pairs.collect::<Vec<_>>().join("&");
    let opened = model.view.query.opened.clone();
    let onopen = dispatch.sends(move |query: String| {
        ListAction::QueryChosen(Query { opened: opened.clone(), ..Query::of_address(&query) })
    });
    html! { <ViewMenu {address} {onopen} /> }
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
        html! { <Button {kind} onclick={dispatch.sends(move |()| action())}>{ text }</Button> }
    };
    let count = model.view.len() as usize;
    html! {
        <div class="switches">
            if !selected.all_matches {
                { action(ButtonKind::Quiet, texts::SelectAll { count }.here(), || ListAction::AllSelected.into()) }
            }
            { action(ButtonKind::Quiet, texts::CLEAR.here().to_owned(), || ListAction::SelectionCleared.into()) }
            { action(ButtonKind::Danger, texts::DEACTIVATE_SELECTED.here().to_owned(), || Action::SwitchSelectedAsked(State::Inactive)) }
            { action(ButtonKind::Secondary, texts::ACTIVATE_SELECTED.here().to_owned(), || Action::SwitchSelectedAsked(State::Active)) }
        </div>
    }
}

/// Nothing matches: what to lift, and what that would show.
fn nothing(model: &ApiSecretsPage, dispatch: &Callback<Action>, open: &Open) -> Html {
    let lift = |(constraint, gain): (Constraint, Option<u32>)| {
        let name = match constraint {
            Constraint::Search => texts::LIFT_SEARCH,
            Constraint::State => texts::LIFT_STATE,
            Constraint::Attention => texts::LIFT_ATTENTION,
            Constraint::Access => texts::LIFT_ACCESS,
            Constraint::Flag => texts::LIFT_FLAG,
            Constraint::Tag => texts::LIFT_TAG,
            Constraint::IdentifierCode => texts::LIFT_CODE,
        };
        let text = match gain {
            Some(gain) => texts::LiftGain { filter: name.here(), shown: gain as usize }.here(),
            None => name.here().to_owned(),
        };
        html! { <Button onclick={dispatch.sends(move |()| ListAction::Lifted(constraint))}>{ text }</Button> }
    };
    html! {
        <div class="empty">
            <h2>{ texts::NOTHING_MATCHES.here() }</h2>
            <div class="switches">{ for model.view.lifts().map(lift) }</div>
            // Whoever pastes a leaked value into the search finds nothing, and should not go away with that.
            if model.view.query.has(Constraint::Search) {
                <p>{ texts::SECRET_HINT.here() }</p>
                <p>{ link(Route::Leak, false, "", open, texts::LEAKED.here().into()) }{ " " }{ texts::LEAKED_HOW.here() }</p>
            }
        </div>
    }
}

/// The properties of [`Grid`].
#[derive(Properties)]
struct GridProps {
    vault: Rc<VaultModel>,
    dispatch: Callback<Action>,
    row_height: f64,
}

impl PartialEq for GridProps {
    fn eq(&self, other: &Self) -> bool {
        self.row_height == other.row_height
            && self.dispatch == other.dispatch
            && self.vault.page.draws_as(&other.vault.page)
    }
}

/// The rows: a component, so that typing into the search box draws none of them before others are found.
#[component]
fn Grid(GridProps { vault, dispatch, row_height }: &GridProps) -> Html {
    use_context::<Language>();
    use_minutes();
    let model = &vault.page;
    let selected = model.view.selected();
    let presses = use_mut_ref(Presses::default);
    let menu = use_state_eq(|| None::<MenuRow>);
    let dragged = use_mut_ref(|| None);
    use_effect_with((), |()| preferences::apply_column_widths());
    let onscroll = {
        let dispatch = dispatch.clone();
        move |_: Event| {
            if let Some((_, first, visible)) = measured() {
                dispatch.emit(ListAction::Scrolled(first, visible).into());
            }
        }
    };
    let onclick = {
        let (vault, dispatch, menu) = (vault.clone(), dispatch.clone(), menu.clone());
        move |event: MouseEvent| {
            if !is_meant(&vault.page, &event, &mut presses.borrow_mut()) {
                return;
            }
            if let Some(row) = asks_for_menu(&vault.page, &event) {
                menu.set(Some(row));
            } else if let Some(action) = clicked(&vault.page, &event) {
                dispatch.emit(action);
            }
        }
    };
    let onkeydown = {
        let (vault, dispatch) = (vault.clone(), dispatch.clone());
        move |event: KeyboardEvent| {
            // A key that is held presses a button once.
            if event.repeat() && matches!(&*event.key(), "Enter" | " ") {
                return event.prevent_default();
            }
            if let Some(action) = pressed(&vault.page, &event) {
                event.prevent_default();
                dispatch.emit(action);
            }
        }
    };
    let onfocusin = {
        let dispatch = dispatch.clone();
        move |event: FocusEvent| {
            if let Some(place) = place_of(event.target()) {
                dispatch.emit(ListAction::RowFocused(place).into());
            }
        }
    };
    let onfocusout = {
        let dispatch = dispatch.clone();
        move |event: FocusEvent| {
            // A row that is taken away leaves the focus nowhere.
            if event.related_target().is_some_and(|to| place_of(Some(to)).is_none()) {
                dispatch.emit(ListAction::GridLeft.into());
            }
        }
    };
    let ondrag = move |event: PointerEvent| drag(&dragged, &event);
    let onclose = {
        let menu = menu.clone();
        use_callback((), move |(), ()| menu.set(None))
    };
    let (found, told) = (model.view.len(), model.view.tells_states());
    html! {
        <div class="grid-frame" id={ids::LIST} {onscroll}>
            <table class={classes!("table", "grid", told.then_some("grid--told"))} role="grid" aria-label={texts::TABLE.here()} aria-multiselectable="true"
                aria-rowcount={(found + 1).to_string()} {onclick} {onkeydown} {onfocusin} {onfocusout}>
                <thead onpointerdown={ondrag.clone()} onpointermove={ondrag.clone()} onpointerup={ondrag.clone()} onpointercancel={ondrag}>
                    <tr aria-rowindex="1">
                        <th scope="col" class="grid__check">
                            <input type="checkbox" data-do={Press::Page.name()} aria-label={texts::SELECT_PAGE.here()} checked={selected.page} />
                        </th>
                        { heading(model, Sort::Name, "table__name", texts::NAME, Html::default()) }
                        { heading(model, Sort::Identifier, "table__number", texts::ID, Column::edge("number")) }
                        <th scope="col" class="grid__flags">{ Column::edge("flags") }{ texts::FLAGS.here() }</th>
                        { heading(model, Sort::State, "grid__state", texts::STATE, Html::default()) }
                        if told {
                            { heading(model, Sort::LastRead, "grid__time", texts::FACT_READ, Column::edge("time")) }
                            { heading(model, Sort::Expires, "grid__expires", texts::FACT_EXPIRES, Column::edge("expires")) }
                            <th scope="col" class="grid__owner">{ Column::edge("owner") }{ texts::FACT_OWNER.here() }</th>
                        } else {
                            { heading(model, Sort::Checked, "grid__time", texts::CHECKED, Column::edge("time")) }
                        }
                        <th scope="col" class="table__actions"><span class="visually-hidden">{ texts::ACTIONS.here() }</span></th>
                    </tr>
                </thead>
                <tbody>
                    { for drawn(model, *row_height) }
                </tbody>
            </table>
            <RowMenu row={(*menu).clone()} {onclose} dispatch={dispatch.clone()} />
        </div>
    }
}

/// The rows that are drawn and what stands for the others, in one list with keys: so a row that stays is not
/// touched, and keeps the focus.
fn drawn(model: &ApiSecretsPage, row_height: f64) -> Vec<Html> {
    let (mut drawn, mut start, now) = (Vec::new(), 0, now());
    for segment in model.view.segments() {
        match segment {
            Segment::Gap(rows) => {
                drawn.push(gap(start, rows, row_height));
                start += rows;
            }
            Segment::Rows(places) => {
                start = places.end;
                drawn.extend(places.filter_map(|place| row(model, place, now)));
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

fn heading(model: &ApiSecretsPage, sort: Sort, class: &'static str, name: Text, edge: Html) -> Html {
    let query = &model.view.query;
    let sorted = (query.sort == sort).then_some(if query.descending { "descending" } else { "ascending" });
    html! {
        <th scope="col" {class} aria-sort={sorted}>
            { edge }
            <button type="button" class="grid__sort" data-do={Press::Sort(sort).name()}>{ name.here() }</button>
        </th>
    }
}

fn row(model: &ApiSecretsPage, place: u32, now: Timestamp) -> Option<Html> {
    let (number, row) = model.view.at(place)?;
    let is_selected = model.view.is_selected(number);
    let facts = model.view.facts_at(number);
    let is_open = model.view.query.opened.as_ref().is_some_and(|opened| opened.as_str() == row.identifier);
    // Only the row with the cursor can be reached with Tab, and so can its buttons.
    let tabindex = if model.view.grid().cursor == place { "0" } else { "-1" };
    let label = texts::Select { name: &row.name, identifier: &row.identifier }.here();
    // The key is the place: when other rows are found, texts change and elements stay.
    Some(html! {
        <tr key={place.to_string()} class="grid__row" data-place={place.to_string()} {tabindex} aria-current={is_open.then_some("true")}
            aria-rowindex={(place + 2).to_string()} aria-selected={is_selected.to_string()}>
            <td class="grid__check">
                <input type="checkbox" data-do={Press::Toggle.name()} {tabindex} aria-label={label} checked={is_selected} />
            </td>
            <th scope="row" class="table__name" aria-label={visible(&row.name)}>{ name(model, row, facts) }</th>
            <td class="table__number"><code>{ &row.identifier }</code></td>
            <td class="grid__flags">{ flags(row, facts, now) }</td>
            <td class="grid__state">{ state(model, number, row) }</td>
            if let Some(facts) = facts {
                { moment("grid__time", facts.last_read_at, texts::FACT_NEVER.here(), now) }
                { moment("grid__expires", facts.expires_at, "", now) }
                <td class="grid__owner" title={facts.owner.clone()}>{ facts.owner.as_deref() }</td>
            } else {
                <td class="grid__time">{ model.view.state_of(number).map(|known| clock(known.at)) }</td>
            }
            <td class="table__actions">{ actions(model, number, row, tabindex) }</td>
        </tr>
    })
}

/// Characters of a name that may need a second line, which takes the place of what stands beneath it.
const LONG: usize = 24;

/// The name opens the details, as Enter does on the row; whose it is and what it is for stand beneath.
fn name(model: &ApiSecretsPage, row: &ListedApiSecret, facts: Option<&InventoryItem>) -> Html {
    let beneath = facts.map(|facts| {
        let tags = facts.tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
        html! {
            <>
                <span>{ highlighted(model, &facts.client_id) }</span>
                { for tags.map(|tag| html! { <>{ " " }<span class="tag">{ highlighted(model, tag) }</span></> }) }
            </>
        }
    });
    let shown = visible(&row.name);
    let class = (row.name.chars().count() > LONG).then_some("grid__long");
    html! {
        <div {class} title={class.map(|_| shown.clone())}>
            <button type="button" class="grid__open" data-do={Press::Details.name()} tabindex="-1" title={shown}
                aria-label={texts::OfRow { verb: texts::DETAILS.here(), name: &row.name, identifier: &row.identifier }.here()}>
                <bdi translate="no">{ highlighted(model, &row.name) }</bdi>
            </button>
            <span class="grid__beneath">
                // Where the column has no room: names alike differ in nothing else.
                <span class="grid__id" aria-hidden="true">{ texts::ById { identifier: &row.identifier }.here() }{ " " }</span>
                { beneath }
            </span>
        </div>
    }
}

/// A text with what the search found in it.
fn highlighted(model: &ApiSecretsPage, text: &str) -> Html {
    let piece = |(piece, is_found): (&str, bool)| match is_found {
        true => html! { <mark>{ visible(piece) }</mark> },
        false => html! { { visible(piece) } },
    };
    model.view.highlighted(text).into_iter().map(piece).collect()
}

/// What sets it apart from others: most have none of these.
fn flags(row: &ListedApiSecret, facts: Option<&InventoryItem>, now: Timestamp) -> Html {
    let end = facts.and_then(|facts| Some(milliseconds(facts.expires_at?)));
    let badges = [
        (facts.is_some_and(|facts| facts.exposed_at.is_some()), "badge badge--bad", texts::EXPOSED_BADGE),
        (end.is_some_and(|end| end <= now), "badge badge--warn", texts::EXPIRED_BADGE),
        (!row.can_view, "badge", texts::NO_VIEW_BADGE),
        (row.can_view && !row.can_write, "badge", texts::VIEW_ONLY_BADGE),
        (row.need_justify, "badge", texts::JUSTIFY_BADGE),
        (row.need_approval, "badge", texts::APPROVAL_BADGE),
    ];
    html! {
        <span class="badges">
            { for badges.into_iter().filter(|(there, ..)| *there).map(|(_, class, name)| html! { <><span {class}>{ name.here() }</span>{ " " }</> }) }
        </span>
    }
}

/// How long ago or how far off it is, with the exact time for whoever wants to know.
fn moment(class: &'static str, seconds: Option<i64>, without: &'static str, now: Timestamp) -> Html {
    let Some(at) = seconds.map(milliseconds) else {
        return html! { <td {class}>{ without }</td> };
    };
    html! {
        <td {class}>
            <time title={texts::FactMoment { date: &short_date(at), time: &clock(at) }.here()}>{ relative(at, now) }</time>
        </td>
    }
}

fn state(model: &ApiSecretsPage, number: u32, row: &ListedApiSecret) -> Html {
    let (class, name) = match model.view.state_of(number).map(|known| known.state) {
        None => ("state state--unknown", texts::NOT_KNOWN),
        Some(State::Active) => ("state state--active", texts::ACTIVE),
        Some(State::Inactive) => ("state state--inactive", texts::INACTIVE),
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
        OutcomeKind::Refused | OutcomeKind::NotAttempted | OutcomeKind::Unknown => Some(texts::TROUBLE),
    });
    html! {
        <>
            <span class={class}>{ name.here() }</span>
            if let Some(trouble) = trouble {
                <span class="grid__trouble" title={trouble.here()}>
                    { icon(Symbol::Warning) }<span class="visually-hidden">{ " " }{ trouble.here() }</span>
                </span>
            }
        </>
    }
}

/// One switch, the other way round than the state; both where nobody knows that.
fn actions(model: &ApiSecretsPage, number: u32, row: &ListedApiSecret, tabindex: &'static str) -> Html {
    let identifier = identifier_of(row);
    let under_way = identifier.as_ref().and_then(|identifier| model.switching(identifier));
    // Where an answer was lost, the cursor stays on what was asked for.
    let asked = identifier.as_ref().and_then(|identifier| Some(model.outcome(identifier)?.0));
    let state = model.view.state_of(number).map(|known| known.state);
    let states = possible_switches(state.filter(|_| model.view.tells_states()));
    let button = |key: &'static str,
                  press: Press,
                  class: &'static str,
                  text: Text,
                  shown: Html,
                  busy: bool| {
        let blocked = !row.can_write && press != Press::Menu;
        // Not `disabled`: whoever presses it is told why.
        html! {
            <button {key} type="button" {class} data-do={press.name()} {tabindex}
                aria-label={texts::OfRow { verb: text.here(), name: &row.name, identifier: &row.identifier }.here()}
                aria-disabled={(blocked || busy).then_some("true")} aria-busy={busy.then_some("true")}
                aria-describedby={blocked.then_some("no-edit")} aria-haspopup={(press == Press::Menu).then_some("menu")}>{ shown }</button>
        }
    };
    // What is under way stands in the column of the state: no button changes its width.
    let switch = |state| {
        let word = verb(state);
        let key =
            if states.len() == 1 || state == asked.unwrap_or(State::Inactive) { "switch" } else { "other" };
        button(
            key,
            Press::Switch(state),
            "button grid__switch",
            word,
            word.here().into(),
            under_way.is_some(),
        )
    };
    html! {
        <span class={classes!("switches", (states.len() > 1).then_some("switches--both"))}>
            { for states.iter().map(|state| switch(*state)) }
            { button("edit", Press::Edit, "button button--quiet grid__edit", texts::EDIT, icon(Symbol::Pencil), false) }
            { button("menu", Press::Menu, "button button--quiet grid__edit", common::MORE, icon(Symbol::More), false) }
        </span>
    }
}

/// The row that something belongs to, by its place.
fn place_of(target: Option<EventTarget>) -> Option<u32> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest("tr[data-place]").ok()??.get_attribute("data-place")?.parse().ok()
}

/// The row that was pressed, and what for.
type Pressed = (Identifier, Press);

/// Whether a press is for what it meets, and no second press for what was there before: in a place may be drawn another
/// row in between, and on a switch the other verb. A key presses what has the focus, wherever the pointer is.
fn is_meant(model: &ApiSecretsPage, event: &MouseEvent, presses: &mut Presses<Pressed>) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("button").ok()?);
    let pressed = button.and_then(|button| {
        let press = Press::named(&button.get_attribute("data-do")?)?;
        let (_, row) = model.view.at(place_of(Some(button.into()))?)?;
        Some((identifier_of(row)?, press))
    });
    let Some(pressed) = pressed else { return true };
    // Where the list tells no states, both switches stay where they are.
    let turns_round = matches!(pressed.1, Press::Switch(_)) && model.view.tells_states();
    if turns_round && !model.has_settled(&pressed.0, now()) {
        return false;
    }
    event.detail() == 0
        || presses.counts(pressed, event.time_stamp(), |(meant, before), (met, press)| {
            let are_switches = matches!((before, press), (Press::Switch(_), Press::Switch(_)));
            // To look at something changes nothing.
            (meant != met && !matches!(press, Press::Details | Press::Menu))
                || (are_switches && before != press)
        })
}

/// What a press in the table is for. Its name stands in the attribute `data-do` of what is pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    Page,
    Sort(Sort),
    Toggle,
    Switch(State),
    Edit,
    Menu,
    Details,
}

impl Press {
    const ALL: [Self; 14] = [
        Self::Page,
        Self::Sort(Sort::Listed),
        Self::Sort(Sort::Identifier),
        Self::Sort(Sort::Name),
        Self::Sort(Sort::State),
        Self::Sort(Sort::Checked),
        Self::Sort(Sort::LastRead),
        Self::Sort(Sort::Expires),
        Self::Toggle,
        Self::Switch(State::Inactive),
        Self::Switch(State::Active),
        Self::Edit,
        Self::Menu,
        Self::Details,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Sort(Sort::Listed) => "sort-listed",
            Self::Sort(Sort::Identifier) => "sort-identifier",
            Self::Sort(Sort::Name) => "sort-name",
            Self::Sort(Sort::State) => "sort-state",
            Self::Sort(Sort::Checked) => "sort-checked",
            Self::Sort(Sort::LastRead) => "sort-read",
            Self::Sort(Sort::Expires) => "sort-expires",
            Self::Toggle => "toggle",
            Self::Switch(State::Inactive) => "off",
            Self::Switch(State::Active) => "on",
            Self::Edit => "edit",
            Self::Menu => "menu",
            Self::Details => "details",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|press| press.name() == name)
    }
}

/// What was pressed, and what for.
fn met(event: &MouseEvent) -> Option<(Element, Press)> {
    let target = event.target()?.dyn_into::<Element>().ok()?.closest("[data-do]").ok()??;
    let press = Press::named(&target.get_attribute("data-do")?)?;
    Some((target, press))
}

/// Whether a row itself was pressed, and nothing in it: its box is missed by a hair, and who selects a text wants to copy it.
fn is_on_row(event: &MouseEvent) -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok()?);
    let is_selecting = selection.is_some_and(|selection| !selection.is_collapsed());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |what| target.as_ref().and_then(|target| target.closest(what).ok()?).is_some();
    !is_selecting && within(".grid__row") && !within(".grid__check, .table__actions")
}

fn asks_for_menu(model: &ApiSecretsPage, event: &MouseEvent) -> Option<MenuRow> {
    let (button, press) = met(event)?;
    let (_, row) = model.view.at(place_of(event.target())?)?;
    let (identifier, name) = (identifier_of(row)?, row.name.clone());
    (press == Press::Menu).then_some(MenuRow { identifier, name, can_write: row.can_write, button })
}

fn clicked(model: &ApiSecretsPage, event: &MouseEvent) -> Option<Action> {
    let press = met(event).map(|(_, press)| press).or_else(|| is_on_row(event).then_some(Press::Details))?;
    let of_row = || {
        let (_, row) = model.view.at(place_of(event.target())?)?;
        Some((identifier_of(row)?, row.name.clone()))
    };
    Some(match press {
        Press::Page => ListAction::PageToggled.into(),
        Press::Menu => return None,
        Press::Sort(sort) => ListAction::SortAsked(sort).into(),
        Press::Toggle => ListAction::Toggled(place_of(event.target())?, event.shift_key()).into(),
        Press::Switch(state) => SwitchAction::SwitchAsked(of_row()?.0, state).into(),
        Press::Edit => {
            let (identifier, name) = of_row()?;
            FormAction::EditOpened(identifier, name).into()
        }
        Press::Details => {
            let (identifier, name) = of_row()?;
            DetailsAction::DetailsOpened(identifier, name).into()
        }
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
    let is_shortcut = !all && preferences::shortcuts();
    let go = |to| Some(ListAction::Moved(to, event.shift_key()).into());
    match &*event.key() {
        "ArrowUp" => go(Move::Up),
        "ArrowDown" => go(Move::Down),
        "k" if is_shortcut => go(Move::Up),
        "j" if is_shortcut => go(Move::Down),
        "PageUp" => go(Move::PageUp),
        "PageDown" => go(Move::PageDown),
        "Home" => go(Move::First),
        "End" => go(Move::Last),
        "a" if all => Some(ListAction::AllSelected.into()),
        "Escape" => Some(ListAction::SelectionCleared.into()),
        "x" if is_shortcut => Some(ListAction::Toggled(place, false).into()),
        " " if on_row => Some(ListAction::Toggled(place, event.shift_key()).into()),
        "Enter" if on_row => {
            let (_, row) = model.view.at(place)?;
            Some(DetailsAction::DetailsOpened(identifier_of(row)?, row.name.clone()).into())
        }
        _ => None,
    }
}

/// How high a row is, which one is the first in sight, and how many are.
pub(crate) fn measured() -> Option<(f64, u32, u32)> {
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
