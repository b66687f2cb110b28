//! The form for a new API secret, and for a change of one. A change sends what was changed and nothing
//! else: no secret that nobody typed, no sharing list that nobody touched.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::endpoint::{
    ApiSecret, ApiSecretChange, ApiSecretText, ApiSecretTexts, ApiSecretUpdate, EndpointId, FactsChange,
    InventoryItem, NewApiSecret, Share,
};
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::validate::{self, Identifier, Known, Role, Strength, Warning, WarningKind};
use latchboard_contract::{Fingerprint, Secret};

use super::facts::Facts;
use super::{Call, Command, Rows};
use crate::clipboard::CopyFailed;
use crate::sign_in::nothing;
use crate::{Outcome, OutcomeKind, Resolution, Ticket};

/// Whom a list shares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharers {
    Users,
    Groups,
}

impl Sharers {
    pub const ALL: [Self; 2] = [Self::Users, Self::Groups];

    fn of(self, secret: &ApiSecret) -> &[Share] {
        match self {
            Self::Users => &secret.users_allowed,
            Self::Groups => &secret.groups_allowed,
        }
    }
}

/// Which version a change is made against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeOf {
    /// Refused where somebody else has changed it since.
    WhatWasSeen,
    /// On the user's word, for one call.
    WhateverIsStored,
}

/// What keeps the form from being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A required field is empty.
    Missing(ApiSecretText),
    /// What stands in the secret field is a mask, not a secret.
    Mask,
    /// It is no secret that can be sent.
    Secret(Code),
    /// All sharing with them would end, and nobody has said that it shall.
    EndsSharing(Sharers),
    /// It would expire on a day that is none.
    NoDay,
    Nothing,
}

/// The API secret that is changed.
#[derive(Clone)]
pub struct Editing {
    pub identifier: Identifier,
    /// Its name in the list.
    pub name: String,
    /// Its present values were read.
    pub is_read: bool,
    /// The reading under way.
    pub reading: Option<Ticket>,
    /// Why they could not be read.
    pub problem: Option<Problem>,
    /// What the values that are known belong to; only that is to be changed. `None`: whatever it is.
    pub(super) version: Option<i64>,
    /// What somebody else made of it since, as far as the server tells.
    pub meanwhile: Option<Rc<InventoryItem>>,
    /// Its values were read once more, since somebody else had changed them.
    pub is_compared: bool,
    /// The values before the change, as far as they are known. No secret is among them.
    pub(super) before: BTreeMap<ApiSecretText, String>,
    pub(super) shared_before: [Vec<Share>; 2],
}

#[derive(Clone)]
pub(super) enum Sent {
    New(Rc<NewApiSecret>),
    Change(Rc<ApiSecretUpdate>),
}

impl Sent {
    const fn endpoint(&self) -> EndpointId {
        match self {
            Self::New(_) => EndpointId::CreateApiSecret,
            Self::Change(_) => EndpointId::UpdateApiSecret,
        }
    }
}

/// What the form sent without an answer, and how far finding out what became of it has come.
#[derive(Clone)]
pub(super) struct Lost {
    pub(super) sent: Sent,
    /// The whole list as it was before, where it was known: what stood there is older.
    pub(super) before: Option<Rc<Rows>>,
    /// Nothing to find out as long as the call is under way.
    pub(super) resolution: Option<Resolution>,
}

impl Lost {
    /// What there is to be found out after `problem`: a change may be sent again under its idempotency key, a creation
    /// also be looked for. Where something `was_asked` before, something still is.
    pub(super) fn after(self, problem: &Problem, was_asked: bool) -> Option<Self> {
        let repeatable = was_asked || problem.key.is_some() || matches!(self.sent, Sent::New(_));
        let resolution = Resolution::about(self.sent.endpoint(), problem).filter(|_| repeatable)?;
        Some(Self { resolution: Some(resolution), ..self }.without_secret())
    }

    /// A secret is kept for as long as the same call may be sent again.
    fn without_secret(mut self) -> Self {
        let repeats =
            self.resolution.as_ref().is_some_and(|resolution| resolution.question == Question::Repeat);
        if let (false, Sent::New(new)) = (repeats, &self.sent) {
            let ApiSecretTexts { name, identifier_code, .. } = new.texts.clone();
            let texts = ApiSecretTexts { name, identifier_code, ..ApiSecretTexts::default() };
            self.sent = Sent::New(Rc::new(NewApiSecret { texts, ..NewApiSecret::default() }));
        }
        self
    }

