use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(raise = "raise_tags", filter(id), to(tags))]
#[store(count_by = "count_by_words", by(words))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub tags: Vec<String>,
    pub words: Vec<String>,
}

fn main() {}
