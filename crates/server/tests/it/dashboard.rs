//! The dashboard's files: the page for every address, what may be kept, what is sent compressed, and
//! that nothing else can be reached.

use std::fs;

use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use crate::fixture::{Home, Server, raw, request, status_of};

const SCRIPT: &str = "\nimport init from '/app-4d79204f15ab2d70.js';\nawait init();\n";
/// What browsers ask for when somebody goes to an address.
const NAVIGATES: (&str, &str) = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
const STYLE: &str = "body{margin:0}";

/// A directory as a build leaves it, and a server for it.
fn serve(home: &Home) -> Server {
    serve_with(home, &[])
}

fn serve_with(home: &Home, flags: &[&str]) -> Server {
    let dist = home.path().join("dist");
    fs::create_dir(&dist).unwrap();
    let page = format!(
        "<!doctype html><html><head><style>{STYLE}</style><script type=\"module\" nonce=\"\">{SCRIPT}</script>\
         <script src=\"/boot.js\"></script></head><body>page</body></html>"
    );
    for (name, content) in [
        ("index.html", page.as_str()),
        ("app-4d79204f15ab2d70.js", "js"),
        ("app-4d79204f15ab2d70.js.br", "brotli"),
        ("app-4d79204f15ab2d70.js.gz", "gzip"),
        ("app-4d79204f15ab2d70_bg.wasm", "\0asm"),
        ("boot.js", "boot"),
        (".inputs", "hidden"),
    ] {
        fs::write(dist.join(name), content).unwrap();
    }
    fs::create_dir(dist.join("icons")).unwrap();
    fs::write(home.path().join("outside.txt"), "outside").unwrap();
    let mut command = home.serve_command();
    command.arg("--dashboard").arg(dist).args(flags);
    Server::start(command)
}

fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text.as_bytes())))
}

#[test]
fn every_address_of_the_dashboard_leads_to_the_page() {
    let home = Home::new();
    let server = serve(&home);
    for path in ["/", "/index.html", "/admin-key", "/secrets/43?tag=x", "/apis", "/icons"] {
        let page = server.get(path, &[NAVIGATES]);
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{path}"
        );
        assert!(page.text.contains("<body>page</body>"), "{path}");
        assert_eq!(page.header("cache-control"), Some("no-cache"), "{path}");
    }
    for path in ["/missing.js", "/icons/missing.svg", "/old-0123456789abcdef.js"] {
        let missing = server.get(path, &[]);
        assert_eq!(
            (missing.status, missing.header("content-type")),
            (404, Some("text/plain; charset=utf-8")),
            "{path}"
        );
        assert_eq!(missing.header("cache-control"), None, "{path}");
    }
    for path in ["/api/x", "/iso/", "/locationHistory/x", "/geofencing"] {
        let refused = server.get(path, &[]);
        assert_eq!((refused.status, refused.json().is_object()), (404, true), "{path}");
    }
    assert_eq!(server.post("/admin-key", &[], "").status, 405);
    assert_eq!(status_of(&raw(&server, &request("HEAD", "/"))), 200);
}

#[test]
fn a_program_that_looks_for_something_else_is_not_answered_with_the_page() {
    let home = Home::new();
    let server = serve(&home);
    for path in ["/healthz/", "/health", "/metrics/", "/latchboard/api/mysafe/secretapi", "/admin-key"] {
        for accept in ["*/*", "text/plain", "application/json"] {
            let answer = server.get(path, &[("accept", accept)]);
            assert_eq!(answer.status, 404, "{path} for {accept}");
            let json = accept == "application/json";
            let expected = if json { "application/json" } else { "text/plain; charset=utf-8" };
            assert_eq!(answer.header("content-type"), Some(expected), "{path} for {accept}");
            assert_eq!(json, answer.text.starts_with('{'), "{}", answer.text);
        }
    }
}

#[test]
fn the_policy_allows_the_inline_script_by_its_hash_and_nothing_foreign() {
    let home = Home::new();
    let server = serve(&home);
    let page = server.get("/", &[]);
    let policy = page.header("content-security-policy").unwrap();
    let expected = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'self' {}; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         manifest-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
        source(SCRIPT),
        source(STYLE)
    );
    assert_eq!(policy, expected);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    assert!(page.header("permissions-policy").unwrap().contains("clipboard-write=(self)"));
    assert_eq!(server.get("/boot.js", &[]).header("content-security-policy"), None);
}

