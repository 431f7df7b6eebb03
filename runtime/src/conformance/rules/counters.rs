//! R14: increment and raise, by one caller.

use std::time::Duration;

use crate::Timestamp;
use crate::conformance::check::{Outcome, check, check_eq, check_invalid, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;

register! {
    "R14": increment_up_to_a_cap, increment_within_both_bounds, increment_of_a_small_type, increment_at_the_ends,
        increment_of_no_row, increment_stamps, raise_only_upwards, raise_to_now, raise_of_no_row;
}

async fn increment_up_to_a_cap(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_tasks(&["a", "b"].map(|id| Task::new(id, "q"))).await?;
    for expected in [Some(1), Some(2), Some(3), None, None] {
        check_eq!(store.add_attempt("a", 3).await?, expected, "the next attempt of 3");
    }
    check_eq!(store.get_task("a").await?.attempts, 3, "the stored attempts");
    // The cap is the caller's: a higher one lets it go on, a lower one doesn't take anything back.
    check_eq!(store.add_attempt("a", 4).await?, Some(4), "the next attempt of 4");
    check_eq!(store.add_attempt("a", 0).await?, None, "the next attempt of none");
    check_eq!(store.add_attempt("b", -1).await?, None, "the next attempt of less than none");
    check_eq!(store.add_attempt("b", i64::MIN).await?, None, "the next attempt, capped by the least integer");
    check_eq!(
        store.add_attempt("b", i64::MAX).await?,
        Some(1),
        "the next attempt, capped by the largest integer"
    );
    check_eq!(store.get_task("a").await?.attempts, 4, "the stored attempts at the end");
    Ok(())
}

async fn increment_within_both_bounds(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_task(&Task::new("a", "q")).await?;
    let steps = [
        (15, Some(15)),
        (6, None),
        (5, Some(20)),
        (1, None),
        (0, Some(20)),
        (-25, Some(-5)),
        (-1, None),
        (i64::MIN, None),
        (i64::MAX, None),
        (25, Some(20)),
    ];
    for (by, expected) in steps {
        check_eq!(store.spend("a", by).await?, expected, "credits after {by} more");
    }
    // Beyond the bounds already: the one it moves towards counts, the other doesn't hold it back.
    let task = store.get_task("a").await?;
    store.update_task(&Task { credits: 100, ..task }).await?;
    check_eq!(
        store.spend("a", -10).await?,
        Some(90),
        "credits above the upper bound after some were taken off"
    );
    check_eq!(store.spend("a", 1).await?, None, "credits above the upper bound after one was added");
    Ok(())
}

async fn increment_of_a_small_type(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_task(&Task::new("a", "q")).await?;
    check_eq!(store.add_attempts("a", 255, None).await?, Some(255), "the largest value of a byte");
    check_invalid(store.add_attempts("a", 1, None).await, "attempts", "one more than a byte holds")?;
    check_eq!(store.add_attempt("a", 300).await?, None, "one more than a byte holds, with a higher cap");
    check_eq!(store.add_attempts("a", -255, None).await?, Some(0), "the least value of a byte");
    check_invalid(store.add_attempts("a", -1, None).await, "attempts", "one less than a byte holds")?;
    check_eq!(store.get_task("a").await?.attempts, 0, "the stored byte");
    Ok(())
}

async fn increment_at_the_ends(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let least = store.create_task(&Task { credits: i64::MIN, ..Task::new("a", "q") }).await?;
    check_invalid(store.give_one(&least.token).await, "credits", "one less than the least integer")?;
    check_eq!(store.get_task("a").await?, least, "the row after a refused increment");
    let task = store.create_task(&Task { credits: i64::MIN + 1, ..Task::new("b", "q") }).await?;
    check_eq!(store.give_one(&task.token).await?, Some(i64::MIN), "the least integer");
    Ok(())
}

async fn increment_of_no_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let absent = ErrorKind::NotFound { entity: "Task" };
    for result in [store.spend("a", 1).await, store.give_one("unknown").await] {
        check_eq!(
            result.map_err(|error| error.kind().clone()),
            Err(absent.clone()),
            "an increment of no row"
        );
    }
    check_kind!(
        store.add_attempt("a", 0).await,
        ErrorKind::NotFound { .. },
        "an increment of no row that its cap would refuse"
    );
    check_kind!(
        store.add_attempts("a", 1, None).await,
        ErrorKind::NotFound { .. },
        "an increment of no row with no cap"
    );
    Ok(())
}

async fn increment_stamps(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    context.clock().advance(Duration::from_secs(1));
    check_eq!(store.add_attempts("a", 2, Some("me")).await?, Some(2), "the attempts");
    let expected =
        Task { attempts: 2, touched_at: store.now(), version: 2, ..task.clone().with_worker("me") };
    check_eq!(store.get_task("a").await?, expected, "the row after an increment that sets a column too");
    context.clock().advance(Duration::from_secs(1));
    check_eq!(store.add_attempt("a", 2).await?, None, "a refused increment");
    check_eq!(store.get_task("a").await?, expected, "the row after a refused increment");
    Ok(())
}

async fn raise_only_upwards(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    let other = store.create_task(&Task::new("b", "q")).await?;
    // Nothing is lower than all.
    let steps = [
        (i64::MIN, true),
        (i64::MIN, false),
        (-3, true),
        (-4, false),
        (8, true),
        (8, false),
        (7, false),
        (i64::MAX, true),
        (i64::MAX, false),
    ];
    let mut version = 1;
    for (mark, raised) in steps {
        context.clock().advance(Duration::from_secs(1));
        let before = store.get_task("a").await?;
        check_eq!(
            store.raise_mark("a", mark, Some("me")).await?,
            raised,
            "whether {mark} was higher than {:?}",
            before.mark
        );
        version += i64::from(raised);
        let after = if raised {
            Task { mark: Some(mark), touched_at: store.now(), version, ..task.clone().with_worker("me") }
        } else {
            before
        };
        check_eq!(store.get_task("a").await?, after, "the row after a raise to {mark}");
    }
    check_eq!(store.get_task("b").await?, other, "another row");
    Ok(())
}

async fn raise_to_now(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_task(&Task::new("a", "q")).await?;
    let start = store.now();
    check!(store.raise_started("a").await?, "now was not higher than nothing");
    check!(!store.raise_started("a").await?, "now was higher than now");
    context.clock().set(Timestamp::MIN);
    check!(!store.raise_started("a").await?, "the year 1 was higher than now");
    check_eq!(store.get_task("a").await?.started_at, Some(start), "the moment that is stored");
    context.clock().set(start + Duration::from_micros(1));
    check!(store.raise_started("a").await?, "a microsecond later was not higher");
    check_eq!(
        store.get_task("a").await?.started_at,
        Some(store.now()),
        "the moment that is stored at the end"
    );
    Ok(())
}

async fn raise_of_no_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for mark in [1, i64::MIN] {
        check_kind!(
            store.raise_mark("a", mark, None).await,
            ErrorKind::NotFound { entity: "Task" },
            "a raise of no row"
        );
    }
    check_kind!(store.raise_started("a").await, ErrorKind::NotFound { .. }, "a raise of no row to now");
    Ok(())
}
