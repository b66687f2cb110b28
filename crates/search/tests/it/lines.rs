//! Values of several lines, as programs write them.

use crate::support::{fingerprint, hits, index, others};

const KEY: &str = "-----BEGIN KEY-----\nMIIEvAIBADANBgkqhkiG\nAQEFAASCBKYwggSi\n-----END KEY-----";
const WORDS: &str = "first line\nsecond line";
const OBJECT: &str = "{\n  \"a\": \"b\"\n}";

fn check(kind: &str, value: &str, text: &str) {
    let vault: Vec<String> = others().into_iter().chain([value.to_owned()]).collect();
    let is_found =
        hits(&index(&vault), text.as_bytes()).iter().any(|hit| hit.fingerprint == fingerprint(value));
    assert!(is_found, "{kind}: {text:?}");
}

/// The text far from both ends of a log, in a chunk that is not small.
fn in_a_log(text: &str) -> String {
    let log = |from: usize| {
        (from..from + 4000).fold(String::new(), |log, number| {
            log + &format!("2026-10-02T08:14:03.{number:06}Z app[77] GET /orders/{number} answered\n")
        })
    };
    log(0) + text + &log(4000)
}

/// Each line as `write` has it.
fn each(value: &str, write: impl Fn(usize, &str) -> String) -> String {
    value.lines().enumerate().map(|(number, line)| write(number, line) + "\n").collect()
}

#[test]
fn indentation_and_marks_are_taken_out_as_far_as_lines_share_them() {
    for value in [WORDS, OBJECT, KEY] {
        check("YAML", value, &format!("d:\n  k: |\n{}", each(value, |_, line| format!("    {line}"))));
        for mark in ["+", "> ", "# ", "api-1  | "] {
            check("mark", value, &each(value, |_, line| format!("{mark}{line}")));
        }
        check("time", value, &each(value, |at, line| format!("2026-10-02T08:14:03.123456{at}Z {line}")));
        check("other line ends", &value.replace('\n', "\r\n"), &format!("K=\"{value}\"\n"));
    }
    check("indented by a tab", KEY, &format!("key = {}\n", KEY.replace('\n', "\n\t")));
    check("below a name", KEY, &format!("Key  : {}\nName : x\n", KEY.replace('\n', "\n       ")));
}

#[test]
fn numbers_of_lines_are_no_text() {
    for value in [WORDS, KEY] {
        check("cat -n", value, &each(value, |at, line| format!("{:6}\t{line}", at + 8)));
        check("vim", value, &each(value, |at, line| format!("{:3} {line}", at + 8)));
        check("bat", value, &each(value, |at, line| format!("{:4} │ {line}", at + 8)));
        let blame =
            |at, line: &str| format!("{:08x} (A Person 2026-10-02 {at:2}) {line}", 0x77e0_aa91_u32 >> at);
        check("blame", value, &each(value, |at, line| blame(at + 8, line)));
    }
}

#[test]
fn signs_at_the_ends_of_lines_are_no_text() {
    check("cat -A", KEY, &each(KEY, |_, line| format!("{line}$")));
    check("carriage returns of a diff", KEY, &each(KEY, |_, line| format!("+{line}^M")));
    check("psql", KEY, &format!(" 1 | {} |\n", KEY.replace('\n', "+\n   | ")));
    check("box", KEY, &each(KEY, |_, line| format!("│ {line:22} │")));
}

#[test]
fn records_hold_a_line_each() {
    for value in [WORDS, KEY] {
        let docker = |at, line: &str| {
            format!("{{\"log\":\"{line}\\n\",\"stream\":\"stdout\",\"time\":\"2026-10-02T08:14:0{at}Z\"}}")
        };
        check("json-file", value, &each(value, docker));
        check("CSV", value, &each(value, |at, line| format!("\"Oct 2, 2026 @ 08:14:03.{at}\",\"{line}\"")));
        check(
            "logfmt",
            value,
            &each(value, |_, line| format!("time=\"08:14:03Z\" level=info msg=\"{line}\"")),
        );
        let events = each(value, |at, line| {
            format!("{{\"timestamp\":{at},\"message\":\"{line}\",\"ingestionTime\":1}},")
        });
        check(
            "events",
            value,
            &format!("{{\"events\":[{}]}}", events.replace('\n', "").trim_end_matches(',')),
        );
        check("list", value, &format!("[\"{}\"]", value.replace('\n', "\",\"")));
        check("list over lines", value, &format!("x = ['{}']", value.replace('\n', "',\n     '")));
        check("frames", value, &each(value, |at, line| format!("\x1b_bk;t=179092884312{at}\x07{line}\r")));
    }
    check(
        "parts",
        "a-token-in-two-parts",
        "2026-10-02T08:14:03.1Z stdout P k=a-token-in\n2026-10-02T08:14:03.2Z stdout F -two-parts\n",
    );
}

