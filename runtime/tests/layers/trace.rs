use std::sync::Arc;
use std::time::Duration;

use storewright::layers::{Call, Faults, Trace};
use storewright::{Error, List, Result, StoreExt};
use tracing::Level;

use crate::capture::{Capture, Heard};
use crate::fixture::{Author, AuthorStore, PageStore, Shelf, author, page, shelf};

/// A store that is traced around its faults, and what is heard of it.
async fn traced(trace: Trace) -> (Arc<dyn Shelf>, Faults, Capture, tracing::subscriber::DefaultGuard) {
    let capture = Capture::default();
    let listening = tracing::subscriber::set_default(capture.clone());
    let faults = Faults::new();
    let store = shelf(|options| options.layer(faults.clone()).layer(trace)).await;
    faults.reset();
    (store, faults, capture, listening)
}

fn names(spans: &[Heard]) -> Vec<&str> {
    spans.iter().filter_map(|span| span.field("otel.name")).collect()
}

#[tokio::test]
async fn a_call_is_a_span_with_the_names_of_the_conventions() -> Result<()> {
    let (store, _, capture, _listening) = traced(Trace::new()).await;
    store.ping().await?;
    store.create_page(&page("a", 1)).await?;
    store.create_pages(&[page("b", 1), page("c", 1)]).await?;
    store.update_page(&page("a", 2)).await?;
    store.upsert_page(&page("a", 3)).await?;
    store.list_pages(&List::new()).await?;
    store.find_page("nobody").await?;
    store.delete_page("a").await?;

    let spans = capture.spans();
    let expected = [
        "ensure",
        "ping",
        "insert pages",
        "insert pages",
        "update pages",
        "upsert pages",
        "select pages",
        "select pages",
        "delete pages",
    ];
    assert_eq!(names(&spans), expected);
    for (span, name) in spans.iter().zip(expected) {
        let (operation, table) = name.split_once(' ').map_or((name, None), |(name, of)| (name, Some(of)));
        assert_eq!(span.name, "call");
        assert_eq!(span.field("otel.kind"), Some("client"));
        assert_eq!(span.field("db.system.name"), Some("staged"));
        assert_eq!(span.field("db.operation.name"), Some(operation));
        assert_eq!(span.field("db.collection.name"), table);
        assert_eq!(span.field("error.type").or(span.field("otel.status_code")), None);
        assert_eq!((span.parent, span.closed), (None, true));
        assert_eq!(span.events.len(), 1);
        assert_eq!(span.events[0].0, Level::DEBUG);
        assert!(span.events[0].1.contains_key("elapsed_us"));
    }
    let sizes: Vec<_> = spans.iter().map(|span| span.field("db.operation.batch.size")).collect();
    assert_eq!(sizes, [None, None, None, Some("2"), None, None, None, None, None]);
    let rows: Vec<_> = spans.iter().map(|span| span.field("db.response.returned_rows")).collect();
    assert_eq!(rows, [None, None, None, None, None, Some("1"), Some("3"), Some("0"), None]);
    Ok(())
}

#[tokio::test]
async fn a_failure_has_its_kind_and_a_warning_if_it_may_pass() -> Result<()> {
    let (store, faults, capture, _listening) = traced(Trace::new()).await;
    store.create_page(&page("a", 1)).await?;
    let before = capture.spans().len();
    assert!(store.create_page(&page("a", 1)).await.is_err());
    faults.on(Call::Select).fail(1, Error::busy("planned"));
    assert!(store.find_page("a").await.is_err());

    let spans = capture.since(before);
    let heard: Vec<_> = spans
        .iter()
        .map(|span| (span.field("error.type"), span.field("otel.status_code"), span.events[0].0))
        .collect();
    assert_eq!(
        heard,
        [(Some("Conflict"), Some("ERROR"), Level::DEBUG), (Some("Busy"), Some("ERROR"), Level::WARN)]
    );
    Ok(())
}

#[tokio::test]
async fn a_slow_call_is_a_warning() -> Result<()> {
    let (store, faults, capture, _listening) = traced(Trace::new().slow(Duration::from_millis(20))).await;
    let before = capture.spans().len();
    faults.delay(1, Duration::from_millis(20));
    store.find_page("a").await?;
    let spans = capture.since(before);
    assert_eq!(spans[0].events[0].0, Level::WARN);
    let elapsed: u64 = spans[0].events[0].1["elapsed_us"].parse().unwrap();
    assert!(elapsed >= 20_000);
    Ok(())
}

