//! `www/prerendered.html` is printed from the views. Nobody edits it by hand.

use std::fmt::Write as _;
use std::fs;

use latchboard::pages::prerendered::{Prerendered, PrerenderedProps, routes};
use latchboard::ui::{Symbol, icon};
use latchboard_contract::text::Language;
use tokio::task::LocalSet;
use yew::{Html, LocalServerRenderer, component};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/prerendered.html");

async fn printed() -> String {
    let mut file =
        "<!-- Printed from the views by `LATCHBOARD_BLESS=1 cargo test --test it prerendered`. -->\n"
            .to_owned();
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
    if std::env::var_os("LATCHBOARD_BLESS").is_some() {
        fs::write(PATH, &printed).expect("www/prerendered.html can be written");
    }
    let file = fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        file == printed,
        "www/prerendered.html differs from the views: renew it with `LATCHBOARD_BLESS=1 cargo test --test it prerendered`"
    );
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
