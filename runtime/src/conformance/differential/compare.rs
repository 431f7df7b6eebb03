//! One operation on the backend and on the model, and whether they agree.

mod run;
mod same;

use run::{Given, run};
use same::{same, same_order, same_rows, some_of};

use super::model::{Answer, Model, Refusal, Verdict};
use super::operations::Step;
use super::schemas::TABLES;
use crate::Timestamp;
use crate::backend::{Executor, Select};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::store::StoreHandle;

/// Does `step` on both, and compares the answers and all tables.
pub(super) async fn check_step(
    store: &StoreHandle,
    executor: &dyn Executor,
    model: &mut Model,
    (schema, operation): &Step,
    now: Timestamp,
) -> Result<(), String> {
    let expected = model.run(schema, operation, now);
    let given = run(executor, store, schema, operation, now).await;
    agree(expected, given)?;
    check_tables(executor, model).await
}

/// Compares all tables.
pub(super) async fn check_tables(executor: &dyn Executor, model: &Model) -> Result<(), String> {
    for schema in TABLES {
        let select = Select::new(schema, Predicate::EVERYTHING);
        let stored = executor.select(select).await.map_err(|error| format!("dump: {error:?}"))?.rows;
        same_rows(&stored, model.rows(schema))
            .map_err(|words| format!("afterwards, in {}: {words}", schema.entity()))?;
    }
    Ok(())
}

fn agree(expected: Verdict, given: Result<Given, Error>) -> Result<(), String> {
    match (expected, given) {
        (Err(refusals), Err(error)) => {
            let named = refusals.iter().any(|refusal| names(refusal, &error));
            if named { Ok(()) } else { Err(format!("expected one of {refusals:?}, got {error:?}")) }
        }
        (Err(refusals), Ok(_)) => Err(format!("expected one of {refusals:?}, but it was accepted")),
        (Ok(_), Err(error)) => Err(format!("expected it to work, got {error:?}")),
        (Ok(expected), Ok(given)) => same_answer(expected, given),
    }
}

/// Whether `error` says what `refusal` does.
fn names(refusal: &Refusal, error: &Error) -> bool {
    match (refusal, error.kind()) {
        (
            Refusal::Conflict { schema, index, position },
            ErrorKind::Conflict { entity, index: of, fields: on, position: at },
        ) => {
            let declared = schema.indexes().iter().find(|declared| declared.name() == *index);
            let columns: Vec<_> = match declared {
                Some(index) => index.columns().iter().map(|part| part.column()).collect(),
                None => schema.key().to_vec(),
            };
            let fields: Vec<_> = columns.into_iter().map(|column| schema.column(column).field()).collect();
            *entity == schema.entity() && of == index && at == position && *on == fields
        }
        (
            Refusal::MissingReference { schema, columns },
            ErrorKind::MissingReference { entity, fields: of, .. },
        ) => {
            let fields: Vec<_> = columns.iter().map(|&column| schema.column(column).field()).collect();
            *entity == schema.entity() && *of == fields
        }
        (Refusal::Restricted { entity, by }, ErrorKind::Restricted { entity: of, by: who }) => {
            of == entity && who == by
        }
        (Refusal::InvalidValue { schema, column }, ErrorKind::InvalidValue { entity, field, .. }) => {
            *entity == schema.entity() && *field == schema.column(*column).field()
        }
        (Refusal::NotFound { entity }, ErrorKind::NotFound { entity: of }) => entity == of,
        _ => false,
    }
}

fn same_answer(expected: Answer, given: Given) -> Result<(), String> {
    match (expected, given) {
        (Answer::Inserted, Given::Inserted) => Ok(()),
        (Answer::Deleted { count, rows }, Given::Deleted(deleted)) => {
            same("deleted rows", &deleted.count, &count)?;
            same_rows(&deleted.rows, &rows.unwrap_or_default()).map_err(|words| format!("returned: {words}"))
        }
        (Answer::Updated { count, rows }, Given::Updated(updated)) => {
            same("changed rows", &updated.count, &count)?;
            same_rows(&updated.rows, &rows.unwrap_or_default()).map_err(|words| format!("returned: {words}"))
        }
        (Answer::Upserted { row, inserted }, Given::Upserted(replacement)) => {
            same("inserted", &replacement.inserted, &inserted)?;
            same_rows(&[replacement.row], &[row]).map_err(|words| format!("returned: {words}"))
        }
        (Answer::Groups(expected), Given::Groups(groups)) => {
            same_rows(&groups, &expected).map_err(|words| format!("groups: {words}"))
        }
        (Answer::Batch(expected), Given::Batch(given)) => {
            same("answers of the batch", &given.len(), &expected.len())?;
            for (number, (expected, given)) in expected.into_iter().zip(given).enumerate() {
                same_answer(expected, given)
                    .map_err(|words| format!("write {number} of the batch: {words}"))?;
            }
            Ok(())
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
