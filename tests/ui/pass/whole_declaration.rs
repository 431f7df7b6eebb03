use std::collections::BTreeMap;

use storewright::schema::OnDelete;
use storewright::{Counts, Entity, Id, Page, StoreEntity, StoreValue, Timestamp, UniqueIndex, Value};

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
    pub name: String,
}

#[derive(Clone, Debug, StoreEntity)]
#[store(references(person_id -> Person, on_delete = cascade))]
pub struct Badge {
    #[store(id)]
    pub id: i64,
    pub person_id: Id<Person>,
}

pub const MOST_POINTS: i64 = 1_000;

#[derive(Clone, StoreEntity)]
#[store(debug)]
#[store(crate = ::storewright)]
#[store(table = "people", id_prefix = "aper", name = "person", plural = "people")]
#[store(unique(app_id, email), get = "get_person_by_email", find = "find_person_by_email", name = "people_email", conflict = "EMAIL_TAKEN")]
#[store(unique(app_id), when(is_owner, boss_id == none, standing != Standing::Closed, age >= -1), get = "get_owner", conflict = "OWNER_TAKEN", name = "owners")]
#[store(unique(is_chief), when(is_chief), get = "get_chief")]
#[store(index(seen_at desc), when(banned == true), list = "list_banned", name = "banned")]
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
#[store(update = "seal", filter(id), guard(version == expected, any(banned == false, seen_at < now)), set(token, expires_at), returning)]
#[store(update = "unban_all", filter(app_id, banned == true), set(banned = false), returning)]
#[store(delete = "delete_if_idle", filter(id), guard(seen_at < now))]
#[store(list = "list_current", filter(app_id, any(expires_at == none, expires_at > now, standing == or)))]
#[store(swap = "swap_if_unseen", filter(seen_at == seen_before))]
#[store(claim = "claim_one", filter(app_id, any(seen_at == none, seen_at < before)), set(seen_at = now), order(created_at))]
#[store(claim = "claim_this", filter(id, banned == false), set(banned = true, boss_id), returning)]
#[store(take = "take_oldest", filter(app_id), order(created_at))]
#[store(insert_new = "insert_new_person")]
#[store(insert_new = "insert_new_email", on(email, app_id))]
#[store(set_exclusive = "make_owner", filter(app_id), flag(is_owner))]
#[store(set_exclusive = "make_chief", flag(is_chief))]
#[store(increment = "add_point", filter(id), add(points))]
#[store(increment = "add_points", filter(app_id, email), add(points = by), set(seen_at = now, boss_id), max, min)]
#[store(increment = "take_points", filter(username, banned == false), add(points = -5), max = MOST_POINTS, min = -10)]
#[store(raise = "raise_sign_count", filter(id), to(sign_count), set(standing))]
#[store(raise = "raise_to", filter(id), to(sign_count = at_least))]
#[store(raise = "raise_seen_at", filter(id), to(seen_at = now))]
#[store(count_by = "count_by_boss", filter(app_id), by(boss_id))]
#[store(count_by = "count_by_standing", by(standing))]
#[store(through = "list_apps_of", filter(standing), via(app_id), order(name desc, id), limit)]
#[store(through = "list_some_bosses", filter(app_id), via(boss_id), limit = 3)]
#[store(through = "page_apps_of", filter(standing), via(app_id), page)]
#[store(create_with = "create_with_badges", with(App, [Badge]))]
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
#[store(purge_expired = "forget_people")]
pub struct Person {
    #[store(id)]
    pub id: Id<Person>,
    pub app_id: Id<App>,
    #[store(lowercase, trim)]
    pub email: String,
    #[store(unique(get = "get_named", find = "find_named", name = "names", when(banned == false), conflict = "NAME_TAKEN"), trim)]
    pub username: Option<String>,
    #[store(rename = "years")]
    pub age: i16,
    #[store(index(list = "list_of_standing", name = "standings", when(age > 3)), default = Standing::FIRST)]
    pub standing: Standing,
    #[store(default)]
    pub banned: bool,
    #[store(default = false)]
    pub is_owner: bool,
    pub is_chief: bool,
    #[store(default = 10)]
    pub points: u32,
    pub sign_count: Option<i64>,
    pub boss_id: Option<Id<Person>>,
    pub mentor_id: Option<Id<Person>>,
    #[store(secret)]
    pub password_hash: Option<String>,
    #[store(encrypted)]
    pub token: Option<String>,
    #[store(encrypted, json)]
    pub profile: Vec<u16>,
    #[store(json, default)]
    pub metadata: BTreeMap<String, String>,
    pub seen_at: Option<Timestamp>,
    #[store(ttl)]
    pub expires_at: Option<Timestamp>,
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
    store.get_named("ali").await?;
    store.list_app_people(&person.app_id).await?;
    store.list_of_standing(&Standing::Active).await?;
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
    use_more(store, person).await
}

