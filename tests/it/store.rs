//! A store hands every effect over once, and draws nothing when nothing changed.

use std::rc::Rc;

use latchboard::store::Store;
use latchboard_console::connection::{Action, Connection};
use latchboard_console::server_choice::ServerChoice;
use latchboard_console::{Ticket, Timestamp};
use yew::Reducible;

fn checking() -> Rc<Store<Connection>> {
    let connection = Connection::new("host".into(), [ServerChoice::Here, ServerChoice::Here]);
    Rc::new(Store::new(connection)).reduce(Action::CheckAsked)
}

#[test]
fn an_effect_waits_and_is_handed_over_once() {
    let store = checking();
    assert_eq!(store.due().len(), 1);
    assert_eq!(store.due().len(), 0);
}

#[test]
fn a_refused_action_draws_nothing() {
    let store = checking();
    let late = Action::Checked { ticket: Ticket::default(), result: Ok(Timestamp(1)) };
    for action in [Action::CheckAsked, late] {
        assert!(Rc::ptr_eq(&store.clone().reduce(action), &store));
    }
    assert_eq!(store.due().len(), 1, "and takes no effect away");
}

#[test]
fn an_effect_waits_until_its_own_state_is_drawn() {
    let first = checking();
    let answered = Action::Checked { ticket: Ticket::default().next(), result: Ok(Timestamp(1)) };
    let second = first.clone().reduce(answered).reduce(Action::CheckAsked);
    assert_eq!(first.due().len(), 1);
    assert_eq!(first.due().len(), 0, "the others are not drawn yet");
    assert_eq!(second.due().len(), 2, "a pause and another look");
    assert_eq!(second.due().len(), 0);
}
