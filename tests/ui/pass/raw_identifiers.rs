use storewright::{Entity, Id, StoreEntity, StoreValue};

#[derive(StoreEntity)]
#[store(table = "types", name = "kind")]
#[store(unique(r#type, r#fn))]
#[store(index(r#match, r#loop desc), list = "list_matching")]
#[store(list = "list_typed", filter(r#type, r#loop > r#for), order(r#loop))]
#[store(unique(r#fn), when(r#match, r#type != "a"))]
#[store(swap = "swap_type", filter(r#loop))]
#[store(set_exclusive = "make_first", filter(any(r#fn == r#in, r#loop)), flag(r#match))]
#[store(increment = "count_up", filter(id), add(r#loop = r#for), max)]
#[store(raise = "raise_fn", filter(id), to(r#fn))]
#[store(count_by = "count_by_type", by(r#type))]
#[store(through = "list_where", via(r#where), order(r#type, r#loop desc))]
#[store(create_with = "create_kinds_with", with([r#type], Mod))]
#[store(update = "set_type", filter(id), set(r#type))]
#[store(references(r#where -> r#type, on_delete = set_null))]
pub struct r#type {
    #[store(id)]
    pub id: Id<r#type>,
    pub r#type: String,
    pub r#fn: i32,
    pub r#match: bool,
    pub r#loop: i64,
    pub r#where: Option<Id<r#type>>,
}

#[derive(StoreEntity)]
#[store(insert_new = "insert_new_mod")]
pub struct Mod {
    #[store(id)]
    pub id: i64,
    pub any: i32,
}

#[derive(Debug, PartialEq, StoreValue)]
#[allow(non_camel_case_types)]
pub enum Keyword {
    r#async,
    r#await,
}

fn main() {
    let names: Vec<_> = r#type::schema().columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, ["id", "type", "fn", "match", "loop", "where"]);
    let _ = (r#type::FN_KEY, r#type::TYPE_AND_FN_KEY);
    let _ = List::new().filter(r#type::TYPE.eq("a"));
}

type List = storewright::List<r#type>;
