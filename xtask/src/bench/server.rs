//! What the server does in a second, what it takes at rest, and how both grow. Measured by `benches/server`;
//! here it is put beside its floors.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::plot::{Line, draw};
use super::{Effort, Goal, Row, Series, numbers, run, table};
use crate::{build, project, step};

pub(super) const TOGGLES: Goal = Goal::at_most("processor time of a durable toggle, 64 connections", 5.0)
    .times("an empty handler behind the same middleware");
pub(super) const READS: Goal =
    Goal::at_most("processor time of a read, 64 connections", 2.0).times("that handler");
pub(super) const TOKENS: Goal =
    Goal::at_most("processor time of a token check, 64 connections", 2.0).times("that handler");
pub(super) const MEMORY: Goal = Goal::at_most("server at rest, MB resident", 20.0);
pub(super) const READY: Goal = Goal::at_most("server ready on an existing database, ms", 50.0);

pub(super) const POSTGRES: Goal =
    Goal::at_least("toggles, one server on PostgreSQL, any number of rows", 0.5).times("SQLite");
pub(super) const REPLICAS: Goal =
    Goal::at_least("toggles, four servers on one PostgreSQL, any number of rows", 0.9).times("one server");
pub(super) const SLOW_TOGGLES: Goal =
    Goal::at_least("toggles at 64 connections, syncs 2 ms longer, either database", 15.0)
        .times("one commit after the other");
pub(super) const SLOW_LATENCY: Goal =
    Goal::at_most("the same, commits that 99 % of the answers take, one server", 7.0);
pub(super) const SLOW_REPLICAS: Goal =
    Goal::at_least("the same, four servers on one PostgreSQL", 0.8).times("one server");

pub(super) const MIXED: Goal = Goal::at_most("MB more after an hour's worth of mixed calls", 2.0);

pub(super) const UNCHANGED: Goal = Goal::at_most("an inventory that has not changed, ms", 1.0);

pub(super) const VERIFIED: Goal = Goal::at_most("`audit verify` of a log of 1,000,000 entries, seconds", 3.0);
pub(super) const PROOF: Goal = Goal::at_most("proof of one of them beside the entry, bytes", 1024.0);

/// The one that the goals are about.
const USUAL: u64 = 64;

const FIGURES: &str = "server-figures";

/// The server and what measures it.
pub(super) fn build(effort: Effort) -> Result<()> {
    build::server(effort.profile())?;
    let mut command = project::cargo();
    command.args(["build", "--package", FIGURES, "--profile", effort.profile()]);
    step::run("build-figures", "building the measurements of the server", command)
}

fn measured(what: &[&str], effort: Effort) -> Result<Vec<Value>> {
    build(effort)?;
    let server = build::server_binary(effort.profile())?;
    let mut command = Command::new(server.with_file_name(FIGURES));
    command.args(what).env("LATCHBOARD_SERVER", &server);
    if effort == Effort::Quick {
        command.arg("--quick");
    }
    run(&format!("the server: {}", what.join(", ")), command, "")
}

