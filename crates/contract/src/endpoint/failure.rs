//! What an answer says of its success, and the refusals that come from who stands in front of a service.

use serde::Serialize;

use crate::error::Code;
use crate::http::{JSON, Response};

/// Everything that an answer says twice.
#[derive(Serialize)]
pub(super) struct Part<'a> {
    pub(super) status: u16,
    pub(super) message: &'a str,
    pub(super) error: bool,
    pub(super) error_code: u8,
    pub(super) detail: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mensagem: Option<&'a str>,
    pub(super) erro: bool,
    pub(super) cod_erro: u8,
    /// What the newer release's reading has in place of `mensagem`.
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub(super) capital_message: Option<&'a str>,
}

impl<'a> Part<'a> {
    pub(super) fn new(status: u16, message: &'a str) -> Self {
        let error = status >= 400;
        let error_code = u8::from(error);
        Self {
            status,
            message,
            error,
            error_code,
            detail: "",
            mensagem: Some(message),
            erro: error,
            cod_erro: error_code,
            capital_message: None,
        }
    }
}

/// A refusal by who stands in front of a service, in a shape that both families' clients read, with our own code
/// where there is one.
pub(super) fn failure(status: u16, message: &str, own: Option<Code>) -> Response {
    #[derive(Serialize)]
    struct Failure<'a> {
        message: &'a str,
        response: Part<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        latchboard_code: Option<&'static str>,
    }

    let response = Part::new(status, message);
    Response::json(status, JSON, &Failure { message, response, latchboard_code: own.map(Code::as_str) })
}
