//! What is told about a secret before anything is sent: whether it may be, what to point out, how
//! strong it is, and its fingerprint; and the generator. The rules stand in `contract`.

use js_sys::Uint8Array;
use latchboard_contract::error::Code;
use latchboard_contract::validate::{self, Known, Level, Reason, Role, WarningKind};
use latchboard_contract::{Fingerprint, Secret, generate_from};
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

use crate::arguments::{Result, Text, argument, misuse, optional};
use crate::outcome::value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_randomness(bytes: &Uint8Array);
}

/// What else is known when a secret is checked.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", expecting = "an object such as { role: \"chosen\" }")]
struct SecretCheckOptions {
    /// `chosen` unless something else is said.
    #[tsify(optional)]
    role: Option<Role>,
    /// The API key, to warn when it was pasted into the wrong field.
    #[tsify(optional)]
    api_key: Option<Text>,
    /// The admin key, for the same reason.
    #[tsify(optional)]
    admin_key: Option<Text>,
}

/// A stretch of the secret, in the units that `slice` counts in.
#[derive(Serialize, Tsify)]
struct Place {
    /// Where it begins, in UTF-16 units from the start of the string.
    start: u32,
    /// Where the rest of the string begins, in the same units.
    end: u32,
}

/// Something about a secret that its owner should know but may overrule. Nothing is ever trimmed or replaced.
#[derive(Serialize, Tsify)]
struct Warning {
    /// What it is.
    kind: WarningKind,
    /// Where it is; empty when it is about the whole.
    places: Vec<Place>,
}

/// How hard a secret is to guess.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct Strength {
    /// From what is guessed at once to what nobody guesses.
    level: Level,
    /// What keeps it from being stronger; null from `strong` on.
    reason: Option<Reason>,
}

/// It may be sent.
#[derive(Serialize, Tsify)]
struct SecretAccepted {
    /// Tells it apart from a secret that may not be sent.
    #[tsify(type = "true")]
    valid: bool,
    /// What its owner should know first; empty where nothing is odd.
    warnings: Vec<Warning>,
    /// How hard it is to guess.
    strength: Strength,
}

/// It may not be sent: a call with it would be `not_attempted` with this code.
#[derive(Serialize, Tsify)]
struct SecretRefused {
    /// Tells it apart from a secret that may be sent.
    #[tsify(type = "false")]
    valid: bool,
    /// The first rule that it breaks.
    #[tsify(type = "SecretCode")]
    code: Code,
}

/// What is told about a secret before it is sent.
#[derive(Tsify)]
#[tsify(type = "SecretAccepted | SecretRefused")]
#[expect(dead_code, reason = "a union of names in TypeScript")]
struct SecretCheck;

/// Whether a customer secret may be sent, what to point out about it, and how strong it is. Nothing is sent.
///
/// # Errors
///
/// A `TypeError` for arguments of other types.
#[wasm_bindgen(js_name = validateSecret, unchecked_return_type = "SecretCheck")]
pub fn validate_secret(
    #[wasm_bindgen(unchecked_param_type = "Text")] secret: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "SecretCheckOptions")] options: JsValue,
) -> Result<JsValue> {
    let secret: Secret = argument::<Text>(secret, "secret")?.into();
    let SecretCheckOptions { role, api_key, admin_key } = optional(options, "options")?;
    let role = role.unwrap_or(Role::Chosen);
    let api_key = api_key.map(Secret::from);
    let admin_key = admin_key.map(|key| Fingerprint::of(&key.into()));

    let checked = match role {
        Role::Chosen => validate::customer_secret(&secret),
        Role::Present => validate::present_secret(&secret),
    };
    if let Err(code) = checked {
        return value(&SecretRefused { valid: false, code });
    }
    let known = Known { api_key: api_key.as_ref(), admin_key: admin_key.as_ref() };
    let warnings = validate::warnings(&secret, role, &known);
    let validate::Strength { level, reason } = validate::strength(&secret);
    value(&SecretAccepted {
        valid: true,
        warnings: warnings.iter().map(|warning| Warning::of(&secret, warning)).collect(),
        strength: Strength { level, reason },
    })
}

impl Warning {
    fn of(secret: &Secret, warning: &validate::Warning) -> Self {
        let units =
            |bytes: usize| u32::try_from(secret.expose()[..bytes].encode_utf16().count()).unwrap_or(u32::MAX);
        let place = |range: &validate::CharacterRange| Place {
            start: units(range.bytes.start),
            end: units(range.bytes.end),
        };
        Self { kind: warning.kind, places: warning.ranges.iter().map(place).collect() }
    }
}

/// A secret of 48 random letters and digits, from `crypto.getRandomValues`. Throws an `Error` on a platform whose
/// randomness is broken; no argument is to blame for that.
///
/// # Errors
///
/// An `Error` when the platform's source of randomness is broken.
#[wasm_bindgen(js_name = generateSecret, unchecked_return_type = "string")]
pub fn generate_secret() -> Result<JsValue> {
    let mut random = |bytes: &mut [u8]| {
        let filled = Uint8Array::new_with_length(u32::try_from(bytes.len()).unwrap_or(0));
        fill_with_randomness(&filled);
        if filled.length() as usize == bytes.len() {
            filled.copy_to(bytes);
        }
        filled.fill(0, 0, filled.length());
    };
    match generate_from(&mut random) {
        Some(secret) => Ok(JsValue::from_str(secret.expose())),
        None => Err(js_sys::Error::new("crypto.getRandomValues gives no random bytes").into()),
    }
}

/// The first 12 hexadecimal digits of the SHA-256 of a secret, so that two people can compare it without showing it. No
/// protection for a secret that can be guessed: anybody can hash guesses.
///
/// # Errors
///
/// A `TypeError` for anything but a string or a `Uint8Array`.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn fingerprint(
    #[wasm_bindgen(unchecked_param_type = "Text | Uint8Array")] secret: JsValue,
) -> Result<JsValue> {
    let Some(bytes) = secret.dyn_ref::<Uint8Array>() else {
        if !secret.is_string() {
            return Err(misuse("secret", "a string, or a Uint8Array"));
        }
        let secret: Secret = argument::<Text>(secret, "secret")?.into();
        return Ok(JsValue::from_str(Fingerprint::of(&secret).as_str()));
    };
    let (length, mut read) = (bytes.length(), 0);
    let fingerprint = Fingerprint::of_pieces(|piece| {
        let end = length.min(read + u32::try_from(piece.len()).unwrap_or(u32::MAX));
        let part = bytes.subarray(read, end);
        let copied = (end - read) as usize;
        part.copy_to(&mut piece[..copied]);
        read = end;
        copied
    });
    Ok(JsValue::from_str(fingerprint.as_str()))
}
