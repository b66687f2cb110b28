//! What is counted, in the text format of Prometheus.
//!
//! Labels are our own words only (route templates, known methods, classes of statuses), so neither a
//! secret nor an endless number of series can come from outside.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use latchboard_store::Load;
use latchboard_store::attempts::Subject;
use prometheus::core::Collector;
use prometheus::{
    Gauge, GaugeVec, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    TextEncoder,
};

use crate::connections::Open;

/// The media type of Prometheus' format.
pub(crate) const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Counts since the start of the process.
pub(crate) struct Metrics {
    registry: Registry,
    started: Instant,
    started_at: Duration,
    /// Kept by those who hold connections.
    pub(crate) connections: Arc<Open>,
    in_flight: IntGauge,
    /// By what was guessed, as in [`Subject::KINDS`].
    throttled: IntCounterVec,
    not_audited: IntCounter,
    /// By route, method and class of status.
    requests: IntCounterVec,
    durations: HistogramVec,
}

/// What others have at this moment.
pub(crate) struct Now {
    /// Kinds of refusals that wait for their entry.
    pub(crate) refusals_waiting: usize,
    pub(crate) load: Load,
    /// Where the database is a file.
    pub(crate) disk_free_bytes: Option<u64>,
}

/// Every name is written once, and well: nothing here depends on what comes from outside.
const WELL_NAMED: &str = "a metric has a good name of its own";

fn registered<C: Collector + Clone + 'static>(registry: &Registry, metric: prometheus::Result<C>) -> C {
    let metric = metric.expect(WELL_NAMED);
    registry.register(Box::new(metric.clone())).expect(WELL_NAMED);
    metric
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let registry = Registry::new();
        let throttled = registered(
            &registry,
            IntCounterVec::new(
                Opts::new(
                    "latchboard_throttled_total",
                    "Calls that were told to wait after wrong secrets, by what was guessed.",
                ),
                &["subject"],
            ),
        );
        for kind in Subject::KINDS {
            throttled.with_label_values(&[kind]);
        }
        let durations = HistogramOpts::new(
            "latchboard_request_duration_seconds",
            "From the end of a request's head to the head of its answer.",
        );
        Self {
            started: Instant::now(),
            started_at: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            connections: Arc::default(),
            in_flight: registered(
                &registry,
                IntGauge::new("latchboard_requests_in_flight", "Requests that are being answered."),
            ),
            throttled,
            not_audited: registered(
                &registry,
                IntCounter::new(
                    "latchboard_not_audited_total",
                    "Changes that were refused, as the audit log could not be written.",
                ),
            ),
            requests: registered(
                &registry,
                IntCounterVec::new(
                    Opts::new(
                        "latchboard_requests_total",
                        "Requests that were answered; `gone`: nobody waited for the answer.",
                    ),
                    &["route", "method", "status"],
                ),
            ),
            durations: registered(
                &registry,
                HistogramVec::new(durations.buckets(BOUNDS.to_vec()), &["route"]),
            ),
            registry,
        }
    }

    /// Begins to measure one request.
    pub(crate) fn begin(self: &Arc<Self>, route: &str, method: &'static str) -> Measured {
        self.in_flight.inc();
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
        self.throttled.with_label_values(&[subject.kind()]).inc();
    }

    /// A change was not made, as it could not be entered into the audit log.
    pub(crate) fn not_audited(&self) {
        self.not_audited.inc();
    }

    /// Everything, as Prometheus reads it.
    pub(crate) fn text(&self, now: &Now) -> String {
        let mut families = self.registry.gather();
        families.extend(self.measured(now).gather());
        TextEncoder::new().encode_to_string(&families).expect("no family is without a metric")
    }

    /// What is looked at when somebody asks for it.
    fn measured(&self, now: &Now) -> Registry {
        let registry = Registry::new();
        let gauge =
            |name: &str, help: &str, value: f64| registered(&registry, Gauge::new(name, help)).set(value);
        gauge(
            "latchboard_connections_open",
            "Connections, idle ones included.",
            self.connections.count() as f64,
        );
        gauge(
            "latchboard_uptime_seconds",
            "Time since the process started.",
            self.started.elapsed().as_secs_f64(),
        );
        gauge(
            "process_start_time_seconds",
            "When the process started, in seconds since 1970.",
            self.started_at.as_secs_f64(),
        );
        if let Some(bytes) = resident_bytes() {
            gauge("process_resident_memory_bytes", "Memory that is in use.", bytes as f64);
        }
        if let Some(files) = open_files() {
            gauge("process_open_fds", "Files and sockets that are open.", files as f64);
        }
        gauge(
            "latchboard_audit_refusals_waiting",
            "Kinds of refusals that are counted and not yet entered into the audit log.",
            now.refusals_waiting as f64,
        );
        if let Some(bytes) = now.disk_free_bytes {
            gauge("latchboard_disk_free_bytes", "Room on the disk of the database.", bytes as f64);
        }
        let labelled = |name: &str, help: &str, label: &str, values: &[(&str, f64)]| {
            let gauges = registered(&registry, GaugeVec::new(Opts::new(name, help), &[label]));
            for (of, value) in values {
                gauges.with_label_values(&[*of]).set(*value);
            }
        };
        match now.load {
            Load::Sqlite { writes_waiting } => gauge(
                "latchboard_database_writes_waiting",
                "Changes that wait for their turn.",
                writes_waiting as f64,
            ),
            Load::Postgres { idle, in_use } => labelled(
                "latchboard_database_connections",
                "Connections to the database.",
                "state",
                &[("idle", idle as f64), ("in_use", in_use as f64)],
            ),
        }
        labelled(
            "latchboard_build_info",
            "Always 1; the label says which version runs.",
            "version",
            &[(env!("CARGO_PKG_VERSION"), 1.0)],
        );
        registry
    }
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
        self.metrics.in_flight.dec();
        self.metrics
            .durations
            .with_label_values(&[&*self.route])
            .observe(self.started.elapsed().as_secs_f64());
        self.metrics.requests.with_label_values(&[&*self.route, self.method, class(self.status)]).inc();
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

/// The one that counting itself opens is not counted.
fn open_files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Load, Metrics, Now};

    fn text(metrics: &Metrics) -> String {
        let load = Load::Postgres { idle: 1, in_use: 2 };
        metrics.text(&Now { refusals_waiting: 3, load, disk_free_bytes: Some(4) })
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
            "latchboard_requests_total{method=\"GET\",route=\"/a/{id}\",status=\"2xx\"} 2",
            "latchboard_requests_total{method=\"POST\",route=\"/a/{id}\",status=\"5xx\"} 1",
            "latchboard_requests_total{method=\"POST\",route=\"/a/{id}\",status=\"gone\"} 1",
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
