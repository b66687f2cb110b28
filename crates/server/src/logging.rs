//! The log: standard error, one line per request and per event, as text or as JSON, never a secret.
//!
//! `RUST_LOG` (for example `debug`, or `off`) sets the level. Only our own lines can be made more
//! talkative: libraries below us may print whole headers or statements at their lower levels, so
//! they are held at warnings whatever `RUST_LOG` says.

use std::io::{self, IsTerminal};
use std::panic::{self, PanicHookInfo};

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, Targets, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// What is logged when `RUST_LOG` says nothing.
const DEFAULT: LevelFilter = LevelFilter::INFO;

/// How the names of our own crates begin: this one's, and the store's below it.
const OURS: &str = "latchboard_";

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    /// For programs: an object with `timestamp`, `level`, `message`, the event's own members and, under
    /// `span`, the request's id.
    Json,
}

/// Starts logging and replaces the panic message, for the whole process.
pub(crate) fn start(format: LogFormat) {
    let wish = std::env::var("RUST_LOG").ok();
    let (filter, misread) = match wish.as_deref().map(str::parse::<Targets>) {
        Some(Ok(targets)) => (targets, false),
        Some(Err(_)) => (Targets::new().with_default(DEFAULT), true),
        None => (Targets::new().with_default(DEFAULT), false),
    };
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_target(false);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let lines = lines.with_filter(filter.and(filter_fn(may_speak)));
    // Only a second call could fail, and there is none.
    let _first = tracing_subscriber::registry().with(lines).try_init();
    if misread {
        tracing::warn!("RUST_LOG is not understood; logging at the default level");
    }
    panic::set_hook(Box::new(log_panic));
}

fn may_speak(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with(OURS) || *metadata.level() <= Level::WARN
}

/// Where, not what: the message of a panic may quote the value that caused it.
fn log_panic(info: &PanicHookInfo<'_>) {
    let location = info.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    tracing::error!(location, "a defect: the code panicked");
}
