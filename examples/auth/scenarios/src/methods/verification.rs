use auth_core::{User, Verification, VerificationKind, VerificationStore as _};
use storewright::{ErrorKind, Id};

use super::expect::{absent, fails, filled, hidden, orphan, silent};
use super::lists::{SECOND, staggered};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_verification,
    get_verification,
    consume_verification,
    get_active_email_verification,
    add_verification_attempt,
];

/// A code for an address, for a minute.
fn code(world: &World, user: &User) -> Verification {
    Verification::new(user, VerificationKind::Email, unique("code"), world.later(SECOND * 60))
}

async fn create_verification(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let given = Verification { attempts: u32::MAX, consumed: true, ..code(world, &user) };
    let expected = Verification { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_verification(&given).await?, expected, "what create gives");
    check_eq!(store.get_verification_by_id(&given.id).await?, expected, "the code that was created");
    check_eq!(expected.app_id, app.id, "the code's app");
    hidden(&format!("{expected:?}"), &[&given.token])?;
    for kind in [VerificationKind::Email, VerificationKind::Phone, VerificationKind::PasswordReset] {
        // Codes may be short, so they are no unique key.
        let same = Verification { kind, token: given.token.clone(), ..code(world, &user) };
        store.create_verification(&same).await?;
        check_eq!(store.get_verification_by_id(&same.id).await?.kind, kind, "the kind");
    }
    let nobodys = Verification { user_id: Id::new(), ..code(world, &user) };
    orphan(store.create_verification(&nobodys).await, "user_id", "User")?;
    let nowhere = Verification { app_id: Id::new(), ..code(world, &user) };
    orphan(store.create_verification(&nowhere).await, "app_id", "App")
}

async fn get_verification(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let found = store.create_verification(&code(world, &user)).await?;
    let other = store.create_verification(&code(world, &user)).await?;
    check_eq!(store.get_verification(&found.token).await?, found, "the code by its token");
    check_eq!(store.get_verification(&other.token).await?, other, "another code by its token");
    absent(store.get_verification(&found.token.to_uppercase()).await, "a token in capitals")?;
    absent(store.get_verification(&unique("code")).await, "an unknown token")?;
    silent(store.get_verification("s3cret-code").await, &["s3cret"])?;
    // It is there still when it was used or has expired: whether it may be used is for `consume_verification` to say.
    store.consume_verification(&found.token).await?;
    check!(store.get_verification(&found.token).await?.consumed, "the used code is not marked");
    world.advance(SECOND * 60);
    check_eq!(store.get_verification(&other.token).await?, other, "the expired code by its token");
    // Of several with one token, the newest.
    let token = unique("code");
    let make = |id| Verification { id, token: token.clone(), ..code(world, &user) };
    let rows = staggered(world, |store, row| store.create_verification(row), make).await?;
    check_eq!(store.get_verification(&token).await?, rows[1], "the newest code of four");
    Ok(())
}

async fn consume_verification(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let given = store.create_verification(&code(world, &user)).await?;
    let other = store.create_verification(&code(world, &user)).await?;
    world.advance(SECOND);
    check!(!store.consume_verification(&unique("code")).await?, "a code that never was is used");
    check!(!store.consume_verification(&given.token.to_uppercase()).await?, "a code in capitals is used");
    check!(store.consume_verification(&given.token).await?, "the code could not be used");
    let expected = Verification { consumed: true, updated_at: world.now(), ..given.clone() };
    check_eq!(store.get_verification(&given.token).await?, expected, "the used code");
    check_eq!(store.get_verification(&other.token).await?, other, "another code");
    world.advance(SECOND);
    check!(!store.consume_verification(&given.token).await?, "the code was used twice");
    check_eq!(store.get_verification(&given.token).await?, expected, "the code after the second try");
    // In its last second it can be used, at its end no more.
    let late = store.create_verification(&code(world, &user)).await?;
    world.advance(SECOND * 57);
    let last = store.create_verification(&code(world, &user)).await?;
    check!(store.consume_verification(&other.token).await?, "the code could not be used in its last second");
    world.advance(SECOND * 3);
    check!(!store.consume_verification(&late.token).await?, "the code was used at the moment of its end");
    check_eq!(store.get_verification(&late.token).await?, late, "the code after its end");
    check!(store.consume_verification(&last.token).await?, "the code that lasts longer could not be used");
    Ok(())
}

async fn get_active_email_verification(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    absent(store.get_active_email_verification(&user.id).await, "the code of a user without any")?;
    let others = store.create_verification(&code(world, &other)).await?;
    for kind in [VerificationKind::Phone, VerificationKind::PasswordReset] {
        store.create_verification(&Verification { kind, ..code(world, &user) }).await?;
    }
    absent(
        store.get_active_email_verification(&user.id).await,
        "the code of a user with others' and other kinds'",
    )?;
    let make = |id| Verification { id, ..code(world, &user) };
    let [first, second, third, fourth] =
        staggered(world, |store, row| store.create_verification(row), make).await?;
    check_eq!(store.get_active_email_verification(&user.id).await?, second, "the newest of four");
    store.consume_verification(&second.token).await?;
    // Two are of one moment: then the lower id comes first.
    check_eq!(store.get_active_email_verification(&user.id).await?, first, "the newest that is not used");
    store.update_verification(&Verification { expires_at: world.now(), ..first }).await?;
    check_eq!(
        store.get_active_email_verification(&user.id).await?,
        fourth,
        "the newest that has not expired"
    );
    store.delete_verification(&fourth.id).await?;
    check_eq!(store.get_active_email_verification(&user.id).await?, third, "the one that is left");
    check_eq!(store.get_active_email_verification(&other.id).await?, others, "another user's");
    world.advance(SECOND * 58);
    absent(store.get_active_email_verification(&user.id).await, "the code at the moment of its end")
}

async fn add_verification_attempt(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let given = store.create_verification(&code(world, &user)).await?;
    let other = store.create_verification(&code(world, &user)).await?;
    for attempts in 1..=3 {
        world.advance(SECOND);
        check_eq!(store.add_verification_attempt(&given.id, 3).await?, Some(attempts), "the attempts so far");
        let expected = Verification { attempts, updated_at: world.now(), ..given.clone() };
        check_eq!(store.get_verification(&given.token).await?, expected, "the code after an attempt");
    }
    let before = store.get_verification(&given.token).await?;
    world.advance(SECOND);
    check_eq!(store.add_verification_attempt(&given.id, 3).await?, None, "an attempt too many");
    check_eq!(store.add_verification_attempt(&given.id, 2).await?, None, "an attempt over a lower bound");
    check_eq!(store.get_verification(&given.token).await?, before, "the code after what was refused");
    check_eq!(
        store.add_verification_attempt(&given.id, 4).await?,
        Some(4),
        "an attempt under a higher bound"
    );
    check_eq!(store.add_verification_attempt(&other.id, 0).await?, None, "an attempt where none is allowed");
    check_eq!(store.get_verification(&other.token).await?, other, "another code");
    let unknown = ErrorKind::NotFound { entity: "Verification" };
    fails(
        store.add_verification_attempt(&Id::new(), 3).await,
        &unknown,
        "an attempt at a code that never was",
    )
}
