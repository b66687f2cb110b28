//! `cargo xtask bench`: what is measured, side by side in one run, and told as ratios.
//!
//! The shared part: repetitions, median and spread, the table, and the head that says where and of what. Decides nothing
//! about which figure is good enough, but prints the goal beside it.

mod browser;
mod leak;
mod leaked;
mod module;
pub(crate) mod pages;
mod plot;
mod server;

use std::fmt::{self, Write as _};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{build, chrome, e2e, module_tests, postgres, project, step};

/// The parts, by the names on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What a page transfers, and when its first form can be used.
    Page,
    /// A hundred thousand rows.
    List,
    Bulk,
    Leak,
    /// The server beside its floors.
    Server,
    /// More rows, and more servers.
    Growth,
    /// An audit log of a million entries.
    Audit,
    /// SHA-256 in the JavaScript module.
    Module,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Page,
        Self::List,
        Self::Bulk,
        Self::Leak,
        Self::Server,
        Self::Growth,
        Self::Audit,
        Self::Module,
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::List => "list",
            Self::Bulk => "bulk",
            Self::Leak => "leak",
            Self::Server => "server",
            Self::Growth => "growth",
            Self::Audit => "audit",
            Self::Module => "module",
        }
    }

    /// All names, for messages.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// What it measures that has a goal.
    const fn goals(self) -> &'static [Goal] {
        match self {
            Self::Page => &[browser::WEIGHT, browser::FORM],
            Self::List => &[browser::KEYS, browser::PEER_KEYS, browser::ROWS],
            Self::Bulk => &[browser::BULK],
            Self::Leak => &[
                leak::PASTED,
                leak::LOG,
                leak::LARGE_LOG,
                leak::REPORT,
                leak::MANY,
                leak::INDEX,
                leak::INDEX_TIME,
                leak::TASK,
            ],
            Self::Server => &[
                server::TOGGLES,
                server::READS,
                server::TOKENS,
                server::MEMORY,
                server::READY,
                server::MIXED,
            ],
            Self::Growth => &[
                server::UNCHANGED,
                server::POSTGRES,
                server::REPLICAS,
                server::SLOW_TOGGLES,
                server::SLOW_LATENCY,
                server::SLOW_REPLICAS,
            ],
            Self::Audit => &[server::VERIFIED, server::PROOF],
            Self::Module => &[module::NATIVE, module::NOBLE],
        }
    }

    fn measure(self, effort: Effort) -> Result<Vec<Row>> {
        match self {
            Self::Page => browser::page(effort),
            Self::List => browser::list(effort),
            Self::Bulk => browser::bulk(effort),
            Self::Leak => leak::measure(effort),
            Self::Server => server::beside_floors(effort),
            Self::Growth => {
                browser::growth(effort)?;
                server::growth(effort)
            }
            Self::Audit => server::audit(effort),
            Self::Module => module::measure(effort),
        }
    }
}

/// How long and how often is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Within half an hour.
    Full,
    /// Within minutes, with more spread, and with a server that is built in less time.
    Quick,
}

impl Effort {
    /// The profile in which the server and everything else that is native is built.
    const fn profile(self) -> &'static str {
        match self {
            Self::Full => build::SHIPPED,
            Self::Quick => "quick",
        }
    }

    /// What belongs to a run of everything.
    fn parts(self) -> Vec<Part> {
        let belongs = |part: &Part| self == Self::Full || !matches!(part, Part::Growth | Part::Audit);
        Part::ALL.into_iter().filter(belongs).collect()
    }
}

/// A figure to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Goal {
    what: &'static str,
    limit: Limit,
    /// What the limit is a multiple of.
    floor: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    const fn at_most(what: &'static str, most: f64) -> Self {
        Self { what, limit: Limit::AtMost(most), floor: None }
    }

    const fn at_least(what: &'static str, least: f64) -> Self {
        Self { what, limit: Limit::AtLeast(least), floor: None }
    }

    const fn times(self, floor: &'static str) -> Self {
        Self { floor: Some(floor), ..self }
    }

    /// The goal beside what was measured.
    pub(crate) fn beside(self, value: f64) -> Row {
        let is_met = match self.limit {
            Limit::AtMost(most) => value <= most,
            Limit::AtLeast(least) => value >= least,
        };
        Row { goal: self, value: Ok(value), is_met }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, value) = match self.limit {
            Limit::AtMost(most) => ('≤', most),
            Limit::AtLeast(least) => ('≥', least),
        };
        write!(f, "{}: {sign} {value}", self.what)?;
        self.floor.map_or(Ok(()), |floor| write!(f, " × {floor}"))
    }
}

