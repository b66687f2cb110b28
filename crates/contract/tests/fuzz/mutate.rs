//! Makes inputs: recorded and written bodies, bent as JSON or broken as bytes. The same seed makes the
//! same inputs.

use serde_json::{Map, Value, json};

use crate::targets::Kind;

/// Xorshift (Marsaglia 2003): quick, and of no use for secrets.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `end`; 0 where that is 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

pub(crate) struct Mutator {
    random: Random,
    answers: Vec<Vec<u8>>,
    bodies: Vec<Vec<u8>>,
    texts: Vec<Vec<u8>>,
}

/// Member names of both families and of both directions.
const NAMES: [&str; 40] = [
    "adminKey",
    "secret",
    "newSecret",
    "error",
    "erro",
    "errorText",
    "detailedError",
    "message",
    "Message",
    "mensagem",
    "httpStatusCode",
    "code",
    "response",
    "status",
    "exception",
    "detail",
    "error_code",
    "error_description",
    "access_token",
    "token_type",
    "expires_in",
    "api_secret_on_list",
    "api_secret_entity",
    "api_entity",
    "identifier",
    "name",
    "username",
    "url",
    "client_id",
    "client_secret",
    "identifier_code",
    "users_allowed",
    "groups_allowed",
    "can_edit",
    "need_justify",
    "shared_error",
    "accountSettings",
    "privacySettings",
    "consentForStoringObjectsPositionsHistory",
    "maxObjects",
];

/// Pieces that mean something somewhere.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1e999",
    "1006",
    "1006:",
    "1005: ",
    "\"1001\"",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{202e}",
    "é",
    "\u{1F511}",
    "<",
    ">",
    "<h1>",
    "<!--",
    "%",
    "%41",
    "+",
    "&",
    "=",
    "client_secret=",
    "grant_type=client_credentials",
    "already",
    "no Route matched",
    "Developer Over Qps",
    "Not Authorized",
    "a secret of ours",
    "a+secret%20of ours",
    "\r\n",
];

impl Mutator {
    pub(crate) fn new(seed: u64) -> Self {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/answers");
        let mut files: Vec<_> = std::fs::read_dir(directory)
            .expect("the recorded answers")
            .map(|file| file.expect("a file").path())
            .collect();
        files.sort();
        let body = |path| match &serde_json::from_slice::<Value>(&std::fs::read(path).ok()?).ok()?["body"] {
            Value::String(text) => Some(text.clone().into_bytes()),
            Value::Null => None,
            json => Some(json.to_string().into_bytes()),
        };
        let bytes = |json: Value| json.to_string().into_bytes();
        let entity = json!({ "name": "n", "url": "u", "client_id": "c", "client_secret": "s", "tags": "t",
            "users_allowed": [{ "username": "a", "can_edit": true }], "groups_allowed": [{ "name": "g" }] });
        Self {
            // Zero is the one state that xorshift never leaves.
            random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            answers: files.iter().filter_map(body).chain([Vec::new()]).collect(),
            bodies: vec![
                bytes(json!({ "secret": "one", "newSecret": "two" })),
                bytes(json!({ "consentForStoringObjectsPositionsHistory": true })),
                bytes(json!({ "grant_type": "client_credentials", "client_id": "i", "client_secret": "s" })),
                b"grant_type=client_credentials&client_id=i&client_secret=a%20b+c&tenant=t".to_vec(),
                bytes(entity),
            ],
            texts: [
                " 0043\n",
                "18446744073709551615",
                "correct horse",
                "p\u{430}ssword",
                "a\u{301}\u{200b} ",
                "Tr0ub4dor&3",
            ]
            .map(|text| text.as_bytes().to_vec())
            .to_vec(),
        }
    }

