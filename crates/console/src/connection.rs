//! Which servers the dashboard talks to, and whether they answer. Each family of calls has a place of
//! its own: a vendor offers one of them.

use latchboard_client::BaseUrl;
use latchboard_contract::endpoint::Family;
use latchboard_contract::error::Problem;

use crate::place::Place;
use crate::{Model, Remote, Ticket, Timestamp};

/// A server that is asked, and whether it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its host and port.
    pub host: String,
    /// The page came from it.
    pub is_own: bool,
    /// Since when it is known to answer.
    pub health: Remote<Timestamp>,
}

/// The connection, as the top bar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    page_host: String,
    places: [Place; Family::ALL.len()],
    /// One, or one per family.
    servers: Vec<Server>,
    ticket: Ticket,
}

/// What can happen to the connection.
#[derive(Debug)]
pub enum Action {
    /// Somebody wants to know.
    CheckAsked,
    /// The answer to a check.
    Checked {
        /// The question.
        ticket: Ticket,
        /// When it was answered, or why not.
        result: Result<Timestamp, Problem>,
    },
    /// A family is asked for at another place from now on.
    Moved(Family, Place),
}

/// What the connection wants done.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server from which the page came whether it is there.
    Check(Ticket),
    /// Ask whether anybody answers to calls of a family at an address.
    CheckElsewhere(Ticket, Family, BaseUrl),
}

impl Connection {
    /// The connection of a page that came from `page_host`, not checked yet.
    #[must_use]
    pub fn new(page_host: String, places: [Place; Family::ALL.len()]) -> Self {
        let servers = servers(&page_host, &places);
        Self { page_host, places, servers, ticket: Ticket::default() }
    }

    /// Where a family is asked for.
    #[must_use]
    pub const fn place(&self, family: Family) -> &Place {
        &self.places[family as usize]
    }

    /// The server that is asked for a family.
    #[must_use]
    pub fn server(&self, family: Family) -> &Server {
        let host = host(&self.page_host, self.place(family));
        // There is one for every place.
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

    fn check(&self) -> Option<(Self, Vec<Effect>)> {
        let mut next = self.clone();
        let mut effects = Vec::new();
        for server in next.servers.iter_mut().filter(|server| server.health.pending.is_none()) {
            next.ticket = next.ticket.next();
            server.health.pending = Some(next.ticket);
            let asked = Family::ALL
                .into_iter()
                .find(|family| !server.is_own && host(&self.page_host, self.place(*family)) == server.host);
            effects.push(match asked {
                None => Effect::Check(next.ticket),
                Some(family) => Effect::CheckElsewhere(next.ticket, family, self.place(family).base(family)),
            });
        }
        (!effects.is_empty()).then_some((next, effects))
    }

    fn moved(&self, family: Family, place: Place) -> Option<(Self, Vec<Effect>)> {
        if *self.place(family) == place {
            return None;
        }
        let mut next = self.clone();
        next.places[family as usize] = place;
        next.servers = servers(&self.page_host, &next.places);
        // What is known about a server stays known, whichever family is asked for there.
        for server in &mut next.servers {
            if let Some(known) = self.servers.iter().find(|known| known.host == server.host) {
                server.health = known.health.clone();
            }
        }
        let (checked, effects) = next.check().unwrap_or((next, Vec::new()));
        Some((checked, effects))
    }
}

fn host<'a>(page_host: &'a str, place: &'a Place) -> &'a str {
    match place {
        Place::Here | Place::Gateway => page_host,
        Place::Elsewhere(address) => address.host(),
    }
}

fn servers(page_host: &str, places: &[Place]) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::new();
    for place in places {
        let host = host(page_host, place);
        if servers.iter().all(|server| server.host != host) {
            servers.push(Server {
                host: host.to_owned(),
                is_own: host == page_host,
                health: Remote::default(),
            });
        }
    }
    servers
}

impl Model for Connection {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Option<(Self, Vec<Effect>)> {
        match action {
            Action::CheckAsked => self.check(),
            Action::Checked { ticket, result } => {
                let mut next = self.clone();
                let asked = |server: &&mut Server| server.health.pending == Some(ticket);
                let server = next.servers.iter_mut().find(asked)?;
                server.health = server.health.clone().answered(ticket, result)?;
                Some((next, Vec::new()))
            }
            Action::Moved(family, place) => self.moved(family, place),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::{EndpointId, Family};
    use latchboard_contract::error::{Code, Problem};

    use super::{Action, Connection, Effect};
    use crate::place::{Address, Place};
    use crate::{Model, Ticket, Timestamp};

    fn here() -> Connection {
        Connection::new("page.example".into(), [Place::Here, Place::Gateway])
    }

    fn elsewhere(text: &str) -> Place {
        Place::Elsewhere(Address::parse(text).unwrap())
    }

    fn tickets(effects: &[Effect]) -> Vec<Ticket> {
        let ticket = |effect: &Effect| match effect {
            Effect::Check(ticket) | Effect::CheckElsewhere(ticket, ..) => *ticket,
        };
        effects.iter().map(ticket).collect()
    }

    #[test]
    fn one_check_is_under_way_at_a_time() {
        let (checking, effects) = here().update(Action::CheckAsked).unwrap();
        assert_eq!(checking.servers().len(), 1, "the gateway is at the same server");
        assert!(checking.update(Action::CheckAsked).is_none());
        let ticket = tickets(&effects)[0];
        let (known, _) = checking.update(Action::Checked { ticket, result: Ok(Timestamp(7)) }).unwrap();
        assert_eq!(known.server(Family::Vault).health.data, Some(Timestamp(7)));
        assert!(known.update(Action::CheckAsked).is_some());
    }

    #[test]
    fn two_servers_are_checked_each_for_itself() {
        let (moved, effects) =
            here().update(Action::Moved(Family::Vault, elsewhere("https://vault.example/x/"))).unwrap();
        let [ours, Effect::CheckElsewhere(ticket, Family::Vault, base)] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        assert!(matches!(ours, Effect::Check(_)));
        assert_eq!(base.as_str(), "https://vault.example/x");
        let failed = Problem::local(EndpointId::Health, Code::ConnectionFailed);
        let (known, _) = moved.update(Action::Checked { ticket: *ticket, result: Err(failed) }).unwrap();
        let (vault, own) = (known.server(Family::Vault), known.server(Family::LocationHistory));
        assert!(vault.health.error.is_some() && !vault.is_own && vault.host == "vault.example");
        assert!(own.health.error.is_none() && own.is_own);
        assert_eq!(known.shown(None), vault, "what needs a look comes first");
        assert_eq!(known.shown(Some(Family::LocationHistory)), own);
        assert!(known.update(Action::Checked { ticket: *ticket, result: Ok(Timestamp(1)) }).is_none());
    }

    #[test]
    fn what_is_known_about_a_server_survives_a_move_of_the_other_family() {
        let (checking, effects) = here().update(Action::CheckAsked).unwrap();
        let ticket = tickets(&effects)[0];
        let (known, _) = checking.update(Action::Checked { ticket, result: Ok(Timestamp(7)) }).unwrap();
        let place = elsewhere("https://vault.example");
        let (moved, _) = known.update(Action::Moved(Family::Vault, place.clone())).unwrap();
        assert_eq!(moved.server(Family::LocationHistory).health.data, Some(Timestamp(7)));
        assert!(moved.update(Action::Moved(Family::Vault, place)).is_none());
        let (back, _) = moved.update(Action::Moved(Family::Vault, Place::Here)).unwrap();
        assert_eq!(back.servers().len(), 1);
    }
}
