//! `log prepare`: the schema of a log in PostgreSQL, and what services may do in it.

use crate::settings::StoreAddress;
use anyhow::bail;
use event_log_postgres::PostgresLog;

/// Makes the schema as the owner of the database, and gives a role of services its rights.
pub(super) async fn prepare(owner: &StoreAddress, role: Option<&str>) -> anyhow::Result<()> {
    let StoreAddress::Postgres(address) = owner else {
        bail!("a log in a file needs no preparing: it is made when it is first opened");
    };
    PostgresLog::prepare(address, role).await?;
    println!("The log at {address} is prepared.");
    if let Some(role) = role {
        println!("{role} may add to it and read it, and nothing else.");
    }
    Ok(())
}
