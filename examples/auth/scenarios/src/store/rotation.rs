//! Refresh tokens: of everybody who has one, a single caller exchanges it.

use std::sync::Arc;
use std::time::Duration;

use auth_core::*;

use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, all_done, race, winners};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    a_token_is_exchanged_by_one_of_many,
    sessions_of_many_users_rotate_beside_each_other,
    a_taken_token_is_no_exchange,
    a_session_that_is_gone_is_not_rotated,
    an_ended_family_does_not_come_back,
];

/// The session with new tokens, as a refresh writes it.
fn renewed(session: &Session) -> Session {
    Session { token: unique("token"), refresh_token: unique("refresh"), ..session.clone() }
}

async fn a_token_is_exchanged_by_one_of_many(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let mut session = world.session(&user).await?;
    let other = world.session(&user).await?;
    for round in 0..8 {
        world.advance(Duration::from_secs(1));
        let offers: Vec<_> = (0..RACERS).map(|_| renewed(&session)).collect();
        let won = race(RACERS, |number| {
            let (store, offer, old) = (Arc::clone(store), offers[number].clone(), session.token.clone());
            async move { store.rotate_session(&offer, &old).await }
        });
        let won = all_done(won.await?)?;
        check_eq!(won.iter().filter(|won| **won).count(), 1, "who rotated in round {round}");
        for (offer, won) in offers.iter().zip(won) {
            let by_token = store.find_session_by_token(&offer.token).await?;
            let by_refresh = store.find_session_by_refresh_token(&offer.refresh_token).await?;
            let expected = won.then(|| Session { updated_at: world.now(), ..offer.clone() });
            check_eq!(
                (by_token.as_ref(), by_refresh.as_ref()),
                (expected.as_ref(), expected.as_ref()),
                "an offer"
            );
            session = expected.unwrap_or(session);
        }
        let old =
            refused!(store.get_session_by_token(&other_of(&offers, &session)).await, "a token that lost");
        check!(old.is_not_found(), "a token that lost: {old}");
        check_eq!(store.get_session(&session.id).await?, session, "the session after round {round}");
        check_eq!(store.get_session(&other.id).await?, other, "the user's other session");
        check_eq!(store.count_active_sessions(&user.id).await?, 2, "the user's sessions");
    }
    Ok(())
}

fn other_of(offers: &[Session], session: &Session) -> String {
    let other = offers.iter().find(|offer| offer.token != session.token);
    other.map(|offer| offer.token.clone()).unwrap_or_default()
}

async fn sessions_of_many_users_rotate_beside_each_other(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(world.session(&world.user(&app).await?).await?);
    }
    let won = race(4 * RACERS, |number| {
        let session = &sessions[number % 4];
        let (store, offer, old) = (Arc::clone(store), renewed(session), session.token.clone());
        async move { store.rotate_session(&offer, &old).await }
    });
    let won = all_done(won.await?)?;
    for (number, session) in sessions.iter().enumerate() {
        check_eq!(
            won.iter().skip(number).step_by(4).filter(|won| **won).count(),
            1,
            "who rotated one of four"
        );
        check_eq!(store.find_session_by_token(&session.token).await?, None, "a session by its old token");
        check_eq!(store.get_session(&session.id).await?.user_id, session.user_id, "whose session it is");
    }
    Ok(())
}

async fn a_taken_token_is_no_exchange(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let (session, other) = (world.session(&user).await?, world.session(&user).await?);
    let token = Session { token: other.token.clone(), ..renewed(&session) };
    let refresh = Session { refresh_token: other.refresh_token.clone(), ..renewed(&session) };
    for (offer, taken) in [(token, Session::TOKEN_KEY), (refresh, Session::REFRESH_TOKEN_KEY)] {
        let error = refused!(store.rotate_session(&offer, &session.token).await, "a taken token");
        check_eq!(error.conflict(), Some(taken), "a taken token");
        check_eq!(store.get_session(&session.id).await?, session, "the session that was not rotated");
    }
    check_eq!(store.get_session_by_token(&other.token).await?, other, "the session that has the token");
    Ok(())
}

async fn a_session_that_is_gone_is_not_rotated(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let (deleted, expired) = (world.session(&user).await?, world.session(&user).await?);
    store.delete_session(&deleted.id).await?;
    check!(!store.rotate_session(&renewed(&deleted), &deleted.token).await?, "a deleted session was rotated");
    world.advance(Duration::from_secs(3_600));
    let longer = Session { expires_at: world.later(Duration::from_secs(60)), ..renewed(&expired) };
    check!(!store.rotate_session(&longer, &expired.token).await?, "an expired session was rotated");
    check_eq!(store.list_user_sessions(&user.id).await?, [], "the user's sessions");
    Ok(())
}

async fn an_ended_family_does_not_come_back(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let other = world.session(&user).await?;
    for _ in 0..8 {
        let session = world.session(&user).await?;
        // One half refreshes, the other half ends the family, as those do who find a token used before.
        let done = race(2 * RACERS, |number| {
            let (store, session) = (Arc::clone(store), session.clone());
            async move {
                if number % 2 == 0 {
                    store.rotate_session(&renewed(&session), &session.token).await
                } else {
                    store.delete_session_family(&session.family_id).await.map(|ended| ended > 0)
                }
            }
        });
        let done = done.await?.into_iter().enumerate();
        let (rotated, ended): (Vec<_>, Vec<_>) = done.partition(|(number, _)| number % 2 == 0);
        let won = |results: Vec<(usize, _)>| winners(results.into_iter().map(|(_, result)| result).collect());
        check!(won(rotated)? <= 1, "more than one caller rotated the session");
        check_eq!(won(ended)?, 1, "who ended the family");
        check_eq!(store.list_sessions_by_family_id(&session.family_id).await?, [], "the family afterwards");
        check_eq!(
            store.list_user_sessions(&user.id).await?,
            std::slice::from_ref(&other),
            "the user's sessions"
        );
    }
    Ok(())
}
