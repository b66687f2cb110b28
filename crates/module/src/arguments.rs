//! How values come in: by serde, from what JavaScript passes. A wrong type is misuse and throws a `TypeError` that names the
//! argument or its member and says what to pass, without a word of what was passed.

use js_sys::{Array, Function, JsString, TypeError};
use latchboard_client::BaseUrl;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate;
use latchboard_contract::{FullFingerprint, Secret};
use serde::de::{DeserializeOwned, Error, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_wasm_bindgen::preserve;
use tsify::Tsify;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// The address of the page or worker; Node.js has none.
    #[wasm_bindgen(thread_local_v2, js_namespace = globalThis, js_name = location)]
    static LOCATION: JsValue;
}

#[wasm_bindgen(module = "/src/watched.js")]
extern "C" {
    /// The value, of which `way` tells what was read last.
    fn watched(value: &JsValue, way: &Array) -> JsValue;
}

/// What a function of this crate answers. An error is thrown: a `TypeError` about the way in which it
/// was called, unless a platform has no randomness or the caller's own code threw.
pub(crate) type Result<T> = std::result::Result<T, JsValue>;

/// What separates, in serde's errors, what was passed from what to pass.
const EXPECTED: &str = ", expected ";

/// Reads an argument that is no list. To serde a list is an object, one without the members that are asked for.
pub(crate) fn argument<T: DeserializeOwned>(value: JsValue, name: &str) -> Result<T> {
    list(if Array::is_array(&value) { JsValue::TRUE } else { value }, name)
}

/// Reads an argument that is a list.
pub(crate) fn list<T: DeserializeOwned>(value: JsValue, name: &str) -> Result<T> {
    let way = Array::new();
    serde_wasm_bindgen::from_value(watched(&value, &way)).map_err(|error| explained(name, &way, &error))
}

/// What some calls need and others do not: where it was left out, the error is that of an argument.
pub(crate) fn needed<T: DeserializeOwned>(given: Option<T>, name: &str) -> Result<T> {
    given.map_or_else(|| argument(JsValue::UNDEFINED, name), Ok)
}

/// Reads an argument that may be left out.
pub(crate) fn optional<T: DeserializeOwned + Default>(value: JsValue, name: &str) -> Result<T> {
    Ok(argument::<Option<T>>(value, name)?.unwrap_or_default())
}

/// serde's error as ours. What was read last is what it is about.
fn explained(name: &str, way: &Array, error: &serde_wasm_bindgen::Error) -> JsValue {
    let what = [name, &String::from(way.join(""))].concat();
    let message = error.to_string();
    misuse(
        &what,
        match message.rsplit_once(EXPECTED) {
            // What cannot be iterated over has no error of serde's own.
            None | Some((_, "a sequence")) => "an array",
            Some((_, expected)) => expected,
        },
    )
}

/// The `TypeError` for a wrong argument: `what` is its name, `expected` what to pass.
pub(crate) fn misuse(what: &str, expected: &str) -> JsValue {
    TypeError::new(&[what, " must be ", expected].concat()).into()
}

/// The error of a value that is not what is `expected`.
fn unfit<E: Error>(expected: &'static str) -> E {
    E::invalid_value(Unexpected::Other("another value"), &expected)
}

const A_TEXT: &str = "a string";
const HEX: &str = "a string of 64 hexadecimal digits";
const DIGITS: &str = "a string of digits, such as \"43\"";

/// Reads a text. Half a surrogate pair would become another character on the way, and a secret another one.
fn text<'de, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> std::result::Result<String, D::Error> {
    match preserve::deserialize::<D, JsValue>(deserializer)?.dyn_into::<JsString>() {
        Ok(text) if text.is_well_formed() => Ok(text.into()),
        Ok(_) => Err(unfit("a string without half a surrogate pair")),
        Err(_) => Err(unfit(expected)),
    }
}

