//! A plugin is a crate with entities of its own, for any store that it is handed: it knows the entities of the core that it
//! references, and neither the database nor the other plugins. Its tables are a [`Group`](crate::Group); its life is
//! [`Plugin`](crate::engine::Plugin); an [`Engine`](crate::engine::Engine) brings a store and its plugins up and down again.
//!
//! # The plugin's crate
//!
//! Entities are declared as anywhere else. The name of a table is the plugin's alone on a database that it doesn't know, so it begins
//! with the plugin's name; so does that of the group, which is in the program that uses it for as long as the tables are there.
//!
//! ```
//! # use storewright::{StoreEntity, composite_store};
//! /// In the core's crate.
//! # pub mod core {
//! # use storewright::{Id, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(table = "users")]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//! }
//!
//! #[composite_store(User)]
//! pub trait AppStore {}
//! # }
//!
//! /// In the plugin's crate.
//! # pub mod consent {
//! # use super::core::User;
//! use storewright::engine::{Bound, Plugin};
//! use storewright::{Group, Id, Result, StoreEntity};
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(table = "consent_grants")]
//! #[store(references(user_id -> User, on_delete = cascade))]
//! #[store(upsert = "grant_consent", on(user_id, purpose))]
//! #[store(unique[user_id, purpose])]
//! pub struct Grant {
//!     #[store(id)]
//!     pub id: Id<Grant>,
//!     pub user_id: Id<User>,
//!     pub purpose: String,
//! }
//!
//! #[derive(Debug, Default)]
//! pub struct Consent {
//!     store: Bound,
//! }
//!
//! impl Consent {
//!     /// The name of its group, for plugins that come after it.
//!     pub const GROUP: &'static str = "consent";
//!
//!     pub async fn grant(&self, user: &Id<User>, purpose: &str) -> Result<()> {
//!         let grant = Grant { id: Id::new(), user_id: *user, purpose: purpose.to_owned() };
//!         self.store.get()?.grant_consent(&grant).await.map(drop)
//!     }
//!
//!     pub async fn is_granted(&self, user: &Id<User>, purpose: &str) -> Result<bool> {
//!         let store = self.store.get()?; // an error until the engine is started
//!         Ok(store.find_grant_by_user_id_and_purpose(user, purpose).await?.is_some())
//!     }
//! }
//!
//! impl Plugin for Consent {
//!     fn name(&self) -> &'static str {
//!         "consent"
//!     }
//!
//!     fn groups(&self) -> Vec<Group> {
//!         vec![Group::new(Self::GROUP).entity::<Grant>()]
//!     }
//!
//!     fn bound(&self) -> Option<&Bound> {
//!         Some(&self.store) // where the engine puts its store
//!     }
//! }
//! # }
//!
//! /// In another plugin's crate, which builds on the first one's tables.
//! # pub mod receipts {
//! # use storewright::{Group, Id, Plugin, StoreEntity};
//! # use super::consent::{Consent, Grant};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(table = "receipts")]
//! #[store(references(grant_id -> Grant, on_delete = cascade))]
//! pub struct Receipt {
//!     #[store(id)]
//!     pub id: Id<Receipt>,
//!     pub grant_id: Id<Grant>,
//! }
//!
//! #[derive(Debug, Default)]
//! pub struct Receipts;
//!
//! impl Plugin for Receipts {
//!     fn name(&self) -> &'static str {
//!         "receipts"
//!     }
//!
//!     fn groups(&self) -> Vec<Group> {
//!         vec![Group::new("receipts").entity::<Receipt>().after(Consent::GROUP)]
//!     }
//! }
//! # }
//!
//! /// In the program.
//! # use crate::{consent::*, core::*, receipts::*};
//! # use storewright::{Id, engine::EngineError};
//! use storewright::Engine;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> { tokio::runtime::Runtime::new()?.block_on(async {
//! let store = <dyn AppStore>::connect("memory:").await?;
//! let engine = Engine::builder().store(store).plugin(Receipts).plugin(Consent::default()).build()?;
//! assert!(engine.plugins().eq(["consent", "receipts"])); // in the order in which they need each other
//! engine.start().await?;
//!
//! let user = engine.store().create_user(&User { id: Id::new() }).await?;
//! let consent = engine.plugin::<Consent>().ok_or("it was given to the builder")?;
//! consent.grant(&user.id, "letters").await?;
//! assert!(consent.is_granted(&user.id, "letters").await?);
//!
//! engine.store().delete_user(&user.id).await?; // takes the plugins' rows along
//! assert!(!consent.is_granted(&user.id, "letters").await?);
//! engine.stop().await?;
//! assert!(consent.is_granted(&user.id, "letters").await.is_err());
//! # Ok(()) }) }
//! ```
//!
//! # What is found before anything runs
//!
//! `build` looks at all plugins together and tells everything that is wrong, with the plugins' names: two of one name, a group that
//! nobody brings, groups or plugins that wait for each other in a circle, an entity in two groups, two entities with one table, a
//! reference to an entity whose group doesn't come before.
//!
//! ```
//! # use storewright::engine::{Engine, EngineError, Plugin};
//! # use storewright::{Group, Result, composite_store};
//! # #[derive(storewright::StoreEntity)]
//! # pub struct User { #[store(id)] pub id: storewright::Id<User> }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! struct Receipts;
//!
//! impl Plugin for Receipts {
//!     fn name(&self) -> &'static str {
//!         "receipts"
//!     }
//!
//!     fn groups(&self) -> Vec<Group> {
//!         vec![Group::new("receipts").after("consent")]
//!     }
//! }
//!
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let store = <dyn AppStore>::connect("memory:").await?;
//! let built = Engine::builder().store(store).plugin(Receipts).build();
//! assert_eq!(
//!     built.unwrap_err().to_string(),
//!     "the engine can't be built: \
//!      group `receipts` of the plugin `receipts` comes after `consent`, which is no group of this store"
//! );
//! # Ok(()) }) }
//! ```
//!
//! # Start and stop
//!
//! `start` migrates the core, then each group after those that it comes after, asks whether the database answers, and starts the plugins
//! in the same order. If one of them fails, those before it are stopped again and the error says which it was; the start can be tried
//! again, as is [worth it](crate::engine::EngineError::is_retryable) when the database was away. `stop` goes the other way and closes the
//! store; all of it is done, and the first error is told.
//!
//! | | groups | plugins |
//! |---|---|---|
//! | `start` fails | those that were migrated stay, which does no harm | those that were started are stopped |
//! | `start` is dropped | the same | are stopped by the next `start` or `stop`, the one in between included |
//! | `stop` is dropped | | the next `stop` goes on with those that are left |
//!
//! # Without an engine
//!
//! A group is handed to `migrate`, which checks the same and keeps to the same order. The store's methods for its entities work from
//! then on, in transactions too, and cascades reach its rows.
//!
//! ```
//! # use storewright::{Group, Id, Result, StoreEntity, composite_store};
//! # #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! # pub struct User { #[store(id)] pub id: Id<User> }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! # #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! # #[store(references(user_id -> User, on_delete = cascade))]
//! # pub struct Grant { #[store(id)] pub id: Id<Grant>, pub user_id: Id<User> }
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let store = <dyn AppStore>::connect("memory:").await?;
//! store.migrate(&[Group::new("consent").entity::<Grant>()]).await?;
//!
//! let user = store.create_user(&User { id: Id::new() }).await?;
//! let grant = store.create_grant(&Grant { id: Id::new(), user_id: user.id }).await?;
//! store.delete_user(&user.id).await?;
//! assert_eq!(store.find_grant(&grant.id).await?, None);
//! # Ok(()) }) }
//! ```
//!
//! # A store of one's own
//!
//! A store that was written by hand has a [handle](crate::Store::backing) for the entities that it wasn't written for. Its `migrate` MUST
//! pass on the groups to that handle's; an engine refuses one that passes over them, with the name of the first entity that is missing.
