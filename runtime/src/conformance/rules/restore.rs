//! R12: restore and purge.

use std::time::Duration;

use super::common::count;
use super::soft::patients;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R12": restore_brings_back, restore_of_a_clashing_row, purge_removes_for_good, id_of_a_deleted_row_stays_taken;
}

async fn restore_brings_back(context: &Context<'_>) -> Outcome {
    let (store, live, gone) = patients(context).await?;
    context.clock().advance(Duration::from_secs(1));
    check!(!store.restore_patient(&live.id).await?, "restore of a live row said that it did something");
    check!(!store.restore_patient(&crate::Id::new()).await?, "restore of no row said that it did something");
    check!(store.restore_patient(&gone.id).await?, "restore of a deleted row said that it did nothing");
    check!(!store.restore_patient(&gone.id).await?, "a second restore said that it did something");
    let expected = Patient { updated_at: store.now(), ..gone };
    check_eq!(store.get_patient(&expected.id).await?, expected, "the restored row");
    check_eq!(store.get_patient_by_email("gone").await?, expected, "the restored row by its email");
    let again = store.create_patient(&Patient::new("gone", "v")).await;
    check_conflict(again, "Patient", &["email"], None, "create beside the restored row")?;
    Ok(())
}

async fn restore_of_a_clashing_row(context: &Context<'_>) -> Outcome {
    let (store, _, gone) = patients(context).await?;
    let taker = store.create_patient(&Patient::new("gone", "elsewhere")).await?;
    let restore = store.restore_patient(&gone.id).await;
    check_conflict(restore, "Patient", &["email"], None, "restore of a row whose email is taken")?;
    check_eq!(store.find_patient(&gone.id).await?, None, "the row whose restore was refused");
    check_eq!(store.get_patient_by_email("gone").await?, taker, "the row that took the email");
    store.purge_patient(&taker.id).await?;
    check!(store.restore_patient(&gone.id).await?, "restore, once the email is free again");
    Ok(())
}

async fn purge_removes_for_good(context: &Context<'_>) -> Outcome {
    let (store, live, gone) = patients(context).await?;
    check!(store.purge_patient(&gone.id).await?, "purge of a deleted row said that nothing was there");
    check!(!store.purge_patient(&gone.id).await?, "a second purge said that it removed a row");
    check!(!store.restore_patient(&gone.id).await?, "restore brought back a purged row");
    check!(store.purge_patient(&live.id).await?, "purge of a live row said that nothing was there");
    check_eq!(count::<Patient>(&store).await?, 0, "live patients");
    check_eq!(store.create_patient(&gone).await?.id, gone.id, "a row with the id of a purged one");
    Ok(())
}

async fn id_of_a_deleted_row_stays_taken(context: &Context<'_>) -> Outcome {
    let (store, _, gone) = patients(context).await?;
    let same_id = Patient { id: gone.id, ..Patient::new("new", "v") };
    check_conflict(
        store.create_patient(&same_id).await,
        "Patient",
        &["id"],
        None,
        "create with the id of a deleted row",
    )?;
    check_conflict(
        store.upsert_patient(&same_id).await,
        "Patient",
        &["id"],
        None,
        "upsert with the id of a deleted row",
    )?;
    check!(store.restore_patient(&gone.id).await?, "restore found no deleted row");
    check_eq!(
        store.get_patient(&gone.id).await?.email,
        "gone",
        "the row after create and upsert were refused"
    );
    Ok(())
}
