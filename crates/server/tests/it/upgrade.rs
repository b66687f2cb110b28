//! The data of an older program, whose schema had version 5 and whose audit log was one chain, opened by today's: all that was
//! in it is there, and what was signed then still proves it.
//!
//! The older program's schema, statements and forms are written down here once more. Nothing of today's takes part in making its data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::PasswordHash;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::fixture::{Credentials, DEADLINE, FORM, Home, JSON, Server, text};

const COLLECTION: &str = "/api/mysafe/secretapi";
const API_SECRETS: usize = 10_000;
/// Each an attempt and its end.
const PAIRS: usize = 25_000;
const CHECKPOINT_EVERY: usize = 1000;

const MASTER_KEY: [u8; 32] = [7; 32];
const AUDIT_MAC: [u8; 32] = [8; 32];
const AUDIT_SEED: [u8; 32] = [9; 32];

/// Seconds since 1970.
const BEGAN: i64 = 1_764_000_000;
/// How long a token is good that was made at the end.
const TOKEN_SECONDS: i64 = 3000;

const API_KEY: &str = "api-key-of-the-older-program-000";
const CLIENT_SECRET: &str = "client-secret-of-the-older-program";
const CUSTOMER_SECRET: &str = "customer secret";
const ADMIN_KEY: &str = "admin-key-of-the-older-program";
const TOKEN: &str = "token-of-the-older-program";
/// An auditor; one that is limited to two items; one that was revoked; and maria's.
const ACCESS_KEYS: [&str; 4] = ["old-auditor", "old-limited", "old-revoked", "old-maria"];

