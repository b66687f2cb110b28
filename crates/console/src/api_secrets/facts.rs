//! What only our server keeps of an API secret, as it stands in the form.

use latchboard_contract::endpoint::{FactsChange, InventoryItem};
use latchboard_contract::time::{end_of_day, utc};

/// A fact that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Who answers for it, as free text.
    Owner,
    /// The last day on which it is good, such as `2026-11-21`, in UTC.
    ExpiresOn,
    /// What there is to be known about that, as free text.
    ExpiresNote,
}

impl Fact {
    /// All of them, in the form's order.
    pub const ALL: [Self; 3] = [Self::Owner, Self::ExpiresOn, Self::ExpiresNote];
}

/// The facts, each with its text before and now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    before: [String; 3],
    now: [String; 3],
    was_exposed: bool,
    pub is_exposed: bool,
}

impl Facts {
    /// Those that the server tells of one.
    #[must_use]
    pub fn of(item: &InventoryItem) -> Self {
        let day = |seconds| utc(seconds).split('T').next().unwrap_or_default().to_owned();
        let before = Fact::ALL.map(|fact| match fact {
            Fact::Owner => item.owner.clone().unwrap_or_default(),
            Fact::ExpiresOn => item.expires_at.map(day).unwrap_or_default(),
            Fact::ExpiresNote => item.expires_note.clone().unwrap_or_default(),
        });
        let was_exposed = item.exposed_at.is_some();
        Self { now: before.clone(), before, was_exposed, is_exposed: was_exposed }
    }

    /// With what the server tells by now, wherever nothing else was typed.
    pub(super) fn refresh(&mut self, item: &InventoryItem) {
        let typed = std::mem::replace(self, Self::of(item));
        for (now, (typed, before)) in self.now.iter_mut().zip(typed.now.into_iter().zip(typed.before)) {
            if typed != before {
                *now = typed;
            }
        }
        if typed.is_exposed != typed.was_exposed {
            self.is_exposed = typed.is_exposed;
        }
    }

    /// What the server tells, where something else is typed.
    #[must_use]
    pub fn replaced(&self, fact: Fact) -> Option<&str> {
        let before = &self.before[fact as usize];
        (*before != self.now[fact as usize]).then_some(before)
    }

    /// What stands in a field.
    #[must_use]
    pub fn text(&self, fact: Fact) -> &str {
        &self.now[fact as usize]
    }

    pub(super) fn set(&mut self, fact: Fact, text: String) {
        self.now[fact as usize] = text;
    }

    /// What is typed as a day is none.
    #[must_use]
    pub fn is_no_day(&self) -> bool {
        let text = self.text(Fact::ExpiresOn).trim();
        !text.is_empty() && end_of_day(text).is_none()
    }

    /// What changes: what was not touched is not sent, since the server may know it more exactly.
    pub(super) fn change(&self) -> FactsChange {
        let changed = |fact: Fact| {
            let text = self.text(fact).trim();
            (text != self.before[fact as usize].trim()).then(|| Some(text).filter(|text| !text.is_empty()))
        };
        FactsChange {
            owner: changed(Fact::Owner).map(|text| text.map(str::to_owned)),
            expires_at: changed(Fact::ExpiresOn).map(|day| day.and_then(end_of_day)),
            expires_note: changed(Fact::ExpiresNote).map(|text| text.map(str::to_owned)),
            exposed: (self.is_exposed != self.was_exposed).then_some(self.is_exposed),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchboard_contract::endpoint::{FactsChange, InventoryItem};

    use super::{Fact, Facts};

    #[test]
    fn only_what_was_changed_is_sent() {
        let item = InventoryItem {
            owner: Some("Mail team".into()),
            expires_at: Some(1_795_287_600),
            ..InventoryItem::default()
        };
        let mut facts = Facts::of(&item);
        assert_eq!(Fact::ALL.map(|fact| facts.text(fact)), ["Mail team", "2026-11-21", ""]);
        assert_eq!(facts.change(), FactsChange::default());
        facts.set(Fact::Owner, " ".into());
        facts.set(Fact::ExpiresNote, " renew it ".into());
        let change = facts.change();
        assert_eq!((change.owner, change.expires_at), (Some(None), None), "the hour stays as it is");
        assert_eq!(change.expires_note, Some(Some("renew it".into())));
        facts.set(Fact::ExpiresOn, "2026-12-24".into());
        assert_eq!(facts.change().expires_at, Some(Some(1_798_156_799)));
        facts.set(Fact::ExpiresOn, String::new());
        assert_eq!(facts.change().expires_at, Some(None), "for ever");
        facts.set(Fact::ExpiresOn, "2026-02-30".into());
        assert!(facts.is_no_day());
        assert_eq!(facts.change().exposed, None);
        facts.is_exposed = true;
        assert_eq!(facts.change().exposed, Some(true));
    }
}
