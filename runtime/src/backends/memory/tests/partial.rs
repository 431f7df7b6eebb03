//! Partial indexes: who clashes in them, rows that move in and out, and lookups by them.

use std::task::{Context, Poll, Waker};

use super::fixture::{
    DELETED, HARD_COLUMNS, ID, NAME, PARENT, RANK, conflict, delete, deleted, ids, insert, is, row, rows,
    set, text,
};
use crate::backend::{Backend, DeleteMode, Executor, Select, UniqueKey, Update, Upsert};
use crate::backends::memory::Memory;
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::schema::{EntitySchema, IndexColumn, IndexFilter, IndexSchema};
use crate::value::Value;

static CHOSEN: IndexFilter = IndexFilter::new(|| Ok(chosen()));
static AGAIN: IndexFilter = IndexFilter::new(|| Ok(chosen()));
static OTHER: IndexFilter = IndexFilter::new(|| Ok(is(NAME, text("other"))));

/// One chosen row for each parent.
static SLOT: EntitySchema = EntitySchema::new("Slot", "slots", &HARD_COLUMNS, &[ID])
    .with_indexes(&[IndexSchema::unique("slots_chosen", &[IndexColumn::asc(PARENT)]).when(&CHOSEN)]);
/// The same rows with marks of deletion.
static SOFT: EntitySchema =
    EntitySchema::new("Soft", "softs", &super::fixture::COLUMNS, &[ID]).with_indexes(&[
        IndexSchema::unique("softs_chosen", &[IndexColumn::asc(PARENT)]).when(&CHOSEN),
        IndexSchema::new("softs_rank", &[IndexColumn::asc(RANK)]).when(&CHOSEN),
    ]);

fn chosen() -> Predicate {
    is(NAME, text("chosen"))
}

fn id(id: i64) -> Predicate {
    is(ID, Value::Int(id))
}

async fn slots() -> Memory {
    let store = Memory::new();
    store.ensure(&[&SLOT, &SOFT]).await.unwrap();
    let slots = [
        row(1, Some(1), Some("chosen"), None),
        row(2, Some(1), Some("spare"), None),
        row(3, Some(1), Some("spare"), None),
        row(4, Some(2), Some("chosen"), None),
        row(5, None, Some("chosen"), None),
        row(6, None, Some("chosen"), None),
    ];
    insert(&store, &SLOT, &slots).await.unwrap();
    store
}

#[tokio::test]
async fn only_rows_that_match_the_filter_clash() {
    let store = slots().await;
    let taken = insert(&store, &SLOT, &[row(7, Some(1), Some("chosen"), None)]).await.unwrap_err();
    assert_eq!(conflict(&taken), ("slots_chosen", Some(0)));
    insert(&store, &SLOT, &[row(7, Some(1), Some("spare"), None)]).await.unwrap();
    let mut soft = row(1, Some(1), Some("chosen"), None);
    insert(&store, &SOFT, &[deleted(soft.clone())]).await.unwrap();
    soft[ID] = Value::Int(2);
    insert(&store, &SOFT, &[soft]).await.unwrap();
    let restore = Update::new(&SOFT, id(1), vec![set(DELETED, Value::Null)]);
    assert_eq!(conflict(&store.update(restore).await.unwrap_err()), ("softs_chosen", None));
}

#[tokio::test]
async fn rows_move_in_and_out() {
    let store = slots().await;
    let name = |filter, name| store.update(Update::new(&SLOT, filter, vec![set(NAME, text(name))]));
    // In, where it is taken.
    assert_eq!(conflict(&name(id(2), "chosen").await.unwrap_err()), ("slots_chosen", None));
    let lookup = || is(PARENT, Value::Int(1)).and(chosen());
    assert_eq!(rows(&store, &SLOT, lookup()).await.len(), 1);
    // Out, then in by another.
    name(id(1), "spare").await.unwrap();
    assert_eq!(rows(&store, &SLOT, lookup()).await.len(), 0);
    name(id(2), "chosen").await.unwrap();
    assert_eq!(rows(&store, &SLOT, lookup()).await, [row(2, Some(1), Some("chosen"), None)]);
    // Along, to another key.
    store.update(Update::new(&SLOT, id(2), vec![set(PARENT, Value::Int(3))])).await.unwrap();
    assert_eq!(rows(&store, &SLOT, lookup()).await.len(), 0);
    name(id(1), "chosen").await.unwrap();
    // Two at once.
    let both = name(is(PARENT, Value::Int(1)), "chosen").await;
    assert_eq!(conflict(&both.unwrap_err()), ("slots_chosen", None));
    // A row that is gone frees its place.
    delete(&store, &SLOT, id(1), DeleteMode::Hard).await.unwrap();
    name(id(3), "chosen").await.unwrap();
}

