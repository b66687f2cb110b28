//! `GET /api/latchboard/v1/inventory?tag=&identifier_code=&active=&owner=&exposed=&expires_before=&unused_since=&after=&limit=`
//!
//! The API secrets that the access key may see, with what the vendor's list leaves out: state, use, times, and what only
//! our server keeps. An extension of our own. By identifier; without `limit` all of them in one answer, else a page and
//! where the next one begins. An answer has an `ETag`, and who has it already is told so (304).

use serde::{Deserialize, Serialize};

use super::body::ParameterFault;
use super::envelope::{self, Refusal};
use super::list_api_secrets::{ListFilter, ListedApiSecret};
use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{ETAG, IF_NONE_MATCH, JSON, Method, Request, Response};

/// Reads the inventory. Safe to repeat.
pub struct ReadInventory;

/// Which API secrets; none means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InventoryQuery {
    pub list: ListFilter,
    pub active: Option<bool>,
    /// Only those with exactly this owner.
    pub owner: Option<String>,
    /// Only those with the mark, or without it.
    pub exposed: Option<bool>,
    /// Only those that are good until some time before then; seconds since 1970.
    pub expires_before: Option<i64>,
    /// Only those that were not read since then, nor made; seconds since 1970.
    pub unused_since: Option<i64>,
    /// Only those behind this identifier: the `next` of the page before.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: Option<u32>,
}

/// One API secret. Times are seconds since 1970; what is not there is not known, or not so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InventoryItem {
    /// The vault's number for it, as digits.
    pub identifier: String,
    /// Not unique.
    pub name: String,
    /// Who uses the secret.
    pub client_id: String,
    /// The code that the user gave; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub identifier_code: String,
    /// One text, separated by commas.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tags: String,
    /// It may be used.
    pub active: bool,
    /// This access key may edit and switch it.
    pub can_write: bool,
    /// Access asks for a justification.
    #[serde(skip_serializing_if = "is_false")]
    pub need_justify: bool,
    /// Access asks for an approval.
    #[serde(skip_serializing_if = "is_false")]
    pub need_approval: bool,
    /// When it was made.
    pub created_at: i64,
    /// When its texts, its value or its sharing were last changed.
    pub changed_at: i64,
    /// When its value was last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_read_at: Option<i64>,
    /// When it was last switched on or off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switched_at: Option<i64>,
    /// The user who switched it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switched_by: Option<String>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Until when it is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// What there is to be known about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_note: Option<String>,
    /// Since when its value is known to have leaked, until it is off and has another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposed_at: Option<i64>,
    /// Grows with each change but a switch; what a change can ask for ([`super::ApiSecretUpdate::if_version`]). 0 where the
    /// server tells none.
    #[serde(skip_serializing_if = "is_untold")]
    pub version: i64,
    /// The user who changed it last, if anybody has since it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
}

const fn is_false(flag: &bool) -> bool {
    !*flag
}

const fn is_untold(version: &i64) -> bool {
    *version == 0
}

impl InventoryItem {
    /// The row of the vendor's list.
    #[must_use]
    pub fn listed(&self) -> ListedApiSecret {
        ListedApiSecret {
            identifier: self.identifier.clone(),
            name: self.name.clone(),
            need_justify: self.need_justify,
            need_approval: self.need_approval,
            can_view: true,
            can_write: self.can_write,
        }
    }
}

/// A page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    pub api_secrets: Vec<InventoryItem>,
    /// What the next page is asked for with; none when there is none.
    pub next: Option<i64>,
}

impl ReadInventory {
    pub const PATH: &str = "/api/latchboard/v1/inventory";
    /// The longest page that can be asked for.
    pub const MAX_LIMIT: u32 = 10_000;

