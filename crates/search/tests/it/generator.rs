//! Random values in every wrapping, and in every wrapping within every other.
//!
//! A sample runs with the other tests. The whole, and the misses by kind:
//! `LATCHBOARD_SEARCH_VALUES=2000 LATCHBOARD_SEARCH_PAIRS=20 cargo test -p latchboard-search --release generator -- --nocapture`

use std::collections::BTreeMap;
use std::io::Write;

use latchboard_search::Index;

use crate::random::{CLASSES, Random, value};
use crate::support::{fingerprint, hits, index};
use crate::wrappings::WRAPPINGS;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

/// How often values were looked for and found, and which were missed.
#[derive(Default)]
struct Score {
    tried: usize,
    found: usize,
    misses: BTreeMap<String, usize>,
    sample: BTreeMap<String, String>,
}

impl Score {
    fn look(&mut self, index: &Index, text: &[u8], value: &str, name: &str, class: usize) {
        self.tried += 1;
        let hits = hits(index, text);
        let wanted = fingerprint(value);
        if hits.iter().any(|hit| hit.fingerprint == wanted) {
            self.found += 1;
        } else {
            let kind = format!("{name} ({})", CLASSES[class]);
            *self.misses.entry(kind.clone()).or_default() += 1;
            self.sample
                .entry(kind)
                .or_insert_with(|| format!("{value:?} in {:?}", String::from_utf8_lossy(text)));
        }
    }

    fn report(&self, title: &str) -> f64 {
        let share = 100.0 * self.found as f64 / self.tried as f64;
        let mut text = format!("{title}: {} of {} ({share:.3} %)\n", self.found, self.tried);
        let mut misses: Vec<_> = self.misses.iter().collect();
        misses.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (kind, count) in misses.into_iter().take(60) {
            text.push_str(&format!(
                "{count:>8}  {kind}\n              {}\n",
                self.sample[kind].chars().take(600).collect::<String>()
            ));
        }
        // The test's own output, asked for on the command line.
        let _ = std::io::stdout().write_all(text.as_bytes());
        share
    }
}

fn values(count: usize) -> Vec<(String, usize)> {
    let mut random = Random::new(19);
    (0..count).map(|number| (value(&mut random, number % CLASSES.len()), number % CLASSES.len())).collect()
}

#[test]
fn one_wrapping() {
    let count = number("LATCHBOARD_SEARCH_VALUES", 28);
    let values = values(count);
    let index = index(&values.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>());
    let mut score = Score::default();
    for (name, wrap) in WRAPPINGS {
        for (value, class) in &values {
            if let Some(text) = wrap(value) {
                score.look(&index, &text, value, name, *class);
            }
        }
    }
    assert!(score.report("one wrapping") >= 99.9);
}

#[test]
fn two_wrappings() {
    let pairs = number("LATCHBOARD_SEARCH_PAIRS", 0);
    let all = values(2000);
    let index = index(&all.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>());
    let mut random = Random::new(20);
    let mut score = Score::default();
    for (inner_name, inner) in WRAPPINGS {
        for (outer_name, outer) in WRAPPINGS {
            // A few pairs where the whole grid was not asked for.
            let count = if pairs == 0 { usize::from(random.below(12) == 0) } else { pairs };
            for _ in 0..count {
                let (value, class) = &all[random.below(all.len())];
                let text = inner(value)
                    .and_then(|text| String::from_utf8(text).ok())
                    .and_then(|text| outer(text.trim_end()));
                if let Some(text) = text {
                    score.look(&index, &text, value, &format!("{inner_name} in {outer_name}"), *class);
                }
            }
        }
    }
    assert!(score.report("two wrappings") >= 98.5);
}
