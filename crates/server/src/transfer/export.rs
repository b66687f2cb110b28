//! From the store to JSON Lines, which an import takes as they are.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::FactsChange;
use latchboard_store::crypto::{AssociatedData, MasterKey};
use latchboard_store::{ExportedRow, Store};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::rotation;
use latchboard_contract::time::utc;

/// API secrets that are in memory at a time.
const PIECE: u32 = 1000;

#[derive(Serialize)]
struct Line<'a> {
    identifier: String,
    user: &'a str,
    #[serde(flatten)]
    texts: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    need_justify: bool,
    need_approval: bool,
    active: bool,
    users_allowed: Vec<User<'a>>,
    last_used: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latchboard: Option<&'a FactsChange>,
}

#[derive(Serialize)]
struct User<'a> {
    username: &'a str,
    can_edit: bool,
}

/// Writes all API secrets, or those of one user; with their client secrets where there is a key.
pub(crate) async fn export(
    store: &Store,
    key: Option<&MasterKey>,
    user: Option<&str>,
    out: &mut impl Write,
) -> Result<()> {
    let mut after = 0;
    loop {
        let rows = store.export(user, after, PIECE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        if let Some(key) = key {
            // Another one may have come into force since the last piece.
            rotation::learn(store, key).await?;
        }
        for row in &rows {
            write(row, key, out)?;
        }
    }
    Ok(out.flush()?)
}

fn write(row: &ExportedRow, key: Option<&MasterKey>, out: &mut impl Write) -> Result<()> {
    let ExportedRow { id, user, stored, facts } = row;
    let context = AssociatedData::ApiSecret { owner: stored.owner.get(), id: *id };
    let opened = match (key, &stored.sealed) {
        (Some(key), Some(sealed)) => Some(key.open(context, sealed)?),
        _ => None,
    };
    let line = Line {
        identifier: id.to_string(),
        user,
        texts: stored.texts.iter().map(|(text, value)| (text.name(), value.as_str())).collect(),
        client_secret: opened.as_ref().map(Secret::expose),
        need_justify: stored.need_justify,
        need_approval: stored.need_approval,
        active: stored.active,
        users_allowed: stored
            .shares
            .iter()
            .map(|share| User { username: &share.name, can_edit: share.can_edit })
            .collect(),
        last_used: stored.last_used_at.map(utc),
        latchboard: Some(facts).filter(|facts| !facts.is_empty()),
    };
    let mut text = Zeroizing::new(serde_json::to_vec(&line)?);
    text.push(b'\n');
    Ok(out.write_all(&text)?)
}
