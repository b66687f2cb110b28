//! The page as a whole: what it does with one action after the other.

use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Finding, Question};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem, RemedyAction, catalogue};
use latchboard_contract::idempotency::IdempotencyKey;

use latchboard_contract::endpoint::configuration::Service;

use super::{
    Action, AdminKeyPage, Effect, Field, Focus, LeftOpen, OneTimeItem, Probe, Task, call, form, one_time,
    probe,
};
use crate::clipboard::CopyFailed;
use crate::doubt::Doubt;
use crate::{Model, OutcomeKind, Ticket, Timestamp};

fn after(page: &AdminKeyPage, action: impl Into<Action>) -> AdminKeyPage {
    page.after(action).expect("a change").0
}

fn filled(task: Task) -> AdminKeyPage {
    let mut page = AdminKeyPage::at_task(task);
    for (field, text) in [(Field::ApiKey, "key"), (Field::Secret, "old one"), (Field::NewSecret, "new one")] {
        page = after(&page, form::Action::Edited(field, Secret::from(text)));
    }
    page
}

fn submitted(page: &AdminKeyPage) -> (AdminKeyPage, Ticket) {
    let (page, effects) = page.after(call::Action::SubmitAsked).expect("a change");
    match effects.as_slice() {
        [Effect::Call { ticket, .. }] => (page, *ticket),
        _ => panic!("one call"),
    }
}

/// What answers leave: a registration that exists, and one that nobody knows of.
fn refused() -> Problem {
    Problem { status: Some(403), ..Problem::local(EndpointId::Register, Code::AlreadyRegistered) }
}

fn lost() -> Verdict<Option<Secret>> {
    Verdict::Unknown(Problem::local(EndpointId::Register, Code::TimedOut))
}

/// A page with a registration at Location History of which nobody knows what became of it.
fn open() -> AdminKeyPage {
    let (page, ticket) = submitted(&filled(Task::Register));
    answered(&page, ticket, lost())
}

#[test]
fn an_api_key_that_looks_like_another_credential_is_held_once() {
    let client_id = || Secret::from(&*"aB1c".repeat(6));
    let page = after(&filled(Task::Regenerate), form::Action::Edited(Field::ApiKey, client_id()));
    let (held, effects) = page.after(call::Action::SubmitAsked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::ApiKey))]));
    assert_eq!((held.form.doubt, held.running()), (Doubt::Held, None));
    let (sent, _) = submitted(&held);
    assert_eq!(sent.form.doubt, Doubt::Overruled, "others make theirs as they like");
    // Of another text nobody has said so.
    let page = after(&held, form::Action::Edited(Field::ApiKey, client_id()));
    assert_eq!(page.form.doubt, Doubt::Unasked);
    let page = after(&page, form::Action::Edited(Field::AdminKey, Secret::from("a key")));
    let (page, effects) = page.after(probe::Action::Asked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::ApiKey))]));
    assert!(matches!(page.after(probe::Action::Asked).unwrap().1.as_slice(), [Effect::Probe { .. }]));
}

#[test]
fn what_the_page_before_left_open_is_told_until_another_call_or_its_owner_settles_it() {
    let of = |task, service| LeftOpen { task, service, at: Timestamp(1) };
    let (here, there) =
        (of(Task::Regenerate, Service::LocationHistory), of(Task::Regenerate, Service::Geofencing));
    let page = filled(Task::Regenerate).after_leaving(vec![here, there]);
    assert_eq!(page.left_open().collect::<Vec<_>>(), [&here, &there]);
    assert!(!page.is_needed(), "there is nothing more of it to lose");
    let (sent, _) = submitted(&page);
    assert_eq!(sent.left_open().collect::<Vec<_>>(), [&there], "the new call tells more");
    let dismissed = call::Action::LeftOpenDismissed(Task::Regenerate, Service::LocationHistory);
    let (page, effects) = page.after(dismissed).unwrap();
    assert_eq!(page.left_open().collect::<Vec<_>>(), [&there]);
    assert!(matches!(
        effects.as_slice(),
        [Effect::Settle(Task::Regenerate, Service::LocationHistory), Effect::Focus(Focus::Heading)]
    ));
}

fn is_open(page: &AdminKeyPage) -> bool {
    page.outcome().is_some_and(|outcome| outcome.kind == OutcomeKind::Unknown)
        && page.resolution().is_some_and(|resolution| resolution.finding.is_none())
}

