//! The *Connections* page: where each family of calls is asked for, and what a page can know about a
//! server that does not answer as it should.

use latchboard_client::transport::{Seen, Silence};
use latchboard_contract::endpoint::{Family, Recognised};
use latchboard_contract::error::Code;

use crate::server_choice::{Address, AddressFault, ServerChoice};
use crate::server_label::{Label, Labels};
use crate::{Changed, Effects, Model, Ticket, Timestamp};

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The server that the page came from.
    Here,
    /// The vendor, through that server.
    Gateway,
    Elsewhere,
}

impl Kind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Here, Self::Gateway, Self::Elsewhere];

    const fn of(place: &ServerChoice) -> Self {
        match place {
            ServerChoice::Here => Self::Here,
            ServerChoice::Gateway => Self::Gateway,
            ServerChoice::Elsewhere(_) => Self::Elsewhere,
        }
    }
}

/// What is known about a place, in the words of a page: where two causes look the same to a page, they
/// are one diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diagnosis {
    /// It refuses a call without a credential as the family does: it is the right one.
    Answers,
    /// It has nothing at this path.
    NoSuchPath(u16),
    /// It has a page for people there.
    Page(u16),
    /// It, or the server behind it, fails.
    Failing(u16, Code),
    /// It is something else.
    Other(u16),
    /// The server says itself that it passes these calls on to nobody.
    NoGateway,
    /// It sends callers elsewhere. Nothing is sent after them: a credential would go along.
    Redirects,
    /// The policy of this page does not let it ask there.
    ForbiddenHere,
    /// It answers, and does not let pages of this origin read it.
    NotAllowedThere,
    /// There is no network.
    Offline,
    /// There was no answer in time.
    TimedOut,
    /// No connection: refused, no such name, or a certificate that the browser does not trust. A page
    /// is not told which.
    NoConnection,
}

impl Diagnosis {
    /// What was seen, judged.
    #[must_use]
    pub fn of(seen: &Seen) -> Self {
        match seen.answer {
            Ok((_, Recognised::Family)) => Self::Answers,
            Ok((status, Recognised::NoSuchPath)) => Self::NoSuchPath(status),
            Ok((status, Recognised::Page)) => Self::Page(status),
            Ok((status, Recognised::Failing(code))) => Self::Failing(status, code),
            Ok((status, Recognised::Other)) => Self::Other(status),
            Err(_) if seen.redirected => Self::Redirects,
            Err(_) if seen.forbidden_here => Self::ForbiddenHere,
            Err(_) if seen.answers_unread == Some(true) => Self::NotAllowedThere,
            Err(_) if !seen.online => Self::Offline,
            Err(Silence::TimedOut) => Self::TimedOut,
            Err(Silence::NotSent | Silence::NoAnswer) => Self::NoConnection,
        }
    }
}

/// How far a test has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Test {
    #[default]
    Idle,
    /// It is being asked.
    Asking(Ticket),
    /// What was found out, and when.
    Told(Diagnosis, Timestamp),
}

/// The form for one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    /// What is typed, for another address.
    pub address: String,
    checked: bool,
    /// What is known about it.
    pub test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionsPage {
    /// Scheme, host and port of this page.
    pub origin: String,
    in_use: [ServerChoice; Family::ALL.len()],
    drafts: [Draft; Family::ALL.len()],
    labels: Labels,
    /// The family that was moved last.
    pub moved: Option<Family>,
    /// The family that could not be moved.
    pub refused: Option<Family>,
    ticket: Ticket,
}

#[derive(Debug)]
pub enum Action {
    KindChosen(Family, Kind),
    /// Somebody typed an address.
    AddressEdited(Family, String),
    /// The server of a family shall be called this.
    Labelled(Family, Label),
    /// What is chosen shall be tested.
    TestAsked(Family),
    /// What was found out.
    Tested {
        ticket: Ticket,
        /// What was found out.
        diagnosis: Diagnosis,
        at: Timestamp,
    },
    /// What is chosen shall be used; `true` while something is under way at the present place that would be lost.
    UseAsked(Family, bool),
}

