//! What is told about a secret below its field: how strong it is, its fingerprint, and what to look at twice.

use latchboard_console::doubt::Doubt;
use latchboard_contract::Fingerprint;
use latchboard_contract::validate::{CredentialKind, Level, Strength, Warning, WarningKind};
use latchboard_texts::{common, warnings};
use yew::prelude::*;

use super::pointing::pointed_out;
use crate::i18n::Here;

/// Strength and fingerprint, where there is a secret to tell them of.
pub fn about_secret(strength: Option<Strength>, fingerprint: Option<&Fingerprint>) -> Html {
    html! {
        <>
            if let Some(strength) = strength { { meter(strength) } }
            if let Some(fingerprint) = fingerprint {
                <p class="field__hint">{ common::FINGERPRINT.here() }{ " " }<code>{ fingerprint.as_str() }</code></p>
            }
        </>
    }
}

/// What a text looks like that stands where another credential belongs, and that it was not sent for that.
pub fn misplaced(text: &str, wanted: CredentialKind, doubt: Doubt) -> Option<AttrValue> {
    let kind = CredentialKind::of(text).filter(|kind| *kind != wanted)?;
    let said = match kind {
        CredentialKind::ApiKey => warnings::LOOKS_LIKE_API_KEY.here(),
        CredentialKind::ClientId => warnings::LOOKS_LIKE_CLIENT_ID.here(),
        CredentialKind::ClientSecret => warnings::LOOKS_LIKE_CLIENT_SECRET.here(),
    };
    Some(match doubt {
        Doubt::Held => [said, warnings::HELD.here()].join(" ").into(),
        Doubt::Unasked | Doubt::Overruled => AttrValue::Static(said),
    })
}

/// The estimate as a bar of five parts, and in words.
fn meter(strength: Strength) -> Html {
    let level = Level::ALL.iter().position(|level| *level == strength.level).unwrap_or_default();
    let reason = strength.reason.map(|reason| reason.text().here());
    html! {
        <p class="meter" data-level={level.to_string()}>
            <span class="meter__bar" aria-hidden="true">{ for Level::ALL.iter().map(|_| html! { <span /> }) }</span>
            <span>{ common::STRENGTH.here() }{ " " }<strong>{ strength.level.text().here() }</strong></span>
            if let Some(reason) = reason { <span class="meter__reason">{ reason }</span> }
        </p>
    }
}

/// A weak secret is passed over: while it is being typed, every one is.
pub fn spoken(warnings: &[Warning]) -> Vec<AttrValue> {
    let warnings = warnings.iter().filter(|warning| warning.kind != WarningKind::Weak);
    warnings.map(|warning| pointed_out(warning).into()).collect()
}
