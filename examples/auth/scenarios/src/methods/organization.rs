use std::collections::BTreeMap;
use std::slice;

use auth_core::{
    Environment, Member, MemberStore as _, Organization, OrganizationFilter, OrganizationStore as _, Role,
    SessionStore as _, User, UserStore as _,
};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, orphan, taken};
use super::lists::{Lists, SECOND, ids, pages};
use super::tree::{Tree, environment};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_organization,
    get_organization,
    get_organization_by_slug,
    update_organization,
    delete_organization,
    list_organizations,
    list_user_organizations,
];

const BY_SLUG: [&str; 2] = ["app_id", "slug"];

/// An organization with every field set.
fn full(creator: &User, env: &Environment) -> Organization {
    let metadata: BTreeMap<_, _> = [("tax".to_owned(), "CHE-123".to_owned())].into();
    Organization {
        env_id: Some(env.id),
        logo: Some("https://example.com/logo.svg".to_owned()),
        metadata,
        ..Organization::new(creator, "Größe & Söhne", unique("org"))
    }
}

async fn create_organization(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let (_, stranger) = world.app_and_user().await?;
    let env = environment(world, &app, false).await?;
    let given = full(&user, &env);
    let expected = Organization { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_organization(&given).await?, expected, "what create gives");
    check_eq!(store.get_organization(&given.id).await?, expected, "the organization that was created");
    check_eq!(
        (expected.app_id, expected.created_by),
        (app.id, user.id),
        "the organization's app and creator"
    );
    check_eq!(store.list_members(&given.id).await?, [], "the members of a new organization");
    let same = Organization { slug: given.slug.clone(), ..full(&user, &env) };
    taken(store.create_organization(&same).await, Organization::SLUG_TAKEN, &BY_SLUG)?;
    check_eq!(store.find_organization(&same.id).await?, None, "the organization that clashed");
    let elsewhere = Organization::new(&stranger, "Elsewhere", &given.slug);
    check_eq!(store.create_organization(&elsewhere).await?.id, elsewhere.id, "the slug in another app");
    let nowhere = Organization { app_id: Id::new(), ..full(&user, &env) };
    orphan(store.create_organization(&nowhere).await, "app_id", "App")
}

async fn get_organization(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let (first, _) = world.organization(&user).await?;
    let (second, _) = world.organization(&user).await?;
    check_eq!(store.get_organization(&first.id).await?, first, "the first organization");
    check_eq!(store.get_organization(&second.id).await?, second, "the second organization");
    absent(store.get_organization(&Id::new()).await, "an organization that never was")?;
    // It outlives its creator.
    store.delete_user(&user.id).await?;
    check_eq!(store.get_organization(&first.id).await?, first, "the organization of a deleted user");
    Ok(())
}

async fn get_organization_by_slug(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let (other, stranger) = world.app_and_user().await?;
    let (first, _) = world.organization(&user).await?;
    check_eq!(store.get_organization_by_slug(&app.id, &first.slug).await?, first, "by its slug");
    absent(store.get_organization_by_slug(&other.id, &first.slug).await, "a slug of another app")?;
    let same = Organization::new(&stranger, "Same", &first.slug);
    let same = store.create_organization(&same).await?;
    check_eq!(store.get_organization_by_slug(&other.id, &first.slug).await?, same, "by it in the other app");
    check_eq!(store.get_organization_by_slug(&app.id, &first.slug).await?, first, "by a slug of two apps");
    absent(store.get_organization_by_slug(&app.id, &first.slug.to_uppercase()).await, "a slug in capitals")?;
    absent(store.get_organization_by_slug(&app.id, &unique("org")).await, "an unknown slug")
}

async fn update_organization(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let env = environment(world, &app, false).await?;
    let ((first, _), (other, _)) = (world.organization(&user).await?, world.organization(&user).await?);
    world.advance(SECOND);
    let given = Organization {
        id: first.id,
        created_by: world.user(&app).await?.id,
        created_at: Timestamp::MIN,
        ..full(&user, &env)
    };
    let expected = Organization { created_at: first.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_organization(&given).await?, expected, "what update gives");
    check_eq!(
        store.get_organization(&first.id).await?,
        expected,
        "the organization with every field changed"
    );
    let same = Organization { slug: other.slug.clone(), ..expected.clone() };
    taken(store.update_organization(&same).await, Organization::SLUG_TAKEN, &BY_SLUG)?;
    check_eq!(store.get_organization(&first.id).await?, expected, "the organization after a clash");
    world.advance(SECOND);
    let bare = Organization { updated_at: world.now(), ..first };
    check_eq!(store.update_organization(&bare).await?, bare, "what update gives when fields are emptied");
    check_eq!(store.get_organization(&bare.id).await?, bare, "the organization with fields emptied");
    check_eq!(store.get_organization(&other.id).await?, other, "another organization");
    absent(store.update_organization(&full(&user, &env)).await, "update of one that never was")
}

