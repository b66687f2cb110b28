//! What the dashboard costs in a real Chromium, beside an empty Yew page, a list in JavaScript, and a bare loop of `fetch`.
//! Measured by the scripts in `benches/browser`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::plot::{Line, draw};
use super::{Effort, Goal, Row, Series, numbers, pages, run, table};
use crate::live::Server;
use crate::{build, chrome, e2e, project, step};

pub(super) const WEIGHT: Goal = Goal::at_most("everything that / transfers, KB of brotli", 120.0);
pub(super) const FORM: Goal =
    Goal::at_most("navigation start to the first form that can be sent", 1.5).times("the empty Yew page");
pub(super) const KEYS: Goal =
    Goal::at_most("100,000 rows, a key in the search, 95 %, ms of work to the paint", 10.0);
pub(super) const PEER_KEYS: Goal = Goal::at_least("the same in the peer", 8.0).times("the dashboard");
pub(super) const ROWS: Goal = Goal::at_most("100,000 rows, of them in the document", 200.0);
pub(super) const BULK: Goal =
    Goal::at_least("switches by the thousand in the page", 0.95).times("a bare fetch loop");

/// Where the first form is.
const FIRST_FORM: &str = "/admin-key/register";
const EMPTY: &str = "empty Yew page";
const PEER: &str = "peer: TanStack, Preact";
const OURS: &str = "dashboard";
const MANY: usize = 100_000;
/// What is typed into the search.
const WORDS: [&str; 3] = ["service 97", "production", "key 4321"];
const BULKY: usize = 10_000;
/// As many with `--quick`.
const FEWER: usize = 300;
/// How many of them are switched to see how the cost grows.
const GROWTH_CALLS: usize = 2_000;
/// How the cost grows.
const SIZES: &[usize] = &[1_000, 10_000, 100_000];
/// The dashboard's own number of calls at a time, for the loop.
const BULK_RUNNER: &str = "crates/client/src/bulk.rs";
/// For those who do not sit beside the server: 10 Mbit/s, 40 ms there and back.
const MEGABITS: u32 = 10;
const LATENCY: u32 = 40;

/// The dashboard, and the server that it is measured with.
pub(super) fn build(effort: Effort) -> Result<()> {
    step::side_by_side(vec![Box::new(build::dashboard), Box::new(move || build::server(effort.profile()))])
}

pub(super) fn server(dashboard: &Path, effort: Effort) -> Result<Server> {
    Server::start_with(effort.profile(), &serving(dashboard))
}

fn serving(dashboard: &Path) -> [&OsStr; 2] {
    [OsStr::new("--dashboard"), dashboard.as_os_str()]
}

/// Address, client id and client secret.
pub(super) fn described(server: &Server) -> Result<(String, String, String)> {
    let mut words = server.description.split(' ').map(str::to_owned);
    let mut next = || words.next().context("the server printed too little");
    let (address, _api_key) = (next()?, next()?);
    Ok((address, next()?, next()?))
}

/// Runs a script in `benches/browser` with its plan on standard input.
pub(super) fn script(name: &str, title: &str, mut plan: Value) -> Result<Vec<Value>> {
    plan["packages"] = json!(e2e::packages()?);
    plan["chromium"] = json!(chrome::ensure_chromium()?.path);
    let mut command = Command::new("node");
    command.arg(project::root().join("benches/browser").join(name));
    run(title, command, &plan.to_string())
}

