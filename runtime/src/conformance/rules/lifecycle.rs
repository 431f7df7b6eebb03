//! R18: migrate. R20: errors say what to do.

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind, refused};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::{Error, ErrorKind};
use crate::future::BoxFuture;
use crate::store::{Group, Store};

register! {
    "R18": migrate_again_keeps_rows, migrate_many_times_at_once;
    "R20": kinds_of_errors, a_closed_store_says_so, the_store_answers;
}

async fn migrate_again_keeps_rows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let member = store.create_member(&Member { number: Some(1), ..Member::new("t", "a") }).await?;
    for _ in 0..3 {
        store.migrate(&[]).await?;
    }
    check_eq!(store.get_member_by_number(1).await?, member, "the member after migrate was called again");
    let again = store.create_member(&Member { number: Some(1), ..Member::new("t", "b") }).await;
    check_kind!(again, ErrorKind::Conflict { .. }, "the unique index after migrate was called again");
    Ok(())
}

async fn migrate_many_times_at_once(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let note = store.create_note(&Note::new("n", "t", "")).await?;
    let calls = (0..8).map(|_| {
        let store = store.clone();
        let plugin = Group::new("plugin").entity::<Plugin>();
        let call: BoxFuture<'static, _> = Box::pin(async move { store.migrate(&[plugin]).await });
        call
    });
    for migrated in context.race(calls.collect()).await? {
        migrated?;
    }
    check_eq!(store.get_note("n").await?, note, "the note after eight migrations at once");
    check_eq!(count::<Plugin>(&store).await?, 0, "rows of the table that was made");
    Ok(())
}

async fn kinds_of_errors(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    store.update_doc(&doc).await?;
    let firm = store.create_firm(&Firm { id: Id::new(), name: String::new() }).await?;
    store.create_bill(&Bill { id: Id::new(), firm_id: Some(firm.id) }).await?;
    let nul = Note::new("\0", "t", "");
    let cursor = NoteFilter::new().after(crate::Cursor::from("x"));
    // Whether each is: not found, conflict, stale. None of them is worth a retry.
    let expectations: [(&str, Error, [bool; 3]); 7] = [
        ("absent", refused(store.get_note("n").await, "get of no row")?, [true, false, false]),
        (
            "update of an absent row",
            refused(store.update_note(&Note::new("n", "t", "")).await, "update of no row")?,
            [true, false, false],
        ),
        ("taken", refused(store.create_doc(&doc).await, "create with a taken id")?, [false, true, false]),
        ("stale", refused(store.update_doc(&doc).await, "stale update")?, [false, false, true]),
        ("restricted", refused(store.delete_firm(&firm.id).await, "restricted deletion")?, [false; 3]),
        ("refused value", refused(store.create_note(&nul).await, "create with NUL")?, [false; 3]),
        (
            "forged cursor",
            refused(store.list_notes(&cursor).await, "list after a forged cursor")?,
            [false; 3],
        ),
    ];
    for (words, error, expected) in expectations {
        let said = [error.is_not_found(), error.is_conflict(), error.is_stale()];
        check_eq!(said, expected, "{words}: not found, conflict, stale");
        check!(!error.is_retryable(), "{words}: said to be worth a retry: {error:?}");
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
    check_kind!(store.create_note(&Note::new("m", "t", "")).await, ErrorKind::Closed, "create after close");
    check_kind!(store.update_note(&Note::new("n", "t", "")).await, ErrorKind::Closed, "update after close");
    check_kind!(store.upsert_note(&Note::new("n", "t", "")).await, ErrorKind::Closed, "upsert after close");
    check_kind!(store.delete_note("n").await, ErrorKind::Closed, "delete after close");
    check_kind!(store.list_notes(&NoteFilter::new()).await, ErrorKind::Closed, "list after close");
    check_kind!(store.migrate(&[]).await, ErrorKind::Closed, "migrate after close");
    Ok(())
}

async fn the_store_answers(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.ping().await?;
    // A failure leaves the connection as usable as it was.
    for _ in 0..20 {
        check_kind!(
            store.create_unit(&Unit { id: Id::new(), firm_id: Id::new(), name: String::new() }).await,
            ErrorKind::MissingReference { .. },
            "a refused create"
        );
    }
    store.ping().await?;
    check_eq!(count::<Unit>(&store).await?, 0, "units");
    Ok(())
}
