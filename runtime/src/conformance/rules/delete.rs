//! R4: delete.

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R4": delete_says_whether, delete_takes_one_row, delete_frees_the_values, declared_delete_counts;
}

async fn delete_says_whether(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_note(&Note::new("n", "t", "")).await?;
    check!(!store.delete_note("other").await?, "delete of no row said it removed one");
    check!(store.delete_note("n").await?, "delete of a row said it removed none");
    check!(!store.delete_note("n").await?, "the second delete said it removed a row");
    check_eq!(store.find_note("n").await?, None, "the deleted note");
    check!(!store.delete_grant("u", 1).await?, "delete of no row by a composite id said it removed one");
    Ok(())
}

async fn delete_takes_one_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for id in ["a", "A", "a ", "ab", "", "%"] {
        store.create_note(&Note::new(id, "t", "")).await?;
    }
    for role in 1..=3 {
        store.create_grant(&Grant { user: "u".to_owned(), role, note: String::new() }).await?;
    }
    store.delete_note("a").await?;
    store.delete_note("%").await?;
    store.delete_grant("u", 2).await?;
    let left: Vec<_> = store.list_notes_by_topic("t").await?.into_iter().map(|note| note.id).collect();
    check_eq!(left, vec!["", "A", "a ", "ab"], "the notes that are left");
    let left: Vec<_> =
        store.list_grants(&GrantFilter::new()).await?.items.iter().map(|grant| grant.role).collect();
    check_eq!(left, vec![1, 3], "the grants that are left");
    Ok(())
}

async fn delete_frees_the_values(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let member = Member { phone: Some("1".to_owned()), ..Member::new("t", "a") };
    store.create_member(&member).await?;
    store.delete_member(&member.id).await?;
    check_eq!(store.find_member_by_phone("1").await?, None, "the deleted member by its phone");
    check_eq!(store.create_member(&member).await?, member, "the same member created again");
    check_eq!(count::<Member>(&store).await?, 1, "members afterwards");
    Ok(())
}

async fn declared_delete_counts(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for name in ["x", "x", "y", "x"] {
        store.create_firm(&Firm { id: Id::new(), name: name.to_owned() }).await?;
    }
    check_eq!(store.delete_firms_named("x").await?, 3, "deleted firms");
    check_eq!(store.delete_firms_named("x").await?, 0, "deleted firms, again");
    check_eq!(count::<Firm>(&store).await?, 1, "firms that are left");
    Ok(())
}
