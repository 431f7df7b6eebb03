//! What every request works on.

use std::sync::Arc;

use auth_core::{App, AuthStore};
use sha2::{Digest, Sha256};
use storewright::{Engine, Id, Timestamp};

use crate::passwords::Passwords;

/// The engine and what goes with it, shared by all requests.
pub(crate) type Shared = Arc<State>;

pub(crate) struct State {
    pub(crate) engine: Arc<Engine<dyn AuthStore>>,
    pub(crate) passwords: Passwords,
    pub(crate) platform: Id<App>,
    pub(crate) admin_key: Option<KeyDigest>,
}

impl State {
    pub(crate) fn store(&self) -> &dyn AuthStore {
        &**self.engine.store()
    }

    /// The present moment, by the store's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.store().backing().now()
    }
}

/// The admin key as it is kept: no longer readable, and of one length whatever the key's is.
pub(crate) struct KeyDigest([u8; 32]);

impl KeyDigest {
    pub(crate) fn new(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }

    /// Whether it is the same key, in a time that doesn't depend on where they differ.
    pub(crate) fn matches(&self, key: &str) -> bool {
        let other = Self::new(key);
        self.0.iter().zip(&other.0).fold(0, |differ, (ours, theirs)| differ | (ours ^ theirs)) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::KeyDigest;

    #[test]
    fn only_the_key_itself_matches() {
        let key = KeyDigest::new("the key");
        assert!(key.matches("the key"));
        for other in ["", "the ke", "the key ", "The key", "another"] {
            assert!(!key.matches(other), "{other}");
        }
    }
}
