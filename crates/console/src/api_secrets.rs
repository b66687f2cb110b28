//! The *API secrets* page: sign in, list, create, switch on and off.
//!
//! The list says nothing about states, so a state is *not known yet* until a call proved it.

use std::collections::BTreeMap;
use std::rc::Rc;

pub use latchboard_client::State;
use latchboard_client::Verdict;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{ApiSecret, ListedApiSecret, NewApiSecret};
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::validate::Identifier;

use crate::admin_key::CopyFailed;
use crate::{Model, Outcome, OutcomeKind, Remote, Ticket, Timestamp};

/// A state that a call proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The state.
    pub state: State,
    /// When the answer came.
    pub at: Timestamp,
}

/// The sign-in form.
#[derive(Clone)]
pub struct SignInForm {
    /// The access key's client id.
    pub client_id: String,
    /// The access key's client secret.
    pub client_secret: Rc<Secret>,
    /// The tenant, where one address serves several.
    pub tenant: String,
}

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// Nobody; and why the last attempt failed.
    SignedOut(Option<Problem>),
    /// An attempt is under way.
    SigningIn(Ticket),
    /// Signed in with this client id.
    SignedIn(String),
}

/// The form for a new API secret.
#[derive(Clone)]
pub struct CreateForm {
    /// Name, URL, client id, identifier code, method, tags, notes.
    pub texts: BTreeMap<CreateField, String>,
    /// The secret itself.
    pub client_secret: Rc<Secret>,
    /// Empty required fields are shown from the first attempt to send.
    pub checked: bool,
    /// The call under way.
    pub pending: Option<Ticket>,
    /// What became of the last attempt.
    pub outcome: Option<Outcome>,
}

/// The text fields of the form for a new API secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreateField {
    /// Required.
    Name,
    /// Required; free text.
    Url,
    /// Required.
    ClientId,
    /// Unique per user.
    IdentifierCode,
    /// Separated by commas.
    Tags,
    /// Free text.
    Notes,
}

impl CreateField {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Url, Self::ClientId, Self::IdentifierCode, Self::Tags, Self::Notes];

    /// Whether the vault insists on it.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Name | Self::Url | Self::ClientId)
    }
}

impl CreateForm {
    fn new() -> Self {
        let client_secret = nothing();
        Self { texts: BTreeMap::new(), client_secret, checked: false, pending: None, outcome: None }
    }

    /// What stands in a field.
    #[must_use]
    pub fn text(&self, field: CreateField) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// What is wrong with a field, once the user has tried to send.
    #[must_use]
    pub fn fault(&self, field: CreateField) -> Option<Code> {
        (self.checked && self.is_missing(field)).then_some(Code::FieldMissing)
    }

    fn is_missing(&self, field: CreateField) -> bool {
        field.is_required() && self.text(field).trim().is_empty()
    }

    fn to_request(&self) -> NewApiSecret {
        let text = |field| self.text(field).to_owned();
        NewApiSecret {
            name: text(CreateField::Name),
            url: text(CreateField::Url),
            client_id: text(CreateField::ClientId),
            client_secret: (!self.client_secret.is_empty()).then(|| self.client_secret.duplicate()),
            identifier_code: text(CreateField::IdentifierCode),
            method: String::new(),
            tags: text(CreateField::Tags),
            notes: text(CreateField::Notes),
            users_allowed: None,
            groups_allowed: None,
        }
    }
}

/// The dialog about one API secret. It is read on the user's word only, since that counts as a use.
#[derive(Clone)]
pub struct Details {
    /// Which one.
    pub identifier: Identifier,
    /// Its name in the list.
    pub name: String,
    /// Its content, once the user has asked for it.
    pub content: Option<Rc<ApiSecret>>,
    /// The reading under way.
    pub pending: Option<Ticket>,
    /// Why it could not be read.
    pub problem: Option<Problem>,
    /// What became of the last attempt to copy the secret.
    pub copied: Option<Result<(), CopyFailed>>,
}

/// A field of the sign-in form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInField {
    /// Required.
    ClientId,
    /// Required.
    ClientSecret,
    /// Optional.
    Tenant,
}

