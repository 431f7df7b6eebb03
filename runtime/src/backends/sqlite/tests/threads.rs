use std::sync::Arc;
use std::thread;

use super::fixture::*;
use crate::backend::{Backend, Executor, Insert, Select, Write};
use crate::backends::sqlite::Sqlite;
use crate::backends::sqlite::batch::{self, Job};
use crate::backends::sqlite::work::Work;
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::sql::Statement;
use crate::value::Value;

fn two() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn many_at_once_are_each_done_once() {
    for file in [None, Some(File::new())] {
        two().block_on(async {
            let sqlite = Arc::new(match &file {
                Some(file) => in_file(file).await,
                None => memory().await,
            });
            let calls = (0..64).map(|number: u32| {
                let sqlite = Arc::clone(&sqlite);
                // Every fourth clashes with another one, and only it.
                let row = user_row(u128::from(number) + 10, &format!("{}", number - number % 4 % 3 / 2));
                tokio::spawn(async move {
                    let done = insert(&sqlite, &USER, [row.clone()]).await;
                    // What was acknowledged is there.
                    let found = find(&sqlite, &USER, is(0, row[0].clone())).await.len();
                    assert_eq!(found, usize::from(done.is_ok()));
                    done
                })
            });
            let mut taken = 0;
            for call in calls.collect::<Vec<_>>() {
                if let Err(error) = call.await.unwrap() {
                    assert_eq!(clash(&error), Some(("users_app_id_email", Some(0))));
                    taken += 1;
                }
            }
            assert_eq!((taken, count(&sqlite, &USER).await), (16, 48));
        });
    }
}

/// Jobs of one batch, and what became of each.
fn together(sqlite: &Sqlite, works: Vec<Work>) -> Vec<Result<(), ErrorKind>> {
    let (jobs, mut answers): (Vec<_>, Vec<_>) = works
        .into_iter()
        .map(|work| {
            let (reply, answer) = futures_channel::oneshot::channel();
            (Job { work, reply }, answer)
        })
        .unzip();
    sqlite.readers.with_shared(|session| batch::run(session, jobs).into_iter().for_each(batch::Answer::tell));
    let answer = |answer: &mut futures_channel::oneshot::Receiver<_>| match answer.try_recv() {
        Ok(Some(Ok(_))) => Ok(()),
        Ok(Some(Err(error))) => Err(crate::Error::kind(&error).clone()),
        _ => Err(ErrorKind::Closed),
    };
    answers.iter_mut().map(answer).collect()
}

fn added(ids: &[i64]) -> Work {
    Work::Write(Write::Insert(nodes(ids)))
}

fn nodes(ids: &[i64]) -> Insert {
    Insert { schema: &NODE, rows: ids.iter().map(|&id| node_row(id, None)).collect() }
}

#[tokio::test]
async fn each_job_of_a_batch_is_all_or_nothing() {
    let sqlite = memory().await;
    let mut works = vec![added(&[1]), added(&[2, 3, 1]), added(&[2]), added(&[4, 5])];
    works.insert(2, Work::Panic(nodes(&[7, 8])));
    works.push(Work::Panic(nodes(&[9])));
    let answers = together(&sqlite, works);
    let done: Vec<_> = answers.iter().map(Result::is_ok).collect();
    assert_eq!(done, [true, false, false, true, true, false]);
    assert!(matches!(&answers[2], Err(ErrorKind::Backend { reason }) if reason.contains("panicked")));
    let ids: Vec<_> = all(&sqlite, &NODE).await.into_iter().map(|row| row[0].clone()).collect();
    assert!(ids == [1, 2, 4, 5].map(Value::Int));
}

#[tokio::test]
async fn a_lone_job_that_panics_leaves_nothing() {
    let sqlite = memory().await;
    let error = sqlite.writer.write(Work::Panic(nodes(&[1]))).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Backend { .. }));
    insert(&sqlite, &NODE, [node_row(2, None)]).await.unwrap();
    assert_eq!(count(&sqlite, &NODE).await, 1);
}

#[tokio::test]
async fn an_error_that_ends_the_transaction_costs_only_its_own_job() {
    let sqlite = memory().await;
    // As a full disk does: the trigger's ROLLBACK ends the whole transaction.
    let trigger = "CREATE TRIGGER full BEFORE INSERT ON nodes WHEN NEW.id = 3 BEGIN SELECT RAISE(ROLLBACK, 'full'); END";
    sqlite.readers.with_shared(|session| session.connection.execute_batch(trigger).unwrap());
    let answers = together(&sqlite, vec![added(&[1]), added(&[2, 3]), added(&[3]), added(&[4, 5])]);
    assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
    assert_eq!(count(&sqlite, &NODE).await, 3);
}

