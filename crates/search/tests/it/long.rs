//! Values above 32 bytes, of which the pass sees the middle only.

use latchboard_search::Search;

use crate::random::Random;
use crate::support::{fingerprint, index, others, searched};

fn letters(random: &mut Random, count: usize) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..count).map(|_| char::from(digits[random.below(64)])).collect()
}

fn word(random: &mut Random) -> String {
    letters(random, 40).replace(['+', '/'], "x")
}

/// A private key of 2048 bits.
fn key(random: &mut Random) -> String {
    let lines: Vec<String> = (0..26).map(|_| letters(random, 64)).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", lines.join("\n"))
}

fn keys(count: usize) -> Vec<String> {
    let mut random = Random::new(41);
    (0..count).map(|_| key(&mut random)).collect()
}

fn log(lines: usize) -> String {
    (0..lines)
        .map(|it| format!("worker {it} finished item {} without any trouble and went on\n", it * 7919))
        .collect()
}

/// All of the values are found, and nothing of the text is left out.
fn check(name: &str, values: &[String], text: &[u8]) {
    let vault: Vec<String> = values.iter().cloned().chain(others()).collect();
    let search: Search = searched(&index(&vault), text);
    let hits = search.hits();
    let is_found = |value: &&String| hits.iter().any(|hit| hit.fingerprint == fingerprint(value));
    let found = values.iter().filter(is_found).count();
    assert_eq!((found, search.progress().cut), (values.len(), 0), "{name}: {:?}", search.progress());
}

#[test]
fn one_escape_far_from_the_middle_is_enough_for_any_number_of_values() {
    let mut random = Random::new(40);
    let quoted: Vec<String> = (0..100).map(|_| format!("M\"{}", word(&mut random))).collect();
    let json =
        |values: &[String]| values.iter().map(|value| format!(" \"k\": {value:?},\n")).collect::<String>();
    check("JSON", &quoted, json(&quoted).as_bytes());
    check("JSON in JSON", &quoted, format!("{:?}", json(&quoted)).as_bytes());
    let padded: Vec<String> = (0..100).map(|_| format!("{}=", word(&mut random))).collect();
    let urls: Vec<String> = padded
        .iter()
        .map(|value| format!("https://h.example/?sig={}&n=1\n", value.replace('=', "%3D")))
        .collect();
    check("URLs", &padded, urls.concat().as_bytes());
}

#[test]
fn keys_are_found_however_many_there_are() {
    for count in [1, 3, 4, 6] {
        let keys = keys(count);
        let each = |write: &dyn Fn(&str) -> String| keys.iter().map(|key| write(key)).collect::<String>();
        let json = each(&|key| format!("{{\"key\":{key:?}}}\n"));
        check("JSON", &keys, json.as_bytes());
        check("JSON three times", &keys, format!("{:?}", format!("{json:?}")).as_bytes());
        check("YAML", &keys, each(&|key| format!("k: |\n  {}\n", key.replace('\n', "\n  "))).as_bytes());
        let carriage = each(&|key| format!("{{\"key\":{:?}}}\n", key.replace('\n', "\r\n")));
        check("JSON with carriage returns", &keys, carriage.as_bytes());
        let encoded = each(&|key| {
            format!("k: {}\n", data_encoding::BASE64.encode(format!("{{\"key\":{key:?}}}").as_bytes()))
        });
        check("Base64 of JSON", &keys, encoded.as_bytes());
        let apart = each(&|key| format!("{}{{\"key\":{key:?}}}\n", log(300)));
        check("JSON in a log", &keys, apart.as_bytes());
    }
}

#[test]
fn what_stands_there_as_it_is_leaves_nothing_to_look_for() {
    let keys = keys(1);
    check("key", &keys, format!("K=\"{}\"\n", keys[0]).as_bytes());
    let url = "postgres://me:a-word-of-ours@db.example:5432/orders?sslmode=require".to_owned();
    let env = format!("A=1\nB=two words\nURL={url}\nD='x y'\nE=\"z\"\nPATH=/usr/bin:/bin\n");
    check(".env", &[url], env.as_bytes());
}

#[test]
fn a_line_break_at_the_end_is_lost_on_the_way() {
    for end in ["\n", "\r\n"] {
        let stored: Vec<String> =
            keys(2).iter().map(|key| format!("{}{end}", key.replace('\n', end))).collect();
        let [one, other] = [&stored[0], &stored[1]].map(|key| key.trim_end());
        let encoded = data_encoding::BASE64.encode(one.as_bytes());
        check("without", &stored, format!("A={encoded}\nB: {{\"k\":{other:?}}}").as_bytes());
        check("at the end", &stored[..1], format!("A={one}").as_bytes());
    }
}