/// Where the cursor is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In the sign-in form.
    SignIn(SignInField),
    /// In the form for a new API secret.
    Create(CreateField),
    /// In the field for an identifier.
    Identifier,
}

/// The page's state.
#[derive(Clone)]
pub struct ApiSecretsPage {
    /// Whether somebody is signed in.
    pub session: Session,
    /// What is typed to sign in.
    pub sign_in: SignInForm,
    sign_in_checked: bool,
    /// The rows, in the server's order.
    pub list: Remote<Rc<Vec<ListedApiSecret>>>,
    /// What the rows are searched for.
    pub search: String,
    /// What is typed to switch one by its identifier.
    pub identifier: String,
    known: Rc<BTreeMap<Identifier, Known>>,
    switching: BTreeMap<Identifier, (Ticket, State)>,
    outcomes: BTreeMap<Identifier, (State, Outcome)>,
    /// The API secret that was switched by its identifier last.
    pub by_identifier: Option<Result<Identifier, Code>>,
    /// The form for a new one, while it is open.
    pub create: Option<CreateForm>,
    /// The one that is looked at.
    pub details: Option<Details>,
    /// The name and identifier of the one created last.
    pub created: Option<(String, String)>,
    ticket: Ticket,
}

/// What can happen.
pub enum Action {
    /// Somebody typed into the sign-in form.
    SignInEdited(SignInField, Secret),
    /// The sign-in form was submitted.
    SignInAsked,
    /// An attempt to sign in ended.
    SignInAnswered(Ticket, Result<(), Problem>),
    /// Sign out.
    SignOutAsked,
    /// Load the list again.
    RefreshAsked,
    /// The list came, or did not.
    Listed(Ticket, Result<Vec<ListedApiSecret>, Problem>),
    /// Somebody typed into the search box.
    Searched(String),
    /// Switch a row.
    SwitchAsked(Identifier, State),
    /// A switch ended.
    Switched {
        /// The call.
        ticket: Ticket,
        /// Which API secret.
        identifier: Identifier,
        /// What became of it.
        verdict: Verdict<()>,
        /// When.
        at: Timestamp,
    },
    /// Somebody typed an identifier.
    IdentifierEdited(String),
    /// Switch the one whose identifier was typed.
    SwitchByIdentifierAsked(State),
    /// A row's outcome was read.
    OutcomeDismissed(Identifier),
    /// One shall be looked at.
    DetailsOpened(Identifier, String),
    /// The dialog was closed.
    DetailsClosed,
    /// The content shall be read.
    ReadAsked,
    /// It came, or did not.
    Read(Ticket, Result<ApiSecret, Problem>, Timestamp),
    /// The secret that was read shall be copied.
    CopyAsked,
    /// The browser copied it, or did not.
    Copied(Result<(), CopyFailed>),
    /// The form for a new API secret was opened.
    CreateOpened,
    /// It was closed.
    CreateClosed,
    /// Somebody typed into it.
    CreateEdited(CreateField, String),
    /// Somebody typed its secret.
    CreateSecretEdited(Secret),
    /// It was submitted.
    CreateAsked,
    /// A creation ended.
    Created {
        /// The call.
        ticket: Ticket,
        /// What became of it; the new identifier.
        verdict: Verdict<String>,
        /// When.
        at: Timestamp,
    },
    /// The remedy's button was pressed, for a row or for the list.
    RemedyChosen(RemedyAction, Option<Identifier>),
}

/// What the page wants done.
pub enum Effect {
    /// Sign in.
    SignIn {
        /// To be given back with the answer.
        ticket: Ticket,
        /// The access key's client id.
        client_id: String,
        /// The access key's client secret.
        client_secret: Rc<Secret>,
        /// The tenant, if one was given.
        tenant: Option<String>,
    },
    /// Forget token and credentials.
    SignOut,
    /// Load the list.
    List(Ticket),
    /// Switch one.
    Switch(Ticket, Identifier, State),
    /// Read one, secret included.
    Read(Ticket, Identifier),
    /// Put the secret that was read on the clipboard.
    Copy(Rc<ApiSecret>),
    /// Store a new one.
    Create(Ticket, Box<NewApiSecret>),
    /// Put the cursor somewhere.
    Focus(Focus),
}

