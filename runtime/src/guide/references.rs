//! A reference is a column that holds another entity's id. It must name a live row (R13), and says what happens to its own row when that is
//! deleted: atomically, over any number of levels and rows, in circles too, on every backend, and through the entities of plugins that
//! the store knows by `migrate` (R25).
//!
//! | `on_delete` | when the referenced row is deleted |
//! |---|---|
//! | `cascade` | this row is deleted as well |
//! | `restrict` | the deletion is refused with [`Restricted`](crate::ErrorKind::Restricted), unless this row goes along |
//! | `set_null` | the column becomes `None` |
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct App {
//!     #[store(id)]
//!     pub id: Id<App>,
//! }
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(references(app_id -> App, on_delete = cascade))]
//! #[store(references(inviter -> User, on_delete = set_null))]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//!     pub app_id: Id<App>,
//!     pub inviter: Option<Id<User>>,
//! }
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(references(user_id -> User, on_delete = restrict))]
//! pub struct Invoice {
//!     #[store(id)]
//!     pub id: Id<Invoice>,
//!     pub user_id: Id<User>,
//! }
//! # #[composite_store(App, User, Invoice)]
//! # trait Everything {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn Everything>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! # let app = App { id: Id::new() };
//! # let ada = User { id: Id::new(), app_id: app.id, inviter: None };
//! # let bob = User { id: Id::new(), app_id: app.id, inviter: Some(ada.id) };
//! # let invoice = Invoice { id: Id::new(), user_id: ada.id };
//! #
//! store.create_app(&app).await?;
//! store.create_users(&[ada.clone(), bob.clone()]).await?;
//! store.create_invoice(&invoice).await?;
//! assert!(store.delete_user(&ada.id).await.is_err()); // an invoice references her
//!
//! store.delete_invoice(&invoice.id).await?;
//! assert!(store.delete_user(&ada.id).await?);
//! assert_eq!(store.get_user(&bob.id).await?.inviter, None);
//! assert!(store.delete_app(&app.id).await?);
//! assert_eq!(store.find_user(&bob.id).await?, None);
//! # Ok(()) }) }
//! ```
//!
//! # Across plugins
//!
//! A plugin's entities may reference those of the application and join the same graph when their group is handed to `migrate`:
//! see [`plugins`](super::plugins).
//!
//! ```
//! # use storewright::{Id, Result, StoreEntity, composite_store};
//! # use storewright::Group;
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! pub struct User {
//!     #[store(id)]
//!     pub id: Id<User>,
//! }
//!
//! /// In another crate.
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(references(user_id -> User, on_delete = cascade))]
//! pub struct Consent {
//!     #[store(id)]
//!     pub id: Id<Consent>,
//!     pub user_id: Id<User>,
//! }
//! # #[composite_store(User)]
//! # trait Everything {}
//! # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let store = <dyn Everything>::connect("memory:").await?;
//! # store.migrate(&[]).await?;
//! #
//! store.migrate(&[Group::new("consent").entity::<Consent>()]).await?;
//! let user = store.create_user(&User { id: Id::new() }).await?;
//! let consent = store.create_consent(&Consent { id: Id::new(), user_id: user.id }).await?;
//! store.delete_user(&user.id).await?;
//! assert_eq!(store.find_consent(&consent.id).await?, None);
//! # Ok(()) }) }
//! ```
