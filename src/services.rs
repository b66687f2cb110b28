//! What effects of all parts share: the way to the servers, the credentials, the log of what was done, and what was read of
//! the vault for a while. The models decide; see `latchboard_console::shell` and `vault`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use latchboard_client::transport::Browser;
use latchboard_client::{BaseUrl, KnownCapabilities, LocationHistory, Pace, Vault};
use latchboard_console::Timestamp;
use latchboard_console::connection;
use latchboard_console::journal::{Entry, Journal};
use latchboard_console::progress::Busy;
use latchboard_console::route::Route;
use latchboard_console::server_choice::ServerChoice;
use latchboard_console::shell::Action;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{EndpointId, Family};
use latchboard_contract::error::{Code, Problem};
use yew::{Callback, hook, use_effect_with};

use crate::base_path::base_url;
use crate::clock;

/// A bulk run reports hundreds of calls a second; nobody reads faster than this.
const NEWS_EVERY_MS: u32 = 200;

/// Shows its secrets to whoever looks for them elsewhere.
type Keeper = Box<dyn Fn(&mut dyn FnMut(&Secret))>;

/// What the list that is here knows of the names of API secrets.
pub struct Names {
    pub name: Lookup<String>,
    pub number: Lookup<u64>,
}

type Lookup<T> = Box<dyn Fn(&str) -> Option<T>>;

/// Handed to every part. The credentials live as long as the page.
pub struct Services {
    /// Keeps all calls within the vendor's rate.
    pub pace: Pace,
    known: KnownCapabilities,
    /// The model of the shell.
    pub shell: Callback<Action>,
    /// Leads to another page, as a step that Back takes back.
    pub open: Callback<Route>,
    choices: RefCell<[ServerChoice; Family::ALL.len()]>,
    vault: RefCell<Option<Rc<Vault<Browser>>>>,
    sign_ins: Cell<u64>,
    kept: RefCell<Option<(Rc<dyn Any>, Timeout)>>,
    vault_news: Cell<u64>,
    /// No model: a run writes hundreds of entries a second, and two pages read it.
    journal: RefCell<Journal>,
    listeners: Rc<RefCell<Vec<Callback<()>>>>,
    news_due: Rc<Cell<bool>>,
    keepers: RefCell<Vec<Keeper>>,
    names: RefCell<Option<Names>>,
}

impl Services {
    /// Services that ask for each family at its place.
    #[must_use]
    pub fn new(choices: [ServerChoice; Family::ALL.len()], shell: Callback<Action>) -> Self {
        Self {
            pace: Pace::default(),
            known: KnownCapabilities::default(),
            open: shell.reform(Action::OpenAsked),
            shell,
            choices: RefCell::new(choices),
            vault: RefCell::default(),
            sign_ins: Cell::default(),
            kept: RefCell::default(),
            vault_news: Cell::default(),
            journal: RefCell::default(),
            listeners: Rc::default(),
            news_due: Rc::default(),
            keepers: RefCell::default(),
            names: RefCell::default(),
        }
    }

    /// Where a family is asked for.
    #[must_use]
    pub fn choices(&self) -> [ServerChoice; Family::ALL.len()] {
        self.choices.borrow().clone()
    }

    /// Before the paths of a family.
    #[must_use]
    pub fn base(&self, family: Family) -> BaseUrl {
        base_url(&self.choices.borrow()[family as usize], family)
    }

    /// From now on a family is asked for at another place. What was known of the one before is not known of that one,
    /// and its credentials are none there. For whoever has seen that nothing would be lost with it.
    pub fn move_to(&self, family: Family, place: ServerChoice) {
        self.choices.borrow_mut()[family as usize] = place.clone();
        match family {
            Family::Vault => self.sign_in(None),
            Family::LocationHistory => self.left(family),
        }
        self.shell.emit(Action::Moved(family, place));
    }

