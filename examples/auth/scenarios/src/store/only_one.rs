//! What there is one of: the platform app, an organization's branding, an app's configuration, a consent to a purpose.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use auth_consent::{Consent, ConsentFilter, ConsentStore as _};
use auth_core::*;
use storewright::{Id, Result, Timestamp, Upserted};

use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, all_done, race};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    one_of_many_becomes_the_platform_app,
    no_app_becomes_a_second_platform_app,
    a_branding_is_saved_by_many,
    a_configuration_is_set_by_many,
    a_consent_is_granted_by_many,
    a_consent_is_revoked_once,
];

async fn one_of_many_becomes_the_platform_app(world: &World) -> Outcome {
    let store = world.store();
    for round in 0..4 {
        // Somebody who uses the store may have one already, which must stay.
        let there = store.find_platform_app().await?;
        let created = race(RACERS, |_| {
            let app = App { is_platform: true, ..App::new("A platform", unique("platform")) };
            let store = Arc::clone(store);
            async move { store.create_app(&app).await }
        });
        let mut winners = Vec::new();
        for created in created.await? {
            match created {
                Ok(app) => winners.push(app),
                Err(error) => check_eq!(error.conflict(), Some(App::PLATFORM_TAKEN), "why one was refused"),
            }
        }
        check_eq!(
            winners.len(),
            usize::from(there.is_none()),
            "platform apps that were created in round {round}"
        );
        let now = there.as_ref().or(winners.first());
        check_eq!(store.find_platform_app().await?.as_ref(), now, "the platform app");
        let platforms = AppFilter::new().filter(App::IS_PLATFORM.eq(true));
        check_eq!(store.list_apps(&platforms).await?.total, Some(1), "platform apps");
        for app in winners {
            store.delete_app(&app.id).await?;
        }
    }
    Ok(())
}

async fn no_app_becomes_a_second_platform_app(world: &World) -> Outcome {
    let store = world.store();
    let there = store.find_platform_app().await?;
    let mut apps = Vec::new();
    for _ in 0..RACERS {
        apps.push(world.app().await?);
    }
    let changed = race(RACERS, |number| {
        let app = App { is_platform: true, ..apps[number].clone() };
        let store = Arc::clone(store);
        async move { store.update_app(&app).await }
    });
    let mut winners = Vec::new();
    for changed in changed.await? {
        match changed {
            Ok(app) => winners.push(app),
            Err(error) => check_eq!(error.conflict(), Some(App::PLATFORM_TAKEN), "why one was refused"),
        }
    }
    check_eq!(winners.len(), usize::from(there.is_none()), "apps that became the platform app");
    check_eq!(
        store.find_platform_app().await?.as_ref(),
        there.as_ref().or(winners.first()),
        "the platform app"
    );
    for app in &winners {
        // It can give it up, and another one takes it.
        store.update_app(&App { is_platform: false, ..app.clone() }).await?;
        check!(refused!(store.get_platform_app().await, "no platform app").is_not_found(), "no platform app");
        let Some(other) = apps.iter().find(|other| other.id != app.id) else {
            return Err("no other app".into());
        };
        let other = store.update_app(&App { is_platform: true, ..other.clone() }).await?;
        check_eq!(store.get_platform_app().await?, other, "the platform app that followed");
    }
    for app in apps {
        store.delete_app(&app.id).await?;
    }
    check_eq!(store.find_platform_app().await?, there, "the platform app in the end");
    Ok(())
}

/// What must hold of racing upserts of one row: one added it, and all gave the same id and moment of creation.
fn one_row<E, I: Ord>(
    results: Vec<Result<Upserted<E>>>,
    first: Option<(I, Timestamp)>,
    of: impl Fn(&E) -> (I, Timestamp),
) -> Outcome<Vec<E>> {
    let results = all_done(results)?;
    let inserted = results.iter().filter(|result| result.is_inserted()).count();
    check_eq!(inserted, usize::from(first.is_none()), "rows that were added");
    let rows: Vec<_> = results.into_iter().map(Upserted::into_inner).collect();
    let ids: BTreeSet<_> = rows.iter().map(&of).chain(first).collect();
    check_eq!(ids.len(), 1, "ids and moments of creation");
    Ok(rows)
}