    /// One input for a target of that kind.
    pub(crate) fn input(&mut self, kind: &Kind) -> Vec<u8> {
        let (seeds, prefix) = match kind {
            Kind::Answer(_) => (&self.answers, 2),
            Kind::Body(_) => (&self.bodies, 0),
            Kind::Text(_) => (&self.texts, 0),
        };
        let mut input = self.random.one_of(seeds).clone();
        if !matches!(kind, Kind::Text(_)) && self.random.below(4) != 0 {
            input = self.bend(&input);
        }
        // A third stays well formed: only those get deep.
        for _ in 0..self.random.below(6).saturating_sub(2) {
            self.break_up(&mut input);
        }
        let random = (0..prefix).map(|_| self.random.next().to_le_bytes()[0]).collect::<Vec<_>>();
        let mut input = [random, input].concat();
        if prefix == 2 && self.random.below(2) == 0 {
            // Without any of the telling headers, as most answers are.
            input[1] = 0;
        }
        input
    }

    /// Changes some values of a JSON body, its members and their names.
    fn bend(&mut self, body: &[u8]) -> Vec<u8> {
        let Ok(mut json) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
        for _ in 0..=self.random.below(3) {
            self.bend_value(&mut json, 0);
        }
        json.to_string().into_bytes()
    }

    fn bend_value(&mut self, value: &mut Value, depth: usize) {
        let into = self.random.below(4) != 0;
        match value {
            Value::Object(members) if into && !members.is_empty() => self.bend_members(members, depth),
            Value::Array(entries) if into && !entries.is_empty() => {
                let at = self.random.below(entries.len());
                match self.random.below(4) {
                    0 => entries.push(entries[at].clone()),
                    1 => drop(entries.remove(at)),
                    _ => self.bend_value(&mut entries[at], depth + 1),
                }
            }
            // The whole body is seldom replaced: little comes of it.
            _ if depth > 0 || self.random.below(8) == 0 => {
                let old = value.take();
                *value = self.value(old);
            }
            _ => {}
        }
    }

    fn bend_members(&mut self, members: &mut Map<String, Value>, depth: usize) {
        let at = self.random.below(members.len());
        let Some(name) = members.keys().nth(at).cloned() else { return };
        match self.random.below(6) {
            0 => drop(members.remove(&name)),
            1 => {
                let value = members.remove(&name).unwrap_or_default();
                members.insert((*self.random.one_of(&NAMES)).to_owned(), value);
            }
            2 => {
                let value = self.value(Value::Null);
                members.insert((*self.random.one_of(&NAMES)).to_owned(), value);
            }
            _ => {
                if let Some(value) = members.get_mut(&name) {
                    self.bend_value(value, depth + 1);
                }
            }
        }
    }

    /// A value of another type, or the same one dressed differently.
    fn value(&mut self, old: Value) -> Value {
        let piece = *self.random.one_of(&PIECES);
        let name = *self.random.one_of(&NAMES);
        match self.random.below(16) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(false),
            3 => json!(0),
            4 => json!(1),
            5 => {
                json!(*self.random.one_of(&[200, 201, 400, 404, 500, 1001, 1005, 1006, 1009, 1010, 3600, -1]))
            }
            6 => json!(*self.random.one_of(&[0.5, 1.0, 1005.0, -0.0, 1e300, f64::MAX])),
            7 => json!(u64::MAX),
            8 => json!(""),
            9 => json!(piece),
            10 => json!([old]),
            11 => json!({ name: old }),
            12 => json!([]),
            13 => json!({}),
            14 => json!(old.to_string()),
            _ => match old {
                Value::String(text) => json!(format!("{piece}{text}")),
                other => json!(other.to_string()),
            },
        }
    }

    /// Changes some bytes.
    fn break_up(&mut self, input: &mut Vec<u8>) {
        let at = self.random.below(input.len() + 1);
        let to = at + self.random.below(input.len() + 1 - at);
        match self.random.below(8) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..to)),
            2 => {
                let again = input[at..to].to_vec();
                input.splice(to..to, again);
            }
            3 => {
                let bit = self.random.below(8);
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            4 => {
                let random = self.random.next().to_le_bytes();
                input.splice(at..at, random);
            }
            5 => {
                let other = self.random.one_of(&self.answers).clone();
                input.splice(at.., other);
            }
            _ => {
                let piece = self.random.one_of(&PIECES).bytes();
                input.splice(at..at, piece);
            }
        }
    }
}
