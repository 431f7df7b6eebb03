use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use super::{Context, HEADER_BYTES, TAG_BYTES, codec, type_byte};
use crate::encryption::KeyRing;
use crate::schema::{ColumnSchema, EntitySchema};
use crate::value::{Decimal, Value, ValueType};
use crate::{Result, Timestamp};

const COLUMNS: &[ColumnSchema] = &[
    ColumnSchema::new("id", "id", ValueType::Text, false),
    ColumnSchema::new("token", "token", ValueType::Bytes, true),
    ColumnSchema::new("refresh", "refresh", ValueType::Bytes, true),
];
static ACCOUNT: EntitySchema = EntitySchema::new("Account", "accounts", COLUMNS, &[0]);
// The struct was renamed, which is no move.
static RENAMED: EntitySchema = EntitySchema::new("Login", "accounts", COLUMNS, &[0]);
static OTHER_TABLE: EntitySchema = EntitySchema::new("Account", "old_accounts", COLUMNS, &[0]);
// The same letters as the column `token` of `accounts`, cut elsewhere.
static OTHER_CUT: EntitySchema = EntitySchema::new(
    "Account",
    "account",
    &[
        ColumnSchema::new("id", "id", ValueType::Text, false),
        ColumnSchema::new("token", "stoken", ValueType::Bytes, true),
    ],
    &[0],
);

const MOVED: &str = "the key is another one, or the ciphertext was changed or moved";

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn ring() -> KeyRing {
    KeyRing::new(3, std::array::from_fn(|position| position as u8))
}

fn place(key: &[Value]) -> Context<'_> {
    Context { schema: &ACCOUNT, column: 1, key }
}

fn seal(ring: &KeyRing, context: &Context<'_>, plain: &Value) -> Vec<u8> {
    match ring.seal(context, plain).unwrap() {
        Value::Bytes(bytes) => bytes,
        other => panic!("sealed to {other:?}"),
    }
}

fn open(ring: &KeyRing, context: &Context<'_>, stored: &[u8], ty: ValueType) -> Result<Value, String> {
    ring.open(context, &Value::Bytes(stored.to_vec()), ty).map_err(|error| error.to_string())
}

fn values() -> Vec<Value> {
    let decimal = |coefficient, scale| Value::Decimal(Decimal::new(coefficient, scale).unwrap());
    vec![
        Value::Bool(false),
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::Int(0),
        Value::Int(i64::MAX),
        Value::Float(-1.5),
        Value::Float(f64::INFINITY),
        text(""),
        text("é😀 and much more text than one block of the cipher holds, which has sixty-four bytes"),
        Value::Bytes(vec![]),
        Value::Bytes((0..=255).collect()),
        Value::Timestamp(Timestamp::MIN),
        Value::Timestamp(Timestamp::MAX),
        Value::Date(-719_162),
        Value::Time(86_399_999_999),
        Value::Uuid(Uuid::from_bytes([7; 16])),
        decimal(-((1 << 96) - 1), 0),
        decimal(12_345, 28),
        Value::Json("{\"a\":[1,null]}".to_owned()),
    ]
}

const TYPES: [ValueType; 11] = [
    ValueType::Bool,
    ValueType::Int,
    ValueType::Float,
    ValueType::Text,
    ValueType::Bytes,
    ValueType::Timestamp,
    ValueType::Date,
    ValueType::Time,
    ValueType::Uuid,
    ValueType::Decimal,
    ValueType::Json,
];

#[test]
fn every_value_comes_back_and_as_its_own_type_only() {
    let (ring, key) = (ring(), [text("row 1")]);
    for value in values() {
        let stored = seal(&ring, &place(&key), &value);
        for ty in TYPES {
            let opened = open(&ring, &place(&key), &stored, ty);
            if value.ty() == Some(ty) {
                assert!(opened == Ok(value.clone()), "{ty:?}");
            } else {
                assert_eq!(opened.unwrap_err(), "it has another type than the field");
            }
        }
    }
    for ty in TYPES {
        let null = ring.seal(&place(&key), &Value::Null).unwrap();
        assert!(null.is_null() && ring.open(&place(&key), &null, ty).unwrap().is_null());
    }
}

#[test]
fn each_type_has_its_own_byte() {
    let mut bytes: Vec<_> = TYPES.map(type_byte).to_vec();
    bytes.dedup();
    assert_eq!(bytes, (1..=11).collect::<Vec<_>>());
}

#[test]
fn the_stored_bytes_stay_readable() {
    // Made by libsodium's `crypto_aead_xchacha20poly1305_ietf_encrypt`.
    let stored = STANDARD
        .decode("AQAAAANkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent4cv6w/y7h9+lE+E2URsZ1IyKRaQ3+9pF6xdyewA==")
        .unwrap();
    assert!(open(&ring(), &place(&[text("row 1")]), &stored, ValueType::Text) == Ok(text("hunter2")));
}

#[test]
fn the_newest_key_writes_and_older_ones_read() {
    let key = [text("row 1")];
    let (former, current) = ([1; 32], [2; 32]);
    let before = KeyRing::new(1, former);
    let rotated = KeyRing::new(2, current).older(1, former).unwrap();
    let after = KeyRing::new(2, current);

    let old = seal(&before, &place(&key), &text("hunter2"));
    let value = open(&rotated, &place(&key), &old, ValueType::Text).unwrap();
    assert!(value == text("hunter2"));
    assert_eq!(
        open(&after, &place(&key), &old, ValueType::Text).unwrap_err(),
        "no key with the id 1 is in the key ring"
    );

    let new = seal(&rotated, &place(&key), &value);
    assert!(open(&after, &place(&key), &new, ValueType::Text) == Ok(value));
    assert_eq!(
        open(&before, &place(&key), &new, ValueType::Text).unwrap_err(),
        "no key with the id 2 is in the key ring"
    );

    // The id of a key that another one has taken over, and both keys with their ids swapped.
    for wrong in [KeyRing::new(1, current), KeyRing::new(1, current).older(2, former).unwrap()] {
        assert_eq!(open(&wrong, &place(&key), &old, ValueType::Text).unwrap_err(), MOVED);
    }
}

