//! Writes the error catalogue into a directory, one JavaScript module per language, for `describeError` of the JavaScript
//! module: `cargo run -p latchboard-contract --example error_texts -- DIRECTORY`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::catalogue::{self, Entry};
use latchboard_contract::error::{Code, RemedyAction};
use latchboard_contract::text::{Language, name};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args_os().nth(1).ok_or("which directory?")?);
    fs::create_dir_all(&directory)?;
    for language in Language::ALL {
        let text = format!("export default {};\n", catalogue_in(language));
        fs::write(directory.join(format!("errors.{}.js", language.tag())), text)?;
    }
    Ok(())
}

fn catalogue_in(language: Language) -> Value {
    let calls = EndpointId::ALL
        .map(|endpoint| (name(&endpoint), Value::from(catalogue::endpoint(endpoint).in_(language))));
    let codes = Code::ALL.iter().map(|&code| {
        let guide = catalogue::guide(code);
        let entries: Vec<Value> = guide.entries.iter().map(|known| entry(known, language)).collect();
        let described =
            json!({ "meaning": guide.meaning.in_(language), "docs": code.docs(), "entries": entries });
        (code.as_str().to_owned(), described)
    });
    json!({ "calls": Map::from_iter(calls), "codes": Map::from_iter(codes) })
}

fn entry(entry: &Entry, language: Language) -> Value {
    let at: Vec<String> = entry.at.iter().map(|endpoint| name(&endpoint)).collect();
    json!({
        "at": at,
        "cause": entry.cause.in_(language),
        "remedy": entry.remedy.in_(language),
        "action": entry.action.map(|action: RemedyAction| name(&action)),
        "actionText": entry.action.map(|action| action.label().in_(language)),
        "retry": name(&entry.retry),
    })
}
