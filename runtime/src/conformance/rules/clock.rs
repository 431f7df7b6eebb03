//! R24: the clock.

use std::time::Duration;

use super::common::count;
use crate::Timestamp;
use crate::conformance::check::{Outcome, check, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R24": the_clock_fills_in_columns, now_in_declared_methods, the_clock_may_stand_or_go_back;
}

async fn the_clock_fills_in_columns(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let start = store.now();
    let profile = store.create_profile(&Profile::new("p")).await?;
    check_eq!((profile.created_at, profile.updated_at), (start, start), "created and updated of a new row");
    context.clock().advance(Duration::from_micros(1));
    let updated = store.update_profile(&profile).await?;
    check_eq!(
        (updated.created_at, updated.updated_at),
        (start, store.now()),
        "created and updated of an updated row"
    );
    context.clock().advance(Duration::from_secs(86_400));
    let upserted = store.upsert_profile(&profile).await?.into_inner();
    check_eq!(
        (upserted.created_at, upserted.updated_at),
        (start, store.now()),
        "created and updated of an upserted row"
    );
    check_eq!(store.get_profile(&profile.id).await?, upserted, "the stored profile is what upsert gave");
    let bulk = store.create_profiles(&[Profile::new("q"), Profile::new("r")]).await?;
    check!(
        bulk.iter().all(|profile| profile.created_at == store.now()),
        "created of a bulk create is not the clock's now"
    );
    Ok(())
}

async fn now_in_declared_methods(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let start = store.now();
    let mut tickets = Vec::new();
    for seconds in [1, 2, 3, 4, 5] {
        tickets.push(store.create_ticket(&Ticket::new("ann", start + Duration::from_secs(seconds))).await?);
    }
    for passed in 0..=5_u64 {
        let open = 5 - passed;
        check_eq!(store.count_open_tickets("ann").await?, open, "open tickets after {passed} seconds");
        check_eq!(
            store.has_open_ticket("ann").await?,
            open > 0,
            "whether one is open after {passed} seconds"
        );
        check_eq!(
            store.list_open_tickets("ann").await?.len() as u64,
            open.min(3),
            "listed tickets, 3 at most, after {passed} seconds"
        );
        context.clock().advance(Duration::from_secs(1));
    }
    context.clock().set(start + Duration::from_secs(2));
    check!(store.use_ticket(&tickets[4].id).await?, "a declared update found no row");
    check!(
        !store.use_ticket(&tickets[4].id).await?,
        "a declared update whose condition doesn't hold found a row"
    );
    let used = store.get_ticket(&tickets[4].id).await?;
    check_eq!(
        (used.used_at, used.touched_at),
        (Some(store.now()), store.now()),
        "what a declared update set to now"
    );
    check_eq!(store.delete_expired_tickets().await?, 2, "tickets that expired at now or before");
    check_eq!(count::<Ticket>(&store).await?, 3, "tickets that are left");
    let later = start + Duration::from_secs(60);
    check_eq!(store.extend_tickets("ann", later).await?, 3, "tickets that a declared update changed");
    let extended =
        TicketFilter::new().filter(Ticket::EXPIRES_AT.eq(later)).filter(Ticket::TOUCHED_AT.eq(store.now()));
    check_eq!(store.list_tickets(&extended).await?.total, Some(3), "tickets that expire later");
    Ok(())
}

async fn the_clock_may_stand_or_go_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    let same = store.update_doc(&doc).await?;
    check_eq!(same.updated_at, doc.updated_at, "updated, while the clock stands");
    context.clock().set(Timestamp::MIN);
    let back = store.update_doc(&same).await?;
    check_eq!(back.updated_at, Timestamp::MIN, "updated, with the clock in the year 1");
    let patient = store.create_patient(&Patient::new("p", "w")).await?;
    check!(store.delete_patient(&patient.id).await?, "soft deletion in the year 1");
    check_eq!(store.find_patient(&patient.id).await?, None, "the row deleted in the year 1");
    context.clock().set(Timestamp::MAX);
    check_eq!(
        store.create_doc(&Doc::new("e")).await?.created_at,
        Timestamp::MAX,
        "created, with the clock in the year 9999"
    );
    Ok(())
}
