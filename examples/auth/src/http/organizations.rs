//! Organizations, and who may do what with them.

use auth_core::{Member, MemberStore, Organization, OrganizationStore as _, Role, User};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use storewright::{Backoff, Id, StoreExt as _, StoreHandle};

use super::views::{Items, OrganizationView};
use crate::extract::{Body, Caller, PathOf};
use crate::problem::Problem;
use crate::state::Shared;
use crate::validation::Validation;

/// The user's place in an organization. Whoever has none isn't told that it exists.
pub(super) async fn membership(
    store: &(impl MemberStore + ?Sized),
    user: &User,
    organization: &Id<Organization>,
) -> Result<Member, Problem> {
    let found = store.find_member_by_user_and_org(&user.id, organization).await?;
    found.ok_or_else(|| Problem::not_found("there is no such organization"))
}

/// Refuses a member whose role isn't among these.
pub(super) fn require(member: &Member, roles: &[Role]) -> Result<(), Problem> {
    if roles.contains(&member.role) {
        Ok(())
    } else {
        Err(Problem::forbidden("your role in this organization doesn't allow this"))
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewOrganization {
    name: String,
    slug: String,
}

/// Makes an organization that the caller owns.
pub(crate) async fn create(
    State(state): State<Shared>,
    caller: Caller,
    Body(form): Body<NewOrganization>,
) -> Result<(StatusCode, Json<OrganizationView>), Problem> {
    Validation::new().required_name("name", &form.name).slug("slug", &form.slug).finish()?;
    let organization = Organization::new(&caller.user, form.name, form.slug);
    let owner = Member::new(organization.id, caller.user.id, Role::Owner);
    let (organization, _) = state.store().create_organization_with_member(&organization, &owner).await?;
    Ok((StatusCode::CREATED, Json(organization.into())))
}

/// The caller's organizations, by name.
pub(crate) async fn list(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<Items<OrganizationView>>, Problem> {
    let organizations = state.store().list_user_organizations(&caller.user.id).await?;
    Ok(Json(Items { items: organizations.into_iter().map(Into::into).collect() }))
}

/// One of the caller's organizations.
pub(crate) async fn get(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<Id<Organization>>,
) -> Result<Json<OrganizationView>, Problem> {
    membership(state.store(), &caller.user, &id).await?;
    Ok(Json(state.store().get_organization(&id).await?.into()))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OrganizationChange {
    name: Option<String>,
    slug: Option<String>,
    // `null` takes the logo away, what isn't there leaves it.
    #[serde(deserialize_with = "given")]
    logo: Option<Option<String>>,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl OrganizationChange {
    fn check(&self) -> Result<(), Problem> {
        let mut validation = Validation::new().some_name("name", self.name.as_deref());
        if let Some(slug) = &self.slug {
            validation = validation.slug("slug", slug);
        }
        if let Some(Some(logo)) = &self.logo {
            validation = validation.text("logo", logo);
        }
        validation.finish()
    }

    fn apply(&self, organization: &mut Organization) {
        if let Some(name) = &self.name {
            organization.name.clone_from(name);
        }
        if let Some(slug) = &self.slug {
            organization.slug.clone_from(slug);
        }
        if let Some(logo) = &self.logo {
            organization.logo.clone_from(logo);
        }
    }
}

/// Changes what is given, and leaves the rest.
pub(crate) async fn update(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<Id<Organization>>,
    Body(change): Body<OrganizationChange>,
) -> Result<Json<OrganizationView>, Problem> {
    change.check()?;
    let (user, change) = (&caller.user, &change);
    // In one piece, so that two changes at once don't undo each other.
    let updating = |tx: StoreHandle| async move {
        require(&membership(&tx, user, &id).await?, &[Role::Owner, Role::Admin])?;
        let mut organization = tx.get_organization(&id).await?;
        change.apply(&mut organization);
        Ok::<_, Problem>(tx.update_organization(&organization).await?)
    };
    let organization = state.store().retrying_transaction(&Backoff::default(), updating).await?;
    Ok(Json(organization.into()))
}

/// Deletes an organization, and everything in it.
pub(crate) async fn delete(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<Id<Organization>>,
) -> Result<StatusCode, Problem> {
    let user = &caller.user;
    // In one piece, so that who stops to be an owner meanwhile deletes nothing.
    let deleting = |tx: StoreHandle| async move {
        require(&membership(&tx, user, &id).await?, &[Role::Owner])?;
        tx.delete_organization(&id).await?;
        Ok::<_, Problem>(())
    };
    state.store().retrying_transaction(&Backoff::default(), deleting).await?;
    Ok(StatusCode::NO_CONTENT)
}
