//! R1: create on a taken id or unique index.

use super::common::count;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R1": taken_id, taken_composite_id, taken_unique_column, taken_unique_columns, same_values_of_another_tenant,
        conflict_holds_no_value, conflict_leaves_nothing_behind, created_entity_is_the_stored_one;
}

async fn taken_id(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let first = store.create_note(&Note::new("n", "a", "first")).await?;
    let again = store.create_note(&Note::new("n", "b", "second")).await;
    check_conflict(again, "Note", &["id"], None, "create with a taken id")?;
    check_eq!(count::<Note>(&store).await?, 1, "notes after the conflict");
    check_eq!(store.get_note("n").await?, first, "the note that was there");
    Ok(())
}

async fn taken_composite_id(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let grant = |user: &str, role, note: &str| Grant { user: user.to_owned(), role, note: note.to_owned() };
    store.create_grant(&grant("ann", 1, "first")).await?;
    store.create_grant(&grant("ann", 2, "another role")).await?;
    store.create_grant(&grant("bob", 1, "another user")).await?;
    let again = store.create_grant(&grant("ann", 1, "second")).await;
    check_conflict(again, "Grant", &["user", "role"], None, "create with a taken id of two columns")?;
    check_eq!(count::<Grant>(&store).await?, 3, "grants after the conflict");
    check_eq!(store.get_grant("ann", 1).await?.note, "first", "the grant that was there");
    Ok(())
}

async fn taken_unique_column(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let with = |email, phone: &str, number| Member {
        phone: Some(phone.to_owned()),
        number: Some(number),
        ..Member::new("t", email)
    };
    store.create_member(&with("a", "1", 1)).await?;
    let again = store.create_member(&with("b", "1", 2)).await;
    check_conflict(again, "Member", &["phone"], None, "create with a taken phone")?;
    let again = store.create_member(&with("b", "2", 1)).await;
    check_conflict(again, "Member", &["number"], None, "create with a taken number")?;
    check_eq!(count::<Member>(&store).await?, 1, "members after two conflicts");
    Ok(())
}

async fn taken_unique_columns(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_member(&Member::new("t", "a@b.c")).await?;
    let again = store.create_member(&Member::new("t", "a@b.c")).await;
    check_conflict(again, "Member", &["tenant", "email"], None, "create with a taken pair")?;
    check_eq!(count::<Member>(&store).await?, 1, "members after the conflict");
    Ok(())
}

async fn same_values_of_another_tenant(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Pairs that run together to the same text.
    for (tenant, email) in
        [("t", "a"), ("u", "a"), ("t", "b"), ("ta", ""), ("", "ta"), ("t\u{1}", "a"), ("t", "\u{1}a")]
    {
        let created = store.create_member(&Member::new(tenant, email)).await;
        check!(created.is_ok(), "the pair {tenant:?}, {email:?} is free, got {created:?}");
    }
    Ok(())
}

async fn conflict_holds_no_value(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let member =
        Member { phone: Some("marker-phone".to_owned()), ..Member::new("marker-tenant", "marker-email") };
    store.create_member(&member).await?;
    let by_pair = Member { phone: None, ..Member::new("marker-tenant", "marker-email") };
    let by_phone = Member { phone: member.phone.clone(), ..Member::new("other", "other") };
    for again in [member, by_pair, by_phone] {
        let error = crate::conformance::check::refused(
            store.create_member(&again).await,
            "create of a taken member",
        )?;
        let text = format!("{error} {error:?} {:?}", error.kind());
        check!(!text.contains("marker"), "the conflict tells a value: {text}");
        check!(!text.contains("swcm_"), "the conflict tells an id: {text}");
    }
    Ok(())
}

async fn conflict_leaves_nothing_behind(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let full = |email, phone: &str, number| Member {
        phone: Some(phone.to_owned()),
        number: Some(number),
        ..Member::new("t", email)
    };
    store.create_member(&full("a", "1", 1)).await?;
    // The phone is new, the number is taken: the phone must be free afterwards, and the id too.
    let refused = full("b", "2", 1);
    check_conflict(
        store.create_member(&refused).await,
        "Member",
        &["number"],
        None,
        "create with a taken number",
    )?;
    check_eq!(store.find_member_by_phone("2").await?, None, "the member that was refused, by its phone");
    check_eq!(store.find_member(&refused.id).await?, None, "the member that was refused, by its id");
    let member = Member { number: Some(2), ..refused };
    check_eq!(store.create_member(&member).await?, member, "the same member with a free number");
    Ok(())
}

async fn created_entity_is_the_stored_one(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let doc = store.create_doc(&Doc::new("slug")).await?;
    check_eq!(store.get_doc(&doc.id).await?, doc, "the created doc by its id");
    check_eq!(store.get_doc_by_slug("slug").await?, doc, "the created doc by its slug");
    check_eq!(doc.version, 1, "the version of a new doc");
    check_eq!(doc.created_at, store.now(), "the moment of creation");
    check_eq!(doc.updated_at, store.now(), "the moment of the last change");
    Ok(())
}
