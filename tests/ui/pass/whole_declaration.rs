use std::collections::BTreeMap;

use storewright::schema::OnDelete;
use storewright::{Entity, Id, StoreEntity, StoreValue, Timestamp};

#[derive(Clone, Debug, PartialEq, StoreValue)]
#[store(rename_all = "snake_case")]
pub enum Standing {
    Active,
    OnHold,
    #[store(rename = "gone")]
    Closed,
}

impl Standing {
    pub const FIRST: Self = Self::Active;
}

#[derive(Clone, Debug, StoreEntity)]
#[store(table = "apps", id_prefix = "aapp")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
}

#[derive(Clone, Debug, StoreEntity)]
#[store(table = "people", id_prefix = "aper", name = "person", plural = "people")]
#[store(unique(app_id, email), get = "get_person_by_email", find = "find_person_by_email", name = "people_email")]
#[store(index(app_id, created_at desc, email asc), list = "list_app_people", name = "people_newest")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(boss_id -> Person, on_delete = set_null))]
#[store(references(mentor_id -> Person, on_delete = restrict))]
#[store(get = "get_oldest", filter(app_id), order(created_at))]
#[store(find = "find_newest", filter(app_id, standing != Standing::Closed), order(created_at desc))]
#[store(list = "list_bosses", filter(app_id, boss_id == none), order(created_at desc, email asc), limit)]
#[store(list = "list_some", filter(standing == Standing::FIRST), limit = 10)]
#[store(list = "list_flagged", filter(banned == true, age >= 18, email != "root@example.com", created_at <= now))]
#[store(count = "count_between", filter(created_at >= from, created_at < to))]
#[store(exists = "has_subordinates", filter(boss_id != none))]
#[store(delete = "delete_gone", filter(app_id, standing == Standing::Closed))]
#[store(update = "put_on_hold", filter(id, standing == expected), set(standing = Standing::OnHold, boss_id = none, seen_at = now, age = 0))]
#[store(update = "set_boss", filter(id), set(boss_id, banned = false))]
#[store(create = "add_person")]
#[store(create_many = "add_people")]
#[store(get = "person")]
#[store(find = "maybe_person")]
#[store(get_many = "people_by_id")]
#[store(update = "save_person")]
#[store(upsert = "put_person")]
#[store(delete = "remove_person")]
#[store(list = "search_people")]
#[store(restore = "bring_back")]
#[store(purge = "erase_person")]
pub struct Person {
    #[store(id)]
    pub id: Id<Person>,
    pub app_id: Id<App>,
    #[store(lowercase, trim)]
    pub email: String,
    #[store(unique, trim)]
    pub username: Option<String>,
    #[store(rename = "years")]
    pub age: i16,
    #[store(index)]
    pub standing: Standing,
    pub banned: bool,
    pub boss_id: Option<Id<Person>>,
    pub mentor_id: Option<Id<Person>>,
    #[store(secret)]
    pub password_hash: Option<String>,
    #[store(json)]
    pub metadata: BTreeMap<String, String>,
    pub seen_at: Option<Timestamp>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
    #[store(soft_delete)]
    pub deleted_at: Option<Timestamp>,
    #[store(version)]
    pub version: i64,
}

async fn use_it(store: &dyn PersonStore, person: &Person) -> storewright::Result<()> {
    store.add_person(person).await?;
    store.add_people(&[]).await?;
    store.person(&person.id).await?;
    store.maybe_person(&person.id).await?;
    store.people_by_id(&[person.id]).await?;
    store.save_person(person).await?;
    store.put_person(person).await?.into_inner();
    store.search_people(&PersonFilter::new().filter(Person::STANDING.eq(Standing::Active))).await?.items.len();
    let (_removed, _back, _erased): (bool, bool, bool) =
        (store.remove_person(&person.id).await?, store.bring_back(&person.id).await?, store.erase_person(&person.id).await?);
    store.get_person_by_email(&person.app_id, "a@b.c").await?;
    store.find_person_by_email(&person.app_id, "a@b.c").await?;
    store.get_person_by_username("ali").await?;
    store.list_app_people(&person.app_id).await?;
    store.list_people_by_standing(&Standing::Active).await?;
    store.get_oldest(&person.app_id).await?.id.uuid();
    store.find_newest(&person.app_id).await?;
    store.list_bosses(&person.app_id, 10).await?;
    store.list_some().await?;
    store.list_flagged().await?;
    let _count: u64 = store.count_between(person.created_at, Timestamp::now()).await?;
    let _any: bool = store.has_subordinates().await?;
    let _many: u64 = store.delete_gone(&person.app_id).await?;
    let _one: bool = store.put_on_hold(&person.id, &Standing::Active).await?;
    let _one: bool = store.set_boss(&person.id, Some(&person.id)).await?;
    Ok(())
}

fn main() {
    let _ = use_it;
    let schema = Person::schema();
    assert_eq!((schema.entity(), schema.table(), Person::ID_PREFIX), ("Person", "people", "aper"));
    let age = schema.column(Person::AGE.position());
    assert_eq!((age.field(), age.name()), ("age", "years"));
    let indexes: Vec<_> = schema.indexes().iter().map(|index| (index.name(), index.is_unique(), index.columns().len())).collect();
    assert!(indexes.contains(&("people_email", true, 2)), "{indexes:?}");
    assert!(indexes.contains(&("people_newest", false, 3)), "{indexes:?}");
    assert_eq!(indexes.len(), 4);
    let on_delete: Vec<_> = schema.references().iter().map(|reference| reference.on_delete()).collect();
    assert_eq!(on_delete, [OnDelete::Cascade, OnDelete::SetNull, OnDelete::Restrict]);
    assert_eq!(schema.created(), Some(Person::CREATED_AT.position()));
    assert_eq!(schema.updated(), Some(Person::UPDATED_AT.position()));
    assert_eq!(schema.soft_delete(), Some(Person::DELETED_AT.position()));
    assert_eq!(schema.version(), Some(Person::VERSION.position()));
    assert!(schema.column(Person::PASSWORD_HASH.position()).is_secret());
}
