//! Indexes find rows fast; unique ones keep two rows from having the same values (R1). `None` never clashes (R5), nor does a soft-deleted row (R12).
//!
//! # unique, index
//!
//! `unique(app_id, email)` gives `get_…_by_…` and `find_…_by_…`, named by the columns or by `get = "…"`, `find = "…"`; `index(app_id,
//! created_at desc)` gives `list_…_by_…` over its equality columns in the order of the others, named by `list = "…"`. On a field, `unique` and
//! `index` are over that field alone. `name = "…"` is the name in the database.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(unique(app, email), get = "get_user_by_email")]
//! #[store(index(app, created_at desc), list = "list_app_users")]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//!     pub app: String,
//!     pub email: String,
//!     #[store(created)]
//!     pub created_at: Timestamp,
//! }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let user = User { id: Id::new(), app: "a".to_owned(), email: "e".to_owned(), created_at: Timestamp::MIN };
//! #
//! let user = store.create_user(&user).await?;
//! assert_eq!(store.get_user_by_email("a", "e").await?, user);
//! assert_eq!(store.list_app_users("a").await?, [user]);
//! # Ok(()) }) }
//! ```
//!
//! # when
//!
//! A partial index holds the rows that match its conditions only, and a partial unique one lets only these clash: at most one default
//! environment for each app. `when(is_default)` is `when(is_default == true)`; conditions compare with constants and `none`. The lookups look among
//! such rows; a column that `when` fixes is no argument of theirs.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(unique(app), when(is_default), get = "get_default_environment")]
//! #[store(unique(is_platform), when(is_platform), get = "get_platform_environment")]
//! pub struct Environment {
//!     #[store(id)]
//!     pub id: Id<Environment>,
//!     pub app: String,
//!     pub is_default: bool,
//!     pub is_platform: bool,
//! }
//! # #[composite_store(Environment)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let environment = |is_default| Environment { id: Id::new(), app: "a".to_owned(), is_default, is_platform: is_default };
//! #
//! let default = store.create_environment(&environment(true)).await?;
//! store.create_environment(&environment(false)).await?;
//! store.create_environment(&environment(false)).await?;
//! assert!(store.create_environment(&environment(true)).await.unwrap_err().is_conflict());
//! assert_eq!(store.get_default_environment("a").await?, default);
//! assert_eq!(store.get_platform_environment().await?, default);
//! # Ok(()) }) }
//! ```
//!
//! # conflict
//!
//! Every unique index has a constant on the struct, by which its clash is told from others: the fields' names and `_KEY`, or the name that
//! `conflict` gives. The id's is `PRIMARY_KEY`. See [`Error::conflict`](crate::Error::conflict).
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(unique(app, email), conflict = "EMAIL_TAKEN")]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//!     pub app: String,
//!     pub email: String,
//!     #[store(unique)]
//!     pub phone: Option<String>,
//! }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let user = || User { id: Id::new(), app: "a".to_owned(), email: "e".to_owned(), phone: None };
//! #
//! store.create_user(&user()).await?;
//! let message = match store.create_user(&user()).await {
//!     Ok(_) => "welcome",
//!     Err(error) => match error.conflict() {
//!         Some(User::EMAIL_TAKEN) => "somebody has this address",
//!         Some(User::PHONE_KEY) => "somebody has this number",
//!         _ => return Err(error),
//!     },
//! };
//! assert_eq!(message, "somebody has this address");
//! # Ok(()) }) }
//! ```
