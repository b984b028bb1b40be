//! The settings of mail, as they stand in the settings file.

use crate::{Folder, Mailer, Secret, Sender, Smtp, SmtpSettings};
use serde::Deserialize;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// How mail is delivered: `mailer = "folder"` or `mailer = "smtp"`, each with its own settings
/// beside it. A setting that does not exist is refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "mailer", rename_all = "lowercase")]
pub enum MailSettings {
    /// As files in a folder.
    Folder(FolderSettings),
    /// Over SMTP.
    Smtp(SmtpSettings),
}

/// Mail as files in a folder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderSettings {
    /// Who the mail comes from.
    pub from: Sender,
    /// The folder. It is made when there is none.
    pub directory: PathBuf,
}

/// A setting of mail is wrong. Says which one and what to do, to the administrator.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A value is wrong, or does not go with another one.
    #[error("mail setting {setting}: {problem}")]
    Wrong {
        /// The setting.
        setting: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A file or folder that a setting names cannot be used.
    #[error("mail setting {setting}: {} cannot be used", path.display())]
    Unusable {
        /// The setting.
        setting: &'static str,
        /// What it names.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

impl SettingsError {
    pub(crate) fn wrong(setting: &'static str, problem: impl Into<String>) -> Self {
        let problem = problem.into();
        Self::Wrong { setting, problem }
    }
}

impl MailSettings {
    /// Who the mail comes from.
    #[must_use]
    pub const fn sender(&self) -> &Sender {
        match self {
            Self::Folder(settings) => &settings.from,
            Self::Smtp(settings) => &settings.from,
        }
    }

    /// The mailer that these settings describe. Nothing is connected to yet.
    ///
    /// `password` is one that came from the environment, for a mail server that asks to sign in;
    /// the settings file itself can only name a file that holds it.
    ///
    /// # Errors
    /// The setting that is wrong and what to do.
    pub fn mailer(&self, password: Option<Secret>) -> Result<Arc<dyn Mailer>, SettingsError> {
        match self {
            Self::Folder(_) if password.is_some() => Err(SettingsError::wrong(
                "mailer",
                "a password was given, but mail goes to a folder; choose \"smtp\", or take the \
                 password away",
            )),
            Self::Folder(FolderSettings { directory, .. }) => {
                let folder = Folder::new(directory).map_err(|cause| SettingsError::Unusable {
                    setting: "directory",
                    path: directory.clone(),
                    cause,
                })?;
                Ok(Arc::new(folder))
            }
            Self::Smtp(settings) => Ok(Arc::new(Smtp::new(settings, password)?)),
        }
    }
}
