//! What the generated methods say of themselves.

mod method;

pub(super) use method::method;

/// The parts that the docs of every method have.
pub(super) fn compose(what: &str, errors: &str, cost: &str) -> String {
    format!(" {what}\n\n Cost: {cost}.\n\n # Errors\n\n {errors}")
}

const ONE_TRIP: &str = "one round trip";
const BACKEND: &str = "What the backend says.";
