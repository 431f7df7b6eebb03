//! Names as PostgreSQL holds them: it cuts off what is over 63 bytes, so that two may become one.

use std::borrow::Cow;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::schema::{EntitySchema, ReferenceSchema};

pub(super) const MOST_BYTES: usize = 63;

/// The name itself, or if it is too long its start and a hash.
pub(super) fn short(name: &str) -> Cow<'_, str> {
    if name.len() <= MOST_BYTES {
        return Cow::Borrowed(name);
    }
    let mut hash = SipHasher13::new();
    hash.write(name.as_bytes());
    let start = name.floor_char_boundary(MOST_BYTES - 17);
    Cow::Owned(format!("{}_{:016x}", &name[..start], hash.finish()))
}

/// The name of a reference's foreign key.
pub(super) fn foreign_key(schema: &EntitySchema, reference: &ReferenceSchema) -> String {
    let columns: Vec<_> = reference.columns().iter().map(|&column| schema.column(column).name()).collect();
    short(&format!("{}_{}_fkey", schema.table(), columns.join("_"))).into_owned()
}

/// The name of the index of the id.
pub(super) fn primary(schema: &EntitySchema) -> Cow<'static, str> {
    short(&format!("{}_pkey", schema.table())).into_owned().into()
}

/// The name in double quotes.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn long_names_stay_apart() {
        let long = "é".repeat(40);
        let (one, other) = (format!("{long}a"), format!("{long}b"));
        assert!(short(&one).len() <= 63);
        assert_ne!(short(&one), short(&other));
        assert_eq!(short("users_email"), "users_email");
    }
}
