//! The form: what is typed and chosen, what is wrong with it, and a secret that is made for it.

use std::mem::replace;
use std::rc::Rc;

use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::Code;
use latchboard_contract::validate::{self, CredentialKind, Known, Role, Strength, Warning};
use latchboard_contract::{Fingerprint, Secret};

use super::call_record::CallRecord;
use super::field::Field;
use super::{AdminKeyPage, Effect, Focus, Probe, Task, nothing};
use crate::clipboard::CopyFailed;
use crate::doubt::Doubt;
use crate::{Changed, Effects};

/// A secret that was made here, for a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The field that it stands in.
    pub field: Field,
    /// What became of the last attempt to copy it.
    pub copied: Option<Result<(), CopyFailed>>,
}

/// What is typed and chosen.
#[derive(Clone)]
pub struct Form {
    /// The task that is shown.
    pub task: Task,
    /// The service whose key it is.
    pub service: Service,
    api_key: Rc<Secret>,
    secret: Rc<Secret>,
    new_secret: Rc<Secret>,
    admin_key: Rc<Secret>,
    /// Of the API key.
    pub doubt: Doubt,
    /// The secret that was made here, while it stands in the form.
    pub generated: Option<Generated>,
    /// Faults are shown from the first attempt to send,
    pub(super) checked: bool,
    /// and those of a test from the first attempt to test.
    pub(super) probe_checked: bool,
}

pub enum Action {
    /// Another task was chosen, by link or address.
    TaskChosen(Task),
    ServiceChosen(Service),
    Edited(Field, Secret),
    /// A new secret is wanted for a field.
    GenerateAsked(Field),
    Generated(Field, Secret),
    /// The secret that was made shall be copied.
    CopyGeneratedAsked,
    /// The browser copied it, or did not.
    GeneratedCopied(Result<(), CopyFailed>),
    /// Everything that stands in a field shall be gone from the page.
    ForgetAsked,
}

impl Default for Form {
    fn default() -> Self {
        Self::untouched(Task::default(), Service::default())
    }
}

impl Form {
    pub(super) fn untouched(task: Task, service: Service) -> Self {
        Self {
            task,
            service,
            api_key: nothing(),
            secret: nothing(),
            new_secret: nothing(),
            admin_key: nothing(),
            doubt: Doubt::Unasked,
            generated: None,
            checked: false,
            probe_checked: false,
        }
    }

    /// What stands in a field.
    #[must_use]
    pub const fn text(&self, field: Field) -> &Rc<Secret> {
        match field {
            Field::ApiKey => &self.api_key,
            Field::Secret => &self.secret,
            Field::NewSecret => &self.new_secret,
            Field::AdminKey => &self.admin_key,
        }
    }

    const fn text_mut(&mut self, field: Field) -> &mut Rc<Secret> {
        match field {
            Field::ApiKey => &mut self.api_key,
            Field::Secret => &mut self.secret,
            Field::NewSecret => &mut self.new_secret,
            Field::AdminKey => &mut self.admin_key,
        }
    }

    pub(super) const fn texts(&self) -> [&Rc<Secret>; 4] {
        [&self.api_key, &self.secret, &self.new_secret, &self.admin_key]
    }

