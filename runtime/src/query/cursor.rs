use std::fmt;
use std::hash::Hasher;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use siphasher::sip128::{Hasher128, SipHasher24};

use super::Order;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::EntitySchema;
use crate::value::{Value, codec};

/// Where a page of a list ended: opaque text that a client can keep and hand back (R9).
///
/// It holds the values of the order's columns and the id of the last row, never those of a secret column (R19), and a
/// keyed hash over them, the entity and the order. One that was changed, or made by another list, is
/// [`InvalidCursor`](crate::ErrorKind::InvalidCursor). The key is a fixed one unless
/// [`ConnectOptions::cursor_key`](crate::ConnectOptions::cursor_key) gives a secret one: set it where clients must not be
/// able to make cursors of their own. Such a cursor could only skip rows that the filter would have shown.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// Its text, of the characters that may stand in a URL unescaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(..)")
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Cursor {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Takes any text: what is wrong with it is told by the list that it is handed to.
impl FromStr for Cursor {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

/// The key of the hash in cursors.
#[derive(Clone, Copy)]
pub(crate) struct CursorKey([u8; 16]);

const HASH_BYTES: usize = 16;

impl Default for CursorKey {
    fn default() -> Self {
        Self(*b"storewright c. 1")
    }
}

impl CursorKey {
    pub(crate) const fn new(key: [u8; 16]) -> Self {
        Self(key)
    }

    /// The cursor after a row whose `order` columns have these values.
    pub(crate) fn seal<'v>(
        self,
        schema: &'static EntitySchema,
        order: &[Order],
        values: impl IntoIterator<Item = &'v Value>,
    ) -> Cursor {
        let mut bytes = Vec::with_capacity(96);
        for value in values {
            codec::push(&mut bytes, value);
        }
        let hash = self.hash(schema, order, &bytes);
        bytes.extend(hash);
        Cursor(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The values that a cursor of the same list holds.
    pub(crate) fn open(
        self,
        schema: &'static EntitySchema,
        order: &[Order],
        cursor: &Cursor,
    ) -> Result<Vec<Value>> {
        let invalid = |reason| Error::from(ErrorKind::InvalidCursor { reason });
        let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| invalid("it is damaged"))?;
        let content = bytes.len().checked_sub(HASH_BYTES).ok_or_else(|| invalid("it is damaged"))?;
        let (mut content, hash) = bytes.split_at(content);
        if self.hash(schema, order, content) != *hash {
            return Err(invalid("it was changed, or made by a list of another entity or order"));
        }
        let mut values = Vec::with_capacity(order.len());
        for by in order {
            let column = schema.column(by.column);
            let value = codec::pull(&mut content, column.ty()).ok_or_else(|| invalid("it is damaged"))?;
            if value.is_null() && !column.is_nullable() {
                return Err(invalid("it is damaged"));
            }
            values.push(value);
        }
        if content.is_empty() { Ok(values) } else { Err(invalid("it is damaged")) }
    }

    fn hash(self, schema: &'static EntitySchema, order: &[Order], content: &[u8]) -> [u8; HASH_BYTES] {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        let mut part = |bytes: &[u8]| {
            hasher.write(&(bytes.len() as u64).to_le_bytes());
            hasher.write(bytes);
        };
        part(schema.entity().as_bytes());
        part(schema.table().as_bytes());
        for by in order {
            part(schema.column(by.column).name().as_bytes());
            part(&[u8::from(by.descending)]);
        }
        part(content);
        hasher.finish128().as_bytes()
    }
}
