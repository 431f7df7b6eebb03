//! How many rows an app has, as the lists of the entities count them.

use std::collections::BTreeMap;

use auth_consent::{Consent, ConsentFilter, ConsentStore as _};
use auth_core::*;
use auth_mfa::{Enrollment, EnrollmentFilter, EnrollmentStore as _};
use auth_mfa::{RecoveryCode, RecoveryCodeFilter, RecoveryCodeStore as _};
use auth_waitlist::{WaitlistEntry, WaitlistEntryFilter, WaitlistEntryStore as _};
use storewright::{Entity as _, Id};

use crate::{Outcome, World};

/// The totals of the lists of all entities, by table. `users` are for the entities that belong to a user alone.
pub(super) async fn totals(
    world: &World,
    app: Id<App>,
    users: &[Id<User>],
) -> Outcome<BTreeMap<&'static str, u64>> {
    let store = world.store();
    let mut totals = BTreeMap::new();
    macro_rules! count {
        ($($method:ident($filter:ident of $entity:ident: $condition:expr)),* $(,)?) => {
            $(
                let page = store.$method(&$filter::new().filter($condition).limit(0)).await?;
                totals.insert($entity::schema().table(), page.total.ok_or("a list has no total")?);
            )*
        };
    }
    count![
        list_apps(AppFilter of App: App::ID.eq(app)),
        search_environments(EnvironmentFilter of Environment: Environment::APP_ID.eq(app)),
        list_users(UserFilter of User: User::APP_ID.eq(app)),
        search_sessions(SessionFilter of Session: Session::APP_ID.eq(app)),
        list_accounts(AccountFilter of Account: Account::USER_ID.is_in(users)),
        list_verifications(VerificationFilter of Verification: Verification::APP_ID.eq(app)),
        list_organizations(OrganizationFilter of Organization: Organization::APP_ID.eq(app)),
        search_members(MemberFilter of Member: Member::USER_ID.is_in(users)),
        search_devices(DeviceFilter of Device: Device::APP_ID.eq(app)),
        search_webhooks(WebhookFilter of Webhook: Webhook::APP_ID.eq(app)),
        list_notifications(NotificationFilter of Notification: Notification::APP_ID.eq(app)),
        list_api_keys(ApiKeyFilter of ApiKey: ApiKey::APP_ID.eq(app)),
        search_form_configs(FormConfigFilter of FormConfig: FormConfig::APP_ID.eq(app)),
        list_brandings(BrandingFilter of Branding: Branding::APP_ID.eq(app)),
        list_app_session_configs(AppSessionConfigFilter of AppSessionConfig: AppSessionConfig::APP_ID.eq(app)),
        list_consents(ConsentFilter of Consent: Consent::APP_ID.eq(app)),
        search_enrollments(EnrollmentFilter of Enrollment: Enrollment::USER_ID.is_in(users)),
        search_recovery_codes(RecoveryCodeFilter of RecoveryCode: RecoveryCode::USER_ID.is_in(users)),
        list_entries(WaitlistEntryFilter of WaitlistEntry: WaitlistEntry::APP_ID.eq(app)),
    ];
    Ok(totals)
}
