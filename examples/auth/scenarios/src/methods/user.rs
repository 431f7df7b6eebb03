use std::collections::BTreeMap;
use std::slice;

use auth_core::{App, Environment, User, UserFilter, UserStore as _};
use auth_waitlist::WaitlistEntryStore as _;
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, hidden, orphan, silent, taken};
use super::lists::{Lists, SECOND, ids, pages};
use super::tree::{Tree, environment};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_user,
    get_user,
    get_user_by_email,
    get_user_by_phone,
    get_user_by_username,
    update_user,
    delete_user,
    list_users,
];

const HASH: &str = "$argon2id$v=19$the-hash";
const BY_EMAIL: [&str; 2] = ["app_id", "email"];
const BY_USERNAME: [&str; 2] = ["app_id", "username"];
const BY_PHONE: [&str; 2] = ["app_id", "phone"];

/// A user with every field set.
fn full(app: &App, env: &Environment) -> User {
    let metadata: BTreeMap<_, _> = [("locale".to_owned(), "de-CH".to_owned())].into();
    User {
        env_id: Some(env.id),
        email_verified: true,
        first_name: "Zoë".to_owned(),
        last_name: "O'Hara".to_owned(),
        image: Some("https://example.com/zoe.png".to_owned()),
        username: Some(unique("Zoe")),
        phone: Some(unique("+41")),
        phone_verified: true,
        password_hash: HASH.to_owned(),
        password_changed_at: Some(Timestamp::UNIX_EPOCH),
        banned: true,
        ban_reason: Some("spam".to_owned()),
        ban_expires: Some(Timestamp::MAX),
        metadata,
        ..User::new(app.id, format!("{}@example.com", unique("zoe")))
    }
}

async fn create_user(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let env = environment(world, &app, false).await?;
    let given = full(&app, &env);
    let expected = User { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_user(&given).await?, expected, "what create gives");
    check_eq!(store.get_user(&given.id).await?, expected, "the user that was created");
    hidden(&format!("{expected:?}"), &[HASH])?;
    let shouted = User { email: format!("  {}\t", given.email.to_uppercase()), ..full(&other, &env) };
    check_eq!(store.create_user(&shouted).await?.email, given.email, "an address in capitals and spaces");
    let same_email = User { email: given.email.to_uppercase(), ..full(&app, &env) };
    taken(store.create_user(&same_email).await, User::EMAIL_TAKEN, &BY_EMAIL)?;
    silent(store.create_user(&same_email).await, &[&given.email, &same_email.email, HASH])?;
    let same_username = User { username: given.username.clone(), ..full(&app, &env) };
    taken(store.create_user(&same_username).await, User::USERNAME_TAKEN, &BY_USERNAME)?;
    let same_phone = User { phone: given.phone.clone(), ..full(&app, &env) };
    taken(store.create_user(&same_phone).await, User::PHONE_TAKEN, &BY_PHONE)?;
    let clashed = store.get_users(&[same_email.id, same_username.id, same_phone.id]).await?;
    check_eq!(clashed, [None, None, None], "users who clashed");
    // Nobody is deleted from the beginning.
    let early = User { deleted_at: Some(world.now()), ..full(&app, &env) };
    check_eq!(store.create_user(&early).await?.deleted_at, None, "the deletion of a new user");
    check_eq!(store.get_user(&early.id).await?.email, early.email, "the new user");
    // In another app all of it is free, and whoever has no name and no number clashes with nobody.
    let (username, phone) = (given.username.clone(), given.phone.clone());
    store.create_user(&User { username, phone, ..full(&other, &env) }).await?;
    let (first, second) = (world.user(&app).await?, world.user(&app).await?);
    check_eq!((first.username, second.username), (None, None), "the names of users without one");
    check_eq!((first.phone, second.phone), (None, None), "the numbers of users without one");
    // It is free as well when its user is deleted, softly as users are.
    check!(store.delete_user(&given.id).await?, "the user was not there to be deleted");
    for again in [same_email, same_username, same_phone] {
        store.create_user(&again).await?;
    }
    orphan(store.create_user(&User { app_id: Id::new(), ..full(&app, &env) }).await, "app_id", "App")?;
    let nowhere = User { env_id: Some(Id::new()), ..full(&app, &env) };
    orphan(store.create_user(&nowhere).await, "env_id", "Environment")
}

async fn get_user(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let second = world.user(&app).await?;
    check_eq!(store.get_user(&user.id).await?, user, "the first user");
    check_eq!(store.get_user(&second.id).await?, second, "the second user");
    store.delete_user(&user.id).await?;
    absent(store.get_user(&user.id).await, "a deleted user")?;
    absent(store.get_user(&Id::new()).await, "a user who never was")
}

