//! R18: migrate. R20: errors say what to do. R24: the clock.

use std::time::Duration;

use super::common::count;
use crate::conformance::check::{Outcome, check, check_eq, check_kind, refused};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::error::{Error, ErrorKind};
use crate::future::BoxFuture;
use crate::store::Store;
use crate::{Id, Timestamp};

register! {
    "R18": migrate_again_keeps_rows, migrate_many_times_at_once;
    "R20": kinds_of_errors, a_closed_store_says_so, the_store_answers;
    "R24": the_clock_fills_in_columns, now_in_declared_methods, the_clock_may_stand_or_go_back;
}

async fn migrate_again_keeps_rows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let member = store
        .create_member(&Member {
            number: Some(1),
            ..Member::new("t", "a")
        })
        .await?;
    for _ in 0..3 {
        store.migrate(&[]).await?;
    }
    check_eq!(
        store.get_member_by_number(1).await?,
        member,
        "the member after migrate was called again"
    );
    let again = store
        .create_member(&Member {
            number: Some(1),
            ..Member::new("t", "b")
        })
        .await;
    check_kind!(
        again,
        ErrorKind::Conflict { .. },
        "the unique index after migrate was called again"
    );
    Ok(())
}

async fn migrate_many_times_at_once(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let note = store.create_note(&Note::new("n", "t", "")).await?;
    let calls = (0..8).map(|_| {
        let store = store.clone();
        let call: BoxFuture<'static, _> = Box::pin(async move { store.migrate(&[Plugin::schema()]).await });
        call
    });
    for migrated in context.race(calls.collect()).await? {
        migrated?;
    }
    check_eq!(
        store.get_note("n").await?,
        note,
        "the note after eight migrations at once"
    );
    check_eq!(
        count::<Plugin>(&store).await?,
        0,
        "rows of the table that was made"
    );
    Ok(())
}

async fn kinds_of_errors(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    store.update_doc(&doc).await?;
    let firm = store
        .create_firm(&Firm {
            id: Id::new(),
            name: String::new(),
        })
        .await?;
    store
        .create_bill(&Bill {
            id: Id::new(),
            firm_id: Some(firm.id),
        })
        .await?;
    let nul = Note::new("\0", "t", "");
    let cursor = NoteFilter::new().after(crate::Cursor::from("x"));
    // Whether each is: not found, conflict, stale. None of them is worth a retry.
    let expectations: [(&str, Error, [bool; 3]); 7] = [
        (
            "absent",
            refused(store.get_note("n").await, "get of no row")?,
            [true, false, false],
        ),
        (
            "update of an absent row",
            refused(
                store.update_note(&Note::new("n", "t", "")).await,
                "update of no row",
            )?,
            [true, false, false],
        ),
        (
            "taken",
            refused(store.create_doc(&doc).await, "create with a taken id")?,
            [false, true, false],
        ),
        (
            "stale",
            refused(store.update_doc(&doc).await, "stale update")?,
            [false, false, true],
        ),
        (
            "restricted",
            refused(store.delete_firm(&firm.id).await, "restricted deletion")?,
            [false; 3],
        ),
        (
            "refused value",
            refused(store.create_note(&nul).await, "create with NUL")?,
            [false; 3],
        ),
        (
            "forged cursor",
            refused(store.list_notes(&cursor).await, "list after a forged cursor")?,
            [false; 3],
        ),
    ];
    for (words, error, expected) in expectations {
        let said = [error.is_not_found(), error.is_conflict(), error.is_stale()];
        check_eq!(said, expected, "{words}: not found, conflict, stale");
        check!(
            !error.is_retryable(),
            "{words}: said to be worth a retry: {error:?}"
        );
    }
    Ok(())
}

