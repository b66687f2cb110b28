//! The command palette: every page, every API secret by name or number, and what can be done with it, from any page.

use latchboard_contract::endpoint::ListedApiSecret;
use latchboard_contract::validate::Identifier;
use latchboard_texts::{Language, api_secrets as texts, shell};

use crate::Changed;
use crate::api_secrets::{ApiSecretsPage, State, folded, possible_switches};
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
    Edit(Named),
    /// Store a new one.
    New,
    /// Ask for the list anew.
    Refresh,
    SignIn,
    SignOut,
}

/// What is typed into the palette and offered for it; empty while it is closed, but for what was looked for before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// It is on screen.
    pub is_open: bool,
    pub query: String,
    /// What is offered for it. Once it names an API secret, it stays as it is until somebody types: whatever comes meanwhile,
    /// a press carries out what was seen.
    pub commands: Vec<Command>,
    /// The place of the command that Enter carries out.
    pub choice: usize,
    language: Language,
    /// What was looked for before, the latest first. None of it changes anything: by now it would mean something else.
    recent: Vec<Command>,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// It shall be opened, and speak this language.
    Asked(Language),
    Closed,
    Typed(String),
    /// The choice goes so many places down, or up.
    Moved(isize),
    /// The choice shall be carried out: that of what was typed by now, which may not be drawn yet.
    Entered,
    /// A command shall be carried out.
    Chosen(Command),
}

/// What the palette offers commands from.
pub(crate) struct Offer<'a> {
    pub(crate) page: &'a ApiSecretsPage,
    pub(crate) is_signed_in: bool,
}

impl Palette {
    /// Takes in what happened. A chosen command is the root's business.
    pub(crate) fn update(&mut self, action: Action, offer: &Offer<'_>) -> Option<Changed> {
        match action {
            Action::Asked(language) => {
                (self.is_open, self.language) = (true, language);
                self.typed(String::new(), offer);
            }
            Action::Closed => (self.is_open, self.query, self.commands) = Default::default(),
            Action::Typed(query) => self.typed(query, offer),
            Action::Moved(by) => {
                let length = isize::try_from(self.commands.len()).ok().filter(|length| *length > 0)?;
                let choice = isize::try_from(self.choice).unwrap_or_default() + by;
                self.choice = choice.rem_euclid(length).unsigned_abs();
            }
            Action::Entered => {
                let command = self.commands.get(self.choice)?.clone();
                return self.update(Action::Chosen(command), offer);
            }
            Action::Chosen(command) => {
                let looked_for = match command {
                    Command::Switch(of, _) | Command::Edit(of) => Command::Details(of),
                    Command::Page(_) | Command::Details(_) | Command::New => command,
                    Command::Refresh | Command::SignIn | Command::SignOut => {
                        return self.update(Action::Closed, offer);
                    }
                };
                self.recent.retain(|other| *other != looked_for);
                self.recent.insert(0, looked_for);
                self.recent.truncate(RECENT);
                return self.update(Action::Closed, offer);
            }
        }
        Some(Changed)
    }

    /// A list has come, while somebody may have typed already.
    pub(crate) fn listed(&mut self, offer: &Offer<'_>) {
        if !self.is_open || self.commands.iter().any(names_one) {
            return;
        }
        let chosen = self.commands.get(self.choice).cloned();
        self.commands = self.found(&self.query, offer);
        let place = chosen.and_then(|chosen| self.commands.iter().position(|command| *command == chosen));
        self.choice = place.unwrap_or_default();
    }

    fn typed(&mut self, query: String, offer: &Offer<'_>) {
        self.commands = self.found(&query, offer);
        (self.query, self.choice) = (query, 0);
    }

    fn found(&self, query: &str, offer: &Offer<'_>) -> Vec<Command> {
        let terms = folded(query);
        let general = Route::PAGES.into_iter().map(|(page, _)| Command::Page(page));
        let verbs: &[Command] = match offer.is_signed_in {
            true => &[Command::New, Command::Refresh, Command::SignOut],
            false => &[Command::SignIn],
        };
        let general = general.chain(verbs.iter().cloned());
        let Some(first) = terms.first() else {
            let others = general.filter(|command| !self.recent.contains(command));
            return self.recent.iter().cloned().chain(others).collect();
        };
        // All that can only be looked at, before anything that changes the likeliest one: who goes down a list of names alike
        // is not to end on a switch.
        let found = offer.page.view.first_matches(&terms, API_SECRETS);
        let details = found.iter().filter_map(|row| Some(Command::Details(named(row)?)));
        let changes = found.first().into_iter().flat_map(|row| changes_of(offer.page, row));
        let mut commands: Vec<_> = details.chain(changes).collect();
        if offer.is_signed_in
            && let Ok(identifier) = Identifier::parse(query.trim())
            && offer.page.view.listed(&identifier).is_none()
        {
            let unlisted = Named { identifier, name: "".into() };
            commands.push(Command::Details(unlisted.clone()));
            let switch = |state| Command::Switch(unlisted.clone(), state);
            commands.extend([State::Inactive, State::Active].map(switch));
        }
        let words = |command: &Command| match command {
            Command::Page(page) => folded(page.name().in_(self.language)),
            Command::New => folded(texts::NEW.in_(self.language)),
            Command::Refresh => folded(texts::REFRESH.in_(self.language)),
            Command::SignIn => folded(shell::SIGN_IN.in_(self.language)),
            Command::SignOut => folded(shell::SIGN_OUT.in_(self.language)),
            Command::Details(_) | Command::Switch(..) | Command::Edit(_) => Vec::new(),
        };
        let is_meant = |command: &Command| {
            let name = words(command).join(" ");
            terms.iter().all(|term| name.contains(&**term))
        };
        // One of these is meant when its name begins like that; a name of an API secret may hold anything. What puts away
        // what is seen stands behind whatever API secrets are found.
        let begins = |command: &Command| {
            !matches!(command, Command::Refresh | Command::SignOut)
                && words(command).first().is_some_and(|word| word.starts_with(&**first))
        };
        let (begin, others): (Vec<_>, Vec<_>) = general.filter(is_meant).partition(begins);
        begin.into_iter().chain(commands).chain(others).collect()
    }

