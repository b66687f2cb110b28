//! Which servers the dashboard talks to, and whether they answer. Each family of calls has a choice of
//! its own: a vendor offers one of them.
//!
//! They are asked again and again while somebody sees the page, less often the longer one is silent; and every
//! answer to a call says the same without being asked.

use std::mem::replace;
use std::time::Duration;

use latchboard_client::BaseUrl;
use latchboard_contract::endpoint::Family;
use latchboard_contract::error::Problem;

use crate::server_choice::ServerChoice;
use crate::{Changed, Effects, Model, Remote, Ticket, Timestamp};

/// Between two looks at servers that answer.
const CHECKED_EVERY: Duration = Duration::from_secs(20);
/// After the first silence; each further pause is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// A run has hundreds of answers a second; the time of the last one is not shown more exactly than this.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// A server that is asked, and whether it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its host and port.
    pub host: String,
    /// The page came from it.
    pub is_own: bool,
    /// When it answered last, and why it does not answer any more.
    pub health: Remote<Timestamp>,
    /// How often it began to answer: after the first question, and after each silence.
    pub comebacks: u32,
}

impl Server {
    /// An answer came, to whatever question.
    fn answered(&mut self, at: Timestamp) {
        if self.health.error.is_some() || self.health.data.is_none() {
            self.comebacks += 1;
        }
        // A question under way is of before; its failure would say nothing any more.
        self.health = Remote { data: Some(at), ..Remote::default() };
    }
}

/// The connection, as the top bar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    page_host: String,
    choices: [ServerChoice; Family::ALL.len()],
    /// One, or one per family.
    servers: Vec<Server>,
    ticket: Ticket,
    /// The pause that runs; none while nobody sees the page.
    pause: Option<Ticket>,
    /// Looks in a row that found a server silent.
    silent: u32,
    is_hidden: bool,
}

#[derive(Debug)]
pub enum Action {
    /// Somebody wants to know.
    CheckAsked,
    /// The answer to a check.
    Checked {
        ticket: Ticket,
        /// When it was answered, or why not.
        result: Result<Timestamp, Problem>,
    },
    /// A call of a family was answered, whatever the answer was.
    Answered(Family, Timestamp),
    /// A pause between two looks is over.
    PauseOver(Ticket),
    /// The window is seen, or not.
    Hidden(bool),
    /// A family is asked for at another choice from now on.
    Moved(Family, ServerChoice),
}

#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server from which the page came whether it is there.
    Check(Ticket),
    /// Ask whether anybody answers to calls of a family at an address.
    CheckElsewhere(Ticket, Family, BaseUrl),
    /// Give notice after a pause.
    Pause(Ticket, Duration),
}

impl Connection {
    /// The connection of a page that came from `page_host`, not checked yet.
    #[must_use]
    pub fn new(page_host: String, choices: [ServerChoice; Family::ALL.len()]) -> Self {
        let servers = servers(&page_host, &choices);
        let ticket = Ticket::default();
        Self { page_host, choices, servers, ticket, pause: None, silent: 0, is_hidden: false }
    }

    /// Where a family is asked for.
    #[must_use]
    pub const fn choice(&self, family: Family) -> &ServerChoice {
        &self.choices[family as usize]
    }

    #[must_use]
    pub fn server(&self, family: Family) -> &Server {
        let host = self.choice(family).host(&self.page_host);
        // There is one for every choice.
        self.servers.iter().find(|server| server.host == host).unwrap_or(&self.servers[0])
    }

    /// The server to show on a page that makes calls of a family; on any other page, one that does not
    /// answer before one that does.
    #[must_use]
    pub fn shown(&self, family: Option<Family>) -> &Server {
        let silent = || self.servers.iter().find(|server| server.health.error.is_some());
        family.map(|family| self.server(family)).or_else(silent).unwrap_or(&self.servers[0])
    }

    /// All servers that are asked: one, or one per family.
    #[must_use]
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// How often servers began to answer.
    #[must_use]
    pub fn comebacks(&self) -> u32 {
        self.servers.iter().map(|server| server.comebacks).sum()
    }

    fn check(&mut self, effects: &mut Effects<Effect>) -> Option<Changed> {
        let Self { page_host, choices, servers, ticket, .. } = self;
        let mut changed = None;
        for server in servers.iter_mut().filter(|server| server.health.pending.is_none()) {
            *ticket = ticket.next();
            server.health.pending = Some(*ticket);
            let asked = Family::ALL
                .into_iter()
                .find(|family| !server.is_own && choices[*family as usize].host(page_host) == server.host);
            effects.push(match asked {
                None => Effect::Check(*ticket),
                Some(family) => {
                    Effect::CheckElsewhere(*ticket, family, choices[family as usize].base(family))
                }
            });
            changed = Some(Changed);
        }
        changed
    }

    fn checked(
        &mut self,
        ticket: Ticket,
        result: Result<Timestamp, Problem>,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let server = self.servers.iter_mut().find(|server| server.health.pending == Some(ticket))?;
        match result {
            Ok(at) => server.answered(at),
            Err(problem) => (server.health.pending, server.health.error) = (None, Some(problem)),
        }
        self.rest(effects);
        Some(Changed)
    }