    /// The calls of the location history, with one account's API key.
    #[must_use]
    pub fn location_history<'a>(
        &'a self,
        base: &'a BaseUrl,
        api_key: &'a Secret,
    ) -> LocationHistory<'a, Browser> {
        LocationHistory { transport: &Browser, base, api_key, pace: &self.pace, known: &self.known }
    }

    /// The vault, for those who are signed in.
    ///
    /// # Errors
    /// A problem of `endpoint` when nobody is.
    pub fn vault(&self, endpoint: EndpointId) -> Result<Rc<Vault<Browser>>, Problem> {
        self.vault.borrow().clone().ok_or_else(|| Problem::local(endpoint, Code::NotSignedIn))
    }

    /// From now on calls go with these credentials, or with none. What was known stays known where the same access
    /// key signs in again.
    pub fn sign_in(&self, vault: Option<Rc<Vault<Browser>>>) {
        let same = |before: &Vault<_>| vault.as_ref().is_some_and(|vault| vault.is_of_the_same(before));
        let is_same = self.vault.borrow().as_deref().is_some_and(same);
        self.vault.replace(vault);
        self.sign_ins.set(self.sign_ins.get() + 1);
        self.forget_kept();
        if !is_same {
            self.left(Family::Vault);
        }
    }

    /// How often something happened after which what was read of the vault may not hold, or may not be held, any more.
    #[must_use]
    pub fn vault_news(&self) -> u64 {
        self.vault_news.get()
    }

    /// Keeps what was read of the vault after so many [news](Self::vault_news), until there are others or the time is over.
    pub fn keep(self: &Rc<Self>, read: Rc<dyn Any>, after: u64, time: Duration) {
        if after == self.vault_news.get() {
            let services = Rc::downgrade(self);
            let forget = move || {
                if let Some(services) = services.upgrade() {
                    services.forget_kept();
                }
            };
            let milliseconds = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
            self.kept.replace(Some((read, Timeout::new(milliseconds, forget))));
        }
    }

    /// What is kept, if it is one of these.
    #[must_use]
    pub fn kept<T: 'static>(&self) -> Option<Rc<T>> {
        self.kept.borrow().as_ref().and_then(|(read, _)| read.clone().downcast().ok())
    }

    fn forget_kept(&self) {
        self.vault_news.set(self.vault_news.get() + 1);
        self.kept.replace(None);
    }

    /// How often the sign-in has changed: whoever waits for one sees whether another came first.
    #[must_use]
    pub fn sign_ins(&self) -> u64 {
        self.sign_ins.get()
    }

    /// Forgets credentials that are worth nothing any more, and leads to the form for others.
    #[must_use]
    pub fn sign_in_anew(self: &Rc<Self>) -> Callback<()> {
        let services = self.clone();
        Callback::from(move |()| {
            services.sign_in(None);
            services.shell.emit(Action::SignInAnewAsked);
        })
    }

    /// Whether somebody signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.vault.borrow().is_some()
    }

    /// Which sign-in it is, where somebody signed in: another one gets another number.
    #[must_use]
    pub fn sign_in_number(&self) -> Option<u64> {
        self.is_signed_in().then(|| self.sign_ins.get())
    }

    fn left(&self, family: Family) {
        self.journal.borrow_mut().left(family);
        self.tell();
    }

    /// To be told of calls that are not [reported](Self::report) one by one.
    pub fn note_answer(&self, family: Family, problem: Option<&Problem>) {
        let (code, status) = (problem.map(|it| it.code), problem.and_then(|it| it.status));
        self.tell_health(Some(family), code, status, clock::now());
    }

    /// An answer proves that the server is there; without one that can be trusted the shell looks whether it is.
    fn tell_health(&self, family: Option<Family>, code: Option<Code>, status: Option<u16>, at: Timestamp) {
        match (family, code) {
            // Also what a proxy says in the server's place.
            (_, Some(code)) if code.leaves_outcome_open() || code == Code::Unreachable => self.silent(),
            (Some(family), None) => self.tell_connection(connection::Action::Answered(family, at)),
            (Some(family), Some(_)) if status.is_some() => {
                self.tell_connection(connection::Action::Answered(family, at));
            }
            (Some(_) | None, _) => {}
        }
    }

    /// The server did not answer: the shell looks whether it is there.
    pub fn silent(&self) {
        self.tell_connection(connection::Action::CheckAsked);
    }

    fn tell_connection(&self, action: connection::Action) {
        self.shell.emit(Action::Connection(action));
    }

    /// To be told of every call and what became of it: it goes into the log, and tells the shell whether the server is
    /// there.
    pub fn report(&self, entry: Entry) {
        let may_change = entry.endpoint.changes() || entry.endpoint == EndpointId::ListApiSecrets;
        let is_refused = matches!(entry.status, Some(401 | 403));
        if entry.target.family() == Some(Family::Vault) && (may_change || is_refused) {
            self.forget_kept();
        }
        self.tell_health(entry.target.family(), entry.code, entry.status, entry.at);
        self.journal.borrow_mut().report(entry);
        self.tell();
    }

    /// What was done in this page.
    pub fn journal<T>(&self, read: impl FnOnce(&Journal) -> T) -> T {
        read(&self.journal.borrow())
    }

    /// `listener` is called a moment after something new stands in the log.
    pub fn listen(&self, listener: Callback<()>) {
        self.listeners.borrow_mut().push(listener);
    }

    fn tell(&self) {
        if self.news_due.replace(true) {
            return;
        }
        let (due, listeners) = (self.news_due.clone(), self.listeners.clone());
        Timeout::new(NEWS_EVERY_MS, move || {
            due.set(false);
            for listener in &*listeners.borrow() {
                listener.emit(());
            }
        })
        .forget();
    }

    /// `keeper` shows the secrets that a part holds at the time, for the self-test.
    pub fn register_keeper(&self, keeper: impl Fn(&mut dyn FnMut(&Secret)) + 'static) {
        self.keepers.borrow_mut().push(Box::new(keeper));
    }

    /// From now on, names of API secrets are found so.
    pub fn tell_names(&self, names: Option<Names>) {
        self.names.replace(names);
    }

    /// The name of an API secret, where the list is here and has it.
    #[must_use]
    pub fn name_of(&self, identifier: &str) -> Option<String> {
        (self.names.borrow().as_ref()?.name)(identifier)
    }

    /// The number of the API secret that is called so, where the list is here and has one of this name.
    #[must_use]
    pub fn number_of(&self, name: &str) -> Option<u64> {
        (self.names.borrow().as_ref()?.number)(name)
    }

    /// Shows every secret that the page holds to `look`.
    pub fn every_secret(&self, look: &mut dyn FnMut(&Secret)) {
        if let Some(vault) = &*self.vault.borrow() {
            vault.secrets(look);
        }
        for keeper in &*self.keepers.borrow() {
            keeper(look);
        }
    }
}

/// Tells the shell what would be lost with a family's server, for as long as the part with its pages lives.
#[hook]
pub fn use_busy(services: &Rc<Services>, family: Family, busy: Option<(Busy, Route)>) {
    let shell = services.shell.clone();
    use_effect_with(busy, move |busy| {
        shell.emit(Action::BusyTold(family, *busy));
        move || shell.emit(Action::BusyTold(family, None))
    });
}