/// Weight of the pages, and the time to the first form.
pub(super) fn page(effort: Effort) -> Result<Vec<Row>> {
    build(effort)?;
    let started = |dashboard: &Path| {
        let server = server(dashboard, effort)?;
        let (address, ..) = described(&server)?;
        Ok::<_, anyhow::Error>((server, address))
    };
    let (ours, empty) = (started(&project::dashboard_dir())?, started(&pages::empty()?)?);
    let peer = started(&pages::peer()?)?;
    let page = |path: &String| {
        let form = path == FIRST_FORM;
        json!({ "name": path, "url": format!("{}{path}", ours.1), "hasForm": form, "timed": form })
    };
    let weighed = match effort {
        Effort::Full => pages::paths()?,
        Effort::Quick => vec!["/".to_owned(), FIRST_FORM.to_owned()],
    };
    let mut targets: Vec<Value> = weighed.iter().map(page).collect();
    targets.push(json!({ "name": PEER, "url": format!("{}/", peer.1), "hasForm": false, "timed": false }));
    targets.push(json!({ "name": EMPTY, "url": format!("{}/", empty.1), "hasForm": false, "timed": true }));
    let bytes = MEGABITS * 1_000_000 / 8;
    let slow = json!({ "latency": LATENCY, "downloadThroughput": bytes, "uploadThroughput": bytes });
    let plan = json!({
        "pages": targets,
        "rounds": if effort == Effort::Full { 15 } else { 3 },
        "lines": if effort == Effort::Full { json!([null, slow]) } else { json!([null]) },
    });
    let values = script("page.mjs", "what Chromium transfers, and when the first form can be used", plan)?;

    println!(
        "{:<26} {:>6} {:>12} {:>12} {:>16} {:>10}",
        "page", "files", "KB of body", "with headers", "beside empty Yew", "brotli"
    );
    let of = |name: &str| values.iter().find(|value| value["name"] == name);
    let body = |value: &Value| value["body"].as_f64().unwrap_or_default() / 1e3;
    let base = body(of(EMPTY).context("the empty page was not measured")?);
    for name in weighed.iter().map(String::as_str).chain([PEER, EMPTY]) {
        let value = of(name).with_context(|| format!("{name} was not measured"))?;
        let files = value["files"].as_array().context("a page without files")?;
        let compressed = files.iter().filter(|file| file["encoding"] == "br").count();
        println!(
            "{name:<26} {:>6} {:>12.1} {:>12.1} {:>16.2} {:>10}",
            files.len(),
            body(value),
            value["onWire"].as_f64().unwrap_or_default() / 1e3,
            body(value) / base,
            format!("{compressed} of {}", files.len())
        );
    }
    let first = of("/").context("the first page was not measured")?;
    agrees(first)?;

    let times = |line: &str| {
        let time = |name: &str, called: &str, moment: &str| {
            let fitting = [("name", json!(name)), ("line", json!(line))];
            // The first visit is that in which the weight is measured.
            Series::new(called, numbers(&values, &fitting, moment), usize::from(line == "local"))
        };
        Ok::<_, anyhow::Error>([
            time(EMPTY, EMPTY, "usable")?,
            time(FIRST_FORM, "dashboard, a form to type into", "usable")?,
            time(FIRST_FORM, "dashboard, a form to send", "sendable")?,
        ])
    };
    println!();
    let local = times("local")?;
    print!("{}", table("ms to the first usable field", &local, true));
    if effort == Effort::Full {
        println!();
        print!("{}", table(&format!("the same at {MEGABITS} Mbit/s, {LATENCY} ms"), &times("slow")?, true));
    }
    Ok(vec![WEIGHT.beside(body(first)), FORM.beside(local[2].median() / local[0].median())])
}

/// The files that the browser asked for are those that `cargo xtask size` counts for the first page.
fn agrees(first: &Value) -> Result<()> {
    let counted: Vec<String> = pages::first_page_paths()?;
    let files = first["files"].as_array().context("a page without files")?;
    let asked = files.iter().filter(|file| file["encoding"] == "br").filter_map(|file| file["path"].as_str());
    for path in asked {
        ensure!(
            path == "/" || counted.iter().any(|one| one == path),
            "the browser asked for {path}, which `cargo xtask size` does not count"
        );
    }
    Ok(())
}

/// Rows for an import.
fn lines(count: usize) -> String {
    let line = |number: usize| {
        let kind = if number.is_multiple_of(2) { "staging" } else { "production" };
        format!(
            "{{\"name\":\"Service {} {kind} key {number}\",\"url\":\"https://api.example.com/{number}\",\
             \"client_id\":\"client-{number}\",\"client_secret\":\"value of number {number}\",\"tags\":\"prod\"}}\n",
            number % 977
        )
    };
    (0..count).map(line).collect()
}

/// A server with a list of so many rows.
fn filled(dashboard: &Path, size: usize, effort: Effort) -> Result<Server> {
    let server = server(dashboard, effort)?;
    server.import(&lines(size))?;
    Ok(server)
}

