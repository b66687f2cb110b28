//! Ten thousand random manipulations of a log, in the database and in exports of it: `audit verify` finds each of them, or it is
//! of a kind that docs/SECURITY.md names, with who finds it.

use std::collections::BTreeMap;
use std::time::Instant;

use latchboard_contract::audit::{
    Action, ChainHash, Checkpoint, CheckpointKind, Edge, Entry, Event, ExportVerifier, Header,
    KeptCheckpoint, Line, Outcome, TreeHash, Verifier, Version,
};
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

use super::lanes::integer;
use super::tests::{exported, kept_checkpoint, store, who};
use super::verify::{Problem, prune, verify};
use crate::audit::Draft;
use crate::crypto::AuditKeys;
use crate::database::sqlite;
use crate::{Location, Store};

/// Of each log: changes from one state to the next, whether its first entries were removed then, and manipulations of it in
/// the database and in exports. All but the first have whole tiles; to verify them takes longer.
const LOGS: [(usize, bool, usize, usize); 3] =
    [(5, false, 7_500, 2_000), (65, false, 100, 50), (65, true, 250, 100)];
const SEED: u64 = 21;

type Random = Xoshiro256PlusPlus;
type Row = Vec<Value>;
/// What is in the tables of the log.
type Tables = BTreeMap<&'static str, Vec<Row>>;

const ENTRIES: &str = "audit";
const LANES: &str = "audit_lanes";
const SPANS: &str = "audit_spans";
const TREE: &str = "audit_tree";
const TILES: &str = "audit_tiles";
const CHECKPOINTS: &str = "audit_checkpoints";

/// Their columns. Those of a lane that tell whose it is are no part of the log.
const COLUMNS: [(&str, &[&str]); 6] = [
    (
        ENTRIES,
        &[
            "lane", "sequence", "time", "request", "actor", "action", "target", "event", "attempt", "code",
            "count", "hash", "mac",
        ],
    ),
    (LANES, &["lane", "sequence", "hash", "mac"]),
    (SPANS, &["first", "lane", "lane_first", "count"]),
    (TREE, &["id", "size", "note", "pruned", "goes_on_from"]),
    (TILES, &["level", "tile", "hashes"]),
    (CHECKPOINTS, &["id", "time", "hash", "signature"]),
];

/// Those that hold text.
const TEXTS: [&str; 8] = ["request", "actor", "action", "target", "event", "code", "note", "goes_on_from"];
/// How a signature of lane 0 begins in an export, which need not be there.
const CHECKPOINT: &str = "{\"checkpoint\"";
/// And what is in place of entries that were removed.
const PRUNED: &str = "{\"pruned\"";
/// The places of two columns of an entry.
const HASH: usize = 11;
const MAC: usize = 12;

/// Who finds it, with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finder {
    /// Who asks the server, or verifies an export.
    Verify,
    /// Who kept a later checkpoint.
    KeptCheckpoint,
    /// Nobody: docs/SECURITY.md says so.
    Nobody,
}

/// A log, and how it was before.
struct Log {
    _directory: TempDir,
    store: Store,
    connection: Connection,
    /// How it was, the earliest first. The numbers are those of the last of them.
    past: [Tables; 2],
    now: Tables,
    kept: KeptCheckpoint,
    old_export: Vec<String>,
    export: Vec<String>,
}