#[tokio::test]
async fn an_upsert_meets_only_rows_that_the_index_holds() {
    let store = slots().await;
    let upsert = |row| Upsert {
        schema: &SLOT,
        on: UniqueKey::Index(&SLOT.indexes()[0]),
        row,
        set: vec![set(RANK, Value::Int(9))],
        only_if: Predicate::EVERYTHING,
    };
    let replaced = store.upsert(upsert(row(8, Some(1), Some("chosen"), None))).await.unwrap();
    assert!(!replaced.inserted && replaced.row == row(1, Some(1), Some("chosen"), Some(9)));
    let inserted = store.upsert(upsert(row(8, Some(1), Some("spare"), None))).await.unwrap();
    assert!(inserted.inserted && inserted.row == row(8, Some(1), Some("spare"), None));
    assert!(store.upsert(upsert(row(9, None, Some("chosen"), None))).await.unwrap().inserted);
    // Left as it is.
    let kept = Upsert { set: Vec::new(), ..upsert(row(10, Some(2), Some("chosen"), Some(1))) };
    let kept = store.upsert(kept).await.unwrap();
    assert!(!kept.inserted && kept.row == row(4, Some(2), Some("chosen"), None));
    assert_eq!(ids(&store, &SLOT).await, [1, 2, 3, 4, 5, 6, 8, 9]);
}

#[tokio::test]
async fn a_lookup_by_one_reads_no_other_rows() {
    let store = Memory::new();
    store.ensure(&[&SOFT]).await.unwrap();
    let many: Vec<_> = (0..20_000)
        .map(|n| row(n, Some(n), Some(if n % 1_000 == 0 { "chosen" } else { "spare" }), Some(n)))
        .collect();
    insert(&store, &SOFT, &many).await.unwrap();
    let live = || Predicate::IsNull { column: DELETED };
    let lookup = is(PARENT, Value::Int(3_000)).and(chosen()).and(live());
    let all = chosen().and(live());
    let mut context = Context::from_waker(Waker::noop());
    // What reads a whole table of this size lets others run in between.
    for (filter, count) in [(lookup, 1), (all.clone(), 20)] {
        let Poll::Ready(found) = store.select(Select::new(&SOFT, filter)).as_mut().poll(&mut context) else {
            panic!("a scan");
        };
        assert_eq!(found.unwrap().rows.len(), count);
    }
    let mut scan = store.select(Select::new(&SOFT, is(NAME, text("spare"))));
    assert!(scan.as_mut().poll(&mut context).is_pending());
    let total = Select { limit: Some(0), total: true, ..Select::new(&SOFT, all) };
    assert_eq!(store.select(total).await.unwrap().total, Some(20));
}

#[tokio::test]
async fn one_that_is_added_later_must_fit() {
    const fn index(filter: &'static IndexFilter) -> IndexSchema {
        IndexSchema::unique("slots_chosen", &BY_PARENT).when(filter)
    }
    static BY_PARENT: [IndexColumn; 1] = [IndexColumn::asc(PARENT)];
    static SAME: EntitySchema =
        EntitySchema::new("Same", "slots", &HARD_COLUMNS, &[ID]).with_indexes(&[index(&AGAIN)]);
    static DIFFERENT: EntitySchema =
        EntitySchema::new("Different", "slots", &HARD_COLUMNS, &[ID]).with_indexes(&[index(&OTHER)]);
    static WHOLE: EntitySchema = EntitySchema::new("Whole", "slots", &HARD_COLUMNS, &[ID])
        .with_indexes(&[IndexSchema::unique("slots_chosen", &BY_PARENT)]);
    static MORE: EntitySchema = EntitySchema::new("More", "slots", &HARD_COLUMNS, &[ID]).with_indexes(&[
        IndexSchema::unique("slots_spare", &BY_PARENT).when(&SPARE),
        IndexSchema::unique("slots_other", &BY_PARENT).when(&OTHER),
    ]);
    static SPARE: IndexFilter = IndexFilter::new(|| Ok(is(NAME, text("spare"))));

    let store = slots().await;
    store.ensure(&[&SAME]).await.unwrap();
    for schema in [&DIFFERENT, &WHOLE, &MORE] {
        let error = store.ensure(&[schema]).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Schema { .. }), "{error}");
    }
    delete(&store, &SLOT, id(2), DeleteMode::Hard).await.unwrap();
    store.ensure(&[&MORE]).await.unwrap();
    let taken = insert(&store, &SLOT, &[row(7, Some(1), Some("spare"), None)]).await.unwrap_err();
    assert_eq!(conflict(&taken).0, "slots_spare");
    let found = rows(&store, &MORE, is(PARENT, Value::Int(1)).and(is(NAME, text("spare")))).await;
    assert_eq!(found, [row(3, Some(1), Some("spare"), None)]);
}