/// Every secret that the page holds.
fn held(page: &AdminKeyPage) -> Vec<String> {
    let mut held = Vec::new();
    page.secrets(&mut |secret| held.push(secret.expose().to_owned()));
    held.retain(|secret| !secret.is_empty());
    held
}

fn probing(page: &AdminKeyPage) -> (AdminKeyPage, Ticket) {
    let (page, effects) = page.after(probe::Action::Asked).expect("a change");
    match effects.as_slice() {
        [Effect::Probe { ticket, .. }] => (page, *ticket),
        _ => panic!("one test"),
    }
}

fn answered(page: &AdminKeyPage, ticket: Ticket, verdict: Verdict<Option<Secret>>) -> AdminKeyPage {
    after(page, call::Action::Answered { ticket, verdict, at: Timestamp(1) })
}

#[test]
fn a_form_with_faults_sends_nothing_and_puts_the_cursor_into_the_first() {
    let page = AdminKeyPage::default();
    assert_eq!(page.form.fault(Field::Secret), None, "no complaint before the first attempt");
    let (page, effects) = page.after(call::Action::SubmitAsked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::ApiKey))]));
    assert_eq!(page.form.fault(Field::ApiKey), Some(Code::ApiKeyMissing));
    assert_eq!(page.form.fault(Field::Secret), Some(Code::SecretEmpty));
    let page = after(&page, form::Action::Edited(Field::Secret, Secret::from("fine now")));
    assert_eq!(page.form.fault(Field::Secret), None);
}

#[test]
fn the_new_secret_must_differ() {
    let page =
        after(&filled(Task::ChangeSecret), form::Action::Edited(Field::NewSecret, Secret::from("old one")));
    let page = after(&page, call::Action::SubmitAsked);
    assert_eq!(page.form.fault(Field::NewSecret), Some(Code::SecretUnchanged));
    assert_eq!(page.form.fault(Field::Secret), None);
}

#[test]
fn what_was_typed_is_forgotten_on_request_and_not_under_a_call() {
    let (running, ticket) = submitted(&filled(Task::Register));
    assert!(running.after(form::Action::ForgetAsked).is_none());
    let (page, effects) =
        answered(&running, ticket, Verdict::Refused(refused())).after(form::Action::ForgetAsked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::ApiKey))]), "its button is gone");
    assert!(page.outcome().is_none() && page.form.task == Task::Register && held(&page).is_empty());
    let late = call::Action::Answered { ticket, verdict: Verdict::Done(None), at: Timestamp(1) };
    assert!(page.after(late).is_none(), "a late answer finds nothing");
}

#[test]
fn a_double_click_sends_once() {
    let (page, _) = submitted(&filled(Task::Register));
    assert!(page.after(call::Action::SubmitAsked).is_none());
}

#[test]
fn the_admin_key_stays_on_screen_until_it_is_stored() {
    let (page, ticket) = submitted(&filled(Task::Register));
    let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
    assert!(page.form.text(Field::Secret).is_empty() && !page.form.text(Field::ApiKey).is_empty());
    assert!(page.after(call::Action::SubmitAsked).is_none(), "no second call under the dialog");
    let page = after(&page, form::Action::TaskChosen(Task::Regenerate));
    let page = after(&page, one_time::Action::Copied(OneTimeItem::AdminKey, Err(CopyFailed)));
    assert!(page.one_time.as_ref().unwrap().shown.copied == Some(Err(CopyFailed)));
    let (page, effects) = page.after(one_time::Action::DownloadAsked(OneTimeItem::AdminKey)).unwrap();
    assert!(
        matches!(&effects[..], [Effect::Download(OneTimeItem::AdminKey, key)] if **key == Secret::from("abc"))
    );
    let (page, _) = page.after(one_time::Action::Downloaded(OneTimeItem::AdminKey)).unwrap();
    let shown = page.shown_once(OneTimeItem::AdminKey).unwrap();
    assert!(shown.downloaded && shown.copied.is_none());
    let page = after(&page, one_time::Action::Stored(OneTimeItem::AdminKey));
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
    assert!(!page.form.text(Field::Secret).is_empty());
    let (page, effects) = page.after(call::Action::RemedyChosen(RemedyAction::RegenerateInstead)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Open(Task::Regenerate)]));
    let page = after(&page, form::Action::TaskChosen(Task::Regenerate));
    assert!(page.outcome().is_none() && !page.form.text(Field::Secret).is_empty());
    assert!(
        after(&page, form::Action::TaskChosen(Task::Register)).outcome().is_some(),
        "nothing is forgotten"
    );
}

