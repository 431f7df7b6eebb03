//! R22: no input leads to a panic or a half-done call.

use super::common::count;
use crate::conformance::check::{Outcome, check_eq, check_invalid};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::query::{Condition, all_of, any_of};
use crate::store::StoreHandle;

register! {
    "R22": empty_conditions, empty_lists, many_ids, many_values, deep_conditions, wide_conditions, largest_limit, calls_on_empty_tables,
        long_texts_in_keys;
}

async fn notes(context: &Context<'_>, number: usize) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    let note = |at: usize| Note {
        rank: i64::try_from(at).ok(),
        ..Note::new(&format!("{at:04}"), "t", &at.to_string())
    };
    store.create_notes(&(0..number).map(note).collect::<Vec<_>>()).await?;
    Ok(store)
}

async fn total(store: &StoreHandle, condition: Condition<Note>) -> Outcome<u64> {
    let page = store.list_notes(&NoteFilter::new().filter(condition).limit(10_000)).await?;
    check_eq!(page.total, Some(page.items.len() as u64), "the total");
    Ok(page.items.len() as u64)
}

async fn empty_conditions(context: &Context<'_>) -> Outcome {
    let store = notes(context, 3).await?;
    check_eq!(total(&store, all_of([])).await?, 3, "rows that match all of nothing");
    check_eq!(total(&store, any_of([])).await?, 0, "rows that match any of nothing");
    check_eq!(total(&store, !any_of([])).await?, 3, "rows that don't match any of nothing");
    check_eq!(
        total(&store, Note::TITLE.is_in(Vec::<String>::new())).await?,
        0,
        "rows with a title among none"
    );
    check_eq!(
        total(&store, !Note::TITLE.is_in(Vec::<String>::new())).await?,
        3,
        "rows with a title not among none"
    );
    check_eq!(total(&store, Note::BODY.is_in([None::<String>])).await?, 3, "rows with a body among None");
    check_eq!(total(&store, Note::BODY.lt(None::<String>)).await?, 0, "rows with a body less than None");
    check_eq!(
        total(&store, any_of([all_of([]), any_of([])])).await?,
        3,
        "rows that match anything or nothing"
    );
    Ok(())
}

async fn empty_lists(context: &Context<'_>) -> Outcome {
    let store = notes(context, 1).await?;
    check_eq!(store.get_notes(&[]).await?, vec![], "get of no ids");
    check_eq!(store.create_notes(&[]).await?, vec![], "create of no rows");
    check_eq!(store.get_grants(&[]).await?, vec![], "get of no composite ids");
    check_eq!(count::<Note>(&store).await?, 1, "notes afterwards");
    Ok(())
}

async fn many_ids(context: &Context<'_>) -> Outcome {
    let store = notes(context, 2_000).await?;
    let ids: Vec<_> = (0..5_000).map(|at| format!("{:04}", (at * 3) % 5_000)).collect();
    let found = store.get_notes(&ids).await?;
    check_eq!(found.len(), ids.len(), "answers for 5,000 ids");
    for (id, note) in ids.iter().zip(&found) {
        let expected = (id.as_str() < "2000").then_some(id);
        check_eq!(note.as_ref().map(|note| &note.id), expected, "the note with the id {id}");
    }
    let grants: Vec<_> = (0..1_500).map(|role| ("user".to_owned(), role)).collect();
    store.create_grant(&Grant { user: "user".to_owned(), role: 1_499, note: String::new() }).await?;
    let found = store.get_grants(&grants).await?;
    check_eq!(found.iter().filter(|grant| grant.is_some()).count(), 1, "grants of 1,500 composite ids");
    Ok(())
}

async fn many_values(context: &Context<'_>) -> Outcome {
    let store = notes(context, 100).await?;
    let values: Vec<_> = (50..2_050).map(|at| at.to_string()).collect();
    check_eq!(total(&store, Note::TITLE.is_in(&values)).await?, 50, "rows with a title among 2,000");
    check_eq!(total(&store, !Note::TITLE.is_in(&values)).await?, 50, "rows with a title not among 2,000");
    let ranks = (0..2_000).map(|at| at % 7);
    check_eq!(
        total(&store, Note::RANK.is_in(ranks)).await?,
        7,
        "rows with a rank among 2,000, most of them repeated"
    );
    Ok(())
}

