//! The file with the master key: 32 random bytes in base64, readable for this account alone. Where the
//! environment holds the key, in `LATCHBOARD_MASTER_KEY`, there is no file.
//!
//! Without it the API secrets in the database are lost, so an existing one is never replaced, and a
//! new one is complete on disk before it gets its name.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use latchboard_store::crypto::{KEY_LENGTH, KeyBytes, MasterKey, parse_key, random, written_key};
use zeroize::Zeroizing;

use super::key_variable::{NEW_VARIABLE, VARIABLE};
use super::{DataError, private_file};

/// The key in the environment, else the one in the file.
pub(super) fn load(path: &Path) -> Result<MasterKey, DataError> {
    load_bytes(path).map(|key| MasterKey::new(&key))
}

/// As [`load`], for those who are to write it elsewhere.
pub(super) fn load_bytes(path: &Path) -> Result<KeyBytes, DataError> {
    match from_environment(VARIABLE)? {
        Some(key) => Ok(key),
        None => load_file(path),
    }
}

/// The key that is to take the place of the present one, where one is given: in a file, else in the
/// environment.
pub(super) fn load_new(file: Option<&Path>) -> Result<Option<KeyBytes>, DataError> {
    match file {
        Some(path) => load_file(path).map(Some),
        None => from_environment(NEW_VARIABLE),
    }
}

fn from_environment(variable: &'static str) -> Result<Option<KeyBytes>, DataError> {
    let Some(text) = std::env::var_os(variable) else { return Ok(None) };
    let text = Zeroizing::new(text.into_encoded_bytes());
    parse_key(&text).map(Some).ok_or(DataError::KeyVariable { variable })
}

/// Whether two files hold the same key.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    let read = |path| fs::read(path).map(Zeroizing::new);
    matches!((read(one), read(other)), (Ok(one), Ok(other)) if one.trim_ascii() == other.trim_ascii())
}

fn load_file(path: &Path) -> Result<KeyBytes, DataError> {
    match fs::read(path) {
        Ok(text) => {
            warn_if_others_can_read(path);
            parse_key(&Zeroizing::new(text)).ok_or_else(|| DataError::KeyMalformed { path: path.to_owned() })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(DataError::KeyMissing { path: path.to_owned() })
        }
        Err(error) => Err(DataError::Unreadable { path: path.to_owned(), error }),
    }
}

/// The key in the environment, else the one in the file, or a new one there when there is none yet.
pub(super) fn load_or_create(path: &Path) -> Result<MasterKey, DataError> {
    match load(path) {
        Err(DataError::KeyMissing { .. }) => make(path).map(|key| MasterKey::new(&key)),
        loaded => loaded,
    }
}

/// The key in the file, or a new one there when there is none yet.
pub(super) fn load_or_make(path: &Path) -> Result<KeyBytes, DataError> {
    match load_file(path) {
        Err(DataError::KeyMissing { .. }) => make(path),
        loaded => loaded,
    }
}

fn make(path: &Path) -> Result<KeyBytes, DataError> {
    let key = Zeroizing::new(random::bytes::<KEY_LENGTH>().map_err(DataError::Random)?);
    put(path, &key)?;
    Ok(key)
}

/// Writes a key, in place of another one if there is one: there is one of the two at any time.
pub(super) fn put(path: &Path, key: &KeyBytes) -> Result<(), DataError> {
    write(path, key).map_err(|error| DataError::Unwritable { path: path.to_owned(), error })
}

/// Removes a file that holds what another one holds, too.
pub(super) fn remove(path: &Path) {
    let _left_behind = fs::remove_file(path);
}

fn write(path: &Path, key: &KeyBytes) -> io::Result<()> {
    let draft = path.with_extension("key.new");
    // One that was left over may be open to others.
    remove(&draft);
    let mut file = private_file::create_new(&draft)?;
    file.write_all(written_key(key).expose().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    private_file::sync_directory(path)
}

#[cfg(unix)]
fn warn_if_others_can_read(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map(|metadata| metadata.permissions().mode()).unwrap_or_default();
    if mode & 0o077 != 0 {
        tracing::warn!(path = %path.display(), "other accounts may read the master key; chmod 600 it");
    }
}

#[cfg(not(unix))]
fn warn_if_others_can_read(_path: &Path) {}

#[cfg(test)]
mod tests {
    use super::{load, load_or_create};
    use crate::data::DataError;

    #[test]
    fn a_new_key_is_private_and_is_the_same_the_second_time() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("master.key");
        assert!(matches!(load(&path), Err(DataError::KeyMissing { .. })));
        load_or_create(&path).ok().unwrap();
        let text = std::fs::read(&path).unwrap();
        load_or_create(&path).ok().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), text);
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1, "no draft stays behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_never_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("master.key");
        std::fs::write(&path, "c2hvcnQ=").unwrap();
        assert!(matches!(load_or_create(&path), Err(DataError::KeyMalformed { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"c2hvcnQ=");
    }
}
