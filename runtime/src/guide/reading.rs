//! Methods that give rows or count them. Cost: one round trip each.
//!
//! # get, find
//!
//! The first row that matches, in the order; `get` is [`NotFound`](crate::ErrorKind::NotFound) when there is none, `find` is `None`
//! (R2). The latest code of a user that is still good:
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(find = "find_live_code", filter(user, used_at == none, expires_at > now), order(created_at desc))]
//! pub struct Code {
//!     #[store(id)]
//!     pub id: Id<Code>,
//!     #[store(index)]
//!     pub user: String,
//!     pub used_at: Option<Timestamp>,
//!     pub expires_at: Timestamp,
//!     #[store(created)]
//!     pub created_at: Timestamp,
//! }
//! # #[composite_store(Code)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let at = |seconds| Timestamp::now() + std::time::Duration::from_secs(seconds);
//! # let code = |expires_at| Code { id: Id::new(), user: "ada".to_owned(), used_at: None, expires_at, created_at: expires_at };
//! #
//! store.create_code(&code(at(60))).await?;
//! assert!(store.find_live_code("ada").await?.is_some());
//! assert!(store.find_live_code("bob").await?.is_none());
//! # Ok(()) }) }
//! ```
//!
//! # many by id
//!
//! The generated `get_users(&ids)` gives the rows in the order asked for, `None` where there is none: one round trip for as many
//! as the database takes at once.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//! }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! let user = store.create_user(&User { id: Id::new() }).await?;
//! let found = store.get_users(&[Id::new(), user.id]).await?;
//! assert_eq!(found, [None, Some(user)]);
//! # Ok(()) }) }
//! ```
//!
//! # list
//!
//! Every row that matches, in the order, ties by id (R7): a `Vec`. `limit` is an argument, `limit = 3` a constant. For pages with a
//! total and a cursor there is the generated `list_…` with a filter, see [`List`](crate::List).
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(list = "list_top_scores", filter(game), order(points desc), limit)]
//! pub struct Score {
//!     #[store(id)]
//!     pub id: Id<Score>,
//!     pub game: String,
//!     pub points: i64,
//! }
//! # #[composite_store(Score)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let score = |points| Score { id: Id::new(), game: "chess".to_owned(), points };
//! #
//! store.create_scores(&[score(3), score(9), score(5)]).await?;
//! let top = store.list_top_scores("chess", 2).await?;
//! assert_eq!(top.iter().map(|score| score.points).collect::<Vec<_>>(), [9, 5]);
//! # Ok(()) }) }
//! ```
//!
//! # count, exists
//!
//! How many rows match, and whether any does.
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Timestamp;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(count = "count_open_tasks", filter(list, done_at == none))]
//! #[store(exists = "has_open_task", filter(list, done_at == none))]
//! pub struct Task {
//!     #[store(id)]
//!     pub id: Id<Task>,
//!     pub list: String,
//!     pub done_at: Option<Timestamp>,
//! }
//! # #[composite_store(Task)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let task = |done_at| Task { id: Id::new(), list: "home".to_owned(), done_at };
//! #
//! store.create_tasks(&[task(None), task(Some(Timestamp::now())), task(None)]).await?;
//! assert_eq!(store.count_open_tasks("home").await?, 2);
//! assert!(!store.has_open_task("work").await?);
//! # Ok(()) }) }
//! ```
//!
//! # count_by
//!
//! How many rows there are for each value of a column: [`Counts`](crate::Counts).
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::StoreValue;
//! #[derive(Clone, Copy, Debug, PartialEq, StoreValue)]
//! pub enum Status { Pending, Approved, Rejected }
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(count_by = "count_entries_by_status", filter(app), by(status))]
//! pub struct Entry {
//!     #[store(id)]
//!     pub id: Id<Entry>,
//!     pub app: String,
//!     pub status: Status,
//! }
//! # #[composite_store(Entry)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let entry = |status| Entry { id: Id::new(), app: "a".to_owned(), status };
//! #
//! store.create_entries(&[entry(Status::Pending), entry(Status::Pending), entry(Status::Rejected)]).await?;
//! let counts = store.count_entries_by_status("a").await?;
//! assert_eq!((counts.get(&Status::Pending), counts.get(&Status::Approved)), (2, 0));
//! # Ok(()) }) }
//! ```
//!
//! # through
//!
//! The rows that another entity's rows reference: declared on the entity that holds the reference, which is named by its columns.
//! `order` and `limit` are about the rows that are given. With `page` it takes a filter and gives a [`Page`](crate::Page).
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct Organization {
//!     #[store(id)]
//!     pub id: Id<Organization>,
//!     pub name: String,
//! }
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(unique(org_id, user))]
//! #[store(references(org_id -> Organization, on_delete = cascade))]
//! #[store(through = "list_user_organizations", filter(user), via(org_id), order(name))]
//! #[store(through = "page_user_organizations", filter(user), via(org_id), page)]
//! pub struct Member {
//!     #[store(id)]
//!     pub id: Id<Member>,
//!     pub org_id: Id<Organization>,
//!     pub user: String,
//! }
//! # #[composite_store(Organization, Member)]
//! # trait AppStore {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn AppStore>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! for name in ["Zoo", "Aquarium", "Museum"] {
//!     let organization = store.create_organization(&Organization { id: Id::new(), name: name.to_owned() }).await?;
//!     if name != "Museum" {
//!         store.create_member(&Member { id: Id::new(), org_id: organization.id, user: "ada".to_owned() }).await?;
//!     }
//! }
//! let names: Vec<_> = store.list_user_organizations("ada").await?.into_iter().map(|org| org.name).collect();
//! assert_eq!(names, ["Aquarium", "Zoo"]);
//!
//! let page = OrganizationFilter::new().filter(Organization::NAME.starts_with("A"));
//! assert_eq!(store.page_user_organizations("ada", &page).await?.total, Some(1));
//! # Ok(()) }) }
//! ```
