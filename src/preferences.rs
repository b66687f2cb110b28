//! What the user chose for the page: theme, language, density, columns, views, shortcuts, servers and their names. Kept in local storage; a
//! browser that keeps nothing shows the choice all the same.

use latchboard_console::server_choice::ServerChoice;
use latchboard_console::server_label::{Label, Labels};
use latchboard_contract::endpoint::Family;
use latchboard_texts::shell;
use latchboard_texts::{Language, Text};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, Storage};
use yew::prelude::*;

use crate::i18n::{Here, draw_in};
use crate::ui::{Symbol, chosen, icon};

/// A choice that the style sheet sees as an attribute of the root element; the boot script in `index.html` sets it
/// before the first paint.
pub struct Choice {
    /// Its name in local storage, behind the product's.
    key: &'static str,
    /// What it is called.
    name: Text,
    /// Drawn in its place, where there is little room.
    symbol: Option<Symbol>,
    /// The values and what they are called; the first is what holds without a choice.
    values: &'static [(&'static str, Text)],
}

/// Light, dark, or as the system says.
pub const THEME: Choice = Choice {
    key: "theme",
    name: shell::THEME,
    symbol: Some(Symbol::Contrast),
    values: &[("system", shell::THEME_SYSTEM), ("light", shell::THEME_LIGHT), ("dark", shell::THEME_DARK)],
};

/// How much room the rows of tables take.
pub const DENSITY: Choice = Choice {
    key: "density",
    name: shell::DENSITY,
    symbol: None,
    values: &[("roomy", shell::ROOMY), ("dense", shell::DENSE)],
};

const COLUMNS: &str = "columns";
const WIDTHS: &str = "widths";
const VIEWS: &str = "views";
const LANGUAGE: &str = "language";
const SHORTCUTS: &str = "shortcuts";
const LABELS: &str = "labels";
const OPEN_RUNS: &str = "open-runs";
/// The values of what is switched on or off.
const ON: &str = "on";
const OFF: &str = "off";

impl Choice {
    /// The menu in which it is made.
    pub fn menu(&'static self, redraw: &Callback<()>) -> Html {
        let kept = kept(self.key).filter(|kept| self.values.iter().any(|(value, _)| value == kept));
        let kept = kept.as_deref().or_else(|| self.values.first().map(|(value, _)| *value));
        let options = self
            .values
            .iter()
            .map(|(value, name)| (*value, name.here(), Some(*value) == kept))
            .collect::<Vec<_>>();
        let onchoose = redraw.reform(move |value: String| {
            if let Some(root) = root() {
                let _ = root.set_attribute(&["data-", self.key].concat(), &value);
            }
            keep(self.key, &value);
        });
        menu(self.name.here(), self.symbol, &options, onchoose)
    }
}

/// The language that was chosen, else the browser's, as far as the page speaks it.
#[must_use]
pub fn language() -> Language {
    let chosen = kept(LANGUAGE).and_then(|tag| Language::for_tag(&tag));
    let browsers = || {
        let tag = web_sys::window()?.navigator().language()?;
        Language::for_tag(&tag)
    };
    chosen.or_else(browsers).unwrap_or_default()
}

/// From now on the page speaks `language`.
pub fn speak(language: Language) {
    draw_in(language);
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", language.tag());
    }
    show_notices_in(language);
}

/// The notices of `index.html` stand there in every language, since they are for when nothing else comes.
fn show_notices_in(language: Language) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(said) = document.query_selector_all(".notice > [lang]") else { return };
    for element in (0..said.length()).filter_map(|place| said.item(place)?.dyn_into::<HtmlElement>().ok()) {
        element.set_hidden(element.lang() != language.tag());
    }
}

/// The menu in which the language is chosen.
pub fn language_menu(present: Language, onchoose: &Callback<Language>) -> Html {
    let options = Language::ALL.map(|language| (language.tag(), language.own_name(), language == present));
    let onchoose = onchoose.reform(|tag: String| {
        keep(LANGUAGE, &tag);
        Language::for_tag(&tag).unwrap_or_default()
    });
    menu(shell::LANGUAGE.here(), Some(Symbol::Globe), &options, onchoose)
}

