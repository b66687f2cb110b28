//! What is told about a secret before anything is sent: whether it may be, what to point out, how
//! strong it is, and its fingerprint; and the generator. The rules stand in `contract`.

use js_sys::Uint8Array;
use latchboard_contract::validate::{self, Known, Reason, Role, Warning};
use latchboard_contract::{Fingerprint, Secret, generate_from};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

use crate::js::{self, Members, Object, Result, list, misuse};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_randomness(bytes: &Uint8Array);
}

/// `validateSecret(secret, options)`, see the types.
///
/// # Errors
///
/// Throws a `TypeError` for arguments of other types.
#[wasm_bindgen(js_name = validateSecret, skip_typescript)]
pub fn validate_secret(secret: &JsValue, options: JsValue) -> Result<JsValue> {
    let secret = js::secret(secret, "secret")?;
    let options = Members::optional(options, "options", "an object such as { role: \"chosen\" }")?;
    let role = options.choice("role", Role::named, "\"chosen\" or \"present\"")?;
    let role = role.unwrap_or(Role::Chosen);
    let api_key = options.secret("apiKey")?;
    let admin_key = options.secret("adminKey")?.map(|key| Fingerprint::of(&key));

    let checked = match role {
        Role::Chosen => validate::customer_secret(&secret),
        Role::Present => validate::present_secret(&secret),
    };
    if let Err(code) = checked {
        return Ok(Object::new().with("valid", false).with("code", code.as_str()).into());
    }
    let known = Known { api_key: api_key.as_ref(), admin_key: admin_key.as_ref() };
    let warnings = validate::warnings(&secret, role, &known);
    let warning = |warning: &Warning| {
        Object::new().with("kind", warning.kind.as_str()).with("places", places(&secret, warning))
    };
    let strength = validate::strength(&secret);
    let words = Object::new()
        .with("level", strength.level.as_str())
        .text("reason", strength.reason.map(Reason::as_str));
    let valid = Object::new().with("valid", true);
    Ok(valid.with("warnings", list(warnings.iter().map(warning))).with("strength", words).into())
}

/// Where a warning points, as `slice` of a JavaScript string counts: in units of UTF-16.
fn places(secret: &Secret, warning: &Warning) -> js_sys::Array {
    let units = |bytes: usize| secret.expose()[..bytes].encode_utf16().count() as f64;
    list(warning.ranges.iter().map(|place| {
        Object::new().with("start", units(place.bytes.start)).with("end", units(place.bytes.end))
    }))
}

/// `generateSecret()`, see the types.
///
/// # Errors
///
/// Throws when the platform's source of randomness is broken.
#[wasm_bindgen(js_name = generateSecret, skip_typescript)]
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

/// `fingerprint(secret)`, see the types.
///
/// # Errors
///
/// Throws a `TypeError` for anything but a string or a `Uint8Array`.
#[wasm_bindgen(skip_typescript)]
pub fn fingerprint(secret: &JsValue) -> Result<JsValue> {
    let encoded = js::encoded(secret);
    let Some(bytes) = encoded.as_ref().or_else(|| secret.dyn_ref()) else {
        return Err(misuse("secret", "a string, or a Uint8Array"));
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
    if let Some(encoded) = encoded {
        encoded.fill(0, 0, length);
    }
    Ok(JsValue::from_str(fingerprint.as_str()))
}
