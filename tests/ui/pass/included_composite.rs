use std::sync::Arc;

use storewright::{Id, Result, Store, StoreEntity, composite_store};

#[derive(Debug, StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
}

#[derive(Debug, StoreEntity)]
#[store(table = "sessions")]
#[store(references(user_id -> User, on_delete = cascade))]
pub struct Session {
    #[store(id)]
    pub id: Id<Session>,
    pub user_id: Id<User>,
}

#[derive(Debug, StoreEntity)]
#[store(table = "invoices")]
pub struct Invoice {
    #[store(id)]
    pub id: Id<Invoice>,
}

mod core_stores {
    use super::{Session, SessionStore, User, UserStore};

    /// What every product has.
    #[storewright::composite_store(User, Session)]
    pub trait CoreStore {}
}

#[composite_store(Invoice)]
pub trait BillingStore {}

/// What this product has, and a method of its own over it.
#[composite_store(include(core_stores::CoreStore, BillingStore))]
pub trait ProductStore {
    fn is_open(&self) -> bool {
        true
    }
}

async fn start(url: &str) -> Result<Arc<dyn ProductStore>> {
    let store = <dyn ProductStore>::connect(url).await?;
    store.migrate(&[]).await?;
    store.ping().await?;
    Ok(store)
}

async fn sign_out(store: &dyn core_stores::CoreStore, id: &Id<Session>) -> Result<bool> {
    store.delete_session(id).await
}

async fn sign_out_of_product(store: &dyn ProductStore, id: &Id<Session>) -> Result<bool> {
    sign_out(store, id).await?;
    store.delete_session(id).await
}

fn main() {
    let _ = (start, sign_out_of_product);
    let schemas = <dyn ProductStore>::schemas();
    let names: Vec<_> = schemas.iter().map(|schema| schema.entity()).collect();
    for name in ["User", "Session", "Invoice"] {
        assert!(names.contains(&name), "{names:?}");
    }
}
