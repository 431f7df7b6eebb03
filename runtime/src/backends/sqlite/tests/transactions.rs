//! Transactions: all or nothing, their own reads, marks, and nobody else's view of them.

use std::sync::Arc;

use futures_channel::oneshot;

use super::fixture::*;
use crate::backend::{
    Assignment, Backend, Change, CountBy, DeleteMode, Executor, Insert, Select, Step, UniqueKey, Update,
    Upsert, Write,
};
use crate::backends::sqlite::transaction::{Operation, Served};
use crate::backends::sqlite::work::Work;
use crate::backends::sqlite::{Sqlite, SqliteOptions, Synchronous};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::value::{Row, Value};

pub(super) async fn add(into: &dyn Executor, ids: impl IntoIterator<Item = i64>) -> Result<(), Error> {
    let rows = ids.into_iter().map(|id| node_row(id, None)).collect();
    into.insert(Insert { schema: &NODE, rows }).await
}

pub(super) async fn nodes(of: &dyn Executor) -> Vec<i64> {
    let select = Select { order: vec![by(0, false)], ..Select::new(&NODE, Predicate::EVERYTHING) };
    let id = |row: Row| if let Value::Int(id) = row[0] { id } else { -1 };
    of.select(select).await.unwrap().rows.into_iter().map(id).collect()
}

pub(super) fn ended<T>(answer: Result<T, Error>) {
    assert_eq!(answer.map(drop).unwrap_err().kind(), &ErrorKind::TransactionEnded);
}

/// Each kind of database: in memory, in a file that waits for the disk, and in one that doesn't.
async fn each(files: &[File; 2]) -> [Sqlite; 3] {
    let hurried = SqliteOptions::file(files[1].path()).synchronous(Synchronous::Normal).open().await.unwrap();
    hurried.ensure(&ALL).await.unwrap();
    insert(&hurried, &APP, [app_row(1)]).await.unwrap();
    [memory().await, in_file(&files[0]).await, hurried]
}

#[tokio::test]
async fn what_is_committed_stays_and_what_is_not_is_gone() {
    for sqlite in each(&[File::new(), File::new()]).await {
        assert!(sqlite.capabilities().transactions);
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [1, 2]).await.unwrap();
        assert_eq!(nodes(&*tx).await, [1, 2], "its own reads see it");
        tx.commit().await.unwrap();
        assert_eq!(nodes(&sqlite).await, [1, 2]);
        ended(add(&*tx, [3]).await);
        ended(tx.commit().await);
        drop(tx);
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [3]).await.unwrap();
        tx.abandon(0);
        ended(tx.select(Select::new(&NODE, Predicate::EVERYTHING)).await);
        assert_eq!(nodes(&sqlite).await, [1, 2]);
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [3]).await.unwrap();
        drop(tx);
        add(&sqlite, [4]).await.unwrap();
        assert_eq!(nodes(&sqlite).await, [1, 2, 4]);
    }
}

#[tokio::test]
async fn every_operation_works_inside() {
    let sqlite = memory().await;
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [1, 2, 3]).await.unwrap();
    let set = vec![Assignment { column: 2, change: Change::Set(text("a")) }];
    let update = Update { returning: true, ..Update::new(&NODE, is(0, Value::Int(1)), set.clone()) };
    assert_eq!(tx.update(update.clone()).await.unwrap().rows[0][2], text("a"));
    let upsert = |id| Upsert {
        schema: &NODE,
        on: UniqueKey::Primary,
        row: node_row(id, None),
        set: set.clone(),
        only_if: Predicate::EVERYTHING,
    };
    assert!(tx.upsert(upsert(4)).await.unwrap().inserted && !tx.upsert(upsert(2)).await.unwrap().inserted);
    let deleted = tx.delete(deletion(&NODE, is(0, Value::Int(3)), DeleteMode::Hard)).await.unwrap();
    assert_eq!(deleted.count, 1);
    let steps = vec![Step { write: Write::Update(update), required: true }];
    assert_eq!(tx.batch(steps).await.unwrap()[0].matched(), 1);
    let count = CountBy { schema: &NODE, filter: Predicate::EVERYTHING, columns: vec![2] };
    let mut counts: Vec<_> = tx.count_by(count).await.unwrap().into_iter().map(|group| group.count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2]);
    tx.commit().await.unwrap();
    assert_eq!(nodes(&sqlite).await, [1, 2, 4]);
}

#[tokio::test]
async fn an_operation_that_fails_leaves_no_trace_and_the_transaction_goes_on() {
    for sqlite in each(&[File::new(), File::new()]).await {
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [1]).await.unwrap();
        assert_eq!(clash(&add(&*tx, [2, 3, 1]).await.unwrap_err()), Some(("primary", Some(2))));
        let steps = vec![
            Write::Insert(Insert { schema: &NODE, rows: vec![node_row(5, None)] }).into(),
            Step {
                write: Write::Update(Update::new(&NODE, is(0, Value::Int(9)), Vec::new())),
                required: true,
            },
        ];
        assert!(tx.batch(steps).await.unwrap_err().is_not_found());
        let lost = tx.insert(Insert { schema: &NODE, rows: vec![node_row(6, Some(7))] }).await.unwrap_err();
        assert!(matches!(lost.kind(), ErrorKind::MissingReference { entity: "Node", .. }));
        insert_member(&*tx).await;
        let restricted =
            tx.delete(deletion(&NODE, Predicate::EVERYTHING, DeleteMode::Hard)).await.unwrap_err();
        assert!(matches!(restricted.kind(), ErrorKind::Restricted { by: "Member", .. }), "{restricted}");
        add(&*tx, [8]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(nodes(&sqlite).await, [1, 8]);
    }
}