    /// With what the answer to its question led to; a secret that was sent is dropped.
    pub(super) fn concluded(self, conclusion: Conclusion) -> Self {
        let resolution = self.resolution.map(|resolution| resolution.concluded(conclusion));
        Self { resolution, ..self }.without_secret()
    }
}

/// A change without an answer, while another one is under way.
#[derive(Clone)]
pub(super) struct Open {
    pub(super) outcome: Outcome,
    pub(super) lost: Option<Lost>,
}

/// The secret in the form was made here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// What became of the last attempt to copy it.
    pub copied: Option<Result<(), CopyFailed>>,
}

#[derive(Clone)]
pub struct CreateForm {
    /// The one that is changed; none for a new one.
    pub editing: Option<Editing>,
    pub(super) texts: BTreeMap<ApiSecretText, String>,
    pub(super) shares: [Vec<Share>; 2],
    /// What only our server keeps; `None` where a server keeps nothing of the kind.
    pub facts: Option<Facts>,
    pub client_secret: Rc<Secret>,
    /// It was made here, and nobody has typed since.
    pub generated: Option<Generated>,
    /// Somebody has said that sharing may end.
    pub may_end_sharing: bool,
    /// Whether what was typed shall be given up is being asked.
    pub asks_to_discard: bool,
    /// Faults are shown from the first attempt to send.
    pub checked: bool,
    /// The call under way.
    pub pending: Option<Ticket>,
    /// What became of the last attempt.
    pub outcome: Option<Outcome>,
    pub(super) lost: Option<Lost>,
    pub(super) open: Option<Open>,
    /// The call that the form would make, as a command.
    pub command: Option<Command>,
}

impl CreateForm {
    pub(super) fn new() -> Self {
        Self {
            editing: None,
            texts: BTreeMap::new(),
            shares: Default::default(),
            facts: None,
            client_secret: nothing(),
            generated: None,
            may_end_sharing: false,
            asks_to_discard: false,
            checked: false,
            pending: None,
            outcome: None,
            lost: None,
            open: None,
            command: None,
        }
    }

    /// Finding out what became of a creation without an answer.
    #[must_use]
    pub fn resolution(&self) -> Option<&Resolution> {
        self.lost.as_ref().filter(|_| self.outcome.is_some())?.resolution.as_ref()
    }

    /// Whether some of it is stored already, for all that is known.
    #[must_use]
    pub fn may_be_stored(&self) -> bool {
        let finding = self.resolution().and_then(|resolution| resolution.finding);
        let is_not = matches!(finding, Some(Finding::NotMade | Finding::Refused | Finding::Gone));
        let may_be = |outcome: &Outcome| {
            outcome.kind == OutcomeKind::Unknown
                || outcome.problem.as_ref().is_some_and(Problem::may_be_our_own)
        };
        !is_not && self.outcome.as_ref().is_some_and(may_be)
    }

    /// The last attempt, where it is a change that nobody knows the end of.
    pub(super) fn left_open(&self) -> Option<Open> {
        let outcome = self.outcome.clone().filter(|outcome| outcome.kind == OutcomeKind::Unknown)?;
        let is_found = self.resolution().is_some_and(|resolution| resolution.finding.is_some());
        (self.editing.is_some() && !is_found).then(|| Open { outcome, lost: self.lost.clone() })
    }

    /// What it would send: a change of what was seen, or of whatever is stored by now.
    pub(super) fn to_send(&self, of: ChangeOf) -> Sent {
        match &self.editing {
            None => Sent::New(Rc::new(self.to_new())),
            Some(editing) => {
                let if_version = editing.version.filter(|_| of == ChangeOf::WhatWasSeen);
                let update = self.to_update(editing.identifier.clone());
                Sent::Change(Rc::new(ApiSecretUpdate { if_version, ..update }))
            }
        }
    }