async fn get_user_by_email(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let (user, second) = (world.user(&app).await?, world.user(&app).await?);
    let namesake = store.create_user(&User::new(other.id, &user.email)).await?;
    check_eq!(store.get_user_by_email(&app.id, &user.email).await?, user, "by the address");
    check_eq!(store.get_user_by_email(&app.id, &second.email).await?, second, "by another address");
    check_eq!(store.get_user_by_email(&other.id, &user.email).await?, namesake, "by it in another app");
    let loud = format!(" {}\n", user.email.to_uppercase());
    check_eq!(store.get_user_by_email(&app.id, &loud).await?, user, "by the address in capitals and spaces");
    absent(store.get_user_by_email(&other.id, &second.email).await, "an address of another app")?;
    absent(store.get_user_by_email(&app.id, &unique("nobody")).await, "an unknown address")?;
    absent(store.get_user_by_email(&app.id, &user.email.replace('@', "_")).await, "an address with `_`")?;
    store.delete_user(&user.id).await?;
    absent(store.get_user_by_email(&app.id, &user.email).await, "the address of a deleted user")?;
    let next = store.create_user(&User::new(app.id, &user.email)).await?;
    check_eq!(store.get_user_by_email(&app.id, &user.email).await?, next, "the next user with the address");
    Ok(())
}

async fn get_user_by_phone(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let env = environment(world, &app, false).await?;
    let user = store.create_user(&full(&app, &env)).await?;
    world.user(&app).await?;
    let phone = user.phone.as_deref().unwrap_or_default();
    check_eq!(store.get_user_by_phone(&app.id, phone).await?, user, "by the number");
    absent(store.get_user_by_phone(&other.id, phone).await, "a number of another app")?;
    let namesake = User { phone: user.phone.clone(), ..full(&other, &env) };
    let namesake = store.create_user(&namesake).await?;
    check_eq!(store.get_user_by_phone(&other.id, phone).await?, namesake, "by it in the other app");
    check_eq!(store.get_user_by_phone(&app.id, phone).await?, user, "by a number of two apps");
    absent(store.get_user_by_phone(&app.id, "").await, "the number of a user without one")?;
    absent(store.get_user_by_phone(&app.id, &unique("+41")).await, "an unknown number")?;
    store.delete_user(&user.id).await?;
    absent(store.get_user_by_phone(&app.id, phone).await, "the number of a deleted user")
}

async fn get_user_by_username(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let env = environment(world, &app, false).await?;
    let user = store.create_user(&full(&app, &env)).await?;
    world.user(&app).await?;
    let name = user.username.as_deref().unwrap_or_default();
    check_eq!(store.get_user_by_username(&app.id, name).await?, user, "by the name");
    absent(store.get_user_by_username(&other.id, name).await, "a name of another app")?;
    let namesake = User { username: user.username.clone(), ..full(&other, &env) };
    let namesake = store.create_user(&namesake).await?;
    check_eq!(store.get_user_by_username(&other.id, name).await?, namesake, "by it in the other app");
    check_eq!(store.get_user_by_username(&app.id, name).await?, user, "by a name of two apps");
    absent(store.get_user_by_username(&app.id, &name.to_uppercase()).await, "a name in capitals")?;
    absent(store.get_user_by_username(&app.id, "").await, "the name of a user without one")?;
    store.delete_user(&user.id).await?;
    absent(store.get_user_by_username(&app.id, name).await, "the name of a deleted user")
}

async fn update_user(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let env = environment(world, &app, false).await?;
    let other = store.create_user(&full(&app, &env)).await?;
    world.advance(SECOND);
    let email = format!(" {} ", unique("NEW@Example.COM"));
    let given = User { id: user.id, email, created_at: Timestamp::MIN, ..full(&app, &env) };
    let email = given.email.trim().to_lowercase();
    let expected = User { email, created_at: user.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_user(&given).await?, expected, "what update gives");
    check_eq!(store.get_user(&user.id).await?, expected, "the user with every field changed");
    let same_email = User { email: other.email.to_uppercase(), ..expected.clone() };
    taken(store.update_user(&same_email).await, User::EMAIL_TAKEN, &BY_EMAIL)?;
    let same_username = User { username: other.username.clone(), ..expected.clone() };
    taken(store.update_user(&same_username).await, User::USERNAME_TAKEN, &BY_USERNAME)?;
    let same_phone = User { phone: other.phone.clone(), ..expected.clone() };
    taken(store.update_user(&same_phone).await, User::PHONE_TAKEN, &BY_PHONE)?;
    orphan(store.update_user(&User { app_id: Id::new(), ..expected.clone() }).await, "app_id", "App")?;
    check_eq!(store.get_user(&user.id).await?, expected, "the user after what was refused");
    world.advance(SECOND);
    // What an update says of the deletion doesn't count: that is `delete_user`'s to say.
    let bare = User { updated_at: world.now(), ..user };
    let update = store.update_user(&User { deleted_at: Some(world.now()), ..bare.clone() }).await?;
    check_eq!(update, bare, "what update gives when fields are emptied");
    check_eq!(store.get_user(&bare.id).await?, bare, "the user with fields emptied");
    check_eq!(store.get_user(&other.id).await?, other, "another user");
    store.delete_user(&bare.id).await?;
    absent(store.update_user(&bare).await, "update of a deleted user")?;
    check_eq!(store.find_user(&bare.id).await?, None, "the deleted user, afterwards");
    absent(store.update_user(&full(&app, &env)).await, "update of a user who never was")
}

