//! Where a plugin keeps its store.

use std::sync::Arc;

use storewright::engine::Bound;
use storewright::{ErrorKind, Id};

use crate::fixture::*;

#[tokio::test]
async fn it_has_what_was_set_last() {
    static BOUND: Bound = Bound::new();
    let error = BOUND.get().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }) && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "not supported: a call of a plugin that isn't started; start the engine that it belongs to"
    );
    let [first, second] = [store().await, store().await];
    for store in [&first, &second] {
        store.migrate(&[]).await.unwrap();
        BOUND.set(store.backing());
    }
    let user = User { id: Id::new() };
    BOUND.get().unwrap().create_user(&user).await.unwrap();
    assert_eq!(first.find_user(&user.id).await.unwrap(), None);
    assert_eq!(second.get_user(&user.id).await.unwrap(), user);
    BOUND.clear();
    assert!(BOUND.get().is_err());
}

#[tokio::test]
async fn it_says_whether_it_has_one() {
    let bound = Bound::default();
    assert_eq!(format!("{bound:?}"), "Bound(None)");
    bound.set(store().await.backing());
    assert!(format!("{bound:?}").starts_with("Bound(Some(StoreHandle { backend: \"memory\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_used_from_everywhere() {
    let bound = Arc::new(Bound::new());
    let handle = store().await.backing().clone();
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let (bound, handle) = (Arc::clone(&bound), handle.clone());
            tokio::spawn(async move {
                for _ in 0..200 {
                    match number % 3 {
                        0 => bound.set(&handle),
                        1 => bound.clear(),
                        _ => drop(bound.get()),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
