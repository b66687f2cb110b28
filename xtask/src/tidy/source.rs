//! What may stand where in the sources. One function per rule; each gets a file and adds what it finds.
//!
//! Works on lines and words. A rule that needs types belongs into a lint, a rule about packages into `deps.rs`.

use super::Finding;
use super::lexer::{Views, has_word, views};

pub(super) fn check(path: &str, text: &str, found: &mut Vec<Finding>) {
    whitespace(path, text, found);
    colours(path, text, found);
    if path.ends_with(".rs") {
        let source = Rust::new(path, text);
        header(&source, found);
        leftovers(&source, found);
        allow(&source, found);
        spawning(&source, found);
        waiting(&source, found);
        http(&source, found);
        wire_paths(&source, found);
        third_parties(path, &source.views.without_comments, found);
    } else {
        third_parties(path, text, found);
        if has_extension(path, &["ts", "js", "mjs"]) {
            focused_tests(path, text, found);
        }
    }
}

/// A Rust file with its comments and literals told apart.
struct Rust<'a> {
    path: &'a str,
    text: &'a str,
    views: Views,
    /// The line from which on it is test code; behind the end where there is none.
    tests_from: usize,
}

impl<'a> Rust<'a> {
    fn new(path: &'a str, text: &'a str) -> Self {
        let views = views(text);
        let lines: Vec<&str> = views.code.lines().collect();
        let tests_from = lines
            .windows(2)
            .position(|pair| {
                pair[0].trim() == "#[cfg(test)]" && pair[1].trim_start().starts_with("mod tests")
            })
            .map_or(usize::MAX, |index| index + 1);
        Self { path, text, views, tests_from }
    }

    /// Lines of pure code with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.views.code)
    }

    /// The same without test code.
    fn product_code(&self) -> impl Iterator<Item = (usize, &str)> {
        let from = if is_test(self.path) { 0 } else { self.tests_from };
        self.code().take_while(move |(line, _)| *line < from)
    }
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

