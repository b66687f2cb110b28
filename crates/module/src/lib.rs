//! What JavaScript gets: the checks that come before any call. A facade only; every rule stands
//! in `latchboard-contract`.

use latchboard_contract::{Fingerprint, Secret, validate};
use wasm_bindgen::prelude::wasm_bindgen;

/// Why `secret` may not be sent as a customer secret, as a stable code such as `secret_empty`;
/// `undefined` when it may.
#[wasm_bindgen(js_name = validateSecret)]
#[must_use]
pub fn validate_secret(secret: String) -> Option<String> {
    validate::customer_secret(&Secret::new(secret)).err().map(|code| code.as_str().to_owned())
}

/// The first 12 hexadecimal digits of the SHA-256 of `secret`, to compare without showing it.
#[wasm_bindgen]
#[must_use]
pub fn fingerprint(secret: String) -> String {
    Fingerprint::of(&Secret::new(secret)).to_string()
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, validate_secret};
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_fault_is_named_by_its_code() {
        assert_eq!(validate_secret(String::new()).as_deref(), Some("secret_empty"));
        assert_eq!(validate_secret("a fine secret".into()), None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_fingerprint_is_that_of_the_contract() {
        assert_eq!(fingerprint("abc".into()), "ba7816bf8f01");
    }
}
