//! What clients are shown: never an entity itself, which has fields that are nobody's concern.

use auth_core::{Organization, Role, Session, User};
use serde::Serialize;
use storewright::{Cursor, Id, Timestamp};

#[derive(Serialize)]
pub(crate) struct UserView {
    id: Id<User>,
    email: String,
    email_verified: bool,
    first_name: String,
    last_name: String,
    username: Option<String>,
    created_at: Timestamp,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            email: user.email,
            email_verified: user.email_verified,
            first_name: user.first_name,
            last_name: user.last_name,
            username: user.username,
            created_at: user.created_at,
        }
    }
}

/// A user as the operator sees one.
#[derive(Serialize)]
pub(crate) struct ManagedUserView {
    banned: bool,
    ban_reason: Option<String>,
    ban_expires: Option<Timestamp>,
    #[serde(flatten)]
    user: UserView,
}

impl From<User> for ManagedUserView {
    fn from(mut user: User) -> Self {
        Self {
            banned: user.banned,
            ban_reason: user.ban_reason.take(),
            ban_expires: user.ban_expires,
            user: user.into(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct SessionView {
    id: Id<Session>,
    created_at: Timestamp,
    last_activity_at: Timestamp,
    expires_at: Timestamp,
}

impl From<&Session> for SessionView {
    fn from(session: &Session) -> Self {
        Self {
            id: session.id,
            created_at: session.created_at,
            last_activity_at: session.last_activity_at,
            expires_at: session.expires_at,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct OrganizationView {
    id: Id<Organization>,
    name: String,
    slug: String,
    logo: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<Organization> for OrganizationView {
    fn from(organization: Organization) -> Self {
        Self {
            id: organization.id,
            name: organization.name,
            slug: organization.slug,
            logo: organization.logo,
            created_at: organization.created_at,
            updated_at: organization.updated_at,
        }
    }
}

/// All of a list.
#[derive(Serialize)]
pub(crate) struct Items<T> {
    pub(crate) items: Vec<T>,
}

/// A part of a list, and where the next one begins.
#[derive(Serialize)]
pub(crate) struct PageView<T> {
    items: Vec<T>,
    total: Option<u64>,
    next: Option<Cursor>,
}

impl<T> PageView<T> {
    pub(crate) fn of<E: Into<T>>(page: storewright::Page<E>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), total: page.total, next: page.next }
    }
}

/// A role as it is written in JSON.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Admin => "admin",
        Role::Member => "member",
    }
}

/// The role of this name.
pub(crate) fn role_of(name: &str) -> Option<Role> {
    [Role::Owner, Role::Admin, Role::Member].into_iter().find(|role| role_name(*role) == name)
}
