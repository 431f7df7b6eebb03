//! An engine is built on a store.

use storewright::Engine;

fn main() {
    let engine = Engine::builder().build();
    let _ = engine;
}
