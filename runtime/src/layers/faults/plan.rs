use std::collections::BTreeMap;
use std::time::Duration;

use crate::error::Error;
use crate::layers::Call;
use crate::schema::EntitySchema;

/// What is to become of which calls, and how many have come.
#[derive(Debug, Default)]
pub(super) struct Plan {
    // By kind and tables: from these the count of any selection can be told, of one that is asked for later too.
    seen: BTreeMap<(Call, Vec<&'static str>), u64>,
    planned: Vec<Planned>,
    pub(super) outages: Vec<(Which, Error)>,
}

#[derive(Debug)]
struct Planned {
    which: Which,
    nth: u64,
    fault: Fault,
}

/// What becomes of a call.
#[derive(Debug)]
pub(super) enum Fault {
    Delay(Duration),
    Fail(Error),
    Hang,
    LoseAnswer,
}

/// Which calls: all, unless kinds or tables are named.
#[derive(Debug, Clone, Default)]
pub(super) struct Which {
    pub(super) calls: Vec<Call>,
    pub(super) tables: Vec<String>,
}

impl Which {
    fn holds(&self, call: Call, tables: &[&'static str]) -> bool {
        let of = |table: &String| tables.contains(&table.as_str());
        (self.calls.is_empty() || self.calls.contains(&call))
            && (self.tables.is_empty() || self.tables.iter().any(of))
    }
}

impl Plan {
    pub(super) fn add(&mut self, which: Which, nth: u64, fault: Fault) {
        self.planned.push(Planned { which, nth, fault });
    }

    pub(super) fn calls(&self, which: &Which) -> u64 {
        let counted = self.seen.iter().filter(|((call, tables), _)| which.holds(*call, tables));
        counted.map(|(_, count)| count).sum()
    }

    /// Counts a call, and says what it meets: delays first, then the others as they were planned, an outage last.
    pub(super) fn meet(&mut self, call: Call, schemas: Vec<&'static EntitySchema>) -> Vec<Fault> {
        let tables: Vec<_> = schemas.into_iter().map(EntitySchema::table).collect();
        *self.seen.entry((call, tables.clone())).or_default() += 1;
        let planned = std::mem::take(&mut self.planned);
        let (met, left) = planned.into_iter().partition::<Vec<_>, _>(|planned| {
            planned.which.holds(call, &tables) && self.calls(&planned.which) == planned.nth
        });
        self.planned = left;
        let mut met: Vec<_> = met.into_iter().map(|planned| planned.fault).collect();
        met.sort_by_key(|fault| !matches!(fault, Fault::Delay(_)));
        let outage = self.outages.iter().find(|(which, _)| which.holds(call, &tables));
        met.extend(outage.map(|(_, error)| Fault::Fail(error.clone())));
        met
    }
}