fn nothing() -> Rc<Secret> {
    Rc::new(Secret::new(String::new()))
}

impl Default for ApiSecretsPage {
    fn default() -> Self {
        Self {
            session: Session::SignedOut(None),
            sign_in: SignInForm { client_id: String::new(), client_secret: nothing(), tenant: String::new() },
            sign_in_checked: false,
            list: Remote::default(),
            search: String::new(),
            identifier: String::new(),
            known: Rc::default(),
            switching: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            by_identifier: None,
            create: None,
            details: None,
            created: None,
            ticket: Ticket::default(),
        }
    }
}

type Step = Option<(ApiSecretsPage, Vec<Effect>)>;

impl ApiSecretsPage {
    /// The state of an API secret, if a call proved one.
    #[must_use]
    pub fn known(&self, identifier: &Identifier) -> Option<Known> {
        self.known.get(identifier).copied()
    }

    /// The state that is being switched to.
    #[must_use]
    pub fn switching(&self, identifier: &Identifier) -> Option<State> {
        self.switching.get(identifier).map(|(_, state)| *state)
    }

    /// What became of the last switch of an API secret, and the state that was asked for.
    #[must_use]
    pub fn outcome(&self, identifier: &Identifier) -> Option<&(State, Outcome)> {
        self.outcomes.get(identifier)
    }

    /// The switch that went well last, and its row.
    #[must_use]
    pub fn latest_good(&self) -> Option<(&ListedApiSecret, State, &Outcome)> {
        let good = self.outcomes.iter().filter(|(_, (_, outcome))| outcome.problem.is_none());
        let (identifier, (state, outcome)) = good.max_by_key(|(_, (_, outcome))| outcome.at)?;
        let rows = self.list.data.as_deref()?;
        let row = rows.iter().find(|row| row.identifier == identifier.as_str())?;
        Some((row, *state, outcome))
    }

    /// What is wrong with the sign-in form, once the user has tried to send it.
    #[must_use]
    pub fn sign_in_fault(&self, field: SignInField) -> Option<Code> {
        (self.sign_in_checked && self.sign_in_missing(field)).then_some(Code::FieldMissing)
    }

    /// The rows that match the search, in the server's order.
    pub fn matches(&self) -> impl Iterator<Item = &ListedApiSecret> {
        let wanted = self.search.trim().to_lowercase();
        let rows = self.list.data.as_deref().map_or(&[][..], Vec::as_slice);
        rows.iter().filter(move |row| {
            wanted.is_empty() || row.identifier.contains(&wanted) || row.name.to_lowercase().contains(&wanted)
        })
    }

    fn sign_in_missing(&self, field: SignInField) -> bool {
        match field {
            SignInField::ClientId => self.sign_in.client_id.trim().is_empty(),
            SignInField::ClientSecret => self.sign_in.client_secret.is_empty(),
            SignInField::Tenant => false,
        }
    }

    fn sign_in(&self) -> Step {
        if !matches!(self.session, Session::SignedOut(_)) {
            return None;
        }
        let required = [SignInField::ClientId, SignInField::ClientSecret];
        if let Some(field) = required.into_iter().find(|field| self.sign_in_missing(*field)) {
            let page = Self { sign_in_checked: true, ..self.clone() };
            return Some((page, vec![Effect::Focus(Focus::SignIn(field))]));
        }
        let ticket = self.ticket.next();
        let tenant = self.sign_in.tenant.trim();
        let effect = Effect::SignIn {
            ticket,
            client_id: self.sign_in.client_id.trim().to_owned(),
            client_secret: self.sign_in.client_secret.clone(),
            tenant: (!tenant.is_empty()).then(|| tenant.to_owned()),
        };
        let session = Session::SigningIn(ticket);
        Some((Self { ticket, session, sign_in_checked: false, ..self.clone() }, vec![effect]))
    }

    fn signed_in(&self, result: Result<(), Problem>) -> Step {
        match result {
            Ok(()) => {
                let client_id = self.sign_in.client_id.trim().to_owned();
                let sign_in = SignInForm { client_secret: nothing(), ..self.sign_in.clone() };
                Self { session: Session::SignedIn(client_id), sign_in, ..self.clone() }.refresh()
            }
            Err(problem) => {
                let session = Session::SignedOut(Some(problem));
                Some((Self { session, ..self.clone() }, vec![Effect::SignOut]))
            }
        }
    }

