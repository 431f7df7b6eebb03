//! Methods that many callers may call at the same moment. The question and the change are one step of the database: nobody comes in
//! between, and of N callers exactly as many win as can (R14). Cost: one round trip each.
//!
//! # swap
//!
//! Replaces the whole row with the entity's id if it still matches: a refresh token is rotated by the first caller that has the old one.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, PartialEq, StoreEntity)]
//! #[store(swap = "rotate_session", filter(token == expected_token))]
//! pub struct Session {
//!     #[store(id)]
//!     pub id: Id<Session>,
//!     #[store(secret, unique)]
//!     pub token: String,
//! }
//! # #[composite_store(Session)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let id = Id::new();
//! # let session = |token: &str| Session { id: id, token: token.to_owned() };
//! #
//! store.create_session(&session("old")).await?;
//! assert!(store.rotate_session(&session("new"), "old").await?);
//! assert!(!store.rotate_session(&session("newer"), "old").await?); // somebody was first
//! # Ok(()) }) }
//! ```
//!
//! # claim
//!
//! Sets columns of the first row that matches, once: `set` must change a column that `filter` asks for, so that the row is no
//! longer there for the next caller. It says whether there was one; with `returning` it gives the row. With an order it takes
//! the next job off a queue.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(claim = "claim_next_job", filter(queue, worker == none), set(worker, started_at = now), order(created_at), returning)]
//! #[store(claim = "cancel_job", filter(id, worker == none), set(worker = "nobody"))]
//! pub struct Job {
//!     #[store(id)]
//!     pub id: Id<Job>,
//!     pub queue: String,
//!     pub worker: Option<String>,
//!     pub started_at: Option<Timestamp>,
//!     #[store(created)]
//!     pub created_at: Timestamp,
//! }
//! # #[composite_store(Job)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let job = Job { id: Id::new(), queue: "mail".to_owned(), worker: None, started_at: None, created_at: Timestamp::MIN };
//! #
//! store.create_job(&job).await?;
//! let claimed = store.claim_next_job("mail", Some("worker 1")).await?;
//! assert_eq!(claimed.map(|job| job.id), Some(job.id));
//! assert_eq!(store.claim_next_job("mail", Some("worker 2")).await?, None);
//! assert!(!store.cancel_job(&job.id).await?);
//! # Ok(()) }) }
//! ```
//!
//! # take
//!
//! Deletes the first row that matches and gives it: a single-use ticket.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, PartialEq, StoreEntity)]
//! #[store(take = "take_ticket", filter(token))]
//! pub struct Ticket {
//!     #[store(id)]
//!     pub id: Id<Ticket>,
//!     #[store(secret, unique)]
//!     pub token: String,
//!     pub page: String,
//! }
//! # #[composite_store(Ticket)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! store.create_ticket(&Ticket { id: Id::new(), token: "t".to_owned(), page: "/inbox".to_owned() }).await?;
//! assert_eq!(store.take_ticket("t").await?.map(|ticket| ticket.page), Some("/inbox".to_owned()));
//! assert!(store.take_ticket("t").await?.is_none());
//! # Ok(()) }) }
//! ```
//!
//! # insert_new
//!
//! Adds the row unless there is one with the same id, or the same values of the unique index that `on` names: whether it was added.
//! A clash on another unique index is a [`Conflict`](crate::ErrorKind::Conflict).
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(insert_new = "remember_event", on(event))]
//! pub struct Seen {
//!     #[store(id)]
//!     pub id: Id<Seen>,
//!     #[store(unique)]
//!     pub event: String,
//! }
//! # #[composite_store(Seen)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! let seen = || Seen { id: Id::new(), event: "evt_1".to_owned() };
//! assert!(store.remember_event(&seen()).await?);
//! assert!(!store.remember_event(&seen()).await?); // delivered twice, handled once
//! # Ok(()) }) }
//! ```
//!
//! # set_exclusive
//!
//! Sets a flag in one row and clears it in all others that match.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(unique(app), when(is_default), get = "get_default_environment")]
//! #[store(set_exclusive = "set_default_environment", filter(app), flag(is_default))]
//! pub struct Environment {
//!     #[store(id)]
//!     pub id: Id<Environment>,
//!     pub app: String,
//!     pub is_default: bool,
//! }
//! # #[composite_store(Environment)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let environment = |is_default| Environment { id: Id::new(), app: "a".to_owned(), is_default };
//! #
//! let first = store.create_environment(&environment(true)).await?;
//! let second = store.create_environment(&environment(false)).await?;
//! store.set_default_environment("a", &second.id).await?;
//! assert_eq!(store.get_default_environment("a").await?.id, second.id);
//! assert!(!store.get_environment(&first.id).await?.is_default);
//! # Ok(()) }) }
//! ```
//!
//! # increment
//!
//! Adds to an integer of one row and gives the new value; `None` when `max` or `min` refuses it,
//! [`NotFound`](crate::ErrorKind::NotFound) when there is no row. `add(attempts)` adds one, `add(credits = -1)` a constant,
//! `add(credits = by)` an argument.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(increment = "add_attempt", filter(id), add(attempts), max)]
//! #[store(increment = "spend", filter(id), add(credits = by), min = 0)]
//! pub struct Account {
//!     #[store(id)]
//!     pub id: Id<Account>,
//!     pub attempts: u8,
//!     pub credits: i64,
//! }
//! # #[composite_store(Account)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let account = Account { id: Id::new(), attempts: 0, credits: 10 };
//! #
//! store.create_account(&account).await?;
//! assert_eq!(store.add_attempt(&account.id, 2).await?, Some(1));
//! assert_eq!(store.add_attempt(&account.id, 2).await?, Some(2));
//! assert_eq!(store.add_attempt(&account.id, 2).await?, None);
//! assert_eq!(store.spend(&account.id, -7).await?, Some(3));
//! assert_eq!(store.spend(&account.id, -7).await?, None);
//! # Ok(()) }) }
//! ```
//!
//! # raise
//!
//! Sets a column of one row to a value that is higher than the stored one: whether it was. A passkey's counter that doesn't rise is a
//! copied key.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(raise = "raise_sign_count", filter(id), to(sign_count))]
//! pub struct Passkey {
//!     #[store(id)]
//!     pub id: Id<Passkey>,
//!     pub sign_count: u32,
//! }
//! # #[composite_store(Passkey)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let passkey = Passkey { id: Id::new(), sign_count: 7 };
//! #
//! store.create_passkey(&passkey).await?;
//! assert!(store.raise_sign_count(&passkey.id, 8).await?);
//! assert!(!store.raise_sign_count(&passkey.id, 8).await?);
//! # Ok(()) }) }
//! ```