/// What the page wants done.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask a place for a family, without a credential.
    Test(Ticket, Family, ServerChoice),
    /// Ask for a family at this place from now on: keep it, and forget whatever belongs to the server
    /// before.
    Use(Family, ServerChoice),
    /// Call the server with this host and port so from now on.
    Label(String, Label),
    /// Put the cursor into the address of a family.
    Focus(Family),
}

impl ConnectionsPage {
    /// The page at `origin`, with the places in use and what their servers are called.
    #[must_use]
    pub fn new(origin: String, in_use: [ServerChoice; Family::ALL.len()], labels: Labels) -> Self {
        let drafts = in_use.clone().map(|place| Draft {
            kind: Kind::of(&place),
            address: if let ServerChoice::Elsewhere(address) = &place {
                address.as_str().to_owned()
            } else {
                String::new()
            },
            checked: false,
            test: Test::Idle,
        });
        Self { origin, in_use, drafts, labels, moved: None, refused: None, ticket: Ticket::default() }
    }

    /// The form for a family.
    #[must_use]
    pub const fn draft(&self, family: Family) -> &Draft {
        &self.drafts[family as usize]
    }

    /// Where a family is asked for now.
    #[must_use]
    pub const fn in_use(&self, family: Family) -> &ServerChoice {
        &self.in_use[family as usize]
    }

    /// The host and port of the server that is asked for a family.
    #[must_use]
    pub fn host(&self, family: Family) -> &str {
        let page_host = self.origin.split_once("://").map_or("", |(_, host)| host);
        self.in_use(family).host(page_host)
    }

    /// What that server is called.
    #[must_use]
    pub fn label(&self, family: Family) -> Label {
        self.labels.of(self.host(family)).cloned().unwrap_or_default()
    }

    /// Whether what is chosen is what is in use.
    #[must_use]
    pub fn is_in_use(&self, family: Family) -> bool {
        self.chosen(family).as_ref() == Ok(self.in_use(family))
    }

    /// What is wrong with the address of a family, once somebody tried to use it.
    #[must_use]
    pub fn fault(&self, family: Family) -> Option<AddressFault> {
        self.draft(family).checked.then(|| self.chosen(family).err()).flatten()
    }

    /// What is chosen. The page's own address, typed, is this server, which needs no permission.
    pub fn chosen(&self, family: Family) -> Result<ServerChoice, AddressFault> {
        let draft = self.draft(family);
        match draft.kind {
            Kind::Here => Ok(ServerChoice::Here),
            Kind::Gateway => Ok(ServerChoice::Gateway),
            Kind::Elsewhere => {
                let address = Address::parse(&draft.address)?;
                Ok(if address.as_str() == self.origin {
                    ServerChoice::Here
                } else {
                    ServerChoice::Elsewhere(address)
                })
            }
        }
    }

    const fn draft_mut(&mut self, family: Family) -> &mut Draft {
        &mut self.drafts[family as usize]
    }

    /// What is known of the place that was chosen before says nothing about another one.
    const fn edit(&mut self, family: Family) -> &mut Draft {
        (self.moved, self.refused) = (None, None);
        let draft = self.draft_mut(family);
        draft.test = Test::Idle;
        draft
    }

    fn test(&mut self, family: Family, place: ServerChoice, effects: &mut Effects<Effect>) {
        self.ticket = self.ticket.next();
        self.draft_mut(family).test = Test::Asking(self.ticket);
        effects.push(Effect::Test(self.ticket, family, place));
    }

    fn complain(&mut self, family: Family, effects: &mut Effects<Effect>) {
        self.draft_mut(family).checked = true;
        effects.push(Effect::Focus(family));
    }
}

