//! R3: update.

use std::time::Duration;

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;

register! {
    "R3": replaces_the_whole_row, update_of_an_absent_row, update_to_a_taken_value, update_keeps_own_values, update_frees_old_values, version_is_compared_and_raised, stale_even_when_nothing_differs, absent_is_not_stale, created_stays, declared_update_raises_the_version;
}

async fn replaces_the_whole_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let full = Note {
        body: Some("body".to_owned()),
        rank: Some(1),
        weight: Some(0.5),
        at: Some(store.now()),
        ..Note::new("n", "t", "title")
    };
    store.create_note(&full).await?;
    let other = store.create_note(&Note { id: "o".to_owned(), ..full.clone() }).await?;
    let bare = Note::new("n", "u", "new");
    check_eq!(store.update_note(&bare).await?, bare, "what update gives");
    check_eq!(store.get_note("n").await?, bare, "the updated note");
    check_eq!(store.update_note(&full).await?, full, "what the update back gives");
    check_eq!(store.get_note("n").await?, full, "the note updated back");
    check_eq!(store.list_notes_by_topic("u").await?, vec![], "the notes of the topic in between");
    check_eq!(store.get_note("o").await?, other, "another note");
    Ok(())
}

async fn update_of_an_absent_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let update = store.update_note(&Note::new("n", "t", "title")).await;
    check_kind!(update, ErrorKind::NotFound { entity: "Note" }, "update of no row");
    check_eq!(count::<Note>(&store).await?, 0, "notes after an update of no row");
    Ok(())
}

async fn update_to_a_taken_value(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let phone = |email, phone: &str| Member { phone: Some(phone.to_owned()), ..Member::new("t", email) };
    let first = store.create_member(&phone("a", "1")).await?;
    let second = store.create_member(&phone("b", "2")).await?;
    let taken = Member { phone: first.phone.clone(), nick: Some("new".to_owned()), ..second.clone() };
    check_conflict(store.update_member(&taken).await, "Member", &["phone"], None, "update to a taken phone")?;
    let taken = Member { email: first.email.clone(), number: Some(9), ..second.clone() };
    check_conflict(
        store.update_member(&taken).await,
        "Member",
        &["tenant", "email"],
        None,
        "update to a taken pair",
    )?;
    check_eq!(store.get_member(&second.id).await?, second, "the member after two refused updates");
    check_eq!(store.find_member_by_number(9).await?, None, "a member by the number that was refused");
    check_eq!(
        store.find_member_by_tenant_and_nick("t", "new").await?,
        None,
        "a member by the nick that was refused"
    );
    Ok(())
}

async fn update_keeps_own_values(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let member = Member { phone: Some("1".to_owned()), number: Some(1), ..Member::new("t", "a") };
    store.create_member(&member).await?;
    let member = Member { nick: Some("new".to_owned()), ..member };
    check_eq!(store.update_member(&member).await?, member, "an update that keeps its unique values");
    check_eq!(store.get_member_by_number(1).await?, member, "the member by its number");
    Ok(())
}

async fn update_frees_old_values(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let old = store.create_member(&Member { number: Some(1), ..Member::new("t", "a") }).await?;
    store.update_member(&Member { number: Some(2), email: "b".to_owned(), ..old.clone() }).await?;
    check_eq!(store.find_member_by_number(1).await?, None, "the member by its old number");
    check_eq!(store.find_member_by_tenant_and_email("t", "a").await?, None, "the member by its old email");
    let new = store.create_member(&Member { number: Some(1), ..Member::new("t", "a") }).await?;
    check_eq!(store.get_member_by_number(1).await?, new, "the new member by the freed number");
    check_eq!(store.get_member_by_number(2).await?.id, old.id, "the old member by its new number");
    Ok(())
}

async fn version_is_compared_and_raised(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let first = store.create_doc(&Doc::new("d")).await?;
    let second = store.update_doc(&Doc { body: Some("two".to_owned()), ..first.clone() }).await?;
    check_eq!(second.version, 2, "the version after one update");
    check_eq!(store.get_doc(&first.id).await?, second, "the stored doc is what update gave");
    let stale = store.update_doc(&Doc { body: Some("lost".to_owned()), ..first.clone() }).await;
    check_kind!(stale, ErrorKind::Stale { entity: "Doc" }, "update with an old version");
    let future = store.update_doc(&Doc { version: 3, ..second.clone() }).await;
    check_kind!(future, ErrorKind::Stale { entity: "Doc" }, "update with a version that is not there yet");
    check_eq!(store.get_doc(&first.id).await?, second, "the doc after two stale updates");
    let third = store.update_doc(&Doc { body: None, ..second }).await?;
    check_eq!(third.version, 3, "the version after two updates");
    Ok(())
}

async fn stale_even_when_nothing_differs(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let first = store.create_doc(&Doc::new("d")).await?;
    store.update_doc(&first).await?;
    check_kind!(store.update_doc(&first).await, ErrorKind::Stale { .. }, "the same update again");
    Ok(())
}

async fn absent_is_not_stale(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    store.delete_doc(&doc.id).await?;
    check_kind!(
        store.update_doc(&doc).await,
        ErrorKind::NotFound { .. },
        "update of a versioned row that is gone"
    );
    check_eq!(count::<Doc>(&store).await?, 0, "docs afterwards");
    Ok(())
}

async fn created_stays(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let created = store.create_profile(&Profile::new("p")).await?;
    context.clock().advance(Duration::from_micros(1_500_001));
    let changed = Profile { created_at: store.now(), bio: Some("bio".to_owned()), ..created.clone() };
    let updated = store.update_profile(&changed).await?;
    check_eq!(updated.created_at, created.created_at, "the moment of creation that update gives");
    check_eq!(updated.updated_at, store.now(), "the moment of change that update gives");
    check_eq!(store.get_profile(&created.id).await?, updated, "the stored profile is what update gave");
    Ok(())
}

async fn declared_update_raises_the_version(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("d")).await?;
    context.clock().advance(Duration::from_secs(5));
    check!(store.set_doc_body(&doc.id, Some("new")).await?, "the declared update found no row");
    let stored = store.get_doc(&doc.id).await?;
    let expected = Doc { body: Some("new".to_owned()), version: 2, updated_at: store.now(), ..doc.clone() };
    check_eq!(stored, expected, "the doc after a declared update");
    check_kind!(store.update_doc(&doc).await, ErrorKind::Stale { .. }, "update with the version before it");
    check!(!store.set_doc_body(&Id::new(), None).await?, "the declared update of no row found one");
    Ok(())
}
