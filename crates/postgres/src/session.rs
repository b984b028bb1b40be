//! One connection that is used by one.

use crate::{Address, PostgresError, in_time, tls};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Client, Connection, Socket};

/// One connection, with what the server says on it unasked.
pub struct Session {
    client: Client,
    warning: Arc<Mutex<Option<String>>>,
    notifications: mpsc::UnboundedReceiver<String>,
}

impl Session {
    /// Connects to the host of an address that takes writes.
    ///
    /// # Errors
    /// [`PostgresError`] when no host does, or none can be reached in time.
    pub async fn open(address: &Address) -> Result<Self, PostgresError> {
        let tls = tls::connector(address)?;
        let (client, connection) = in_time(address.config.connect(tls)).await?;
        let (notify, notifications) = mpsc::unbounded_channel();
        let warning = Arc::<Mutex<Option<String>>>::default();
        tokio::spawn(attend(connection, warning.clone(), notify));
        Ok(Self { client, warning, notifications })
    }

    /// What asks the server.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The warning that came since the last look, if any. What came before an answer is known when
    /// the answer is.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        self.warning.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The next notification; nothing when the connection has ended.
    pub async fn notified(&mut self) -> Option<String> {
        self.notifications.recv().await
    }
}

/// Carries bytes for as long as the connection is used, and keeps what was said unasked.
async fn attend<S>(
    mut connection: Connection<Socket, S>,
    warning: Arc<Mutex<Option<String>>>,
    notify: mpsc::UnboundedSender<String>,
) where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            AsyncMessage::Notice(notice) if notice.severity() == "WARNING" => {
                tracing::warn!(message = notice.message(), "the database warns");
                let mut kept = warning.lock().unwrap_or_else(PoisonError::into_inner);
                *kept = Some(notice.message().to_owned());
            }
            AsyncMessage::Notification(notification) => {
                // Whoever does not listen does not need it.
                let _ = notify.send(notification.payload().to_owned());
            }
            _ => {}
        }
    }
}