    /// Reads a query; empty parameters count as not given, unknown ones are ignored.
    ///
    /// # Errors
    ///
    /// [`Refusal::ParameterInvalid`] with the name of a parameter that is none: a filter that is not understood must not
    /// look like one that found nothing.
    pub fn accept(query: &str) -> Result<InventoryQuery, Refusal> {
        let mut asked = InventoryQuery::default();
        for (name, value) in
            form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.trim().is_empty())
        {
            match &*name {
                "tag" => asked.list.tag = Some(value.into_owned()),
                "identifier_code" => asked.list.identifier_code = Some(value.into_owned()),
                "owner" => asked.owner = Some(value.into_owned()),
                "active" => asked.active = Some(parsed("active", &value)?),
                "exposed" => asked.exposed = Some(parsed("exposed", &value)?),
                "expires_before" => asked.expires_before = Some(parsed("expires_before", &value)?),
                "unused_since" => asked.unused_since = Some(parsed("unused_since", &value)?),
                "after" => asked.after = Some(parsed("after", &value)?),
                "limit" => {
                    let limit: u32 = parsed("limit", &value)?;
                    asked.limit = Some(limit.min(Self::MAX_LIMIT)).filter(|limit| *limit > 0);
                }
                _ => {}
            }
        }
        Ok(asked)
    }

    /// The request, to be answered in full only if `known` is no longer the tag of the answer.
    #[must_use]
    pub fn encode_unless(query: &InventoryQuery, known: Option<&str>) -> Request {
        let request = Self::encode(query);
        match known {
            Some(known) => request.condition(IF_NONE_MATCH, known.to_owned()),
            None => request,
        }
    }

    /// Reads the answer to [`Self::encode_unless`]: the inventory and its tag; `None` where it is known.
    ///
    /// # Errors
    ///
    /// As [`Endpoint::decode`].
    pub fn decode_unless(
        sent: &Request,
        response: &Response,
    ) -> Result<Option<(Inventory, Option<String>)>, Problem> {
        if response.status == 304 && sent.condition.is_some() {
            return Ok(None);
        }
        let inventory = Self::decode(sent, response)?;
        Ok(Some((inventory, response.get(ETAG).map(str::to_owned))))
    }

    /// 200 with a page.
    #[must_use]
    pub fn answer(page: &Inventory) -> Response {
        let mut body = Self::BEGIN.to_vec();
        Self::write(&page.api_secrets, true, &mut body);
        body.extend(Self::end(page.next));
        Self::begin().body(body)
    }

    /// The same in pieces, for what is too long to be held whole: this, [`Self::BEGIN`], then what [`Self::write`] adds,
    /// then [`Self::end`].
    #[must_use]
    pub fn begin() -> Response {
        Response::new(200).header("content-type", JSON)
    }

    /// What stands before the first API secret.
    pub const BEGIN: &[u8] = b"{\"api_secrets\":[";

    /// Adds API secrets to `out`; `first` when none was written before.
    pub fn write(items: &[InventoryItem], first: bool, out: &mut Vec<u8>) {
        for (index, item) in items.iter().enumerate() {
            if !(first && index == 0) {
                out.push(b',');
            }
            // Texts, numbers and flags, into memory: there is no way to fail.
            let _written = serde_json::to_writer(&mut *out, item);
        }
    }

    /// What stands behind the last one.
    #[must_use]
    pub fn end(next: Option<i64>) -> Vec<u8> {
        let next = next.map_or_else(|| "null".to_owned(), |next| next.to_string());
        format!("],\"next\":{next}}}").into_bytes()
    }
}

impl Endpoint for ReadInventory {
    const ID: EndpointId = EndpointId::ReadInventory;
    type Request = InventoryQuery;
    type Reply = Inventory;

    fn encode(query: &InventoryQuery) -> Request {
        let InventoryQuery { list, active, owner, exposed, expires_before, unused_since, after, limit } =
            query;
        let parameters = [
            ("tag", list.tag.clone()),
            ("identifier_code", list.identifier_code.clone()),
            ("active", active.map(|it| it.to_string())),
            ("owner", owner.clone()),
            ("exposed", exposed.map(|it| it.to_string())),
            ("expires_before", expires_before.map(|it| it.to_string())),
            ("unused_since", unused_since.map(|it| it.to_string())),
            ("after", after.map(|it| it.to_string())),
            ("limit", limit.map(|it| it.to_string())),
        ];
        let request = Request::new(Self::ID, Method::Get, Self::PATH);
        parameters.into_iter().fold(request, |request, (name, value)| match value {
            Some(value) => request.query(name, &value),
            None => request,
        })
    }

    fn decode(sent: &Request, response: &Response) -> Result<Inventory, Problem> {
        let page: Inventory = envelope::bare(sent, response)?;
        let all_named = page.api_secrets.iter().all(|item| !item.identifier.is_empty());
        all_named.then_some(page).ok_or_else(|| super::unreadable(sent, response))
    }
}

fn parsed<T: std::str::FromStr>(name: &'static str, value: &str) -> Result<T, Refusal> {
    value.trim().parse().map_err(|_| Refusal::ParameterInvalid(name, ParameterFault::NotFilter))
}

#[cfg(test)]
mod tests {
    use super::{Inventory, InventoryItem, InventoryQuery, ReadInventory};
    use crate::endpoint::envelope::Refusal;
    use crate::endpoint::{Endpoint, ListFilter, ParameterFault};
    use crate::error::Code;
    use crate::http::Response;

