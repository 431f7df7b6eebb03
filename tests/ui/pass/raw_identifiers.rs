use storewright::{Entity, Id, StoreEntity, StoreValue};

#[derive(StoreEntity)]
#[store(table = "types", name = "kind")]
#[store(unique(r#type, r#fn))]
#[store(index(r#match, r#loop desc), list = "list_matching")]
#[store(list = "list_typed", filter(r#type, r#loop > r#for), order(r#loop))]
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

#[derive(Debug, PartialEq, StoreValue)]
#[allow(non_camel_case_types)]
pub enum Keyword {
    r#async,
    r#await,
}

fn main() {
    let names: Vec<_> = r#type::schema().columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, ["id", "type", "fn", "match", "loop", "where"]);
    let _ = List::new().filter(r#type::TYPE.eq("a"));
}

type List = storewright::List<r#type>;
