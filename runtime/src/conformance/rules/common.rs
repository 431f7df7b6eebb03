//! What several rules ask of a store.

use super::super::check::{Outcome, Stop, check_eq};
use crate::entity::Entity;
use crate::query::{List, Page};
use crate::store::StoreHandle;
use crate::store::crud;

/// How many live rows of `E` there are: by the total and by counting them.
pub(super) async fn count<E: Entity>(store: &StoreHandle) -> Outcome<u64> {
    let page = crud::list(store, &List::<E>::new().limit(u32::MAX)).await?;
    let counted = page.items.len() as u64;
    check_eq!(page.total, Some(counted), "the total of all `{}`", E::schema().entity());
    Ok(counted)
}

/// The rows of all pages of this list, each with `size` rows at most.
pub(super) async fn all_pages<E: Entity>(store: &StoreHandle, list: &List<E>, size: u32) -> Outcome<Vec<E>> {
    let mut rows = Vec::new();
    let mut after = None;
    // Far more pages than any test has rows, so that a cursor that stands still ends the test.
    for _ in 0..10_000 {
        let page: Page<E> = crud::list(store, &list.clone().limit(size).after(after)).await?;
        check_eq!(page.items.len() <= size as usize, true, "a page holds at most {size} rows");
        rows.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
    Err(Stop::Fail(format!("the pages of {size} rows never end")))
}