#[test]
fn a_refused_change_is_resolved_by_regenerating_with_the_new_secret() {
    let (page, ticket) = submitted(&filled(Task::ChangeSecret));
    let new_secret = page.form.text(Field::NewSecret).duplicate();
    let problem = Problem::local(EndpointId::UpdateSecret, Code::SecretRejected);
    let refused = Problem { status: Some(401), ..problem };
    assert_eq!(refused.entry().action, Some(RemedyAction::EditPresentSecret), "a typing error is likelier");
    let page = answered(&page, ticket, Verdict::Refused(refused));
    let (_, effects) = page.after(call::Action::RemedyChosen(RemedyAction::EditPresentSecret)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::Secret))]));
    let (page, effects) = page.after(call::Action::RemedyChosen(RemedyAction::Resolve)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Open(Task::Regenerate)]), "nothing is sent yet");
    assert!(**page.form.text(Field::Secret) == new_secret && page.form.text(Field::NewSecret).is_empty());
}

#[test]
fn an_answer_belongs_to_the_task_that_asked() {
    let (page, ticket) = submitted(&filled(Task::Register));
    let page = after(&page, form::Action::TaskChosen(Task::Regenerate));
    let unknown = Verdict::Unknown(Problem::local(EndpointId::Register, Code::TimedOut));
    let page = answered(&page, ticket, unknown);
    assert!(page.outcome().is_none());
    assert_eq!(
        after(&page, form::Action::TaskChosen(Task::Register)).outcome().unwrap().kind,
        OutcomeKind::Unknown
    );
    let late = call::Action::Answered { ticket, verdict: Verdict::Done(None), at: Timestamp(2) };
    assert!(page.after(late).is_none());
}

#[test]
fn a_lost_change_is_found_out_question_by_question() {
    let (page, ticket) = submitted(&filled(Task::ChangeSecret));
    assert!(page.after(call::Action::ResolveAsked).is_none(), "the answer may still come");
    let lost = Verdict::Unknown(Problem::local(EndpointId::UpdateSecret, Code::TimedOut));
    let page = answered(&page, ticket, lost);
    let page = after(&page, form::Action::Edited(Field::Secret, Secret::from("typed meanwhile")));

    let (page, effects) = page.after(call::Action::ResolveAsked).unwrap();
    let [Effect::Ask { ticket, question: Question::SameAgain, sent, .. }] = effects.as_slice() else {
        panic!("the same call again")
    };
    assert!(*sent.secret == Secret::from("old one"), "as it was sent, not as it stands in the form");
    let refused =
        Problem { status: Some(401), ..Problem::local(EndpointId::UpdateSecret, Code::SecretRejected) };
    let (verdict, conclusion) = (Verdict::Refused(refused), Conclusion::Ask(Question::ConfirmNewSecret));
    let page =
        after(&page, call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(2) });
    assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Unknown, "still");

    let (page, effects) = page.after(call::Action::ResolveAsked).unwrap();
    let [Effect::Ask { ticket, question: Question::ConfirmNewSecret, .. }] = effects.as_slice() else {
        panic!("the question that decides")
    };
    let (verdict, conclusion) =
        (Verdict::Done(Some(Secret::from("k"))), Conclusion::Settled(Finding::AsAsked));
    let page =
        after(&page, call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(3) });
    assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Done);
    assert_eq!(page.resolution().unwrap().finding, Some(Finding::AsAsked));
    assert!(page.one_time.is_some() && page.form.text(Field::Secret).is_empty());
    assert!(
        after(&page, one_time::Action::Stored(OneTimeItem::AdminKey))
            .after(call::Action::ResolveAsked)
            .is_none(),
        "nothing more to ask"
    );
}

#[test]
fn under_a_key_the_lost_answer_itself_is_asked_for() {
    for task in [Task::Register, Task::ChangeSecret, Task::Regenerate] {
        let (page, ticket) = submitted(&filled(task));
        let key = IdempotencyKey::parse("k");
        let lost = Problem { key: key.clone(), ..Problem::local(task.endpoint(), Code::ConnectionFailed) };
        let page = answered(&page, ticket, Verdict::Unknown(lost));
        let (page, effects) = page.after(call::Action::ResolveAsked).unwrap();
        let [Effect::Ask { ticket, question: Question::Repeat, key: sent_under, .. }] = effects.as_slice()
        else {
            panic!("the call itself")
        };
        assert!(*sent_under == key && !Question::Repeat.kills_admin_key(task.endpoint()));
        // Ten minutes later the server keeps no admin key any more.
        let expired = Problem::local(task.endpoint(), Code::AnswerExpired);
        let (verdict, conclusion) = (Verdict::Unknown(expired), Conclusion::Settled(Finding::CarriedOut));
        let page =
            after(&page, call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(2) });
        assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Done);
        assert!(page.one_time.is_none() && page.after(call::Action::ResolveAsked).is_none());
    }
}

