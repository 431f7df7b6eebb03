//! Faults of reading: predicates that mean something else, orders, pages and totals.

use storewright::Result;
use storewright::Value;
use storewright::backend::{Select, Selection};
use storewright::query::{CompareOp, Order, Predicate, TextOp};
use storewright::schema::EntitySchema;

use crate::Fault;
use crate::backend::Faulty;

impl Faulty<'_> {
    pub(crate) async fn select(&self, mut select: Select) -> Result<Selection> {
        select.filter = self.misread(select.schema, select.filter);
        self.mislink(&mut select);
        match self.fault {
            Fault::IgnoresCursor => select.after = None,
            Fault::NoneLast if !select.order.is_empty() => return self.select_none_last(select).await,
            Fault::IgnoresTies if select.order.len() > 1 => {
                select.order.pop();
            }
            Fault::TotalAfterTheCursor => {
                if let Some(after) = select.after_predicate() {
                    select.filter = select.filter.and(after);
                }
            }
            _ => {}
        }
        let mut selection = self.inner.select(select).await?;
        if self.has(Fault::TotalOfThePage) && selection.total.is_some() && !selection.rows.is_empty() {
            selection.total = Some(selection.rows.len() as u64);
        }
        Ok(selection)
    }

    /// Everything, sorted with null after all other values, then cut into the page that is asked for.
    async fn select_none_last(&self, select: Select) -> Result<Selection> {
        let Select { schema, filter, order, after, limit, total, through } = select;
        let all = Select { order: order.clone(), total, through, ..Select::new(schema, filter) };
        let mut selection = self.inner.select(all).await?;
        let key =
            |row: &[Value], by: &Order| (by.descending != row[by.column].is_null(), row[by.column].clone());
        let compare = |a: &[Value], b: &[Value]| {
            order
                .iter()
                .map(|by| {
                    let (a, b) = (key(a, by), key(b, by));
                    let way = a.1.compare(&b.1).unwrap_or(std::cmp::Ordering::Equal);
                    let way = if by.descending { way.reverse() } else { way };
                    a.0.cmp(&b.0).then(way)
                })
                .fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        };
        selection.rows.sort_by(|a, b| compare(a, b));
        if let Some(after) = after {
            let mut last = vec![Value::Null; schema.columns().len()];
            for (by, value) in order.iter().zip(after) {
                last[by.column] = value;
            }
            selection.rows.retain(|row| compare(row, &last).is_gt());
        }
        selection.rows.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
        Ok(selection)
    }

    /// The predicate as this mutant understands it.
    pub(crate) fn misread(&self, schema: &EntitySchema, predicate: Predicate) -> Predicate {
        let again =
            |parts: Vec<Predicate>| parts.into_iter().map(|part| self.misread(schema, part)).collect();
        match (self.fault, predicate) {
            (_, Predicate::All(parts)) => Predicate::All(again(parts)),
            (_, Predicate::Any(parts)) => Predicate::Any(again(parts)),
            (Fault::ThreeValues, Predicate::Not(inner)) => {
                let known = columns(&inner)
                    .into_iter()
                    .map(|column| Predicate::Not(Box::new(Predicate::IsNull { column })));
                let mut parts: Vec<_> = known.collect();
                parts.push(Predicate::Not(inner));
                Predicate::All(parts)
            }
            (_, Predicate::Not(inner)) => Predicate::Not(Box::new(self.misread(schema, *inner))),
            (Fault::ShowsDeletedRows, Predicate::IsNull { column })
                if schema.soft_delete() == Some(column) =>
            {
                Predicate::EVERYTHING
            }
            (Fault::ShowsExpiredRows, Predicate::Compare { column, op: CompareOp::Gt, .. })
                if schema.ttl() == Some(column) =>
            {
                Predicate::EVERYTHING
            }
            (
                Fault::IgnoresCase,
                Predicate::Compare { column, op: CompareOp::Eq, value: Value::Text(text) },
            ) => {
                let find = |op| Predicate::Text { column, op, ignore_case: true, text: text.clone() };
                let longer = Value::Text(format!("{}\u{10ffff}", text.to_lowercase()));
                Predicate::All(vec![
                    find(TextOp::StartsWith),
                    find(TextOp::EndsWith),
                    Predicate::Compare { column, op: CompareOp::Lt, value: longer },
                ])
            }
            (
                Fault::IgnoresTrailingSpaces,
                Predicate::Compare { column, op: CompareOp::Eq, value: Value::Text(text) },
            ) => {
                let values =
                    ["", " ", "  "].map(|end| Value::Text(format!("{}{end}", text.trim_end_matches(' '))));
                Predicate::In { column, values: values.to_vec() }
            }
            (Fault::Wildcards, Predicate::Text { column, op: TextOp::Contains, ignore_case, text }) => {
                let parts = text.split('%').map(str::to_owned);
                let parts =
                    parts.map(|text| Predicate::Text { column, op: TextOp::Contains, ignore_case, text });
                Predicate::All(parts.collect())
            }
            (Fault::FoldsEveryCase, Predicate::Text { column, op, ignore_case: true, text }) => {
                let forms = [text.to_lowercase(), text.to_uppercase(), text];
                Predicate::Any(
                    forms.map(|text| Predicate::Text { column, op, ignore_case: true, text }).to_vec(),
                )
            }
            (Fault::CutsLists, Predicate::In { column, mut values }) => {
                values.truncate(100);
                Predicate::In { column, values }
            }
            (_, predicate) => predicate,
        }
    }
}

fn columns(predicate: &Predicate) -> Vec<usize> {
    match predicate {
        Predicate::Compare { column, .. } | Predicate::In { column, .. } | Predicate::Text { column, .. } => {
            vec![*column]
        }
        _ => Vec::new(),
    }
}
