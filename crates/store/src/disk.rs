//! How much room there is on a disk.

use std::path::Path;

/// What is left on the disk of a file for those who are not root.
#[cfg(unix)]
pub fn free_bytes(file: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(file).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
pub fn free_bytes(_file: &Path) -> Option<u64> {
    None
}
