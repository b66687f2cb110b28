//! The log in the database: what is entered hangs together, and what was changed is found.

use latchboard_contract::audit::{
    Action, Actor, CHECKPOINT_EVERY, ChainHash, Checkpoint, CheckpointKind, ExportVerifier, Fault, Header,
    KeptCheckpoint, Line, Name, Numbered, Outcome, Proofs, Report, Target, Verifier, Version,
};
use tempfile::TempDir;

use super::verify::{Export, Problem, prune, verify};
use super::writing::append_one;
use super::{Draft, Who};
use crate::crypto::{AssociatedData, AuditKeys, MasterKey, SealError};
use crate::database::facts::AUDIT_KEYS;
use crate::database::sql::query;
use crate::database::{migrations, sqlite};
use crate::testing::{self, KEY, insert_check, open};
use crate::{Location, Store, StoreError, Upgrade};

/// A store whose log has just begun.
pub(super) async fn store() -> (TempDir, Location, Store) {
    let (directory, location, store, _first) = testing::store().await;
    (directory, location, store)
}

pub(super) fn who() -> Who {
    Who {
        request: Some("0000000000ab-7".parse().unwrap()),
        actor: Actor::AccessKey(Name::parse("key").unwrap()),
    }
}

/// An attempt and its end, `count` times.
async fn change(store: &Store, count: u64) {
    for id in 0..count {
        let target = Some(Target::ApiSecret(id));
        let attempt = store.attempt(&who(), Action::Deactivate, target).await.unwrap();
        let end = if id % 2 == 0 {
            Outcome::Done
        } else {
            Outcome::Refused(latchboard_contract::error::Code::NoAccess)
        };
        store.end(&attempt, end).await.unwrap();
    }
}

async fn verified(store: &Store) -> Result<Report, Problem> {
    verify(store, Verifier::new(None)).await
}

async fn fault(store: &Store) -> Fault {
    match verified(store).await {
        Err(Problem::Found(finding)) => finding.fault,
        other => panic!("nothing was found: {other:?}"),
    }
}

async fn execute(store: &Store, sql: String) {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    query(sql).once(&store.database).await.unwrap();
}

async fn text(store: &Store, sql: String) -> Option<String> {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    query(sql).fetch_one(&mut store.database.read().await.unwrap()).await.unwrap()
}

/// The tables of the log.
const TABLES: [&str; 6] =
    ["audit", "audit_lanes", "audit_spans", "audit_tree", "audit_tiles", "audit_checkpoints"];

