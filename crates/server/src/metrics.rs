//! What is counted, in the text format of Prometheus.
//!
//! Labels are our own words only (route templates, known methods, classes of statuses), so neither a
//! secret nor an endless number of series can come from outside.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::connections::Open;
use crate::store::Load;
use crate::throttle::Subject;

/// The upper bounds of the histogram, in seconds, as they are written.
const BOUNDS: [(f64, &str); 12] = [
    (0.001, "0.001"),
    (0.0025, "0.0025"),
    (0.005, "0.005"),
    (0.01, "0.01"),
    (0.025, "0.025"),
    (0.05, "0.05"),
    (0.1, "0.1"),
    (0.25, "0.25"),
    (0.5, "0.5"),
    (1.0, "1"),
    (5.0, "5"),
    (30.0, "30"),
];

/// Counts since the start of the process.
pub(crate) struct Metrics {
    started: Instant,
    started_at: Duration,
    /// Kept by those who hold connections.
    pub(crate) connections: Arc<Open>,
    in_flight: AtomicU64,
    /// By what was guessed, as in [`Subject::KINDS`].
    throttled: [AtomicU64; Subject::KINDS.len()],
    not_audited: AtomicU64,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    /// By route, method and class of status.
    requests: BTreeMap<(String, &'static str, &'static str), u64>,
    /// By route.
    durations: BTreeMap<String, Histogram>,
}

/// What others have at this moment.
pub(crate) struct Now {
    /// Kinds of refusals that wait for their entry.
    pub(crate) refusals_waiting: usize,
    /// Of the database.
    pub(crate) load: Load,
    /// Where the database is a file.
    pub(crate) disk_free_bytes: Option<u64>,
}

/// How many lasted how long.
#[derive(Default)]
struct Histogram {
    /// Up to each bound and above the one before; the last is above all.
    buckets: [u64; BOUNDS.len() + 1],
    seconds: f64,
}

impl Histogram {
    fn add(&mut self, seconds: f64) {
        let bucket = BOUNDS.iter().position(|(bound, _)| seconds <= *bound).unwrap_or(BOUNDS.len());
        self.buckets[bucket] += 1;
        self.seconds += seconds;
    }
}

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            started_at: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            connections: Arc::default(),
            in_flight: AtomicU64::new(0),
            throttled: Default::default(),
            not_audited: AtomicU64::new(0),
            counts: Mutex::default(),
        }
    }

    /// Begins to measure one request.
    pub(crate) fn begin(self: &Arc<Self>, route: &str, method: &'static str) -> Measured {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        Measured {
            metrics: Arc::clone(self),
            route: route.to_owned(),
            method,
            status: None,
            started: Instant::now(),
        }
    }

    /// Somebody was told to wait.
    pub(crate) fn throttled(&self, subject: &Subject<'_>) {
        let kinds = Subject::KINDS.iter().zip(&self.throttled);
        for (_, count) in kinds.filter(|(kind, _)| **kind == subject.kind()) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A change was not made, as it could not be entered into the audit log.
    pub(crate) fn not_audited(&self) {
        self.not_audited.fetch_add(1, Ordering::Relaxed);
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Counts stay counts whoever panicked meanwhile.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything, as Prometheus reads it.
    pub(crate) fn text(&self, now: &Now) -> String {
        let mut out = String::new();
        self.requests(&mut out);
        let version = env!("CARGO_PKG_VERSION");
        let gauge = |out: &mut String, name: &str, help: &str, value: &dyn std::fmt::Display| {
            family(out, name, "gauge", help);
            line(out, format_args!("{name} {value}"));
        };
        let in_flight = self.in_flight.load(Ordering::Relaxed);
        gauge(&mut out, "latchboard_requests_in_flight", "Requests that are being answered.", &in_flight);
        let open = self.connections.count();
        gauge(&mut out, "latchboard_connections_open", "Connections, idle ones included.", &open);
        let uptime = self.started.elapsed().as_secs_f64();
        gauge(&mut out, "latchboard_uptime_seconds", "Time since the process started.", &uptime);
        self.elsewhere(&mut out, now);
        let started_at = self.started_at.as_secs_f64();
        let help = "When the process started, in seconds since 1970.";
        gauge(&mut out, "process_start_time_seconds", help, &started_at);
        if let Some(bytes) = resident_bytes() {
            gauge(&mut out, "process_resident_memory_bytes", "Memory that is in use.", &bytes);
        }
        if let Some(files) = open_files() {
            gauge(&mut out, "process_open_fds", "Files and sockets that are open.", &files);
        }
        family(&mut out, "latchboard_build_info", "gauge", "Always 1; the label says which version runs.");
        line(&mut out, format_args!("latchboard_build_info{{version=\"{version}\"}} 1"));
        out
    }

    /// What others count, or have in hand.
    fn elsewhere(&self, out: &mut String, now: &Now) {
        let name = "latchboard_throttled_total";
        family(
            out,
            name,
            "counter",
            "Calls that were told to wait after wrong secrets, by what was guessed.",
        );
        for (kind, count) in Subject::KINDS.iter().zip(&self.throttled) {
            line(out, format_args!("{name}{{subject=\"{kind}\"}} {}", count.load(Ordering::Relaxed)));
        }
        let name = "latchboard_not_audited_total";
        family(out, name, "counter", "Changes that were refused, as the audit log could not be written.");
        line(out, format_args!("{name} {}", self.not_audited.load(Ordering::Relaxed)));
        let name = "latchboard_audit_refusals_waiting";
        family(
            out,
            name,
            "gauge",
            "Kinds of refusals that are counted and not yet entered into the audit log.",
        );
        line(out, format_args!("{name} {}", now.refusals_waiting));
        match now.load {
            Load::Sqlite { writes_waiting } => {
                let name = "latchboard_database_writes_waiting";
                family(out, name, "gauge", "Changes that wait for their turn.");
                line(out, format_args!("{name} {writes_waiting}"));
            }
            Load::Postgres { idle, in_use } => {
                let name = "latchboard_database_connections";
                family(out, name, "gauge", "Connections to the database.");
                line(out, format_args!("{name}{{state=\"idle\"}} {idle}"));
                line(out, format_args!("{name}{{state=\"in_use\"}} {in_use}"));
            }
        }
        if let Some(bytes) = now.disk_free_bytes {
            let name = "latchboard_disk_free_bytes";
            family(out, name, "gauge", "Room on the disk of the database.");
            line(out, format_args!("{name} {bytes}"));
        }
    }

    fn requests(&self, out: &mut String) {
        let counts = self.counts();
        let name = "latchboard_requests_total";
        family(out, name, "counter", "Requests that were answered; `gone`: nobody waited for the answer.");
        for ((route, method, status), count) in &counts.requests {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            line(out, format_args!("{name}{{{labels}}} {count}"));
        }
        let name = "latchboard_request_duration_seconds";
        family(out, name, "histogram", "From the end of a request's head to the head of its answer.");
        for (route, histogram) in &counts.durations {
            let mut so_far = 0;
            let bounds = BOUNDS.iter().map(|(_, bound)| *bound).chain(["+Inf"]);
            for (count, bound) in histogram.buckets.iter().zip(bounds) {
                so_far += count;
                line(out, format_args!("{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {so_far}"));
            }
            line(out, format_args!("{name}_sum{{route=\"{route}\"}} {}", histogram.seconds));
            line(out, format_args!("{name}_count{{route=\"{route}\"}} {so_far}"));
        }
    }
}

fn family(out: &mut String, name: &str, kind: &str, help: &str) {
    line(out, format_args!("# HELP {name} {help}"));
    line(out, format_args!("# TYPE {name} {kind}"));
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string has no way to fail.
    let _written = out.write_fmt(text);
    out.push('\n');
}

/// One request that is being measured; counted when dropped, so also when nobody waits any more.
pub(crate) struct Measured {
    metrics: Arc<Metrics>,
    route: String,
    method: &'static str,
    status: Option<u16>,
    started: Instant,
}

impl Measured {
    /// The status of its answer, which is about to be sent.
    pub(crate) fn answered(mut self, status: u16) {
        self.status = Some(status);
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        self.metrics.in_flight.fetch_sub(1, Ordering::Relaxed);
        let seconds = self.started.elapsed().as_secs_f64();
        let route = std::mem::take(&mut self.route);
        let mut counts = self.metrics.counts();
        counts.durations.entry(route.clone()).or_default().add(seconds);
        *counts.requests.entry((route, self.method, class(self.status))).or_default() += 1;
    }
}

const fn class(status: Option<u16>) -> &'static str {
    match status {
        Some(100..=199) => "1xx",
        Some(200..=299) => "2xx",
        Some(300..=399) => "3xx",
        // The older gateway's word for an address that there is not.
        Some(400..=499 | 596) => "4xx",
        Some(_) => "5xx",
        None => "gone",
    }
}

