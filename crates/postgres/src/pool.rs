//! Connections that many use by turns.

use crate::{ANSWER_TIMEOUT, Address, PostgresError, in_time, tls};
use deadpool_postgres::{Manager, ManagerConfig, Object, RecyclingMethod, Runtime};

/// How many connections there are at most.
const CONNECTIONS_MAX: usize = 8;

/// Connections for statements that each stand alone.
pub struct Pool(deadpool_postgres::Pool);

impl Pool {
    /// Connections to an address, made when they are needed. `options` are settings of the
    /// server for them, as `-c name=value`.
    ///
    /// # Errors
    /// [`PostgresError`] when TLS cannot be set up.
    pub fn new(address: &Address, options: &str) -> Result<Self, PostgresError> {
        let mut config = address.config.clone();
        let options = match config.get_options() {
            Some(own) => format!("{own} {options}"),
            None => options.to_owned(),
        };
        config.options(options);
        let how = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, tls::connector(address)?, how);
        let pool = deadpool_postgres::Pool::builder(manager)
            .max_size(CONNECTIONS_MAX)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(ANSWER_TIMEOUT))
            .create_timeout(Some(ANSWER_TIMEOUT))
            .recycle_timeout(Some(ANSWER_TIMEOUT))
            .build()
            .map_err(|error| PostgresError::Pool(error.to_string()))?;
        Ok(Self(pool))
    }

    /// Does something with a connection, in time.
    ///
    /// # Errors
    /// [`PostgresError`] when there is no connection, no answer in time, or a refusal.
    pub async fn with<T>(
        &self,
        work: impl AsyncFnOnce(&Object) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, PostgresError> {
        let lent = match self.0.get().await {
            Ok(object) => object,
            Err(deadpool_postgres::PoolError::Backend(error)) => return Err(error.into()),
            Err(error) => return Err(PostgresError::Pool(error.to_string())),
        };
        match in_time(work(&lent)).await {
            Ok(found) => Ok(found),
            Err(error) => {
                // One on which something failed or was left unanswered is not used again.
                drop(Object::take(lent));
                Err(error)
            }
        }
    }
}