fn is_test(path: &str) -> bool {
    ["tests/", "benches/"].iter().any(|name| path.starts_with(name) || path.contains(&["/", name].concat()))
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

fn header(source: &Rust<'_>, found: &mut Vec<Finding>) {
    if !source.text.starts_with("//!") {
        found.push(Finding::new(
            source.path,
            1,
            "a Rust file opens with `//!`: what it is for and what it does not do",
        ));
    }
}

fn leftovers(source: &Rust<'_>, found: &mut Vec<Finding>) {
    for (line, code) in source.code() {
        for (part, why) in [
            ("#[ignore", "an ignored test tests nothing: repair or remove it"),
            ("todo!", "finish it, or do without it"),
            ("unimplemented!", "finish it, or do without it"),
            ("dbg!", "left over from debugging"),
        ] {
            if code.contains(part) {
                found.push(Finding::new(source.path, line, format!("`{part}`: {why}")));
            }
        }
    }
}

fn allow(source: &Rust<'_>, found: &mut Vec<Finding>) {
    for (line, code) in source.code() {
        let conditional = code.contains("cfg_attr") && has_word(code, "allow");
        if code.contains("#[allow") || code.contains("#![allow") || conditional {
            let text = "use `#[expect(lint, reason = …)]`: an `allow` outlives its cause in silence";
            found.push(Finding::new(source.path, line, text));
        }
    }
}

fn spawning(source: &Rust<'_>, found: &mut Vec<Finding>) {
    if source.path.starts_with("src/effects/") {
        return;
    }
    for (line, code) in source.product_code() {
        if has_word(code, "spawn_local") {
            found.push(Finding::new(
                source.path,
                line,
                "`spawn_local` stands in src/effects only: return an effect",
            ));
        }
    }
}

fn waiting(source: &Rust<'_>, found: &mut Vec<Finding>) {
    if !["src/pages", "src/ui"].iter().any(|start| source.path.starts_with(start)) {
        return;
    }
    for (line, code) in source.code() {
        if has_word(code, "async") || has_word(code, "await") {
            found.push(Finding::new(
                source.path,
                line,
                "pages and building blocks do not wait: dispatch an action",
            ));
        }
    }
}

fn http(source: &Rust<'_>, found: &mut Vec<Finding>) {
    if source.path.starts_with("crates/client/src/transport") {
        return;
    }
    const CLIENTS: [&str; 9] = [
        "gloo_net",
        "reqwest",
        "RequestInit",
        "fetch_with_request",
        "fetch_with_request_and_init",
        "fetch_with_str",
        "fetch_with_str_and_init",
        "XmlHttpRequest",
        "EventSource",
    ];
    for (line, code) in source.product_code() {
        let imported = has_word(code, "web_sys") && has_word(code, "Request");
        if imported || CLIENTS.iter().any(|name| has_word(code, name)) {
            let text = "HTTP happens in crates/client/src/transport only: go through the client";
            found.push(Finding::new(source.path, line, text));
        }
    }
}

fn wire_paths(source: &Rust<'_>, found: &mut Vec<Finding>) {
    // xtask names them below, to find them elsewhere.
    if source.path.starts_with("crates/contract/")
        || source.path.starts_with("xtask/")
        || is_test(source.path)
    {
        return;
    }
    for (line, text) in numbered(&source.views.without_comments) {
        if line >= source.tests_from {
            return;
        }
        for path in ["/locationHistory", "/geofencing", "mysafe/secretapi", "oauth2/token"] {
            if text.contains(path) {
                let text = format!("`{path}` is a fact of the wire contract: take it from crates/contract");
                found.push(Finding::new(source.path, line, text));
            }
        }
    }
}

fn focused_tests(path: &str, text: &str, found: &mut Vec<Finding>) {
    for (line, content) in numbered(text) {
        for word in ["test", "describe", "it"] {
            for part in ["only", "skip", "fixme"] {
                let call = format!("{word}.{part}");
                if has_word(content, &call) {
                    let text = format!("`{call}`: every test runs, every time");
                    found.push(Finding::new(path, line, text));
                }
            }
        }
    }
}

fn whitespace(path: &str, text: &str, found: &mut Vec<Finding>) {
    let ours = has_extension(
        path,
        &[
            "rs",
            "toml",
            "css",
            "html",
            "js",
            "mjs",
            "ts",
            "json",
            "md",
            "sql",
            "sh",
            "svg",
            "webmanifest",
            "yml",
        ],
    );
    // Golden bodies are what they are, byte for byte.
    if !(ours || path == ".ci/run") || path.contains("/fixtures/") || path.ends_with("-lock.json") {
        return;
    }
    // Not `lines()`: that takes the carriage return of a Windows line end along.
    for (line, content) in text.split('\n').enumerate().map(|(index, content)| (index + 1, content)) {
        if content.contains('\t') {
            found.push(Finding::new(path, line, "a tab: indent with spaces"));
        }
        if content.ends_with([' ', '\t', '\r']) {
            found.push(Finding::new(path, line, "white space at the end of the line"));
        }
    }
}

/// Where raw colours stand; everything else names a token, so that both themes and their contrast are in one place.
const TOKENS: &str = "www/styles/tokens.css";

fn colours(path: &str, text: &str, found: &mut Vec<Finding>) {
    let of_the_page = path == "index.html" || path.starts_with("www/") || path.starts_with("src/");
    if path == TOKENS || !of_the_page || !has_extension(path, &["css", "html", "js", "rs"]) {
        return;
    }
    let css = path.ends_with(".css");
    let text = if css { blank_css_comments(text) } else { text.to_owned() };
    let mut in_value = false;
    for (line, content) in numbered(&text) {
        // A `<meta>` cannot name a token.
        if content.contains("theme-color") {
            continue;
        }
        let function = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch("]
            .iter()
            .any(|name| content.match_indices(name).any(|(at, _)| starts_a_word(content, at)));
        if function || has_hex_colour(content, css, &mut in_value) {
            found.push(Finding::new(path, line, format!("a raw colour: name a token of {TOKENS}")));
        }
    }
}

fn starts_a_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// `#abc`, `#aabbcc`, … In CSS in a value only: `#fab { }` is a selector. Elsewhere at the start of a literal or attribute, or
/// behind a colon.
fn has_hex_colour(content: &str, css: bool, in_value: &mut bool) -> bool {
    let mut before = ' ';
    let mut found = false;
    for (at, c) in content.char_indices() {
        match c {
            '{' | '}' | ';' => *in_value = false,
            ':' => *in_value = true,
            '#' => {
                let digits = content[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
                let after = content[at + 1 + digits..].chars().next();
                let whole = matches!(digits, 3 | 4 | 6 | 8)
                    && !after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
                let here =
                    if css { *in_value && before != '(' } else { matches!(before, '"' | '\'' | ':' | ' ') };
                // `"#add"` is a link within the page more often than a colour: outside of CSS, digits tell.
                let digit = css
                    || digits >= 6
                    || content[at + 1..at + 1 + digits].contains(|c: char| c.is_ascii_digit());
                found |= whole && here && digit;
            }
            _ => {}
        }
        before = c;
    }
    found
}

fn blank_css_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find("*/").map_or(rest.len(), |end| at + end + 2);
        out.extend(rest[at..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// This machine, and the names of XML's vocabularies, which nobody requests.
const NOBODY: [&str; 5] = ["127.0.0.1", "localhost", "[::1]", "www.w3.org/1999", "www.w3.org/2000"];

fn third_parties(path: &str, text: &str, found: &mut Vec<Finding>) {
    let of_the_page = path == "index.html" || path.starts_with("www/") || path.starts_with("src/");
    if !of_the_page {
        return;
    }
    for (line, content) in numbered(text) {
        let absolute = ["http://", "https://", "wss://", "ws://"].iter().any(|scheme| {
            content.match_indices(scheme).any(|(at, _)| is_a_host(&content[at + scheme.len()..]))
        });
        let relative =
            ["src=\"//", "href=\"//", "url(//", "url(\"//", "url('//", "@import \"//", "@import '//"];
        if absolute || relative.iter().any(|start| content.contains(start)) {
            let text = "the address of a third party: the page talks to its own server only";
            found.push(Finding::new(path, line, text));
        }
    }
}

/// `https://…` and `https://{host}` in a text name nobody, and neither do the names that RFC 2606 keeps for examples.
fn is_a_host(rest: &str) -> bool {
    let named = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    let host = rest.split(['/', ':', '"', '\'', ' ', '<', ')']).next().unwrap_or_default();
    let reserved = [".example", ".invalid", ".test", "example.com", "example.org", "example.net"];
    named
        && !NOBODY.iter().any(|name| rest.starts_with(name))
        && !reserved.iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines on which a file with this name and text is found untidy.
    fn lines(path: &str, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        check(path, text, &mut found);
        found.iter().map(|finding| finding.line).collect()
    }

    fn rust(path: &str, code: &str) -> Vec<usize> {
        lines(path, &format!("//! Says what it is for.\n{code}\n"))
    }

    #[test]
    fn a_rust_file_without_a_header_is_refused() {
        assert_eq!(lines("src/a.rs", "fn a() {}\n"), [1]);
        assert_eq!(lines("crates/x/build.rs", "// no\n"), [1]);
        assert!(rust("src/a.rs", "fn a() {}").is_empty());
    }

    #[test]
    fn what_was_left_over_is_refused() {
        for code in ["#[ignore]", "#[ignore = \"slow\"]", "todo!()", "unimplemented!()", "dbg!(x)"] {
            assert_eq!(rust("src/a.rs", code), [2], "{code}");
        }
        assert!(rust("src/a.rs", "// todo! says the comment\nlet a = \"dbg!\";").is_empty());
    }

    #[test]
    fn an_allow_is_refused_and_an_expect_is_not() {
        for code in ["#[allow(dead_code)]", "#![allow(dead_code)]", "#[cfg_attr(test, allow(dead_code))]"] {
            assert_eq!(rust("src/a.rs", code), [2], "{code}");
        }
        assert!(rust("src/a.rs", "#[expect(dead_code, reason = \"to allow it\")]").is_empty());
    }

    #[test]
    fn spawn_local_stands_in_the_effects_only() {
        assert_eq!(rust("src/app.rs", "spawn_local(x);"), [2]);
        assert!(rust("src/effects/mod.rs", "spawn_local(x);").is_empty());
    }

    #[test]
    fn pages_and_building_blocks_do_not_wait() {
        assert_eq!(rust("src/pages/a.rs", "async fn a() {}\nb.await;"), [2, 3]);
        assert_eq!(rust("src/ui/a.rs", "async move {}"), [2]);
        assert!(rust("src/effects/mod.rs", "async fn a() {}").is_empty());
    }

    #[test]
    fn http_happens_in_the_transports_only() {
        for code in [
            "use gloo_net::http;",
            "reqwest::get(x)",
            "use web_sys::{Request, Window};",
            "window.fetch_with_str(x)",
        ] {
            assert_eq!(rust("src/effects/mod.rs", code), [2], "{code}");
            assert_eq!(rust("crates/module/src/lib.rs", code), [2], "{code}");
            assert!(rust("crates/client/src/transport/browser.rs", code).is_empty(), "{code}");
            assert!(rust("crates/server/tests/it/main.rs", code).is_empty(), "{code}");
        }
        assert!(rust("crates/server/src/lib.rs", "use axum::extract::Request;").is_empty());
    }

    #[test]
    fn wire_paths_stand_in_the_contract_only() {
        for path in
            ["/locationHistory/register", "/geofencing/x", "/v1/mysafe/secretapi", "/iso/oauth2/token"]
        {
            let code = format!("let a = \"{path}\";");
            assert_eq!(rust("crates/server/src/routes.rs", &code), [2], "{path}");
            assert!(rust("crates/contract/src/endpoint/a.rs", &code).is_empty(), "{path}");
            assert!(rust("crates/server/tests/it/a.rs", &code).is_empty(), "{path}");
            assert!(rust("crates/server/src/routes.rs", &format!("// {path}")).is_empty(), "{path}");
            assert!(lines("Trunk.toml", &format!("backend = \"http://127.0.0.1{path}\"\n")).is_empty());
        }
    }

    #[test]
    fn a_test_that_is_picked_out_or_left_out_is_refused() {
        for text in
            ["test.only('a')", "  test.skip()", "test.fixme('b')", "test.describe.only('c')", "it.skip()"]
        {
            assert_eq!(lines("tests/e2e/a.spec.ts", &format!("{text}\n")), [1], "{text}");
        }
        assert!(lines("tests/e2e/a.spec.ts", "test('only', latest.skipped)\n").is_empty());
    }

    #[test]
    fn tabs_and_white_space_at_the_end_are_refused() {
        assert_eq!(lines("www/a.css", "a {\n\tb: c;\n}  \n"), [2, 3]);
        assert_eq!(lines("docs/a.md", "a\r\n"), [1]);
        assert!(lines("crates/contract/fixtures/a.json", "a \n").is_empty());
    }

    #[test]
    fn raw_colours_stand_in_the_tokens_only() {
        for value in
            ["#abc", "#AABBCC", "1px solid #12345678", "rgb(0 0 0)", "hsl(1 2% 3%)", "oklch(50% 0 0)"]
        {
            let text = format!("a {{\n  color: {value};\n}}\n");
            assert_eq!(lines("www/styles/base.css", &text), [2], "{value}");
            assert!(lines(TOKENS, &text).is_empty(), "{value}");
        }
        assert_eq!(lines("www/styles/base.css", "a {\n  background:\n    #fff;\n}\n"), [3]);
        assert_eq!(lines("index.html", "<p style=\"color:#fff000\">\n"), [1]);
        assert_eq!(rust("src/ui/a.rs", "let a = \"#ff0000\";"), [2]);
        for fine in [
            "#fab { color: var(--ink); }",
            "/* #fff */",
            "a { fill: url(#fade); }",
            "a { color: color-mix(in oklab, var(--a), var(--b)); }",
        ] {
            assert!(lines("www/styles/base.css", &format!("{fine}\n")).is_empty(), "{fine}");
        }
        assert!(
            lines("index.html", "<a href=\"#add\">\n<meta name=\"theme-color\" content=\"#ffffff\">\n")
                .is_empty()
        );
        assert!(rust("src/ui/a.rs", "#[derive(Debug)]").is_empty());
    }

    #[test]
    fn the_page_names_no_third_party() {
        for text in [
            "<script src=\"https://cdn.jsdelivr.net/x.js\"></script>",
            "<link href=\"//fonts.googleapis.com/css\">",
            "@import url(https://fonts.googleapis.com/css);",
        ] {
            assert_eq!(lines("index.html", &format!("{text}\n")), [1], "{text}");
            assert_eq!(lines("www/styles/base.css", &format!("{text}\n")), [1], "{text}");
        }
        assert_eq!(rust("src/a.rs", "let a = \"https://unpkg.com/x\";"), [2]);
        for fine in [
            "// see https://www.w3.org/TR/WCAG22/",
            "let a = \"http://127.0.0.1:8080\";",
            "let a = \"https://vault.example.com:8443/x\";",
            "let a = \"https://api.vendor.example\";",
            "let a = \"http://www.w3.org/2000/svg\";",
            "let a = \"https://{host}\";",
        ] {
            assert!(rust("src/a.rs", fine).is_empty(), "{fine}");
        }
        assert!(lines("docs/API.md", "https://anybody.net\n").is_empty());
    }
}
