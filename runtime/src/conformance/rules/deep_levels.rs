//! R25: five levels with hundreds of rows each, two of them of a plugin, and a circle between those two.

use super::common::count;
use super::references::{firm, job, unit};
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::store::{Group, Store, StoreExt, StoreHandle};

register! {
    "R25": cascade_over_five_levels, cascade_over_five_levels_in_a_transaction, restrict_at_the_fifth_level,
        restrict_inside_the_same_deep_cascade, set_null_at_the_fifth_level, a_circle_among_plugin_entities, a_chain_and_a_ring_of_many_levels;
}

/// More than the 500 ids that one question of a cascade names.
const ROWS: usize = 520;

/// Below one firm `ROWS` units, jobs, probes and readings, the readings each after the one before.
struct Tree {
    firm: Firm,
    probes: Vec<Probe>,
    readings: Vec<Reading>,
}

async fn opened(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    let plugin = Group::new("levels").entity::<Probe>().entity::<Reading>().entity::<Seal>();
    store.migrate(&[plugin]).await?;
    // From an earlier test on the same database.
    crate::conformance::context::empty(&store).await?;
    Ok(store)
}

fn probe(job: &Job) -> Probe {
    Probe { id: Id::new(), job_id: job.id, main_id: None }
}

fn reading(probe: &Probe, after: Option<&Reading>) -> Reading {
    Reading { id: Id::new(), probe_id: probe.id, after_id: after.map(|reading| reading.id) }
}

async fn tree(store: &StoreHandle, name: &str) -> Outcome<Tree> {
    let firm = firm(store, name).await?;
    let units: Vec<_> =
        (0..ROWS).map(|_| Unit { id: Id::new(), firm_id: firm.id, name: String::new() }).collect();
    store.create_units(&units).await?;
    let jobs: Vec<_> = units.iter().map(|unit| job(unit, None)).collect();
    store.create_jobs(&jobs).await?;
    let probes: Vec<_> = jobs.iter().map(probe).collect();
    store.create_probes(&probes).await?;
    let mut readings: Vec<Reading> = Vec::new();
    for probe in &probes {
        readings.push(reading(probe, readings.last()));
    }
    store.create_readings(&readings).await?;
    Ok(Tree { firm, probes, readings })
}

/// Units, jobs, probes and readings.
async fn counts(store: &StoreHandle) -> Outcome<[usize; 4]> {
    let counts = [
        count::<Unit>(store).await?,
        count::<Job>(store).await?,
        count::<Probe>(store).await?,
        count::<Reading>(store).await?,
    ];
    Ok(counts.map(|count| count as usize))
}

async fn cascade_over_five_levels(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let doomed = tree(&store, "doomed").await?;
    let spared = tree(&store, "spared").await?;
    check_eq!(counts(&store).await?, [2 * ROWS; 4], "rows of each level");
    check!(store.delete_firm(&doomed.firm.id).await?, "the deletion said that nothing was there");
    check_eq!(counts(&store).await?, [ROWS; 4], "rows of each level that are left");
    let last = &spared.readings[ROWS - 1];
    check_eq!(store.get_reading(&last.id).await?, *last, "a reading of the other firm");
    check_eq!(store.delete_firms_named("spared").await?, 1, "firms of a declared delete");
    check_eq!(counts(&store).await?, [0; 4], "rows of each level at the end");
    Ok(())
}

async fn cascade_over_five_levels_in_a_transaction(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    transactional(&store)?;
    let tree = tree(&store, "doomed").await?;
    let transaction = store.begin().await?;
    check!(transaction.delete_firm(&tree.firm.id).await?, "the deletion said that nothing was there");
    check_eq!(counts(transaction.store()).await?, [0; 4], "rows of each level inside");
    transaction.roll_back();
    check_eq!(counts(&store).await?, [ROWS; 4], "rows of each level after a roll back");
    let firm = tree.firm.id;
    store.transaction(|tx| async move { tx.delete_firm(&firm).await }).await?;
    check_eq!(counts(&store).await?, [0; 4], "rows of each level after a commit");
    Ok(())
}

async fn restrict_at_the_fifth_level(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let tree = tree(&store, "held").await?;
    let last = tree.readings[ROWS - 1].id;
    let seal = store.create_seal(&Seal { id: Id::new(), reading_id: last, firm_id: None }).await?;
    check_kind!(
        store.delete_firm(&tree.firm.id).await,
        ErrorKind::Restricted { entity: "Reading", by: "Seal" },
        "deletion of a firm with a sealed reading four levels below"
    );
    check_eq!(counts(&store).await?, [ROWS; 4], "rows of each level after a refused deletion");
    check_eq!(store.get_firm(&tree.firm.id).await?, tree.firm, "the firm after a refused deletion");
    store.delete_seal(&seal.id).await?;
    check!(store.delete_firm(&tree.firm.id).await?, "deletion of the firm, when the seal is gone");
    check_eq!(counts(&store).await?, [0; 4], "rows of each level");
    Ok(())
}

