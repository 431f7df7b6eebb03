//! R9: pages and cursors.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::common::all_pages;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::query::Cursor;
use crate::store::StoreHandle;

register! {
    "R9": rows_that_come_and_go_shift_nothing, the_row_of_the_cursor_may_go, total_ignores_cursor_and_limit,
        total_follows_the_filter, last_page_has_no_cursor, damaged_cursors, foreign_cursors, a_limit_of_zero;
}

/// Ten notes with the ids 00, 10, … 90, and every third without a rank.
async fn notes(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    for number in 0..10 {
        let rank = (number % 3 != 0).then_some(number / 2);
        store.create_note(&Note { rank, ..Note::new(&format!("{number}0"), "t", "title") }).await?;
    }
    Ok(store)
}

fn ids(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| note.id.as_str()).collect()
}

async fn rows_that_come_and_go_shift_nothing(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let list = NoteFilter::new().limit(3);
    let first = store.list_notes(&list).await?;
    check_eq!(ids(&first.items), vec!["00", "10", "20"], "the first page");
    // Before the cursor: one row less, two more. After it: one less, one more.
    store.delete_note("10").await?;
    store.create_note(&Note::new("05", "t", "")).await?;
    store.create_note(&Note::new("15", "t", "")).await?;
    store.delete_note("40").await?;
    store.create_note(&Note::new("35", "t", "")).await?;
    let second = store.list_notes(&list.clone().after(first.next)).await?;
    check_eq!(ids(&second.items), vec!["30", "35", "50"], "the second page after rows came and went");
    let third = store.list_notes(&list.after(second.next)).await?;
    check_eq!(ids(&third.items), vec!["60", "70", "80"], "the third page");
    check_eq!(third.total, Some(11), "the total of all rows that are there now");
    Ok(())
}

async fn the_row_of_the_cursor_may_go(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let list = NoteFilter::new().order_by(Note::RANK.desc()).limit(4);
    let whole = store.list_notes(&list.clone().limit(100)).await?.items;
    let first = store.list_notes(&list).await?;
    check_eq!(first.items, whole[..4].to_vec(), "the first page");
    store.delete_note(&whole[3].id).await?;
    store.update_note(&Note { rank: Some(i64::MAX), ..whole[0].clone() }).await?;
    let second = store.list_notes(&list.after(first.next)).await?;
    check_eq!(second.items, whole[4..8].to_vec(), "the second page after the row of the cursor was deleted");
    Ok(())
}

async fn total_ignores_cursor_and_limit(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let mut list = NoteFilter::new().order_by(Note::RANK.asc()).limit(3);
    for page in 0..4 {
        let page_of = store.list_notes(&list).await?;
        check_eq!(page_of.total, Some(10), "the total on page {page}");
        check_eq!(page_of.items.len(), if page == 3 { 1 } else { 3 }, "rows on page {page}");
        check_eq!(page_of.next.is_none(), page == 3, "whether page {page} is the last");
        list = list.after(page_of.next);
    }
    let without = store.list_notes(&NoteFilter::new().without_total().limit(3)).await?;
    check_eq!(without.total, None, "the total when it is switched off");
    check_eq!(without.items.len(), 3, "rows when the total is switched off");
    Ok(())
}

async fn total_follows_the_filter(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let list = NoteFilter::new().filter(Note::RANK.is_some()).limit(1);
    let page = store.list_notes(&list).await?;
    check_eq!(page.total, Some(6), "the total of notes with a rank");
    check_eq!(all_pages(&store, &list, 1).await?.len(), 6, "the notes with a rank, one a page");
    let nothing = store.list_notes(&list.filter(Note::TITLE.eq("no such title"))).await?;
    check_eq!((nothing.total, nothing.items.len()), (Some(0), 0), "the total and rows of no note");
    check!(nothing.next.is_none(), "an empty page has a cursor");
    Ok(())
}

