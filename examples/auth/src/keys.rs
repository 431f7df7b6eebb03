//! The keys that a server keeps beside its database, in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use storewright::{ConnectOptions, KeyRing};

use crate::start_error::StartError;
use crate::tokens::random;

/// The keys of encrypted columns, and the one of cursors, which is made of the newest of them.
///
/// In a file, each line is a key: its number and 32 bytes in base64. The first line's key writes, the others still read. Empty lines
/// and those that begin with `#` are passed over.
#[derive(Debug, Clone)]
pub struct Keys {
    ring: KeyRing,
    cursor: CursorKey,
}

#[derive(Clone)]
struct CursorKey([u8; 16]);

impl std::fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl Keys {
    /// New keys that are kept nowhere: what they encrypt is lost with them.
    ///
    /// # Errors
    ///
    /// [`StartError::System`] when the system gives no random bytes.
    pub fn random() -> Result<Self, StartError> {
        Ok(Self::new(1, new_key()?))
    }

    fn new(id: u32, key: [u8; 32]) -> Self {
        // With words of its own, so that nobody learns anything about the key by way of cursors.
        let hash = Sha256::new().chain_update(b"auth: the key of cursors\0").chain_update(key).finalize();
        let mut cursor = [0; 16];
        cursor.copy_from_slice(&hash[..16]);
        Self { ring: KeyRing::new(id, key), cursor: CursorKey(cursor) }
    }

    /// The keys of this file. When there is none it is made, with a fresh key, for the user alone to read.
    ///
    /// # Errors
    ///
    /// [`StartError::Keys`] when it can't be read, made or understood.
    pub fn of_file(path: &Path) -> Result<Self, StartError> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(path)?;
                // Another process may have been first: what counts is what is there.
                fs::read_to_string(path)
            }
            read => read,
        };
        let text = text.map_err(|error| failure("read", path, error))?;
        Self::parse(&text).map_err(|reason| failure("use", path, reason))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).enumerate();
        let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (number, line) = lines.next().ok_or("it has no key")?;
        let (id, key) = key_of(number, line)?;
        let mut keys = Self::new(id, key);
        for (number, line) in lines {
            let (id, key) = key_of(number, line)?;
            keys.ring = keys
                .ring
                .older(id, key)
                .map_err(|_| format!("line {}: a key with this number is there already", number + 1))?;
        }
        Ok(keys)
    }

    /// Options for a store at `url` with these keys.
    #[must_use]
    pub fn connect(&self, url: &str) -> ConnectOptions {
        ConnectOptions::url(url).keys(self.ring.clone()).cursor_key(self.cursor.0)
    }
}

fn key_of(number: usize, line: &str) -> Result<(u32, [u8; 32]), String> {
    let parsed = line.split_once(' ').and_then(|(id, key)| {
        let bytes = STANDARD.decode(key.trim()).ok()?;
        Some((id.parse().ok()?, bytes.try_into().ok()?))
    });
    // Without quoting it: it may be a key with a mistake in it.
    parsed.ok_or_else(|| format!("line {}: not a number and 32 bytes in base64", number + 1))
}

fn new_key() -> Result<[u8; 32], StartError> {
    random().map_err(|_| StartError::System("the system gives no random bytes"))
}

fn failure(what: &'static str, path: &Path, reason: impl ToString) -> StartError {
    StartError::Keys { what, path: path.display().to_string(), reason: reason.to_string() }
}

/// Writes a new file under another name and links it to its own: nobody ever reads half of it, or overwrites another's.
fn make(path: &Path) -> Result<(), StartError> {
    let failed = |error: io::Error| failure("make", path, error);
    let key = STANDARD.encode(new_key()?);
    let suffix = random::<4>().map_err(|_| StartError::System("the system gives no random bytes"))?;
    let draft = beside(path, u32::from_be_bytes(suffix));
    let mut file = private(&draft).map_err(failed)?;
    let written =
        write!(file, "# Without this file, what is encrypted in the database can't be read.\n1 {key}\n")
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::hard_link(&draft, path));
    let removed = fs::remove_file(&draft);
    match written {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done.and(removed).map_err(failed),
    }
}

fn beside(path: &Path, suffix: u32) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{suffix:08x}"));
    path.with_file_name(name)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::Keys;

    const LINE: &str = "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    #[test]
    fn a_file_holds_several_keys() {
        let older = LINE.replace('1', "7");
        let keys = Keys::parse(&format!("# two keys\n\n{LINE}\r\n {older} \n")).unwrap();
        assert_eq!(format!("{keys:?}"), "Keys { ring: KeyRing { newest: 1, older: [7] }, cursor: [secret] }");
        assert_ne!(Keys::parse(&LINE.replace("AA=", "BA=")).unwrap().cursor.0, keys.cursor.0);
    }

    #[test]
    fn a_damaged_file_is_told_by_its_line_and_never_quoted() {
        for (text, expected) in [
            ("", "it has no key"),
            ("# nothing", "it has no key"),
            ("s3cret", "line 1: not a number and 32 bytes in base64"),
            ("\n1 s3cret", "line 2: not a number and 32 bytes in base64"),
            (
                "-1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "line 1: not a number and 32 bytes in base64",
            ),
            (&format!("{LINE}\n{LINE}"), "line 2: a key with this number is there already"),
        ] {
            assert_eq!(Keys::parse(text).unwrap_err(), expected);
        }
    }
}
