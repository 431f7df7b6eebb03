//! R2: get and find.

use crate::Id;
use crate::conformance::check::{Outcome, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;

register! {
    "R2": absent, by_unique_index, of_another_tenant, of_a_similar_key, many_by_id, many_by_composite_id, by_plain_index, lookups_normalise_as_writes_do;
}

async fn absent(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let none = Id::new();
    check_kind!(store.get_member(&none).await, ErrorKind::NotFound { entity: "Member" }, "get of no row");
    check_eq!(store.find_member(&none).await?, None, "find of no row");
    let get = store.get_member_by_phone("1").await;
    check_kind!(get, ErrorKind::NotFound { entity: "Member" }, "get by an index of no row");
    check_eq!(store.find_member_by_phone("1").await?, None, "find by an index of no row");
    check_kind!(
        store.get_grant("u", 1).await,
        ErrorKind::NotFound { entity: "Grant" },
        "get by a composite id of no row"
    );
    check_eq!(store.list_notes_by_topic("t").await?, vec![], "list by an index of no row");
    Ok(())
}

async fn by_unique_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let mut members = Vec::new();
    for number in 0..5 {
        let phone = Some(format!("+{number}"));
        let nick = Some(format!("nick {number}"));
        let member = Member { phone, nick, number: Some(number), ..Member::new("t", &format!("{number}@x")) };
        members.push(store.create_member(&member).await?);
    }
    for (number, member) in (0..).zip(&members) {
        let email = format!("{number}@x");
        check_eq!(
            store.get_member_by_tenant_and_email("t", &email).await?,
            *member,
            "get by tenant and email"
        );
        check_eq!(
            store.find_member_by_phone(&format!("+{number}")).await?.as_ref(),
            Some(member),
            "find by phone"
        );
        check_eq!(store.get_member_by_number(number).await?, *member, "get by number");
        let nick = format!("nick {number}");
        check_eq!(
            store.find_member_by_tenant_and_nick("t", &nick).await?.as_ref(),
            Some(member),
            "find by nick"
        );
    }
    Ok(())
}

async fn of_another_tenant(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let ours = store.create_member(&Member::new("ours", "a@b.c")).await?;
    let theirs = store.create_member(&Member::new("theirs", "a@b.c")).await?;
    check_eq!(store.get_member_by_tenant_and_email("ours", "a@b.c").await?, ours, "our member");
    check_eq!(store.get_member_by_tenant_and_email("theirs", "a@b.c").await?, theirs, "their member");
    check_eq!(store.find_member_by_tenant_and_email("nobody", "a@b.c").await?, None, "nobody's member");
    let filter = MemberFilter::new().filter(Member::TENANT.eq("ours"));
    check_eq!(store.list_members(&filter).await?.items, vec![ours], "the list of our members");
    Ok(())
}

async fn of_a_similar_key(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let keys = ["a", "A", "a ", " a", "ab", "a%", "a_", "á", "a\u{301}", "1", "01", "1.0", "", "null"];
    for key in keys {
        store.create_note(&Note::new(key, key, key)).await?;
    }
    for key in keys {
        check_eq!(store.get_note(key).await?.title, key, "the note with the id {key:?}");
        let titles: Vec<_> =
            store.list_notes_by_topic(key).await?.into_iter().map(|note| note.title).collect();
        check_eq!(titles, vec![key.to_owned()], "the notes of the topic {key:?}");
    }
    for key in ["b", "aa", "%", "_", "a  ", "\u{e1} ", "NULL", "0"] {
        check_eq!(store.find_note(key).await?, None, "the note with the id {key:?}");
    }
    Ok(())
}

async fn many_by_id(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for id in ["c", "a", "b"] {
        store.create_note(&Note::new(id, "t", "")).await?;
    }
    let ids = ["b", "missing", "a", "b", "c", ""].map(str::to_owned);
    let notes = store.get_notes(&ids).await?;
    let found: Vec<_> = notes.iter().map(|note| note.as_ref().map(|note| note.id.as_str())).collect();
    check_eq!(
        found,
        vec![Some("b"), None, Some("a"), Some("b"), Some("c"), None],
        "notes in the order asked for"
    );
    Ok(())
}

async fn many_by_composite_id(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (user, role) in [("a", 1), ("a", 2), ("b", 1)] {
        store.create_grant(&Grant { user: user.to_owned(), role, note: format!("{user}{role}") }).await?;
    }
    let ids = [("b", 1), ("b", 2), ("a", 2), ("a", 1)].map(|(user, role)| (user.to_owned(), role));
    let grants = store.get_grants(&ids).await?;
    let found: Vec<_> = grants.iter().map(|grant| grant.as_ref().map(|grant| grant.note.as_str())).collect();
    check_eq!(found, vec![Some("b1"), None, Some("a2"), Some("a1")], "grants in the order asked for");
    Ok(())
}

async fn by_plain_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (id, topic) in [("3", "x"), ("1", "x"), ("2", "y"), ("4", "x")] {
        store.create_note(&Note::new(id, topic, "")).await?;
    }
    let ids: Vec<_> = store.list_notes_by_topic("x").await?.into_iter().map(|note| note.id).collect();
    check_eq!(ids, vec!["1", "3", "4"], "the notes of a topic, in the order of their ids");
    Ok(())
}

async fn lookups_normalise_as_writes_do(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let mailbox =
        Mailbox { id: Id::new(), address: " Ann@X.org\t".to_owned(), host: Some("MX.ÉX".to_owned()) };
    let stored = store.create_mailbox(&mailbox).await?;
    check_eq!(stored.address, "ann@x.org", "a trimmed, lowercased address");
    check_eq!(stored.host.as_deref(), Some("mx.éx"), "a lowercased host");
    check_eq!(store.get_mailbox(&mailbox.id).await?, stored, "the stored mailbox");
    for address in ["ann@x.org", "ANN@X.ORG", "  ann@X.org "] {
        check_eq!(
            store.find_mailbox_by_address(address).await?.as_ref(),
            Some(&stored),
            "lookup of {address:?}"
        );
        let filter = MailboxFilter::new().filter(Mailbox::ADDRESS.eq(address));
        check_eq!(store.list_mailboxes(&filter).await?.total, Some(1), "filter by {address:?}");
    }
    let again = Mailbox { id: Id::new(), address: "aNN@x.ORG ".to_owned(), host: None };
    check_kind!(
        store.create_mailbox(&again).await,
        ErrorKind::Conflict { .. },
        "create with an address that is the same once normalised"
    );
    let searched = MailboxFilter::new().filter(Mailbox::ADDRESS.contains("NN@X"));
    check_eq!(store.list_mailboxes(&searched).await?.total, Some(1), "a search in a lowercased column");
    Ok(())
}
