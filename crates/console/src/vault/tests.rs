//! The page as a whole: what it does with one action after the other.

use latchboard_client::Verdict;
use latchboard_client::bulk::Ended;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{
    ApiSecret, ApiSecretText, ApiSecretTexts, EndpointId, InventoryItem, ListedApiSecret, Share,
};
use latchboard_contract::error::{Code, Problem, RemedyAction};
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::{Identifier, WarningKind};
use latchboard_texts::Language;

use super::{Action, VaultModel};
use crate::activity::server_log::LogAnswer;
use crate::api_secrets::{
    Access, Attention, Blocked, Call, Constraint, Counts, DetailsAction, DetailsEffect, Effect, Fact, Fault,
    FilteredRows, Focus, FormAction, FormEffect, History, Hold, ListAction, ListEffect, Message,
    MessageAction, Move, ObservedState, Query, Rows, Selected, Sharers, Sort, State, StateFilter, Stored,
    SwitchAction, SwitchEffect,
};
use crate::bulk::{self, Phase, RunId, Scope};
use crate::doubt::Doubt;
use crate::leak::Search;
use crate::named::Named;
use crate::palette::{self, Command};
use crate::progress::Busy;
use crate::route::Route;
use crate::sign_in::{self, AccessKey, Attempt, Session, SignInField};
use crate::{Model, OutcomeKind, Ticket, Timestamp};

fn nobody() -> VaultModel {
    VaultModel::new("vault.example".into())
}

/// The next state, and what the page wants done.
fn step(vault: &VaultModel, action: impl Into<Action>) -> (VaultModel, Vec<Effect>) {
    let (next, page, _) = parts(vault, action);
    (next, page)
}

/// The next state, and what the sign-in wants done.
fn sign_in_step(vault: &VaultModel, action: impl Into<Action>) -> (VaultModel, Vec<sign_in::Effect>) {
    let (next, _, sign_in) = parts(vault, action);
    (next, sign_in)
}

fn parts(vault: &VaultModel, action: impl Into<Action>) -> (VaultModel, Vec<Effect>, Vec<sign_in::Effect>) {
    let (next, effects) = vault.after(action).expect("a change");
    let (mut page, mut sign_in) = (Vec::new(), Vec::new());
    for effect in effects {
        match effect {
            super::Effect::ApiSecrets(effect) => page.push(effect),
            super::Effect::SignIn(effect) => sign_in.push(effect),
            super::Effect::Bulk(_)
            | super::Effect::Leak(_)
            | super::Effect::Kept(_)
            | super::Effect::Open(_) => {}
        }
    }
    (next, page, sign_in)
}

fn after(vault: &VaultModel, action: impl Into<Action>) -> VaultModel {
    step(vault, action).0
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

fn stored(identifier: &str) -> Stored {
    Stored { identifier: identifier.into(), ..Stored::default() }
}

fn problem(endpoint: EndpointId, code: Code) -> Problem {
    Problem { status: Some(400), ..Problem::local(endpoint, code) }
}

fn signed_in() -> VaultModel {
    let page = after(&nobody(), sign_in::Action::Edited(SignInField::ClientId, Secret::from("id")));
    let page = after(&page, sign_in::Action::Edited(SignInField::ClientSecret, Secret::from("s")));
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    let [sign_in::Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
    let (page, effects) = step(&page, sign_in::Action::Answered(*ticket, Ok(())));
    let [Effect::List(ListEffect::Load(ticket, ..)), Effect::Focus(Focus::HeadingIfLost)] =
        effects.as_slice()
    else {
        panic!("a list at once, and a place for the cursor: the form is gone")
    };
    after(&page, ListAction::Listed(*ticket, Ok(three())))
}

/// What an inventory says of one of [`three`].
fn stated(identifier: &str, active: bool) -> InventoryItem {
    let name = three().into_iter().find(|row| row.identifier == identifier).expect("a row").name;
    InventoryItem {
        identifier: identifier.into(),
        name,
        active,
        can_write: true,
        switched_at: Some(7),
        owner: Some("Payments".into()),
        ..InventoryItem::default()
    }
}

#[test]
fn where_the_server_has_an_inventory_every_state_is_known_from_the_first_moment() {
    let inventory = || vec![stated("1", true), stated("12", false), stated("3", true)];
    let listed = |page: &VaultModel, at| {
        let (page, effects) = step(page, ListAction::RefreshAsked);
        let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
        after(&page, ListAction::Inventoried(*ticket, inventory(), None, Timestamp(at)))
    };
    let page = listed(&signed_in(), 100);
    assert_eq!(page.page.view.counts(), Counts { active: 2, inactive: 1, not_known: 0 });
    assert_eq!(
        page.page.matches().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Alpha", "Beta", "alphabet"]
    );
    let known = |page: &VaultModel, identifier| {
        page.page.known(&id(identifier)).map(|known| (known.state, known.at.0))
    };
    assert_eq!(known(&page, "12"), Some((State::Inactive, 100)));
    let facts = page.page.view.facts(&id("12")).expect("an inventory");
    assert_eq!(
        (facts.owner.as_deref(), facts.switched_at, facts.last_read_at),
        (Some("Payments"), Some(7), None)
    );
    assert_eq!(page.page.view.facts(&id("99")), None);

    // A switch that was answered while the inventory was on its way is newer.
    let (page, effects) = step(&page, SwitchAction::SwitchAsked(id("1"), State::Inactive));
    let [Effect::Switch(SwitchEffect::Switch(ticket, ..))] = effects.as_slice() else { panic!("a switch") };
    let switched = SwitchAction::Switched {
        ticket: *ticket,
        identifier: id("1"),
        verdict: Verdict::Done(()),
        lost_reply: false,
        at: Timestamp(200),
    };
    let page = after(&page, switched);
    assert_eq!(known(&listed(&page, 150), "1"), Some((State::Inactive, 200)));
    assert_eq!(known(&listed(&page, 250), "1"), Some((State::Active, 250)), "somebody else switched it back");

    // From a vendor's server nothing is known but what calls proved.
    let (page, effects) = step(&page, ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    let page = after(&page, ListAction::Listed(*ticket, Ok(three())));
    assert_eq!(page.page.view.facts(&id("12")), None);
    assert_eq!(known(&page, "12"), Some((State::Inactive, 100)), "what was proved stays so");
}

fn key(client_id: &str, tenant: Option<&str>) -> AccessKey {
    AccessKey { client_id: client_id.into(), tenant: tenant.map(Into::into) }
}

/// Asked to sign in again, with this access key; and what the page wants once that has succeeded.
fn signed_in_again(page: &VaultModel, key: &AccessKey) -> (VaultModel, Vec<Effect>) {
    let page = after(page, Action::RemedyChosen(RemedyAction::SignIn, None));
    let type_in = |page, (field, text): (_, &str)| after(&page, sign_in::Action::Edited(field, text.into()));
    let typed = [
        (SignInField::ClientId, &*key.client_id),
        (SignInField::ClientSecret, "s"),
        (SignInField::Tenant, key.tenant.as_deref().unwrap_or_default()),
    ];
    let page = typed.into_iter().fold(page, type_in);
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    let [sign_in::Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
    step(&page, sign_in::Action::Answered(*ticket, Ok(())))
}

fn three() -> Vec<ListedApiSecret> {
    vec![row("1", "Alpha"), row("12", "Beta"), row("3", "alphabet")]
}

/// What the page comes to once `effects` are carried out, as far as they are searches; and the rest.
fn carried_out(page: VaultModel, effects: Vec<Effect>) -> (VaultModel, Vec<Effect>) {
    let (mut page, mut rest, mut waiting) = (page, Vec::new(), effects);
    while !waiting.is_empty() {
        for effect in std::mem::take(&mut waiting) {
            let Effect::List(ListEffect::Filter(ticket, filter)) = effect else {
                rest.push(effect);
                continue;
            };
            let mut row_filter = filter.start();
            let answer =
                std::iter::repeat_with(|| row_filter.step(4096)).flatten().next().expect("an answer");
            let (next, more) = step(&page, ListAction::FilteredRows(ticket, answer));
            page = next;
            waiting.extend(more);
        }
    }
    (page, rest)
}

fn filtered(page: &VaultModel, action: impl Into<Action>) -> VaultModel {
    let (page, effects) = step(page, action);
    carried_out(page, effects).0
}

/// The identifiers shown, in order.
fn shown(page: &VaultModel) -> Vec<&str> {
    page.page.matches().map(|row| row.identifier.as_str()).collect()
}

fn addresses(effects: &[Effect]) -> Vec<(&str, bool)> {
    let address = |effect| {
        let &Effect::List(ListEffect::Address(ref address, is_step)) = effect else { return None };
        Some((address.as_str(), is_step))
    };
    effects.iter().filter_map(address).collect()
}

/// Signed in, with `rows` as the list.
fn with_rows(rows: Vec<ListedApiSecret>) -> VaultModel {
    let (page, effects) = step(&signed_in(), ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    after(&page, ListAction::Listed(*ticket, Ok(rows)))
}

fn observed(identifier: &str, state: State, at: u64) -> ObservedState {
    ObservedState { identifier: id(identifier), state: Some(state), at: Timestamp(at) }
}

fn switch(page: &VaultModel, state: State) -> (VaultModel, Ticket) {
    let (page, effects) = step(page, SwitchAction::SwitchAsked(id("1"), state));
    let [Effect::Switch(SwitchEffect::Switch(ticket, ..))] = effects.as_slice() else { panic!("one switch") };
    (page, *ticket)
}

fn switched(page: &VaultModel, ticket: Ticket, verdict: Verdict<()>) -> VaultModel {
    after(
        page,
        SwitchAction::Switched { ticket, identifier: id("1"), verdict, lost_reply: false, at: Timestamp(9) },
    )
}

#[test]
fn signing_in_drops_the_client_secret_and_lists() {
    let page = signed_in();
    assert_eq!(page.sign_in.session, Session::SignedIn(key("id", None)));
    assert!(page.sign_in.form.client_secret.is_empty());
    assert_eq!(page.page.matches().count(), 3);
}

#[test]
fn an_incomplete_sign_in_sends_nothing() {
    let (page, effects) = sign_in_step(&nobody(), sign_in::Action::Asked);
    assert!(matches!(effects.as_slice(), [sign_in::Effect::Focus(SignInField::ClientId)]));
    assert_eq!(page.sign_in.fault(SignInField::ClientSecret), Some(Code::FieldMissing));
}

#[test]
fn a_refused_sign_in_keeps_what_was_typed() {
    let page = after(&nobody(), sign_in::Action::Edited(SignInField::ClientId, Secret::from("id")));
    let page = after(&page, sign_in::Action::Edited(SignInField::ClientSecret, Secret::from("s")));
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    let [sign_in::Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
    let refused = problem(EndpointId::Token, Code::ClientRejected);
    let page = after(&page, sign_in::Action::Answered(*ticket, Err(refused.clone())));
    assert_eq!(
        (page.sign_in.session, page.sign_in.attempt),
        (Session::SignedOut, Attempt::Typing(Some(refused)))
    );
    assert!(!page.sign_in.form.client_secret.is_empty());
}

#[test]
fn the_search_finds_names_in_any_case_and_identifiers() {
    let found = |text: &str| {
        let page = filtered(&signed_in(), ListAction::Searched(text.into()));
        page.page.matches().map(|row| row.identifier.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(" ALPHA "), ["1", "3"]);
    assert_eq!(found("12"), ["12"]);
    assert!(found("none").is_empty());
}

#[test]
fn a_state_is_known_only_once_a_call_proved_it() {
    let page = signed_in();
    assert_eq!(page.page.known(&id("1")), None);
    let (page, ticket) = switch(&page, State::Inactive);
    assert_eq!(page.page.switching(&id("1")), Some(State::Inactive));
    assert!(page.after(SwitchAction::SwitchAsked(id("1"), State::Inactive)).is_none(), "a double click");
    let page = switched(&page, ticket, Verdict::AlreadySo);
    assert_eq!(page.page.known(&id("1")).unwrap().state, State::Inactive);

    let (page, ticket) = switch(&page, State::Active);
    let lost = Verdict::Unknown(Problem::local(EndpointId::Activate, Code::TimedOut));
    let page = switched(&page, ticket, lost);
    assert_eq!(page.page.known(&id("1")), None, "after a lost reply nobody knows");
    let (_, effects) = step(&page, Action::RemedyChosen(RemedyAction::TryAgain, Some(id("1"))));
    assert!(matches!(
        effects.as_slice(),
        [Effect::Switch(SwitchEffect::Switch(_, _, State::Active, None)), Effect::Focus(_)]
    ));
}

#[test]
fn a_switch_that_was_turned_round_takes_no_press_for_a_moment_whoever_turned_it() {
    let settled = |page: &VaultModel, at| page.page.has_settled(&id("1"), Timestamp(at));
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let first = switched(&page, ticket, Verdict::Done(()));
    assert!(settled(&first, 9), "nobody knew the state before");
    let observed = |page: &VaultModel, state, at| {
        after(
            page,
            ListAction::ObservedState(vec![ObservedState { identifier: id("1"), state, at: Timestamp(at) }]),
        )
    };
    let turned = observed(&first, Some(State::Active), 5000);
    assert!(!settled(&turned, 5000) && !settled(&turned, 5499) && settled(&turned, 5500));
    assert!(settled(&turned, 1000), "a clock that was set back does not lock it");
    let same = observed(&turned, Some(State::Active), 9000);
    assert!(settled(&same, 9001), "told again, and not turned");
    assert!(!settled(&observed(&same, None, 20_000), 20_001), "a lost state has other switches");
}

#[test]
fn a_switch_is_told_by_name_where_a_filter_has_left_its_row_out_since() {
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let name = page.page.name(&id("1")).to_owned();
    assert_ne!(name, "1");
    let page = after(&page, ListAction::ServerFilterEdited(Constraint::Tag, "other".into()));
    let (page, effects) = step(&page, ListAction::ServerFilterAsked);
    let [.., Effect::List(ListEffect::Load(listed, ..))] = effects.as_slice() else { panic!("a list") };
    let page = after(&page, ListAction::Listed(*listed, Ok(Vec::new())));
    let page = switched(&page, ticket, Verdict::Done(()));
    assert_eq!(page.page.name(&id("1")), name);
    assert_eq!(page.page.name(&id("4711")), "4711");
}

#[test]
fn a_refused_switch_leaves_the_known_state_alone() {
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let page = switched(&page, ticket, Verdict::Done(()));
    let (page, ticket) = switch(&page, State::Active);
    let page = switched(&page, ticket, Verdict::Refused(problem(EndpointId::Activate, Code::NoAccess)));
    assert_eq!(page.page.known(&id("1")).unwrap().state, State::Inactive);
    assert_eq!(page.page.outcome(&id("1")).unwrap().1.kind, OutcomeKind::Refused);
    assert!(after(&page, MessageAction::OutcomeDismissed(id("1"))).page.outcome(&id("1")).is_none());
}

#[test]
fn a_creation_is_checked_sent_once_and_listed() {
    let page = after(&signed_in(), FormAction::CreateOpened);
    let (page, effects) = step(&page, FormAction::CreateAsked);
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Create(ApiSecretText::Name))]));
    let fill = |page, (field, text): (_, &str)| after(&page, FormAction::CreateEdited(field, text.into()));
    let fields = [(ApiSecretText::Name, "n"), (ApiSecretText::Url, "u"), (ApiSecretText::ClientId, "c")];
    let page = fields.into_iter().fold(page, fill);
    let (page, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Create(ticket, new))] = effects.as_slice() else { panic!("one creation") };
    assert!(new.texts.name == "n" && new.client_secret.is_none());
    assert!(page.after(FormAction::CreateAsked).is_none(), "a double click");
    assert!(page.after(FormAction::CreateClosed).is_none(), "not while the answer is out");

    let refused = Verdict::Refused(problem(EndpointId::CreateApiSecret, Code::IdentifierCodeTaken));
    let kept = after(&page, FormAction::Created { ticket: *ticket, verdict: refused, at: Timestamp(1) });
    assert_eq!(kept.page.create.unwrap().text(ApiSecretText::Url), "u", "a refusal loses nothing");

    let done =
        FormAction::Created { ticket: *ticket, verdict: Verdict::Done(stored("44")), at: Timestamp(1) };
    let (page, effects) = step(&page, done);
    assert!(
        page.page.create.is_none() && page.page.created.is_some_and(|it| it.is_new && it.stored.name == "n")
    );
    assert!(matches!(effects.as_slice(), [Effect::List(ListEffect::Load(..)), Effect::ExpireMessage(_)]));
}

fn filled_form(page: &VaultModel, code: &str) -> VaultModel {
    let page = after(page, FormAction::CreateOpened);
    let fields = [
        (ApiSecretText::Name, "n"),
        (ApiSecretText::Url, "u"),
        (ApiSecretText::ClientId, "c"),
        (ApiSecretText::IdentifierCode, code),
    ];
    let fill = |page, (field, text): (_, &str)| after(&page, FormAction::CreateEdited(field, text.into()));
    let page = fields.into_iter().fold(page, fill);
    after(&page, FormAction::CreateSecretEdited(Secret::from("hunter2")))
}

/// What was typed is sent, and ends so.
fn ended(page: &VaultModel, verdict: Verdict<Stored>) -> VaultModel {
    let (page, effects) = step(page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Create(ticket, _))] = effects.as_slice() else { panic!("one creation") };
    after(&page, FormAction::Created { ticket: *ticket, verdict, at: Timestamp(1) })
}

fn lost_creation(code: &str) -> VaultModel {
    let lost = Problem::local(EndpointId::CreateApiSecret, Code::ConnectionFailed);
    ended(&filled_form(&signed_in(), code), Verdict::Unknown(lost))
}

#[test]
fn a_creation_without_an_answer_is_looked_for_as_it_was_sent() {
    let page = lost_creation("code-1");
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "typed since".into()));
    let (asking, effects) = step(&page, FormAction::ResolveAsked);
    let [Effect::Form(FormEffect::ResolveCreate(ticket, sent, Some(before)))] = effects.as_slice() else {
        panic!("one question")
    };
    assert_eq!(
        (&*sent.texts.name, &*sent.texts.identifier_code, sent.client_secret.is_some()),
        ("n", "code-1", false)
    );
    assert!(
        asking.after(FormAction::ResolveAsked).is_none() && asking.after(FormAction::CreateAsked).is_none()
    );
    assert!(asking.after(FormAction::FoundAsked).is_none(), "nothing is found yet");

    let offline = Problem::local(EndpointId::ListApiSecrets, Code::TimedOut);
    let open = after(&asking, FormAction::Resolved(*ticket, Conclusion::Open(offline.clone())));
    assert_eq!(open.page.create.as_ref().unwrap().resolution().unwrap().problem, Some(offline));
    let (asking, effects) = step(&open, FormAction::ResolveAsked);
    assert!(before.find("1").is_some() && before.find("7").is_none(), "the list as it was");
    let [Effect::Form(FormEffect::ResolveCreate(second, ..))] = effects.as_slice() else {
        panic!("asked again")
    };
    assert!(
        asking.after(FormAction::Resolved(*ticket, Conclusion::Settled(Finding::NotMade))).is_none(),
        "late"
    );

    let found = after(&asking, FormAction::Resolved(*second, Conclusion::Settled(Finding::AsAsked)));
    assert!(found.after(FormAction::ResolveAsked).is_none(), "it is known");
    let (shown, effects) = step(&found, FormAction::FoundAsked);
    assert!(shown.page.create.is_none() && shown.page.view.query.search == "n");
    assert!(matches!(effects.as_slice(), [Effect::List(ListEffect::Load(..))]));

    let (not_made, effects) =
        step(&asking, FormAction::Resolved(*second, Conclusion::Settled(Finding::NotMade)));
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Store)]), "the button that asked is gone");
    let (again, effects) = step(&not_made, FormAction::CreateAsked);
    assert!(matches!(effects.as_slice(), [Effect::Form(FormEffect::Create(..))]));
    assert!(again.page.create.unwrap().resolution().is_none(), "a new call, a new question");
}

