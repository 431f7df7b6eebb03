use std::slice;

use auth_core::{Member, MemberStore as _, OrganizationStore as _, Role, UserStore as _};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, orphan, taken};
use super::lists::{OLDEST_FIRST, SECOND, arranged, staggered};
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![add_member, get_member, get_member_by_user_and_org, update_member, remove_member, list_members];

const FIELDS: [&str; 2] = ["org_id", "user_id"];

async fn add_member(world: &World) -> Outcome {
    let store = world.store();
    let (app, owner) = world.app_and_user().await?;
    let user = world.user(&app).await?;
    let (organization, _) = world.organization(&owner).await?;
    let (second, _) = world.organization(&owner).await?;
    let given = Member::new(organization.id, user.id, Role::Admin);
    let expected = Member { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.add_member(&given).await?, expected, "what it gives");
    check_eq!(store.get_member(&given.id).await?, expected, "the member that was added");
    for role in [Role::Owner, Role::Admin, Role::Member] {
        let member = Member::new(second.id, world.user(&app).await?.id, role);
        store.add_member(&member).await?;
        check_eq!(store.get_member(&member.id).await?.role, role, "the role");
    }
    let again = Member::new(organization.id, user.id, Role::Member);
    taken(store.add_member(&again).await, Member::ALREADY_MEMBER, &FIELDS)?;
    check_eq!(store.find_member(&again.id).await?, None, "the member that was there already");
    check_eq!(store.get_member(&given.id).await?, expected, "the member after a clash");
    store.add_member(&Member::new(second.id, user.id, Role::Member)).await?;
    let nowhere = Member::new(Id::new(), user.id, Role::Member);
    orphan(store.add_member(&nowhere).await, "org_id", "Organization")?;
    let nobody = Member::new(organization.id, Id::new(), Role::Member);
    orphan(store.add_member(&nobody).await, "user_id", "User")
}

async fn get_member(world: &World) -> Outcome {
    let store = world.store();
    let (_, owner) = world.app_and_user().await?;
    let ((_, first), (_, second)) = (world.organization(&owner).await?, world.organization(&owner).await?);
    check_eq!(store.get_member(&first.id).await?, first, "the first member");
    check_eq!(store.get_member(&second.id).await?, second, "the second member");
    absent(store.get_member(&Id::new()).await, "a member who never was")
}

async fn get_member_by_user_and_org(world: &World) -> Outcome {
    let store = world.store();
    let (app, owner) = world.app_and_user().await?;
    let user = world.user(&app).await?;
    let (organization, owning) = world.organization(&owner).await?;
    let (second, also_owning) = world.organization(&owner).await?;
    let member = store.add_member(&Member::new(organization.id, user.id, Role::Member)).await?;
    check_eq!(store.get_member_by_user_and_org(&owner.id, &organization.id).await?, owning, "the owner");
    check_eq!(store.get_member_by_user_and_org(&user.id, &organization.id).await?, member, "the member");
    check_eq!(
        store.get_member_by_user_and_org(&owner.id, &second.id).await?,
        also_owning,
        "the second owner"
    );
    absent(store.get_member_by_user_and_org(&user.id, &second.id).await, "another organization's")?;
    absent(store.get_member_by_user_and_org(&Id::new(), &second.id).await, "nobody's")?;
    absent(store.get_member_by_user_and_org(&user.id, &Id::new()).await, "that of no organization")
}

async fn update_member(world: &World) -> Outcome {
    let store = world.store();
    let (app, owner) = world.app_and_user().await?;
    let user = world.user(&app).await?;
    let (organization, owning) = world.organization(&owner).await?;
    let (second, _) = world.organization(&owner).await?;
    let member = store.add_member(&Member::new(organization.id, user.id, Role::Member)).await?;
    world.advance(SECOND);
    let given = Member { org_id: second.id, role: Role::Admin, created_at: Timestamp::MIN, ..member.clone() };
    let expected = Member { created_at: member.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_member(&given).await?, expected, "what update gives");
    check_eq!(store.get_member(&member.id).await?, expected, "the member with every field changed");
    let same = Member { user_id: owner.id, ..expected.clone() };
    taken(store.update_member(&same).await, Member::ALREADY_MEMBER, &FIELDS)?;
    let nobody = Member { user_id: Id::new(), ..expected.clone() };
    orphan(store.update_member(&nobody).await, "user_id", "User")?;
    check_eq!(store.get_member(&member.id).await?, expected, "the member after what was refused");
    check_eq!(store.get_member(&owning.id).await?, owning, "another member");
    let never = Member::new(organization.id, user.id, Role::Owner);
    absent(store.update_member(&never).await, "update of a member who never was")?;
    check_eq!(store.find_member(&never.id).await?, None, "the member who never was, afterwards");
    Ok(())
}

async fn remove_member(world: &World) -> Outcome {
    let store = world.store();
    let (app, owner) = world.app_and_user().await?;
    let user = world.user(&app).await?;
    let (organization, owning) = world.organization(&owner).await?;
    let member = store.add_member(&Member::new(organization.id, user.id, Role::Member)).await?;
    check!(store.remove_member(&member.id).await?, "the member was not there to be removed");
    absent(store.get_member(&member.id).await, "the member that was removed")?;
    absent(
        store.get_member_by_user_and_org(&user.id, &organization.id).await,
        "it by user and organization",
    )?;
    check_eq!(store.list_members(&organization.id).await?, [owning], "the members that are left");
    check_eq!(store.get_organization(&organization.id).await?, organization, "the organization");
    check_eq!(store.get_user(&user.id).await?, user, "the user");
    check!(!store.remove_member(&member.id).await?, "the member was removed twice");
    check!(!store.remove_member(&Id::new()).await?, "a member who never was is said to be removed");
    let again = Member::new(organization.id, user.id, Role::Admin);
    check_eq!(store.add_member(&again).await?.id, again.id, "the place is free again");
    Ok(())
}

async fn list_members(world: &World) -> Outcome {
    let store = world.store();
    let (app, owner) = world.app_and_user().await?;
    let (organization, owning) = world.organization(&owner).await?;
    let (other, others) = world.organization(&owner).await?;
    check_eq!(store.list_members(&organization.id).await?, slice::from_ref(&owning), "the first member");
    let mut users = Vec::new();
    for _ in 0..4 {
        users.push(world.user(&app).await?.id);
    }
    world.advance(SECOND);
    let mut turn = 0;
    let make = |id| {
        turn += 1;
        Member { id, ..Member::new(organization.id, users[turn - 1], Role::Member) }
    };
    let rows = staggered(world, |store, row| store.add_member(row), make).await?;
    let mut expected = arranged(&rows, OLDEST_FIRST);
    expected.insert(0, owning);
    check_eq!(store.list_members(&organization.id).await?, expected, "the members, oldest first");
    check_eq!(store.list_members(&other.id).await?, [others], "another organization's members");
    store.delete_user(&expected[1].user_id).await?;
    expected.remove(1);
    check_eq!(store.list_members(&organization.id).await?, expected, "the members when a user is gone");
    check_eq!(store.list_members(&Id::new()).await?, [], "the members of no organization");
    Ok(())
}
