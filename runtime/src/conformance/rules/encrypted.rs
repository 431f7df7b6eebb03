//! R19: what encrypted columns hold is read by those who have the keys, in its own place, and by nobody else.

use std::sync::Arc;

use crate::backend::{Assignment, Change, Update};
use crate::conformance::check::{Outcome, Stop, check, check_eq, check_invalid, check_kind, refused};
use crate::conformance::context::{Context, rows, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::error::{ErrorKind, Result};
use crate::query::Predicate;
use crate::store::{ConnectOptions, Group, Store, StoreExt, StoreHandle};
use crate::value::Value;
use crate::{Id, KeyRing};

register! {
    "R19": encrypted_values_come_back, encrypted_values_in_every_kind, only_ciphertext_is_stored,
        a_moved_ciphertext_is_refused, a_changed_ciphertext_is_refused, keys_are_changed_by_saving_again,
        a_store_without_keys_is_refused, errors_of_encrypted_columns_hold_no_value, encrypted_in_a_transaction;
}

const MARKER: &str = "marker-9c41";

fn keys() -> KeyRing {
    KeyRing::new(1, [1; 32])
}

async fn opened(context: &Context<'_>) -> Outcome<StoreHandle> {
    context.store_with(vec![Safe::schema()], keys()).await
}

/// Another store on the same backend, with other keys.
async fn with_keys(store: &StoreHandle, keys: KeyRing) -> Result<StoreHandle> {
    let other = ConnectOptions::backend(Arc::clone(store.backend())).keys(keys);
    other.connect(vec![Safe::schema()]).await
}

fn safe(name: &str) -> Safe {
    Safe {
        id: Id::new(),
        name: name.to_owned(),
        owner: None,
        code: format!("{MARKER} code"),
        pin: Some(4_711),
        contents: vec![MARKER.to_owned(), String::new()],
    }
}

// The positions of the encrypted columns.
const CODE: usize = 3;
const PIN: usize = 4;
const CONTENTS: usize = 5;

/// The ciphertext in a column of each row, in the order of their ids.
async fn stored(store: &StoreHandle, column: usize) -> Outcome<Vec<Value>> {
    Ok(rows(store, Safe::schema()).await?.into_iter().map(|mut row| row.swap_remove(column)).collect())
}

/// Writes a column past the store.
async fn tamper(store: &StoreHandle, safe: &Safe, column: usize, value: Value) -> Outcome {
    let row = Predicate::equals(0, rows_key(safe)?);
    let set = vec![Assignment { column, change: Change::Set(value) }];
    let updated = store.backend().update(Update::new(Safe::schema(), row, set)).await?;
    check_eq!(updated.count, 1, "rows that were changed past the store");
    Ok(())
}

fn rows_key(safe: &Safe) -> Outcome<Value> {
    let row = safe.to_row()?;
    row.into_iter().next().ok_or_else(|| Stop::Fail("a row has no column".to_owned()))
}

async fn encrypted_values_come_back(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let mut safes = vec![safe("a"), safe("b"), safe("c"), safe("d")];
    safes[1].code = String::new();
    safes[1].contents = Vec::new();
    safes[2].pin = None;
    safes[2].code = "é😀\u{301}".repeat(2_000);
    safes[3].pin = Some(i64::MIN);
    check_eq!(store.create_safe(&safes[0]).await?, safes[0], "what create gives");
    check_eq!(store.create_safes(&safes[1..]).await?, safes[1..].to_vec(), "what bulk create gives");
    for safe in &safes {
        check_eq!(store.get_safe(&safe.id).await?, *safe, "the stored safe");
        check_eq!(store.get_safe_by_name(&safe.name).await?, *safe, "the stored safe by its name");
    }
    let list = SafeFilter::new().order_by(Safe::NAME.asc());
    check_eq!(store.list_safes(&list).await?.items, safes, "the list");
    let ids: Vec<_> = safes.iter().map(|safe| safe.id).collect();
    check_eq!(store.get_safes(&ids).await?.into_iter().flatten().collect::<Vec<_>>(), safes, "get of many");
    Ok(())
}

async fn encrypted_values_in_every_kind(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let first = store.create_safe(&safe("a")).await?;
    let changed = Safe { code: "new".to_owned(), pin: None, ..first.clone() };
    check_eq!(store.update_safe(&changed).await?, changed, "what update gives");
    check_eq!(store.get_safe(&first.id).await?, changed, "the updated safe");
    check!(store.set_safe_code(&first.id, "newer").await?, "the declared update found no row");
    let pinned = store.set_safe_pin(&first.id, Some(1)).await?;
    let expected = Safe { code: "newer".to_owned(), pin: Some(1), ..changed };
    check_eq!(pinned.as_ref(), Some(&expected), "what a declared update gives");
    let upserted = store.upsert_safe(&Safe { pin: Some(2), ..expected.clone() }).await?.into_inner();
    check_eq!(upserted, Safe { pin: Some(2), ..expected.clone() }, "what upsert gives");
    check!(!store.insert_safe_of_name(&safe("a")).await?, "a safe with a taken name was added");
    let swapped = Safe { owner: None, code: "swapped".to_owned(), ..expected.clone() };
    check!(!store.swap_safe(&swapped, "nobody").await?, "a swap that expects another owner was done");
    let claimed = store.claim_safe(Some("me")).await?;
    check_eq!(claimed, Some(Safe { owner: Some("me".to_owned()), ..upserted }), "what a claim gives");
    check!(store.swap_safe(&swapped, "me").await?, "a swap that expects the owner was not done");
    check_eq!(store.get_safe(&first.id).await?, swapped, "the swapped safe");
    check_eq!(store.take_safe("a").await?, Some(swapped), "what a take gives");
    check!(store.insert_safe_of_name(&safe("a")).await?, "a safe with a free name was not added");
    Ok(())
}

async fn only_ciphertext_is_stored(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let first = store.create_safe(&safe("a")).await?;
    store.create_safe(&Safe { pin: None, ..safe("b") }).await?;
    for column in [CODE, CONTENTS] {
        let values = stored(&store, column).await?;
        for value in &values {
            let Value::Bytes(bytes) = value else {
                return Err(Stop::Fail(format!("the encrypted column {column} holds no bytes")));
            };
            let found = bytes.windows(MARKER.len()).any(|part| part == MARKER.as_bytes());
            check!(!found, "the encrypted column {column} holds what was written in plain");
        }
        check!(values[0] != values[1], "equal values have equal ciphertexts in the column {column}");
    }
    let pins = stored(&store, PIN).await?;
    check!(
        matches!(pins[..], [Value::Bytes(_), Value::Null]),
        "a pin and none are not stored as bytes and null"
    );
    // The same value written again is another ciphertext.
    let before = stored(&store, CODE).await?;
    store.update_safe(&first).await?;
    check!(stored(&store, CODE).await?[0] != before[0], "a value written again has the same ciphertext");
    Ok(())
}

async fn a_moved_ciphertext_is_refused(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let safes = store.create_safes(&[safe("a"), safe("b"), safe("c")]).await?;
    let (codes, contents) = (stored(&store, CODE).await?, stored(&store, CONTENTS).await?);
    let read = |index: usize| store.get_safe(&safes[index].id);
    // Into another row, and into another column of the same row.
    tamper(&store, &safes[1], CODE, codes[0].clone()).await?;
    check_kind!(
        read(1).await,
        ErrorKind::Undecipherable { entity: "Safe", field: "code", .. },
        "a ciphertext of another row"
    );
    tamper(&store, &safes[1], CODE, codes[1].clone()).await?;
    check_eq!(read(1).await?, safes[1], "the safe with its own ciphertext back");
    tamper(&store, &safes[1], CODE, contents[1].clone()).await?;
    check_kind!(read(1).await, ErrorKind::Undecipherable { .. }, "a ciphertext of another column");
    check_kind!(
        store.list_safes(&SafeFilter::new()).await,
        ErrorKind::Undecipherable { .. },
        "a list with such a row"
    );
    check_eq!(read(0).await?, safes[0], "another safe");
    // It can be overwritten and deleted.
    check!(store.set_safe_code(&safes[1].id, "new").await?, "the declared update found no row");
    check_eq!(read(1).await?.code, "new", "the code that was written over it");
    tamper(&store, &safes[2], CODE, codes[0].clone()).await?;
    check!(store.delete_safe(&safes[2].id).await?, "a row with a ciphertext of another row can't be deleted");
    Ok(())
}

async fn a_changed_ciphertext_is_refused(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let safe = store.create_safe(&safe("a")).await?;
    let Some(Value::Bytes(bytes)) = stored(&store, PIN).await?.into_iter().next() else {
        return Err(Stop::Fail("the encrypted column holds no bytes".to_owned()));
    };
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        tamper(&store, &safe, PIN, Value::Bytes(changed)).await?;
        check_kind!(
            store.get_safe(&safe.id).await,
            ErrorKind::Undecipherable { field: "pin", .. },
            "a ciphertext with a change in byte {at}"
        );
    }
    for length in [0, 1, 5, bytes.len() - 1] {
        tamper(&store, &safe, PIN, Value::Bytes(bytes[..length].to_vec())).await?;
        check_kind!(
            store.get_safe(&safe.id).await,
            ErrorKind::Undecipherable { .. },
            "a ciphertext cut to {length} bytes"
        );
    }
    tamper(&store, &safe, PIN, Value::Bytes(bytes)).await?;
    check_eq!(store.get_safe(&safe.id).await?, safe, "the safe with its own ciphertext back");
    Ok(())
}

