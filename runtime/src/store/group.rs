//! Groups of entities that come to a store beside its own: those of plugins.

pub(crate) mod check;
mod circle;
mod known;

pub(crate) use circle::ordered;
pub(crate) use known::Known;

use crate::entity::Entity;
use crate::schema::EntitySchema;

/// A named set of entities that is migrated together: a plugin's.
///
/// It is handed to [`Store::migrate`](crate::Store::migrate), or by a [`Plugin`](crate::engine::Plugin) to an
/// [`Engine`](crate::engine::Engine). Its entities may reference those of its own, those of the store's core, and those of groups
/// that it comes [after](Group::after), directly or by way of others. Every entity is in one group only; one that the core has as
/// well stays there.
///
/// ```
/// # use storewright::{Id, Result, StoreEntity, composite_store};
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # pub struct User { #[store(id)] id: Id<User> }
/// # #[composite_store(User)]
/// # trait AppStore {}
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use storewright::Group;
///
/// #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// #[store(references(user_id -> User, on_delete = cascade))]
/// pub struct Consent {
///     #[store(id)]
///     pub id: Id<Consent>,
///     pub user_id: Id<User>,
/// }
///
/// #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// #[store(references(consent_id -> Consent, on_delete = cascade))]
/// pub struct Receipt {
///     #[store(id)]
///     pub id: Id<Receipt>,
///     pub consent_id: Id<Consent>,
/// }
///
/// let store = <dyn AppStore>::connect("memory:").await?;
/// let receipts = Group::new("receipts").entity::<Receipt>().after("consent");
/// let consent = Group::new("consent").entity::<Consent>();
/// store.migrate(&[receipts, consent]).await?; // in the order of what they come after
///
/// let user = store.create_user(&User { id: Id::new() }).await?;
/// store.create_consent(&Consent { id: Id::new(), user_id: user.id }).await?;
/// # Ok(()) }) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a group does nothing by itself; hand it to `migrate`"]
pub struct Group {
    name: &'static str,
    schemas: Vec<&'static EntitySchema>,
    dependencies: Vec<&'static str>,
}

impl Group {
    /// The name of the store's own entities: those that it was opened with, and those that they reference.
    ///
    /// No other group may be called so. Every group comes after it, whether it says so or not.
    pub const CORE: &'static str = "core";

    /// A group of this name, without entities. The name is the group's own on the whole store, and stays the same over releases.
    pub const fn new(name: &'static str) -> Self {
        Self { name, schemas: Vec::new(), dependencies: Vec::new() }
    }

    /// With the entity `E`.
    pub fn entity<E: Entity>(self) -> Self {
        self.entities([E::schema()])
    }

    /// With these entities; one that it has already is added once.
    pub fn entities(mut self, schemas: impl IntoIterator<Item = &'static EntitySchema>) -> Self {
        for schema in schemas {
            if !self.schemas.contains(&schema) {
                self.schemas.push(schema);
            }
        }
        self
    }

    /// It needs the tables of the group called `group`: that one is migrated before it, in the same call of `migrate` or in an earlier one.
    pub fn after(mut self, group: &'static str) -> Self {
        if !self.dependencies.contains(&group) {
            self.dependencies.push(group);
        }
        self
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its entities, each once, in the order in which they were given.
    #[must_use]
    pub fn schemas(&self) -> &[&'static EntitySchema] {
        &self.schemas
    }

    /// The groups that it comes after, each once, in the order in which they were given.
    #[must_use]
    pub fn dependencies(&self) -> &[&'static str] {
        &self.dependencies
    }

    /// Whether both have the same entities, in whatever order.
    fn has_same_entities(&self, other: &Self) -> bool {
        self.schemas.len() == other.schemas.len()
            && self.schemas.iter().all(|schema| other.schemas.contains(schema))
    }
}