    /// Nothing of the session stays but the client id, which saves typing.
    fn signed_out(&self) -> Step {
        let sign_in = SignInForm { client_secret: nothing(), ..self.sign_in.clone() };
        Some((Self { sign_in, ticket: self.ticket, ..Self::default() }, vec![Effect::SignOut]))
    }

    fn refresh(self) -> Step {
        if self.list.pending.is_some() || !matches!(self.session, Session::SignedIn(_)) {
            return None;
        }
        let ticket = self.ticket.next();
        let list = self.list.clone().asked(ticket);
        Some((Self { ticket, list, ..self }, vec![Effect::List(ticket)]))
    }

    fn switch(&self, identifier: Identifier, state: State) -> Step {
        if self.switching.contains_key(&identifier) || !matches!(self.session, Session::SignedIn(_)) {
            return None;
        }
        let ticket = self.ticket.next();
        let mut page = Self { ticket, created: None, ..self.clone() };
        page.outcomes.remove(&identifier);
        page.switching.insert(identifier.clone(), (ticket, state));
        Some((page, vec![Effect::Switch(ticket, identifier, state)]))
    }

    fn switched(&self, ticket: Ticket, identifier: Identifier, verdict: &Verdict<()>, at: Timestamp) -> Step {
        let state = match self.switching.get(&identifier) {
            Some((asked, state)) if *asked == ticket => *state,
            _ => return None,
        };
        let mut page = self.clone();
        page.switching.remove(&identifier);
        let outcome = Outcome::of(verdict, at);
        match outcome.kind {
            OutcomeKind::Done | OutcomeKind::AlreadySo => {
                Rc::make_mut(&mut page.known).insert(identifier.clone(), Known { state, at });
            }
            // What it was before is no longer known.
            OutcomeKind::Unknown => {
                Rc::make_mut(&mut page.known).remove(&identifier);
            }
            OutcomeKind::Refused | OutcomeKind::NotAttempted => {}
        }
        page.outcomes.insert(identifier, (state, outcome));
        Some((page, Vec::new()))
    }

    fn switch_by_identifier(&self, state: State) -> Step {
        match Identifier::parse(&self.identifier) {
            Ok(identifier) => {
                let by_identifier = Some(Ok(identifier.clone()));
                Self { by_identifier, ..self.clone() }.switch(identifier, state)
            }
            Err(code) => {
                let page = Self { by_identifier: Some(Err(code)), ..self.clone() };
                Some((page, vec![Effect::Focus(Focus::Identifier)]))
            }
        }
    }

    fn with_details(&self, change: impl FnOnce(Details) -> Details) -> Option<Self> {
        let details = self.details.clone().map(change)?;
        Some(Self { details: Some(details), ..self.clone() })
    }

    fn read(&self) -> Step {
        let details = self.details.as_ref().filter(|details| details.pending.is_none())?;
        let ticket = self.ticket.next();
        let effect = Effect::Read(ticket, details.identifier.clone());
        let page =
            self.with_details(|details| Details { pending: Some(ticket), problem: None, ..details })?;
        Some((Self { ticket, ..page }, vec![effect]))
    }

    /// What was read proves a state, and so does the refusal to show an inactive one.
    fn have_read(&self, ticket: Ticket, result: Result<ApiSecret, Problem>, at: Timestamp) -> Step {
        let details = self.details.as_ref().filter(|details| details.pending == Some(ticket))?;
        let state = match &result {
            Ok(_) => Some(State::Active),
            Err(problem) => (problem.code == Code::Inactive).then_some(State::Inactive),
        };
        let mut page = self.clone();
        if let Some(state) = state {
            Rc::make_mut(&mut page.known).insert(details.identifier.clone(), Known { state, at });
        }
        let (content, problem) = match result {
            Ok(content) => (Some(Rc::new(content)), None),
            Err(problem) => (None, Some(problem)),
        };
        let told = |details| Details { pending: None, content, problem, ..details };
        Some((page.with_details(told)?, Vec::new()))
    }

