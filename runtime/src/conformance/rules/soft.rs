//! R12: soft-deleted rows are invisible.

use std::time::Duration;

use super::common::count;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::store::StoreHandle;

register! {
    "R12": deleted_rows_are_not_read, deleted_rows_are_not_written, unique_among_live_rows, deleted_rows_are_not_counted_or_paged, declared_delete_is_soft;
}

/// A live patient and a deleted one of the same ward.
pub(super) async fn patients(context: &Context<'_>) -> Outcome<(StoreHandle, Patient, Patient)> {
    let store = context.store().await?;
    let code = |email, code: &str| Patient { code: Some(code.to_owned()), ..Patient::new(email, "w") };
    let live = store.create_patient(&code("live", "1")).await?;
    let gone = store.create_patient(&Patient { age: 99, ..code("gone", "2") }).await?;
    context.clock().advance(Duration::from_secs(1));
    check!(store.delete_patient(&gone.id).await?, "soft deletion said that nothing was there");
    Ok((store, live, gone))
}

async fn deleted_rows_are_not_read(context: &Context<'_>) -> Outcome {
    let (store, live, gone) = patients(context).await?;
    check_kind!(store.get_patient(&gone.id).await, ErrorKind::NotFound { .. }, "get of a deleted row");
    check_eq!(store.find_patient(&gone.id).await?, None, "find of a deleted row");
    check_eq!(store.get_patients(&[gone.id, live.id]).await?, vec![None, Some(live.clone())], "get of many");
    check_kind!(
        store.get_patient_by_email("gone").await,
        ErrorKind::NotFound { .. },
        "get by a unique index"
    );
    check_eq!(store.find_patient_by_ward_and_code("w", "2").await?, None, "find by a unique index");
    check_eq!(store.list_patients(&PatientFilter::new()).await?.items, vec![live.clone()], "the list");
    let deleted = PatientFilter::new().filter(Patient::DELETED_AT.is_some());
    check_eq!(store.list_patients(&deleted).await?.total, Some(0), "a list that asks for deleted rows");
    let either = PatientFilter::new().filter(Patient::AGE.eq(99).or(Patient::AGE.gt(0)));
    check_eq!(store.list_patients(&either).await?.items, vec![live.clone()], "a list with alternatives");
    check_eq!(store.count_ward_patients("w").await?, 1, "the declared count");
    check_eq!(store.list_ward_patients("w").await?, vec![live.clone()], "the declared list");
    check_eq!(store.find_oldest_patient("w").await?, Some(live.clone()), "the declared find");
    store.delete_patient(&live.id).await?;
    check!(!store.has_ward_patient("w").await?, "the declared exists finds deleted rows");
    Ok(())
}

async fn deleted_rows_are_not_written(context: &Context<'_>) -> Outcome {
    let (store, live, gone) = patients(context).await?;
    check!(!store.delete_patient(&gone.id).await?, "a second deletion said that it removed the row");
    let update = store.update_patient(&Patient { age: 1, ..gone.clone() }).await;
    check_kind!(update, ErrorKind::NotFound { .. }, "update of a deleted row");
    check!(!store.move_patient(&gone.id, "elsewhere").await?, "a declared update of a deleted row found it");
    check_eq!(store.set_ward_age("w", 50).await?, 1, "rows changed by a declared update");
    check_eq!(store.delete_ward_patients("w").await?, 1, "rows deleted by a declared delete");
    check!(store.restore_patient(&gone.id).await?, "restore found no deleted row");
    let restored = store.get_patient(&gone.id).await?;
    check_eq!(
        (restored.age, restored.ward.as_str()),
        (99, "w"),
        "what the calls in between left of the deleted row"
    );
    check_eq!(store.find_patient(&live.id).await?, None, "the row that was deleted by a declared delete");
    Ok(())
}

async fn unique_among_live_rows(context: &Context<'_>) -> Outcome {
    let (store, _, gone) = patients(context).await?;
    let same = Patient { code: gone.code.clone(), ..Patient::new("gone", "w") };
    let same = store.create_patient(&same).await?;
    check_eq!(
        store.get_patient_by_email("gone").await?,
        same,
        "the live row with the values of a deleted one"
    );
    let again = store.create_patient(&Patient::new("gone", "v")).await;
    check_conflict(again, "Patient", &["email"], None, "create beside the live row")?;
    // Several deleted rows with the same values, and one more live one.
    store.delete_patient(&same.id).await?;
    let third = store.create_patient(&Patient::new("gone", "w")).await?;
    store.delete_patient(&third.id).await?;
    let bulk = [Patient::new("gone", "w"), Patient::new("new", "w")];
    check_eq!(
        store.create_patients(&bulk).await?.len(),
        2,
        "bulk create with the values of three deleted rows"
    );
    check_eq!(store.count_ward_patients("w").await?, 3, "live patients");
    Ok(())
}

async fn deleted_rows_are_not_counted_or_paged(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for number in 0..9_i64 {
        let patient = Patient { age: number, ..Patient::new(&number.to_string(), "w") };
        store.create_patient(&patient).await?;
        if number % 3 == 1 {
            store.delete_patient(&patient.id).await?;
        }
    }
    let list = PatientFilter::new().order_by(Patient::AGE.asc()).limit(4);
    let first = store.list_patients(&list).await?;
    let second = store.list_patients(&list.after(first.next)).await?;
    let ages: Vec<_> = first.items.iter().chain(&second.items).map(|patient| patient.age).collect();
    check_eq!(ages, vec![0, 2, 3, 5, 6, 8], "the live rows on two pages");
    check_eq!((first.total, second.total), (Some(6), Some(6)), "the totals of both pages");
    Ok(())
}

async fn declared_delete_is_soft(context: &Context<'_>) -> Outcome {
    let (store, live, gone) = patients(context).await?;
    check_eq!(store.delete_ward_patients("w").await?, 1, "rows deleted by a declared delete");
    check!(store.restore_patient(&live.id).await?, "the row of a declared delete can't be restored");
    check!(store.restore_patient(&gone.id).await?, "the row of a delete can't be restored");
    check_eq!(count::<Patient>(&store).await?, 2, "patients after both were restored");
    Ok(())
}