#[test]
fn under_a_key_the_form_sends_the_same_again_and_holds_its_secret_only_for_that() {
    let key = IdempotencyKey::parse("k").unwrap();
    let lost = |endpoint| Problem { key: Some(key.clone()), ..Problem::local(endpoint, Code::TimedOut) };
    let page = filled_form(&signed_in(), "code-1");
    let page = ended(&page, Verdict::Unknown(lost(EndpointId::CreateApiSecret)));
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "typed since".into()));
    let (asking, effects) = step(&page, FormAction::ResolveAsked);
    let [Effect::Form(FormEffect::RepeatCreate(ticket, sent, under))] = effects.as_slice() else {
        panic!("the same again")
    };
    assert!(*under == key && sent.texts.name == "n" && sent.client_secret.is_some());
    // A gateway that will not ask again.
    let look = Conclusion::Ask(Question::LookInList);
    let (_, effects) = step(&after(&asking, FormAction::Resolved(*ticket, look)), FormAction::ResolveAsked);
    let [Effect::Form(FormEffect::ResolveCreate(_, sent, _))] = effects.as_slice() else {
        panic!("looked for")
    };
    assert!(sent.client_secret.is_none());
    let stored =
        FormAction::Created { ticket: *ticket, verdict: Verdict::Done(stored("7")), at: Timestamp(2) };
    assert!(after(&asking, stored).page.created.is_some(), "its own answer");

    let page = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "Alpha 2".into()));
    let (page, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Update(ticket, _))] = effects.as_slice() else { panic!("one change") };
    let verdict = Verdict::Unknown(lost(EndpointId::UpdateApiSecret));
    let page = after(&page, FormAction::Created { ticket: *ticket, verdict, at: Timestamp(1) });
    let (_, effects) = step(&page, FormAction::ResolveAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::RepeatUpdate(_, _, under))] if *under == key)
    );
}

#[test]
fn a_switch_without_an_answer_goes_out_again_under_its_key_and_a_new_press_is_a_new_one() {
    let key = IdempotencyKey::parse("k");
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let lost = Problem { key: key.clone(), ..Problem::local(EndpointId::Deactivate, Code::TimedOut) };
    let page = switched(&page, ticket, Verdict::Unknown(lost));
    for remedy in [RemedyAction::Resolve, RemedyAction::TryAgain] {
        let (_, effects) = step(&page, Action::RemedyChosen(remedy, Some(id("1"))));
        assert!(
            matches!(&effects[0], Effect::Switch(SwitchEffect::Switch(_, _, State::Inactive, under)) if *under == key)
        );
    }
    let (_, effects) = step(&page, SwitchAction::SwitchAsked(id("1"), State::Inactive));
    assert!(matches!(
        effects.as_slice(),
        [Effect::Switch(SwitchEffect::Switch(_, _, State::Inactive, None))]
    ));
}

#[test]
fn what_an_earlier_switch_did_stays_unknown_until_an_answer_tells() {
    let key = IdempotencyKey::parse("k");
    let of = |code, key: &Option<IdempotencyKey>| Problem {
        key: key.clone(),
        ..problem(EndpointId::Deactivate, code)
    };
    let offline = || Verdict::NotAttempted(Problem::local(EndpointId::Deactivate, Code::Unreachable));
    let try_again = || Action::RemedyChosen(RemedyAction::TryAgain, Some(id("1")));
    for under in [None, key] {
        let lost = of(Code::TimedOut, &under);
        let (page, ticket) = switch(&signed_in(), State::Inactive);
        let page = switched(&page, ticket, Verdict::Unknown(lost.clone()));
        let ended = |action, verdict| {
            let (page, effects) = step(&page, action);
            let Some(Effect::Switch(SwitchEffect::Switch(ticket, ..))) = effects.first() else {
                panic!("one switch")
            };
            switched(&page, *ticket, verdict)
        };
        let other = IdempotencyKey::parse("other");
        for verdict in [offline(), Verdict::Refused(of(Code::NoAccess, &other))] {
            let why = verdict.problem().cloned();
            for action in [
                try_again(),
                SwitchAction::SwitchAsked(id("1"), State::Inactive).into(),
                SwitchAction::SwitchAsked(id("1"), State::Active).into(),
            ] {
                let page = ended(action, verdict.clone());
                let (state, outcome) = page.page.outcome(&id("1")).unwrap();
                assert_eq!((*state, outcome.kind), (State::Inactive, OutcomeKind::Unknown));
                assert_eq!((&outcome.problem, &outcome.again), (&Some(lost.clone()), &why));
                assert_eq!(messages(&page), [Message::Switched(id("1"))]);
                let (_, effects) = step(&page, try_again());
                assert!(
                    matches!(&effects[0], Effect::Switch(SwitchEffect::Switch(_, _, State::Inactive, sent)) if *sent == under)
                );
            }
        }
        let of_operation = Verdict::Refused(of(Code::NoAccess, &under));
        let is_settled = if under.is_some() { OutcomeKind::Refused } else { OutcomeKind::Unknown };
        for (verdict, kind) in [
            (of_operation, is_settled),
            (Verdict::Refused(of(Code::RateLimited, &under)), OutcomeKind::Unknown),
            (Verdict::Refused(of(Code::NotFound, &None)), OutcomeKind::Refused),
            (Verdict::AlreadySo, OutcomeKind::AlreadySo),
            (Verdict::Done(()), OutcomeKind::Done),
        ] {
            assert_eq!(ended(try_again(), verdict).page.outcome(&id("1")).unwrap().1.kind, kind);
        }
        // Two attempts are open, under one key at most.
        let twice = ended(try_again(), Verdict::Unknown(of(Code::TimedOut, &other)));
        let (_, effects) = step(&twice, try_again());
        assert!(matches!(&effects[0], Effect::Switch(SwitchEffect::Switch(.., None))));
    }
}

