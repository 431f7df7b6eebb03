//! Creates batches, each in one call or one transaction, until it is killed, and says which ones were acknowledged: `faults URL FIRST_BATCH`.
#![allow(clippy::print_stdout, reason = "the test reads what it says")]

use std::error::Error;
use std::io::Write as _;

use faults::{Parcel, ParcelStore, batch};
use storewright::{ConnectOptions, Entity, Store, StoreExt, StoreHandle};

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
        if number % 2 == 0 {
            store.create_parcels(&batch(number)).await?;
        } else {
            in_two_calls(&store, number).await?;
        }
        writeln!(stdout, "{number}")?;
        stdout.flush()?;
    }
    Ok(())
}

/// The same in one transaction of several calls.
async fn in_two_calls(store: &StoreHandle, number: i64) -> storewright::Result<()> {
    let parcels = batch(number);
    let (first, second) = parcels.split_at(parcels.len() / 2);
    let tx = store.begin().await?;
    tx.create_parcels(first).await?;
    tx.create_parcels(second).await?;
    tx.commit().await
}
