//! Finds and orders the rows that a query asks for, a few thousand at a step, so that whoever runs it
//! can let the page draw in between. Holds no clock: how long a step may take is the runner's business.

use std::rc::Rc;

use latchboard_client::State;

use super::query::{Access, Attention, Constraint, Flag, Query, Sort, StateFilter};
use super::rows::{Rows, States, folded, offset};

/// Rows that are sorted at once; larger runs are merged from such.
const RUN: usize = 4096;

/// The part of a query that is answered here, ready for comparing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Criteria {
    /// All of them must be in a row's key.
    terms: Vec<Box<str>>,
    state: Option<StateFilter>,
    attention: Option<Attention>,
    access: Option<Access>,
    flag: Option<Flag>,
    sort: Sort,
    descending: bool,
}

impl Criteria {
    pub(super) fn of(query: &Query) -> Self {
        Self {
            terms: folded(&query.search),
            state: query.state,
            attention: query.attention,
            access: query.access,
            flag: query.flag,
            sort: query.sort,
            descending: query.descending,
        }
    }

    /// What must be in a row's key, folded.
    pub(super) fn terms(&self) -> &[Box<str>] {
        &self.terms
    }

    /// Whether the answer changes with the states.
    pub(super) const fn looks_at_states(&self) -> bool {
        self.state.is_some() || matches!(self.sort, Sort::State | Sort::Checked)
    }

    /// Whether everything that these accept is accepted by `other`, in the same order. So the next
    /// letter of a search looks only at what the letters before it have left.
    pub(super) fn narrows(&self, other: &Self) -> bool {
        let same = Self { terms: other.terms.clone(), ..self.clone() } == *other;
        same && other.terms.iter().all(|old| self.terms.iter().any(|new| new.contains(&**old)))
    }
}

/// Rows in an order.
#[derive(Clone)]
enum Order {
    All(u32),
    Of(Rc<[u32]>),
}

impl Order {
    fn len(&self) -> usize {
        match self {
            Self::All(length) => *length as usize,
            Self::Of(rows) => rows.len(),
        }
    }

    fn at(&self, place: usize) -> Option<u32> {
        match self {
            Self::All(length) => Some(offset(place)).filter(|row| row < length),
            Self::Of(rows) => rows.get(place).copied(),
        }
    }
}

/// A query with everything that is needed to answer it.
#[derive(Clone)]
pub struct Filter {
    pub(super) rows: Rc<Rows>,
    pub(super) states: States,
    pub(super) criteria: Criteria,
    /// The rows by name, where that was found out before.
    pub(super) by_name: Option<Rc<[u32]>>,
    /// What an answer to wider criteria in the same order has left.
    pub(super) within: Option<Rc<[u32]>>,
    /// That answer is the one to this question.
    pub(super) is_answered: bool,
    /// What narrows the list down, for the case that nothing is left.
    pub(super) constraints: Vec<Constraint>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilteredRows {
    /// The rows that are asked for, in the order that is asked for.
    pub index: Rc<[u32]>,
    /// The rows by name, where that had to be found out.
    pub by_name: Option<Rc<[u32]>>,
    /// Whether the search finds something, whatever the filters leave of it.
    pub found: bool,
    /// When no row is left: how many there would be without one of the constraints.
    pub lifts: Vec<(Constraint, u32)>,
}

impl Filter {
    #[must_use]
    pub fn start(self: Rc<Self>) -> RowFilter {
        let all = offset(self.rows.len());
        let stage = match (&self.within, self.criteria.sort, &self.by_name) {
            (Some(within), ..) if self.is_answered => Stage::Known(within.clone()),
            (Some(within), ..) => Stage::filter(Order::Of(within.clone()), false),
            (None, Sort::Listed, _) => Stage::filter(Order::All(all), self.criteria.descending),
            (None, Sort::Identifier, _) => {
                Stage::filter(Order::Of(self.rows.by_identifier().clone()), self.criteria.descending)
            }
            (None, Sort::Name, Some(by_name)) => {
                Stage::filter(Order::Of(by_name.clone()), self.criteria.descending)
            }
            (None, Sort::Name, None) => Stage::Sort { next: 0, runs: Vec::new() },
            (None, Sort::State, _) => Stage::filter(self.by_state(), self.criteria.descending),
            (None, Sort::Checked, _) => Stage::filter(self.by_time(self.by_check()), false),
            (None, Sort::LastRead, _) => {
                Stage::filter(self.by_time(self.rows.by_last_read().to_vec()), false)
            }
            (None, Sort::Expires, _) => Stage::filter(self.by_time(self.rows.by_end().to_vec()), false),
        };
        RowFilter { stage, by_name: None, filter: self }
    }

