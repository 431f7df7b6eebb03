//! An app with a row of every entity, for what a deletion takes along and what it leaves.

use auth_consent::{Consent, ConsentStore as _};
use auth_core::*;
use auth_mfa::{Enrollment, EnrollmentStore as _, RecoveryCode, RecoveryCodeStore as _};
use auth_waitlist::{WaitlistEntry, WaitlistEntryStore as _};

use super::lists::SECOND;
use crate::world::unique;
use crate::{Outcome, World};

/// Everything that a user of an app can have, and an app: all of it references the rest wherever it can.
pub(super) struct Tree {
    pub(super) app: App,
    pub(super) environment: Environment,
    pub(super) user: User,
    pub(super) device: Device,
    pub(super) organization: Organization,
    pub(super) member: Member,
    pub(super) session: Session,
    pub(super) account: Account,
    pub(super) verification: Verification,
    pub(super) webhook: Webhook,
    pub(super) notification: Notification,
    pub(super) api_key: ApiKey,
    pub(super) form_config: FormConfig,
    pub(super) branding: Branding,
    pub(super) app_session_config: AppSessionConfig,
    pub(super) consent: Consent,
    pub(super) enrollment: Enrollment,
    pub(super) recovery_code: RecoveryCode,
    pub(super) entry: WaitlistEntry,
}

impl Tree {
    /// The names of all entities, in the order in which [`Tree::left`] gives them.
    pub(super) const ALL: [&str; 19] = [
        "App",
        "Environment",
        "User",
        "Device",
        "Organization",
        "Member",
        "Session",
        "Account",
        "Verification",
        "Webhook",
        "Notification",
        "ApiKey",
        "FormConfig",
        "Branding",
        "AppSessionConfig",
        "Consent",
        "Enrollment",
        "RecoveryCode",
        "WaitlistEntry",
    ];

    /// A new app with a row of every entity.
    pub(super) async fn grow(world: &World) -> Outcome<Self> {
        let app = world.app().await?;
        Self::grow_for(world, &app, &app).await
    }

    /// A row of every entity for an app, of a user and an organization that are at home in another one.
    pub(super) async fn grow_for(world: &World, app: &App, home: &App) -> Outcome<Self> {
        let store = world.store();
        let (app_id, soon) = (app.id, world.later(SECOND * 3_600));
        let environment = environment(world, app, true).await?;
        let env_id = Some(environment.id);
        let user = User { env_id, ..User::new(home.id, format!("{}@example.com", unique("tree"))) };
        let user = store.create_user(&user).await?;
        let (user_id, now) = (Some(user.id), world.now());
        let device = store.create_device(&Device { app_id, ..Device::new(&user, now) }).await?;
        let (organization, member) = world.organization(&user).await?;
        let (org_id, device_id) = (Some(organization.id), Some(device.id));
        let session = Session::new(&user, unique("token"), unique("refresh"), soon);
        let session = Session { app_id, org_id, device_id, ..session };
        let code = Verification::new(&user, VerificationKind::Email, unique("code"), soon);
        let webhook = Webhook { env_id, ..Webhook::new(app_id, "https://example.com", "s") };
        let notification = Notification::new(&user, "hello", Channel::Email, "Hello");
        let key = ApiKey { env_id, user_id, ..ApiKey::new(app_id, "key", "p", "h") };
        let branding = Branding { app_id, ..Branding::new(&organization) };
        let config = store.set_app_session_config(&AppSessionConfig::new(app_id)).await?;
        let consent = Consent { app_id, ..Consent::new(&user, "mail", "1", now) };
        let entry = WaitlistEntry { user_id, ..WaitlistEntry::new(app_id, "e@example.com", "E") };
        Ok(Self {
            session: store.create_session(&session).await?,
            account: store.create_account(&Account::new(user.id, "github", unique("account"))).await?,
            verification: store.create_verification(&Verification { app_id, ..code }).await?,
            webhook: store.create_webhook(&webhook).await?,
            notification: store.create_notification(&Notification { app_id, ..notification }).await?,
            api_key: store.create_api_key(&key).await?,
            form_config: store.create_form_config(&FormConfig::new(app_id, "sign-up", Vec::new())).await?,
            branding: store.save_branding(&branding).await?.into_inner(),
            app_session_config: config.into_inner(),
            consent: store.grant_consent(&consent).await?.into_inner(),
            enrollment: store.create_enrollment(&Enrollment::new(user.id, "totp", "s")).await?,
            recovery_code: store.create_recovery_code(&RecoveryCode::new(user.id, "h")).await?,
            entry: store.create_entry(&entry).await?,
            app: app.clone(),
            environment,
            user,
            device,
            organization,
            member,
        })
    }

    /// The names of the entities whose row is still there.
    pub(super) async fn left(&self, world: &World) -> Outcome<Vec<&'static str>> {
        let store = world.store();
        let there = [
            store.find_app(&self.app.id).await?.is_some(),
            store.find_environment(&self.environment.id).await?.is_some(),
            store.find_user(&self.user.id).await?.is_some(),
            store.find_device(&self.device.id).await?.is_some(),
            store.find_organization(&self.organization.id).await?.is_some(),
            store.find_member(&self.member.id).await?.is_some(),
            store.find_session(&self.session.id).await?.is_some(),
            store.find_account(&self.account.id).await?.is_some(),
            store.find_verification_by_id(&self.verification.id).await?.is_some(),
            store.find_webhook(&self.webhook.id).await?.is_some(),
            store.find_notification(&self.notification.id).await?.is_some(),
            store.find_api_key(&self.api_key.id).await?.is_some(),
            store.find_form_config_by_id(&self.form_config.id).await?.is_some(),
            store.find_branding_by_id(&self.branding.id).await?.is_some(),
            store.find_app_session_config_by_id(&self.app_session_config.id).await?.is_some(),
            store.find_consent_by_id(&self.consent.id).await?.is_some(),
            store.find_enrollment_by_id(&self.enrollment.id).await?.is_some(),
            store.find_recovery_code(&self.recovery_code.id).await?.is_some(),
            store.find_entry(&self.entry.id).await?.is_some(),
        ];
        Ok(Self::ALL.into_iter().zip(there).filter_map(|(name, there)| there.then_some(name)).collect())
    }

    /// All names but these.
    pub(super) fn all_but(gone: &[&str]) -> Vec<&'static str> {
        Self::ALL.into_iter().filter(|name| !gone.contains(name)).collect()
    }
}

/// A new environment of an app, with a slug of its own.
pub(super) async fn environment(world: &World, app: &App, is_default: bool) -> Outcome<Environment> {
    let environment = Environment::new(app.id, unique("env"), EnvironmentKind::Development);
    Ok(world.store().create_environment(&Environment { is_default, ..environment }).await?)
}