#[tokio::test]
async fn calls_of_a_transaction_are_children_of_its_span() -> Result<()> {
    let (store, faults, capture, _listening) = traced(Trace::new()).await;
    let before = capture.spans().len();
    let tx = store.begin().await?;
    let other = store.begin().await?;
    tx.create_page(&page("a", 1)).await?;
    other.find_page("a").await?;
    store.find_page("a").await?;
    other.roll_back();
    faults.on(Call::Commit).fail(1, Error::busy("planned"));
    assert!(tx.commit().await.is_err());

    let spans = capture.since(before);
    let heard: Vec<_> = spans
        .iter()
        .map(|span| (span.field("otel.name").unwrap(), span.parent.map(|parent| parent - before)))
        .collect();
    let expected = [
        ("transaction", None),
        ("begin", Some(0)),
        ("transaction", None),
        ("begin", Some(2)),
        ("insert pages", Some(0)),
        ("select pages", Some(2)),
        ("select pages", None),
        ("rollback", Some(2)),
        ("commit", Some(0)),
        ("rollback", Some(0)),
    ];
    assert_eq!(heard, expected);
    assert!(spans.iter().all(|span| span.closed));
    assert_eq!(spans[8].field("error.type"), Some("Busy"));
    Ok(())
}

#[tokio::test]
async fn calls_at_the_same_time_keep_their_spans_apart() -> Result<()> {
    let (store, faults, capture, _listening) = traced(Trace::new()).await;
    let before = capture.spans().len();
    faults.delay(1, Duration::from_millis(20));
    let (slow, quick) = tokio::join!(store.find_page("a"), async {
        let found = store.find_page("b").await;
        assert_eq!(capture.since(before).iter().filter(|span| span.closed).count(), 1);
        found
    });
    slow?;
    quick?;
    let spans = capture.since(before);
    assert!(spans.iter().all(|span| span.closed && span.parent.is_none() && span.events.len() == 1));

    // Dropped half way, a span is left and closed.
    faults.hang(3);
    assert!(tokio::time::timeout(Duration::from_millis(5), store.find_page("a")).await.is_err());
    assert!(capture.spans().iter().all(|span| span.closed));
    Ok(())
}

#[tokio::test]
async fn no_value_is_heard() -> Result<()> {
    const MARKER: &str = "xyzzy";
    const NUMBER: i64 = 7_070_707;
    let (store, faults, capture, _listening) = traced(Trace::new().slow(Duration::ZERO)).await;
    let marked = Author {
        tenant: MARKER.to_owned(),
        email: MARKER.to_owned(),
        name: MARKER.to_owned(),
        password: MARKER.to_owned(),
        ..author("ada")
    };
    store.create_author(&marked).await?;
    assert!(store.create_author(&marked).await.is_err());
    store.get_author_by_tenant_and_email(MARKER, MARKER).await?;
    store.update_author(&marked).await?;
    store.rename_author(&marked.id, MARKER).await?;
    store.rename_authors_named(MARKER, MARKER).await?;
    store.list_authors(&List::new().filter(Author::NAME.contains(MARKER))).await?;
    store.create_pages(&[page(MARKER, NUMBER), page("other", NUMBER)]).await?;
    store.upsert_page(&page(MARKER, NUMBER)).await?;
    faults.on(Call::Select).fail(faults.on(Call::Select).calls() + 1, Error::busy(MARKER));
    assert!(store.find_page(MARKER).await.is_err());
    let tx = store.begin().await?;
    tx.update_page(&page(MARKER, NUMBER)).await?;
    tx.commit().await?;
    store.delete_page(MARKER).await?;
    store.delete_authors_named(MARKER).await?;

    let heard = format!("{:?}", capture.spans());
    for value in [MARKER, &NUMBER.to_string(), &marked.id.to_string()] {
        assert!(!heard.contains(value), "{value} is in {heard}");
    }
    assert!(heard.contains("delete authors"));
    Ok(())
}