#[test]
fn a_question_without_an_answer_can_be_asked_again() {
    let (page, ticket) = submitted(&filled(Task::Register));
    let timed_out = || Problem::local(EndpointId::Register, Code::TimedOut);
    let page = answered(&page, ticket, Verdict::Unknown(timed_out()));
    let (page, _) = page.after(call::Action::ResolveAsked).unwrap();
    let (verdict, conclusion) = (Verdict::Unknown(timed_out()), Conclusion::Open(timed_out()));
    let page =
        after(&page, call::Action::Resolved { ticket: ticket.next(), verdict, conclusion, at: Timestamp(2) });
    assert_eq!(page.resolution().unwrap().problem, Some(timed_out()));
    assert!(page.after(call::Action::ResolveAsked).is_some());
}

#[test]
fn an_answered_call_leaves_no_question_and_no_secret_behind() {
    let (page, ticket) = submitted(&filled(Task::Register));
    let refused =
        Problem { status: Some(403), ..Problem::local(EndpointId::Register, Code::AlreadyRegistered) };
    let page = answered(&page, ticket, Verdict::Refused(refused));
    assert!(page.resolution().is_none() && page.after(call::Action::ResolveAsked).is_none());
}

#[test]
fn a_generated_secret_stands_in_the_form_until_somebody_types_over_it() {
    let (page, effects) = filled(Task::Register).after(form::Action::GenerateAsked(Field::Secret)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Generate(Field::Secret)]));
    let page = after(&page, form::Action::Generated(Field::Secret, Secret::from("made here")));
    let (page, effects) = page.after(form::Action::CopyGeneratedAsked).unwrap();
    assert!(
        matches!(effects.as_slice(), [Effect::CopyField(Field::Secret, text)] if **text == Secret::from("made here"))
    );
    let page = after(&page, form::Action::GeneratedCopied(Ok(())));
    assert_eq!(page.form.generated.unwrap().copied, Some(Ok(())));
    let other = after(&page, form::Action::Edited(Field::ApiKey, Secret::from("k")));
    assert!(other.form.generated.is_some());
    let typed = after(&page, form::Action::Edited(Field::Secret, Secret::from("typed")));
    assert!(typed.form.generated.is_none() && typed.after(form::Action::CopyGeneratedAsked).is_none());
}

fn with_generated(task: Task, field: Field) -> AdminKeyPage {
    after(&filled(task), form::Action::Generated(field, Secret::from("made here")))
}

#[test]
fn a_generated_secret_stays_on_screen_until_it_is_stored_as_well() {
    let (page, ticket) = submitted(&with_generated(Task::Register, Field::Secret));
    let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
    assert!(page.form.text(Field::Secret).is_empty() && page.is_needed());
    let (page, effects) = page.after(one_time::Action::CopyAsked(OneTimeItem::Secret)).unwrap();
    assert!(
        matches!(&effects[..], [Effect::Copy(OneTimeItem::Secret, text)] if **text == Secret::from("made here"))
    );
    let page = after(&page, one_time::Action::Copied(OneTimeItem::Secret, Ok(())));
    assert!(page.one_time.as_ref().unwrap().shown.copied.is_none(), "each has its own");

    for [first, last] in
        [[OneTimeItem::AdminKey, OneTimeItem::Secret], [OneTimeItem::Secret, OneTimeItem::AdminKey]]
    {
        let one = after(&page, one_time::Action::Stored(first));
        assert!(one.shown_once(first).unwrap().is_stored() && !one.shown_once(last).unwrap().is_stored());
        assert!(one.after(one_time::Action::Stored(first)).is_none(), "a double click");
        assert!(one.after(one_time::Action::CopyAsked(first)).is_none() && one.is_needed());
        assert!(
            one.after(call::Action::SubmitAsked).is_none() && one.after(form::Action::ForgetAsked).is_none()
        );
        let both = after(&one, one_time::Action::Stored(last));
        assert!(!both.shows_once() && !both.is_needed() && held(&both) == ["key"]);
    }
    let stored = after(&page, one_time::Action::Stored(OneTimeItem::AdminKey));
    assert!(stored.after(probe::Action::Asked).is_none(), "there is no key to test any more");
}

