//! What the browser may do in the page: nothing but what it needs.
//!
//! The page holds a script that starts the WebAssembly, written into it by the build. It is allowed
//! by its hash, worked out from the very bytes that are served. No text ever becomes HTML or script: the page has no need
//! for it, so nobody may name a policy that would make one of it (Trusted Types).

use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use crate::origin::Origin;

/// Headers of everything that belongs to the dashboard.
pub(super) const FOR_ALL: [(&str, &str); 3] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), clipboard-write=(self), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The policy for a page that may also ask these origins.
pub(super) fn content_security_policy(html: &str, connect_to: &[Origin]) -> String {
    let origins: String = connect_to.iter().map(|origin| format!(" {}", origin.as_str())).collect();
    let scripts = hashes(html, "script");
    let styles = hashes(html, "style");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{origins}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// ` 'sha256-…'` for every inline element of this name.
fn hashes(html: &str, element: &str) -> String {
    // Line ends reach the browser's parser as LF, and that is what it hashes.
    let html = html.replace("\r\n", "\n").replace('\r', "\n");
    inline(&html, element)
        .map(|text| format!(" 'sha256-{}'", BASE64.encode(&Sha256::digest(text.as_bytes()))))
        .collect()
}

/// The texts of all elements of this name without `src`.
fn inline<'a>(html: &'a str, element: &str) -> impl Iterator<Item = &'a str> {
    // Same length in bytes: only ASCII letters change.
    let lower = html.to_ascii_lowercase();
    let (start, end) = (format!("<{element}"), format!("</{element}"));
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let tag = rest + lower.get(rest..)?.find(&start)?;
            let comment = lower[rest..].find("<!--").map(|at| rest + at).filter(|&at| at < tag);
            if let Some(comment) = comment {
                rest = comment + lower[comment..].find("-->")? + "-->".len();
                continue;
            }
            let attributes = tag + start.len();
            rest = attributes;
            if !lower[attributes..]
                .starts_with(|next: char| next.is_ascii_whitespace() || "/>".contains(next))
            {
                continue;
            }
            let (length, external) = scan_attributes(&lower[attributes..])?;
            let text = attributes + length;
            let close = text + lower[text..].find(&end)?;
            rest = close + end.len();
            if !external {
                return Some(&html[text..close]);
            }
        }
    })
}

/// Bytes up to and including the `>` that ends a start tag, and whether there is a `src` in it.
fn scan_attributes(text: &str) -> Option<(usize, bool)> {
    let mut external = false;
    let mut quote = None;
    let mut name = String::new();
    let mut in_value = false;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => {
                quote = None;
                in_value = false;
            }
            (Some(_), _) => {}
            (None, '"' | '\'') if in_value => quote = Some(character),
            (None, '>') => return Some((at + 1, external || name == "src")),
            (None, '=') => {
                external |= name == "src";
                name.clear();
                in_value = true;
            }
            (None, _) if character.is_ascii_whitespace() || character == '/' => {
                external |= name == "src";
                // Space may stand between `=` and its value.
                in_value &= name.is_empty() && character.is_ascii_whitespace();
                name.clear();
            }
            (None, _) => name.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{content_security_policy, inline};

    fn scripts(html: &str) -> Vec<&str> {
        inline(html, "script").collect()
    }

    #[test]
    fn inline_scripts_are_found_whatever_their_attributes() {
        let html = "<!doctype html><head><SCRIPT type=\"module\" nonce='a>b'>one</Script>\
            <script type = importmap >two</script><script>\nthree < 3\n</script >\
            <script src=\"a.js\"></script><script defer src = 'b.js' data-x></script><script async src></script>\
            <script data-src=\"x\">four</script><scripture>no</scripture><!-- <script>no</script> -->";
        assert_eq!(scripts(html), ["one", "two", "\nthree < 3\n", "four"]);
    }

    #[test]
    fn a_page_that_ends_early_is_no_trouble() {
        for html in ["", "<script", "<script>", "<script src='", "<!-- <script>x</script>"] {
            assert_eq!(scripts(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn the_policy_names_the_hash_of_each_inline_script() {
        // printf 'let a = 1;\n' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-3smTKsMnFX9i0OGCm4n/7GAEzudwCR3kiBveN8jVUAk='";
        let policy = content_security_policy("<script type=module>let a = 1;\r\n</script>", &[]);
        assert!(policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' {hash};")), "{policy}");
        assert!(
            policy.contains("style-src 'self';") && policy.starts_with("default-src 'none';"),
            "{policy}"
        );
    }

    #[test]
    fn other_servers_may_be_asked_when_they_are_named() {
        let origins = ["https://vault.example", "http://127.0.0.1:8081"].map(|text| text.parse().unwrap());
        let policy = content_security_policy("", &origins);
        assert!(
            policy.contains("connect-src 'self' https://vault.example http://127.0.0.1:8081;"),
            "{policy}"
        );
    }
}
