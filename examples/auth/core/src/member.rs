use storewright::{Id, StoreEntity, StoreValue, Timestamp};

use crate::{Organization, User};

/// A user's place in an organization.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_members", id_prefix = "amem")]
#[store(unique(org_id, user_id), conflict = "ALREADY_MEMBER")]
#[store(index(user_id))]
#[store(references(org_id -> Organization, on_delete = cascade))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(create = "add_member")]
#[store(delete = "remove_member")]
#[store(list = "search_members")]
#[store(list = "list_members", filter(org_id), order(created_at))]
#[store(get = "get_member_by_user_and_org", filter(user_id, org_id))]
#[store(find = "find_member_by_user_and_org", filter(user_id, org_id))]
#[store(count = "count_owners", filter(org_id, role == Role::Owner))]
#[store(through = "list_user_organizations", filter(user_id), via(org_id), order(name))]
pub struct Member {
    #[store(id)]
    pub id: Id<Member>,
    pub org_id: Id<Organization>,
    pub user_id: Id<User>,
    pub role: Role,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, StoreValue)]
pub enum Role {
    Owner,
    Admin,
    Member,
}

impl Member {
    /// A user's place in an organization.
    #[must_use]
    pub fn new(org: Id<Organization>, user: Id<User>, role: Role) -> Self {
        Self {
            id: Id::new(),
            org_id: org,
            user_id: user,
            role,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