#[tokio::test]
async fn a_commit_that_fails_fails_every_job() {
    let sqlite = memory().await;
    sqlite.readers.with_shared(|session| {
        session.connection.commit_hook(Some(|| true)).unwrap();
    });
    let answers = together(&sqlite, vec![added(&[1]), added(&[2])]);
    assert!(answers.iter().all(Result::is_err));
    sqlite.readers.with_shared(|session| {
        session.connection.commit_hook(None::<fn() -> bool>).unwrap();
    });
    assert_eq!(count(&sqlite, &NODE).await, 0);
    insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
}

#[test]
fn a_caller_that_goes_away_leaves_all_or_nothing() {
    let file = File::new();
    two().block_on(async {
        let sqlite = in_file(&file).await;
        for round in 0..50_i64 {
            let call = insert(&sqlite, &NODE, (0..20).map(|id| node_row(round * 20 + id, None)));
            // Dropped at its first wait, begun or not.
            let mut call = Box::pin(call);
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let _ = call.as_mut().poll(&mut context);
            drop(call);
        }
        // Behind all of them in the queue.
        insert(&sqlite, &NODE, [node_row(-1, None)]).await.unwrap();
        assert_eq!(count(&sqlite, &NODE).await % 20, 1);
    });
}

use std::future::Future;

#[test]
fn a_long_read_moves_to_a_thread() {
    for file in [None, Some(File::new())] {
        two().block_on(async {
            let sqlite = match &file {
                Some(file) => in_file(file).await,
                None => memory().await,
            };
            insert(&sqlite, &NODE, (0..30_000).map(|id| node_row(id, None))).await.unwrap();
            // Without an index: every row is looked at, sorted, and none but one is asked for.
            let filter = Predicate::Not(Box::new(is(2, text("nobody"))));
            let select = Select {
                order: vec![by(2, true), by(0, true)],
                limit: Some(1),
                total: true,
                ..Select::new(&NODE, filter)
            };
            let long = select.clone();
            let inline = sqlite.readers.at_once(move |session| session.select(&long));
            assert!(matches!(inline, Some(Err(failure)) if failure.is_for_want_of_time()));
            let done = sqlite.select(select).await.unwrap();
            assert_eq!((done.total, done.rows.len()), (Some(30_000), 1));
        });
    }
}

/// Whether the select is known to take long; asking counts as one read.
fn is_slow(sqlite: &Sqlite, select: &Select) -> bool {
    sqlite.readers.slow().knows(&Statement::Rows(select))
}

#[tokio::test]
async fn a_read_that_was_long_is_tried_again_after_some_time() {
    let sqlite = memory().await;
    insert(&sqlite, &NODE, (0..30_000).map(|id| node_row(id, None))).await.unwrap();
    let named = |label| Select { limit: Some(1), ..Select::new(&NODE, is(2, text(label))) };
    assert!(!is_slow(&sqlite, &named("a")));
    sqlite.select(named("a")).await.unwrap();
    assert!(is_slow(&sqlite, &named("b")), "it is the shape that counts");
    assert!(!is_slow(&sqlite, &Select::new(&NODE, is(0, Value::Int(1)))));
    let more = (0..100).take_while(|_| is_slow(&sqlite, &named("a"))).count();
    assert!((1..100).contains(&more));
}

#[test]
fn reads_in_memory_see_commits_only() {
    two().block_on(async {
        let sqlite = Arc::new(memory().await);
        let reader = {
            let sqlite = Arc::clone(&sqlite);
            tokio::spawn(async move {
                for _ in 0..300 {
                    assert_eq!(count(&sqlite, &NODE).await % 10, 0);
                    tokio::task::yield_now().await;
                }
            })
        };
        for round in 0..100 {
            insert(&sqlite, &NODE, (0..10).map(|id| node_row(round * 10 + id, None))).await.unwrap();
        }
        reader.await.unwrap();
    });
}

#[test]
fn dropping_a_store_ends_its_threads() {
    let file = File::new();
    two().block_on(async {
        let sqlite = in_file(&file).await;
        insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
        drop(sqlite);
        let again = Sqlite::open(file.path()).await.unwrap();
        assert_eq!(count(&again, &NODE).await, 1);
        again.close().await.unwrap();
    });
}

#[test]
fn works_on_any_executor() {
    // No runtime at all: a waker that unparks this thread.
    struct Unpark(thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let work = async {
        let sqlite = memory().await;
        insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
        sqlite.close().await.unwrap();
    };
    let mut work = Box::pin(work);
    let waker = std::task::Waker::from(Arc::new(Unpark(thread::current())));
    while work.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_pending() {
        thread::park();
    }
}
