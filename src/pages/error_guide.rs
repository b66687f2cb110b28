//! *Error guide*: every code with its causes and remedies, and a search over all of it.

use latchboard_console::error_guide::matching;
use latchboard_contract::error::{Code, Entry, catalogue};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::route::Route;
use crate::ui::{LANGUAGE, Open, link};

/// The properties of [`ErrorGuide`].
#[derive(Properties, PartialEq)]
pub struct ErrorGuideProps {
    /// The code that the address names, if it names one.
    pub code: Option<Code>,
    /// Where links lead.
    pub open: Open,
}

/// The page.
#[component]
pub fn ErrorGuide(props: &ErrorGuideProps) -> Html {
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                search.set(input.value());
            }
        }
    };
    let found: Vec<_> = matching(&search, LANGUAGE).collect();
    let count = format!("{} of {} codes", found.len(), Code::ALL.len());
    html! {
        <div class="page">
            <header class="page__head">
                <h1>{ "Error guide" }</h1>
                <p class="page__lead">{ "What each code means, why it happens, and what to do. The codes stay the same, whatever a vendor writes." }</p>
            </header>
            { props.code.map(article) }
            if props.code.is_some() {
                <p>{ link(Route::Errors, false, "button", &props.open, html! { "All codes" }) }</p>
            } else {
                <div class="field">
                    <label class="field__label" for="search">{ "Search" }</label>
                    <input id="search" class="input" type="search" autocomplete="off" value={(*search).clone()} {oninput}
                        placeholder="A code, a status such as 403, the vendor's number, or a word" />
                    <p class="field__hint" role="status">{ count }</p>
                </div>
                <ul class="guide">{ for found.into_iter().map(|code| html! { <li key={code.as_str()}>{ article_link(code, &props.open) }</li> }) }</ul>
            }
        </div>
    }
}

fn article_link(code: Code, open: &Open) -> Html {
    let text = html! {
        <>
            <code>{ code.as_str() }</code>
            <span>{ catalogue::guide(code).meaning.in_(LANGUAGE) }</span>
        </>
    };
    link(Route::Error { code }, false, "guide__entry", open, text)
}

fn article(code: Code) -> Html {
    let guide = catalogue::guide(code);
    html! {
        <article class="card form">
            <h2><code>{ code.as_str() }</code></h2>
            <p>{ guide.meaning.in_(LANGUAGE) }</p>
            { for guide.entries.iter().map(entry) }
        </article>
    }
}

fn entry(entry: &Entry) -> Html {
    let calls: Vec<_> = entry.at.iter().map(|endpoint| catalogue::endpoint(endpoint).in_(LANGUAGE)).collect();
    html! {
        <section class="guide__at">
            <h3>{ calls.join(" · ") }</h3>
            <dl class="facts">
                <dt>{ "Cause" }</dt><dd>{ entry.cause.in_(LANGUAGE) }</dd>
                <dt>{ "Remedy" }</dt><dd>{ entry.remedy.in_(LANGUAGE) }</dd>
                if !entry.seen_as.is_empty() { <dt>{ "Seen as" }</dt><dd>{ entry.seen_as }</dd> }
                <dt>{ "Send again" }</dt><dd>{ entry.retry.text().in_(LANGUAGE) }</dd>
            </dl>
        </section>
    }
}
