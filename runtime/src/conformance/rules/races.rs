//! R14: of racing callers exactly one wins. R21: a call that is dropped half way.

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, Stop, check, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::poll_and_drop;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::store::{StoreHandle, Upserted};

register! {
    "R14": racing_creates, racing_upserts, racing_versioned_updates, racing_declared_updates, racing_deletes;
    "R21": dropped_creates, dropped_updates, dropped_deletes;
}

pub(super) const CALLERS: usize = 64;

/// The same call by many callers at once, each on a store of its own to hand.
pub(super) async fn race<T, F>(
    context: &Context<'_>,
    store: &StoreHandle,
    call: impl Fn(StoreHandle, usize) -> F,
) -> Outcome<Vec<Result<T>>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let calls = (0..CALLERS).map(|caller| {
        let call: BoxFuture<'static, Result<T>> = Box::pin(call(store.clone(), caller));
        call
    });
    context.race(calls.collect()).await
}

/// Fails unless one caller won and the others got this error.
fn one_winner<T>(results: &[Result<T>], lost: fn(&Error) -> bool, words: &str) -> Outcome {
    let winners = results.iter().filter(|result| result.is_ok()).count();
    check_eq!(winners, 1, "winners of racing {words}");
    for error in results.iter().filter_map(|result| result.as_ref().err()) {
        check!(lost(error), "the loser of racing {words} got {error:?}");
    }
    Ok(())
}

async fn racing_creates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let results = race(context, &store, |store, caller| async move {
        let phone = Some("1".to_owned());
        store.create_member(&Member { phone, ..Member::new("t", &caller.to_string()) }).await
    });
    one_winner(&results.await?, Error::is_conflict, "creates")?;
    check_eq!(count::<Member>(&store).await?, 1, "members after racing creates");
    Ok(())
}

async fn racing_upserts(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let id = Id::new();
    let results = race(context, &store, move |store, caller| async move {
        store.upsert_doc(&Doc { id, body: Some(caller.to_string()), ..Doc::new("d") }).await
    });
    let mut versions = Vec::new();
    let mut inserted = 0;
    for result in results.await? {
        let upserted = result?;
        inserted += usize::from(matches!(upserted, Upserted::Inserted(_)));
        versions.push(upserted.into_inner().version);
    }
    check_eq!(inserted, 1, "upserts that inserted");
    versions.sort_unstable();
    check_eq!(versions, (1..=CALLERS as i64).collect::<Vec<_>>(), "the versions that racing upserts gave");
    check_eq!(count::<Doc>(&store).await?, 1, "docs after racing upserts");
    Ok(())
}

async fn racing_versioned_updates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    let read = doc.clone();
    let results = race(context, &store, move |store, caller| {
        let doc = Doc { body: Some(caller.to_string()), ..read.clone() };
        async move { store.update_doc(&doc).await }
    });
    let results = results.await?;
    one_winner(&results, Error::is_stale, "versioned updates")?;
    let winner = results.into_iter().find_map(Result::ok);
    check_eq!(store.find_doc(&doc.id).await?, winner, "the stored doc is the winner's");
    Ok(())
}

async fn racing_declared_updates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let ticket = store.create_ticket(&Ticket::new("ann", store.now())).await?;
    let id = ticket.id;
    let results = race(context, &store, move |store, _| async move { store.use_ticket(&id).await });
    let mut winners = 0;
    for result in results.await? {
        winners += usize::from(result?);
    }
    check_eq!(winners, 1, "callers that claimed the ticket");
    Ok(())
}

async fn racing_deletes(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let member = store.create_member(&Member::new("t", "a")).await?;
    let id = member.id;
    let results = race(context, &store, move |store, _| async move { store.delete_member(&id).await });
    let mut winners = 0;
    for result in results.await? {
        winners += usize::from(result?);
    }
    check_eq!(winners, 1, "callers that deleted the member");
    Ok(())
}

/// Polls before a call is dropped: never, and as often as it may take.
const POLLS: [usize; 7] = [0, 1, 2, 3, 5, 8, 50];

async fn dropped_creates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for polls in POLLS {
        let email = format!("dropped {polls}");
        let member = Member { number: Some(polls as i64), ..Member::new("t", &email) };
        let finished = poll_and_drop(store.create_member(&member), polls).await;
        let bulk: Vec<_> = (0..20).map(|at| Note::new(&format!("{polls} {at:02}"), &email, "")).collect();
        let bulk_finished = poll_and_drop(store.create_notes(&bulk), polls).await;
        settle(&store).await?;
        let stored = store.find_member(&member.id).await?;
        check!(stored.is_some() || !finished, "a create that was finished after {polls} polls left no row");
        check_eq!(
            store.find_member_by_number(polls as i64).await?,
            stored,
            "the row by its number and by its id, after {polls} polls"
        );
        let stored = store.list_notes_by_topic(&email).await?.len();
        check!(
            stored == 20 || stored == 0 && !bulk_finished,
            "a bulk create dropped after {polls} polls left {stored} of 20 rows"
        );
    }
    check_eq!(
        store.create_note(&Note::new("after", "t", "")).await?.id,
        "after",
        "a create after dropped ones"
    );
    Ok(())
}

async fn dropped_updates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let mut doc = store.create_doc(&Doc::new("d")).await?;
    for polls in POLLS {
        let changed = Doc { body: Some(polls.to_string()), ..doc.clone() };
        let finished = poll_and_drop(store.update_doc(&changed), polls).await;
        settle(&store).await?;
        let stored = store.get_doc(&doc.id).await?;
        let done = stored.version == doc.version + 1 && stored.body == changed.body;
        check!(
            done || stored == doc && !finished,
            "an update dropped after {polls} polls left half of it: {stored:?}"
        );
        doc = stored;
    }
    Ok(())
}

async fn dropped_deletes(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for polls in POLLS {
        let firm = store.create_firm(&Firm { id: Id::new(), name: String::new() }).await?;
        let unit = |_| Unit { id: Id::new(), firm_id: firm.id, name: String::new() };
        store.create_units(&(0..5).map(unit).collect::<Vec<_>>()).await?;
        let finished = poll_and_drop(store.delete_firm(&firm.id), polls).await;
        settle(&store).await?;
        let left = store.list_units(&UnitFilter::new().filter(Unit::FIRM_ID.eq(firm.id))).await?.items.len();
        match store.find_firm(&firm.id).await? {
            None => {
                check_eq!(left, 0, "units of a firm whose deletion was dropped after {polls} polls, but done")
            }
            Some(_) if finished => {
                return Err(Stop::Fail(format!("a deletion finished after {polls} polls left the firm")));
            }
            Some(_) => check_eq!(left, 5, "units of a firm whose deletion was dropped after {polls} polls"),
        }
    }
    Ok(())
}

/// Waits until a call that was dropped is either done or undone: a write comes after all that were sent before it.
async fn settle(store: &StoreHandle) -> Outcome {
    let id = Id::<Vault>::new();
    let vault = Vault { id, name: id.to_string(), token: String::new(), pin: None };
    store.create_vault(&vault).await?;
    store.delete_vault(&id).await?;
    Ok(())
}