impl Model for ConnectionsPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::KindChosen(family, kind) if self.draft(family).kind == kind => return None,
            Action::KindChosen(family, kind) => {
                let draft = self.edit(family);
                (draft.kind, draft.checked) = (kind, false);
            }
            Action::AddressEdited(family, address) => self.edit(family).address = address,
            Action::Labelled(family, label) => {
                let host = self.host(family).to_owned();
                self.labels.set(&host, label);
                effects.push(Effect::Label(host, self.label(family)));
            }
            Action::TestAsked(family) if matches!(self.draft(family).test, Test::Asking(_)) => return None,
            Action::TestAsked(family) => match self.chosen(family) {
                Err(_) => self.complain(family, effects),
                Ok(place) => self.test(family, place, effects),
            },
            Action::Tested { ticket, diagnosis, at } => {
                let asked = |draft: &&mut Draft| draft.test == Test::Asking(ticket);
                self.drafts.iter_mut().find(asked)?.test = Test::Told(diagnosis, at);
            }
            Action::UseAsked(family, is_busy) => match self.chosen(family) {
                Err(_) => self.complain(family, effects),
                Ok(place) if place == *self.in_use(family) => return None,
                Ok(_) if is_busy => (self.moved, self.refused) = (None, Some(family)),
                Ok(place) => {
                    self.in_use[family as usize] = place.clone();
                    (self.moved, self.refused) = (Some(family), None);
                    effects.push(Effect::Use(family, place.clone()));
                    self.test(family, place, effects);
                }
            },
        }
        Some(Changed)
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::transport::{Seen, Silence};
    use latchboard_contract::endpoint::{Family, Recognised};
    use latchboard_contract::error::Code;

    use super::{Action, ConnectionsPage, Diagnosis, Effect, Kind, Test};
    use crate::server_choice::{AddressFault, ServerChoice};
    use crate::server_label::{Colour, Label, Labels};
    use crate::{Model, Ticket, Timestamp};

    const VAULT: Family = Family::Vault;

    fn page() -> ConnectionsPage {
        ConnectionsPage::new(
            "https://page.example".into(),
            [ServerChoice::Here, ServerChoice::Here],
            Labels::default(),
        )
    }

    fn after(page: &ConnectionsPage, action: Action) -> ConnectionsPage {
        page.after(action).expect("a change").0
    }

    fn typed(address: &str) -> ConnectionsPage {
        let page = after(&page(), Action::KindChosen(VAULT, Kind::Elsewhere));
        after(&page, Action::AddressEdited(VAULT, address.to_owned()))
    }

    const SILENT: Seen = Seen {
        answer: Err(Silence::NoAnswer),
        redirected: false,
        answers_unread: Some(false),
        forbidden_here: false,
        online: true,
    };

    #[test]
    fn what_was_seen_is_told_as_far_as_a_page_can_know() {
        let answered = |recognised| Seen { answer: Ok((404, recognised)), answers_unread: None, ..SILENT };
        for (seen, expected) in [
            (answered(Recognised::Family), Diagnosis::Answers),
            (answered(Recognised::NoSuchPath), Diagnosis::NoSuchPath(404)),
            (answered(Recognised::Page), Diagnosis::Page(404)),
            (answered(Recognised::Other), Diagnosis::Other(404)),
            (
                answered(Recognised::Failing(Code::UpstreamFailed)),
                Diagnosis::Failing(404, Code::UpstreamFailed),
            ),
            (Seen { redirected: true, answers_unread: None, ..SILENT }, Diagnosis::Redirects),
            (Seen { forbidden_here: true, answers_unread: None, ..SILENT }, Diagnosis::ForbiddenHere),
            (Seen { answers_unread: Some(true), ..SILENT }, Diagnosis::NotAllowedThere),
            (Seen { online: false, ..SILENT }, Diagnosis::Offline),
            (Seen { answer: Err(Silence::TimedOut), ..SILENT }, Diagnosis::TimedOut),
            (SILENT, Diagnosis::NoConnection),
            // Browsers are often wrong about the network; an answer proves it.
            (Seen { online: false, answers_unread: Some(true), ..SILENT }, Diagnosis::NotAllowedThere),
        ] {
            assert_eq!(Diagnosis::of(&seen), expected, "{seen:?}");
        }
    }

    #[test]
    fn another_address_is_used_at_once_and_tested() {
        let page = typed("https://vault.example/");
        assert!(!page.is_in_use(VAULT));
        let (page, effects) = page.after(Action::UseAsked(VAULT, false)).unwrap();
        let place = ServerChoice::from_text("https://vault.example");
        let ticket = Ticket::default().next();
        let expected = [Effect::Use(VAULT, place.clone()), Effect::Test(ticket, VAULT, place.clone())];
        assert_eq!(effects, expected);
        assert_eq!((page.moved, page.is_in_use(VAULT)), (Some(VAULT), true));
        assert_eq!(*page.in_use(Family::LocationHistory), ServerChoice::Here, "the other family stays");
        assert!(page.after(Action::UseAsked(VAULT, false)).is_none(), "a double click");
        let page =
            after(&page, Action::Tested { ticket, diagnosis: Diagnosis::of(&SILENT), at: Timestamp(3) });
        assert_eq!(page.draft(VAULT).test, Test::Told(Diagnosis::NoConnection, Timestamp(3)));
        assert_eq!(page.in_use(VAULT), &place, "a failed test takes nothing back");
    }

    #[test]
    fn nothing_is_moved_while_something_would_be_lost() {
        let (page, effects) = typed("https://vault.example").after(Action::UseAsked(VAULT, true)).unwrap();
        assert!(effects.is_empty());
        assert_eq!((page.refused, page.moved, page.in_use(VAULT)), (Some(VAULT), None, &ServerChoice::Here));
        let edited = after(&page, Action::AddressEdited(VAULT, "https://other.example".into()));
        assert_eq!(edited.refused, None);
        let page = after(&page, Action::UseAsked(VAULT, false));
        assert_eq!((page.refused, page.moved), (None, Some(VAULT)));
    }

    #[test]
    fn a_bad_address_is_neither_tested_nor_used() {
        let page = typed("https://me:pass@vault.example");
        assert_eq!(page.fault(VAULT), None, "no complaint while somebody types");
        for action in [Action::TestAsked(VAULT), Action::UseAsked(VAULT, false)] {
            let (page, effects) = page.after(action).unwrap();
            assert_eq!(effects, [Effect::Focus(VAULT)]);
            assert_eq!(page.fault(VAULT), Some(AddressFault::Credentials));
            let page = after(&page, Action::AddressEdited(VAULT, "https://vault.example".into()));
            assert_eq!(page.fault(VAULT), None);
        }
    }

    #[test]
    fn an_answer_to_an_address_that_was_changed_meanwhile_is_dropped() {
        let (page, _) = typed("https://vault.example").after(Action::TestAsked(VAULT)).unwrap();
        assert!(page.after(Action::TestAsked(VAULT)).is_none(), "one test at a time");
        let page = after(&page, Action::AddressEdited(VAULT, "https://other.example".into()));
        let late = Action::Tested {
            ticket: Ticket::default().next(),
            diagnosis: Diagnosis::Answers,
            at: Timestamp(3),
        };
        assert!(page.after(late).is_none());
    }

    #[test]
    fn the_pages_own_address_is_this_server() {
        let page = typed("HTTPS://page.example:443/");
        assert_eq!(page.chosen(VAULT), Ok(ServerChoice::Here));
        assert!(page.after(Action::UseAsked(VAULT, false)).is_none());
    }

    #[test]
    fn one_server_has_one_label_whichever_family_is_asked_for_there() {
        let red = Label { name: "Production".into(), colour: Colour::Red };
        let (page, effects) = page().after(Action::Labelled(VAULT, red.clone())).unwrap();
        assert_eq!(effects, [Effect::Label("page.example".into(), red.clone())]);
        assert!(Family::ALL.into_iter().all(|family| page.label(family) == red));
        let page = after(&page, Action::KindChosen(VAULT, Kind::Elsewhere));
        let page = after(&page, Action::AddressEdited(VAULT, "https://vault.example".into()));
        let page = after(&page, Action::UseAsked(VAULT, false));
        assert_eq!(page.label(VAULT), Label::default(), "another server");
        assert_eq!(page.label(Family::LocationHistory), red);
    }

    #[test]
    fn the_form_begins_with_what_is_in_use() {
        let kept = ServerChoice::from_text("https://vault.example");
        let page = ConnectionsPage::new(
            "https://page.example".into(),
            [ServerChoice::Gateway, kept],
            Labels::default(),
        );
        assert_eq!(page.draft(Family::LocationHistory).kind, Kind::Gateway);
        assert_eq!(page.draft(VAULT).address, "https://vault.example");
        assert!(Family::ALL.into_iter().all(|family| page.is_in_use(family)));
    }
}