    /// Once somebody has signed in: a refusal that only asked for that says nothing any more. Whether it
    /// was one.
    pub(crate) fn signed_in(&mut self) -> bool {
        let asks = |outcome: &mut Outcome| {
            outcome.problem.as_ref().is_some_and(|it| it.entry().action == Some(RemedyAction::SignIn))
        };
        self.outcome.take_if(asks).is_some()
    }

    /// The call that the form would make.
    pub(super) fn call(&self) -> Option<Call> {
        match &self.editing {
            None => Call::create(self.to_new()),
            Some(editing) => Call::update(self.to_update(editing.identifier.clone())),
        }
    }

    /// For a change. Without `content` only the name is known, and only what is typed is sent.
    pub(super) fn edit(identifier: Identifier, name: String, content: Option<&ApiSecret>) -> Self {
        let before = BTreeMap::from([(ApiSecretText::Name, name.clone())]);
        let editing = Editing {
            identifier,
            name,
            is_read: false,
            reading: None,
            problem: None,
            version: None,
            meanwhile: None,
            is_compared: false,
            before: before.clone(),
            shared_before: Default::default(),
        };
        let mut form = Self { editing: Some(editing), texts: before, ..Self::new() };
        if let Some(content) = content {
            form.fill(content);
        }
        form
    }

    /// With the present values, wherever nothing else was typed.
    pub(super) fn fill(&mut self, content: &ApiSecret) {
        for field in ApiSecretText::ALL {
            self.fill_text(field, content.texts.get(field));
        }
        let typed = Sharers::ALL.map(|sharers| self.changed_shares(sharers));
        let Some(editing) = &mut self.editing else { return };
        editing.shared_before = Sharers::ALL.map(|sharers| sharers.of(content).to_vec());
        self.shares = editing.shared_before.clone();
        for (shares, typed) in self.shares.iter_mut().zip(typed) {
            *shares = typed.unwrap_or_else(|| std::mem::take(shares));
        }
        (editing.is_read, editing.reading, editing.problem) = (true, None, None);
    }

    fn fill_text(&mut self, field: ApiSecretText, present: &str) {
        let Some(editing) = &mut self.editing else { return };
        let before = editing.before.insert(field, present.to_owned()).unwrap_or_default();
        if self.texts.get(&field).is_none_or(|typed| *typed == before) {
            self.texts.insert(field, present.to_owned());
        }
    }

    /// With what the inventory tells, which is what a change is of from now on.
    pub(super) fn state(&mut self, item: &InventoryItem) {
        match &mut self.facts {
            Some(facts) => facts.refresh(item),
            facts @ None => *facts = Some(Facts::of(item)),
        }
        self.fill_text(ApiSecretText::Name, &item.name);
        if let Some(editing) = &mut self.editing {
            // Of a server that counts none it is 0.
            editing.version = Some(item.version).filter(|version| *version > 0);
        }
    }