    fn with_form(&self, change: impl FnOnce(&mut CreateForm)) -> Step {
        let mut form = self.create.clone()?;
        // A call under way keeps its form: a refusal must find it as it was sent.
        if form.pending.is_some() {
            return None;
        }
        change(&mut form);
        Some((Self { create: Some(form), ..self.clone() }, Vec::new()))
    }

    fn create(&self) -> Step {
        let form = self.create.clone().filter(|form| form.pending.is_none())?;
        if let Some(field) = CreateField::ALL.into_iter().find(|field| form.is_missing(*field)) {
            let create = Some(CreateForm { checked: true, ..form });
            return Some((Self { create, ..self.clone() }, vec![Effect::Focus(Focus::Create(field))]));
        }
        let ticket = self.ticket.next();
        let effect = Effect::Create(ticket, Box::new(form.to_request()));
        let create = Some(CreateForm { pending: Some(ticket), outcome: None, ..form });
        Some((Self { ticket, create, ..self.clone() }, vec![effect]))
    }

    fn created(&self, ticket: Ticket, verdict: Verdict<String>, at: Timestamp) -> Step {
        let form = self.create.clone().filter(|form| form.pending == Some(ticket))?;
        let outcome = Outcome::of(&verdict, at);
        let Verdict::Done(identifier) = verdict else {
            let create = Some(CreateForm { pending: None, outcome: Some(outcome), ..form });
            return Some((Self { create, ..self.clone() }, Vec::new()));
        };
        let created = Some((form.text(CreateField::Name).to_owned(), identifier));
        let page = Self { create: None, created, ..self.clone() };
        let unchanged = page.clone();
        page.refresh().or_else(|| Some((unchanged, Vec::new())))
    }

    fn remedy(&self, action: RemedyAction, identifier: Option<Identifier>) -> Step {
        match (action, identifier) {
            (RemedyAction::RefreshList, _) => self.clone().refresh(),
            (RemedyAction::SignIn, _) => self.signed_out(),
            (RemedyAction::Activate, Some(identifier)) => {
                Self { details: None, ..self.clone() }.switch(identifier, State::Active)
            }
            (RemedyAction::TryAgain | RemedyAction::Resolve, Some(identifier)) => {
                let (state, _) = self.outcomes.get(&identifier)?;
                self.switch(identifier, *state)
            }
            (RemedyAction::TryAgain | RemedyAction::Resolve, None) => match self.session {
                Session::SignedOut(_) => self.sign_in(),
                _ => self.clone().refresh(),
            },
            (RemedyAction::Activate, None)
            | (RemedyAction::EditSecret | RemedyAction::EditApiKey | RemedyAction::RegenerateInstead, _) => {
                None
            }
        }
    }
}

