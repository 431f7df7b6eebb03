//! Methods that change and delete rows, and what adds several at once. Each is one step for everybody else (R14).
//!
//! # update
//!
//! Sets columns of the rows that match without rewriting them: how many, or whether there was one where the conditions name one
//! row. `updated` and `version` columns are kept. With `returning` it gives the rows as they are now.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(update = "touch_session", filter(id), set(last_seen = now, expires_at), returning)]
//! #[store(update = "expire_sessions", filter(user), set(expires_at = now))]
//! pub struct Session {
//!     #[store(id)]
//!     pub id: Id<Session>,
//!     pub user: String,
//!     pub last_seen: Timestamp,
//!     pub expires_at: Timestamp,
//! }
//! # #[composite_store(Session)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let start = Timestamp::UNIX_EPOCH;
//! # let session = Session { id: Id::new(), user: "ada".to_owned(), last_seen: start, expires_at: start };
//! #
//! store.create_session(&session).await?;
//! let later = Timestamp::now() + std::time::Duration::from_secs(60);
//! let touched = store.touch_session(&session.id, later).await?;
//! assert_eq!(touched.map(|session| session.expires_at), Some(later));
//! assert_eq!(store.expire_sessions("ada").await?, 1);
//! # Ok(()) }) }
//! ```
//!
//! # delete
//!
//! Deletes the rows that match, with what hangs on them: how many, or whether there was one (R4, R13). An entity with a `soft_delete`
//! column is soft-deleted.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(delete = "delete_old_drafts", filter(author, edited_at < before))]
//! pub struct Draft {
//!     #[store(id)]
//!     pub id: Id<Draft>,
//!     pub author: String,
//!     pub edited_at: Timestamp,
//! }
//! # #[composite_store(Draft)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let draft = |edited_at| Draft { id: Id::new(), author: "ada".to_owned(), edited_at };
//! #
//! store.create_drafts(&[draft(Timestamp::MIN), draft(Timestamp::MAX)]).await?;
//! assert_eq!(store.delete_old_drafts("ada", Timestamp::now()).await?, 1);
//! # Ok(()) }) }
//! ```
//!
//! # guard
//!
//! `update` and `delete` of one row can have a guard: when the row is there but doesn't match it, nothing is done and the error is
//! [`Refused`](crate::ErrorKind::Refused), which tells it from a row that is not there.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(delete = "remove_environment", filter(id), guard(is_default == false))]
//! pub struct Environment {
//!     #[store(id)]
//!     pub id: Id<Environment>,
//!     pub is_default: bool,
//! }
//! # #[composite_store(Environment)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let environment = Environment { id: Id::new(), is_default: true };
//! #
//! store.create_environment(&environment).await?;
//! assert!(store.remove_environment(&environment.id).await.unwrap_err().is_refused());
//! assert!(!store.remove_environment(&Id::new()).await?); // absent is no error
//! # Ok(()) }) }
//! ```
//!
//! # upsert
//!
//! Adds the row, or replaces the live one with the same values of a unique index, which keeps its id and its moment of creation. A
//! clash on *another* unique index is a [`Conflict`](crate::ErrorKind::Conflict), never an overwrite. The generated `upsert_…` does the same by id.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(unique(user, purpose))]
//! #[store(upsert = "grant_consent", on(user, purpose))]
//! pub struct Consent {
//!     #[store(id)]
//!     pub id: Id<Consent>,
//!     pub user: String,
//!     pub purpose: String,
//!     pub granted: bool,
//!     #[store(created)]
//!     pub created_at: Timestamp,
//! }
//! # #[composite_store(Consent)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let consent = |granted| Consent { id: Id::new(), user: "ada".to_owned(), purpose: "mail".to_owned(), granted, created_at: Timestamp::MIN };
//! #
//! let first = store.grant_consent(&consent(true)).await?;
//! assert!(first.is_inserted());
//! let second = store.grant_consent(&consent(false)).await?;
//! assert!(!second.is_inserted());
//! assert_eq!(second.into_inner().id, first.into_inner().id);
//! # Ok(()) }) }
//! ```
//!
//! # create_with
//!
//! Adds a row together with rows of other entities: all or none, in one call. A list in brackets is many. What can't be said so is
//! put into a [`Batch`](crate::Batch) by hand.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(create_with = "create_user_with_email", with(Email, [Role]))]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//!     pub name: String,
//! }
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(references(user_id -> User, on_delete = cascade))]
//! pub struct Email {
//!     #[store(id)]
//!     pub id: Id<Email>,
//!     pub user_id: Id<User>,
//!     #[store(unique, lowercase)]
//!     pub address: String,
//! }
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(references(user_id -> User, on_delete = cascade))]
//! pub struct Role {
//!     #[store(id)]
//!     pub id: Id<Role>,
//!     pub user_id: Id<User>,
//!     pub name: String,
//! }
//! # #[composite_store(User, Email, Role)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! let user = User { id: Id::new(), name: "Ada".to_owned() };
//! let email = Email { id: Id::new(), user_id: user.id, address: "Ada@example.com".to_owned() };
//! let role = Role { id: Id::new(), user_id: user.id, name: "admin".to_owned() };
//! let (user, email, roles) = store.create_user_with_email(&user, &email, &[role]).await?;
//! assert_eq!((email.address.as_str(), roles.len()), ("ada@example.com", 1));
//!
//! // The address is taken: the user isn't created either.
//! let other = User { id: Id::new(), name: "Eve".to_owned() };
//! let email = Email { id: Id::new(), user_id: other.id, ..email };
//! assert!(store.create_user_with_email(&other, &email, &[]).await.is_err());
//! assert_eq!(store.find_user(&other.id).await?, None);
//! # let _ = user;
//! # Ok(()) }) }
//! ```
