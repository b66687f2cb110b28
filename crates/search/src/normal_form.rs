//! The canonical normal forms of Unicode. JavaScript has them in the language, so WebAssembly carries no tables of them.

/// In NFC: a letter and its marks are one character, where there is one.
pub(crate) fn composed(text: &str) -> String {
    #[cfg(target_family = "wasm")]
    return js_sys::JsString::from(text).normalize("NFC").into();
    #[cfg(not(target_family = "wasm"))]
    return unicode_normalization::UnicodeNormalization::nfc(text).collect();
}

/// In NFD: each mark is a character of its own.
pub(crate) fn decomposed(text: &str) -> String {
    #[cfg(target_family = "wasm")]
    return js_sys::JsString::from(text).normalize("NFD").into();
    #[cfg(not(target_family = "wasm"))]
    return unicode_normalization::UnicodeNormalization::nfd(text).collect();
}
