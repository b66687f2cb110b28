//! The *Admin key* page: register, change the secret, regenerate.
//!
//! Secrets that were typed are dropped as soon as they did their work; an admin key is kept until
//! its owner says that it is stored, wherever they go in the page meanwhile.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::validate::{self, Known, Role, Strength, Warning};
use latchboard_contract::{Fingerprint, Secret};

use crate::{Inquiry, Model, Outcome, OutcomeKind, Ticket, Timestamp};

/// What a user comes to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Register a customer secret.
    #[default]
    Register,
    /// Replace the customer secret.
    ChangeSecret,
    /// Make a new admin key.
    Regenerate,
}

impl Task {
    /// All tasks, in the order of their use.
    pub const ALL: [Self; 3] = [Self::Register, Self::ChangeSecret, Self::Regenerate];

    /// The call that it makes.
    #[must_use]
    pub const fn endpoint(self) -> EndpointId {
        match self {
            Self::Register => EndpointId::Register,
            Self::ChangeSecret => EndpointId::UpdateSecret,
            Self::Regenerate => EndpointId::RegenerateKey,
        }
    }

    /// As it stands in the page's address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::ChangeSecret => "change-secret",
            Self::Regenerate => "regenerate",
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.slug())
    }
}

impl FromStr for Task {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|task| task.slug() == text).ok_or(())
    }
}

/// The fields of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The account's API key.
    ApiKey,
    /// The customer secret; the present one when it is to be changed.
    Secret,
    /// The one that takes its place.
    NewSecret,
    /// An admin key that is to be tested.
    AdminKey,
}

/// An admin key that is on screen, until its owner has stored it.
#[derive(Clone)]
pub struct OneTimeKey {
    /// The key.
    pub key: Rc<Secret>,
    /// What became of the last attempt to copy it, unless it was downloaded since.
    pub copied: Option<Result<(), CopyFailed>>,
    /// It was handed to the browser as a file.
    pub downloaded: bool,
}

/// The browser did not copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyFailed;

/// A secret that was made here, for a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The field that it stands in.
    pub field: Field,
    /// What became of the last attempt to copy it.
    pub copied: Option<Result<(), CopyFailed>>,
}

/// What stays of an admin key once it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Tells this key from others without showing it.
    pub fingerprint: Fingerprint,
    /// When the server gave it.
    pub at: Timestamp,
}

/// Whether an admin key works, as far as it was tested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Probe {
    /// Nobody asked.
    #[default]
    Idle,
    /// The server is being asked.
    Asking(Ticket),
    /// The server accepted the key, or why not.
    Told(Result<(), Problem>, Timestamp),
}

/// What a call carries.
#[derive(Clone)]
pub struct Sent {
    /// The service that is asked.
    pub service: Service,
    /// The account's API key.
    pub api_key: Rc<Secret>,
    /// The (present) secret.
    pub secret: Rc<Secret>,
    /// The new secret, for a change.
    pub new_secret: Rc<Secret>,
}

/// The page's state.
#[derive(Clone)]
pub struct AdminKeyPage {
    /// The task that is shown.
    pub task: Task,
    /// The service whose key it is.
    pub service: Service,
    api_key: Rc<Secret>,
    secret: Rc<Secret>,
    new_secret: Rc<Secret>,
    /// Faults are shown from the first attempt to send.
    checked: bool,
    ticket: Ticket,
    running: Option<Task>,
    outcome: Option<(Task, Outcome)>,
    /// What the last call carried, for as long as it is not known what became of it.
    inquiry: Option<(Task, Sent, Inquiry)>,
    /// The secret that was made here, while it stands in the form.
    pub generated: Option<Generated>,
    /// The key that is on screen now.
    pub one_time: Option<OneTimeKey>,
    /// The key that was issued last.
    pub issued: Option<Issued>,
    admin_key: Rc<Secret>,
    /// What the last test of an admin key told.
    pub probe: Probe,
}