impl Log {
    /// Of four lanes: lane 0, which is closed; two that were written to in turn; and one without numbers.
    async fn new(changes: usize, is_pruned: bool) -> Self {
        let (directory, location, store) = store().await;
        let Location::File(file) = location else { unreachable!("the log is in a file") };
        let connection = sqlite::connect(&file).unwrap();
        connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
        let keys = store.audit_keys().unwrap();
        let hash = append(&connection, keys, 0);
        let signed = keys.sign(Checkpoint { sequence: 2, time: 5, hash }, CheckpointKind::Between);
        let sql = "INSERT INTO audit_checkpoints VALUES (2, 5, ?, ?)";
        connection.execute(sql, (hash.as_bytes(), signed.signature.as_bytes())).unwrap();
        append(&connection, keys, 0);
        let mut past = Vec::new();
        for _ in 0..2 {
            for turn in 0..changes {
                append(&connection, keys, 1 + turn as u64 % 2);
                if turn % 3 == 0 {
                    store.number_all().await.unwrap();
                }
            }
            store.number_all().await.unwrap();
            past.push(read(&connection));
        }
        if is_pruned {
            let kept = kept_checkpoint(&store).await;
            assert_eq!(prune(&store, &kept).await.unwrap(), Some(256));
            store.number_all().await.unwrap();
            past = vec![past.pop().unwrap(), read(&connection)];
        }
        let past: [Tables; 2] = past.try_into().unwrap();
        let (export, kept) = (exported(&store).await, kept_checkpoint(&store).await);
        write(&connection, &past[1], &past[0]).unwrap();
        let old_export = exported(&store).await;
        write(&connection, &past[0], &past[1]).unwrap();
        append(&connection, keys, 1);
        append(&connection, keys, 3);
        let now = read(&connection);
        let log = Self { _directory: directory, store, connection, past, now, kept, old_export, export };
        assert_eq!(log.finder().await, Finder::Nobody);
        assert_eq!(log.finder_in(&log.export), Finder::Nobody);
        log
    }

    /// Who finds that the database is not as it was.
    async fn finder(&self) -> Finder {
        let is_found = async |verifier| match verify(&self.store, verifier).await {
            Ok(_) => false,
            Err(Problem::Found(_)) => true,
            Err(Problem::Store(error)) => panic!("it could not be read: {error}"),
        };
        if is_found(Verifier::new(None)).await {
            Finder::Verify
        } else if is_found(Verifier::new(None).hold_to(&self.kept).unwrap()).await {
            Finder::KeptCheckpoint
        } else {
            Finder::Nobody
        }
    }

    /// Who finds that an export is not as it was.
    fn finder_in(&self, lines: &[String]) -> Finder {
        let is_found = |verifier| {
            let mut export = ExportVerifier::new(verifier);
            lines.iter().any(|line| export.line(line).is_err()) || export.finish().is_err()
        };
        if is_found(Verifier::new(None)) {
            Finder::Verify
        } else if is_found(Verifier::new(None).hold_to(&self.kept).unwrap()) {
            Finder::KeptCheckpoint
        } else {
            Finder::Nobody
        }
    }

    /// Who has to find this in place of the log.
    fn expected(&self, tables: &Tables) -> Finder {
        let [earlier, later] = &self.past;
        let are_numbers_of =
            |past: &Tables| [SPANS, TREE, TILES].iter().all(|table| tables[table] == past[table]);
        let is_any_of = |lane, states: &[&Tables]| {
            states.iter().any(|state| of_lane(state, lane) == of_lane(tables, lane))
        };
        let are_lanes_of = |states: &[&Tables]| (0..4).all(|lane| is_any_of(lane, states));
        // Removed entries are not there in later states, but earlier numbers lead to them.
        let are_entries_there = (0..4).all(|lane| {
            let first = |tables| of_lane(tables, lane)[0].first().copied();
            first(earlier).is_none() || first(earlier) == first(tables)
        });
        let is_of_no_lane = |row: &Row| !(0..4).contains(&int(&row[0]));
        let has_other_rows = [ENTRIES, LANES].iter().any(|table| tables[table].iter().any(is_of_no_lane))
            || tables[CHECKPOINTS].iter().any(|row| !self.now[CHECKPOINTS].contains(row));
        if has_other_rows {
            Finder::Verify
        } else if are_numbers_of(&self.now) && are_lanes_of(&[later, &self.now]) {
            // An end without numbers was taken away, or a signature of lane 0 that need not be there.
            Finder::Nobody
        } else if are_numbers_of(earlier) && are_entries_there && are_lanes_of(&[earlier, later, &self.now]) {
            Finder::KeptCheckpoint
        } else {
            Finder::Verify
        }
    }

