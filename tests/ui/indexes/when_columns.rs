use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(unique(owner), when(is_defualt))]
#[store(index(owner), when(tags == "a"))]
#[store(index(name), when(token != none))]
#[store(index(age), when())]
pub struct App {
    #[store(id)]
    pub id: i64,
    pub owner: i64,
    pub name: String,
    pub age: i32,
    pub is_default: bool,
    #[store(json)]
    pub tags: Vec<String>,
    #[store(secret)]
    pub token: Option<String>,
}

fn main() {}