pub(super) fn beside_floors(effort: Effort) -> Result<Vec<Row>> {
    let values = measured(&["toggles", "reads", "rest", "memory"], effort)?;
    let measured_at = distinct(&values, "connections");
    let rate = |what: &str, with: &str, connections: u64| {
        let fitting = [("what", json!(what)), ("with", json!(with)), ("connections", json!(connections))];
        let name = format!("{}, {}", called(what, with), connected(connections));
        Series::new(name, numbers(&values, &fitting, "per_second"), 0)
    };
    let floor = rate("toggles", "floor", 1)?;
    let mut all = vec![Series { name: "one commit per toggle, no HTTP".into(), ..floor }];
    all.push(rate("toggles", "each", USUAL)?);
    for &connections in &measured_at {
        all.push(rate("toggles", "server", connections)?);
    }
    print!("{}", table("durable toggles per second", &all, false));
    let version = values.iter().find(|value| value["what"] == "sqlite");
    println!(
        "SQLite {}",
        version.and_then(|value| value["version"].as_str()).unwrap_or("of an unknown version")
    );

    for &connections in &measured_at {
        let all =
            ["floor", "empty", "read", "token", "settings"].map(|with| rate("reads", with, connections));
        println!();
        print!("{}", table("answers per second", &all.into_iter().collect::<Result<Vec<_>>>()?, false));
    }
    let processor = |what: &str, with: &str| {
        let fitting = [("what", json!(what)), ("with", json!(with)), ("connections", json!(USUAL))];
        Ok::<_, anyhow::Error>(Series::new("", numbers(&values, &fitting, "processor"), 0)?.median())
    };
    // The load has its share of the rates on the same processors, and none of this.
    let empty = processor("reads", "empty")?;
    let (toggles, reads) = (processor("toggles", "server")? / empty, processor("reads", "read")? / empty);
    let tokens = processor("reads", "token")? / empty;

    print!("\n{}", latencies(&values)?);
    draw(
        "connections.svg",
        "Answers per second by connections",
        "connections",
        "per second",
        &by_connections(&values)?,
    )?;

    let mut rest = Vec::new();
    let (mut memory, mut ready): (f64, f64) = (0.0, 0.0);
    println!();
    for size in [0, 10_000] {
        let of = |member: &str, name: String| {
            Series::new(name, numbers(&values, &[("what", json!("rest")), ("with", json!(size))], member), 0)
        };
        let at_rest = of("resident", format!("MB resident at rest, {size} API secrets"))?;
        let after = of("after_load", format!("MB resident after toggles, {size} API secrets"))?;
        let start = of("ready", format!("ms until it is ready, {size} API secrets"))?;
        memory = memory.max(at_rest.median());
        ready = ready.max(start.median());
        rest.extend([at_rest, after, start]);
    }
    let mixed = |member: &str, name: &str| {
        Series::new(name, numbers(&values, &[("what", json!("memory"))], member), 0)
    };
    let before = mixed("before", "MB resident before mixed calls")?;
    let after = mixed("after", "MB resident after mixed calls")?;
    let more = after.median() - before.median();
    rest.extend([before, after, mixed("peak", "MB resident at most")?, mixed("answers", "mixed calls")?]);
    print!("{}", plain("at rest", &rest));
    Ok(vec![
        TOGGLES.beside(toggles),
        READS.beside(reads),
        TOKENS.beside(tokens),
        MEMORY.beside(memory),
        READY.beside(ready),
        MIXED.beside(more),
    ])
}

/// The numbers that were measured with, in order.
fn distinct(values: &[Value], member: &str) -> Vec<u64> {
    let numbers: BTreeSet<u64> = values.iter().filter_map(|value| value[member].as_u64()).collect();
    numbers.into_iter().collect()
}

fn connected(connections: u64) -> String {
    format!("{connections} connection{}", if connections == 1 { "" } else { "s" })
}

fn called(what: &str, with: &str) -> &'static str {
    match (what, with) {
        ("toggles", "each") => "axum, one commit per request",
        ("reads", "floor") => "an empty axum handler",
        ("reads", "empty") => "an empty handler behind our middleware",
        ("reads", "read") => "an API secret is read",
        ("reads", "token") => "a token is checked, a list without rows",
        ("reads", _) => "an admin key is checked",
        _ => "the server",
    }
}

/// How long answers take, and what they take of the processor.
fn latencies(values: &[Value]) -> Result<String> {
    let mut text = format!(
        "{:<56} {:>9} {:>9} {:>9} {:>12} {:>7}\n",
        "ms per answer (medians of all repetitions)", "50 %", "95 %", "99 %", "processor µs", "empty ×"
    );
    for (what, with) in [
        ("toggles", "server"),
        ("reads", "floor"),
        ("reads", "empty"),
        ("reads", "read"),
        ("reads", "token"),
        ("reads", "settings"),
    ] {
        for connections in distinct(values, "connections") {
            let median = |what: &str, with: &str, member: &str| {
                let fitting =
                    [("what", json!(what)), ("with", json!(with)), ("connections", json!(connections))];
                Ok::<_, anyhow::Error>(Series::new("", numbers(values, &fitting, member), 0)?.median())
            };
            let of = |member: &str| median(what, with, member);
            let empty = median("reads", "empty", "processor")?;
            let what = if what == "toggles" { "durable toggles" } else { called(what, with) };
            text += &format!(
                "{:<56} {:>9.3} {:>9.3} {:>9.3} {:>12.1} {:>7.2}\n",
                format!("{what}, {}", connected(connections)),
                of("p50")?,
                of("p95")?,
                of("p99")?,
                of("processor")?,
                of("processor")? / empty
            );
        }
    }
    Ok(text)
}

