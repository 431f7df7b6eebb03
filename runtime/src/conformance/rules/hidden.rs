//! R12, R16: no kind of method gives, counts or changes a row that is soft-deleted or has expired.

use std::time::Duration;

use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, rows};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::error::ErrorKind;
use crate::store::StoreHandle;
use crate::value::{Row, Value};

register! {
    "R12": no_kind_reads_deleted_rows, no_kind_writes_deleted_rows;
    "R16": no_kind_reads_expired_rows, no_kind_writes_expired_rows;
}

/// In the area `x` a free and a held pass that are to be hidden, both before a third one in every order.
async fn passes(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    let until = Some(store.now() + Duration::from_secs(60));
    let hidden = |id: &str, rank| Pass {
        rank: Some(rank),
        note: Some("hidden".to_owned()),
        until,
        ..Pass::new(id, "x")
    };
    store.create_pass(&Pass { main: true, ..hidden("free", 1) }).await?;
    store.create_pass(&Pass { holder: Some("h".to_owned()), ..hidden("held", 2) }).await?;
    store.create_pass(&Pass { rank: Some(5), ..Pass::new("seen", "x") }).await?;
    for id in ["free", "held", "seen"] {
        store.create_stamp(&Stamp::new("p", id)).await?;
    }
    Ok(store)
}

/// The hidden rows of [`passes`] as the backend holds them.
async fn hidden(store: &StoreHandle) -> Outcome<Vec<Row>> {
    let stored = rows(store, Pass::schema()).await?;
    Ok(stored.into_iter().filter(|row| row[0] != Value::Text("seen".to_owned())).collect())
}

async fn soft_deleted(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = passes(context).await?;
    for id in ["free", "held"] {
        check!(store.delete_pass(id).await?, "deletion of `{id}` said that nothing was there");
    }
    Ok(store)
}

async fn expired(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = passes(context).await?;
    context.clock().advance(Duration::from_secs(60));
    Ok(store)
}

async fn no_kind_reads_deleted_rows(context: &Context<'_>) -> Outcome {
    reads_only_what_is_seen(&soft_deleted(context).await?).await
}

async fn no_kind_reads_expired_rows(context: &Context<'_>) -> Outcome {
    reads_only_what_is_seen(&expired(context).await?).await
}

async fn no_kind_writes_deleted_rows(context: &Context<'_>) -> Outcome {
    writes_only_what_is_seen(&soft_deleted(context).await?).await
}

async fn no_kind_writes_expired_rows(context: &Context<'_>) -> Outcome {
    writes_only_what_is_seen(&expired(context).await?).await
}

async fn reads_only_what_is_seen(store: &StoreHandle) -> Outcome {
    let seen = store.get_pass("seen").await?;
    let ids = |passes: Vec<Pass>| -> Vec<String> { passes.into_iter().map(|pass| pass.id).collect() };
    check_kind!(store.get_pass("free").await, ErrorKind::NotFound { .. }, "get of a hidden row");
    check_eq!(store.find_pass("held").await?, None, "find of a hidden row");
    let many = store.get_passes(&["free", "seen", "held"].map(str::to_owned)).await?;
    check_eq!(many, vec![None, Some(seen.clone()), None], "get of many");
    check_eq!(store.find_pass_by_code("code of free").await?, None, "find by a unique index");
    check_eq!(store.find_main_pass("x").await?, None, "find by a partial index");
    check_kind!(store.get_main_pass("x").await, ErrorKind::NotFound { .. }, "get by a partial index");
    check_eq!(store.get_first_pass("x").await?, seen, "the declared get");
    check_eq!(store.find_first_pass("x").await?, Some(seen.clone()), "the declared find");
    check_eq!(store.list_area_passes("x").await?, vec![seen.clone()], "the declared list");
    check_eq!(store.count_area_passes("x").await?, 1, "the declared count");
    let page = store.list_passes(&PassFilter::new()).await?;
    check_eq!((ids(page.items), page.total), (vec!["seen".to_owned()], Some(1)), "the list");
    let either = PassFilter::new().filter(Pass::RANK.eq(1).or(Pass::RANK.gt(0)));
    check_eq!(store.list_passes(&either).await?.total, Some(1), "the list with alternatives");
    let counts: Vec<_> = store.count_passes_by_note("x").await?.into_iter().collect();
    check_eq!(counts, vec![(None, 1)], "counts by a column");
    check_eq!(ids(store.list_stamped_passes("p").await?), ["seen"], "the list through a reference");
    let page = store.page_stamped_passes("p", &PassFilter::new()).await?;
    check_eq!(
        (ids(page.items), page.total),
        (vec!["seen".to_owned()], Some(1)),
        "the page through a reference"
    );
    check_eq!(store.delete_pass("seen").await?, true, "deletion of the row that is seen");
    check!(!store.has_area_pass("x").await?, "the declared exists finds hidden rows");
    Ok(())
}

async fn writes_only_what_is_seen(store: &StoreHandle) -> Outcome {
    let before = hidden(store).await?;
    check_eq!(before.len(), 2, "hidden rows");
    let gone = |id: &str| Pass { note: Some("new".to_owned()), ..Pass::new(id, "x") };
    check_kind!(
        store.update_pass(&Pass { version: 1, ..gone("free") }).await,
        ErrorKind::NotFound { .. },
        "update"
    );
    let changed = store.set_area_note("x", Some("z")).await?;
    check_eq!(
        changed.iter().map(|pass| pass.id.as_str()).collect::<Vec<_>>(),
        ["seen"],
        "rows of an update that gives them"
    );
    // Not refused by their guards, but not there.
    check!(!store.set_pass_note("held", Some("z")).await?, "a guarded update found a hidden row");
    check!(!store.set_pass_note("free", Some("z")).await?, "a guarded update found a hidden row");
    check!(!store.delete_idle_pass("held").await?, "a guarded delete found a hidden row");
    check!(!store.extend_pass("free", None).await?, "a declared update found a hidden row");
    check!(!store.swap_pass(&gone("free")).await?, "a swap found a hidden row");
    check!(!store.claim_this_pass("free", Some("me")).await?, "a claim by id found a hidden row");
    check_kind!(store.use_pass("free", 9).await, ErrorKind::NotFound { .. }, "increment");
    check_kind!(
        store.use_pass("free", 0).await,
        ErrorKind::NotFound { .. },
        "increment that its cap would refuse"
    );
    check_kind!(store.raise_pass("free", 99).await, ErrorKind::NotFound { .. }, "raise");
    check_kind!(
        store.make_main_pass("x", "held").await,
        ErrorKind::NotFound { .. },
        "the flag for a hidden row"
    );
    check!(!store.delete_pass("free").await?, "a deletion found a hidden row");
    check_eq!(store.take_pass_by_code("code of free").await?, None, "take by a unique column");
    check_eq!(
        store.claim_pass("x", Some("me")).await?.map(|pass| pass.id),
        Some("seen".to_owned()),
        "what a claim gives"
    );
    check_eq!(store.claim_pass("x", Some("me")).await?, None, "what the next claim gives");
    check_eq!(store.take_pass("x").await?.map(|pass| pass.id), Some("seen".to_owned()), "what a take gives");
    check_eq!(store.take_pass("x").await?, None, "what the next take gives");
    check_eq!(store.delete_area_passes("x").await?, 0, "rows of a declared delete");
    check_eq!(hidden(store).await?, before, "the hidden rows after all of that");
    Ok(())
}
