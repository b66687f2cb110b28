//! What is to be switched, and the question before it.

use std::collections::HashSet;
use std::rc::Rc;

use latchboard_client::State;
use serde::{Deserialize, Serialize};

use crate::named::Named;

/// Up to so many are switched at a press; for more their count is typed, so that nobody switches
/// thousands off who meant a few.
pub const MOST_WITHOUT_COUNT: usize = 20;

/// Names that the question shows at once.
pub const NAMES_SHOWN: usize = 8;

/// How the API secrets of a plan were chosen, to be said before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Picked one by one.
    Selected,
    /// The rows that are on the screen.
    Page,
    /// All rows that match the search and the filters, wherever they stand.
    Matches,
    /// Those with a leaked value.
    Leaked,
    /// Those with a leaked value that are on again after a run.
    OnAgain,
    /// Those that a run changed.
    Undo,
}

/// What is to be switched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub(super) state: State,
    pub(super) scope: Scope,
    pub(super) items: Rc<[Named]>,
    left_out: LeftOut,
    /// How many of them have a value that leaked, as far as known.
    exposed: usize,
    /// How many of them are already as asked, as far as known.
    already: usize,
    /// How many leaked values they have together, where they are copies of such.
    values: usize,
}

/// What was chosen with the API secrets of a plan, and is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The access key may view them only.
    pub view_only: Rc<[Named]>,
    pub off_already: Rc<[Named]>,
    /// They stay on by choice.
    pub left_on: Rc<[Named]>,
}

impl LeftOut {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.view_only.len() + self.off_already.len() + self.left_on.len()
    }

    /// Whether everything that was chosen is in the plan.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Plan {
    /// A plan; an API secret that is named twice is taken once, at its first place.
    #[must_use]
    pub fn new(state: State, scope: Scope, items: impl IntoIterator<Item = Named>) -> Self {
        let mut seen = HashSet::new();
        let items = items.into_iter().filter(|named| seen.insert(named.identifier.clone())).collect();
        Self { state, scope, items, left_out: LeftOut::default(), exposed: 0, already: 0, values: 0 }
    }

    /// The same plan, of which so many have a value that leaked.
    #[must_use]
    pub fn exposing(self, exposed: usize) -> Self {
        Self { exposed, ..self }
    }

    /// How many would be switched on although their values leaked.
    #[must_use]
    pub const fn exposed(&self) -> usize {
        match self.state {
            State::Active => self.exposed,
            State::Inactive => 0,
        }
    }

    /// The same plan, of which so many are already as asked.
    #[must_use]
    pub fn already(self, already: usize) -> Self {
        Self { already, ..self }
    }

    /// How many are already as asked, as far as known.
    #[must_use]
    pub const fn already_so(&self) -> usize {
        self.already
    }

    /// The same plan, of copies of so many leaked values.
    #[must_use]
    pub fn of_values(self, values: usize) -> Self {
        Self { values, ..self }
    }

    /// How many leaked values its API secrets have together.
    #[must_use]
    pub const fn values(&self) -> usize {
        self.values
    }

    /// The same plan, which names what was chosen and is not in it.
    #[must_use]
    pub fn leaving_out(self, left_out: LeftOut) -> Self {
        Self { left_out, ..self }
    }

    /// What was chosen and is not in it.
    #[must_use]
    pub const fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// How they were chosen.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// All of them, in the order in which they are switched.
    #[must_use]
    pub fn items(&self) -> &[Named] {
        &self.items
    }

    /// With those of `more`, too.
    #[must_use]
    pub(super) fn with(&self, more: &Self) -> Self {
        Self::new(self.state, self.scope, self.items.iter().chain(&*more.items).cloned())
    }

    /// Whether `more` belongs into the same run: more copies of what leaked, or the same once more.
    pub(super) fn takes_in(&self, more: &Self) -> bool {
        let is_leaked = matches!(more.scope, Scope::Leaked | Scope::OnAgain);
        self.scope == Scope::Leaked && is_leaked && more.state == self.state
    }

    /// The names that the question shows, and how many more there are.
    #[must_use]
    pub fn first_names(&self) -> (&[Named], usize) {
        let (first, more) = self.items.split_at(self.items.len().min(NAMES_SHOWN));
        (first, more.len())
    }
}

/// The question before a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// What would be switched.
    pub plan: Plan,
    /// The count, as typed.
    pub typed: String,
    /// Verdicts of the run before that are open; this one takes its place on the page.
    pub discards: usize,
    /// It was confirmed with another count than that of the plan.
    pub miscounted: bool,
}

impl Confirm {
    /// Whether the count must be typed.
    #[must_use]
    pub fn needs_count(&self) -> bool {
        self.plan.items.len() > MOST_WITHOUT_COUNT
    }

    pub(super) fn is_sure(&self) -> bool {
        // As people write thousands, in either language.
        let digits: String =
            self.typed.chars().filter(|it| !matches!(it, ' ' | ',' | '.' | '\u{a0}')).collect();
        !self.needs_count() || digits.parse() == Ok(self.plan.items.len())
    }
}
