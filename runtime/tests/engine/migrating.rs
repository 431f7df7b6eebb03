//! Groups while they are migrated: their order, what fails half way, and what goes on meanwhile.

use std::sync::Arc;
use std::time::Duration;

use storewright::backend::Backend;
use storewright::layers::Call;
use storewright::{ErrorKind, Group, Id, Result, Store, StoreExt, StoreHandle};

use crate::fixture::*;

async fn user(store: &dyn AppStore) -> Result<User> {
    store.create_user(&User { id: Id::new() }).await
}

fn knows(store: &dyn AppStore) -> Vec<&'static str> {
    store.backing().references().schemas().iter().map(|schema| schema.entity()).collect()
}

#[tokio::test]
async fn each_group_comes_after_those_that_it_names() -> Result<()> {
    let store = store().await;
    store.migrate(&[stamps(), letters(), receipts(), consent()]).await?;
    assert_eq!(knows(store.as_ref()), ["User", "Letter", "Consent", "Receipt", "Stamp"]);
    let user = user(store.as_ref()).await?;
    let consent = store.create_consent(&Consent { id: Id::new(), user_id: user.id }).await?;
    let receipt = store.create_receipt(&Receipt { id: Id::new(), consent_id: consent.id }).await?;
    let stamp = store.create_stamp(&Stamp { id: Id::new(), receipt_id: receipt.id }).await?;
    assert!(store.delete_user(&user.id).await?);
    assert_eq!(store.find_stamp(&stamp.id).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_call_of_the_backend_for_the_core_and_for_each_group() -> Result<()> {
    let (store, faults) = faulty().await;
    let calls = || faults.on(Call::Ensure).calls();
    store.migrate(&[]).await?;
    assert_eq!(calls(), 1);
    store.migrate(&[consent(), Group::new("empty"), receipts()]).await?;
    assert_eq!(calls(), 4);
    // Groups that are known already needn't be named again, and aren't looked at.
    store.migrate(&[]).await?;
    assert_eq!(calls(), 5);
    store.migrate(&[stamps().after("empty")]).await?;
    assert_eq!(calls(), 7);
    Ok(())
}

#[tokio::test]
async fn those_before_one_that_fails_stay() -> Result<()> {
    let (store, faults) = faulty().await;
    let groups = [letters(), consent(), receipts()];
    faults.on(Call::Ensure).fail(3, outage());
    let error = store.migrate(&groups).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(*error.kind(), ErrorKind::Unavailable { reason: "group `consent`: no route".into() });
    assert_eq!(knows(store.as_ref()), ["User", "Letter"]);
    // What isn't known is not in the way of a deletion.
    let user = user(store.as_ref()).await?;
    assert!(store.delete_user(&user.id).await?);
    store.migrate(&groups).await?;
    assert_eq!(knows(store.as_ref()), ["User", "Letter", "Consent", "Receipt"]);
    Ok(())
}

#[tokio::test]
async fn a_failure_of_the_core_names_no_group() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.on(Call::Ensure).fail(1, outage());
    assert_eq!(store.migrate(&[letters()]).await.unwrap_err(), outage());
    assert_eq!(knows(store.as_ref()), ["User"]);
    Ok(())
}

#[tokio::test]
async fn a_table_that_does_not_fit_is_told_with_the_group() -> Result<()> {
    use storewright::backends::memory::Memory;
    use storewright::schema::{ColumnSchema, EntitySchema};
    use storewright::value::ValueType;

    static OTHER: EntitySchema = EntitySchema::new(
        "Letter",
        "letters",
        &[ColumnSchema::new("number", "number", ValueType::Int, false)],
        &[0],
    );
    let memory = Arc::new(Memory::new());
    memory.ensure(&[&OTHER]).await?;
    let store = StoreHandle::new(memory, []);
    assert_eq!(
        store.migrate(&[letters()]).await.unwrap_err().to_string(),
        "the database's schema doesn't fit: group `letters`: the table `letters` is there without the column `id`, \
         or has it in another place or of another type"
    );
    Ok(())
}

#[tokio::test]
async fn deletions_go_on_while_a_group_is_migrated() -> Result<()> {
    let (store, faults) = faulty().await;
    store.migrate(&[]).await?;
    let users = [user(store.as_ref()).await?, user(store.as_ref()).await?];
    faults.on(Call::Ensure).delay(3, Duration::from_millis(100));
    let migrating = {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.migrate(&[consent()]).await })
    };
    while faults.on(Call::Ensure).calls() < 3 {
        tokio::task::yield_now().await;
    }
    assert!(store.delete_user(&users[0].id).await?);
    let not_yet = Consent { id: Id::new(), user_id: users[1].id };
    let error = store.create_consent(&not_yet).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnknownEntity { entity: "Consent" }));
    migrating.await.unwrap()?;
    store.create_consent(&not_yet).await?;
    assert!(store.delete_user(&users[1].id).await?);
    assert_eq!(store.find_consent(&not_yet.id).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_transaction_may_span_a_migration() -> Result<()> {
    let store = store().await;
    store.migrate(&[]).await?;
    let [ada, bob] = [user(store.as_ref()).await?, user(store.as_ref()).await?];
    let transaction = store.begin().await?;
    store.migrate(&[consent()]).await?;
    let consent = store.create_consent(&Consent { id: Id::new(), user_id: ada.id }).await?;
    assert!(transaction.delete_user(&ada.id).await?);
    // Its deletion has seen no consent: it is worth another try, which sees it.
    assert!(transaction.commit().await.unwrap_err().is_retryable());
    assert_eq!(store.get_consent(&consent.id).await?, consent);
    store.transaction(|tx| async move { tx.delete_user(&ada.id).await }).await?;
    assert_eq!(store.find_consent(&consent.id).await?, None);
    store.get_user(&bob.id).await.map(drop)
}

#[tokio::test]
async fn a_dropped_migration_leaves_nothing_half_known() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.on(Call::Ensure).hang(2);
    give_up(store.migrate(&[consent(), receipts()])).await;
    assert_eq!(knows(store.as_ref()), ["User"]);
    let user = user(store.as_ref()).await?;
    assert!(store.delete_user(&user.id).await?);
    store.migrate(&[consent(), receipts()]).await?;
    assert_eq!(knows(store.as_ref()), ["User", "Consent", "Receipt"]);
    Ok(())
}

