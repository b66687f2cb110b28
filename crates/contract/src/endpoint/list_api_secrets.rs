//! `GET /api/mysafe/secretapi?tag=&identifier_code=`
//!
//! Lists the API secrets that the access key may see. No paging, and no word on whether one is
//! active: that is not known until it is switched or read.

use serde::{Deserialize, Serialize};

use super::{Endpoint, EndpointId, envelope, lenient};
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Lists API secrets. Safe to repeat.
pub struct ListApiSecrets;

/// Which ones; an empty filter means all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ListFilter {
    #[serde(default)]
    pub tag: Option<String>,
    /// The code that the user gave.
    #[serde(default)]
    pub identifier_code: Option<String>,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ListedApiSecret {
    /// The vault's number for it, as digits.
    #[serde(deserialize_with = "lenient::identifier")]
    pub identifier: String,
    /// Not unique.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Access asks for a justification.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub need_justify: bool,
    /// Access asks for an approval.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub need_approval: bool,
    /// This access key may read it.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub can_view: bool,
    /// This access key may edit and switch it.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub can_write: bool,
}

/// A row as the vendor prints it: the `need_` flags as texts, the `can_` flags as booleans.
#[derive(Serialize)]
struct Row<'a> {
    identifier: &'a str,
    name: &'a str,
    need_justify: &'static str,
    need_approval: &'static str,
    can_view: bool,
    can_write: bool,
}

#[derive(Serialize)]
struct ListPayload<'a> {
    api_secret_on_list: Vec<Row<'a>>,
}

#[derive(Deserialize)]
struct ListReply {
    #[serde(default, deserialize_with = "lenient::list")]
    api_secret_on_list: Vec<ListedApiSecret>,
}

const fn digit(flag: bool) -> &'static str {
    if flag { "1" } else { "0" }
}

impl<'a> From<&'a ListedApiSecret> for Row<'a> {
    fn from(row: &'a ListedApiSecret) -> Self {
        Row {
            identifier: &row.identifier,
            name: &row.name,
            need_justify: digit(row.need_justify),
            need_approval: digit(row.need_approval),
            can_view: row.can_view,
            can_write: row.can_write,
        }
    }
}

impl ListApiSecrets {
    /// What an answer ends with, behind the last row.
    pub const END: &[u8] = b"]}";

    /// 200 with the rows.
    #[must_use]
    pub fn answer(rows: &[ListedApiSecret]) -> Response {
        let api_secret_on_list = rows.iter().map(Row::from).collect();
        envelope::success(200, "", &ListPayload { api_secret_on_list })
    }

    /// The same in pieces, for a list that is too long to be held whole: this, with what comes before
    /// the first row as its body, then [`Self::write`], then [`Self::END`].
    #[must_use]
    pub fn begin() -> Response {
        let whole = Self::answer(&[]);
        // The rows come last in the body.
        let before = whole.bytes().strip_suffix(Self::END).unwrap_or_default().to_vec();
        whole.body(before)
    }

    /// Adds rows to `out`; `first` when none was written before.
    pub fn write(rows: &[ListedApiSecret], first: bool, out: &mut Vec<u8>) {
        for (index, row) in rows.iter().enumerate() {
            if !(first && index == 0) {
                out.push(b',');
            }
            // Texts and flags, into memory: there is no way to fail.
            let _written = serde_json::to_writer(&mut *out, &Row::from(row));
        }
    }
}

impl Endpoint for ListApiSecrets {
    const ID: EndpointId = EndpointId::ListApiSecrets;
    type Request = ListFilter;
    type Reply = Vec<ListedApiSecret>;

    fn encode(filter: &ListFilter) -> Request {
        let request = Request::new(Self::ID, Method::Get, envelope::COLLECTION);
        let parameters = [("tag", &filter.tag), ("identifier_code", &filter.identifier_code)];
        parameters.into_iter().fold(request, |request, (name, value)| match value {
            Some(value) => request.query(name, value),
            None => request,
        })
    }

    fn decode(sent: &Request, response: &Response) -> Result<Vec<ListedApiSecret>, Problem> {
        envelope::open(sent, response)?;
        let payload: ListReply = envelope::payload(sent, response)?;
        Ok(payload.api_secret_on_list)
    }
}

#[cfg(test)]
mod tests {
    use super::{ListApiSecrets, ListedApiSecret};

    #[test]
    fn the_pieces_are_the_whole() {
        let row = |number: usize| ListedApiSecret {
            identifier: number.to_string(),
            name: format!("n\"{number}"),
            need_justify: number.is_multiple_of(2),
            need_approval: false,
            can_view: true,
            can_write: number.is_multiple_of(3),
        };
        for sizes in [&[][..], &[1], &[0, 2, 0, 3, 0]] {
            let mut rows = Vec::new();
            let begin = ListApiSecrets::begin();
            let mut pieces = begin.bytes().to_vec();
            for size in sizes {
                let piece: Vec<_> = (0..*size).map(row).collect();
                ListApiSecrets::write(&piece, rows.is_empty(), &mut pieces);
                rows.extend(piece);
            }
            pieces.extend_from_slice(ListApiSecrets::END);
            let whole = ListApiSecrets::answer(&rows);
            assert_eq!(pieces, whole.bytes());
            assert_eq!((begin.status, begin.headers()), (whole.status, whole.headers()));
        }
    }
}
