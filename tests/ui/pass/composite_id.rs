use storewright::{Entity, Id, Result, StoreEntity};

#[derive(Debug, StoreEntity)]
#[store(table = "organizations")]
pub struct Organization {
    #[store(id)]
    pub id: Id<Organization>,
}

#[derive(Debug, StoreEntity)]
#[store(table = "members")]
#[store(id(org_id, name))]
#[store(references(org_id -> Organization, on_delete = cascade))]
#[store(unique(org_id), when(first), get = "get_first_member", conflict = "FIRST_TAKEN")]
#[store(set_exclusive = "make_first", filter(org_id), flag(first))]
#[store(set_exclusive = "make_only", flag(first))]
#[store(increment = "rank_up", filter(org_id, name), add(rank), max)]
#[store(swap = "swap_member", filter(rank == old_rank))]
#[store(insert_new = "insert_new_member", on(name, org_id))]
#[store(update = "seal", filter(org_id, name), set(token))]
#[store(update = "promote", filter(org_id, name), set(rank))]
pub struct Member {
    pub rank: i32,
    pub first: bool,
    #[store(encrypted)]
    pub token: String,
    pub name: String,
    pub org_id: Id<Organization>,
}

#[derive(Debug, StoreEntity)]
#[store(table = "badges")]
#[store(references((org, member) -> Member, on_delete = set_null))]
#[store(through = "list_members", filter(id), via(member, org), order(rank desc, name))]
pub struct Badge {
    #[store(id)]
    pub id: i64,
    pub member: Option<String>,
    pub org: Option<Id<Organization>>,
}

async fn use_it<S: MemberStore + ?Sized>(store: &S, member: &Member) -> Result<()> {
    store.create_member(member).await?;
    let member = store.get_member(&member.org_id, &member.name).await?;
    store.find_member(&member.org_id, "somebody").await?;
    store.get_members(&[(member.org_id, member.name.clone())]).await?;
    store.make_first(&member.org_id, &member.name).await?;
    store.make_only(&member.org_id, &member.name).await?;
    let _rank: Option<i32> = store.rank_up(&member.org_id, &member.name, 3).await?;
    store.swap_member(&member, 3).await?;
    store.insert_new_member(&member).await?;
    store.seal(&member.org_id, &member.name, "token").await?;
    store.promote(&member.org_id, &member.name, 3).await?;
    store.delete_member(&member.org_id, &member.name).await?;
    Ok(())
}

fn key_of<E: Entity<Key = K>, K>() {}

fn main() {
    let _ = use_it::<storewright::StoreHandle>;
    key_of::<Member, (Id<Organization>, String)>();
    key_of::<Badge, i64>();
    assert_eq!(Member::schema().key(), [4, 3]);
    assert_eq!(Badge::schema().references()[0].columns(), [2, 1]);
}
