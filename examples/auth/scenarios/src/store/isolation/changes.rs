use auth_consent::ConsentStore as _;
use auth_core::{AppSessionConfig, Branding};
use auth_core::{
    AppSessionConfigStore as _, BrandingStore as _, EnvironmentStore as _, FormConfigStore as _,
    SessionStore as _, UserStore as _,
};
use auth_mfa::RecoveryCodeStore as _;

use super::super::rows::sizes;
use super::super::tenant::sizes_of;
use super::{PEOPLE, leave, sides, two};
use crate::check::{check, check_eq, checks, refused};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    changes_in_an_app_leave_others_as_they_are,
    an_environment_of_another_app_is_no_default,
    names_can_be_changed_to_those_of_another_app,
];

async fn changes_in_an_app_leave_others_as_they_are(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    let [own, other] = &tenants;
    let before = other.rows(world).await?;
    check_eq!(sizes(&before), sizes_of(PEOPLE), "rows of the other tenant");
    let (app, user) = (&own.app.id, &own.users[0].id);

    check!(store.delete_form_config(app, "sign-up").await?, "the form was not there");
    check!(!store.delete_form_config(app, "sign-up").await?, "the form was still there");
    let config = AppSessionConfig { max_active_sessions: Some(7), ..AppSessionConfig::new(*app) };
    check!(!store.set_app_session_config(&config).await?.is_inserted(), "the configuration was not replaced");
    check!(store.delete_app_session_config(app).await?, "the configuration was not there");
    check!(!store.delete_app_session_config(app).await?, "the configuration was still there");
    store.set_default_environment(app, &own.environments[1].id).await?;
    check!(store.force_delete_environment(&own.environments[1].id).await?, "the environment was not there");
    let branding = Branding { css: Some("*".to_owned()), ..Branding::new(&own.organizations[0]) };
    check!(!store.save_branding(&branding).await?.is_inserted(), "the branding was not replaced");
    check!(store.delete_branding(&own.organizations[0].id).await?, "the branding was not there");

    check!(store.revoke_consent(user, app, "purpose0").await?, "the consent was not there");
    check!(!store.revoke_consent(user, &other.app.id, "purpose0").await?, "a consent to another app");
    check!(
        !store.revoke_consent(&other.users[0].id, app, "purpose0").await?,
        "a consent of another app's user"
    );
    let sessions = store.list_user_sessions(user).await?;
    check_eq!(store.delete_session_family(&sessions[0].family_id).await?, 1, "sessions of the family");
    check_eq!(store.delete_user_sessions(user).await?, 1, "sessions of the user that were left");
    check_eq!(store.delete_recovery_codes(user).await?, 3, "recovery codes of the user");
    for user in &own.users {
        let banned = auth_core::User { banned: true, first_name: "Other".to_owned(), ..user.clone() };
        check!(store.update_user(&banned).await?.banned, "the user is not banned");
    }
    check!(other.rows(world).await? == before, "changes in one app reached another one");
    leave(world, tenants).await
}

async fn an_environment_of_another_app_is_no_default(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, other) in sides(&tenants) {
        let before = (own.rows(world).await?, other.rows(world).await?);
        let strange = store.set_default_environment(&own.app.id, &other.environments[1].id).await;
        let error = refused!(strange, "an environment of another app as the default");
        check!(error.is_not_found(), "an environment of another app: {error}");
        check!((own.rows(world).await?, other.rows(world).await?) == before, "it left something behind");
    }
    leave(world, tenants).await
}

async fn names_can_be_changed_to_those_of_another_app(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    let [own, other] = &tenants;
    let mover = auth_core::User {
        email: "mover@example.com".to_owned(),
        username: Some("mover".to_owned()),
        phone: Some("+2".to_owned()),
        ..other.users[0].clone()
    };
    let mover = store.update_user(&mover).await?;
    let renamed = auth_core::User {
        email: mover.email.clone(),
        username: mover.username.clone(),
        phone: mover.phone.clone(),
        ..own.users[0].clone()
    };
    let renamed = store.update_user(&renamed).await?;
    check_eq!(store.get_user_by_email(&own.app.id, "mover@example.com").await?, renamed, "the one here");
    check_eq!(store.get_user_by_email(&other.app.id, "mover@example.com").await?, mover, "the one there");
    // In one's own app it is taken as ever.
    let second = auth_core::User { email: mover.email, ..own.users[1].clone() };
    let taken = refused!(store.update_user(&second).await, "an address that is taken in the app");
    check_eq!(taken.conflict(), Some(auth_core::User::EMAIL_TAKEN), "an address that is taken in the app");
    leave(world, tenants).await
}
