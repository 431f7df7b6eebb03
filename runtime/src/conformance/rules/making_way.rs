//! R16: a row that has expired makes way for a new one with its id or its unique values.

use std::time::Duration;

use crate::conformance::check::{Outcome, check, check_conflict, check_eq, check_kind};
use crate::conformance::context::{Context, empty, rows, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::error::ErrorKind;
use crate::store::{StoreExt, StoreHandle};

register! {
    "R16": create_beside_an_expired_row, bulk_create_beside_expired_rows, upsert_beside_an_expired_row,
        insert_new_beside_an_expired_row, create_together_beside_an_expired_row, update_beside_an_expired_row,
        set_exclusive_beside_an_expired_row, only_what_has_expired_makes_way, making_way_is_all_or_nothing,
        making_way_inside_a_transaction;
}

/// Of the rows `a` and `main`, both expired, the latter is the main one of the area `x`. Both have a stamp.
async fn expired(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    expire(context, &store).await?;
    Ok(store)
}

/// These rows in a store that is emptied before.
async fn expire(context: &Context<'_>, store: &StoreHandle) -> Outcome {
    empty(store).await?;
    let until = Some(store.now() + Duration::from_secs(1));
    store.create_pass(&Pass { until, ..Pass::new("a", "x") }).await?;
    store.create_pass(&Pass { until, main: true, ..Pass::new("main", "x") }).await?;
    store.create_stamps(&["a", "main"].map(|id| Stamp::new("p", id))).await?;
    context.clock().advance(Duration::from_secs(1));
    Ok(())
}

/// A new row with the code of the row `a`.
fn with_the_code(id: &str) -> Pass {
    Pass { code: Pass::new("a", "").code, ..Pass::new(id, "y") }
}

/// How many rows are stored, expired ones too.
async fn stored(store: &StoreHandle) -> Outcome<usize> {
    Ok(rows(store, Pass::schema()).await?.len())
}

async fn create_beside_an_expired_row(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    let new = store.create_pass(&Pass { uses: 1, ..Pass::new("a", "y") }).await?;
    check_eq!((new.version, new.uses), (1, 1), "version and uses of a new row with an expired id");
    check_eq!(store.get_pass("a").await?, new, "the new row");
    check_eq!(store.list_stamped_passes("p").await?, vec![], "what hung on the expired row");
    expire(context, &store).await?;
    let new = store.create_pass(&with_the_code("b")).await?;
    check_eq!(store.get_pass_by_code(&new.code).await?, new, "the new row with an expired code");
    check_eq!(stored(&store).await?, 2, "rows that are stored");
    let new = store.create_pass(&Pass { main: true, ..Pass::new("c", "x") }).await?;
    check_eq!(store.get_main_pass("x").await?, new, "the new main row of the area");
    // One that takes the place of two.
    expire(context, &store).await?;
    let both = Pass { main: true, area: "x".to_owned(), ..with_the_code("d") };
    store.create_pass(&both).await?;
    check_eq!(stored(&store).await?, 1, "rows that are stored after one took the place of two");
    Ok(())
}

async fn bulk_create_beside_expired_rows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let until = Some(store.now() + Duration::from_secs(1));
    let passes = |until| -> Vec<_> {
        (0..450).map(|number| Pass { until, ..Pass::new(&format!("{number:03}"), "x") }).collect()
    };
    store.create_passes(&passes(until)).await?;
    context.clock().advance(Duration::from_secs(1));
    check_eq!(store.create_passes(&passes(None)).await?.len(), 450, "new rows with expired ids and codes");
    check_eq!(stored(&store).await?, 450, "rows that are stored");
    let again = store.create_passes(&passes(None)).await;
    check_kind!(again, ErrorKind::Conflict { position: Some(0), .. }, "bulk create of what is there");
    Ok(())
}

async fn upsert_beside_an_expired_row(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    let upserted = store.upsert_pass(&Pass::new("a", "y")).await?;
    check!(upserted.is_inserted(), "an upsert replaced an expired row");
    check_eq!(upserted.into_inner().version, 1, "the version of the row that an upsert inserted");
    expire(context, &store).await?;
    let upserted = store.upsert_pass_of_code(&with_the_code("b")).await?;
    check!(upserted.is_inserted(), "an upsert on an index replaced an expired row");
    check_eq!(upserted.into_inner().id, "b", "the id of the row that it inserted");
    // A clash in another index than the one that is asked.
    expire(context, &store).await?;
    check!(store.upsert_pass(&with_the_code("b")).await?.is_inserted(), "an upsert beside an expired code");
    let replaced =
        store.upsert_pass(&Pass { main: true, area: "x".to_owned(), ..with_the_code("b") }).await?;
    check!(!replaced.is_inserted(), "an upsert of what is there inserted");
    check_eq!(stored(&store).await?, 1, "rows that are stored");
    Ok(())
}