async fn delete_organization(world: &World) -> Outcome {
    let store = world.store();
    let (tree, other) = (Tree::grow(world).await?, Tree::grow(world).await?);
    let id = tree.organization.id;
    check!(store.delete_organization(&id).await?, "the organization was not there to be deleted");
    let gone = ["Organization", "Member", "Branding"];
    check_eq!(tree.left(world).await?, Tree::all_but(&gone), "what is left of the app");
    check_eq!(store.get_session(&tree.session.id).await?.org_id, None, "the session's organization");
    check_eq!(other.left(world).await?, Tree::ALL, "what is left of another app");
    check!(!store.delete_organization(&id).await?, "the organization was deleted twice");
    check!(!store.delete_organization(&Id::new()).await?, "one that never was is said to be deleted");
    let again = Organization::new(&tree.user, "Again", &tree.organization.slug);
    check_eq!(store.create_organization(&again).await?.id, again.id, "the slug is free again");
    Ok(())
}

async fn list_organizations(world: &World) -> Outcome {
    let store = world.store();
    let list: Lists<Organization> = |store, filter| store.list_organizations(filter);
    let (app, user) = world.app_and_user().await?;
    let (_, stranger) = world.app_and_user().await?;
    let env = environment(world, &app, false).await?;
    world.organization(&stranger).await?;
    let [a, b, c] = ids::<Organization, 3>();
    let mut rows = Vec::new();
    for (id, name, env_id) in
        [(c, "beta", Some(env.id)), (b, "Alpha 100%", None), (a, "Gamma alpha", Some(env.id))]
    {
        let organization = Organization { id, env_id, ..Organization::new(&user, name, unique("org")) };
        rows.push(store.create_organization(&organization).await?);
        world.advance(SECOND);
    }
    let [beta, alpha, gamma] = [0, 1, 2].map(|place| rows[place].clone());
    let of_app = OrganizationFilter::new().filter(Organization::APP_ID.eq(app.id));
    let expected = [gamma.clone(), alpha.clone(), beta.clone()];
    pages(world, list, &of_app, &expected, "an app's").await?;
    let by_name = of_app.clone().order_by(Organization::NAME.asc());
    let expected = [alpha.clone(), gamma.clone(), beta.clone()];
    pages(world, list, &by_name, &expected, "by name").await?;
    let oldest = of_app.clone().order_by(Organization::CREATED_AT.asc());
    let expected = [beta.clone(), alpha.clone(), gamma.clone()];
    pages(world, list, &oldest, &expected, "oldest first").await?;
    let in_env = of_app.clone().filter(Organization::ENV_ID.eq(env.id));
    let expected = [gamma.clone(), beta];
    pages(world, list, &in_env, &expected, "an environment's").await?;
    let named = of_app.clone().filter(Organization::NAME.contains_ignore_case("ALPHA"));
    let expected = [gamma, alpha.clone()];
    pages(world, list, &named, &expected, "by part of a name").await?;
    let literal = of_app.filter(Organization::NAME.contains("0%"));
    pages(world, list, &literal, &[alpha], "by a `%`").await
}

async fn list_user_organizations(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    check_eq!(store.list_user_organizations(&user.id).await?, [], "the organizations of a user in none");
    // All of them are made by the other one, who is a member of the last only.
    let [a, b, c, d] = ids::<Organization, 4>();
    let mut rows = Vec::new();
    for (id, name) in [(a, "Zoo"), (d, "Aquarium"), (c, "Museum"), (b, "aviary")] {
        let organization = Organization { id, ..Organization::new(&other, name, unique("org")) };
        rows.push(store.create_organization(&organization).await?);
    }
    let [zoo, aquarium, museum, aviary] = [0, 1, 2, 3].map(|place| rows[place].clone());
    for (organization, role) in [(&zoo, Role::Member), (&aviary, Role::Owner), (&aquarium, Role::Admin)] {
        store.add_member(&Member::new(organization.id, user.id, role)).await?;
    }
    store.add_member(&Member::new(aviary.id, other.id, Role::Owner)).await?;
    let expected = [aquarium, zoo.clone(), aviary.clone()];
    check_eq!(store.list_user_organizations(&user.id).await?, expected, "the user's organizations, by name");
    check_eq!(store.list_user_organizations(&other.id).await?, slice::from_ref(&aviary), "the other user's");
    let member = store.get_member_by_user_and_org(&user.id, &zoo.id).await?;
    store.remove_member(&member.id).await?;
    store.delete_organization(&expected[0].id).await?;
    check_eq!(
        store.list_user_organizations(&user.id).await?,
        [aviary],
        "what is left when one is left and one is gone"
    );
    check_eq!(store.get_organization(&museum.id).await?, museum, "an organization without members");
    check_eq!(store.list_user_organizations(&Id::new()).await?, [], "the organizations of nobody");
    Ok(())
}