async fn a_closed_store_says_so(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_note(&Note::new("n", "t", "")).await?;
    store.close().await?;
    store.close().await?;
    check_kind!(store.ping().await, ErrorKind::Closed, "ping after close");
    check_kind!(store.get_note("n").await, ErrorKind::Closed, "get after close");
    check_kind!(
        store.create_note(&Note::new("m", "t", "")).await,
        ErrorKind::Closed,
        "create after close"
    );
    check_kind!(
        store.update_note(&Note::new("n", "t", "")).await,
        ErrorKind::Closed,
        "update after close"
    );
    check_kind!(
        store.upsert_note(&Note::new("n", "t", "")).await,
        ErrorKind::Closed,
        "upsert after close"
    );
    check_kind!(
        store.delete_note("n").await,
        ErrorKind::Closed,
        "delete after close"
    );
    check_kind!(
        store.list_notes(&NoteFilter::new()).await,
        ErrorKind::Closed,
        "list after close"
    );
    check_kind!(store.migrate(&[]).await, ErrorKind::Closed, "migrate after close");
    Ok(())
}

async fn the_store_answers(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.ping().await?;
    // A failure leaves the connection as usable as it was.
    for _ in 0..20 {
        check_kind!(
            store
                .create_unit(&Unit {
                    id: Id::new(),
                    firm_id: Id::new(),
                    name: String::new()
                })
                .await,
            ErrorKind::MissingReference { .. },
            "a refused create"
        );
    }
    store.ping().await?;
    check_eq!(count::<Unit>(&store).await?, 0, "units");
    Ok(())
}

async fn the_clock_fills_in_columns(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let start = store.now();
    let profile = store.create_profile(&Profile::new("p")).await?;
    check_eq!(
        (profile.created_at, profile.updated_at),
        (start, start),
        "created and updated of a new row"
    );
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
    check_eq!(
        store.get_profile(&profile.id).await?,
        upserted,
        "the stored profile is what upsert gave"
    );
    let bulk = store
        .create_profiles(&[Profile::new("q"), Profile::new("r")])
        .await?;
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
        tickets.push(
            store
                .create_ticket(&Ticket::new("ann", start + Duration::from_secs(seconds)))
                .await?,
        );
    }
    for passed in 0..=5_u64 {
        let open = 5 - passed;
        check_eq!(
            store.count_open_tickets("ann").await?,
            open,
            "open tickets after {passed} seconds"
        );
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
    check!(
        store.use_ticket(&tickets[4].id).await?,
        "a declared update found no row"
    );
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
    check_eq!(
        store.delete_expired_tickets().await?,
        2,
        "tickets that expired at now or before"
    );
    check_eq!(count::<Ticket>(&store).await?, 3, "tickets that are left");
    let later = start + Duration::from_secs(60);
    check_eq!(
        store.extend_tickets("ann", later).await?,
        3,
        "tickets that a declared update changed"
    );
    let extended = TicketFilter::new()
        .filter(Ticket::EXPIRES_AT.eq(later))
        .filter(Ticket::TOUCHED_AT.eq(store.now()));
    check_eq!(
        store.list_tickets(&extended).await?.total,
        Some(3),
        "tickets that expire later"
    );
    Ok(())
}

async fn the_clock_may_stand_or_go_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    let same = store.update_doc(&doc).await?;
    check_eq!(same.updated_at, doc.updated_at, "updated, while the clock stands");
    context.clock().set(Timestamp::MIN);
    let back = store.update_doc(&same).await?;
    check_eq!(
        back.updated_at,
        Timestamp::MIN,
        "updated, with the clock in the year 1"
    );
    let patient = store.create_patient(&Patient::new("p", "w")).await?;
    check!(
        store.delete_patient(&patient.id).await?,
        "soft deletion in the year 1"
    );
    check_eq!(
        store.find_patient(&patient.id).await?,
        None,
        "the row deleted in the year 1"
    );
    context.clock().set(Timestamp::MAX);
    check_eq!(
        store.create_doc(&Doc::new("e")).await?.created_at,
        Timestamp::MAX,
        "created, with the clock in the year 9999"
    );
    Ok(())
}
