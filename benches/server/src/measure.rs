//! What is measured, in which order and how often. One JSON object per value on standard output.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::client::{get, get_newer, post};
use crate::disk::{Disk, SLOWER};
use crate::load::{Outcome, Plan};
use crate::postgres::Postgres;
use crate::server::{Place, RARE, Server, commits, scratch};

/// How many ask at the same time where the goals are measured.
const USUAL: usize = 64;
/// The most servers on one PostgreSQL.
const REPLICAS: usize = 4;
/// How many API secrets there are.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// How long, and how often.
struct Effort {
    seconds: f64,
    rounds: usize,
    /// How many ask at the same time, in ascending order.
    connections: &'static [usize],
    /// As `rounds`, where it is measured how the cost grows.
    growth_rounds: usize,
    starts: usize,
    /// Mixed calls whose memory is measured: an hour of ten per second.
    mixed: u64,
    /// How many of the sizes.
    sizes: usize,
    /// Entries of the audit log that is verified.
    entries: u64,
}

const FULL: Effort = Effort {
    seconds: 1.5,
    rounds: 5,
    connections: &[1, 8, USUAL, 256],
    growth_rounds: 3,
    starts: 20,
    mixed: 36_000,
    sizes: 3,
    entries: 1_000_000,
};
const QUICK: Effort = Effort {
    seconds: 0.3,
    rounds: 2,
    connections: &[1, USUAL],
    growth_rounds: 2,
    starts: 5,
    mixed: 3_600,
    sizes: 1,
    entries: 100_000,
};

impl Effort {
    fn most_connections(&self) -> usize {
        self.connections.last().copied().unwrap_or_default()
    }
}

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let effort = if arguments.iter().any(|word| word == "--quick") { QUICK } else { FULL };
    let named: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| *word != "--quick").collect();
    let known = ["toggles", "reads", "rest", "memory", "growth", "sync", "audit"];
    if let Some(unknown) = named.iter().find(|word| !known.contains(word)) {
        bail!("there is no measurement `{unknown}`: {}", known.join(", "));
    }
    let wanted = |name: &str| named.is_empty() || named.contains(&name);
    if wanted("toggles") {
        toggles(&effort)?;
    }
    if wanted("reads") {
        reads(&effort)?;
    }
    if wanted("rest") {
        rest(&effort)?;
    }
    if wanted("memory") {
        memory(&effort)?;
    }
    if wanted("growth") {
        growth(&effort)?;
    }
    if wanted("sync") {
        sync(&effort)?;
    }
    if wanted("audit") {
        audit(&effort)?;
    }
    Ok(())
}

/// Deactivated and activated in turn, each connection another API secret, beside a commit per change.
fn toggles(effort: &Effort) -> Result<()> {
    let directory = scratch()?;
    let place = Place::new(directory.path().join("data"), None, &Disk::default())?;
    let server = place.serve()?;
    let token = server.token()?;
    let items = server.items(&token, effort.most_connections())?;
    let committing = Server::floor(Some(&directory.path().join("each")))?;
    let each = vec![vec![post("/toggle", "", "application/json", "")]; USUAL];
    println!("{}", json!({ "what": "sqlite", "version": rusqlite::version() }));
    // In turn: a disk is not as fast at all times.
    for round in 0..effort.rounds {
        let file = directory.path().join(format!("alone{round}"));
        let rate = commits(&file, effort.seconds, &Disk::default())?;
        println!("{}", json!({ "what": "toggles", "with": "floor", "connections": 1, "per_second": rate }));
        tell(&plan(&committing, effort, each.clone()), &committing, "toggles", "each", USUAL)?;
        for &connections in effort.connections {
            let plan = plan(&server, effort, switches(&token, &items[..connections]));
            tell(&plan, &server, "toggles", "server", connections)?;
        }
    }
    Ok(())
}

/// The requests of as many connections as there are items.
fn switches(token: &str, items: &[String]) -> Vec<Vec<String>> {
    let switch = |item: &String| {
        ["inactive", "active"]
            .map(|change| {
                let path = format!("/api/mysafe/secretapi/{change}/{item}");
                post(&path, token, "application/json", "")
            })
            .to_vec()
    };
    items.iter().map(switch).collect()
}