#[test]
fn a_generated_secret_is_shown_after_a_change_without_a_key_too() {
    let (page, ticket) = submitted(&with_generated(Task::ChangeSecret, Field::NewSecret));
    let page = answered(&page, ticket, Verdict::Done(None));
    assert!(page.one_time.is_none());
    assert!(*page.one_time_secret.as_ref().unwrap().text == Secret::from("made here"));
    let (page, effects) = page.after(one_time::Action::Stored(OneTimeItem::Secret)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::VerdictIfLost)]) && !page.shows_once());
}

#[test]
fn a_secret_that_was_typed_or_is_not_the_one_in_force_is_not_shown() {
    let typed = after(
        &with_generated(Task::Register, Field::Secret),
        form::Action::Edited(Field::Secret, Secret::from("typed")),
    );
    // The one that was generated for another task.
    let other = after(
        &with_generated(Task::ChangeSecret, Field::NewSecret),
        form::Action::TaskChosen(Task::Regenerate),
    );
    for page in [typed, other] {
        let (page, ticket) = submitted(&page);
        let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
        assert!(page.one_time.is_some() && page.one_time_secret.is_none());
    }
}

#[test]
fn a_generated_secret_survives_a_lost_answer() {
    let (page, ticket) = submitted(&with_generated(Task::ChangeSecret, Field::NewSecret));
    let page = answered(&page, ticket, lost());
    let page = after(&page, form::Action::Edited(Field::NewSecret, Secret::from("typed over it")));
    let left = after(&page, call::Action::LeftUnknown);
    assert!(*left.one_time_secret.as_ref().unwrap().text == Secret::from("made here"), "it may be in force");

    let (page, effects) = page.after(call::Action::ResolveAsked).unwrap();
    let [Effect::Ask { ticket, .. }] = effects.as_slice() else { panic!("one question") };
    let gone = Problem::local(EndpointId::UpdateSecret, Code::AnswerExpired);
    for (verdict, finding) in
        [(Verdict::Done(None), Finding::AsAsked), (Verdict::Unknown(gone), Finding::CarriedOut)]
    {
        let conclusion = Conclusion::Settled(finding);
        let page =
            after(&page, call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(2) });
        assert!(*page.one_time_secret.unwrap().text == Secret::from("made here"), "{finding:?}");
    }

    // The way over the remedy of a refusal, which moves it into the other field.
    let (page, ticket) = submitted(&with_generated(Task::ChangeSecret, Field::NewSecret));
    let refused = Problem::local(EndpointId::UpdateSecret, Code::SecretRejected);
    let refused = Verdict::Refused(Problem { status: Some(401), ..refused });
    let page = answered(&page, ticket, refused);
    let page = after(&page, call::Action::RemedyChosen(RemedyAction::Resolve));
    let (page, ticket) = submitted(&after(&page, form::Action::TaskChosen(Task::Regenerate)));
    let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
    assert!(*page.one_time_secret.unwrap().text == Secret::from("made here"));
}

#[test]
fn the_page_knows_which_admin_key_is_in_force_after_a_change() {
    for key in [None, Some("abc")] {
        let (page, ticket) = submitted(&filled(Task::ChangeSecret));
        let page = answered(&page, ticket, Verdict::Done(key.map(Secret::from)));
        assert_eq!(page.has_new_key(), key.is_some());
    }
}

#[test]
fn strength_is_told_of_a_secret_that_is_being_chosen_only() {
    assert!(filled(Task::Register).form.strength(Field::Secret).is_some());
    let page = filled(Task::ChangeSecret);
    assert!(page.form.strength(Field::Secret).is_none() && page.form.strength(Field::NewSecret).is_some());
    assert!(page.form.strength(Field::ApiKey).is_none() && page.form.fingerprint(Field::ApiKey).is_none());
}

