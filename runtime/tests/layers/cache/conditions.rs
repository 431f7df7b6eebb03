//! What only calls on rows and schemas can ask.

use std::sync::Arc;

use storewright::Result;
use storewright::Timestamp;
use storewright::backend::{
    Assignment, Backend, Change, Delete, DeleteMode, Insert, ReferenceGraph, Select, Selection, Step,
    UniqueKey, Update, Upsert, Write,
};
use storewright::backends::memory::Memory;
use storewright::layers::{Cache, Call, Faults, Layer};
use storewright::query::{CompareOp, Order, Predicate};
use storewright::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexFilter, IndexSchema};
use storewright::value::{Value, ValueType};

const ID: usize = 0;
const CODE: usize = 1;
const EXPIRES: usize = 2;
const MAIN: usize = 3;

static COLUMNS: [ColumnSchema; 4] = [
    ColumnSchema::new("id", "id", ValueType::Int, false),
    ColumnSchema::new("code", "code", ValueType::Text, false),
    ColumnSchema::new("expires_at", "expires_at", ValueType::Timestamp, true).ttl(),
    ColumnSchema::new("main", "main", ValueType::Bool, true),
];
static IS_MAIN: IndexFilter = IndexFilter::new(|| Ok(Predicate::All(vec![equals(MAIN, Value::Bool(true))])));
static INDEXES: [IndexSchema; 2] = [
    IndexSchema::unique("tokens_code_key", &[IndexColumn::asc(CODE)]),
    IndexSchema::unique("tokens_main_key", &[IndexColumn::asc(MAIN)]).when(&IS_MAIN),
];
static TOKENS: EntitySchema = EntitySchema::new("Token", "tokens", &COLUMNS, &[ID]).with_indexes(&INDEXES);

fn equals(column: usize, value: Value) -> Predicate {
    Predicate::equals(column, value)
}

fn id(id: i64) -> Predicate {
    equals(ID, Value::Int(id))
}

fn at(second: i64) -> Value {
    Value::Timestamp(Timestamp::from_unix_micros(second * 1_000_000).unwrap())
}

fn unexpired(now: i64) -> Predicate {
    let later = Predicate::Compare { column: EXPIRES, op: CompareOp::Gt, value: at(now) };
    Predicate::Any(vec![Predicate::IsNull { column: EXPIRES }, later])
}

fn token(id: i64, code: &str, expires: i64, main: bool) -> Vec<Value> {
    let main = if main { Value::Bool(true) } else { Value::Null };
    vec![Value::Int(id), Value::Text(code.to_owned()), at(expires), main]
}

struct Tokens {
    backend: Arc<dyn Backend>,
    faults: Faults,
}

impl Tokens {
    async fn new(rows: Vec<Vec<Value>>) -> Self {
        let tokens = Self::on(Arc::new(Memory::new())).await;
        tokens.insert(rows).await.unwrap();
        tokens
    }

    async fn on(memory: Arc<Memory>) -> Self {
        let faults = Faults::new();
        let backend = Box::new(Cache::new()).wrap(Box::new(faults.clone()).wrap(memory));
        backend.ensure(&[&TOKENS]).await.unwrap();
        Self { backend, faults }
    }

    async fn insert(&self, rows: Vec<Vec<Value>>) -> Result<()> {
        self.backend.insert(Insert { schema: &TOKENS, rows }).await
    }

    async fn rows(&self, filter: Predicate) -> Vec<Vec<Value>> {
        self.ask(Select::new(&TOKENS, filter)).await.rows
    }

    async fn ask(&self, select: Select) -> Selection {
        self.backend.select(select).await.unwrap()
    }

    fn selects(&self) -> u64 {
        self.faults.on(Call::Select).calls()
    }

    async fn set(&self, filter: Predicate, column: usize, value: Value) -> Result<()> {
        let set = vec![Assignment { column, change: Change::Set(value) }];
        self.backend.update(Update::new(&TOKENS, filter, set)).await.map(drop)
    }
}

#[tokio::test]
async fn a_row_expires_where_it_is_kept() {
    let tokens = Tokens::new(vec![token(1, "a", 100, false)]).await;
    for now in [10, 99] {
        assert_eq!(tokens.rows(id(1).and(unexpired(now))).await.len(), 1);
    }
    assert_eq!(tokens.selects(), 1);
    assert_eq!(tokens.rows(id(1).and(unexpired(100))).await, [] as [Vec<Value>; 0]);
    let code = equals(CODE, Value::Text("a".to_owned()));
    assert_eq!(tokens.rows(code.and(unexpired(100))).await.len(), 0);
}

#[tokio::test]
async fn the_whole_filter_is_asked() {
    let tokens = Tokens::new(vec![token(1, "a", 100, true), token(2, "b", 100, false)]).await;
    assert_eq!(tokens.rows(id(1)).await.len(), 1);
    assert_eq!(tokens.rows(id(1).and(equals(MAIN, Value::Null))).await.len(), 0);
    assert_eq!(tokens.rows(id(1).and(id(2))).await.len(), 0);
    assert_eq!(tokens.rows(id(1).and(equals(MAIN, Value::Bool(true)))).await.len(), 1);
    assert_eq!(tokens.selects(), 3);
}

