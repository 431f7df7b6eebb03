use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(count_by = "count_by_hash", by(hash))]
#[store(raise = "raise_hash", filter(id), to(hash))]
#[store(count_by = "count_by_tags", by(tags))]
#[store(raise = "raise_tags", filter(id), to(tags))]
#[store(increment = "count_tags", filter(id), add(tags))]
#[store(set_exclusive = "mark_tags", flag(tags))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(secret)]
    pub hash: String,
    #[store(json)]
    pub tags: Vec<String>,
}

fn main() {}