async fn use_more(store: &dyn PersonStore, person: &Person) -> storewright::Result<()> {
    let (id, app_id, at) = (&person.id, &person.app_id, person.created_at);
    let _forgotten: u64 = store.forget_people().await?;
    let _owner: Person = store.get_owner(app_id).await?;
    let _owner: Option<Person> = store.find_owner(app_id).await?;
    let _chief: Person = store.get_chief().await?;
    let _banned: Vec<Person> = store.list_banned().await?;
    let _sealed: Option<Person> = store.seal(id, 3, Some("secret"), None).await?;
    let _unbanned: Vec<Person> = store.unban_all(app_id).await?;
    let _deleted: bool = store.delete_if_idle(id).await?;
    let _current: Vec<Person> = store.list_current(app_id, &Standing::Active).await?;
    let _swapped: bool = store.swap_if_unseen(person, at).await?;
    let _claimed: bool = store.claim_one(app_id, at).await?;
    let _claimed: Option<Person> = store.claim_this(id, None).await?;
    let _taken: Option<Person> = store.take_oldest(app_id).await?;
    let _new: bool = store.insert_new_person(person).await?;
    let _new: bool = store.insert_new_email(person).await?;
    let () = store.make_owner(app_id, id).await?;
    let () = store.make_chief(id).await?;
    let _points: Option<u32> = store.add_point(id).await?;
    let _points: Option<u32> = store.add_points(app_id, "a@b.c", 5, None, 10, -10).await?;
    let _points: Option<u32> = store.take_points("ali").await?;
    let _raised: bool = store.raise_sign_count(id, 3, &Standing::Active).await?;
    let _raised: bool = store.raise_to(id, 3).await?;
    let _raised: bool = store.raise_seen_at(id).await?;
    let _by_boss: Counts<Option<Id<Person>>> = store.count_by_boss(app_id).await?;
    let _by_standing: Counts<Standing> = store.count_by_standing().await?;
    let _apps: Vec<App> = store.list_apps_of(&Standing::Active, 10).await?;
    let _bosses: Vec<Person> = store.list_some_bosses(app_id).await?;
    let _apps: Page<App> = store.page_apps_of(&Standing::Active, &AppFilter::new()).await?;
    let app = App { id: person.app_id, name: String::new() };
    let (_person, _app, _badges): (Person, App, Vec<Badge>) = store.create_with_badges(person, &app, &[]).await?;
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
    assert!(indexes.contains(&("owners", true, 1)), "{indexes:?}");
    assert_eq!(indexes.len(), 7);
    let partial = schema.indexes().iter().filter(|index| index.filter().is_some());
    assert_eq!(partial.count(), 5);
    assert_eq!(Person::OWNER_TAKEN, UniqueIndex::new("Person", "owners"));
    assert_eq!(Person::EMAIL_TAKEN, UniqueIndex::new("Person", "people_email"));
    assert_eq!(Person::NAME_TAKEN, UniqueIndex::new("Person", "names"));
    assert_eq!(Person::IS_CHIEF_KEY, UniqueIndex::new("Person", "people_is_chief_key"));
    assert_eq!(Person::PRIMARY_KEY, UniqueIndex::new("Person", "primary"));
    let on_delete: Vec<_> = schema.references().iter().map(|reference| reference.on_delete()).collect();
    assert_eq!(on_delete, [OnDelete::Cascade, OnDelete::SetNull, OnDelete::Restrict]);
    assert_eq!(schema.created(), Some(Person::CREATED_AT.position()));
    assert_eq!(schema.updated(), Some(Person::UPDATED_AT.position()));
    assert_eq!(schema.soft_delete(), Some(Person::DELETED_AT.position()));
    assert_eq!(schema.version(), Some(Person::VERSION.position()));
    assert_eq!(schema.ttl(), Some(Person::EXPIRES_AT.position()));
    assert!(schema.column(Person::PASSWORD_HASH.position()).is_secret());
    assert!(schema.column(Person::TOKEN.position()).is_encrypted());
    let default = |position: usize| schema.column(position).default_value().and_then(Result::ok);
    assert_eq!(default(Person::POINTS.position()), Some(Value::Int(10)));
    assert_eq!(default(Person::STANDING.position()), Some(Value::Text("active".into())));
    assert_eq!(default(Person::BANNED.position()), Some(Value::Bool(false)));
    assert!(default(Person::METADATA.position()).is_some());
    assert_eq!(default(Person::AGE.position()), None);
}