    /// Who has to find this in place of the export.
    fn expected_in(&self, lines: &[String]) -> Finder {
        let is_needed = |line: &&String| !line.starts_with(CHECKPOINT);
        let is_by_its_own_key =
            match [lines.first(), lines.last()].map(|line| line.and_then(|line| Line::read(line).ok())) {
                [Some(Line::Header(Header { key, .. })), Some(Line::Signed(end))] => end.is_by(&key),
                _ => false,
            };
        if lines.iter().eq(self.export.iter().filter(is_needed)) {
            Finder::Nobody
        } else if lines == self.old_export
            || lines.iter().eq(self.old_export.iter().filter(is_needed))
            || is_by_its_own_key
                && lines[0] != self.export[0]
                && !lines.iter().any(|line| line.starts_with(PRUNED))
        {
            Finder::KeptCheckpoint
        } else {
            Finder::Verify
        }
    }
}

/// Enters an attempt and its end; the hash of the last.
fn append(connection: &Connection, keys: &AuditKeys, lane: u64) -> ChainHash {
    let head = connection.query_row(
        "SELECT sequence, hash FROM audit_lanes WHERE lane = ?",
        [integer(lane)],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)),
    );
    let (last, hash) = head.map_or((0, ChainHash::START), |(last, hash)| (last, ChainHash::from_bytes(hash)));
    let (first, mut hash) = (u64::try_from(last).unwrap() + 1, hash);
    let attempt =
        Draft { event: Event::Attempt, ..Draft::ended(&who(), Action::Update, None, Outcome::Done) };
    let end =
        Draft { event: Event::Ended { attempt: Some(first), outcome: Outcome::Done }, ..attempt.clone() };
    for (sequence, draft) in (first..).zip([attempt, end]) {
        let entry = draft.entry(lane, sequence);
        hash = hash.then(&entry);
        let mac = keys.of_entry(lane, sequence, &hash);
        insert(connection, ENTRIES, &row_of(&entry, &hash, mac)).unwrap();
    }
    let sql = "INSERT OR REPLACE INTO audit_lanes (lane, sequence, hash, mac) VALUES (?, ?, ?, ?)";
    let values = (integer(lane), last + 2, hash.as_bytes(), keys.of_head(lane, first + 1, &hash));
    connection.execute(sql, values).unwrap();
    hash
}

fn row_of(entry: &Entry, hash: &ChainHash, mac: [u8; 32]) -> Row {
    let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    vec![
        integer(entry.lane).into(),
        integer(entry.sequence).into(),
        entry.time.into(),
        text(entry.request.map(|request| request.to_string())),
        entry.actor.to_string().into(),
        entry.action.to_string().into(),
        text(entry.target.as_ref().map(ToString::to_string)),
        entry.event.as_str().to_owned().into(),
        entry.event.attempt().map_or(Value::Null, |attempt| integer(attempt).into()),
        text(entry.event.code().map(|code| code.as_str().to_owned())),
        integer(entry.count).into(),
        hash.as_bytes().to_vec().into(),
        mac.to_vec().into(),
    ]
}

/// What a row says that [`append`] made.
fn entry_of(row: &Row) -> Entry {
    let number = |value: &Value| u64::try_from(int(value)).unwrap();
    let attempt = matches!(row[8], Value::Integer(_)).then(|| number(&row[8]));
    let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
    Entry {
        lane: number(&row[0]),
        sequence: number(&row[1]),
        time: int(&row[2]),
        request: text(&row[3]).map(|request| request.parse().unwrap()),
        actor: text(&row[4]).unwrap().parse().unwrap(),
        action: text(&row[5]).unwrap().parse().unwrap(),
        target: text(&row[6]).map(|target| target.parse().unwrap()),
        event: Event::from_parts(&text(&row[7]).unwrap(), attempt, None).unwrap(),
        count: number(&row[10]),
    }
}

fn hash_of(value: &Value) -> ChainHash {
    let Value::Blob(bytes) = value else { panic!("a hash is bytes") };
    ChainHash::from_bytes(bytes.as_slice().try_into().unwrap())
}

fn int(value: &Value) -> i64 {
    if let Value::Integer(number) = value { *number } else { panic!("{value:?} is no number") }
}

