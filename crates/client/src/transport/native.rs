//! The transport outside browsers: reqwest. Used by tests and command lines.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use latchboard_contract::http::{Method, Request, Response};
use latchboard_contract::idempotency;
use reqwest::redirect::Policy;

use super::{ANSWER_WITHIN, BaseUrl, Silence, Transport};

/// An HTTP client with one pool of connections.
#[derive(Clone, Debug)]
pub struct Native(reqwest::Client);

impl Native {
    /// # Errors
    ///
    /// When the platform offers no HTTP client, with reqwest's own words.
    pub fn new() -> Result<Self, String> {
        let client = reqwest::Client::builder().redirect(Policy::none()).timeout(ANSWER_WITHIN).build();
        client.map(Self).map_err(|error| error.to_string())
    }
}

impl Transport for Native {
    async fn send(&self, base: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        let url = format!("{}{}", base.as_str(), request.path_and_query().as_str());
        let mut builder = match request.method {
            Method::Get => self.0.get(url),
            Method::Post => self.0.post(url),
            Method::Put => self.0.put(url),
        };
        if let Some(key) = &request.idempotency_key {
            builder = builder.header(idempotency::HEADER, key.header_value());
        }
        if let Some((name, value)) = &request.condition {
            builder = builder.header(*name, value);
        }
        if let Some(authorization) = request.authorization() {
            builder = builder.header("authorization", authorization);
        }
        if let Some(body) = &request.body {
            builder = builder.header("content-type", body.content_type).body(body.text.to_string());
        }
        let answer = builder.send().await.map_err(|error| silence(&error))?;
        let response = answer.headers().iter().fold(
            Response::new(answer.status().as_u16()),
            |response, (name, value)| {
                response.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()))
            },
        );
        // Headers have come, so the call was sent, whatever happens to the body.
        let body = answer
            .bytes()
            .await
            .map_err(|error| if error.is_timeout() { Silence::TimedOut } else { Silence::NoAnswer })?;
        Ok(response.body(body.to_vec()))
    }

    fn now(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn chance(&self) -> f64 {
        // The standard library seeds every hasher at random.
        let bits = RandomState::new().hash_one(());
        f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / (f64::from(u32::MAX) + 1.0)
    }
}

fn silence(error: &reqwest::Error) -> Silence {
    if error.is_connect() || error.is_builder() {
        Silence::NotSent
    } else if error.is_timeout() {
        Silence::TimedOut
    } else {
        Silence::NoAnswer
    }
}
