//! The search of leaked texts, which `MySafe.search` of the module loads when it is first called: few callers need it. It makes no
//! calls: the module fetches the index, and asks for what was found.

use latchboard_contract::typescript_union;
use latchboard_search::{self as search, Index, Salt, Search, Step};
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use tsify::Tsify;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
#[cfg(target_family = "wasm")]
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: leaked texts pass through its buffers.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: ZeroAlloc<WasmDynamicTalc> = ZeroAlloc(new_wasm_dynamic_allocator());

typescript_union! {
    /// How a text was read in which a value was found.
    Decoding: search::Decoding
}
typescript_union! {
    /// What was given to be searched. In `image`, `media`, `archive`, `pdf`, `document` and `encrypted` no value is seen.
    TextKind: search::Kind
}
typescript_union! {
    /// Who wrote a report.
    Scanner: search::Scanner
}
typescript_union! {
    /// Whether a finding's secret can be looked for: it stands in the report; it was masked; a hash stands in its place;
    /// there is nothing in its place.
    FindingState: search::State
}

/// The values of one length.
#[derive(Deserialize, Tsify)]
struct IndexGroup {
    /// Bytes of each value.
    length: u32,
    /// Six bytes of each value, in Base64.
    entries: String,
}

/// The index of a vault's values, as `MySafe.readIndex` gives it.
#[derive(Deserialize, Tsify)]
struct SearchIndex {
    /// 16 bytes in Base64.
    salt: String,
    /// By length, rising.
    groups: Vec<IndexGroup>,
}

/// Where a value stands.
#[derive(Serialize, Tsify)]
struct ValuePlace {
    /// The number of the text, from 0.
    text: u32,
    /// From 1.
    line: u32,
    /// In characters, from 1.
    column: u32,
    /// In bytes from the beginning of the text; of UTF-16 with a byte order mark, of the same text in UTF-8.
    offset: u64,
    /// How it was read, the outermost first; empty where it stands there as it is.
    #[tsify(type = "Decoding[]")]
    decodings: Vec<search::Decoding>,
}

/// A value that stands in the texts, or its SHA-256.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct ValueSeen {
    /// Of the value, as 64 hexadecimal digits.
    sha256: String,
    /// How long it is; null where its SHA-256 stands in its place.
    bytes: Option<u32>,
    /// The first 100 places, in order; of a SHA-256 the first.
    places: Vec<ValuePlace>,
    /// All places.
    count: u64,
}

/// One finding of a scanner.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct ScannerFinding {
    /// The scanner's name for what it found.
    rule: String,
    /// The file in which it stood; empty where the report names none.
    file: String,
    /// Its line there, from 1; null where the report names none.
    line: Option<u32>,
    /// Whether its secret can be looked for.
    #[tsify(type = "FindingState")]
    state: search::State,
    /// Which of the values stands there; null for none.
    value: Option<usize>,
}

/// A scanner's report among the texts.
#[derive(Serialize, Tsify)]
struct ScannerReport {
    /// The number of its text.
    text: u32,
    /// Who wrote it.
    #[tsify(type = "Scanner")]
    scanner: search::Scanner,
    /// In its order.
    findings: Vec<ScannerFinding>,
    /// There may be more to tell: it has more than 100,000 findings, or some value stands in more than 100 places.
    cut: bool,
}

/// A text that was searched.
#[derive(Serialize, Tsify)]
struct TextSeen {
    /// A file's name; empty for a string.
    name: String,
    /// What it is.
    #[tsify(type = "TextKind")]
    kind: search::Kind,
}

