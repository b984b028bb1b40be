//! Mail as files in a folder, to look at.

use crate::{BeforeHandover, DeliveryError, Envelope, Mailer, Obstacle};
use async_trait::async_trait;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes each mail to `<local side of its Message-ID>.eml`.
///
/// A file is there as a whole or not at all, and stays once the delivery has succeeded, whatever
/// crashes. Repeating a delivery writes the same bytes to the same name. Only the user who runs
/// the platform can read the files, because they hold addresses.
#[derive(Clone, Debug)]
pub struct Folder {
    directory: PathBuf,
}

impl Folder {
    /// Takes a folder into use, and makes it when there is none.
    ///
    /// # Errors
    /// When it cannot be made or written to.
    pub fn new(directory: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        tempfile::tempfile_in(directory)?;
        Ok(Self { directory: directory.to_owned() })
    }
}

#[async_trait]
impl Mailer for Folder {
    async fn deliver(
        &self,
        envelope: &Envelope,
        before_handover: &mut BeforeHandover<'_>,
    ) -> Result<(), DeliveryError> {
        let later = |error: io::Error| DeliveryError::Later(error.into());
        let content = envelope.compose().map_err(|error| DeliveryError::Later(error.into()))?;
        let directory = self.directory.clone();
        let file = blocking(move || prepare(&directory, &content)).await.map_err(later)?;

        before_handover().map_err(|error| DeliveryError::Later(Obstacle::NotRecorded(error)))?;

        let path = self.directory.join(format!("{}.eml", envelope.message_id.local()));
        blocking(move || Ok(file.persist(path)?)).await.map_err(later)?;
        let directory = self.directory.clone();
        // The new name is a change of the folder, which must last as well.
        blocking(move || File::open(directory)?.sync_all())
            .await
            .map_err(|error| DeliveryError::InDoubt(error.into()))
    }

    fn repeatable(&self) -> bool {
        true
    }
}

/// The mail in a file without a name that anybody looks for: renaming it cannot leave half a mail.
fn prepare(directory: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(directory)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other).flatten()
}
