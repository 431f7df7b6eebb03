//! Names that fit: the server takes 64 characters.

use std::borrow::Cow;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

const MOST: usize = 64;
/// What stands for the rest of a name that is too long: an underscore and 16 digits.
const REST: usize = 17;

/// The name of an index, or one made from it that is short enough and the same each time.
pub(super) fn shortened(name: &str) -> Cow<'_, str> {
    if name.chars().count() <= MOST { name.into() } else { cut(name, "").into() }
}

/// The name of the column that tells whether a partial index holds the row.
pub(super) fn held_column(index: &str) -> String {
    let suffix = "_held";
    if index.chars().count() + suffix.len() <= MOST { format!("{index}{suffix}") } else { cut(index, suffix) }
}

fn cut(name: &str, suffix: &str) -> String {
    let start: String = name.chars().take(MOST - REST - suffix.len()).collect();
    format!("{start}_{}{suffix}", digest(name))
}

/// Sixteen digits that stand for a text, the same each time.
pub(super) fn digest(text: &str) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::{held_column, shortened};

    #[test]
    fn names_stay_or_become_short_enough() {
        let long = "x".repeat(70);
        assert_eq!(shortened("users_email"), "users_email");
        assert_eq!(shortened(&long).len(), 64);
        assert_ne!(shortened(&long), shortened(&"x".repeat(71)));
        assert_eq!(held_column("users_email"), "users_email_held");
        assert_eq!(held_column(&"x".repeat(60)).len(), 64);
    }
}
