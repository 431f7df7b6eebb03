//! What an engine is given implements `Plugin`.

use storewright::Engine;

struct Consents;

fn main() {
    let engine = Engine::builder().plugin(Consents);
    let _ = engine;
}
