use super::on::On;
use super::{Checking, Kind};
use crate::declaration::MethodClauses;
use crate::model::condition::Condition;

impl Checking<'_> {
    /// What the method does, and all its clauses. Their order here is the order of the arguments.
    pub(super) fn kind(&mut self, clauses: MethodClauses) -> Option<Kind> {
        let word = self.word.to_string();
        match word.as_str() {
            "swap" => self.swap(clauses),
            "claim" => self.claim(clauses),
            "take" => self.take(clauses),
            "insert_new" => self.insert_new(clauses),
            "upsert" => self.upsert(clauses),
            "set_exclusive" => self.set_exclusive(clauses),
            "increment" => self.increment(clauses),
            "raise" => self.raise(clauses),
            "count_by" => self.count_by(clauses),
            "through" => self.through(clauses),
            "create_with" => self.create_with(clauses),
            "update" => {
                if clauses.set.is_none() {
                    self.lacks(
                        "this update changes nothing",
                        "add `set(…)` with the columns that it changes",
                    );
                }
                self.filter(clauses.filter);
                self.guard(clauses.guard);
                self.set(clauses.set);
                Some(Kind::Update { returning: clauses.returning.is_some() })
            }
            word => {
                self.filter(clauses.filter);
                self.guard(clauses.guard);
                self.order(clauses.order);
                self.limit(clauses.limit);
                Some(match word {
                    "get" => Kind::Get,
                    "find" => Kind::Find,
                    "list" => Kind::List,
                    "count" => Kind::Count,
                    "exists" => Kind::Exists,
                    "delete" => Kind::Delete,
                    _ => return None,
                })
            }
        }
    }

    fn swap(&mut self, clauses: MethodClauses) -> Option<Kind> {
        if clauses.filter.is_none() {
            self.lacks(
                "this swap doesn't say what it expects of the row, so it would be an update",
                "add `filter(…)` with what the row must still hold",
            );
        }
        self.entity();
        self.filter(clauses.filter);
        Some(Kind::Swap)
    }

    fn claim(&mut self, clauses: MethodClauses) -> Option<Kind> {
        let MethodClauses { filter, set, order, returning, .. } = clauses;
        let before = self.mistakes.count();
        if set.is_none() {
            let help =
                "add `set(…)` with the column that marks the row as claimed, such as `set(used_at = now)`";
            self.lacks("this claim changes nothing", help);
        }
        if filter.is_none() {
            let help =
                "add `filter(…)` with what an unclaimed row is like, such as `filter(used_at == none)`";
            self.lacks("this claim takes any row, claimed or not", help);
        }
        self.filter(filter);
        self.set(set);
        self.order(order);
        let compared = |field: usize| {
            self.filter.iter().flat_map(Condition::compared).any(|compared| compared.field == field)
        };
        let once = self.set.iter().any(|assigned| compared(assigned.field));
        if self.mistakes.count() == before && !once {
            self.lacks(
                "this claim can be won twice: no column that `set(…)` changes is compared in `filter(…)`",
                "compare the column that marks the row as claimed, such as `filter(used_at == none), set(used_at = now)`",
            );
        }
        Some(Kind::Claim { returning: returning.is_some() })
    }

    fn take(&mut self, clauses: MethodClauses) -> Option<Kind> {
        if clauses.filter.is_none() {
            self.lacks(
                "this take doesn't say which row it is about",
                "add `filter(…)` with what that row is like",
            );
        }
        self.filter(clauses.filter);
        self.order(clauses.order);
        Some(Kind::Take)
    }

    fn insert_new(&mut self, clauses: MethodClauses) -> Option<Kind> {
        self.entity();
        let on = match clauses.on {
            Some(on) => match self.on(on)? {
                On::Key(_) => None,
                On::Index(index) => Some(index),
            },
            None => None,
        };
        Some(Kind::InsertNew { on })
    }

    fn upsert(&mut self, clauses: MethodClauses) -> Option<Kind> {
        self.entity();
        let on = clauses.on?;
        let key = on.key;
        if self.context.fields.all.iter().any(|field| field.encrypted) {
            let words = "the ciphertext is bound to the row's id, which an upsert on an index doesn't know";
            let help = "help: find the row first, then update it, in a transaction";
            self.mistakes.at(key, format!("{words}\n{help}"));
            return None;
        }
        match self.on(on)? {
            On::Index(on) => Some(Kind::Upsert { on }),
            On::Key(key) => {
                let help = "help: leave `on(…)` out to give the generated one this name";
                self.mistakes.at(key, format!("an upsert on the id is generated already\n{help}"));
                None
            }
        }
    }
}