    /// Whether it was refused since somebody else has changed the same API secret.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        let problem = self.outcome.as_ref().and_then(|outcome| outcome.problem.as_ref());
        problem.is_some_and(|problem| problem.code == Code::ChangedMeanwhile)
    }

    /// What is stored in a field, where something else is typed and somebody has asked to compare.
    #[must_use]
    pub fn replaced(&self, field: ApiSecretText) -> Option<&str> {
        let before = self.editing.as_ref().filter(|editing| editing.is_compared)?.before.get(&field)?;
        Some(before.as_str()).filter(|before| *before != self.text(field))
    }

    /// The same of a list.
    #[must_use]
    pub fn replaced_shares(&self, sharers: Sharers) -> Option<&[Share]> {
        let editing = self.editing.as_ref().filter(|editing| editing.is_compared)?;
        self.changed_shares(sharers).and(Some(&editing.shared_before[sharers as usize]))
    }

    /// What stands in a field.
    #[must_use]
    pub fn text(&self, field: ApiSecretText) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    pub(super) fn set_text(&mut self, field: ApiSecretText, text: String) {
        self.texts.insert(field, text);
    }

    /// Whom it is shared with, as the form has it. `None` while that is not known: then it cannot be
    /// changed either.
    #[must_use]
    pub fn shares(&self, sharers: Sharers) -> Option<&[Share]> {
        let known = self.editing.as_ref().is_none_or(|editing| editing.is_read);
        known.then_some(&self.shares[sharers as usize])
    }

    /// The list to change, where it may be.
    pub(super) fn shares_mut(&mut self, sharers: Sharers) -> Option<&mut Vec<Share>> {
        self.shares(sharers)?;
        self.shares.get_mut(sharers as usize)
    }

    /// Whether everybody in a list that was shared with would lose access.
    #[must_use]
    pub fn ends_sharing(&self, sharers: Sharers) -> bool {
        let before = self.editing.as_ref().map(|editing| &editing.shared_before[sharers as usize]);
        before.is_some_and(|before| !before.is_empty()) && self.named(sharers).is_empty()
    }

    fn named(&self, sharers: Sharers) -> Vec<Share> {
        let shares = self.shares(sharers).unwrap_or_default().iter();
        let trimmed =
            shares.map(|share| Share { name: share.name.trim().to_owned(), can_edit: share.can_edit });
        trimmed.filter(|share| !share.name.is_empty()).collect()
    }

    /// Everything that keeps it from being sent, once the user has tried.
    #[must_use]
    pub fn shown_faults(&self) -> Vec<Fault> {
        if self.checked { self.faults() } else { Vec::new() }
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        let missing =
            ApiSecretText::ALL.into_iter().filter(|field| self.is_missing(*field)).map(Fault::Missing);
        let mask = is_mask(self.client_secret.expose()).then_some(Fault::Mask);
        let secret = self.secret_typed().and_then(|secret| validate::present_secret(secret).err());
        let ends =
            Sharers::ALL.into_iter().filter(|sharers| !self.may_end_sharing && self.ends_sharing(*sharers));
        let faults: Vec<_> = missing
            .chain(mask)
            .chain(secret.map(Fault::Secret))
            .chain(ends.map(Fault::EndsSharing))
            .chain(self.facts.as_ref().is_some_and(Facts::is_no_day).then_some(Fault::NoDay))
            .collect();
        if faults.is_empty() && self.editing.is_some() && self.is_unchanged() {
            return vec![Fault::Nothing];
        }
        faults
    }

    /// A required field that was not read may stay empty: then it stays as it is.
    fn is_missing(&self, field: ApiSecretText) -> bool {
        let text = self.text(field);
        let stays = |editing: &Editing| text.is_empty() && !editing.before.contains_key(&field);
        field.is_required() && text.trim().is_empty() && !self.editing.as_ref().is_some_and(stays)
    }

    /// Whether nothing would be lost with it.
    pub(super) fn is_unchanged(&self) -> bool {
        let texts = ApiSecretText::ALL.into_iter().all(|field| self.changed(field).is_none());
        let shares = Sharers::ALL.into_iter().all(|sharers| self.changed_shares(sharers).is_none());
        texts && shares && self.client_secret.is_empty() && self.changed_facts().is_empty()
    }

    /// The new text of a field, if it is one.
    fn changed(&self, field: ApiSecretText) -> Option<String> {
        let text = self.text(field);
        let before = self.editing.as_ref().and_then(|editing| editing.before.get(&field));
        (before.map_or("", String::as_str) != text).then(|| text.to_owned())
    }

    fn changed_shares(&self, sharers: Sharers) -> Option<Vec<Share>> {
        let before =
            self.editing.as_ref().map_or(&[][..], |editing| &editing.shared_before[sharers as usize]);
        Some(self.named(sharers)).filter(|shares| shares != before)
    }

    fn changed_facts(&self) -> FactsChange {
        self.facts.as_ref().map(Facts::change).unwrap_or_default()
    }

    /// The typed secret, if one was.
    fn secret_typed(&self) -> Option<&Secret> {
        Some(&*self.client_secret).filter(|secret| !secret.is_empty())
    }

    /// What to point out about the secret. It belongs to somebody else's service, which may have chosen a
    /// sample text or a key for it: nothing of that is refused.
    #[must_use]
    pub fn secret_warnings(&self) -> Vec<Warning> {
        let warnings = |role| validate::warnings(&self.client_secret, role, &Known::default());
        let sample = warnings(Role::Present).into_iter().filter(|it| it.kind == WarningKind::Placeholder);
        warnings(Role::Chosen).into_iter().chain(sample).collect()
    }

    /// What to point out about a text that programs compare: it is stored as it is. An accent is none of that in a name.
    #[must_use]
    pub fn text_warnings(&self, field: ApiSecretText) -> Vec<Warning> {
        let is_compared = match field {
            ApiSecretText::Name
            | ApiSecretText::Url
            | ApiSecretText::ClientId
            | ApiSecretText::IdentifierCode => true,
            ApiSecretText::Method | ApiSecretText::Tags | ApiSecretText::Notes => false,
        };
        if !is_compared || self.changed(field).is_none() {
            return Vec::new();
        }
        let mut found = validate::warnings(&Secret::from(self.text(field)), Role::Present, &Known::default());
        found.retain(|it| !matches!(it.kind, WarningKind::SeveralForms | WarningKind::Placeholder));
        found
    }

    /// How hard the secret is to guess.
    #[must_use]
    pub fn secret_strength(&self) -> Option<Strength> {
        self.secret_typed().map(validate::strength)
    }

    /// Tells the secret from others without showing it.
    #[must_use]
    pub fn secret_fingerprint(&self) -> Option<Fingerprint> {
        self.secret_typed().map(Fingerprint::of)
    }

    pub(super) fn to_new(&self) -> NewApiSecret {
        NewApiSecret {
            texts: ApiSecretTexts::from_fn(|text| self.text(text).to_owned()),
            client_secret: self.secret_typed().map(Secret::duplicate),
            users_allowed: self.changed_shares(Sharers::Users),
            groups_allowed: self.changed_shares(Sharers::Groups),
            facts: self.changed_facts(),
        }
    }

    pub(super) fn to_update(&self, identifier: Identifier) -> ApiSecretUpdate {
        let change = ApiSecretChange {
            texts: ApiSecretTexts::from_fn(|text| self.changed(text)),
            client_secret: self.secret_typed().map(Secret::duplicate),
            users_allowed: self.changed_shares(Sharers::Users),
            groups_allowed: self.changed_shares(Sharers::Groups),
            facts: self.changed_facts(),
        };
        ApiSecretUpdate { identifier, change, if_version: None }
    }
}