/// What `list.mjs` does with a list of `size` rows, as often as said.
fn measure_list(name: &str, server: &Server, size: usize, words: &[&str], rounds: u32) -> Result<Vec<Value>> {
    let (address, client_id, client_secret) = described(server)?;
    let path = if name == OURS { "/api-secrets" } else { "/" };
    let plan = json!({
        "pages": [{ "name": name, "url": format!("{address}{path}") }],
        "clientId": client_id,
        "clientSecret": client_secret,
        "size": size,
        "words": words,
        "rounds": rounds,
    });
    script("list.mjs", &format!("a list of {size} rows: {name}"), plan)
}

/// A hundred thousand rows, beside a list in JavaScript.
pub(super) fn list(effort: Effort) -> Result<Vec<Row>> {
    build(effort)?;
    let peer = pages::peer()?;
    let (words, rounds) = match effort {
        Effort::Full => (&WORDS[..], 3),
        Effort::Quick => (&WORDS[1..2], 1),
    };
    let mut server = filled(&peer, MANY, effort)?;
    let mut values = measure_list(PEER, &server, MANY, words, rounds)?;
    server.restart(&serving(&project::dashboard_dir()))?;
    values.extend(measure_list(OURS, &server, MANY, words, rounds)?);
    let series = |name: &str, what: &str, member: &str| {
        Series::new(name, numbers(&values, &[("name", json!(name)), ("what", json!(what))], member), 0)
    };
    println!(
        "{:<48} {:>10} {:>10} {:>10} {:>6}",
        "ms of the main thread", "median", "95 %", "longest", "times"
    );
    for (what, member, title) in [
        ("key", "workToPaint", "a key in the search, to the next paint"),
        ("key", "work", "a key in the search, all of its work"),
        ("key", "longest", "a key in the search, its longest task"),
        ("frame", "work", "a frame while scrolling"),
        ("select", "work", "everything selected"),
    ] {
        for name in [PEER, OURS] {
            let one = series(name, what, member)?;
            println!(
                "{:<48} {:>10.1} {:>10.1} {:>10.1} {:>6}",
                format!("{title}, {}", if name == OURS { "dashboard" } else { "peer" }),
                one.median(),
                one.quantile(0.95),
                one.quantile(1.0),
                one.values.len()
            );
        }
    }
    let slowest =
        |name: &str, member: &str| Ok::<_, anyhow::Error>(series(name, "key", member)?.quantile(0.95));
    let keys = slowest(OURS, "workToPaint")?;
    // The dashboard finds the rows in slices, so its next paint may come before all of them are found.
    let ahead = slowest(PEER, "workToPaint")? / keys;
    println!(
        "the peer, 95 % of the keys: {ahead:.2} × the dashboard to the next paint, {:.2} × until all rows are found and drawn",
        slowest(PEER, "work")? / slowest(OURS, "work")?
    );
    for name in [PEER, OURS] {
        println!(
            "{name}: {:.0} rows in the document at most, {:.0} ms from the sign-in to the first row",
            series(name, "rows", "value")?.median(),
            series(name, "loaded", "value")?.median()
        );
    }
    Ok(vec![KEYS.beside(keys), PEER_KEYS.beside(ahead), ROWS.beside(series(OURS, "rows", "value")?.median())])
}

/// What `bulk.mjs` does with `calls` of `count` API secrets, as often as said: the bare loop, then the dashboard.
fn measure_bulk(count: usize, calls: usize, effort: Effort, rounds: u32) -> Result<[Series; 2]> {
    let concurrency = concurrency()?;
    let server = filled(&project::dashboard_dir(), count, effort)?;
    let (address, client_id, client_secret) = described(&server)?;
    let plan = json!({
        "pages": [{ "name": OURS, "url": address }],
        "clientId": client_id,
        "clientSecret": client_secret,
        "count": count,
        "calls": calls,
        "concurrency": concurrency,
        "rounds": rounds,
    });
    let values = script("bulk.mjs", &format!("{calls} switches in the page"), plan)?;
    let series = |name: &str, called: String| {
        Series::new(called, numbers(&values, &[("name", json!(name))], "perSecond"), 0)
    };
    let both = [
        series("loop", format!("bare fetch loop, {concurrency} at a time"))?,
        series("ours", format!("the dashboard, {concurrency} at a time"))?,
    ];
    print!("{}", table(&format!("switches per second, {calls} of {count}"), &both, false));
    let ours = |member| Series::new("", numbers(&values, &[("name", json!("ours"))], member), 0);
    println!(
        "meanwhile, tasks of the page's main thread of 50 ms and more: {:.0}, the longest {:.0} ms",
        ours("longTasks")?.median(),
        ours("longest")?.quantile(1.0)
    );
    Ok(both)
}