fn read(connection: &Connection) -> Tables {
    let rows = |(table, columns): &(&'static str, &[&str])| {
        let sql = format!("SELECT {} FROM {table} ORDER BY 1, 2", columns.join(", "));
        let mut statement = connection.prepare_cached(&sql).unwrap();
        let row = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|column| row.get(column)).collect();
        (*table, statement.query_map((), row).unwrap().collect::<Result<_, _>>().unwrap())
    };
    COLUMNS.iter().map(rows).collect()
}

/// Puts that into the tables, in place of what is there.
fn write(connection: &Connection, there: &Tables, tables: &Tables) -> rusqlite::Result<()> {
    let transaction = connection.unchecked_transaction()?;
    for (table, rows) in tables.iter().filter(|(table, rows)| there[*table] != **rows) {
        transaction.execute(&format!("DELETE FROM {table}"), ())?;
        for row in rows {
            insert(&transaction, table, row)?;
        }
    }
    transaction.commit()
}

fn insert(connection: &Connection, table: &str, row: &Row) -> rusqlite::Result<()> {
    let columns = COLUMNS.iter().find(|(name, _)| *name == table).unwrap().1;
    // So that bytes that are no text can stand where text does.
    let value = |column: &&str| if TEXTS.contains(column) { "CAST(? AS TEXT)" } else { "?" };
    let values: Vec<_> = columns.iter().map(value).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "));
    connection.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(row)).map(drop)
}

/// What there is of a lane: its entries and its end.
fn of_lane(tables: &Tables, lane: i64) -> [Vec<&Row>; 2] {
    [ENTRIES, LANES].map(|table| tables[table].iter().filter(|row| int(&row[0]) == lane).collect())
}

fn any_table(tables: &Tables, random: &mut Random) -> &'static str {
    let filled: Vec<_> =
        tables.iter().filter(|(_, rows)| !rows.is_empty()).map(|(table, _)| *table).collect();
    filled.choose(random).unwrap()
}

/// As somebody without the server's keys can: tiles and size are those of what the spans lead to.
fn build_tree(tables: &mut Tables, note: Option<&AuditKeys>) {
    let (mut edge, mut tiles) = (Edge::default(), Vec::new());
    for span in &tables[SPANS] {
        let [lane, first, count] = [&span[1], &span[2], &span[3]].map(int);
        for row in &tables[ENTRIES] {
            if int(&row[0]) == lane && (first..first + count).contains(&int(&row[1])) {
                tiles.extend(edge.push(TreeHash::leaf(&hash_of(&row[HASH]))));
            }
        }
    }
    tiles.extend(edge.partial());
    let row = |tile: latchboard_contract::audit::Tile| {
        vec![i64::from(tile.level).into(), integer(tile.index).into(), tile.bytes().into()]
    };
    tables.insert(TILES, tiles.into_iter().map(row).collect());
    let tree = &mut tables.get_mut(TREE).unwrap()[0];
    tree[1] = integer(edge.size()).into();
    if let Some(keys) = note {
        tree[2] = keys.note(&edge.tree()).as_str().to_owned().into();
    }
}

/// Gives spans their first numbers by their order.
fn number(spans: &mut [Row]) {
    let mut next = 1;
    for span in spans {
        span[0] = next.into();
        next += int(&span[3]);
    }
}

fn other_keys() -> AuditKeys {
    AuditKeys::read(&AuditKeys::make().unwrap()).unwrap()
}

/// Another byte, or another number, in one column.
fn flip(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let rows = tables.get_mut(any_table(&log.now, random)).unwrap();
    let at = random.random_range(0..rows.len());
    let column = random.random_range(0..rows[at].len());
    let value = &mut rows[at][column];
    let mut flipped = |mut bytes: Vec<u8>| {
        let at = random.random_range(0..bytes.len());
        bytes[at] ^= random.random_range(1..=u8::MAX);
        Value::Blob(bytes)
    };
    *value = match value.clone() {
        Value::Integer(number) => (number ^ (1 << random.random_range(0..64))).into(),
        Value::Text(text) if text.is_empty() => "x".to_owned().into(),
        Value::Text(text) => flipped(text.into_bytes()),
        Value::Blob(bytes) => flipped(bytes),
        Value::Null | Value::Real(_) if column == 8 => random.random_range(0..9_i64).into(),
        Value::Null | Value::Real(_) => ["", "x", "null"].choose(random).unwrap().to_string().into(),
    };
    tables
}