    /// In three heaps: cheap enough for one step.
    fn by_state(&self) -> Order {
        let heap = |row: u32| match self.states.get(row).map(|known| known.state) {
            Some(State::Active) => 0,
            Some(State::Inactive) => 1,
            None => 2,
        };
        let mut heaps = [const { Vec::new() }; 3];
        for row in 0..offset(self.rows.len()) {
            if let Some(heap) = heaps.get_mut(heap(row)) {
                heap.push(row);
            }
        }
        Order::Of(heaps.concat().into())
    }

    /// The rows whose states are known, the one that was proved longest ago first.
    fn by_check(&self) -> Vec<u32> {
        let mut known: Vec<_> = self.states.iter().map(|(row, known)| (known.at, row)).collect();
        known.sort_unstable();
        known.into_iter().map(|(_, row)| row).collect()
    }

    /// Those that have a time in its order, whichever way round, and all others behind them.
    fn by_time(&self, mut timed: Vec<u32>) -> Order {
        if self.criteria.descending {
            timed.reverse();
        }
        let mut others = vec![true; self.rows.len()];
        for row in &timed {
            if let Some(is_other) = others.get_mut(*row as usize) {
                *is_other = false;
            }
        }
        let others = others.iter().enumerate().filter(|(_, is_other)| **is_other);
        timed.extend(others.map(|(row, _)| offset(row)));
        Order::Of(timed.into())
    }

    fn accepts(&self, row: u32, ignored: Option<Constraint>) -> bool {
        let Criteria { state, attention, access, flag, .. } = &self.criteria;
        let Some(listed) = self.rows.get(row) else { return false };
        let asked = |constraint| ignored != Some(constraint);
        (!asked(Constraint::Access)
            || match access {
                None => true,
                Some(Access::View) => listed.can_view,
                Some(Access::Edit) => listed.can_write,
            })
            && (!asked(Constraint::Flag)
                || match flag {
                    None => true,
                    Some(Flag::Justify) => listed.need_justify,
                    Some(Flag::Approval) => listed.need_approval,
                })
            && (!asked(Constraint::State)
                || match (state, self.states.get(row)) {
                    (None, _) | (Some(StateFilter::NotKnown), None) => true,
                    (Some(StateFilter::Known(state)), Some(known)) => *state == known.state,
                    (Some(StateFilter::NotKnown), Some(_)) | (Some(StateFilter::Known(_)), None) => false,
                })
            && (!asked(Constraint::Attention)
                || attention.is_none_or(|attention| self.rows.asks_for(row, attention)))
            && (!asked(Constraint::Search) || self.matches(row))
    }