/// Whether a text is what a page shows in place of a secret. Nobody chooses such a one.
fn is_mask(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| matches!(character, '•' | '●' | '∙' | '*'))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use latchboard_contract::Secret;
    use latchboard_contract::endpoint::{ApiSecret, ApiSecretText, ApiSecretTexts, Share};
    use latchboard_contract::validate::{Identifier, WarningKind};

    use super::{CreateForm, Fault, Sharers};

    fn id() -> Identifier {
        Identifier::parse("7").unwrap()
    }

    fn share(name: &str) -> Share {
        Share { name: name.into(), can_edit: false }
    }

    fn stored() -> ApiSecret {
        ApiSecret {
            texts: ApiSecretTexts {
                name: "Billing".into(),
                url: "www.url.com".into(),
                client_id: "app".into(),
                tags: "prod".into(),
                ..ApiSecretTexts::default()
            },
            client_secret: Some(Secret::from("ciphertext==")),
            users_allowed: vec![share("ana")],
            ..ApiSecret::default()
        }
    }

    fn edit(content: Option<&ApiSecret>) -> CreateForm {
        CreateForm::edit(id(), "Billing".into(), content)
    }

    #[test]
    fn what_nobody_sees_in_a_text_is_pointed_out_and_stays() {
        let mut form = CreateForm::new();
        let kinds = |form: &CreateForm, field| {
            form.text_warnings(field).iter().map(|warning| warning.kind).collect::<Vec<_>>()
        };
        for (text, expected) in [
            (" Mailer", vec![WarningKind::LeadingSpace]),
            ("Mailer ", vec![WarningKind::TrailingSpace]),
            ("\u{410}\u{200b}pp", vec![WarningKind::Invisible, WarningKind::LookAlike]),
            ("Cobrança São Paulo", Vec::new()),
            ("", Vec::new()),
        ] {
            for field in [
                ApiSecretText::Name,
                ApiSecretText::Url,
                ApiSecretText::ClientId,
                ApiSecretText::IdentifierCode,
            ] {
                form.set_text(field, text.into());
                assert_eq!(kinds(&form, field), expected, "{text:?}");
                assert_eq!(*form.to_new().texts.get(field), text, "{field:?}");
            }
        }
        form.set_text(ApiSecretText::Notes, " as typed ".into());
        assert_eq!(kinds(&form, ApiSecretText::Notes), []);
        // What is stored already is no news.
        let stored =
            ApiSecret { texts: ApiSecretTexts { name: "Mailer ".into(), ..stored().texts }, ..stored() };
        let mut form = edit(None);
        form.fill(&stored);
        assert_eq!(kinds(&form, ApiSecretText::Name), []);
    }

    #[test]
    fn a_change_sends_what_was_changed_and_nothing_else() {
        let mut form = edit(Some(&stored()));
        assert_eq!(form.faults(), [Fault::Nothing]);
        form.set_text(ApiSecretText::Tags, String::new());
        form.set_text(ApiSecretText::Notes, "moved".into());
        let change = form.to_update(id()).change;
        let texts = &change.texts;
        assert_eq!((texts.tags.as_deref(), texts.notes.as_deref()), (Some(""), Some("moved")));
        assert!(texts.name.is_none() && texts.url.is_none() && texts.client_id.is_none());
        assert!(change.client_secret.is_none(), "what was read is never written back");
        assert!(change.users_allowed.is_none() && change.groups_allowed.is_none());
    }

    #[test]
    fn without_reading_an_empty_field_stays_as_it_is() {
        let mut form = edit(None);
        assert_eq!(form.faults(), [Fault::Nothing]);
        assert!(form.shares(Sharers::Users).is_none() && form.shares_mut(Sharers::Users).is_none());
        form.set_text(ApiSecretText::Name, String::new());
        assert_eq!(form.faults(), [Fault::Missing(ApiSecretText::Name)], "its name is known and cannot go");
        form.set_text(ApiSecretText::Name, "Billing".into());
        form.set_text(ApiSecretText::Url, "  ".into());
        assert_eq!(form.faults(), [Fault::Missing(ApiSecretText::Url)]);
        form.set_text(ApiSecretText::Url, "new.example".into());
        assert_eq!(form.faults(), []);
        let change = form.to_update(id()).change;
        assert!(change.texts.name.is_none() && change.texts.url.as_deref() == Some("new.example"));
    }

    #[test]
    fn reading_later_keeps_what_was_typed() {
        let mut form = edit(None);
        form.set_text(ApiSecretText::Url, "typed.example".into());
        form.fill(&stored());
        assert_eq!(form.text(ApiSecretText::Url), "typed.example");
        assert_eq!(form.text(ApiSecretText::Tags), "prod");
        assert!(form.client_secret.is_empty());
        assert_eq!(form.to_update(id()).change.texts.url.as_deref(), Some("typed.example"));
    }

    #[test]
    fn sharing_ends_on_the_users_word_only() {
        let mut form = edit(Some(&stored()));
        form.shares_mut(Sharers::Users).unwrap()[0].name = "  ".into();
        assert_eq!(form.faults(), [Fault::EndsSharing(Sharers::Users)]);
        form.may_end_sharing = true;
        assert_eq!(form.faults(), []);
        let change = form.to_update(id()).change;
        assert_eq!(change.users_allowed, Some(Vec::new()));
        assert!(change.groups_allowed.is_none());

        form.shares_mut(Sharers::Users).unwrap().push(share(" bia "));
        assert_eq!(form.to_update(id()).change.users_allowed, Some(vec![share("bia")]));
    }

    #[test]
    fn a_mask_is_not_a_secret() {
        for (text, is_mask) in [("••••••••", true), ("****", true), ("*pass*", false), ("", false)]
        {
            let form = CreateForm { client_secret: Rc::new(Secret::from(text)), ..edit(Some(&stored())) };
            assert_eq!(form.faults().contains(&Fault::Mask), is_mask, "{text}");
        }
    }

    #[test]
    fn a_new_one_shares_with_nobody_unless_somebody_is_named() {
        let mut form = CreateForm::new();
        form.shares_mut(Sharers::Groups).unwrap().push(share(""));
        assert!(form.to_new().groups_allowed.is_none());
        form.shares_mut(Sharers::Groups).unwrap().push(share("ops"));
        assert_eq!(form.to_new().groups_allowed, Some(vec![share("ops")]));
        assert!(form.to_new().users_allowed.is_none());
    }
}