/// The last entries of a lane are gone, and perhaps what leads to them.
fn cut(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let lane = random.random_range(0..4);
    let last = log.now[LANES].iter().find(|row| int(&row[0]) == lane).map(|row| int(&row[1])).unwrap();
    let left = random.random_range(0..last);
    tables.get_mut(ENTRIES).unwrap().retain(|row| int(&row[0]) != lane || int(&row[1]) <= left);
    if random.random() {
        let end = tables[ENTRIES].iter().rfind(|row| int(&row[0]) == lane).cloned();
        let head = tables.get_mut(LANES).unwrap().iter_mut().find(|row| int(&row[0]) == lane).unwrap();
        head[1] = left.into();
        if let Some(end) = end {
            (head[2], head[3]) = (end[HASH].clone(), end[MAC].clone());
        }
    }
    if random.random() {
        let spans = tables.get_mut(SPANS).unwrap();
        spans.retain(|span| int(&span[1]) != lane || int(&span[2]) <= left);
        for span in spans.iter_mut().filter(|span| int(&span[1]) == lane) {
            span[3] = int(&span[3]).min(left + 1 - int(&span[2])).into();
        }
        number(spans);
        build_tree(&mut tables, None);
    }
    tables
}

/// Two rows have each other's values, in all columns but those that tell them apart or in one.
fn swap(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let table = any_table(&tables, random);
    let rows = tables.get_mut(table).unwrap();
    let [one, other] = [(); 2].map(|()| random.random_range(0..rows.len()));
    let keys = if matches!(table, ENTRIES | TILES) { 2 } else { 1 };
    let columns = if random.random() {
        keys..rows[0].len()
    } else {
        let column = random.random_range(0..rows[0].len());
        column..column + 1
    };
    for column in columns {
        let value = rows[one][column].clone();
        rows[one][column] = std::mem::replace(&mut rows[other][column], value);
    }
    rows.sort_by_key(|row| (int(&row[0]), if keys == 2 { int(&row[1]) } else { 0 }));
    tables
}

/// Some rows are gone.
fn drop_rows(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let rows = tables.get_mut(any_table(&log.now, random)).unwrap();
    for _ in 0..random.random_range(1..=3.min(rows.len())) {
        rows.remove(random.random_range(0..rows.len()));
    }
    tables
}

/// Some tables, or some lanes, are as they were.
fn roll_back(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let past = log.past.choose(random).unwrap();
    let all = random.random_ratio(1, 4);
    for table in [SPANS, TREE, TILES] {
        if all || random.random() {
            tables.insert(table, past[table].clone());
        }
    }
    for lane in 0..4 {
        let written: [bool; 2] =
            if all || random.random() { [all || random.random(); 2] } else { random.random() };
        for (table, back) in [ENTRIES, LANES].into_iter().zip(written) {
            if back {
                let rows = tables.get_mut(table).unwrap();
                rows.retain(|row| int(&row[0]) != lane);
                rows.extend(past[table].iter().filter(|row| int(&row[0]) == lane).cloned());
                rows.sort_by_key(|row| (int(&row[0]), int(&row[1])));
            }
        }
    }
    tables
}

/// An entry is another one, and all hashes are computed anew, but for those that take a key.
fn hash_anew(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let keys = other_keys();
    let entries = tables.get_mut(ENTRIES).unwrap();
    let changed = random.random_range(0..entries.len());
    let lane = entry_of(&entries[changed]).lane;
    let has_other_macs: bool = random.random();
    let mut end = ChainHash::START;
    for (at, row) in entries.iter_mut().enumerate().filter(|(_, row)| int(&row[0]) == integer(lane)) {
        let mut entry = entry_of(row);
        if at == changed {
            entry.count += random.random_range(1..9);
        }
        end = end.then(&entry);
        let mac = keys.of_entry(lane, entry.sequence, &end);
        let old = row[MAC].clone();
        *row = row_of(&entry, &end, mac);
        if at < changed || !has_other_macs {
            row[MAC] = old;
        }
    }
    if random.random() {
        let head =
            tables.get_mut(LANES).unwrap().iter_mut().find(|row| int(&row[0]) == integer(lane)).unwrap();
        head[2] = end.as_bytes().to_vec().into();
        if has_other_macs {
            head[3] = keys.of_head(lane, u64::try_from(int(&head[1])).unwrap(), &end).to_vec().into();
        }
    }
    if random.random() {
        build_tree(&mut tables, random.random::<bool>().then_some(&keys));
    }
    tables
}

