//! R13: references and what a deletion does to them.

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
    "R13": missing_parent_on_create, missing_parent_on_update, missing_parent_in_bulk_and_upsert, cascade_takes_its_own_rows_only,
        restrict_stands_in_the_way, restrict_inside_the_same_cascade, set_null_lets_go, self_references, cycles,
        declared_delete_cascades;
}

pub(super) async fn firm(store: &StoreHandle, name: &str) -> Outcome<Firm> {
    Ok(store
        .create_firm(&Firm {
            id: Id::new(),
            name: name.to_owned(),
        })
        .await?)
}

pub(super) async fn unit(store: &StoreHandle, firm: &Firm) -> Outcome<Unit> {
    Ok(store
        .create_unit(&Unit {
            id: Id::new(),
            firm_id: firm.id,
            name: String::new(),
        })
        .await?)
}

pub(super) fn job(unit: &Unit, worker: Option<&Worker>) -> Job {
    let worker_id = worker.map(|worker| worker.id);
    Job {
        id: Id::new(),
        unit_id: unit.id,
        worker_id,
        updated_at: crate::Timestamp::MIN,
        version: 0,
    }
}

async fn missing_parent_on_create(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let orphan = Unit {
        id: Id::new(),
        firm_id: Id::new(),
        name: String::new(),
    };
    let error = check_kind!(
        store.create_unit(&orphan).await,
        ErrorKind::MissingReference {
            entity: "Unit",
            target: "Firm",
            ..
        },
        "create with a parent that is not there"
    );
    check!(
        matches!(error.kind(), ErrorKind::MissingReference { fields, .. } if *fields == ["firm_id"]),
        "the error names other fields: {error:?}"
    );
    check_eq!(count::<Unit>(&store).await?, 0, "units after a refused create");
    // No reference is none that is missing.
    store
        .create_worker(&Worker {
            id: Id::new(),
            firm_id: None,
        })
        .await?;
    let worker = Worker {
        id: Id::new(),
        firm_id: Some(Id::new()),
    };
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
    let update = store
        .update_unit(&Unit {
            firm_id: Id::new(),
            name: "new".to_owned(),
            ..unit.clone()
        })
        .await;
    check_kind!(
        update,
        ErrorKind::MissingReference { entity: "Unit", .. },
        "update to a parent that is not there"
    );
    check_eq!(
        store.get_unit(&unit.id).await?,
        unit,
        "the unit after a refused update"
    );
    let job = store.create_job(&job(&unit, None)).await?;
    let assign = store.assign_job(&job.id, Some(&Id::new())).await;
    check_kind!(
        assign,
        ErrorKind::MissingReference { entity: "Job", .. },
        "declared update to a parent that is not there"
    );
    check_eq!(
        store.get_job(&job.id).await?,
        job,
        "the job after a refused update"
    );
    Ok(())
}

async fn missing_parent_in_bulk_and_upsert(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = firm(&store, "f").await?;
    let unit = |firm_id| Unit {
        id: Id::new(),
        firm_id,
        name: String::new(),
    };
    let bulk = store
        .create_units(&[unit(firm.id), unit(Id::new()), unit(firm.id)])
        .await;
    check_kind!(
        bulk,
        ErrorKind::MissingReference { .. },
        "bulk create with a parent that is not there"
    );
    check_kind!(
        store.upsert_unit(&unit(Id::new())).await,
        ErrorKind::MissingReference { .. },
        "upsert that inserts"
    );
    check_eq!(count::<Unit>(&store).await?, 0, "units after refused calls");
    let stored = store.create_unit(&unit(firm.id)).await?;
    let upsert = store
        .upsert_unit(&Unit {
            firm_id: Id::new(),
            ..stored.clone()
        })
        .await;
    check_kind!(upsert, ErrorKind::MissingReference { .. }, "upsert that replaces");
    check_eq!(
        store.get_unit(&stored.id).await?,
        stored,
        "the unit after a refused upsert"
    );
    Ok(())
}

