//! *Connections*: which server is asked for which family of calls, and what it means when one does not answer.

use std::rc::Rc;

use latchboard_console::connections::{Action, ConnectionsPage, Diagnosis, Kind, Test};
use latchboard_console::server_choice::{AddressFault, ServerChoice};
use latchboard_console::server_label::{Colour, Label};
use latchboard_contract::endpoint::Family;
use latchboard_texts::Text;
use latchboard_texts::{common, connections as texts, shell};
use yew::prelude::*;

use crate::i18n::Here;
use crate::services::Services;
use crate::ui::{Button, ButtonKind, Field, Symbol, clock, icon, ids, link, page_head};
use latchboard_console::progress::Busy;
use latchboard_console::route::Route;

/// What would be lost with each family's server, and the page where it comes to its end.
type Busies = [Option<(Busy, Route)>; Family::ALL.len()];

pub fn connections(
    model: &ConnectionsPage,
    dispatch: &Callback<Action>,
    services: &Rc<Services>,
    busy: Busies,
) -> Html {
    html! {
        <div class="page">
            { page_head(shell::CONNECTIONS.here(), texts::LEAD.here()) }
            <div class="result" role="status">
                if let Some(family) = model.moved {
                    <p class="callout">
                        { icon(Symbol::Check) }
                        <span>{ match family { Family::Vault => texts::MOVED_VAULT, Family::LocationHistory => texts::MOVED_KEYS }.here() }</span>
                    </p>
                }
            </div>
            { for Family::ALL.map(|family| form(model, dispatch, services, busy, family)) }
            { label_form(model, dispatch) }
        </div>
    }
}

fn form(
    model: &ConnectionsPage,
    dispatch: &Callback<Action>,
    services: &Rc<Services>,
    busy: Busies,
    family: Family,
) -> Html {
    let draft = model.draft(family);
    let onsubmit = dispatch.reform(move |event: SubmitEvent| {
        event.prevent_default();
        Action::UseAsked(family, busy[family as usize].is_some())
    });
    let option = |kind: Kind, name: Text| {
        let onchange = dispatch.reform(move |_: Event| Action::KindChosen(family, kind));
        html! {
            <label class="choice__option">
                <input type="radio" name={ids::place(family)} checked={draft.kind == kind} {onchange} />
                <span>{ name.here() }</span>
            </label>
        }
    };
    let (name, warning) = match family {
        Family::LocationHistory => (texts::LOCATION_HISTORY, texts::USE_KEYS_WARN),
        Family::Vault => (texts::VAULT, texts::USE_VAULT_WARNS),
    };
    let is_in_use = model.is_in_use(family);
    let warns = !is_in_use && (family == Family::LocationHistory || services.is_signed_in());
    let is_testing = matches!(draft.test, Test::Asking(_));
    html! {
        <form class="card form" novalidate=true {onsubmit} aria-label={name.here()}>
            <h2 class="card__title">{ name.here() }</h2>
            <fieldset class="choice">
                <legend class="field__label">{ texts::WHERE.here() }</legend>
                <div class="choice__options choice__options--stack">
                    { option(Kind::Here, texts::HERE) }
                    { option(Kind::Gateway, texts::GATEWAY) }
                    { option(Kind::Elsewhere, texts::ELSEWHERE) }
                </div>
            </fieldset>
            if draft.kind == Kind::Gateway {
                <p class="field__hint">{ texts::GatewayHint { option: upstream_flag(family) }.here() }</p>
            }
            if draft.kind == Kind::Elsewhere {
                <Field id={ids::address(family)} label={texts::ADDRESS.here()} hint={texts::ADDRESS_HINT.here()} required=true
                    inputmode="url" value={draft.address.clone()} fault={model.fault(family).map(|fault| AttrValue::from(fault_text(fault).here()))}
                    oninput={dispatch.reform(move |text| Action::AddressEdited(family, text))} />
            }
            if warns { <p class="field__hint">{ warning.here() }</p> }
            <div class="form__actions">
                if is_in_use {
                    <span class="state state--active">{ texts::IN_USE.here() }</span>
                } else {
                    <Button kind={ButtonKind::Primary} submit=true>{ texts::USE.here() }</Button>
                }
                <Button busy={is_testing} progress={common::ASKING.here()} onclick={dispatch.reform(move |()| Action::TestAsked(family))}>
                    { texts::TEST.here() }
                </Button>
            </div>
            <div class="result" role="status">
                if let Some((busy, page)) = busy[family as usize].filter(|_| model.refused == Some(family)) {
                    <p class="callout">
                        { icon(Symbol::Warning) }
                        <span>{ busy_text(busy).here() }{ " " }{ link(page, false, "", &services.open, texts::BUSY_SHOW.here().into()) }</span>
                    </p>
                }
                if let (Test::Told(diagnosis, at), Ok(place)) = (draft.test, model.chosen(family)) {
                    { told(diagnosis, &place, family, &model.origin, clock(at)) }
                }
            </div>
        </form>
    }
}