#[test]
fn line_breaks_are_written_as_something_else() {
    check("blanks", KEY, &format!("+ echo {}\n", KEY.replace('\n', " ")));
    check("octal", WORDS, &format!("app[7]: {}\n", WORDS.replace('\n', "#012")));
    check("folded", WORDS, "k: 'first line\n\n  second line'\n");
    check("folded block", KEY, &format!("k: >\n  {}\n", KEY.replace('\n', "\n\n  ")));
    check("elements", KEY, &KEY.replace('\n', "<br>"));
    check("blocks", KEY, &each(KEY, |_, line| format!("<div>{line}</div>")).replace('\n', ""));
    check("sign", WORDS, &WORDS.replace('\n', "↵"));
    for end in ["\\par ", "\\par\r\n", "\\line ", "\\line\n", "\\\n", "\\par\n\\pard\\f0\\fs24 "] {
        for value in [WORDS, KEY] {
            let text = value.replace('\n', end);
            check("RTF", value, &format!("{{\\rtf1\\ansi\n\\f0\\fs24 \\cf0 key:{end}{text}{end}}}"));
        }
    }
}

#[test]
fn a_line_break_at_the_end_is_lost_within_any_decoding() {
    let base64 = |text: &str| data_encoding::BASE64.encode(text.as_bytes());
    for value in ["tok-abcdefgh\n", "tok-abcdefgh\r\n"] {
        for text in [
            &format!("k: {}\n", base64("tok-abcdefgh")),
            &format!("Authorization: Basic {}\n", base64("bot:tok-abcdefgh")),
            "{\"k\":\"tok\\u002dabcdefgh\"}\n",
            "k: tok-abcdefgh\nb: 1\n",
            "k: tok-abcdefgh\r\nb: 1\r\n",
        ] {
            check("alone", value, text);
            check("in a log", value, &in_a_log(text));
        }
        for text in [
            "https://bot:tok-abcdefgh@h/\n",
            "GET /?k=tok-abcdefgh&b=1\n",
            "Pwd=tok-abcdefgh;E=y\n",
            "a, tok-abcdefgh, b\n",
        ] {
            check("word", value, text);
        }
    }
    check("shortest", "tok-ab\r\n", &in_a_log("k: tok-ab\n"));
}

#[test]
fn a_line_goes_on_in_the_next_where_the_log_of_a_container_says_so() {
    let (first, last) = ("{\"level\":\"info\",\"k\":\"tok-abcd", "efgh-ijkl\"}");
    let cri = |flag: &str, text: &str| format!("2026-10-02T08:14:03.123456789Z stdout {flag} {text}\n");
    let partial = cri("P", first) + &cri("F", last);
    check("partial", "tok-abcdefgh-ijkl", &partial);
    check("partial, in a log", "tok-abcdefgh-ijkl", &in_a_log(&partial));
    let thrice = cri("P", first) + &cri("P", "efgh") + &cri("F", "-ijkl\"}");
    check("three parts, in a log", "tok-abcdefgh-ijkl", &in_a_log(&thrice));
}

/// As `curl --trace-ascii` writes it: 64 bytes to a line, and a new line behind each line break.
fn trace(text: &str) -> String {
    let mut written = format!("=> Send header, {} bytes ({:#x})\n", text.len(), text.len());
    let mut at = 0;
    for line in text.split_inclusive("\r\n") {
        for piece in line.trim_end().as_bytes().chunks(64) {
            written += &format!("{at:04x}: {}\n", String::from_utf8_lossy(piece));
            at += piece.len();
        }
        at += 2;
    }
    written
}

#[test]
fn a_line_goes_on_behind_the_next_offset_of_a_trace() {
    let token = "a-token-of-more-than-one-line.".repeat(5);
    for first in ["GET / HTTP/1.1", "POST /orders HTTP/1.1"] {
        let text = format!("{first}\r\nAuthorization: Bearer {token}\r\nAccept: */*\r\nX-Key: {KEY}\r\n");
        let text = trace(&text.replace('\n', "\r\n").replace("\r\r", "\r"));
        for value in [&token, KEY] {
            check("trace", value, &text);
            check("trace in a log", value, &in_a_log(&text));
            check("trace in JSON", value, &format!("{{\"log\":{text:?}}}\n"));
        }
    }
}
