use super::fixture::*;
use crate::backend::{Backend, Insert, Write};
use crate::backends::sqlite::work::Work;
use crate::backends::sqlite::{SqliteOptions, Synchronous};
use crate::value::Value;

fn nodes(ids: impl IntoIterator<Item = i64>) -> Insert {
    Insert { schema: &NODE, rows: ids.into_iter().map(|id| node_row(id, None)).collect() }
}

#[tokio::test]
async fn small_writes_that_need_not_wait_for_the_disk_are_done_at_once() {
    let file = File::new();
    let options = SqliteOptions::file(file.path()).synchronous(Synchronous::Normal);
    let sqlite = options.open().await.unwrap();
    sqlite.ensure(&ALL).await.unwrap();
    let at_once = |insert| sqlite.writer.at_once(&Work::Write(Write::Insert(insert)));
    assert!(matches!(at_once(nodes([1, 2])), Some(Ok(_))));
    assert!(matches!(at_once(nodes([3, 1])), Some(Err(error)) if error.is_conflict()));
    let large = Value::Text("x".repeat(100_000));
    assert!(at_once(Insert { schema: &NODE, rows: vec![vec![Value::Int(4), Value::Null, large]] }).is_none());
    // Another process writes, and it would have to wait; too much to do; nothing of either is left.
    let other = file.other();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(at_once(nodes([5])).is_none());
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    assert!(at_once(nodes(10..5_000)).is_none());
    assert_eq!(count(&sqlite, &NODE).await, 2);
    let length = || std::fs::metadata(file.path()).unwrap().len();
    let before = length();
    for id in 0..1_000 {
        insert(&sqlite, &NODE, [node_row(-1 - id, Some(1))]).await.unwrap();
    }
    assert_eq!(count(&sqlite, &NODE).await, 1_002);
    // The thread's part, which it does in its own time.
    sqlite.ensure(&[&NODE]).await.unwrap();
    assert!(length() > before, "the log was moved into the file");
}
