//! A transport that answers from a list and keeps what it was asked.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use latchboard_client::transport::Silence;
use latchboard_client::{BaseUrl, Transport};
use latchboard_contract::http::{Request, Response};

#[derive(Default)]
pub(crate) struct Scripted {
    answers: RefCell<VecDeque<Result<Response, Silence>>>,
    /// `path?query` and the bearer token of each call.
    pub(crate) asked: RefCell<Vec<(String, Option<String>)>>,
    pub(crate) seconds: Cell<u64>,
}

impl Scripted {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Result<Response, Silence>>) -> Self {
        Self { answers: RefCell::new(answers.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.borrow().iter().map(|(path, _)| path.clone()).collect()
    }
}

impl Transport for &Scripted {
    async fn send(&self, _: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        let authorization = request.authorization().map(str::to_owned);
        self.asked.borrow_mut().push((request.path_and_query().to_string(), authorization));
        self.answers.borrow_mut().pop_front().expect("one call more than scripted")
    }

    fn now(&self) -> Duration {
        Duration::from_secs(self.seconds.get())
    }
}

pub(crate) fn answer(status: u16, body: &str) -> Result<Response, Silence> {
    Ok(Response::new(status).body(body.as_bytes().to_vec()))
}
