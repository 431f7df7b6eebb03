//! Recovery codes as people have them, on paper most likely.

use std::fmt::Write as _;

use auth_core::User;
use sha2::{Digest, Sha256};
use storewright::Id;

// 32 characters, five bits each; none of them is easily taken for another one.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const GROUP: usize = 4;

/// A new code: 80 random bits, in groups that can be read out.
pub(crate) fn new() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let mut code = String::with_capacity(bytes.len() + bytes.len() / GROUP);
    for (position, byte) in bytes.into_iter().enumerate() {
        if position > 0 && position % GROUP == 0 {
            code.push('-');
        }
        // Each character has five of the eight bits: all are equally likely.
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(code)
}

/// What is stored of it. The bits of a code are too many to be tried, so a fast hash is good enough. The user is part of it: it tells
/// nothing of anybody else's.
pub(crate) fn hash(user: &Id<User>, code: &str) -> String {
    let written = code.chars().filter(|character| !character.is_whitespace() && *character != '-');
    let plain: String = written.map(|character| character.to_ascii_lowercase()).collect();
    let hash = Sha256::new().chain_update(user.uuid().as_bytes()).chain_update(plain.as_bytes()).finalize();
    let mut text = String::with_capacity(2 * hash.len());
    for byte in hash {
        // To a `String`, it never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{hash, new};
    use storewright::Id;

    #[test]
    fn codes_differ_and_can_be_read_out() {
        let codes: std::collections::HashSet<_> = (0..1000).map(|_| new().unwrap()).collect();
        assert_eq!(codes.len(), 1000);
        for code in codes {
            assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4], "{code}");
            assert!(!code.contains(['i', 'l', 'o', 'u']), "{code}");
        }
    }

    #[test]
    fn the_way_a_code_is_written_does_not_matter() {
        let (ada, bob) = (Id::new(), Id::new());
        let expected = hash(&ada, "ab3d-ef9h-jkmn-pqrs");
        assert_eq!(hash(&ada, " AB3D EF9H jkmnpqrs\n"), expected);
        assert_ne!(hash(&ada, "ab3d-ef9h-jkmn-pqrt"), expected);
        assert_ne!(hash(&bob, "ab3d-ef9h-jkmn-pqrs"), expected);
        assert_eq!(expected.len(), 64);
    }
}
