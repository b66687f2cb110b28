//! What is left of the first entries of a log when they were removed: what the others go on from, signed.
//!
//! ```text
//! {"pruned":{"size":256,"peaks":["…"],"lanes":[{"sequence":256,"lane":1,"lane_sequence":200,"hash":"…"}],
//!  "attempts":[{"sequence":255,"lane":1,"lane_sequence":199,"action":"update","ended":null}]},"signature":"…"}
//! ```

use serde::{Deserialize, Serialize};

use super::Unreadable;
use super::chain::ChainHash;
use super::checkpoint::SignatureBytes;
use super::entry::Action;
use super::tree::Peaks;

/// Where a log goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The tree over the entries that were removed: as many as its size, from the first.
    pub peaks: Peaks,
    /// Where the lanes were that had entries among them.
    pub lanes: Vec<PrunedLane>,
    /// Attempts among them whose end may be yet to come.
    pub attempts: Vec<PrunedAttempt>,
}

/// The last entry of a lane that was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrunedLane {
    pub number: u64,
    pub lane: u64,
    pub sequence: u64,
    pub hash: ChainHash,
}

/// An attempt that was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrunedAttempt {
    pub number: u64,
    pub lane: u64,
    pub sequence: u64,
    pub action: Action,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
}

/// What decides whether an attempt may end once more: a commit whose answer was lost is told as *failed* and *done*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// As *failed*, or in any other way.
    pub failed: bool,
    /// Milliseconds since 1970.
    pub time: i64,
}

/// Where a log goes on, with the signature over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPruned {
    pub pruned: Pruned,
    /// By whom there is the public key of.
    pub signature: SignatureBytes,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrunedLine {
    pruned: PrunedMembers,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrunedMembers {
    size: u64,
    peaks: Vec<String>,
    lanes: Vec<LaneMembers>,
    attempts: Vec<AttemptMembers>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LaneMembers {
    sequence: u64,
    lane: u64,
    lane_sequence: u64,
    hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttemptMembers {
    sequence: u64,
    lane: u64,
    lane_sequence: u64,
    action: String,
    ended: Option<Ended>,
}

impl Pruned {
    /// How many entries were removed.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.peaks.size()
    }

    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        // Numbers and texts: serialising them has no way to fail.
        let members = serde_json::to_vec(&PrunedMembers::from(self)).unwrap_or_default();
        [b"latchboard audit pruned v1\n".as_slice(), &members].concat()
    }
}

impl SignedPruned {
    pub(super) fn write(&self) -> serde_json::Result<String> {
        let (pruned, signature) = (PrunedMembers::from(&self.pruned), self.signature.to_string());
        serde_json::to_string(&PrunedLine { pruned, signature })
    }

    /// What a line says, however it is written.
    pub(super) fn meaning(text: &str) -> Result<Self, Unreadable> {
        let PrunedLine { pruned, signature } = serde_json::from_str(text).map_err(|_| Unreadable)?;
        Ok(Self { pruned: pruned.try_into()?, signature: signature.parse()? })
    }

    /// Whether the holder of the key signed it.
    #[cfg(feature = "verify")]
    #[must_use]
    pub fn is_by(&self, key: &super::PublicKey) -> bool {
        super::checkpoint::is_signed(&self.pruned.message(), &self.signature, key)
    }
}

impl From<&Pruned> for PrunedMembers {
    fn from(pruned: &Pruned) -> Self {
        let lane = |lane: &PrunedLane| LaneMembers {
            sequence: lane.number,
            lane: lane.lane,
            lane_sequence: lane.sequence,
            hash: lane.hash.to_string(),
        };
        let attempt = |attempt: &PrunedAttempt| AttemptMembers {
            sequence: attempt.number,
            lane: attempt.lane,
            lane_sequence: attempt.sequence,
            action: attempt.action.to_string(),
            ended: attempt.ended,
        };
        Self {
            size: pruned.peaks.size(),
            peaks: pruned.peaks.roots().iter().map(ToString::to_string).collect(),
            lanes: pruned.lanes.iter().map(lane).collect(),
            attempts: pruned.attempts.iter().map(attempt).collect(),
        }
    }
}

impl TryFrom<PrunedMembers> for Pruned {
    type Error = Unreadable;

    fn try_from(members: PrunedMembers) -> Result<Self, Unreadable> {
        let PrunedMembers { size, peaks, lanes, attempts } = members;
        let roots = peaks.iter().map(|root| root.parse()).collect::<Result<_, _>>()?;
        let lane = |lane: LaneMembers| {
            let LaneMembers { sequence: number, lane, lane_sequence: sequence, hash } = lane;
            Ok(PrunedLane { number, lane, sequence, hash: hash.parse()? })
        };
        let attempt = |attempt: AttemptMembers| {
            let AttemptMembers { sequence: number, lane, lane_sequence: sequence, action, ended } = attempt;
            Ok(PrunedAttempt { number, lane, sequence, action: action.parse()?, ended })
        };
        Ok(Self {
            peaks: Peaks::new(size, roots)?,
            lanes: lanes.into_iter().map(lane).collect::<Result<_, _>>()?,
            attempts: attempts.into_iter().map(attempt).collect::<Result<_, _>>()?,
        })
    }
}
