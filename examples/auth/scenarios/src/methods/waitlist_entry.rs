use std::slice;

use auth_core::{App, User, UserStore as _};
use auth_waitlist::{Status, WaitlistEntry, WaitlistEntryFilter, WaitlistEntryStore as _};
use storewright::Id;

use super::expect::{absent, filled, orphan, taken};
use super::lists::{Lists, SECOND, ids, pages};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_entry,
    get_entry,
    get_entry_by_email,
    update_entry_status,
    list_entries,
    count_by_status,
    delete_entry,
];

const FIELDS: [&str; 2] = ["app_id", "email"];

/// An entry with every field set.
fn full(app: &App, user: &User) -> WaitlistEntry {
    WaitlistEntry {
        status: Status::Approved,
        user_id: Some(user.id),
        ip_address: "192.0.2.1".to_owned(),
        note: "A friend of Zoë's".to_owned(),
        ..bare(app)
    }
}

/// An entry that nothing was decided about.
fn bare(app: &App) -> WaitlistEntry {
    WaitlistEntry::new(app.id, format!("{}@example.com", unique("wait")), "Größe")
}

async fn create_entry(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.app().await?;
    let given = full(&app, &user);
    let expected = WaitlistEntry { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_entry(&given).await?, expected, "what create gives");
    check_eq!(store.get_entry(&given.id).await?, expected, "the entry that was created");
    for status in [Status::Pending, Status::Approved, Status::Rejected] {
        let entry = store.create_entry(&WaitlistEntry { status, ..bare(&app) }).await?;
        check_eq!(store.get_entry(&entry.id).await?.status, status, "the status");
    }
    let email = format!("  {}\n", given.email.to_uppercase());
    let same = WaitlistEntry { email: email.clone(), ..bare(&app) };
    taken(store.create_entry(&same).await, WaitlistEntry::ALREADY_WAITING, &FIELDS)?;
    check_eq!(store.find_entry(&same.id).await?, None, "the entry that clashed");
    let elsewhere = store.create_entry(&WaitlistEntry { email, ..bare(&other) }).await?;
    check_eq!(elsewhere.email, given.email, "an address in capitals and spaces, in another app");
    orphan(store.create_entry(&WaitlistEntry { app_id: Id::new(), ..bare(&app) }).await, "app_id", "App")?;
    let nobodys = WaitlistEntry { user_id: Some(Id::new()), ..bare(&app) };
    orphan(store.create_entry(&nobodys).await, "user_id", "User")
}

async fn get_entry(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let first = store.create_entry(&full(&app, &user)).await?;
    let second = store.create_entry(&bare(&app)).await?;
    check_eq!(store.get_entry(&first.id).await?, first, "the first entry");
    check_eq!(store.get_entry(&second.id).await?, second, "the second entry");
    absent(store.get_entry(&Id::new()).await, "an entry that never was")?;
    // It outlives the user that it became.
    store.delete_user(&user.id).await?;
    check_eq!(store.get_entry(&first.id).await?.user_id, None, "the user of the entry, when deleted");
    Ok(())
}

async fn get_entry_by_email(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let entry = store.create_entry(&bare(&app)).await?;
    let email = entry.email.as_str();
    check_eq!(store.get_entry_by_email(&app.id, email).await?, entry, "by the address");
    let loud = format!("\t{} ", email.to_uppercase());
    check_eq!(store.get_entry_by_email(&app.id, &loud).await?, entry, "by it in capitals and spaces");
    absent(store.get_entry_by_email(&other.id, email).await, "an address of another app")?;
    let same = store.create_entry(&WaitlistEntry { email: loud, ..bare(&other) }).await?;
    check_eq!(store.get_entry_by_email(&other.id, email).await?, same, "by it in the other app");
    check_eq!(store.get_entry_by_email(&app.id, email).await?, entry, "by an address of two apps");
    absent(store.get_entry_by_email(&app.id, &unique("nobody")).await, "an unknown address")
}

async fn update_entry_status(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let entry = store.create_entry(&WaitlistEntry { status: Status::Pending, ..full(&app, &user) }).await?;
    let other = store.create_entry(&bare(&app)).await?;
    for (status, note) in [(Status::Approved, "Come in, Zoë"), (Status::Rejected, ""), (Status::Pending, "?")]
    {
        world.advance(SECOND);
        let done = store.update_entry_status(&entry.id, &status, note).await?;
        check!(done, "the entry was not there to be decided about");
        let note = note.to_owned();
        let expected = WaitlistEntry { status, note, updated_at: world.now(), ..entry.clone() };
        check_eq!(store.get_entry(&entry.id).await?, expected, "the entry that was decided about");
    }
    check_eq!(store.get_entry(&other.id).await?, other, "another entry");
    let done = store.update_entry_status(&Id::new(), &Status::Approved, "").await?;
    check!(!done, "an entry that never was is said to be decided about");
    Ok(())
}

