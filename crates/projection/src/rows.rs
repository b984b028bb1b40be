//! Rows as projections write them: documents in JSON, with the columns by which they are found.

use crate::ProjectionError;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, Params, Row, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The tables of a read model while an event is applied. Every table of documents has a text
/// column `id`, the columns by which it is searched, and a text column `body`.
pub struct Rows<'t> {
    transaction: &'t Transaction<'t>,
}

impl<'t> Rows<'t> {
    pub(crate) const fn new(transaction: &'t Transaction<'t>) -> Self {
        Self { transaction }
    }

    /// Writes a document, whether it was there or not.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put<T: Serialize>(
        &self,
        table: &str,
        id: &str,
        columns: &[(&str, &dyn ToSql)],
        document: &T,
    ) -> Result<(), ProjectionError> {
        let mut sql = format!("INSERT INTO {table} (id, body");
        for (name, _) in columns {
            sql.extend([", ", name]);
        }
        sql.push_str(") VALUES (?1, ?2");
        sql.extend(columns.iter().map(|_| ", ?"));
        sql.push_str(") ON CONFLICT (id) DO UPDATE SET body = excluded.body");
        for (name, _) in columns {
            sql.extend([", ", name, " = excluded.", name]);
        }
        let body = serde_json::to_string(document)?;
        let mut values: Vec<&dyn ToSql> = vec![&id, &body];
        values.extend(columns.iter().map(|(_, value)| *value));
        self.transaction.prepare_cached(&sql)?.execute(values.as_slice())?;
        Ok(())
    }

    /// A document, when it is there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get<T: DeserializeOwned>(
        &self,
        table: &str,
        id: &str,
    ) -> Result<Option<T>, ProjectionError> {
        let sql = format!("SELECT body FROM {table} WHERE id = ?1");
        let body: Option<String> =
            self.transaction.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// Changes a document and the columns named; leaves alone what is not there.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn change<T: Serialize + DeserializeOwned>(
        &self,
        table: &str,
        id: &str,
        columns: &[(&str, &dyn ToSql)],
        change: impl FnOnce(&mut T),
    ) -> Result<(), ProjectionError> {
        let Some(mut document) = self.get::<T>(table, id)? else { return Ok(()) };
        change(&mut document);
        let updates: String =
            (3..).zip(columns).map(|(n, (name, _))| format!(", {name} = ?{n}")).collect();
        let sql = format!("UPDATE {table} SET body = ?2{updates} WHERE id = ?1");
        let body = serde_json::to_string(&document)?;
        let mut values: Vec<&dyn ToSql> = vec![&id, &body];
        values.extend(columns.iter().map(|(_, value)| *value));
        self.transaction.prepare_cached(&sql)?.execute(values.as_slice())?;
        Ok(())
    }

    /// Executes one statement, for tables that are not of documents.
    ///
    /// # Errors
    /// When it cannot be executed.
    pub fn execute(&self, sql: &str, values: impl Params) -> Result<usize, ProjectionError> {
        Ok(self.transaction.prepare_cached(sql)?.execute(values)?)
    }

    /// The first row that a statement finds, as a tuple of its columns, when it finds any.
    ///
    /// # Errors
    /// When it cannot be executed.
    pub fn find<T>(&self, sql: &str, values: impl Params) -> Result<Option<T>, ProjectionError>
    where
        T: for<'r> TryFrom<&'r Row<'r>, Error = rusqlite::Error>,
    {
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| row.try_into()).optional()?)
    }

    /// The first column of every row that a statement finds.
    ///
    /// # Errors
    /// When it cannot be executed.
    pub fn find_all<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        values: impl Params,
    ) -> Result<Vec<T>, ProjectionError> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let found = statement.query_map(values, |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