    /// Once all have been looked at: a pause until the next look.
    fn rest(&mut self, effects: &mut Effects<Effect>) {
        if self.is_hidden || self.servers.iter().any(|server| server.health.pending.is_some()) {
            return;
        }
        let is_silent = self.servers.iter().any(|server| server.health.error.is_some());
        let pause = if is_silent {
            let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.silent));
            self.silent = self.silent.saturating_add(1);
            pause.min(LONGEST_PAUSE)
        } else {
            self.silent = 0;
            CHECKED_EVERY
        };
        self.ticket = self.ticket.next();
        self.pause = Some(self.ticket);
        effects.push(Effect::Pause(self.ticket, pause));
    }

    fn answered(&mut self, family: Family, at: Timestamp, effects: &mut Effects<Effect>) -> Option<Changed> {
        let host = self.choices[family as usize].host(&self.page_host);
        let server = self.servers.iter_mut().find(|server| server.host == host)?;
        let is_told = |last: Timestamp| Duration::from_millis(at.0.saturating_sub(last.0)) < TOLD_EVERY;
        if server.health.error.is_none() && server.health.data.is_some_and(is_told) {
            return None;
        }
        let was_asked = server.health.pending.is_some();
        server.answered(at);
        if was_asked && !self.is_hidden {
            // The answer may be of before whatever made somebody look, such as a lost network.
            self.check(effects);
        } else {
            self.rest(effects);
        }
        Some(Changed)
    }

    fn hidden(&mut self, is_hidden: bool, effects: &mut Effects<Effect>) -> Option<Changed> {
        if is_hidden == self.is_hidden {
            return None;
        }
        (self.is_hidden, self.pause, self.silent) = (is_hidden, None, 0);
        if !is_hidden {
            self.check(effects);
        }
        Some(Changed)
    }

    fn moved(
        &mut self,
        family: Family,
        choice: ServerChoice,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        if *self.choice(family) == choice {
            return None;
        }
        self.choices[family as usize] = choice;
        // What is known about a server stays known, whichever family is asked for there.
        for known in replace(&mut self.servers, servers(&self.page_host, &self.choices)) {
            if let Some(server) = self.servers.iter_mut().find(|server| server.host == known.host) {
                *server = known;
            }
        }
        self.check(effects);
        Some(Changed)
    }
}

fn servers(page_host: &str, choices: &[ServerChoice]) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::new();
    for choice in choices {
        let host = choice.host(page_host);
        if servers.iter().all(|server| server.host != host) {
            servers.push(Server {
                host: host.to_owned(),
                is_own: host == page_host,
                health: Remote::default(),
                comebacks: 0,
            });
        }
    }
    servers
}

impl Model for Connection {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::CheckAsked if self.is_hidden => None,
            Action::CheckAsked => self.check(effects),
            Action::Checked { ticket, result } => self.checked(ticket, result, effects),
            Action::Answered(family, at) => self.answered(family, at, effects),
            Action::PauseOver(ticket) if self.pause == Some(ticket) => self.check(effects),
            Action::PauseOver(_) => None,
            Action::Hidden(is_hidden) => self.hidden(is_hidden, effects),
            Action::Moved(family, choice) => self.moved(family, choice, effects),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::{EndpointId, Family};
    use latchboard_contract::error::{Code, Problem};

    use super::{Action, Connection, Effect};
    use crate::server_choice::{Address, ServerChoice};
    use crate::{Model, Ticket, Timestamp};

    fn here() -> Connection {
        Connection::new("page.example".into(), [ServerChoice::Here, ServerChoice::Gateway])
    }

    fn elsewhere(text: &str) -> ServerChoice {
        ServerChoice::Elsewhere(Address::parse(text).unwrap())
    }

    fn tickets(effects: &[Effect]) -> Vec<Ticket> {
        let ticket = |effect: &Effect| match effect {
            Effect::Check(ticket) | Effect::CheckElsewhere(ticket, ..) => Some(*ticket),
            Effect::Pause(..) => None,
        };
        effects.iter().filter_map(ticket).collect()
    }

    #[test]
    fn one_check_is_under_way_at_a_time() {
        let (checking, effects) = here().after(Action::CheckAsked).unwrap();
        assert_eq!(checking.servers().len(), 1, "the gateway is at the same server");
        assert!(checking.after(Action::CheckAsked).is_none());
        let ticket = tickets(&effects)[0];
        let (known, _) = checking.after(Action::Checked { ticket, result: Ok(Timestamp(7)) }).unwrap();
        assert_eq!(known.server(Family::Vault).health.data, Some(Timestamp(7)));
        assert!(known.after(Action::CheckAsked).is_some());
    }