/// Keeps what is in them, to be put back.
async fn keep(store: &Store) {
    for table in TABLES {
        execute(store, format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
}

async fn put_back(store: &Store) {
    for table in TABLES {
        execute(store, format!("DELETE FROM {table}")).await;
        execute(store, format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
    }
}

pub(super) async fn kept_checkpoint(store: &Store) -> KeptCheckpoint {
    store.number_all().await.unwrap();
    let note = store.latest_note().await.unwrap().unwrap();
    KeptCheckpoint::new(store.audit_keys().unwrap().public(), &Line::Note(note)).unwrap()
}

/// As many entries as that.
async fn enter(store: &Store, count: u64) {
    let mut transaction = store.database.write().await.unwrap();
    let draft = Draft::ended(&who(), Action::SignIn, None, Outcome::Done);
    for _ in 0..count {
        append_one(&mut transaction, store.log().unwrap(), &draft).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

pub(super) async fn exported(store: &Store) -> Vec<String> {
    let (mut export, mut lines) = (Export::begin(store).await.unwrap(), Vec::new());
    while let Some(piece) = export.piece(store).await.unwrap() {
        lines.extend(piece.lines().map(str::to_owned));
    }
    lines
}

fn whole(lines: &[String], verifier: Verifier) -> Report {
    let mut export = ExportVerifier::new(verifier);
    lines.iter().for_each(|line| export.line(line).unwrap());
    export.finish().unwrap()
}

#[tokio::test]
async fn a_log_begins_once_and_goes_on_with_the_same_keys() {
    let (_directory, location, store) = store().await;
    let key = store.audit_keys().unwrap().public();
    change(&store, 3).await;
    store.close().await;
    let store = open(&location).await;
    assert_eq!(store.audit_keys().unwrap().public(), key);
    let report = verified(&store).await.unwrap();
    assert_eq!((report.entries, report.open.len(), report.signed_up_to), (7, 0, 0));
    let kept = kept_checkpoint(&store).await;
    assert_eq!(kept_checkpoint(&store).await, kept, "nothing new");
    let report = verified(&store).await.unwrap();
    assert_eq!((report.entries, report.signed_up_to, report.checkpoints), (7, 7, 1));
    let other = Store::open(&location, Upgrade::Refused).await.unwrap();
    let refused = other.open_audit(&MasterKey::new(&[8; 32])).await;
    assert!(matches!(refused, Err(StoreError::Seal(SealError::OtherKey))));
}

#[tokio::test]
async fn an_attempt_of_a_process_that_died_stays_open_and_is_no_fault() {
    let (_directory, location, store) = store().await;
    store.attempt(&who(), Action::Update, Some(Target::ApiSecret(1))).await.unwrap();
    store.close().await;
    let store = open(&location).await;
    change(&store, 1).await;
    assert_eq!(verified(&store).await.unwrap().open, [2]);
    // Numbered before its end is there.
    let attempt = store.attempt(&who(), Action::Update, None).await.unwrap();
    store.number_all().await.unwrap();
    assert_eq!(verified(&store).await.unwrap().open, [2, 5]);
    store.end(&attempt, Outcome::Failed).await.unwrap();
    assert_eq!(verified(&store).await.unwrap().open, [2]);
}

/// Changes each byte of each of these columns, in turn, and expects that to be found.
async fn flip(store: &Store, table: &str, columns: &str, rows: &[String]) -> u32 {
    let mut flips = 0;
    for row in rows {
        for column in columns.split(' ') {
            let of = |what: &str| format!("SELECT {what} FROM {table} WHERE {row}");
            let kind = text(store, of(&format!("typeof({column})"))).await.unwrap();
            let hex = text(store, of(&format!("hex({column})"))).await.unwrap();
            let changed: Vec<String> = match kind.as_str() {
                "null" if matches!(column, "attempt") => vec!["7".to_owned()],
                "null" => vec!["''".to_owned(), "'x'".to_owned()],
                "integer" => vec![format!("{column} + 1"), format!("{column} - 1")],
                _ => (0..hex.len() / 2)
                    .map(|at| {
                        let byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap() ^ 1;
                        let hex = format!("x'{}{byte:02x}{}'", &hex[..2 * at], &hex[2 * at + 2..]);
                        if kind == "text" { format!("CAST({hex} AS TEXT)") } else { hex }
                    })
                    .collect(),
            };
            for value in changed {
                let statement = format!("UPDATE OR IGNORE {table} SET {column} = {value} WHERE {row}");
                let leaked: &'static str = Box::leak(statement.clone().into_boxed_str());
                // A number that is taken cannot be given again.
                if query(leaked).once(&store.database).await.unwrap() == 0 {
                    continue;
                }
                assert!(verified(store).await.is_err(), "{statement}");
                flips += 1;
                put_back(store).await;
            }
        }
    }
    flips
}

#[tokio::test]
async fn every_flipped_byte_of_every_field_of_every_row_is_found() {
    let (_directory, _location, store) = store().await;
    change(&store, 2).await;
    store.number_all().await.unwrap();
    // This one has no number yet.
    enter(&store, 1).await;
    verified(&store).await.unwrap();
    keep(&store).await;
    let rows: Vec<_> = (1..=6).map(|row| format!("lane = 1 AND sequence = {row}")).collect();
    let columns = "lane sequence time request actor action target event attempt code count hash mac";
    let mut flips = flip(&store, "audit", columns, &rows).await;
    for (table, columns, row) in [
        ("audit_lanes", "lane sequence hash mac", "lane = 1"),
        ("audit_spans", "first lane lane_first count", "first = 1"),
        ("audit_tree", "id size note", "id = 1"),
    ] {
        flips += flip(&store, table, columns, &[row.to_owned()]).await;
    }
    assert!(flips > 800, "{flips}");
    verified(&store).await.unwrap();
}

#[tokio::test]
async fn rows_that_are_cut_moved_or_put_in_are_found() {
    let row = "time, request, actor, action, target, event, attempt, code, count, hash, mac";
    for (sql, expected) in [
        ("DELETE FROM audit WHERE sequence = 7".to_owned(), Fault::Cut),
        ("DELETE FROM audit WHERE sequence >= 4".to_owned(), Fault::Cut),
        ("DELETE FROM audit".to_owned(), Fault::Cut),
        ("DELETE FROM audit WHERE sequence = 4".to_owned(), Fault::Gap),
        ("DELETE FROM audit WHERE sequence = 1".to_owned(), Fault::Gap),
        (
            format!(
                "INSERT INTO audit (lane, sequence, {row}) SELECT 1, 8, {row} FROM audit WHERE sequence = 7"
            ),
            Fault::NotAuthentic,
        ),
        (
            format!(
                "UPDATE audit SET ({row}) = (SELECT {row} FROM audit AS other WHERE other.sequence = 13 - audit.sequence)
                 WHERE sequence IN (6, 7)"
            ),
            Fault::Changed,
        ),
        ("UPDATE audit SET lane = 2".to_owned(), Fault::NotAuthentic),
        ("UPDATE audit_lanes SET sequence = 6".to_owned(), Fault::NotAuthentic),
        (
            "UPDATE audit_lanes SET sequence = 6, hash = (SELECT hash FROM audit WHERE sequence = 6),
                 mac = (SELECT mac FROM audit WHERE sequence = 6)"
                .to_owned(),
            Fault::NotAuthentic,
        ),
        ("DELETE FROM audit_lanes".to_owned(), Fault::NotAuthentic),
        ("DELETE FROM audit_spans".to_owned(), Fault::Differs),
        ("UPDATE audit_spans SET count = 6".to_owned(), Fault::Differs),
        ("DELETE FROM audit_tree".to_owned(), Fault::NotAuthentic),
        ("UPDATE audit_tree SET size = 6".to_owned(), Fault::Differs),
        ("UPDATE audit_tree SET note = ''".to_owned(), Fault::Forged),
    ] {
        let (_directory, _location, store) = store().await;
        change(&store, 3).await;
        store.number_all().await.unwrap();
        execute(&store, sql.clone()).await;
        assert_eq!(fault(&store).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn the_last_rows_are_missed_and_nothing_is_put_behind_a_false_end() {
    let (_directory, _location, store) = store().await;
    change(&store, 2).await;
    store.number_all().await.unwrap();
    keep(&store).await;
    change(&store, 2).await;
    execute(&store, "DELETE FROM audit WHERE sequence > 5".to_owned()).await;
    assert_eq!(fault(&store).await, Fault::Cut);
    assert!(matches!(store.number_entries().await, Err(StoreError::Damaged(_))));
    execute(&store, "UPDATE audit_lanes SET sequence = 5".to_owned()).await;
    let refused = store.attempt(&who(), Action::Update, None).await;
    assert!(matches!(refused, Err(StoreError::Damaged(_))));
    // Nor is a number given to what the server has not written, or a tree signed that it has not signed before.
    put_back(&store).await;
    change(&store, 1).await;
    let swapped = "UPDATE audit SET (hash, mac) = (SELECT hash, mac FROM audit AS other
                   WHERE other.sequence = 13 - audit.sequence) WHERE sequence IN (6, 7)";
    execute(&store, swapped.to_owned()).await;
    assert!(matches!(store.number_entries().await, Err(StoreError::Damaged(_))));
    put_back(&store).await;
    store.close().await;
}

#[tokio::test]
async fn no_tree_is_signed_that_goes_on_from_another_one() {
    let (_directory, location, store) = store().await;
    enter(&store, 300).await;
    store.number_all().await.unwrap();
    keep(&store).await;
    for sql in [
        "UPDATE audit_tiles SET hashes = zeroblob(length(hashes)) WHERE level = 1",
        "UPDATE audit SET hash = zeroblob(32) WHERE sequence = 300",
        "UPDATE audit_tree SET note = replace(note, 'latchboard', 'latchbored')",
        "DELETE FROM audit_spans",
    ] {
        put_back(&store).await;
        enter(&store, 1).await;
        execute(&store, sql.to_owned()).await;
        // One that knows nothing of the tree.
        let other = open(&location).await;
        assert!(matches!(other.number_entries().await, Err(StoreError::Damaged(_))), "{sql}");
        other.close().await;
    }
}

#[tokio::test]
async fn a_log_that_was_put_back_as_a_whole_is_found_by_who_kept_a_checkpoint() {
    let (_directory, _location, store) = store().await;
    change(&store, 2).await;
    store.number_all().await.unwrap();
    keep(&store).await;
    change(&store, 2).await;
    let kept = kept_checkpoint(&store).await;
    put_back(&store).await;
    verified(&store).await.unwrap();
    let held = async || verify(&store, Verifier::new(None).hold_to(&kept).unwrap()).await;
    let Err(Problem::Found(finding)) = held().await else { panic!("not found") };
    assert_eq!((finding.fault, finding.sequence), (Fault::RolledBack, 5));
    // Nor is it forgotten when other entries came since, as after a failover that lost some.
    enter(&store, 10).await;
    store.number_all().await.unwrap();
    let Err(Problem::Found(finding)) = held().await else { panic!("not found") };
    assert_eq!((finding.fault, finding.sequence), (Fault::Rewritten, 9));
}

#[tokio::test]
async fn an_export_holds_all_pieces_and_a_tile_that_was_changed_is_found() {
    let (_directory, _location, store) = store().await;
    enter(&store, 5_000).await;
    store.number_all().await.unwrap();
    let report = verified(&store).await.unwrap();
    assert_eq!((report.entries, report.signed_up_to), (5_001, 5_001));
    let mut export = Export::begin(&store).await.unwrap();
    let mut verifier = ExportVerifier::new(Verifier::new(Some(store.audit_keys().unwrap().public())));
    // What comes meanwhile is not in it.
    change(&store, 1).await;
    while let Some(piece) = export.piece(&store).await.unwrap() {
        piece.lines().for_each(|line| verifier.line(line).unwrap());
    }
    assert_eq!(verifier.finish().unwrap().entries, 5_001);
    assert_eq!(text(&store, "SELECT CAST(count(*) AS TEXT) FROM audit_tiles".into()).await.unwrap(), "20");
    keep(&store).await;
    for sql in [
        "DELETE FROM audit_tiles WHERE level = 0 AND tile = 7",
        "UPDATE audit_tiles SET hashes = zeroblob(length(hashes)) WHERE level = 1",
        "UPDATE audit_tiles SET tile = 100 WHERE level = 0 AND tile = 18",
    ] {
        execute(&store, sql.to_owned()).await;
        assert_eq!(fault(&store).await, Fault::Differs, "{sql}");
        put_back(&store).await;
    }
}

#[tokio::test]
async fn what_was_one_chain_is_lane_0_and_old_exports_and_checkpoints_still_hold() {
    const COUNT: u64 = 2 * CHECKPOINT_EVERY + 500;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("db");
    std::fs::write(&file, "").unwrap();
    let (master_key, secret) = (MasterKey::new(&KEY), AuditKeys::make().unwrap());
    let keys = AuditKeys::read(&secret).unwrap();
    let connection = sqlite::connect(&file).unwrap();
    migrations::sqlite_up_to(&connection, 0, 10).unwrap();
    insert_check(&connection);
    let sealed = master_key.seal(AssociatedData::AuditKeys, &secret).unwrap();
    connection.execute("INSERT INTO facts VALUES (?, ?)", (AUDIT_KEYS, sealed)).unwrap();
    let mut hash = ChainHash::START;
    let mut old_export = vec![Line::Header(Header { version: Version::Chain, key: keys.public() })];
    connection.execute_batch("BEGIN").unwrap();
    for sequence in 1..=COUNT {
        let entry = Draft::ended(&who(), Action::SignIn, None, Outcome::Done).entry(0, sequence);
        hash = hash.then(&entry);
        let sql = "INSERT INTO audit (id, time, request, actor, action, event, count, hash, mac)
                   VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)";
        let mac = keys.of_entry(0, sequence, &hash);
        let values = (
            i64::try_from(sequence).unwrap(),
            entry.time,
            entry.request.map(|request| request.to_string()),
            entry.actor.to_string(),
            entry.action.as_str(),
            entry.event.as_str(),
            hash.as_bytes(),
            mac,
        );
        connection.execute(sql, values).unwrap();
        old_export.push(Line::Entry(Numbered::alone(entry, hash)));
        if sequence.is_multiple_of(CHECKPOINT_EVERY) || sequence == 700 {
            let checkpoint = Checkpoint { sequence, time: 5, hash };
            let signed = keys.sign(checkpoint, CheckpointKind::Between);
            let values = (i64::try_from(sequence).unwrap(), 5, hash.as_bytes(), signed.signature.as_bytes());
            connection.execute("INSERT INTO audit_checkpoints VALUES (?, ?, ?, ?)", values).unwrap();
            old_export.push(Line::Signed(signed));
        }
    }
    let (last, mac) = (i64::try_from(COUNT).unwrap(), keys.of_head(0, COUNT, &hash));
    connection.execute("INSERT INTO audit_head VALUES (1, ?, ?, ?)", (last, hash.as_bytes(), mac)).unwrap();
    connection.execute_batch("COMMIT").unwrap();
    drop(connection);
    let end = keys.sign(Checkpoint { sequence: COUNT, time: 5, hash }, CheckpointKind::End);
    old_export.push(Line::Signed(end));
    let old_export: Vec<String> = old_export.iter().map(Line::write).collect();
    assert_eq!(whole(&old_export, Verifier::new(None)).entries, COUNT);
    let kept = KeptCheckpoint::read(&old_export.join("\n")).unwrap();

    let store = Store::open(&Location::File(file), Upgrade::Allowed).await.unwrap();
    store.open_audit(&master_key).await.unwrap();
    let held = || Verifier::new(None).hold_to(&kept).unwrap();
    assert_eq!(verify(&store, held()).await.unwrap().entries, COUNT, "without numbers");
    change(&store, 3).await;
    store.number_all().await.unwrap();
    let report = verify(&store, held()).await.unwrap();
    assert_eq!((report.entries, report.signed_up_to), (COUNT + 6, COUNT + 6));
    let export = exported(&store).await;
    assert_eq!(whole(&export, held()).entries, COUNT + 6);
    // What was there before is there as it was, but for the first and the last line.
    assert_eq!(export[1..=old_export.len() - 2], old_export[1..old_export.len() - 1]);
    assert!(export[old_export.len() - 1].contains("\"lane\":1,\"lane_sequence\":1,"));
    keep(&store).await;
    for (sql, expected) in [
        ("UPDATE audit_checkpoints SET time = time + 1 WHERE id = 1000", Fault::Forged),
        ("UPDATE audit_checkpoints SET id = 699 WHERE id = 700", Fault::Forged),
        ("UPDATE audit_checkpoints SET id = 9999 WHERE id = 700", Fault::Differs),
        ("DELETE FROM audit_checkpoints WHERE id = 2000", Fault::CheckpointMissing),
        ("DELETE FROM audit WHERE lane = 0 AND sequence = 2500", Fault::Gap),
        ("DELETE FROM audit_lanes WHERE lane = 0", Fault::NotAuthentic),
        ("UPDATE audit SET count = 2 WHERE lane = 0 AND sequence = 3", Fault::Changed),
    ] {
        execute(&store, sql.to_owned()).await;
        assert_eq!(fault(&store).await, expected, "{sql}");
        put_back(&store).await;
    }
    verified(&store).await.unwrap();
}

/// All proofs that there are of entries up to a number.
async fn proofs_up_to(store: &Store, last: u64) -> Proofs {
    store.number_all().await.unwrap();
    let (key, note) = (store.audit_keys().unwrap().public(), store.latest_note().await.unwrap().unwrap());
    let rows = store.audit_numbered(0, last, 10_000).await.unwrap().unwrap();
    let proofs = store.audit_proofs(&note, rows).await.unwrap();
    Proofs { key, note, proofs }
}

#[tokio::test]
async fn entries_up_to_a_checkpoint_are_removed_and_what_was_proved_still_is() {
    let (_directory, location, store) = store().await;
    let early = kept_checkpoint(&store).await;
    change(&store, 200).await;
    let open = store.attempt(&who(), Action::Update, Some(Target::ApiSecret(7))).await.unwrap();
    let receipts = proofs_up_to(&store, u64::MAX).await;
    let export = exported(&store).await;
    let kept = kept_checkpoint(&store).await;
    change(&store, 100).await;
    assert_eq!(receipts.proofs.len(), 402);

    assert_eq!(prune(&store, &early).await.unwrap(), None, "less than a tile");
    assert_eq!(prune(&store, &kept).await.unwrap(), Some(256));
    // Whether it has numbers or not.
    for entries in [604, 604] {
        let report = verified(&store).await.unwrap();
        assert_eq!((report.entries, report.pruned, &*report.open), (entries, 256, [402].as_slice()));
        store.number_all().await.unwrap();
    }
    assert_eq!(store.audit_numbered(0, 300, 1_000).await.unwrap().unwrap().len(), 300 - 256);
    receipts.verify(None).unwrap();
    let left = proofs_up_to(&store, u64::MAX).await;
    assert_eq!(left.proofs.len(), 604 - 256);
    left.verify(Some(receipts.key)).unwrap();
    // What was kept still holds: in the database to the hash, and of an export as far as it goes.
    for kept in [&early, &kept] {
        verify(&store, Verifier::new(None).hold_to(kept).unwrap()).await.unwrap();
    }
    let pruned_export = exported(&store).await;
    let report = whole(&pruned_export, Verifier::new(None).hold_to(&kept).unwrap());
    assert_eq!((report.entries, report.pruned, &*report.open), (604, 256, [402].as_slice()));
    let mut held = ExportVerifier::new(Verifier::new(None).hold_to(&early).unwrap());
    held.line(&pruned_export[0]).unwrap();
    assert_eq!(held.line(&pruned_export[1]).unwrap_err().fault, Fault::Pruned);
    // It goes on, also for a process that knows nothing yet: an attempt that was removed or is about to be comes to its end.
    store.end(&open, Outcome::Done).await.unwrap();
    let other = testing::open(&location).await;
    change(&other, 300).await;
    other.close().await;
    let latest = kept_checkpoint(&store).await;
    assert_eq!(prune(&store, &kept).await.unwrap(), None);
    assert_eq!(prune(&store, &latest).await.unwrap(), Some(1_024));
    assert_eq!(prune(&store, &latest).await.unwrap(), None);
    store.number_all().await.unwrap();
    let report = verify(&store, Verifier::new(None).hold_to(&kept).unwrap()).await.unwrap();
    assert_eq!((report.entries, report.pruned, report.open.len()), (1_207, 1_024, 0));
    whole(&exported(&store).await, Verifier::new(None).hold_to(&latest).unwrap());
    whole(&export, Verifier::new(None));
    receipts.verify(None).unwrap();
    let lines = exported(&store).await;
    let told = |line: &&String| line.contains("\"action\":\"pruneAudit\"");
    let counts: Vec<_> = lines[2..].iter().filter(told).map(|line| line.contains("\"count\":768")).collect();
    assert_eq!(counts, [false, true]);
}

#[tokio::test]
async fn entries_of_which_all_have_numbers_are_removed_and_others_come() {
    let (_directory, location, store) = store().await;
    enter(&store, 511).await;
    let kept = kept_checkpoint(&store).await;
    assert_eq!(prune(&store, &kept).await.unwrap(), Some(512));
    // Its own two entries have no numbers yet.
    assert_eq!(verified(&store).await.unwrap().signed_up_to, 512);
    let other = open(&location).await;
    other.number_all().await.unwrap();
    other.close().await;
    assert_eq!(proofs_up_to(&store, u64::MAX).await.proofs.len(), 2);
    let report = verified(&store).await.unwrap();
    assert_eq!((report.signed_up_to, report.pruned), (514, 512));
    // Not what is not whole, nor behind another log.
    change(&store, 200).await;
    let kept = kept_checkpoint(&store).await;
    execute(&store, "UPDATE audit SET count = 2 WHERE sequence = 600".to_owned()).await;
    let Err(Problem::Found(finding)) = prune(&store, &kept).await else { panic!("removed") };
    assert_eq!((finding.fault, finding.sequence), (Fault::Changed, 600));
}

#[tokio::test]
async fn what_is_in_place_of_removed_entries_is_found_when_it_was_changed() {
    let (_directory, _location, store) = store().await;
    change(&store, 200).await;
    store.attempt(&who(), Action::Update, None).await.unwrap();
    let kept = kept_checkpoint(&store).await;
    assert_eq!(prune(&store, &kept).await.unwrap(), Some(256));
    store.number_all().await.unwrap();
    keep(&store).await;
    for (sql, expected) in [
        ("UPDATE audit_tiles SET hashes = zeroblob(8192) WHERE level = 0 AND tile = 0", Fault::Differs),
        ("DELETE FROM audit_tiles WHERE level = 0 AND tile = 0", Fault::Differs),
        ("UPDATE audit_tree SET goes_on_from = '', pruned = 0", Fault::Differs),
        ("UPDATE audit_tree SET pruned = 512", Fault::Differs),
        (
            "UPDATE audit_tree SET goes_on_from = replace(goes_on_from, 'deactivate', 'activate')",
            Fault::Forged,
        ),
        ("DELETE FROM audit_spans WHERE first = 256", Fault::Differs),
        ("INSERT INTO audit_spans VALUES (3, 1, 3, 1)", Fault::Differs),
        ("DELETE FROM audit WHERE sequence = 257", Fault::Gap),
        ("DELETE FROM audit", Fault::Cut),
    ] {
        execute(&store, sql.to_owned()).await;
        assert_eq!(fault(&store).await, expected, "{sql}");
        put_back(&store).await;
    }
    verified(&store).await.unwrap();
}

#[tokio::test]
async fn entries_that_share_a_commit_hang_together_also_when_one_is_taken_back() {
    let (_directory, _location, store) = store().await;
    let store = std::sync::Arc::new(store);
    let mut tasks = Vec::new();
    for number in 0..64_u64 {
        let store = std::sync::Arc::clone(&store);
        tasks.push(tokio::spawn(async move {
            if number % 4 == 0 {
                // Entered, and then given up.
                let mut transaction = store.database.write().await.unwrap();
                let draft = Draft::ended(&who(), Action::SignIn, None, Outcome::Done);
                append_one(&mut transaction, store.log().unwrap(), &draft).await.unwrap();
            } else {
                change(&store, 2).await;
                store.number_all().await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(verified(&store).await.unwrap().entries, 1 + 48 * 4);
}