    /// Whether it holds anything that somebody typed.
    #[must_use]
    pub fn is_anything_typed(&self) -> bool {
        self.texts().iter().any(|text| !text.is_empty())
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

    /// Whether the secret in `field` is being chosen, or in force already.
    const fn role(&self, field: Field) -> Role {
        match (self.task, field) {
            (Task::Register, _) | (_, Field::NewSecret) => Role::Chosen,
            (Task::ChangeSecret | Task::Regenerate, Field::ApiKey | Field::Secret | Field::AdminKey) => {
                Role::Present
            }
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

    /// Whether the API key is not sent at this press.
    pub(super) fn holds_api_key(&mut self) -> bool {
        self.doubt.holds(self.api_key.expose(), CredentialKind::ApiKey)
    }

    pub(super) fn first_fault(&self, fields: &[Field]) -> Option<Field> {
        fields.iter().copied().find(|field| self.check(*field).is_err())
    }

    /// The secret that is in force after the call of a task, if it was generated here.
    pub(super) fn generated_for(&self, task: Task) -> Option<Rc<Secret>> {
        let in_force = match task {
            Task::Register | Task::Regenerate => Field::Secret,
            Task::ChangeSecret => Field::NewSecret,
        };
        let generated = self.generated.filter(|generated| generated.field == in_force)?;
        Some(self.text(generated.field).clone())
    }

    /// The new secret takes the place of the present one.
    pub(super) fn promote_new_secret(&mut self) {
        if self.new_secret.is_empty() {
            return;
        }
        self.secret = replace(&mut self.new_secret, nothing());
        let generated = self.generated.filter(|generated| generated.field == Field::NewSecret);
        self.generated = generated.map(|generated| Generated { field: Field::Secret, ..generated });
    }

    /// The secrets did their work; the API key stays for the next task.
    pub(super) fn drop_secrets(&mut self) {
        (self.secret, self.new_secret, self.generated) = (nothing(), nothing(), None);
    }
}

impl AdminKeyPage {
    /// What to point out about a secret, from the first key press.
    #[must_use]
    pub fn warnings(&self, field: Field) -> Vec<Warning> {
        let admin_key = self.issued.as_ref().map(|issued| &issued.fingerprint);
        let known = Known { api_key: Some(&self.form.api_key), admin_key };
        match field {
            Field::ApiKey | Field::AdminKey => Vec::new(),
            Field::Secret | Field::NewSecret => {
                validate::warnings(self.form.text(field), self.form.role(field), &known)
            }
        }
    }

    pub(super) fn update_form(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::TaskChosen(task) if task == self.form.task => return None,
            Action::TaskChosen(task) => (self.form.task, self.form.checked) = (task, false),
            Action::ServiceChosen(service) if service == self.form.service => return None,
            Action::ServiceChosen(service) => self.choose_service(service),
            Action::Edited(field, _) if self.running.is_some() && field != Field::AdminKey => return None,
            Action::Edited(field, text) => {
                self.form.generated = self.form.generated.filter(|generated| generated.field != field);
                self.enter(field, text);
            }
            Action::GenerateAsked(_) | Action::Generated(..) if self.running.is_some() => return None,
            Action::GenerateAsked(field) => effects.push(Effect::Generate(field)),
            Action::Generated(field, text) => {
                self.form.generated = Some(Generated { field, copied: None });
                self.enter(field, text);
            }
            Action::CopyGeneratedAsked => {
                let field = self.form.generated?.field;
                effects.push(Effect::CopyField(field, self.form.text(field).clone()));
            }
            Action::GeneratedCopied(result) => self.form.generated.as_mut()?.copied = Some(result),
            // A call under way, and what is shown once, still need theirs.
            Action::ForgetAsked if self.running.is_some() || self.shows_once() => return None,
            Action::ForgetAsked => {
                self.records.retain(CallRecord::is_open);
                self.form = Form::untouched(self.form.task, self.form.service);
                self.probe = Probe::Idle;
                effects.push(Effect::Focus(Focus::Field(Field::ApiKey)));
            }
        }
        Some(Changed)
    }

    fn enter(&mut self, field: Field, text: Secret) {
        *self.form.text_mut(field) = Rc::new(text);
        if field == Field::ApiKey {
            self.form.doubt = Doubt::Unasked;
        }
        if matches!(field, Field::ApiKey | Field::AdminKey) {
            // A test of other keys says nothing about these.
            self.probe = Probe::Idle;
        }
    }

    /// What a test told of one service says nothing about the other.
    pub(super) fn choose_service(&mut self, service: Service) {
        if service != self.form.service {
            self.form.service = service;
            self.probe = Probe::Idle;
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
