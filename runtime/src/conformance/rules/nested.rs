//! R15: transactions inside transactions.

use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::poll_and_drop;
use crate::error::{Error, ErrorKind, Result};
use crate::store::{StoreExt, StoreHandle};

register! {
    "R15": a_nested_commit_is_part_of_the_outer_one, a_nested_drop_undoes_its_own_part,
        a_nested_commit_goes_with_the_outer_drop, nested_levels_end_each_by_itself, nested_ones_one_after_the_other,
        a_nested_error_can_be_survived, a_nested_begin_can_be_dropped, an_outer_end_ends_those_inside;
}

async fn opened(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    transactional(&store)?;
    Ok(store)
}

async fn create(store: &StoreHandle, id: &str) -> Result<()> {
    store.create_task(&Task::new(id, "q")).await.map(drop)
}

async fn ids(store: &StoreHandle) -> Result<Vec<String>> {
    Ok(store.list_tasks(&TaskFilter::new()).await?.items.into_iter().map(|task| task.id).collect())
}

async fn a_nested_commit_is_part_of_the_outer_one(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let outer = store.begin().await?;
    create(outer.store(), "a").await?;
    let inner = outer.begin().await?;
    create(inner.store(), "b").await?;
    check_eq!(ids(inner.store()).await?, ["a", "b"], "what the inner one sees");
    inner.commit().await?;
    create(outer.store(), "c").await?;
    check_eq!(ids(outer.store()).await?, ["a", "b", "c"], "what the outer one sees");
    outer.commit().await?;
    check_eq!(ids(&store).await?, ["a", "b", "c"], "what is there");
    Ok(())
}

async fn a_nested_drop_undoes_its_own_part(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    create(&store, "before").await?;
    let outer = store.begin().await?;
    create(outer.store(), "a").await?;
    let inner = outer.begin().await?;
    create(inner.store(), "b").await?;
    inner.delete_task("before").await?;
    inner.add_attempt("a", 9).await?;
    drop(inner);
    check_eq!(ids(outer.store()).await?, ["a", "before"], "what the outer one sees");
    // Its values are free again.
    create(outer.store(), "b").await?;
    outer.commit().await?;
    check_eq!(ids(&store).await?, ["a", "b", "before"], "what is there");
    check_eq!(store.get_task("a").await?.attempts, 0, "what the inner one had changed");
    Ok(())
}

async fn a_nested_commit_goes_with_the_outer_drop(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let outer = store.begin().await?;
    let inner = outer.begin().await?;
    create(inner.store(), "a").await?;
    inner.commit().await?;
    drop(outer);
    check_eq!(ids(&store).await?, [""; 0], "what is there");
    create(&store, "a").await?;
    Ok(())
}

async fn nested_levels_end_each_by_itself(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    // Of five levels the second and the fourth are undone, and what is inside of them with them.
    let one = store.begin().await?;
    create(one.store(), "1").await?;
    let two = one.begin().await?;
    create(two.store(), "2").await?;
    let three = two.begin().await?;
    create(three.store(), "3").await?;
    let four = three.begin().await?;
    create(four.store(), "4").await?;
    let five = four.begin().await?;
    create(five.store(), "5").await?;
    five.commit().await?;
    check_eq!(ids(one.store()).await?, ["1", "2", "3", "4", "5"], "what all levels see");
    drop(four);
    check_eq!(ids(one.store()).await?, ["1", "2", "3"], "what is left without the fourth level");
    three.commit().await?;
    drop(two);
    check_eq!(ids(one.store()).await?, ["1"], "what is left without the second level");
    one.commit().await?;
    check_eq!(ids(&store).await?, ["1"], "what is there");
    Ok(())
}

async fn nested_ones_one_after_the_other(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let outer = store.begin().await?;
    for round in 0..20 {
        let inner = outer.begin().await?;
        create(inner.store(), &format!("{round:02}")).await?;
        if round % 3 == 0 {
            inner.commit().await?;
        }
    }
    outer.commit().await?;
    check_eq!(ids(&store).await?, ["00", "03", "06", "09", "12", "15", "18"], "what is there");
    Ok(())
}

async fn a_nested_error_can_be_survived(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    create(&store, "taken").await?;
    let outcome = store
        .transaction(|tx| async move {
            create(&tx, "a").await?;
            let failed: Result<()> = tx
                .transaction(|inner| async move {
                    create(&inner, "b").await?;
                    create(&inner, "taken").await
                })
                .await;
            create(&tx, "c").await?;
            Ok::<_, Error>(failed)
        })
        .await?;
    check_kind!(outcome, ErrorKind::Conflict { entity: "Task", .. }, "the inner one's last call");
    check_eq!(ids(&store).await?, ["a", "c", "taken"], "what is there");
    Ok(())
}

async fn a_nested_begin_can_be_dropped(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let outer = store.begin().await?;
    create(outer.store(), "a").await?;
    for polls in 0..5 {
        poll_and_drop(outer.begin(), polls).await;
    }
    let inner = outer.begin().await?;
    create(inner.store(), "b").await?;
    inner.commit().await?;
    outer.commit().await?;
    check_eq!(ids(&store).await?, ["a", "b"], "what is there");
    Ok(())
}

async fn an_outer_end_ends_those_inside(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let outer = store.begin().await?;
    let inner = outer.begin().await?;
    create(inner.store(), "a").await?;
    // Never committed itself, but not undone either when the whole is committed.
    outer.commit().await?;
    check!(create(inner.store(), "b").await.is_err(), "a call of the inner one after the outer one's end");
    drop(inner);
    check_eq!(ids(&store).await?, ["a"], "what is there");
    Ok(())
}
