//! The runs that the browser keeps and no page shows: a page offers to look at them, and drops them on somebody's word.

use std::rc::Rc;

use crate::bulk::Run;
pub use crate::stored_run::Kept;
use crate::stored_run::RunId;
use crate::{Changed, Effects, Model, Ticket};

/// So many are kept; the oldest go first, unless something is open in them.
pub const MOST_KEPT: usize = 20;

/// What is kept.
#[derive(Clone, Default)]
pub struct KeptRuns {
    /// The runs that no page shows, the newest first.
    pub runs: Rc<[Kept]>,
    /// The one that is to be dropped, while somebody is asked.
    pub dropping: Option<RunId>,
    /// The one that was to be shown could not be: another page shows it, or it can't be read.
    pub is_gone: bool,
    /// The last one that was read, to be shown.
    pub resumed: Option<(Ticket, Rc<Run>)>,
    ticket: Ticket,
}

/// What can happen.
pub enum Action {
    /// Something else may be kept now.
    Changed,
    /// These are kept, and no page shows them.
    Loaded(Vec<Kept>),
    /// One is to be looked at.
    ShowAsked(RunId),
    /// It was read, and belongs to this page now; `None` where it can't be had.
    Read(Option<Rc<Run>>),
    /// One is to be dropped.
    DropAsked(RunId),
    /// Somebody said yes to that.
    DropConfirmed,
    /// Somebody said no.
    DropDeclined,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read what is kept, and answer with [`Action::Loaded`].
    Load,
    /// Take this one for this page, read it, and answer with [`Action::Read`].
    Read(RunId),
    /// Drop this one.
    Forget(RunId),
    /// Move the cursor to the list.
    FocusList,
}

impl KeptRuns {
    /// Those in which something still has to be resolved or sent.
    pub fn open(&self) -> impl Iterator<Item = &Kept> {
        self.runs.iter().filter(|kept| kept.is_open())
    }

    fn without(&self, id: &RunId) -> Rc<[Kept]> {
        self.runs.iter().filter(|kept| kept.id != *id).cloned().collect()
    }

    fn drop(&self, id: RunId) -> Option<(Self, Vec<Effect>)> {
        let page = Self { runs: self.without(&id), dropping: None, is_gone: false, ..self.clone() };
        Some((page, vec![Effect::Forget(id), Effect::FocusList]))
    }
}

impl Model for KeptRuns {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let (next, more) = self.stepped(action)?;
        *self = next;
        effects.extend(more);
        Some(Changed)
    }
}

impl KeptRuns {
    fn stepped(&self, action: Action) -> Option<(Self, Vec<Effect>)> {
        match action {
            Action::Changed => Some((self.clone(), vec![Effect::Load])),
            Action::Loaded(mut runs) => {
                runs.sort_by(|one, other| other.began.cmp(&one.began).then_with(|| one.id.cmp(&other.id)));
                let mut effects = Vec::new();
                while runs.len() > MOST_KEPT
                    && let Some(oldest) = runs.iter().rposition(|kept| !kept.is_open())
                {
                    effects.push(Effect::Forget(runs.remove(oldest).id));
                }
                Some((Self { runs: runs.into(), ..self.clone() }, effects))
            }
            Action::ShowAsked(id) => {
                self.runs.iter().find(|kept| kept.id == id)?;
                Some((Self { is_gone: false, ..self.clone() }, vec![Effect::Read(id)]))
            }
            Action::Read(Some(run)) => {
                let ticket = self.ticket.next();
                let runs = self.without(&run.id);
                Some((Self { runs, resumed: Some((ticket, run)), ticket, ..self.clone() }, Vec::new()))
            }
            Action::Read(None) => {
                Some((Self { is_gone: true, ..self.clone() }, vec![Effect::Load, Effect::FocusList]))
            }
            Action::DropAsked(id) => {
                let kept = self.runs.iter().find(|kept| kept.id == id)?;
                if kept.is_open() {
                    return Some((Self { dropping: Some(id), ..self.clone() }, Vec::new()));
                }
                self.drop(id)
            }
            Action::DropConfirmed => self.drop(self.dropping.clone()?),
            Action::DropDeclined => {
                self.dropping.as_ref()?;
                Some((Self { dropping: None, ..self.clone() }, Vec::new()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::State;

    use super::{Action, Effect, Kept, KeptRuns, MOST_KEPT};
    use crate::bulk::{Headline, Scope};
    use crate::stored_run::RunId;
    use crate::{Model, Timestamp};

    fn kept(number: u8, headline: Option<Headline>) -> Kept {
        Kept {
            id: RunId::of([number; 16]),
            state: State::Inactive,
            scope: Scope::Selected,
            items: 3,
            began: Timestamp(number.into()),
            headline,
        }
    }

    fn loaded(runs: Vec<Kept>) -> (KeptRuns, Vec<Effect>) {
        KeptRuns::default().after(Action::Loaded(runs)).unwrap()
    }

    #[test]
    fn the_newest_come_first_and_the_oldest_are_dropped_beyond_the_bound() {
        let done = Headline { all: 3, as_asked: 3, ..Headline::default() };
        let (page, effects) =
            loaded((0..25).map(|number| kept(number, (number > 1).then_some(done))).collect());
        assert_eq!((page.runs.len(), page.runs[0].began), (MOST_KEPT, Timestamp(24)));
        assert_eq!(page.open().count(), 2, "what is open stays");
        let oldest = (2..7).map(|number| Effect::Forget(RunId::of([number; 16])));
        assert_eq!(effects, oldest.collect::<Vec<_>>());
        let (page, effects) = loaded((0..25).map(|number| kept(number, None)).collect());
        assert_eq!((page.runs.len(), effects.len()), (25, 0));
    }

    #[test]
    fn one_with_something_open_is_dropped_on_somebodys_word_only() {
        let done = Headline { all: 3, as_asked: 3, ..Headline::default() };
        let unknown = Headline { all: 3, as_asked: 2, need_answer: 1, ..Headline::default() };
        let (page, _) = loaded(vec![kept(1, Some(done)), kept(2, Some(unknown)), kept(3, None)]);
        assert_eq!(page.open().count(), 2);
        let [done, unknown, interrupted] = [1, 2, 3].map(|number| RunId::of([number; 16]));
        let (page, effects) = page.after(Action::DropAsked(done.clone())).unwrap();
        assert_eq!(effects, [Effect::Forget(done.clone()), Effect::FocusList]);
        assert!(page.after(Action::DropAsked(done)).is_none(), "it is gone");
        for id in [unknown, interrupted] {
            let (asking, effects) = page.after(Action::DropAsked(id.clone())).unwrap();
            assert_eq!((effects.len(), asking.dropping.clone()), (0, Some(id.clone())));
            assert_eq!(asking.after(Action::DropDeclined).unwrap().0.runs.len(), 2);
            let (page, effects) = asking.after(Action::DropConfirmed).unwrap();
            assert_eq!((effects[0] == Effect::Forget(id), page.runs.len()), (true, 1));
        }
    }
}
