use auth_consent::{Consent, ConsentFilter, ConsentStore as _};
use auth_core::*;
use auth_mfa::{EnrollmentStore as _, RecoveryCodeStore as _};
use auth_waitlist::{Status, WaitlistEntry, WaitlistEntryFilter, WaitlistEntryStore as _};

use super::{PEOPLE, leave, sides, two};
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    lists_of_an_app_hold_its_rows,
    lists_of_a_user_hold_their_rows,
    pages_with_a_filter_hold_rows_of_the_app
];

/// What a list must give: as many rows, each with this owner.
macro_rules! holds {
    ($owner:ident == $expected:expr; $($rows:expr => $count:expr),* $(,)?) => {
        $(
            let rows = $rows.await?;
            check_eq!(rows.len(), $count, stringify!($rows));
            check!(rows.iter().all(|row| row.$owner == $expected), "{} gave a strange row", stringify!($rows));
        )*
    };
}

async fn lists_of_an_app_hold_its_rows(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, other) in sides(&tenants) {
        let app = &own.app.id;
        holds![
            app_id == *app;
            store.list_environments(app) => 3,
            store.list_newest_users(app) => PEOPLE,
            store.list_webhooks(app) => 2,
            store.list_webhooks_by_app_id(app) => 2,
            store.list_api_keys_by_app(app) => 2 * PEOPLE + 2,
            store.list_form_configs(app) => 2,
            store.list_newest_entries(app) => 4,
            store.list_consents_by_app_id(app) => 2 * PEOPLE,
        ];
        for user in &own.users {
            holds![app_id == *app; store.list_api_keys_by_user(app, &user.id) => 2];
        }
        for stranger in &other.users {
            holds![app_id == *app; store.list_api_keys_by_user(app, &stranger.id) => 0];
        }
        let waiting = store.count_by_status(app).await?;
        let of = |status| waiting.get(&status);
        let counted = (of(Status::Pending), of(Status::Rejected), of(Status::Approved), waiting.total());
        check_eq!(counted, (1, 1, 2, 4), "people who wait, by status");
    }
    leave(world, tenants).await
}

async fn lists_of_a_user_hold_their_rows(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, _) in sides(&tenants) {
        for (number, user) in own.users.iter().enumerate() {
            let id = &user.id;
            let shared = (1..=3).filter(|step| number % step == 0).count();
            holds![
                user_id == *id;
                store.list_user_sessions(id) => 2,
                store.get_accounts_by_user_id(id) => 2,
                store.list_verifications_by_user_id_and_kind(id, &VerificationKind::Phone) => 1,
                store.list_members_by_user_id(id) => shared,
                store.list_user_devices(id) => 2,
                store.list_user_notifications(id) => 2,
                store.list_enrollments(id) => 2,
                store.get_recovery_codes(id) => 3,
                store.list_recovery_codes_by_user_id(id) => 3,
            ];
            check_eq!(store.count_active_sessions(id).await?, 2, "sessions that are active");
            check_eq!(store.get_active_email_verification(id).await?.user_id, *id, "the code that is active");
            holds![app_id == own.app.id; store.list_user_organizations(id) => shared];
        }
        for (organization, members) in own.organizations.iter().zip([5, 3, 2]) {
            holds![org_id == organization.id; store.list_members(&organization.id) => members];
            check_eq!(store.count_owners(&organization.id).await?, 1, "owners");
        }
    }
    leave(world, tenants).await
}

async fn pages_with_a_filter_hold_rows_of_the_app(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), two(world).await?);
    for (own, _) in sides(&tenants) {
        let app = &own.app.id;
        macro_rules! pages {
            ($($method:ident($filter:ident of $entity:ident) => $count:expr),* $(,)?) => {
                $(
                    let page = store.$method(&$filter::new().filter($entity::APP_ID.eq(app)).limit(100)).await?;
                    check_eq!(page.total, Some($count as u64), "the total of {}", stringify!($method));
                    check_eq!(page.items.len(), $count, stringify!($method));
                    check!(page.next.is_none(), "{} has another page", stringify!($method));
                    let strange = page.items.iter().any(|row| row.app_id != *app);
                    check!(!strange, "{} gave a row of another app", stringify!($method));
                )*
            };
        }
        pages![
            search_environments(EnvironmentFilter of Environment) => 3,
            list_users(UserFilter of User) => PEOPLE,
            search_sessions(SessionFilter of Session) => 2 * PEOPLE,
            list_verifications(VerificationFilter of Verification) => 2 * PEOPLE,
            list_organizations(OrganizationFilter of Organization) => 3,
            search_devices(DeviceFilter of Device) => 2 * PEOPLE,
            search_webhooks(WebhookFilter of Webhook) => 2,
            list_notifications(NotificationFilter of Notification) => 2 * PEOPLE,
            list_api_keys(ApiKeyFilter of ApiKey) => 2 * PEOPLE + 2,
            search_form_configs(FormConfigFilter of FormConfig) => 2,
            list_brandings(BrandingFilter of Branding) => 3,
            list_app_session_configs(AppSessionConfigFilter of AppSessionConfig) => 1,
            list_consents(ConsentFilter of Consent) => 2 * PEOPLE,
            list_entries(WaitlistEntryFilter of WaitlistEntry) => 4,
        ];
        let named =
            UserFilter::new().filter(User::APP_ID.eq(app)).filter(User::EMAIL.contains_ignore_case("USER1"));
        let page = store.list_users(&named).await?;
        check_eq!(
            (page.items, page.total),
            (vec![own.users[1].clone()], Some(1)),
            "users by a part of the address"
        );
    }
    leave(world, tenants).await
}