#[test]
fn what_an_earlier_change_did_stays_unknown_until_an_answer_tells() {
    let key = IdempotencyKey::parse("k");
    let of = |code, key: &Option<IdempotencyKey>| Problem {
        key: key.clone(),
        ..problem(EndpointId::UpdateApiSecret, code)
    };
    let ended = |page: &VaultModel, action, verdict| {
        let (page, effects) = step(page, action);
        let [Effect::Form(FormEffect::Update(ticket, update))] = effects.as_slice() else {
            panic!("one change")
        };
        let sent = update.change.texts.name.clone().expect("a name");
        (after(&page, FormAction::Created { ticket: *ticket, verdict, at: Timestamp(2) }), sent)
    };
    let typed = |page: &VaultModel, name: &str| {
        after(page, FormAction::CreateEdited(ApiSecretText::Name, name.into()))
    };
    let page = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let page = typed(&page, "Alpha 2");
    let no_key = of(Code::TimedOut, &None);
    let (plain, _) = ended(&page, FormAction::CreateAsked, Verdict::Unknown(no_key));
    // A gateway that will not ask again.
    let (lost, _) = ended(&page, FormAction::CreateAsked, Verdict::Unknown(of(Code::TimedOut, &key)));
    let (asking, effects) = step(&lost, FormAction::ResolveAsked);
    let [Effect::Form(FormEffect::RepeatUpdate(ticket, ..))] = effects.as_slice() else {
        panic!("the same again")
    };
    let asked = after(&asking, FormAction::Resolved(*ticket, Conclusion::Ask(Question::SameAgain)));

    let offline = Problem::local(EndpointId::UpdateApiSecret, Code::Unreachable);
    let other = IdempotencyKey::parse("other");
    for verdict in [Verdict::NotAttempted(offline), Verdict::Refused(of(Code::NoAccess, &other))] {
        let why = verdict.problem().cloned();
        // Both ways to a second try, and a different change.
        let tries = [
            (&plain, FormAction::CreateAsked),
            (&asked, FormAction::ResolveAsked),
            (&asked, FormAction::CreateAsked),
            (&typed(&asked, "Alpha 3"), FormAction::CreateAsked),
        ];
        for (page, action) in tries {
            let had_inquiry = page.page.create.as_ref().unwrap().resolution().is_some();
            let before = page.page.create.as_ref().unwrap().outcome.clone().unwrap().problem;
            let (page, _) = ended(page, action, verdict.clone());
            let form = page.page.create.as_ref().unwrap();
            let outcome = form.outcome.as_ref().unwrap();
            assert_eq!((outcome.kind, &outcome.problem), (OutcomeKind::Unknown, &before));
            assert_eq!(outcome.again, why);
            assert_eq!(form.resolution().is_some(), had_inquiry);
            if let Some(resolution) = form.resolution() {
                assert_eq!((resolution.question, &resolution.problem), (Question::SameAgain, &why));
                let (_, sent) = ended(&page, FormAction::ResolveAsked, verdict.clone());
                assert_eq!(sent, "Alpha 2", "the change that is asked about");
            }
        }
    }

    let refused = |code| Verdict::Refused(of(code, &None));
    let (gone, _) = ended(&asked, FormAction::ResolveAsked, refused(Code::NotFound));
    let form = gone.page.create.as_ref().unwrap();
    assert!(form.outcome.as_ref().unwrap().kind == OutcomeKind::Refused && form.resolution().is_none());
    // Two changes without an answer: the later one is asked about, and not under its key alone.
    let later = Verdict::Unknown(of(Code::TimedOut, &other));
    let (twice, _) = ended(&typed(&asked, "Alpha 3"), FormAction::CreateAsked, later);
    let resolution = twice.page.create.as_ref().unwrap().resolution().expect("still to be found out");
    assert_eq!((resolution.question, &resolution.key), (Question::SameAgain, &None));
    assert_eq!(ended(&twice, FormAction::ResolveAsked, refused(Code::NoAccess)).1, "Alpha 3");
}

#[test]
fn a_refused_creation_and_a_lost_change_leave_nothing_to_look_for() {
    let page = lost_creation("");
    let (page, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Create(ticket, _))] = effects.as_slice() else { panic!("one creation") };
    let refused = Verdict::Refused(problem(EndpointId::CreateApiSecret, Code::IdentifierCodeTaken));
    let page = after(&page, FormAction::Created { ticket: *ticket, verdict: refused, at: Timestamp(2) });
    assert!(
        page.page.create.as_ref().unwrap().resolution().is_none()
            && page.after(FormAction::ResolveAsked).is_none()
    );
}

#[test]
fn the_command_of_a_form_is_of_what_stands_in_it() {
    let page = after(&signed_in(), FormAction::CreateOpened);
    let (page, effects) = step(&page, FormAction::FormCommandAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Focus(Focus::Create(ApiSecretText::Name))]),
        "what is missing"
    );
    let page = {
        let fields = [(ApiSecretText::Name, "n"), (ApiSecretText::Url, "u"), (ApiSecretText::ClientId, "c")];
        let fill =
            |page, (field, text): (_, &str)| after(&page, FormAction::CreateEdited(field, text.into()));
        fields.into_iter().fold(page, fill)
    };
    let page = after(&page, FormAction::CreateSecretEdited(Secret::from("hunter2")));
    let (page, effects) = step(&page, FormAction::FormCommandAsked);
    let [Effect::Details(DetailsEffect::MakeCommand(call, None))] = effects.as_slice() else {
        panic!("one command")
    };
    let text = call.command("https://v.example", None);
    assert!(text.contains("LATCHBOARD_API_SECRET") && !text.contains("hunter2"));
    let page = after(&page, DetailsAction::CommandMade(call.clone(), text.into()));
    let page = after(&page, DetailsAction::CommandCopied(Ok(())));
    assert_eq!(page.page.create.as_ref().unwrap().command.as_ref().unwrap().copied, Some(Ok(())));
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "m".into()));
    assert!(page.page.create.unwrap().command.is_none(), "it was of another text");
}

#[test]
fn what_was_there_is_told_only_by_a_list_that_is_whole() {
    let before = |page: &VaultModel| {
        let lost = Problem::local(EndpointId::CreateApiSecret, Code::ConnectionFailed);
        let page = ended(&filled_form(page, "code-1"), Verdict::Unknown(lost));
        let (_, effects) = step(&page, FormAction::ResolveAsked);
        let [Effect::Form(FormEffect::ResolveCreate(_, _, before))] = effects.as_slice() else {
            panic!("one question")
        };
        before.as_ref().map(|rows| rows.len())
    };
    assert_eq!(before(&signed_in()), Some(3));
    let (coming, effects) = step(&signed_in(), ListAction::RefreshAsked);
    assert_eq!(before(&coming), None);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    let failed = problem(EndpointId::ListApiSecrets, Code::TimedOut);
    assert_eq!(before(&after(&coming, ListAction::Listed(*ticket, Err(failed)))), None);
    let query = Query { tag: "prod".into(), ..Query::default() };
    let (filtered, effects) = step(&signed_in(), ListAction::QueryChosen(query));
    let [_, Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    assert_eq!(before(&after(&filtered, ListAction::Listed(*ticket, Ok(three())))), None);
}

#[test]
fn a_form_survives_a_session_that_cannot_be_renewed() {
    let (page, ticket) = switch(&after(&signed_in(), ListAction::Toggled(1, false)), State::Inactive);
    let page = switched(&page, ticket, Verdict::Done(()));
    let dead = Verdict::NotAttempted(problem(EndpointId::Token, Code::ClientRejected));
    let page = ended(&filled_form(&page, "code-1"), dead);

    let (asked, effects) = sign_in_step(&page, Action::RemedyChosen(RemedyAction::SignIn, None));
    assert!(matches!(effects.as_slice(), [sign_in::Effect::Focus(SignInField::ClientSecret)]));
    assert!(asked.sign_in.is_above && asked.sign_in.form.client_id == "id" && asked.page.create.is_some());
    let (failed, effects) = {
        let page = after(&asked, sign_in::Action::Edited(SignInField::ClientSecret, Secret::from("wrong")));
        let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
        let [sign_in::Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
        assert!(page.after(sign_in::Action::AboveClosed).is_none(), "not while the answer is out");
        let refused = problem(EndpointId::Token, Code::ClientRejected);
        sign_in_step(&page, sign_in::Action::Answered(*ticket, Err(refused)))
    };
    assert!(matches!(effects.as_slice(), [sign_in::Effect::Focus(SignInField::ClientSecret)]));
    assert!(failed.sign_in.is_above && failed.sign_in.session == page.sign_in.session);
    let closed = after(&failed, sign_in::Action::AboveClosed);
    assert!(
        !closed.sign_in.is_above
            && closed.sign_in.form.client_secret.is_empty()
            && closed.page.create.is_some()
    );

    let (page, effects) = signed_in_again(&page, &key("id", None));
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Store)]), "nothing is loaded anew");
    assert!(!page.sign_in.is_above && page.sign_in.form.client_secret.is_empty());
    assert_eq!(page.page.known(&id("1")).unwrap().state, State::Inactive);
    assert_eq!((page.page.matches().count(), page.page.view.selected().all), (3, 1));
    assert!(page.page.create.as_ref().unwrap().outcome.is_none(), "what it asked for is done");
    let (_, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Create(_, new))] = effects.as_slice() else { panic!("one creation") };
    assert!(new.texts.name == "n" && new.client_secret.as_ref().is_some_and(|it| it.expose() == "hunter2"));
}

#[test]
fn a_list_whose_session_is_lost_stays_and_is_loaded_once_there_is_another() {
    let (page, effects) = step(&signed_in(), ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    let dead = problem(EndpointId::ListApiSecrets, Code::NotAuthorised);
    let page = after(&page, ListAction::Listed(*ticket, Err(dead)));
    let (page, effects) = signed_in_again(&page, &key("id", None));
    let [Effect::List(ListEffect::Load(ticket, ..)), Effect::Focus(_)] = effects.as_slice() else {
        panic!("a list")
    };
    assert_eq!(page.page.matches().count(), 3);
    let (page, effects) = step(&page, ListAction::Listed(*ticket, Ok(three())));
    assert!(page.page.list.error.is_none());
    assert!(
        matches!(effects.as_slice(), [Effect::Focus(Focus::RowIfLost(_))]),
        "the problem's button is gone"
    );
}

#[test]
fn another_access_key_takes_over_the_form_and_nothing_that_it_may_not_see() {
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let refused = Verdict::Refused(problem(EndpointId::Deactivate, Code::NoAccess));
    let page = filled_form(&switched(&page, ticket, refused), "");
    let waiting = after(&page, Action::RemedyChosen(RemedyAction::SignIn, Some(id("1"))));
    assert!(
        waiting.page.matches().count() == 3 && waiting.page.outcome(&id("1")).is_some(),
        "not before it succeeded"
    );

    let (other, effects) = signed_in_again(&page, &key("other", None));
    assert_eq!(other.sign_in.session, Session::SignedIn(key("other", None)));
    assert!(matches!(effects.as_slice(), [Effect::List(ListEffect::Load(..)), Effect::Focus(_)]));
    assert!(other.page.list.data.is_none() && other.page.outcome(&id("1")).is_none());
    assert_eq!(other.page.create.unwrap().text(ApiSecretText::Url), "u");

    // The same number is another API secret elsewhere.
    let edit =
        after(&after(&page, FormAction::CreateClosed), FormAction::EditOpened(id("1"), "Alpha".into()));
    assert!(signed_in_again(&edit, &key("other", None)).0.page.create.is_some());
    assert!(signed_in_again(&edit, &key("id", Some("t"))).0.page.create.is_none());
}

#[test]
fn signing_out_forgets_everything_but_the_client_id() {
    let (page, effects) = sign_in_step(&filled_form(&signed_in(), ""), sign_in::Action::SignOutAsked);
    assert!(matches!(
        effects.as_slice(),
        [sign_in::Effect::SignOut, sign_in::Effect::Focus(SignInField::ClientId)]
    ));
    assert!(
        page.page.list.data.is_none() && page.sign_in.form.client_id == "id" && page.page.create.is_none()
    );
    page.secrets(&mut |secret| assert!(secret.is_empty()));
}

#[test]
fn a_secret_that_cannot_be_sent_is_refused_and_one_that_is_odd_is_not() {
    let with =
        |secret: &str| after(&filled_form(&signed_in(), ""), FormAction::CreateSecretEdited(secret.into()));
    for (secret, code) in [
        ("a\tb".to_owned(), Code::SecretControlCharacter),
        ("a\nb".to_owned(), Code::SecretControlCharacter),
        ("é".repeat(2049), Code::SecretTooLong),
    ] {
        let (page, effects) = step(&with(&secret), FormAction::CreateAsked);
        assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::CreateSecret)]), "{code}");
        assert_eq!(page.page.create.unwrap().shown_faults(), [Fault::Secret(code)]);
    }
    for (secret, kind) in [
        (" v7Kq2mX9pLw4", WarningKind::LeadingSpace),
        ("your_secret", WarningKind::Placeholder),
        ("P@ssw0rd1", WarningKind::CommonPassword),
    ] {
        let page = with(secret);
        let kinds: Vec<_> =
            page.page.create.as_ref().unwrap().secret_warnings().into_iter().map(|it| it.kind).collect();
        assert!(kinds.contains(&kind), "{kinds:?}");
        assert!(matches!(
            step(&page, FormAction::CreateAsked).1.as_slice(),
            [Effect::Form(FormEffect::Create(..))]
        ));
    }
    let empty = with("").page.create.unwrap();
    assert!(empty.secret_warnings().is_empty() && empty.secret_strength().is_none());
    assert!(empty.secret_fingerprint().is_none());
    let abc = with("abc").page.create.unwrap();
    assert_eq!(abc.secret_fingerprint().unwrap().as_str(), "ba7816bf8f01");
}