async fn restrict_inside_the_same_deep_cascade(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let (tree, other) = (tree(&store, "sealed").await?, firm(&store, "other").await?);
    let seal = |reading: &Reading, firm: &Firm| Seal {
        id: Id::new(),
        reading_id: reading.id,
        firm_id: Some(firm.id),
    };
    let own: Vec<_> = tree.readings.iter().map(|reading| seal(reading, &tree.firm)).collect();
    store.create_seals(&own).await?;
    let foreign = store.create_seal(&seal(&tree.readings[7], &other)).await?;
    check_kind!(
        store.delete_firm(&tree.firm.id).await,
        ErrorKind::Restricted { .. },
        "deletion with another firm's seal"
    );
    check_eq!(count::<Seal>(&store).await?, ROWS as u64 + 1, "seals after a refused deletion");
    check!(store.delete_firm(&other.id).await?, "deletion of the other firm, which takes its seal along");
    check_eq!(store.find_seal(&foreign.id).await?, None, "the other firm's seal");
    check!(store.delete_firm(&tree.firm.id).await?, "deletion of the firm with all its seals");
    check_eq!(
        (counts(&store).await?, count::<Seal>(&store).await?),
        ([0; 4], 0),
        "rows of each level, and seals"
    );
    Ok(())
}

async fn set_null_at_the_fifth_level(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let doomed = tree(&store, "doomed").await?;
    // Readings of another firm, each after one of the doomed firm's.
    let other = firm(&store, "other").await?;
    let probe = store
        .create_probe(&probe(&store.create_job(&job(&unit(&store, &other).await?, None)).await?))
        .await?;
    let kept: Vec<_> = doomed.readings.iter().map(|before| reading(&probe, Some(before))).collect();
    store.create_readings(&kept).await?;
    check!(store.delete_firm(&doomed.firm.id).await?, "the deletion said that nothing was there");
    check_eq!(counts(&store).await?, [1, 1, 1, ROWS], "rows of each level that are left");
    let holding = ReadingFilter::new().filter(Reading::AFTER_ID.is_some()).limit(0);
    check_eq!(store.list_readings(&holding).await?.total, Some(0), "readings after one that is gone");
    Ok(())
}

async fn a_circle_among_plugin_entities(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let (tree, spared) = (tree(&store, "circle").await?, tree(&store, "spared").await?);
    // Each probe hangs on the next one's reading: one deletion goes all the way round.
    for (number, probe) in tree.probes.iter().enumerate() {
        let next = &tree.readings[(number + 1) % ROWS];
        store.update_probe(&Probe { main_id: Some(next.id), ..probe.clone() }).await?;
    }
    check!(store.delete_reading(&tree.readings[5].id).await?, "the deletion said that nothing was there");
    check_eq!(
        counts(&store).await?,
        [2 * ROWS, 2 * ROWS, ROWS, ROWS],
        "rows of each level after one in the circle was deleted"
    );
    check_eq!(store.get_probe(&spared.probes[3].id).await?, spared.probes[3], "a probe outside the circle");
    check!(store.delete_firm(&tree.firm.id).await?, "deletion of the firm above");
    check_eq!(counts(&store).await?, [ROWS; 4], "rows of each level that are left");
    Ok(())
}

async fn a_chain_and_a_ring_of_many_levels(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Deeper than databases follow references by themselves.
    let chain = |name: &str| -> Vec<_> {
        let id = |number: usize| format!("{name} {number:04}");
        let parent = |number: usize| number.checked_sub(1).map(id);
        (0..1_300).map(|number| Folder { id: id(number), parent: parent(number) }).collect()
    };
    store.create_folders(&chain("chain")).await?;
    store.create_folders(&chain("ring")).await?;
    store.update_folder(&Folder::new("ring 0000", Some("ring 1299"))).await?;
    check!(store.delete_folder("chain 0001").await?, "the deletion in the chain said that nothing was there");
    check_eq!(count::<Folder>(&store).await?, 1_301, "folders without the chain");
    check!(store.delete_folder("ring 0700").await?, "the deletion in the ring said that nothing was there");
    check_eq!(count::<Folder>(&store).await?, 1, "folders without the ring");
    Ok(())
}
