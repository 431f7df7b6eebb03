//! R18, R21, R22, R25: groups of plugins' entities, migrated in the order in which they need each other.

use std::slice;
use std::sync::Arc;

use super::common::count;
use super::references::firm;
use crate::Id;
use crate::conformance::check::{Outcome, Stop, check, check_eq, check_kind};
use crate::conformance::context::{Context, empty, transactional};
use crate::conformance::entities::{self, *};
use crate::conformance::run::register;
use crate::conformance::tasks::poll_and_drop;
use crate::error::ErrorKind;
use crate::future::BoxFuture;
use crate::layers::{Call, Faults, Layer};
use crate::store::{Group, Store, StoreExt, StoreHandle};

register! {
    "R18": groups_in_any_order, groups_one_after_another, groups_again_keep_their_rows, groups_many_times_at_once,
        a_store_that_is_opened_again_learns_its_groups;
    "R21": dropped_migrations_of_groups;
    "R22": mistakes_in_groups_leave_nothing;
    "R25": cascade_through_groups, cascade_through_groups_in_a_transaction, restrict_through_groups, set_null_across_groups;
}

/// More points than a migration waits at.
const MOST: usize = 400;

/// Another store on the same database, as another process has it: it knows the core only.
fn beside(store: &StoreHandle) -> StoreHandle {
    StoreHandle::new(Arc::clone(store.backend()), entities::all())
}

/// A store that knows the groups.
async fn opened(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    store.migrate(&groups()).await?;
    // From an earlier test on the same database.
    empty(&store).await?;
    Ok(store)
}

async fn parcel(store: &StoreHandle, firm: &Firm, number: i64) -> Outcome<Parcel> {
    Ok(store.create_parcel(&Parcel { id: Id::new(), firm_id: firm.id, number }).await?)
}

async fn item(store: &StoreHandle, parcel: &Parcel) -> Outcome<Item> {
    Ok(store.create_item(&Item { id: Id::new(), parcel_id: parcel.id }).await?)
}

/// Below a new firm two parcels, each with two items, each with two tags.
async fn tree(store: &StoreHandle) -> Outcome<Firm> {
    let firm = firm(store, "tree").await?;
    for number in [1, 2] {
        let parcel = parcel(store, &firm, number).await?;
        for _ in 0..2 {
            let item = item(store, &parcel).await?;
            let tags = [0; 2].map(|_| Tag { id: Id::new(), item_id: item.id, spare_id: Some(parcel.id) });
            store.create_tags(&tags).await?;
        }
    }
    Ok(firm)
}

/// Parcels, items and tags.
async fn counts(store: &StoreHandle) -> Outcome<[u64; 3]> {
    Ok([count::<Parcel>(store).await?, count::<Item>(store).await?, count::<Tag>(store).await?])
}

async fn groups_in_any_order(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let groups = groups();
        let given = order.map(|position: usize| groups[position].clone());
        let other = beside(&store);
        other.migrate(&given).await?;
        let firm = tree(&other).await?;
        check_eq!(counts(&other).await?, [2, 4, 8], "rows of the groups, given as {order:?}");
        other.delete_firm(&firm.id).await?;
        check_eq!(
            counts(&other).await?,
            [0; 3],
            "rows of the groups, given as {order:?}, below a deleted firm"
        );
    }
    Ok(())
}

async fn groups_one_after_another(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let other = beside(&store);
    let [tags, items, parcels] = groups();
    check_kind!(
        other.migrate(slice::from_ref(&items)).await,
        ErrorKind::Config { .. },
        "a group before the one that it comes after"
    );
    for group in [parcels, items, tags] {
        other.migrate(&[group]).await?;
    }
    tree(&other).await?;
    check_eq!(counts(&other).await?, [2, 4, 8], "rows of the groups");
    Ok(())
}

async fn groups_again_keep_their_rows(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let firm = tree(&store).await?;
    for _ in 0..3 {
        store.migrate(&groups()).await?;
        for group in groups() {
            store.migrate(&[group]).await?;
        }
        beside(&store).migrate(&groups()).await?;
    }
    check_eq!(counts(&store).await?, [2, 4, 8], "rows after the groups were migrated again");
    let taken = store.create_parcel(&Parcel { id: Id::new(), firm_id: firm.id, number: 1 }).await;
    check_kind!(taken, ErrorKind::Conflict { .. }, "a group's unique index after it was migrated again");
    Ok(())
}

async fn groups_many_times_at_once(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = firm(&store, "f").await?;
    let calls = (0..8).map(|number| {
        // Half of them as other processes do it.
        let store = if number % 2 == 0 { store.clone() } else { beside(&store) };
        let mut groups = groups();
        groups.rotate_left(number % 3);
        let call: BoxFuture<'static, _> = Box::pin(async move { store.migrate(&groups).await });
        call
    });
    for migrated in context.race(calls.collect()).await? {
        migrated?;
    }
    check_eq!(store.get_firm(&firm.id).await?, firm, "the firm after eight migrations at once");
    empty(&store).await?;
    tree(&store).await?;
    check_eq!(counts(&store).await?, [2, 4, 8], "rows of the groups that were made");
    Ok(())
}

