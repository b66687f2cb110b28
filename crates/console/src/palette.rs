//! The command palette: every page, every API secret by name or number, and what can be done with it, from any page.

use latchboard_contract::endpoint::ListedApiSecret;
use latchboard_contract::validate::Identifier;
use latchboard_texts::Language;

use crate::Changed;
use crate::api_secrets::{ApiSecretsPage, State, folded};
use crate::named::Named;
use crate::route::Route;

/// API secrets that are offered at most: more than these are looked through in the list.
const API_SECRETS: usize = 7;
/// Commands that are remembered.
const RECENT: usize = 4;

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go to a page.
    Page(Route),
    /// Look at an API secret.
    Details(Named),
    /// Switch one; its name is empty where the list does not hold it.
    Switch(Named, State),
    /// Change one.
    Edit(Named),
    /// Store a new one.
    New,
}

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// It is on screen.
    pub is_open: bool,
    /// What is typed.
    pub query: String,
    /// The place of the command that Enter carries out.
    pub choice: usize,
    /// Commands that were carried out, the latest first.
    recent: Vec<Command>,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Action {
    /// It shall be opened.
    Asked,
    /// It was closed.
    Closed,
    /// Somebody typed.
    Typed(String),
    /// The choice goes so many places down, or up; there are as many commands.
    Moved(isize, usize),
    /// A command shall be carried out.
    Chosen(Command),
}

impl Palette {
    /// What is offered for what is typed, the likeliest first.
    #[must_use]
    pub fn commands(&self, page: &ApiSecretsPage, is_signed_in: bool, language: Language) -> Vec<Command> {
        let terms = folded(&self.query);
        if terms.is_empty() {
            let recent = self.recent.iter();
            let others = Route::PAGES.map(|(page, _)| Command::Page(page));
            let others = others.iter().filter(|page| !self.recent.contains(page));
            return recent.chain(others).cloned().collect();
        }
        let mut commands = Vec::new();
        let mut found = page.view.first_matches(&terms, API_SECRETS).into_iter();
        if let Some(row) = found.next() {
            commands.extend(all_for(page, row));
        }
        commands.extend(found.filter_map(|row| Some(Command::Details(named(row)?))));
        if is_signed_in
            && let Ok(identifier) = Identifier::parse(self.query.trim())
            && page.view.listed(&identifier).is_none()
        {
            let unlisted = Named { identifier, name: "".into() };
            let switch = |state| Command::Switch(unlisted.clone(), state);
            commands.extend([State::Inactive, State::Active].map(switch));
        }
        let is_meant = |route: &Route| {
            let name = folded(route.name().in_(language)).join(" ");
            terms.iter().all(|term| name.contains(&**term))
        };
        // A page is meant when its name begins like that; a name of an API secret may hold anything.
        let (begin, others): (Vec<_>, Vec<_>) =
            Route::PAGES.into_iter().map(|(page, _)| page).filter(is_meant).partition(|route| {
                folded(route.name().in_(language)).first().is_some_and(|word| word.starts_with(&*terms[0]))
            });
        let pages = |routes: Vec<Route>| routes.into_iter().map(Command::Page);
        pages(begin).chain(commands).chain(pages(others)).collect()
    }

    /// Takes in what happened. A chosen command is the root's business.
    pub(crate) fn update(&mut self, action: Action) -> Option<Changed> {
        match action {
            Action::Asked => (self.is_open, self.choice) = (true, 0),
            Action::Closed => (self.is_open, self.query) = (false, String::new()),
            Action::Typed(query) => (self.query, self.choice) = (query, 0),
            Action::Moved(by, length) => {
                let length = isize::try_from(length).ok().filter(|length| *length > 0)?;
                let choice = isize::try_from(self.choice).unwrap_or_default() + by;
                self.choice = choice.rem_euclid(length).unsigned_abs();
            }
            Action::Chosen(command) => {
                self.recent.retain(|other| *other != command);
                self.recent.insert(0, command);
                self.recent.truncate(RECENT);
                return self.update(Action::Closed);
            }
        }
        Some(Changed)
    }

    /// What names API secrets goes with the access key that saw them.
    pub(crate) fn forget(&mut self) {
        self.recent.retain(|command| matches!(command, Command::Page(_) | Command::New));
    }
}

fn named(row: &ListedApiSecret) -> Option<Named> {
    Named::of(&row.identifier, &row.name)
}

