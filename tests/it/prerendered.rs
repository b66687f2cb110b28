//! `www/prerendered.html` is printed from the views. Nobody edits it by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use latchboard::pages::prerendered::{Prerendered, PrerenderedProps, routes};
use latchboard::ui::{Symbol, icon};
use latchboard_texts::{Language, Text, document};
use tokio::task::LocalSet;
use yew::{Html, LocalServerRenderer, component};

const FORMS: &str = "www/prerendered.html";
const NOTICES: &str = "www/notices.html";

/// What the document says where the program does not come to run, and where it finds its texts.
fn notices() -> String {
    let files = Language::ALL.map(|language| {
        let tag = language.tag();
        format!("\"{tag}\": [\"/texts-{tag}.txt\", \"/texts-of-parts-{tag}.txt\"]")
    });
    let in_all = |said: &dyn Fn(Language) -> String| Language::ALL.map(said).concat();
    let no_script = in_all(&|language| {
        format!("<p class=\"notice\" lang=\"{}\">{}</p>", language.tag(), document::NO_SCRIPT.in_(language))
    });
    let notice = |title: Text, why: Text| {
        in_all(&|language| {
            let (tag, title, why) = (language.tag(), title.in_(language), why.in_(language));
            format!("<div lang=\"{tag}\"><h1>{title}</h1><p>{why}</p></div>")
        })
    };
    let not_loaded = notice(document::NOT_LOADED, document::NOT_LOADED_WHY);
    let crashed = notice(document::CRASHED, document::CRASHED_WHY);
    format!(
        "{COMMENT}<script>globalThis.latchboardTextFiles = {{ {} }};</script>\n<noscript>{no_script}</noscript>\n\
         <section id=\"not-loaded\" class=\"notice\" role=\"alert\" hidden>{not_loaded}</section>\n\
         <section id=\"crash\" class=\"notice\" role=\"alert\" hidden>{crashed}<p><code data-place></code></p></section>\n",
        files.join(", ")
    )
}

const COMMENT: &str =
    "<!-- Printed from the texts and views by `LATCHBOARD_BLESS=1 cargo test --test it prerendered`. -->\n";

/// Compares a file with what it should be, or makes it so.
fn check(path: &str, printed: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("LATCHBOARD_BLESS").is_some() {
        fs::write(&file, printed).expect("the file can be written");
    }
    assert!(
        fs::read_to_string(&file).unwrap_or_default() == printed,
        "{path} differs: renew it with `LATCHBOARD_BLESS=1 cargo test --test it prerendered`"
    );
}

#[test]
fn the_notices_are_what_the_texts_say() {
    check(NOTICES, &notices());
}

async fn printed() -> String {
    let mut file = COMMENT.to_owned();
    for route in routes() {
        for language in Language::ALL {
            let page = LocalServerRenderer::<Prerendered>::with_props(PrerenderedProps { route, language });
            let page = page.hydratable(false).render().await;
            let (path, tag) = (route.path(), language.tag());
            writeln!(file, "<template data-path=\"{path}\" lang=\"{tag}\">{page}</template>")
                .expect("a text takes any text");
        }
    }
    file
}

#[tokio::test]
async fn the_prerendered_forms_are_what_the_views_draw() {
    let printed = LocalSet::new().run_until(printed()).await;
    check(FORMS, &printed);
}

#[tokio::test]
async fn every_address_has_a_form_in_every_language_and_no_script() {
    let file = LocalSet::new().run_until(printed()).await;
    for route in routes() {
        for language in Language::ALL {
            let begin = format!("<template data-path=\"{}\" lang=\"{}\">", route.path(), language.tag());
            let (_, page) = file.split_once(&begin).expect("a template");
            let (page, _) = page.split_once("</template>").expect("its end");
            assert!(page.contains("<form") && page.contains("type=\"password\""), "{begin}{page}");
            assert!(!page.contains("<script") && !page.contains(" onclick"), "{begin}{page}");
        }
    }
}

#[component]
fn Mark() -> Html {
    icon(Symbol::Latch)
}

#[tokio::test]
async fn the_brand_before_the_program_has_the_programs_mark() {
    let mark = LocalServerRenderer::<Mark>::new().hydratable(false);
    let mark = LocalSet::new().run_until(mark.render()).await;
    let (_, line) = mark.split_once(" d=\"").expect("a line");
    let (line, _) = line.split_once('"').expect("its end");
    assert!(include_str!("../../index.html").contains(line), "{line} is not in index.html");
}
