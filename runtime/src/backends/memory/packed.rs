//! Rows in one piece of memory each.

use std::sync::Arc;

use crate::Timestamp;
use crate::error::{Error, Result};
use crate::value::{Decimal, Row, Value};

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const FLOAT: u8 = 4;
const TEXT: u8 = 5;
const BYTES: u8 = 6;
const TIMESTAMP: u8 = 7;
const DATE: u8 = 8;
const TIME: u8 = 9;
const UUID: u8 = 10;
const DECIMAL: u8 = 11;
const JSON: u8 = 12;

/// A stored row. In a store that is larger than the processor's caches, a lookup costs what it takes to fetch the row's
/// memory, and a row of values would be spread over one piece for each text.
#[derive(Clone)]
pub(super) struct Packed(Arc<[u8]>);

impl Packed {
    pub(super) fn new(row: &Row) -> Self {
        let size = row.iter().map(|value| 1 + size_of::<u64>() + value.size()).sum::<usize>();
        let mut bytes = Vec::with_capacity(size_of::<u64>() + size);
        bytes.extend((row.len() as u64).to_le_bytes());
        for value in row {
            push(&mut bytes, value);
        }
        Self(bytes.into())
    }

    /// Where it lies: no two rows, nor two versions of one, lie in the same place.
    pub(super) fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    pub(super) fn unpack(&self) -> Result<Row> {
        let mut row = Row::new();
        self.unpack_into(&mut row)?;
        Ok(row)
    }

    /// The same into a row whose memory can be used again.
    pub(super) fn unpack_into(&self, row: &mut Row) -> Result<()> {
        unpack(&self.0, row).ok_or_else(|| Error::backend("a stored row can't be read"))
    }
}

fn unpack(mut bytes: &[u8], row: &mut Row) -> Option<()> {
    let columns = usize::try_from(u64::from_le_bytes(take(&mut bytes)?)).ok()?;
    row.truncate(columns);
    row.reserve_exact(columns - row.len());
    (0..columns).try_for_each(|column| pull(&mut bytes, row, column))
}

fn push(bytes: &mut Vec<u8>, value: &Value) {
    let mut counted = |tag, content: &[u8]| {
        bytes.push(tag);
        bytes.extend((content.len() as u64).to_le_bytes());
        bytes.extend(content);
    };
    match value {
        Value::Text(text) => return counted(TEXT, text.as_bytes()),
        Value::Json(text) => return counted(JSON, text.as_bytes()),
        Value::Bytes(content) => return counted(BYTES, content),
        _ => {}
    }
    let mut fixed = |tag, content: &[u8]| {
        bytes.push(tag);
        bytes.extend(content);
    };
    match value {
        Value::Bool(false) => fixed(FALSE, &[]),
        Value::Bool(true) => fixed(TRUE, &[]),
        Value::Int(value) => fixed(INT, &value.to_le_bytes()),
        Value::Float(value) => fixed(FLOAT, &value.to_le_bytes()),
        Value::Timestamp(at) => fixed(TIMESTAMP, &at.unix_micros().to_le_bytes()),
        Value::Date(days) => fixed(DATE, &days.to_le_bytes()),
        Value::Time(micros) => fixed(TIME, &micros.to_le_bytes()),
        Value::Uuid(uuid) => fixed(UUID, uuid.as_bytes()),
        Value::Decimal(number) => {
            fixed(DECIMAL, &number.coefficient().to_le_bytes());
            bytes.extend(number.scale().to_le_bytes());
        }
        Value::Null | Value::Text(_) | Value::Json(_) | Value::Bytes(_) => fixed(NULL, &[]),
    }
}

/// Takes the next value off the front and puts it at `column`.
fn pull(bytes: &mut &[u8], row: &mut Row, column: usize) -> Option<()> {
    let [tag] = take(bytes)?;
    let value = match tag {
        NULL => Value::Null,
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        INT => Value::Int(i64::from_le_bytes(take(bytes)?)),
        FLOAT => Value::Float(f64::from_le_bytes(take(bytes)?)),
        TIMESTAMP => Value::Timestamp(Timestamp::from_unix_micros(i64::from_le_bytes(take(bytes)?)).ok()?),
        DATE => Value::Date(i32::from_le_bytes(take(bytes)?)),
        TIME => Value::Time(i64::from_le_bytes(take(bytes)?)),
        UUID => Value::Uuid(uuid::Uuid::from_bytes(take(bytes)?)),
        DECIMAL => {
            let coefficient = i128::from_le_bytes(take(bytes)?);
            Value::Decimal(Decimal::new(coefficient, u32::from_le_bytes(take(bytes)?)).ok()?)
        }
        BYTES => Value::Bytes(counted(bytes)?.to_vec()),
        TEXT | JSON => {
            let text = str::from_utf8(counted(bytes)?).ok()?;
            match row.get_mut(column) {
                Some(Value::Text(before)) if tag == TEXT => {
                    before.clear();
                    before.push_str(text);
                    return Some(());
                }
                _ if tag == TEXT => Value::Text(text.to_owned()),
                _ => Value::Json(text.to_owned()),
            }
        }
        _ => return None,
    };
    match row.get_mut(column) {
        Some(place) => *place = value,
        None => row.push(value),
    }
    Some(())
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (content, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*content)
}

fn counted<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(u64::from_le_bytes(take(bytes)?)).ok()?;
    let (content, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(content)
}

#[cfg(test)]
mod tests {
    use super::Packed;
    use crate::Timestamp;
    use crate::value::{Decimal, Value};

    #[test]
    fn unpacks_what_it_packs() {
        let text = |text: &str| Value::Text(text.to_owned());
        let row = vec![
            Value::Null,
            Value::Bool(false),
            Value::Bool(true),
            Value::Int(i64::MIN),
            Value::Float(-1.5),
            text(""),
            text("\u{1f600}"),
            Value::Bytes(vec![0, 255]),
            Value::Timestamp(Timestamp::from_unix_micros(-1).unwrap()),
            Value::Date(-719_162),
            Value::Time(86_399_999_999),
            Value::Uuid(uuid::Uuid::from_u128(u128::MAX)),
            Value::Decimal(Decimal::new(-(1 << 95), 28).unwrap()),
            Value::Json("[1]".to_owned()),
        ];
        let packed = Packed::new(&row);
        assert_eq!(packed.unpack().unwrap(), row);
        // Into longer, shorter and other rows.
        let backwards = row.iter().rev().cloned().chain([Value::Null]).collect();
        for mut before in [vec![text("left over"); 20], vec![text("left over"); 3], backwards] {
            packed.unpack_into(&mut before).unwrap();
            assert_eq!(before, row);
        }
    }
}
