//! The words of each error. They name entities and fields, and never a value (R19).

use std::fmt;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::NotFound { entity } => write!(f, "no such `{entity}`"),
            ErrorKind::Conflict { entity, fields, position: None, .. } => {
                write!(f, "a `{entity}` with the same {} exists already", Fields(fields))
            }
            ErrorKind::Conflict { entity, fields, position: Some(row), .. } => {
                write!(f, "row {row}: a `{entity}` with the same {} exists already", Fields(fields))
            }
            ErrorKind::Stale { entity } => {
                write!(f, "the `{entity}` was changed since it was read; read it again and repeat the change")
            }
            ErrorKind::Refused { entity } => {
                write!(f, "the `{entity}` is not in the state that the call asks for; nothing was changed")
            }
            ErrorKind::Restricted { entity, by } => {
                write!(f, "the `{entity}` can't be deleted, a `{by}` references it")
            }
            ErrorKind::MissingReference { entity, fields, target } => {
                write!(f, "the `{entity}` references by {} a `{target}` that is not there", Fields(fields))
            }
            ErrorKind::InvalidValue { entity, field, reason } => {
                write!(f, "`{entity}.{field}` can't be stored: {reason}")
            }
            ErrorKind::InvalidCursor { reason } => write!(f, "the cursor is not valid: {reason}"),
            ErrorKind::Corrupt { entity, field, reason } => {
                write!(f, "the stored `{entity}.{field}` can't be read: {reason}")
            }
            ErrorKind::Undecipherable { entity, field, reason } => {
                write!(f, "the stored `{entity}.{field}` can't be decrypted: {reason}")
            }
            ErrorKind::Unsupported { reason } => write!(f, "not supported: {reason}"),
            ErrorKind::UnknownEntity { entity } => write!(
                f,
                "`{entity}` is not part of this store; name it in the composite store or pass its group to `migrate`"
            ),
            ErrorKind::Config { reason } => write!(f, "bad configuration: {reason}"),
            ErrorKind::Schema { reason } => write!(f, "the database's schema doesn't fit: {reason}"),
            ErrorKind::Unavailable { reason } => write!(f, "the database is not available: {reason}"),
            ErrorKind::Busy { reason } => write!(f, "the database is busy: {reason}"),
            ErrorKind::Closed => f.write_str("the store is closed"),
            ErrorKind::TransactionEnded => {
                f.write_str("the transaction is over: it was committed or rolled back before this call")
            }
            ErrorKind::Backend { reason } => write!(f, "the database refused the call: {reason}"),
        }
    }
}

/// Field names as a sentence holds them: `` `app_id` and `email` ``.
struct Fields<'a>(&'a [&'static str]);

impl fmt::Display for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, field) in self.0.iter().enumerate() {
            let before = match position {
                0 => "",
                last if last + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}`{field}`")?;
        }
        Ok(())
    }
}