/// A lane is gone, and perhaps what leads to it.
fn drop_lane(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let lane = random.random_range(0..4);
    let without = |tables: &mut Tables, table, column: usize| {
        tables.get_mut(table).unwrap().retain(|row| int(&row[column]) != lane);
    };
    without(&mut tables, ENTRIES, 0);
    if random.random() {
        without(&mut tables, LANES, 0);
    }
    if random.random() {
        without(&mut tables, SPANS, 1);
        number(tables.get_mut(SPANS).unwrap());
        build_tree(&mut tables, random.random::<bool>().then(other_keys).as_ref());
    }
    tables
}

/// Entries have other numbers, and perhaps the tree is built anew.
fn renumber(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let spans = tables.get_mut(SPANS).unwrap();
    let [one, other] = [(); 2].map(|()| random.random_range(0..spans.len()));
    match random.random_range(0..4) {
        0 => {
            spans.swap(one, other);
            number(spans);
        }
        1 => {
            spans.shuffle(random);
            number(spans);
        }
        2 => spans[one][0] = (int(&spans[one][0]) + random.random_range(-3..=3)).into(),
        _ => {
            let shift = random.random_range(-3..=3);
            spans[one][3] = (int(&spans[one][3]) + shift).into();
            spans[other][3] = (int(&spans[other][3]) - shift).into();
            number(spans);
        }
    }
    if random.random() {
        build_tree(&mut tables, random.random::<bool>().then(other_keys).as_ref());
    }
    tables.get_mut(SPANS).unwrap().sort_by_key(|span| int(&span[0]));
    tables
}

/// Another row, made of one that there is.
fn put_in(log: &Log, random: &mut Random) -> Tables {
    let mut tables = log.now.clone();
    let table = any_table(&tables, random);
    let rows = tables.get_mut(table).unwrap();
    let mut row = rows.choose(random).unwrap().clone();
    let columns = match table {
        ENTRIES | TILES => 0..2,
        SPANS => 0..4,
        _ => 0..1,
    };
    for column in columns {
        if random.random() {
            row[column] = random.random_range(-3..400_i64).into();
        }
    }
    if table == ENTRIES && random.random() {
        row[0] = random.random_range(0..6_i64).into();
    }
    if table == SPANS && random.random() {
        row[3] = 0.into();
    }
    rows.push(row);
    rows.sort_by_key(|row| (int(&row[0]), if table == LANES { 0 } else { int(&row[1]) }));
    tables
}

type Manipulation = fn(&Log, &mut Random) -> Tables;
const OF_TABLES: [(&str, Manipulation); 9] = [
    ("database: flip", flip),
    ("database: cut", cut),
    ("database: swap", swap),
    ("database: drop rows", drop_rows),
    ("database: roll back", roll_back),
    ("database: hash anew", hash_anew),
    ("database: drop a lane", drop_lane),
    ("database: renumber", renumber),
    ("database: put in", put_in),
];

fn flip_in(log: &Log, random: &mut Random) -> Vec<String> {
    let mut bytes = log.export.join("\n").into_bytes();
    let at = random.random_range(0..bytes.len());
    bytes[at] ^= random.random_range(1..=u8::MAX);
    // As the command reads what is no text.
    bytes
        .split(|byte| *byte == b'\n')
        .map(|line| std::str::from_utf8(line).unwrap_or("?").to_owned())
        .collect()
}

