//! The plans of the statements as the server got them: a lookup by a declared index is read off that index.
//!
//! The tables have some thousand rows of which the server knows how they are spread, and it plans for values that it doesn't
//! know, as it does for a statement that is run often. Nothing forbids it a sequential scan: where one is the better way on
//! tables of this size, it is taken and the test fails.

#[path = "plans/explained.rs"]
mod explained;

use explained::Explained;
use servers::{
    Club, ClubStore, Engine, Firm, FirmStore, Member, MemberStore, Office, Person, PersonFilter, PersonStore,
    PostgresLog,
};
use storewright::{ConnectOptions, Entity, Store, StoreHandle, Timestamp};

/// A full office on a server of the test's own; `None` where there is none, which is said.
async fn office() -> Option<(services::Server, StoreHandle, Office, Explained)> {
    let server = (!Engine::Postgres.is_skipped()).then(|| Engine::Postgres.private())??;
    let url = servers::postgres_database(&server, "sw_plans").await;
    let log = PostgresLog::of(&server, "sw_plans").await;
    let schemas = vec![Firm::schema(), Person::schema(), Club::schema(), Member::schema()];
    let parameters = "max_connections=1&application_name=sw_plans";
    let store = ConnectOptions::url(format!("{url}?{parameters}")).connect(schemas).await.unwrap();
    store.migrate(&[]).await.unwrap();
    let office = Office::fill(&store).await;
    let explained = Explained::new(&url, log).await;
    Some((server, store, office, explained))
}

#[tokio::test]
async fn what_is_looked_up_is_read_off_an_index() {
    let Some((_server, store, office, mut explained)) = office().await else { return };
    let (firm, club) = (&office.firms[3], &office.clubs[5]);
    let person = store.get_person(&office.people[1_003].id).await.unwrap();
    explained.forget();

    macro_rules! indexed {
        ($call:expr) => {{
            $call.await.unwrap();
            let slow = explained.scans().await;
            assert!(slow.is_empty(), "{}: {slow:#?}", stringify!($call));
        }};
    }
    // By the id, and by several.
    indexed!(store.find_person(&person.id));
    indexed!(store.get_people(&[person.id, office.people[7].id]));
    indexed!(store.find_member(&person.id, &club.id));
    indexed!(store.update_person(&person));
    // By unique indexes, one of two columns, one that is null for many, one of some rows only.
    indexed!(store.find_by_email(&firm.id, "3@example.org"));
    indexed!(store.find_person_by_nick("nick 3"));
    indexed!(store.find_boss(&firm.id));
    // By other indexes.
    indexed!(store.list_newest(&firm.id));
    indexed!(store.list_in_city("city 3"));
    indexed!(store.list_at_desk("desk 50"));
    indexed!(store.find_newest(&firm.id, Timestamp::MAX));
    indexed!(store.list_some_newest(&firm.id, 5));
    indexed!(store.find_firm(&firm.id));
    indexed!(store.count_in_city("city 3"));
    indexed!(store.is_in_city("city 3"));
    indexed!(store.count_cities(&firm.id));
    // Across references.
    indexed!(store.list_clubs_of(&person.id));
    indexed!(store.list_people_of(&club.id, 5));
    indexed!(store.page_people_of(&club.id, &PersonFilter::new().limit(5)));
    // Writes.
    indexed!(store.move_people("city 4", Some("desk x")));
    indexed!(store.claim_person("city 5", Some("desk y")));
    indexed!(store.swap_by_email(&person, "nowhere"));
    indexed!(store.upsert_by_email(&person));
    indexed!(store.insert_new_person(&person));
    indexed!(store.add_point(&person.id, 100));
    indexed!(store.raise_points(&person.id, 50));
    indexed!(store.make_boss(&person.firm_id, &person.id));
    indexed!(store.create_member(&Member {
        person_id: person.id,
        club_id: office.clubs[999].id,
        since: Timestamp::UNIX_EPOCH
    }));
    indexed!(store.take_oldest_member(&club.id));
    indexed!(store.leave_all_clubs(&person.id));
    indexed!(store.delete_in_city("city 6"));
    indexed!(store.delete_person(&person.id));
    indexed!(store.restore_person(&person.id));
    indexed!(store.purge_person(&person.id));
    indexed!(store.find_club(&club.id));
    indexed!(store.delete_club(&club.id));
    indexed!(store.delete_firm(&office.firms[39].id));
    // What the server asks by itself when a referenced row goes.
    for (table, column) in [
        ("sv_people", "firm_id"),
        ("sv_people", "mentor_id"),
        ("sv_members", "person_id"),
        ("sv_members", "club_id"),
    ] {
        let asked = format!("DELETE FROM ONLY {table} WHERE $1::text = {column}");
        let slow = explained.scans_of(&asked).await;
        assert!(slow.is_empty(), "{slow:#?}");
    }
    store.close().await.unwrap();
}

#[tokio::test]
async fn pages_are_read_off_an_index() {
    let Some((_server, store, office, mut explained)) = office().await else { return };
    let firm = &office.firms[3];
    let of_firm = || PersonFilter::new().filter(Person::FIRM_ID.eq(firm.id)).limit(2);
    let newest = || of_firm().order_by(Person::CREATED_AT.desc());
    let newest_alone = || newest().without_total();
    let by_email = || of_firm().order_by(Person::EMAIL.asc()).without_total();
    for list in [&newest as &dyn Fn() -> PersonFilter, &newest_alone, &by_email] {
        explained.forget();
        let mut cursor = None;
        for _ in 0..3 {
            let page = store.list_people(&list().after(cursor)).await.unwrap();
            let slow = explained.scans().await;
            assert!(slow.is_empty(), "{slow:#?}");
            cursor = page.next;
            assert!(cursor.is_some());
        }
    }
    // All of them, page by page: the index of the ids gives their order, from the cursor on.
    explained.forget();
    let all = || PersonFilter::new().limit(20).without_total();
    let page = store.list_people(&all()).await.unwrap();
    let page = store.list_people(&all().after(page.next)).await.unwrap();
    assert_eq!(page.items.len(), 20);
    let slow = explained.scans_and_sorts().await;
    assert!(slow.is_empty(), "{slow:#?}");
    store.close().await.unwrap();
}

/// What this test looks for is found where it is.
#[tokio::test]
async fn an_index_that_is_missing_is_noticed() {
    let Some((_server, store, _, mut explained)) = office().await else { return };
    explained.forget();
    store.list_in_city("city 3").await.unwrap();
    assert!(explained.scans().await.is_empty());
    explained.run("DROP INDEX sv_people_city_idx").await;
    store.count_in_city("city 3").await.unwrap();
    assert!(!explained.scans().await.is_empty());
    explained.run("DROP INDEX sv_people_nick_key").await;
    store.find_person_by_nick("nick 3").await.unwrap();
    assert!(!explained.scans().await.is_empty());
    store.close().await.unwrap();
}