async fn cascade_takes_its_own_rows_only(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let (doomed, spared) = (firm(&store, "doomed").await?, firm(&store, "spared").await?);
    for firm in [&doomed, &spared] {
        for _ in 0..3 {
            let unit = unit(&store, firm).await?;
            store.create_jobs(&[job(&unit, None), job(&unit, None)]).await?;
        }
        store
            .create_worker(&Worker {
                id: Id::new(),
                firm_id: Some(firm.id),
            })
            .await?;
    }
    store
        .create_worker(&Worker {
            id: Id::new(),
            firm_id: None,
        })
        .await?;
    check!(
        store.delete_firm(&doomed.id).await?,
        "the deletion said that nothing was there"
    );
    let left = (
        count::<Firm>(&store).await?,
        count::<Unit>(&store).await?,
        count::<Job>(&store).await?,
        count::<Worker>(&store).await?,
    );
    check_eq!(left, (1, 3, 6, 2), "firms, units, jobs and workers that are left");
    let units = store.list_units(&UnitFilter::new()).await?.items;
    check!(
        units.iter().all(|unit| unit.firm_id == spared.id),
        "a unit of the deleted firm is left"
    );
    Ok(())
}

async fn restrict_stands_in_the_way(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = firm(&store, "f").await?;
    let unit = unit(&store, &firm).await?;
    let bill = store
        .create_bill(&Bill {
            id: Id::new(),
            firm_id: Some(firm.id),
        })
        .await?;
    store
        .create_bill(&Bill {
            id: Id::new(),
            firm_id: None,
        })
        .await?;
    let delete = store.delete_firm(&firm.id).await;
    check_kind!(
        delete,
        ErrorKind::Restricted {
            entity: "Firm",
            by: "Bill"
        },
        "deletion of a restricted firm"
    );
    check_eq!(
        store.get_firm(&firm.id).await?,
        firm,
        "the firm after a refused deletion"
    );
    check_eq!(
        store.get_unit(&unit.id).await?,
        unit,
        "what would have gone with it"
    );
    store.delete_bill(&bill.id).await?;
    check!(
        store.delete_firm(&firm.id).await?,
        "the deletion, once nothing stands in its way"
    );
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
    let lease = store
        .create_lease(&Lease {
            id: Id::new(),
            firm_id: firm.id,
            unit_id: unit.id,
        })
        .await?;
    let alone = store.delete_unit(&unit.id).await;
    check_kind!(
        alone,
        ErrorKind::Restricted {
            entity: "Unit",
            by: "Lease"
        },
        "deletion of a unit with a lease"
    );
    // The lease of another firm stays, and so must the unit and all that would have gone with it.
    let foreign = store
        .create_lease(&Lease {
            id: Id::new(),
            firm_id: other.id,
            unit_id: unit.id,
        })
        .await?;
    check_kind!(
        store.delete_firm(&firm.id).await,
        ErrorKind::Restricted { .. },
        "deletion of a firm with a unit leased elsewhere"
    );
    check_eq!(
        store.get_lease(&lease.id).await?,
        lease,
        "the lease after a refused deletion"
    );
    store.delete_lease(&foreign.id).await?;
    check!(
        store.delete_firm(&firm.id).await?,
        "deletion of a firm with all its leases"
    );
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
    let worker = store
        .create_worker(&Worker {
            id: Id::new(),
            firm_id: None,
        })
        .await?;
    let other = store
        .create_worker(&Worker {
            id: Id::new(),
            firm_id: None,
        })
        .await?;
    let mut jobs = store
        .create_jobs(&[
            job(&unit, Some(&worker)),
            job(&unit, Some(&other)),
            job(&unit, None),
        ])
        .await?;
    context.clock().advance(Duration::from_secs(9));
    store.delete_worker(&worker.id).await?;
    jobs[0] = Job {
        worker_id: None,
        updated_at: store.now(),
        version: 2,
        ..jobs[0].clone()
    };
    let ids: Vec<_> = jobs.iter().map(|job| job.id).collect();
    let stored: Vec<_> = store.get_jobs(&ids).await?.into_iter().flatten().collect();
    check_eq!(stored, jobs, "the jobs after one worker was deleted");
    Ok(())
}

