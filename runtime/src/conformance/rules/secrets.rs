//! R19: secrets appear nowhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, refused};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::store::ConnectOptions;

register! {
    "R19": errors_hold_no_secret, debug_holds_no_value, cursors_hold_no_secret, options_hold_no_password;
}

const MARKER: &str = "marker-7f3a";

fn vault(name: &str) -> Vault {
    Vault {
        id: Id::new(),
        name: name.to_owned(),
        token: format!("{MARKER}-token"),
        pin: Some(format!("{MARKER}-pin")),
    }
}

async fn errors_hold_no_secret(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let stored = store.create_vault(&vault("v")).await?;
    check_eq!(store.get_vault(&stored.id).await?, stored, "the stored secrets");
    let nul = Vault { token: format!("{MARKER}\0"), ..vault("nul") };
    let absent = vault("absent");
    let errors = [
        refused(store.create_vault(&stored).await, "create with a taken id")?,
        refused(store.create_vault(&vault("v")).await, "create with a taken name")?,
        refused(store.create_vaults(&[vault("a"), vault("a")]).await, "bulk create of the same name")?,
        refused(store.update_vault(&absent).await, "update of no row")?,
        refused(store.create_vault(&nul).await, "create with NUL")?,
        refused(store.upsert_vault(&nul).await, "upsert with NUL")?,
        refused(store.get_vault(&absent.id).await, "get of no row")?,
        refused(
            store.create_note(&Note::new(&format!("{MARKER}\0"), "t", "")).await,
            "create with NUL in the id",
        )?,
    ];
    for error in errors {
        let text = format!("{error} {error:?} {:#?}", error.kind());
        check!(!text.contains(MARKER), "an error tells a value: {text}");
    }
    Ok(())
}

async fn debug_holds_no_value(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let row = vault("v").to_row()?;
    check!(!format!("{row:?} {row:#?}").contains(MARKER), "Debug of a row tells its values: {row:?}");
    let list = NoteFilter::new().filter(Note::BODY.eq(MARKER).or(!Note::TITLE.is_in([MARKER])));
    check!(
        !format!("{list:?}").contains(MARKER),
        "Debug of a list tells the values of its conditions: {list:?}"
    );
    let text = format!("{store:?} {:?} {:?}", store.references(), Vault::schema());
    check!(!text.contains(MARKER), "Debug of a store tells values: {text}");
    Ok(())
}

async fn cursors_hold_no_secret(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_vaults(&[vault("a"), vault("b"), vault("c")]).await?;
    for list in [VaultFilter::new(), VaultFilter::new().order_by(Vault::NAME.desc())] {
        let page = store.list_vaults(&list.limit(1)).await?;
        let Some(cursor) = page.next else {
            check!(false, "the first page has no cursor");
            return Ok(());
        };
        check!(!format!("{cursor:?}").contains(cursor.as_str()), "Debug of a cursor shows it");
        let decoded = URL_SAFE_NO_PAD.decode(cursor.as_str()).unwrap_or_default();
        let found = decoded.windows(MARKER.len()).any(|part| part == MARKER.as_bytes());
        check!(!found && !cursor.as_str().contains(MARKER), "a cursor holds a secret");
    }
    Ok(())
}

async fn options_hold_no_password(_: &Context<'_>) -> Outcome {
    let options =
        ConnectOptions::url(format!("postgres://user:{MARKER}@host/db")).cursor_key(*b"0123456789abcdef");
    let text = format!("{options:?}");
    check!(
        !text.contains(MARKER) && !text.contains("0123456789"),
        "Debug of the options tells a secret: {text}"
    );
    for url in [format!("no-such-scheme://user:{MARKER}@host"), MARKER.to_owned(), format!("{MARKER}:x")] {
        let error = refused(ConnectOptions::url(url).connect(Vec::new()).await, "a URL of no backend")?;
        check!(
            !format!("{error} {error:?}").contains(MARKER),
            "the error of a mistyped URL quotes it: {error}"
        );
    }
    Ok(())
}
