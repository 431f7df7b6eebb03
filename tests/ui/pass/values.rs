use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use storewright::{Entity, Json, StoreEntity, StoreValue, Value, ValueError};

#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, StoreValue)]
#[store(rename_all = "kebab-case")]
pub enum Role {
    SuperUser,
    Member,
    #[store(rename = "???")]
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, StoreValue)]
pub enum Single {
    Only = 7,
}

#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, StoreValue)]
pub struct Slug(String);

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, StoreValue)]
pub struct Cents(pub i64);

#[derive(Clone, Debug, PartialEq, StoreValue)]
pub struct Nested(pub Cents);

#[derive(Clone, Debug, PartialEq, StoreValue)]
pub struct Blob(pub Vec<u8>);

#[derive(Clone, Debug, PartialEq, StoreValue)]
pub struct Named {
    pub inner: String,
}

#[derive(Clone, Debug, StoreEntity)]
#[store(table = "shops")]
#[store(unique(owner, cents), find = "find_shop_by")]
#[store(list = "list_cheap", filter(cents < most, role == Role::Member))]
pub struct Shop {
    #[store(id)]
    pub slug: Slug,
    pub role: Role,
    pub cents: Cents,
    pub nested: Option<Nested>,
    pub owner: Option<Slug>,
    pub roles: Vec<Role>,
    pub slugs: BTreeSet<Slug>,
    pub distinct: HashSet<Role>,
    pub prices: BTreeMap<String, Cents>,
    pub maybe: HashMap<String, Option<Slug>>,
    pub lists: Vec<Vec<Cents>>,
    pub json: Json<Vec<(i32, String)>>,
    pub blob: Blob,
    pub named: Named,
    pub bytes: Vec<u8>,
    pub small: u8,
    pub wide: u64,
    pub ratio: f32,
    pub exact: f64,
    pub only: Single,
}

/// Referenced by an id that is an enum.
#[derive(Clone, Debug, StoreEntity)]
#[store(table = "rights")]
pub struct Right {
    #[store(id)]
    pub role: Role,
}

#[derive(Clone, Debug, StoreEntity)]
#[store(table = "holders")]
#[store(references(role -> Right, on_delete = restrict))]
#[store(references(shop -> Shop, on_delete = set_null))]
pub struct Holder {
    #[store(id)]
    pub id: i32,
    pub role: Role,
    pub shop: Option<Slug>,
}

async fn use_it(shops: &dyn ShopStore, rights: &dyn RightStore, shop: &Shop) -> storewright::Result<()> {
    shops.get_shop(&shop.slug).await?;
    shops.get_shops(&[Slug(String::new())]).await?;
    shops.find_shop_by(&shop.slug, &shop.cents).await?;
    shops.list_cheap(&Cents(10)).await?;
    rights.get_right(&Role::Member).await?;
    let filter = ShopFilter::new()
        .filter(Shop::SLUG.starts_with("a").or(Shop::OWNER.eq(Slug("b".to_owned()))))
        .filter(Shop::CENTS.ge(Cents(1)))
        .filter(Shop::ROLE.is_in([Role::Member, Role::Unknown]))
        .order_by(Shop::ROLE.asc());
    shops.list_shops(&filter).await?;
    Ok(())
}

fn main() {
    let _ = use_it;
    assert_eq!(Role::SuperUser.to_value(), Ok(Value::Text("super-user".to_owned())));
    assert_eq!(Role::from_value(Value::Text("???".to_owned())), Ok(Role::Unknown));
    assert!(matches!(Role::from_value(Value::Text("Member".to_owned())), Err(ValueError { .. })));
    assert_eq!(Nested::from_value(Value::Int(5)), Ok(Nested(Cents(5))));
    assert_eq!(Single::Only.to_value().and_then(Single::from_value), Ok(Single::Only));
    assert_eq!(Holder::schema().references()[0].target(), Right::schema());
}
