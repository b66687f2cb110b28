//! `cargo xtask size`: what the browser transfers for the first page, and for the JavaScript module, file by file, as the
//! build compressed it. Fails where a budget is exceeded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::bench::pages;
use crate::{build, compress, module, project};

/// Everything that the first page transfers, in bytes of brotli.
const FIRST_PAGE_BUDGET: u64 = 120_000;

/// The JavaScript module with its glue code, in bytes of brotli: somebody adds it to a page of their own.
const MODULE_BUDGET: u64 = 130_000;

/// The same of the part that searches texts.
const MODULE_SEARCH_BUDGET: u64 = 70_000;

struct Entry {
    name: String,
    raw: u64,
    brotli: u64,
}

pub(crate) fn size() -> Result<ExitCode> {
    build::dashboard()?;
    let directory = project::dashboard_dir();
    let (first, later): (Vec<_>, Vec<_>) = {
        let of_first = pages::first_page()?;
        build::dashboard_files()?.into_iter().partition(|file| of_first.contains(file))
    };
    let first = measure(&first, &directory)?;
    print!("the first page\n{}", table(&first));
    print!("\nloaded when another page is opened\n{}", table(&measure(&later, &directory)?));
    let empty = pages::empty()?;
    let empty = measure(&pages::files(&empty)?, &empty)?;
    print!("\nan empty Yew page\n{}", table(&empty));
    let ratio = sum(&first) as f64 / sum(&empty) as f64;
    println!("the first page is {ratio:.2} times the empty Yew page");
    build::module()?;
    let of_module = measure(&module::loaded_files(), &module::package_dir())?;
    print!("\nthe JavaScript module\n{}", table(&of_module));
    let search = measure(&module::search_files(), &module::package_dir())?;
    print!("\nloaded when it searches a text\n{}", table(&search));
    let errors = measure(&module::errors()?, &module::package_dir())?;
    print!("\nloaded when it explains an error, one of them\n{}", table(&errors));
    let texts = measure(&module::texts()?, &module::package_dir())?;
    print!("\nloaded for the texts of checks and resolutions, one of them\n{}", table(&texts));
    let checked = [
        ("the first page", &first, FIRST_PAGE_BUDGET),
        ("the module", &of_module, MODULE_BUDGET),
        ("its search", &search, MODULE_SEARCH_BUDGET),
    ];
    let over = checked.map(|(name, entries, budget)| over(name, sum(entries), budget));
    for complaint in over.iter().flatten() {
        println!("{complaint}");
    }
    Ok(if over.iter().any(Option::is_some) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What is said of something that weighs more than it may.
fn over(name: &str, brotli: u64, budget: u64) -> Option<String> {
    let bytes = brotli.checked_sub(budget).filter(|bytes| *bytes > 0)?;
    Some(format!("{name} is {bytes} bytes over its budget of {budget}"))
}

fn sum(entries: &[Entry]) -> u64 {
    entries.iter().map(|entry| entry.brotli).sum()
}

fn measure(files: &[PathBuf], directory: &Path) -> Result<Vec<Entry>> {
    let length = |file: &Path| {
        let metadata = fs::metadata(file).with_context(|| format!("{} could not be read", file.display()))?;
        Ok::<_, anyhow::Error>(metadata.len())
    };
    let entry = |file: &PathBuf| {
        let name = file.strip_prefix(directory).unwrap_or(file).display().to_string();
        Ok(Entry { name, raw: length(file)?, brotli: length(&compress::beside(file))? })
    };
    files.iter().map(entry).collect()
}

fn table(entries: &[Entry]) -> String {
    let mut text = format!("{:>10} {:>10}  file\n", "bytes", "brotli");
    let (mut raw, mut brotli) = (0, 0);
    for entry in entries {
        raw += entry.raw;
        brotli += entry.brotli;
        text += &format!("{:>10} {:>10}  {}\n", entry.raw, entry.brotli, entry.name);
    }
    // Kilobytes of 1,000 bytes, as in the goal.
    let (whole, tenth) = (brotli / 1000, brotli % 1000 / 100);
    text + &format!("{raw:>10} {brotli:>10}  sum: {whole}.{tenth} KB brotli\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_all_files() {
        let entry = |name: &str, raw, brotli| Entry { name: name.into(), raw, brotli };
        let text = table(&[entry("a.js", 1000, 400), entry("b.wasm", 200_000, 49_850)]);
        assert_eq!(text.lines().last(), Some("    201000      50250  sum: 50.2 KB brotli"));
    }

    #[test]
    fn what_exceeds_its_budget_by_a_byte_is_complained_of() {
        assert_eq!(over("the module", MODULE_BUDGET, MODULE_BUDGET), None);
        assert_eq!(over("the module", 0, MODULE_BUDGET), None);
        assert_eq!(over("it", 91, 90).as_deref(), Some("it is 1 bytes over its budget of 90"));
    }

    #[test]
    fn files_are_measured_as_brotli_compresses_them() {
        let file = std::env::temp_dir().join(format!("latchboard-size-{}", std::process::id()));
        fs::write(&file, vec![b'a'; 5000]).unwrap();
        compress::brotli(std::slice::from_ref(&file)).unwrap();
        let entries = measure(std::slice::from_ref(&file), &std::env::temp_dir()).unwrap();
        assert_eq!(entries[0].raw, 5000);
        assert!(entries[0].brotli < 50, "{}", entries[0].brotli);
        fs::remove_file(&file).unwrap();
        fs::remove_file(compress::beside(&file)).unwrap();
    }
}
