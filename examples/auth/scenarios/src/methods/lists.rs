//! What lists of every kind have in common: pages, totals, cursors and orders.

use std::fmt::Debug;
use std::time::Duration;

use auth_core::AuthStore;
use storewright::{BoxFuture, Cursor, Entity, ErrorKind, Id, List, Page, Result, Timestamp};

use crate::check::{check, check_eq, refused};
use crate::{Outcome, World};

/// How far the clock is moved between rows that are to be told by their time.
pub(super) const SECOND: Duration = Duration::from_secs(1);

/// A method that adds a row.
pub(super) type Creates<E> = for<'a> fn(&'a dyn AuthStore, &'a E) -> BoxFuture<'a, Result<E>>;
/// A method that takes a filter and gives a page.
pub(super) type Lists<E> = for<'a> fn(&'a dyn AuthStore, &'a List<E>) -> BoxFuture<'a, Result<Page<E>>>;
/// A method that gives as many rows as are asked for.
pub(super) type Newest<E> = for<'a> fn(&'a dyn AuthStore, u32) -> BoxFuture<'a, Result<Vec<E>>>;

/// In which order of time [`staggered`] adds its rows, where two come at the same moment; and from the last to the first.
pub(super) const OLDEST_FIRST: [usize; 4] = [2, 0, 3, 1];
pub(super) const NEWEST_FIRST: [usize; 4] = [1, 0, 3, 2];

/// New ids in their order.
pub(super) fn ids<E, const N: usize>() -> [Id<E>; N] {
    let mut ids = [(); N].map(|()| Id::new());
    ids.sort_unstable();
    ids
}

/// Adds four rows, two of them at the same moment, and gives them in the order of their ids, which is neither that of time nor that in
/// which they were added.
pub(super) async fn staggered<E: Entity + Clone>(
    world: &World,
    create: Creates<E>,
    make: impl FnMut(Id<E>) -> E + Send,
) -> Outcome<[E; 4]> {
    let store = &**world.store();
    let rows = ids::<E, 4>().map(make);
    let third = create(store, &rows[2]).await?;
    world.advance(SECOND);
    let (fourth, first) = (create(store, &rows[3]).await?, create(store, &rows[0]).await?);
    world.advance(SECOND);
    let second = create(store, &rows[1]).await?;
    Ok([first, second, third, fourth])
}

/// These rows in this order.
pub(super) fn arranged<E: Clone, const N: usize>(rows: &[E], order: [usize; N]) -> Vec<E> {
    order.iter().filter_map(|position| rows.get(*position)).cloned().collect()
}

/// Fails unless what matches is `expected`, in this order: page by page, at once, and by the total; and unless a cursor that is none is refused.
pub(super) async fn pages<E>(
    world: &World,
    list: Lists<E>,
    filter: &List<E>,
    expected: &[E],
    words: &str,
) -> Outcome
where
    E: Entity + Clone + Debug + PartialEq,
{
    let store = &**world.store();
    let total = Some(u64::try_from(expected.len())?);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = list(store, &filter.clone().limit(2).after(after)).await?;
        check_eq!(page.total, total, "{words}: the total");
        check!(page.items.len() == 2 || page.next.is_none(), "{words}: a page in between is not full");
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
        check!(found.len() < expected.len(), "{words}: more pages than there are rows");
    }
    check_eq!(found, expected, "{words}: page by page");
    let whole = list(store, &filter.clone().limit(100).without_total()).await?;
    check_eq!((whole.items.as_slice(), whole.total, whole.next), (expected, None, None), "{words}: at once");
    let counted = list(store, &filter.clone().limit(0)).await?;
    check_eq!((counted.items.len(), counted.total), (0, total), "{words}: the total alone");
    let forged = filter.clone().after(Cursor::from("bm90IGEgY3Vyc29y"));
    let error = refused!(list(store, &forged).await, "{words}: a forged cursor");
    check!(matches!(error.kind(), ErrorKind::InvalidCursor { .. }), "{words}: a forged cursor: {error:?}");
    Ok(())
}

/// Fails unless the method gives the newest rows of all, as many as are asked for, and these among them, which are given from the newest
/// to the oldest. Others' rows may be newer. Gives at least all that are newer than the oldest of ours.
pub(super) async fn newest<E>(
    world: &World,
    list: Newest<E>,
    ours: &[E],
    place: fn(&E) -> (Timestamp, Id<E>),
) -> Outcome<Vec<E>>
where
    E: Entity + Clone + Debug + PartialEq,
{
    let store = &**world.store();
    let mut limit = u32::try_from(ours.len())?;
    let all = loop {
        let rows = list(store, limit).await?;
        if ours.iter().all(|row| rows.contains(row)) {
            break rows;
        }
        check_eq!(
            rows.len(),
            usize::try_from(limit)?,
            "how many newest rows of {limit}, without ours among them"
        );
        limit = limit.saturating_mul(2);
    };
    let found: Vec<_> = all.iter().filter(|row| ours.contains(row)).cloned().collect();
    check_eq!(found, ours, "our rows among the newest");
    let falls = |pair: &[E]| {
        let ((first, id), (second, other)) = (place(&pair[0]), place(&pair[1]));
        first > second || (first == second && id < other)
    };
    check!(all.windows(2).all(falls), "the newest rows are not from the newest to the oldest, ties by id");
    for limit in 0..4 {
        let few = list(store, limit).await?;
        check_eq!(few, all[..usize::try_from(limit)?], "the newest {limit}");
    }
    Ok(all)
}