/// The last lines, or bytes, are gone; perhaps not the very last.
fn cut_in(log: &Log, random: &mut Random) -> Vec<String> {
    let mut text = log.export.join("\n");
    if random.random() {
        text.truncate(random.random_range(0..text.len()));
        return text.split('\n').map(str::to_owned).collect();
    }
    let end = log.export.last().filter(|_| random.random());
    let left = random.random_range(1..log.export.len());
    log.export[..left].iter().chain(end).cloned().collect()
}

fn swap_in(log: &Log, random: &mut Random) -> Vec<String> {
    let mut lines = log.export.clone();
    let [one, other] = [(); 2].map(|()| random.random_range(0..lines.len()));
    lines.swap(one, other);
    lines
}

fn drop_in(log: &Log, random: &mut Random) -> Vec<String> {
    let mut lines = log.export.clone();
    for _ in 0..random.random_range(1..=3) {
        lines.remove(random.random_range(0..lines.len()));
    }
    lines
}

/// A line twice, or one of an older export, at any place.
fn put_in_in(log: &Log, random: &mut Random) -> Vec<String> {
    let mut lines = log.export.clone();
    let line = [&log.export, &log.old_export].choose(random).unwrap().choose(random).unwrap().clone();
    lines.insert(random.random_range(0..=lines.len()), line);
    lines
}

/// An older export, or the beginning of one and the end of the other.
fn roll_back_in(log: &Log, random: &mut Random) -> Vec<String> {
    if random.random_ratio(1, 8) {
        return log.old_export.clone();
    }
    let (first, second) =
        if random.random() { (&log.export, &log.old_export) } else { (&log.old_export, &log.export) };
    let (left, from) = (random.random_range(1..=first.len()), random.random_range(1..second.len()));
    [&first[..left], &second[from..]].concat()
}

/// An entry is another one, or a lane is gone, and all hashes and numbers are computed anew; perhaps it is signed with
/// another key, which the head may name.
fn hash_anew_in(log: &Log, random: &mut Random) -> Vec<String> {
    let (keys, mut ends, mut edge) = (other_keys(), BTreeMap::new(), Edge::default());
    let (changed, gone) = (random.random_range(1..log.export.len() - 1), random.random_range(0..8));
    let mut lines = Vec::new();
    let mut numbers = BTreeMap::new();
    for (at, line) in log.export.iter().enumerate() {
        let Line::Entry(mut numbered) = Line::read(line).unwrap() else {
            lines.push(line.clone());
            continue;
        };
        let entry = &mut numbered.entry;
        if entry.lane == gone {
            continue;
        }
        if at == changed {
            entry.count += 1;
        }
        numbers.insert(numbered.number, edge.size() + 1);
        numbered.number = edge.size() + 1;
        numbered.attempt = numbered.attempt.map(|attempt| numbers.get(&attempt).copied().unwrap_or(attempt));
        numbered.hash = ends.get(&entry.lane).copied().unwrap_or(ChainHash::START).then(entry);
        ends.insert(entry.lane, numbered.hash);
        edge.push(TreeHash::leaf(&numbered.hash));
        lines.push(Line::Entry(numbered).write());
    }
    if random.random() {
        let tree = edge.tree();
        let hash = ChainHash::from_bytes(*tree.root.as_bytes());
        let end = Checkpoint { sequence: tree.size, time: 5, hash };
        *lines.last_mut().unwrap() = Line::Signed(keys.sign(end, CheckpointKind::TreeEnd)).write();
        if random.random() {
            lines[0] = Line::Header(Header { version: Version::Tree, key: keys.public() }).write();
            lines.retain(|line| !line.starts_with(CHECKPOINT));
        }
    }
    lines
}

type ManipulationOfExport = fn(&Log, &mut Random) -> Vec<String>;
const OF_EXPORTS: [(&str, ManipulationOfExport); 7] = [
    ("export: flip", flip_in),
    ("export: cut", cut_in),
    ("export: swap", swap_in),
    ("export: drop lines", drop_in),
    ("export: put in", put_in_in),
    ("export: older copy", roll_back_in),
    ("export: hash anew", hash_anew_in),
];

