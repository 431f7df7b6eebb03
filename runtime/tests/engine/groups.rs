//! What can be wrong with groups, told by `migrate` before anything is written.

use storewright::{Entity, Error, ErrorKind, Group, Id, Store, StoreEntity};

use crate::fixture::*;

/// What `migrate` says is wrong with these groups.
async fn refused(store: &(impl Store + ?Sized), groups: &[Group]) -> String {
    let error = store.migrate(groups).await.unwrap_err();
    assert!(!error.is_retryable());
    match error.kind() {
        ErrorKind::Config { reason } => reason.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The same on a store that knows its users and nothing else.
async fn refused_anew(groups: &[Group]) -> String {
    let store = store().await;
    let reason = refused(store.as_ref(), groups).await;
    // Nothing was written: not even the store's own table is there.
    assert!(matches!(
        store.find_user(&Id::new()).await.unwrap_err().kind(),
        ErrorKind::Schema { reason } if reason.contains("call `migrate` first")
    ));
    assert!(store.find_consent(&Id::new()).await.is_err_and(is_unknown));
    reason
}

fn is_unknown(error: Error) -> bool {
    matches!(error.kind(), ErrorKind::UnknownEntity { .. })
}

#[test]
fn a_group_tells_what_it_has() {
    let group = Group::new("receipts")
        .entity::<Receipt>()
        .entities([Stamp::schema(), Receipt::schema()])
        .after("consent")
        .after("core")
        .after("consent");
    assert_eq!(group.name(), "receipts");
    assert_eq!(group.schemas(), [Receipt::schema(), Stamp::schema()]);
    assert_eq!(group.dependencies(), ["consent", "core"]);
    assert_eq!(Group::CORE, "core");
}

#[tokio::test]
async fn names() {
    assert_eq!(refused_anew(&[Group::new("")]).await, "a group has no name");
    assert_eq!(
        refused_anew(&[Group::new("core").entity::<Letter>()]).await,
        "a group is called `core`, which stands for the store's own entities"
    );
    assert_eq!(refused_anew(&[consent(), letters(), consent()]).await, "2 groups are called `consent`");
    let many = [letters(), letters(), letters().entity::<Consent>()];
    assert_eq!(refused_anew(&many).await, "3 groups are called `letters`");
}

#[tokio::test]
async fn dependencies() {
    assert_eq!(
        refused_anew(&[letters().after("post").after("core")]).await,
        "group `letters` comes after `post`, which is no group of this store"
    );
    // The core's own place is no news.
    store().await.migrate(&[letters().after(Group::CORE)]).await.unwrap();
}

#[tokio::test]
async fn circles() {
    assert_eq!(
        refused_anew(&[letters().after("letters")]).await,
        "groups come after each other in a circle: `letters -> letters`"
    );
    let circle = [
        Group::new("before").after("c"),
        Group::new("c").after("a"),
        Group::new("b").after("c"),
        Group::new("a").after("b"),
    ];
    assert_eq!(refused_anew(&circle).await, "groups come after each other in a circle: `c -> a -> b -> c`");
    // By way of one that is there already.
    let store = store().await;
    store.migrate(&[letters(), Group::new("post").after("letters")]).await.unwrap();
    assert_eq!(
        refused(store.as_ref(), &[letters().after("post")]).await,
        "groups come after each other in a circle: `letters -> post -> letters`"
    );
}

#[tokio::test]
async fn an_entity_is_in_one_group() {
    let other = Group::new("other").entity::<Letter>();
    assert_eq!(
        refused_anew(&[letters(), other.clone()]).await,
        "`Letter` is in group `letters` and in group `other`: leave it in one"
    );
    let store = store().await;
    store.migrate(&[letters()]).await.unwrap();
    assert_eq!(
        refused(store.as_ref(), &[other]).await,
        "`Letter` is in group `other` and in group `letters`: leave it in one"
    );
}

#[tokio::test]
async fn an_entity_of_the_core_stays_there() {
    let store = store().await;
    let groups = [consent().entity::<User>(), Group::new("people").entity::<User>()];
    store.migrate(&groups).await.unwrap();
    store.create_user(&User { id: Id::new() }).await.unwrap();
    assert_eq!(store.backing().references().schemas().len(), 2);
}

#[tokio::test]
async fn tables_are_not_shared() {
    #[derive(Clone, Debug, PartialEq, StoreEntity)]
    #[store(table = "Users")]
    struct Person {
        #[store(id)]
        id: Id<Person>,
    }
    #[derive(Clone, Debug, PartialEq, StoreEntity)]
    #[store(table = "letters")]
    struct Character {
        #[store(id)]
        id: Id<Character>,
    }
    assert_eq!(
        refused_anew(&[Group::new("people").entity::<Person>()]).await,
        "`User` of the core and `Person` of group `people` have the same table, `Users`: \
         give one of them another by `#[store(table = \"…\")]`"
    );
    let alphabet = Group::new("alphabet").entity::<Character>();
    assert_eq!(
        refused_anew(&[alphabet.clone(), letters()]).await,
        "`Character` of group `alphabet` and `Letter` of group `letters` have the same table, `letters`: \
         give one of them another by `#[store(table = \"…\")]`"
    );
    let store = store().await;
    store.migrate(&[letters()]).await.unwrap();
    assert_eq!(
        refused(store.as_ref(), &[alphabet]).await,
        "`Letter` of group `letters` and `Character` of group `alphabet` have the same table, `letters`: \
         give one of them another by `#[store(table = \"…\")]`"
    );
}

#[tokio::test]
async fn references_go_to_what_is_there_before() {
    let alone = Group::new("receipts").entity::<Receipt>();
    assert_eq!(
        refused_anew(&[alone.clone(), consent()]).await,
        "group `receipts`: `Receipt` references by `consent_id` a `Consent` of group `consent`: \
         write `.after(\"consent\")`"
    );
    assert_eq!(
        refused_anew(std::slice::from_ref(&alone)).await,
        "group `receipts`: `Receipt` references by `consent_id` a `Consent`, which is in no group: \
         add `.entity::<Consent>()`, or write `.after(…)` with the group that has it"
    );
    assert_eq!(
        refused_anew(&[alone.clone(), consent().after("receipts")]).await,
        "group `receipts`: `Receipt` references by `consent_id` a `Consent` of group `consent`, \
         which comes after it: put both into one group"
    );
    // In a group of an earlier call it has to be named as well: the order is for the next process, too.
    let store = store().await;
    store.migrate(&[consent()]).await.unwrap();
    assert!(refused(store.as_ref(), &[alone]).await.ends_with("write `.after(\"consent\")`"));
    store.migrate(&[receipts()]).await.unwrap();
    // By way of a group between, and of one without entities.
    store.migrate(&[Group::new("between").after("stamps"), stamps()]).await.unwrap();
    // Within one group.
    let all = Group::new("all").entity::<Stamp>().entity::<Receipt>().entity::<Consent>();
    crate::fixture::store().await.migrate(&[all]).await.unwrap();
}

#[tokio::test]
async fn a_group_keeps_its_entities() {
    let store = store().await;
    let both = || Group::new("papers").entity::<Letter>().entity::<Consent>();
    store.migrate(&[both()]).await.unwrap();
    store.migrate(&[Group::new("papers").entity::<Consent>().entity::<Letter>()]).await.unwrap();
    store.migrate(&[both()]).await.unwrap();
    assert_eq!(
        refused(store.as_ref(), &[Group::new("papers").entity::<Letter>()]).await,
        "group `papers` was migrated before with other entities: with `Letter` and `Consent` then, with `Letter` now"
    );
    assert_eq!(
        refused(store.as_ref(), &[Group::new("papers")]).await,
        "group `papers` was migrated before with other entities: with `Letter` and `Consent` then, with none now"
    );
    store.migrate(&[both().after("core")]).await.unwrap();
}

#[cfg(feature = "encryption")]
#[tokio::test]
async fn keys_are_asked_for() {
    #[derive(Clone, Debug, PartialEq, StoreEntity)]
    struct Safe {
        #[store(id)]
        id: Id<Safe>,
        #[store(encrypted)]
        code: String,
    }
    assert_eq!(
        refused_anew(&[Group::new("safes").entity::<Safe>()]).await,
        "group `safes`: `Safe.code` is encrypted and the store has no keys; give them with `ConnectOptions::keys`"
    );
}

#[tokio::test]
async fn everything_is_told_at_once() {
    let groups = [
        Group::new(""),
        letters().after("post"),
        Group::new("other").entity::<Letter>(),
        Group::new("receipts").entity::<Receipt>(),
        Group::new("loop").after("loop"),
    ];
    let reason = refused_anew(&groups).await;
    let found: Vec<_> = reason.split("; ").collect();
    assert_eq!(
        found,
        [
            "a group has no name",
            "group `letters` comes after `post`, which is no group of this store",
            "groups come after each other in a circle: `loop -> loop`",
            "`Letter` is in group `letters` and in group `other`: leave it in one",
            "group `receipts`: `Receipt` references by `consent_id` a `Consent`, which is in no group: \
             add `.entity::<Consent>()`, or write `.after(…)` with the group that has it",
        ]
    );
    let error = store().await.migrate(&groups[..1]).await.unwrap_err();
    assert_eq!(error.to_string(), "bad configuration: a group has no name");
}