    fn matches(&self, row: u32) -> bool {
        self.criteria.terms.iter().all(|term| contains(self.rows.key(row), term.as_bytes()))
    }
}

/// The names are short, and most rows do not match: looking for the first byte is most of the work.
pub(super) fn contains(text: &[u8], part: &[u8]) -> bool {
    let Some((first, rest)) = part.split_first() else { return true };
    let mut text = text;
    while let Some(at) = text.iter().position(|byte| byte == first) {
        text = text.get(at + 1..).unwrap_or_default();
        if text.starts_with(rest) {
            return true;
        }
    }
    false
}

/// A query that is being answered.
pub struct RowFilter {
    filter: Rc<Filter>,
    stage: Stage,
    by_name: Option<Rc<[u32]>>,
}

enum Stage {
    Known(Rc<[u32]>),
    /// Sorting by name: runs that are sorted in themselves, merged until one is left.
    Sort {
        next: usize,
        runs: Vec<Vec<u32>>,
    },
    Filter {
        order: Order,
        reversed: bool,
        next: usize,
        found: Vec<u32>,
    },
    /// Nothing was found: what would be, without one constraint or another?
    Lift {
        next: usize,
        found: bool,
        counts: Vec<(Constraint, u32)>,
    },
}

impl Stage {
    const fn filter(order: Order, reversed: bool) -> Self {
        Self::Filter { order, reversed, next: 0, found: Vec::new() }
    }
}

impl RowFilter {
    /// Goes on for about so many rows. The answer, once it is complete.
    pub fn step(&mut self, rows: usize) -> Option<FilteredRows> {
        let all = self.filter.rows.len();
        match &mut self.stage {
            Stage::Known(index) => {
                Some(FilteredRows { index: index.clone(), by_name: None, found: true, lifts: Vec::new() })
            }
            Stage::Sort { next, runs } if *next < all => {
                for _ in 0..rows.div_ceil(RUN) {
                    let end = all.min(*next + RUN);
                    let mut run: Vec<u32> = (offset(*next)..offset(end)).collect();
                    let rows = &self.filter.rows;
                    run.sort_by(|a, b| rows.name_key(*a).cmp(rows.name_key(*b)));
                    runs.push(run);
                    *next = end;
                    if *next >= all {
                        break;
                    }
                }
                None
            }
            Stage::Sort { runs, .. } if runs.len() > 1 => {
                // Neighbours only, else equal names would lose the order of the list.
                let shortest = (1..runs.len()).min_by_key(|at| runs[at - 1].len() + runs[*at].len())?;
                let second = runs.remove(shortest);
                if let Some(first) = runs.get_mut(shortest - 1) {
                    *first = merged(&self.filter.rows, first, &second);
                }
                None
            }
            Stage::Sort { runs, .. } => {
                let by_name: Rc<[u32]> = runs.pop().unwrap_or_default().into();
                self.by_name = Some(by_name.clone());
                self.stage = Stage::filter(Order::Of(by_name), self.filter.criteria.descending);
                None
            }
            Stage::Filter { order, reversed, next, found } => {
                let length = order.len();
                let end = length.min(*next + rows);
                for place in *next..end {
                    let place = if *reversed { length - 1 - place } else { place };
                    found.extend(order.at(place).filter(|row| self.filter.accepts(*row, None)));
                }
                *next = end;
                if end < length {
                    return None;
                }
                let lift: Vec<_> =
                    self.filter.constraints.iter().map(|constraint| (*constraint, 0)).collect();
                if found.is_empty() && !lift.is_empty() && all > 0 {
                    self.stage = Stage::Lift { next: 0, found: false, counts: lift };
                    return None;
                }
                let found = std::mem::take(found);
                let by_name = self.by_name.take();
                Some(FilteredRows {
                    found: !found.is_empty(),
                    index: found.into(),
                    by_name,
                    lifts: Vec::new(),
                })
            }
            Stage::Lift { next, found, counts } => {
                let end = all.min(*next + rows);
                for row in offset(*next)..offset(end) {
                    *found |= self.filter.matches(row);
                    for (constraint, count) in &mut *counts {
                        *count += u32::from(self.filter.accepts(row, Some(*constraint)));
                    }
                }
                *next = end;
                if end < all {
                    return None;
                }
                let (found, lifts) = (*found, std::mem::take(counts));
                Some(FilteredRows { index: Rc::default(), by_name: self.by_name.take(), found, lifts })
            }
        }
    }
}

/// Two sorted runs as one; what is equal keeps its order.
fn merged(rows: &Rows, first: &[u32], second: &[u32]) -> Vec<u32> {
    let mut merged = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first, second);
    while let (Some((a, after_a)), Some((b, after_b))) = (first.split_first(), second.split_first()) {
        if rows.name_key(*a) <= rows.name_key(*b) {
            merged.push(*a);
            first = after_a;
        } else {
            merged.push(*b);
            second = after_b;
        }
    }
    merged.extend_from_slice(first);
    merged.extend_from_slice(second);
    merged
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use latchboard_client::State;
    use latchboard_contract::endpoint::{InventoryItem, ListedApiSecret};
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::query::{Attention, Constraint, Query, Sort, StateFilter};
    use super::super::rows::{Known, Rows, States, fold, offset};
    use super::{Criteria, Filter, FilteredRows};
    use crate::Timestamp;