fn by_connections(values: &[Value]) -> Result<Vec<Line>> {
    let kinds = [
        ("toggles", "server"),
        ("reads", "floor"),
        ("reads", "empty"),
        ("reads", "read"),
        ("reads", "token"),
        ("reads", "settings"),
    ];
    let mut lines = Vec::new();
    for (what, with) in kinds {
        let mut points = Vec::new();
        for connections in distinct(values, "connections") {
            let fitting = [("what", json!(what)), ("with", json!(with)), ("connections", json!(connections))];
            points.push((
                connections as f64,
                Series::new("", numbers(values, &fitting, "per_second"), 0)?.median(),
            ));
        }
        let name = if what == "toggles" { "durable toggles" } else { called(what, with) };
        lines.push(Line { name: name.into(), points });
    }
    Ok(lines)
}

/// Values that are not compared with each other.
fn plain(title: &str, series: &[Series]) -> String {
    let mut text = format!("{title:<56} {:>10} {:>21} {:>5}\n", "median", "middle half", "times");
    for one in series {
        let half = format!("{:.1} to {:.1}", one.quantile(0.25), one.quantile(0.75));
        text += &format!("{:<56} {:>10.1} {half:>21} {:>5}\n", one.name, one.median(), one.values.len());
    }
    text
}

/// The same with more API secrets, and with more servers on one PostgreSQL.
pub(super) fn growth(effort: Effort) -> Result<Vec<Row>> {
    let values = measured(&["growth"], effort)?;
    let sizes = distinct(&values, "size");
    let sync = slow_sync(effort)?;
    let (mut lists, mut lines) = (Vec::new(), Vec::new());
    for with in ["SQLite", "PostgreSQL"] {
        for list in ["all", "by tag", "by code", "inventory"] {
            let mut points = Vec::new();
            for size in &sizes {
                let fitting = [
                    ("what", json!("list")),
                    ("list", json!(list)),
                    ("with", json!(with)),
                    ("size", json!(size)),
                ];
                let of = |member: &str, unit: &str| {
                    let name = format!("{unit}, {list}, of {size}, {with}");
                    Series::new(name, numbers(&values, &fitting, member), 0)
                };
                let time = of("milliseconds", "ms")?;
                points.push((*size as f64, time.median()));
                lists.push(time);
                if list == "all" || list == "inventory" {
                    lists.push(of("bytes", "bytes")?);
                    lists.push(of("peak", "MB resident at most")?);
                }
            }
            lines.push(Line { name: format!("{list}, {with}"), points });
        }
    }
    let mut unchanged: f64 = 0.0;
    for with in ["SQLite", "PostgreSQL"] {
        for size in &sizes {
            let fitting = [("what", json!("unchanged")), ("with", json!(with)), ("size", json!(size))];
            let name = format!("ms, inventory unchanged, of {size}, {with}");
            let time = Series::new(name, numbers(&values, &fitting, "milliseconds"), 0)?;
            unchanged = unchanged.max(time.median());
            lists.push(time);
        }
    }
    print!("{}", plain("lists, one connection", &lists));
    draw("lists.svg", "Milliseconds for a list", "API secrets", "ms", &lines)?;

    let mut lines = Vec::new();
    let (mut postgres, mut replicas) = (Vec::new(), Vec::new());
    for of in ["toggles", "reads"] {
        for size in &sizes {
            let mut all = Vec::new();
            let of_postgres = distinct(&values, "servers").into_iter().map(|servers| ("PostgreSQL", servers));
            for (with, servers) in [("SQLite", 1)].into_iter().chain(of_postgres) {
                let fitting = [
                    ("what", json!("growth")),
                    ("of", json!(of)),
                    ("with", json!(with)),
                    ("size", json!(size)),
                    ("servers", json!(servers)),
                ];
                let plural = if servers == 1 { "" } else { "s" };
                let name = format!("{with}, {servers} server{plural}");
                let one = Series::new(name, numbers(&values, &fitting, "per_second"), 0)?;
                let name = format!("{of}, {}", one.name);
                let point = (*size as f64, one.median());
                match lines.iter_mut().find(|line: &&mut Line| line.name == name) {
                    Some(line) => line.points.push(point),
                    None => lines.push(Line { name, points: vec![point] }),
                }
                all.push(one);
            }
            // SQLite, then PostgreSQL with one, two and four servers.
            if let ("toggles", [sqlite, one, .., four]) = (of, &*all) {
                postgres.push(one.median() / sqlite.median());
                replicas.push(four.median() / one.median());
            }
            println!();
            print!(
                "{}",
                table(&format!("{of} per second, {size} API secrets, {}", connected(USUAL)), &all, false)
            );
        }
    }
    draw("growth.svg", "Answers per second by API secrets", "API secrets", "per second", &lines)?;
    let least = |of: Vec<f64>| of.into_iter().reduce(f64::min).context("no toggles on both databases");
    let mut rows = vec![
        UNCHANGED.beside(unchanged),
        POSTGRES.beside(least(postgres)?),
        REPLICAS.beside(least(replicas)?),
    ];
    rows.extend(sync);
    Ok(rows)
}