fn all_for(page: &ApiSecretsPage, row: &ListedApiSecret) -> Vec<Command> {
    let Some(named) = named(row) else { return Vec::new() };
    let states: &[State] = match page.known(&named.identifier).map(|known| known.state) {
        Some(State::Active) => &[State::Inactive],
        Some(State::Inactive) => &[State::Active],
        None => &[State::Inactive, State::Active],
    };
    let switches = states.iter().map(|state| Command::Switch(named.clone(), *state));
    let edit = [Command::Edit(named.clone())];
    let writes = switches.chain(edit).filter(|_| row.can_write);
    std::iter::once(Command::Details(named.clone())).chain(writes).collect()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use latchboard_contract::endpoint::{InventoryItem, ListedApiSecret};
    use latchboard_texts::Language;

    use super::{Action, Command, Palette};
    use crate::Timestamp;
    use crate::api_secrets::{ApiSecretsPage, Rows, State};
    use crate::named::Named;
    use crate::route::Route;

    fn page() -> ApiSecretsPage {
        let item = |(number, name): (usize, &str)| InventoryItem {
            identifier: (number + 1).to_string(),
            name: name.into(),
            active: name != "Mailer old",
            can_write: name != "Read only mailer",
            ..InventoryItem::default()
        };
        let names = ["Ledger", "Mailer", "Mailer old", "Read only mailer", "Audit", "Leak detector"];
        let items = names.into_iter().enumerate().map(item).collect();
        let mut page = ApiSecretsPage::default();
        page.view.listed_anew(Rc::new(Rows::of_inventory(items, Timestamp(1))));
        page
    }

    fn offered(query: &str) -> Vec<Command> {
        let palette = Palette { query: query.into(), ..Palette::default() };
        palette.commands(&page(), true, Language::English)
    }

    fn named(identifier: &str, name: &str) -> Named {
        Named::of(identifier, name).unwrap()
    }

    #[test]
    fn the_first_that_is_found_can_be_switched_and_edited_at_once() {
        let mailer = || named("2", "Mailer");
        assert_eq!(
            offered("MAIL"),
            [
                Command::Details(mailer()),
                Command::Switch(mailer(), State::Inactive),
                Command::Edit(mailer()),
                Command::Details(named("3", "Mailer old")),
                Command::Details(named("4", "Read only mailer")),
            ]
        );
        assert_eq!(offered("mailer old")[1], Command::Switch(named("3", "Mailer old"), State::Active));
        assert_eq!(offered("read only"), [Command::Details(named("4", "Read only mailer"))]);
    }

    #[test]
    fn a_number_finds_its_own_and_one_that_is_not_listed_can_be_switched_all_the_same() {
        assert_eq!(offered("2")[0], Command::Details(named("2", "Mailer")), "whatever else holds it");
        let unlisted = || named("4711", "");
        assert_eq!(
            offered("4711"),
            [Command::Switch(unlisted(), State::Inactive), Command::Switch(unlisted(), State::Active)]
        );
        let palette = Palette { query: "4711".into(), ..Palette::default() };
        assert_eq!(palette.commands(&ApiSecretsPage::default(), false, Language::English), []);
    }

    #[test]
    fn a_page_leads_when_its_name_begins_like_that() {
        assert_eq!(
            offered("leak")[..2],
            [Command::Page(Route::Leak), Command::Details(named("6", "Leak detector"))]
        );
        assert_eq!(offered("guide"), [Command::Page(Route::Errors)]);
        assert_eq!(offered("").len(), Route::PAGES.len());
    }

    #[test]
    fn what_was_done_comes_first_the_next_time_and_is_forgotten_with_the_access_key() {
        let mut palette = Palette::default();
        let off = Command::Switch(named("2", "Mailer"), State::Inactive);
        for command in [Command::Page(Route::Leak), off.clone(), Command::New, off.clone()] {
            palette.update(Action::Asked);
            palette.update(Action::Chosen(command));
        }
        assert!(!palette.is_open);
        let offered = |palette: &Palette| palette.commands(&page(), true, Language::English);
        assert_eq!(offered(&palette)[..3], [off, Command::New, Command::Page(Route::Leak)]);
        assert_eq!(offered(&palette).len(), Route::PAGES.len() + 2, "no page twice");
        palette.forget();
        assert_eq!(offered(&palette)[..2], [Command::New, Command::Page(Route::Leak)]);
    }

    #[test]
    fn the_choice_goes_round_and_begins_anew_with_each_letter() {
        let mut palette = Palette::default();
        palette.update(Action::Moved(-1, 3));
        assert_eq!(palette.choice, 2);
        palette.update(Action::Moved(1, 3));
        assert_eq!(palette.choice, 0);
        palette.update(Action::Moved(1, 3));
        palette.update(Action::Typed("a".into()));
        assert_eq!(palette.choice, 0);
        assert!(palette.update(Action::Moved(1, 0)).is_none());
    }

    #[test]
    fn a_hundred_thousand_are_offered_in_the_order_of_the_list() {
        let rows = (0..100_000).map(|number: u32| ListedApiSecret {
            identifier: number.to_string(),
            name: format!("Service {number}"),
            need_justify: false,
            need_approval: false,
            can_view: true,
            can_write: true,
        });
        let mut page = ApiSecretsPage::default();
        page.view.listed_anew(Rc::new(Rows::new(rows.collect())));
        let palette = Palette { query: "service 9999".into(), ..Palette::default() };
        let commands = palette.commands(&page, true, Language::English);
        assert_eq!(commands[0], Command::Details(named("9999", "Service 9999")));
        // Nobody knows its state: both ways are offered.
        assert_eq!(commands[2], Command::Switch(named("9999", "Service 9999"), State::Active));
        assert_eq!(commands.len(), 10);
    }
}