#[test]
fn a_secret_is_made_for_the_form_until_somebody_types() {
    let page = after(&signed_in(), FormAction::CreateOpened);
    assert!(page.after(FormAction::CopyGeneratedAsked).is_none());
    assert!(matches!(
        step(&page, FormAction::GenerateAsked).1.as_slice(),
        [Effect::Form(FormEffect::Generate)]
    ));
    let page = after(&page, FormAction::Generated(Secret::from("made")));
    let (page, effects) = step(&page, FormAction::CopyGeneratedAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::CopyGenerated(secret))] if secret.expose() == "made")
    );
    let page = after(&page, FormAction::GeneratedCopied(Ok(())));
    assert_eq!(page.page.create.as_ref().unwrap().generated.unwrap().copied, Some(Ok(())));
    let page = after(&page, FormAction::CreateSecretEdited(Secret::from("typed")));
    assert!(page.page.create.as_ref().unwrap().generated.is_none());
    assert!(page.after(FormAction::GeneratedCopied(Ok(()))).is_none(), "late");
    let closed = after(&page, FormAction::CreateClosed);
    assert!(closed.after(FormAction::Generated(Secret::from("late"))).is_none());
}

fn messages(page: &VaultModel) -> Vec<Message> {
    page.page.messages().cloned().collect()
}

fn expiry(effects: &[Effect]) -> Option<Ticket> {
    effects
        .iter()
        .find_map(|effect| if let Effect::ExpireMessage(ticket) = effect { Some(*ticket) } else { None })
}

#[test]
fn what_went_well_is_told_for_a_while_and_what_did_not_until_it_is_read() {
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let done = SwitchAction::Switched {
        ticket,
        identifier: id("1"),
        verdict: Verdict::Done(()),
        lost_reply: false,
        at: Timestamp(9),
    };
    let (page, effects) = step(&page, done);
    let told = Message::Switched(id("1"));
    assert_eq!(messages(&page), std::slice::from_ref(&told));
    let ticket = expiry(&effects).expect("it goes by itself");
    // Not while somebody reads it.
    let held = after(&page, MessageAction::MessagesHeld(Hold::Focus, true));
    // A pointer that passes by takes nothing from under the cursor.
    let held = after(&held, MessageAction::MessagesHeld(Hold::Pointer, true));
    let held = after(&held, MessageAction::MessagesHeld(Hold::Pointer, false));
    let (held, again) = step(&held, MessageAction::MessageExpired(ticket));
    assert_eq!((messages(&held).len(), expiry(&again)), (1, Some(ticket)));
    let page = after(
        &after(&held, MessageAction::MessagesHeld(Hold::Focus, false)),
        MessageAction::MessageExpired(ticket),
    );
    assert!(messages(&page).is_empty() && page.after(MessageAction::MessageExpired(ticket)).is_none());

    for code in [Code::TimedOut, Code::NoAccess] {
        let (page, ticket) = switch(&page, State::Inactive);
        let verdict = if code == Code::TimedOut {
            Verdict::Unknown(Problem::local(EndpointId::Deactivate, code))
        } else {
            Verdict::Refused(problem(EndpointId::Deactivate, code))
        };
        let (page, effects) = step(
            &page,
            SwitchAction::Switched {
                ticket,
                identifier: id("1"),
                verdict,
                lost_reply: false,
                at: Timestamp(9),
            },
        );
        assert!(messages(&page) == [told.clone()] && expiry(&effects).is_none(), "{code}");
        assert!(messages(&after(&page, MessageAction::MessageDismissed(told.clone()))).is_empty());
    }
}

#[test]
fn an_old_timer_does_not_take_a_new_message_away() {
    let switched_off = |page: &VaultModel| {
        let (page, ticket) = switch(page, State::Inactive);
        let done = SwitchAction::Switched {
            ticket,
            identifier: id("1"),
            verdict: Verdict::Done(()),
            lost_reply: false,
            at: Timestamp(9),
        };
        step(&page, done)
    };
    let (page, first) = switched_off(&signed_in());
    let (page, _) = switched_off(&page);
    assert!(page.after(MessageAction::MessageExpired(expiry(&first).unwrap())).is_none());
    assert_eq!(messages(&page).len(), 1);
}

#[test]
fn the_latest_message_comes_first() {
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let page = switched(&page, ticket, Verdict::Done(()));
    let (page, effects) = step(&page, SwitchAction::SwitchAsked(id("3"), State::Active));
    let [Effect::Switch(SwitchEffect::Switch(ticket, ..))] = effects.as_slice() else { panic!("one switch") };
    let verdict = Verdict::AlreadySo;
    let answer = SwitchAction::Switched {
        ticket: *ticket,
        identifier: id("3"),
        verdict,
        lost_reply: false,
        at: Timestamp(10),
    };
    let page = after(&page, answer);
    assert_eq!(messages(&page), [Message::Switched(id("3")), Message::Switched(id("1"))]);
    assert!(page.page.can_undo(&id("1")) && !page.page.can_undo(&id("3")), "it was so before");
}

#[test]
fn after_a_lost_answer_already_so_does_not_say_who_made_it_so() {
    let told = |page: &VaultModel| page.page.outcome(&id("1")).unwrap().1.clone();
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    let answer = SwitchAction::Switched {
        ticket,
        identifier: id("1"),
        verdict: Verdict::AlreadySo,
        lost_reply: true,
        at: Timestamp(9),
    };
    assert!(told(&after(&page, answer)).lost_reply);

    // Sent again under its key, the answer is that of the lost one; any other call has an answer of its own.
    let again = || SwitchAction::AgainAsked(id("1"));
    let anew = |state| SwitchAction::SwitchAsked(id("1"), state);
    for (key, action, expected) in [
        (None, again(), true),
        (IdempotencyKey::parse("a-key"), again(), false),
        (IdempotencyKey::parse("a-key"), anew(State::Inactive), true),
        (None, anew(State::Active), false),
    ] {
        let problem = Problem { key, ..Problem::local(EndpointId::Deactivate, Code::TimedOut) };
        let page = switched(&page, ticket, Verdict::Unknown(problem));
        let (page, effects) = step(&page, action);
        let Some(Effect::Switch(SwitchEffect::Switch(ticket, ..))) = effects.first() else { panic!() };
        assert_eq!(told(&switched(&page, *ticket, Verdict::AlreadySo)).lost_reply, expected);
    }
}

#[test]
fn undo_takes_back_what_was_confirmed_and_nothing_else() {
    let (page, ticket) = switch(&signed_in(), State::Inactive);
    for verdict in [
        Verdict::AlreadySo,
        Verdict::Refused(problem(EndpointId::Deactivate, Code::NoAccess)),
        Verdict::NotAttempted(Problem::local(EndpointId::Deactivate, Code::Unreachable)),
        Verdict::Unknown(Problem::local(EndpointId::Deactivate, Code::TimedOut)),
    ] {
        let page = switched(&page, ticket, verdict);
        assert!(!page.page.can_undo(&id("1")) && page.after(SwitchAction::UndoAsked(id("1"))).is_none());
    }
    let done = switched(&page, ticket, Verdict::Done(()));
    // Somebody else has switched it since.
    let since = after(&done, ListAction::ObservedState(vec![observed("1", State::Inactive, 50)]));
    assert!(since.after(SwitchAction::UndoAsked(id("1"))).is_none());

    let (undoing, effects) = step(&done, SwitchAction::UndoAsked(id("1")));
    let [
        Effect::Switch(SwitchEffect::Switch(ticket, identifier, State::Active, None)),
        Effect::Focus(Focus::RowIfLost(0)),
    ] = effects.as_slice()
    else {
        panic!("one switch back, and the cursor on its row")
    };
    assert!(*identifier == id("1") && messages(&undoing).is_empty());
    assert!(undoing.after(SwitchAction::UndoAsked(id("1"))).is_none(), "a double click");
    let undone = switched(&undoing, *ticket, Verdict::Done(()));
    assert_eq!(undone.page.known(&id("1")).unwrap().state, State::Active);
}

#[test]
fn no_row_moves_because_an_answer_came() {
    let query = Query { state: Some(StateFilter::NotKnown), ..Query::default() };
    let page = filtered(&signed_in(), ListAction::QueryChosen(query));
    let before: Vec<_> = shown(&page).into_iter().map(str::to_owned).collect();
    let (page, ticket) = switch(&page, State::Inactive);
    let done = SwitchAction::Switched {
        ticket,
        identifier: id("1"),
        verdict: Verdict::Done(()),
        lost_reply: false,
        at: Timestamp(9),
    };
    let page = filtered(&page, done);
    let page = filtered(&page, ListAction::ObservedState(vec![observed("3", State::Active, 10)]));
    assert_eq!(shown(&page), before, "they are still under the pointer");
    assert_eq!(page.page.view.counts(), Counts { active: 1, inactive: 1, not_known: 1 });
    // Once nobody looks, they go; and what is asked for next is asked of the states as they are.
    assert_eq!(shown(&filtered(&page, ListAction::Left)), ["12"]);
    assert_eq!(shown(&filtered(&page, ListAction::Searched("b".into()))), ["12"]);
}

