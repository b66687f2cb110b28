//! The search for leaked values in a real Chromium: texts of four sizes and a scanner's report, vaults of two sizes, beside the
//! reading of every API secret. Measured by `benches/browser/leak.mjs`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::browser::{build, concurrency, described, script, server};
use super::{Effort, Goal, Row, Series, leaked, numbers};
use crate::project;

pub(super) const PASTED: Goal =
    Goal::at_most("leak: 64 KiB, vault of 1,000, s to all copies on the screen", 0.5);
pub(super) const LOG: Goal = Goal::at_most("leak: a log of 10 MB, vault of 1,000, s", 5.0);
pub(super) const LARGE_LOG: Goal = Goal::at_most("leak: 50 MB, vault of 1,000, s", 30.0);
pub(super) const REPORT: Goal = Goal::at_most("leak: a report of 10,000 findings, vault of 1,000, s", 5.0);
pub(super) const MANY: Goal = Goal::at_most("leak: a log of 10 MB, vault of 100,000, s", 8.0);
pub(super) const TASK: Goal = Goal::at_most("leak: the longest task of the main thread, ms", 100.0);
pub(super) const INDEX: Goal = Goal::at_most("leak: index of 100,000 values, KB", 700.0);
pub(super) const INDEX_TIME: Goal = Goal::at_most("leak: index of 100,000 values, s", 2.0);

/// Of each text, so many of the vault's values.
const COPIES: usize = 40;
const FINDINGS: usize = 10_000;
const VAULTS: [usize; 2] = [1_000, 100_000];
/// Takes so long that once has to do.
const LARGE: u64 = 16 << 20;
/// At most so many API secrets are read; the time for all is computed of that.
const READ: usize = 2_000;

/// A text to search, and whether it is pasted; the others are files.
struct Text {
    name: &'static str,
    bytes: usize,
    pasted: bool,
}

const TEXTS: [Text; 4] = [
    Text { name: "64 KiB", bytes: 64 << 10, pasted: true },
    Text { name: "1 MiB", bytes: 1 << 20, pasted: true },
    Text { name: "10 MiB", bytes: 10 << 20, pasted: false },
    Text { name: "50 MiB", bytes: 50 << 20, pasted: false },
];
const REPORT_NAME: &str = "report";

/// Writes the texts and the values, for `crates/search/examples/speed.rs` as well. Answers where the texts are.
fn files() -> Result<Vec<(&'static str, PathBuf, bool, usize)>> {
    let directory = project::root().join("dist/bench/leak");
    fs::create_dir_all(&directory)
        .with_context(|| format!("{} could not be created", directory.display()))?;
    let write = |name: String, text: String| {
        let path = directory.join(name);
        fs::write(&path, text).with_context(|| format!("{} could not be written", path.display()))?;
        Ok::<_, anyhow::Error>(path)
    };
    for vault in VAULTS {
        let values: Vec<String> = (0..vault).map(leaked::value).collect();
        write(format!("values-{vault}"), values.join("\n"))?;
    }
    let values: Vec<String> = (0..VAULTS[0]).map(leaked::value).collect();
    let mut texts = Vec::new();
    for text in &TEXTS {
        // What is above 50 MiB is not taken.
        let log = leaked::log(text.bytes - (text.bytes >> 8), &values[..COPIES]);
        texts.push((
            text.name,
            write(format!("{}.log", text.name.replace(' ', "-")), log)?,
            text.pasted,
            COPIES,
        ));
    }
    let report = leaked::report(FINDINGS, &values);
    texts.push((REPORT_NAME, write("report.json".to_owned(), report)?, false, values.len()));
    Ok(texts)
}

/// A vault with these values.
fn lines(size: usize) -> String {
    let line = |number: usize| {
        let value = leaked::value(number);
        let row = json!({
            "name": format!("Service {number}"), "url": "https://api.example.com/", "client_id": format!("client-{number}"),
            "client_secret": value,
        });
        format!("{row}\n")
    };
    (0..size).map(line).collect()
}

/// The shortest of so many values may stand in a log once without having been put there.
const VALUES_PER_CHANCE: usize = 10_000;

