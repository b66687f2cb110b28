//! Files that this account alone may read.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// A new one, open for writing.
pub(super) fn create_new(path: &Path) -> io::Result<File> {
    private().write(true).create_new(true).open(path)
}

/// An empty one, unless it exists already. SQLite gives its mode to the files that it puts beside it.
pub(super) fn create(path: &Path) -> io::Result<File> {
    private().create(true).append(true).open(path)
}

fn private() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is unix's"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A name, too, must survive a power cut.
pub(super) fn sync_directory(of: &Path) -> io::Result<()> {
    match of.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(directory) => File::open(directory)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