    /// Seconds since 1970.
    const NOW: i64 = 1_795_287_600;
    const DAY: i64 = 24 * 60 * 60;

    /// Names that look like names, and some that don't.
    fn name() -> impl Strategy<Value = String> {
        prop_oneof![4 => "[a-cA-C]{1,3}-[éÉe0-2]{0,2} ?[xX]?", 1 => any::<String>()]
    }

    fn row() -> impl Strategy<Value = ListedApiSecret> {
        (0..400_u32, name(), any::<[bool; 4]>()).prop_map(|(identifier, name, flags)| {
            let [need_justify, need_approval, can_view, can_write] = flags;
            let identifier = identifier.to_string();
            ListedApiSecret { identifier, name, need_justify, need_approval, can_view, can_write }
        })
    }

    fn known() -> impl Strategy<Value = Option<Known>> {
        prop_oneof![
            Just(None),
            (any::<bool>(), 0..5_u64).prop_map(|(active, at)| {
                let state = if active { State::Active } else { State::Inactive };
                Some(Known { state, at: Timestamp(at) })
            })
        ]
    }

    fn address() -> impl Strategy<Value = String> {
        let part = |name: &'static str, values: &'static [&'static str]| {
            select(values).prop_map(move |value| format!("{name}={value}"))
        };
        (
            "[abcABCé0-3x -]{0,4}".prop_map(|text| format!("q={}", text.replace(' ', "+"))),
            part("state", &["", "", "", "active", "inactive", "unknown"]),
            part("access", &["", "", "", "view", "edit"]),
            part("flag", &["", "", "", "justify", "approval"]),
            part("sort", &["", "id", "-id", "name", "-name", "state", "-state", "checked", "-checked"]),
        )
            .prop_map(|(q, state, access, flag, sort)| [q, state, access, flag, sort].join("&"))
    }

    fn folded(text: &str) -> String {
        let mut into = String::new();
        fold(text, &mut into);
        into
    }

    /// The same question, answered in the plainest way.
    fn naive(rows: &[ListedApiSecret], known: &[Option<Known>], query: &Query) -> Vec<u32> {
        let terms = folded(&query.search);
        let accepted = |at: &usize| {
            let (row, known) = (&rows[*at], known[*at]);
            let text = format!("{}\n{}", folded(&row.name), row.identifier);
            terms.split_whitespace().all(|term| text.contains(term))
                && match query.state {
                    None => true,
                    Some(StateFilter::Known(state)) => known.is_some_and(|known| known.state == state),
                    Some(StateFilter::NotKnown) => known.is_none(),
                }
                && query.access.is_none_or(|access| match access.word() {
                    "view" => row.can_view,
                    _ => row.can_write,
                })
                && query.flag.is_none_or(|flag| match flag.word() {
                    "justify" => row.need_justify,
                    _ => row.need_approval,
                })
        };
        let mut all: Vec<usize> = (0..rows.len()).collect();
        match query.sort {
            Sort::Listed => {}
            Sort::Identifier => all.sort_by_key(|at| rows[*at].identifier.parse::<u64>().unwrap()),
            Sort::Name => all.sort_by_cached_key(|at| folded(&rows[*at].name)),
            Sort::State => all.sort_by_key(|at| match known[*at].map(|known| known.state) {
                Some(State::Active) => 0,
                Some(State::Inactive) => 1,
                None => 2,
            }),
            Sort::Checked => {
                all.sort_by_key(|at| known[*at].map_or(u64::MAX, |known| known.at.0));
                turn_round(&mut all, |at| known[at].is_some(), query.descending);
            }
            Sort::LastRead | Sort::Expires => unreachable!("the rows are those of no inventory"),
        }
        if query.descending && query.sort != Sort::Checked {
            all.reverse();
        }
        all.into_iter().filter(accepted).map(|at| u32::try_from(at).unwrap()).collect()
    }

    /// What has no time stays behind the others.
    fn turn_round(sorted: &mut [usize], has_time: impl Fn(usize) -> bool, is_descending: bool) {
        let timed = sorted.iter().filter(|at| has_time(**at)).count();
        if is_descending {
            sorted[..timed].reverse();
        }
    }

