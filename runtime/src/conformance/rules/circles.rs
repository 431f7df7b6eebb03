//! R13: rows that reference themselves or each other.

use super::common::count;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;

register! {
    "R13": self_references, cycles;
}

async fn self_references(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let missing = store.create_folder(&Folder::new("lost", Some("nowhere"))).await;
    check_kind!(
        missing,
        ErrorKind::MissingReference { entity: "Folder", target: "Folder", .. },
        "a folder in no folder"
    );
    let later =
        store.create_folders(&[Folder::new("child", Some("parent")), Folder::new("parent", None)]).await;
    check_kind!(later, ErrorKind::MissingReference { .. }, "bulk create of a folder before the one it is in");
    let earlier = [
        Folder::new("parent", None),
        Folder::new("child", Some("parent")),
        Folder::new("alone", Some("alone")),
    ];
    check_eq!(
        store.create_folders(&earlier).await?.len(),
        3,
        "bulk create of a folder after the one it is in"
    );
    check!(
        store.delete_folder("parent").await? && store.delete_folder("alone").await?,
        "a created folder is not there"
    );
    // A folder in itself, a tree, and a folder beside both.
    store.create_folder(&Folder::new("self", Some("self"))).await?;
    store.create_folder(&Folder::new("root", None)).await?;
    for number in 0..10 {
        store.create_folder(&Folder::new(&format!("child {number}"), Some("root"))).await?;
        store
            .create_folder(&Folder::new(&format!("grandchild {number}"), Some(&format!("child {number}"))))
            .await?;
    }
    check!(store.delete_folder("child 3").await?, "deletion of a folder in the middle");
    check_eq!(count::<Folder>(&store).await?, 20, "folders without one of the middle and what is in it");
    check!(store.delete_folder("root").await?, "deletion of the root");
    check_eq!(count::<Folder>(&store).await?, 1, "folders without the tree");
    check!(store.delete_folder("self").await?, "deletion of a folder in itself");
    check_eq!(count::<Folder>(&store).await?, 0, "folders that are left");
    Ok(())
}

async fn cycles(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let text = |text: &str| Some(text.to_owned());
    // Hens and eggs that follow from each other in a circle, and a pair beside it.
    for id in ["0", "1", "2", "x"] {
        store.create_hen(&Hen { id: id.to_owned(), egg: None }).await?;
        store.create_egg(&Egg { id: id.to_owned(), hen: text(id) }).await?;
    }
    for (hen, egg) in [("0", "2"), ("1", "0"), ("2", "1")] {
        store.update_hen(&Hen { id: hen.to_owned(), egg: text(egg) }).await?;
    }
    check!(store.delete_egg("1").await?, "deletion inside a circle");
    check_eq!(
        (count::<Hen>(&store).await?, count::<Egg>(&store).await?),
        (1, 1),
        "hens and eggs outside the circle"
    );
    for (one, other) in [("a", "b"), ("b", "a")] {
        store.upsert_folder(&Folder::new(one, None)).await?;
        store.upsert_folder(&Folder::new(other, Some(one))).await?;
    }
    store.update_folder(&Folder::new("a", Some("b"))).await?;
    store.update_folder(&Folder::new("b", Some("a"))).await?;
    check!(store.delete_folder("a").await?, "deletion of two folders in each other");
    check_eq!(count::<Folder>(&store).await?, 0, "folders that are left");
    Ok(())
}
