use std::collections::BTreeMap;

use auth_core::{App, AppFilter, AppStore as _, UserStore as _};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, taken};
use super::lists::{Lists, SECOND, ids, pages};
use super::tree::Tree;
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_app,
    get_app,
    get_app_by_slug,
    get_app_by_publishable_key,
    get_platform_app,
    update_app,
    delete_app,
    list_apps,
];

/// An app with every field set but the one that only one app may have.
fn full() -> App {
    let metadata = [("plan", "pro"), ("größe", "ß € 😀"), ("", "")];
    let metadata: BTreeMap<_, _> = metadata.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    App {
        publishable_key: Some(unique("pk")),
        logo: Some("https://example.com/logo.png".to_owned()),
        metadata,
        ..App::new("Ünïcode & \"quotes\" 'n' %_\\", unique("app"))
    }
}

async fn create_app(world: &World) -> Outcome {
    let store = world.store();
    let given = full();
    let expected = App { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &["is_platform"])?;
    check_eq!(store.create_app(&given).await?, expected, "what create gives");
    check_eq!(store.get_app(&given.id).await?, expected, "the app that was created");
    // None of these is written.
    taken(store.create_app(&App { id: given.id, ..full() }).await, App::PRIMARY_KEY, &["id"])?;
    let same_slug = App { slug: given.slug.clone(), ..full() };
    taken(store.create_app(&same_slug).await, App::SLUG_TAKEN, &["slug"])?;
    let same_key = App { publishable_key: given.publishable_key.clone(), ..full() };
    taken(store.create_app(&same_key).await, App::PUBLISHABLE_KEY_KEY, &["publishable_key"])?;
    check_eq!(store.get_apps(&[same_slug.id, same_key.id]).await?, [None, None], "apps that clashed");
    check_eq!(store.get_app(&given.id).await?, expected, "the app that they clashed with");
    // Without a key, and without being the platform's, they are as many as they like.
    let (first, second) = (world.app().await?, world.app().await?);
    check_eq!((&first.publishable_key, &second.publishable_key), (&None, &None), "the keys of plain apps");
    Ok(())
}

async fn get_app(world: &World) -> Outcome {
    let store = world.store();
    let (first, second) = (world.app().await?, world.app().await?);
    check_eq!(store.get_app(&first.id).await?, first, "the first app");
    check_eq!(store.get_app(&second.id).await?, second, "the second app");
    absent(store.get_app(&Id::new()).await, "an app that never was")
}

async fn get_app_by_slug(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    check_eq!(store.get_app_by_slug(&app.slug).await?, app, "the app by its slug");
    check_eq!(store.get_app_by_slug(&other.slug).await?, other, "the other app by its slug");
    absent(store.get_app_by_slug(&unique("nobody")).await, "an unknown slug")?;
    absent(store.get_app_by_slug(&app.slug.to_uppercase()).await, "a slug in capitals")?;
    absent(store.get_app_by_slug(&format!("{} ", app.slug)).await, "a slug with a space")?;
    taken(store.create_app(&App::new("other", &app.slug)).await, App::SLUG_TAKEN, &["slug"])
}

async fn get_app_by_publishable_key(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (store.create_app(&full()).await?, store.create_app(&full()).await?);
    world.app().await?;
    for app in [&app, &other] {
        let key = app.publishable_key.as_deref().unwrap_or_default();
        check_eq!(store.get_app_by_publishable_key(key).await?, *app, "the app by its key");
        absent(store.get_app_by_publishable_key(&key.to_uppercase()).await, "a key in capitals")?;
    }
    absent(store.get_app_by_publishable_key(&unique("pk")).await, "an unknown key")?;
    absent(store.get_app_by_publishable_key("").await, "the key of an app without one")?;
    absent(store.get_app_by_publishable_key(&app.slug).await, "a slug for a key")
}

async fn get_platform_app(world: &World) -> Outcome {
    let store = world.store();
    let (plain, next) = (world.app().await?, world.app().await?);
    // There is at most one, and it may be somebody else's: then it is left alone.
    let others = store.find_platform_app().await?;
    let platform = match others.clone() {
        Some(app) => app,
        None => {
            absent(store.get_platform_app().await, "the platform's app when there is none")?;
            let given = App { is_platform: true, ..App::new("The platform", unique("platform")) };
            let created = store.create_app(&given).await?;
            check!(created.is_platform, "the app that is created is not the platform's");
            created
        }
    };
    check_eq!(store.get_platform_app().await?, platform, "the platform's app");
    let second = App { is_platform: true, ..App::new("Another", unique("platform")) };
    taken(store.create_app(&second).await, App::PLATFORM_TAKEN, &["is_platform"])?;
    let risen = App { is_platform: true, ..next.clone() };
    taken(store.update_app(&risen).await, App::PLATFORM_TAKEN, &["is_platform"])?;
    check_eq!(store.get_app(&next.id).await?, next, "the app that did not become the platform's");
    if others.is_none() {
        store.update_app(&App { is_platform: false, ..platform.clone() }).await?;
        absent(store.get_platform_app().await, "the platform's app when it is that no more")?;
        let risen = store.update_app(&risen).await?;
        check_eq!(store.get_platform_app().await?, risen, "the next app of the platform");
        check!(store.delete_app(&risen.id).await?, "the platform's app was not there to be deleted");
        absent(store.get_platform_app().await, "the platform's app when it is deleted")?;
    }
    check_eq!(store.get_app(&plain.id).await?, plain, "an app that never was the platform's");
    Ok(())
}