#[test]
fn the_policy_lets_the_page_ask_the_servers_that_were_named() {
    let home = Home::new();
    let server = serve_with(&home, &["--connect-to", "https://vault.example,http://127.0.0.1:1"]);
    let page = server.get("/connections", &[NAVIGATES]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("connect-src 'self' https://vault.example http://127.0.0.1:1;"), "{policy}");
    let output =
        crate::fixture::run(home.serve_command().args(["--connect-to", "https://a.example; img-src *"]));
    assert!(!output.status.success());
}

#[test]
fn files_with_a_hash_in_their_name_are_kept_for_ever_and_others_are_asked_for() {
    let home = Home::new();
    let server = serve(&home);
    let kept = Some("public, max-age=31536000, immutable");
    let script = server.get("/app-4d79204f15ab2d70.js", &[]);
    assert_eq!((script.header("cache-control"), script.text.as_str()), (kept, "js"));
    let wasm = server.get("/app-4d79204f15ab2d70_bg.wasm", &[]);
    assert_eq!((wasm.header("cache-control"), wasm.header("content-type")), (kept, Some("application/wasm")));
    let boot = server.get("/boot.js", &[]);
    assert_eq!(boot.header("cache-control"), Some("no-cache"));
    let since = boot.header("last-modified").unwrap();
    assert_eq!(server.get("/boot.js", &[("if-modified-since", since)]).status, 304);
    let page = server.get("/", &[]);
    let unchanged = server.get("/secrets", &[NAVIGATES, ("if-none-match", page.header("etag").unwrap())]);
    assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""));
    for path in ["/", "/boot.js"] {
        let unchanged = server.get(path, &[("if-none-match", "*")]);
        assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""), "{path}");
        for range in ["bytes=abc", "bytes=9-0", "bytes=0-1", "lines=1-2", ""] {
            let whole = server.get(path, &[("range", range)]);
            assert_eq!((whole.status, whole.header("accept-ranges")), (200, None), "{path} {range}");
        }
    }
    assert_eq!(server.get("/missing.js", &[("if-none-match", "*")]).status, 404);
}

#[test]
fn what_was_compressed_beforehand_is_sent_so() {
    let home = Home::new();
    let server = serve(&home);
    let fetch = |accepted: &str| {
        let answer = server.get("/app-4d79204f15ab2d70.js", &[("accept-encoding", accepted)]);
        (answer.header("content-encoding").map(str::to_owned), answer.text)
    };
    assert_eq!(fetch("gzip, br"), (Some("br".to_owned()), "brotli".to_owned()));
    assert_eq!(fetch("gzip"), (Some("gzip".to_owned()), "gzip".to_owned()));
    assert_eq!(fetch("identity"), (None, "js".to_owned()));
}

#[test]
fn no_path_leads_out_of_the_directory_or_to_hidden_files() {
    let home = Home::new();
    let server = serve(&home);
    for path in [
        "/../outside.txt",
        "/icons/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/%2e%2e%2foutside.txt",
        "/..%5coutside.txt",
        "/%252e%252e/outside.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/.inputs",
        "/%2einputs",
        "/../data/master.key",
        "/%00",
    ] {
        let answer = raw(&server, &request("GET", path));
        for leaked in ["outside\"", "\r\n\r\noutside", "root:", "hidden"] {
            assert!(!answer.contains(leaked), "{path}: {answer}");
        }
        let page = answer.contains("<body>page</body>");
        assert!(page || matches!(status_of(&answer), 400 | 404), "{path}: {answer}");
    }
}

#[test]
fn without_a_dashboard_the_server_says_what_it_is() {
    let home = Home::new();
    let server = home.serve();
    let answer = server.get("/", &[]);
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains("API") && answer.text.contains("--dashboard"), "{}", answer.text);
    assert_eq!(server.get("/secrets", &[]).status, 404);
    assert_eq!(server.get("/healthz", &[]).text, "ok\n");
}