/// What only reads, beside a handler that does nothing, without our middleware (`floor`) and behind it (`empty`).
fn reads(effort: &Effort) -> Result<()> {
    let directory = scratch()?;
    let place = Place::new(directory.path().join("data"), None, &Disk::default())?;
    let server = place.serve()?;
    let token = server.token()?;
    let items = server.items(&token, effort.most_connections())?;
    let settings = server.settings_request()?;
    let empty = Server::floor(None)?;
    let requests = |what: &str, number: usize| match what {
        "floor" => get("/", &token),
        "empty" => get("/healthz", &token),
        "read" => get(&format!("/api/mysafe/secretapi/{}", items[number]), &token),
        "token" => get("/api/mysafe/secretapi?identifier_code=none", &token),
        _ => settings.clone(),
    };
    for _ in 0..effort.rounds {
        for &connections in effort.connections {
            for what in ["floor", "empty", "read", "token", "settings"] {
                let of = if what == "floor" { &empty } else { &server };
                let requests = (0..connections).map(|number| vec![requests(what, number)]).collect();
                tell(&plan(of, effort, requests), of, "reads", what, connections)?;
            }
        }
    }
    Ok(())
}

fn plan(server: &Server, effort: &Effort, connections: Vec<Vec<String>>) -> Plan {
    Plan { address: server.address.clone(), seconds: effort.seconds, connections, refusals: false }
}

fn tell(plan: &Plan, server: &Server, what: &str, with: &str, connections: usize) -> Result<()> {
    let before = server.processor()?;
    let outcome = plan.carry_out()?;
    let processor = (server.processor()? - before) / outcome.answers.max(1) as f64 * 1e6;
    println!(
        "{}",
        json!({
            "what": what,
            "with": with,
            "connections": connections,
            "per_second": outcome.per_second,
            "p50": outcome.p50,
            "p95": outcome.p95,
            "p99": outcome.p99,
            "processor": processor,
        })
    );
    Ok(())
}

/// Memory and time of a start on a database that exists.
fn rest(effort: &Effort) -> Result<()> {
    for size in [0, 10_000] {
        let directory = scratch()?;
        let place = Place::new(directory.path().join("data"), None, &Disk::default())?;
        if size > 0 {
            place.fill(size)?;
        }
        // The first start may have to make what later ones find.
        drop(place.serve()?);
        for _ in 0..effort.starts {
            let server = place.serve()?;
            let (ready, resident) = (server.ready.as_secs_f64() * 1e3, server.resident()?);
            println!("{}", json!({ "what": "rest", "with": size, "ready": ready, "resident": resident }));
        }
        let server = place.serve()?;
        let token = server.token()?;
        let items = server.items(&token, USUAL)?;
        plan(&server, effort, switches(&token, &items)).carry_out()?;
        println!("{}", json!({ "what": "rest", "with": size, "after_load": server.resident()? }));
    }
    Ok(())
}

/// Whether memory is given back after an hour's worth of all that a server is asked for.
fn memory(effort: &Effort) -> Result<()> {
    /// What is freed is given back after a while without calls.
    const WITHIN: Duration = Duration::from_secs(20);
    let directory = scratch()?;
    let place = Place::new(directory.path().join("data"), None, &Disk::default())?;
    place.fill(1_000)?;
    let server = place.serve()?;
    let token = server.token()?;
    let settings = server.settings_request()?;
    let check = server.check_request()?;
    let items = server.items(&token, USUAL)?;
    let calls = switches(&token, &items).into_iter().zip(&items).map(|(switches, item)| {
        let list = get("/api/mysafe/secretapi?tag=prod", &token);
        let refused = [
            get("/api/mysafe/secretapi", "no-token"),
            get(&format!("/api/mysafe/secretapi/{item}0000"), &token),
        ];
        [switches, vec![check.clone(), list, settings.clone()], refused.into()].concat()
    });
    let mixed = Plan { refusals: true, seconds: 2.0, ..plan(&server, effort, calls.collect()) };
    let carry_out = |count: u64| -> Result<u64> {
        let mut answers = 0;
        while answers < count {
            answers += mixed.carry_out()?.answers;
        }
        Ok(answers)
    };
    // The threads, connections and caches that it keeps from then on, each of them bounded.
    carry_out(effort.mixed / 2)?;
    let lowest = || -> Result<f64> {
        let (begin, mut lowest) = (Instant::now(), server.resident()?);
        while begin.elapsed() < WITHIN {
            std::thread::sleep(Duration::from_millis(500));
            lowest = lowest.min(server.resident()?);
        }
        Ok(lowest)
    };
    let before = lowest()?;
    let answers = carry_out(effort.mixed)?;
    let after = lowest()?;
    let peak = server.peak()?;
    println!(
        "{}",
        json!({ "what": "memory", "before": before, "after": after, "peak": peak, "answers": answers })
    );
    Ok(())
}

