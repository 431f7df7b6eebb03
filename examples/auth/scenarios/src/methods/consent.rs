use std::slice;

use auth_consent::{Consent, ConsentFilter, ConsentStore as _};
use auth_core::User;
use storewright::{Id, Timestamp, Upserted};

use super::expect::{absent, filled, orphan, taken};
use super::lists::{Lists, SECOND, ids, pages};
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![grant_consent, revoke_consent, get_consent, list_consents];

/// A consent at this moment.
fn consent(world: &World, user: &User, purpose: &str) -> Consent {
    Consent::new(user, purpose, "2024-01", world.now())
}

async fn grant_consent(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let (other, _) = world.app_and_user().await?;
    let given = Consent {
        ip_address: "192.0.2.1".to_owned(),
        revoked_at: Some(Timestamp::MAX),
        ..consent(world, &user, "größe \"mail\"")
    };
    let first = Consent { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&first, &[])?;
    check_eq!(store.grant_consent(&given).await?, Upserted::Inserted(first.clone()), "what grant gives");
    check_eq!(store.get_consent_by_id(&given.id).await?, first, "the consent that was given");
    check_eq!(first.app_id, app.id, "the consent's app");
    // Given again, to another version: the first id and the first moment of creation stay.
    world.advance(SECOND);
    let again = Consent { version: "2025-01".to_owned(), ..consent(world, &user, &given.purpose) };
    let expected =
        Consent { id: first.id, created_at: first.created_at, updated_at: world.now(), ..again.clone() };
    check_eq!(
        store.grant_consent(&again).await?,
        Upserted::Replaced(expected.clone()),
        "what grant gives again"
    );
    check_eq!(store.get_consent_by_id(&first.id).await?, expected, "the consent that was given again");
    check_eq!(store.find_consent_by_id(&again.id).await?, None, "a second consent to the same");
    // Another purpose, another user, another app: another consent.
    let second = world.user(&app).await?;
    let elsewhere = Consent { app_id: other.id, ..consent(world, &user, &given.purpose) };
    for next in [consent(world, &user, "ads"), consent(world, &second, &given.purpose), elsewhere] {
        check!(
            store.grant_consent(&next).await?.is_inserted(),
            "another consent is in the first one's place"
        );
    }
    check_eq!(store.get_consent_by_id(&first.id).await?, expected, "the consent, beside others");
    // A consent to something else has an id of its own.
    let stolen = Consent { id: first.id, ..consent(world, &user, "sms") };
    taken(store.grant_consent(&stolen).await, Consent::PRIMARY_KEY, &["id"])?;
    check_eq!(store.get_consent_by_id(&first.id).await?, expected, "the consent whose id was tried");
    let nobodys = Consent { user_id: Id::new(), ..consent(world, &user, "mail") };
    orphan(store.grant_consent(&nobodys).await.map(Upserted::into_inner), "user_id", "User")?;
    let nowhere = Consent { app_id: Id::new(), ..consent(world, &user, "mail") };
    orphan(store.grant_consent(&nowhere).await.map(Upserted::into_inner), "app_id", "App")
}

async fn revoke_consent(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let (other, _) = world.app_and_user().await?;
    let second = world.user(&app).await?;
    let given = store.grant_consent(&consent(world, &user, "mail")).await?.into_inner();
    let mut others = Vec::new();
    let elsewhere = Consent { app_id: other.id, ..consent(world, &user, "mail") };
    for next in [consent(world, &user, "ads"), consent(world, &second, "mail"), elsewhere] {
        others.push(store.grant_consent(&next).await?.into_inner());
    }
    world.advance(SECOND);
    let now = world.now();
    check!(!store.revoke_consent(&user.id, &app.id, "sms").await?, "a consent that never was is revoked");
    check!(!store.revoke_consent(&user.id, &app.id, "MAIL").await?, "a consent in capitals is revoked");
    check!(!store.revoke_consent(&Id::new(), &app.id, "mail").await?, "nobody's consent is revoked");
    check!(store.revoke_consent(&user.id, &app.id, "mail").await?, "the consent was not there to be revoked");
    let expected = Consent { granted: false, revoked_at: Some(now), updated_at: now, ..given.clone() };
    check_eq!(store.get_consent_by_id(&given.id).await?, expected, "the revoked consent");
    for other in others {
        check_eq!(store.get_consent_by_id(&other.id).await?, other, "another consent");
    }
    // A second time there is nothing to revoke, and the first moment stays.
    world.advance(SECOND);
    check!(!store.revoke_consent(&user.id, &app.id, "mail").await?, "the consent was revoked twice");
    check_eq!(store.get_consent_by_id(&given.id).await?, expected, "the consent after the second time");
    let again = store.grant_consent(&consent(world, &user, "mail")).await?.into_inner();
    check_eq!(
        (again.id, again.granted, again.revoked_at),
        (given.id, true, None),
        "the consent, given again"
    );
    check!(store.revoke_consent(&user.id, &app.id, "mail").await?, "it was not there to be revoked again");
    Ok(())
}