async fn update_app(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, store.create_app(&full()).await?);
    world.advance(SECOND);
    let given = App { id: app.id, created_at: Timestamp::MIN, updated_at: Timestamp::MIN, ..full() };
    let expected = App { created_at: app.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_app(&given).await?, expected, "what update gives");
    check_eq!(store.get_app(&app.id).await?, expected, "the app with every field changed");
    let same_slug = App { slug: other.slug.clone(), ..expected.clone() };
    taken(store.update_app(&same_slug).await, App::SLUG_TAKEN, &["slug"])?;
    let same_key = App { publishable_key: other.publishable_key.clone(), ..expected.clone() };
    taken(store.update_app(&same_key).await, App::PUBLISHABLE_KEY_KEY, &["publishable_key"])?;
    check_eq!(store.get_app(&app.id).await?, expected, "the app after two clashes");
    world.advance(SECOND);
    let bare = App { updated_at: world.now(), ..app };
    check_eq!(store.update_app(&bare).await?, bare, "what update gives when fields are emptied");
    check_eq!(store.get_app(&bare.id).await?, bare, "the app with fields emptied");
    check_eq!(store.get_app(&other.id).await?, other, "another app");
    let nobody = full();
    absent(store.update_app(&nobody).await, "update of an app that never was")?;
    check_eq!(store.find_app(&nobody.id).await?, None, "the app that never was, afterwards");
    Ok(())
}

async fn delete_app(world: &World) -> Outcome {
    let store = world.store();
    let (tree, other) = (Tree::grow(world).await?, Tree::grow(world).await?);
    check_eq!(tree.left(world).await?, Tree::ALL, "what the app has");
    // Deleted softly before, it can't come back afterwards.
    let former = world.user(&tree.app).await?;
    store.delete_user(&former.id).await?;
    check!(store.delete_app(&tree.app.id).await?, "the app was not there to be deleted");
    check_eq!(tree.left(world).await?, Vec::<&str>::new(), "what is left of the app");
    check!(!store.restore_user(&former.id).await?, "a former user of a deleted app came back");
    check!(!store.restore_user(&tree.user.id).await?, "a user of a deleted app came back");
    check_eq!(other.left(world).await?, Tree::ALL, "what is left of another app");
    // What is of the app goes with it by itself, and not only because its user or its organization goes.
    let (app, home) = (world.app().await?, world.app().await?);
    let guest = Tree::grow_for(world, &app, &home).await?;
    check!(store.delete_app(&app.id).await?, "the app with guests was not there to be deleted");
    let at_home = ["User", "Organization", "Member", "Account", "Enrollment", "RecoveryCode"];
    check_eq!(guest.left(world).await?, at_home, "what is left of another app's user");
    check_eq!(
        store.get_user(&guest.user.id).await?.env_id,
        None,
        "the user's environment, with the app gone"
    );
    check!(!store.delete_app(&tree.app.id).await?, "the app was deleted twice");
    check!(!store.delete_app(&Id::new()).await?, "an app that never was is said to be deleted");
    store.create_app(&App { id: tree.app.id, ..tree.app.clone() }).await?;
    check_eq!(tree.left(world).await?, ["App"], "what an app has that is created again");
    Ok(())
}

async fn list_apps(world: &World) -> Outcome {
    let store = world.store();
    let list: Lists<App> = |store, filter| store.list_apps(filter);
    let before = store.list_apps(&AppFilter::new().limit(0)).await?.total;
    let stem = unique("list");
    let [a, b, c] = ids::<App, 3>();
    let mut apps = Vec::new();
    // Added from the last id to the first.
    for (id, name, end) in [(c, "Beta", "1"), (b, "alpha_X", "2"), (a, "Alpha", "3")] {
        apps.push(store.create_app(&App { id, ..App::new(name, format!("{stem}-{end}")) }).await?);
        world.advance(SECOND);
    }
    apps.reverse();
    let after = store.list_apps(&AppFilter::new().limit(0)).await?.total;
    check_eq!(after, before.map(|before| before + 3), "how many apps there are, three later");
    let ours = AppFilter::new().filter(App::SLUG.starts_with(&stem));
    pages(world, list, &ours, &apps, "by id").await?;
    let [alpha, alpha_x, beta] = [&apps[0], &apps[1], &apps[2]].map(Clone::clone);
    let by_name = ours.clone().order_by(App::NAME.desc());
    let expected = [alpha_x.clone(), beta.clone(), alpha.clone()];
    pages(world, list, &by_name, &expected, "by name, backwards").await?;
    let named = ours.clone().filter(App::NAME.contains_ignore_case("ALPHA"));
    pages(world, list, &named, &[alpha, alpha_x.clone()], "by part of a name").await?;
    let literal = ours.filter(App::NAME.contains("a_"));
    pages(world, list, &literal, &[alpha_x], "a name with `_`").await
}