async fn a_store_that_is_opened_again_learns_its_groups(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    tree(&store).await?;
    let other = beside(&store);
    other.migrate(&[]).await?;
    check_kind!(
        other.list_parcels(&ParcelFilter::new()).await,
        ErrorKind::UnknownEntity { entity: "Parcel" },
        "list of a group that was not migrated by this store"
    );
    other.migrate(&groups()).await?;
    check_eq!(counts(&other).await?, [2, 4, 8], "rows of the groups, in a store that was opened later");
    Ok(())
}

async fn dropped_migrations_of_groups(context: &Context<'_>) -> Outcome {
    for polls in 0..MOST {
        let store = context.store().await?;
        let groups = groups();
        let finished = poll_and_drop(store.migrate(&groups), polls).await;
        // Whatever is there by now, and known or not.
        let spared = firm(&store, "spared").await?;
        let doomed = firm(&store, "doomed").await?;
        check!(store.delete_firm(&doomed.id).await?, "the deletion said that nothing was there");
        store.migrate(&groups).await?;
        check_eq!(store.get_firm(&spared.id).await?, spared, "a firm after a migration was dropped");
        empty(&store).await?;
        let firm = tree(&store).await?;
        check!(store.delete_firm(&firm.id).await?, "the deletion said that nothing was there");
        check_eq!(counts(&store).await?, [0; 3], "rows below a firm, after {polls} polls of a migration");
        store.close().await?;
        if finished {
            return Ok(());
        }
    }
    Err(Stop::Fail(format!("a migration is not finished after {MOST} polls")))
}

async fn mistakes_in_groups_leave_nothing(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let calls = Faults::new();
    let counted = Box::new(calls.clone()).wrap(Arc::clone(store.backend()));
    let store = StoreHandle::new(counted, entities::all());
    let (stray, follower) =
        (Group::new("stray").entity::<Stray>(), Group::new("follower").entity::<Follower>());
    let mistakes = [
        ("a missing dependency", Group::new("other").after("nobody")),
        ("a circle", Group::new("other").after("other")),
        ("two of a name", Group::new("stray")),
        ("a name of the core", Group::new("core")),
        ("no name", Group::new("")),
        ("an entity of another group", Group::new("other").entity::<Stray>()),
        ("a table of another entity", Group::new("other").entity::<Impostor>()),
        ("a reference to a group that it doesn't come after", follower),
    ];
    for (words, mistake) in mistakes {
        let groups = [stray.clone(), mistake];
        check_kind!(store.migrate(&groups).await, ErrorKind::Config { .. }, "a migration with {words}");
        check_eq!(calls.calls(), 0, "calls of the backend, with {words}");
        let unknown = store.find_stray(&Id::new()).await;
        check_kind!(unknown, ErrorKind::UnknownEntity { .. }, "a find after a migration with {words}");
    }
    store.migrate(&[]).await?;
    check_eq!(calls.on(Call::Ensure).calls(), 1, "calls of the backend, at the end");
    firm(&store, "f").await?;
    Ok(())
}

async fn cascade_through_groups(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let (doomed, _spared) = (tree(&store).await?, tree(&store).await?);
    check!(store.delete_firm(&doomed.id).await?, "the deletion said that nothing was there");
    check_eq!(counts(&store).await?, [2, 4, 8], "rows of each group that are left");
    check_eq!(store.delete_firms_named("tree").await?, 1, "firms of a declared delete");
    check_eq!(counts(&store).await?, [0; 3], "rows of each group at the end");
    Ok(())
}

async fn cascade_through_groups_in_a_transaction(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    transactional(&store)?;
    let doomed = tree(&store).await?;
    let transaction = store.begin().await?;
    check!(transaction.delete_firm(&doomed.id).await?, "the deletion said that nothing was there");
    check_eq!(counts(transaction.store()).await?, [0; 3], "rows of each group inside");
    transaction.roll_back();
    check_eq!(counts(&store).await?, [2, 4, 8], "rows of each group after a roll back");
    store.transaction(|tx| async move { tx.delete_firm(&doomed.id).await }).await?;
    check_eq!(counts(&store).await?, [0; 3], "rows of each group after a commit");
    Ok(())
}

async fn restrict_through_groups(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let firm = tree(&store).await?;
    let item = item(&store, &parcel(&store, &firm, 3).await?).await?;
    let duty = store.create_duty(&Duty { id: Id::new(), item_id: item.id }).await?;
    check_kind!(
        store.delete_firm(&firm.id).await,
        ErrorKind::Restricted { entity: "Item", by: "Duty" },
        "deletion of a firm with a duty three groups below"
    );
    check_eq!(counts(&store).await?, [3, 5, 8], "rows of each group after a refused deletion");
    store.delete_duty(&duty.id).await?;
    check!(store.delete_firm(&firm.id).await?, "the deletion, once the duty is gone");
    check_eq!(counts(&store).await?, [0; 3], "rows of each group at the end");
    Ok(())
}

async fn set_null_across_groups(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let firm = firm(&store, "f").await?;
    let (own, spare) = (parcel(&store, &firm, 1).await?, parcel(&store, &firm, 2).await?);
    let item = item(&store, &own).await?;
    let tag = Tag { id: Id::new(), item_id: item.id, spare_id: Some(spare.id) };
    store.create_tag(&tag).await?;
    check!(store.delete_parcel(&spare.id).await?, "the deletion said that nothing was there");
    check_eq!(store.get_tag(&tag.id).await?, Tag { spare_id: None, ..tag }, "the tag of a deleted parcel");
    Ok(())
}
