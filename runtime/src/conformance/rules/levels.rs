//! R25: deletions over many levels, many rows, and entities of plugins.

use super::common::count;
use super::references::{firm, job, unit};
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::error::ErrorKind;
use crate::store::{Group, Store};

register! {
    "R25": many_rows_on_each_level, a_long_chain, entities_of_a_plugin, unknown_entities_are_refused;
}

async fn many_rows_on_each_level(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let (doomed, spared) = (firm(&store, "doomed").await?, firm(&store, "spared").await?);
    // More than the 500 ids that one question of a cascade names.
    let units: Vec<_> =
        (0..700).map(|_| Unit { id: Id::new(), firm_id: doomed.id, name: String::new() }).collect();
    store.create_units(&units).await?;
    let worker = store.create_worker(&Worker { id: Id::new(), firm_id: Some(doomed.id) }).await?;
    let kept = unit(&store, &spared).await?;
    let mut jobs: Vec<_> = units.iter().flat_map(|unit| [job(unit, None), job(unit, None)]).collect();
    jobs.extend((0..600).map(|_| job(&kept, Some(&worker))));
    store.create_jobs(&jobs).await?;
    check!(store.delete_firm(&doomed.id).await?, "the deletion said that nothing was there");
    let left = (count::<Unit>(&store).await?, count::<Worker>(&store).await?, count::<Job>(&store).await?);
    check_eq!(left, (1, 0, 600), "units, workers and jobs that are left");
    let held = JobFilter::new().filter(Job::WORKER_ID.is_some()).limit(0);
    check_eq!(store.list_jobs(&held).await?.total, Some(0), "jobs that still name the deleted worker");
    Ok(())
}

async fn a_long_chain(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_folder(&Folder::new("0", None)).await?;
    for number in 1..200 {
        store.create_folder(&Folder::new(&number.to_string(), Some(&(number - 1).to_string()))).await?;
    }
    check!(store.delete_folder("100").await?, "the deletion said that nothing was there");
    check_eq!(count::<Folder>(&store).await?, 100, "folders above the deleted one");
    check!(store.delete_folder("0").await?, "the deletion of the first said that nothing was there");
    check_eq!(count::<Folder>(&store).await?, 0, "folders that are left");
    Ok(())
}

async fn entities_of_a_plugin(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.migrate(&[Group::new("plugin").entity::<Plugin>()]).await?;
    let firm = firm(&store, "f").await?;
    let unit = unit(&store, &firm).await?;
    let bill = store.create_bill(&Bill { id: Id::new(), firm_id: None }).await?;
    let by_unit =
        store.create_plugin(&Plugin { id: Id::new(), unit_id: Some(unit.id), bill_id: None }).await?;
    let by_bill =
        store.create_plugin(&Plugin { id: Id::new(), unit_id: None, bill_id: Some(bill.id) }).await?;
    check_kind!(
        store.delete_bill(&bill.id).await,
        ErrorKind::Restricted { by: "Plugin", .. },
        "deletion restricted by a plugin's row"
    );
    store.delete_firm(&firm.id).await?;
    check_eq!(
        store.find_plugin(&by_unit.id).await?,
        None,
        "the plugin's row two levels below a deleted firm"
    );
    check_eq!(store.get_plugin(&by_bill.id).await?, by_bill, "another row of the plugin");
    store.delete_plugin(&by_bill.id).await?;
    check!(store.delete_bill(&bill.id).await?, "the deletion, once the plugin's row is gone");
    Ok(())
}

async fn unknown_entities_are_refused(context: &Context<'_>) -> Outcome {
    let store = context.store_of(vec![Unit::schema()]).await?;
    let firm = firm(&store, "f").await?;
    let plugin = Plugin { id: Id::new(), unit_id: None, bill_id: None };
    check_kind!(
        store.create_plugin(&plugin).await,
        ErrorKind::UnknownEntity { entity: "Plugin" },
        "create of an unknown entity"
    );
    check_kind!(
        store.get_plugin(&plugin.id).await,
        ErrorKind::UnknownEntity { .. },
        "get of an unknown entity"
    );
    check_kind!(
        store.list_bills(&BillFilter::new()).await,
        ErrorKind::UnknownEntity { .. },
        "list of an unknown entity"
    );
    check_eq!(store.get_firm(&firm.id).await?, firm, "a row of an entity that is known by a reference only");
    Ok(())
}