#[test]
fn the_one_that_is_looked_at_stands_in_the_address_and_goes_with_it() {
    let opened = |page: &VaultModel| {
        page.page
            .details
            .as_ref()
            .map(|details| (details.identifier.as_str().to_owned(), details.name.clone()))
    };
    let address = |effects: &[Effect]| match effects.first() {
        Some(Effect::List(ListEffect::Address(address, is_step))) => Some((address.clone(), *is_step)),
        _ => None,
    };
    let page = after(&signed_in(), ListAction::QueryChosen(Query { sort: Sort::Name, ..Query::default() }));
    let (page, effects) = step(&page, DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    assert_eq!(address(&effects), Some(("sort=name&id=1".into(), true)));
    let back = after(&page, ListAction::Addressed("sort=name".into()));
    assert_eq!(opened(&back), None);
    let (closed, effects) = step(&page, DetailsAction::DetailsClosed);
    assert_eq!((opened(&closed), address(&effects)), (None, Some(("sort=name".into(), true))));

    let other = after(&page, ListAction::Addressed("sort=name&id=12".into()));
    assert_eq!(opened(&other), Some(("12".into(), other.page.view.listed(&id("12")).unwrap().name.clone())));
    let again = after(&page, DetailsAction::ReadAsked);
    let again = after(&again, DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    assert!(again.page.details.unwrap().pending.is_some(), "the reading goes on: it is a use already");
    // A link leads to it before anybody is signed in; it opens with the list.
    let early = after(&VaultModel::new("".into()), ListAction::Addressed("id=1".into()));
    assert_eq!(opened(&early), None);
    let left = after(&page, ListAction::Left);
    assert_eq!((opened(&left), left.page.view.address()), (None, "sort=name"));
    assert_eq!(opened(&after(&page, sign_in::Action::SignOutAsked)), None);
}

#[test]
fn the_history_of_the_one_that_is_looked_at_is_read_on_the_users_word() {
    let page = after(&signed_in(), DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    let (page, effects) = step(&page, DetailsAction::HistoryAsked);
    let [Effect::Details(DetailsEffect::ReadHistory(ticket, asked))] = effects.as_slice() else {
        panic!("one question")
    };
    assert_eq!(asked.as_str(), "1");
    assert!(page.after(DetailsAction::HistoryAsked).is_none(), "a double click asks once");
    let refused = Err(problem(EndpointId::ReadAudit, Code::NoAccess));
    let failed = after(&page, DetailsAction::HistoryRead(*ticket, refused));
    assert!(matches!(failed.page.details.as_ref().unwrap().history, History::Failed(_)));
    let again = step(&failed, DetailsAction::HistoryAsked).1;
    assert!(matches!(again.as_slice(), [Effect::Details(DetailsEffect::ReadHistory(..))]));
    // What comes late belongs to another one.
    let other = after(&page, DetailsAction::DetailsOpened(id("12"), String::new()));
    assert!(other.after(DetailsAction::HistoryRead(*ticket, Ok(LogAnswer::NotOffered))).is_none());
}

#[test]
fn reading_is_asked_for_proves_the_state_and_is_forgotten_when_closed() {
    let page = after(&signed_in(), DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    let (page, effects) = step(&page, DetailsAction::ReadAsked);
    let [Effect::Details(DetailsEffect::Read(ticket, _))] = effects.as_slice() else { panic!("one reading") };
    assert!(page.after(DetailsAction::ReadAsked).is_none(), "a double click would count twice");
    let inactive = problem(EndpointId::ReadApiSecret, Code::Inactive);
    let refused = after(&page, DetailsAction::Read(*ticket, Ok(None), Err(inactive), Timestamp(4)));
    assert_eq!(refused.page.known(&id("1")).unwrap().state, State::Inactive);
    let (activating, effects) = step(&refused, Action::RemedyChosen(RemedyAction::Activate, Some(id("1"))));
    assert!(
        activating.page.details.as_ref().is_some_and(|details| details.problem.is_none())
            && matches!(
                effects.as_slice(),
                [Effect::Switch(SwitchEffect::Switch(_, _, State::Active, None))]
            )
    );

    let content = ApiSecret { client_secret: Some(Secret::from("s")), ..ApiSecret::default() };
    let read = after(&page, DetailsAction::Read(*ticket, Ok(None), Ok(content.into()), Timestamp(4)));
    assert_eq!(read.page.known(&id("1")).unwrap().state, State::Active);
    assert!(matches!(
        step(&read, DetailsAction::CopyAsked).1.as_slice(),
        [Effect::Details(DetailsEffect::Copy(..))]
    ));
    let closed = after(&read, DetailsAction::DetailsClosed);
    assert!(closed.page.details.is_none() && closed.after(DetailsAction::CopyAsked).is_none());

    let revealed = after(&read, DetailsAction::RevealToggled);
    assert!(!after(&revealed, DetailsAction::Hidden).page.details.unwrap().revealed);
    assert!(read.after(DetailsAction::Hidden).is_none());
    let left = after(&revealed, ListAction::Left);
    left.secrets(&mut |secret| assert!(secret.is_empty()));
    assert!(left.page.details.is_none() && left.after(ListAction::Left).is_none());
    assert!(after(&left, ListAction::Returned).after(ListAction::Returned).is_none());

    let closed_early = after(&page, DetailsAction::DetailsClosed);
    assert!(
        closed_early
            .after(DetailsAction::Read(*ticket, Ok(None), Ok(Box::default()), Timestamp(4)))
            .is_none()
    );
}

#[test]
fn an_address_is_restored_and_its_filters_reach_the_server() {
    let address = "q=alpha&tag=prod&sort=-name".to_owned();
    let page = after(&nobody(), ListAction::Addressed(address.clone()));
    let page = after(&page, sign_in::Action::Edited(SignInField::ClientId, Secret::from("id")));
    let page = after(&page, sign_in::Action::Edited(SignInField::ClientSecret, Secret::from("s")));
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    let [sign_in::Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
    let (page, effects) = step(&page, sign_in::Action::Answered(*ticket, Ok(())));
    let [Effect::List(ListEffect::Load(ticket, filter, _)), ..] = effects.as_slice() else {
        panic!("one list")
    };
    assert_eq!(filter.tag.as_deref(), Some("prod"));
    let (page, effects) = step(&page, ListAction::Listed(*ticket, Ok(three())));
    assert_eq!(shown(&page), ["3", "1"]);
    assert!(addresses(&effects).is_empty(), "it says so already");
    assert_eq!(page.page.server_filter.0, "prod");

    let (page, effects) = step(&page, ListAction::Addressed(String::new()));
    assert!(
        matches!(effects.as_slice(), [Effect::List(ListEffect::Load(_, filter, _))] if filter.tag.is_none()),
        "Back"
    );
    let page = after(&page, ListAction::Addressed(address.clone()));
    let (_, effects) = step(&page, ListAction::Returned);
    assert_eq!(addresses(&effects), [(address.as_str(), false)]);
}

#[test]
fn typing_replaces_the_address_and_choosing_adds_a_step() {
    let (page, effects) = step(&signed_in(), ListAction::Searched("alp".into()));
    assert!(addresses(&effects).is_empty(), "not before something is found");
    let (page, effects) = carried_out(page, effects);
    assert_eq!(addresses(&effects), [("q=alp", false)]);
    let (page, effects) = step(&page, ListAction::SortAsked(Sort::Name));
    assert_eq!(addresses(&effects), [("q=alp&sort=name", true)]);
    let (page, effects) = carried_out(page, effects);
    assert_eq!(addresses(&effects).len(), 1, "the answer adds none");
    assert_eq!(shown(&page), ["1", "3"]);
    let page = filtered(&page, ListAction::SortAsked(Sort::Name));
    assert_eq!(shown(&page), ["3", "1"]);
    let page = filtered(&page, ListAction::SortAsked(Sort::Name));
    assert_eq!(page.page.view.query.sort, Sort::Listed);
}

#[test]
fn a_secret_in_the_search_box_does_not_reach_the_address() {
    let (page, effects) = step(&signed_in(), ListAction::Searched("sk_live_4eC39HqLyjWD".into()));
    let (page, effects) = carried_out(page, effects);
    assert!(page.page.view.is_empty() && addresses(&effects).is_empty());
    let query = Query { access: Some(Access::Edit), ..page.page.view.query.clone() };
    let (page, effects) = step(&page, ListAction::QueryChosen(query));
    assert_eq!(addresses(&effects), [("access=edit", true)]);
    let (page, effects) = carried_out(page, effects);
    assert_eq!(addresses(&effects).len(), 1);
    assert_eq!(
        page.page.view.lifts().collect::<Vec<_>>(),
        [(Constraint::Search, Some(3)), (Constraint::Access, Some(0))]
    );
    assert_eq!(shown(&filtered(&page, ListAction::Lifted(Constraint::Search))).len(), 3);
}

#[test]
fn going_back_letter_by_letter_finds_what_was_found_before() {
    let page =
        with_rows((0..200).map(|number| row(&number.to_string(), &format!("n{}", number % 7))).collect());
    let type_in = |page: &VaultModel, text: &str| filtered(page, ListAction::Searched(text.into()));
    let found = |page: &VaultModel| shown(page).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let texts = ["n", "n3", "n3 1", "n3 12", "n3 1", "n3", "n3 x", "n", "", "n5"];
    let mut typed = page.clone();
    for text in texts {
        typed = type_in(&typed, text);
        let fresh = with_rows(
            page.page
                .list
                .data
                .iter()
                .flat_map(|rows| (0..200).map_while(|at| rows.get(at).cloned()))
                .collect(),
        );
        assert_eq!(found(&typed), found(&type_in(&type_in(&fresh, "?"), text)), "{text}");
    }
    // What was proved in between counts.
    let query = Query { state: Some(StateFilter::NotKnown), ..Query::default() };
    let page = type_in(&type_in(&filtered(&page, ListAction::QueryChosen(query)), "n"), "n3");
    let (page, effects) = step(&page, ListAction::ObservedState(vec![observed("3", State::Active, 1)]));
    let page = type_in(&carried_out(page, effects).0, "n");
    assert_eq!(page.page.view.len(), 199);
}

#[test]
fn rows_that_look_the_same_are_not_drawn_again() {
    let page = signed_in();
    let (typing, _) = step(&page, ListAction::Searched("a".into()));
    assert!(typing.page.draws_as(&page.page), "nothing is found yet");
    assert!(!filtered(&page, ListAction::Searched("a".into())).page.draws_as(&page.page));
    assert!(!after(&page, ListAction::Toggled(0, false)).page.draws_as(&page.page));
    assert!(
        !after(&page, ListAction::ObservedState(vec![observed("1", State::Active, 1)]))
            .page
            .draws_as(&page.page)
    );
    assert!(!step(&page, SwitchAction::SwitchAsked(id("1"), State::Active)).0.page.draws_as(&page.page));
    assert!(!after(&page, ListAction::RowFocused(1)).page.draws_as(&page.page));
    assert!(after(&page, FormAction::CreateOpened).page.draws_as(&page.page));
}

#[test]
fn a_late_answer_to_an_older_search_changes_nothing() {
    let (page, first) = step(&signed_in(), ListAction::Searched("b".into()));
    let (page, second) = step(&page, ListAction::Searched("beta".into()));
    let [Effect::List(ListEffect::Filter(ticket, _))] = first.as_slice() else { panic!("one search") };
    assert!(page.after(ListAction::FilteredRows(*ticket, FilteredRows::default())).is_none());
    assert_eq!(shown(&carried_out(page, second).0), ["12"]);
}

#[test]
fn server_filters_wait_for_the_users_word() {
    let page = after(&signed_in(), ListAction::ServerFilterEdited(Constraint::IdentifierCode, "c-1".into()));
    let (page, effects) = step(&page, ListAction::ServerFilterAsked);
    assert_eq!(addresses(&effects), [("code=c-1", true)]);
    let [_, Effect::List(ListEffect::Load(ticket, filter, _))] = effects.as_slice() else { panic!("a list") };
    assert_eq!(filter.identifier_code.as_deref(), Some("c-1"));
    assert!(page.after(ListAction::ServerFilterAsked).is_none(), "they are in force");
    let page = after(&page, ListAction::Listed(*ticket, Ok(Vec::new())));
    assert_eq!(page.page.view.lifts().collect::<Vec<_>>(), [(Constraint::IdentifierCode, None)]);
}

#[test]
fn a_new_list_keeps_states_selection_and_cursor_with_their_rows() {
    let page = after(
        &signed_in(),
        ListAction::ObservedState(vec![observed("12", State::Inactive, 5), observed("99", State::Active, 6)]),
    );
    let page = after(&after(&page, ListAction::Toggled(0, false)), ListAction::Toggled(1, false));
    let (page, effects) = step(&page, ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    let page = after(
        &page,
        ListAction::Listed(*ticket, Ok(vec![row("99", "New"), row("7", "Other"), row("12", "Beta")])),
    );
    assert_eq!(page.page.known(&id("12")).unwrap().state, State::Inactive);
    assert_eq!(page.page.view.counts(), Counts { active: 1, inactive: 1, not_known: 1 });
    let names: Vec<_> = page.page.view.targets().switchable.into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Beta".into()]);
    assert_eq!(page.page.view.grid().cursor, 2);
}

#[test]
fn rows_come_and_go_with_what_is_learned() {
    let query = Query { state: Some(StateFilter::NotKnown), ..Query::default() };
    let page = filtered(&filtered(&signed_in(), ListAction::QueryChosen(query)), ListAction::Left);
    assert_eq!(shown(&page).len(), 3);
    let (page, effects) = step(&page, ListAction::ObservedState(vec![observed("1", State::Active, 1)]));
    let (page, more) = step(&page, ListAction::ObservedState(vec![observed("3", State::Active, 2)]));
    assert!(more.is_empty(), "one search at a time");
    let (page, _) = carried_out(page, effects);
    assert_eq!(shown(&page), ["12"]);
    assert!(!page.page.view.is_filtering());
}

#[test]
fn states_and_times_can_be_sorted_by() {
    let page = after(
        &signed_in(),
        ListAction::ObservedState(vec![observed("12", State::Active, 9), observed("3", State::Inactive, 4)]),
    );
    let page = filtered(&page, ListAction::SortAsked(Sort::Checked));
    assert_eq!(shown(&page), ["3", "12", "1"]);
    let page = filtered(&page, ListAction::SortAsked(Sort::State));
    assert_eq!(shown(&page), ["12", "3", "1"]);
}

#[test]
fn what_is_selected_is_told_plainly() {
    let listed = (0..50).map(|number| ListedApiSecret {
        can_write: number % 5 != 0,
        ..row(&number.to_string(), if number < 40 { "many" } else { "few" })
    });
    let page = with_rows(listed.collect());
    assert!(page.after(Action::SwitchSelectedAsked(State::Inactive)).is_none(), "nothing is selected");
    let page = after(&after(&page, ListAction::Scrolled(0, 10)), ListAction::PageToggled);
    let expected = Selected { all: 10, hidden: 0, view_only: 2, all_matches: false, page: true };
    assert_eq!(page.page.view.selected(), expected);
    let page = after(&filtered(&page, ListAction::Searched("few".into())), ListAction::AllSelected);
    let expected = Selected { all: 20, hidden: 10, view_only: 4, all_matches: true, page: true };
    assert_eq!(page.page.view.selected(), expected);
    let page = after(&page, Action::SwitchSelectedAsked(State::Inactive));
    let plan = &page.bulk.confirm.as_ref().expect("a question").plan;
    assert_eq!((plan.items().len(), plan.left_out().view_only.len()), (16, 4));
    assert_eq!(
        (plan.state(), plan.scope()),
        (State::Inactive, Scope::Selected),
        "what is hidden goes with it"
    );
    let page = after(&page, ListAction::SelectionCleared);
    assert_eq!(page.page.view.selected(), Selected::default());
    assert!(page.after(ListAction::SelectionCleared).is_none());
}

#[test]
fn shift_selects_everything_in_between() {
    let page = with_rows((0..30).map(|number| row(&number.to_string(), "n")).collect());
    let press = |page: &VaultModel, place, range| {
        after(&after(page, ListAction::RowFocused(place)), ListAction::Toggled(place, range))
    };
    let page = press(&press(&page, 4, false), 9, true);
    assert_eq!(page.page.view.selected().all, 6);
    let (page, effects) = step(&page, ListAction::Moved(Move::Up, false));
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Row(8))]));
    let page = after(&page, ListAction::SelectionCleared);
    let page = after(&after(&page, ListAction::Moved(Move::Down, true)), ListAction::Moved(Move::Down, true));
    assert_eq!(
        page.page.view.targets().switchable.iter().map(|it| it.identifier.as_str()).collect::<Vec<_>>(),
        ["8", "9", "10"]
    );
}

#[test]
fn a_new_question_begins_at_the_top() {
    let page = with_rows((0..300).map(|number| row(&number.to_string(), "n")).collect());
    let page = after(&after(&page, ListAction::Moved(Move::Last, false)), ListAction::Scrolled(280, 20));
    let (page, effects) = step(&page, ListAction::Searched("1".into()));
    let (page, effects) = carried_out(page, effects);
    assert_eq!(
        (page.page.view.grid().cursor, page.page.view.grid().in_sight(page.page.view.len()).start),
        (0, 0)
    );
    assert!(effects.iter().any(|effect| matches!(effect, Effect::List(ListEffect::ScrollToTop))));
}

#[test]
fn what_the_list_forbids_is_said_and_not_sent() {
    let page = with_rows(vec![ListedApiSecret { can_view: false, can_write: false, ..row("1", "Alpha") }]);
    let (switched, effects) = step(&page, SwitchAction::SwitchAsked(id("1"), State::Inactive));
    assert!(effects.is_empty() && switched.page.blocked == Some((id("1"), Blocked::NoEdit)));
    let (edited, effects) = step(&page, FormAction::EditOpened(id("1"), "Alpha".into()));
    assert!(effects.is_empty() && edited.page.create.is_none() && edited.page.blocked.is_some());
    let opened = after(&page, DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    let (read, effects) = step(&opened, DetailsAction::ReadAsked);
    assert!(effects.is_empty() && read.page.blocked == Some((id("1"), Blocked::NoView)));
    assert!(after(&read, MessageAction::MessageDismissed(Message::Blocked)).page.blocked.is_none());
}

#[test]
fn an_edit_sends_only_the_change_and_the_list_is_loaded_again() {
    let content = ApiSecret {
        texts: ApiSecretTexts {
            name: "Alpha".into(),
            url: "u".into(),
            client_id: "c".into(),
            ..ApiSecretTexts::default()
        },
        client_secret: Some(Secret::from("s")),
        ..ApiSecret::default()
    };
    let page = after(&signed_in(), DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    let (page, effects) = step(&page, DetailsAction::ReadAsked);
    let [Effect::Details(DetailsEffect::Read(ticket, _))] = effects.as_slice() else { panic!("one reading") };
    let page = after(&page, DetailsAction::Read(*ticket, Ok(None), Ok(content.into()), Timestamp(1)));
    let page = after(&page, FormAction::EditOpened(id("1"), "Alpha".into()));
    assert!(page.page.details.as_ref().unwrap().content.is_none(), "the secret that was read is gone");
    let (page, effects) = step(&page, FormAction::CreateAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Focus(Focus::Create(ApiSecretText::Name))]),
        "nothing to send"
    );
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "Alpha 2".into()));
    let (page, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Update(ticket, update))] = effects.as_slice() else { panic!("one change") };
    let change = &update.change;
    assert!(
        change.texts.name.as_deref() == Some("Alpha 2")
            && change.texts.url.is_none()
            && change.client_secret.is_none()
    );
    assert!(change.users_allowed.is_none() && change.groups_allowed.is_none());
    let lost = Verdict::Unknown(Problem::local(EndpointId::UpdateApiSecret, Code::TimedOut));
    let unknown = after(&page, FormAction::Created { ticket: *ticket, verdict: lost, at: Timestamp(2) });
    let (_, effects) = step(&unknown, FormAction::CreateAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::Update(..))]),
        "the same change twice is the same"
    );
    let done = FormAction::Created { ticket: *ticket, verdict: Verdict::Done(stored("1")), at: Timestamp(2) };
    let (page, effects) = step(&page, done);
    assert!(page.page.created.is_some_and(|it| !it.is_new));
    assert!(matches!(effects.as_slice(), [Effect::List(ListEffect::Load(..)), Effect::ExpireMessage(_)]));
}

