//! A log as JSON Lines: a head with the public key, the entries with their hashes in the order of their numbers, and a
//! signed end. Between entries of lane 0 stand the checkpoints that were made of it.
//!
//! ```text
//! {"latchboard_audit":2,"key":"…"}
//! {"sequence":1,"attempt":null,"lane":1,"lane_sequence":1,"time":…,"actor":"server","action":"begin",…,"hash":"…"}
//! {"end":{"size":1,"time":…,"root":"…","signature":"…"}}
//! ```
//!
//! Behind the head of a log whose first entries were removed stands what the others go on from ([`SignedPruned`]).
//!
//! As programs wrote it that had one chain and no tree, which are read as well:
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

use super::Unreadable;
use super::checkpoint::{Checkpoint, CheckpointKind, PublicKey, Signed};
use super::note::Note;
use super::numbered::Numbered;
use super::pruned::SignedPruned;

/// Which program wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    Chain,
    /// One with lanes and a tree.
    Tree,
}

impl Version {
    const fn number(self) -> u32 {
        match self {
            Self::Chain => 1,
            Self::Tree => 2,
        }
    }
}

/// How an export, or a file with one checkpoint, begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The version of the format.
    pub version: Version,
    /// Whose signatures follow. It proves nothing by itself: compare it with one from elsewhere.
    pub key: PublicKey,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Header(Header),
    /// The second, if the first entries were removed.
    Pruned(Box<SignedPruned>),
    /// An entry, with number and hash.
    Entry(Numbered),
    /// A checkpoint of lane 0, or the end.
    Signed(Signed),
    /// A checkpoint of the tree.
    Note(Note),
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
struct TreeMembers {
    size: u64,
    time: i64,
    root: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteLine {
    checkpoint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TreeEndLine {
    end: TreeMembers,
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

const PRUNED: &str = "{\"pruned\"";
const NOTE: &str = "{\"checkpoint\":\"";
const TREE_END: &str = "{\"end\":{\"size\"";

impl Line {
    /// The line, without its line break.
    #[must_use]
    pub fn write(&self) -> String {
        // Numbers and texts: serialising them has no way to fail.
        match self {
            Self::Header(Header { version, key }) => serde_json::to_string(&HeaderLine {
                latchboard_audit: version.number(),
                key: key.to_string(),
            }),
            Self::Pruned(pruned) => pruned.write(),
            Self::Entry(numbered) => Ok(numbered.write()),
            Self::Note(note) => serde_json::to_string(&NoteLine { checkpoint: note.as_str().to_owned() }),
            Self::Signed(Signed { checkpoint, kind, signature }) => {
                let Checkpoint { sequence, time, hash } = *checkpoint;
                let (hash, signature) = (hash.to_string(), signature.to_string());
                match kind {
                    CheckpointKind::Between => serde_json::to_string(&CheckpointLine {
                        checkpoint: SignedMembers { sequence, time, hash, signature },
                    }),
                    CheckpointKind::End => serde_json::to_string(&EndLine {
                        end: SignedMembers { sequence, time, hash, signature },
                    }),
                    CheckpointKind::TreeEnd => serde_json::to_string(&TreeEndLine {
                        end: TreeMembers { size: sequence, time, root: hash, signature },
                    }),
                }
            }
        }
        .unwrap_or_default()
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
            let line: HeaderLine = read(text)?;
            let versions = [Version::Chain, Version::Tree];
            let version = versions.into_iter().find(|version| version.number() == line.latchboard_audit);
            Ok(Self::Header(Header { version: version.ok_or(Unreadable)?, key: line.key.parse()? }))
        } else if text.starts_with(PRUNED) {
            Ok(Self::Pruned(Box::new(SignedPruned::meaning(text)?)))
        } else if text.starts_with(NOTE) {
            let line: NoteLine = read(text)?;
            Ok(Self::Note(Note::read(&line.checkpoint)?))
        } else if text.starts_with("{\"checkpoint\"") {
            let line: CheckpointLine = read(text)?;
            signed(line.checkpoint, CheckpointKind::Between)
        } else if text.starts_with(TREE_END) {
            let TreeMembers { size, time, root, signature } = read::<TreeEndLine>(text)?.end;
            signed(SignedMembers { sequence: size, time, hash: root, signature }, CheckpointKind::TreeEnd)
        } else if text.starts_with("{\"end\"") {
            let line: EndLine = read(text)?;
            signed(line.end, CheckpointKind::End)
        } else {
            Numbered::meaning(text).map(Self::Entry)
        }
    }
}

fn read<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

fn signed(members: SignedMembers, kind: CheckpointKind) -> Result<Line, Unreadable> {
    let SignedMembers { sequence, time, hash, signature } = members;
    let checkpoint = Checkpoint { sequence, time, hash: hash.parse()? };
    Ok(Line::Signed(Signed { checkpoint, kind, signature: signature.parse()? }))
}