async fn insert_member(into: &dyn Executor) {
    into.insert(Insert { schema: &USER, rows: vec![user_row(10, "a")] }).await.unwrap();
    into.insert(Insert { schema: &MEMBER, rows: vec![member_row(1, 10, None)] }).await.unwrap();
}

#[tokio::test]
async fn marks_can_be_gone_back_to() {
    let sqlite = memory().await;
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [1]).await.unwrap();
    tx.savepoint(1).await.unwrap();
    add(&*tx, [2]).await.unwrap();
    tx.savepoint(2).await.unwrap();
    add(&*tx, [3]).await.unwrap();
    tx.savepoint(3).await.unwrap();
    add(&*tx, [4]).await.unwrap();
    tx.abandon(3);
    assert_eq!(nodes(&*tx).await, [1, 2, 3]);
    tx.release(2).await.unwrap();
    assert_eq!(nodes(&*tx).await, [1, 2, 3]);
    tx.savepoint(4).await.unwrap();
    add(&*tx, [5]).await.unwrap();
    // With an inner one that is still set, of which nobody hears any more.
    tx.abandon(1);
    assert_eq!(nodes(&*tx).await, [1]);
    tx.release(4).await.unwrap();
    tx.abandon(4);
    tx.release(77).await.unwrap();
    add(&*tx, [6]).await.unwrap();
    tx.savepoint(5).await.unwrap();
    add(&*tx, [7]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(nodes(&sqlite).await, [1, 6, 7]);
}

#[tokio::test]
async fn nobody_outside_sees_it_before_the_commit() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    add(&sqlite, [1]).await.unwrap();
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [2]).await.unwrap();
    assert_eq!(nodes(&sqlite).await, [1], "a snapshot before it, and nobody waits");
    let long = Predicate::Not(Box::new(is(2, text("nobody"))));
    assert_eq!(find(&sqlite, &NODE, long).await.len(), 1);
    sqlite.ping().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(nodes(&sqlite).await, [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_that_read_and_write_lose_no_update() {
    for sqlite in each(&[File::new(), File::new()]).await {
        let sqlite = Arc::new(sqlite);
        let counter = vec![Value::Int(0), Value::Null, text("0")];
        insert(&sqlite, &NODE, [counter]).await.unwrap();
        let raise = |sqlite: Arc<Sqlite>| async move {
            let tx = sqlite.begin().await?;
            let row = tx.select(Select::new(&NODE, is(0, Value::Int(0)))).await?.rows.remove(0);
            let Value::Text(label) = &row[2] else { return Err(Error::backend("no label")) };
            tokio::task::yield_now().await;
            let next = text(&(label.parse::<i64>().unwrap() + 1).to_string());
            let set = vec![Assignment { column: 2, change: Change::Set(next) }];
            tx.update(Update::new(&NODE, is(0, Value::Int(0)), set)).await?;
            tx.commit().await
        };
        let tasks: Vec<_> = (0..64).map(|_| tokio::spawn(raise(Arc::clone(&sqlite)))).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(all(&sqlite, &NODE).await[0][2], text("64"));
    }
}

#[tokio::test]
async fn a_failure_that_rolls_everything_back_ends_it() {
    let sqlite = memory().await;
    // As a full disk does: the trigger's ROLLBACK ends the whole transaction.
    let trigger = "CREATE TRIGGER full BEFORE INSERT ON nodes WHEN NEW.id = 3 BEGIN SELECT RAISE(ROLLBACK, 'full'); END";
    sqlite.readers.with_shared(|session| session.connection.execute_batch(trigger).unwrap());
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [1]).await.unwrap();
    add(&*tx, [2, 3]).await.unwrap_err();
    ended(add(&*tx, [4]).await);
    ended(tx.commit().await);
    assert_eq!(nodes(&sqlite).await, [] as [i64; 0]);
    add(&sqlite, [5]).await.unwrap();
}

#[tokio::test]
async fn a_commit_that_fails_rolls_it_back() {
    let sqlite = memory().await;
    // Somebody else's constraint, which is looked at by the commit.
    let foreign = "CREATE TABLE notes (node INTEGER REFERENCES nodes (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER notes_of_nodes AFTER INSERT ON nodes BEGIN INSERT INTO notes VALUES (99); END";
    add(&sqlite, [2]).await.unwrap();
    sqlite.readers.with_shared(|session| session.connection.execute_batch(foreign).unwrap());
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [3]).await.unwrap();
    tx.commit().await.unwrap_err();
    ended(tx.commit().await);
    assert_eq!(nodes(&sqlite).await, [2]);
}

#[tokio::test]
async fn a_panic_inside_is_the_error_of_its_operation() {
    let sqlite = memory().await;
    let insert =
        |ids: &[i64]| Insert { schema: &NODE, rows: ids.iter().map(|&id| node_row(id, None)).collect() };
    let job = |work| {
        let (reply, answer) = oneshot::channel();
        (Operation::Work(work, reply), answer)
    };
    let (panics, mut panicked) = job(Work::Panic(insert(&[1, 2])));
    let (adds, mut added) = job(Work::Write(Write::Insert(insert(&[3]))));
    let (reply, mut committed) = oneshot::channel();
    let mut operations = [panics, adds, Operation::Commit(reply)].into_iter();
    sqlite.readers.with_shared(|session| {
        let served = Served::begin(session).unwrap();
        served.run(|| operations.next()).unwrap().tell();
    });
    let error = panicked.try_recv().unwrap().unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Backend { reason } if reason.contains("panicked")), "{error}");
    assert!(added.try_recv().unwrap().unwrap().is_ok());
    assert_eq!(committed.try_recv(), Ok(Some(Ok(()))));
    assert_eq!(nodes(&sqlite).await, [3]);
}
