use auth_core::{App, FormConfig, FormConfigStore as _, FormField};
use storewright::{ErrorKind, Id, Timestamp};

use super::expect::{absent, fails, filled, orphan, taken};
use super::lists::SECOND;
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![create_form_config, get_form_config, update_form_config, delete_form_config, list_form_configs];

const FIELDS: [&str; 2] = ["app_id", "form_type"];
const STALE: ErrorKind = ErrorKind::Stale { entity: "FormConfig" };

fn field(name: &str, label: &str, required: bool) -> FormField {
    FormField { name: name.to_owned(), label: label.to_owned(), required }
}

/// A form with every field set.
fn full(app: &App, form_type: &str) -> FormConfig {
    let fields =
        [field("email", "Your \"address\"", true), field("größe", "", false), field("email", "Again", true)];
    FormConfig::new(app.id, form_type, fields.into())
}

async fn create_form_config(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    // Its version is the store's affair.
    let given = FormConfig { version: 17, ..full(&app, "sign-up") };
    let expected =
        FormConfig { version: 1, created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_form_config(&given).await?, expected, "what create gives");
    check_eq!(store.get_form_config(&app.id, "sign-up").await?, expected, "the form that was created");
    let same = full(&app, "sign-up");
    let result = store.create_form_config(&same).await;
    taken(result, FormConfig::APP_ID_AND_FORM_TYPE_KEY, &FIELDS)?;
    check_eq!(store.get_form_configs(&[same.id]).await?, [None], "the form that clashed");
    let empty = FormConfig { active: false, fields: Vec::new(), ..full(&app, "sign-in") };
    store.create_form_config(&empty).await?;
    let found = store.get_form_config(&app.id, "sign-in").await?;
    check_eq!((found.active, found.fields), (false, vec![]), "a form without fields");
    store.create_form_config(&full(&other, "sign-up")).await?;
    let nowhere = FormConfig { app_id: Id::new(), ..full(&app, "else") };
    orphan(store.create_form_config(&nowhere).await, "app_id", "App")
}

async fn get_form_config(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let sign_up = store.create_form_config(&full(&app, "sign-up")).await?;
    let sign_in = store.create_form_config(&full(&app, "sign-in")).await?;
    check_eq!(store.get_form_config(&app.id, "sign-up").await?, sign_up, "the first form");
    check_eq!(store.get_form_config(&app.id, "sign-in").await?, sign_in, "the second form");
    absent(store.get_form_config(&app.id, "Sign-Up").await, "a form in capitals")?;
    absent(store.get_form_config(&app.id, "waitlist").await, "a form that never was")?;
    absent(store.get_form_config(&other.id, "sign-up").await, "a form of another app")?;
    let same = store.create_form_config(&full(&other, "sign-up")).await?;
    check_eq!(store.get_form_config(&other.id, "sign-up").await?, same, "the form of the other app");
    check_eq!(store.get_form_config(&app.id, "sign-up").await?, sign_up, "the form that two apps have");
    Ok(())
}

async fn update_form_config(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let form = store.create_form_config(&full(&app, "sign-up")).await?;
    let other = store.create_form_config(&full(&app, "sign-in")).await?;
    world.advance(SECOND);
    let fields = vec![field("phone", "Phone", false)];
    let form_type = "registration".to_owned();
    let given = FormConfig { form_type, fields, active: false, created_at: Timestamp::MIN, ..form.clone() };
    let expected =
        FormConfig { version: 2, created_at: form.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_form_config(&given).await?, expected, "what update gives");
    check_eq!(store.get_form_config(&app.id, "registration").await?, expected, "the form with all changed");
    absent(store.get_form_config(&app.id, "sign-up").await, "it by its former type")?;
    // Whoever has read an older version must read again; one that is yet to come is none either.
    fails(store.update_form_config(&given).await, &STALE, "update of an older version")?;
    let early = FormConfig { version: 3, ..expected.clone() };
    fails(store.update_form_config(&early).await, &STALE, "update of a version that is yet to come")?;
    let same = FormConfig { form_type: other.form_type.clone(), ..expected.clone() };
    let result = store.update_form_config(&same).await;
    taken(result, FormConfig::APP_ID_AND_FORM_TYPE_KEY, &FIELDS)?;
    check_eq!(store.get_form_config(&app.id, "registration").await?, expected, "the form, as it was");
    let third = store.update_form_config(&FormConfig { fields: Vec::new(), ..expected.clone() }).await?;
    check_eq!(third, FormConfig { version: 3, fields: Vec::new(), ..expected }, "the third version");
    check_eq!(store.get_form_config(&app.id, "sign-in").await?, other, "another form");
    let never = FormConfig { version: 1, ..full(&app, "waitlist") };
    absent(store.update_form_config(&never).await, "update of a form that never was")
}

async fn delete_form_config(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    store.create_form_config(&full(&app, "sign-up")).await?;
    let sign_in = store.create_form_config(&full(&app, "sign-in")).await?;
    let others = store.create_form_config(&full(&other, "sign-up")).await?;
    check!(store.delete_form_config(&app.id, "sign-up").await?, "the form was not there to be deleted");
    absent(store.get_form_config(&app.id, "sign-up").await, "the deleted form")?;
    check_eq!(store.get_form_config(&app.id, "sign-in").await?, sign_in, "another form");
    check_eq!(store.get_form_config(&other.id, "sign-up").await?, others, "the form of another app");
    check!(!store.delete_form_config(&app.id, "sign-up").await?, "the form was deleted twice");
    check!(!store.delete_form_config(&other.id, "sign-in").await?, "the form of another app was deleted");
    check!(!store.delete_form_config(&Id::new(), "sign-in").await?, "the form of no app was deleted");
    let again = store.create_form_config(&full(&app, "sign-up")).await?;
    check_eq!(again.version, 1, "the version of a form in its place");
    Ok(())
}

async fn list_form_configs(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let others = store.create_form_config(&full(&other, "sign-up")).await?;
    check_eq!(store.list_form_configs(&app.id).await?, [], "the forms of an app without any");
    let mut forms = Vec::new();
    for form_type in ["sign-up", "Waitlist", "sign-in", "waitlist"] {
        forms.push(store.create_form_config(&full(&app, form_type)).await?);
    }
    forms.sort_by(|one, other| one.form_type.cmp(&other.form_type));
    check_eq!(store.list_form_configs(&app.id).await?, forms, "the forms, by type");
    check_eq!(store.list_form_configs(&other.id).await?, [others], "another app's forms");
    check_eq!(store.list_form_configs(&Id::new()).await?, [], "the forms of no app");
    Ok(())
}
