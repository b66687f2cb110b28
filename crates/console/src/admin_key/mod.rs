//! The *Admin key* page: register, change the secret, regenerate.
//!
//! Secrets that were typed are dropped as soon as they did their work; an admin key, and a secret that was
//! generated here, are kept until their owner says that they are stored, wherever they go in the page meanwhile.
//! A call without an answer keeps what it carried until it is known what became of it, or its owner leaves it
//! unknown.

mod call_record;
mod key;
mod task;
#[cfg(test)]
mod tests;

pub use key::{CopyFailed, Issued, OneTimeItem, OneTimeKey, OneTimeText, Probe};
pub use task::Task;

use std::rc::Rc;

use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::{self, Known, Role, Strength, Warning};
use latchboard_contract::{Fingerprint, Secret};

use self::call_record::CallRecord;
use crate::{Changed, Effects, Model, Outcome, OutcomeKind, Resolution, Ticket, Timestamp};

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

/// A secret that was made here, for a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The field that it stands in.
    pub field: Field,
    /// What became of the last attempt to copy it.
    pub copied: Option<Result<(), CopyFailed>>,
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
    /// The secret that is in force after the call, if it was generated here: nobody else has it.
    generated: Option<Rc<Secret>>,
}

/// The call under way, or the question about one. It has its ticket here, so that nothing else that is asked
/// meanwhile makes its answer a late one.
#[derive(Clone)]
struct Running {
    ticket: Ticket,
    task: Task,
    sent: Sent,
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
    /// Faults are shown from the first attempt to send,
    checked: bool,
    /// and those of a test from the first attempt to test.
    probe_checked: bool,
    /// The last one that was given out.
    ticket: Ticket,
    running: Option<Running>,
    records: Vec<CallRecord>,
    /// The secret that was made here, while it stands in the form.
    pub generated: Option<Generated>,
    /// The key that is on screen now.
    pub one_time: Option<OneTimeKey>,
    /// The generated secret that is on screen now.
    pub one_time_secret: Option<OneTimeText>,
    /// The key that was issued last.
    pub issued: Option<Issued>,
    admin_key: Rc<Secret>,
    /// What the last test of the admin key that was typed told.
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
    /// Everything that stands in a field shall be gone from the page.
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
    /// Nobody wants to find out; what it carried shall be gone.
    LeftUnknown,
    /// The verdict on another call shall be shown.
    LookAsked(Task, Service),
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
    /// What is shown once shall be copied.
    CopyAsked(OneTimeItem),
    /// The browser copied, or did not.
    Copied(OneTimeItem, Result<(), CopyFailed>),
    /// What is shown once shall become a file.
    DownloadAsked(OneTimeItem),
    /// The browser took it.
    Downloaded(OneTimeItem),
    /// The owner has stored it.
    Stored(OneTimeItem),
    /// The button of the remedy under a verdict was pressed.
    RemedyChosen(RemedyAction),
    /// The one under a test that failed.
    ProbeRemedyChosen(RemedyAction),
}

/// Where the cursor is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In a field.
    Field(Field),
    /// On the heading of the page, where no key press sends anything.
    Heading,
    /// On the button that sends the form.
    Submit,
    /// On the button that tests the admin key that was typed.
    Test,
    /// On the one that tests the admin key on screen.
    TestShown,
    /// On the heading of the verdict.
    Verdict,
    /// There, if what had the cursor is gone.
    VerdictIfLost,
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
        /// The idempotency key of that call.
        key: Option<IdempotencyKey>,
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
    /// Put what is shown once on the clipboard.
    Copy(OneTimeItem, Rc<Secret>),
    /// Hand it to the browser as a file.
    Download(OneTimeItem, Rc<Secret>),
    /// Put the cursor somewhere.
    Focus(Focus),
    /// Show the page of a task, with the cursor on its heading.
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
            probe_checked: false,
            ticket: Ticket::default(),
            running: None,
            records: Vec::new(),
            generated: None,
            one_time: None,
            one_time_secret: None,
            issued: None,
            admin_key: nothing(),
            probe: Probe::Idle,
        }
    }
}