    fn filter(rows: &Rc<Rows>, states: &States, query: &Query, within: Option<Rc<[u32]>>) -> Rc<Filter> {
        let own = Constraint::ALL.into_iter().filter(|constraint| !constraint.is_the_servers());
        Rc::new(Filter {
            rows: rows.clone(),
            states: states.clone(),
            criteria: Criteria::of(query),
            by_name: None,
            within,
            is_answered: false,
            constraints: own.filter(|constraint| query.has(*constraint)).collect(),
        })
    }

    fn run(filter: Rc<Filter>, step: usize) -> FilteredRows {
        let mut row_filter = filter.start();
        loop {
            if let Some(filtered) = row_filter.step(step) {
                return filtered;
            }
        }
    }

    fn known_states(known: &[Option<Known>]) -> States {
        let mut states = States::default();
        for (row, known) in (0..).zip(known) {
            states.set(row, *known);
        }
        states
    }

    proptest! {
        #[test]
        fn steps_of_any_size_find_what_a_plain_filter_finds(
            listed in vec((row(), known()), 0..60), address in address(), step in 1..40_usize,
        ) {
            let (listed, known): (Vec<_>, Vec<_>) = listed.into_iter().unzip();
            let query = Query::of_address(&address);
            let expected = naive(&listed, &known, &query);
            let (rows, states) = (Rc::new(Rows::new(listed.clone())), known_states(&known));
            let filtered = run(filter(&rows, &states, &query, None), step);
            prop_assert_eq!(&*filtered.index, expected.as_slice());
            let search = Query { search: query.search.clone(), ..Query::default() };
            let searched = !naive(&listed, &known, &search).is_empty();
            prop_assert!(filtered.found == searched || (filtered.lifts.is_empty() && !query.has(Constraint::Search)));
            for (constraint, count) in filtered.lifts {
                let lifted = naive(&listed, &known, &query.clone().without(constraint));
                prop_assert_eq!(count as usize, lifted.len());
            }
        }

        #[test]
        fn the_next_letter_finds_the_same_within_what_is_left(
            listed in vec((row(), known()), 0..60), address in address(), more in "[abc0-3x -]{1,2}",
        ) {
            let (listed, known): (Vec<_>, Vec<_>) = listed.into_iter().unzip();
            let first = Query::of_address(&address);
            let second = Query { search: format!("{}{more}", first.search), ..first.clone() };
            let (rows, states) = (Rc::new(Rows::new(listed.clone())), known_states(&known));
            prop_assert!(Criteria::of(&second).narrows(&Criteria::of(&first)));
            let left = run(filter(&rows, &states, &first, None), 7).index;
            let filtered = run(filter(&rows, &states, &second, Some(left)), 7);
            prop_assert_eq!(&*filtered.index, naive(&listed, &known, &second));
        }
    }

    fn item() -> impl Strategy<Value = InventoryItem> {
        let days = || option::of(-200..200_i64);
        (-200..0_i64, days(), days(), any::<bool>()).prop_map(|(created, read, end, is_exposed)| {
            let at = |day: i64| NOW + day * DAY;
            InventoryItem {
                created_at: at(created),
                last_read_at: read.filter(|day| *day <= 0).map(at),
                expires_at: end.map(at),
                exposed_at: is_exposed.then_some(NOW),
                ..InventoryItem::default()
            }
        })
    }

