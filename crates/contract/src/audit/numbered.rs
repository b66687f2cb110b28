//! An entry with its number in the log, as exports and pages have it.
//!
//! One of lane 0 is written as it was hashed: its number is its sequence there. One of another lane gets, before what was
//! hashed, its own number and that of its attempt:
//!
//! ```text
//! {"sequence":7,"attempt":6,"lane":1,"lane_sequence":2,"time":…,…,"lane_attempt":1,…,"hash":"…"}
//! ```

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Unreadable;
use super::chain::ChainHash;
use super::entry::{Entry, WrittenAlone, WrittenInLane};

/// Ends every line of an entry.
const HASH: &str = ",\"hash\":\"";
const SEQUENCE: &str = "{\"sequence\":";
const ATTEMPT: &str = ",\"attempt\":";
const LANE: &str = ",\"lane\":";

/// An entry, where it stands among all, and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Counts from one, without gaps.
    pub number: u64,
    /// The number of the attempt that it is the end of.
    pub attempt: Option<u64>,
    /// What was written to its lane.
    pub entry: Entry,
    /// Of that and all before it in the lane.
    pub hash: ChainHash,
}

/// What stands before the entry itself, if it is not of lane 0.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    sequence: u64,
    attempt: Option<u64>,
}

impl Numbered {
    /// Of lane 0, whose entries have the numbers that they were written with.
    #[must_use]
    pub fn alone(entry: Entry, hash: ChainHash) -> Self {
        Self { number: entry.sequence, attempt: entry.event.attempt(), entry, hash }
    }

    /// The line, without its line break.
    #[must_use]
    pub(super) fn write(&self) -> String {
        let entry = self.entry.canonical();
        let mut line = match self.entry.lane {
            0 => entry,
            _ => {
                let numbers = Numbers { sequence: self.number, attempt: self.attempt };
                let mut line = serde_json::to_string(&numbers).unwrap_or_default();
                line.pop();
                line.push(',');
                line.push_str(entry.trim_start_matches('{'));
                line
            }
        };
        line.pop();
        line.push_str(HASH);
        line.push_str(&self.hash.to_string());
        line.push_str("\"}");
        line
    }

    /// What a line says, however it is written.
    pub(super) fn meaning(text: &str) -> Result<Self, Unreadable> {
        let (text, hash) = text.rsplit_once(HASH).ok_or(Unreadable)?;
        let hash = hash.strip_suffix("\"}").ok_or(Unreadable)?.parse()?;
        let behind_sequence = text.strip_prefix(SEQUENCE).ok_or(Unreadable)?;
        let numbers = behind_sequence.trim_start_matches(|c: char| c.is_ascii_digit());
        if !numbers.starts_with(ATTEMPT) {
            let written: WrittenAlone = read(&format!("{text}}}"))?;
            return Ok(Self::alone(written.try_into()?, hash));
        }
        let lane = text.find(LANE).ok_or(Unreadable)?;
        let Numbers { sequence, attempt } = read(&format!("{}}}", &text[..lane]))?;
        let written: WrittenInLane = read(&format!("{{{}}}", &text[lane + 1..]))?;
        Self::in_lane(sequence, attempt, written.try_into()?, hash)
    }

    fn in_lane(number: u64, attempt: Option<u64>, entry: Entry, hash: ChainHash) -> Result<Self, Unreadable> {
        // Lane 0 is written otherwise, and an end names its attempt in both ways.
        if entry.lane == 0 || attempt.is_some() != entry.event.attempt().is_some() {
            return Err(Unreadable);
        }
        Ok(Self { number, attempt, entry, hash })
    }
}

fn read<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

/// An entry as a page of entries has it: by members, in whatever order.
pub(crate) fn read_listed(mut members: Map<String, Value>) -> Result<Numbered, Unreadable> {
    fn value<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Unreadable> {
        serde_json::from_value(value).map_err(|_| Unreadable)
    }
    let hash = members.remove("hash").and_then(|hash| hash.as_str().map(str::parse)).ok_or(Unreadable)??;
    if !members.contains_key("lane") {
        let written: WrittenAlone = value(Value::Object(members))?;
        return Ok(Numbered::alone(written.try_into()?, hash));
    }
    let number = value(members.remove("sequence").ok_or(Unreadable)?)?;
    let attempt = value(members.remove("attempt").ok_or(Unreadable)?)?;
    let written: WrittenInLane = value(Value::Object(members))?;
    Numbered::in_lane(number, attempt, written.try_into()?, hash)
}