#[test]
fn a_ciphertext_is_read_at_its_own_place_only() {
    let ring = ring();
    let (here, elsewhere) = ([text("row 1")], [text("row 2")]);
    let stored = seal(&ring, &place(&here), &text("hunter2"));
    let places = [
        place(&elsewhere),
        place(&[]),
        Context { column: 2, ..place(&here) },
        Context { schema: &OTHER_TABLE, ..place(&here) },
        Context { schema: &OTHER_CUT, ..place(&here) },
    ];
    for moved in places {
        assert_eq!(open(&ring, &moved, &stored, ValueType::Text).unwrap_err(), MOVED, "{moved:?}");
    }
    let renamed = Context { schema: &RENAMED, ..place(&here) };
    assert!(open(&ring, &renamed, &stored, ValueType::Text) == Ok(text("hunter2")));
}

#[test]
fn the_values_of_an_id_stay_apart() {
    let ring = ring();
    let stored = seal(&ring, &place(&[text("ab"), text("c")]), &Value::Int(1));
    for other in [[text("a"), text("bc")], [text("ab"), text("c\0")], [text("c"), text("ab")]] {
        assert_eq!(open(&ring, &place(&other), &stored, ValueType::Int).unwrap_err(), MOVED);
    }
    assert!(open(&ring, &place(&[text("ab"), text("c")]), &stored, ValueType::Int) == Ok(Value::Int(1)));
}

#[test]
fn each_changed_bit_is_noticed() {
    let (ring, key) = (ring(), [text("row 1")]);
    let stored = seal(&ring, &place(&key), &text("hunter2"));
    for bit in 0..stored.len() * 8 {
        let mut changed = stored.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let error = open(&ring, &place(&key), &changed, ValueType::Text).unwrap_err();
        match bit / 8 {
            0 => assert!(error == "it is not encrypted" || error == "it was encrypted by a newer version"),
            1..=4 => assert!(error.starts_with("no key with the id ")),
            _ => assert_eq!(error, MOVED, "{bit}"),
        }
    }
}

#[test]
fn each_cut_or_grown_ciphertext_is_refused() {
    let (ring, key) = (ring(), [text("row 1")]);
    let stored = seal(&ring, &place(&key), &text("hunter2"));
    for length in 0..stored.len() {
        let expected = if length == 0 { "it is not encrypted" } else { MOVED };
        let error = open(&ring, &place(&key), &stored[..length], ValueType::Text).unwrap_err();
        assert_eq!(error, expected, "{length}");
        assert!(open(&ring, &place(&key), &stored[stored.len() - length..], ValueType::Text).is_err());
    }
    let grown = [&stored[..], &[0]].concat();
    assert_eq!(open(&ring, &place(&key), &grown, ValueType::Text).unwrap_err(), MOVED);
}

#[test]
fn what_is_not_encrypted_is_said_to_be_so() {
    let (ring, key) = (ring(), [text("row 1")]);
    for plain in values().into_iter().filter(|value| !matches!(value, Value::Bytes(_))) {
        let error = ring.open(&place(&key), &plain, ValueType::Text).unwrap_err();
        assert_eq!(error.to_string(), "it is not encrypted");
    }
    for plain in ["", "hunter2", "\0", "\t", "\u{ff}"] {
        let error = open(&ring, &place(&key), plain.as_bytes(), ValueType::Text).unwrap_err();
        assert_eq!(error, "it is not encrypted");
    }
    let error = open(&ring, &place(&key), &[2; 60], ValueType::Text).unwrap_err();
    assert_eq!(error, "it was encrypted by a newer version");
}

#[test]
fn two_ciphertexts_of_one_value_differ() {
    let (ring, key) = (ring(), [text("row 1")]);
    let [a, b] = [0, 1].map(|_| seal(&ring, &place(&key), &text("hunter2")));
    assert_eq!(a[..5], b[..5]);
    assert!(a[5..HEADER_BYTES] != b[5..HEADER_BYTES] && a[HEADER_BYTES..] != b[HEADER_BYTES..]);
    assert!(!a.windows(7).any(|part| part == b"hunter2"));
}

#[test]
fn equal_types_of_fixed_size_have_ciphertexts_of_one_length() {
    let (ring, key) = (ring(), [text("row 1")]);
    let length = |value: &Value| seal(&ring, &place(&key), value).len();
    assert_eq!(length(&Value::Bool(true)), length(&Value::Bool(false)));
    assert_eq!(length(&Value::Int(1)), length(&Value::Int(i64::MIN)));
    // The header, the type, whether there is a value, the length, the text, the tag.
    assert_eq!(length(&text("hunter2")), HEADER_BYTES + 1 + 1 + 4 + 7 + TAG_BYTES);
}

#[test]
fn damaged_content_of_the_right_key_is_an_error() {
    let mut content = vec![type_byte(ValueType::Text)];
    codec::push(&mut content, &text("hunter2"));
    assert!(super::decode(&content, ValueType::Text) == Some(text("hunter2")));
    for length in 0..content.len() {
        assert!(super::decode(&content[..length], ValueType::Text).is_none());
    }
    content.push(0);
    assert!(super::decode(&content, ValueType::Text).is_none());
    assert!(super::decode(&[type_byte(ValueType::Text), 0], ValueType::Text).is_none());
}
