//! `POST /api/oauth2/revoke`
//!
//! Ends a token before its time (RFC 7009). An extension of our own: the vendor documents none, so its tokens live until
//! they expire.

use zeroize::Zeroizing;

use serde::de::IgnoredAny;

use super::body::Body;
use super::envelope::{self, Refusal};
use super::token::{SignIn, sign_in};
use super::{Endpoint, EndpointId, unreadable};
use crate::Secret;
use crate::error::Problem;
use crate::http::{Method, Request, Response};

/// Ends a token. Safe to repeat.
pub struct RevokeToken;

/// What is to be ended, and by whom.
pub struct Revocation {
    pub token: Secret,
    /// The client that it was made for, if it says so; else the call carries a token in its header.
    pub client: Option<SignIn>,
}

impl RevokeToken {
    pub const PATH: &str = "/api/oauth2/revoke";

    /// Reads the body, a form or a JSON object; the client as [`super::Token::accept`] does.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidRequest`].
    pub fn accept(content_type: &str, body: &[u8], basic: Option<&str>) -> Result<Revocation, Refusal> {
        const TOKEN: &str = "token";
        let read = || {
            let fields = Body::read(content_type, body, TOKEN)?;
            // There is one kind of token, but whoever names a kind has to do it with a text.
            fields.text("token_type_hint")?;
            let (id, secret) = (fields.text("client_id")?, fields.secret("client_secret")?);
            let client = id.filter(|id| !id.is_empty()).zip(secret);
            Ok(Revocation { token: fields.required_secret(TOKEN)?, client: sign_in(client, None, basic) })
        };
        read().map_err(Refusal::InvalidRequest)
    }

    /// 200 and nothing, also where there was no such token: it does not work, and that was asked for.
    #[must_use]
    pub fn answer() -> Response {
        Response::new(200)
    }
}

impl Endpoint for RevokeToken {
    /// Problems with it are those of signing in.
    const ID: EndpointId = EndpointId::Token;
    type Request = Secret;
    type Reply = ();

    /// A token may end itself.
    fn encode(token: &Secret) -> Request {
        let length = 32 + 3 * token.expose().len();
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(length));
        form.append_pair("token_type_hint", "access_token").append_pair("token", token.expose());
        Request::new(Self::ID, Method::Post, Self::PATH).form(Zeroizing::new(form.finish())).bearer(token)
    }

    /// Only the status counts (RFC 7009, section 2.2).
    fn decode(sent: &Request, response: &Response) -> Result<(), Problem> {
        if response.status == 200 {
            Ok(())
        } else {
            envelope::bare::<IgnoredAny>(sent, response).and_then(|_| Err(unreadable(sent, response)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RevokeToken;
    use crate::Secret;
    use crate::endpoint::Endpoint;
    use crate::endpoint::envelope::Refusal;
    use crate::http::{FORM, JSON, Response};

    #[test]
    fn the_server_takes_what_the_client_sends_and_the_client_what_the_server_answers() {
        let sent = RevokeToken::encode(&Secret::from("a+token/="));
        assert_eq!(sent.path_and_query().as_str(), RevokeToken::PATH, "not in the address");
        let read = RevokeToken::accept(FORM, sent.body.as_ref().unwrap().text.as_bytes(), None).ok().unwrap();
        assert!(read.token == Secret::from("a+token/=") && read.client.is_none());
        assert_eq!(sent.authorization(), Some("Bearer a+token/="));
        assert!(RevokeToken::decode(&sent, &RevokeToken::answer()).is_ok());
        assert!(RevokeToken::decode(&sent, &Refusal::InvalidClient.answer()).is_err());
        assert!(RevokeToken::decode(&sent, &Response::new(404)).is_err());
    }

    #[test]
    fn a_client_comes_in_the_body_or_in_the_header() {
        let body = br#"{"token":"t","client_id":"c","client_secret":"s"}"#;
        let client = |body: &[u8], basic| RevokeToken::accept(JSON, body, basic).ok().unwrap().client;
        assert_eq!(client(body, None).unwrap().credentials.client_id, "c");
        assert_eq!(client(br#"{"token":"t"}"#, Some("b:s")).unwrap().credentials.client_id, "b");
        assert!(client(br#"{"token":"t"}"#, None).is_none());
        for body in ["", "{}", r#"{"token":""}"#, r#"{"token":"a","token":"b"}"#, r#"{"token":1}"#] {
            let refused = RevokeToken::accept(JSON, body.as_bytes(), None).err();
            assert!(matches!(refused, Some(Refusal::InvalidRequest(_))), "{body}");
        }
    }
}
