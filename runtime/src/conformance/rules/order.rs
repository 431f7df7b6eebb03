//! R7: orders.

use std::cmp::Ordering;

use super::common::all_pages;
use crate::Timestamp;
use crate::conformance::check::{Outcome, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::query::OrderBy;
use crate::store::StoreHandle;

register! {
    "R7": none_sorts_first, ties_break_by_ascending_id, without_an_order_by_id, mixed_directions, numbers_and_moments_sort,
        pages_equal_the_whole_list, declared_order;
}

/// The largest number that the backend holds.
fn infinity(store: &StoreHandle) -> f64 {
    if store.backend().capabilities().limits.infinities { f64::INFINITY } else { f64::MAX }
}

/// Notes whose ranks, weights and titles meet each other, made in an order that is not theirs.
async fn notes(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    let infinity = infinity(&store);
    let mut notes = Vec::new();
    for number in 0..40_usize {
        // 7 and 40 have no common divisor: every id comes once, shuffled.
        let at = number * 7 % 40;
        let rank = [None, Some(-1), Some(0), Some(i64::MAX), Some(i64::MIN)][at % 5];
        let weight = [Some(0.5), None, Some(-0.5), Some(infinity)][at % 4];
        let body = [None, Some(""), Some("a"), Some("A")][at / 3 % 4].map(str::to_owned);
        notes.push(Note { rank, weight, body, ..Note::new(&format!("{at:02}"), "t", ["x", "y"][at % 2]) });
    }
    store.create_notes(&notes).await?;
    Ok(store)
}

async fn none_sorts_first(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let all = NoteFilter::new().limit(100);
    let ranks = |notes: &[Note]| notes.iter().map(|note| note.rank).collect::<Vec<_>>();
    let ascending = ranks(&store.list_notes(&all.clone().order_by(Note::RANK.asc())).await?.items);
    let mut expected = ascending.clone();
    // Rust's `None` is less than every `Some`.
    expected.sort_unstable();
    check_eq!(ascending, expected, "ranks in ascending order");
    check_eq!(ascending.first(), Some(&None), "the first rank in ascending order");
    let descending = ranks(&store.list_notes(&all.order_by(Note::RANK.desc())).await?.items);
    expected.reverse();
    check_eq!(descending, expected, "ranks in descending order");
    check_eq!(descending.last(), Some(&None), "the last rank in descending order");
    Ok(())
}

async fn ties_break_by_ascending_id(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let all = NoteFilter::new().limit(100);
    for (direction, order) in [("ascending", Note::TOPIC.asc()), ("descending", Note::TOPIC.desc())] {
        let notes = store.list_notes(&all.clone().order_by(order)).await?.items;
        check_eq!(
            notes.is_sorted_by(|a, b| a.id < b.id),
            true,
            "all topics are equal, {direction}: sorted by id"
        );
    }
    let notes = store.list_notes(&all.order_by(Note::RANK.desc())).await?.items;
    let sorted = notes.is_sorted_by(|a, b| a.rank > b.rank || a.rank == b.rank && a.id < b.id);
    check_eq!(
        sorted,
        true,
        "equal ranks, None among them, are sorted by ascending id in descending order too"
    );
    Ok(())
}

async fn without_an_order_by_id(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let notes = store.list_notes(&NoteFilter::new().limit(100)).await?.items;
    check_eq!(notes.is_sorted_by(|a, b| a.id < b.id), true, "a list without an order is sorted by id");
    let grants = [("b", -1), ("a", 10), ("a", 9), ("B", 0), ("a", -2)];
    for (user, role) in grants {
        store.create_grant(&Grant { user: user.to_owned(), role, note: String::new() }).await?;
    }
    let mut expected = grants.map(|(user, role)| (user.to_owned(), role));
    expected.sort_unstable();
    let grants = store.list_grants(&GrantFilter::new()).await?.items;
    let grants: Vec<_> = grants.into_iter().map(|grant| (grant.user, grant.role)).collect();
    check_eq!(grants, expected.to_vec(), "a list is sorted by both columns of the id");
    Ok(())
}

type By = (&'static str, OrderBy<Note>, fn(&Note, &Note) -> Ordering);

/// Orders with what they mean in Rust.
fn orders() -> [Vec<By>; 6] {
    let weight = |a: &Note, b: &Note| a.weight.partial_cmp(&b.weight).unwrap_or(Ordering::Equal);
    let rank_up: By = ("rank", Note::RANK.asc(), |a, b| a.rank.cmp(&b.rank));
    let rank_down: By = ("rank desc", Note::RANK.desc(), |a, b| b.rank.cmp(&a.rank));
    let weight_up: By = ("weight", Note::WEIGHT.asc(), weight);
    let title_down: By = ("title desc", Note::TITLE.desc(), |a, b| b.title.cmp(&a.title));
    let body_down: By = ("body desc", Note::BODY.desc(), |a, b| b.body.cmp(&a.body));
    let id_down: By = ("id desc", Note::ID.desc(), |a, b| b.id.cmp(&a.id));
    [
        vec![rank_up, body_down],
        vec![rank_down, weight_up, body_down],
        vec![title_down, rank_up],
        vec![body_down, rank_down, weight_up, title_down],
        vec![weight_up, id_down],
        // A column that stands there already changes nothing.
        vec![rank_up, rank_down, title_down],
    ]
}

fn sorted(mut notes: Vec<Note>, order: &[By]) -> Vec<String> {
    notes.sort_by(|a, b| {
        let way = order.iter().fold(Ordering::Equal, |way, (_, _, compare)| way.then_with(|| compare(a, b)));
        way.then_with(|| a.id.cmp(&b.id))
    });
    ids(&notes)
}

fn ids(notes: &[Note]) -> Vec<String> {
    notes.iter().map(|note| note.id.clone()).collect()
}

async fn mixed_directions(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    let all = store.list_notes(&NoteFilter::new().limit(100)).await?.items;
    for order in orders() {
        let list = order.iter().fold(NoteFilter::new().limit(100), |list, by| list.order_by(by.1));
        let listed = ids(&store.list_notes(&list).await?.items);
        let words: Vec<_> = order.iter().map(|by| by.0).collect();
        check_eq!(listed, sorted(all.clone(), &order), "notes by {words:?}");
    }
    Ok(())
}

async fn pages_equal_the_whole_list(context: &Context<'_>) -> Outcome {
    let store = notes(context).await?;
    for order in orders() {
        let list = order.iter().fold(NoteFilter::new(), |list, by| list.order_by(by.1));
        let whole = ids(&store.list_notes(&list.clone().limit(100)).await?.items);
        check_eq!(whole.len(), 40, "all notes on one page");
        let words: Vec<_> = order.iter().map(|by| by.0).collect();
        for size in [1, 2, 3, 7, 39, 40] {
            let paged = ids(&all_pages(&store, &list, size).await?);
            check_eq!(paged, whole, "notes by {words:?}, in pages of {size}");
        }
    }
    Ok(())
}

async fn numbers_and_moments_sort(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // In ascending order; ids count down so that they don't help.
    let floats = [
        -infinity(&store),
        -1e308,
        -10.0,
        -9.0,
        -1e-300,
        0.0,
        f64::MIN_POSITIVE,
        9.0,
        10.0,
        1e300,
        infinity(&store),
    ];
    let ints = [i64::MIN, i64::MIN + 1, -10, -9, 0, 9, 10, 1 << 53, (1 << 53) + 1, i64::MAX - 1, i64::MAX];
    let moments = [
        Timestamp::MIN.unix_micros(),
        -1_000_001,
        -1_000_000,
        -1,
        0,
        1,
        999_999,
        1_000_000,
        1 << 40,
        1 << 50,
        Timestamp::MAX.unix_micros(),
    ];
    for (at, ((float, int), moment)) in floats.into_iter().zip(ints).zip(moments).enumerate() {
        let at_moment = Timestamp::from_unix_micros(moment)?;
        let note = Note::new(&format!("{:02}", 99 - at), "t", "");
        store
            .create_note(&Note { weight: Some(float), rank: Some(int), at: Some(at_moment), ..note })
            .await?;
    }
    let expected: Vec<_> = (0..floats.len()).map(|at| format!("{:02}", 99 - at)).collect();
    for order in [Note::WEIGHT.asc(), Note::RANK.asc(), Note::AT.asc()] {
        let listed = ids(&store.list_notes(&NoteFilter::new().order_by(order)).await?.items);
        check_eq!(listed, expected, "numbers and moments in ascending order, by {order:?}");
        let paged = ids(&all_pages(&store, &NoteFilter::new().order_by(order), 1).await?);
        check_eq!(paged, expected, "numbers and moments in pages of 1, by {order:?}");
    }
    Ok(())
}

async fn declared_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (email, age) in [("a", 3), ("b", 5), ("c", 4), ("d", 5)] {
        store.create_patient(&Patient { age, ..Patient::new(email, "w") }).await?;
    }
    let listed = store.list_ward_patients("w").await?;
    let ages: Vec<_> = listed.iter().map(|patient| patient.age).collect();
    check_eq!(ages, vec![5, 5, 4, 3], "the ages of a declared list by descending age");
    check_eq!(listed[0].id < listed[1].id, true, "equal ages in a declared list are sorted by id");
    check_eq!(store.find_oldest_patient("w").await?.as_ref(), listed.first(), "the first of a declared find");
    Ok(())
}
