//! What an auth engine keeps: thirteen subsystems, each declared once, and the store that gathers them.
//!
//! It knows no database and no plugin. Every `new` fills in what its arguments leave open with the plainest value; moments of
//! creation and change are the store's affair.
#![allow(clippy::duplicated_attributes, reason = "several statements of an entity may name the same column")]
#![allow(missing_docs, reason = "the names of fields and variants say what they hold")]

mod account;
mod api_key;
mod app;
mod app_session_config;
mod branding;
mod device;
mod environment;
mod form_config;
mod member;
mod notification;
mod organization;
mod session;
mod user;
mod verification;
mod webhook;

use storewright::composite_store;

pub use account::{Account, AccountFilter, AccountStore};
pub use api_key::{ApiKey, ApiKeyFilter, ApiKeyStore};
pub use app::{App, AppFilter, AppStore};
pub use app_session_config::{AppSessionConfig, AppSessionConfigFilter, AppSessionConfigStore};
pub use branding::{Branding, BrandingFilter, BrandingStore};
pub use device::{Device, DeviceFilter, DeviceStore};
pub use environment::{Environment, EnvironmentFilter, EnvironmentKind, EnvironmentStore};
pub use form_config::{FormConfig, FormConfigFilter, FormConfigStore, FormField};
pub use member::{Member, MemberFilter, MemberStore, Role};
pub use notification::{Channel, Notification, NotificationFilter, NotificationStore};
pub use organization::{Organization, OrganizationFilter, OrganizationStore};
pub use session::{Session, SessionFilter, SessionStore};
pub use user::{User, UserFilter, UserStore};
pub use verification::{Verification, VerificationFilter, VerificationKind, VerificationStore};
pub use webhook::{Webhook, WebhookFilter, WebhookStore};

/// Everything that the auth engine keeps; plugins bring their own.
#[composite_store(
    App,
    Environment,
    User,
    Session,
    Account,
    Verification,
    Organization,
    Member,
    Device,
    Webhook,
    Notification,
    ApiKey,
    FormConfig,
    Branding,
    AppSessionConfig
)]
pub trait AuthStore {}
