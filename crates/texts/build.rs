//! Reads the Fluent files, checks them against the English one, and writes `messages.rs` and a table for each language.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

const REFERENCE: &str = "en";
/// Messages that nobody shows: how terms are translated, the same way every time.
const TERMS: &str = "terms-";
/// Those in which that is checked.
const ERRORS: &str = "errors-";

/// The modules of what is said before the first part of the page has come: by its frame and by *Overview*.
const OF_THE_SHELL: [&str; 4] = ["common-", "numbers-", "overview-", "shell-"];

/// What a value of a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Text,
    /// Stands in `NUMBER()`, or chooses a variant.
    Count,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Value(String, Kind),
    Select(String, Vec<(PluralCategory, Vec<Piece>)>),
}

struct Message {
    pieces: Vec<Piece>,
    /// In the order of their first places.
    values: Vec<(String, Kind)>,
}

/// The messages of [`REFERENCE`]: those [`OF_THE_SHELL`], then those of the parts. The tables have them in this order.
struct Shown<'a> {
    messages: Vec<(&'a String, &'a Message)>,
    of_the_shell: usize,
}

fn main() -> Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").context("cargo says where the package lies")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").context("cargo says where output goes")?);
    // A directory, so that a new file is seen.
    println!("cargo::rerun-if-changed={}", here.display());

    println!("cargo::rustc-check-cfg=cfg(embedded)");
    let is_for_browsers = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if !is_for_browsers || env::var_os("CARGO_FEATURE_EMBEDDED").is_some() {
        println!("cargo::rustc-cfg=embedded");
    }

    let reference = read(&here, REFERENCE)?;
    let shown = Shown::of(&reference);
    fs::write(out.join("messages.rs"), source(&shown)?)?;
    for entry in fs::read_dir(&here)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let messages = read(&here, &tag)?;
            compare(&reference, &messages).with_context(|| format!("{tag}.ftl"))?;
            let (of_the_shell, of_parts) = shown.messages.split_at(shown.of_the_shell);
            fs::write(out.join(format!("{tag}.txt")), table(&tag, of_the_shell, &messages)?)?;
            fs::write(out.join(format!("of-parts-{tag}.txt")), table(&tag, of_parts, &messages)?)?;
        }
    }
    Ok(())
}

impl<'a> Shown<'a> {
    fn of(reference: &'a BTreeMap<String, Message>) -> Self {
        let shown = reference.iter().filter(|(id, _)| !id.starts_with(TERMS));
        let is_of_the_shell =
            |(id, _): &(&String, _)| OF_THE_SHELL.iter().any(|module| id.starts_with(module));
        let (mut messages, of_parts) = shown.partition::<Vec<_>, _>(is_of_the_shell);
        let of_the_shell = messages.len();
        messages.extend(of_parts);
        Self { messages, of_the_shell }
    }
}

fn read(here: &Path, tag: &str) -> Result<BTreeMap<String, Message>> {
    let text = fs::read_to_string(here.join(format!("{tag}.ftl"))).with_context(|| format!("{tag}.ftl"))?;
    let resource = fluent_syntax::parser::parse(text.as_str()).map_err(|(_, errors)| {
        let lines = errors.iter().map(|error| {
            let line = text[..error.pos.start].lines().count();
            format!("{tag}.ftl, line {line}: {}", error.kind)
        });
        anyhow::anyhow!(lines.collect::<Vec<_>>().join("\n"))
    })?;
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                let known = (|| {
                    ensure!(message.attributes.is_empty(), "attributes are not known here");
                    let message = Message::read(&message.value.context("it has no text")?)?;
                    ensure!(messages.insert(id.to_owned(), message).is_none(), "it stands there twice");
                    Ok(())
                })();
                known.with_context(|| format!("{tag}.ftl: {id}"))?;
            }
            Entry::Term(term) => bail!("{tag}.ftl: -{}: terms are not known here", term.id.name),
            Entry::Junk { content } => bail!("{tag}.ftl: {content}"),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
        }
    }
    Ok(messages)
}

impl Message {
    fn read(pattern: &Pattern<&str>) -> Result<Self> {
        let mut message = Self { pieces: pieces(pattern)?, values: Vec::new() };
        note_values(&message.pieces, &mut message.values)?;
        ensure!(message.values.len() < 10, "it takes more values than the table has digits for");
        Ok(message)
    }

    fn text(&self) -> String {
        self.pieces.iter().map(Piece::for_people).collect()
    }
}

impl Piece {
    /// As documentation shows it.
    fn for_people(&self) -> String {
        match self {
            Self::Literal(text) => text.clone(),
            Self::Value(name, _) => format!("{{{name}}}"),
            Self::Select(_, variants) => variants
                .last()
                .map(|(_, pieces)| pieces.iter().map(Self::for_people).collect())
                .unwrap_or_default(),
        }
    }
}

fn pieces(pattern: &Pattern<&str>) -> Result<Vec<Piece>> {
    pattern.elements.iter().map(piece).collect()
}

