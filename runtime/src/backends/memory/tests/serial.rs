//! Transactions that run interleaved, against the same ones after each other.

use proptest::prelude::*;

use super::fixture::{NODE, PARENT, RANK, id, insert, is, row, rows, set, store, update};
use crate::backend::{
    Assignment, Backend, Change, CountBy, Delete, DeleteMode, Group, Insert, Select, Selection, Step,
    Transaction, Update, Write, Written,
};
use crate::backends::memory::Memory;
use crate::error::Result;
use crate::query::Predicate;
use crate::value::Value;

#[derive(Debug, Clone)]
enum Call {
    Get(i64),
    Count(i64),
    Groups,
    Insert(i64, i64),
    Set(i64, i64),
    Raise(i64),
    Claim(i64),
    Delete(i64),
    Move(i64, i64),
    Mark,
    Keep,
    Undo,
}

fn call() -> impl Strategy<Value = Call> {
    let n = || 1..5_i64;
    prop_oneof![
        n().prop_map(Call::Get),
        n().prop_map(Call::Count),
        Just(Call::Groups),
        (n(), n()).prop_map(|(id, rank)| Call::Insert(id, rank)),
        (n(), n()).prop_map(|(id, rank)| Call::Set(id, rank)),
        n().prop_map(Call::Raise),
        n().prop_map(Call::Claim),
        n().prop_map(Call::Delete),
        (n(), n()).prop_map(|(from, to)| Call::Move(from, to)),
        Just(Call::Mark),
        Just(Call::Keep),
        Just(Call::Undo),
    ]
}

/// A transaction under way and what it was told.
struct Run {
    tx: Box<dyn Transaction>,
    calls: Vec<Call>,
    answers: Vec<Answer>,
    marks: Vec<u32>,
}

#[derive(Debug, PartialEq)]
enum Answer {
    Rows(Result<Selection>),
    Groups(Result<Vec<Group>>),
    Written(Result<Vec<Written>>),
    Nothing,
}

impl Run {
    async fn begin(store: &Memory) -> Self {
        let tx = store.begin().await.unwrap();
        Self { tx, calls: Vec::new(), answers: Vec::new(), marks: Vec::new() }
    }

    async fn call(&mut self, call: Call) {
        let answer = self.answer(&call).await;
        self.calls.push(call);
        self.answers.push(answer);
    }

    async fn answer(&mut self, call: &Call) -> Answer {
        let ranked = |rank| is(RANK, Value::Int(rank));
        let write = match *call {
            Call::Get(n) => return Answer::Rows(self.tx.select(Select::new(&NODE, id(n))).await),
            Call::Count(rank) => {
                let select = Select { limit: Some(0), total: true, ..Select::new(&NODE, ranked(rank)) };
                return Answer::Rows(self.tx.select(select).await);
            }
            Call::Groups => {
                let count = CountBy { schema: &NODE, filter: Predicate::EVERYTHING, columns: vec![RANK] };
                return Answer::Groups(self.tx.count_by(count).await);
            }
            Call::Mark => {
                let mark = u32::try_from(self.calls.len()).unwrap() + 1;
                self.marks.push(mark);
                self.tx.savepoint(mark).await.unwrap();
                return Answer::Nothing;
            }
            Call::Keep => {
                if let Some(mark) = self.marks.pop() {
                    self.tx.release(mark).await.unwrap();
                }
                return Answer::Nothing;
            }
            Call::Undo => {
                self.marks.pop().into_iter().for_each(|mark| self.tx.abandon(mark));
                return Answer::Nothing;
            }
            Call::Insert(n, rank) => {
                let rows = vec![row(n, None, Some("name"), Some(rank))];
                Write::Insert(Insert { schema: &NODE, rows })
            }
            Call::Set(n, rank) => Write::Update(update(id(n), vec![set(RANK, Value::Int(rank))])),
            Call::Raise(n) => {
                let add = vec![Assignment { column: RANK, change: Change::Add(1) }];
                Write::Update(Update::new(&NODE, id(n), add))
            }
            Call::Claim(rank) => {
                let claim = update(ranked(rank), vec![set(RANK, Value::Int(9))]);
                Write::Update(Update { limit: Some(1), ..claim })
            }
            Call::Delete(n) => {
                let now = crate::Timestamp::from_unix_micros(0).unwrap();
                Write::Delete(Delete::new(&NODE, id(n), DeleteMode::Hard, now, Default::default()))
            }
            Call::Move(from, to) => Write::Update(update(id(from), vec![set(PARENT, Value::Int(to))])),
        };
        Answer::Written(self.tx.batch(vec![Step { write, required: matches!(call, Call::Raise(1)) }]).await)
    }

    fn has_written(&self) -> bool {
        let writes = |answer: &Answer| match answer {
            Answer::Written(Ok(written)) => written.iter().any(|step| step.matched() > 0),
            _ => false,
        };
        self.answers.iter().any(writes)
    }
}

async fn filled() -> Memory {
    let store = store().await;
    let rows = [row(1, None, Some("name"), Some(1)), row(2, Some(1), Some("name"), Some(2))];
    insert(&store, &NODE, &rows).await.unwrap();
    store
}

/// Each step is a call of one of the transactions, or its commit.
async fn check(steps: Vec<(usize, Option<Call>)>) {
    let store = filled().await;
    let mut running: [Option<Run>; 3] = [None, None, None];
    let mut committed = Vec::new();
    for (place, step) in steps {
        match step {
            Some(call) => {
                if running[place].is_none() {
                    running[place] = Some(Run::begin(&store).await);
                }
                running[place].as_mut().unwrap().call(call).await;
            }
            None => {
                let Some(run) = running[place].take() else { continue };
                match run.tx.commit().await {
                    Ok(()) => committed.push(run),
                    Err(error) => assert!(error.is_retryable(), "{error}"),
                }
            }
        }
    }
    drop(running);
    let serial = filled().await;
    // One that changed nothing did so in the moment in which it began.
    for run in committed.into_iter().filter(Run::has_written) {
        let mut again = Run::begin(&serial).await;
        for call in run.calls {
            again.call(call).await;
        }
        again.tx.commit().await.unwrap();
        assert_eq!(run.answers, again.answers);
    }
    let everything = || Predicate::EVERYTHING;
    assert_eq!(rows(&store, &NODE, everything()).await, rows(&serial, &NODE, everything()).await);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_committed_could_have_run_one_after_another(
        steps in proptest::collection::vec((0..3_usize, proptest::option::weighted(0.8, call())), 1..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(check(steps));
    }
}
