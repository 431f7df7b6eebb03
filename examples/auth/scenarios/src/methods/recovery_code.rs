use auth_core::User;
use auth_mfa::{RecoveryCode, RecoveryCodeStore as _};
use storewright::{ErrorKind, Id, Timestamp};

use super::expect::{fails, filled, hidden, silent};
use super::lists::{OLDEST_FIRST, SECOND, arranged, ids, staggered};
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![create_recovery_codes, get_recovery_codes, consume_recovery_code, delete_recovery_codes];

const HASH: &str = "sha256:the-code";

/// New codes of a user, in the order of their ids.
fn codes(user: &User) -> [RecoveryCode; 3] {
    ids::<RecoveryCode, 3>().map(|id| RecoveryCode { id, ..RecoveryCode::new(user.id, HASH) })
}

async fn create_recovery_codes(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let given = codes(&user).map(|code| RecoveryCode { used_at: Some(Timestamp::UNIX_EPOCH), ..code });
    let expected =
        given.clone().map(|code| RecoveryCode { created_at: world.now(), updated_at: world.now(), ..code });
    filled(&expected[0], &[])?;
    check_eq!(store.create_recovery_codes(&given).await?, expected, "what it gives");
    check_eq!(store.get_recovery_codes(&user.id).await?, expected, "the codes that were created");
    hidden(&format!("{:?}", expected[0]), &[HASH])?;
    check_eq!(store.create_recovery_codes(&[]).await?, [], "none");
    // All or none: one that is there already, or of nobody, and those before it are not written either.
    let [first, second, third] = codes(&user);
    let taken = RecoveryCode { id: given[1].id, ..third.clone() };
    let batch = [first.clone(), second.clone(), taken];
    let (entity, fields) = ("RecoveryCode", vec!["id"]);
    let clash = ErrorKind::Conflict { entity, index: "primary", fields, position: Some(2) };
    fails(store.create_recovery_codes(&batch).await, &clash, "codes of which one is there already")?;
    silent(store.create_recovery_codes(&batch).await, &[HASH])?;
    let twice = [first.clone(), second.clone(), first.clone()];
    fails(store.create_recovery_codes(&twice).await, &clash, "a code that stands there twice")?;
    let orphan = RecoveryCode { user_id: Id::new(), ..third };
    let missing = ErrorKind::MissingReference { entity, fields: vec!["user_id"], target: "User" };
    let result = store.create_recovery_codes(&[first, second, orphan]).await;
    fails(result, &missing, "codes of which one is of nobody")?;
    check_eq!(store.get_recovery_codes(&user.id).await?, expected, "the codes after what was refused");
    Ok(())
}

async fn get_recovery_codes(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let others = store.create_recovery_codes(&codes(&other)).await?;
    check_eq!(store.get_recovery_codes(&user.id).await?, [], "the codes of a user without any");
    let make = |id| RecoveryCode { id, ..RecoveryCode::new(user.id, HASH) };
    let rows = staggered(world, |store, row| store.create_recovery_code(row), make).await?;
    let expected = arranged(&rows, OLDEST_FIRST);
    check_eq!(store.get_recovery_codes(&user.id).await?, expected, "the codes, oldest first");
    // Those that were used are among them.
    store.consume_recovery_code(&expected[1].id).await?;
    let used: Vec<_> = store.get_recovery_codes(&user.id).await?.iter().map(|code| code.used_at).collect();
    check_eq!(used, [None, Some(world.now()), None, None], "which codes were used");
    check_eq!(store.get_recovery_codes(&other.id).await?, others, "another user's codes");
    check_eq!(store.get_recovery_codes(&Id::new()).await?, [], "the codes of nobody");
    Ok(())
}

async fn consume_recovery_code(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let rows = store.create_recovery_codes(&codes(&user)).await?;
    let [first, second, third] = [0, 1, 2].map(|place| rows[place].clone());
    world.advance(SECOND);
    let now = world.now();
    check!(!store.consume_recovery_code(&Id::new()).await?, "a code that never was is used");
    check!(store.consume_recovery_code(&second.id).await?, "the code could not be used");
    let used = RecoveryCode { used_at: Some(now), updated_at: now, ..second };
    let expected = [first.clone(), used.clone(), third.clone()];
    check_eq!(store.get_recovery_codes(&user.id).await?, expected, "the codes when one is used");
    world.advance(SECOND);
    check!(!store.consume_recovery_code(&used.id).await?, "the code was used twice");
    check_eq!(store.get_recovery_codes(&user.id).await?, expected, "the codes after the second try");
    check!(store.consume_recovery_code(&first.id).await?, "the next code could not be used");
    store.delete_recovery_codes(&user.id).await?;
    check!(!store.consume_recovery_code(&third.id).await?, "a deleted code was used");
    Ok(())
}

async fn delete_recovery_codes(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let others = store.create_recovery_codes(&codes(&other)).await?;
    let given = store.create_recovery_codes(&codes(&user)).await?;
    store.consume_recovery_code(&given[0].id).await?;
    check_eq!(store.delete_recovery_codes(&user.id).await?, 3, "how many codes are deleted, used or not");
    check_eq!(store.get_recovery_codes(&user.id).await?, [], "the codes that are left");
    check_eq!(store.get_recovery_codes(&other.id).await?, others, "another user's codes");
    check_eq!(store.delete_recovery_codes(&user.id).await?, 0, "how many codes are deleted the second time");
    check_eq!(store.delete_recovery_codes(&Id::new()).await?, 0, "how many codes nobody has");
    check_eq!(store.create_recovery_codes(&given).await?.len(), 3, "how many can be created in their place");
    Ok(())
}