async fn delete_user(world: &World) -> Outcome {
    let store = world.store();
    let (tree, other) = (Tree::grow(world).await?, Tree::grow(world).await?);
    let user = &tree.user;
    check!(store.delete_user(&user.id).await?, "the user was not there to be deleted");
    let gone = [
        "User",
        "Device",
        "Member",
        "Session",
        "Account",
        "Verification",
        "Notification",
        "ApiKey",
        "Consent",
        "Enrollment",
        "RecoveryCode",
    ];
    check_eq!(tree.left(world).await?, Tree::all_but(&gone), "what is left of the app");
    check_eq!(store.get_entry(&tree.entry.id).await?.user_id, None, "the user of the entry that is left");
    check_eq!(other.left(world).await?, Tree::ALL, "what is left of another app");
    check!(!store.delete_user(&user.id).await?, "the user was deleted twice");
    check!(!store.delete_user(&Id::new()).await?, "a user who never was is said to be deleted");
    // Deleted softly: the user alone can come back, unless somebody has the address by now.
    world.advance(SECOND);
    check!(store.restore_user(&user.id).await?, "the deleted user could not be restored");
    let expected = User { updated_at: world.now(), ..user.clone() };
    check_eq!(store.get_user(&user.id).await?, expected, "the restored user");
    check!(store.delete_user(&user.id).await?, "the restored user was not there to be deleted");
    store.create_user(&User::new(tree.app.id, &user.email)).await?;
    taken(store.restore_user(&user.id).await, User::EMAIL_TAKEN, &BY_EMAIL)?;
    check_eq!(store.find_user(&user.id).await?, None, "the user who could not come back");
    Ok(())
}

async fn list_users(world: &World) -> Outcome {
    let store = world.store();
    let list: Lists<User> = |store, filter| store.list_users(filter);
    let (app, other) = (world.app().await?, world.app().await?);
    let env = environment(world, &app, false).await?;
    let [a, b, c, d, e] = ids::<User, 5>();
    let mut users = Vec::new();
    // Added from the last id to the first; the one in the middle is deleted, and one belongs to another app.
    for (id, email, env_id, banned) in [
        (e, "Eve_1@Example.com", Some(env.id), true),
        (d, "dora@example.com", None, true),
        (c, "carl@example.com", Some(env.id), true),
        (b, "bevel1@example.com", Some(env.id), false),
        (a, "Ada@Example.com", None, false),
    ] {
        users.push(store.create_user(&User { id, env_id, banned, ..User::new(app.id, email) }).await?);
        world.advance(SECOND);
    }
    store.create_user(&User { banned: true, ..User::new(other.id, "eve@example.com") }).await?;
    store.delete_user(&c).await?;
    let [eve, dora, _, bev, ada] = [0, 1, 2, 3, 4].map(|place| users[place].clone());
    let of_app = UserFilter::new().filter(User::APP_ID.eq(app.id));
    let everybody = [ada.clone(), bev.clone(), dora.clone(), eve.clone()];
    pages(world, list, &of_app, &everybody, "an app's").await?;
    let newest = of_app.clone().order_by(User::CREATED_AT.desc());
    pages(world, list, &newest, &everybody, "the newest first").await?;
    let by_email = of_app.clone().order_by(User::EMAIL.desc());
    let expected = [eve.clone(), dora.clone(), bev.clone(), ada.clone()];
    pages(world, list, &by_email, &expected, "by address").await?;
    let in_env = of_app.clone().filter(User::ENV_ID.eq(env.id));
    let expected = [bev.clone(), eve.clone()];
    pages(world, list, &in_env, &expected, "in an environment").await?;
    let banned = of_app.clone().filter(User::BANNED.eq(true));
    let expected = [dora.clone(), eve.clone()];
    pages(world, list, &banned, &expected, "the banned").await?;
    let like = of_app.clone().filter(User::EMAIL.contains_ignore_case("EVE"));
    let expected = [bev, eve.clone()];
    pages(world, list, &like, &expected, "by part of an address").await?;
    let literal = of_app.clone().filter(User::EMAIL.contains_ignore_case("E_1"));
    pages(world, list, &literal, slice::from_ref(&eve), "by a `_`").await?;
    let nothing = of_app.filter(User::EMAIL.contains_ignore_case("%"));
    pages(world, list, &nothing, &[], "by a `%`").await?;
    let all = in_env.filter(User::BANNED.eq(true)).filter(User::EMAIL.contains_ignore_case("@EXAMPLE"));
    pages(world, list, &all, &[eve], "by all of it").await
}
