//! What of the list is shown, and in which order: search, filters, sorting. As the address holds it,
//! too, so that a list can be bookmarked and Back goes back.

use latchboard_client::State;
use latchboard_contract::endpoint::ListFilter;
use latchboard_contract::http::encode_segment;
use latchboard_contract::validate::Identifier;

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Not at all: as the server lists them.
    #[default]
    Listed,
    Identifier,
    /// The name, whatever the case.
    Name,
    /// Active, inactive, not known yet.
    State,
    /// When the state was proved; those that nobody knows come last.
    Checked,
    /// When its value was last read, as an inventory tells; those that nobody read come last.
    LastRead,
    /// Until when it is good, as an inventory tells; those without an end come last.
    Expires,
}

/// Rows in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// A call proved this state.
    Known(State),
    /// No call has proved one yet.
    NotKnown,
}

/// Rows with this permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It may be read.
    View,
    /// It may be edited and switched.
    Edit,
}

/// Rows that ask for this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Justify,
    Approval,
}

/// Rows that somebody should look at, as an inventory tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// The value is known to have leaked.
    Exposed,
    /// It is over, or will be within 30 days.
    Expiring,
    /// Its value was not read for 90 days, nor was it created since.
    Unused,
}

impl Attention {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Exposed, Self::Expiring, Self::Unused];
}

/// Everything that narrows the list down, its order, and the one that is looked at beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What was typed into the search box.
    pub search: String,
    pub state: Option<StateFilter>,
    /// Only those that somebody should look at for this.
    pub attention: Option<Attention>,
    /// Only with this permission.
    pub access: Option<Access>,
    /// Only those that ask for this.
    pub flag: Option<Flag>,
    /// Only with this tag; the server knows which those are.
    pub tag: String,
    /// Only with this identifier code; the server, again.
    pub identifier_code: String,
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// The one in the panel; narrows nothing down.
    pub opened: Option<Identifier>,
}

/// One of the things that narrow the list down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    Search,
    State,
    /// What somebody should look at.
    Attention,
    Access,
    Flag,
    Tag,
    IdentifierCode,
}

impl Constraint {
    pub const ALL: [Self; 7] = [
        Self::Search,
        Self::State,
        Self::Attention,
        Self::Access,
        Self::Flag,
        Self::Tag,
        Self::IdentifierCode,
    ];

    /// Whether the server leaves rows out for it, so that nobody here knows which.
    #[must_use]
    pub const fn is_the_servers(self) -> bool {
        matches!(self, Self::Tag | Self::IdentifierCode)
    }
}

/// Each value and its word in the address.
const SORTS: [(Sort, &str); 6] = [
    (Sort::Identifier, "id"),
    (Sort::Name, "name"),
    (Sort::State, "state"),
    (Sort::Checked, "checked"),
    (Sort::LastRead, "read"),
    (Sort::Expires, "expires"),
];
const STATES: [(StateFilter, &str); 3] = [
    (StateFilter::Known(State::Active), "active"),
    (StateFilter::Known(State::Inactive), "inactive"),
    (StateFilter::NotKnown, "unknown"),
];
const ATTENTIONS: [(Attention, &str); 3] =
    [(Attention::Exposed, "exposed"), (Attention::Expiring, "expiring"), (Attention::Unused, "unused")];
const ACCESSES: [(Access, &str); 2] = [(Access::View, "view"), (Access::Edit, "edit")];
const FLAGS: [(Flag, &str); 2] = [(Flag::Justify, "justify"), (Flag::Approval, "approval")];

fn word<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, word)| *word)
}

fn meant<T: Copy>(table: &[(T, &str)], word: &str) -> Option<T> {
    table.iter().find(|(_, known)| *known == word).map(|(value, _)| *value)
}

impl Access {
    /// Its word in the address and in a choice.
    #[must_use]
    pub fn word(self) -> &'static str {
        word(&ACCESSES, &self)
    }

    /// What a word of a choice stands for; `None` for any permission.
    #[must_use]
    pub fn meant(word: &str) -> Option<Self> {
        meant(&ACCESSES, word)
    }
}

impl Flag {
    /// Its word in the address and in a choice.
    #[must_use]
    pub fn word(self) -> &'static str {
        word(&FLAGS, &self)
    }

    /// What a word of a choice stands for; `None` for all.
    #[must_use]
    pub fn meant(word: &str) -> Option<Self> {
        meant(&FLAGS, word)
    }
}

