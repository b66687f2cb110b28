//! Writes the texts of the JavaScript module into a directory, for each language `errors.….js`, the error catalogue, and
//! `texts.….js`, all else, and which languages there are: `cargo run -p latchboard-client --example module_texts -- DIRECTORY`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use latchboard_client::resolve::{Finding, Question};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::catalogue::{self, Entry};
use latchboard_contract::error::{Code, RemedyAction};
use latchboard_contract::validate::{Level, Reason, WarningKind};
use latchboard_texts::{Language, Text};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args_os().nth(1).ok_or("which directory?")?);
    fs::create_dir_all(&directory)?;
    for language in Language::ALL {
        for (file, texts) in [("errors", catalogue_in(language)), ("texts", texts_in(language))] {
            let text = format!("export default {texts};\n");
            fs::write(directory.join(format!("{file}.{}.js", language.tag())), text)?;
        }
    }
    fs::write(directory.join("languages.js"), loaders()?)?;
    fs::write(directory.join("languages.d.ts"), types())?;
    Ok(())
}

/// How the files of a language are loaded, for bundlers to see.
fn loaders() -> Result<String, Box<dyn Error>> {
    use std::fmt::Write as _;
    let mut script = String::new();
    for (name, file) in [("ERRORS", "errors"), ("TEXTS", "texts")] {
        writeln!(script, "export const {name} = {{")?;
        for tag in Language::ALL.map(Language::tag) {
            writeln!(script, "  \"{tag}\": () => import(\"./{file}.{tag}.js\"),")?;
        }
        writeln!(script, "}};")?;
    }
    Ok(script)
}

fn types() -> String {
    let tags = Language::ALL.map(|language| format!("\"{}\"", language.tag())).join(" | ");
    format!("\n/** A language of the product. */\nexport type Language = {tags};\n")
}

fn texts_in(language: Language) -> Value {
    fn all<T: ToString>(these: impl IntoIterator<Item = T>, said: impl Fn(&T) -> &'static str) -> Value {
        these.into_iter().map(|one| (one.to_string(), Value::from(said(&one)))).collect::<Map<_, _>>().into()
    }
    let say = |text: Text| text.in_(language);
    // What follows the first question is about the same call, whichever that was.
    let questions = [
        (Question::ClaimRegistration, EndpointId::Register),
        (Question::ConfirmNewSecret, EndpointId::UpdateSecret),
    ];
    let question =
        |(question, call): (Question, EndpointId)| (question.to_string(), say(question.meaning(call)).into());
    json!({
        "warnings": all(WarningKind::ALL, |kind| say(kind.text())),
        "levels": all(Level::ALL, |level| say(level.text())),
        "reasons": all(Reason::ALL, |reason| say(reason.text())),
        "findings": all(Finding::ALL, |finding| say(finding.text())),
        "questions": questions.into_iter().map(question).collect::<Map<_, _>>(),
    })
}

fn catalogue_in(language: Language) -> Value {
    let calls = EndpointId::ALL
        .map(|endpoint| (endpoint.to_string(), Value::from(catalogue::endpoint(endpoint).in_(language))));
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
    let at: Vec<String> = entry.at.iter().map(|endpoint| endpoint.to_string()).collect();
    json!({
        "at": at,
        "cause": entry.cause.in_(language),
        "remedy": entry.remedy.in_(language),
        "action": entry.action.map(RemedyAction::as_str),
        "actionText": entry.action.map(|action| action.label().in_(language)),
        "retry": entry.retry.as_str(),
    })
}