/// A goal and what came of it.
pub(crate) struct Row {
    goal: Goal,
    /// Or why it was not measured.
    value: Result<f64, String>,
    is_met: bool,
}

/// Measures one part, or all of them. Fails when something could not be measured, not when a goal is missed: that is
/// what the table is for.
pub(crate) fn bench(only: Option<Part>, effort: Effort) -> Result<ExitCode> {
    print!("{}", head());
    if effort == Effort::Quick {
        println!("quick: less of everything, and no growth unless it is asked for by its name;");
        println!(
            "server and floors are optimised less than the server that is shipped, which answers faster"
        );
    }
    if only.is_none() {
        // Half of a build keeps one core busy. What fails here fails again in its part, which says so.
        let _ = step::side_by_side(jobs(effort));
    }
    let (mut rows, mut failed) = (Vec::new(), false);
    for part in only.map_or_else(|| effort.parts(), |part| vec![part]) {
        println!("\n{}", part.name());
        match part.measure(effort) {
            Ok(measured) => rows.extend(measured),
            Err(error) => {
                failed = true;
                println!("not measured: {error:#}");
                let why = format!("{error:#}").lines().next().unwrap_or_default().to_owned();
                let missing = |goal: &Goal| Row { goal: *goal, value: Err(why.clone()), is_met: false };
                rows.extend(part.goals().iter().map(missing));
            }
        }
    }
    print!("\n{}", goals(&rows));
    step::say("done");
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Everything that is built, the longest first.
fn jobs(effort: Effort) -> Vec<step::Job<'static>> {
    vec![
        Box::new(build::dashboard),
        Box::new(move || server::build(effort)),
        Box::new(build::module),
        Box::new(move || module::build(effort)),
        Box::new(|| pages::empty().map(drop)),
        Box::new(|| {
            e2e::packages()?;
            module_tests::packages()?;
            pages::peer().map(drop)
        }),
    ]
}

/// Every goal with what was measured.
fn goals(rows: &[Row]) -> String {
    let mut text = format!("{:<66} {:>10}  {:<40} \n", "goal", "measured", "");
    for row in rows {
        let goal = row.goal.to_string();
        let (value, word) = match &row.value {
            Ok(value) => (format!("{value:.2}"), if row.is_met { "met".to_owned() } else { "MISSED".into() }),
            Err(why) => ("–".into(), format!("NOT MEASURED: {why}")),
        };
        // Writing to a text has no way to fail.
        let _ = writeln!(text, "{goal:<66} {value:>10}  {word}");
    }
    text
}

/// The JSON objects that a measurement printed, one per line; anything else in its output is for people.
fn values_in(output: &str) -> Result<Vec<Value>> {
    let objects = output.lines().filter(|line| line.starts_with('{'));
    objects.map(|line| serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))).collect()
}

/// Runs a measurement and reads what it printed. `input` goes to its standard input.
fn run(title: &str, mut command: Command, input: &str) -> Result<Vec<Value>> {
    use std::io::Write as _;
    use std::process::Stdio;
    step::say(format!("measuring {title} …"));
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("the measurement of {title} could not be started"))?;
    child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        let not_json: Vec<&str> = said.lines().filter(|line| !line.starts_with('{')).collect();
        anyhow::bail!("{title}: {}{}", not_json.join("\n"), error.trim());
    }
    values_in(&said)
}

/// The numbers under `member` of all objects that have these texts or numbers under these names.
fn numbers(values: &[Value], fitting: &[(&str, Value)], member: &str) -> Vec<f64> {
    let fits = |value: &&Value| fitting.iter().all(|(name, wanted)| value[*name] == *wanted);
    values.iter().filter(fits).filter_map(|value| value[member].as_f64()).collect()
}