/// Switches by the thousand, beside a bare loop.
pub(super) fn bulk(effort: Effort) -> Result<Vec<Row>> {
    build(effort)?;
    let (count, rounds) = if effort == Effort::Full { (BULKY, 3) } else { (FEWER, 2) };
    let [bare, ours] = measure_bulk(count, count, effort, rounds)?;
    Ok(vec![BULK.beside(ours.median() / bare.median())])
}

/// The list and a bulk run with more API secrets.
pub(super) fn growth(effort: Effort) -> Result<()> {
    if effort == Effort::Quick {
        println!("a list and a bulk run of other sizes: not measured with --quick");
        return Ok(());
    }
    build(effort)?;
    let (mut keys, mut bare, mut ours) = (Vec::new(), Vec::new(), Vec::new());
    for &size in SIZES {
        let server = filled(&project::dashboard_dir(), size, effort)?;
        let values = measure_list(OURS, &server, size, &WORDS, 1)?;
        drop(server);
        let series =
            |what: &str, member: &str| Series::new("", numbers(&values, &[("what", json!(what))], member), 0);
        let (key, all) = (series("key", "workToPaint")?, series("key", "work")?);
        println!(
            "{size} rows: a key in the search {:.1} ms of work to the next paint, {:.1} ms in all (95 %); everything selected \
             {:.1} ms; {:.0} ms from the sign-in to the first row",
            key.quantile(0.95),
            all.quantile(0.95),
            series("select", "work")?.median(),
            series("loaded", "value")?.median()
        );
        keys.push((size as f64, key.quantile(0.95)));
        let rates = measure_bulk(size, size.min(GROWTH_CALLS), effort, 1)?;
        bare.push((size as f64, rates[0].median()));
        ours.push((size as f64, rates[1].median()));
    }
    let line = |name: &str, points| Line { name: name.into(), points };
    draw(
        "keys.svg",
        "A key in the search",
        "API secrets",
        "ms of work, 95 %",
        &[line("to the next paint", keys)],
    )?;
    let both = [line("bare fetch loop", bare), line("the dashboard", ours)];
    draw("bulk.svg", "A bulk run", "API secrets", "switches per second", &both)
}

/// How many calls at a time the dashboard makes.
pub(super) fn concurrency() -> Result<u32> {
    let runner = std::fs::read_to_string(project::root().join(BULK_RUNNER))
        .with_context(|| format!("{BULK_RUNNER} could not be read"))?;
    let (_, rest) =
        runner.split_once("CONCURRENCY: usize = ").context("the bulk runner names no concurrency")?;
    rest.split(';')
        .next()
        .and_then(|number| number.trim().parse().ok())
        .context("the concurrency is no number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_makes_as_many_calls_at_a_time_as_the_dashboard() {
        assert!(concurrency().unwrap() > 0);
    }

    /// They are found in the page by what they say, which may change.
    #[test]
    fn what_the_measurements_press_is_there() {
        let texts = std::fs::read_to_string(project::root().join("crates/texts/en.ftl")).unwrap();
        let mut found = 0;
        for script in ["browser", "bulk", "leak", "list"] {
            let script =
                std::fs::read_to_string(project::root().join(format!("benches/browser/{script}.mjs")));
            for said in
                script.unwrap().split(", { name: '").skip(1).filter_map(|rest| rest.split('\'').next())
            {
                assert!(texts.lines().any(|line| line.ends_with(&format!(" = {said}"))), "{said}");
                found += 1;
            }
        }
        assert!(found >= 5, "{found}");
    }

    #[test]
    fn every_row_of_an_import_is_one_object() {
        let lines = lines(3);
        assert_eq!(lines.lines().count(), 3);
        for line in lines.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            assert!(row["client_secret"].is_string());
        }
    }
}
