//! A receipt of the dashboard, held to what the audit log proves of its calls.

use std::collections::HashMap;

use anyhow::{Context, Result};
use latchboard_contract::audit::{Action, Actor, Entry, Event, Outcome, Target};
use latchboard_contract::time::utc;
use latchboard_contract::{FullFingerprint, Secret};
use latchboard_store::clock::CLOCKS_DIFFER;
use serde::Deserialize;
use serde_json::Value;

/// What the log has a say in.
#[derive(Deserialize)]
pub(super) struct Receipt {
    asked_state: State,
    began_at: String,
    /// Of all who sent calls, with commas between them.
    client_id: String,
    #[serde(alias = "copies")]
    items: Vec<Call>,
    /// Documents of proofs.
    #[serde(default)]
    log: Vec<Value>,
    /// Its checksum is that of another one.
    #[serde(skip)]
    pub(super) is_changed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Active,
    Inactive,
}

/// What became of a call.
#[derive(Deserialize)]
struct Call {
    identifier: String,
    sent_at: Option<String>,
    verdict: Verdict,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Done,
    AlreadySo,
    Refused,
    NotAttempted,
    Unknown,
}

/// What the log says of the calls on a receipt.
pub(super) struct Held {
    /// Calls that the receipt says came to something.
    pub(super) definite: usize,
    /// The API secrets of those that have no proof, or another one, by number.
    pub(super) unproven: Vec<u64>,
}

impl Receipt {
    /// None when the text is no receipt.
    pub(super) fn read(text: &str) -> Result<Option<Self>> {
        let Ok(Value::Object(mut members)) = serde_json::from_str(text) else { return Ok(None) };
        let is_receipt = |format: &str| format.starts_with("latchboard-") && format.ends_with("-receipt");
        if !members.get("format").and_then(Value::as_str).is_some_and(is_receipt) {
            return Ok(None);
        }
        let mut receipt =
            Self::deserialize(Value::Object(members.clone())).context("the receipt cannot be read")?;
        let checksum =
            members.remove("checksum").and_then(|checksum| Some(checksum["sha256"].as_str()?.to_owned()));
        members.remove("log");
        // As the receipt and jq write it.
        let rest = Value::Object(members).to_string().replace('\u{7f}', "\\u007f");
        receipt.is_changed = checksum != Some(FullFingerprint::of(&Secret::from(rest.as_str())).to_hex());
        Ok(Some(receipt))
    }

    pub(super) fn documents(&self) -> Vec<String> {
        self.log.iter().map(ToString::to_string).collect()
    }

    /// Holds each call to the last entry about its API secret that is of this run, by number.
    pub(super) fn held_to(&self, entries: &[(u64, Entry)]) -> Result<Held> {
        let mut last = HashMap::new();
        for (number, entry) in entries.iter().filter(|(_, entry)| self.may_be_of(entry)) {
            if let Some(Target::ApiSecret(id)) = entry.target {
                let known = last.entry(id).or_insert((number, entry.event));
                if known.0 < number {
                    *known = (number, entry.event);
                }
            }
        }
        let mut held = Held { definite: 0, unproven: Vec::new() };
        for call in self.items.iter().filter(|call| call.sent_at.is_some()) {
            let id: u64 = call.identifier.parse().context("the receipt names an API secret by no number")?;
            let came_to = |outcome| {
                last.get(&id).is_some_and(
                    |(_, event)| matches!(event, Event::Ended { outcome: is, .. } if *is == outcome),
                )
            };
            let is_proven = match call.verdict {
                // A reply that was lost, and the answer to the repeat: either is as it was asked.
                Verdict::Done | Verdict::AlreadySo => came_to(Outcome::Done) || came_to(Outcome::Already),
                // Nothing was changed, or nothing is claimed.
                Verdict::Refused | Verdict::NotAttempted | Verdict::Unknown => continue,
            };
            held.definite += 1;
            if !is_proven {
                held.unproven.push(id);
            }
        }
        Ok(held)
    }

    /// Whether an entry is of its action, by one of its access keys, and not older than the run.
    fn may_be_of(&self, entry: &Entry) -> bool {
        let action = match self.asked_state {
            State::Active => Action::Activate,
            State::Inactive => Action::Deactivate,
        };
        let is_by =
            |client_id: &str| matches!(&entry.actor, Actor::AccessKey(name) if name.as_str() == client_id);
        let at = utc(entry.time.div_euclid(1000) + CLOCKS_DIFFER);
        // Both are written alike up to the second.
        let began = self.began_at.get(..19).unwrap_or(&self.began_at);
        entry.action == action && self.client_id.split(", ").any(is_by) && at.as_str() >= began
    }
}
