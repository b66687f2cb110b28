//! Backup while others write, and the way back: nothing answered before is missing, and no refusal
//! changes anything.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::fixture::{Home, JSON, Server, agent, post, program, run, text};

const COLLECTION: &str = "/api/mysafe/secretapi";

fn back_up(home: &Home, to: &Path) -> Output {
    home.admin(&["backup", "--to", &to.display().to_string()])
}

fn restore(home: &Home, from: &Path, key: Option<&Path>) -> Output {
    let mut command = program();
    command.args(["restore", "--from"]).arg(from).arg("--data-dir").arg(home.data_dir());
    if let Some(key) = key {
        command.arg("--master-key").arg(key);
    }
    run(&mut command)
}

fn assert_refused(output: &Output, parts: &[&str]) {
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""), "{output:?}");
    let sentence = text(&output.stderr);
    for part in parts {
        assert!(sentence.contains(part), "no {part:?} in: {sentence}");
    }
}

fn secret(number: usize) -> String {
    json!({ "name": format!("n{number}"), "url": "u", "client_id": "c", "client_secret": format!("s{number}") })
        .to_string()
}

fn identifiers(server: &Server, authorization: &str) -> Vec<String> {
    let body = server.get(COLLECTION, &[("authorization", authorization)]).json();
    let rows = body["api_secret_on_list"].as_array().unwrap();
    rows.iter().map(|row| row["identifier"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_backup_under_load_holds_all_that_was_answered_before() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let authorization = format!("Bearer {}", server.sign_in(&credentials));
    let headers = [("authorization", authorization.as_str()), JSON];
    let register = format!("/locationHistory/1/register?key={}", credentials.api_key);
    assert_eq!(server.post(&register, &[JSON], r#"{"secret":"s"}"#).status, 200);
    for number in 1..=20 {
        assert_eq!(server.post(COLLECTION, &headers, &secret(number)).status, 201);
    }

    let file = home.path().join("copy.sqlite");
    let enough = AtomicBool::new(false);
    let output = std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let (agent, url) = (agent(), server.url(COLLECTION));
                while !enough.load(Ordering::Relaxed) {
                    let answer = post(&agent, &url, &headers, &secret(99)).unwrap();
                    assert_eq!(answer.status, 201, "{}", answer.text);
                }
            });
        }
        let output = back_up(&home, &file);
        enough.store(true, Ordering::Relaxed);
        output
    });
    assert!(output.status.success(), "{output:?}");
    let said = text(&output.stdout);
    let bytes = fs::metadata(&file).unwrap().len();
    assert!(said.contains(&format!("{bytes} bytes")) && said.contains("master key is not in it"), "{said}");
    assert!(said.contains("API keys: 1, customer secrets: 1, users: 1"), "{said}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2, "no draft stays behind");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let more = identifiers(&server, &authorization).len();
    server.stop();

    let other = Home::new();
    let key = home.data_dir().join("master.key");
    let output = restore(&other, &file, Some(&key));
    assert!(output.status.success(), "{output:?}");
    let server = other.serve();
    assert!(server.greeting.is_empty(), "no new credentials");
    let authorization = format!("Bearer {}", server.sign_in(&credentials));
    let restored = identifiers(&server, &authorization);
    assert!((20..=more).contains(&restored.len()), "{} of {more}", restored.len());
    let read = server.get(&format!("{COLLECTION}/20"), &[("authorization", &authorization)]);
    assert_eq!(read.json()["api_secret_entity"]["client_secret"], "s20");
    let regenerate = register.replace("register", "regenerateKey");
    assert_eq!(server.post(&regenerate, &[JSON], r#"{"secret":"s"}"#).status, 200);
}

#[test]
fn nothing_is_ever_overwritten() {
    let home = Home::new();
    home.serve().stop();
    let file = home.path().join("copy.sqlite");
    assert!(back_up(&home, &file).status.success());
    let before = fs::read(&file).unwrap();
    assert_refused(&back_up(&home, &file), &["copy.sqlite", "exists already"]);
    assert_eq!(fs::read(&file).unwrap(), before);

    let data = home.files();
    assert_refused(&restore(&home, &file, None), &["already", "nothing was changed"]);
    assert_eq!(home.files(), data);
    let output = home.admin(&["backup", "--with-master-key", "--to", &format!("{}2", file.display())]);
    assert!(output.status.success(), "{output:?}");
    let key = fs::read(home.path().join("copy.sqlite2.master.key")).unwrap();
    assert_eq!(key, fs::read(home.data_dir().join("master.key")).unwrap());

    let nowhere = home.path().join("missing").join("copy.sqlite");
    assert_refused(&back_up(&home, &nowhere), &["cannot be written", "Check"]);
    assert_refused(&back_up(&Home::new(), &home.path().join("x")), &["no Latchboard data"]);
}

#[test]
fn what_is_not_sound_or_not_ours_is_not_restored() {
    let home = Home::new();
    let server = home.serve();
    let authorization = format!("Bearer {}", server.sign_in(&server.credentials()));
    for number in 0..100 {
        server.post(COLLECTION, &[("authorization", &authorization), JSON], &secret(number));
    }
    server.stop();
    let key = home.data_dir().join("master.key");
    let file = home.path().join("copy.sqlite");
    assert!(back_up(&home, &file).status.success());
    let good = fs::read(&file).unwrap();

    let other = Home::new();
    other.serve().stop();
    let other_key = other.data_dir().join("master.key");
    let empty = Home::new();
    let refuse = |content: &[u8], key: &Path, parts: &[&str]| {
        fs::write(&file, content).unwrap();
        assert_refused(&restore(&empty, &file, Some(key)), parts);
        assert!(!empty.database().exists(), "{parts:?}");
    };
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    refuse(&newer, &key, &["99"]);
    let mut foreign = good.clone();
    foreign[68..72].copy_from_slice(b"GPKG");
    refuse(&foreign, &key, &["another program"]);
    refuse(&good[..good.len() / 2], &key, &["no sound database"]);
    let mut torn = good.clone();
    let half = torn.len() / 2;
    torn[half..].fill(0x5a);
    refuse(&torn, &key, &["no sound database"]);
    refuse(&[good.as_slice(), b"more"].concat(), &key, &["another length"]);
    refuse(b"", &key, &["missing or empty"]);
    refuse(b"dear diary", &key, &["no SQLite database"]);
    refuse(&good, &other_key, &["does not belong", "--master-key"]);
    refuse(&good, &home.path().join("nowhere"), &["master key", "missing"]);

    fs::write(&file, &good).unwrap();
    assert!(restore(&empty, &file, Some(&key)).status.success());
    empty.serve();
}

#[test]
fn a_copy_of_a_file_in_use_is_not_taken_for_a_backup() {
    let home = Home::new();
    let server = home.serve();
    let authorization = format!("Bearer {}", server.sign_in(&server.credentials()));
    let create = |number| {
        let answer = server.post(COLLECTION, &[("authorization", &authorization), JSON], &secret(number));
        assert_eq!(answer.status, 201, "{}", answer.text);
    };
    create(1);
    let key = home.data_dir().join("master.key");
    // Somebody reads for long, so that what is changed meanwhile stays beside the file.
    let reader = rusqlite::Connection::open(home.database()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM api_secrets").unwrap();
    create(2);
    let (copy, log) = (home.path().join("copy.sqlite"), home.path().join("copy.sqlite-wal"));
    fs::copy(home.database(), &copy).unwrap();
    fs::copy(home.data_dir().join("latchboard.sqlite-wal"), &log).unwrap();
    let other = Home::new();
    assert_refused(&restore(&other, &copy, Some(&key)), &["copy.sqlite-wal", "Nothing was changed"]);
    assert!(!other.database().exists());

    fs::remove_file(&log).unwrap();
    let restored = restore(&other, &copy, Some(&key));
    assert!(restored.status.success(), "{restored:?}");
    assert!(text(&restored.stderr).contains("what was changed last may be missing"), "{restored:?}");
}

#[test]
fn the_master_key_may_come_from_the_environment_alone() {
    let home = Home::new();
    let with = |key: &str| {
        let mut command = home.serve_command();
        command.env("LATCHBOARD_MASTER_KEY", key);
        command
    };
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assert_refused(&run(&mut with("short")), &["LATCHBOARD_MASTER_KEY", "32 bytes"]);
    assert!(!home.database().exists());
    let server = Server::start(with(key));
    let credentials = server.credentials();
    let authorization = format!("Bearer {}", server.sign_in(&credentials));
    server.post(COLLECTION, &[("authorization", &authorization), JSON], &secret(1));
    assert!(!home.data_dir().join("master.key").exists(), "it lies nowhere");
    let (_, out, log) = server.stop();
    assert!(!out.contains(key) && !log.contains(key));
    for (path, bytes) in home.files() {
        assert!(!bytes.windows(key.len()).any(|window| window == key.as_bytes()), "{}", path.display());
    }

    assert_refused(&run(&mut home.serve_command()), &["master.key", "missing"]);
    let other = "HxECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assert_refused(&run(&mut with(other)), &["LATCHBOARD_MASTER_KEY", "does not belong"]);
    let server = Server::start(with(key));
    let authorization = format!("Bearer {}", server.sign_in(&credentials));
    let read = server.get(&format!("{COLLECTION}/1"), &[("authorization", &authorization)]);
    assert_eq!(read.json()["api_secret_entity"]["client_secret"], "s1");
}

#[test]
fn a_backup_from_before_a_rotation_needs_the_old_key_and_one_from_after_it_the_new_one() {
    let home = Home::new();
    let server = home.serve();
    let credentials = server.credentials();
    let authorization = format!("Bearer {}", server.sign_in(&credentials));
    assert_eq!(server.post(COLLECTION, &[("authorization", &authorization), JSON], &secret(1)).status, 201);
    let key = home.data_dir().join("master.key");
    let [old_key, new_key] = ["old", "new"].map(|name| home.path().join(name));
    fs::copy(&key, &old_key).unwrap();
    let [before, after] = ["before", "after"].map(|name| home.path().join(name));
    assert!(back_up(&home, &before).status.success());
    let rotated = home.admin(&["master-key", "rotate", "--settle", "3"]);
    assert!(rotated.status.success(), "{}", text(&rotated.stderr));
    fs::copy(&key, &new_key).unwrap();
    assert!(back_up(&home, &after).status.success());
    for (backup, right, wrong) in [(&before, &old_key, &new_key), (&after, &new_key, &old_key)] {
        let other = Home::with_a_file();
        assert_refused(&restore(&other, backup, Some(wrong)), &["does not belong", "Nothing was changed"]);
        let restored = restore(&other, backup, Some(right));
        assert!(restored.status.success(), "{}", text(&restored.stderr));
        let server = other.serve();
        let authorization = format!("Bearer {}", server.sign_in(&credentials));
        let read = server.get(&format!("{COLLECTION}/1"), &[("authorization", &authorization)]);
        assert_eq!(read.json()["api_secret_entity"]["client_secret"], "s1", "{}", read.text);
    }
}
