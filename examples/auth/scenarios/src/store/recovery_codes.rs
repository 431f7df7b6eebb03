//! Recovery codes are created all together or not at all.

use std::sync::Arc;

use auth_core::*;
use auth_mfa::{RecoveryCode, RecoveryCodeFilter, RecoveryCodeStore as _};
use storewright::{ErrorKind, Id};

use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, race, winners};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    a_code_that_clashes_leaves_none,
    a_code_of_nobody_leaves_none,
    one_of_many_batches_that_overlap_is_created,
    codes_are_deleted_in_one_step,
];

fn codes(user: Id<User>, count: usize) -> Vec<RecoveryCode> {
    (0..count).map(|_| RecoveryCode::new(user, unique("hash"))).collect()
}

async fn a_code_that_clashes_leaves_none(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let other = world.user(&app).await?;
    let taken = store.create_recovery_codes(&codes(other.id, 1)).await?.remove(0);
    for at in [0, 7, 99] {
        let mut batch = codes(user.id, 100);
        batch[at].id = taken.id;
        let error = refused!(store.create_recovery_codes(&batch).await, "a batch with a taken id");
        let ErrorKind::Conflict { position, .. } = error.kind() else { return Err(error.into()) };
        check_eq!(*position, Some(at), "the position of the code that clashes");
        check_eq!(store.get_recovery_codes(&user.id).await?.len(), 0, "codes of a batch that was refused");
    }
    let mut twice = codes(user.id, 10);
    twice[9].id = twice[3].id;
    let error = refused!(store.create_recovery_codes(&twice).await, "a batch that clashes with itself");
    check!(error.is_conflict(), "a batch that clashes with itself: {error}");
    check_eq!(store.get_recovery_codes(&user.id).await?.len(), 0, "codes of a batch that was refused");
    check_eq!(store.get_recovery_codes(&other.id).await?, [taken], "the code that was there");
    let batch = codes(user.id, 100);
    check_eq!(store.create_recovery_codes(&batch).await?.len(), 100, "codes that were created");
    check_eq!(store.get_recovery_codes(&user.id).await?.len(), 100, "codes of the user");
    Ok(())
}

async fn a_code_of_nobody_leaves_none(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let deleted = world.user(&app).await?;
    store.delete_user(&deleted.id).await?;
    for (at, nobody) in [(0, Id::new()), (5, deleted.id), (9, Id::new())] {
        let mut batch = codes(user.id, 10);
        batch[at].user_id = nobody;
        let error = refused!(store.create_recovery_codes(&batch).await, "a batch with a code of nobody");
        check!(matches!(error.kind(), ErrorKind::MissingReference { .. }), "a code of nobody: {error}");
        check_eq!(store.get_recovery_codes(&user.id).await?.len(), 0, "codes of a batch that was refused");
    }
    Ok(())
}

async fn one_of_many_batches_that_overlap_is_created(world: &World) -> Outcome {
    let (store, (app, _)) = (world.store(), world.app_and_user().await?);
    for _ in 0..4 {
        let mut users = Vec::new();
        for _ in 0..RACERS {
            users.push(world.user(&app).await?.id);
        }
        let shared = Id::new();
        let created = race(RACERS, |number| {
            let (store, mut batch) = (Arc::clone(store), codes(users[number], 20));
            // Somewhere else in each.
            batch[number].id = shared;
            async move { store.create_recovery_codes(&batch).await }
        });
        let created = created.await?.into_iter().map(|created| match created {
            Ok(_) => Ok(true),
            Err(error) if error.is_conflict() => Ok(false),
            Err(error) => Err(error),
        });
        let created: Vec<_> = created.collect();
        let won: Vec<_> = created.iter().map(|created| *created == Ok(true)).collect();
        check_eq!(winners(created)?, 1, "batches that were created");
        for (user, won) in users.iter().zip(won) {
            let expected = if won { 20 } else { 0 };
            check_eq!(store.get_recovery_codes(user).await?.len(), expected, "codes of a user");
        }
        let all = RecoveryCodeFilter::new().filter(RecoveryCode::USER_ID.is_in(&users)).limit(0);
        check_eq!(store.search_recovery_codes(&all).await?.total, Some(20), "codes of all");
    }
    Ok(())
}

async fn codes_are_deleted_in_one_step(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let other = world.user(&app).await?;
    store.create_recovery_codes(&codes(other.id, 3)).await?;
    store.create_recovery_codes(&codes(user.id, 10)).await?;
    // Of many who delete them each is told what it deleted, and together they are what there was.
    let deleted = race(RACERS, |_| {
        let (store, id) = (Arc::clone(store), user.id);
        async move { store.delete_recovery_codes(&id).await }
    });
    let mut counts = crate::race::all_done(deleted.await?)?;
    counts.sort_unstable();
    check_eq!(counts.pop(), Some(10), "codes that one caller deleted");
    check!(counts.iter().all(|count| *count == 0), "codes were deleted in several steps: {counts:?}");
    check_eq!(store.get_recovery_codes(&user.id).await?.len(), 0, "codes of the user");
    check_eq!(store.get_recovery_codes(&other.id).await?.len(), 3, "codes of another user");
    Ok(())
}
