//! *Error guide*: every code with its causes and remedies, and a search over all of it.

use latchboard_console::error_guide::matching;
use latchboard_contract::error::{Code, Entry, catalogue};
use latchboard_texts::{common, guide as texts, shell};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::{Here, language};
use crate::part_props::PartProps;
use crate::ui::{Open, link, page_head};
use latchboard_console::route::Route;

/// The part that has this page only.
#[component]
pub fn GuidePart(props: &PartProps) -> Html {
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                search.set(input.value());
            }
        }
    };
    let code = match props.address.route {
        Route::Errors => None,
        Route::Error { code } => Some(code),
        Route::Home
        | Route::AdminKey { .. }
        | Route::ApiSecrets
        | Route::Bulk
        | Route::Leak
        | Route::Connections
        | Route::Activity
        | Route::SelfTest
        | Route::NotFound => return Html::default(),
    };
    let open = &props.services.open;
    let found: Vec<_> = matching(&search, language()).collect();
    let count = texts::Count { found: found.len(), all: Code::ALL.len() }.here();
    html! {
        <div class="page">
            { page_head(shell::ERROR_GUIDE.here(), texts::LEAD.here()) }
            { code.map(article) }
            if code.is_some() {
                <p>{ link(Route::Errors, false, "button", open, html! { texts::ALL_CODES.here() }) }</p>
            } else {
                <div class="field">
                    <label class="field__label" for="search">{ texts::SEARCH.here() }</label>
                    <input id="search" class="input" type="search" autocomplete="off" value={(*search).clone()} {oninput}
                        placeholder={texts::SEARCH_HINT.here()} />
                    <p class="field__hint" role="status">{ count }</p>
                </div>
                <ul class="guide">{ for found.into_iter().map(|code| html! { <li key={code.as_str()}>{ article_link(code, open) }</li> }) }</ul>
            }
        </div>
    }
}

fn article_link(code: Code, open: &Open) -> Html {
    let text = html! {
        <>
            <code>{ code.as_str() }</code>
            <span>{ catalogue::guide(code).meaning.here() }</span>
        </>
    };
    link(Route::Error { code }, false, "guide__entry", open, text)
}

fn article(code: Code) -> Html {
    let guide = catalogue::guide(code);
    html! {
        <article class="card form">
            <h2><code>{ code.as_str() }</code></h2>
            <p>{ guide.meaning.here() }</p>
            { for guide.entries.iter().map(entry) }
        </article>
    }
}

fn entry(entry: &Entry) -> Html {
    let calls: Vec<_> = entry.at.iter().map(|endpoint| catalogue::endpoint(endpoint).here()).collect();
    html! {
        <section class="guide__at">
            <h3>{ calls.join(" · ") }</h3>
            <dl class="facts">
                <dt>{ common::CAUSE.here() }</dt><dd>{ entry.cause.here() }</dd>
                <dt>{ common::REMEDY.here() }</dt><dd>{ entry.remedy.here() }</dd>
                if !entry.seen_as.is_empty() { <dt>{ texts::SEEN_AS.here() }</dt><dd>{ entry.seen_as }</dd> }
                <dt>{ texts::SEND_AGAIN.here() }</dt><dd>{ entry.retry.text().here() }</dd>
            </dl>
        </section>
    }
}
