//! Keys whose bytes sort as their values do, for indexes that compare bytes.

use crate::value::Value;

const NULL: u8 = 0;
const PRESENT: u8 = 1;

/// Appends `value` so that the bytes of two keys compare as their values do: null first (R7), text by its bytes (R6).
///
/// No encoded value is a prefix of another of the same column, so several can follow each other in one key.
pub(crate) fn push(key: &mut Vec<u8>, value: &Value, descending: bool) {
    let start = key.len();
    key.push(if value.is_null() { NULL } else { PRESENT });
    match value {
        Value::Null => {}
        Value::Bool(value) => key.push(u8::from(*value)),
        Value::Int(value) | Value::Time(value) => key.extend(sortable(*value)),
        Value::Timestamp(at) => key.extend(sortable(at.unix_micros())),
        Value::Date(days) => key.extend(sortable(i64::from(*days))),
        Value::Float(value) => {
            // The bits of positive floats sort as they are; those of negative ones the other way round.
            let bits = value.to_bits();
            let flip = if bits >> 63 == 1 { u64::MAX } else { 1 << 63 };
            key.extend((bits ^ flip).to_be_bytes());
        }
        Value::Text(text) | Value::Json(text) => push_bytes(key, text.as_bytes()),
        Value::Bytes(bytes) => push_bytes(key, bytes),
        Value::Uuid(uuid) => key.extend(uuid.as_bytes()),
        Value::Decimal(number) => key.extend(number.to_sortable_text().as_bytes()),
    }
    if descending {
        for byte in &mut key[start..] {
            *byte = !*byte;
        }
    }
}

/// The values one after another, each ascending.
pub(crate) fn of<'a>(values: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    let mut key = Vec::with_capacity(40);
    for value in values {
        push(&mut key, value, false);
    }
    key
}

fn sortable(value: i64) -> [u8; 8] {
    (value.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

/// Bytes with an end that sorts before every continuation: zero becomes `0 255`, the end is `0 0`.
fn push_bytes(key: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.contains(&0) {
        for &byte in bytes {
            key.push(byte);
            if byte == 0 {
                key.push(255);
            }
        }
    } else {
        key.extend(bytes);
    }
    key.extend([0, 0]);
}

#[cfg(test)]
mod tests {
    use super::push;
    use crate::value::Value;

    #[test]
    fn bytes_sort_as_values_do() {
        let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
        let text = |text: &str| Value::Text(text.to_owned());
        let columns = [
            vec![
                Value::Null,
                Value::Int(i64::MIN),
                Value::Int(-1),
                Value::Int(0),
                Value::Int(1),
                Value::Int(i64::MAX),
            ],
            vec![
                Value::Null,
                Value::Float(f64::NEG_INFINITY),
                Value::Float(-1.5),
                Value::Float(0.0),
                Value::Float(f64::MIN_POSITIVE),
                Value::Float(f64::INFINITY),
            ],
            vec![
                Value::Null,
                text(""),
                text(" "),
                text("A"),
                text("a"),
                text("a "),
                text("aa"),
                text("e\u{301}"),
                text("é"),
                text("😀"),
            ],
            vec![
                Value::Null,
                bytes(&[]),
                bytes(&[0]),
                bytes(&[0, 0]),
                bytes(&[0, 1]),
                bytes(&[1]),
                bytes(&[255]),
            ],
            vec![Value::Null, Value::Bool(false), Value::Bool(true)],
        ];
        for column in columns {
            for (descending, a, b) in
                column.windows(2).flat_map(|pair| [(false, &pair[0], &pair[1]), (true, &pair[1], &pair[0])])
            {
                // What follows in the key must not disturb the order.
                let key = |value, next: u8| {
                    let mut key = Vec::new();
                    push(&mut key, value, descending);
                    key.push(next);
                    key
                };
                assert!(key(a, 255) < key(b, 0));
            }
        }
    }
}