/// What can happen.
pub enum Action {
    /// Another task was chosen, by link or address.
    TaskChosen(Task),
    /// The other service was chosen.
    ServiceChosen(Service),
    /// Somebody typed.
    Edited(Field, Secret),
    /// A new secret is wanted for a field.
    GenerateAsked(Field),
    /// It was made.
    Generated(Field, Secret),
    /// The secret that was made shall be copied.
    CopyGeneratedAsked,
    /// The browser copied it, or did not.
    GeneratedCopied(Result<(), CopyFailed>),
    /// Everything that was typed shall be gone from the page.
    ForgetAsked,
    /// The form was submitted.
    SubmitAsked,
    /// A call ended.
    Answered {
        /// The call.
        ticket: Ticket,
        /// What became of it; `Some` key when the server sent one.
        verdict: Verdict<Option<Secret>>,
        /// When.
        at: Timestamp,
    },
    /// Find out what became of the call without an answer.
    ResolveAsked,
    /// The answer to a question about it.
    Resolved {
        /// The question.
        ticket: Ticket,
        /// What the question itself led to; `Some` key when the server sent one.
        verdict: Verdict<Option<Secret>>,
        /// What it proves.
        conclusion: Conclusion,
        /// When.
        at: Timestamp,
    },
    /// Does the admin key work: the one on screen, else the one that was typed?
    ProbeAsked,
    /// The server's answer to that.
    Probed(Ticket, Result<(), Problem>, Timestamp),
    /// The key on screen shall be copied.
    CopyAsked,
    /// The browser copied, or did not.
    Copied(Result<(), CopyFailed>),
    /// The key on screen shall become a file.
    DownloadAsked,
    /// The browser took it.
    Downloaded,
    /// The owner has stored the key.
    KeyStored,
    /// The remedy's button was pressed.
    RemedyChosen(RemedyAction),
}

/// What the page wants done.
pub enum Effect {
    /// Make the call of `task`.
    Call {
        /// To be given back with the answer.
        ticket: Ticket,
        /// Which call.
        task: Task,
        /// What goes along.
        sent: Sent,
    },
    /// Ask about a call of `task` that was left without an answer.
    Ask {
        /// To be given back with the answer.
        ticket: Ticket,
        /// What to ask.
        question: Question,
        /// Which call it is about.
        task: Task,
        /// What that call carried.
        sent: Sent,
    },
    /// Ask the server whether an admin key works.
    Probe {
        /// To be given back with the answer.
        ticket: Ticket,
        /// At which service.
        service: Service,
        /// The account's API key.
        api_key: Rc<Secret>,
        /// The key to test.
        admin_key: Rc<Secret>,
    },
    /// Make a secret for a field.
    Generate(Field),
    /// Put the secret of a field on the clipboard.
    CopyField(Field, Rc<Secret>),
    /// Put the key on the clipboard.
    Copy(Rc<Secret>),
    /// Hand the key to the browser as a file.
    Download(Rc<Secret>),
    /// Put the cursor into a field.
    Focus(Field),
    /// Show the page of a task.
    Open(Task),
}

fn nothing() -> Rc<Secret> {
    Rc::new(Secret::new(String::new()))
}

impl Default for AdminKeyPage {
    fn default() -> Self {
        Self {
            task: Task::default(),
            service: Service::default(),
            api_key: nothing(),
            secret: nothing(),
            new_secret: nothing(),
            checked: false,
            ticket: Ticket::default(),
            running: None,
            outcome: None,
            inquiry: None,
            generated: None,
            one_time: None,
            issued: None,
            admin_key: nothing(),
            probe: Probe::Idle,
        }
    }
}

impl AdminKeyPage {
    /// What stands in a field.
    #[must_use]
    pub fn text(&self, field: Field) -> &Rc<Secret> {
        match field {
            Field::ApiKey => &self.api_key,
            Field::Secret => &self.secret,
            Field::NewSecret => &self.new_secret,
            Field::AdminKey => &self.admin_key,
        }
    }

    /// Whether the page holds anything that somebody typed.
    #[must_use]
    pub fn is_anything_typed(&self) -> bool {
        [&self.api_key, &self.secret, &self.new_secret, &self.admin_key].iter().any(|text| !text.is_empty())
    }

    /// Shows every secret that the page holds.
    pub fn secrets(&self, look: &mut dyn FnMut(&Secret)) {
        let typed = [&self.api_key, &self.secret, &self.new_secret, &self.admin_key];
        let sent =
            self.inquiry.iter().flat_map(|(_, sent, _)| [&sent.api_key, &sent.secret, &sent.new_secret]);
        let shown = self.one_time.iter().map(|one_time| &one_time.key);
        typed.into_iter().chain(sent).chain(shown).for_each(|secret| look(secret));
    }