async fn list_entries(world: &World) -> Outcome {
    let store = world.store();
    let list: Lists<WaitlistEntry> = |store, filter| store.list_entries(filter);
    let (app, other) = (world.app().await?, world.app().await?);
    let [a, b, c, d] = ids::<WaitlistEntry, 4>();
    let mut rows = Vec::new();
    // Added from the last id to the first; one waits for another app.
    for (id, app, email, status) in [
        (d, &app, "Eve_1@example.com", Status::Approved),
        (c, &other, "eve@example.com", Status::Pending),
        (b, &app, "bevel1@example.com", Status::Pending),
        (a, &app, "ada@example.com", Status::Pending),
    ] {
        let entry = WaitlistEntry { id, status, ..WaitlistEntry::new(app.id, email, "") };
        rows.push(store.create_entry(&entry).await?);
        world.advance(SECOND);
    }
    let [eve, _, bev, ada] = [0, 1, 2, 3].map(|place| rows[place].clone());
    let of_app = WaitlistEntryFilter::new().filter(WaitlistEntry::APP_ID.eq(app.id));
    let expected = [ada.clone(), bev.clone(), eve.clone()];
    pages(world, list, &of_app, &expected, "an app's").await?;
    let oldest = of_app.clone().order_by(WaitlistEntry::CREATED_AT.asc());
    let expected = [eve.clone(), bev.clone(), ada.clone()];
    pages(world, list, &oldest, &expected, "oldest first").await?;
    let pending = of_app.clone().filter(WaitlistEntry::STATUS.eq(Status::Pending));
    let expected = [ada, bev.clone()];
    pages(world, list, &pending, &expected, "the pending").await?;
    let rejected = of_app.clone().filter(WaitlistEntry::STATUS.eq(Status::Rejected));
    pages(world, list, &rejected, &[], "the rejected").await?;
    let exact = of_app.clone().filter(WaitlistEntry::EMAIL.eq("eve_1@example.com"));
    pages(world, list, &exact, slice::from_ref(&eve), "an address").await?;
    let like = of_app.clone().filter(WaitlistEntry::EMAIL.contains_ignore_case("EVE"));
    let expected = [bev.clone(), eve.clone()];
    pages(world, list, &like, &expected, "part of an address").await?;
    let both = pending.filter(WaitlistEntry::EMAIL.contains_ignore_case("eve"));
    pages(world, list, &both, &[bev], "part of one, pending").await?;
    let literal = of_app.filter(WaitlistEntry::EMAIL.contains("e_1"));
    pages(world, list, &literal, &[eve], "a `_`").await
}

async fn count_by_status(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let counts = store.count_by_status(&app.id).await?;
    check!(counts.is_empty() && counts.total() == 0, "an app without entries has {counts:?}");
    let mut entries = Vec::new();
    for status in [Status::Pending, Status::Rejected, Status::Pending, Status::Pending] {
        entries.push(store.create_entry(&WaitlistEntry { status, ..bare(&app) }).await?);
    }
    store.create_entry(&WaitlistEntry { status: Status::Approved, ..bare(&other) }).await?;
    let all = [Status::Pending, Status::Approved, Status::Rejected];
    let counts = store.count_by_status(&app.id).await?;
    check_eq!(all.map(|status| counts.get(&status)), [3, 0, 1], "how many there are of each");
    check_eq!((counts.total(), counts.len()), (4, 2), "how many there are, of how many");
    store.update_entry_status(&entries[0].id, &Status::Approved, "").await?;
    store.delete_entry(&entries[1].id).await?;
    let counts = store.count_by_status(&app.id).await?;
    check_eq!(all.map(|status| counts.get(&status)), [2, 1, 0], "how many there are then");
    let counts = store.count_by_status(&other.id).await?;
    check_eq!(all.map(|status| counts.get(&status)), [0, 1, 0], "how many another app has");
    check_eq!(store.count_by_status(&Id::new()).await?.total(), 0, "how many no app has");
    Ok(())
}

async fn delete_entry(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let first = store.create_entry(&full(&app, &user)).await?;
    let second = store.create_entry(&bare(&app)).await?;
    check!(store.delete_entry(&first.id).await?, "the entry was not there to be deleted");
    absent(store.get_entry(&first.id).await, "the deleted entry")?;
    absent(store.get_entry_by_email(&app.id, &first.email).await, "the deleted entry by its address")?;
    check_eq!(store.get_entry(&second.id).await?, second, "another entry");
    check_eq!(store.get_user(&user.id).await?, user, "the user of the deleted entry");
    check!(!store.delete_entry(&first.id).await?, "the entry was deleted twice");
    check!(!store.delete_entry(&Id::new()).await?, "an entry that never was is said to be deleted");
    let again = WaitlistEntry { email: first.email, ..bare(&app) };
    check_eq!(store.create_entry(&again).await?.id, again.id, "the address is free again");
    Ok(())
}