async fn deep_conditions(context: &Context<'_>) -> Outcome {
    let store = notes(context, 10).await?;
    let mut nested = Note::RANK.lt(5);
    let mut negated = Note::RANK.lt(5);
    for _ in 0..100 {
        nested = any_of([all_of([nested, Note::TITLE.ne("x")]), Note::TITLE.eq("y")]);
        negated = !!negated;
    }
    check_eq!(total(&store, nested).await?, 5, "rows that match 200 nested conditions");
    check_eq!(total(&store, negated.clone()).await?, 5, "rows that match a condition under 200 negations");
    check_eq!(total(&store, !negated).await?, 5, "rows that match a condition under 201 negations");
    Ok(())
}

async fn wide_conditions(context: &Context<'_>) -> Outcome {
    let store = notes(context, 600).await?;
    let wide = any_of((0..500).map(|at| Note::TITLE.eq(at.to_string()).and(Note::RANK.eq(at))));
    check_eq!(total(&store, wide).await?, 500, "rows that match one of 500 pairs");
    let wide = all_of((0..500).map(|at| Note::TITLE.ne(at.to_string())));
    check_eq!(total(&store, wide).await?, 100, "rows that match each of 500 conditions");
    let list = (0..100)
        .fold(NoteFilter::new(), |list, _| list.filter(Note::RANK.ge(590)).order_by(Note::RANK.desc()));
    check_eq!(
        store.list_notes(&list).await?.total,
        Some(10),
        "a list with the same filter and order a hundred times"
    );
    Ok(())
}

async fn largest_limit(context: &Context<'_>) -> Outcome {
    let store = notes(context, 60).await?;
    let page = store.list_notes(&NoteFilter::new().limit(u32::MAX)).await?;
    check_eq!((page.items.len(), page.next.is_none()), (60, true), "rows and end of the largest page");
    let default = store.list_notes(&NoteFilter::new()).await?;
    check_eq!(default.items.len(), 50, "rows of a page without a limit of its own");
    Ok(())
}

async fn calls_on_empty_tables(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check_eq!(store.delete_firms_named("x").await?, 0, "a declared delete");
    check_eq!(store.set_ward_age("w", 1).await?, 0, "a declared update");
    check_eq!(store.count_ward_patients("w").await?, 0, "a declared count");
    check_eq!(store.list_ward_patients("w").await?, vec![], "a declared list");
    check_eq!(
        store.list_notes(&NoteFilter::new().order_by(Note::RANK.desc())).await?.total,
        Some(0),
        "a list"
    );
    check_eq!(store.restore_patient(&crate::Id::new()).await?, false, "a restore");
    check_eq!(store.purge_patient(&crate::Id::new()).await?, false, "a purge");
    Ok(())
}

async fn long_texts_in_keys(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Only the last character differs, beyond what some databases index.
    let most = store.backend().capabilities().limits.index_bytes;
    let length = most.min(2_001);
    let long = |last: &str| format!("{}{last}", "x".repeat(length - 1));
    for last in ["a", "b", "c"] {
        store.create_note(&Note::new(&long(last), &long(last), last)).await?;
        store.create_profile(&Profile::new(&long(last))).await?;
    }
    for last in ["a", "b", "c"] {
        check_eq!(store.get_note(&long(last)).await?.title, last, "the note with a long id");
        check_eq!(store.list_notes_by_topic(&long(last)).await?.len(), 1, "the notes of a long topic");
        check_eq!(
            store.get_profile_by_name(&long(last)).await?.name.len(),
            length,
            "the profile with a long name"
        );
    }
    check_eq!(store.find_note(&long("")).await?, None, "a note with the start of a long id");
    if length == most {
        let longer = long("longer");
        check_invalid(store.create_note(&Note::new(&longer, "t", "")).await, "id", "too long an id")?;
        check_invalid(store.create_profile(&Profile::new(&longer)).await, "name", "too long a name")?;
        check_eq!(store.find_note(&longer).await?, None, "a note with too long an id");
    }
    Ok(())
}
