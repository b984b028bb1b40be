//! The settings of mail over SMTP, and what makes them wrong.

use super::Route;
use crate::{Secret, Sender, SettingsError};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use serde::Deserialize;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the connection with a mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Encrypted after `STARTTLS` (RFC 3207). A server that does not offer it gets no mail.
    #[default]
    StartTls,
    /// Encrypted from the first byte (RFC 8314).
    Tls,
    /// Not at all. Only for a mail server on this machine.
    None,
}

/// Mail over SMTP.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Who the mail comes from.
    pub from: Sender,
    /// The mail server: its name as in its certificate, or its address.
    pub host: String,
    /// Its port; when absent 587 for `starttls`, 465 for `tls` and 25 for `none`.
    pub port: Option<u16>,
    /// How the connection is protected: `starttls`, `tls` or `none`.
    #[serde(default)]
    pub mode: Security,
    /// The name to sign in with; when absent there is no signing in.
    pub user: Option<Secret>,
    /// A file that holds the password, and nothing else.
    pub password_file: Option<PathBuf>,
    /// A PEM file with the authorities to trust instead of those of this machine.
    pub ca_file: Option<PathBuf>,
    /// How long the server may take for each step, in seconds: 1 to 600. A mail whose sending
    /// takes longer is in doubt, so do not make it short.
    #[serde(default = "timeout_seconds_default")]
    pub timeout_seconds: u64,
    /// The name to introduce ourselves with; when absent the domain of the sender's address.
    pub helo_name: Option<String>,
}

const fn timeout_seconds_default() -> u64 {
    60
}

impl SmtpSettings {
    pub(super) fn route(&self) -> Result<Route, SettingsError> {
        if self.host.parse::<IpAddr>().is_err() && !is_host_name(&self.host) {
            return Err(SettingsError::wrong(
                "host",
                "this is not the name or the address of a server, such as mail.example",
            ));
        }
        if self.port == Some(0) {
            return Err(SettingsError::wrong("port", "a port is 1 to 65535"));
        }
        let host = || self.host.clone();
        let port = |usual: u16| self.port.unwrap_or(usual);
        Ok(match self.mode {
            Security::StartTls => {
                Route::StartTls(host(), port(587), self.trust(authorities_of_this_machine)?)
            }
            Security::Tls => {
                Route::Tls(host(), port(465), self.trust(authorities_of_this_machine)?)
            }
            Security::None => Route::Loopback(self.loopback(port(25))?),
        })
    }

    fn loopback(&self, port: u16) -> Result<Vec<SocketAddr>, SettingsError> {
        if self.ca_file.is_some() {
            return Err(SettingsError::wrong(
                "ca_file",
                "with mode \"none\" nothing is encrypted, so no authority is asked; take it away, \
                 or choose mode \"starttls\" or \"tls\"",
            ));
        }
        let addresses = match self.host.parse::<IpAddr>() {
            Ok(address) if address.is_loopback() => vec![address],
            Err(_) if self.host == "localhost" => {
                vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
            }
            _ => {
                return Err(SettingsError::wrong(
                    "mode",
                    "\"none\" sends mail and passwords so that everybody on the way can read \
                     them; it is only for a server on this machine (localhost). Choose \
                     \"starttls\" or \"tls\"",
                ));
            }
        };
        let at_port = |address| SocketAddr::new(address, port);
        Ok(addresses.into_iter().map(at_port).collect())
    }

    fn trust(&self, of_this_machine: fn() -> usize) -> Result<TlsParameters, SettingsError> {
        let trust = TlsParameters::builder(self.host.clone());
        let trust = match &self.ca_file {
            Some(file) => trust
                .certificate_store(CertificateStore::None)
                .add_root_certificate(authorities(file)?),
            None if of_this_machine() == 0 => {
                return Err(SettingsError::wrong(
                    "ca_file",
                    "this machine has no list of certificate authorities; install its \
                     ca-certificates package, or name a PEM file here",
                ));
            }
            None => trust,
        };
        trust.build().map_err(|error| {
            SettingsError::wrong("ca_file", format!("a certificate cannot be used: {error}"))
        })
    }