async fn insert_new_beside_an_expired_row(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    check!(store.insert_new_pass(&Pass::new("a", "y")).await?, "a row with an expired id was not added");
    check!(!store.insert_new_pass(&Pass::new("a", "y")).await?, "a row with a taken id was added");
    expire(context, &store).await?;
    check!(store.insert_pass_of_code(&with_the_code("b")).await?, "a row with an expired code was not added");
    check!(!store.insert_pass_of_code(&with_the_code("c")).await?, "a row with a taken code was added");
    check_eq!(stored(&store).await?, 2, "rows that are stored");
    Ok(())
}

async fn create_together_beside_an_expired_row(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    let stamp = Stamp::new("new", "a");
    let (pass, stamps) = store.create_pass_with(&Pass::new("a", "y"), std::slice::from_ref(&stamp)).await?;
    check_eq!((pass.version, stamps), (1, vec![stamp]), "what was created together with an expired id");
    check_eq!(store.list_stamped_passes("new").await?, vec![pass], "the new row through the new link");
    Ok(())
}

async fn update_beside_an_expired_row(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    let pass = store.create_pass(&Pass::new("b", "x")).await?;
    let pass = store.update_pass(&Pass { code: Pass::new("a", "").code, ..pass }).await?;
    check_eq!(
        store.get_pass_by_code(&pass.code).await?.id,
        "b",
        "the row that took an expired code by an update"
    );
    check!(store.swap_pass(&Pass { main: true, ..pass }).await?, "a swap found no row");
    check_eq!(store.get_main_pass("x").await?.id, "b", "the row that took an expired place by a swap");
    check_eq!(stored(&store).await?, 1, "rows that are stored");
    Ok(())
}

async fn set_exclusive_beside_an_expired_row(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    store.create_pass(&Pass::new("b", "x")).await?;
    store.make_main_pass("x", "b").await?;
    check_eq!(store.get_main_pass("x").await?.id, "b", "the main row, of which the one before has expired");
    Ok(())
}

async fn only_what_has_expired_makes_way(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    let held = store
        .create_pass(&Pass { until: Some(store.now() + Duration::from_micros(1)), ..Pass::new("b", "x") })
        .await?;
    // Its id has expired, its code has not.
    let new = Pass { code: held.code.clone(), ..Pass::new("a", "y") };
    check_conflict(
        store.create_pass(&new).await,
        "Pass",
        &["code"],
        None,
        "create beside a row that has not expired",
    )?;
    check_conflict(store.insert_new_pass(&new).await, "Pass", &["code"], None, "insert-new beside it")?;
    check_conflict(store.upsert_pass(&new).await, "Pass", &["code"], None, "upsert beside it")?;
    check_eq!(store.get_pass("b").await?, held, "the row that has not expired");
    check_eq!(stored(&store).await?, 3, "rows that are stored after refused calls");
    // Soft-deleted rows keep their ids, and expired ones of other ids and codes are left alone.
    store.delete_pass("b").await?;
    check_conflict(
        store.create_pass(&Pass::new("b", "y")).await,
        "Pass",
        &["id"],
        None,
        "create with a deleted id",
    )?;
    store.create_pass(&Pass::new("c", "y")).await?;
    check_eq!(stored(&store).await?, 4, "rows that are stored at the end");
    Ok(())
}

async fn making_way_is_all_or_nothing(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    let taken = store.create_pass(&Pass::new("taken", "y")).await?;
    let before = rows(&store, Pass::schema()).await?;
    let bulk = [Pass::new("a", "y"), Pass::new("new", "y"), Pass { id: "other".to_owned(), ..taken }];
    check_conflict(
        store.create_passes(&bulk).await,
        "Pass",
        &["code"],
        Some(2),
        "bulk create beside an expired and a taken row",
    )?;
    check_eq!(
        rows(&store, Pass::schema()).await?,
        before,
        "what is stored after a refused call, the expired row too"
    );
    Ok(())
}

async fn making_way_inside_a_transaction(context: &Context<'_>) -> Outcome {
    let store = expired(context).await?;
    transactional(&store)?;
    let before = rows(&store, Pass::schema()).await?;
    let transaction = store.begin().await?;
    transaction.create_pass(&Pass::new("a", "y")).await?;
    transaction
        .upsert_pass_of_code(&Pass { code: Pass::new("main", "").code, ..Pass::new("b", "y") })
        .await?;
    transaction.roll_back();
    check_eq!(
        rows(&store, Pass::schema()).await?,
        before,
        "what is stored after a roll back, the expired rows too"
    );
    store.transaction(|tx| async move { tx.create_pass(&Pass::new("a", "y")).await }).await?;
    check_eq!(store.get_pass("a").await?.area, "y", "the area of the row that took the expired one's place");
    Ok(())
}