async fn keys_are_changed_by_saving_again(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let safes = store.create_safes(&[safe("a"), safe("b")]).await?;
    let both = with_keys(&store, KeyRing::new(2, [2; 32]).older(1, [1; 32])?).await?;
    check_eq!(both.get_safe(&safes[0].id).await?, safes[0], "a safe of the older key");
    both.update_safe(&safes[0]).await?;
    check_eq!(both.get_safe(&safes[0].id).await?, safes[0], "the safe saved again");
    let newest = with_keys(&store, KeyRing::new(2, [2; 32])).await?;
    check_eq!(newest.get_safe(&safes[0].id).await?, safes[0], "the safe saved again, without the older key");
    check_kind!(
        newest.get_safe(&safes[1].id).await,
        ErrorKind::Undecipherable { .. },
        "a safe of a key that is not there"
    );
    check_kind!(
        store.get_safe(&safes[0].id).await,
        ErrorKind::Undecipherable { .. },
        "a safe of a newer key"
    );
    // The same id with other bytes.
    let other = with_keys(&store, KeyRing::new(1, [9; 32])).await?;
    check_kind!(
        other.get_safe(&safes[1].id).await,
        ErrorKind::Undecipherable { .. },
        "a safe of another key with the same id"
    );
    check!(
        newest.set_safe_code(&safes[1].id, "new").await?,
        "a column of a row that can't be read can't be set"
    );
    Ok(())
}

