//! The members of an organization. It always has an owner.

use auth_core::{Member, MemberStore as _, Organization, OrganizationStore as _, Role, User, UserStore as _};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storewright::{Backoff, Id, StoreExt as _, StoreHandle};

use super::organizations::{membership, require};
use super::views::{Items, role_name, role_of};
use crate::extract::{Body, Caller, PathOf};
use crate::problem::Problem;
use crate::state::Shared;
use crate::validation::Validation;

#[derive(Serialize)]
pub(crate) struct MemberView {
    id: Id<Member>,
    user_id: Id<User>,
    email: String,
    role: &'static str,
}

impl MemberView {
    fn new(member: &Member, user: User) -> Self {
        Self { id: member.id, user_id: user.id, email: user.email, role: role_name(member.role) }
    }
}

/// Everybody in one of the caller's organizations.
pub(crate) async fn list(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<Id<Organization>>,
) -> Result<Json<Items<MemberView>>, Problem> {
    membership(state.store(), &caller.user, &id).await?;
    let members = state.store().list_members(&id).await?;
    // All users at once, however many there are.
    let ids: Vec<_> = members.iter().map(|member| member.user_id).collect();
    let users = state.store().get_users(&ids).await?;
    let items = members.iter().zip(users).filter_map(|(member, user)| Some(MemberView::new(member, user?)));
    Ok(Json(Items { items: items.collect() }))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewMember {
    email: String,
    role: String,
}

/// Adds a user of the same app.
pub(crate) async fn add(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<Id<Organization>>,
    Body(form): Body<NewMember>,
) -> Result<(StatusCode, Json<MemberView>), Problem> {
    let role = checked_role(Validation::new().email("email", &form.email), &form.role)?;
    let (own, email) = (&caller.user, form.email.as_str());
    // In one piece, so that who loses the right meanwhile adds nobody.
    let adding = |tx: StoreHandle| async move {
        let roles: &[_] = if role == Role::Owner { &[Role::Owner] } else { &[Role::Owner, Role::Admin] };
        require(&membership(&tx, own, &id).await?, roles)?;
        let user = tx.find_user_by_email(&own.app_id, email).await?.ok_or_else(unknown_user)?;
        let member = tx.add_member(&Member::new(id, user.id, role)).await?;
        Ok::<_, Problem>(MemberView::new(&member, user))
    };
    let added = state.store().retrying_transaction(&Backoff::default(), adding).await?;
    Ok((StatusCode::CREATED, Json(added)))
}

fn unknown_user() -> Problem {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Problem::new(status, "unknown_user", "there is no user with this address")
}

fn checked_role(validation: Validation, name: &str) -> Result<Role, Problem> {
    let role = role_of(name);
    validation.check("role", role.is_some(), "must be `owner`, `admin` or `member`").finish()?;
    Ok(role.unwrap_or(Role::Member))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RoleChange {
    role: String,
}

type MemberPath = (Id<Organization>, Id<Member>);

/// Gives a member another role.
pub(crate) async fn update(
    State(state): State<Shared>,
    caller: Caller,
    PathOf((id, member)): PathOf<MemberPath>,
    Body(form): Body<RoleChange>,
) -> Result<Json<MemberView>, Problem> {
    let role = checked_role(Validation::new(), &form.role)?;
    let user = &caller.user;
    let changing = |tx: StoreHandle| async move {
        require(&membership(&tx, user, &id).await?, &[Role::Owner])?;
        let mut member = member_of(&tx, &id, &member).await?;
        if role != Role::Owner {
            keep_an_owner(&tx, &member).await?;
        }
        member.role = role;
        let of = tx.get_user(&member.user_id).await?;
        Ok::<_, Problem>(MemberView::new(&tx.update_member(&member).await?, of))
    };
    Ok(Json(state.store().retrying_transaction(&Backoff::default(), changing).await?))
}

/// Removes a member, or leaves.
pub(crate) async fn remove(
    State(state): State<Shared>,
    caller: Caller,
    PathOf((id, member)): PathOf<MemberPath>,
) -> Result<StatusCode, Problem> {
    let user = &caller.user;
    let removing = |tx: StoreHandle| async move {
        let own = membership(&tx, user, &id).await?;
        let member = member_of(&tx, &id, &member).await?;
        if member.id != own.id {
            // Who can't make owners can't take them away either.
            let over_owners: &[_] =
                if member.role == Role::Owner { &[Role::Owner] } else { &[Role::Owner, Role::Admin] };
            require(&own, over_owners)?;
        }
        keep_an_owner(&tx, &member).await?;
        tx.remove_member(&member.id).await?;
        Ok::<_, Problem>(())
    };
    state.store().retrying_transaction(&Backoff::default(), removing).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A member of another organization is none of this one.
async fn member_of(tx: &StoreHandle, id: &Id<Organization>, member: &Id<Member>) -> Result<Member, Problem> {
    let found = tx.find_member(member).await?.filter(|member| member.org_id == *id);
    found.ok_or_else(|| Problem::not_found("there is no such member"))
}

/// Refuses what would leave an organization without an owner.
async fn keep_an_owner(tx: &StoreHandle, leaving: &Member) -> Result<(), Problem> {
    if leaving.role != Role::Owner {
        return Ok(());
    }
    if tx.count_owners(&leaving.org_id).await? < 2 {
        let detail = "an organization needs an owner: make somebody else one before";
        return Err(Problem::new(StatusCode::CONFLICT, "last_owner", detail));
    }
    // Two owners who leave at once each write a row of their own, which some databases let pass. Here they meet.
    let organization = tx.get_organization(&leaving.org_id).await?;
    tx.update_organization(&organization).await?;
    Ok(())
}
