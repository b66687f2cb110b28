//! How values come in and go out. What comes in is looked at before it is believed: a wrong type is
//! misuse and throws a `TypeError` that says what to pass, without a word of what was passed.

use js_sys::{Array, JsString, Reflect, TypeError, Uint8Array};
use latchboard_client::BaseUrl;
use latchboard_contract::Secret;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsString) -> Uint8Array;

    /// Any object, written to by name.
    type Bag;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Bag, name: &str, value: &JsValue);

    /// The address of the page or worker; Node.js has none.
    #[wasm_bindgen(thread_local_v2, js_namespace = globalThis, js_name = location)]
    static LOCATION: JsValue;
}

/// What a function of this crate answers. An error is thrown: a `TypeError` about the way in which it
/// was called, unless a platform has no randomness or the caller's own code threw.
pub(crate) type Result<T> = std::result::Result<T, JsValue>;

/// The `TypeError` for a wrong argument: `what` is its name, `expected` what to pass.
pub(crate) fn misuse(what: &str, expected: &str) -> JsValue {
    TypeError::new(&[what, " must be ", expected].concat()).into()
}

/// An object on its way out.
pub(crate) struct Object(Bag);

impl Object {
    pub(crate) fn new() -> Self {
        Self(js_sys::Object::new().unchecked_into())
    }

    pub(crate) fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        self.put(name, value.into())
    }

    /// There once: what is written out at every member of every object has to be loaded.
    #[inline(never)]
    fn put(self, name: &str, value: JsValue) -> Self {
        self.0.set(name, &value);
        self
    }

    /// A text, or null.
    #[inline(never)]
    pub(crate) fn text(self, name: &str, text: Option<&str>) -> Self {
        self.with(name, text.map_or(JsValue::NULL, JsValue::from_str))
    }
}

impl From<Object> for JsValue {
    fn from(object: Object) -> Self {
        object.0.into()
    }
}

/// A number, or null.
pub(crate) fn number(number: Option<impl Into<f64>>) -> JsValue {
    number.map_or(JsValue::NULL, |number| JsValue::from_f64(number.into()))
}

/// Yes or no, or null.
pub(crate) fn flag(flag: Option<bool>) -> JsValue {
    flag.map_or(JsValue::NULL, JsValue::from_bool)
}

/// A list of objects.
pub(crate) fn list(items: impl IntoIterator<Item = impl Into<JsValue>>) -> Array {
    array(&mut items.into_iter().map(Into::into))
}

/// There once, whatever the items are.
fn array(items: &mut dyn Iterator<Item = JsValue>) -> Array {
    items.collect()
}

/// A string as UTF-8, to be wiped by whoever asked for it; nothing for anything else. Not by way of a
/// `String` parameter: the glue code grows its buffer as it reads, and each half-grown copy would
/// stay behind.
pub(crate) fn encoded(value: &JsValue) -> Option<Uint8Array> {
    value.dyn_ref::<JsString>().map(|text| TextEncoder::new().encode(text))
}

/// A string as it came, or nothing for anything else.
pub(crate) fn as_text(value: &JsValue) -> Option<String> {
    let encoded = encoded(value)?;
    let bytes = encoded.to_vec();
    encoded.fill(0, 0, encoded.length());
    // The encoder writes UTF-8 only.
    String::from_utf8(bytes).ok()
}

/// A string that is a secret.
pub(crate) fn secret(value: &JsValue, what: &str) -> Result<Secret> {
    Ok(Secret::new(text(value, what)?))
}

/// A string that is none.
pub(crate) fn text(value: &JsValue, what: &str) -> Result<String> {
    as_text(value).ok_or_else(|| misuse(what, "a string"))
}

/// An argument that is an object with named members.
pub(crate) struct Members<'a> {
    value: JsValue,
    /// What the argument is called, for messages.
    what: &'a str,
}

impl<'a> Members<'a> {
    /// The members of an argument; none where it was left out.
    pub(crate) fn optional(value: JsValue, what: &'a str, expected: &str) -> Result<Self> {
        let fits = value.is_undefined() || (value.is_object() && !Array::is_array(&value));
        if fits { Ok(Self { value, what }) } else { Err(misuse(what, expected)) }
    }

    /// The members of an argument that must be there.
    pub(crate) fn required(value: JsValue, what: &'a str, expected: &str) -> Result<Self> {
        if value.is_undefined() { Err(misuse(what, expected)) } else { Self::optional(value, what, expected) }
    }

    /// A member; undefined where there is none, or null.
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Result<JsValue> {
        if self.value.is_undefined() {
            return Ok(JsValue::UNDEFINED);
        }
        let value = Reflect::get(&self.value, &JsValue::from_str(name))?;
        Ok(if value.is_null() { JsValue::UNDEFINED } else { value })
    }

    /// The member's name in messages.
    pub(crate) fn named(&self, name: &str) -> String {
        [self.what, ".", name].concat()
    }

    #[inline(never)]
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        let value = self.get(name)?;
        if value.is_undefined() { Ok(None) } else { text(&value, &self.named(name)).map(Some) }
    }

    #[inline(never)]
    pub(crate) fn needed_text(&self, name: &str) -> Result<String> {
        text(&self.get(name)?, &self.named(name))
    }

    #[inline(never)]
    pub(crate) fn secret(&self, name: &str) -> Result<Option<Secret>> {
        Ok(self.text(name)?.map(Secret::new))
    }

    pub(crate) fn needed_secret(&self, name: &str) -> Result<Secret> {
        secret(&self.get(name)?, &self.named(name))
    }

    #[inline(never)]
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>> {
        let value = self.get(name)?;
        match value.as_bool() {
            None if !value.is_undefined() => Err(misuse(&self.named(name), "true or false")),
            flag => Ok(flag),
        }
    }

    /// A member that is one of a few words; `expected` lists them.
    pub(crate) fn choice<T>(
        &self,
        name: &str,
        named: impl FnOnce(&str) -> Option<T>,
        expected: &str,
    ) -> Result<Option<T>> {
        let value = self.get(name)?;
        if value.is_undefined() {
            return Ok(None);
        }
        choice(&value, named).map(Some).ok_or_else(|| misuse(&self.named(name), expected))
    }

    /// Where the server is. A page and a worker come from one; elsewhere it must be named.
    pub(crate) fn base_url(&self) -> Result<BaseUrl> {
        let what = self.named("baseUrl");
        match self.text("baseUrl")? {
            None if LOCATION.with(|location| location.is_undefined()) => {
                Err(misuse(&what, "the server's address, since there is no page that came from one"))
            }
            None => Ok(BaseUrl::same_origin()),
            Some(url) => {
                let whole = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
                if whole && !url.bytes().any(|byte| matches!(byte, b'?' | b'#' | b'@')) {
                    Ok(BaseUrl::new(&url))
                } else {
                    let expected = "an address such as \"https://latchboard.example\", without query or user";
                    Err(misuse(&what, expected))
                }
            }
        }
    }
}

/// What a string names.
pub(crate) fn choice<T>(value: &JsValue, named: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    named(&as_text(value)?)
}