async fn last_page_has_no_cursor(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    for (limit, more) in [(9, true), (10, false), (11, false), (u32::MAX, false)] {
        let page = store.list_notes(&NoteFilter::new().limit(limit)).await?;
        check_eq!(page.next.is_some(), more, "whether a page of {limit} of 10 rows has a cursor");
    }
    let first = store.list_notes(&NoteFilter::new().limit(5)).await?;
    let second = store.list_notes(&NoteFilter::new().limit(5).after(first.next)).await?;
    check_eq!(
        (second.items.len(), second.next.is_some()),
        (5, false),
        "rows and cursor of the second page of five"
    );
    Ok(())
}

async fn damaged_cursors(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let list = NoteFilter::new().order_by(Note::RANK.asc()).limit(4);
    let page = store.list_notes(&list).await?;
    let Some(cursor) = page.next else {
        check!(false, "the first page has no cursor");
        return Ok(());
    };
    let text = cursor.as_str().to_owned();
    let mut damaged = vec![
        String::new(),
        " ".to_owned(),
        "é".to_owned(),
        "A".repeat(10_000),
        "AAAA".to_owned(),
        format!("{text}A"),
        format!("{text}="),
    ];
    damaged.extend((1..text.len()).map(|length| text[..length].to_owned()));
    if let Ok(bytes) = URL_SAFE_NO_PAD.decode(&text) {
        for at in 0..bytes.len() {
            for flip in [1, 128] {
                let mut changed = bytes.clone();
                changed[at] ^= flip;
                damaged.push(URL_SAFE_NO_PAD.encode(changed));
            }
        }
        let mut longer = bytes;
        longer.push(0);
        damaged.push(URL_SAFE_NO_PAD.encode(longer));
    }
    for text in damaged {
        let forged = store.list_notes(&list.clone().after(Cursor::from(text.clone()))).await;
        check_kind!(forged, ErrorKind::InvalidCursor { .. }, "a list after the damaged cursor {text:?}");
    }
    let again = store.list_notes(&list.after(Cursor::from(text))).await?;
    check_eq!(again.items.len(), 4, "rows after the cursor's text, handed back as it was");
    Ok(())
}

async fn foreign_cursors(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    for name in ["a", "b"] {
        store.create_profile(&Profile::new(name)).await?;
        store.create_folder(&Folder::new(name, None)).await?;
    }
    let ascending = NoteFilter::new().order_by(Note::RANK.asc()).limit(1);
    let others = [
        ("no order", NoteFilter::new().limit(1)),
        ("the other direction", NoteFilter::new().order_by(Note::RANK.desc()).limit(1)),
        ("one column more", ascending.clone().order_by(Note::TITLE.asc())),
        ("another column", NoteFilter::new().order_by(Note::TITLE.asc()).limit(1)),
    ];
    for (words, other) in others {
        let cursor = store.list_notes(&other).await?.next;
        check!(cursor.is_some(), "a list with {words} has no cursor");
        let foreign = store.list_notes(&ascending.clone().after(cursor)).await;
        check_kind!(foreign, ErrorKind::InvalidCursor { .. }, "a cursor of a list with {words}");
    }
    // The id of both is one text.
    let cursor = store.list_folders(&FolderFilter::new().limit(1)).await?.next;
    let foreign = store.list_notes(&NoteFilter::new().after(cursor)).await;
    check_kind!(foreign, ErrorKind::InvalidCursor { .. }, "a cursor of another entity");
    Ok(())
}

async fn a_limit_of_zero(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let page = store.list_notes(&NoteFilter::new().limit(0)).await?;
    check_eq!((page.items.len(), page.total), (0, Some(10)), "rows and total with a limit of 0");
    check!(page.next.is_none(), "a list with a limit of 0 has a cursor");
    let page = store.list_notes(&NoteFilter::new().limit(0).without_total()).await?;
    check_eq!(
        (page.items.len(), page.total),
        (0, None),
        "rows and total with a limit of 0 and without total"
    );
    Ok(())
}