    /// The fields of the task at hand, in the order of the form.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        match self.task {
            Task::ChangeSecret => &[Field::ApiKey, Field::Secret, Field::NewSecret],
            Task::Register | Task::Regenerate => &[Field::ApiKey, Field::Secret],
        }
    }

    /// What is wrong with a field, once the user has tried to send.
    #[must_use]
    pub fn fault(&self, field: Field) -> Option<Code> {
        self.checked.then(|| self.check(field).err()).flatten()
    }

    /// What to point out about a secret, from the first key press.
    #[must_use]
    pub fn warnings(&self, field: Field) -> Vec<Warning> {
        let admin_key = self.issued.as_ref().map(|issued| &issued.fingerprint);
        let known = Known { api_key: Some(&self.api_key), admin_key };
        match field {
            Field::ApiKey | Field::AdminKey => Vec::new(),
            Field::Secret | Field::NewSecret => {
                validate::warnings(self.text(field), self.role(field), &known)
            }
        }
    }

    /// Whether the secret in `field` is being chosen, or in force already.
    const fn role(&self, field: Field) -> Role {
        match (self.task, field) {
            (Task::Register, _) | (_, Field::NewSecret) => Role::Chosen,
            _ => Role::Present,
        }
    }

    /// How hard the secret in a field is to guess, while it is being chosen.
    #[must_use]
    pub fn strength(&self, field: Field) -> Option<Strength> {
        let text = self.text(field);
        let chosen = is_customer_secret(field) && self.role(field) == Role::Chosen && !text.is_empty();
        chosen.then(|| validate::strength(text))
    }

    /// Tells the secret in a field from others without showing it.
    #[must_use]
    pub fn fingerprint(&self, field: Field) -> Option<Fingerprint> {
        let text = self.text(field);
        (is_customer_secret(field) && !text.is_empty()).then(|| Fingerprint::of(text))
    }

    /// The task whose call is under way.
    #[must_use]
    pub const fn running(&self) -> Option<Task> {
        self.running
    }

    /// What became of the last call of the task that is shown.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref().filter(|(task, _)| *task == self.task).map(|(_, outcome)| outcome)
    }

    /// What is known of the call of this task that was left without an answer.
    #[must_use]
    pub fn inquiry(&self) -> Option<&Inquiry> {
        self.inquiry.as_ref().filter(|(task, ..)| *task == self.task).map(|(_, _, inquiry)| inquiry)
    }

    fn with_text(&self, field: Field, text: Secret) -> Self {
        let text = Rc::new(text);
        match field {
            Field::ApiKey => Self { api_key: text, ..self.clone() },
            Field::Secret => Self { secret: text, ..self.clone() },
            Field::NewSecret => Self { new_secret: text, ..self.clone() },
            Field::AdminKey => Self { admin_key: text, probe: Probe::Idle, ..self.clone() },
        }
    }

    fn check(&self, field: Field) -> Result<(), Code> {
        match field {
            Field::ApiKey => validate::api_key(&self.api_key),
            Field::AdminKey if self.admin_key.is_empty() => Err(Code::FieldMissing),
            Field::AdminKey => Ok(()),
            Field::Secret => match self.role(field) {
                Role::Chosen => validate::customer_secret(&self.secret),
                Role::Present => validate::present_secret(&self.secret),
            },
            Field::NewSecret => validate::customer_secret(&self.new_secret).and_then(|()| {
                validate::secret_change(&self.secret, &self.new_secret).or_else(only_unchanged)
            }),
        }
    }

    fn submit(&self) -> Option<(Self, Vec<Effect>)> {
        // A double click, or Enter on a held key: the first one is under way.
        if self.running.is_some() || self.one_time.is_some() {
            return None;
        }
        if let Some(&field) = self.fields().iter().find(|field| self.check(**field).is_err()) {
            return Some((Self { checked: true, outcome: None, ..self.clone() }, vec![Effect::Focus(field)]));
        }
        let ticket = self.ticket.next();
        let sent = Sent {
            service: self.service,
            api_key: self.api_key.clone(),
            secret: self.secret.clone(),
            new_secret: self.new_secret.clone(),
        };
        let inquiry = Inquiry::about(self.task.endpoint()).map(|inquiry| (self.task, sent.clone(), inquiry));
        let call = Effect::Call { ticket, task: self.task, sent };
        let running = Some(self.task);
        Some((Self { ticket, running, checked: false, outcome: None, inquiry, ..self.clone() }, vec![call]))
    }

    fn ask_for_probe(&self) -> Option<(Self, Vec<Effect>)> {
        if matches!(self.probe, Probe::Asking(_)) {
            return None;
        }
        let admin_key = match &self.one_time {
            Some(shown) => shown.key.clone(),
            None => {
                let wanted = [Field::ApiKey, Field::AdminKey];
                if let Some(field) = wanted.into_iter().find(|field| self.check(*field).is_err()) {
                    return Some((Self { checked: true, ..self.clone() }, vec![Effect::Focus(field)]));
                }
                self.admin_key.clone()
            }
        };
        let ticket = self.ticket.next();
        let probe = Effect::Probe { ticket, service: self.service, api_key: self.api_key.clone(), admin_key };
        Some((Self { ticket, probe: Probe::Asking(ticket), ..self.clone() }, vec![probe]))
    }

    fn ask(&self) -> Option<(Self, Vec<Effect>)> {
        let (task, sent, inquiry) = self.inquiry.clone()?;
        if self.running.is_some() || self.one_time.is_some() || inquiry.finding.is_some() {
            return None;
        }
        let ticket = self.ticket.next();
        let ask = Effect::Ask { ticket, question: inquiry.question, task, sent };
        Some((Self { ticket, running: Some(task), ..self.clone() }, vec![ask]))
    }

    fn resolved(
        &self,
        verdict: Verdict<Option<Secret>>,
        conclusion: Conclusion,
        at: Timestamp,
    ) -> Option<Self> {
        let (task, sent, inquiry) = self.inquiry.clone()?;
        let inquiry = inquiry.concluded(conclusion);
        let outcome = match inquiry.finding {
            None => self.outcome.clone(),
            Some(finding) => {
                let kind = if finding == Finding::AsAsked { OutcomeKind::Done } else { OutcomeKind::Refused };
                Some((task, Outcome { kind, problem: None, at }))
            }
        };
        let inquiry = Some((task, sent, inquiry));
        let next = Self { running: None, outcome, inquiry, ..self.clone() };
        Some(match verdict {
            Verdict::Done(key) => next.succeeded(key, at),
            _ => next,
        })
    }

    fn answered(&self, verdict: Verdict<Option<Secret>>, at: Timestamp) -> Self {
        let outcome = self.running.map(|task| (task, Outcome::of(&verdict, at)));
        // Only a call without an answer leaves a question, and the secrets to ask it with.
        let inquiry = self.inquiry.clone().filter(|_| matches!(verdict, Verdict::Unknown(_)));
        let next = Self { running: None, outcome, inquiry, ..self.clone() };
        match verdict {
            Verdict::Done(key) => next.succeeded(key, at),
            _ => next,
        }
    }

    /// The secrets did their work; the API key stays for the next task.
    fn succeeded(&self, key: Option<Secret>, at: Timestamp) -> Self {
        let inquiry = self.inquiry.clone().map(|(task, sent, inquiry)| {
            (task, Sent { secret: nothing(), new_secret: nothing(), ..sent }, inquiry)
        });
        let next =
            Self { secret: nothing(), new_secret: nothing(), generated: None, inquiry, ..self.clone() };
        let Some(key) = key else { return next };
        let issued = Some(Issued { fingerprint: Fingerprint::of(&key), at });
        let one_time = Some(OneTimeKey { key: Rc::new(key), copied: None, downloaded: false });
        Self { issued, one_time, probe: Probe::Idle, ..next }
    }

    /// The present secret was refused, perhaps because the change was made before: regenerating
    /// with the new one tells. That kills the admin key, so the user presses the button there.
    fn resolve(&self) -> (Self, Vec<Effect>) {
        let regenerate = vec![Effect::Open(Task::Regenerate)];
        if self.new_secret.is_empty() {
            return (self.clone(), regenerate);
        }
        let secret = self.new_secret.clone();
        (Self { secret, new_secret: nothing(), ..self.clone() }, regenerate)
    }

    fn remedy(&self, action: RemedyAction) -> Option<(Self, Vec<Effect>)> {
        match action {
            RemedyAction::EditSecret => Some((self.clone(), vec![Effect::Focus(Field::Secret)])),
            RemedyAction::EditApiKey => Some((self.clone(), vec![Effect::Focus(Field::ApiKey)])),
            RemedyAction::RegenerateInstead => Some((self.clone(), vec![Effect::Open(Task::Regenerate)])),
            RemedyAction::TryAgain => self.submit(),
            RemedyAction::Resolve => Some(self.resolve()),
            RemedyAction::RefreshList | RemedyAction::Activate | RemedyAction::SignIn => None,
        }
    }
}