/// One for each server that is asked.
fn label_form(model: &ConnectionsPage, dispatch: &Callback<Action>) -> Html {
    let is_first = |family: &Family| {
        let first = Family::ALL.into_iter().find(|other| model.host(*other) == model.host(*family));
        first == Some(*family)
    };
    let server = |family: Family| {
        let label = model.label(family);
        let colour = |colour: Colour| {
            let (onchange, label) = (dispatch.clone(), label.clone());
            let is_chosen = label.colour == colour;
            let onchange =
                move |_: Event| onchange.emit(Action::Labelled(family, Label { colour, ..label.clone() }));
            html! {
                <label class="choice__option" data-colour={colour.as_str()}>
                    <input type="radio" name={ids::colour(family)} checked={is_chosen} {onchange} />
                    <span>{ colour_text(colour).here() }</span>
                </label>
            }
        };
        let oninput = {
            let label = label.clone();
            dispatch.reform(move |name| Action::Labelled(family, Label { name, ..label.clone() }))
        };
        html! {
            <>
                <Field id={ids::label(family)} label={texts::LabelOf { host: model.host(family) }.here()} hint={texts::LABEL_HINT.here()} value={label.name.clone()} {oninput} />
                <fieldset class="choice">
                    <legend class="field__label">{ texts::COLOUR.here() }</legend>
                    <div class="choice__options">{ for Colour::ALL.map(colour) }</div>
                </fieldset>
            </>
        }
    };
    html! {
        <section class="card form" aria-label={texts::LABELS.here()}>
            <h2 class="card__title">{ texts::LABELS.here() }</h2>
            { for Family::ALL.into_iter().filter(is_first).map(server) }
        </section>
    }
}

const fn colour_text(colour: Colour) -> Text {
    match colour {
        Colour::None => texts::COLOUR_NONE,
        Colour::Green => texts::COLOUR_GREEN,
        Colour::Amber => texts::COLOUR_AMBER,
        Colour::Red => texts::COLOUR_RED,
        Colour::Violet => texts::COLOUR_VIOLET,
    }
}

const fn busy_text(busy: Busy) -> Text {
    match busy {
        Busy::Run => texts::BUSY_RUN,
        Busy::Scan => texts::BUSY_SCAN,
        Busy::Call => texts::BUSY_CALL,
        Busy::Key => texts::BUSY_KEY,
        Busy::Unknown => texts::BUSY_UNKNOWN,
    }
}

fn fault_text(fault: AddressFault) -> Text {
    match fault {
        AddressFault::Empty => texts::EMPTY,
        AddressFault::NoScheme => texts::NO_SCHEME,
        AddressFault::Plain => texts::PLAIN,
        AddressFault::Credentials => texts::CREDENTIALS,
        AddressFault::Query => texts::QUERY,
        AddressFault::Malformed => texts::MALFORMED,
    }
}

/// The server's option that names the vendor behind its gateway.
const fn upstream_flag(family: Family) -> &'static str {
    match family {
        Family::LocationHistory => "--upstream-location-history",
        Family::Vault => "--upstream-mysafe",
    }
}

/// What was found out, what it means, and what to do.
fn told(diagnosis: Diagnosis, place: &ServerChoice, family: Family, origin: &str, time: String) -> Html {
    let (title, why, status, next) = wording(diagnosis);
    let (tone, symbol) = match diagnosis {
        Diagnosis::Answers => ("outcome outcome--done", Symbol::Check),
        Diagnosis::Offline | Diagnosis::TimedOut | Diagnosis::NoConnection => {
            ("outcome outcome--unknown", Symbol::Question)
        }
        Diagnosis::NoSuchPath(_)
        | Diagnosis::Page(_)
        | Diagnosis::Failing(..)
        | Diagnosis::Other(_)
        | Diagnosis::NoGateway
        | Diagnosis::Redirects
        | Diagnosis::ForbiddenHere
        | Diagnosis::NotAllowedThere => ("outcome outcome--refused", Symbol::Cross),
    };
    html! {
        <section class={tone} data-diagnosis={name(diagnosis)}>
            <span class="outcome__mark">{ icon(symbol) }</span>
            <div class="outcome__body">
                <h3 class="outcome__title">{ title.here() }</h3>
                <p>
                    { why.here() }
                    if let Some(status) = status { { format!(" (HTTP {status})") } }
                    { " " }<span class="outcome__time">{ texts::TestedAt { time: &time }.here() }</span>
                </p>
                if let Some(next) = next { <p>{ next.here() }</p> }
                if diagnosis == Diagnosis::NoGateway { { command(format!("{} https://…", upstream_flag(family))) } }
                if let ServerChoice::Elsewhere(address) = place { { way_on(diagnosis, address.as_str(), address.origin(), address.is_plain(), family, origin) } }
            </div>
        </section>
    }
}

