//! A store hands every effect over once, and draws nothing when nothing changed.

use std::rc::Rc;

use latchboard::store::{Message, Store};
use latchboard_console::connection::{Action, Connection};
use latchboard_console::place::Place;
use latchboard_console::{Ticket, Timestamp};
use yew::Reducible;

fn checking() -> Rc<Store<Connection>> {
    let connection = Connection::new("host".into(), [Place::Here, Place::Here]);
    Rc::new(Store::new(connection)).reduce(Message::Act(Action::CheckAsked))
}

#[test]
fn an_effect_waits_until_it_is_drained() {
    let store = checking();
    assert_eq!(store.waiting(), 1);
    let drained = store.reduce(Message::Drained(0));
    assert_eq!(drained.waiting(), 0);
}

#[test]
fn a_refused_action_and_an_empty_drain_draw_nothing() {
    let store = checking();
    let late = Action::Checked { ticket: Ticket::default(), result: Ok(Timestamp(1)) };
    for message in [Message::Act(Action::CheckAsked), Message::Act(late)] {
        assert!(Rc::ptr_eq(&store.clone().reduce(message), &store));
    }
    let drained = store.reduce(Message::Drained(0));
    assert!(Rc::ptr_eq(&drained.clone().reduce(Message::Drained(0)), &drained));
}

#[test]
fn numbers_go_on_after_a_drain() {
    let ticket = Ticket::default().next();
    let store = checking().reduce(Message::Drained(0));
    let store = store.reduce(Message::Act(Action::Checked { ticket, result: Ok(Timestamp(1)) }));
    let store = store.reduce(Message::Act(Action::CheckAsked));
    assert_eq!(
        store.clone().reduce(Message::Drained(0)).waiting(),
        1,
        "an old drain takes no new effect away"
    );
    assert_eq!(store.reduce(Message::Drained(1)).waiting(), 0);
}