const fn is_customer_secret(field: Field) -> bool {
    matches!(field, Field::Secret | Field::NewSecret)
}

/// A fault of the old secret is reported at its own field; here only the comparison counts.
fn only_unchanged(code: Code) -> Result<(), Code> {
    if code == Code::SecretUnchanged { Err(code) } else { Ok(()) }
}

impl Model for AdminKeyPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&self, action: Action) -> Option<(Self, Vec<Effect>)> {
        let quiet = |page: Self| Some((page, Vec::new()));
        match action {
            Action::TaskChosen(task) if task == self.task => None,
            Action::TaskChosen(task) => quiet(Self { task, checked: false, ..self.clone() }),
            Action::ServiceChosen(service) if service == self.service || self.running.is_some() => None,
            Action::ServiceChosen(service) => quiet(Self { service, outcome: None, ..self.clone() }),
            Action::Edited(..) if self.running.is_some() => None,
            Action::Edited(field, text) => {
                let generated = self.generated.filter(|generated| generated.field != field);
                quiet(Self { generated, ..self.with_text(field, text) })
            }
            Action::GenerateAsked(_) | Action::Generated(..) if self.running.is_some() => None,
            Action::GenerateAsked(field) => Some((self.clone(), vec![Effect::Generate(field)])),
            Action::Generated(field, text) => {
                let generated = Some(Generated { field, copied: None });
                quiet(Self { generated, ..self.with_text(field, text) })
            }
            Action::CopyGeneratedAsked => {
                let field = self.generated?.field;
                Some((self.clone(), vec![Effect::CopyField(field, self.text(field).clone())]))
            }
            Action::GeneratedCopied(result) => {
                let generated = Some(Generated { copied: Some(result), ..self.generated? });
                quiet(Self { generated, ..self.clone() })
            }
            Action::SubmitAsked => self.submit(),
            Action::Answered { ticket, .. } if ticket != self.ticket || self.running.is_none() => None,
            Action::Answered { verdict, at, .. } => quiet(self.answered(verdict, at)),
            Action::ProbeAsked => self.ask_for_probe(),
            Action::Probed(ticket, ..) if self.probe != Probe::Asking(ticket) => None,
            Action::Probed(_, result, at) => quiet(Self { probe: Probe::Told(result, at), ..self.clone() }),
            Action::ResolveAsked => self.ask(),
            Action::Resolved { ticket, .. } if ticket != self.ticket || self.running.is_none() => None,
            Action::Resolved { verdict, conclusion, at, .. } => {
                quiet(self.resolved(verdict, conclusion, at)?)
            }
            Action::CopyAsked => {
                let one_time = self.one_time.as_ref()?;
                Some((self.clone(), vec![Effect::Copy(one_time.key.clone())]))
            }
            Action::Copied(result) => {
                let one_time =
                    OneTimeKey { copied: Some(result), downloaded: false, ..self.one_time.clone()? };
                quiet(Self { one_time: Some(one_time), ..self.clone() })
            }
            // A call under way and a key on screen still need theirs.
            Action::ForgetAsked if self.running.is_some() || self.one_time.is_some() => None,
            Action::ForgetAsked => quiet(Self {
                task: self.task,
                service: self.service,
                ticket: self.ticket,
                issued: self.issued.clone(),
                ..Self::default()
            }),
            Action::DownloadAsked => {
                let one_time = self.one_time.as_ref()?;
                Some((self.clone(), vec![Effect::Download(one_time.key.clone())]))
            }
            Action::Downloaded => {
                let one_time = OneTimeKey { copied: None, downloaded: true, ..self.one_time.clone()? };
                quiet(Self { one_time: Some(one_time), ..self.clone() })
            }
            Action::KeyStored => {
                self.one_time.as_ref()?;
                quiet(Self { one_time: None, probe: Probe::Idle, ..self.clone() })
            }
            Action::RemedyChosen(action) => self.remedy(action),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::Verdict;
    use latchboard_client::resolve::{Conclusion, Finding, Question};
    use latchboard_contract::Secret;
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::error::{Code, Problem, RemedyAction};

    use super::{Action, AdminKeyPage, CopyFailed, Effect, Field, Probe, Task};
    use crate::{Model, OutcomeKind, Ticket, Timestamp};

    fn after(page: &AdminKeyPage, action: Action) -> AdminKeyPage {
        page.update(action).expect("a change").0
    }

    fn filled(task: Task) -> AdminKeyPage {
        let mut page = AdminKeyPage { task, ..AdminKeyPage::default() };
        for (field, text) in
            [(Field::ApiKey, "key"), (Field::Secret, "old one"), (Field::NewSecret, "new one")]
        {
            page = after(&page, Action::Edited(field, Secret::from(text)));
        }
        page
    }

    fn submitted(page: &AdminKeyPage) -> (AdminKeyPage, Ticket) {
        let (page, effects) = page.update(Action::SubmitAsked).expect("a change");
        match effects.as_slice() {
            [Effect::Call { ticket, .. }] => (page, *ticket),
            _ => panic!("one call"),
        }
    }

    fn answered(page: &AdminKeyPage, ticket: Ticket, verdict: Verdict<Option<Secret>>) -> AdminKeyPage {
        after(page, Action::Answered { ticket, verdict, at: Timestamp(1) })
    }

    #[test]
    fn a_form_with_faults_sends_nothing_and_puts_the_cursor_into_the_first() {
        let page = AdminKeyPage::default();
        assert_eq!(page.fault(Field::Secret), None, "no complaint before the first attempt");
        let (page, effects) = page.update(Action::SubmitAsked).unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Focus(Field::ApiKey)]));
        assert_eq!(page.fault(Field::ApiKey), Some(Code::ApiKeyMissing));
        assert_eq!(page.fault(Field::Secret), Some(Code::SecretEmpty));
        let page = after(&page, Action::Edited(Field::Secret, Secret::from("fine now")));
        assert_eq!(page.fault(Field::Secret), None);
    }

    #[test]
    fn the_new_secret_must_differ() {
        let page =
            after(&filled(Task::ChangeSecret), Action::Edited(Field::NewSecret, Secret::from("old one")));
        let page = after(&page, Action::SubmitAsked);
        assert_eq!(page.fault(Field::NewSecret), Some(Code::SecretUnchanged));
        assert_eq!(page.fault(Field::Secret), None);
    }

    #[test]
    fn what_was_typed_is_forgotten_on_request_and_not_under_a_call() {
        let (running, ticket) = submitted(&filled(Task::Register));
        assert!(running.update(Action::ForgetAsked).is_none());
        let lost = Verdict::Unknown(Problem::local(EndpointId::Register, Code::ConnectionFailed));
        let page = after(&answered(&running, ticket, lost), Action::ForgetAsked);
        for field in [Field::ApiKey, Field::Secret, Field::NewSecret, Field::AdminKey] {
            assert!(page.text(field).is_empty(), "{field:?}");
        }
        assert!(page.outcome().is_none() && page.inquiry().is_none() && page.task == Task::Register);
        let late = Action::Answered { ticket, verdict: Verdict::Done(None), at: Timestamp(1) };
        assert!(page.update(late).is_none(), "a late answer finds nothing");
    }

    #[test]
    fn a_double_click_sends_once() {
        let (page, _) = submitted(&filled(Task::Register));
        assert!(page.update(Action::SubmitAsked).is_none());
    }

    #[test]
    fn the_admin_key_stays_on_screen_until_it_is_stored() {
        let (page, ticket) = submitted(&filled(Task::Register));
        let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
        assert!(page.text(Field::Secret).is_empty() && !page.text(Field::ApiKey).is_empty());
        assert!(page.update(Action::SubmitAsked).is_none(), "no second call under the dialog");
        let page = after(&page, Action::TaskChosen(Task::Regenerate));
        let page = after(&page, Action::Copied(Err(CopyFailed)));
        assert!(page.one_time.as_ref().unwrap().copied == Some(Err(CopyFailed)));
        let (page, effects) = page.update(Action::DownloadAsked).unwrap();
        assert!(matches!(&effects[..], [Effect::Download(key)] if **key == Secret::from("abc")));
        let (page, _) = page.update(Action::Downloaded).unwrap();
        let shown = page.one_time.as_ref().unwrap();
        assert!(shown.downloaded && shown.copied.is_none());
        let page = after(&page, Action::KeyStored);
        assert!(page.one_time.is_none());
        assert_eq!(page.issued.unwrap().fingerprint.as_str(), "ba7816bf8f01");
    }

    #[test]
    fn a_change_without_a_key_is_done_and_shows_no_dialog() {
        let (page, ticket) = submitted(&filled(Task::ChangeSecret));
        let page = answered(&page, ticket, Verdict::Done(None));
        assert!(page.one_time.is_none() && page.issued.is_none());
        assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Done);
    }

    #[test]
    fn a_refusal_keeps_what_was_typed_and_its_remedy_leads_on() {
        let (page, ticket) = submitted(&filled(Task::Register));
        let refused =
            Problem { status: Some(403), ..Problem::local(EndpointId::Register, Code::AlreadyRegistered) };
        assert_eq!(refused.entry().action, Some(RemedyAction::RegenerateInstead));
        let page = answered(&page, ticket, Verdict::Refused(refused));
        assert!(!page.text(Field::Secret).is_empty());
        let (page, effects) = page.update(Action::RemedyChosen(RemedyAction::RegenerateInstead)).unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Open(Task::Regenerate)]));
        let page = after(&page, Action::TaskChosen(Task::Regenerate));
        assert!(page.outcome().is_none() && !page.text(Field::Secret).is_empty());
        assert!(after(&page, Action::TaskChosen(Task::Register)).outcome().is_some(), "nothing is forgotten");
    }

    #[test]
    fn a_refused_change_is_resolved_by_regenerating_with_the_new_secret() {
        let (page, ticket) = submitted(&filled(Task::ChangeSecret));
        let new_secret = page.text(Field::NewSecret).duplicate();
        let problem = Problem::local(EndpointId::UpdateSecret, Code::SecretRejected);
        let refused = Problem { status: Some(401), ..problem };
        assert_eq!(refused.entry().action, Some(RemedyAction::Resolve));
        let page = answered(&page, ticket, Verdict::Refused(refused));
        let (page, effects) = page.update(Action::RemedyChosen(RemedyAction::Resolve)).unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Open(Task::Regenerate)]), "nothing is sent yet");
        assert!(**page.text(Field::Secret) == new_secret && page.text(Field::NewSecret).is_empty());
    }

    #[test]
    fn an_answer_belongs_to_the_task_that_asked() {
        let (page, ticket) = submitted(&filled(Task::Register));
        let page = after(&page, Action::TaskChosen(Task::Regenerate));
        let unknown = Verdict::Unknown(Problem::local(EndpointId::Register, Code::TimedOut));
        let page = answered(&page, ticket, unknown);
        assert!(page.outcome().is_none());
        assert_eq!(
            after(&page, Action::TaskChosen(Task::Register)).outcome().unwrap().kind,
            OutcomeKind::Unknown
        );
        let late = Action::Answered { ticket, verdict: Verdict::Done(None), at: Timestamp(2) };
        assert!(page.update(late).is_none());
    }

    #[test]
    fn a_lost_change_is_found_out_question_by_question() {
        let (page, ticket) = submitted(&filled(Task::ChangeSecret));
        assert!(page.update(Action::ResolveAsked).is_none(), "the answer may still come");
        let lost = Verdict::Unknown(Problem::local(EndpointId::UpdateSecret, Code::TimedOut));
        let page = answered(&page, ticket, lost);
        let page = after(&page, Action::Edited(Field::Secret, Secret::from("typed meanwhile")));

        let (page, effects) = page.update(Action::ResolveAsked).unwrap();
        let [Effect::Ask { ticket, question: Question::SameAgain, sent, .. }] = effects.as_slice() else {
            panic!("the same call again")
        };
        assert!(*sent.secret == Secret::from("old one"), "as it was sent, not as it stands in the form");
        let refused =
            Problem { status: Some(401), ..Problem::local(EndpointId::UpdateSecret, Code::SecretRejected) };
        let (verdict, conclusion) = (Verdict::Refused(refused), Conclusion::Ask(Question::ConfirmNewSecret));
        let page = after(&page, Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(2) });
        assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Unknown, "still");

        let (page, effects) = page.update(Action::ResolveAsked).unwrap();
        let [Effect::Ask { ticket, question: Question::ConfirmNewSecret, .. }] = effects.as_slice() else {
            panic!("the question that decides")
        };
        let (verdict, conclusion) =
            (Verdict::Done(Some(Secret::from("k"))), Conclusion::Settled(Finding::AsAsked));
        let page = after(&page, Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(3) });
        assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Done);
        assert_eq!(page.inquiry().unwrap().finding, Some(Finding::AsAsked));
        assert!(page.one_time.is_some() && page.text(Field::Secret).is_empty());
        assert!(
            after(&page, Action::KeyStored).update(Action::ResolveAsked).is_none(),
            "nothing more to ask"
        );
    }

    #[test]
    fn a_question_without_an_answer_can_be_asked_again() {
        let (page, ticket) = submitted(&filled(Task::Register));
        let timed_out = || Problem::local(EndpointId::Register, Code::TimedOut);
        let page = answered(&page, ticket, Verdict::Unknown(timed_out()));
        let (page, _) = page.update(Action::ResolveAsked).unwrap();
        let (verdict, conclusion) = (Verdict::Unknown(timed_out()), Conclusion::Open(timed_out()));
        let page =
            after(&page, Action::Resolved { ticket: ticket.next(), verdict, conclusion, at: Timestamp(2) });
        assert_eq!(page.inquiry().unwrap().problem, Some(timed_out()));
        assert!(page.update(Action::ResolveAsked).is_some());
    }

    #[test]
    fn an_answered_call_leaves_no_question_and_no_secret_behind() {
        let (page, ticket) = submitted(&filled(Task::Register));
        let refused =
            Problem { status: Some(403), ..Problem::local(EndpointId::Register, Code::AlreadyRegistered) };
        let page = answered(&page, ticket, Verdict::Refused(refused));
        assert!(page.inquiry().is_none() && page.update(Action::ResolveAsked).is_none());
    }

    #[test]
    fn a_generated_secret_stands_in_the_form_until_somebody_types_over_it() {
        let (page, effects) = filled(Task::Register).update(Action::GenerateAsked(Field::Secret)).unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Generate(Field::Secret)]));
        let page = after(&page, Action::Generated(Field::Secret, Secret::from("made here")));
        let (page, effects) = page.update(Action::CopyGeneratedAsked).unwrap();
        assert!(
            matches!(effects.as_slice(), [Effect::CopyField(Field::Secret, text)] if **text == Secret::from("made here"))
        );
        let page = after(&page, Action::GeneratedCopied(Ok(())));
        assert_eq!(page.generated.unwrap().copied, Some(Ok(())));
        let other = after(&page, Action::Edited(Field::ApiKey, Secret::from("k")));
        assert!(other.generated.is_some());
        let typed = after(&page, Action::Edited(Field::Secret, Secret::from("typed")));
        assert!(typed.generated.is_none() && typed.update(Action::CopyGeneratedAsked).is_none());
    }

    #[test]
    fn strength_is_told_of_a_secret_that_is_being_chosen_only() {
        assert!(filled(Task::Register).strength(Field::Secret).is_some());
        let page = filled(Task::ChangeSecret);
        assert!(page.strength(Field::Secret).is_none() && page.strength(Field::NewSecret).is_some());
        assert!(page.strength(Field::ApiKey).is_none() && page.fingerprint(Field::ApiKey).is_none());
    }

    #[test]
    fn the_key_on_screen_is_tested_first_and_a_typed_one_otherwise() {
        let (page, ticket) = submitted(&filled(Task::Register));
        let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
        let (page, effects) = page.update(Action::ProbeAsked).unwrap();
        let [Effect::Probe { ticket, admin_key, .. }] = effects.as_slice() else { panic!("one question") };
        assert!(**admin_key == Secret::from("abc"));
        assert!(page.update(Action::ProbeAsked).is_none(), "a double click");
        let page = after(&page, Action::Probed(*ticket, Ok(()), Timestamp(5)));
        assert_eq!(page.probe, Probe::Told(Ok(()), Timestamp(5)));
        let page = after(&page, Action::KeyStored);
        assert_eq!(page.probe, Probe::Idle);

        let (page, effects) = page.update(Action::ProbeAsked).unwrap();
        assert!(matches!(effects.as_slice(), [Effect::Focus(Field::AdminKey)]));
        assert_eq!(page.fault(Field::AdminKey), Some(Code::FieldMissing));
        let page = after(&page, Action::Edited(Field::AdminKey, Secret::from("typed")));
        let (_, effects) = page.update(Action::ProbeAsked).unwrap();
        assert!(
            matches!(effects.as_slice(), [Effect::Probe { admin_key, .. }] if **admin_key == Secret::from("typed"))
        );
    }
}