#[test]
fn an_edit_may_read_the_present_values_first() {
    let page = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let (page, effects) = step(&page, DetailsAction::ReadAsked);
    let [Effect::Details(DetailsEffect::Read(ticket, _))] = effects.as_slice() else { panic!("one reading") };
    assert!(page.after(DetailsAction::ReadAsked).is_none(), "a double click would count twice");
    let inactive = problem(EndpointId::ReadApiSecret, Code::Inactive);
    let refused = after(&page, DetailsAction::Read(*ticket, Ok(None), Err(inactive), Timestamp(4)));
    assert_eq!(refused.page.known(&id("1")).unwrap().state, State::Inactive);
    assert!(refused.page.create.unwrap().editing.unwrap().problem.is_some());
    let texts = ApiSecretTexts { url: "u".into(), ..ApiSecretTexts::default() };
    let content = ApiSecret { texts, ..ApiSecret::default() };
    let page = after(&page, DetailsAction::Read(*ticket, Ok(None), Ok(content.into()), Timestamp(4)));
    let page = after(&page, FormAction::ShareAdded(Sharers::Users));
    assert_eq!(page.page.create.unwrap().text(ApiSecretText::Url), "u");
}

#[test]
fn a_client_id_that_looks_like_another_credential_is_held_once() {
    let page =
        after(&nobody(), sign_in::Action::Edited(SignInField::ClientId, Secret::from(&*"aB1c".repeat(8))));
    let page = after(&page, sign_in::Action::Edited(SignInField::ClientSecret, Secret::from("s")));
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    assert!(matches!(effects.as_slice(), [sign_in::Effect::Focus(SignInField::ClientId)]));
    assert_eq!(page.sign_in.doubt, Doubt::Held);
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    assert!(matches!(effects.as_slice(), [sign_in::Effect::SignIn { .. }]));
    assert_eq!(page.sign_in.doubt, Doubt::Overruled);
}

#[test]
fn a_plan_tells_how_many_are_already_as_asked() {
    let (page, effects) = step(&signed_in(), ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    let inventory = vec![stated("1", true), stated("12", false), stated("3", true)];
    let page = after(&page, ListAction::Inventoried(*ticket, inventory, None, Timestamp(1)));
    for (page, off, on) in [(page, 1, 2), (signed_in(), 0, 0)] {
        let page = after(&page, ListAction::AllSelected);
        for (state, already) in [(State::Inactive, off), (State::Active, on)] {
            let asked = after(&page, Action::SwitchSelectedAsked(state));
            let plan = &asked.bulk.confirm.as_ref().unwrap().plan;
            assert_eq!((plan.items().len(), plan.already_so()), (3, already));
        }
    }
}

#[test]
fn what_the_server_tells_again_are_the_same_rows_as_of_later() {
    let asked = |page: &VaultModel| {
        let (page, effects) = step(page, ListAction::RefreshAsked);
        let [Effect::List(ListEffect::Load(ticket, _, known))] = effects.as_slice() else { panic!("a list") };
        (page, *ticket, known.clone())
    };
    let (page, ticket, known) = asked(&signed_in());
    assert_eq!(known.unwrap().etag(), None, "of a list that is no inventory");
    let end = 100 * 24 * 60 * 60;
    let items = vec![InventoryItem { expires_at: Some(end), last_read_at: Some(end), ..stated("1", true) }];
    let page = after(&page, ListAction::Inventoried(ticket, items, Some("W/\"1\"".into()), Timestamp(1)));
    let (page, ticket, known) = asked(&page);
    let known = known.unwrap();
    assert_eq!(known.etag(), Some("W/\"1\""));
    let day_90 = Timestamp(90 * 24 * 60 * 60 * 1000);
    let page = after(&page, ListAction::Unchanged(ticket, day_90));
    let rows = page.page.list.data.clone().unwrap();
    assert!(std::ptr::eq(known.get(0).unwrap(), rows.get(0).unwrap()), "no second copy");
    assert_eq!((rows.told_at(), known.told_at()), (Some(day_90), Some(Timestamp(1))));
    let expiring = |rows: &Rows| rows.to_look_at(Attention::Expiring);
    assert_eq!((expiring(&known), expiring(&rows)), (Some(0), Some(1)), "time has passed");
    assert_eq!(page.page.known(&id("1")).unwrap().at, day_90);
    assert_eq!(asked(&page).2.unwrap().etag(), Some("W/\"1\""));
    assert!(page.after(ListAction::Unchanged(ticket, day_90)).is_none(), "an answer to an old question");
}

/// A change of *Alpha* that was read as version 7, refused since it is another one by now.
fn outdated_edit() -> VaultModel {
    let page = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let page = have_read(&page, &of_version(7), Ok(noted("old")));
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Notes, "mine".into()));
    let page = after(&page, FormAction::FactEdited(Fact::Owner, "Mail team".into()));
    let (page, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Update(ticket, update))] = effects.as_slice() else { panic!("one change") };
    assert_eq!(update.if_version, Some(7));
    let refused = Verdict::Refused(problem(EndpointId::UpdateApiSecret, Code::ChangedMeanwhile));
    let (page, effects) =
        step(&page, FormAction::Created { ticket: *ticket, verdict: refused, at: Timestamp(5) });
    assert!(matches!(effects.as_slice(), [Effect::Form(FormEffect::ReadMeanwhile(it))] if *it == id("1")));
    page
}

fn of_version(version: i64) -> InventoryItem {
    InventoryItem { version, ..stated("1", true) }
}

fn noted(notes: &str) -> ApiSecret {
    let text = |text: &str| text.to_owned();
    let (name, url, client_id, notes) = (text("Alpha"), text("u"), text("c"), text(notes));
    let texts = ApiSecretTexts { name, url, client_id, notes, ..ApiSecretTexts::default() };
    ApiSecret { texts, ..ApiSecret::default() }
}

fn have_read(page: &VaultModel, item: &InventoryItem, result: Result<ApiSecret, Problem>) -> VaultModel {
    let (page, effects) = step(page, DetailsAction::ReadAsked);
    let [Effect::Details(DetailsEffect::Read(ticket, _))] = effects.as_slice() else { panic!("one reading") };
    let item = Ok(Some(Box::new(item.clone())));
    after(&page, DetailsAction::Read(*ticket, item, result.map(Box::new), Timestamp(4)))
}

#[test]
fn who_changed_it_meanwhile_is_told_and_what_was_typed_stays() {
    let page = outdated_edit();
    let item = InventoryItem { changed_by: Some("maria".into()), ..of_version(8) };
    assert!(page.after(FormAction::MeanwhileRead(id("12"), Box::new(item.clone()))).is_none(), "another one");
    let page = after(&page, FormAction::MeanwhileRead(id("1"), Box::new(item.clone())));
    let form = page.page.create.as_ref().unwrap();
    let told = form.editing.as_ref().unwrap().meanwhile.as_ref().unwrap();
    assert_eq!(told.changed_by.as_deref(), Some("maria"));
    assert_eq!(form.text(ApiSecretText::Notes), "mine");
    // To press the same button again changes nothing about it.
    let (_, effects) = step(&page, FormAction::CreateAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::Update(_, it))] if it.if_version == Some(7))
    );
    let late = after(&page, FormAction::CreateClosed);
    assert!(late.after(FormAction::MeanwhileRead(id("1"), Box::new(item))).is_none());
}

#[test]
fn what_is_stored_now_is_compared_and_saved_as_of_now() {
    let mine = InventoryItem { owner: Some("Sales".into()), ..of_version(8) };
    let texts = ApiSecretTexts { url: "new.example".into(), ..noted("theirs").texts };
    let users_allowed = vec![Share { name: "ana".into(), can_edit: false }];
    let content = ApiSecret { texts, users_allowed, ..ApiSecret::default() };
    let page = after(&outdated_edit(), FormAction::ShareAdded(Sharers::Users));
    let joao = Share { name: "joão".into(), can_edit: true };
    let page = after(&page, FormAction::ShareEdited(Sharers::Users, 0, joao.clone()));
    let page = have_read(&page, &mine, Ok(content));
    let form = page.page.create.as_ref().unwrap();
    assert!(form.outcome.is_none() && form.editing.as_ref().unwrap().is_compared);
    assert_eq!(
        (form.text(ApiSecretText::Notes), form.replaced(ApiSecretText::Notes)),
        ("mine", Some("theirs"))
    );
    assert_eq!((form.text(ApiSecretText::Url), form.replaced(ApiSecretText::Url)), ("new.example", None));
    let facts = form.facts.as_ref().unwrap();
    assert_eq!((facts.text(Fact::Owner), facts.replaced(Fact::Owner)), ("Mail team", Some("Sales")));
    assert_eq!(form.shares(Sharers::Users), Some(&[joao][..]));
    assert_eq!(form.replaced_shares(Sharers::Users).map(<[_]>::len), Some(1));
    let (_, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Update(_, update))] = effects.as_slice() else { panic!("one change") };
    assert_eq!((update.if_version, update.change.texts.notes.as_deref()), (Some(8), Some("mine")));
    assert_eq!(update.change.texts.url, None, "of the other's change nothing is taken back");
}

