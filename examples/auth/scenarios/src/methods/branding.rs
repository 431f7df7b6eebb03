use auth_core::{Branding, BrandingStore as _, Organization, OrganizationStore as _};
use storewright::{Id, Timestamp, Upserted};

use super::expect::{absent, filled, orphan, taken};
use super::lists::SECOND;
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![get_branding, save_branding, delete_branding];

/// A look with every field set.
fn full(organization: &Organization) -> Branding {
    Branding {
        logo_url: Some("https://example.com/logo.png".to_owned()),
        primary_color: Some("#112233".to_owned()),
        secondary_color: Some("rebeccapurple".to_owned()),
        background_color: Some("rgb(0 0 0 / 50%)".to_owned()),
        css: Some("body > a::after { content: '→'; }\n".repeat(100)),
        company_name: Some("Größe & Söhne".to_owned()),
        tagline: Some("\"We're\" here".to_owned()),
        ..Branding::new(organization)
    }
}

async fn two(world: &World) -> Outcome<(Organization, Organization)> {
    let (_, user) = world.app_and_user().await?;
    Ok((world.organization(&user).await?.0, world.organization(&user).await?.0))
}

async fn get_branding(world: &World) -> Outcome {
    let store = world.store();
    let (organization, other) = two(world).await?;
    absent(store.get_branding(&organization.id).await, "the look of an organization without one")?;
    let given = full(&organization);
    let expected = Branding { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.save_branding(&given).await?, Upserted::Inserted(expected.clone()), "what save gives");
    check_eq!(store.get_branding(&organization.id).await?, expected, "the look");
    absent(store.get_branding(&other.id).await, "the look of another organization")?;
    let others = store.save_branding(&Branding::new(&other)).await?.into_inner();
    check_eq!(store.get_branding(&other.id).await?, others, "the look of the other organization");
    check_eq!(store.get_branding(&organization.id).await?, expected, "the look, beside another");
    absent(store.get_branding(&Id::new()).await, "the look of no organization")
}

async fn save_branding(world: &World) -> Outcome {
    let store = world.store();
    let (organization, other) = two(world).await?;
    let first = store.save_branding(&Branding::new(&organization)).await?;
    check!(first.is_inserted(), "the first one is said to be in another's place");
    let first = first.into_inner();
    let others = store.save_branding(&full(&other)).await?;
    check!(others.is_inserted(), "another organization's is said to be in the first one's place");
    let others = others.into_inner();
    // It replaces everything but the id and the moment of creation.
    world.advance(SECOND);
    let given = Branding { created_at: Timestamp::MIN, ..full(&organization) };
    let expected =
        Branding { id: first.id, created_at: first.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.save_branding(&given).await?, Upserted::Replaced(expected.clone()), "what save gives");
    check_eq!(store.get_branding(&organization.id).await?, expected, "the look that was saved");
    check_eq!(store.find_branding_by_id(&given.id).await?, None, "a second look of the organization");
    world.advance(SECOND);
    let bare = Branding { updated_at: world.now(), ..first };
    let emptied = store.save_branding(&Branding::new(&organization)).await?;
    check_eq!(emptied, Upserted::Replaced(bare.clone()), "what save gives when fields are emptied");
    check_eq!(store.get_branding(&organization.id).await?, bare, "the look with fields emptied");
    check_eq!(store.get_branding(&other.id).await?, others, "another organization's look");
    // Another organization's id is no way to its look.
    let (third, _) = two(world).await?;
    let stolen = Branding { id: others.id, ..full(&third) };
    taken(store.save_branding(&stolen).await, Branding::PRIMARY_KEY, &["id"])?;
    check_eq!(store.get_branding(&other.id).await?, others, "the look whose id was tried");
    absent(store.get_branding(&third.id).await, "the look that was not saved")?;
    let result = store.save_branding(&Branding { org_id: Id::new(), ..full(&third) }).await;
    orphan(result.map(Upserted::into_inner), "org_id", "Organization")?;
    let result = store.save_branding(&Branding { app_id: Id::new(), ..full(&third) }).await;
    orphan(result.map(Upserted::into_inner), "app_id", "App")
}

async fn delete_branding(world: &World) -> Outcome {
    let store = world.store();
    let (organization, other) = two(world).await?;
    let first = store.save_branding(&full(&organization)).await?.into_inner();
    let others = store.save_branding(&full(&other)).await?.into_inner();
    check!(store.delete_branding(&organization.id).await?, "the look was not there to be deleted");
    absent(store.get_branding(&organization.id).await, "the deleted look")?;
    check_eq!(store.get_branding(&other.id).await?, others, "another organization's look");
    check_eq!(store.get_organization(&organization.id).await?, organization, "the organization");
    check!(!store.delete_branding(&organization.id).await?, "the look was deleted twice");
    check!(!store.delete_branding(&Id::new()).await?, "the look of no organization is said to be deleted");
    let again = store.save_branding(&full(&organization)).await?;
    check!(again.is_inserted() && again.into_inner().id != first.id, "the deleted look came back");
    Ok(())
}