enum Cell {
    Null,
    Flag(bool),
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

use Cell::{Bytes, Flag, Null, Number, Text};

fn words(text: impl Into<String>) -> Cell {
    Text(text.into())
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}

/// By identifier: whether it is on, when it was switched, and by which user.
type States = BTreeMap<usize, (bool, Option<(i64, &'static str)>)>;

type Table = (&'static str, &'static str, Vec<Vec<Cell>>);

fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap();
    parts.iter().fold(mac, |mac, part| mac.chain_update(part)).finalize().into_bytes().to_vec()
}

fn key_id() -> Vec<u8> {
    Sha256::new().chain_update(b"latchboard key id").chain_update(MASTER_KEY).finalize()[..4].to_vec()
}

/// Encrypted for one place.
fn seal(place: &[&[u8]], text: &str) -> Cell {
    let place = place.concat();
    // Another one for every place: enough for a test, where nothing is sealed twice.
    let nonce: [u8; 24] = Sha256::digest(&place)[..24].try_into().unwrap();
    let cipher = XChaCha20Poly1305::new((&MASTER_KEY).into());
    let payload = Payload { msg: text.as_bytes(), aad: &place };
    let encrypted = cipher.encrypt(&XNonce::from(nonce), payload).unwrap();
    Bytes([&[1], key_id().as_slice(), &nonce, &encrypted].concat())
}

/// What an API secret is found by.
fn fingerprint(secret: &str) -> Cell {
    let key = hmac(&MASTER_KEY, &[b"latchboard fingerprint key"]);
    Bytes([key_id(), hmac(&key, &[&digest(secret)])].concat())
}

/// What the older program had stored, and what it said of its log.
struct Old {
    tables: Vec<Table>,
    states: States,
    entries: usize,
    export: String,
    checkpoint: String,
}

fn owner(id: usize) -> (i64, &'static str) {
    if id.is_multiple_of(5) { (2, "maria") } else { (1, "admin") }
}

fn client_secret(id: usize) -> Option<String> {
    (!id.is_multiple_of(7)).then(|| format!("v4lue-é-{id}"))
}

fn tags(id: usize) -> &'static [&'static str] {
    [&[][..], &["prod"], &["eu", "prod"]][id % 3]
}

/// The texts of an API secret, by the names that they have everywhere.
fn texts(id: usize) -> [(&'static str, String); 7] {
    let code = if id.is_multiple_of(2) { format!("code-{id}") } else { String::new() };
    [
        ("name", format!("API secret {id}")),
        ("url", format!("https://vendor.example/{id}")),
        ("client_id", format!("client-{id}")),
        ("identifier_code", code),
        ("method", "post".to_owned()),
        ("tags", tags(id).join(", ")),
        ("notes", format!("line\tone\nline \\two {id}")),
    ]
}

/// Of every thousandth maria's, the first user may see it, of every second of these change it.
fn shared(id: usize) -> Option<bool> {
    id.is_multiple_of(1000).then(|| id.is_multiple_of(2000))
}

impl Old {
    fn new() -> Self {
        let mut log = Log::default();
        log.enter("null", "server", "begin", None, "done", None, None);
        let mut states: States = (1..=API_SECRETS).map(|id| (id, (true, None))).collect();
        for pair in 1..=PAIRS {
            let id = if pair <= API_SECRETS { pair } else { 1 + pair * 7 % API_SECRETS };
            let (client, user) = if owner(id).0 == 1 { (0, "admin") } else { (3, "maria") };
            let actor = format!("access-key:{}", ACCESS_KEYS[client]);
            let request = format!("\"{:012x}-{pair}\"", 0xabc);
            let target = Some(format!("api-secret:{id}"));
            let (on, _) = states[&id];
            let (action, end, code) = match pair {
                _ if pair <= API_SECRETS => ("create", "done", None),
                _ if pair.is_multiple_of(11) => ("activate", "refused", Some("not_found")),
                _ if pair.is_multiple_of(13) => (if on { "activate" } else { "deactivate" }, "already", None),
                _ => (if on { "deactivate" } else { "activate" }, "done", None),
            };
            let announced = target.as_deref().filter(|_| action != "create");
            let attempt = log.enter(&request, &actor, action, announced, "attempt", None, None);
            log.enter(&request, &actor, action, target.as_deref(), end, Some(attempt), code);
            if end == "done" && action != "create" {
                states.insert(id, (!on, Some((log.time() / 1000, user))));
            }
        }
        // Whoever made it died before its end.
        log.enter("null", "command-line", "createUser", Some("user:jos\u{e9}"), "attempt", None, None);
        let signed = log.sign(b"latchboard audit checkpoint v1\n");
        log.keep(&signed);
        let end = log.sign(b"latchboard audit end v1\n");
        let header = log.header();
        let export = format!("{header}\n{}{{\"end\":{}}}\n", log.lines, end.members);
        let checkpoint = format!("{header}\n{{\"checkpoint\":{}}}\n", signed.members);
        let entries = log.entries.len();
        Self { tables: tables(&states, log), states, entries, export, checkpoint }
    }
}

/// Filled by the statements of the older program.
fn tables(states: &States, log: Log) -> Vec<Table> {
    let keys = [AUDIT_MAC, AUDIT_SEED].concat();
    let access_key = |(index, name): (usize, &&str)| {
        let user = if index == 3 { 2 } else { 1 };
        let revoked = if index == 2 { Number(BEGAN + 1) } else { Null };
        let secret = Bytes(digest(CLIENT_SECRET));
        let networks = words(if index == 1 { "127.0.0.0/8" } else { "*" });
        vec![
            Number(user),
            words(*name),
            secret,
            Number(BEGAN),
            revoked,
            Null,
            networks,
            Flag(index == 1),
            Flag(index == 0),
        ]
    };
    let api_secret = |id: usize| {
        let [name, url, client_id, code, method, tags, notes] = texts(id).map(|(_, text)| text);
        let secret = client_secret(id);
        let place: [&[u8]; 3] =
            [b"latchboard api secret", &owner(id).0.to_be_bytes(), &number(id).to_be_bytes()];
        let sealed = secret.as_ref().map_or(Null, |secret| seal(&place, secret));
        // Of some it has not been made yet.
        let findable = secret.filter(|_| id > API_SECRETS / 2).map_or(Null, |secret| fingerprint(&secret));
        let code = if code.is_empty() { Null } else { Text(code) };
        let used = if id.is_multiple_of(3) { Number(BEGAN + number(id)) } else { Null };
        let (need_justify, need_approval) = (Flag(id.is_multiple_of(4)), Flag(id.is_multiple_of(6)));
        let texts = [name, url, client_id, method, tags, notes].map(Text);
        let rest = [
            sealed,
            code,
            need_justify,
            need_approval,
            Flag(states[&id].0),
            Number(BEGAN),
            Number(BEGAN + 1),
            used,
            findable,
        ];
        std::iter::once(Number(owner(id).0)).chain(texts).chain(rest).collect()
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let now = i64::try_from(now).unwrap();
    let ids = || 1..=API_SECRETS;
    let tagged = ids().flat_map(|id| tags(id).iter().map(move |tag| vec![words(*tag), Number(number(id))]));
    let shares =
        ids().filter_map(|id| shared(id).map(|edit| vec![Number(number(id)), Number(1), Flag(edit)]));
    let registration = |service: &str, sealed| {
        let hash: PasswordHash = Argon2::default()
            .hash_password_with_salt(CUSTOMER_SECRET.as_bytes(), b"sixteen bytes!!!")
            .unwrap();
        let admin_key = Bytes(digest(ADMIN_KEY));
        let hash = words(hash.to_string());
        vec![Number(1), words(service), hash, admin_key, sealed, Number(BEGAN), Number(BEGAN)]
    };
    let kept = seal(&[b"latchboard admin key", &1_i64.to_be_bytes(), b"geofencing"], ADMIN_KEY);
    let head = vec![
        Number(1),
        Number(number(log.entries.len())),
        Bytes(log.hash.to_vec()),
        Bytes(hmac(&AUDIT_MAC, &[b"latchboard audit head\n", &log.count().to_be_bytes(), &log.hash])),
    ];
    let users = ["admin", "maria"].map(|name| vec![words(name), Number(BEGAN)]);
    vec![
        (
            "facts",
            "name, value",
            vec![
                vec![words("master key check"), seal(&[b"latchboard check"], "")],
                vec![words("audit keys"), seal(&[b"latchboard audit keys"], &BASE64.encode(&keys))],
                vec![words("probe"), Bytes(BEGAN.to_be_bytes().to_vec())],
            ],
        ),
        (
            "api_keys",
            "digest, created_at, revoked_at, positions_consent, transitions_consent",
            vec![
                vec![Bytes(digest(API_KEY)), Number(BEGAN), Null, Flag(true), Flag(false)],
                vec![Bytes(digest("revoked")), Number(BEGAN), Number(BEGAN), Flag(false), Flag(false)],
            ],
        ),
        (
            "configurations",
            "api_key_id, service, secret_hash, admin_key_digest, admin_key_sealed, created_at, changed_at",
            vec![registration("locationHistory", Null), registration("geofencing", kept)],
        ),
        ("users", "name, created_at", users.into()),
        (
            "access_keys",
            "user_id, client_id, secret_digest, created_at, revoked_at, expires_at, networks, limited, auditor",
            ACCESS_KEYS.iter().enumerate().map(access_key).collect(),
        ),
        (
            "tokens",
            "digest, access_key_id, expires_at",
            vec![
                vec![Bytes(digest(TOKEN)), Number(1), Number(now + TOKEN_SECONDS)],
                vec![Bytes(digest("over")), Number(1), Number(BEGAN)],
            ],
        ),
        (
            "api_secrets",
            "owner_id, name, url, client_id, method, tags, notes, client_secret, identifier_code, need_justify,
             need_approval, active, created_at, changed_at, last_used_at, fingerprint",
            ids().map(api_secret).collect(),
        ),
        (
            "access_key_items",
            "access_key_id, api_secret_id",
            [3, 4].map(|id| vec![Number(2), Number(id)]).into(),
        ),
        ("tags", "tag, api_secret_id", tagged.collect()),
        ("shares", "api_secret_id, user_id, can_edit", shares.collect()),
        (
            "attempts",
            "subject, failures, failed_at",
            vec![vec![words("client:old-maria"), Number(1), Number(BEGAN)]],
        ),
        (
            "audit",
            "id, time, request, actor, action, target, event, attempt, code, count, hash, mac",
            log.entries,
        ),
        ("audit_head", "id, sequence, hash, mac", vec![head]),
        ("audit_checkpoints", "id, time, hash, signature", log.checkpoints),
    ]
}

/// The older program's audit log: one chain.
#[derive(Default)]
struct Log {
    hash: [u8; 32],
    entries: Vec<Vec<Cell>>,
    checkpoints: Vec<Vec<Cell>>,
    /// As an export has them.
    lines: String,
}

struct Signed {
    row: Vec<Cell>,
    members: String,
}

impl Log {
    fn count(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Of the last entry; milliseconds since 1970.
    fn time(&self) -> i64 {
        BEGAN * 1000 + 10 * number(self.entries.len())
    }

    fn header(&self) -> String {
        let key = SigningKey::from_bytes(&AUDIT_SEED).verifying_key();
        format!("{{\"latchboard_audit\":1,\"key\":\"{}\"}}", HEXLOWER.encode(key.as_bytes()))
    }

    #[expect(clippy::too_many_arguments, reason = "an entry has so many parts")]
    fn enter(
        &mut self,
        request: &str,
        actor: &str,
        action: &str,
        target: Option<&str>,
        event: &str,
        attempt: Option<usize>,
        code: Option<&str>,
    ) -> usize {
        let sequence = self.entries.len() + 1;
        let time = BEGAN * 1000 + 10 * number(sequence);
        let json = |value: Option<&str>| value.map_or("null".to_owned(), |value| format!("\"{value}\""));
        let attempt_text = attempt.map_or("null".to_owned(), |attempt| attempt.to_string());
        let entry = format!(
            "{{\"sequence\":{sequence},\"time\":{time},\"request\":{request},\"actor\":\"{actor}\",\
             \"action\":\"{action}\",\"target\":{},\"event\":\"{event}\",\"attempt\":{attempt_text},\
             \"code\":{},\"count\":1}}",
            json(target),
            json(code)
        );
        let hash = Sha256::new()
            .chain_update(b"latchboard audit entry v1\n")
            .chain_update(self.hash)
            .chain_update(&entry)
            .finalize();
        self.hash = hash.into();
        let cell = |value: Option<&str>| value.map_or(Null, words);
        let request = (request != "null").then(|| request.trim_matches('"'));
        self.entries.push(vec![
            Number(number(sequence)),
            Number(time),
            cell(request),
            words(actor),
            words(action),
            cell(target),
            words(event),
            attempt.map_or(Null, |attempt| Number(number(attempt))),
            cell(code),
            Number(1),
            Bytes(self.hash.to_vec()),
            Bytes(hmac(&AUDIT_MAC, &[b"latchboard audit entry\n", &self.hash])),
        ]);
        let (entry, hash) = (entry.trim_end_matches('}'), HEXLOWER.encode(&self.hash));
        writeln!(self.lines, "{entry},\"hash\":\"{hash}\"}}").unwrap();
        if sequence.is_multiple_of(CHECKPOINT_EVERY) {
            let signed = self.sign(b"latchboard audit checkpoint v1\n");
            self.keep(&signed);
        }
        sequence
    }

    /// Signs that it goes so far.
    fn sign(&self, purpose: &[u8]) -> Signed {
        let (sequence, time) = (self.count(), self.time() + 1);
        let message = [purpose, &sequence.to_be_bytes(), &time.to_be_bytes(), &self.hash].concat();
        let signature = SigningKey::from_bytes(&AUDIT_SEED).sign(&message).to_bytes();
        let members = format!(
            "{{\"sequence\":{sequence},\"time\":{time},\"hash\":\"{}\",\"signature\":\"{}\"}}",
            HEXLOWER.encode(&self.hash),
            HEXLOWER.encode(&signature)
        );
        let row = vec![
            Number(number(self.entries.len())),
            Number(time),
            Bytes(self.hash.to_vec()),
            Bytes(signature.to_vec()),
        ];
        Signed { row, members }
    }

    fn keep(&mut self, signed: &Signed) {
        writeln!(self.lines, "{{\"checkpoint\":{}}}", signed.members).unwrap();
        let copy = |cell: &Cell| match cell {
            Number(number) => Number(*number),
            Bytes(bytes) => Bytes(bytes.clone()),
            Null | Flag(_) | Text(_) => Null,
        };
        self.checkpoints.push(signed.row.iter().map(copy).collect());
    }
}

fn write_to_sqlite(home: &Home, tables: &[Table]) {
    let mut connection = rusqlite::Connection::open(home.database()).unwrap();
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF").unwrap();
    let transaction = connection.transaction().unwrap();
    transaction.execute_batch(include_str!("upgrade/sqlite.sql")).unwrap();
    for (table, columns, rows) in tables {
        let places: Vec<String> = (1..=columns.split(',').count()).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({})", places.join(", "));
        let mut statement = transaction.prepare(&sql).unwrap();
        for row in rows {
            use rusqlite::types::Value;
            let value = |cell: &Cell| match cell {
                Null => Value::Null,
                Flag(flag) => Value::Integer((*flag).into()),
                Number(number) => Value::Integer(*number),
                Text(text) => Value::Text(text.clone()),
                Bytes(bytes) => Value::Blob(bytes.clone()),
            };
            statement.execute(rusqlite::params_from_iter(row.iter().map(value))).unwrap();
        }
    }
    let marks = format!("PRAGMA application_id = {}; PRAGMA user_version = 5", u32::from_be_bytes(*b"LTCH"));
    transaction.execute_batch(&marks).unwrap();
    transaction.commit().unwrap();
}

fn write_to_postgres(home: &Home, tables: &[Table]) {
    let session = home.database.as_ref().unwrap().session();
    session.sql(include_str!("upgrade/postgres.sql"));
    for (table, columns, rows) in tables {
        let cell = |cell: &Cell| match cell {
            Null => "\\N".to_owned(),
            Flag(flag) => flag.to_string(),
            Number(number) => number.to_string(),
            Text(text) => text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t"),
            Bytes(bytes) => format!("\\\\x{}", HEXLOWER.encode(bytes)),
        };
        let line = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n";
        session.copy_in(&format!("COPY {table} ({columns}) FROM STDIN"), rows.iter().map(line).collect());
    }
    session.sql("UPDATE latchboard_schema SET version = 5");
}

fn credentials(access_key: usize) -> Credentials {
    Credentials {
        api_key: API_KEY.to_owned(),
        client_id: ACCESS_KEYS[access_key].to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
    }
}

/// What a command prints that must succeed.
fn printed(home: &Home, arguments: &[&str]) -> String {
    let output = home.admin(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn what_an_older_program_stored_is_all_there_and_its_log_is_whole() {
    let old = Old::new();
    let home = Home::new();
    fs::create_dir(home.data_dir()).unwrap();
    fs::write(home.data_dir().join("master.key"), BASE64.encode(&MASTER_KEY)).unwrap();
    let (export, checkpoint) = (home.path().join("export"), home.path().join("checkpoint"));
    fs::write(&export, &old.export).unwrap();
    fs::write(&checkpoint, &old.checkpoint).unwrap();
    let [export, checkpoint] = [&export, &checkpoint].map(|path| path.to_str().unwrap());
    if crate::POSTGRES {
        write_to_postgres(&home, &old.tables);
    } else {
        write_to_sqlite(&home, &old.tables);
    }
    let refused = home.admin(&["audit", "verify"]);
    assert_eq!(refused.status.code(), Some(2), "only a server brings the schema up to date");

    let server = home.serve();
    assert_api_secrets(&home, &server, &old);
    assert_keys(&server);
    assert_configurations(&server);
    server.stop();

    // What was signed then, by itself, and against the log of now.
    let whole = printed(&home, &["audit", "verify", export, "--checkpoint", checkpoint]);
    assert!(whole.contains(&format!("{} entries", old.entries)), "{whole}");
    let whole = printed(&home, &["audit", "verify", "--checkpoint", checkpoint]);
    assert!(whole.contains("Attempts without an end: 1 "), "{whole}");
    // Entry by entry and signature by signature it is written as it was then; what is new has another lane.
    let now = printed(&home, &["audit", "export"]);
    let (_, then) = old.export.split_once('\n').unwrap();
    let (then, _end) = then.split_once("{\"end\"").unwrap();
    let (_, now) = now.split_once('\n').unwrap();
    let new = now.strip_prefix(then).expect("all of the older export");
    assert!(new.lines().next().unwrap().contains("\"lane\":1,"), "{new}");
}

fn assert_api_secrets(home: &Home, server: &Server, old: &Old) {
    // In clear, under the master key of then.
    let exported = printed(home, &["secret", "export", "--with-client-secrets"]);
    let rows: Vec<Value> = exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), API_SECRETS);
    for (id, row) in (1..).zip(&rows) {
        let mut expected = json!({ "identifier": id.to_string(), "user": owner(id).1, "active": old.states[&id].0,
            "need_justify": id.is_multiple_of(4), "need_approval": id.is_multiple_of(6) });
        for (name, text) in texts(id) {
            expected[name] = text.into();
        }
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&row[name], value, "{id}: {name}");
        }
        assert_eq!(row.get("client_secret").and_then(Value::as_str), client_secret(id).as_deref(), "{id}");
        assert_eq!(row["last_used"].is_string(), id.is_multiple_of(3), "{id}");
        let share = shared(id).filter(|_| owner(id).0 != 1);
        let share: Vec<Value> =
            share.iter().map(|can_edit| json!({ "username": "admin", "can_edit": can_edit })).collect();
        assert_eq!(row["users_allowed"], json!(share), "{id}");
    }

    // A token of then counts.
    let headers = [("authorization", &*format!("Bearer {TOKEN}"))];
    let seen = |id: &usize| owner(*id).0 == 1 || shared(*id).is_some();
    let listed = |query: &str| {
        let list = server.get(&format!("{COLLECTION}{query}"), &headers);
        assert_eq!(list.status, 200, "{}", list.text);
        let rows = list.json()["api_secret_on_list"].as_array().unwrap().clone();
        rows.iter().map(|row| row["identifier"].as_str().unwrap().parse().unwrap()).collect::<Vec<usize>>()
    };
    assert!(listed("").into_iter().eq((1..=API_SECRETS).filter(seen)));
    let tagged = |id: &usize| seen(id) && tags(*id).contains(&"eu");
    assert!(listed("?tag=eu").into_iter().eq((1..=API_SECRETS).filter(tagged)));
    assert_eq!(listed("?identifier_code=code-8"), [8]);
    for (id, (on, _)) in old.states.iter().filter(|(id, _)| seen(id)).take(50) {
        let read = server.get(&format!("{COLLECTION}/{id}"), &headers);
        assert_eq!(read.status, if *on { 200 } else { 400 }, "{id}: {}", read.text);
    }
    let inventory = server.get("/api/latchboard/v1/inventory", &headers);
    assert_eq!(inventory.status, 200, "{}", inventory.text);
    let items = inventory.json()["api_secrets"].as_array().unwrap().clone();
    assert!(!items.is_empty());
    for item in items {
        let id: usize = item["identifier"].as_str().unwrap().parse().unwrap();
        let (on, switched) = old.states[&id];
        assert_eq!(item["active"], on, "{id}");
        let (time, user) =
            switched.map_or((Value::Null, Value::Null), |(time, user)| (time.into(), user.into()));
        assert_eq!((&item["switched_at"], &item["switched_by"]), (&time, &user), "{id}, by the log");
    }

    // Found by their values, those too that had no fingerprint.
    let of = |id: usize| HEXLOWER.encode(&digest(&client_secret(id).unwrap()));
    let body = json!({ "fingerprints": [of(1), of(9_999)] }).to_string();
    let begun = Instant::now();
    let found = loop {
        let found = server.post("/api/latchboard/v1/find", &[headers[0], JSON], &body).json();
        if found["complete"] == true {
            break found;
        }
        assert!(begun.elapsed() < DEADLINE, "{found}");
    };
    let found = [0, 1].map(|index| found["found"][index][0]["identifier"].clone());
    assert_eq!(found, ["1", "9999"]);
    let new =
        server.post(COLLECTION, &[headers[0], JSON], r#"{"name":"n","url":"u","client_id":"c"}"#).json();
    assert_eq!(new["api_entity"]["identifier"], (API_SECRETS + 1).to_string(), "numbers go on");
}

fn assert_keys(server: &Server) {
    let rows = |access_key| {
        let bearer = format!("Bearer {}", server.sign_in(&credentials(access_key)));
        let list = server.get(COLLECTION, &[("authorization", &bearer)]).json();
        list["api_secret_on_list"].as_array().unwrap().len()
    };
    assert_eq!([rows(1), rows(3)], [2, API_SECRETS / 5]);
    let form =
        format!("grant_type=client_credentials&client_id={}&client_secret={CLIENT_SECRET}", ACCESS_KEYS[2]);
    assert_eq!(server.post("/api/oauth2/token", &[FORM], &form).status, 401, "it was revoked");
    let page = |access_key| {
        let bearer = format!("Bearer {}", server.sign_in(&credentials(access_key)));
        let path = "/api/latchboard/v1/audit?limit=10&target=api-secret:1";
        server.get(path, &[("authorization", &bearer)])
    };
    let entries = page(0).json()["entries"].as_array().unwrap().clone();
    assert_eq!(entries.last().unwrap()["sequence"], 3, "its creation has the number of then");
    assert_eq!((page(3).status, page(3).exception()), (400, Some(1006)), "no auditor");
}

fn assert_configurations(server: &Server) {
    let call = |path: &str, body: &str| server.post(&format!("{path}?key={API_KEY}"), &[JSON], body);
    let body = json!({ "secret": CUSTOMER_SECRET }).to_string();
    for service in ["locationHistory", "geofencing"] {
        let register = call(&format!("/{service}/1/register"), &body);
        assert_eq!(register.status, 403, "{service} is registered");
    }
    let settings = format!("/locationHistory/1/settings?key={API_KEY}&adminKey={ADMIN_KEY}");
    let read = server.get(&settings, &[]);
    assert_eq!(read.status, 200, "{}", read.text);
    let consent = &read.json()["privacySettings"]["consentForStoringObjectsPositionsHistory"];
    assert_eq!(consent, true, "{}", read.text);
    assert_eq!(call("/locationHistory/1/regenerateKey", r#"{"secret":"other"}"#).status, 401);
    assert_eq!(call("/locationHistory/1/regenerateKey", &body).status, 200);
    assert_eq!(server.get(&settings, &[]).status, 401, "there is another admin key");
    assert_eq!(server.post("/locationHistory/1/register?key=revoked", &[JSON], &body).status, 401);
}