#[test]
fn a_change_is_saved_all_the_same_on_the_users_word_and_once() {
    let (page, effects) = step(&outdated_edit(), FormAction::OverwriteAsked);
    let [Effect::Form(FormEffect::Update(ticket, update))] = effects.as_slice() else { panic!("one change") };
    assert_eq!(update.if_version, None);
    assert!(page.after(FormAction::OverwriteAsked).is_none(), "it is under way");
    // It holds for that one call: who reads of another failure and saves again is asked again.
    let failed = Verdict::Refused(problem(EndpointId::UpdateApiSecret, Code::NoAccess));
    let refused = after(&page, FormAction::Created { ticket: *ticket, verdict: failed, at: Timestamp(6) });
    let (_, effects) = step(&refused, FormAction::CreateAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::Update(_, it))] if it.if_version == Some(7))
    );
    let done = Verdict::Done(stored("1"));
    let page = after(&page, FormAction::Created { ticket: *ticket, verdict: done, at: Timestamp(6) });
    assert!(page.page.create.is_none());
    let other = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    assert!(other.after(FormAction::OverwriteAsked).is_none(), "nobody was told of anything");
}

#[test]
fn what_cannot_be_read_any_more_is_not_taken_for_seen() {
    let inactive = || Err(problem(EndpointId::ReadApiSecret, Code::Inactive));
    let page = have_read(&outdated_edit(), &of_version(8), inactive());
    let form = page.page.create.as_ref().unwrap();
    assert!(form.is_outdated() && form.editing.as_ref().unwrap().problem.is_some());
    // Of one that was never read nothing but what the list tells was seen.
    let page = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let page = have_read(&page, &of_version(8), inactive());
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Notes, "mine".into()));
    let (_, effects) = step(&page, FormAction::CreateAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::Update(_, it))] if it.if_version == Some(8))
    );
}

#[test]
fn a_comparison_that_fails_leaves_the_refusal_and_what_it_is_about() {
    let edit = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let edit = have_read(&edit, &of_version(7), Err(problem(EndpointId::ReadApiSecret, Code::Inactive)));
    let edit = after(&edit, FormAction::CreateEdited(ApiSecretText::Notes, "mine".into()));
    let (sent, effects) = step(&edit, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Update(ticket, _))] = effects.as_slice() else { panic!("one change") };
    let verdict = Verdict::Refused(problem(EndpointId::UpdateApiSecret, Code::ChangedMeanwhile));
    let refused = after(&sent, FormAction::Created { ticket: *ticket, verdict, at: Timestamp(5) });

    let unseen = Err(problem(EndpointId::ReadApiSecret, Code::NoAccess));
    let page = have_read(&refused, &of_version(8), unseen);
    let form = page.page.create.as_ref().unwrap();
    let editing = form.editing.as_ref().unwrap();
    assert!(form.is_outdated() && !editing.is_compared && editing.problem.is_some());
    let (_, effects) = step(&page, FormAction::CreateAsked);
    assert!(
        matches!(effects.as_slice(), [Effect::Form(FormEffect::Update(_, it))] if it.if_version == Some(7))
    );
    // Of an inactive one the inventory is all there is to compare with.
    let page = have_read(&refused, &of_version(8), Err(problem(EndpointId::ReadApiSecret, Code::Inactive)));
    let form = page.page.create.as_ref().unwrap();
    assert!(!form.is_outdated() && form.editing.as_ref().unwrap().is_compared);
}

#[test]
fn without_its_version_nothing_is_compared() {
    let refused = outdated_edit();
    let (asked, effects) = step(&refused, DetailsAction::ReadAsked);
    let [Effect::Details(DetailsEffect::Read(ticket, _))] = effects.as_slice() else { panic!("one reading") };
    let unknown = Err(problem(EndpointId::ReadInventory, Code::Unreachable));
    let page = after(&asked, DetailsAction::Read(*ticket, unknown, Ok(noted("theirs").into()), Timestamp(4)));
    let form = page.page.create.as_ref().unwrap();
    let editing = form.editing.as_ref().unwrap();
    assert!(form.is_outdated() && !editing.is_compared && form.replaced(ApiSecretText::Notes).is_none());
    assert_eq!(editing.problem.as_ref().map(|problem| problem.code), Some(Code::Unreachable));
    // The next attempt may tell both.
    let page = have_read(&page, &of_version(8), Ok(noted("theirs")));
    assert_eq!(page.page.create.as_ref().unwrap().replaced(ApiSecretText::Notes), Some("theirs"));
}

#[test]
fn an_edit_goes_by_the_version_of_what_is_shown_and_by_none_where_the_server_tells_none() {
    let inventoried = |version| {
        let (page, effects) = step(&signed_in(), ListAction::RefreshAsked);
        let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
        after(&page, ListAction::Inventoried(*ticket, vec![of_version(version)], None, Timestamp(1)))
    };
    let sent = |page: &VaultModel| {
        let page = after(page, FormAction::EditOpened(id("1"), "Alpha".into()));
        let page = after(&page, FormAction::CreateEdited(ApiSecretText::Notes, "mine".into()));
        let (_, effects) = step(&page, FormAction::CreateAsked);
        let [Effect::Form(FormEffect::Update(_, update))] = effects.as_slice() else { panic!("one change") };
        update.if_version
    };
    assert_eq!((sent(&inventoried(3)), sent(&inventoried(0)), sent(&signed_in())), (Some(3), None, None));
    // The list was read anew since, but not what the panel shows.
    let opened = after(&inventoried(3), DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    assert_eq!(sent(&have_read(&opened, &of_version(2), Ok(noted("old")))), Some(2));
}

#[test]
fn a_command_names_the_tenant_of_the_session() {
    let (page, _) = signed_in_again(&signed_in(), &key("id", Some(" t1 ")));
    let page = after(&page, Action::RemedyChosen(RemedyAction::SignIn, None));
    let page = after(&page, sign_in::Action::Edited(SignInField::Tenant, Secret::from("not yet")));
    let page = after(&page, DetailsAction::DetailsOpened(id("1"), "Alpha".into()));
    let (page, effects) = step(&page, DetailsAction::CommandAsked(Call::Read(id("1"))));
    assert!(
        matches!(effects.as_slice(), [Effect::Details(DetailsEffect::MakeCommand(Call::Read(_), Some(tenant)))] if tenant == "t1")
    );
    let (page, effects) = step(&page, DetailsAction::CommandMade(Call::Read(id("1")), "curl".into()));
    assert!(
        matches!(effects.as_slice(), [Effect::Details(DetailsEffect::CopyCommand(text))] if &**text == "curl")
    );
    let page = after(&page, DetailsAction::CommandCopied(Ok(())));
    assert_eq!(page.page.details.unwrap().command.unwrap().copied, Some(Ok(())));
}

#[test]
fn the_focus_is_given_back_only_where_it_was() {
    let (page, effects) = step(&signed_in(), ListAction::Searched("b".into()));
    let (_, effects) = carried_out(page, effects);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Focus(_))), "somebody is typing");
    let query = Query { state: Some(StateFilter::NotKnown), ..Query::default() };
    let page = filtered(&filtered(&signed_in(), ListAction::QueryChosen(query)), ListAction::Left);
    let page = after(&page, ListAction::RowFocused(1));
    let (page, effects) = step(&page, ListAction::ObservedState(vec![observed("12", State::Active, 1)]));
    let (page, effects) = carried_out(page, effects);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Focus(Focus::RowIfLost(1)))));
    assert!(after(&page, ListAction::GridLeft).after(ListAction::GridLeft).is_none());
}

#[test]
fn what_goes_away_under_the_cursor_sends_it_back_to_where_that_came_from() {
    let to_row = |effects: &[Effect], place| matches!(effects, [Effect::Focus(Focus::RowIfLost(row))] if *row == place);
    let page = after(&signed_in(), ListAction::RowFocused(2));
    let (failed, ticket) = switch(&page, State::Active);
    let failed = switched(&failed, ticket, Verdict::Refused(problem(EndpointId::Activate, Code::NoAccess)));
    assert!(to_row(&step(&failed, MessageAction::OutcomeDismissed(id("1"))).1, 0));

    let details = after(&page, DetailsAction::DetailsOpened(id("3"), "alphabet".into()));
    assert!(to_row(&step(&details, DetailsAction::DetailsClosed).1[1..], 2));
    assert!(to_row(&step(&filled_form(&page, ""), FormAction::CreateClosed).1, 2));
    let selected = after(&page, ListAction::Toggled(2, false));
    assert!(to_row(&step(&selected, ListAction::AllSelected).1, 2));
    assert!(to_row(&step(&selected, ListAction::SelectionCleared).1, 2));
    // The button in the empty list goes with the first row.
    let (empty, effects) = step(&with_rows(Vec::new()), ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    assert!(to_row(&step(&empty, ListAction::Listed(*ticket, Ok(three()))).1, 0));
    let mut blocked = page;
    blocked.page.blocked = Some((id("12"), Blocked::NoEdit));
    assert!(to_row(&step(&blocked, MessageAction::MessageDismissed(Message::Blocked)).1, 1));
}

#[test]
fn ten_thousand_states_are_learned_among_a_hundred_thousand_rows() {
    let listed = (0..100_000).map(|number| row(&number.to_string(), &format!("service {number}")));
    let page = with_rows(listed.collect());
    let before = page.clone();
    let page = (0..10_000).fold(page, |page, number| {
        after(
            &page,
            ListAction::ObservedState(vec![observed(&(number * 7).to_string(), State::Inactive, number)]),
        )
    });
    assert_eq!(page.page.view.counts(), Counts { active: 0, inactive: 10_000, not_known: 90_000 });
    assert_eq!(before.page.view.counts().not_known, 100_000, "a model that was drawn does not change");
    let query = Query { state: Some(StateFilter::Known(State::Inactive)), ..Query::default() };
    let page = filtered(&page, ListAction::QueryChosen(query));
    assert_eq!(page.page.view.len(), 10_000);
}

#[test]
fn esc_closes_a_form_and_asks_first_when_something_was_typed() {
    let edit = FormAction::EditOpened(id("1"), "Alpha".into());
    for open in [FormAction::CreateOpened, edit] {
        let page = after(&signed_in(), open);
        assert!(after(&page, FormAction::CreateCancelled).page.create.is_none(), "nothing was typed");
        let share = after(&page, FormAction::CreateSecretEdited(Secret::from("s")));
        let typed = after(&page, FormAction::CreateEdited(ApiSecretText::Notes, "n".into()));
        let made = after(&page, FormAction::Generated(Secret::from("made")));
        for page in [typed, share, made] {
            let asked = after(&page, FormAction::CreateCancelled);
            assert!(asked.page.create.as_ref().unwrap().asks_to_discard);
            let kept = after(&asked, FormAction::DiscardDeclined);
            assert!(
                !kept.page.create.as_ref().unwrap().asks_to_discard
                    && kept.after(FormAction::DiscardDeclined).is_none()
            );
            assert!(after(&asked, FormAction::CreateClosed).page.create.is_none());
        }
    }
}

#[test]
fn what_may_be_stored_is_not_given_up_unasked_nor_said_not_to_be() {
    let may_be = |page: &VaultModel| page.page.create.as_ref().unwrap().may_be_stored();
    assert!(!may_be(&filled_form(&signed_in(), "")) && may_be(&lost_creation("")));
    let refused = |code| {
        let refused = Verdict::Refused(problem(EndpointId::CreateApiSecret, code));
        may_be(&ended(&filled_form(&signed_in(), "code-1"), refused))
    };
    assert!(refused(Code::IdentifierCodeTaken), "perhaps by this very call");
    assert!(!refused(Code::NoAccess));

    let (asking, effects) = step(&lost_creation(""), FormAction::ResolveAsked);
    let [Effect::Form(FormEffect::ResolveCreate(ticket, ..))] = effects.as_slice() else {
        panic!("one question")
    };
    let found = |finding| after(&asking, FormAction::Resolved(*ticket, Conclusion::Settled(finding)));
    assert!(!may_be(&found(Finding::NotMade)) && may_be(&found(Finding::PerhapsMade)));

    // What was sent is typed back.
    let page = after(&signed_in(), FormAction::EditOpened(id("1"), "Alpha".into()));
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "Alpha 2".into()));
    let (page, effects) = step(&page, FormAction::CreateAsked);
    let [Effect::Form(FormEffect::Update(ticket, _))] = effects.as_slice() else { panic!("one change") };
    let lost = Verdict::Unknown(Problem::local(EndpointId::UpdateApiSecret, Code::TimedOut));
    let page = after(&page, FormAction::Created { ticket: *ticket, verdict: lost, at: Timestamp(1) });
    let page = after(&page, FormAction::CreateEdited(ApiSecretText::Name, "Alpha".into()));
    let asked = after(&page, FormAction::CreateCancelled);
    assert!(asked.page.create.is_some_and(|form| form.asks_to_discard));
}