#[tokio::test]
async fn of_two_calls_at_once_that_do_not_go_together_one_is_refused() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.on(Call::Ensure).delay(2, Duration::from_millis(50));
    let slow = {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.migrate(&[letters()]).await })
    };
    while faults.on(Call::Ensure).calls() < 2 {
        tokio::task::yield_now().await;
    }
    store.migrate(&[Group::new("other").entity::<Letter>()]).await?;
    let error = slow.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "bad configuration: `Letter` is in group `letters` and in group `other`: leave it in one"
    );
    assert_eq!(knows(store.as_ref()), ["User", "Letter"]);
    Ok(())
}

#[tokio::test]
async fn not_inside_a_transaction() -> Result<()> {
    let store = store().await;
    store.migrate(&[]).await?;
    let transaction = store.begin().await?;
    let error = transaction.migrate(&[letters()]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "not supported: `migrate` inside a transaction; call it on the store outside"
    );
    Ok(())
}

/// SQLite has one writer: the migration waits for the transaction, which must not look for tables that aren't there yet.
#[cfg(feature = "sqlite")]
#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_a_migration_waits_for() -> Result<()> {
    let store = <dyn AppStore>::connect("sqlite::memory:").await?;
    store.migrate(&[]).await?;
    let user = user(store.as_ref()).await?;
    let transaction = store.begin().await?;
    let migrating = {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.migrate(&[consent()]).await })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(transaction.delete_user(&user.id).await?);
    transaction.commit().await?;
    migrating.await.unwrap()?;
    assert_eq!(knows(store.as_ref()), ["User", "Consent"]);
    Ok(())
}