fn piece(element: &PatternElement<&str>) -> Result<Piece> {
    let expression = match element {
        PatternElement::TextElement { value } => {
            // Lines in the file are broken for its readers.
            return Ok(Piece::Literal(value.replace('\n', " ")));
        }
        PatternElement::Placeable { expression } => expression,
    };
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            Ok(Piece::Literal((*value).to_owned()))
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            Ok(Piece::Value(id.name.to_owned(), Kind::Text))
        }
        Expression::Inline(InlineExpression::FunctionReference { id, arguments }) if id.name == "NUMBER" => {
            Ok(Piece::Value(only_variable(arguments)?.to_owned(), Kind::Count))
        }
        Expression::Inline(other) => bail!("{other:?} is not known here"),
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let variants = variants.iter().map(|variant| {
                let VariantKey::Identifier { name } = variant.key else {
                    bail!("variants are chosen by the plural category only")
                };
                Ok((category(name)?, pieces(&variant.value)?))
            });
            Ok(Piece::Select(id.name.to_owned(), variants.collect::<Result<_>>()?))
        }
        Expression::Select { .. } => bail!("only a value chooses a variant"),
    }
}

fn only_variable<'a>(arguments: &CallArguments<&'a str>) -> Result<&'a str> {
    match arguments.positional.as_slice() {
        [InlineExpression::VariableReference { id }] if arguments.named.is_empty() => Ok(id.name),
        _ => bail!("NUMBER() takes one value"),
    }
}

fn category(name: &str) -> Result<PluralCategory> {
    Ok(match name {
        "zero" => PluralCategory::ZERO,
        "one" => PluralCategory::ONE,
        "two" => PluralCategory::TWO,
        "few" => PluralCategory::FEW,
        "many" => PluralCategory::MANY,
        "other" => PluralCategory::OTHER,
        _ => bail!("{name} is no plural category"),
    })
}

fn digit(category: &PluralCategory) -> char {
    match category {
        PluralCategory::ZERO => '0',
        PluralCategory::ONE => '1',
        PluralCategory::TWO => '2',
        PluralCategory::FEW => '3',
        PluralCategory::MANY => '4',
        PluralCategory::OTHER => '5',
    }
}

fn note_values(pieces: &[Piece], values: &mut Vec<(String, Kind)>) -> Result<()> {
    let mut note = |name: &String, kind| match values.iter().find(|(known, _)| known == name) {
        None => {
            values.push((name.clone(), kind));
            Ok(())
        }
        Some((_, known)) if *known == kind => Ok(()),
        Some(_) => bail!("{name} is a count in one place only: write NUMBER(${name})"),
    };
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                ensure!(!text.contains(|c: char| c.is_control()), "it holds a control character");
            }
            Piece::Value(name, kind) => note(name, *kind)?,
            Piece::Select(name, _) => note(name, Kind::Count)?,
        }
    }
    for piece in pieces {
        if let Piece::Select(_, variants) = piece {
            for (_, pieces) in variants {
                let is_flat = !pieces.iter().any(|piece| matches!(piece, Piece::Select(..)));
                ensure!(is_flat, "a variant may not choose between variants");
                note_values(pieces, values)?;
            }
        }
    }
    Ok(())
}

/// Every language has the same messages, and each takes the same values.
fn compare(reference: &BTreeMap<String, Message>, messages: &BTreeMap<String, Message>) -> Result<()> {
    let ids = |messages: &BTreeMap<String, Message>| messages.keys().cloned().collect::<BTreeSet<_>>();
    let (wanted, there) = (ids(reference), ids(messages));
    let list =
        |of: &BTreeSet<String>, without| of.difference(without).cloned().collect::<Vec<_>>().join(", ");
    ensure!(wanted.is_subset(&there), "these are missing: {}", list(&wanted, &there));
    ensure!(there.is_subset(&wanted), "these are in no other language: {}", list(&there, &wanted));
    let terms = || reference.iter().filter(|(id, _)| id.starts_with(TERMS));
    for (id, message) in messages {
        let sorted = |message: &Message| {
            let mut values = message.values.clone();
            values.sort_by(|(a, _), (b, _)| a.cmp(b));
            values
        };
        let (ours, theirs) = (sorted(message), sorted(&reference[id]));
        ensure!(ours == theirs, "{id} takes {ours:?}, and {theirs:?} in {REFERENCE}.ftl");
        let (ours, theirs) = (message.text(), reference[id].text());
        ensure!(!ours.trim().is_empty() && !ours.contains("  "), "{id} is empty, or has a gap");
        let end = |text: &str| text.chars().last().filter(|end| end.is_ascii_punctuation() && text.len() > 1);
        ensure!(
            end(&ours) == end(&theirs),
            "{id} ends with {:?}, and with {:?} in {REFERENCE}.ftl",
            end(&ours),
            end(&theirs)
        );
        for (term, english) in terms().filter(|_| id.starts_with(ERRORS)) {
            let has = |text: &str, term: &Message| text.to_lowercase().contains(&term.text().to_lowercase());
            let is_translated = !has(&theirs, english) || has(&ours, &messages[term]);
            ensure!(
                is_translated,
                "{id} has no {:?}, and {:?} in {REFERENCE}.ftl",
                messages[term].text(),
                english.text()
            );
        }
    }
    Ok(())
}