/// The same with more API secrets, and with more servers.
fn growth(effort: &Effort) -> Result<()> {
    let postgres = Postgres::start(&Disk::default())?;
    for size in SIZES.into_iter().take(effort.sizes) {
        let directory = scratch()?;
        let place = Place::new(directory.path().join("data"), None, &Disk::default())?;
        grown(&place, "SQLite", size, 1, effort)?;
        let url = postgres.database(&format!("growth_{size}"))?;
        let place = Place::new(directory.path().join("postgres"), Some(url), &Disk::default())?;
        grown(&place, "PostgreSQL", size, REPLICAS, effort)?;
    }
    Ok(())
}

fn grown(place: &Place, with: &str, size: usize, replicas: usize, effort: &Effort) -> Result<()> {
    place.fill(size)?;
    const LIST: &str = "/api/mysafe/secretapi";
    for (list, path, fitting) in [
        ("all", LIST.to_owned(), size),
        ("by tag", format!("{LIST}?tag=rare"), RARE),
        ("by code", format!("{LIST}?identifier_code=filled-7"), 1),
        ("inventory", INVENTORY.to_owned(), size),
    ] {
        // A server of its own for each: the memory is that of this list.
        let server = place.serve()?;
        let token = server.token()?;
        let mut connection = server.connection()?;
        for _ in 0..effort.growth_rounds {
            let started = Instant::now();
            let answer = connection.ask(&get(&path, &token))?;
            let milliseconds = started.elapsed().as_secs_f64() * 1e3;
            let rows = answer.windows(13).filter(|window| window == b"\"identifier\":").count();
            ensure!(rows == fitting, "{rows} rows in place of {fitting}: {list}");
            println!(
                "{}",
                json!({
                    "what": "list",
                    "list": list,
                    "with": with,
                    "size": size,
                    "milliseconds": milliseconds,
                    "bytes": answer.len(),
                })
            );
        }
        let peak = server.peak()?;
        println!("{}", json!({ "what": "list", "list": list, "with": with, "size": size, "peak": peak }));
    }
    unchanged(place, with, size, effort)?;
    let mut servers = vec![place.serve()?];
    let token = servers[0].token()?;
    // What is switched may be inactive at the end, and then nobody can read it.
    let (items, read) = (servers[0].items(&token, USUAL)?, servers[0].items(&token, USUAL)?);
    let reads = read.iter().map(|item| vec![get(&format!("/api/mysafe/secretapi/{item}"), &token)]);
    let loads = [("toggles", switches(&token, &items)), ("reads", reads.collect())];
    loop {
        for (what, requests) in &loads {
            for _ in 0..effort.growth_rounds {
                let rate = together(&servers, requests, effort)?.per_second;
                println!(
                    "{}",
                    json!({
                        "what": "growth",
                        "of": what,
                        "with": with,
                        "size": size,
                        "servers": servers.len(),
                        "per_second": rate,
                    })
                );
            }
        }
        if servers.len() == replicas {
            return Ok(());
        }
        // One, two, four.
        for _ in 0..servers.len() {
            servers.push(place.serve()?);
        }
    }
}

const INVENTORY: &str = "/api/latchboard/v1/inventory";

/// An inventory is asked for by who has it.
fn unchanged(place: &Place, with: &str, size: usize, effort: &Effort) -> Result<()> {
    const TIMES: usize = 100;
    let server = place.serve()?;
    let token = server.token()?;
    let mut connection = server.connection()?;
    connection.ask(&get(&format!("{INVENTORY}?limit=1"), &token))?;
    let etag = connection.etag.clone().context("an inventory without a version")?;
    let request = get_newer(&format!("{INVENTORY}?limit=1"), &token, &etag);
    for _ in 0..effort.growth_rounds {
        let started = Instant::now();
        for _ in 0..TIMES {
            ensure!(connection.ask(&request)?.is_empty(), "it has changed");
        }
        let milliseconds = started.elapsed().as_secs_f64() * 1e3 / TIMES as f64;
        println!(
            "{}",
            json!({ "what": "unchanged", "with": with, "size": size, "milliseconds": milliseconds })
        );
    }
    Ok(())
}

/// Of several servers together.
#[derive(Default)]
struct Rate {
    per_second: f64,
    /// Of the slowest one, in milliseconds.
    p99: f64,
}

impl Rate {
    fn and(self, Outcome { per_second, p99, .. }: &Outcome) -> Self {
        Self { per_second: self.per_second + per_second, p99: self.p99.max(*p99) }
    }
}

