//! Entities with every kind of lookup that a declaration has.
#![allow(clippy::duplicated_attributes, reason = "statements name the same columns")]

use storewright::{Id, StoreEntity, StoreHandle, Timestamp};

/// What people belong to.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "sv_firms", id_prefix = "svf")]
pub struct Firm {
    /// The id.
    #[store(id)]
    pub id: Id<Firm>,
    /// Its name.
    pub name: String,
}

/// Who is found in many ways.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "sv_people", id_prefix = "svp", name = "person", plural = "people")]
#[store(unique(firm_id, email), get = "get_by_email", find = "find_by_email")]
#[store(unique(firm_id), when(is_boss), get = "get_boss", find = "find_boss")]
#[store(index(firm_id, created_at desc), list = "list_newest")]
#[store(index(city), list = "list_in_city")]
#[store(index(desk), when(desk != none), list = "list_at_desk")]
#[store(references(firm_id -> Firm, on_delete = cascade))]
#[store(references(mentor_id -> Person, on_delete = set_null))]
#[store(find = "find_newest", filter(firm_id, created_at < before), order(created_at desc))]
#[store(list = "list_some_newest", filter(firm_id), order(created_at desc), limit)]
#[store(count = "count_in_city", filter(city))]
#[store(exists = "is_in_city", filter(city))]
#[store(count_by = "count_cities", filter(firm_id), by(city))]
#[store(update = "move_people", filter(city), set(desk))]
#[store(delete = "delete_in_city", filter(city))]
#[store(claim = "claim_person", filter(city, desk == none), set(desk), order(created_at), returning)]
#[store(swap = "swap_by_email", filter(desk == expected))]
#[store(upsert = "upsert_by_email", on(firm_id, email))]
#[store(insert_new = "insert_new_person", on(firm_id, email))]
#[store(increment = "add_point", filter(id), add(points), max)]
#[store(raise = "raise_points", filter(id), to(points))]
#[store(set_exclusive = "make_boss", filter(firm_id), flag(is_boss))]
pub struct Person {
    /// The id.
    #[store(id)]
    pub id: Id<Person>,
    /// Where they work.
    pub firm_id: Id<Firm>,
    /// One of a firm has it.
    pub email: String,
    /// Nobody else has it.
    #[store(unique)]
    pub nick: Option<String>,
    /// Where they live.
    pub city: String,
    /// Where they sit.
    pub desk: Option<String>,
    /// Who helps them.
    pub mentor_id: Option<Id<Person>>,
    /// One of a firm is.
    pub is_boss: bool,
    /// What they have.
    pub points: i64,
    /// When they came.
    #[store(created)]
    pub created_at: Timestamp,
    /// When they left.
    #[store(soft_delete)]
    pub deleted_at: Option<Timestamp>,
}

/// What people join.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "sv_clubs", id_prefix = "svk")]
pub struct Club {
    /// The id.
    #[store(id)]
    pub id: Id<Club>,
    /// Its name.
    pub name: String,
}

/// Who is in which club.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "sv_members")]
#[store(id(person_id, club_id))]
#[store(references(person_id -> Person, on_delete = cascade))]
#[store(references(club_id -> Club, on_delete = cascade))]
#[store(through = "list_clubs_of", filter(person_id), via(club_id), order(name))]
#[store(through = "list_people_of", filter(club_id), via(person_id), order(created_at desc), limit)]
#[store(through = "page_people_of", filter(club_id), via(person_id), page)]
#[store(take = "take_oldest_member", filter(club_id), order(since))]
#[store(delete = "leave_all_clubs", filter(person_id))]
pub struct Member {
    /// Who.
    pub person_id: Id<Person>,
    /// Where.
    pub club_id: Id<Club>,
    /// Since when.
    #[store(created)]
    pub since: Timestamp,
}

impl Person {
    /// Somebody of that number.
    #[must_use]
    pub fn new(firm: &Firm, number: usize) -> Self {
        Self {
            id: Id::new(),
            firm_id: firm.id,
            email: format!("{number}@example.org"),
            nick: (number.is_multiple_of(3)).then(|| format!("nick {number}")),
            city: format!("city {}", number % 200),
            desk: (number.is_multiple_of(50)).then(|| format!("desk {number}")),
            mentor_id: None,
            is_boss: false,
            points: 0,
            created_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
        }
    }
}

/// All of it.
#[derive(Debug)]
pub struct Office {
    /// 1,000 firms.
    pub firms: Vec<Firm>,
    /// 8,000 people, 8 in each firm, of whom one is the boss, and 40 in each city.
    pub people: Vec<Person>,
    /// 1,000 clubs, of which each person is in two.
    pub clubs: Vec<Club>,
}

const MANY: usize = 1_000;

impl Office {
    /// Fills empty tables.
    pub async fn fill(store: &StoreHandle) -> Self {
        let firms: Vec<_> = (0..MANY).map(|at| Firm { id: Id::new(), name: format!("firm {at}") }).collect();
        let clubs: Vec<_> = (0..MANY).map(|at| Club { id: Id::new(), name: format!("club {at}") }).collect();
        let mut people: Vec<_> = (0..8 * MANY).map(|at| Person::new(&firms[at % MANY], at)).collect();
        let bosses: Vec<_> = people[..MANY].iter().map(|person| person.id).collect();
        for (at, person) in people.iter_mut().enumerate() {
            person.is_boss = at < MANY;
            person.mentor_id = (at >= MANY).then(|| bosses[at % MANY]);
        }
        let member = |at: usize| Member {
            person_id: people[at / 2].id,
            club_id: clubs[(at / 2 + at % 2 * 7) % MANY].id,
            since: Timestamp::UNIX_EPOCH,
        };
        let members: Vec<_> = (0..16 * MANY).map(member).collect();
        store.create_firms(&firms).await.unwrap();
        store.create_people(&people).await.unwrap();
        store.create_clubs(&clubs).await.unwrap();
        store.create_members(&members).await.unwrap();
        Self { firms, people, clubs }
    }
}
