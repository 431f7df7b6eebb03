//! What checks of methods expect of results and rows, said once. What fails is told with the caller's line.

use std::fmt::Display;
use std::panic::Location;

use storewright::backend::Select;
use storewright::query::Predicate;
use storewright::value::Value;
use storewright::{Backed as _, Entity, Error, ErrorKind, Result, UniqueIndex};

use crate::{Outcome, World};

#[track_caller]
fn fail(words: &str, found: impl Display) -> Outcome {
    let at = Location::caller();
    Err(format!("{}:{}: {words}: {found}", at.file(), at.line()).into())
}

/// Fails unless the call failed in this way.
#[track_caller]
pub(super) fn fails<T>(result: Result<T>, kind: &ErrorKind, words: &str) -> Outcome {
    match result {
        Err(error) if error.kind() == kind => Ok(()),
        Err(error) => fail(words, format_args!("found the error {error:?}, expected {kind:?}")),
        Ok(_) => fail(words, format_args!("was not refused, expected {kind:?}")),
    }
}

/// Fails unless there was no such row.
#[track_caller]
pub(super) fn absent<E: Entity>(result: Result<E>, words: &str) -> Outcome {
    fails(result, &ErrorKind::NotFound { entity: E::schema().entity() }, words)
}

/// Fails unless the row references by this field one that is not there.
#[track_caller]
pub(super) fn orphan<E: Entity>(result: Result<E>, field: &'static str, target: &'static str) -> Outcome {
    let kind = ErrorKind::MissingReference { entity: E::schema().entity(), fields: vec![field], target };
    fails(result, &kind, &format!("a `{field}` of nobody"))
}

/// Fails unless the values of this unique index are taken, which are those of these fields.
#[track_caller]
pub(super) fn taken<T>(result: Result<T>, index: UniqueIndex, fields: &[&str]) -> Outcome {
    let words = format!("taken {}", fields.join(" and "));
    match result {
        Err(error) => {
            let named = matches!(error.kind(), ErrorKind::Conflict { fields: found, .. } if found == fields);
            if named && error.conflict() == Some(index) {
                return Ok(());
            }
            fail(&words, format_args!("found the error {error:?}, expected {index:?} of {fields:?}"))
        }
        Ok(_) => fail(&words, "was not refused"),
    }
}

/// Fails if an error shows any of these values.
#[track_caller]
pub(super) fn silent<T>(result: Result<T>, values: &[&str]) -> Outcome {
    let told = result.err().map_or_else(String::new, |error: Error| format!("{error:?} {error}"));
    if told.is_empty() {
        return fail("an error without values", "there was no error");
    }
    match values.iter().find(|value| told.contains(**value)) {
        None => Ok(()),
        Some(value) => fail("an error without values", format_args!("`{value}` stands in: {told}")),
    }
}

/// Fails unless the text, a `Debug` of an entity, has as many secrets as these values and shows none of them.
#[track_caller]
pub(super) fn hidden(shown: &str, secrets: &[&str]) -> Outcome {
    if let Some(secret) = secrets.iter().find(|secret| shown.contains(**secret)) {
        return fail("a secret in `Debug`", format_args!("`{secret}` stands in: {shown}"));
    }
    match shown.matches("[secret]").count() {
        count if count == secrets.len() => Ok(()),
        count => fail("secrets in `Debug`", format_args!("{count} of {} stand in: {shown}", secrets.len())),
    }
}

/// Fails unless every column of the entity but these holds more than nothing: so that what comes back equal says something about each.
#[track_caller]
pub(super) fn filled<E: Entity>(entity: &E, but: &[&str]) -> Outcome {
    let schema = E::schema();
    for (position, value) in entity.to_row()?.iter().enumerate() {
        let field = schema.column(position).field();
        let empty = match value {
            Value::Null | Value::Bool(false) | Value::Int(0) => true,
            Value::Text(text) => text.is_empty(),
            Value::Json(text) => matches!(text.as_str(), "null" | "{}" | "[]"),
            Value::Bytes(bytes) => bytes.is_empty(),
            _ => false,
        };
        if empty != (but.contains(&field) || schema.soft_delete() == Some(position)) {
            return fail("an entity with every field set", format_args!("not so with `{field}`"));
        }
    }
    Ok(())
}

/// Fails unless the field is ciphertext where the backend keeps it, of which nothing shows what was written.
pub(super) async fn sealed<E: Entity>(world: &World, entity: &E, field: &str, plain: &str) -> Outcome {
    let (schema, own) = (E::schema(), entity.to_row()?);
    let [key] = schema.key() else { return fail("the id", "it has several columns") };
    let select = Select::new(schema, Predicate::equals(*key, own[*key].clone()));
    let rows = world.store().handle().backend().select(select).await?.rows;
    let column = schema.columns().iter().position(|column| column.field() == field);
    match column.and_then(|column| rows.first()?.get(column)) {
        Some(Value::Bytes(bytes)) if !bytes.windows(plain.len()).any(|part| part == plain.as_bytes()) => {
            Ok(())
        }
        Some(_) => fail("an encrypted column", format_args!("`{field}` is kept in plain")),
        None => fail("an encrypted column", format_args!("no row with `{field}`")),
    }
}
