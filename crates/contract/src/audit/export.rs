//! A log as JSON Lines: a head with the public key, the entries with their hashes, checkpoints where
//! they were made, and a signed end.
//!
//! ```text
//! {"latchboard_audit":1,"key":"…"}
//! {"sequence":1,"time":…,"request":null,"actor":"server","action":"begin",…,"hash":"…"}
//! {"checkpoint":{"sequence":1,"time":…,"hash":"…","signature":"…"}}
//! {"end":{"sequence":1,"time":…,"hash":"…","signature":"…"}}
//! ```
//!
//! Reading is strict: a line that says the same in other bytes is none of ours.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Unreadable;
use super::chain::ChainHash;
use super::checkpoint::{Checkpoint, CheckpointKind, PublicKey, Signed};
use super::entry::{Entry, Written};

/// The version of the format.
const VERSION: u32 = 1;

/// How an export, or a file with one checkpoint, begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whose signatures follow. It proves nothing by itself: compare it with one from elsewhere.
    pub key: PublicKey,
}

/// A line of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The first.
    Header(Header),
    /// An entry, and its hash.
    Entry(Entry, ChainHash),
    /// A checkpoint, or the end.
    Signed(Signed),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    latchboard_audit: u32,
    key: String,
}

/// Flattened by hand: serde's own way would not refuse unknown members.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedMembers {
    sequence: u64,
    time: i64,
    hash: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckpointLine {
    checkpoint: SignedMembers,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    end: SignedMembers,
}

/// Ends every line of an entry.
const HASH: &str = ",\"hash\":\"";

impl Line {
    /// The line, without its line break.
    #[must_use]
    pub fn write(&self) -> String {
        // Numbers and texts: serialising them has no way to fail.
        match self {
            Self::Header(header) => {
                serde_json::to_string(&HeaderLine { latchboard_audit: VERSION, key: header.key.to_string() })
                    .unwrap_or_default()
            }
            Self::Entry(entry, hash) => {
                let mut line = entry.canonical();
                line.pop();
                line.push_str(HASH);
                line.push_str(&hash.to_string());
                line.push_str("\"}");
                line
            }
            Self::Signed(signed) => {
                let members = SignedMembers {
                    sequence: signed.checkpoint.sequence,
                    time: signed.checkpoint.time,
                    hash: signed.checkpoint.hash.to_string(),
                    signature: signed.signature.to_string(),
                };
                match signed.kind {
                    CheckpointKind::Between => serde_json::to_string(&CheckpointLine { checkpoint: members }),
                    CheckpointKind::End => serde_json::to_string(&EndLine { end: members }),
                }
                .unwrap_or_default()
            }
        }
    }

    /// Reads a line as [`Line::write`] writes it, and no other.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for everything else.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let line = Self::meaning(text)?;
        if line.write() == text { Ok(line) } else { Err(Unreadable) }
    }

    fn meaning(text: &str) -> Result<Self, Unreadable> {
        if text.starts_with("{\"latchboard_audit\"") {
            let line: HeaderLine = serde_json::from_str(text).map_err(|_| Unreadable)?;
            if line.latchboard_audit != VERSION {
                return Err(Unreadable);
            }
            Ok(Self::Header(Header { key: line.key.parse()? }))
        } else if text.starts_with("{\"checkpoint\"") {
            let line: CheckpointLine = serde_json::from_str(text).map_err(|_| Unreadable)?;
            signed(&line.checkpoint, CheckpointKind::Between)
        } else if text.starts_with("{\"end\"") {
            let line: EndLine = serde_json::from_str(text).map_err(|_| Unreadable)?;
            signed(&line.end, CheckpointKind::End)
        } else {
            let (entry, hash) = text.rsplit_once(HASH).ok_or(Unreadable)?;
            let hash = hash.strip_suffix("\"}").ok_or(Unreadable)?.parse()?;
            let written: Written = serde_json::from_str(&format!("{entry}}}")).map_err(|_| Unreadable)?;
            Ok(Self::Entry(written.try_into()?, hash))
        }
    }
}

fn signed(members: &SignedMembers, kind: CheckpointKind) -> Result<Line, Unreadable> {
    let checkpoint =
        Checkpoint { sequence: members.sequence, time: members.time, hash: members.hash.parse()? };
    Ok(Line::Signed(Signed { checkpoint, kind, signature: members.signature.parse()? }))
}

/// An entry with its hash as a page of entries has it: by members, in whatever order.
pub(crate) fn read_listed(mut members: Map<String, Value>) -> Result<(Entry, ChainHash), Unreadable> {
    let hash = members.remove("hash").and_then(|hash| hash.as_str().map(str::parse)).ok_or(Unreadable)??;
    let written: Written = serde_json::from_value(Value::Object(members)).map_err(|_| Unreadable)?;
    Ok((written.try_into()?, hash))
}
