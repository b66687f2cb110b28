//! `POST /api/latchboard/v1/index`
//!
//! Of each value that the access key may view in clear, its length and 48 bits, under a salt of the installation: so that a
//! page finds the vault's values in a text without sending the text anywhere. Values shorter than 8 bytes are in no index,
//! nor are those that ask for a justification or an approval, nor inactive ones that the access key may not edit. How an
//! entry is made and looked for is the business of the crate `search`.
//!
//! An extension of our own. `POST`, as the answer is nothing to keep, and asking for it is entered into the audit log.

use serde::{Deserialize, Serialize};

use super::envelope;
use super::{Endpoint, EndpointId};
use crate::error::Problem;
use crate::http::{JSON, Method, Request, Response};

/// Asks for the index. Safe to repeat.
pub struct ReadIndex;

/// The index, as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexReply {
    /// Base64 of the installation's 16 bytes.
    pub salt: String,
    pub groups: Vec<IndexGroup>,
    /// This access key sees every API secret of the server. False: there are others, and nothing is said of them.
    pub sees_all: bool,
}

/// The values of one length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexGroup {
    /// Bytes of each value.
    pub length: u32,
    /// Base64 of six bytes each, most significant first, rising.
    pub entries: String,
}

impl ReadIndex {
    pub const PATH: &str = "/api/latchboard/v1/index";

    /// 200 with the index.
    #[must_use]
    pub fn answer(index: &IndexReply) -> Response {
        Response::json(200, JSON, index)
    }
}

impl Endpoint for ReadIndex {
    const ID: EndpointId = EndpointId::ReadIndex;
    type Request = ();
    type Reply = IndexReply;

    fn encode((): &()) -> Request {
        Request::new(Self::ID, Method::Post, Self::PATH).json(&serde_json::Map::new())
    }

    fn decode(sent: &Request, response: &Response) -> Result<IndexReply, Problem> {
        envelope::bare(sent, response)
    }
}

#[cfg(test)]
mod tests {
    use super::{IndexGroup, IndexReply, ReadIndex};
    use crate::endpoint::Endpoint;
    use crate::error::Code;
    use crate::http::Response;

    #[test]
    fn the_client_reads_what_the_server_writes_and_nothing_else() {
        let sent = ReadIndex::encode(&());
        let group = IndexGroup { length: 24, entries: "AAECAwQF".to_owned() };
        let index = IndexReply { salt: "AAAA".to_owned(), groups: vec![group], sees_all: true };
        assert_eq!(ReadIndex::decode(&sent, &ReadIndex::answer(&index)), Ok(index));
        for body in [
            "{}",
            r#"{"salt":"","groups":null,"sees_all":true}"#,
            r#"{"salt":"","groups":[[1,"a"],2],"sees_all":true}"#,
        ] {
            let problem = ReadIndex::decode(&sent, &Response::new(200).body(body.into())).unwrap_err();
            assert_eq!(problem.code, Code::AnswerUnreadable, "{body}");
        }
    }
}
