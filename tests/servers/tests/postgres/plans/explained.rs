//! What the server makes of the statements that it got.

use servers::{LogStep, PostgresLog};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

pub(crate) struct Explained {
    connection: PgConnection,
    log: PostgresLog,
}

impl Explained {
    /// Of the statements in this log, on the tables of this database as they are now.
    pub(crate) async fn new(url: &str, log: PostgresLog) -> Self {
        let connection = PgConnection::connect(url).await.unwrap();
        let mut explained = Self { connection, log };
        explained.run("SET plan_cache_mode = force_generic_plan; VACUUM ANALYZE").await;
        explained
    }

    pub(crate) async fn run(&mut self, sql: &str) {
        for sql in sql.split("; ") {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection).await.unwrap();
        }
    }

    /// Begins anew.
    pub(crate) fn forget(&mut self) {
        self.log.take();
    }

    /// The texts that were prepared since this was asked last. There must be some.
    fn prepared(&mut self) -> Vec<String> {
        let logged = self.log.take();
        assert!(!logged.is_empty(), "nothing was sent");
        logged.into_iter().filter(|line| line.step == LogStep::Execute).map(|line| line.sql).collect()
    }

    /// Where the statements that were run since this was asked last read whole tables or whole indexes.
    pub(crate) async fn scans(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        for sql in self.prepared() {
            found.extend(self.scans_of(&sql).await);
        }
        found
    }

    /// The same of one statement.
    pub(crate) async fn scans_of(&mut self, sql: &str) -> Vec<String> {
        let is_whole = |line: &str, next: Option<&str>| {
            line.contains("Seq Scan")
                || is_index(line) && !next.is_some_and(|next| next.trim_start().starts_with("Index Cond"))
        };
        self.found(sql, is_whole).await
    }

    /// Where they read whole tables, or put rows in order after they were read.
    pub(crate) async fn scans_and_sorts(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        for sql in self.prepared() {
            found
                .extend(self.found(&sql, |line, _| line.contains("Seq Scan") || line.contains("Sort")).await);
        }
        found
    }

    async fn found(&mut self, sql: &str, is_bad: impl Fn(&str, Option<&str>) -> bool) -> Vec<String> {
        let plan = self.plan(sql).await;
        let mut lines = plan.iter().zip((1..).map(|next| plan.get(next)));
        if lines.any(|(line, next)| is_bad(line, next.map(String::as_str))) {
            vec![format!("{sql}\n{}", plan.join("\n"))]
        } else {
            Vec::new()
        }
    }

    async fn plan(&mut self, sql: &str) -> Vec<String> {
        self.run(&format!("PREPARE asked AS {sql}")).await;
        let count = "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'asked'";
        let count: i32 = sqlx::query_scalar(count).fetch_one(&mut self.connection).await.unwrap();
        // Whatever they are: the plan is made without them.
        let values = vec!["NULL"; usize::try_from(count).unwrap()].join(", ");
        let values = if values.is_empty() { values } else { format!("({values})") };
        let explain = format!("EXPLAIN (COSTS OFF) EXECUTE asked{values}");
        let plan = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut self.connection).await.unwrap();
        self.run("DEALLOCATE asked").await;
        plan.iter().map(|row| row.get(0)).collect()
    }
}

fn is_index(line: &str) -> bool {
    ["Index Scan", "Index Only Scan"].iter().any(|scan| line.contains(scan))
}
