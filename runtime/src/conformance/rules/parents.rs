//! R13: a reference to a row that is not there.

use super::common::count;
use super::references::{firm, job, unit};
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;

register! {
    "R13": missing_parent_on_create, missing_parent_on_update, missing_parent_in_bulk_and_upsert;
}

async fn missing_parent_on_create(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let orphan = Unit { id: Id::new(), firm_id: Id::new(), name: String::new() };
    let error = check_kind!(
        store.create_unit(&orphan).await,
        ErrorKind::MissingReference { entity: "Unit", target: "Firm", .. },
        "create with a parent that is not there"
    );
    check!(
        matches!(error.kind(), ErrorKind::MissingReference { fields, .. } if *fields == ["firm_id"]),
        "the error names other fields: {error:?}"
    );
    check_eq!(count::<Unit>(&store).await?, 0, "units after a refused create");
    // No reference is none that is missing.
    store.create_worker(&Worker { id: Id::new(), firm_id: None }).await?;
    let worker = Worker { id: Id::new(), firm_id: Some(Id::new()) };
    check_kind!(
        store.create_worker(&worker).await,
        ErrorKind::MissingReference { .. },
        "create with an optional parent that is not there"
    );
    check_eq!(count::<Worker>(&store).await?, 1, "workers");
    Ok(())
}

async fn missing_parent_on_update(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let unit = unit(&store, &firm(&store, "f").await?).await?;
    let update =
        store.update_unit(&Unit { firm_id: Id::new(), name: "new".to_owned(), ..unit.clone() }).await;
    check_kind!(
        update,
        ErrorKind::MissingReference { entity: "Unit", .. },
        "update to a parent that is not there"
    );
    check_eq!(store.get_unit(&unit.id).await?, unit, "the unit after a refused update");
    let job = store.create_job(&job(&unit, None)).await?;
    let assign = store.assign_job(&job.id, Some(&Id::new())).await;
    check_kind!(
        assign,
        ErrorKind::MissingReference { entity: "Job", .. },
        "declared update to a parent that is not there"
    );
    check_eq!(store.get_job(&job.id).await?, job, "the job after a refused update");
    Ok(())
}

async fn missing_parent_in_bulk_and_upsert(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = firm(&store, "f").await?;
    let unit = |firm_id| Unit { id: Id::new(), firm_id, name: String::new() };
    let bulk = store.create_units(&[unit(firm.id), unit(Id::new()), unit(firm.id)]).await;
    check_kind!(bulk, ErrorKind::MissingReference { .. }, "bulk create with a parent that is not there");
    check_kind!(
        store.upsert_unit(&unit(Id::new())).await,
        ErrorKind::MissingReference { .. },
        "upsert that inserts"
    );
    check_eq!(count::<Unit>(&store).await?, 0, "units after refused calls");
    let stored = store.create_unit(&unit(firm.id)).await?;
    let upsert = store.upsert_unit(&Unit { firm_id: Id::new(), ..stored.clone() }).await;
    check_kind!(upsert, ErrorKind::MissingReference { .. }, "upsert that replaces");
    check_eq!(store.get_unit(&stored.id).await?, stored, "the unit after a refused upsert");
    Ok(())
}