    /// What names API secrets goes with the access key that saw them.
    pub(crate) fn forget(&mut self) {
        self.recent.retain(|command| !names_one(command));
        if self.commands.iter().any(names_one) {
            (self.is_open, self.query, self.commands) = Default::default();
        }
    }
}

fn names_one(command: &Command) -> bool {
    matches!(command, Command::Details(_) | Command::Switch(..) | Command::Edit(_))
}

fn named(row: &ListedApiSecret) -> Option<Named> {
    Named::of(&row.identifier, &row.name)
}

fn changes_of(page: &ApiSecretsPage, row: &ListedApiSecret) -> Vec<Command> {
    let Some(named) = named(row).filter(|_| row.can_write) else { return Vec::new() };
    let states = possible_switches(page.known(&named.identifier).map(|known| known.state));
    let switches = states.iter().map(|state| Command::Switch(named.clone(), *state));
    switches.chain([Command::Edit(named.clone())]).collect()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use latchboard_contract::endpoint::{InventoryItem, ListedApiSecret};
    use latchboard_texts::Language;

    use super::{Action, Command, Offer, Palette};
    use crate::Timestamp;
    use crate::api_secrets::{ApiSecretsPage, Rows, State};
    use crate::named::Named;
    use crate::route::Route;

    fn item(number: usize, name: &str) -> InventoryItem {
        InventoryItem {
            identifier: number.to_string(),
            name: name.into(),
            active: name != "Mailer old",
            can_write: name != "Read only mailer",
            ..InventoryItem::default()
        }
    }

    fn page() -> ApiSecretsPage {
        let names = ["Ledger", "Mailer", "Mailer old", "Read only mailer", "Audit", "Leak detector"];
        let items = names.into_iter().enumerate().map(|(at, name)| item(at + 1, name)).collect();
        let mut page = ApiSecretsPage::default();
        page.view.listed_anew(Rc::new(Rows::of_inventory(items, None, Timestamp(1))));
        page
    }

    fn of(page: &ApiSecretsPage) -> Offer<'_> {
        Offer { page, is_signed_in: true }
    }

    fn typed(page: &ApiSecretsPage, query: &str) -> Palette {
        let mut palette = Palette::default();
        palette.update(Action::Typed(query.into()), &of(page));
        palette
    }

    fn offered(query: &str) -> Vec<Command> {
        typed(&page(), query).commands
    }

    fn named(identifier: &str, name: &str) -> Named {
        Named::of(identifier, name).unwrap()
    }

    #[test]
    fn the_first_that_is_found_can_be_switched_and_edited_behind_what_can_be_looked_at() {
        let mailer = || named("2", "Mailer");
        assert_eq!(
            offered("MAIL"),
            [
                Command::Details(mailer()),
                Command::Details(named("3", "Mailer old")),
                Command::Details(named("4", "Read only mailer")),
                Command::Switch(mailer(), State::Inactive),
                Command::Edit(mailer()),
            ]
        );
        assert_eq!(offered("mailer old")[1], Command::Switch(named("3", "Mailer old"), State::Active));
        assert_eq!(offered("read only"), [Command::Details(named("4", "Read only mailer"))]);
    }

    #[test]
    fn a_number_finds_its_own_and_one_that_is_not_listed_can_be_switched_all_the_same() {
        assert_eq!(offered("2")[0], Command::Details(named("2", "Mailer")), "whatever else holds it");
        let unlisted = || named("4711", "");
        // First as for all others: Enter alone switches nothing.
        assert_eq!(
            offered("4711"),
            [
                Command::Details(unlisted()),
                Command::Switch(unlisted(), State::Inactive),
                Command::Switch(unlisted(), State::Active)
            ]
        );
        let nobodys = ApiSecretsPage::default();
        let mut palette = Palette::default();
        let offer = Offer { is_signed_in: false, ..of(&nobodys) };
        palette.update(Action::Typed("4711".into()), &offer);
        assert_eq!(palette.commands, []);
    }

    #[test]
    fn enter_takes_what_was_typed_by_then() {
        let (page, mut palette) = (page(), Palette::default());
        palette.update(Action::Typed("le".into()), &of(&page));
        palette.update(Action::Typed("mailer".into()), &of(&page));
        palette.update(Action::Entered, &of(&page));
        assert_eq!(palette.recent, [Command::Details(named("2", "Mailer"))]);
        assert!(palette.update(Action::Entered, &of(&page)).is_none(), "it is closed");
    }

    #[test]
    fn a_list_that_comes_late_is_offered_from_but_never_under_a_press() {
        let (none, page) = (ApiSecretsPage::default(), page());
        let mut palette = Palette::default();
        palette.update(Action::Asked(Language::English), &of(&none));
        palette.update(Action::Typed("mailer".into()), &of(&none));
        assert_eq!(palette.commands, []);
        palette.listed(&of(&page));
        assert_eq!(palette.commands[0], Command::Details(named("2", "Mailer")));

        palette.update(Action::Typed("leak".into()), &of(&none));
        palette.listed(&of(&page));
        assert_eq!(palette.commands[palette.choice], Command::Page(Route::Leak));
        assert_eq!(palette.commands.len(), 4, "the API secret of this name, too");

        palette.update(Action::Typed("2".into()), &of(&none));
        let seen = palette.commands.clone();
        palette.listed(&of(&page));
        assert_eq!(palette.commands, seen, "a switch moves away from under nobody's hand");
        palette.update(Action::Closed, &of(&page));
        palette.listed(&of(&page));
        assert_eq!(palette.commands, []);
    }

    #[test]
    fn a_page_leads_when_its_name_begins_like_that() {
        assert_eq!(
            offered("leak")[..2],
            [Command::Page(Route::Leak), Command::Details(named("6", "Leak detector"))]
        );
        assert_eq!(offered("guide"), [Command::Page(Route::Errors)]);
        assert_eq!(offered("").len(), Route::PAGES.len() + 3);
        assert_eq!(offered("new"), [Command::New]);
        assert_eq!((offered("refr"), offered("sign o")), (vec![Command::Refresh], vec![Command::SignOut]));
        let signer = item(7, "Signer");
        let mut page = page();
        page.view.listed_anew(Rc::new(Rows::of_inventory(vec![signer], None, Timestamp(1))));
        let commands = typed(&page, "sign").commands;
        assert_eq!(commands[0], Command::Details(named("7", "Signer")));
        assert_eq!(
            commands.last(),
            Some(&Command::SignOut),
            "nobody is signed out in place of a look at one"
        );
    }

    #[test]
    fn what_was_looked_for_comes_first_the_next_time_and_is_forgotten_with_the_access_key() {
        let (page, mut palette) = (page(), Palette::default());
        let mailer = || named("2", "Mailer");
        let off = Command::Switch(mailer(), State::Inactive);
        for command in [Command::Page(Route::Leak), off, Command::New, Command::Edit(mailer())] {
            palette.update(Action::Asked(Language::English), &of(&page));
            palette.update(Action::Chosen(command), &of(&page));
        }
        assert!(!palette.is_open && palette.commands.is_empty());
        palette.update(Action::Asked(Language::English), &of(&page));
        // Looked at, whatever was done to it then.
        assert_eq!(
            palette.commands[..3],
            [Command::Details(mailer()), Command::New, Command::Page(Route::Leak)]
        );
        assert_eq!(palette.commands.len(), Route::PAGES.len() + 4, "nothing twice");
        palette.forget();
        assert!(!palette.is_open, "it names an API secret");
        palette.update(Action::Asked(Language::English), &of(&page));
        assert_eq!(palette.commands[..2], [Command::New, Command::Page(Route::Leak)]);
    }

    #[test]
    fn the_choice_goes_round_and_begins_anew_with_each_letter() {
        let page = page();
        let mut palette = typed(&page, "mailer");
        assert_eq!(palette.commands.len(), 5);
        palette.update(Action::Moved(-1), &of(&page));
        assert_eq!(palette.choice, 4);
        palette.update(Action::Moved(1), &of(&page));
        palette.update(Action::Moved(1), &of(&page));
        assert_eq!(palette.choice, 1);
        palette.update(Action::Typed("mail".into()), &of(&page));
        assert_eq!(palette.choice, 0);
        let mut none = typed(&page, "nothing is called so");
        assert!(none.update(Action::Moved(1), &of(&page)).is_none());
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
        let commands = typed(&page, "service 9999").commands;
        assert_eq!(commands[0], Command::Details(named("9999", "Service 9999")));
        // Nobody knows its state: both ways are offered.
        let (looks, changes) = commands.split_at(7);
        assert!(looks.iter().all(|command| matches!(command, Command::Details(_))));
        assert_eq!(changes[1], Command::Switch(named("9999", "Service 9999"), State::Active));
        assert_eq!(changes.len(), 3);
    }
}
