//! Writes the tables of each language as `texts-….txt` and `texts-of-parts-….txt` into a directory, for pages to fetch; without an argument into the one
//! that `trunk` is filling: `cargo run -p latchboard-texts --example tables -- DIRECTORY`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use latchboard_texts::{Language, Portion};

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args_os().nth(1).or_else(|| env::var_os("TRUNK_STAGING_DIR"));
    let directory = PathBuf::from(directory.ok_or("which directory?")?);
    fs::create_dir_all(&directory)?;
    for language in Language::ALL {
        for (name, portion) in [("texts", Portion::Shell), ("texts-of-parts", Portion::Parts)] {
            fs::write(directory.join(format!("{name}-{}.txt", language.tag())), language.table(portion))?;
        }
    }
    Ok(())
}
