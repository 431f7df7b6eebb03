use auth_core::User;
use auth_mfa::{Enrollment, EnrollmentStore as _};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, hidden, orphan, sealed, taken};
use super::lists::SECOND;
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_enrollment,
    get_enrollment,
    get_enrollment_by_id,
    update_enrollment,
    delete_enrollment,
    list_enrollments,
];

const SECRET: &str = "JBSWY3DPEHPK3PXP";
const FIELDS: [&str; 2] = ["user_id", "method"];

/// A factor that was proven.
fn full(user: &User, method: &str) -> Enrollment {
    Enrollment { verified: true, ..Enrollment::new(user.id, method, SECRET) }
}

async fn create_enrollment(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let given = full(&user, "totp");
    let expected = Enrollment { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_enrollment(&given).await?, expected, "what create gives");
    check_eq!(store.get_enrollment_by_id(&given.id).await?, expected, "the factor that was created");
    hidden(&format!("{expected:?}"), &[SECRET])?;
    sealed(world, &expected, "secret", SECRET).await?;
    let same = full(&user, "totp");
    taken(store.create_enrollment(&same).await, Enrollment::USER_ID_AND_METHOD_KEY, &FIELDS)?;
    check_eq!(store.find_enrollment_by_id(&same.id).await?, None, "the factor that clashed");
    store.create_enrollment(&full(&user, "sms")).await?;
    store.create_enrollment(&full(&world.user(&app).await?, "totp")).await?;
    let nobodys = Enrollment { user_id: Id::new(), ..full(&user, "push") };
    orphan(store.create_enrollment(&nobodys).await, "user_id", "User")
}

async fn get_enrollment(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let totp = store.create_enrollment(&full(&user, "totp")).await?;
    let sms = store.create_enrollment(&full(&user, "sms")).await?;
    check_eq!(store.get_enrollment(&user.id, "totp").await?, totp, "the first factor");
    check_eq!(store.get_enrollment(&user.id, "sms").await?, sms, "the second factor");
    absent(store.get_enrollment(&user.id, "TOTP").await, "a method in capitals")?;
    absent(store.get_enrollment(&user.id, "push").await, "a factor that never was")?;
    absent(store.get_enrollment(&other.id, "totp").await, "a factor of another user")?;
    let others = store.create_enrollment(&full(&other, "totp")).await?;
    check_eq!(store.get_enrollment(&other.id, "totp").await?, others, "the factor of the other user");
    Ok(())
}

async fn get_enrollment_by_id(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let totp = store.create_enrollment(&full(&user, "totp")).await?;
    let sms = store.create_enrollment(&full(&user, "sms")).await?;
    check_eq!(store.get_enrollment_by_id(&totp.id).await?, totp, "the first factor");
    check_eq!(store.get_enrollment_by_id(&sms.id).await?, sms, "the second factor");
    absent(store.get_enrollment_by_id(&Id::new()).await, "a factor that never was")
}

async fn update_enrollment(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let totp = store.create_enrollment(&Enrollment::new(user.id, "totp", "old")).await?;
    let sms = store.create_enrollment(&full(&user, "sms")).await?;
    world.advance(SECOND);
    let user_id = world.user(&app).await?.id;
    let given = Enrollment { id: totp.id, user_id, created_at: Timestamp::MIN, ..full(&user, "passkey") };
    let expected = Enrollment { created_at: totp.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_enrollment(&given).await?, expected, "what update gives");
    check_eq!(store.get_enrollment_by_id(&totp.id).await?, expected, "the factor with every field changed");
    sealed(world, &expected, "secret", SECRET).await?;
    let same = Enrollment { user_id: user.id, method: "sms".to_owned(), ..expected.clone() };
    taken(store.update_enrollment(&same).await, Enrollment::USER_ID_AND_METHOD_KEY, &FIELDS)?;
    check_eq!(store.get_enrollment_by_id(&totp.id).await?, expected, "the factor after a clash");
    let back = Enrollment { updated_at: world.now(), ..totp };
    check_eq!(store.update_enrollment(&back).await?, back, "what update gives when it is not proven");
    check_eq!(store.get_enrollment(&user.id, "totp").await?, back, "the factor as it was at first");
    check_eq!(store.get_enrollment(&user.id, "sms").await?, sms, "another factor");
    absent(store.update_enrollment(&full(&user, "push")).await, "update of a factor that never was")
}

async fn delete_enrollment(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let totp = store.create_enrollment(&full(&user, "totp")).await?;
    let sms = store.create_enrollment(&full(&user, "sms")).await?;
    check!(store.delete_enrollment(&totp.id).await?, "the factor was not there to be deleted");
    absent(store.get_enrollment(&user.id, "totp").await, "the deleted factor")?;
    check_eq!(store.list_enrollments(&user.id).await?, [sms], "the factors that are left");
    check!(!store.delete_enrollment(&totp.id).await?, "the factor was deleted twice");
    check!(!store.delete_enrollment(&Id::new()).await?, "a factor that never was is said to be deleted");
    let again = full(&user, "totp");
    check_eq!(store.create_enrollment(&again).await?.id, again.id, "the method is free again");
    Ok(())
}

async fn list_enrollments(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = store.create_enrollment(&full(&world.user(&app).await?, "totp")).await?;
    check_eq!(store.list_enrollments(&user.id).await?, [], "the factors of a user without any");
    let mut rows = Vec::new();
    for method in ["totp", "Passkey", "sms", "passkey"] {
        rows.push(store.create_enrollment(&full(&user, method)).await?);
    }
    rows.sort_by(|one, other| one.method.cmp(&other.method));
    check_eq!(store.list_enrollments(&user.id).await?, rows, "the factors, by method");
    check_eq!(store.list_enrollments(&other.user_id).await?, [other], "another user's factors");
    check_eq!(store.list_enrollments(&Id::new()).await?, [], "the factors of nobody");
    Ok(())
}
