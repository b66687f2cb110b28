//! Text can be read on every ground it stands on, in both themes (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../www/styles/tokens.css");

/// Grounds that bear any text.
const GROUNDS: [&str; 4] = ["canvas", "surface", "surface-sunken", "surface-hover"];
/// Text that stands on any of them.
const TEXTS: [&str; 8] = ["text", "text-muted", "accent", "good", "bad", "warn", "unknown", "idle"];
/// Text on a ground of its own.
const PAIRS: [(&str, &str); 20] = [
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("accent", "accent-soft"),
    ("text", "accent-soft"),
    ("good", "good-soft"),
    ("text", "good-soft"),
    ("text-muted", "good-soft"),
    ("bad", "bad-soft"),
    ("text", "bad-soft"),
    ("text-muted", "bad-soft"),
    ("warn", "warn-soft"),
    ("text", "warn-soft"),
    ("unknown", "unknown-soft"),
    ("text", "unknown-soft"),
    ("text-muted", "unknown-soft"),
    ("idle", "idle-soft"),
    ("text", "idle-soft"),
    ("text", "mark"),
    ("accent", "mark"),
    ("surface", "warn"),
];
/// The edge of a control, on the grounds that controls stand on.
const EDGES: [(&str, &str); 2] = [("border-control", "canvas"), ("border-control", "surface")];

type Colours = HashMap<&'static str, [f64; 2]>;

/// Every `--name: light-dark(#rrggbb, #rrggbb)` as its two relative luminances.
fn luminances() -> Colours {
    let pair = |line: &'static str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(#")?;
        let (light, dark) = value.strip_suffix(");")?.split_once(", #")?;
        Some((name, [luminance(light), luminance(dark)]))
    };
    TOKENS.lines().filter_map(pair).collect()
}

fn luminance(hex: &str) -> f64 {
    let channel = |from: usize| {
        let value =
            f64::from(u8::from_str_radix(&hex[from..from + 2], 16).expect("hexadecimal digits")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn check(colours: &Colours, text: &str, ground: &str, least: f64) {
    for (theme, (one, other)) in ["light", "dark"].iter().zip(colours[text].iter().zip(&colours[ground])) {
        let ratio = (one.max(*other) + 0.05) / (one.min(*other) + 0.05);
        assert!(ratio >= least, "{text} on {ground}, {theme}: {ratio:.2} of {least}");
    }
}

#[test]
fn text_stands_out_from_every_ground_in_both_themes() {
    let colours = luminances();
    for text in TEXTS {
        for ground in GROUNDS {
            check(&colours, text, ground, 4.5);
        }
    }
    for (text, ground) in PAIRS {
        check(&colours, text, ground, 4.5);
    }
    for (edge, ground) in EDGES {
        check(&colours, edge, ground, 3.0);
    }
}

#[test]
fn every_colour_is_checked() {
    let checked = |name: &str| {
        GROUNDS.contains(&name)
            || TEXTS.contains(&name)
            || PAIRS.iter().chain(&EDGES).any(|(text, ground)| [*text, *ground].contains(&name))
    };
    // Decoration: nothing has to be recognised by it.
    let decoration = ["border"];
    for name in luminances().keys() {
        assert!(checked(name) || decoration.contains(name), "{name} stands in no pair");
    }
}