/// What a search saw.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct TextResults {
    /// The texts, in order.
    texts: Vec<TextSeen>,
    /// What stands in them: values in order, then SHA-256s.
    values: Vec<ValueSeen>,
    /// Reports of scanners among them.
    reports: Vec<ScannerReport>,
    /// Values of the index.
    looked_for: usize,
    /// Decoded forms of the texts that were looked at.
    views: u64,
    /// Places whose values are masked, and cannot be looked for.
    masked: u64,
    /// Places with a hash that is no SHA-256.
    hashed: u64,
    /// Blocks that are encrypted.
    encrypted: u64,
    /// In a part of the texts there was more to decode than is done: values that are wrapped several times may have been
    /// missed there.
    cut: bool,
}

/// A search under way. Give it texts piece by piece, and let it work step by step.
#[wasm_bindgen]
pub struct TextSearch(Search);

#[wasm_bindgen]
impl TextSearch {
    /// Looks for the values of an index.
    ///
    /// # Errors
    ///
    /// An `Error` for anything that is no index.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "SearchIndex")] index: JsValue,
    ) -> Result<Self, JsError> {
        let SearchIndex { salt, groups } = serde_wasm_bindgen::from_value(index)?;
        let salt = Salt::decode(&salt).ok_or_else(|| JsError::new("index.salt is not 16 bytes in Base64"))?;
        let index = Index::decode(salt, groups.iter().map(|group| (group.length, &*group.entries)))?;
        Ok(Self(Search::new(&index)))
    }

    /// Begins a text; the one before must have been ended, and `step` have answered false.
    pub fn begin(&mut self, name: &str) {
        self.0.begin(name);
    }

    /// The next bytes of the text, a megabyte at most before `step` answers false.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// The text is over.
    pub fn end(&mut self) {
        self.0.end();
    }

    /// Looks at about so many bytes of decoded forms, 32,768 in a few milliseconds. Whether there is more to be done.
    pub fn step(&mut self, bytes: usize) -> bool {
        self.0.step(bytes) == Step::Busy
    }

    /// Bytes that have been looked at.
    #[wasm_bindgen(getter)]
    #[expect(clippy::cast_precision_loss, reason = "50 MiB at most")]
    pub fn searched(&self) -> f64 {
        self.0.progress().searched as f64
    }

    /// Values that were found so far.
    #[wasm_bindgen(getter)]
    pub fn found(&self) -> usize {
        self.0.found()
    }

    /// What was seen; reports are told once.
    ///
    /// # Errors
    ///
    /// None in practice: what it tells are texts and numbers.
    #[wasm_bindgen(unchecked_return_type = "TextResults")]
    pub fn results(&mut self) -> Result<JsValue, JsError> {
        let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
        Ok(TextResults::from(self.0.results()).serialize(&serializer)?)
    }
}

impl From<search::Results> for TextResults {
    fn from(results: search::Results) -> Self {
        let search::Results { texts, values, reports, looked_for, views, unsearchable, is_cut } = results;
        let [masked, hashed, encrypted] = unsearchable;
        Self {
            texts: texts.into_iter().map(|(name, kind)| TextSeen { name, kind }).collect(),
            values: values.into_iter().map(ValueSeen::from).collect(),
            reports: reports.into_iter().map(ScannerReport::from).collect(),
            looked_for,
            views,
            masked,
            hashed,
            encrypted,
            cut: is_cut,
        }
    }
}

impl From<search::Value> for ValueSeen {
    fn from(search::Value { fingerprint, bytes, places, count }: search::Value) -> Self {
        let place = |place| {
            let search::Place { text, line, column, offset, decodings } = place;
            ValuePlace { text, line, column, offset, decodings }
        };
        Self { sha256: fingerprint.to_hex(), bytes, places: places.into_iter().map(place).collect(), count }
    }
}

impl From<search::ReportSeen> for ScannerReport {
    fn from(search::ReportSeen { text, scanner, findings, cut }: search::ReportSeen) -> Self {
        let finding = |(finding, value)| {
            let search::Finding { rule, file, line, state } = finding;
            ScannerFinding { rule, file, line, state, value }
        };
        Self { text, scanner, findings: findings.into_iter().map(finding).collect(), cut }
    }
}