async fn self_references(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let missing = store.create_folder(&Folder::new("lost", Some("nowhere"))).await;
    check_kind!(
        missing,
        ErrorKind::MissingReference {
            entity: "Folder",
            target: "Folder",
            ..
        },
        "a folder in no folder"
    );
    let later = store
        .create_folders(&[Folder::new("child", Some("parent")), Folder::new("parent", None)])
        .await;
    check_kind!(
        later,
        ErrorKind::MissingReference { .. },
        "bulk create of a folder before the one it is in"
    );
    let earlier = [
        Folder::new("parent", None),
        Folder::new("child", Some("parent")),
        Folder::new("alone", Some("alone")),
    ];
    check_eq!(
        store.create_folders(&earlier).await?.len(),
        3,
        "bulk create of a folder after the one it is in"
    );
    check!(
        store.delete_folder("parent").await? && store.delete_folder("alone").await?,
        "a created folder is not there"
    );
    // A folder in itself, a tree, and a folder beside both.
    store.create_folder(&Folder::new("self", Some("self"))).await?;
    store.create_folder(&Folder::new("root", None)).await?;
    for number in 0..10 {
        store
            .create_folder(&Folder::new(&format!("child {number}"), Some("root")))
            .await?;
        store
            .create_folder(&Folder::new(
                &format!("grandchild {number}"),
                Some(&format!("child {number}")),
            ))
            .await?;
    }
    check!(
        store.delete_folder("child 3").await?,
        "deletion of a folder in the middle"
    );
    check_eq!(
        count::<Folder>(&store).await?,
        20,
        "folders without one of the middle and what is in it"
    );
    check!(store.delete_folder("root").await?, "deletion of the root");
    check_eq!(count::<Folder>(&store).await?, 1, "folders without the tree");
    check!(
        store.delete_folder("self").await?,
        "deletion of a folder in itself"
    );
    check_eq!(count::<Folder>(&store).await?, 0, "folders that are left");
    Ok(())
}

async fn cycles(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let text = |text: &str| Some(text.to_owned());
    // Hens and eggs that follow from each other in a circle, and a pair beside it.
    for id in ["0", "1", "2", "x"] {
        store
            .create_hen(&Hen {
                id: id.to_owned(),
                egg: None,
            })
            .await?;
        store
            .create_egg(&Egg {
                id: id.to_owned(),
                hen: text(id),
            })
            .await?;
    }
    for (hen, egg) in [("0", "2"), ("1", "0"), ("2", "1")] {
        store
            .update_hen(&Hen {
                id: hen.to_owned(),
                egg: text(egg),
            })
            .await?;
    }
    check!(store.delete_egg("1").await?, "deletion inside a circle");
    check_eq!(
        (count::<Hen>(&store).await?, count::<Egg>(&store).await?),
        (1, 1),
        "hens and eggs outside the circle"
    );
    for (one, other) in [("a", "b"), ("b", "a")] {
        store.upsert_folder(&Folder::new(one, None)).await?;
        store.upsert_folder(&Folder::new(other, Some(one))).await?;
    }
    store.update_folder(&Folder::new("a", Some("b"))).await?;
    store.update_folder(&Folder::new("b", Some("a"))).await?;
    check!(
        store.delete_folder("a").await?,
        "deletion of two folders in each other"
    );
    check_eq!(count::<Folder>(&store).await?, 0, "folders that are left");
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
    store
        .create_bill(&Bill {
            id: Id::new(),
            firm_id: Some(last.id),
        })
        .await?;
    firm(&store, "y").await?;
    check_kind!(
        store.delete_firms_named("y").await,
        ErrorKind::Restricted { .. },
        "declared delete of two firms, one of them restricted"
    );
    check_eq!(
        count::<Firm>(&store).await?,
        2,
        "firms after a refused declared delete"
    );
    Ok(())
}
