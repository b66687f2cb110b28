//! Any model of `console` as Yew state. The model says what is to be done; the store keeps that
//! in an outbox until it is drawn, and hands it over exactly once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use latchboard_console::Model;
use latchboard_contract::Secret;
use yew::prelude::*;

use crate::services::Services;

/// A model, and a share in the effects that were not handed over yet.
pub struct Store<M: Model> {
    /// The state to draw.
    pub model: Rc<M>,
    /// How many effects were made up to this state.
    made: u64,
    /// One for all states: to hand an effect over changes nothing that is drawn.
    outbox: Rc<RefCell<Outbox<M::Effect>>>,
}

struct Outbox<E> {
    handed_over: u64,
    waiting: VecDeque<E>,
}

impl<M: Model> Store<M> {
    /// A store that begins with `model`.
    #[must_use]
    pub fn new(model: M) -> Self {
        let outbox = Outbox { handed_over: 0, waiting: VecDeque::new() };
        Self { model: Rc::new(model), made: 0, outbox: Rc::new(RefCell::new(outbox)) }
    }

    /// Takes the effects that were made up to this state. Those of later states wait until they are drawn: they may
    /// need what is not in the document yet.
    #[must_use]
    pub fn due(&self) -> Vec<M::Effect> {
        let mut outbox = self.outbox.borrow_mut();
        let Outbox { handed_over, waiting } = &mut *outbox;
        let mut due = Vec::new();
        while *handed_over < self.made
            && let Some(effect) = waiting.pop_front()
        {
            *handed_over += 1;
            due.push(effect);
        }
        due
    }
}

impl<M: Model> Reducible for Store<M> {
    type Action = M::Action;

    fn reduce(self: Rc<Self>, action: Self::Action) -> Rc<Self> {
        // The same `Rc`: nothing is drawn again.
        let Some((model, effects)) = self.model.after(action) else { return self };
        let made = self.made + effects.len() as u64;
        self.outbox.borrow_mut().waiting.extend(effects);
        Rc::new(Self { model: Rc::new(model), made, outbox: self.outbox.clone() })
    }
}

/// An effect to carry out, and where to report.
pub type Job<M> = (<M as Model>::Effect, Callback<<M as Model>::Action>);

/// Keeps a model for as long as the component lives; `run` carries out its effects.
#[hook]
pub fn use_store<M: Model>(
    init: impl FnOnce() -> M + 'static,
    run: Callback<Job<M>>,
) -> (Rc<M>, Callback<M::Action>) {
    let store = use_reducer(move || Store::new(init()));
    let dispatch = {
        let dispatcher = store.dispatcher();
        use_callback((), move |action: M::Action, ()| dispatcher.dispatch(action))
    };
    {
        let (drawn, dispatch) = (store.clone(), dispatch.clone());
        use_effect_with(store.made, move |_| {
            for effect in drawn.due() {
                run.emit((effect, dispatch.clone()));
            }
        });
    }
    (store.model.clone(), dispatch)
}

/// Sends to a model what one of its parts understands.
pub trait Dispatch<A> {
    /// A callback that makes an action of what it is given.
    fn sends<T, P: Into<A>>(&self, action: impl Fn(T) -> P + 'static) -> Callback<T>;
}

impl<A: 'static> Dispatch<A> for Callback<A> {
    fn sends<T, P: Into<A>>(&self, action: impl Fn(T) -> P + 'static) -> Callback<T> {
        self.reform(move |given| action(given).into())
    }
}

/// Shows the secrets of a model.
pub type Shows<M> = fn(&M, &mut dyn FnMut(&Secret));

/// Lets the self-test see the secrets that a model holds at the time, for as long as the part lives.
#[hook]
pub fn use_keeper<M: Model>(services: &Rc<Services>, model: &Rc<M>, secrets: Shows<M>) {
    let latest = use_mut_ref(|| Weak::<M>::new());
    // Weak: what the page has dropped is not kept for a test of what it keeps.
    latest.replace(Rc::downgrade(model));
    let services = services.clone();
    use_effect_with((), move |()| {
        services.register_keeper(move |look| {
            if let Some(model) = latest.borrow().upgrade() {
                secrets(&model, look);
            }
        });
    });
}