    #[test]
    fn two_servers_are_checked_each_for_itself() {
        let (moved, effects) =
            here().after(Action::Moved(Family::Vault, elsewhere("https://vault.example/x/"))).unwrap();
        let [ours, Effect::CheckElsewhere(ticket, Family::Vault, base)] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        assert!(matches!(ours, Effect::Check(_)));
        assert_eq!(base.as_str(), "https://vault.example/x");
        let failed = Problem::local(EndpointId::Health, Code::ConnectionFailed);
        let (known, _) = moved.after(Action::Checked { ticket: *ticket, result: Err(failed) }).unwrap();
        let (vault, own) = (known.server(Family::Vault), known.server(Family::LocationHistory));
        assert!(vault.health.error.is_some() && !vault.is_own && vault.host == "vault.example");
        assert!(own.health.error.is_none() && own.is_own);
        assert_eq!(known.shown(None), vault, "what needs a look comes first");
        assert_eq!(known.shown(Some(Family::LocationHistory)), own);
        assert!(known.after(Action::Checked { ticket: *ticket, result: Ok(Timestamp(1)) }).is_none());
    }

    fn silence() -> Problem {
        Problem::local(EndpointId::Health, Code::ConnectionFailed)
    }

    /// Looked at with this result; the pause that follows, and its ticket.
    fn looked(page: &Connection, action: Action, result: Result<u64, Problem>) -> (Connection, Ticket, u64) {
        let (checking, effects) = page.after(action).expect("a look");
        let result = result.map(Timestamp);
        let (next, effects) =
            checking.after(Action::Checked { ticket: tickets(&effects)[0], result }).unwrap();
        let [Effect::Pause(ticket, pause)] = effects.as_slice() else { panic!("a pause: {effects:?}") };
        (next, *ticket, pause.as_secs())
    }

    #[test]
    fn it_is_looked_at_again_and_again_and_less_often_the_longer_it_is_silent() {
        let (mut page, mut ticket, pause) = looked(&here(), Action::CheckAsked, Ok(7));
        assert_eq!(pause, 20);
        let mut pauses = Vec::new();
        for _ in 0..7 {
            let (next, after, pause) = looked(&page, Action::PauseOver(ticket), Err(silence()));
            (page, ticket) = (next, after);
            pauses.push(pause);
        }
        assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60]);
        let (page, _, pause) = looked(&page, Action::PauseOver(ticket), Ok(8));
        assert_eq!((pause, page.server(Family::Vault).comebacks), (20, 2));
        assert!(page.after(Action::PauseOver(ticket)).is_none(), "that pause is over");
    }

    #[test]
    fn nothing_is_asked_while_nobody_sees_the_page() {
        let (page, ticket, _) = looked(&here(), Action::CheckAsked, Ok(7));
        let (hidden, effects) = page.after(Action::Hidden(true)).unwrap();
        assert!(effects.is_empty() && hidden.after(Action::PauseOver(ticket)).is_none());
        assert!(hidden.after(Action::CheckAsked).is_none());
        // Nor after the answer to what was asked before.
        let (checking, effects) = page.after(Action::PauseOver(ticket)).unwrap();
        let checking = checking.after(Action::Hidden(true)).unwrap().0;
        let answer = Action::Checked { ticket: tickets(&effects)[0], result: Ok(Timestamp(8)) };
        let (hidden, effects) = checking.after(answer).unwrap();
        assert!(effects.is_empty());
        let (_, effects) = hidden.after(Action::Hidden(false)).unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Check(_)]), "at once when somebody comes back");
    }

    #[test]
    fn every_answer_to_a_call_proves_that_the_server_is_there() {
        let (page, _, _) = looked(&here(), Action::CheckAsked, Err(silence()));
        let (checking, effects) = page.after(Action::CheckAsked).unwrap();
        let (answered, again) = checking.after(Action::Answered(Family::Vault, Timestamp(9000))).unwrap();
        let health = &answered.server(Family::Vault).health;
        assert!(health.error.is_none() && health.data == Some(Timestamp(9000)));
        assert!(matches!(again.as_slice(), [Effect::Check(_)]), "the answer may be of before the question");
        let late = Action::Checked { ticket: tickets(&effects)[0], result: Err(silence()) };
        assert!(answered.after(late).is_none(), "it was asked before");
        let soon = Action::Answered(Family::LocationHistory, Timestamp(9400));
        assert!(answered.after(soon).is_none(), "a run has hundreds a second");
        let later = answered.after(Action::Answered(Family::Vault, Timestamp(14_000))).unwrap().0;
        assert_eq!(later.server(Family::Vault).health.data, Some(Timestamp(14_000)));
        assert_eq!(later.server(Family::Vault).comebacks, 1);
    }

    #[test]
    fn what_is_known_about_a_server_survives_a_move_of_the_other_family() {
        let (checking, effects) = here().after(Action::CheckAsked).unwrap();
        let ticket = tickets(&effects)[0];
        let (known, _) = checking.after(Action::Checked { ticket, result: Ok(Timestamp(7)) }).unwrap();
        let choice = elsewhere("https://vault.example");
        let (moved, _) = known.after(Action::Moved(Family::Vault, choice.clone())).unwrap();
        assert_eq!(moved.server(Family::LocationHistory).health.data, Some(Timestamp(7)));
        assert!(moved.after(Action::Moved(Family::Vault, choice)).is_none());
        let (back, _) = moved.after(Action::Moved(Family::Vault, ServerChoice::Here)).unwrap();
        assert_eq!(back.servers().len(), 1);
    }
}