/// Toggles on a disk that syncs more slowly, beside one commit after the other there.
fn slow_sync(effort: Effort) -> Result<Vec<Row>> {
    let values = measured(&["sync"], effort)?;
    let disk = values.iter().find(|value| value["what"] == "disk");
    let slower = disk.and_then(|value| value["slower"].as_f64()).context("no word about the disk")?;
    let of = |with: &str, servers: u64, member: &str| {
        let name = match servers {
            0 => format!("{with}, one commit after the other"),
            1 => format!("{with}, 1 server"),
            _ => format!("{with}, {servers} servers"),
        };
        let fitting = [("what", json!("sync")), ("with", json!(with)), ("servers", json!(servers))];
        Series::new(name, numbers(&values, &fitting, member), 0)
    };
    let (mut times, mut latency, mut replicas) = (Vec::new(), Vec::new(), None);
    for (with, most) in [("SQLite", 1), ("PostgreSQL", 4)] {
        let numbers = [0, 1, 2, 4].into_iter().take_while(|servers| *servers <= most);
        let all = numbers.map(|servers| of(with, servers, "per_second")).collect::<Result<Vec<_>>>()?;
        times.push(all[1].median() / all[0].median());
        // A commit after the other: what each takes.
        latency.push(of(with, 1, "p99")?.median() / (1e3 / all[0].median()));
        if let [_, one, .., four] = &*all {
            replicas = Some(four.median() / one.median());
        }
        println!();
        print!(
            "{}",
            table(
                &format!("toggles per second, syncs {slower} ms longer, {}", connected(USUAL)),
                &all,
                false
            )
        );
    }
    Ok(vec![
        SLOW_TOGGLES.beside(times.into_iter().reduce(f64::min).context("no toggles")?),
        SLOW_LATENCY.beside(latency.into_iter().reduce(f64::max).context("no toggles")?),
        SLOW_REPLICAS.beside(replicas.context("no four servers")?),
    ])
}

/// An audit log, verified by the command, and the proof of one of its entries.
pub(super) fn audit(effort: Effort) -> Result<Vec<Row>> {
    let values = measured(&["audit"], effort)?;
    let fitting = [("what", json!("audit"))];
    let of = |member: &str, name: &str| Series::new(name, numbers(&values, &fitting, member), 0);
    let entries = of("entries", "entries")?;
    let name = format!("seconds for `audit verify` of {} entries", entries.median());
    let (seconds, proof) = (of("seconds", &name)?, of("proof", "bytes of a proof beside its entry")?);
    let with_entry = of("with_entry", "bytes of a proof with its entry")?;
    let (second, bytes) = (seconds.median(), proof.median());
    print!("{}", plain("the audit log", &[seconds, proof, with_entry]));
    // With fewer entries it says nothing about a million.
    let per_million = second * (1e6 / entries.median()).max(1.0);
    Ok(vec![VERIFIED.beside(per_million), PROOF.beside(bytes)])
}