/// What `leak.mjs` sees in a vault of so many.
fn measured(size: usize, texts: &[(&str, PathBuf, bool, usize)], effort: Effort) -> Result<Vec<Value>> {
    let server = server(&project::dashboard_dir(), effort)?;
    server.import(&lines(size))?;
    let (address, client_id, client_secret) = described(&server)?;
    let text = |(name, path, pasted, copies): &(&str, PathBuf, bool, usize)| {
        let is_large = fs::metadata(path)?.len() > LARGE;
        let rounds = if effort == Effort::Full && !is_large { 3 } else { 1 };
        Ok(json!({ "name": name, "path": path, "pasted": pasted, "copies": copies, "rounds": rounds }))
    };
    let plan = json!({
        "pages": [{ "url": address }],
        "clientId": client_id,
        "clientSecret": client_secret,
        "texts": texts.iter().map(text).collect::<Result<Vec<_>>>()?,
        "byChance": size / VALUES_PER_CHANCE,
        "read": size.min(READ),
        "concurrency": concurrency()?,
    });
    script("leak.mjs", &format!("leaked texts, vault of {size}"), plan)
}

pub(super) fn measure(effort: Effort) -> Result<Vec<Row>> {
    build(effort)?;
    let texts = files()?;
    let (mut longest, mut rows) = (0_f64, Vec::new());
    for size in VAULTS {
        let values = measured(size, &texts, effort)?;
        let of = |text: &str, member: &str| {
            Series::new(
                text,
                numbers(&values, &[("what", json!("search")), ("text", json!(text))], member),
                0,
            )
        };
        let all = |member: &str| Series::new("", numbers(&values, &[("what", json!("search"))], member), 0);
        let read = values.iter().find(|value| value["what"] == "read").context("nothing was read")?;
        let number = |member: &str| read[member].as_f64().context("a reading without figures");
        let each = number("milliseconds")? / number("items")?;
        let reading = each * size as f64 / 1e3;
        println!(
            "{:<44} {:>9} {:>9} {:>13} {:>10} {:>16}",
            format!("vault of {size}"),
            "s, median",
            "longest",
            "longest task",
            "MB per s",
            "against reading"
        );
        println!(
            "{:<44} {reading:>9.2} {:>9} {:>13} {:>10} {:>16.2}",
            "every API secret read, bare fetch loop", "", "", "", 1.0
        );
        for (name, path, pasted, copies) in &texts {
            let (seconds, tasks) = (of(name, "milliseconds")?, of(name, "longest")?);
            let bytes = fs::metadata(path)?.len() as f64;
            println!(
                "{:<44} {:>9.2} {:>9.2} {:>10.0} ms {:>10.2} {:>16.1}",
                format!("{name}, {}, {copies} copies", if *pasted { "pasted" } else { "a file" }),
                seconds.median() / 1e3,
                seconds.quantile(1.0) / 1e3,
                tasks.quantile(1.0),
                bytes / 1e3 / seconds.median(),
                reading * 1e3 / seconds.median()
            );
        }
        if number("items")? < size as f64 {
            println!(
                "of the API secrets {} were read; the time is that for all of them at the same rate",
                number("items")?
            );
        }
        let (index, bytes) = (all("indexMilliseconds")?, all("indexBytes")?);
        println!(
            "the index: {:.1} KB on the wire, {:.0} ms (the slowest {:.0} ms)",
            bytes.median() / 1e3,
            index.median(),
            index.quantile(1.0)
        );
        longest = longest.max(all("longest")?.quantile(1.0));
        let seconds = |text: &str| Ok::<_, anyhow::Error>(of(text, "milliseconds")?.median() / 1e3);
        if size == VAULTS[0] {
            rows.push(PASTED.beside(seconds(TEXTS[0].name)?));
            rows.push(LOG.beside(seconds(TEXTS[2].name)?));
            rows.push(LARGE_LOG.beside(seconds(TEXTS[3].name)?));
            rows.push(REPORT.beside(seconds(REPORT_NAME)?));
        } else {
            rows.push(MANY.beside(seconds(TEXTS[2].name)?));
            rows.push(INDEX.beside(bytes.median() / 1e3));
            rows.push(INDEX_TIME.beside(index.median() / 1e3));
        }
    }
    rows.push(TASK.beside(longest));
    Ok(rows)
}
