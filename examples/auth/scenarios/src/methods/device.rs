use auth_core::{Device, DeviceStore as _, SessionStore as _, User};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, orphan, taken};
use super::lists::{NEWEST_FIRST, SECOND, arranged, ids, newest, staggered};
use super::tree::Tree;
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_device,
    get_device,
    get_device_by_fingerprint,
    update_device,
    delete_device,
    list_user_devices,
    list_devices,
];

const FIELDS: [&str; 2] = ["user_id", "fingerprint"];

/// A device with every field set.
fn full(world: &World, user: &User) -> Device {
    Device {
        name: Some("Zoë's laptop".to_owned()),
        kind: Some("laptop".to_owned()),
        browser: Some("Firefox 140".to_owned()),
        os: Some("Linux".to_owned()),
        ip_address: Some("192.0.2.1".to_owned()),
        fingerprint: Some(unique("print")),
        trusted: true,
        trusted_until: Some(Timestamp::MAX),
        ..Device::new(user, world.now())
    }
}

async fn create_device(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let given = full(world, &user);
    let expected = Device { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_device(&given).await?, expected, "what create gives");
    check_eq!(store.get_device(&given.id).await?, expected, "the device that was created");
    check_eq!(expected.app_id, app.id, "the device's app");
    let same = Device { fingerprint: given.fingerprint.clone(), ..full(world, &user) };
    taken(store.create_device(&same).await, Device::USER_ID_AND_FINGERPRINT_KEY, &FIELDS)?;
    check_eq!(store.find_device(&same.id).await?, None, "the device that clashed");
    // Others may have the same one, and without a fingerprint there are as many as one likes.
    store.create_device(&Device { user_id: other.id, ..same }).await?;
    for _ in 0..2 {
        store.create_device(&Device::new(&user, world.now())).await?;
    }
    check_eq!(store.list_user_devices(&user.id).await?.len(), 3, "how many devices the user has");
    let nobodys = Device { user_id: Id::new(), ..full(world, &user) };
    orphan(store.create_device(&nobodys).await, "user_id", "User")?;
    orphan(store.create_device(&Device { app_id: Id::new(), ..full(world, &user) }).await, "app_id", "App")
}

async fn get_device(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let first = store.create_device(&full(world, &user)).await?;
    let second = store.create_device(&full(world, &user)).await?;
    check_eq!(store.get_device(&first.id).await?, first, "the first device");
    check_eq!(store.get_device(&second.id).await?, second, "the second device");
    absent(store.get_device(&Id::new()).await, "a device that never was")
}

async fn get_device_by_fingerprint(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let device = store.create_device(&full(world, &user)).await?;
    store.create_device(&Device::new(&user, world.now())).await?;
    let print = device.fingerprint.as_deref().unwrap_or_default();
    check_eq!(store.get_device_by_fingerprint(&user.id, print).await?, device, "by its fingerprint");
    absent(store.get_device_by_fingerprint(&other.id, print).await, "a fingerprint of another user")?;
    let others = Device { fingerprint: device.fingerprint.clone(), ..full(world, &other) };
    let others = store.create_device(&others).await?;
    check_eq!(store.get_device_by_fingerprint(&other.id, print).await?, others, "by it as the other user");
    check_eq!(store.get_device_by_fingerprint(&user.id, print).await?, device, "by one that two users have");
    absent(store.get_device_by_fingerprint(&user.id, &print.to_uppercase()).await, "one in capitals")?;
    absent(store.get_device_by_fingerprint(&user.id, "").await, "that of a device without one")
}

async fn update_device(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let device = store.create_device(&Device::new(&user, world.now())).await?;
    let other = store.create_device(&full(world, &user)).await?;
    world.advance(SECOND);
    let given = Device { id: device.id, created_at: Timestamp::MIN, ..full(world, &world.user(&app).await?) };
    let expected = Device { created_at: device.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_device(&given).await?, expected, "what update gives");
    check_eq!(store.get_device(&device.id).await?, expected, "the device with every field changed");
    let same = Device { user_id: user.id, fingerprint: other.fingerprint.clone(), ..expected.clone() };
    taken(store.update_device(&same).await, Device::USER_ID_AND_FINGERPRINT_KEY, &FIELDS)?;
    check_eq!(store.get_device(&device.id).await?, expected, "the device after a clash");
    world.advance(SECOND);
    let bare = Device { updated_at: world.now(), ..device };
    check_eq!(store.update_device(&bare).await?, bare, "what update gives when fields are emptied");
    check_eq!(store.get_device(&bare.id).await?, bare, "the device with fields emptied");
    check_eq!(store.get_device(&other.id).await?, other, "another device");
    absent(store.update_device(&full(world, &user)).await, "update of a device that never was")
}

async fn delete_device(world: &World) -> Outcome {
    let store = world.store();
    let tree = Tree::grow(world).await?;
    let id = tree.device.id;
    check_eq!(store.get_session(&tree.session.id).await?.device_id, Some(id), "the session's device before");
    check!(store.delete_device(&id).await?, "the device was not there to be deleted");
    check_eq!(tree.left(world).await?, Tree::all_but(&["Device"]), "what is left of the app");
    check_eq!(store.get_session(&tree.session.id).await?.device_id, None, "the session's device");
    check!(!store.delete_device(&id).await?, "the device was deleted twice");
    check!(!store.delete_device(&Id::new()).await?, "a device that never was is said to be deleted");
    Ok(())
}

async fn list_user_devices(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = store.create_device(&full(world, &world.user(&app).await?)).await?;
    check_eq!(store.list_user_devices(&user.id).await?, [], "the devices of a user without any");
    // The one that was seen last comes first, whenever it was added; two were seen at the same moment.
    let mut rows = Vec::new();
    for (id, seen) in ids::<Device, 4>().into_iter().zip([2, 0, 3, 2]).rev() {
        let device = Device { id, last_seen_at: world.later(SECOND * seen), ..full(world, &user) };
        rows.push(store.create_device(&device).await?);
    }
    rows.reverse();
    let expected = arranged(&rows, [2, 0, 3, 1]);
    check_eq!(store.list_user_devices(&user.id).await?, expected, "the devices, the last seen first");
    check_eq!(store.list_user_devices(&other.user_id).await?, [other], "another user's devices");
    check_eq!(store.list_user_devices(&Id::new()).await?, [], "the devices of nobody");
    Ok(())
}

async fn list_devices(world: &World) -> Outcome {
    let (app, user) = world.app_and_user().await?;
    let users = [user, world.user(&app).await?, world.app_and_user().await?.1];
    // Of several users, and of two apps; when they were seen doesn't matter.
    let (mut turn, mut seen) = (0, world.now());
    let make = |id| {
        turn += 1;
        seen = seen - SECOND;
        Device { id, last_seen_at: seen, ..full(world, &users[turn % users.len()]) }
    };
    let rows = staggered(world, |store, row| store.create_device(row), make).await?;
    let ours = arranged(&rows, NEWEST_FIRST);
    let place = |row: &Device| (row.created_at, row.id);
    newest(world, |store, limit| store.list_devices(limit), &ours, place).await?;
    Ok(())
}
