//! R17: bulk create.

use super::common::count;
use crate::conformance::check::{Outcome, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R17": gives_the_rows_in_order, clash_with_a_stored_row, clash_inside_the_call, first_clash_is_told, an_empty_call, ten_thousand_rows,
        a_clash_at_the_end_of_many_rows;
}

fn numbered(number: i64) -> Member {
    Member { number: Some(number), ..Member::new("t", &number.to_string()) }
}

async fn gives_the_rows_in_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let docs: Vec<_> = ["c", "a", "b"].map(Doc::new).to_vec();
    let created = store.create_docs(&docs).await?;
    let slugs: Vec<_> = created.iter().map(|doc| doc.slug.as_str()).collect();
    check_eq!(slugs, vec!["c", "a", "b"], "the slugs of the created docs");
    for doc in created {
        check_eq!(
            (doc.version, doc.created_at, doc.updated_at),
            (1, store.now(), store.now()),
            "what the store fills in"
        );
        check_eq!(store.get_doc(&doc.id).await?, doc, "the stored doc");
    }
    Ok(())
}

async fn clash_with_a_stored_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let stored = store.create_member(&numbered(7)).await?;
    let same_number = Member { email: "new".to_owned(), ..numbered(7) };
    let same_id = Member { id: stored.id, ..numbered(8) };
    let same_pair = Member { number: None, ..numbered(7) };
    for (clashing, fields) in
        [(same_number, &["number"][..]), (same_id, &["id"]), (same_pair, &["tenant", "email"])]
    {
        let rows = [numbered(1), numbered(2), clashing, numbered(3)];
        check_conflict(store.create_members(&rows).await, "Member", fields, Some(2), "bulk create")?;
        check_eq!(count::<Member>(&store).await?, 1, "members after a refused bulk create");
        for row in rows.iter().filter(|row| row.id != stored.id) {
            check_eq!(store.find_member(&row.id).await?, None, "a row of the refused bulk create");
        }
        check_eq!(
            store.find_member_by_number(1).await?,
            None,
            "the first row of the refused bulk create, by its number"
        );
    }
    check_eq!(store.get_member(&stored.id).await?, stored, "the member that was there");
    Ok(())
}

async fn clash_inside_the_call(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let second = numbered(1);
    let rows = [numbered(0), second.clone(), numbered(2), Member { id: second.id, ..numbered(3) }];
    check_conflict(
        store.create_members(&rows).await,
        "Member",
        &["id"],
        Some(3),
        "bulk create with the same id twice",
    )?;
    let rows = [numbered(0), Member { email: "x".to_owned(), ..numbered(0) }];
    check_conflict(
        store.create_members(&rows).await,
        "Member",
        &["number"],
        Some(1),
        "bulk create with the same number twice",
    )?;
    check_eq!(count::<Member>(&store).await?, 0, "members after refused bulk creates");
    check_eq!(
        store.create_members(&rows[..1]).await?,
        rows[..1].to_vec(),
        "bulk create of the first row alone"
    );
    Ok(())
}

async fn first_clash_is_told(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for number in [1, 3, 5] {
        store.create_member(&numbered(number)).await?;
    }
    let fresh = |number: i64| Member { email: format!("fresh {number}"), ..numbered(number) };
    let rows = [fresh(0), fresh(2), fresh(5), fresh(2), fresh(1), fresh(3)];
    check_conflict(
        store.create_members(&rows).await,
        "Member",
        &["number"],
        Some(2),
        "bulk create with four clashes",
    )?;
    check_eq!(count::<Member>(&store).await?, 3, "members after a refused bulk create");
    Ok(())
}

async fn an_empty_call(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check_eq!(store.create_members(&[]).await?, vec![], "what a bulk create of nothing gives");
    check_eq!(count::<Member>(&store).await?, 0, "members after it");
    Ok(())
}

const MANY: i64 = 10_000;

async fn ten_thousand_rows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let rows: Vec<_> = (0..MANY).map(numbered).collect();
    check_eq!(store.create_members(&rows).await?, rows, "the created rows");
    check_eq!(count::<Member>(&store).await?, MANY.unsigned_abs(), "members");
    check_eq!(store.get_member_by_number(MANY - 1).await?, rows[rows.len() - 1], "the last one");
    Ok(())
}

async fn a_clash_at_the_end_of_many_rows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let mut rows: Vec<_> = (0..MANY).map(numbered).collect();
    let last = rows.len() - 1;
    rows[last].number = Some(1);
    check_conflict(
        store.create_members(&rows).await,
        "Member",
        &["number"],
        Some(last),
        "bulk create of many rows",
    )?;
    check_eq!(count::<Member>(&store).await?, 0, "members after it");
    rows[last].number = None;
    check_eq!(store.create_members(&rows).await?.len(), rows.len(), "the same rows without the clash");
    Ok(())
}
