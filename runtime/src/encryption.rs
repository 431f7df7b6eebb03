//! Columns encrypted at rest: the keys, and how one value becomes a ciphertext.

mod sealed;

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::{Zeroize, Zeroizing};

pub(crate) use sealed::Context;

use crate::error::{Error, Result};

/// The keys of encrypted columns: the newest one encrypts, every one of them decrypts.
///
/// A key has an id, any number that stays with it, which is stored beside each value that the key encrypts. To change keys,
/// give a new ring whose newest key is a new one and add the former as an [`older`](KeyRing::older) key: what it encrypted
/// is still read, and each value moves to the newest key when it is next written.
///
/// Values are encrypted with XChaCha20-Poly1305 and a random nonce each, so equal values have different ciphertexts. A
/// ciphertext belongs to one column of one row: moved elsewhere, or changed by a single bit, it can't be read. That also goes
/// for one whose table, column or id is renamed or changed without reading and writing the row. Whoever
/// sees the database learns which values are null and how long the others are; whoever can write to it can put back an
/// older ciphertext of the same column and row.
///
/// A copy shares its keys. They are wiped from memory with the last copy, and the `Debug` of a ring shows ids only.
///
/// ```
/// use storewright::KeyRing;
///
/// # fn main() -> storewright::Result<()> {
/// # let [former, current] = [[1; 32], [2; 32]];
/// let keys = KeyRing::new(2, current).older(1, former)?;
/// assert_eq!(format!("{keys:?}"), "KeyRing { newest: 2, older: [1] }");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct KeyRing {
    newest: Arc<Key>,
    // Each behind its own pointer: one key more must not leave copies of the others in memory that is freed.
    older: Arc<[Arc<Key>]>,
}

/// The cipher wipes its key when it is dropped.
struct Key {
    id: u32,
    cipher: XChaCha20Poly1305,
}

impl KeyRing {
    /// A ring of one key, which encrypts and decrypts. It must come from a source of random bytes; a password is no key.
    ///
    /// ```
    /// # let key = [7; 32];
    /// let keys = storewright::KeyRing::new(1, key);
    /// ```
    #[must_use]
    pub fn new(id: u32, mut key: [u8; 32]) -> Self {
        let ring = Self { newest: Key::new(id, &key), older: Arc::new([]) };
        key.zeroize();
        ring
    }

    /// The same ring with one more key, which only decrypts.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the ring has a key with this id already.
    ///
    /// ```
    /// # let [former, current] = [[1; 32], [2; 32]];
    /// use storewright::KeyRing;
    ///
    /// let keys = KeyRing::new(2, current).older(1, former)?;
    /// assert!(keys.older(2, former).is_err());
    /// # Ok::<(), storewright::Error>(())
    /// ```
    pub fn older(self, id: u32, mut key: [u8; 32]) -> Result<Self> {
        let ring = self.with_older(id, &key);
        key.zeroize();
        ring
    }

    /// As [`new`](KeyRing::new), of a key in standard base64, 44 characters, as `openssl rand -base64 32` makes one.
    /// White space around it is left out.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when it is anything else than 32 bytes in base64. The text never quotes it.
    ///
    /// ```
    /// use storewright::KeyRing;
    ///
    /// # let configured = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n";
    /// let keys = KeyRing::from_base64(1, configured)?;
    /// assert!(KeyRing::from_base64(1, "correct horse battery staple").is_err());
    /// # Ok::<(), storewright::Error>(())
    /// ```
    pub fn from_base64(id: u32, key: &str) -> Result<Self> {
        let key = decode(id, key)?;
        Ok(Self { newest: Key::new(id, &key), older: Arc::new([]) })
    }

    /// As [`older`](KeyRing::older), of a key in base64 as [`from_base64`](KeyRing::from_base64) reads it.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the ring has a key with this id already, or when the key is anything else
    /// than 32 bytes in base64. The text never quotes it.
    ///
    /// ```
    /// use storewright::KeyRing;
    ///
    /// # let former = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
    /// # let current = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    /// let keys = KeyRing::from_base64(2, current)?.older_from_base64(1, former)?;
    /// # Ok::<(), storewright::Error>(())
    /// ```
    pub fn older_from_base64(self, id: u32, key: &str) -> Result<Self> {
        let key = decode(id, key)?;
        self.with_older(id, &key)
    }