    proptest! {
        #[test]
        fn what_an_inventory_tells_is_filtered_counted_and_sorted(
            items in vec(item(), 0..40), attention in option::of(select(Attention::ALL.to_vec())),
            sort in select(vec![Sort::LastRead, Sort::Expires]), descending in any::<bool>(),
        ) {
            let accepted = |at: &usize| match attention {
                None => true,
                Some(Attention::Exposed) => items[*at].exposed_at.is_some(),
                Some(Attention::Expiring) => items[*at].expires_at.is_some_and(|end| end - NOW <= 30 * DAY),
                Some(Attention::Unused) => {
                    NOW - items[*at].last_read_at.unwrap_or(items[*at].created_at) > 90 * DAY
                }
            };
            let mut expected: Vec<usize> = (0..items.len()).collect();
            let time = |item: &InventoryItem| if sort == Sort::Expires { item.expires_at } else { item.last_read_at };
            expected.sort_by_key(|at| time(&items[*at]).unwrap_or(i64::MAX));
            turn_round(&mut expected, |at| time(&items[at]).is_some(), descending);
            let expected: Vec<_> = expected.into_iter().filter(accepted).map(offset).collect();
            let at = Timestamp(NOW as u64 * 1000);
            let rows = Rc::new(Rows::of_inventory(items.clone(), None, at));
            let query = Query { attention, sort, descending, ..Query::default() };
            let filtered = run(filter(&rows, &States::default(), &query, None), 7);
            prop_assert_eq!(&*filtered.index, &*expected);
            if let Some(attention) = attention {
                prop_assert_eq!(rows.to_look_at(attention), Some(offset(expected.len())));
            }
        }
    }

    #[test]
    fn what_an_inventory_shows_in_a_row_is_searched() {
        let text = str::to_owned;
        let item = |identifier, name, client_id, code, tags| InventoryItem {
            identifier: text(identifier),
            name: text(name),
            client_id: text(client_id),
            identifier_code: text(code),
            tags: text(tags),
            ..InventoryItem::default()
        };
        let items = vec![
            item("1", "Mailer", "mail-0008", "ID00012", "prod,eu"),
            item("2", "Crm", "crm-0012", "", "stage"),
        ];
        let rows = Rc::new(Rows::of_inventory(items, None, Timestamp(1)));
        for (search, expected) in [
            ("crm-0012", [1].as_slice()),
            ("MAIL-0008 eu", &[0]),
            ("id00012", &[0]),
            ("00", &[0, 1]),
            // Texts do not run into each other.
            ("mailer1", &[]),
            ("0008id", &[]),
        ] {
            let query = Query { search: search.into(), ..Query::default() };
            assert_eq!(&*run(filter(&rows, &States::default(), &query, None), 7).index, expected, "{search}");
        }
    }

    #[test]
    fn a_hundred_thousand_rows_are_searched_and_sorted_in_bounded_steps() {
        let row = |number: u32| ListedApiSecret {
            identifier: number.to_string(),
            name: format!(
                "Service {} {}",
                number % 977,
                if number.is_multiple_of(2) { "prod" } else { "Tést" }
            ),
            need_justify: false,
            need_approval: number.is_multiple_of(10),
            can_view: true,
            can_write: !number.is_multiple_of(3),
        };
        let listed: Vec<_> = (0..100_000).map(row).collect();
        let known = vec![None; listed.len()];
        let rows = Rc::new(Rows::new(listed.clone()));
        for address in [
            "q=service+97",
            "q=TEST+5&sort=-name",
            "sort=name&access=edit",
            "q=nothing&flag=approval",
            "sort=-checked",
        ] {
            let query = Query::of_address(address);
            let filter = filter(&rows, &States::default(), &query, None);
            let mut row_filter = filter.start();
            let mut steps = 0;
            let filtered = loop {
                steps += 1;
                if let Some(filtered) = row_filter.step(4096) {
                    break filtered;
                }
            };
            assert_eq!(&*filtered.index, naive(&listed, &known, &query), "{address}");
            assert!(steps > 20, "{address} took {steps} steps");
        }
    }

    #[test]
    fn an_empty_answer_says_what_each_constraint_costs() {
        let row = |identifier: &str, name: &str| ListedApiSecret {
            identifier: identifier.into(),
            name: name.into(),
            need_justify: false,
            need_approval: false,
            can_view: true,
            can_write: name == "b",
        };
        let rows = Rc::new(Rows::new(vec![row("1", "a"), row("2", "b"), row("3", "a")]));
        let query = Query::of_address("q=a&access=edit");
        let filtered = run(filter(&rows, &States::default(), &query, None), 2);
        assert_eq!(filtered.lifts, [(Constraint::Search, 1), (Constraint::Access, 2)]);
        assert_eq!(run(filter(&rows, &States::default(), &Query::of_address("q=a"), None), 2).lifts, []);
    }
}
