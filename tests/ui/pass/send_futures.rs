//! Every kind of method from generic code and behind `dyn`; every future can be spawned.

use std::sync::Arc;

use storewright::{Id, StoreEntity, StoreHandle, Timestamp, composite_store};

#[derive(Clone, Debug, StoreEntity)]
#[store(table = "users")]
#[store(unique(email), get = "get_by_email", find = "find_by_email")]
#[store(index(team, created_at desc), list = "list_team")]
#[store(get = "get_newest", filter(team), order(created_at desc))]
#[store(find = "find_newest", filter(team), order(created_at desc))]
#[store(list = "list_before", filter(created_at < before), order(created_at), limit)]
#[store(count = "count_team", filter(team))]
#[store(exists = "has_members", filter(team))]
#[store(delete = "delete_team", filter(team))]
#[store(update = "move_team", filter(team == from), set(team))]
#[store(unique(team), when(live, seen_at == none), get = "get_live", name = "live_ones", conflict = "LIVE_TAKEN")]
#[store(update = "touch_if", filter(id), guard(live == false, any(seen_at == none, seen_at != other)), set(live = true), returning)]
#[store(swap = "swap_if_live", filter(live == true))]
#[store(claim = "claim_it", filter(live == false), set(live = true), order(created_at desc), returning)]
#[store(take = "take_it", filter(live == true))]
#[store(insert_new = "insert_new_email", on(email))]
#[store(upsert = "upsert_by_email", on(email))]
#[store(set_exclusive = "make_live", filter(team), flag(live))]
#[store(increment = "count_up", filter(id), add(count = by), max, min = 0)]
#[store(raise = "raise_count", filter(id), to(count))]
#[store(count_by = "count_by_it", by(seen_at))]
#[store(references(friend -> User, on_delete = set_null))]
#[store(through = "list_friends", filter(team), via(friend), order(email), limit)]
#[store(through = "page_friends", filter(team), via(friend), page)]
#[store(create_with = "create_user_with", with([User]))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub email: String,
    pub team: Option<String>,
    pub seen_at: Option<Timestamp>,
    pub friend: Option<Id<User>>,
    pub live: bool,
    pub count: i64,
    #[store(ttl)]
    pub expires_at: Option<Timestamp>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(soft_delete)]
    pub deleted_at: Option<Timestamp>,
}

#[composite_store(User)]
pub trait AuthStore {}

fn spawn<F: Future<Output: Send> + Send>(_: F) {}

fn everything<S: UserStore + ?Sized>(store: &S, user: &User) {
    spawn(store.create_user(user));
    spawn(store.create_users(&[]));
    spawn(store.get_user(&user.id));
    spawn(store.find_user(&user.id));
    spawn(store.get_users(&[user.id]));
    spawn(store.update_user(user));
    spawn(store.upsert_user(user));
    spawn(store.delete_user(&user.id));
    spawn(store.restore_user(&user.id));
    spawn(store.purge_user(&user.id));
    spawn(store.list_users(&UserFilter::new()));
    spawn(store.get_by_email("a@b.c"));
    spawn(store.find_by_email("a@b.c"));
    spawn(store.list_team("a"));
    spawn(store.get_newest("a"));
    spawn(store.find_newest("a"));
    spawn(store.list_before(user.created_at, 10));
    spawn(store.count_team("a"));
    spawn(store.has_members("a"));
    spawn(store.delete_team("a"));
    spawn(store.move_team("a", Some("b")));
    spawn(store.purge_expired_users());
    spawn(store.get_live("a"));
    spawn(store.touch_if(&user.id, user.created_at));
    spawn(store.swap_if_live(user));
    spawn(store.claim_it());
    spawn(store.take_it());
    spawn(store.insert_new_email(user));
    spawn(store.upsert_by_email(user));
    spawn(store.make_live("a", &user.id));
    spawn(store.count_up(&user.id, 1, 3));
    spawn(store.raise_count(&user.id, 3));
    spawn(store.count_by_it());
    spawn(store.list_friends("a", 3));
    spawn(store.page_friends("a", &UserFilter::new()));
    spawn(store.create_user_with(user, &[]));
}

fn owned<S: UserStore + Send + Sync + 'static>(store: Arc<S>, user: User) -> impl Future<Output = storewright::Result<User>> + Send + 'static {
    async move {
        store.create_user(&user).await?;
        store.get_user(&user.id).await
    }
}

fn behind_dyn(store: Arc<dyn AuthStore>, user: User) -> impl Future<Output = storewright::Result<User>> + Send + 'static {
    async move {
        everything(&*store, &user);
        everything(&store, &user);
        store.get_user(&user.id).await
    }
}

fn main() {
    let _ = (everything::<dyn UserStore>, everything::<dyn AuthStore>, everything::<StoreHandle>);
    let _ = (owned::<StoreHandle>, behind_dyn);
}
