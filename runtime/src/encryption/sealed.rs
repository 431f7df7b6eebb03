//! One value as ciphertext.
//!
//! The bytes that are stored, numbers with the highest byte first:
//!
//! | bytes | |
//! |---|---|
//! | 1 | the format, which is 1 |
//! | 4 | the id of the key |
//! | 24 | the nonce |
//! | any | the ciphertext of the value's type as one byte and its bytes as `value::codec` writes them |
//! | 16 | the tag |
//!
//! The tag also covers the format, the key's id and the place of the value: the entity's table, the column, and the
//! row's id. The struct may be renamed, it is in no place of its own.

use std::ops::RangeInclusive;

use chacha20poly1305::aead::Generate;
use chacha20poly1305::{AeadInOut, Tag, XNonce};

use super::KeyRing;
use crate::query::key;
use crate::schema::EntitySchema;
use crate::value::{Value, ValueError, ValueType, codec};

const FORMAT: u8 = 1;
// The numbers that later formats may take: control characters, so that text which was never encrypted is told apart.
const FORMATS: RangeInclusive<u8> = 1..=8;

const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
const HEADER_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES;

/// Where a value belongs. Its ciphertext can be read nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The entity.
    pub(crate) schema: &'static EntitySchema,
    /// The position of the column.
    pub(crate) column: usize,
    /// The values of the row's id, in the id's order, as they are stored.
    pub(crate) key: &'a [Value],
}

impl Context<'_> {
    /// What the tag covers beside the ciphertext. Each part follows its length, so that no two places have the same bytes.
    fn associated_data(&self, key_id: u32) -> Vec<u8> {
        let id = key::of(self.key);
        let parts: [&[u8]; 5] = [
            &[FORMAT],
            &key_id.to_be_bytes(),
            self.schema.table().as_bytes(),
            self.schema.column(self.column).name().as_bytes(),
            &id,
        ];
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| 8 + part.len()).sum());
        for part in parts {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
        bytes
    }
}

impl KeyRing {
    /// The value as ciphertext of the newest key; null stays null.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when the value is too long, or when the system has no random bytes.
    pub(crate) fn seal(&self, context: &Context<'_>, plain: &Value) -> Result<Value, ValueError> {
        let Some(ty) = plain.ty() else { return Ok(Value::Null) };
        let too_long = || ValueError::new("it is too long to be encrypted");
        u32::try_from(plain.size()).map_err(|_| too_long())?;
        let key = &self.newest;
        let nonce = XNonce::try_generate().map_err(|_| ValueError::new("the system has no random bytes"))?;

        // The type and what the codec adds take less than 64 bytes.
        let mut bytes = Vec::with_capacity(HEADER_BYTES + 64 + plain.size() + TAG_BYTES);
        bytes.push(FORMAT);
        bytes.extend(key.id.to_be_bytes());
        bytes.extend(nonce);
        bytes.push(type_byte(ty));
        codec::push(&mut bytes, plain);
        let content = &mut bytes[HEADER_BYTES..];
        let tag = key
            .cipher
            .encrypt_inout_detached(&nonce, &context.associated_data(key.id), content.into())
            .map_err(|_| too_long())?;
        bytes.extend(tag);
        Ok(Value::Bytes(bytes))
    }

    /// The value of type `ty` whose ciphertext is stored at this place; null stays null.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when it is no ciphertext, when its key is not in the ring, when it is not the one that was stored at
    /// this place, or when it holds a value of another type.
    pub(crate) fn open(
        &self,
        context: &Context<'_>,
        stored: &Value,
        ty: ValueType,
    ) -> Result<Value, ValueError> {
        let bytes = match stored {
            Value::Null => return Ok(Value::Null),
            Value::Bytes(bytes) => bytes,
            _ => return Err(not_encrypted()),
        };
        match bytes.first() {
            Some(&FORMAT) => {}
            Some(format) if FORMATS.contains(format) => {
                return Err(ValueError::new("it was encrypted by a newer version"));
            }
            _ => return Err(not_encrypted()),
        }
        let parts = Parts::of(bytes).ok_or_else(not_authentic)?;
        let key = self.key(parts.key_id).ok_or_else(|| {
            ValueError::new(format!("no key with the id {} is in the key ring", parts.key_id))
        })?;
        let mut plain = parts.content.to_vec();
        key.cipher
            .decrypt_inout_detached(
                parts.nonce,
                &context.associated_data(key.id),
                plain.as_mut_slice().into(),
                parts.tag,
            )
            .map_err(|_| not_authentic())?;
        decode(&plain, ty).ok_or_else(ValueError::wrong_type)
    }
}

/// What a ciphertext consists of.
struct Parts<'a> {
    key_id: u32,
    nonce: &'a XNonce,
    content: &'a [u8],
    tag: &'a Tag,
}

impl<'a> Parts<'a> {
    /// `None` when the bytes are too few.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (_format, rest) = bytes.split_first()?;
        let (key_id, rest) = rest.split_first_chunk::<KEY_ID_BYTES>()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>()?;
        let (content, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
        Some(Self { key_id: u32::from_be_bytes(*key_id), nonce: nonce.into(), content, tag: tag.into() })
    }
}

/// The value that the bytes consist of; `None` when they are of another type, or hold more.
fn decode(bytes: &[u8], ty: ValueType) -> Option<Value> {
    let (&found, mut content) = bytes.split_first()?;
    if found != type_byte(ty) {
        return None;
    }
    let value = codec::pull(&mut content, ty)?;
    (value.ty() == Some(ty) && content.is_empty()).then_some(value)
}

/// The type as it is stored. The numbers never change.
const fn type_byte(ty: ValueType) -> u8 {
    match ty {
        ValueType::Bool => 1,
        ValueType::Int => 2,
        ValueType::Float => 3,
        ValueType::Text => 4,
        ValueType::Bytes => 5,
        ValueType::Timestamp => 6,
        ValueType::Date => 7,
        ValueType::Time => 8,
        ValueType::Uuid => 9,
        ValueType::Decimal => 10,
        ValueType::Json => 11,
    }
}

fn not_encrypted() -> ValueError {
    ValueError::new("it is not encrypted")
}

fn not_authentic() -> ValueError {
    ValueError::new("the key is another one, or the ciphertext was changed or moved")
}

#[cfg(test)]
mod tests;