#[test]
fn the_key_on_screen_is_tested_first_and_a_typed_one_otherwise() {
    let (page, ticket) = submitted(&filled(Task::Register));
    // The key belongs to what was sent, whatever is looked at meanwhile.
    let page = after(&page, form::Action::ServiceChosen(Service::Geofencing));
    let page = answered(&page, ticket, Verdict::Done(Some(Secret::from("abc"))));
    let (page, effects) = page.after(probe::Action::Asked).unwrap();
    let [Effect::Probe { ticket, service: Service::LocationHistory, admin_key, .. }] = effects.as_slice()
    else {
        panic!("one question")
    };
    assert!(**admin_key == Secret::from("abc"));
    assert!(page.after(probe::Action::Asked).is_none(), "a double click");
    let page = after(&page, probe::Action::Answered(*ticket, Ok(()), Timestamp(5)));
    assert_eq!(page.one_time.as_ref().unwrap().probe, Probe::Answered(Ok(()), Timestamp(5)));
    let page = after(&page, one_time::Action::Stored(OneTimeItem::AdminKey));
    assert_eq!(page.probe, Probe::Idle, "nothing was told of one that was typed");

    let (page, effects) = page.after(probe::Action::Asked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::AdminKey))]));
    assert_eq!(page.form.fault(Field::AdminKey), Some(Code::FieldMissing));
    assert_eq!(page.form.fault(Field::Secret), None, "a test needs no secret");
    let page = after(&page, form::Action::Edited(Field::AdminKey, Secret::from("typed")));
    let (_, effects) = page.after(probe::Action::Asked).unwrap();
    assert!(
        matches!(effects.as_slice(), [Effect::Probe { admin_key, .. }] if **admin_key == Secret::from("typed"))
    );
}

#[test]
fn a_test_under_a_call_takes_no_answer_away_whichever_comes_first() {
    let typed =
        |page: &AdminKeyPage| after(page, form::Action::Edited(Field::AdminKey, Secret::from("typed")));
    let answered_probe = Probe::Answered(Ok(()), Timestamp(2));
    let issued = || Verdict::Done(Some(Secret::from("abc")));

    let (page, call) = submitted(&filled(Task::Regenerate));
    let (page, test) = probing(&typed(&page));
    let key_first = answered(&page, call, issued());
    assert!(key_first.running().is_none() && key_first.one_time.is_some());
    let key_first = after(&key_first, probe::Action::Answered(test, Ok(()), Timestamp(2)));
    let shown = key_first.one_time.as_ref().unwrap();
    assert!(shown.probe == Probe::Idle && key_first.probe == answered_probe, "each key has its own test");

    let test_first = after(&page, probe::Action::Answered(test, Ok(()), Timestamp(2)));
    assert!(test_first.probe == answered_probe && test_first.running() == Some(Task::Regenerate));
    assert!(answered(&test_first, call, issued()).one_time.is_some());

    let (page, test) = probing(&typed(&filled(Task::Regenerate)));
    let (page, call) = submitted(&page);
    let page = after(&page, probe::Action::Answered(test, Ok(()), Timestamp(2)));
    assert!(page.probe == answered_probe && answered(&page, call, issued()).one_time.is_some());
}

#[test]
fn a_test_under_a_question_takes_its_answer_away_neither() {
    let (page, effects) = open().after(call::Action::ResolveAsked).unwrap();
    let [Effect::Ask { ticket, .. }] = effects.as_slice() else { panic!("one question") };
    let (page, _) = probing(&after(&page, form::Action::Edited(Field::AdminKey, Secret::from("typed"))));
    let (verdict, conclusion) =
        (Verdict::Done(Some(Secret::from("k"))), Conclusion::Settled(Finding::AsAsked));
    let page =
        after(&page, call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(3) });
    assert!(page.running().is_none() && page.one_time.is_some());
}

#[test]
fn the_remedies_of_a_test_send_nothing_of_the_form() {
    let limited =
        || Problem { status: Some(429), ..Problem::local(EndpointId::ReadSettings, Code::RateLimited) };
    let (page, test) = probing(&after(
        &filled(Task::Regenerate),
        form::Action::Edited(Field::AdminKey, Secret::from("typed")),
    ));
    let page = after(&page, probe::Action::Answered(test, Err(limited()), Timestamp(2)));
    assert_eq!(page.probe_remedy(&limited()), Some(RemedyAction::TryAgain));
    let (again, effects) = page.after(probe::Action::RemedyChosen(RemedyAction::TryAgain)).unwrap();
    let [Effect::Probe { admin_key, .. }, Effect::Focus(Focus::Test)] = effects.as_slice() else {
        panic!("the test again, and the cursor on its button")
    };
    assert!(**admin_key == Secret::from("typed") && again.running().is_none());
    let (_, effects) = page.after(probe::Action::RemedyChosen(RemedyAction::EditApiKey)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Field(Field::ApiKey))]));

    let (page, call) = submitted(&filled(Task::Regenerate));
    let (page, test) = probing(&answered(&page, call, Verdict::Done(Some(Secret::from("abc")))));
    let page = after(&page, probe::Action::Answered(test, Err(limited()), Timestamp(2)));
    let (_, effects) = page.after(probe::Action::RemedyChosen(RemedyAction::TryAgain)).unwrap();
    let [Effect::Probe { admin_key, .. }, Effect::Focus(Focus::TestShown)] = effects.as_slice() else {
        panic!("the same with a key on screen")
    };
    assert!(**admin_key == Secret::from("abc"));
}