/// As Linux tells it; elsewhere nothing is said rather than something wrong.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// What is left on the disk of a file for those who are not root.
#[cfg(unix)]
pub(crate) fn disk_free_bytes(file: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(file).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
pub(crate) fn disk_free_bytes(_file: &Path) -> Option<u64> {
    None
}

/// The one that counting itself opens is not counted.
fn open_files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Histogram, Load, Metrics, Now};

    fn text(metrics: &Metrics) -> String {
        let load = Load::Postgres { idle: 1, in_use: 2 };
        metrics.text(&Now { refusals_waiting: 3, load, disk_free_bytes: Some(4) })
    }

    #[test]
    fn durations_fall_into_their_buckets() {
        let mut histogram = Histogram::default();
        for seconds in [0.0, 0.001, 0.0011, 30.0, 31.0] {
            histogram.add(seconds);
        }
        assert_eq!(histogram.buckets, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn requests_are_counted_however_they_end() {
        let metrics = Arc::new(Metrics::new());
        metrics.begin("/a/{id}", "GET").answered(204);
        metrics.begin("/a/{id}", "GET").answered(200);
        metrics.begin("/a/{id}", "POST").answered(503);
        drop(metrics.begin("/a/{id}", "POST"));
        let _under_way = metrics.begin("/b", "GET");
        let text = text(&metrics);
        for line in [
            "latchboard_requests_total{route=\"/a/{id}\",method=\"GET\",status=\"2xx\"} 2",
            "latchboard_requests_total{route=\"/a/{id}\",method=\"POST\",status=\"5xx\"} 1",
            "latchboard_requests_total{route=\"/a/{id}\",method=\"POST\",status=\"gone\"} 1",
            "latchboard_request_duration_seconds_bucket{route=\"/a/{id}\",le=\"+Inf\"} 4",
            "latchboard_request_duration_seconds_count{route=\"/a/{id}\"} 4",
            "latchboard_requests_in_flight 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in:\n{text}");
        }
        assert!(!text.contains("/b"), "{text}");
    }

    #[test]
    fn every_line_is_one_that_prometheus_reads() {
        let metrics = Arc::new(Metrics::new());
        metrics.begin("/a", "GET").answered(200);
        for line in text(&metrics).lines() {
            if let Some(comment) = line.strip_prefix("# ") {
                assert!(comment.starts_with("HELP ") || comment.starts_with("TYPE "), "{line}");
                continue;
            }
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(value.parse::<f64>().is_ok(), "{line}");
            let bare = name.split('{').next().unwrap();
            assert!(bare.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{line}");
        }
    }
}
