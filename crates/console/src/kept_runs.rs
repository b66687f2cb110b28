//! The runs that the browser keeps and no page shows: a page offers to look at them, and drops them on somebody's word.

use std::rc::Rc;

use crate::bulk::{Run, RunId};
pub use crate::stored_run::Kept;
use crate::{Changed, Effects, Model};

/// So many are kept; the oldest go first, unless something is open in them.
pub const MOST_KEPT: usize = 20;

#[derive(Clone, Default)]
pub struct KeptRuns {
    /// The runs that no page shows, the newest first.
    pub runs: Rc<[Kept]>,
    /// The one that is to be dropped, while somebody is asked.
    pub dropping: Option<RunId>,
    /// The one that was to be shown could not be: another page shows it, or it can't be read.
    pub is_gone: bool,
}

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
    DropDeclined,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read what is kept, and answer with [`Action::Loaded`].
    Load,
    /// Take this one for this page, read it, and answer with [`Action::Read`].
    Read(RunId),
    Forget(RunId),
    /// Move the cursor to the list.
    FocusList,
}

impl KeptRuns {
    /// Those in which something still has to be resolved or sent.
    pub fn open(&self) -> impl Iterator<Item = &Kept> {
        self.runs.iter().filter(|kept| kept.is_open())
    }

    /// Another page shows the run from now on, or it is not kept any more.
    fn remove(&mut self, id: &RunId) {
        self.runs = self.runs.iter().filter(|kept| kept.id != *id).cloned().collect();
    }

    fn forget(&mut self, id: RunId, effects: &mut Effects<Effect>) {
        self.remove(&id);
        (self.dropping, self.is_gone) = (None, false);
        effects.push(Effect::Forget(id));
        effects.push(Effect::FocusList);
    }
}

impl Model for KeptRuns {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::Changed => effects.push(Effect::Load),
            Action::Loaded(mut runs) => {
                runs.sort_by(|one, other| other.began.cmp(&one.began).then_with(|| one.id.cmp(&other.id)));
                while runs.len() > MOST_KEPT
                    && let Some(oldest) = runs.iter().rposition(|kept| !kept.is_open())
                {
                    effects.push(Effect::Forget(runs.remove(oldest).id));
                }
                self.runs = runs.into();
            }
            Action::ShowAsked(id) => {
                self.runs.iter().find(|kept| kept.id == id)?;
                self.is_gone = false;
                effects.push(Effect::Read(id));
            }
            Action::Read(Some(run)) => self.remove(&run.id),
            Action::Read(None) => {
                self.is_gone = true;
                effects.push(Effect::Load);
                effects.push(Effect::FocusList);
            }
            Action::DropAsked(id) => {
                if self.runs.iter().find(|kept| kept.id == id)?.is_open() {
                    self.dropping = Some(id);
                } else {
                    self.forget(id, effects);
                }
            }
            Action::DropConfirmed => {
                let id = self.dropping.take()?;
                self.forget(id, effects);
            }
            Action::DropDeclined => drop(self.dropping.take()?),
        }
        Some(Changed)
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::State;

    use super::{Action, Effect, Kept, KeptRuns, MOST_KEPT};
    use crate::bulk::{Headline, RunId, Scope};
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
