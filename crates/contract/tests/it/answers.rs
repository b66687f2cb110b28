//! Helpers: answers as a server would give them.

use latchboard_contract::endpoint::Endpoint;
use latchboard_contract::error::Problem;
use latchboard_contract::http::{Method, Request, Response};

pub(crate) fn fixture(name: &str) -> String {
    let path = format!("{}/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn answer(status: u16, body: &str) -> Response {
    Response::new(status).body(body.as_bytes().to_vec())
}

/// Decodes `response` as the answer to a call that carried no secret.
pub(crate) fn decode<E: Endpoint>(response: &Response) -> Result<E::Reply, Problem> {
    E::decode(&Request::new(E::ID, Method::Post, "/"), response)
}

/// The body of `response` is the fixture, member for member in the same order.
pub(crate) fn assert_same_bytes(response: &Response, name: &str) {
    let printed: Vec<String> = fixture(name).lines().map(|line| line.trim().replace("\": ", "\":")).collect();
    assert_eq!(response.text(), printed.concat());
}
