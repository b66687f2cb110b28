//! The shell around the pages: which page is shown, which servers are asked, and what goes on in the parts of the page.

use std::rc::Rc;

use latchboard_contract::endpoint::Family;
use latchboard_texts::Language;

use crate::admin_key::Task;
use crate::connection::{self, Connection};
use crate::journal::Counts;
use crate::progress::{Busy, RunNews};
use crate::route::{Address, Route};
use crate::server_choice::ServerChoice;
use crate::server_label::{Label, Labels};
use crate::{Changed, Effects, Model};

#[derive(Clone)]
pub struct ShellModel {
    /// The page that is shown.
    pub address: Address,
    /// What the page speaks.
    pub language: Language,
    /// The servers, and whether they answer.
    pub connection: Connection,
    /// What they are called.
    pub labels: Labels,
    /// A run of a part.
    pub run: Option<RunNews>,
    /// What would be lost with each family's server, and the page where it comes to its end.
    pub busy: [Option<(Busy, Route)>; Family::ALL.len()],
    /// How many API secrets are in which state, where the list says so.
    pub counts: Option<Counts>,
    /// How often each family was moved: what belongs to the server before begins anew.
    pub moves: [usize; Family::ALL.len()],
    /// The client id that is signed in to the vault.
    pub signed_in: Option<Rc<str>>,
    /// What is asked of a part, wherever somebody is.
    pub asked: Asked,
    /// The task of *Admin key* that was shown last.
    pub last_task: Task,
    /// On a phone, where pages and menus are folded away.
    pub is_menu_open: bool,
}

/// How often each of these was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// To sign in anew, since the credentials are worth nothing any more.
    pub sign_ins_anew: u32,
    pub sign_ins: u32,
    pub sign_outs: u32,
    pub palettes: u32,
    /// The help, which is a part of its own; all others are the vault's.
    pub helps: u32,
}

pub enum Action {
    Connection(connection::Action),
    /// A link to a page was followed.
    OpenAsked(Route),
    /// The browser went to another address by itself: Back or Forward.
    Went(Address),
    /// What of the page's state stands in its address is something else now; the address bar has it already.
    Readdressed(Address),
    /// How far the run of a part is; `None` where it has none.
    RunTold(Option<RunNews>),
    /// What would be lost with a family's server.
    BusyTold(Family, Option<(Busy, Route)>),
    /// How many API secrets the list says to be in which state; `None` where it does not.
    CountsTold(Option<Counts>),
    /// Who is signed in to the vault, by its client id.
    SignedInTold(Option<Rc<str>>),
    /// From now on a family is asked for at another server.
    Moved(Family, ServerChoice),
    /// From now on the server with this host and port is called this.
    Labelled(String, Label),
    /// Somebody wants to sign in anew, since the credentials are worth nothing any more.
    SignInAnewAsked,
    /// Somebody wants to sign in, and stay on the page.
    SignInAsked,
    SignOutAsked,
    /// The command palette is wanted.
    PaletteAsked,
    /// To show which keys do what.
    HelpAsked,
    LanguageChosen(Language),
    /// Its texts are there.
    LanguageLoaded(Language),
    /// The menu was unfolded, or folded again.
    MenuToggled,
}

#[derive(Debug)]
pub enum Effect {
    Connection(connection::Effect),
    /// Write this into the address bar, as a step that Back takes back.
    Show(Address),
    /// Keep where a family is asked for.
    KeepChoice(Family, ServerChoice),
    /// Keep what the server with this host and port is called.
    KeepLabel(String, Label),
    /// Load the texts of a language, and answer with [`Action::LanguageLoaded`].
    LoadTexts(Language),
}

impl ShellModel {
    #[must_use]
    pub fn new(address: Address, language: Language, connection: Connection, labels: Labels) -> Self {
        let mut shell = Self {
            address: Address::of(Route::Home),
            language,
            connection,
            labels,
            run: None,
            busy: Default::default(),
            counts: None,
            moves: Default::default(),
            signed_in: None,
            asked: Asked::default(),
            last_task: Task::default(),
            is_menu_open: false,
        };
        shell.arrive(address);
        shell
    }

    /// Whether something is on screen that is shown once: the page behind it stays.
    #[must_use]
    pub fn shows_once(&self) -> bool {
        self.busy.iter().flatten().any(|(busy, _)| *busy == Busy::Key)
    }

    fn arrive(&mut self, address: Address) {
        if let Route::AdminKey { task } = address.route {
            self.last_task = task;
        }
        self.address = address;
    }

    fn open(&mut self, page: Route, effects: &mut Effects<Effect>) {
        self.is_menu_open = false;
        self.arrive(Address::of(page));
        effects.push(Effect::Show(self.address.clone()));
    }

    fn update_connection(
        &mut self,
        action: connection::Action,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        effects.of_part(Effect::Connection, |effects| self.connection.update(action, effects))
    }
}

