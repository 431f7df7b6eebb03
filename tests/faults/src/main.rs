//! Creates batches until it is killed, and says which ones were acknowledged: `faults URL FIRST_BATCH`.
#![allow(clippy::print_stdout, reason = "the test reads what it says")]

use std::error::Error;
use std::io::Write as _;

use faults::{Parcel, ParcelStore, batch};
use storewright::{ConnectOptions, Entity, Store};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(first)) = (arguments.next(), arguments.next()) else {
        return Err("usage: faults URL FIRST_BATCH".into());
    };
    let store = ConnectOptions::url(url).connect(vec![Parcel::schema()]).await?;
    store.migrate(&[]).await?;
    let mut stdout = std::io::stdout();
    for number in first.parse::<i64>()?.. {
        store.create_parcels(&batch(number)).await?;
        writeln!(stdout, "{number}")?;
        stdout.flush()?;
    }
    Ok(())
}