    pub(super) fn hello(&self) -> Result<ClientId, SettingsError> {
        let sender = self.from.address.as_str().rsplit_once('@');
        let name = self
            .helo_name
            .as_deref()
            .or(sender.map(|(_, domain)| domain))
            .filter(|name| is_host_name(name));
        let name = name.ok_or_else(|| {
            SettingsError::wrong("helo_name", "this is not a name such as mail.example")
        })?;
        Ok(ClientId::Domain(name.to_owned()))
    }

    pub(super) fn credentials(
        &self,
        environment: Option<Secret>,
    ) -> Result<Option<Credentials>, SettingsError> {
        let password = match (environment, &self.password_file) {
            (Some(_), Some(_)) => {
                return Err(SettingsError::wrong(
                    "password_file",
                    "the password is also given in the environment; take one of them away",
                ));
            }
            (None, Some(file)) => Some(password_in(file)?),
            (environment, None) => environment,
        };
        match (&self.user, password) {
            (None, None) => Ok(None),
            (Some(_), None) => Err(SettingsError::wrong(
                "user",
                "signing in needs a password; give it in the environment or name a password_file",
            )),
            (None, Some(_)) => Err(SettingsError::wrong(
                "user",
                "there is a password but no user; add the user, or take the password away",
            )),
            (Some(user), Some(password)) => {
                let on_one_line = |secret: &Secret| {
                    let text = secret.reveal();
                    !text.is_empty() && !text.chars().any(char::is_control)
                };
                if !on_one_line(user) || !on_one_line(&password) {
                    return Err(SettingsError::wrong(
                        "user",
                        "the user and the password are each one line, and not empty",
                    ));
                }
                let (user, password) = (user.reveal().to_owned(), password.reveal().to_owned());
                Ok(Some(Credentials::new(user, password)))
            }
        }
    }

    pub(super) fn limit(&self) -> Result<Duration, SettingsError> {
        if (1..=600).contains(&self.timeout_seconds) {
            return Ok(Duration::from_secs(self.timeout_seconds));
        }
        Err(SettingsError::wrong("timeout_seconds", "choose 1 to 600 seconds"))
    }
}

fn read(setting: &'static str, file: &Path) -> Result<String, SettingsError> {
    fs::read_to_string(file).map_err(|cause| SettingsError::Unusable {
        setting,
        path: file.to_owned(),
        cause,
    })
}

fn password_in(file: &Path) -> Result<Secret, SettingsError> {
    let text = read("password_file", file)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    Ok(Secret::new(line.to_owned()))
}

/// The certificates in a PEM file. lettre takes a file without any for an empty list, with which
/// every server would be refused.
fn authorities(file: &Path) -> Result<Certificate, SettingsError> {
    let text = read("ca_file", file)?;
    let wrong = || {
        let problem = format!("{} holds no certificate in PEM form", file.display());
        SettingsError::wrong("ca_file", problem)
    };
    if !text.contains("-----BEGIN CERTIFICATE-----") {
        return Err(wrong());
    }
    Certificate::from_pem(text.as_bytes()).map_err(|_| wrong())
}

/// How many authorities this machine trusts. lettre takes none for an empty list as well.
fn authorities_of_this_machine() -> usize {
    rustls_native_certs::load_native_certs().certs.len()
}

fn is_host_name(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_trusts_nobody_is_told_at_the_start() {
        let settings = SmtpSettings {
            from: Sender {
                name: "Samenspraak".parse().unwrap(),
                address: "samenspraak@regio.example".parse().unwrap(),
            },
            host: "mail.example".to_owned(),
            port: None,
            mode: Security::StartTls,
            user: None,
            password_file: None,
            ca_file: None,
            timeout_seconds: timeout_seconds_default(),
            helo_name: None,
        };
        let said = settings.trust(|| 0).err().map(|error| error.to_string());
        assert!(said.is_some_and(|said| said.contains("ca-certificates package")));
        assert!(settings.trust(|| 1).is_ok());
    }
}
