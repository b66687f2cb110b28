//! Any model of `console` as Yew state. The model says what is to be done; the store keeps that
//! in an outbox until the next render, and hands it over exactly once.

use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use latchboard_console::Model;
use latchboard_contract::Secret;
use yew::prelude::*;

use crate::services::Services;

/// A model and the effects that were not handed over yet.
pub struct Store<M: Model> {
    /// The state to draw.
    pub model: Rc<M>,
    /// The number of the next effect.
    next: u64,
    outbox: VecDeque<(u64, Rc<M::Effect>)>,
}

/// What a store takes.
pub enum Message<A> {
    /// For the model.
    Act(A),
    /// The effects up to this number were handed over.
    Drained(u64),
}

impl<M: Model> Store<M> {
    /// A store that begins with `model`.
    #[must_use]
    pub fn new(model: M) -> Self {
        Self { model: Rc::new(model), next: 0, outbox: VecDeque::new() }
    }

    /// How many effects wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.outbox.len()
    }
}

impl<M: Model> Reducible for Store<M> {
    type Action = Message<M::Action>;

    fn reduce(self: Rc<Self>, message: Self::Action) -> Rc<Self> {
        match message {
            Message::Act(action) => match self.model.update(action) {
                // The same `Rc`: nothing is drawn again.
                None => self,
                Some((model, effects)) => {
                    let numbered = (self.next..).zip(effects.into_iter().map(Rc::new));
                    let outbox: VecDeque<_> = self.outbox.iter().cloned().chain(numbered).collect();
                    let next = outbox.back().map_or(self.next, |(number, _)| number + 1).max(self.next);
                    Rc::new(Self { model: Rc::new(model), next, outbox })
                }
            },
            Message::Drained(last) => {
                let outbox: VecDeque<_> =
                    self.outbox.iter().filter(|(number, _)| *number > last).cloned().collect();
                if outbox.len() == self.outbox.len() {
                    return self;
                }
                Rc::new(Self { model: self.model.clone(), next: self.next, outbox })
            }
        }
    }
}

/// An effect to carry out, and where to report.
pub type Job<M> = (Rc<<M as Model>::Effect>, Callback<<M as Model>::Action>);

/// Keeps a model for as long as the component lives; `run` carries out its effects.
#[hook]
pub fn use_store<M: Model>(
    init: impl FnOnce() -> M + 'static,
    run: Callback<Job<M>>,
) -> (Rc<M>, Callback<M::Action>) {
    let store = use_reducer(move || Store::new(init()));
    let dispatch = {
        let dispatcher = store.dispatcher();
        use_callback((), move |action: M::Action, ()| dispatcher.dispatch(Message::Act(action)))
    };
    {
        let dispatcher = store.dispatcher();
        let dispatch = dispatch.clone();
        let first_due = use_mut_ref(|| 0_u64);
        let due: Vec<_> = store.outbox.iter().cloned().collect();
        let last = due.last().map(|(number, _)| *number);
        use_effect_with(last, move |last| {
            if let Some(last) = *last {
                let from = first_due.replace(last + 1);
                dispatcher.dispatch(Message::Drained(last));
                for (_, effect) in due.into_iter().filter(|(number, _)| from <= *number) {
                    run.emit((effect, dispatch.clone()));
                }
            }
        });
    }
    (store.model.clone(), dispatch)
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
        services.keeps(move |look| {
            if let Some(model) = latest.borrow().upgrade() {
                secrets(&model, look);
            }
        });
    });
}