    fn full() -> InventoryItem {
        InventoryItem {
            identifier: "43".to_owned(),
            name: "n \"q\"".to_owned(),
            client_id: "c".to_owned(),
            identifier_code: "k".to_owned(),
            tags: "prod,eu".to_owned(),
            active: true,
            can_write: true,
            need_justify: true,
            need_approval: true,
            created_at: 1,
            changed_at: 2,
            last_read_at: Some(3),
            switched_at: Some(4),
            switched_by: Some("maria".to_owned()),
            owner: Some("Payments".to_owned()),
            expires_at: Some(5),
            expires_note: Some("renew".to_owned()),
            exposed_at: Some(6),
            version: 7,
            changed_by: Some("joão".to_owned()),
        }
    }

    #[test]
    fn the_client_reads_what_the_server_writes_whole_and_in_pieces() {
        let least = InventoryItem { identifier: "44".to_owned(), ..InventoryItem::default() };
        let sent = ReadInventory::encode(&InventoryQuery::default());
        for page in [Inventory { api_secrets: vec![full(), least], next: Some(44) }, Inventory::default()] {
            let answer = ReadInventory::answer(&page);
            let mut pieces = ReadInventory::BEGIN.to_vec();
            for (index, item) in page.api_secrets.iter().enumerate() {
                ReadInventory::write(std::slice::from_ref(item), index == 0, &mut pieces);
            }
            pieces.extend(ReadInventory::end(page.next));
            assert_eq!(answer.bytes(), pieces);
            assert_eq!(ReadInventory::decode(&sent, &answer), Ok(page));
        }
    }

    #[test]
    fn the_server_takes_what_the_client_asks_and_nothing_that_is_none() {
        let list = ListFilter { tag: Some("a b".to_owned()), identifier_code: Some("0043".to_owned()) };
        let asked = InventoryQuery {
            list,
            active: Some(false),
            owner: Some("É & co".to_owned()),
            exposed: Some(true),
            expires_before: Some(7),
            unused_since: Some(8),
            after: Some(9),
            limit: Some(10),
        };
        for query in [asked, InventoryQuery::default()] {
            let sent = ReadInventory::encode(&query);
            let text = sent.path_and_query();
            let (path, behind) = text.split_once('?').unwrap_or((&text, ""));
            assert_eq!((path, ReadInventory::accept(behind)), (ReadInventory::PATH, Ok(query)));
        }
        assert_eq!(ReadInventory::accept("tag=&limit=0&x=y&after="), Ok(InventoryQuery::default()));
        assert_eq!(ReadInventory::accept("limit=99999999").unwrap().limit, Some(ReadInventory::MAX_LIMIT));
        for (query, name) in [
            ("active=1", "active"),
            ("exposed=no", "exposed"),
            ("expires_before=soon", "expires_before"),
            ("unused_since=1.5", "unused_since"),
            ("after=x", "after"),
            ("limit=-1", "limit"),
        ] {
            let refused = Refusal::ParameterInvalid(name, ParameterFault::NotFilter);
            assert_eq!(ReadInventory::accept(query).err(), Some(refused), "{query}");
        }
    }

    #[test]
    fn what_is_known_is_answered_by_nothing_and_only_to_who_says_so() {
        let page = Inventory { api_secrets: vec![full()], next: None };
        let tagged = ReadInventory::answer(&page).header("etag", "W/\"1\"");
        let sent = ReadInventory::encode_unless(&InventoryQuery::default(), Some("W/\"0\""));
        assert_eq!(sent.condition, Some(("if-none-match", "W/\"0\"".to_owned())));
        let read = ReadInventory::decode_unless(&sent, &tagged);
        assert_eq!(read, Ok(Some((page, Some("W/\"1\"".to_owned())))));
        assert_eq!(ReadInventory::decode_unless(&sent, &Response::new(304)), Ok(None));
        let anew = ReadInventory::encode_unless(&InventoryQuery::default(), None);
        let problem = ReadInventory::decode_unless(&anew, &Response::new(304)).unwrap_err();
        assert_eq!(problem.code, Code::AnswerUnreadable);
    }

    #[test]
    fn an_answer_without_rows_or_with_nameless_ones_is_none() {
        let sent = ReadInventory::encode(&InventoryQuery::default());
        for body in ["{}", "[]", r#"{"api_secrets":null}"#, r#"{"api_secrets":[{}],"next":null}"#, "<html>"] {
            let problem = ReadInventory::decode(&sent, &Response::new(200).body(body.into())).unwrap_err();
            assert_eq!(problem.code, Code::AnswerUnreadable, "{body}");
        }
        let elsewhere = ReadInventory::decode(&sent, &Refusal::NoRoute.answer()).unwrap_err();
        assert_eq!(elsewhere.code, Code::NotAuthorised, "a server that has no such path");
    }
}
