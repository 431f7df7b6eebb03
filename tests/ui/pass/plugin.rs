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

    use storewright::engine::{Bound, Plugin, PluginError};
    use storewright::{BoxFuture, Group, Id, Result, StoreEntity, StoreHandle};

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

    #[derive(Debug, Default)]
    pub struct Consents(Bound);

    impl Consents {
        pub async fn count(&self) -> Result<u64> {
            let page = self.0.get()?.list_consents(&ConsentFilter::new()).await?;
            Ok(page.total.unwrap_or_default())
        }
    }

    impl Plugin for Consents {
        fn name(&self) -> &'static str {
            "consents"
        }

        fn groups(&self) -> Vec<Group> {
            vec![Group::new("consents").entity::<Consent>()]
        }

        fn start<'a>(&'a self, store: &'a StoreHandle) -> BoxFuture<'a, Result<(), PluginError>> {
            self.0.set(store);
            Box::pin(async { Ok(()) })
        }
    }

    pub async fn granted(store: &dyn AuthStore, user: &Id<User>, purpose: &str) -> Result<bool> {
        store.get_user(user).await?;
        Ok(store.find_consent_by_user_id_and_purpose(user, purpose).await?.is_some())
    }
}

mod program {
    use std::sync::Arc;

    use storewright::Engine;
    use storewright::engine::EngineError;

    use super::core_crate::AuthStore;
    use super::plugin_crate::Consents;

    pub fn engine(store: Arc<dyn AuthStore>) -> Result<Engine<dyn AuthStore>, EngineError> {
        Engine::builder().plugin(Consents::default()).store(store).build()
    }

    pub async fn run(engine: &Engine<dyn AuthStore>) -> Result<Option<u64>, Box<dyn std::error::Error>> {
        engine.start().await?;
        let count = match engine.plugin::<Consents>() {
            Some(consents) => Some(consents.count().await?),
            None => None,
        };
        engine.stop().await?;
        Ok(count)
    }
}

fn main() {
    let _ = (program::engine, program::run);
    let _ = (plugin_crate::start, plugin_crate::granted);
}
