//! The search of leaked texts, in slices that leave the page at work. A wasm module of its own, which is loaded for the
//! first search.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use latchboard_client::transport::Browser;
use latchboard_client::{CancellationToken, Transport};
use latchboard_console::leak_text::{Searched, Source};
use latchboard_search::{Index, Search, Step};

use super::leaked_texts::{Content, Unread};
use crate::part::NotLoaded;

/// Bytes of views for one step: a few milliseconds.
const STEP: usize = 32 * 1024;
/// How long it works before the page has its turn.
const SLICE: Duration = Duration::from_millis(40);
/// How often somebody wants to hear how far it is; that draws the page.
const NEWS_EVERY: Duration = Duration::from_millis(400);

pub(super) struct Job {
    pub(super) texts: Vec<(Source, Rc<Content>)>,
    pub(super) index: Rc<Index>,
    pub(super) stop: CancellationToken,
    /// Is told the bytes that were searched, and the values that were found.
    pub(super) news: Box<dyn Fn(u64, usize)>,
}

pub(super) type Run = fn(Job) -> Pin<Box<dyn Future<Output = Searched>>>;

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(text_search, fallible))]
fn text_search() -> Result<Run, NotLoaded> {
    Ok(|job| Box::pin(run(job)))
}

/// Loads the search, unless it is there already.
#[cfg(feature = "split")]
pub(super) async fn load() -> Result<Run, NotLoaded> {
    text_search().await
}

#[cfg(not(feature = "split"))]
#[expect(clippy::unused_async, reason = "the same signature as in the build that has to load it")]
pub(super) async fn load() -> Result<Run, NotLoaded> {
    text_search()
}

async fn run(job: Job) -> Searched {
    let mut search = Search::new(&job.index);
    let mut turn = Turn { since: Browser.now(), told: Browser.now(), job: &job };
    let (mut is_unread, mut is_stopped) = (false, false);
    for (source, content) in &job.texts {
        search.begin(&source.name);
        is_unread |= one(&mut search, &mut turn, content).await.is_err();
        is_stopped = job.stop.is_cancelled();
        if is_stopped {
            break;
        }
    }
    Searched { is_unread, is_stopped, ..search.results().into() }
}

/// One text, to its end unless somebody stops it.
async fn one(search: &mut Search, turn: &mut Turn<'_>, content: &Content) -> Result<(), Unread> {
    let mut from = 0;
    loop {
        let piece = content.piece(from).await?;
        if piece.is_empty() {
            search.end();
        } else {
            search.push(&piece);
            from += piece.len() as u64;
        }
        while search.step(STEP) == Step::Busy {
            if !turn.give(search).await {
                return Ok(());
            }
        }
        if piece.is_empty() || !turn.give(search).await {
            return Ok(());
        }
    }
}

/// When the page has its turn.
struct Turn<'a> {
    since: Duration,
    told: Duration,
    job: &'a Job,
}

impl Turn<'_> {
    /// Lets the page work when it is time, and answers whether to go on.
    async fn give(&mut self, search: &Search) -> bool {
        if Browser.now() >= self.since + SLICE {
            if Browser.now() >= self.told + NEWS_EVERY {
                self.told = Browser.now();
                (self.job.news)(search.progress().searched, search.found());
            }
            Browser.sleep(Duration::ZERO).await;
            self.since = Browser.now();
        }
        !self.job.stop.is_cancelled()
    }
}