/// A string, without half a surrogate pair: such a one stands for no character, and is refused with a `TypeError`.
#[derive(Tsify)]
#[tsify(type = "string")]
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        text(deserializer, A_TEXT).map(Self)
    }
}

impl From<Text> for Secret {
    fn from(text: Text) -> Self {
        Self::new(text.0)
    }
}

/// The vault's number for an API secret, as digits.
#[derive(Tsify)]
#[tsify(type = "string")]
pub(crate) struct Identifier(String);

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        text(deserializer, DIGITS).map(Self)
    }
}

impl Identifier {
    /// What is no number is no misuse where people type it.
    pub(crate) fn parsed(
        &self,
    ) -> std::result::Result<validate::Identifier, latchboard_contract::error::Code> {
        validate::Identifier::parse(&self.0)
    }
}

/// The same, as it came from a result: anything but digits is misuse.
pub(crate) struct Known(pub(crate) validate::Identifier);

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Identifier::deserialize(deserializer)?.parsed().map(Self).map_err(|_| unfit(DIGITS))
    }
}

/// The SHA-256 of a secret.
#[derive(Tsify)]
#[tsify(type = "string")]
pub(crate) struct Sha256(pub(crate) FullFingerprint);

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let digits = text(deserializer, HEX)?;
        FullFingerprint::parse(&digits).map(Self).ok_or_else(|| unfit(HEX))
    }
}

/// The key of a call that was left without an answer, as its result named it.
pub(crate) fn idempotency_key<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<IdempotencyKey>, D::Error> {
    match Option::<Text>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Text(key)) => match IdempotencyKey::parse(&key) {
            None => Err(unfit("the idempotencyKey of the result, or null")),
            key => Ok(key),
        },
    }
}

/// A JavaScript object that is handed on as it is.
fn object<'de, D: Deserializer<'de>, T: JsCast>(
    deserializer: D,
    expected: &'static str,
) -> std::result::Result<Option<T>, D::Error> {
    let value: JsValue = preserve::deserialize(deserializer)?;
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    value.dyn_into().map(Some).map_err(|_| unfit(expected))
}

pub(crate) fn signal<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<AbortSignal>, D::Error> {
    object(deserializer, "an AbortSignal")
}

pub(crate) fn function<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Function>, D::Error> {
    object(deserializer, "a function of one argument")
}

/// More calls than this at a time no browser makes to one server.
const MOST_AT_A_TIME: f64 = 256.0;

pub(crate) fn concurrency<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<usize>, D::Error> {
    let value: JsValue = preserve::deserialize(deserializer)?;
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let fits = |number: &f64| number.fract() == 0.0 && (1.0..=MOST_AT_A_TIME).contains(number);
    let number = value.as_f64().filter(fits).map(|number| number as usize);
    number.map(Some).ok_or_else(|| unfit("a whole number from 1 to 256"))
}

/// Where a server is: its address, such as `"https://latchboard.example"`. May be left out on a page and in a worker: then it
/// is the server that they came from. Another server must allow the page's origin (CORS).
#[derive(Tsify)]
#[tsify(type = "string")]
pub(crate) struct Address(BaseUrl);

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let url = text(deserializer, A_TEXT)?;
        let whole = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
        if whole && !url.bytes().any(|byte| matches!(byte, b'?' | b'#' | b'@')) {
            Ok(Self(BaseUrl::new(&url)))
        } else {
            Err(unfit("an address such as \"https://latchboard.example\", without query or user"))
        }
    }
}

/// The address that the options name, else the one of the page or worker.
pub(crate) fn base_url(named: Option<Address>) -> Result<BaseUrl> {
    match named {
        Some(Address(base)) => Ok(base),
        None if LOCATION.with(|location| location.is_undefined()) => {
            let expected = "the server's address, since there is no page that came from one";
            Err(misuse("options.baseUrl", expected))
        }
        None => Ok(BaseUrl::same_origin()),
    }
}
