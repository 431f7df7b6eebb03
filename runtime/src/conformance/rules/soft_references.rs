//! R12 and R13 together: references to rows that are deleted softly.

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::store::StoreHandle;

register! {
    "R13": soft_deleted_parent_is_missing, soft_deletion_cascades, soft_deletion_is_restricted, purge_takes_soft_deleted_children;
}

async fn patient(store: &StoreHandle, email: &str) -> Outcome<Patient> {
    Ok(store.create_patient(&Patient::new(email, "w")).await?)
}

async fn soft_deleted_parent_is_missing(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let (live, gone) = (patient(&store, "live").await?, patient(&store, "gone").await?);
    store.delete_patient(&gone.id).await?;
    let visit = Visit { id: Id::new(), patient_id: gone.id };
    check_kind!(
        store.create_visit(&visit).await,
        ErrorKind::MissingReference { .. },
        "create with a soft-deleted parent"
    );
    check_kind!(
        store.create_visits(std::slice::from_ref(&visit)).await,
        ErrorKind::MissingReference { .. },
        "bulk create with one"
    );
    check_kind!(store.upsert_visit(&visit).await, ErrorKind::MissingReference { .. }, "upsert with one");
    let bed = store.create_bed(&Bed { id: Id::new(), patient_id: Some(live.id) }).await?;
    let update = store.update_bed(&Bed { patient_id: Some(gone.id), ..bed.clone() }).await;
    check_kind!(update, ErrorKind::MissingReference { .. }, "update to a soft-deleted parent");
    check_eq!(
        (count::<Visit>(&store).await?, store.get_bed(&bed.id).await?),
        (0, bed),
        "visits and the bed afterwards"
    );
    store.restore_patient(&gone.id).await?;
    check_eq!(store.create_visit(&visit).await?, visit, "create, once the parent is restored");
    Ok(())
}

async fn soft_deletion_cascades(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let (gone, other) = (patient(&store, "gone").await?, patient(&store, "other").await?);
    let mut charts = Vec::new();
    for patient in [&gone, &other] {
        store.create_visit(&Visit { id: Id::new(), patient_id: patient.id }).await?;
        store.create_bed(&Bed { id: Id::new(), patient_id: Some(patient.id) }).await?;
        charts.push(
            store.create_chart(&Chart { id: Id::new(), patient_id: patient.id, deleted_at: None }).await?,
        );
    }
    check!(store.delete_patient(&gone.id).await?, "the deletion said that nothing was there");
    check_eq!(count::<Visit>(&store).await?, 1, "visits, which can't be deleted softly");
    check_eq!(store.list_charts(&ChartFilter::new()).await?.items, charts[1..].to_vec(), "live charts");
    let mut beds: Vec<_> =
        store.list_beds(&BedFilter::new()).await?.items.iter().map(|bed| bed.patient_id).collect();
    beds.sort_unstable();
    check_eq!(beds, vec![None, Some(other.id)], "the patients of both beds");
    // The chart was deleted softly and can come back once its patient has.
    store.restore_patient(&gone.id).await?;
    check!(store.restore_chart(&charts[0].id).await?, "the chart was not deleted softly");
    check_eq!(store.get_chart(&charts[0].id).await?, charts[0], "the restored chart");
    Ok(())
}

async fn soft_deletion_is_restricted(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let patient = patient(&store, "p").await?;
    let claim =
        store.create_claim(&Claim { id: Id::new(), patient_id: patient.id, deleted_at: None }).await?;
    let delete = store.delete_patient(&patient.id).await;
    check_kind!(
        delete,
        ErrorKind::Restricted { entity: "Patient", by: "Claim" },
        "soft deletion of a restricted row"
    );
    check_eq!(store.get_patient(&patient.id).await?, patient, "the patient after a refused deletion");
    store.delete_claim(&claim.id).await?;
    check!(store.delete_patient(&patient.id).await?, "soft deletion with a soft-deleted claim");
    // The claim is still there, deleted or not, and references the row that is to go for good.
    let purge = store.purge_patient(&patient.id).await;
    check_kind!(purge, ErrorKind::Restricted { .. }, "purge of a row that a soft-deleted one references");
    store.purge_claim(&claim.id).await?;
    check!(store.purge_patient(&patient.id).await?, "purge, once the claim is purged");
    Ok(())
}

async fn purge_takes_soft_deleted_children(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let patient = patient(&store, "p").await?;
    let chart = |patient: &Patient| Chart { id: Id::new(), patient_id: patient.id, deleted_at: None };
    let (first, second) =
        (store.create_chart(&chart(&patient)).await?, store.create_chart(&chart(&patient)).await?);
    store.delete_chart(&first.id).await?;
    check!(store.purge_patient(&patient.id).await?, "the purge said that nothing was there");
    for chart in [first, second] {
        check!(!store.restore_chart(&chart.id).await?, "a chart of a purged patient could be restored");
        check!(!store.purge_chart(&chart.id).await?, "a chart of a purged patient is left");
    }
    Ok(())
}
