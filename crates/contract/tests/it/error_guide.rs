//! `docs/errors.md` is printed from the catalogue. Nobody edits it by hand.

use std::fmt::Write;
use std::fs;

use latchboard_contract::error::{Code, Entry, Retry, catalogue};
use latchboard_contract::validate::WarningKind;
use latchboard_texts::Language;

const HEAD: &str = "\
# Error guide

Every code that Latchboard gives, what causes it at each call, and what to do next. The dashboard, the JavaScript module
and the server read the same texts. Codes are stable: programs branch on them, never on texts or statuses.

This file is printed from the catalogue in `crates/contract/src/error/guide/`; after a change there, renew it with
`LATCHBOARD_BLESS=1 cargo test -p latchboard-contract`.

## Verdicts

A call that changes something ends in exactly one of five verdicts. A code says why it was not the first or the second.

| verdict | meaning | what to do |
|---|---|---|
| done | The server said that it did it. | Nothing. |
| already so | Nothing changed; the state is as asked. | Nothing. |
| refused | The server said no. Nothing was changed, unless this answers a repeat of the same call without an idempotency key. | Follow the remedy. |
| not attempted | The call was never sent. | Follow the remedy. |
| unknown | There is no answer to rely on: the call may have been sent, and may have taken effect. | Find out before anything else. |

*Safe* below means that the same call may be sent again without thinking: nothing was changed, or repeating it changes
nothing more. After `rate_limited`, wait first.
";

fn path() -> String {
    format!("{}/../../docs/errors.md", env!("CARGO_MANIFEST_DIR"))
}

fn printed() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## Codes\n\n");
    for code in Code::ALL {
        line(&mut page, format_args!("- [`{code}`](#{code}): {}", english(catalogue::guide(code).meaning)));
    }
    for code in Code::ALL {
        let guide = catalogue::guide(code);
        line(&mut page, format_args!("\n### `{code}`\n\n{} {}", english(guide.meaning), standing(code)));
        for entry in guide.entries {
            section(&mut page, entry);
        }
    }
    page.push_str(
        "\n## Warnings\n\nWhat is pointed out about a secret before it is sent. The user may go on.\n\n",
    );
    for kind in WarningKind::ALL {
        line(&mut page, format_args!("- {}", english(kind.text())));
    }
    page
}

fn section(page: &mut String, entry: &Entry) {
    let names: Vec<_> = entry.at.iter().map(|endpoint| english(catalogue::endpoint(endpoint))).collect();
    line(page, format_args!("\n**{}**\n", names.join(" · ")));
    if !entry.seen_as.is_empty() {
        line(page, format_args!("- Seen as: {}", entry.seen_as));
    }
    line(page, format_args!("- Cause: {}", english(entry.cause)));
    line(page, format_args!("- Remedy: {}", english(entry.remedy)));
    if let Some(action) = entry.action {
        line(page, format_args!("- Button: {}", english(action.label())));
    }
    line(page, format_args!("- The same call again: {}", again(entry.retry)));
}

/// What the code says about the verdict.
fn standing(code: Code) -> &'static str {
    if code.leaves_outcome_open() {
        "A call that changes something ends *unknown*."
    } else if code.is_local() {
        "The call is *not attempted*."
    } else if code == Code::IdentifierNotNumeric {
        "The call is *not attempted*, or *refused* by the vault."
    } else {
        "The call is *refused*."
    }
}

fn again(retry: Retry) -> String {
    english(retry.text()).trim_end_matches('.').to_lowercase()
}

fn english(text: latchboard_texts::Text) -> &'static str {
    text.in_(Language::English)
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(page, "{text}").expect("a text takes any text");
}

#[test]
fn the_printed_guide_is_the_catalogue() {
    let page = printed();
    if std::env::var_os("LATCHBOARD_BLESS").is_some() {
        fs::write(path(), &page).expect("docs/errors.md can be written");
    }
    let file = fs::read_to_string(path()).unwrap_or_default();
    assert!(
        file == page,
        "docs/errors.md differs from the catalogue: renew it with `LATCHBOARD_BLESS=1 cargo test -p latchboard-contract`"
    );
}

#[test]
fn every_code_has_its_anchor_and_the_page_stays_small() {
    let page = printed();
    assert!(page.len() < 200_000, "{} bytes", page.len());
    for code in Code::ALL {
        let (file, anchor) = code.docs().split_once('#').expect("a file and an anchor");
        assert!(path().ends_with(file) && anchor == code.as_str());
        assert_eq!(page.matches(&format!("\n### `{anchor}`\n")).count(), 1, "{code}");
    }
}
