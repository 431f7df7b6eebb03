//! R13: what a deletion does to the rows that reference the deleted one.

use std::time::Duration;

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::store::StoreHandle;

register! {
    "R13": cascade_takes_its_own_rows_only, restrict_stands_in_the_way, restrict_inside_the_same_cascade, set_null_lets_go, declared_delete_cascades;
}

pub(super) async fn firm(store: &StoreHandle, name: &str) -> Outcome<Firm> {
    Ok(store.create_firm(&Firm { id: Id::new(), name: name.to_owned() }).await?)
}

pub(super) async fn unit(store: &StoreHandle, firm: &Firm) -> Outcome<Unit> {
    Ok(store.create_unit(&Unit { id: Id::new(), firm_id: firm.id, name: String::new() }).await?)
}

pub(super) fn job(unit: &Unit, worker: Option<&Worker>) -> Job {
    let worker_id = worker.map(|worker| worker.id);
    Job { id: Id::new(), unit_id: unit.id, worker_id, updated_at: crate::Timestamp::MIN, version: 0 }
}

async fn cascade_takes_its_own_rows_only(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let (doomed, spared) = (firm(&store, "doomed").await?, firm(&store, "spared").await?);
    for firm in [&doomed, &spared] {
        for _ in 0..3 {
            let unit = unit(&store, firm).await?;
            store.create_jobs(&[job(&unit, None), job(&unit, None)]).await?;
        }
        store.create_worker(&Worker { id: Id::new(), firm_id: Some(firm.id) }).await?;
    }
    store.create_worker(&Worker { id: Id::new(), firm_id: None }).await?;
    check!(store.delete_firm(&doomed.id).await?, "the deletion said that nothing was there");
    let left = (
        count::<Firm>(&store).await?,
        count::<Unit>(&store).await?,
        count::<Job>(&store).await?,
        count::<Worker>(&store).await?,
    );
    check_eq!(left, (1, 3, 6, 2), "firms, units, jobs and workers that are left");
    let units = store.list_units(&UnitFilter::new()).await?.items;
    check!(units.iter().all(|unit| unit.firm_id == spared.id), "a unit of the deleted firm is left");
    Ok(())
}

async fn restrict_stands_in_the_way(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = firm(&store, "f").await?;
    let unit = unit(&store, &firm).await?;
    let bill = store.create_bill(&Bill { id: Id::new(), firm_id: Some(firm.id) }).await?;
    store.create_bill(&Bill { id: Id::new(), firm_id: None }).await?;
    let delete = store.delete_firm(&firm.id).await;
    check_kind!(
        delete,
        ErrorKind::Restricted { entity: "Firm", by: "Bill" },
        "deletion of a restricted firm"
    );
    check_eq!(store.get_firm(&firm.id).await?, firm, "the firm after a refused deletion");
    check_eq!(store.get_unit(&unit.id).await?, unit, "what would have gone with it");
    store.delete_bill(&bill.id).await?;
    check!(store.delete_firm(&firm.id).await?, "the deletion, once nothing stands in its way");
    check_eq!(
        (count::<Unit>(&store).await?, count::<Bill>(&store).await?),
        (0, 1),
        "units and bills that are left"
    );
    Ok(())
}

async fn restrict_inside_the_same_cascade(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let (firm, other) = (firm(&store, "f").await?, self::firm(&store, "other").await?);
    let unit = unit(&store, &firm).await?;
    let lease = store.create_lease(&Lease { id: Id::new(), firm_id: firm.id, unit_id: unit.id }).await?;
    let alone = store.delete_unit(&unit.id).await;
    check_kind!(
        alone,
        ErrorKind::Restricted { entity: "Unit", by: "Lease" },
        "deletion of a unit with a lease"
    );
    // The lease of another firm stays, and so must the unit and all that would have gone with it.
    let foreign = store.create_lease(&Lease { id: Id::new(), firm_id: other.id, unit_id: unit.id }).await?;
    check_kind!(
        store.delete_firm(&firm.id).await,
        ErrorKind::Restricted { .. },
        "deletion of a firm with a unit leased elsewhere"
    );
    check_eq!(store.get_lease(&lease.id).await?, lease, "the lease after a refused deletion");
    store.delete_lease(&foreign.id).await?;
    check!(store.delete_firm(&firm.id).await?, "deletion of a firm with all its leases");
    check_eq!(
        (count::<Unit>(&store).await?, count::<Lease>(&store).await?),
        (0, 0),
        "units and leases that are left"
    );
    Ok(())
}

async fn set_null_lets_go(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let unit = unit(&store, &firm(&store, "f").await?).await?;
    let worker = store.create_worker(&Worker { id: Id::new(), firm_id: None }).await?;
    let other = store.create_worker(&Worker { id: Id::new(), firm_id: None }).await?;
    let mut jobs =
        store.create_jobs(&[job(&unit, Some(&worker)), job(&unit, Some(&other)), job(&unit, None)]).await?;
    context.clock().advance(Duration::from_secs(9));
    store.delete_worker(&worker.id).await?;
    jobs[0] = Job { worker_id: None, updated_at: store.now(), version: 2, ..jobs[0].clone() };
    let ids: Vec<_> = jobs.iter().map(|job| job.id).collect();
    let stored: Vec<_> = store.get_jobs(&ids).await?.into_iter().flatten().collect();
    check_eq!(stored, jobs, "the jobs after one worker was deleted");
    Ok(())
}

async fn declared_delete_cascades(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for name in ["x", "y", "x"] {
        let firm = firm(&store, name).await?;
        unit(&store, &firm).await?;
    }
    check_eq!(
        store.delete_firms_named("x").await?,
        2,
        "firms deleted by a declared delete, without what went with them"
    );
    check_eq!(
        (count::<Firm>(&store).await?, count::<Unit>(&store).await?),
        (1, 1),
        "firms and units that are left"
    );
    let last = store.list_firms(&FirmFilter::new()).await?.items.remove(0);
    store.create_bill(&Bill { id: Id::new(), firm_id: Some(last.id) }).await?;
    firm(&store, "y").await?;
    check_kind!(
        store.delete_firms_named("y").await,
        ErrorKind::Restricted { .. },
        "declared delete of two firms, one of them restricted"
    );
    check_eq!(count::<Firm>(&store).await?, 2, "firms after a refused declared delete");
    Ok(())
}