/// The connections dealt out to all servers at the same time.
fn together(servers: &[Server], requests: &[Vec<String>], effort: &Effort) -> Result<Rate> {
    let share = |number: usize| {
        let own = requests.iter().skip(number).step_by(servers.len()).cloned().collect();
        plan(&servers[number], effort, own)
    };
    let plans: Vec<Plan> = (0..servers.len()).map(share).collect();
    std::thread::scope(|scope| {
        let running: Vec<_> = plans.iter().map(|plan| scope.spawn(|| plan.carry_out())).collect();
        let mut rate = Rate::default();
        for one in running {
            match one.join() {
                Ok(outcome) => rate = rate.and(&outcome?),
                Err(_) => bail!("a load ended with a panic"),
            }
        }
        Ok(rate)
    })
}

/// Toggles on a disk whose syncs take 2 ms longer, beside one commit per change and one after the other there.
fn sync(effort: &Effort) -> Result<()> {
    /// Changes one after the other: seconds of them.
    const ALONE: usize = 500;
    let disk = Disk::slow()?;
    let directory = scratch()?;
    let postgres = Postgres::start(&disk)?;
    let url = postgres.database("sync")?;
    let sqlite = Place::new(directory.path().join("data"), None, &disk)?;
    let replicated = Place::new(directory.path().join("postgres"), Some(url), &disk)?;
    println!("{}", json!({ "what": "disk", "slower": SLOWER }));
    for (with, place, replicas) in [("SQLite", &sqlite, 1), ("PostgreSQL", &replicated, REPLICAS)] {
        place.fill(SIZES[0])?;
        for round in 0..effort.growth_rounds {
            let rate = if with == "SQLite" {
                commits(&directory.path().join(format!("alone{round}")), effort.seconds, &disk)?
            } else {
                postgres.commits(ALONE)?
            };
            // Where the library was not loaded, the disk is as fast as ever.
            ensure!(rate < 1e3 / SLOWER, "{rate} commits per second with {with}: the disk is not slower");
            println!("{}", json!({ "what": "sync", "with": with, "servers": 0, "per_second": rate }));
        }
        let mut servers = vec![place.serve()?];
        let token = servers[0].token()?;
        let requests = switches(&token, &servers[0].items(&token, USUAL)?);
        loop {
            for _ in 0..effort.growth_rounds {
                let Rate { per_second, p99 } = together(&servers, &requests, effort)?;
                println!(
                    "{}",
                    json!({ "what": "sync", "with": with, "servers": servers.len(), "per_second": per_second, "p99": p99 })
                );
            }
            if servers.len() == replicas {
                break;
            }
            for _ in 0..servers.len() {
                servers.push(place.serve()?);
            }
        }
    }
    Ok(())
}

/// How long it takes to verify a log, and how large the proof of one of its entries is.
fn audit(effort: &Effort) -> Result<()> {
    const AUDIT: &str = "/api/latchboard/v1/audit";
    let directory = scratch()?;
    let place = Place::new(directory.path().join("data"), None, &Disk::default())?;
    let server = place.serve()?;
    let token = server.token()?;
    let items = server.items(&token, USUAL)?;
    let mut connection = server.connection()?;
    let mut newest = |query: &str| -> Result<Value> {
        let page = connection.ask(&get(&format!("{AUDIT}?limit=1{query}"), &token))?;
        Ok(serde_json::from_slice::<Value>(&page)?["entries"][0].take())
    };
    while newest("")?["sequence"].as_u64().context("an entry without a number")? < effort.entries {
        plan(&server, effort, switches(&token, &items)).carry_out()?;
    }
    // Among the first: from there the way to the root is the longest.
    let entry = newest("&action=deactivate&before=1000")?;
    let of = |name: &str| entry[name].as_str().with_context(|| format!("an entry without {name}"));
    let path = format!("{AUDIT}/proofs?target={}&request={}", of("target")?, of("request")?);
    let proofs: Value = serde_json::from_slice(&connection.ask(&get(&path, &token))?)?;
    let proof = proofs["proofs"][0].as_object().context("an entry without a proof")?;
    let bytes = |value: &Value| value.to_string().len();
    let whole = bytes(&Value::Object(proof.clone()));
    drop(server);
    for _ in 0..effort.growth_rounds {
        let (entries, seconds) = place.verify()?;
        println!("{}", json!({ "what": "audit", "entries": entries, "seconds": seconds }));
    }
    println!("{}", json!({ "what": "audit", "proof": whole - bytes(&proof["entry"]), "with_entry": whole }));
    Ok(())
}