impl Query {
    /// What the server is asked for.
    #[must_use]
    pub fn to_filter(&self) -> ListFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ListFilter { tag: given(&self.tag), identifier_code: given(&self.identifier_code) }
    }

    /// Whether this narrows the list down.
    #[must_use]
    pub fn has(&self, constraint: Constraint) -> bool {
        match constraint {
            Constraint::Search => !self.search.trim().is_empty(),
            Constraint::State => self.state.is_some(),
            Constraint::Attention => self.attention.is_some(),
            Constraint::Access => self.access.is_some(),
            Constraint::Flag => self.flag.is_some(),
            Constraint::Tag => !self.tag.trim().is_empty(),
            Constraint::IdentifierCode => !self.identifier_code.trim().is_empty(),
        }
    }

    /// The same without it.
    #[must_use]
    pub fn without(mut self, constraint: Constraint) -> Self {
        match constraint {
            Constraint::Search => self.search.clear(),
            Constraint::State => self.state = None,
            Constraint::Attention => self.attention = None,
            Constraint::Access => self.access = None,
            Constraint::Flag => self.flag = None,
            Constraint::Tag => self.tag.clear(),
            Constraint::IdentifierCode => self.identifier_code.clear(),
        }
        self
    }

    /// As the address holds it, without the question mark; empty for the whole list.
    ///
    /// The search is in it only when the caller says that it `found` something: then it is a part of a
    /// name that the list shows anyway. Somebody may have pasted a leaked secret into the search box.
    #[must_use]
    pub fn to_address(&self, found: bool) -> String {
        let sort = match (word(&SORTS, &self.sort), self.descending) {
            ("", _) => String::new(),
            (word, true) => format!("-{word}"),
            (word, false) => word.to_owned(),
        };
        let search = if found { self.search.trim() } else { "" };
        let pairs = [
            ("q", search),
            ("state", self.state.map_or("", |state| word(&STATES, &state))),
            ("look", self.attention.map_or("", |attention| word(&ATTENTIONS, &attention))),
            ("access", self.access.map_or("", Access::word)),
            ("flag", self.flag.map_or("", Flag::word)),
            ("tag", self.tag.trim()),
            ("code", self.identifier_code.trim()),
            ("sort", &sort),
            ("id", self.opened.as_ref().map_or("", Identifier::as_str)),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let texts: Vec<_> = given.map(|(name, value)| format!("{name}={}", encode_segment(value))).collect();
        texts.join("&")
    }

    /// What an address asks for. What it does not know is left out.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        let mut query = Self::default();
        for pair in address.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            match name {
                "q" => query.search = value,
                "state" => query.state = meant(&STATES, &value),
                "look" => query.attention = meant(&ATTENTIONS, &value),
                "access" => query.access = meant(&ACCESSES, &value),
                "flag" => query.flag = meant(&FLAGS, &value),
                "tag" => query.tag = value,
                "code" => query.identifier_code = value,
                "sort" => {
                    let word = value.strip_prefix('-');
                    query.sort = meant(&SORTS, word.unwrap_or(&value)).unwrap_or_default();
                    query.descending = word.is_some() && query.sort != Sort::default();
                }
                "id" => query.opened = Identifier::parse(&value).ok(),
                _ => {}
            }
        }
        query
    }
}

/// A value of the address, whose author may be a person: what is no escape stays as it is.
fn decoded(value: &str) -> String {
    let hex = |digits: &[u8]| {
        let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
        u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = if *first == b'%' { after.get(..2).and_then(hex) } else { None };
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use latchboard_client::State;
    use latchboard_contract::validate::Identifier;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::{Access, Attention, Constraint, Flag, Query, Sort, StateFilter};

    fn queries() -> impl Strategy<Value = Query> {
        let states = vec![
            StateFilter::Known(State::Active),
            StateFilter::Known(State::Inactive),
            StateFilter::NotKnown,
        ];
        let sorts = vec![
            Sort::Listed,
            Sort::Identifier,
            Sort::Name,
            Sort::State,
            Sort::Checked,
            Sort::LastRead,
            Sort::Expires,
        ];
        let narrowed = (
            any::<String>(),
            option::of(select(states)),
            option::of(select(Attention::ALL.to_vec())),
            option::of(select(vec![Access::View, Access::Edit])),
            option::of(select(vec![Flag::Justify, Flag::Approval])),
        );
        let order = (select(sorts), any::<bool>());
        let opened = option::of("[1-9][0-9]{0,8}".prop_map(|number| Identifier::parse(&number).unwrap()));
        (narrowed, any::<String>(), any::<String>(), order, opened).prop_map(
            |((search, state, attention, access, flag), tag, identifier_code, (sort, descending), opened)| {
                Query {
                    search: search.trim().to_owned(),
                    state,
                    attention,
                    access,
                    flag,
                    tag: tag.trim().to_owned(),
                    identifier_code: identifier_code.trim().to_owned(),
                    sort,
                    descending: descending && sort != Sort::Listed,
                    opened,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn an_address_brings_back_what_was_shown(query in queries()) {
            let address = query.to_address(true);
            prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'));
            prop_assert_eq!(Query::of_address(&address), query);
        }

        #[test]
        fn any_address_is_understood_as_far_as_it_goes(address in any::<String>()) {
            let query = Query::of_address(&address);
            let _ = query.to_address(true);
        }
    }

    #[test]
    fn the_address_is_short_and_readable() {
        assert_eq!(Query::default().to_address(true), "");
        let query = Query {
            search: "pay prod".into(),
            state: Some(StateFilter::NotKnown),
            sort: Sort::Name,
            descending: true,
            ..Query::default()
        };
        assert_eq!(query.to_address(true), "q=pay%20prod&state=unknown&sort=-name");
        assert_eq!(Query::of_address("?q=pay+prod&state=unknown&sort=-name&new=thing"), query);
        assert_eq!(Query::of_address("q=100%&state=off&sort=-").search, "100%");
    }

    #[test]
    fn a_search_that_finds_nothing_stays_out_of_the_address() {
        let query = Query { search: "hunter2".into(), tag: "prod".into(), ..Query::default() };
        assert_eq!(query.to_address(false), "tag=prod");
    }

    #[test]
    fn each_constraint_can_be_lifted() {
        let query =
            Query::of_address("q=a&state=active&look=unused&access=edit&flag=justify&tag=t&code=c&sort=name");
        let lifted = Constraint::ALL.into_iter().fold(query, |query, constraint| {
            assert!(query.has(constraint), "{constraint:?}");
            let query = query.without(constraint);
            assert!(!query.has(constraint), "{constraint:?}");
            query
        });
        assert_eq!(lifted, Query { sort: Sort::Name, ..Query::default() });
    }
}
