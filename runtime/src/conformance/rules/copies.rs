//! R2 and R26: declared lookups; entities are copies.

use crate::conformance::check::{Outcome, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;

register! {
    "R2": declared_get_and_find;
    "R26": entities_are_copies;
}

async fn declared_get_and_find(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let now = store.now();
    let later = |seconds| now + std::time::Duration::from_secs(seconds);
    let first = store.create_ticket(&Ticket::new("ann", later(10))).await?;
    let last = store.create_ticket(&Ticket::new("ann", later(30))).await?;
    store.create_ticket(&Ticket::new("ann", later(20))).await?;
    store.create_ticket(&Ticket::new("bob", later(40))).await?;
    check_eq!(store.get_ticket_of(&first.id, "ann").await?, first, "ann's ticket");
    let other = store.get_ticket_of(&first.id, "bob").await;
    check_kind!(other, ErrorKind::NotFound { entity: "Ticket" }, "ann's ticket asked for as bob's");
    check_eq!(store.find_latest_ticket("ann").await?.as_ref(), Some(&last), "ann's latest ticket");
    store.use_ticket(&last.id).await?;
    let latest = store.find_latest_ticket("ann").await?.map(|ticket| ticket.expires_at);
    check_eq!(latest, Some(later(20)), "ann's latest ticket that was not used");
    check_eq!(store.find_latest_ticket("carl").await?, None, "the ticket of somebody without one");
    Ok(())
}

async fn entities_are_copies(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let mut handed_in = Note::new("n", "t", "title");
    handed_in.body = Some("body".to_owned());
    let mut handed_out = store.create_note(&handed_in).await?;
    handed_in.title.push_str(", changed");
    handed_out.body = None;
    let expected = Note { body: Some("body".to_owned()), ..Note::new("n", "t", "title") };
    let mut got = store.get_note("n").await?;
    check_eq!(got, expected, "the stored note after the caller's copies were changed");
    got.title.clear();
    let mut listed = store.list_notes(&NoteFilter::new()).await?.items;
    check_eq!(listed, vec![expected.clone()], "the listed note after the one that was got was changed");
    listed.iter_mut().for_each(|note| note.topic.clear());
    let updated = Note { title: "new".to_owned(), ..expected };
    let mut returned = store.update_note(&updated).await?;
    returned.title.clear();
    check_eq!(
        store.get_note("n").await?,
        updated,
        "the stored note after the one that update gave was changed"
    );
    Ok(())
}