#[test]
fn no_button_is_offered_under_a_test_that_would_do_nothing() {
    let page = after(&filled(Task::Regenerate), form::Action::Edited(Field::AdminKey, Secret::from("typed")));
    let (running, call) = submitted(&page);
    let dialog = answered(&running, call, Verdict::Done(Some(Secret::from("abc"))));
    let can_occur = |code: &Code| catalogue::occurs(*code, EndpointId::ReadSettings);
    for code in Code::ALL.iter().copied().filter(can_occur) {
        let problem = Problem::local(EndpointId::ReadSettings, code);
        for page in [&page, &dialog] {
            let Some(action) = page.probe_remedy(&problem) else { continue };
            assert!(page.after(probe::Action::RemedyChosen(action)).is_some(), "{code:?}");
        }
        // Fields and other tasks are out of reach under the dialog.
        assert!(
            dialog.probe_remedy(&problem).is_none_or(|action| action == RemedyAction::TryAgain),
            "{code:?}"
        );
        let offered = page.probe_remedy(&problem);
        assert_eq!(offered, problem.entry().action, "the page itself can do all that is told: {code:?}");
    }
}

#[test]
fn a_test_tells_of_the_keys_and_the_service_that_it_was_made_with() {
    let (page, test) = probing(&after(
        &filled(Task::Register),
        form::Action::Edited(Field::AdminKey, Secret::from("typed")),
    ));
    let page = after(&page, probe::Action::Answered(test, Ok(()), Timestamp(2)));
    assert_ne!(page.probe, Probe::Idle);
    for other in [
        form::Action::ServiceChosen(Service::Geofencing),
        form::Action::Edited(Field::ApiKey, Secret::from("other")),
        form::Action::Edited(Field::AdminKey, Secret::from("other")),
    ] {
        assert_eq!(after(&page, other).probe, Probe::Idle);
    }
}

#[test]
fn an_open_verdict_stays_with_its_question_wherever_one_looks() {
    let page = after(&open(), form::Action::ServiceChosen(Service::Geofencing));
    assert!(page.outcome().is_none() && page.resolution().is_none());
    let elsewhere = |page: &AdminKeyPage| page.open_elsewhere().collect::<Vec<_>>();
    assert_eq!(elsewhere(&page), [(Task::Register, Service::LocationHistory)]);
    // Neither a fault nor a call there touches it.
    let page = after(&page, form::Action::Edited(Field::ApiKey, Secret::from("")));
    let page = after(&page, call::Action::SubmitAsked);
    let page = after(&page, form::Action::Edited(Field::ApiKey, Secret::from("key")));
    let (page, ticket) = submitted(&page);
    let page =
        after(&answered(&page, ticket, Verdict::Done(None)), form::Action::TaskChosen(Task::ChangeSecret));
    assert_eq!(elsewhere(&page), [(Task::Register, Service::LocationHistory)]);

    let look = call::Action::LookAsked(Task::Register, Service::LocationHistory);
    let (page, effects) = page.after(look).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Open(Task::Register), Effect::Focus(Focus::Verdict)]));
    assert!(is_open(&page) && page.open_elsewhere().next().is_none());
    let (_, effects) = page.after(call::Action::ResolveAsked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Ask { task: Task::Register, sent, .. }]
        if *sent.secret == Secret::from("old one") && sent.service == Service::LocationHistory));
}

#[test]
fn no_second_call_of_its_kind_is_sent_over_an_open_verdict() {
    let (page, effects) = open().after(call::Action::SubmitAsked).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::Verdict)]), "the cursor goes to it");
    let empty = after(&page, form::Action::Edited(Field::Secret, Secret::from("")));
    assert!(is_open(&after(&empty, call::Action::SubmitAsked)), "with a fault in the form as well");
}

