use auth_core::{App, AppStore as _};

use crate::check::{check_eq, checks, refused};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![get_app_by_slug];

async fn get_app_by_slug(world: &World) -> Outcome {
    let app = world.app().await?;
    check_eq!(world.store().get_app_by_slug(&app.slug).await?, app, "the app by its slug");
    let absent = refused!(world.store().get_app_by_slug(&unique("nobody")).await, "an unknown slug");
    check_eq!(absent.is_not_found(), true, "an unknown slug");
    let again = refused!(world.store().create_app(&App::new("other", &app.slug)).await, "a taken slug");
    check_eq!(again.conflict(), Some(App::SLUG_TAKEN), "a taken slug");
    Ok(())
}
