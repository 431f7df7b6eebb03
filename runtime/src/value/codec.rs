//! Values as bytes, for what the library itself hands out and reads back: cursors and ciphertexts.
//!
//! Both outlive the program that made them, so the bytes of a value never change.

use uuid::Uuid;

use super::{Decimal, Value, ValueType};
use crate::Timestamp;

/// Appends a value: whether it is there, then its bytes, those of text and bytes after their length, which must fit into 32 bits.
pub(crate) fn push(bytes: &mut Vec<u8>, value: &Value) {
    bytes.push(u8::from(!value.is_null()));
    let mut counted = |content: &[u8]| {
        bytes.extend((content.len() as u32).to_le_bytes());
        bytes.extend(content);
    };
    match value {
        Value::Null => {}
        Value::Text(text) | Value::Json(text) => counted(text.as_bytes()),
        Value::Bytes(content) => counted(content),
        Value::Decimal(number) => counted(number.to_sortable_text().as_bytes()),
        Value::Bool(value) => bytes.push(u8::from(*value)),
        Value::Int(value) | Value::Time(value) => bytes.extend(value.to_le_bytes()),
        Value::Timestamp(at) => bytes.extend(at.unix_micros().to_le_bytes()),
        Value::Date(days) => bytes.extend(days.to_le_bytes()),
        Value::Float(value) => bytes.extend(value.to_bits().to_le_bytes()),
        Value::Uuid(uuid) => bytes.extend(uuid.as_bytes()),
    }
}

/// Takes the next value off the front; `None` when there is no value of type `ty`. A null is one of every type.
pub(crate) fn pull(bytes: &mut &[u8], ty: ValueType) -> Option<Value> {
    fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
        let (content, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        Some(*content)
    }
    fn counted(bytes: &mut &[u8]) -> Option<Vec<u8>> {
        let length = usize::try_from(u32::from_le_bytes(take(bytes)?)).ok()?;
        let (content, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        Some(content.to_vec())
    }
    fn text(bytes: &mut &[u8]) -> Option<String> {
        String::from_utf8(counted(bytes)?).ok()
    }
    match take(bytes)? {
        [0] => return Some(Value::Null),
        [1] => {}
        _ => return None,
    }
    Some(match ty {
        ValueType::Bool => Value::Bool(take(bytes)? == [1]),
        ValueType::Int => Value::Int(i64::from_le_bytes(take(bytes)?)),
        ValueType::Time => Value::Time(i64::from_le_bytes(take(bytes)?)),
        ValueType::Timestamp => {
            Value::Timestamp(Timestamp::from_unix_micros(i64::from_le_bytes(take(bytes)?)).ok()?)
        }
        ValueType::Date => Value::Date(i32::from_le_bytes(take(bytes)?)),
        ValueType::Float => Value::Float(f64::from_bits(u64::from_le_bytes(take(bytes)?))),
        ValueType::Uuid => Value::Uuid(Uuid::from_bytes(take(bytes)?)),
        ValueType::Bytes => Value::Bytes(counted(bytes)?),
        ValueType::Text => Value::Text(text(bytes)?),
        ValueType::Json => Value::Json(text(bytes)?),
        ValueType::Decimal => Value::Decimal(Decimal::from_sortable_text(&text(bytes)?).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{pull, push};
    use crate::Timestamp;
    use crate::value::{Decimal, Value, ValueType};

    #[test]
    fn the_bytes_of_a_value_stay_as_they_are() {
        let decimal =
            [&[59, 0, 0, 0][..], b"100000000000000000000000000001.5000000000000000000000000000"].concat();
        let cases: [(ValueType, Value, &[u8]); 12] = [
            (ValueType::Int, Value::Null, &[]),
            (ValueType::Bool, Value::Bool(true), &[1]),
            (ValueType::Int, Value::Int(-2), &[254, 255, 255, 255, 255, 255, 255, 255]),
            (ValueType::Time, Value::Time(258), &[2, 1, 0, 0, 0, 0, 0, 0]),
            (ValueType::Float, Value::Float(1.0), &[0, 0, 0, 0, 0, 0, 240, 63]),
            (ValueType::Date, Value::Date(-1), &[255, 255, 255, 255]),
            (ValueType::Timestamp, Value::Timestamp(Timestamp::clamped(258)), &[2, 1, 0, 0, 0, 0, 0, 0]),
            (ValueType::Uuid, Value::Uuid(Uuid::from_bytes(*b"0123456789abcdef")), b"0123456789abcdef"),
            (ValueType::Text, Value::Text("é".to_owned()), &[2, 0, 0, 0, 195, 169]),
            (ValueType::Json, Value::Json("{}".to_owned()), &[2, 0, 0, 0, 123, 125]),
            (ValueType::Bytes, Value::Bytes(vec![0, 255]), &[2, 0, 0, 0, 0, 255]),
            (ValueType::Decimal, Value::Decimal(Decimal::new(15, 1).unwrap()), &decimal),
        ];
        for (ty, value, content) in cases {
            let mut bytes = Vec::new();
            push(&mut bytes, &value);
            assert_eq!(bytes[0] == 1, !value.is_null(), "{ty:?}");
            assert_eq!(&bytes[1..], content, "{ty:?}");
            bytes.push(7);
            let mut rest = &bytes[..];
            assert!(pull(&mut rest, ty) == Some(value), "{ty:?}");
            assert_eq!(rest, [7], "{ty:?}");
        }
    }
}