    fn with_older(self, id: u32, key: &[u8; 32]) -> Result<Self> {
        if self.key(id).is_some() {
            return Err(Error::config(format!("two encryption keys have the id {id}")));
        }
        let older = self.older.iter().cloned().chain([Key::new(id, key)]).collect();
        Ok(Self { newest: self.newest, older })
    }

    fn key(&self, id: u32) -> Option<&Key> {
        std::iter::once(&self.newest).chain(&*self.older).find(|key| key.id == id).map(|key| &**key)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let older: Vec<_> = self.older.iter().map(|key| key.id).collect();
        f.debug_struct("KeyRing").field("newest", &self.newest.id).field("older", &older).finish()
    }
}

impl Key {
    fn new(id: u32, key: &[u8; 32]) -> Arc<Self> {
        Arc::new(Self { id, cipher: XChaCha20Poly1305::new(key.into()) })
    }
}

fn decode(id: u32, text: &str) -> Result<Zeroizing<[u8; 32]>> {
    // One byte more than a key: 44 characters could hold it, and the decoder wants the room.
    let mut bytes = Zeroizing::new([0; 33]);
    let length = STANDARD.decode_slice(text.trim(), &mut *bytes);
    match (length, bytes.first_chunk()) {
        (Ok(32), Some(key)) => Ok(Zeroizing::new(*key)),
        _ => Err(Error::config(format!(
            "the encryption key with the id {id} must be 32 bytes in standard base64, 44 characters \
             (`openssl rand -base64 32` makes one)"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyRing, STANDARD};
    use base64::Engine;

    #[test]
    fn a_ring_can_be_shared_and_shows_no_key() {
        fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
        let ring = KeyRing::new(7, [171; 32]).older(3, [205; 32]).unwrap().older(5, [239; 32]).unwrap();
        shared(&ring);
        assert_eq!(format!("{ring:?}"), "KeyRing { newest: 7, older: [3, 5] }");
        assert_eq!(
            format!("{:#?}", ring.clone()),
            "KeyRing {\n    newest: 7,\n    older: [\n        3,\n        5,\n    ],\n}"
        );
    }

    #[test]
    fn two_keys_of_one_id_are_refused() {
        let ring = KeyRing::new(2, [2; 32]).older(1, [1; 32]).unwrap();
        for id in [1, 2] {
            let error = ring.clone().older(id, [9; 32]).unwrap_err().to_string();
            assert_eq!(error, format!("bad configuration: two encryption keys have the id {id}"));
        }
    }

    #[test]
    fn a_key_in_base64_is_32_bytes_and_never_quoted() {
        let text = STANDARD.encode([0xab; 32]);
        for good in [text.clone(), format!(" {text}\r\n")] {
            let ring = KeyRing::from_base64(1, &good).unwrap().older_from_base64(2, &good).unwrap();
            assert!(ring.key(1).is_some() && ring.key(2).is_some() && ring.key(3).is_none());
        }
        let bad = [
            String::new(),
            "a".to_owned(),
            text.trim_end_matches('=').to_owned(),
            text.replace('r', "-"),
            text.replace("6s=", "6t="),
            text.replacen('q', "é", 1),
            format!("{text}{text}"),
            STANDARD.encode([0xab; 31]),
            STANDARD.encode([0xab; 33]),
            STANDARD.encode([0xab; 1000]),
        ];
        for bad in bad {
            assert_ne!(bad, text);
            let errors = [
                KeyRing::from_base64(3, &bad).unwrap_err(),
                KeyRing::new(1, [1; 32]).older_from_base64(3, &bad).unwrap_err(),
            ];
            for error in errors {
                assert_eq!(
                    error.to_string(),
                    "bad configuration: the encryption key with the id 3 must be 32 bytes in standard base64, \
                     44 characters (`openssl rand -base64 32` makes one)",
                );
            }
        }
    }
}
