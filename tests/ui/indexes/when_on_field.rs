use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub id: i64,
    #[store(unique(when(depth > 3), conflict = "taken"))]
    pub name: String,
    #[store(index(when(depth == depth), conflict = "TAKEN"))]
    pub depth: i32,
}

fn main() {}
