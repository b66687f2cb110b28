//! The leaked texts: which were given, and what a search saw in them.

use std::rc::Rc;

use latchboard_search::{Kind, Results};
pub use latchboard_search::{ReportSeen, Value};

/// Texts that are searched together: 50 MiB.
pub const MOST_BYTES: u64 = latchboard_search::MOST_BYTES;

/// A text that is held for the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number, given once.
    pub id: u64,
    /// The file's name; empty for what was pasted.
    pub name: Rc<str>,
    /// Bytes.
    pub bytes: u64,
}

/// Why nothing was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing but white space.
    Empty,
    /// It is more than [`MOST_BYTES`].
    TooLong,
    /// A run is on the page.
    Busy,
}

/// A text that was searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSeen {
    /// The file's name; empty for what was pasted.
    pub name: Rc<str>,
    pub kind: Kind,
}

/// What a search saw.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Searched {
    /// The texts, in order.
    pub texts: Vec<TextSeen>,
    /// What stands in them.
    pub values: Vec<Value>,
    pub reports: Vec<ReportSeen>,
    /// Values that were looked for.
    pub looked_for: usize,
    /// Decoded forms of the texts that were looked at.
    pub views: u64,
    /// Places that are masked, hashed and encrypted.
    pub unsearchable: [u64; 3],
    /// Something of the texts was not looked at under every decoding.
    pub is_cut: bool,
    pub is_stopped: bool,
    /// A file could not be read to its end.
    pub is_unread: bool,
    /// This access key sees every API secret; none where nobody said.
    pub sees_all: Option<bool>,
    /// The client id that asked for the index, or read.
    pub client_id: Rc<str>,
}

impl From<Results> for Searched {
    fn from(results: Results) -> Self {
        let Results { texts, values, reports, looked_for, views, unsearchable, is_cut } = results;
        let text = |(name, kind): (String, _)| TextSeen { name: name.into(), kind };
        let texts = texts.into_iter().map(text).collect();
        Self { texts, values, reports, looked_for, views, unsearchable, is_cut, ..Self::default() }
    }
}

impl Searched {
    /// Nothing of the texts was left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.is_cut && !self.is_stopped && !self.is_unread && self.unread_kinds().next().is_none()
    }

    /// Texts of a kind in which values cannot be seen.
    pub fn unread_kinds(&self) -> impl Iterator<Item = &TextSeen> {
        self.texts.iter().filter(|text| !is_readable(text.kind))
    }

    /// Together with a later search, of the `same` texts for other values, or of other texts; and the places that its
    /// values have now.
    #[must_use]
    pub fn and(mut self, later: Self, same: bool) -> (Self, Vec<usize>) {
        let offset = if same { 0 } else { u32::try_from(self.texts.len()).unwrap_or(u32::MAX) };
        let mut places = Vec::with_capacity(later.values.len());
        for mut value in later.values {
            for place in &mut value.places {
                place.text += offset;
            }
            if let Some(known) = self.values.iter().position(|it| it.fingerprint == value.fingerprint) {
                if !same {
                    self.values[known].count += value.count;
                    self.values[known].places.append(&mut value.places);
                }
                self.values[known].bytes = self.values[known].bytes.or(value.bytes);
                places.push(known);
            } else {
                places.push(self.values.len());
                self.values.push(value);
            }
        }
        for mut report in later.reports {
            report.text += offset;
            for (_, value) in &mut report.findings {
                *value = value.and_then(|value| places.get(value).copied());
            }
            match self.reports.iter_mut().find(|known| known.text == report.text) {
                Some(known) => {
                    for ((_, known), (_, value)) in known.findings.iter_mut().zip(report.findings) {
                        *known = known.or(value);
                    }
                }
                None => self.reports.push(report),
            }
        }
        if same {
            self.looked_for += later.looked_for;
        } else {
            self.texts.extend(later.texts);
            // The smaller number holds for all texts.
            self.looked_for = self.looked_for.min(later.looked_for);
            self.views += later.views;
            for (sum, more) in self.unsearchable.iter_mut().zip(later.unsearchable) {
                *sum += more;
            }
        }
        self.is_cut |= later.is_cut;
        self.is_stopped |= later.is_stopped;
        self.is_unread |= later.is_unread;
        self.sees_all = self.sees_all.zip(later.sees_all).map(|(one, other)| one && other);
        (self, places)
    }
}

/// Whether what stands in such a text is seen by the search.
#[must_use]
pub const fn is_readable(kind: Kind) -> bool {
    match kind {
        Kind::Text | Kind::Utf16 | Kind::Program | Kind::Database => true,
        Kind::Empty
        | Kind::Image
        | Kind::Media
        | Kind::Archive
        | Kind::Pdf
        | Kind::Document
        | Kind::Encrypted => false,
    }
}