/// The next step at another address, down to the command.
fn way_on(
    diagnosis: Diagnosis,
    address: &str,
    its_origin: &str,
    plain: bool,
    family: Family,
    ours: &str,
) -> Html {
    match diagnosis {
        Diagnosis::ForbiddenHere => command(format!("--connect-to {its_origin}")),
        Diagnosis::NotAllowedThere => html! {
            <>
                { command(format!("--allow-origin {ours}")) }
                <p>{ texts::NOT_ALLOWED_VENDOR.here() }</p>
                { command(format!("{} {address}", upstream_flag(family))) }
            </>
        },
        Diagnosis::NoConnection | Diagnosis::TimedOut | Diagnosis::Redirects => html! {
            <>
                if plain && ours.starts_with("https:") { <p>{ texts::MIXED_WHY.here() }</p> }
                <p><a href={address.to_owned()} target="_blank" rel="noopener noreferrer">{ texts::OpenToSee { address }.here() }</a></p>
                if diagnosis == Diagnosis::NoConnection {
                    <p>{ texts::OPEN_WHY.here() }</p>
                    { command(format!("curl -sS -o /dev/null -w '%{{http_code}}\\n' '{address}'")) }
                }
            </>
        },
        Diagnosis::Answers
        | Diagnosis::NoSuchPath(_)
        | Diagnosis::Page(_)
        | Diagnosis::Failing(..)
        | Diagnosis::Other(_)
        | Diagnosis::NoGateway
        | Diagnosis::Offline => Html::default(),
    }
}

fn command(text: String) -> Html {
    html! { <pre class="command" tabindex="0"><code>{ text }</code></pre> }
}

type Wording = (Text, Text, Option<u16>, Option<Text>);

const fn wording(diagnosis: Diagnosis) -> Wording {
    match diagnosis {
        Diagnosis::Answers => (texts::ANSWERS, texts::ANSWERS_WHY, None, None),
        Diagnosis::NoSuchPath(status) => {
            (texts::NO_PATH, texts::NO_PATH_WHY, Some(status), Some(texts::PATH_NEXT))
        }
        Diagnosis::Page(status) => (texts::PAGE, texts::PAGE_WHY, Some(status), Some(texts::PATH_NEXT)),
        Diagnosis::Other(status) => (texts::OTHER, texts::OTHER_WHY, Some(status), Some(texts::PATH_NEXT)),
        Diagnosis::Failing(status, _) => {
            (texts::FAILING, texts::FAILING_WHY, Some(status), Some(texts::FAILING_NEXT))
        }
        Diagnosis::NoGateway => (texts::NO_GATEWAY, texts::NO_GATEWAY_WHY, None, Some(texts::FORBIDDEN_NEXT)),
        Diagnosis::Redirects => (texts::REDIRECTS, texts::REDIRECTS_WHY, None, Some(texts::REDIRECTS_NEXT)),
        Diagnosis::ForbiddenHere => {
            (texts::FORBIDDEN, texts::FORBIDDEN_WHY, None, Some(texts::FORBIDDEN_NEXT))
        }
        Diagnosis::NotAllowedThere => {
            (texts::NOT_ALLOWED, texts::NOT_ALLOWED_WHY, None, Some(texts::NOT_ALLOWED_NEXT))
        }
        Diagnosis::Offline => (texts::OFFLINE, texts::OFFLINE_WHY, None, Some(texts::OFFLINE_NEXT)),
        Diagnosis::TimedOut => (texts::TIMED_OUT, texts::TIMED_OUT_WHY, None, None),
        Diagnosis::NoConnection => (texts::NO_CONNECTION, texts::NO_CONNECTION_WHY, None, None),
    }
}

/// As a word for tests and style sheets.
const fn name(diagnosis: Diagnosis) -> &'static str {
    match diagnosis {
        Diagnosis::Answers => "answers",
        Diagnosis::NoSuchPath(_) => "no-such-path",
        Diagnosis::Page(_) => "page",
        Diagnosis::Failing(..) => "failing",
        Diagnosis::Other(_) => "other",
        Diagnosis::NoGateway => "no-gateway",
        Diagnosis::Redirects => "redirects",
        Diagnosis::ForbiddenHere => "forbidden-here",
        Diagnosis::NotAllowedThere => "not-allowed-there",
        Diagnosis::Offline => "offline",
        Diagnosis::TimedOut => "timed-out",
        Diagnosis::NoConnection => "no-connection",
    }
}