impl Model for ShellModel {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Connection(action) => return self.update_connection(action, effects),
            Action::OpenAsked(page) => self.open(page, effects),
            // The browser has gone there already.
            Action::Went(_) if self.shows_once() => effects.push(Effect::Show(self.address.clone())),
            Action::Went(address) => self.arrive(address),
            Action::Readdressed(address) => self.arrive(address),
            Action::RunTold(run) => {
                if self.run == run {
                    return None;
                }
                self.run = run;
            }
            Action::BusyTold(family, busy) => {
                let before = &mut self.busy[family as usize];
                if *before == busy {
                    return None;
                }
                *before = busy;
            }
            Action::CountsTold(counts) => {
                if self.counts == counts {
                    return None;
                }
                self.counts = counts;
            }
            Action::SignedInTold(signed_in) => {
                if self.signed_in == signed_in {
                    return None;
                }
                self.signed_in = signed_in;
            }
            Action::Moved(family, choice) => {
                self.moves[family as usize] += 1;
                // The part that begins anew shall not open it by itself.
                self.asked = Asked::default();
                effects.push(Effect::KeepChoice(family, choice.clone()));
                self.update_connection(connection::Action::Moved(family, choice), effects);
            }
            Action::Labelled(host, label) => {
                self.labels.set(&host, label.clone());
                effects.push(Effect::KeepLabel(host, label));
            }
            Action::SignInAnewAsked => {
                self.asked.sign_ins_anew += 1;
                self.open(Route::ApiSecrets, effects);
            }
            Action::SignInAsked => self.asked.sign_ins += 1,
            Action::SignOutAsked => self.asked.sign_outs += 1,
            Action::PaletteAsked => self.asked.palettes += 1,
            Action::HelpAsked => self.asked.helps += 1,
            Action::LanguageChosen(language) => effects.push(Effect::LoadTexts(language)),
            Action::LanguageLoaded(language) => {
                if self.language == language {
                    return None;
                }
                self.language = language;
            }
            Action::MenuToggled => self.is_menu_open = !self.is_menu_open,
        }
        Some(Changed)
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::Family;
    use latchboard_texts::Language;

    use super::{Action, Effect, ShellModel};
    use crate::Model;
    use crate::connection::Connection;
    use crate::progress::{Busy, RunNews};
    use crate::route::{Address, Route};
    use crate::server_choice::ServerChoice;
    use crate::server_label::Labels;

    fn at(page: Route) -> ShellModel {
        let connection = Connection::new("localhost".into(), [ServerChoice::Here, ServerChoice::Here]);
        ShellModel::new(Address::of(page), Language::English, connection, Labels::default())
    }

    fn step(shell: &ShellModel, action: Action) -> (ShellModel, Vec<Effect>) {
        shell.after(action).expect("a change")
    }

    fn news(is_going: bool) -> Option<RunNews> {
        let (page, switches, signed_out, counts, need_answer) = (Route::Bulk, true, false, None, 0);
        Some(RunNews { page, switches, signed_out, is_going, counts, need_answer })
    }

    fn opened(shell: &ShellModel, page: Route) -> ShellModel {
        let (shell, effects) = step(shell, Action::OpenAsked(page));
        assert!(matches!(effects.as_slice(), [Effect::Show(address)] if address.route == page));
        assert_eq!(shell.address.route, page);
        shell
    }

    #[test]
    fn a_run_goes_on_while_other_pages_are_looked_at() {
        let going = step(&opened(&at(Route::Home), Route::Bulk), Action::RunTold(news(true))).0;
        assert!(going.after(Action::RunTold(news(true))).is_none(), "that is known");
        let elsewhere = opened(&going, Route::Activity);
        assert!(elsewhere.run.is_some_and(|run| run.is_going));
        assert_eq!(step(&going, Action::Went(Address::of(Route::Home))).0.address.route, Route::Home);
    }

    #[test]
    fn back_does_not_leave_behind_what_is_shown_once() {
        let went = || Action::Went(Address::of(Route::Home));
        let (home, effects) = step(&at(Route::Errors), went());
        assert!(home.address.route == Route::Home && effects.is_empty(), "the browser is there already");

        let key = Some((Busy::Key, Route::AdminKey { task: crate::admin_key::Task::default() }));
        let shown = step(&at(Route::Errors), Action::BusyTold(Family::LocationHistory, key)).0;
        let (stayed, effects) = step(&shown, went());
        assert!(stayed.address.route == Route::Errors && matches!(effects.as_slice(), [Effect::Show(_)]));
        let stored = step(&stayed, Action::BusyTold(Family::LocationHistory, None)).0;
        assert_eq!(step(&stored, went()).0.address.route, Route::Home);
    }

    #[test]
    fn a_session_that_is_worth_nothing_leads_to_the_form_each_time() {
        let expired = step(&at(Route::Activity), Action::SignInAnewAsked).0;
        assert_eq!((expired.address.route, expired.asked.sign_ins_anew), (Route::ApiSecrets, 1));
        assert_eq!(step(&expired, Action::SignInAnewAsked).0.asked.sign_ins_anew, 2);
    }

    #[test]
    fn a_family_that_moves_begins_anew_and_is_kept() {
        let (moved, effects) =
            step(&at(Route::Connections), Action::Moved(Family::Vault, ServerChoice::Gateway));
        assert_eq!(
            (moved.moves[Family::Vault as usize], moved.moves[Family::LocationHistory as usize]),
            (1, 0)
        );
        assert!(matches!(effects.first(), Some(Effect::KeepChoice(Family::Vault, ServerChoice::Gateway))));
    }
}