impl AdminKeyPage {
    /// An untouched page at one of its tasks.
    #[must_use]
    pub fn at_task(task: Task) -> Self {
        Self { task, ..Self::default() }
    }

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
        let running = self.running.iter().map(|running| &running.sent);
        let sent = running.chain(self.records.iter().filter_map(|record| record.sent.as_ref()));
        let sent = sent.flat_map(|sent| [&sent.api_key, &sent.secret, &sent.new_secret]);
        let shown = self.one_time.iter().flat_map(|key| [&key.shown.text, &key.api_key]);
        let generated = self.one_time_secret.iter().map(|shown| &shown.text);
        typed.into_iter().chain(sent).chain(shown).chain(generated).for_each(|secret| look(secret));
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
        let checked = match field {
            Field::Secret | Field::NewSecret => self.checked,
            Field::AdminKey => self.probe_checked,
            Field::ApiKey => self.checked || self.probe_checked,
        };
        checked.then(|| self.check(field).err()).flatten()
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
    pub fn running(&self) -> Option<Task> {
        self.running.as_ref().map(|running| running.task)
    }

    /// What became of the last call of the task and service that are shown.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.record_here().map(|record| &record.outcome)
    }

    /// Whether the server sent a new admin key in answer to it.
    #[must_use]
    pub fn has_new_key(&self) -> bool {
        self.record_here().is_some_and(|record| record.has_new_key)
    }

    /// What is known of that call, if it was left without an answer.
    #[must_use]
    pub fn resolution(&self) -> Option<&Resolution> {
        self.record_here()?.resolution.as_ref()
    }

    /// The other calls of which it is not known yet what became of them.
    pub fn open_elsewhere(&self) -> impl Iterator<Item = (Task, Service)> {
        let open = self.records.iter().filter(|record| record.is_open());
        open.filter(|record| !record.is_about(self.task, self.service))
            .map(|record| (record.task, record.service))
    }

    /// Whether something is lost for good if the document goes away now: a key that nobody has stored, the
    /// answer to a call, or the way to find out what became of one.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.shows_once() || self.running.is_some() || self.records.iter().any(CallRecord::is_open)
    }

    /// Whether something is on screen that is shown once.
    #[must_use]
    pub const fn shows_once(&self) -> bool {
        self.one_time.is_some() || self.one_time_secret.is_some()
    }

    /// Whether an admin key and a secret are.
    #[must_use]
    pub const fn shows_both_once(&self) -> bool {
        self.one_time.is_some() && self.one_time_secret.is_some()
    }

    /// A text that is shown once, while it is on screen.
    #[must_use]
    pub fn shown_once(&self, item: OneTimeItem) -> Option<&OneTimeText> {
        match item {
            OneTimeItem::AdminKey => self.one_time.as_ref().map(|key| &key.shown),
            OneTimeItem::Secret => self.one_time_secret.as_ref(),
        }
    }

    /// The same, as long as nobody has said that it is stored.
    fn not_stored(&self, item: OneTimeItem) -> Option<&OneTimeText> {
        self.shown_once(item).filter(|shown| !shown.is_stored())
    }

    fn with_shown_once(&self, item: OneTimeItem, shown: OneTimeText) -> Self {
        match item {
            OneTimeItem::AdminKey => {
                let one_time = self.one_time.clone().map(|key| OneTimeKey { shown, ..key });
                Self { one_time, ..self.clone() }
            }
            OneTimeItem::Secret => Self { one_time_secret: Some(shown), ..self.clone() },
        }
    }

    /// A stored text leaves its place empty until the other one is stored as well: no button moves under a press.
    fn stored(&self, item: OneTimeItem) -> Option<(Self, Vec<Effect>)> {
        self.not_stored(item)?;
        let next = self.with_shown_once(item, OneTimeText::new(nothing()));
        let is_open = [OneTimeItem::AdminKey, OneTimeItem::Secret]
            .into_iter()
            .any(|item| next.not_stored(item).is_some());
        if is_open {
            return Some((next, Vec::new()));
        }
        let next = Self { one_time: None, one_time_secret: None, ..next };
        Some((next, vec![Effect::Focus(Focus::VerdictIfLost)]))
    }

    /// What the button under a failed test can do. Under the dialog with a key no field is in reach.
    #[must_use]
    pub fn probe_remedy(&self, problem: &Problem) -> Option<RemedyAction> {
        let action = problem.entry().action?;
        let here = match action {
            RemedyAction::TryAgain => true,
            RemedyAction::EditApiKey | RemedyAction::RegenerateInstead => !self.shows_once(),
            _ => false,
        };
        here.then_some(action)
    }

    fn record_of(&self, task: Task, service: Service) -> Option<&CallRecord> {
        self.records.iter().find(|record| record.is_about(task, service))
    }

    fn record_here(&self) -> Option<&CallRecord> {
        self.record_of(self.task, self.service)
    }

    fn other_records(&self, task: Task, service: Service) -> Vec<CallRecord> {
        self.records.iter().filter(|record| !record.is_about(task, service)).cloned().collect()
    }

    /// The call under way, if `ticket` is its.
    fn running_as(&self, ticket: Ticket) -> Option<Running> {
        self.running.clone().filter(|running| running.ticket == ticket)
    }

    /// After the end of what was under way.
    fn with_record(&self, record: CallRecord) -> Self {
        let mut all = self.other_records(record.task, record.service);
        all.push(record);
        Self { running: None, records: all, ..self.clone() }
    }

    /// What a test told of one service says nothing about the other.
    fn at(&self, service: Service) -> Self {
        let probe = if service == self.service { self.probe.clone() } else { Probe::Idle };
        Self { service, probe, ..self.clone() }
    }

    fn with_text(&self, field: Field, text: Secret) -> Self {
        let text = Rc::new(text);
        match field {
            // A test of other keys says nothing about these.
            Field::ApiKey => Self { api_key: text, probe: Probe::Idle, ..self.clone() },
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
        if self.running.is_some() || self.shows_once() {
            return None;
        }
        // After another call of its kind nobody could tell what became of the first.
        if self.record_here().is_some_and(CallRecord::is_open) {
            return Some((self.clone(), vec![Effect::Focus(Focus::Verdict)]));
        }
        let records = self.other_records(self.task, self.service);
        if let Some(&field) = self.fields().iter().find(|field| self.check(**field).is_err()) {
            let focus = Effect::Focus(Focus::Field(field));
            return Some((Self { checked: true, records, ..self.clone() }, vec![focus]));
        }
        let (ticket, task) = (self.ticket.next(), self.task);
        let sent = Sent {
            service: self.service,
            api_key: self.api_key.clone(),
            secret: self.secret.clone(),
            new_secret: self.new_secret.clone(),
            generated: self.generated_for(task),
        };
        let running = Some(Running { ticket, task, sent: sent.clone() });
        let next = Self { ticket, running, checked: false, records, ..self.clone() };
        Some((next, vec![Effect::Call { ticket, task, sent }]))
    }

    /// The secret that is in force after the call of a task, if it was generated here.
    fn generated_for(&self, task: Task) -> Option<Rc<Secret>> {
        let in_force = match task {
            Task::Register | Task::Regenerate => Field::Secret,
            Task::ChangeSecret => Field::NewSecret,
        };
        let generated = self.generated.filter(|generated| generated.field == in_force)?;
        Some(self.text(generated.field).clone())
    }

    fn ask_for_probe(&self) -> Option<(Self, Vec<Effect>)> {
        let ticket = self.ticket.next();
        let asking = Probe::Asking(ticket);
        if let Some(shown) = &self.one_time {
            if matches!(shown.probe, Probe::Asking(_)) || shown.shown.is_stored() {
                return None;
            }
            let (service, api_key, admin_key) =
                (shown.service, shown.api_key.clone(), shown.shown.text.clone());
            let one_time = Some(OneTimeKey { probe: asking, ..shown.clone() });
            let ask = Effect::Probe { ticket, service, api_key, admin_key };
            return Some((Self { ticket, one_time, ..self.clone() }, vec![ask]));
        }
        if matches!(self.probe, Probe::Asking(_)) {
            return None;
        }
        let wanted = [Field::ApiKey, Field::AdminKey];
        if let Some(field) = wanted.into_iter().find(|field| self.check(*field).is_err()) {
            let focus = Effect::Focus(Focus::Field(field));
            return Some((Self { probe_checked: true, ..self.clone() }, vec![focus]));
        }
        let (api_key, admin_key) = (self.api_key.clone(), self.admin_key.clone());
        let ask = Effect::Probe { ticket, service: self.service, api_key, admin_key };
        Some((Self { ticket, probe: asking, probe_checked: false, ..self.clone() }, vec![ask]))
    }

    /// The answer belongs to the key that was asked about, if that is still there.
    fn probed(&self, ticket: Ticket, result: Result<(), Problem>, at: Timestamp) -> Option<Self> {
        let (asked, answered) = (Probe::Asking(ticket), Probe::Answered(result, at));
        if self.probe == asked {
            return Some(Self { probe: answered, ..self.clone() });
        }
        let shown = self.one_time.clone().filter(|shown| shown.probe == asked)?;
        Some(Self { one_time: Some(OneTimeKey { probe: answered, ..shown }), ..self.clone() })
    }

    fn ask(&self) -> Option<(Self, Vec<Effect>)> {
        let CallRecord { task, resolution: Some(resolution), sent: Some(sent), .. } =
            self.record_here()?.clone()
        else {
            return None;
        };
        if self.running.is_some() || self.shows_once() {
            return None;
        }
        let ticket = self.ticket.next();
        let Resolution { question, key, .. } = resolution;
        let ask = Effect::Ask { ticket, question, key, task, sent: sent.clone() };
        let running = Some(Running { ticket, task, sent });
        Some((Self { ticket, running, ..self.clone() }, vec![ask]))
    }

    fn resolved(
        &self,
        running: Running,
        verdict: Verdict<Option<Secret>>,
        conclusion: Conclusion,
        at: Timestamp,
    ) -> Option<(Self, Vec<Effect>)> {
        let record = self.record_of(running.task, running.sent.service)?.clone();
        let resolution = record.resolution.clone()?.concluded(conclusion);
        let Some(finding) = resolution.finding else {
            return Some((
                self.with_record(CallRecord { resolution: Some(resolution), ..record }),
                Vec::new(),
            ));
        };
        let is_done = matches!(finding, Finding::AsAsked | Finding::CarriedOut);
        let kind = if is_done { OutcomeKind::Done } else { OutcomeKind::Refused };
        let outcome = Outcome { kind, problem: None, again: None, at };
        let has_new_key = matches!(verdict, Verdict::Done(Some(_)));
        let next = self.with_record(CallRecord {
            outcome,
            has_new_key,
            resolution: Some(resolution),
            sent: None,
            ..record
        });
        let next = match verdict {
            Verdict::Done(key) => next.succeeded(&running.sent, key, at),
            // A secret that was made here is in force, and the form may hold another one by now.
            _ if finding == Finding::CarriedOut => {
                Self { one_time_secret: running.sent.generated.map(OneTimeText::new), ..next }
            }
            _ => next,
        };
        Some((next, vec![Effect::Focus(Focus::VerdictIfLost)]))
    }

    fn answered(&self, running: Running, verdict: Verdict<Option<Secret>>, at: Timestamp) -> Self {
        let Running { task, sent, .. } = running;
        // Only a call without an answer leaves a question, and the secrets to ask it with.
        let unknown = if let Verdict::Unknown(problem) = &verdict { Some(problem) } else { None };
        let resolution = unknown.and_then(|problem| Resolution::about(task.endpoint(), problem));
        let next = self.with_record(CallRecord {
            task,
            service: sent.service,
            outcome: Outcome::of(&verdict, at),
            has_new_key: matches!(verdict, Verdict::Done(Some(_))),
            sent: resolution.is_some().then(|| sent.clone()),
            resolution,
        });
        match verdict {
            Verdict::Done(key) => next.succeeded(&sent, key, at),
            _ => next,
        }
    }

    /// The secrets did their work; the API key stays for the next task.
    fn succeeded(&self, sent: &Sent, key: Option<Secret>, at: Timestamp) -> Self {
        let one_time_secret = sent.generated.clone().map(OneTimeText::new);
        let next = Self {
            secret: nothing(),
            new_secret: nothing(),
            generated: None,
            one_time_secret,
            ..self.clone()
        };
        let Some(key) = key else { return next };
        let issued = Some(Issued { fingerprint: Fingerprint::of(&key), at });
        let one_time = Some(OneTimeKey {
            shown: OneTimeText::new(Rc::new(key)),
            service: sent.service,
            api_key: sent.api_key.clone(),
            probe: Probe::Idle,
        });
        Self { issued, one_time, ..next }
    }

    fn leave_unknown(&self) -> Option<(Self, Vec<Effect>)> {
        // Its answer may come yet.
        if self.running.is_some() || self.shows_once() {
            return None;
        }
        let sent = self.record_here()?.sent.as_ref()?;
        // It may be in force, and the form may hold another one by now.
        let one_time_secret = sent.generated.clone().map(OneTimeText::new);
        let records = self.other_records(self.task, self.service);
        Some((Self { records, one_time_secret, ..self.clone() }, vec![Effect::Focus(Focus::Heading)]))
    }

    /// The present secret was refused, perhaps because the change was made before: regenerating
    /// with the new one tells. That kills the admin key, so the user presses the button there.
    fn resolve(&self) -> (Self, Vec<Effect>) {
        let regenerate = vec![Effect::Open(Task::Regenerate)];
        if self.new_secret.is_empty() {
            return (self.clone(), regenerate);
        }
        let secret = self.new_secret.clone();
        let generated = self.generated.filter(|generated| generated.field == Field::NewSecret);
        let generated = generated.map(|generated| Generated { field: Field::Secret, ..generated });
        (Self { secret, new_secret: nothing(), generated, ..self.clone() }, regenerate)
    }

    fn remedy(&self, action: RemedyAction) -> Option<(Self, Vec<Effect>)> {
        let effect = match action {
            RemedyAction::EditSecret | RemedyAction::EditPresentSecret => {
                Effect::Focus(Focus::Field(Field::Secret))
            }
            RemedyAction::EditApiKey => Effect::Focus(Focus::Field(Field::ApiKey)),
            RemedyAction::RegenerateInstead => Effect::Open(Task::Regenerate),
            RemedyAction::TryAgain => {
                let (next, mut effects) = self.submit()?;
                // The button that was pressed goes away with the verdict.
                effects.extend(next.running.as_ref().map(|_| Effect::Focus(Focus::Submit)));
                return Some((next, effects));
            }
            RemedyAction::Resolve => return Some(self.resolve()),
            RemedyAction::RefreshList | RemedyAction::Activate | RemedyAction::SignIn => return None,
        };
        Some((self.clone(), vec![effect]))
    }

    /// The remedies of a test act on the test; nothing of the form is sent.
    fn probe_remedy_chosen(&self, action: RemedyAction) -> Option<(Self, Vec<Effect>)> {
        match action {
            RemedyAction::TryAgain => {
                let (next, mut effects) = self.ask_for_probe()?;
                // The button that was pressed goes away with what the test told.
                let test = if next.one_time.is_some() { Focus::TestShown } else { Focus::Test };
                let is_asked = matches!(effects.as_slice(), [Effect::Probe { .. }]);
                effects.extend(is_asked.then_some(Effect::Focus(test)));
                Some((next, effects))
            }
            RemedyAction::EditApiKey | RemedyAction::RegenerateInstead => self.remedy(action),
            _ => None,
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

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (next, more) = self.stepped(action)?;
        *self = next;
        effects.extend(more);
        Some(Changed)
    }
}

impl AdminKeyPage {
    fn stepped(&self, action: Action) -> Option<(Self, Vec<Effect>)> {
        let quiet = |page: Self| Some((page, Vec::new()));
        match action {
            Action::TaskChosen(task) if task == self.task => None,
            Action::TaskChosen(task) => quiet(Self { task, checked: false, ..self.clone() }),
            Action::ServiceChosen(service) if service == self.service => None,
            Action::ServiceChosen(service) => quiet(self.at(service)),
            Action::Edited(field, _) if self.running.is_some() && field != Field::AdminKey => None,
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
            Action::Answered { ticket, verdict, at } => {
                quiet(self.answered(self.running_as(ticket)?, verdict, at))
            }
            Action::ProbeAsked => self.ask_for_probe(),
            Action::Probed(ticket, result, at) => quiet(self.probed(ticket, result, at)?),
            Action::ResolveAsked => self.ask(),
            Action::Resolved { ticket, verdict, conclusion, at } => {
                self.resolved(self.running_as(ticket)?, verdict, conclusion, at)
            }
            Action::LeftUnknown => self.leave_unknown(),
            Action::LookAsked(task, service) => {
                let open = (task != self.task).then_some(Effect::Open(task));
                let effects = open.into_iter().chain([Effect::Focus(Focus::Verdict)]).collect();
                Some((Self { task, checked: false, ..self.at(service) }, effects))
            }
            Action::CopyAsked(item) => {
                let text = self.not_stored(item)?.text.clone();
                Some((self.clone(), vec![Effect::Copy(item, text)]))
            }
            Action::Copied(item, result) => {
                let shown = self.not_stored(item)?.clone();
                let shown = OneTimeText { copied: Some(result), downloaded: false, ..shown };
                quiet(self.with_shown_once(item, shown))
            }
            // A call under way, and what is shown once, still need theirs.
            Action::ForgetAsked if self.running.is_some() || self.shows_once() => None,
            Action::ForgetAsked => {
                let records = self.records.iter().filter(|record| record.is_open()).cloned().collect();
                let (issued, ticket) = (self.issued.clone(), self.ticket);
                let next = Self {
                    task: self.task,
                    service: self.service,
                    ticket,
                    records,
                    issued,
                    ..Self::default()
                };
                Some((next, vec![Effect::Focus(Focus::Field(Field::ApiKey))]))
            }
            Action::DownloadAsked(item) => {
                let text = self.not_stored(item)?.text.clone();
                Some((self.clone(), vec![Effect::Download(item, text)]))
            }
            Action::Downloaded(item) => {
                let shown = self.not_stored(item)?.clone();
                quiet(self.with_shown_once(item, OneTimeText { copied: None, downloaded: true, ..shown }))
            }
            Action::Stored(item) => self.stored(item),
            Action::RemedyChosen(action) => self.remedy(action),
            Action::ProbeRemedyChosen(action) => self.probe_remedy_chosen(action),
        }
    }
}