/// The constants and structs, a module for each first word.
fn source(messages: &Shown<'_>) -> Result<String> {
    let mut modules = BTreeMap::<&str, Vec<(&str, usize, &Message)>>::new();
    for (index, (id, message)) in messages.messages.iter().enumerate() {
        let (module, name) =
            id.split_once('-').with_context(|| format!("{id} has no module before a `-`"))?;
        modules.entry(module).or_default().push((name, index, message));
    }
    let mut source = String::new();
    writeln!(source, "pub(crate) const OF_THE_SHELL: u16 = {};", messages.of_the_shell)?;
    for (module, messages) in modules {
        writeln!(source, "/// The messages `{module}-…`.\npub mod {module} {{\n    use crate::Text;")?;
        if messages.iter().any(|(.., message)| !message.values.is_empty()) {
            writeln!(
                source,
                "    use crate::table::{{Value, fill}};\n    use crate::{{Language, Localized}};"
            )?;
        }
        for (name, index, message) in messages {
            writeln!(source, "\n    /// {}", message.text())?;
            if message.values.is_empty() {
                let name = name.replace('-', "_").to_uppercase();
                writeln!(source, "    pub const {name}: Text = Text({index});")?;
            } else {
                source += &with_values(&camel(name), index, &message.values)?;
            }
        }
        source.push_str("}\n");
    }
    Ok(source)
}

fn with_values(name: &str, index: usize, values: &[(String, Kind)]) -> Result<String> {
    let mut source = String::new();
    let has_text = values.iter().any(|(_, kind)| *kind == Kind::Text);
    let (declared, used) = if has_text { ("<'a>", "<'_>") } else { ("", "") };
    writeln!(source, "    #[derive(Clone, Copy, Debug)]\n    pub struct {name}{declared} {{")?;
    for (value, kind) in values {
        let (is, of_type) = match kind {
            Kind::Text => ("Put in as it is.", "&'a str"),
            Kind::Count => ("A count.", "usize"),
        };
        writeln!(source, "        /// {is}\n        pub {}: {of_type},", value.replace('-', "_"))?;
    }
    let filled =
        values.iter().map(|(value, kind)| format!("Value::{kind:?}(self.{})", value.replace('-', "_")));
    let filled = filled.collect::<Vec<_>>().join(", ");
    writeln!(
        source,
        "    }}\n\n    impl Localized for {name}{used} {{\n        type Output = String;\n\n        \
         fn in_(self, language: Language) -> String {{\n            \
         fill(Text({index}), language, &[{filled}])\n        }}\n    }}"
    )?;
    Ok(source)
}

fn camel(name: &str) -> String {
    name.split(['-', '_'])
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_uppercase(), rest.to_owned()]
        })
        .collect()
}

/// A line for the plural rules, then one for each message.
fn table(
    tag: &str,
    reference: &[(&String, &Message)],
    messages: &BTreeMap<String, Message>,
) -> Result<String> {
    let mut table = plurals(tag)?;
    for (id, known) in reference {
        table.push('\n');
        write_pieces(&messages[*id].pieces, &known.values, &mut table)?;
    }
    table.push('\n');
    Ok(table)
}

fn write_pieces(pieces: &[Piece], known: &[(String, Kind)], table: &mut String) -> Result<()> {
    let index =
        |name: &String| known.iter().position(|(known, _)| known == name).context("a value of the message");
    for piece in pieces {
        match piece {
            Piece::Literal(text) => table.push_str(text),
            Piece::Value(name, _) => write!(table, "\u{1}{}", index(name)?)?,
            Piece::Select(name, variants) => {
                write!(table, "\u{2}{}", index(name)?)?;
                for (category, pieces) in variants {
                    table.push(digit(category));
                    write_pieces(pieces, known, table)?;
                    table.push('\u{3}');
                }
                table.push('\u{4}');
            }
        }
    }
    Ok(())
}

/// The category of 0 to 99, and of all that end so.
fn plurals(tag: &str) -> Result<String> {
    // The rules of a region are there only where they differ from the language's own.
    let rules = [tag, tag.split('-').next().unwrap_or(tag)].into_iter().find_map(|tag| {
        let language: LanguageIdentifier = tag.parse().ok()?;
        PluralRules::create(language, PluralRuleType::CARDINAL).ok()
    });
    let rules = rules.with_context(|| format!("{tag} has no plural rules"))?;
    let of = |count: usize| {
        rules
            .select(count)
            .map(|category| digit(&category))
            .map_err(|problem| anyhow::anyhow!("{tag}, {count}: {problem}"))
    };
    let table: Vec<char> = (0..200).map(of).collect::<Result<_>>()?;
    for count in 200..100_000 {
        let same = of(count)? == table[100 + count % 100];
        ensure!(same, "the plural of {count} in {tag} cannot be told from its last two digits");
    }
    Ok(table.into_iter().collect())
}
