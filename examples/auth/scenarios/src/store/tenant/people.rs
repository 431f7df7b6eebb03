//! Users and what each of them has.

use std::time::Duration;

use auth_consent::{Consent, ConsentStore as _};
use auth_core::{
    Account, ApiKey, App, Channel, Device, Environment, Notification, Organization, Session, User,
    Verification, VerificationKind,
};
use auth_core::{
    AccountStore as _, ApiKeyStore as _, DeviceStore as _, NotificationStore as _, SessionStore as _,
    UserStore as _, VerificationStore as _,
};
use auth_mfa::{Enrollment, EnrollmentStore as _, RecoveryCode, RecoveryCodeStore as _};

use crate::world::unique;
use crate::{Outcome, World};

/// Users with a name, a number and an address.
pub(super) async fn users(
    world: &World,
    app: &App,
    environment: &Environment,
    people: usize,
) -> Outcome<Vec<User>> {
    let users: Vec<_> = (0..people).map(|number| person(app, environment, number)).collect();
    Ok(world.store().create_users(&users).await?)
}

/// Two who are deleted, and had the names of the first live user, one after the other.
pub(super) async fn gone(world: &World, app: &App, environment: &Environment) -> Outcome<Vec<User>> {
    let mut gone = Vec::new();
    for _ in 0..2 {
        let user = world.store().create_user(&person(app, environment, 0)).await?;
        world.store().delete_user(&user.id).await?;
        gone.push(user);
    }
    Ok(gone)
}

fn person(app: &App, environment: &Environment, number: usize) -> User {
    User {
        env_id: Some(environment.id),
        username: Some(format!("user{number}")),
        phone: Some(format!("+1{number}")),
        ..User::new(app.id, format!("user{number}@example.com"))
    }
}

/// What users have: devices, sessions of which one in three has expired, and so on.
pub(super) async fn belongings(
    world: &World,
    users: &[User],
    environments: &[Environment],
    organizations: &[Organization],
) -> Outcome {
    let store = world.store();
    let devices = twice(users, |user, number| Device {
        fingerprint: Some(format!("device{number}")),
        ..Device::new(user, world.now())
    });
    store.create_devices(&devices).await?;
    let sessions =
        devices.iter().zip(users.iter().flat_map(|user| [user, user])).map(|(device, user)| Session {
            device_id: Some(device.id),
            env_id: Some(environments[0].id),
            org_id: Some(organizations[0].id),
            ..session(world, user, 3_600)
        });
    store.create_sessions(&sessions.collect::<Vec<_>>()).await?;
    let expired: Vec<_> = users.iter().map(|user| session(world, user, 0)).collect();
    store.create_sessions(&expired).await?;
    let accounts = twice(users, |user, number| Account {
        access_token: Some("access".to_owned()),
        ..Account::new(user.id, format!("provider{number}"), unique("identity"))
    });
    store.create_accounts(&accounts).await?;
    let later = world.later(Duration::from_secs(3_600));
    let kinds = [VerificationKind::Email, VerificationKind::Phone];
    let verifications =
        twice(users, |user, number| Verification::new(user, kinds[number], unique("code"), later));
    store.create_verifications(&verifications).await?;
    let notifications = twice(users, |user, _| Notification::new(user, "welcome", Channel::Email, "Hello"));
    store.create_notifications(&notifications).await?;
    let mut keys = twice(users, |user, number| {
        let prefix = format!("{}-{number}", user.username.as_deref().unwrap_or_default());
        ApiKey {
            user_id: Some(user.id),
            public_key: Some(format!("public-{prefix}")),
            ..ApiKey::new(user.app_id, "key", prefix, "hash")
        }
    });
    keys.iter_mut().for_each(|key| key.env_id = Some(environments[1].id));
    store.create_api_keys(&keys).await?;
    let consents =
        twice(users, |user, number| Consent::new(user, format!("purpose{number}"), "1", world.now()));
    store.create_consents(&consents).await?;
    let enrollments =
        twice(users, |user, number| Enrollment::new(user.id, format!("method{number}"), "secret"));
    store.create_enrollments(&enrollments).await?;
    let codes: Vec<_> =
        users.iter().flat_map(|user| [0; 3].map(|_| RecoveryCode::new(user.id, unique("code")))).collect();
    store.create_recovery_codes(&codes).await?;
    Ok(())
}

fn session(world: &World, user: &User, seconds: u64) -> Session {
    Session::new(user, unique("token"), unique("refresh"), world.later(Duration::from_secs(seconds)))
}

/// Two of something for each user.
fn twice<T>(users: &[User], make: impl Fn(&User, usize) -> T) -> Vec<T> {
    users.iter().flat_map(|user| [0, 1].map(|number| make(user, number))).collect()
}