async fn a_branding_is_saved_by_many(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let (organization, _) = world.organization(&user).await?;
    let mut first: Option<(Id<Branding>, Timestamp)> = None;
    for round in 0..4 {
        let saved = race(RACERS, |number| {
            let branding = Branding {
                tagline: Some(format!("tagline {round} {number}")),
                css: Some(format!("css {round} {number}")),
                ..Branding::new(&organization)
            };
            let store = Arc::clone(store);
            async move { store.save_branding(&branding).await }
        });
        let saved = one_row(saved.await?, first, |branding| (branding.id, branding.created_at))?;
        let stored = store.get_branding(&organization.id).await?;
        check!(saved.contains(&stored), "what is stored is of no single caller");
        first = Some((stored.id, stored.created_at));
        let all = BrandingFilter::new().filter(Branding::ORG_ID.eq(organization.id)).limit(0);
        check_eq!(store.list_brandings(&all).await?.total, Some(1), "brandings of the organization");
        world.advance(Duration::from_secs(1));
    }
    Ok(())
}

async fn a_configuration_is_set_by_many(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let mut first: Option<(Id<AppSessionConfig>, Timestamp)> = None;
    for round in 0..4 {
        let set = race(RACERS, |number| {
            let number = round * 100 + number as u32;
            let config = AppSessionConfig {
                token_ttl_seconds: Some(number),
                refresh_token_ttl_seconds: Some(number),
                ..AppSessionConfig::new(app.id)
            };
            let store = Arc::clone(store);
            async move { store.set_app_session_config(&config).await }
        });
        let set = one_row(set.await?, first, |config| (config.id, config.created_at))?;
        let stored = store.get_app_session_config(&app.id).await?;
        check!(set.contains(&stored), "what is stored is of no single caller");
        check_eq!(stored.token_ttl_seconds, stored.refresh_token_ttl_seconds, "its two halves");
        first = Some((stored.id, stored.created_at));
        let all = AppSessionConfigFilter::new().filter(AppSessionConfig::APP_ID.eq(app.id)).limit(0);
        check_eq!(store.list_app_session_configs(&all).await?.total, Some(1), "configurations of the app");
        world.advance(Duration::from_secs(1));
    }
    Ok(())
}

async fn a_consent_is_granted_by_many(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let mut first: Option<(Id<Consent>, Timestamp)> = None;
    for round in 0..4 {
        let granted = race(RACERS, |number| {
            let version = format!("{round}.{number}");
            let consent =
                Consent { ip_address: version.clone(), ..Consent::new(&user, "mail", version, world.now()) };
            let store = Arc::clone(store);
            async move { store.grant_consent(&consent).await }
        });
        let granted = one_row(granted.await?, first, |consent| (consent.id, consent.created_at))?;
        let stored = store.get_consent(&user.id, &app.id, "mail").await?;
        check!(granted.contains(&stored), "what is stored is of no single caller");
        check_eq!(
            (stored.granted, stored.revoked_at, &stored.version),
            (true, None, &stored.ip_address),
            "its state"
        );
        first = Some((stored.id, stored.created_at));
        let all = ConsentFilter::new().filter(Consent::USER_ID.eq(user.id)).limit(0);
        check_eq!(store.list_consents(&all).await?.total, Some(1), "consents of the user");
        world.advance(Duration::from_secs(1));
        check!(store.revoke_consent(&user.id, &app.id, "mail").await?, "the consent was not there");
    }
    Ok(())
}

async fn a_consent_is_revoked_once(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    for _ in 0..4 {
        let granted = store.grant_consent(&Consent::new(&user, "mail", "1", world.now())).await?.into_inner();
        world.advance(Duration::from_secs(1));
        let revoked = race(RACERS, |_| {
            let (store, user, app) = (Arc::clone(store), user.id, app.id);
            async move { store.revoke_consent(&user, &app, "mail").await }
        });
        check_eq!(crate::race::winners(revoked.await?)?, 1, "who revoked it");
        let now = world.now();
        let expected = Consent { granted: false, revoked_at: Some(now), updated_at: now, ..granted };
        check_eq!(store.get_consent(&user.id, &app.id, "mail").await?, expected, "the consent afterwards");
        world.advance(Duration::from_secs(1));
    }
    Ok(())
}
