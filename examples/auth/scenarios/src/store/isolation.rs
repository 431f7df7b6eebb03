//! Tenants who have the same names for everything don't see each other.

mod changes;
mod lists;
mod lookups;

use crate::{Check, Outcome, World};

use super::tenant::Tenant;

/// The checks.
pub(super) fn checks() -> impl Iterator<Item = Check> {
    [lookups::CHECKS, lists::CHECKS, changes::CHECKS].into_iter().flatten().copied()
}

/// How many users each of the tenants has.
const PEOPLE: usize = 5;

/// Two tenants, to be looked at from both sides.
async fn two(world: &World) -> Outcome<[Tenant; 2]> {
    Ok([Tenant::new(world, PEOPLE).await?, Tenant::new(world, PEOPLE).await?])
}

/// Each of two, with the other one.
fn sides(tenants: &[Tenant; 2]) -> [(&Tenant, &Tenant); 2] {
    let [a, b] = tenants;
    [(a, b), (b, a)]
}

/// They aren't needed any more.
async fn leave(world: &World, tenants: [Tenant; 2]) -> Outcome {
    for tenant in tenants {
        tenant.leave(world).await?;
    }
    Ok(())
}