#[test]
fn two_open_verdicts_keep_apart() {
    let page = after(&open(), form::Action::TaskChosen(Task::ChangeSecret));
    let (page, ticket) = submitted(&page);
    let page = answered(&page, ticket, lost());
    assert!(is_open(&page) && is_open(&after(&page, form::Action::TaskChosen(Task::Register))));
    let (page, effects) = page.after(call::Action::ResolveAsked).unwrap();
    let [Effect::Ask { ticket, task: Task::ChangeSecret, .. }] = effects.as_slice() else {
        panic!("about the one that is shown")
    };
    let page = after(&page, form::Action::TaskChosen(Task::Register));
    let (verdict, conclusion) = (Verdict::Done(None), Conclusion::Settled(Finding::AsAsked));
    let page =
        after(&page, call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(3) });
    assert!(is_open(&page));
    let page = after(&page, form::Action::TaskChosen(Task::ChangeSecret));
    assert_eq!(page.outcome().unwrap().kind, OutcomeKind::Done);
}

#[test]
fn an_open_verdict_goes_on_the_users_word_only_and_its_secrets_with_it() {
    let page = after(&open(), form::Action::ForgetAsked);
    assert!(is_open(&page) && held(&page).contains(&"old one".to_owned()), "it needs what was sent");
    let (asking, _) = page.after(call::Action::ResolveAsked).unwrap();
    assert!(asking.after(call::Action::LeftUnknown).is_none(), "the answer may come yet");
    let (page, effects) = page.after(call::Action::LeftUnknown).unwrap();
    assert!(
        matches!(effects.as_slice(), [Effect::Settle(Task::Register, _), Effect::Focus(Focus::Heading)]),
        "its button is gone"
    );
    assert!(page.outcome().is_none() && page.resolution().is_none() && held(&page).is_empty());
    assert!(
        page.after(call::Action::LeftUnknown).is_none() && page.after(call::Action::ResolveAsked).is_none()
    );
}

#[test]
fn what_was_sent_is_dropped_once_it_is_known_what_became_of_it() {
    let page = after(&open(), form::Action::ForgetAsked);
    let (page, effects) = page.after(call::Action::ResolveAsked).unwrap();
    let [Effect::Ask { ticket, .. }] = effects.as_slice() else { panic!("one question") };
    let (verdict, conclusion) = (Verdict::Refused(refused()), Conclusion::Settled(Finding::AnotherSecret));
    let settled = call::Action::Resolved { ticket: *ticket, verdict, conclusion, at: Timestamp(2) };
    let (page, effects) = page.after(settled).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::VerdictIfLost)]), "its button is gone");
    assert_eq!(page.resolution().unwrap().finding, Some(Finding::AnotherSecret));
    assert!(held(&page).is_empty() && page.after(call::Action::ResolveAsked).is_none());
}

#[test]
fn the_document_is_needed_while_something_would_be_lost_with_it() {
    let page = filled(Task::Register);
    assert!(!page.is_needed(), "what was only typed is no loss");
    let (running, ticket) = submitted(&page);
    assert!(running.is_needed());
    let shown = answered(&running, ticket, Verdict::Done(Some(Secret::from("abc"))));
    assert!(shown.is_needed() && !after(&shown, one_time::Action::Stored(OneTimeItem::AdminKey)).is_needed());
    let page = after(&answered(&running, ticket, lost()), form::Action::TaskChosen(Task::Regenerate));
    assert!(page.is_needed());
    let page = after(&page, form::Action::TaskChosen(Task::Register));
    assert!(!after(&page, call::Action::LeftUnknown).is_needed());
}

#[test]
fn the_cursor_goes_where_a_button_that_disappears_leads() {
    let (page, ticket) = submitted(&filled(Task::Register));
    let limited = Problem { status: Some(429), ..Problem::local(EndpointId::Register, Code::RateLimited) };
    let page = answered(&page, ticket, Verdict::Refused(limited));
    let (page, effects) = page.after(call::Action::RemedyChosen(RemedyAction::TryAgain)).unwrap();
    let [Effect::Call { ticket, .. }, Effect::Focus(Focus::Submit)] = effects.as_slice() else {
        panic!("the call again, and the cursor on its button")
    };
    let page = answered(&page, *ticket, Verdict::Done(Some(Secret::from("abc"))));
    let (_, effects) = page.after(one_time::Action::Stored(OneTimeItem::AdminKey)).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Focus(Focus::VerdictIfLost)]));
}
