//! A plugin knows the core's entities and the library; it works on any store that it is handed.

mod core_crate {
    use storewright::{Id, StoreEntity, composite_store};

    #[derive(Debug, StoreEntity)]
    #[store(table = "users")]
    pub struct User {
        #[store(id)]
        pub id: Id<User>,
    }

    #[composite_store(User)]
    pub trait AuthStore {}
}

mod plugin_crate {
    use std::sync::Arc;

    use storewright::{Group, Id, Result, StoreEntity};

    use super::core_crate::{AuthStore, User};

    #[derive(Debug, StoreEntity)]
    #[store(table = "consents")]
    #[store(references(user_id -> User, on_delete = cascade))]
    #[store(unique(user_id, purpose))]
    pub struct Consent {
        #[store(id)]
        pub id: Id<Consent>,
        pub user_id: Id<User>,
        pub purpose: String,
    }

    pub async fn start(store: Arc<dyn AuthStore>) -> Result<()> {
        store.migrate(&[Group::new("consent").entity::<Consent>()]).await
    }

    pub async fn granted(store: &dyn AuthStore, user: &Id<User>, purpose: &str) -> Result<bool> {
        store.get_user(user).await?;
        Ok(store.find_consent_by_user_id_and_purpose(user, purpose).await?.is_some())
    }
}

fn main() {
    let _ = (plugin_crate::start, plugin_crate::granted);
}