/// The columns of the list that are hidden, by the names that the style sheet knows them by.
#[must_use]
pub fn hidden_columns() -> Vec<String> {
    kept(COLUMNS).map(|kept| kept.split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
}

/// Hides these and no others.
pub fn hide_columns(columns: &[String]) {
    let columns = columns.join(" ");
    if let Some(root) = root() {
        let _ = root.set_attribute("data-columns", &columns);
    }
    keep(COLUMNS, &columns);
}

/// The columns whose widths were changed, by the names that the style sheet knows them by, and the widths in pixels.
#[must_use]
pub fn column_widths() -> Vec<(String, u32)> {
    let kept = kept(WIDTHS).unwrap_or_default();
    let width = |pair: &str| {
        let (name, width) = pair.split_once('=')?;
        Some((name.to_owned(), width.parse().ok()?))
    };
    kept.split_whitespace().filter_map(width).collect()
}

/// Makes a column this wide, or as wide as it usually is.
pub fn set_column_width(column: &str, width: Option<u32>) {
    let others = column_widths().into_iter().filter(|(name, _)| name != column);
    let pairs: Vec<_> = others
        .chain(width.map(|width| (column.to_owned(), width)))
        .map(|(name, width)| format!("{name}={width}"))
        .collect();
    keep(WIDTHS, &pairs.join(" "));
    apply_width(column, width);
}

/// Makes all columns as wide as they were made.
pub fn apply_column_widths() {
    for (column, width) in column_widths() {
        apply_width(&column, Some(width));
    }
}

/// Makes a column this wide until the page is left, or as wide as it usually is.
pub fn apply_width(column: &str, width: Option<u32>) {
    let Some(root) = root().and_then(|root| root.dyn_into::<HtmlElement>().ok()) else { return };
    let (property, width) = (["--width-", column].concat(), width.map(|width| format!("{width}px")));
    // Without a value it goes, and the style sheet's own holds.
    let _ = root.style().set_property(&property, &width.unwrap_or_default());
}

/// A search of the list with its filters and its order, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// As somebody called it.
    pub name: String,
    /// As it stands in the address, behind the question mark.
    pub query: String,
}

/// Those that this browser keeps.
#[must_use]
pub fn views() -> Vec<SavedView> {
    let kept = kept(VIEWS).unwrap_or_default();
    let view = |line: &str| {
        let (query, name) = line.split_once(' ')?;
        Some(SavedView { name: name.to_owned(), query: query.to_owned() })
    };
    kept.lines().filter_map(view).collect()
}

/// Keeps these and no others: a line for each, the query before its first blank, since an address has none.
pub fn keep_views(views: &[SavedView]) {
    let lines: Vec<_> = views.iter().map(|view| [&*view.query, &*view.name].join(" ")).collect();
    keep(VIEWS, &lines.join("\n"));
}

/// Whether single keys are shortcuts; people who speak to their computer must be able to switch them off.
#[must_use]
pub fn shortcuts() -> bool {
    kept(SHORTCUTS).is_none_or(|kept| kept != OFF)
}

/// Switches them on or off.
pub fn use_shortcuts(on: bool) {
    keep(SHORTCUTS, if on { ON } else { OFF });
}

fn menu(
    name: &'static str,
    symbol: Option<Symbol>,
    options: &[(&'static str, &'static str, bool)],
    onchoose: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        if let Some(value) = chosen(&event) {
            onchoose.emit(value);
        }
    };
    let class = if symbol.is_some() { "menu__list" } else { "menu" };
    let list = html! {
        <select {class} aria-label={name} title={name} {onchange}>
            { for options.iter().map(|(value, name, chosen)| html! {
                <option value={*value} selected={*chosen}>{ *name }</option>
            }) }
        </select>
    };
    match symbol {
        // The browser's own list lies over the icon, unseen: it opens, speaks and takes keys as everywhere.
        Some(symbol) => html! { <span class="menu menu--icon">{ icon(symbol) }{ list }</span> },
        None => list,
    }
}

/// Where each family is asked for, as it was chosen last. An address, never a credential.
#[must_use]
pub fn choices() -> [ServerChoice; Family::ALL.len()] {
    Family::ALL.map(|family| {
        kept(place_key(family)).map_or(ServerChoice::Here, |text| ServerChoice::from_text(&text))
    })
}

/// Keeps where a family is asked for.
pub fn keep_place(family: Family, place: &ServerChoice) {
    keep(place_key(family), place.to_text());
}

/// What servers are called.
#[must_use]
pub fn labels() -> Labels {
    Labels::read(&kept(LABELS).unwrap_or_default())
}

/// Keeps what the server with this host and port is called, beside what other tabs may have kept meanwhile.
pub fn keep_label(host: &str, label: Label) {
    let mut labels = labels();
    labels.set(host, label);
    keep(LABELS, &labels.write());
}

/// Whether a run that the browser keeps may have something open: a hint for pages that do not read them. Browsers write it
/// some seconds late, so that it may be missing after a crash.
#[must_use]
pub fn has_open_runs() -> bool {
    kept(OPEN_RUNS).as_deref() == Some(ON)
}

pub fn note_open_runs(any: bool) {
    keep(OPEN_RUNS, if any { ON } else { OFF });
}

const fn place_key(family: Family) -> &'static str {
    match family {
        Family::LocationHistory => "location-history",
        Family::Vault => "vault",
    }
}

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn kept(key: &str) -> Option<String> {
    storage()?.get_item(&["latchboard.", key].concat()).ok().flatten()
}

fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&["latchboard.", key].concat(), value);
    }
}
