//! What a user of a server may do, and what is told of what it may not.

use storewright::{ErrorKind, Result, Store, StoreExt};

use crate::{Job, JobStore, Step, StepStore, connect, open};

/// A user that may read and write rows runs a program whose tables are there; without the rights it is told. `user` is the URL of
/// one that may connect and see the tables at most, and `grant` lets it read and write.
pub async fn rights_are_enough_or_told(owner: &str, user: &str, grant: impl AsyncFnOnce()) {
    let store = connect(user).await;
    told(store.migrate(&[]).await);
    let owned = open(owner).await;
    let job = owned.create_job(&Job::new("q", "owned")).await.unwrap();
    owned.close().await.unwrap();
    told(store.create_job(&Job::new("q", "refused")).await);
    told(store.delete_job(&job.id).await);
    store.close().await.unwrap();

    grant().await;
    // Nothing is missing: it only looks.
    let store = open(user).await;
    let made = store.create_job(&Job::new("q", "made")).await.unwrap();
    store.create_step(&Step { id: storewright::Id::new(), job_id: made.id }).await.unwrap();
    store.update_job(&Job { attempts: 1, ..made.clone() }).await.unwrap();
    let many: Vec<_> = (0..150).map(|at| Job::new("many", &at.to_string())).collect();
    store.create_jobs(&many).await.unwrap();
    let tx = store.begin().await.unwrap();
    assert!(tx.delete_job(&made.id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(store.list_queue("q").await.unwrap(), [job]);
    store.close().await.unwrap();
}

/// It is the configuration's fault, and the user's rights are named.
fn told<T: std::fmt::Debug>(done: Result<T>) {
    let error = done.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Config { .. }), "{error:?}");
    assert!(error.to_string().contains("the user may not do this; grant it"), "{error}");
}