#[tokio::test]
async fn a_partial_index_names_a_row_among_those_that_it_holds() {
    let tokens = Tokens::new(vec![token(1, "a", 100, true), token(2, "b", 100, false)]).await;
    let main = || equals(MAIN, Value::Bool(true));
    for _ in 0..2 {
        assert_eq!(tokens.rows(main()).await[0][ID], Value::Int(1));
    }
    assert_eq!(tokens.selects(), 1);
    // No longer one of them, though it is still named so.
    tokens.set(id(1), MAIN, Value::Null).await.unwrap();
    tokens.set(id(2), MAIN, Value::Bool(true)).await.unwrap();
    tokens.rows(id(1)).await;
    assert_eq!(tokens.rows(main()).await[0][ID], Value::Int(2));
    // The others are many.
    assert_eq!(tokens.rows(equals(MAIN, Value::Null)).await.len(), 1);
}

#[tokio::test]
async fn selects_that_ask_for_more_than_a_row_go_to_the_backend() {
    let tokens = Tokens::new(vec![token(1, "a", 100, false)]).await;
    tokens.rows(id(1)).await;
    let plain = || Select::new(&TOKENS, id(1));
    let order = vec![Order { column: ID, descending: false }];
    let others = [
        Select { total: true, ..plain() },
        Select { limit: Some(0), ..plain() },
        Select { after: Some(vec![Value::Int(0)]), order: order.clone(), ..plain() },
        Select { order, ..plain() },
    ];
    for (position, select) in others.into_iter().enumerate() {
        let (rows, total) = (usize::from(select.limit != Some(0)), select.total.then_some(1));
        let selection = tokens.ask(select).await;
        assert_eq!((selection.rows.len(), selection.total), (rows, total), "{position}");
    }
    assert_eq!(tokens.selects(), 5);
    assert_eq!(tokens.ask(Select { limit: Some(1), ..plain() }).await.rows.len(), 1);
    assert_eq!(tokens.selects(), 5);
}

#[tokio::test]
async fn batches_and_lists_of_ids_drop_what_they_write() {
    let tokens =
        Tokens::new(vec![token(1, "a", 100, false), token(2, "b", 100, false), token(3, "c", 100, false)])
            .await;
    for row in 1..=3 {
        tokens.rows(id(row)).await;
    }
    let update = |filter, code: &str| {
        let set = vec![Assignment { column: CODE, change: Change::Set(Value::Text(code.to_owned())) }];
        Step::from(Write::Update(Update::new(&TOKENS, filter, set)))
    };
    tokens.backend.batch(vec![update(id(1), "x"), update(id(2), "y")]).await.unwrap();
    assert_eq!(tokens.rows(id(1)).await[0][CODE], Value::Text("x".to_owned()));
    assert_eq!(tokens.rows(id(2)).await[0][CODE], Value::Text("y".to_owned()));
    let selects = tokens.selects();
    tokens.rows(id(3)).await;
    assert_eq!(tokens.selects(), selects);

    let some = Predicate::In { column: ID, values: vec![Value::Int(1), Value::Int(2)] };
    tokens.set(some, EXPIRES, at(7)).await.unwrap();
    assert_eq!(tokens.rows(id(1)).await[0][EXPIRES], at(7));
    let selects = tokens.selects();
    tokens.rows(id(3)).await;
    assert_eq!(tokens.selects(), selects);
}

#[tokio::test]
async fn an_upsert_by_an_index_drops_the_row_that_it_replaces() {
    let tokens = Tokens::new(vec![token(1, "a", 100, false)]).await;
    tokens.rows(id(1)).await;
    let set = vec![Assignment { column: EXPIRES, change: Change::Set(at(7)) }];
    let upsert = Upsert {
        schema: &TOKENS,
        on: UniqueKey::Index(&INDEXES[0]),
        row: token(2, "a", 200, false),
        set,
        only_if: Predicate::EVERYTHING,
    };
    assert!(!tokens.backend.upsert(upsert).await.unwrap().inserted);
    assert_eq!(tokens.rows(id(1)).await, [token(1, "a", 7, false)]);
}

#[tokio::test]
async fn a_row_that_another_process_deleted_and_this_one_adds_again_is_the_new_one() {
    let memory = Arc::new(Memory::new());
    let (here, there) = (Tokens::on(Arc::clone(&memory)).await, Tokens::on(memory).await);
    here.insert(vec![token(1, "a", 100, false)]).await.unwrap();
    here.rows(id(1)).await;
    let references = Arc::new(ReferenceGraph::new([&TOKENS]));
    let delete = Delete::new(&TOKENS, id(1), DeleteMode::Hard, Timestamp::UNIX_EPOCH, references);
    assert_eq!(there.backend.delete(delete).await.unwrap().count, 1);
    // Within its time, here it is still there: that is what sharing a database with others costs.
    assert_eq!(here.rows(id(1)).await, [token(1, "a", 100, false)]);
    here.insert(vec![token(1, "b", 200, false)]).await.unwrap();
    assert_eq!(here.rows(id(1)).await, [token(1, "b", 200, false)]);
}