async fn get_consent(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let (other, _) = world.app_and_user().await?;
    let second = world.user(&app).await?;
    let mail = store.grant_consent(&consent(world, &user, "mail")).await?.into_inner();
    let ads = store.grant_consent(&consent(world, &user, "ads")).await?.into_inner();
    check_eq!(store.get_consent(&user.id, &app.id, "mail").await?, mail, "the first consent");
    check_eq!(store.get_consent(&user.id, &app.id, "ads").await?, ads, "the second consent");
    absent(store.get_consent(&user.id, &app.id, "Mail").await, "a purpose in capitals")?;
    absent(store.get_consent(&second.id, &app.id, "mail").await, "a consent of another user")?;
    absent(store.get_consent(&user.id, &other.id, "mail").await, "a consent in another app")?;
    let elsewhere = Consent { app_id: other.id, ..consent(world, &user, "mail") };
    let elsewhere = store.grant_consent(&elsewhere).await?.into_inner();
    check_eq!(store.get_consent(&user.id, &other.id, "mail").await?, elsewhere, "the one in the other app");
    // A revoked one is there still, and says so.
    store.revoke_consent(&user.id, &app.id, "mail").await?;
    check!(!store.get_consent(&user.id, &app.id, "mail").await?.granted, "the revoked consent is granted");
    Ok(())
}

async fn list_consents(world: &World) -> Outcome {
    let store = world.store();
    let list: Lists<Consent> = |store, filter| store.list_consents(filter);
    let (app, user) = world.app_and_user().await?;
    let (other, _) = world.app_and_user().await?;
    let second = world.user(&app).await?;
    let [a, b, c, d, e] = ids::<Consent, 5>();
    let mut rows = Vec::new();
    // Added from the last id to the first.
    for (id, user, app_id, purpose) in [
        (e, &user, app.id, "mail"),
        (d, &user, app.id, "ads"),
        (c, &user, app.id, "sms"),
        (b, &second, app.id, "mail"),
        (a, &user, other.id, "mail"),
    ] {
        let consent = Consent { id, app_id, ..consent(world, user, purpose) };
        rows.push(store.grant_consent(&consent).await?.into_inner());
        world.advance(SECOND);
    }
    let [mail, ads, sms, seconds, elsewhere] = [0, 1, 2, 3, 4].map(|place| rows[place].clone());
    let of_user = ConsentFilter::new().filter(Consent::USER_ID.eq(user.id));
    let expected = [elsewhere, sms.clone(), ads.clone(), mail.clone()];
    pages(world, list, &of_user, &expected, "a user's").await?;
    let both = of_user.filter(Consent::APP_ID.eq(app.id));
    let expected = [sms.clone(), ads.clone(), mail.clone()];
    pages(world, list, &both, &expected, "a user's in an app").await?;
    let latest = both.clone().order_by(Consent::GRANTED_AT.desc());
    pages(world, list, &latest, &expected, "latest first").await?;
    let by_purpose = both.clone().order_by(Consent::PURPOSE.asc());
    let expected = [ads, mail.clone(), sms];
    pages(world, list, &by_purpose, &expected, "by purpose").await?;
    let one = both.filter(Consent::PURPOSE.eq("mail"));
    pages(world, list, &one, slice::from_ref(&mail), "for a purpose").await?;
    let of_app = ConsentFilter::new().filter(Consent::APP_ID.eq(app.id)).filter(Consent::PURPOSE.eq("mail"));
    let expected = [seconds, mail];
    pages(world, list, &of_app, &expected, "an app's for it").await?;
    let none = ConsentFilter::new().filter(Consent::USER_ID.eq(Id::new()));
    pages(world, list, &none, &[], "nobody's").await
}
