use storewright::{Entity, Id, StoreEntity};

#[derive(Debug, StoreEntity)]
#[store(table = "users")]
#[store(references(team_id -> Team, on_delete = set_null))]
#[store(references(boss_id -> User, on_delete = restrict))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub team_id: Option<Id<Team>>,
    pub boss_id: Option<Id<Self>>,
}

#[derive(Debug, StoreEntity)]
#[store(table = "teams")]
#[store(references(lead_id -> User, on_delete = cascade))]
pub struct Team {
    #[store(id)]
    pub id: Id<Team>,
    pub lead_id: Id<User>,
}

fn main() {
    assert_eq!(User::schema().references()[0].target(), Team::schema());
    assert_eq!(User::schema().references()[1].target(), User::schema());
    assert_eq!(Team::schema().references()[0].target(), User::schema());
}
