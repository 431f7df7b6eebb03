//! With an organization go its members and its branding; people and their sessions stay.

use std::collections::BTreeMap;
use std::sync::Arc;

use auth_core::*;
use storewright::ErrorKind;

use super::rows::{Rows, sizes};
use super::tenant::Tenant;
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race, winners};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_organization_goes_with_its_members,
    an_organization_is_deleted_once,
    nobody_joins_what_is_gone
];

const PEOPLE: usize = 20;

/// The rows of a tenant, without what the deletion of an organization may change.
fn beside(mut rows: Rows) -> Rows {
    for table in ["auth_organizations", "auth_members", "auth_brandings", "auth_sessions"] {
        rows.remove(table);
    }
    rows
}

async fn an_organization_goes_with_its_members(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), Tenant::several(world, 2, PEOPLE).await?);
    let [tenant, other] = &tenants[..] else { return Err("there are not two tenants".into()) };
    let (before, of_the_other) = (tenant.rows(world).await?, other.rows(world).await?);
    let [doomed, kept, _] = &tenant.organizations[..] else { return Err("there are not three".into()) };
    let members = store.list_members(&kept.id).await?;
    let branding = store.get_branding(&kept.id).await?;
    check_eq!(store.list_members(&doomed.id).await?.len(), PEOPLE, "members");
    let in_it = SessionFilter::new().filter(Session::ORG_ID.eq(doomed.id)).limit(0);
    check_eq!(store.search_sessions(&in_it).await?.total, Some(2 * PEOPLE as u64), "sessions in it");

    check!(store.delete_organization(&doomed.id).await?, "the organization was not there");
    check!(!store.delete_organization(&doomed.id).await?, "the organization was still there");
    check_eq!(store.find_organization(&doomed.id).await?, None, "the organization");
    check_eq!(store.find_organization_by_slug(&tenant.app.id, &doomed.slug).await?, None, "by its slug");
    check_eq!(store.list_members(&doomed.id).await?, [], "members of nothing");
    check_eq!(store.find_branding(&doomed.id).await?, None, "a branding of nothing");
    check_eq!(store.list_members(&kept.id).await?, members, "members of another organization");
    check_eq!(store.get_branding(&kept.id).await?, branding, "the branding of another organization");

    let after = tenant.rows(world).await?;
    let mut expected: BTreeMap<_, _> = sizes(&before);
    for (table, removed) in [("auth_organizations", 1), ("auth_members", PEOPLE), ("auth_brandings", 1)] {
        expected.entry(table).and_modify(|size| *size -= removed);
    }
    check_eq!(sizes(&after), expected, "rows of the tenant afterwards");
    check!(beside(after) == beside(before), "the deletion reached beyond the organization");
    check_eq!(store.search_sessions(&in_it).await?.total, Some(0), "sessions in it");
    for (number, user) in tenant.users.iter().enumerate() {
        let sessions = store.list_user_sessions(&user.id).await?;
        check_eq!(sessions.len(), 2, "sessions of a user");
        check!(sessions.iter().all(|session| session.org_id.is_none()), "a session names what is gone");
        let mine: Vec<_> =
            store.list_user_organizations(&user.id).await?.into_iter().map(|org| org.slug).collect();
        let expected: Vec<_> =
            [(3, "few"), (2, "some")].into_iter().filter(|(step, _)| number % step == 0).collect();
        check_eq!(
            mine,
            expected.iter().map(|(_, slug)| *slug).collect::<Vec<_>>(),
            "organizations of a user"
        );
    }
    check!(other.rows(world).await? == of_the_other, "another tenant's rows are not as they were");

    // Its name is free for another one, which begins without members.
    let again =
        store.create_organization(&Organization::new(&tenant.users[1], "Again", &doomed.slug)).await?;
    check_eq!(store.list_members(&again.id).await?, [], "members of the new one");
    for tenant in tenants {
        tenant.leave(world).await?;
    }
    Ok(())
}

async fn an_organization_is_deleted_once(world: &World) -> Outcome {
    let tenant = Tenant::new(world, 6).await?;
    for organization in &tenant.organizations {
        let deleted = race(RACERS, |_| {
            let (store, id) = (Arc::clone(world.store()), organization.id);
            async move { store.delete_organization(&id).await }
        });
        check_eq!(winners(deleted.await?)?, 1, "who deleted the organization");
    }
    let left = sizes(&tenant.rows(world).await?);
    let of = |table| left.get(table).copied();
    let expected = [Some(0), Some(0), Some(0), Some(8), Some(18)];
    let tables =
        ["auth_organizations", "auth_members", "auth_brandings", "auth_users", "auth_sessions"].map(of);
    check_eq!(tables, expected, "organizations, members, brandings, users and sessions");
    tenant.leave(world).await
}

async fn nobody_joins_what_is_gone(world: &World) -> Outcome {
    let (store, (app, owner)) = (world.store(), world.app_and_user().await?);
    let mut users = Vec::new();
    for _ in 1..RACERS {
        users.push(world.user(&app).await?);
    }
    for _ in 0..4 {
        let (organization, _) = world.organization(&owner).await?;
        let joined = race(RACERS, |number| {
            let (store, organization) = (Arc::clone(store), organization.clone());
            let user = number.checked_sub(1).map(|number| users[number].id);
            async move {
                match user {
                    None => store.delete_organization(&organization.id).await,
                    Some(user) if number % 2 == 0 => store
                        .add_member(&Member::new(organization.id, user, Role::Member))
                        .await
                        .map(|_| true),
                    Some(_) => store.save_branding(&Branding::new(&organization)).await.map(|_| true),
                }
            }
        });
        for (number, joined) in joined.await?.into_iter().enumerate() {
            match joined {
                Ok(done) => check!(done, "the organization was not there to be deleted"),
                Err(error) => {
                    let missing = matches!(error.kind(), ErrorKind::MissingReference { .. });
                    check!(number > 0 && missing, "call {number} failed: {error}");
                }
            }
        }
        let members = MemberFilter::new().filter(Member::ORG_ID.eq(organization.id)).limit(0);
        let brandings = BrandingFilter::new().filter(Branding::ORG_ID.eq(organization.id)).limit(0);
        let left =
            (store.search_members(&members).await?.total, store.list_brandings(&brandings).await?.total);
        check_eq!(left, (Some(0), Some(0)), "members and brandings of what is gone");
    }
    Ok(())
}
