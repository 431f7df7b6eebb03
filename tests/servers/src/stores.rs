//! Stores of the tests' entities, and what is asked of them on every server.

use services::Server;
use storewright::{ConnectOptions, Entity, ErrorKind, Store, StoreHandle};

use crate::{Job, Step};

/// A store of both entities, whatever tables are there.
pub async fn connect(url: &str) -> StoreHandle {
    ConnectOptions::url(url).connect(vec![Job::schema(), Step::schema()]).await.unwrap()
}

/// A store of both entities, with its tables.
pub async fn open(url: &str) -> StoreHandle {
    let store = connect(url).await;
    store.migrate(&[]).await.unwrap();
    store
}

/// What `migrate` says of tables that don't fit.
pub async fn refusal(url: &str) -> String {
    let store = ConnectOptions::url(url).connect(vec![Job::schema()]).await.unwrap();
    let error = store.migrate(&[]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Schema { .. }), "{error:?}");
    error.to_string()
}

/// Places that can't be opened are told by these words, and without a password.
pub async fn cannot_be_opened(places: &[(String, &str)]) {
    for (url, words) in places {
        let error = storewright::backends::connect(url).await.map(drop).unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains(words) && !told.contains("s3cret"), "{told}");
    }
}

/// Whether the server is the test's own, to do with as it likes; says so if it isn't.
pub fn is_private(server: &Server) -> bool {
    if !server.is_private() {
        services::say("skipped: the server of the environment's URL is not this test's own");
    }
    server.is_private()
}
