//! What users share.

use auth_core::{Branding, Member, Organization, Role, User};
use auth_core::{BrandingStore as _, MemberStore as _, OrganizationStore as _};

use crate::{Outcome, World};

/// Three organizations with a branding each: of every user, of every other one, and of every third. The first user owns them.
pub(super) async fn organizations(world: &World, users: &[User]) -> Outcome<Vec<Organization>> {
    let store = world.store();
    let organizations = ["everybody", "some", "few"].map(|slug| Organization::new(&users[0], slug, slug));
    let organizations = store.create_organizations(&organizations).await?;
    for (step, organization) in (1..).zip(&organizations) {
        let members = users.iter().enumerate().step_by(step).map(|(number, user)| {
            let role = [Role::Owner, Role::Admin, Role::Member][number.min(2)];
            Member::new(organization.id, user.id, role)
        });
        store.create_members(&members.collect::<Vec<_>>()).await?;
    }
    let brandings: Vec<_> = organizations.iter().map(Branding::new).collect();
    store.create_brandings(&brandings).await?;
    Ok(organizations)
}
