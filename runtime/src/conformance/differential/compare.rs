//! One operation on the backend and on the model, and whether they agree.

use super::model::{Answer, Model, Refusal, Verdict, same_row};
use super::operations::{Operation, Step};
use super::schemas::TABLES;
use super::show;
use crate::Timestamp;
use crate::backend::{Delete, Insert, Replacement, Select, Selection, Update, Updated, Upsert};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::value::Row;

/// What a backend answered.
enum Given {
    Inserted,
    Selected(Selection),
    Updated(Updated),
    Upserted(Replacement),
    Deleted(u64),
}

/// Does `step` on both, and compares the answers and all tables.
pub(super) async fn check_step(
    store: &StoreHandle,
    model: &mut Model,
    step: &Step,
    now: Timestamp,
) -> Result<(), String> {
    let (schema, operation) = step;
    let expected = model.run(schema, operation, now);
    let given = run(store, schema, operation, now).await;
    agree(schema, expected, given)?;
    for schema in TABLES {
        let select = Select::new(schema, Predicate::EVERYTHING);
        let stored = store.backend().select(select).await.map_err(|error| format!("dump: {error:?}"))?.rows;
        same_rows(&stored, model.rows(schema))
            .map_err(|words| format!("afterwards, in {}: {words}", schema.entity()))?;
    }
    Ok(())
}

async fn run(
    store: &StoreHandle,
    schema: &'static EntitySchema,
    operation: &Operation,
    now: Timestamp,
) -> Result<Given, Error> {
    let backend = store.backend();
    match operation.clone() {
        Operation::Insert(rows) => backend.insert(Insert { schema, rows }).await.map(|()| Given::Inserted),
        Operation::Select { filter, order, after, limit, total } => backend
            .select(Select { schema, filter, order, after, limit, total, through: None })
            .await
            .map(Given::Selected),
        Operation::Update { filter, set, returning } => {
            backend.update(Update { returning, ..Update::new(schema, filter, set) }).await.map(Given::Updated)
        }
        Operation::Upsert { on, row, set, only_if } => {
            backend.upsert(Upsert { schema, on, row, set, only_if }).await.map(Given::Upserted)
        }
        Operation::Delete { filter, mode } => {
            let delete = Delete::new(schema, filter, mode, now, store.references());
            backend.delete(delete).await.map(|deleted| Given::Deleted(deleted.count))
        }
    }
}

fn agree(
    schema: &'static EntitySchema,
    expected: Verdict,
    given: Result<Given, Error>,
) -> Result<(), String> {
    match (expected, given) {
        (Err(refusals), Err(error)) => {
            let named = refusals.iter().any(|refusal| names(schema, refusal, &error));
            if named { Ok(()) } else { Err(format!("expected one of {refusals:?}, got {error:?}")) }
        }
        (Err(refusals), Ok(_)) => Err(format!("expected one of {refusals:?}, but it was accepted")),
        (Ok(_), Err(error)) => Err(format!("expected it to work, got {error:?}")),
        (Ok(expected), Ok(given)) => same_answer(expected, given),
    }
}

/// Whether `error` says what `refusal` does.
fn names(schema: &'static EntitySchema, refusal: &Refusal, error: &Error) -> bool {
    let fields = |columns: &mut dyn Iterator<Item = usize>| -> Vec<_> {
        columns.map(|column| schema.column(column).field()).collect()
    };
    match (refusal, error.kind()) {
        (
            Refusal::Conflict { index, position },
            ErrorKind::Conflict { entity, index: of, fields: on, position: at },
        ) => {
            let declared = schema.indexes().iter().find(|declared| declared.name() == *index);
            let columns = match declared {
                Some(index) => fields(&mut index.columns().iter().map(|part| part.column())),
                None => fields(&mut schema.key().iter().copied()),
            };
            *entity == schema.entity() && of == index && at == position && *on == columns
        }
        (Refusal::MissingReference { columns }, ErrorKind::MissingReference { entity, fields: of, .. }) => {
            *entity == schema.entity() && *of == fields(&mut columns.iter().copied())
        }
        (Refusal::Restricted { entity, by }, ErrorKind::Restricted { entity: of, by: who }) => {
            of == entity && who == by
        }
        (Refusal::InvalidValue { column }, ErrorKind::InvalidValue { entity, field, .. }) => {
            *entity == schema.entity() && *field == schema.column(*column).field()
        }
        _ => false,
    }
}

fn same_answer(expected: Answer, given: Given) -> Result<(), String> {
    match (expected, given) {
        (Answer::Inserted, Given::Inserted) => Ok(()),
        (Answer::Deleted(expected), Given::Deleted(count)) => same("deleted rows", &count, &expected),
        (Answer::Updated { count, rows }, Given::Updated(updated)) => {
            same("changed rows", &updated.count, &count)?;
            same_rows(&updated.rows, &rows.unwrap_or_default()).map_err(|words| format!("returned: {words}"))
        }
        (Answer::Upserted { row, inserted }, Given::Upserted(replacement)) => {
            same("inserted", &replacement.inserted, &inserted)?;
            same_rows(&[replacement.row], &[row]).map_err(|words| format!("returned: {words}"))
        }
        (Answer::Rows { rows, ordered, limit, total }, Given::Selected(selection)) => {
            if total.is_some() || selection.total.is_some() {
                same("total", &selection.total, &total)?;
            }
            if ordered {
                return same_order(&selection.rows, &rows);
            }
            same("number of rows", &selection.rows.len(), &rows.len().min(limit))?;
            if rows.len() <= limit {
                same_rows(&selection.rows, &rows)
            } else {
                some_of(&selection.rows, &rows)
            }
        }
        _ => Err("the answer is of another operation".to_owned()),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, given: &T, expected: &T) -> Result<(), String> {
    if given == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, got {given:?}")) }
}

fn same_order(given: &[Row], expected: &[Row]) -> Result<(), String> {
    let equal = given.len() == expected.len() && given.iter().zip(expected).all(|(a, b)| same_row(a, b));
    if equal { Ok(()) } else { Err(format!("expected {}, got {}", show::rows(expected), show::rows(given))) }
}

/// The same rows in any order.
fn same_rows(given: &[Row], expected: &[Row]) -> Result<(), String> {
    same("number of rows", &given.len(), &expected.len())
        .map_err(|words| format!("{words}: {} instead of {}", show::rows(given), show::rows(expected)))?;
    some_of(given, expected)
}

/// Each of `given` is one of `expected`, none twice.
fn some_of(given: &[Row], expected: &[Row]) -> Result<(), String> {
    let mut left: Vec<_> = expected.iter().collect();
    for row in given {
        let Some(found) = left.iter().position(|candidate| same_row(candidate, row)) else {
            return Err(format!(
                "unexpected row {}, expected of {}",
                show::values(row),
                show::rows(expected)
            ));
        };
        left.swap_remove(found);
    }
    Ok(())
}
