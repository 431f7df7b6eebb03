use auth_consent::ConsentStore as _;
use auth_core::{ApiKey, Environment, EnvironmentKind, FormConfig, Organization, User};
use auth_core::{
    ApiKeyStore as _, AppSessionConfigStore as _, DeviceStore as _, EnvironmentStore as _,
    FormConfigStore as _, OrganizationStore as _, UserStore as _,
};
use auth_waitlist::{WaitlistEntry, WaitlistEntryStore as _};

use super::super::tenant::Tenant;
use super::{leave, sides, two};
use crate::check::{check, check_eq, checks, refused};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    users_by_name_are_of_the_app,
    settings_by_name_are_of_the_app,
    keys_by_name_are_of_the_app,
    names_of_another_app_are_absent,
];

async fn users_by_name_are_of_the_app(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, other) in sides(&tenants) {
        let app = &own.app.id;
        for (user, namesake) in own.users.iter().zip(&other.users) {
            let (Some(username), Some(phone)) = (&namesake.username, &namesake.phone) else {
                return Err("a user of a tenant has no name".into());
            };
            check_eq!(namesake.email, user.email, "the addresses of namesakes");
            check_eq!(store.get_user_by_email(app, &namesake.email).await?, *user, "a user by address");
            let shouted = namesake.email.to_uppercase();
            check_eq!(store.get_user_by_email(app, &shouted).await?, *user, "by the address in capitals");
            check_eq!(store.get_user_by_username(app, username).await?, *user, "a user by name");
            check_eq!(store.get_user_by_phone(app, phone).await?, *user, "a user by number");
            check_eq!(
                store.find_user_by_email(app, &namesake.email).await?.as_ref(),
                Some(user),
                "found by address"
            );
            check_eq!(
                store.find_user_by_username(app, username).await?.as_ref(),
                Some(user),
                "found by name"
            );
            check_eq!(store.find_user_by_phone(app, phone).await?.as_ref(), Some(user), "found by number");
            let device = store.get_device_by_fingerprint(&user.id, "device1").await?;
            check_eq!((device.user_id, device.app_id), (user.id, own.app.id), "a device by its fingerprint");
        }
    }
    leave(world, tenants).await
}

async fn settings_by_name_are_of_the_app(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, other) in sides(&tenants) {
        let app = &own.app.id;
        for (environment, namesake) in own.environments.iter().zip(&other.environments) {
            let found = store.get_environment_by_slug(app, &namesake.slug).await?;
            check_eq!(found, *environment, "an environment by its slug");
        }
        check_eq!(store.get_default_environment(app).await?, own.environments[0], "the default environment");
        for (organization, namesake) in own.organizations.iter().zip(&other.organizations) {
            let found = store.get_organization_by_slug(app, &namesake.slug).await?;
            check_eq!(found, *organization, "an organization by its slug");
        }
        for form in ["sign-up", "profile"] {
            let found = store.get_form_config(app, form).await?;
            check_eq!((found.app_id, found.form_type.as_str()), (own.app.id, form), "a form by its type");
        }
        check_eq!(
            store.get_app_session_config(app).await?.app_id,
            own.app.id,
            "the configuration of sessions"
        );
        let entry = store.get_entry_by_email(app, "Waiting1@example.com ").await?;
        check_eq!(entry.app_id, own.app.id, "somebody who waits, by address");
        for user in &own.users {
            let consent = store.get_consent(&user.id, app, "purpose1").await?;
            check_eq!((consent.user_id, consent.app_id), (user.id, own.app.id), "a consent");
        }
        let strange = store.get_consent(&other.users[0].id, app, "purpose1").await;
        check!(refused!(strange, "a consent of another app's user").is_not_found(), "it is absent");
        check_eq!(
            store.find_consent(&own.users[0].id, &other.app.id, "purpose1").await?,
            None,
            "a consent elsewhere"
        );
    }
    leave(world, tenants).await
}

async fn keys_by_name_are_of_the_app(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, _) in sides(&tenants) {
        let app = &own.app.id;
        let users =
            own.users.iter().map(|user| (Some(user.id), user.username.as_deref().unwrap_or_default()));
        let prefixes = users.flat_map(|(user, name)| [0, 1].map(|number| (user, format!("{name}-{number}"))));
        let of_the_app = ["app-a", "app-b"].map(|prefix| (None, prefix.to_owned()));
        for (user, prefix) in prefixes.chain(of_the_app) {
            let key = store.get_api_key_by_prefix(app, &prefix).await?;
            check_eq!(
                (key.app_id, key.user_id, &key.key_prefix),
                (own.app.id, user, &prefix),
                "by its prefix"
            );
            let public = store.get_api_key_by_public_key(app, &format!("public-{prefix}")).await?;
            check!(public == key, "a key by its public key is another one than by its prefix");
        }
    }
    leave(world, tenants).await
}

async fn names_of_another_app_are_absent(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, other) in sides(&tenants) {
        let (app, there, name) = (&own.app.id, &other.app.id, unique("only"));
        let name = name.as_str();
        named(world, other, name).await?;
        let config = store.get_app_session_config(app).await?;
        store.delete_app_session_config(app).await?;
        check!(
            store.get_user_by_email(there, &format!("{name}@example.com")).await.is_ok(),
            "a user where they are"
        );
        macro_rules! absent {
            ($($method:ident($($argument:expr),*)),* $(,)?) => {
                $(
                    let error = refused!(store.$method($($argument),*).await, stringify!($method));
                    check!(error.is_not_found(), "{} of another app's name: {error}", stringify!($method));
                )*
            };
        }
        absent![
            get_user_by_email(app, &format!("{name}@example.com")),
            get_user_by_username(app, name),
            get_user_by_phone(app, name),
            get_environment_by_slug(app, name),
            get_organization_by_slug(app, name),
            get_api_key_by_prefix(app, name),
            get_api_key_by_public_key(app, name),
            get_form_config(app, name),
            get_entry_by_email(app, &format!("{name}@example.com")),
            get_app_session_config(app),
        ];
        check_eq!(store.get_app_session_config(there).await?.app_id, *there, "the configuration that stays");
        store.set_app_session_config(&config).await?;
    }
    leave(world, tenants).await
}

/// Gives an app a row of each entity that can have this name.
async fn named(world: &World, tenant: &Tenant, name: &str) -> Outcome {
    let (store, app) = (world.store(), tenant.app.id);
    let user = User {
        username: Some(name.to_owned()),
        phone: Some(name.to_owned()),
        ..User::new(app, format!("{name}@example.com"))
    };
    let user = store.create_user(&user).await?;
    store.create_environment(&Environment::new(app, name, EnvironmentKind::Staging)).await?;
    store.create_organization(&Organization::new(&user, name, name)).await?;
    let key = ApiKey { public_key: Some(name.to_owned()), ..ApiKey::new(app, name, name, "hash") };
    store.create_api_key(&key).await?;
    store.create_form_config(&FormConfig::new(app, name, Vec::new())).await?;
    store.create_entry(&WaitlistEntry::new(app, format!("{name}@example.com"), name)).await?;
    Ok(())
}