async fn a_store_without_keys_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let without = ConnectOptions::backend(Arc::clone(store.backend())).connect(vec![Safe::schema()]);
    check_kind!(without.await, ErrorKind::Config { .. }, "a store with encrypted columns and no keys");
    check_kind!(
        store.migrate(&[Group::new("safes").entity::<Safe>()]).await,
        ErrorKind::Config { .. },
        "a plugin with encrypted columns and no keys"
    );
    check_kind!(
        store.create_safe(&safe("a")).await,
        ErrorKind::UnknownEntity { .. },
        "create of an entity that was refused"
    );
    Ok(())
}

async fn errors_of_encrypted_columns_hold_no_value(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let stored = store.create_safe(&safe("a")).await?;
    let nul = Safe { code: format!("{MARKER}\0"), ..safe("b") };
    check_invalid(store.create_safe(&nul).await, "code", "create with NUL")?;
    check_invalid(
        store.set_safe_code(&stored.id, &format!("{MARKER}\0")).await,
        "code",
        "a declared update to NUL",
    )?;
    tamper(&store, &stored, CODE, Value::Bytes(MARKER.as_bytes().to_vec())).await?;
    let errors = [
        refused(store.create_safe(&nul).await, "create with NUL")?,
        refused(store.create_safe(&stored).await, "create with a taken id")?,
        refused(store.create_safe(&safe("a")).await, "create with a taken name")?,
        refused(store.get_safe(&stored.id).await, "get of what was never encrypted")?,
    ];
    for error in errors {
        let text = format!("{error} {error:?} {:#?}", error.kind());
        check!(!text.contains(MARKER), "an error tells a value: {text}");
    }
    let text = format!("{store:?} {:?} {:?}", keys(), Safe::CODE);
    check!(!text.contains("[1, 1"), "Debug tells a key: {text}");
    Ok(())
}

async fn encrypted_in_a_transaction(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    transactional(&store)?;
    let new = safe("a");
    let transaction = store.begin().await?;
    transaction.create_safe(&new).await?;
    check_eq!(transaction.get_safe(&new.id).await?, new, "the safe inside");
    transaction.set_safe_pin(&new.id, Some(1)).await?;
    transaction.commit().await?;
    check_eq!(store.get_safe(&new.id).await?, Safe { pin: Some(1), ..new }, "the safe after the commit");
    Ok(())
}
