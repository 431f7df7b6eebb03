//! Codes that are good once, however many have them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use auth_core::*;
use auth_mfa::{RecoveryCode, RecoveryCodeStore as _};
use storewright::{Id, Timestamp};

use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, all_done, race, winners};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    a_code_is_consumed_by_one_of_many,
    codes_of_many_users_are_consumed_once_each,
    an_expired_code_is_refused,
    a_consumed_or_expired_code_is_not_active,
    codes_that_expired_are_deleted,
    attempts_end_at_the_cap_under_a_race,
    attempts_of_callers_with_different_caps,
    a_recovery_code_is_consumed_by_one_of_many,
    recovery_codes_of_a_user_are_consumed_once_each,
];

const HOUR: Duration = Duration::from_secs(3_600);

async fn code(world: &World, user: &User) -> Outcome<Verification> {
    let code = Verification::new(user, VerificationKind::Email, unique("code"), world.later(HOUR));
    Ok(world.store().create_verification(&code).await?)
}

async fn a_code_is_consumed_by_one_of_many(world: &World) -> Outcome {
    let (_, user) = world.app_and_user().await?;
    for _ in 0..5 {
        let code = code(world, &user).await?;
        world.advance(Duration::from_secs(1));
        let won = race(2 * RACERS, |_| {
            let (store, token) = (Arc::clone(world.store()), code.token.clone());
            async move { store.consume_verification(&token).await }
        });
        check_eq!(winners(won.await?)?, 1, "who consumed the code");
        let expected = Verification { consumed: true, updated_at: world.now(), ..code.clone() };
        check_eq!(world.store().get_verification(&code.token).await?, expected, "the code afterwards");
        check!(!world.store().consume_verification(&code.token).await?, "it was consumed once more");
    }
    Ok(())
}

async fn codes_of_many_users_are_consumed_once_each(world: &World) -> Outcome {
    let app = world.app().await?;
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(code(world, &world.user(&app).await?).await?);
    }
    let won = race(4 * RACERS, |number| {
        let (store, token) = (Arc::clone(world.store()), codes[number % 4].token.clone());
        async move { store.consume_verification(&token).await }
    });
    let won = all_done(won.await?)?;
    for (number, code) in codes.iter().enumerate() {
        let winners = won.iter().skip(number).step_by(4).filter(|won| **won).count();
        check_eq!(winners, 1, "who consumed one of four codes");
        check!(
            world.store().get_verification(&code.token).await?.consumed,
            "a code that was won is not consumed"
        );
    }
    Ok(())
}

async fn an_expired_code_is_refused(world: &World) -> Outcome {
    let (_, user) = world.app_and_user().await?;
    let (late, in_time) = (code(world, &user).await?, code(world, &user).await?);
    world.advance(HOUR - Duration::from_micros(1));
    check!(world.store().consume_verification(&in_time.token).await?, "a code was refused before its end");
    world.advance(Duration::from_micros(1));
    let won = race(RACERS, |_| {
        let (store, token) = (Arc::clone(world.store()), late.token.clone());
        async move { store.consume_verification(&token).await }
    });
    check_eq!(winners(won.await?)?, 0, "who consumed a code at its end");
    check_eq!(world.store().get_verification(&late.token).await?, late, "the code that nobody got");
    check!(
        !world.store().consume_verification(&unique("nothing")).await?,
        "a code that never was, was consumed"
    );
    Ok(())
}

async fn a_consumed_or_expired_code_is_not_active(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let active = async || store.get_active_email_verification(&user.id).await;
    let first = code(world, &user).await?;
    world.advance(Duration::from_secs(1));
    let second = code(world, &user).await?;
    world.advance(Duration::from_secs(1));
    let of_a_phone = Verification::new(&user, VerificationKind::Phone, unique("code"), world.later(HOUR));
    store.create_verification(&of_a_phone).await?;
    check_eq!(active().await?, second, "the newest of two codes");
    store.consume_verification(&second.token).await?;
    check_eq!(active().await?, first, "the one that was not consumed");
    world.advance(HOUR - Duration::from_secs(2));
    check!(refused!(active().await, "an expired code").is_not_found(), "an expired code was active");
    let third = code(world, &user).await?;
    check_eq!(active().await?, third, "a new one");
    Ok(())
}

async fn codes_that_expired_are_deleted(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    // So long ago that no code of others is meant.
    let end = |second| Timestamp::from_unix_seconds(second);
    let kind = VerificationKind::PasswordReset;
    for second in [1, 2, 2, 3] {
        store.create_verification(&Verification::new(&user, kind, unique("code"), end(second)?)).await?;
    }
    let valid = code(world, &user).await?;
    check_eq!(store.delete_expired_verifications(end(3)?).await?, 3, "codes that were deleted");
    let left = store.list_verifications_by_user_id_and_kind(&user.id, &kind).await?;
    check_eq!(left.iter().map(|code| code.expires_at).collect::<Vec<_>>(), [end(3)?], "codes that are left");
    check_eq!(store.get_verification(&valid.token).await?, valid, "a code that is good");
    Ok(())
}

