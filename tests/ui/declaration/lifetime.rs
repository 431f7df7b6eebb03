use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User<'a> {
    #[store(id)]
    pub id: Id<User<'static>>,
    pub name: &'a str,
}

fn main() {}