impl Model for ApiSecretsPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Step {
        let quiet = |page: Self| Some((page, Vec::new()));
        match action {
            Action::SignInEdited(..) if matches!(self.session, Session::SigningIn(_)) => None,
            Action::SignInEdited(field, text) => {
                let form = self.sign_in.clone();
                let sign_in = match field {
                    SignInField::ClientId => SignInForm { client_id: text.expose().to_owned(), ..form },
                    SignInField::ClientSecret => SignInForm { client_secret: Rc::new(text), ..form },
                    SignInField::Tenant => SignInForm { tenant: text.expose().to_owned(), ..form },
                };
                quiet(Self { sign_in, ..self.clone() })
            }
            Action::SignInAsked => self.sign_in(),
            Action::SignInAnswered(ticket, _) if self.session != Session::SigningIn(ticket) => None,
            Action::SignInAnswered(_, result) => self.signed_in(result),
            Action::SignOutAsked => self.signed_out(),
            Action::RefreshAsked => self.clone().refresh(),
            Action::Listed(ticket, result) => {
                let list = self.list.clone().answered(ticket, result.map(Rc::new))?;
                quiet(Self { list, ..self.clone() })
            }
            Action::Searched(search) => quiet(Self { search, ..self.clone() }),
            Action::SwitchAsked(identifier, state) => self.switch(identifier, state),
            Action::Switched { ticket, identifier, verdict, at } => {
                self.switched(ticket, identifier, &verdict, at)
            }
            Action::IdentifierEdited(identifier) => {
                quiet(Self { identifier, by_identifier: None, ..self.clone() })
            }
            Action::SwitchByIdentifierAsked(state) => self.switch_by_identifier(state),
            Action::OutcomeDismissed(identifier) => {
                let mut page = self.clone();
                page.outcomes.remove(&identifier)?;
                quiet(page)
            }
            Action::DetailsOpened(identifier, name) => {
                let (content, pending, problem, copied) = (None, None, None, None);
                let details = Some(Details { identifier, name, content, pending, problem, copied });
                quiet(Self { details, ..self.clone() })
            }
            // A late answer finds no dialog, and what it carries is dropped.
            Action::DetailsClosed => quiet(Self { details: None, ..self.clone() }),
            Action::ReadAsked => self.read(),
            Action::Read(ticket, result, at) => self.have_read(ticket, result, at),
            Action::CopyAsked => {
                let content = self.details.as_ref()?.content.clone()?;
                Some((self.clone(), vec![Effect::Copy(content)]))
            }
            Action::Copied(result) => {
                quiet(self.with_details(|details| Details { copied: Some(result), ..details })?)
            }
            Action::CreateOpened => {
                quiet(Self { create: Some(CreateForm::new()), created: None, ..self.clone() })
            }
            // Closing would hide the answer to a call under way.
            Action::CreateClosed if self.create.as_ref().is_some_and(|form| form.pending.is_some()) => None,
            Action::CreateClosed => quiet(Self { create: None, ..self.clone() }),
            Action::CreateEdited(field, text) => self.with_form(|form| {
                form.texts.insert(field, text);
            }),
            Action::CreateSecretEdited(text) => self.with_form(|form| form.client_secret = Rc::new(text)),
            Action::CreateAsked => self.create(),
            Action::Created { ticket, verdict, at } => self.created(ticket, verdict, at),
            Action::RemedyChosen(action, identifier) => self.remedy(action, identifier),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::Verdict;
    use latchboard_contract::Secret;
    use latchboard_contract::endpoint::{ApiSecret, EndpointId, ListedApiSecret};
    use latchboard_contract::error::{Code, Problem, RemedyAction};
    use latchboard_contract::validate::Identifier;

    use super::{Action, ApiSecretsPage, CreateField, Effect, Focus, Session, SignInField, State};
    use crate::{Model, OutcomeKind, Ticket, Timestamp};

    fn step(page: &ApiSecretsPage, action: Action) -> (ApiSecretsPage, Vec<Effect>) {
        page.update(action).expect("a change")
    }

    fn after(page: &ApiSecretsPage, action: Action) -> ApiSecretsPage {
        step(page, action).0
    }

    fn id(text: &str) -> Identifier {
        Identifier::parse(text).expect("digits")
    }

    fn row(identifier: &str, name: &str) -> ListedApiSecret {
        ListedApiSecret {
            identifier: identifier.into(),
            name: name.into(),
            need_justify: false,
            need_approval: false,
            can_view: true,
            can_write: true,
        }
    }

    fn problem(endpoint: EndpointId, code: Code) -> Problem {
        Problem { status: Some(400), ..Problem::local(endpoint, code) }
    }

    fn signed_in() -> ApiSecretsPage {
        let page = after(
            &ApiSecretsPage::default(),
            Action::SignInEdited(SignInField::ClientId, Secret::from("id")),
        );
        let page = after(&page, Action::SignInEdited(SignInField::ClientSecret, Secret::from("s")));
        let (page, effects) = step(&page, Action::SignInAsked);
        let [Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
        let (page, effects) = step(&page, Action::SignInAnswered(*ticket, Ok(())));
        let [Effect::List(ticket)] = effects.as_slice() else { panic!("a list at once") };
        after(
            &page,
            Action::Listed(*ticket, Ok(vec![row("1", "Alpha"), row("12", "Beta"), row("3", "alphabet")])),
        )
    }

    fn switch(page: &ApiSecretsPage, state: State) -> (ApiSecretsPage, Ticket) {
        let (page, effects) = step(page, Action::SwitchAsked(id("1"), state));
        let [Effect::Switch(ticket, ..)] = effects.as_slice() else { panic!("one switch") };
        (page, *ticket)
    }

    fn switched(page: &ApiSecretsPage, ticket: Ticket, verdict: Verdict<()>) -> ApiSecretsPage {
        after(page, Action::Switched { ticket, identifier: id("1"), verdict, at: Timestamp(9) })
    }

    #[test]
    fn signing_in_drops_the_client_secret_and_lists() {
        let page = signed_in();
        assert_eq!(page.session, Session::SignedIn("id".into()));
        assert!(page.sign_in.client_secret.is_empty());
        assert_eq!(page.matches().count(), 3);
    }

    #[test]
    fn an_incomplete_sign_in_sends_nothing() {
        let (page, effects) = step(&ApiSecretsPage::default(), Action::SignInAsked);
        assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::SignIn(SignInField::ClientId))]));
        assert_eq!(page.sign_in_fault(SignInField::ClientSecret), Some(Code::FieldMissing));
    }

    #[test]
    fn a_refused_sign_in_keeps_what_was_typed() {
        let page = after(
            &ApiSecretsPage::default(),
            Action::SignInEdited(SignInField::ClientId, Secret::from("id")),
        );
        let page = after(&page, Action::SignInEdited(SignInField::ClientSecret, Secret::from("s")));
        let (page, effects) = step(&page, Action::SignInAsked);
        let [Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
        let refused = problem(EndpointId::Token, Code::ClientRejected);
        let page = after(&page, Action::SignInAnswered(*ticket, Err(refused.clone())));
        assert_eq!(page.session, Session::SignedOut(Some(refused)));
        assert!(!page.sign_in.client_secret.is_empty());
    }

    #[test]
    fn the_search_finds_names_in_any_case_and_identifiers() {
        let found = |text: &str| {
            let page = after(&signed_in(), Action::Searched(text.into()));
            page.matches().map(|row| row.identifier.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found(" ALPHA "), ["1", "3"]);
        assert_eq!(found("12"), ["12"]);
        assert!(found("none").is_empty());
    }

    #[test]
    fn a_state_is_known_only_once_a_call_proved_it() {
        let page = signed_in();
        assert_eq!(page.known(&id("1")), None);
        let (page, ticket) = switch(&page, State::Inactive);
        assert_eq!(page.switching(&id("1")), Some(State::Inactive));
        assert!(page.update(Action::SwitchAsked(id("1"), State::Inactive)).is_none(), "a double click");
        let page = switched(&page, ticket, Verdict::AlreadySo);
        assert_eq!(page.known(&id("1")).unwrap().state, State::Inactive);

        let (page, ticket) = switch(&page, State::Active);
        let lost = Verdict::Unknown(Problem::local(EndpointId::Activate, Code::TimedOut));
        let page = switched(&page, ticket, lost);
        assert_eq!(page.known(&id("1")), None, "after a lost reply nobody knows");
        let (_, effects) = step(&page, Action::RemedyChosen(RemedyAction::TryAgain, Some(id("1"))));
        assert!(matches!(effects.as_slice(), [Effect::Switch(_, _, State::Active)]));
    }

    #[test]
    fn a_refused_switch_leaves_the_known_state_alone() {
        let (page, ticket) = switch(&signed_in(), State::Inactive);
        let page = switched(&page, ticket, Verdict::Done(()));
        let (page, ticket) = switch(&page, State::Active);
        let page = switched(&page, ticket, Verdict::Refused(problem(EndpointId::Activate, Code::NoAccess)));
        assert_eq!(page.known(&id("1")).unwrap().state, State::Inactive);
        assert_eq!(page.outcome(&id("1")).unwrap().1.kind, OutcomeKind::Refused);
        assert!(after(&page, Action::OutcomeDismissed(id("1"))).outcome(&id("1")).is_none());
    }

    #[test]
    fn an_identifier_that_is_no_number_is_not_sent() {
        let page = after(&signed_in(), Action::IdentifierEdited("4/..".into()));
        let (page, effects) = step(&page, Action::SwitchByIdentifierAsked(State::Inactive));
        assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Identifier)]));
        assert_eq!(page.by_identifier, Some(Err(Code::IdentifierNotNumeric)));
    }

    #[test]
    fn a_creation_is_checked_sent_once_and_listed() {
        let page = after(&signed_in(), Action::CreateOpened);
        let (page, effects) = step(&page, Action::CreateAsked);
        assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Create(CreateField::Name))]));
        let fill = |page, (field, text): (_, &str)| after(&page, Action::CreateEdited(field, text.into()));
        let fields = [(CreateField::Name, "n"), (CreateField::Url, "u"), (CreateField::ClientId, "c")];
        let page = fields.into_iter().fold(page, fill);
        let (page, effects) = step(&page, Action::CreateAsked);
        let [Effect::Create(ticket, new)] = effects.as_slice() else { panic!("one creation") };
        assert!(new.name == "n" && new.client_secret.is_none());
        assert!(page.update(Action::CreateAsked).is_none(), "a double click");
        assert!(page.update(Action::CreateClosed).is_none(), "not while the answer is out");

        let refused = Verdict::Refused(problem(EndpointId::CreateApiSecret, Code::IdentifierCodeTaken));
        let kept = after(&page, Action::Created { ticket: *ticket, verdict: refused, at: Timestamp(1) });
        assert_eq!(kept.create.unwrap().text(CreateField::Url), "u", "a refusal loses nothing");

        let done = Action::Created { ticket: *ticket, verdict: Verdict::Done("44".into()), at: Timestamp(1) };
        let (page, effects) = step(&page, done);
        assert!(page.create.is_none() && page.created == Some(("n".into(), "44".into())));
        assert!(matches!(effects.as_slice(), [Effect::List(_)]));
    }

    #[test]
    fn signing_out_forgets_everything_but_the_client_id() {
        let (page, effects) = step(&signed_in(), Action::SignOutAsked);
        assert!(matches!(effects.as_slice(), [Effect::SignOut]));
        assert!(page.list.data.is_none() && page.sign_in.client_id == "id");
    }

    #[test]
    fn the_latest_good_switch_is_told_with_its_row() {
        let page = signed_in();
        assert!(page.latest_good().is_none());
        let (page, ticket) = switch(&page, State::Inactive);
        let page = switched(&page, ticket, Verdict::Done(()));
        let (row, state, _) = page.latest_good().unwrap();
        assert_eq!((row.name.as_str(), state), ("Alpha", State::Inactive));
    }

    #[test]
    fn reading_is_asked_for_proves_the_state_and_is_forgotten_when_closed() {
        let page = after(&signed_in(), Action::DetailsOpened(id("1"), "Alpha".into()));
        let (page, effects) = step(&page, Action::ReadAsked);
        let [Effect::Read(ticket, _)] = effects.as_slice() else { panic!("one reading") };
        assert!(page.update(Action::ReadAsked).is_none(), "a double click would count twice");
        let inactive = problem(EndpointId::ReadApiSecret, Code::Inactive);
        let refused = after(&page, Action::Read(*ticket, Err(inactive), Timestamp(4)));
        assert_eq!(refused.known(&id("1")).unwrap().state, State::Inactive);
        let (activating, effects) =
            step(&refused, Action::RemedyChosen(RemedyAction::Activate, Some(id("1"))));
        assert!(
            activating.details.is_none()
                && matches!(effects.as_slice(), [Effect::Switch(_, _, State::Active)])
        );

        let content = ApiSecret { client_secret: Some(Secret::from("s")), ..ApiSecret::default() };
        let read = after(&page, Action::Read(*ticket, Ok(content), Timestamp(4)));
        assert_eq!(read.known(&id("1")).unwrap().state, State::Active);
        assert!(matches!(step(&read, Action::CopyAsked).1.as_slice(), [Effect::Copy(_)]));
        let closed = after(&read, Action::DetailsClosed);
        assert!(closed.details.is_none() && closed.update(Action::CopyAsked).is_none());

        let closed_early = after(&page, Action::DetailsClosed);
        assert!(closed_early.update(Action::Read(*ticket, Ok(ApiSecret::default()), Timestamp(4))).is_none());
    }
}