async fn attempts_end_at_the_cap_under_a_race(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    for cap in [1, 5, RACERS as i64] {
        let code = code(world, &user).await?;
        let attempts = race(2 * RACERS, |_| {
            let (store, id) = (Arc::clone(store), code.id);
            async move { store.add_verification_attempt(&id, cap).await }
        });
        let allowed: Vec<_> = all_done(attempts.await?)?.into_iter().flatten().map(i64::from).collect();
        let different: BTreeSet<_> = allowed.iter().copied().collect();
        check_eq!(allowed.len() as i64, cap, "attempts that were allowed");
        check_eq!(different, (1..=cap).collect(), "their numbers");
        let stored = store.get_verification_by_id(&code.id).await?;
        check_eq!(i64::from(stored.attempts), cap, "attempts that are stored");
        check!(!stored.consumed, "an attempt consumed the code");
        check_eq!(store.add_verification_attempt(&code.id, cap).await?, None, "one more attempt");
        check_eq!(
            store.add_verification_attempt(&code.id, 99).await?.map(i64::from),
            Some(cap + 1),
            "a higher cap"
        );
    }
    let absent = refused!(store.add_verification_attempt(&Id::new(), 5).await, "an attempt at no code");
    check!(absent.is_not_found(), "an attempt at no code: {absent}");
    Ok(())
}

async fn attempts_of_callers_with_different_caps(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let code = code(world, &user).await?;
    // The strict ones may all come too late, the lenient ones can't: there are as many as their cap.
    let attempts = race(2 * RACERS, |number| {
        let (store, id, cap) = (Arc::clone(store), code.id, if number % 2 == 0 { 4 } else { RACERS as i64 });
        async move { store.add_verification_attempt(&id, cap).await }
    });
    let attempts = all_done(attempts.await?)?;
    let strict: Vec<_> = attempts.iter().step_by(2).flatten().copied().collect();
    check!(strict.iter().all(|attempt| *attempt <= 4), "an attempt went over its caller's cap: {strict:?}");
    let mut allowed: Vec<_> =
        attempts.into_iter().flatten().map(usize::try_from).collect::<Result<_, _>>()?;
    allowed.sort_unstable();
    check_eq!(allowed, (1..=RACERS).collect::<Vec<_>>(), "the numbers of all attempts");
    Ok(())
}

async fn recovery_codes(world: &World, user: &User, count: usize) -> Outcome<Vec<RecoveryCode>> {
    let codes: Vec<_> = (0..count).map(|_| RecoveryCode::new(user.id, unique("hash"))).collect();
    Ok(world.store().create_recovery_codes(&codes).await?)
}

async fn a_recovery_code_is_consumed_by_one_of_many(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    for _ in 0..5 {
        let codes = recovery_codes(world, &user, 2).await?;
        world.advance(Duration::from_secs(1));
        let won = race(2 * RACERS, |_| {
            let (store, id) = (Arc::clone(store), codes[0].id);
            async move { store.consume_recovery_code(&id).await }
        });
        check_eq!(winners(won.await?)?, 1, "who consumed the code");
        let used = world.now();
        let expected = RecoveryCode { used_at: Some(used), updated_at: used, ..codes[0].clone() };
        check_eq!(store.get_recovery_code(&codes[0].id).await?, expected, "the code afterwards");
        check_eq!(store.get_recovery_code(&codes[1].id).await?, codes[1], "the one beside it");
        world.advance(Duration::from_secs(1));
        check!(!store.consume_recovery_code(&codes[0].id).await?, "it was consumed once more");
        check_eq!(store.get_recovery_code(&codes[0].id).await?, expected, "the code after one more try");
    }
    check!(!store.consume_recovery_code(&Id::new()).await?, "a code that never was, was consumed");
    Ok(())
}

async fn recovery_codes_of_a_user_are_consumed_once_each(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let codes = recovery_codes(world, &user, 10).await?;
    let won = race(4 * 10, |number| {
        let (store, id) = (Arc::clone(store), codes[number % 10].id);
        async move { store.consume_recovery_code(&id).await }
    });
    check_eq!(winners(won.await?)?, 10, "codes that were consumed");
    let stored = store.get_recovery_codes(&user.id).await?;
    check_eq!(stored.len(), 10, "codes of the user");
    check!(stored.iter().all(|code| code.used_at.is_some()), "a code was won but is not used");
    Ok(())
}