/// Where and of what: without it no figure means anything.
fn head() -> String {
    let commit = answer("git", &["describe", "--always", "--dirty"]).unwrap_or_else(|| "unknown".into());
    let rust = answer("rustc", &["--version"]).unwrap_or_else(|| "unknown".into());
    let node = e2e::check_node().unwrap_or_else(|_| "none".into());
    let chromium = chrome::chromium().map_or_else(|| "none".into(), |found| found.version);
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let read = |file| std::fs::read_to_string(file).ok();
    let model = read("/proc/cpuinfo").and_then(|text| value_of(&text, "model name"));
    let memory = read("/proc/meminfo").and_then(|text| value_of(&text, "MemTotal"));
    let kernel = read("/proc/sys/kernel/osrelease");
    // Where the data of all measurements lie.
    let scratch = std::env::temp_dir();
    let files = answer("stat", &["--file-system", "--format=%T", &scratch.to_string_lossy()]);
    let postgres = postgres::programs()
        .and_then(|programs| answer(&programs.join("postgres").to_string_lossy(), &["--version"]));
    format!(
        "commit {commit}\n{rust}, Node.js {node}, Chromium {chromium}, {}\n{}, {cores} cores, {} of memory, {} {} {}, files on {}\n",
        postgres.as_deref().unwrap_or("no PostgreSQL"),
        model.as_deref().unwrap_or("unknown processor"),
        memory.as_deref().unwrap_or("an unknown amount"),
        std::env::consts::OS,
        kernel.as_deref().unwrap_or_default().trim(),
        std::env::consts::ARCH,
        files.as_deref().unwrap_or("an unknown file system"),
    )
}

/// What stands behind a name in a file of the system.
fn value_of(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(project::root()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// One thing that was measured again and again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// In ascending order; never empty.
    values: Vec<f64>,
}

impl Series {
    /// Values in any order; the first few are dropped, since they measure caches and compilers that warm up.
    pub(crate) fn new(name: impl Into<String>, mut values: Vec<f64>, warm_up: usize) -> Result<Self> {
        let name = name.into();
        anyhow::ensure!(values.len() > warm_up, "{name} was measured {} times only", values.len());
        values.drain(..warm_up);
        values.sort_by(f64::total_cmp);
        Ok(Self { name, values })
    }

    /// The value in the middle: one disturbance does not move it.
    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The value that such a share of all does not exceed.
    pub(crate) fn quantile(&self, at: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to the last index"
        )]
        let index = ((self.values.len() - 1) as f64 * at).round() as usize;
        self.values[index]
    }
}

/// Each series with its median, the range of the middle half, and how it compares: above 1 is better than the first.
/// `less_is_better` for times.
pub(crate) fn table(unit: &str, series: &[Series], less_is_better: bool) -> String {
    let mut text = format!(
        "{:<44} {:>10} {:>21} {:>5} {:>7}\n",
        format!("in {unit}"),
        "median",
        "middle half",
        "times",
        "ratio"
    );
    let Some(base) = series.first() else { return text };
    for one in series {
        let ratio = if less_is_better { base.median() / one.median() } else { one.median() / base.median() };
        let half = format!("{:.3} to {:.3}", one.quantile(0.25), one.quantile(0.75));
        // Writing to a text has no way to fail.
        let _ = writeln!(
            text,
            "{:<44} {:>10.3} {half:>21} {:>5} {ratio:>7.2}",
            one.name,
            one.median(),
            one.values.len()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, values: &[f64]) -> Series {
        Series::new(name, values.to_vec(), 0).unwrap()
    }

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert_eq!(series("a", &[3.0, 1.0, 100.0, 2.0, 2.5]).median(), 2.5);
        assert_eq!(Series::new("a", vec![100.0, 1.0, 2.0, 3.0], 1).unwrap().median(), 2.0);
        assert!(Series::new("a", vec![1.0], 1).is_err());
    }

    #[test]
    fn a_ratio_above_one_is_better_whichever_way_it_is_measured() {
        let two = [series("base", &[2.0]), series("other", &[1.0])];
        let last = |text: String| text.lines().last().unwrap().split_whitespace().last().unwrap().to_owned();
        assert_eq!(last(table("ms", &two, true)), "2.00");
        assert_eq!(last(table("per second", &two, false)), "0.50");
    }

    #[test]
    fn the_processor_is_named() {
        let cpuinfo = "processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nflags\t: fpu\n";
        assert_eq!(value_of(cpuinfo, "model name").as_deref(), Some("Some CPU @ 3 GHz"));
        assert_eq!(value_of("processor\t: 0\n", "model name"), None);
    }
}
