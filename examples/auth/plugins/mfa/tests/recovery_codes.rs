//! Recovery codes: each is good once, and none of the old ones when there are new ones.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::sync::Arc;

use auth_core::{App, AuthStore, User};
use auth_mfa::{MfaPlugin, RecoveryCodeStore as _};
use storewright::layers::{Call, Faults};
use storewright::{ConnectOptions, Engine, Error, KeyRing};
use tokio::sync::Barrier;

type Auth = Engine<dyn AuthStore>;

async fn engine(options: ConnectOptions) -> (Arc<Auth>, User) {
    let store = <dyn AuthStore>::connect(options.keys(KeyRing::new(1, [7; 32]))).await.unwrap();
    let engine = Engine::builder().store(store).plugin(MfaPlugin::new()).build().unwrap();
    engine.start().await.unwrap();
    let app = engine.store().create_app(&App::new("Demo", "demo")).await.unwrap();
    let ada = engine.store().create_user(&User::new(app.id, "ada@example.com")).await.unwrap();
    (Arc::new(engine), ada)
}

fn mfa(engine: &Auth) -> &MfaPlugin {
    engine.plugin::<MfaPlugin>().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_redeem_a_code_one_has_it() {
    let (engine, ada) = engine("memory:".into()).await;
    let codes = mfa(&engine).replace_recovery_codes(&ada.id, 8).await.unwrap();
    for code in &codes {
        let together = Arc::new(Barrier::new(16));
        let racing: Vec<_> = (0..16)
            .map(|_| {
                let (engine, together, code) =
                    (Arc::clone(&engine), Arc::clone(&together), code.to_uppercase());
                tokio::spawn(async move {
                    together.wait().await;
                    mfa(&engine).redeem(&ada.id, &code).await.unwrap()
                })
            })
            .collect();
        let mut won = 0;
        for one in racing {
            won += usize::from(one.await.unwrap());
        }
        assert_eq!(won, 1);
    }
}

#[tokio::test]
async fn new_codes_take_the_place_of_the_old_ones() {
    let (engine, ada) = engine("memory:".into()).await;
    let bob = engine.store().create_user(&User::new(ada.app_id, "bob@example.com")).await.unwrap();
    let mfa = mfa(&engine);
    let old = mfa.replace_recovery_codes(&ada.id, 3).await.unwrap();
    let new = mfa.replace_recovery_codes(&ada.id, 2).await.unwrap();
    let stored = engine.store().get_recovery_codes(&ada.id).await.unwrap();
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|row| !new.contains(&row.code_hash)));
    assert!(!mfa.redeem(&ada.id, &old[0]).await.unwrap());
    assert!(!mfa.redeem(&bob.id, &new[0]).await.unwrap());
    assert!(mfa.redeem(&ada.id, &new[0]).await.unwrap());
    assert!(!mfa.redeem(&ada.id, "").await.unwrap());
}

#[tokio::test]
async fn old_codes_are_good_as_long_as_the_new_ones_are_not_there() {
    let faults = Faults::new();
    let (engine, ada) = engine(ConnectOptions::url("memory:").layer(faults.clone())).await;
    let old = mfa(&engine).replace_recovery_codes(&ada.id, 3).await.unwrap();
    let inserts = faults.on(Call::Insert).of("mfa_recovery_codes");
    inserts.fail(inserts.calls() + 1, Error::backend("planned"));
    assert!(mfa(&engine).replace_recovery_codes(&ada.id, 3).await.is_err());
    // What passes is tried again, and nobody sees it.
    inserts.fail(inserts.calls() + 1, Error::busy("planned"));
    let bob = engine.store().create_user(&User::new(ada.app_id, "bob@example.com")).await.unwrap();
    assert_eq!(mfa(&engine).replace_recovery_codes(&bob.id, 3).await.unwrap().len(), 3);
    assert_eq!(engine.store().get_recovery_codes(&bob.id).await.unwrap().len(), 3);
    assert!(mfa(&engine).redeem(&ada.id, &old[0]).await.unwrap());
}

#[tokio::test]
async fn a_plugin_that_is_not_started_says_so() {
    let (engine, ada) = engine("memory:".into()).await;
    engine.stop().await.unwrap();
    let refused = mfa(&engine).redeem(&ada.id, "x").await.unwrap_err().to_string();
    assert!(refused.contains("isn't started"), "{refused}");
}
