//! The address of a deleted user is free, and bringing them back asks for it again.

use std::sync::Arc;
use std::time::Duration;

use auth_core::*;

use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, race};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_address_is_free_after_its_user,
    whoever_is_back_needs_their_address,
    each_name_stands_in_the_way_of_who_comes_back,
    one_of_many_with_an_address_comes_back,
    an_address_is_taken_by_one_of_many,
    a_user_without_their_environment_comes_back,
];

fn named(app: &App, name: &str) -> User {
    User {
        username: Some(name.to_owned()),
        phone: Some(name.to_owned()),
        ..User::new(app.id, format!("{name}@example.com"))
    }
}

async fn an_address_is_free_after_its_user(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    for _ in 0..3 {
        let user = store.create_user(&named(&app, "ada")).await?;
        let taken = refused!(store.create_user(&named(&app, "ada")).await, "a taken address");
        check!(taken.is_conflict(), "a taken address: {taken}");
        check_eq!(store.get_user_by_email(&app.id, "ada@example.com").await?, user, "who has the address");
        store.delete_user(&user.id).await?;
        check_eq!(store.find_user_by_email(&app.id, "ada@example.com").await?, None, "who has the address");
    }
    Ok(())
}

async fn whoever_is_back_needs_their_address(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let first = store.create_user(&named(&app, "ada")).await?;
    let session = world.session(&first).await?;
    store.delete_user(&first.id).await?;
    let second = store.create_user(&named(&app, "ada")).await?;
    check!(refused!(store.restore_user(&first.id).await, "a taken address").is_conflict(), "a taken address");
    check_eq!(store.get_user_by_email(&app.id, "ada@example.com").await?, second, "who has the address");
    check_eq!(store.find_user(&first.id).await?, None, "who was not brought back");

    store.delete_user(&second.id).await?;
    world.advance(Duration::from_secs(1));
    check!(store.restore_user(&first.id).await?, "the user was not there to be brought back");
    let back = User { updated_at: world.now(), ..first };
    check_eq!(store.get_user(&back.id).await?, back, "the user who is back");
    check_eq!(store.get_user_by_email(&app.id, "ada@example.com").await?, back, "by address");
    check_eq!(store.get_user_by_username(&app.id, "ada").await?, back, "by name");
    check_eq!(store.get_user_by_phone(&app.id, "ada").await?, back, "by number");
    check_eq!(store.find_session(&session.id).await?, None, "the session from before");
    check!(refused!(store.restore_user(&second.id).await, "the other one").is_conflict(), "the other one");
    check!(!store.restore_user(&back.id).await?, "a live user was brought back");
    // They can have everything again.
    world.session(&back).await?;
    Ok(())
}

async fn each_name_stands_in_the_way_of_who_comes_back(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let gone = store.create_user(&named(&app, "ada")).await?;
    store.delete_user(&gone.id).await?;
    let other = User::new(app.id, "other@example.com");
    let takers = [
        (User { email: gone.email.clone(), ..other.clone() }, User::EMAIL_TAKEN),
        (User { username: gone.username.clone(), ..other.clone() }, User::USERNAME_TAKEN),
        (User { phone: gone.phone.clone(), ..other.clone() }, User::PHONE_TAKEN),
    ];
    for (taker, taken) in takers {
        let taker = store.create_user(&taker).await?;
        let error = refused!(store.restore_user(&gone.id).await, "a taken name");
        check_eq!(error.conflict(), Some(taken), "a taken name");
        check!(store.purge_user(&taker.id).await?, "who has the name was not there");
    }
    check!(store.restore_user(&gone.id).await?, "the user was not there to be brought back");
    Ok(())
}

async fn one_of_many_with_an_address_comes_back(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let mut gone = Vec::new();
    for _ in 0..RACERS {
        let user = store.create_user(&named(&app, "ada")).await?;
        store.delete_user(&user.id).await?;
        gone.push(user);
    }
    for _ in 0..4 {
        let restored = race(RACERS, |number| {
            let (store, id) = (Arc::clone(store), gone[number].id);
            async move { store.restore_user(&id).await }
        });
        let mut back = Vec::new();
        for (user, restored) in gone.iter().zip(restored.await?) {
            match restored {
                Ok(restored) => {
                    check!(restored, "a user was not there to be brought back");
                    back.push(user);
                }
                Err(error) => check!(error.is_conflict(), "bringing a user back failed: {error}"),
            }
        }
        check_eq!(back.len(), 1, "who was brought back");
        check_eq!(
            store.get_user_by_email(&app.id, "ada@example.com").await?.id,
            back[0].id,
            "who has the address"
        );
        store.delete_user(&back[0].id).await?;
    }
    Ok(())
}

async fn an_address_is_taken_by_one_of_many(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    for round in 0..4 {
        let email = format!("{}@example.com", unique("new"));
        let created = race(2 * RACERS, |number| {
            // Written in different ways, it is the same.
            let email = if number % 2 == 0 { email.clone() } else { format!(" {} ", email.to_uppercase()) };
            let (store, user) = (Arc::clone(store), User::new(app.id, email));
            async move { store.create_user(&user).await }
        });
        let mut winner = None;
        for created in created.await? {
            match created {
                Ok(user) => {
                    check!(winner.replace(user).is_none(), "two users have an address in round {round}")
                }
                Err(error) => {
                    check_eq!(error.conflict(), Some(User::EMAIL_TAKEN), "why a user was not created")
                }
            }
        }
        check_eq!(store.find_user_by_email(&app.id, &email).await?, winner, "who has the address");
        check!(winner.is_some(), "nobody has the address");
    }
    let users = UserFilter::new().filter(User::APP_ID.eq(app.id)).limit(0);
    check_eq!(store.list_users(&users).await?.total, Some(4), "users of the app");
    Ok(())
}

async fn a_user_without_their_environment_comes_back(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let environment = Environment::new(app.id, "test", EnvironmentKind::Staging);
    let environment = store.create_environment(&environment).await?;
    let user = User { env_id: Some(environment.id), ..named(&app, "ada") };
    let user = store.create_user(&user).await?;
    store.delete_user(&user.id).await?;
    check!(store.delete_environment(&environment.id).await?, "the environment was not there");
    check!(store.restore_user(&user.id).await?, "the user was not there to be brought back");
    let back = store.get_user(&user.id).await?;
    check_eq!(back, User { env_id: None, updated_at: back.updated_at, ..user }, "the user who is back");
    Ok(())
}
