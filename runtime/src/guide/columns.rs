//! What a field's attribute can say of its column.
//!
//! | key | meaning |
//! |---|---|
//! | `id` | the row's id; of several columns: `id(org_id, user_id)` on the struct |
//! | `unique`, `index` | an index over this column alone, see [`indexes`](super::indexes) |
//! | `rename = "column"` | the name of the column in the database |
//! | `lowercase`, `trim` | text is normalised on write and in every lookup of the column |
//! | `json` | stored as JSON, by way of serde |
//! | `default`, `default = value` | what rows hold that were written without the column |
//! | `secret` | in no filter, order, error or log; may have a unique index that is looked up (R19) |
//! | `encrypted` | ciphertext at rest; secret as well |
//! | `created`, `updated` | filled in by the store's clock |
//! | `version` | raised by every write and compared by `update_…` (R3) |
//! | `ttl` | when the row expires (R16) |
//! | `soft_delete` | when the row was deleted (R12) |
//!
//! # lowercase, trim, rename, created, updated, version, soft_delete
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//!     #[store(unique, lowercase, trim, rename = "mail")]
//!     pub email: String,
//!     #[store(created)]
//!     pub created_at: Timestamp,
//!     #[store(updated)]
//!     pub updated_at: Timestamp,
//!     #[store(version)]
//!     pub version: i64,
//!     #[store(soft_delete)]
//!     pub deleted_at: Option<Timestamp>,
//! }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let user = User { id: Id::new(), email: " Ada@Example.com ".to_owned(), created_at: Timestamp::MIN, updated_at: Timestamp::MIN, version: 0, deleted_at: None };
//! #
//! let ada = store.create_user(&user).await?;
//! assert_eq!((ada.email.as_str(), ada.version), ("ada@example.com", 1));
//! assert_eq!(store.get_user_by_email("ADA@example.com").await?, ada);
//!
//! store.update_user(&ada).await?;
//! assert!(store.update_user(&ada).await.unwrap_err().is_stale()); // its version is the second by now
//!
//! store.delete_user(&ada.id).await?;
//! assert_eq!(store.find_user(&ada.id).await?, None);
//! assert!(store.restore_user(&ada.id).await?);
//! # Ok(()) }) }
//! ```
//!
//! # default
//!
//! A column that is added to an entity whose table has rows needs a value for them: `Default::default()` of its type, or the one
//! that is given. Where a database can, it is the column's default there too, for whoever writes past this library.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct Webhook {
//!     #[store(id)]
//!     pub id: Id<Webhook>,
//!     pub url: String,
//!     #[store(default = true)]
//!     pub active: bool,
//!     #[store(default)]
//!     pub failures: i64,
//! }
//! # #[composite_store(Webhook)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! let webhook = Webhook { id: Id::new(), url: "https://example.com".to_owned(), active: false, failures: 3 };
//! assert_eq!(store.create_webhook(&webhook).await?, webhook);
//! # Ok(()) }) }
//! ```
//!
//! # secret
//!
//! Its column can't be used in a filter or an order, and `#[store(debug)]` hides it. Lookups by equality work where they are declared.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, PartialEq, StoreEntity)]
//! #[store(debug)]
//! pub struct ApiKey {
//!     #[store(id)]
//!     pub id: Id<ApiKey>,
//!     #[store(secret, unique)]
//!     pub hash: String,
//! }
//! # #[composite_store(ApiKey)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! let key = store.create_api_key(&ApiKey { id: Id::new(), hash: "s3cret".to_owned() }).await?;
//! assert_eq!(store.get_api_key_by_hash("s3cret").await?, key);
//! assert!(!format!("{key:?}").contains("s3cret"));
//! # Ok(()) }) }
//! ```
//!
//! ```compile_fail
//! # use storewright::{Id, StoreEntity};
//! # #[derive(Clone, PartialEq, StoreEntity)]
//! # pub struct ApiKey { #[store(id)] pub id: Id<ApiKey>, #[store(secret)] pub hash: String }
//! let _ = ApiKeyFilter::new().filter(ApiKey::HASH.eq("s3cret")); // secret column `Hash` can't be used in a filter
//! ```
//!
//! # encrypted
//!
//! The column's value is encrypted on its way to the database and decrypted on its way back (feature `encryption`; see `KeyRing`). The
//! newest key writes, older ones still read: to move to a new key, save each row again. A ciphertext is bound to its
//! column and row. `null` stays `null`. Such a column can't be searched, and is set only where the row's id is known.
//!
//! ```
//! # #[cfg(feature = "encryption")] mod example {
//! # use storewright::{ConnectOptions, Id, KeyRing, Result, StoreEntity, composite_store};
//! #[derive(Clone, PartialEq, StoreEntity)]
//! #[store(update = "set_access_token", filter(id), set(access_token))]
//! pub struct Account {
//!     #[store(id)]
//!     pub id: Id<Account>,
//!     #[store(encrypted)]
//!     pub access_token: Option<String>,
//! }
//! # #[composite_store(Account)]
//! # trait AppStore {}
//! # pub fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let (new_key, old_key) = ([2; 32], [1; 32]);
//!
//! let keys = KeyRing::new(2, new_key).older(1, old_key)?;
//! let store = <dyn AppStore>::connect(ConnectOptions::url("memory:").keys(keys)).await?;
//! # store.migrate(&[]).await?;
//! let account = Account { id: Id::new(), access_token: Some("token".to_owned()) };
//! store.create_account(&account).await?;
//! assert!(store.get_account(&account.id).await? == account);
//! store.set_access_token(&account.id, Some("another")).await?;
//! # Ok(()) }) }
//! # }
//! # #[cfg(feature = "encryption")] fn main() -> storewright::Result<()> { example::main() }
//! # #[cfg(not(feature = "encryption"))] fn main() {}
//! ```
//!
//! # ttl
//!
//! A row whose moment has come is given by no method and counted by none, whether it was removed yet or not, and doesn't stand in the
//! way of a new row with its id or unique values. `purge_expired_…` removes such rows. `None` is never.
//!
//! ```
//! # use storewright::{Clock, Id, Result, StoreEntity, composite_store};
//! # use std::{sync::Arc, time::Duration};
//! # use storewright::{ConnectOptions, ManualClock, Timestamp};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct Session {
//!     #[store(id)]
//!     pub id: Id<Session>,
//!     #[store(ttl)]
//!     pub expires_at: Timestamp,
//! }
//! # #[composite_store(Session)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
//! # let store = <dyn AppStore>::connect(ConnectOptions::url("memory:").clock(clock.clone())).await?;
//! # store.migrate(&[]).await?;
//! #
//! let session = Session { id: Id::new(), expires_at: clock.now() + Duration::from_secs(60) };
//! store.create_session(&session).await?;
//! assert!(store.find_session(&session.id).await?.is_some());
//! clock.advance(Duration::from_secs(60));
//! assert!(store.find_session(&session.id).await?.is_none());
//! assert_eq!(store.purge_expired_sessions().await?, 1);
//! # Ok(()) }) }
//! ```
