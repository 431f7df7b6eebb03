//! What is told and logged when things go wrong.

use std::io;
use std::sync::{Arc, Mutex};

use storewright::{Error, Id, Store};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::{Job, JobFilter, JobStore, Step, StepStore, open};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Neither a password nor a value is told by an error, or logged at any level, when connecting or statements fail. The test must
/// run on one thread. `spoil` takes away the table of jobs.
pub async fn nothing_secret_is_told(url: &str, spoil: impl AsyncFnOnce()) {
    let kept = Kept::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(kept.clone()).finish();
    let logging = subscriber.set_default();
    tracing::trace!("it listens");
    let password = url.split_once("://").unwrap().1.split_once('@').unwrap().0.split_once(':').unwrap().1;

    let mut told = Vec::new();
    let mut refused = |error: Error| told.push(format!("{error} {error:?}"));
    let (head, place) = url.split_once('@').unwrap();
    let wrong = url.replace(password, "wr0ng-s3cret");
    let database = place.rsplit_once('/').unwrap().1;
    let unreachable = format!("{head}@127.0.0.1:1/{database}");
    let absent = url.replace(database, "sw_not_there");
    let question = url.replace(password, &format!("why?s3cret&{password}=1"));
    for url in [
        wrong,
        unreachable,
        absent,
        question,
        format!("{url}?nonsense={password}"),
        format!("{url}?{password}"),
    ] {
        refused(storewright::backends::connect(&url).await.map(drop).unwrap_err());
    }

    let store = open(url).await;
    let job = store.create_job(&Job::new("q", "t0ken-s3cret")).await.unwrap();
    refused(store.create_job(&Job::new("q", "t0ken-s3cret")).await.unwrap_err());
    refused(store.create_job(&job).await.unwrap_err());
    let bulk = ["fine-s3cret", "t0ken-s3cret"].map(|token| Job::new("q", token));
    refused(store.create_jobs(&bulk).await.unwrap_err());
    refused(store.create_job(&Job::new("q", &"s3cret".repeat(100_000))).await.unwrap_err());
    refused(store.create_step(&Step { id: Id::new(), job_id: Id::new() }).await.unwrap_err());
    let full = Job { attempts: i64::MAX, ..Job::new("q", "full-s3cret") };
    store.create_job(&full).await.unwrap();
    let filter = || JobFilter::new().filter(Job::TOKEN.contains("s3cret"));
    assert_eq!(store.list_jobs(&filter()).await.unwrap().items.len(), 2);
    spoil().await;
    refused(store.list_jobs(&filter()).await.unwrap_err());
    refused(store.create_job(&Job::new("q", "last-s3cret")).await.unwrap_err());
    store.close().await.unwrap();

    drop(logging);
    let logged = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("it listens"));
    assert_eq!(told.len(), 13);
    for text in told.iter().chain([&logged]) {
        assert!(!text.contains(password) && !text.contains("s3cret"), "{text}");
    }
}