#[tokio::test]
#[expect(clippy::print_stdout, reason = "what was tried, and what found it")]
async fn ten_thousand_random_manipulations_are_found() {
    let started = Instant::now();
    let mut random = Random::seed_from_u64(SEED);
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut count = |kind, expected: Finder, found: Finder, what: &dyn Fn() -> String| {
        counts.entry(kind).or_default()[found as usize] += 1;
        if found != expected {
            missed.push(format!("{kind}: {expected:?} should find it, {found:?} does: {}", what()));
        }
    };
    for (changes, is_pruned, of_database, of_export) in LOGS {
        let log = Log::new(changes, is_pruned).await;
        let mut there = log.now.clone();
        for turn in 0..of_database {
            let (kind, manipulate) = OF_TABLES[turn % OF_TABLES.len()];
            // One that changes something, and that the database takes.
            let tables = loop {
                let tables = manipulate(&log, &mut random);
                if tables != log.now && write(&log.connection, &there, &tables).is_ok() {
                    break tables;
                }
            };
            count(kind, log.expected(&tables), log.finder().await, &|| difference(&log.now, &tables));
            there = tables;
        }
        for turn in 0..of_export {
            let (kind, manipulate) = OF_EXPORTS[turn % OF_EXPORTS.len()];
            let lines = loop {
                let lines = manipulate(&log, &mut random);
                if lines != log.export {
                    break lines;
                }
            };
            count(kind, log.expected_in(&lines), log.finder_in(&lines), &|| {
                format!("{:?}", lines.iter().filter(|line| !log.export.contains(line)).collect::<Vec<_>>())
            });
        }
        write(&log.connection, &there, &log.now).unwrap();
        assert_eq!(log.finder().await, Finder::Nobody);
    }
    println!("{:24}{:>8}{:>8}{:>24}{:>8}", "kind", "tried", "found", "with a kept checkpoint", "named");
    for (kind, [verify, kept, nobody]) in &counts {
        println!("{kind:24}{:>8}{verify:>8}{kept:>24}{nobody:>8}", verify + kept + nobody);
    }
    let tried: usize = counts.values().flatten().sum();
    println!("{tried} with seed {SEED}, {:.0} s", started.elapsed().as_secs_f64());
    assert_eq!(tried, 10_000);
    assert!(
        missed.is_empty(),
        "{} were not found:\n{}",
        missed.len(),
        missed[..missed.len().min(20)].join("\n")
    );
}

/// Random ones seldom meet the few columns of which there is only one row.
#[tokio::test]
async fn every_bit_of_every_number_counts() {
    let (changes, is_pruned, ..) = LOGS[0];
    let log = Log::new(changes, is_pruned).await;
    let mut there = log.now.clone();
    for (table, rows) in &log.now {
        let ends = [0, rows.len().saturating_sub(1)];
        let numbers =
            |row: &Row| (0..row.len()).filter(|column| matches!(row[*column], Value::Integer(_))).collect();
        for at in &ends[..rows.len().min(2)] {
            let columns: Vec<usize> = numbers(&rows[*at]);
            for (column, bit) in columns.iter().flat_map(|column| (0..64).map(move |bit| (*column, bit))) {
                let mut tables = log.now.clone();
                let value = &mut tables.get_mut(table).unwrap()[*at][column];
                *value = (int(value) ^ (1 << bit)).into();
                if write(&log.connection, &there, &tables).is_err() {
                    continue;
                }
                let difference = difference(&log.now, &tables);
                assert_eq!(log.finder().await, log.expected(&tables), "bit {bit}: {difference}");
                there = tables;
            }
        }
    }
}

/// The rows that are in only one of them.
fn difference(one: &Tables, other: &Tables) -> String {
    let mut rows = String::new();
    for (table, of_one) in one {
        let of_other = &other[table];
        for (sign, row) in of_one
            .iter()
            .filter(|row| !of_other.contains(row))
            .map(|row| ('-', row))
            .chain(of_other.iter().filter(|row| !of_one.contains(row)).map(|row| ('+', row)))
        {
            rows += &format!("\n  {sign} {table} {row:?}");
        }
    }
    rows
}