#[test]
fn esc_hides_no_answer_that_may_come() {
    let page = after(&signed_in(), FormAction::CreateOpened);
    let fields = [ApiSecretText::Name, ApiSecretText::Url, ApiSecretText::ClientId];
    let type_in = |page: VaultModel, field| after(&page, FormAction::CreateEdited(field, "n".into()));
    let page = after(&fields.into_iter().fold(page, type_in), FormAction::CreateAsked);
    assert!(page.after(FormAction::CreateCancelled).is_none());
}

#[test]
fn a_refused_sign_in_puts_the_cursor_into_the_secret() {
    let typed = [(SignInField::ClientId, "id"), (SignInField::ClientSecret, "wrong")];
    let type_in = |page: VaultModel, (field, text): (_, &str)| {
        after(&page, sign_in::Action::Edited(field, Secret::from(text)))
    };
    let page = typed.into_iter().fold(nobody(), type_in);
    let (page, effects) = sign_in_step(&page, sign_in::Action::Asked);
    let [sign_in::Effect::SignIn { ticket, .. }] = effects.as_slice() else { panic!("one sign-in") };
    let refused = problem(EndpointId::Token, Code::ClientRejected);
    let (_, effects) = sign_in_step(&page, sign_in::Action::Answered(*ticket, Err(refused)));
    assert!(matches!(effects.as_slice(), [sign_in::Effect::Focus(SignInField::ClientSecret)]));
    let lost = Problem::local(EndpointId::Token, Code::TimedOut);
    let (_, effects) = sign_in_step(&page, sign_in::Action::Answered(*ticket, Err(lost)));
    assert!(effects.is_empty(), "no field is wrong");
}

#[test]
fn whatever_would_be_lost_with_the_vault_is_named_with_its_page() {
    let page = signed_in();
    assert_eq!(page.busy(), None);
    let asked =
        after(&after(&page, ListAction::Toggled(0, false)), Action::SwitchSelectedAsked(State::Inactive));
    let (going, effects) =
        asked.after(bulk::Action::Confirmed(Timestamp(1), RunId::of([1; 16]))).expect("a run");
    assert!(matches!(effects.last(), Some(super::Effect::Open(Route::Bulk))), "it is watched");
    assert_eq!(going.busy(), Some((Busy::Run, Route::Bulk)));
    assert!(going.news().is_some_and(|news| news.is_going && news.counts == Some((0, 1))));
    let watched = after(&going, Action::Shown(Route::Bulk, String::new()));
    assert!(watched.news().is_some_and(|news| news.counts.is_none()), "its page says so itself");
    let Phase::Going(ticket) = going.bulk.run.as_ref().expect("a run").phase else { panic!("it goes on") };
    let end = || bulk::Action::Ended { ticket, ended: Ended::Stopped, at: Timestamp(2) };
    assert_eq!(after(&going, end()).busy(), None, "it is stopped");
    assert!(after(&going, end()).news().is_some_and(|news| !news.is_going), "nobody has seen the end");
    assert_eq!(after(&watched, end()).news(), None, "somebody has");

    let mut leaking = page.clone();
    leaking.leak.bulk = going.bulk;
    assert_eq!(leaking.busy(), Some((Busy::Run, Route::Leak)));
    let mut reading = page.clone();
    reading.leak.search =
        Search::Scanning { ticket: Ticket::default(), listed: None, seen: 0, stopping: false };
    assert_eq!(reading.busy(), Some((Busy::Scan, Route::Leak)));

    let (switching, ticket) = switch(&page, State::Inactive);
    assert_eq!(switching.busy(), Some((Busy::Call, Route::ApiSecrets)));
    let lost = Problem::local(EndpointId::Deactivate, Code::ConnectionFailed);
    let open = switched(&switching, ticket, Verdict::Unknown(lost));
    assert_eq!(open.busy(), Some((Busy::Unknown, Route::ApiSecrets)));
}

#[test]
fn news_of_a_run_that_come_late_take_nothing_back() {
    let known = |page: &VaultModel| page.page.known(&id("1")).map(|known| known.state);
    let (switching, ticket) = switch(&signed_in(), State::Inactive);
    let off = switched(&switching, ticket, Verdict::Done(()));
    let late = ListAction::ObservedState(vec![observed("1", State::Active, 8)]);
    assert_eq!(known(&after(&off, late)), Some(State::Inactive), "the switch was answered at 9");
    let newer = ListAction::ObservedState(vec![observed("1", State::Active, 10)]);
    assert_eq!(known(&after(&off, newer)), Some(State::Active));

    let lost = Problem::local(EndpointId::Deactivate, Code::TimedOut);
    let unknown = switched(&switching, ticket, Verdict::Unknown(lost));
    let late = ListAction::ObservedState(vec![observed("1", State::Active, 8)]);
    assert_eq!(known(&after(&unknown, late)), None, "nobody knows what the switch at 9 did");
    let newer = ListAction::ObservedState(vec![observed("1", State::Active, 10)]);
    assert_eq!(known(&after(&unknown, newer)), Some(State::Active));
}

#[test]
fn who_signs_out_takes_the_question_before_a_run_along() {
    let asked = after(
        &after(&signed_in(), ListAction::Toggled(0, false)),
        Action::SwitchSelectedAsked(State::Inactive),
    );
    assert!(asked.bulk.confirm.is_some());
    assert!(after(&asked, sign_in::Action::SignOutAsked).bulk.confirm.is_none());
    assert!(after(&asked, sign_in::Action::Expired).bulk.confirm.is_some(), "the list stays as well");
}

#[test]
fn one_whose_value_leaked_is_switched_on_after_a_question_only() {
    let listed = signed_in();
    let (page, effects) = step(&listed, ListAction::RefreshAsked);
    let ticket = effects
        .iter()
        .find_map(|it| if let Effect::List(ListEffect::Load(it, ..)) = it { Some(*it) } else { None });
    let exposed = InventoryItem { exposed_at: Some(5), ..stated("1", false) };
    let items = vec![exposed, stated("3", false)];
    let page = after(&page, ListAction::Inventoried(ticket.unwrap(), items, None, Timestamp(9)));
    let switches = |effects: &[Effect]| effects.iter().filter(|it| matches!(it, Effect::Switch(_))).count();

    let (other, effects) = step(&page, SwitchAction::SwitchAsked(id("3"), State::Active));
    assert!(switches(&effects) == 1 && other.page.exposed_asked.is_none());
    let (asked, effects) = step(&page, SwitchAction::SwitchAsked(id("1"), State::Active));
    assert!(switches(&effects) == 0 && asked.page.exposed_asked == Some(id("1")));
    let (declined, effects) = step(&asked, SwitchAction::ExposedAnswered(false));
    assert!(switches(&effects) == 0 && declined.page.exposed_asked.is_none());
    assert!(declined.after(SwitchAction::ExposedAnswered(true)).is_none(), "nothing is asked any more");
    let (on, effects) = step(&asked, SwitchAction::ExposedAnswered(true));
    assert!(switches(&effects) == 1 && on.page.switching(&id("1")) == Some(State::Active));
    let (_, effects) = step(&page, SwitchAction::SwitchAsked(id("1"), State::Inactive));
    assert_eq!(switches(&effects), 1, "off at once");

    // It does not wait for whoever comes back, nor for one that is not exposed any more.
    assert_eq!(after(&asked, ListAction::Left).page.exposed_asked, None);
    let (asked_again, effects) = step(&asked, ListAction::RefreshAsked);
    let ticket = effects
        .iter()
        .find_map(|it| if let Effect::List(ListEffect::Load(it, ..)) = it { Some(*it) } else { None });
    let items = vec![stated("1", false), stated("3", false)];
    let replaced = after(&asked_again, ListAction::Inventoried(ticket.unwrap(), items, None, Timestamp(10)));
    assert_eq!(replaced.page.exposed_asked, None);

    // Of many, the question says how many.
    let all = after(&page, ListAction::AllSelected);
    let all = after(&all, Action::SwitchSelectedAsked(State::Active));
    assert_eq!(all.bulk.confirm.unwrap().plan.exposed(), 1);
}

#[test]
fn one_signs_in_above_a_page_that_has_no_form() {
    let (asked, effects) = sign_in_step(&nobody(), sign_in::Action::AboveAsked);
    assert!(asked.sign_in.is_above);
    assert!(matches!(effects.as_slice(), [sign_in::Effect::Focus(SignInField::ClientId)]));
    let typed = after(&asked, sign_in::Action::Edited(SignInField::ClientSecret, Secret::from("typed")));
    let closed = after(&typed, sign_in::Action::AboveClosed);
    assert!(!closed.sign_in.is_above && closed.sign_in.form.client_secret.is_empty());
    assert!(closed.after(sign_in::Action::AboveClosed).is_none());
    assert!(signed_in().after(sign_in::Action::AboveAsked).is_none(), "nobody has to sign in twice");
    let elsewhere = after(&asked, Action::Shown(Route::ApiSecrets, String::new()));
    assert!(!elsewhere.sign_in.is_above, "that page has a form of its own");
}

/// What choosing `command` on `route` does besides closing the palette: pages that are opened, and the rest.
fn chosen(page: &VaultModel, route: Route, command: Command) -> (VaultModel, Vec<Route>, Vec<super::Effect>) {
    let page = page.after(Action::Shown(route, String::new())).map_or_else(|| page.clone(), |(page, _)| page);
    let (page, effects) = page.after(palette::Action::Chosen(command)).expect("a change");
    let (mut opened, mut others) = (Vec::new(), Vec::new());
    for effect in effects {
        match effect {
            super::Effect::Open(page) => opened.push(page),
            effect @ (super::Effect::ApiSecrets(_)
            | super::Effect::SignIn(_)
            | super::Effect::Bulk(_)
            | super::Effect::Leak(_)
            | super::Effect::Kept(_)) => others.push(effect),
        }
    }
    (page, opened, others)
}

#[test]
fn the_palette_refreshes_where_the_list_is_and_signs_in_and_out_anywhere() {
    let (page, opened, effects) = chosen(&signed_in(), Route::Home, Command::Refresh);
    assert!(opened == [Route::ApiSecrets] && page.page.list.pending.is_some());
    assert!(matches!(effects.as_slice(), [super::Effect::ApiSecrets(Effect::List(ListEffect::Load(..)))]));
    let (_, opened, _) = chosen(&signed_in(), Route::ApiSecrets, Command::Refresh);
    assert_eq!(opened, []);

    // A page of the vault has a form of its own.
    for (route, is_above) in [(Route::Home, true), (Route::Leak, false)] {
        let (page, opened, effects) = chosen(&nobody(), route, Command::SignIn);
        assert!(opened.is_empty() && page.sign_in.is_above == is_above);
        let [super::Effect::SignIn(sign_in::Effect::Focus(SignInField::ClientId))] = effects.as_slice()
        else {
            panic!("the cursor")
        };
    }

    let (page, opened, effects) = chosen(&signed_in(), Route::Home, Command::SignOut);
    assert!(opened.is_empty() && page.sign_in.session == Session::SignedOut);
    let is_out = |effect: &super::Effect| matches!(effect, super::Effect::SignIn(sign_in::Effect::SignOut));
    assert_eq!(effects.iter().filter(|effect| is_out(effect)).count(), 1);
}

#[test]
fn the_palette_offers_from_a_list_that_came_after_what_was_typed() {
    let page = after(&signed_in(), palette::Action::Asked(Language::English));
    let page = after(&page, palette::Action::Typed("delta".into()));
    let (page, effects) = step(&page, ListAction::RefreshAsked);
    let [Effect::List(ListEffect::Load(ticket, ..))] = effects.as_slice() else { panic!("a list") };
    assert_eq!(page.palette.commands, []);
    let page = after(&page, ListAction::Listed(*ticket, Ok(vec![row("20", "Delta")])));
    assert_eq!(page.palette.commands[0], Command::Details(Named::of("20", "Delta").unwrap()));
}

#[test]
fn a_name_is_found_where_one_alone_has_it() {
    let page = with_rows(vec![row("1", "a"), row("2", "b"), row("3", "a"), row("4", "")]);
    let rows = page.page.list.data.expect("a list");
    assert_eq!(
        ["b", " b ", "B", "a", "", "c"].map(|name| rows.only_one_named(name).is_some()),
        [true, true, false, false, false, false]
    );
}
