//! Where a database stands, as it is set.

use crate::{CONNECT_TIMEOUT, UNCONFIRMED_TIMEOUT};
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long a connection may be silent before the network is asked whether it is still there.
const SILENT: Duration = Duration::from_secs(10);

/// The address of a database: `postgres://USER@HOST[:PORT][,HOST…]/DATABASE[?sslrootcert=FILE]`.
///
/// Off this machine the connection is always encrypted, and the server's certificate verified for
/// its name, by the authorities that the machine trusts or by the one in `sslrootcert`. A password
/// does not stand in an address: addresses are shown, and stand in lists of processes.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub(crate) config: Config,
    pub(crate) authority: Option<PathBuf>,
    shown: String,
}

impl Address {
    /// The address with a password.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.config.password(password);
        self
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &str {
        self.config.get_dbname().unwrap_or_default()
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut authority, mut mode, mut rest) = (None, None, vec![]);
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslrootcert", file)) => authority = Some(PathBuf::from(file)),
                Some(("sslmode", value)) => mode = Some(value),
                _ => rest.push(parameter),
            }
        }
        let mut config: Config = format!("{place}?{}", rest.join("&"))
            .parse()
            .map_err(|error: tokio_postgres::Error| format!("not an address: {error}"))?;
        if config.get_password().is_some() {
            return Err("leave the password out of the address; give it in the environment".into());
        }
        if config.get_hosts().is_empty()
            || config.get_user().is_none()
            || config.get_dbname().is_none()
        {
            return Err("write postgres://USER@HOST/DATABASE".to_owned());
        }
        config.ssl_mode(encryption(mode, config.get_hosts().iter().all(is_here))?);
        if config.get_application_name().is_none() {
            config.application_name("samenspraak");
        }
        config
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_user_timeout(UNCONFIRMED_TIMEOUT)
            .keepalives(true)
            .keepalives_idle(SILENT)
            .keepalives_interval(SILENT / 2)
            .keepalives_retries(3);
        Ok(Self { config, authority, shown: text.to_owned() })
    }
}

fn encryption(mode: Option<&str>, here: bool) -> Result<SslMode, String> {
    match mode {
        // Both are the same to us: what is encrypted is verified.
        Some("require" | "verify-full") => Ok(SslMode::Require),
        Some("disable") if here => Ok(SslMode::Disable),
        Some("disable") => Err("sslmode=disable is for a server on this machine alone".to_owned()),
        Some(other) => Err(format!("sslmode={other}: write require, or leave it out")),
        None if here => Ok(SslMode::Disable),
        None => Ok(SslMode::Require),
    }
}

/// Whether a host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) if name == "localhost" => true,
        Host::Tcp(name) => name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(text: &str) -> Result<SslMode, String> {
        text.parse::<Address>().map(|address| address.config.get_ssl_mode())
    }

    #[test]
    fn what_leaves_this_machine_is_encrypted() {
        assert_eq!(mode("postgres://s@db.regio.example/s"), Ok(SslMode::Require));
        assert_eq!(mode("postgres://s@10.0.0.1,127.0.0.1/s"), Ok(SslMode::Require));
        assert_eq!(mode("postgres://s@127.0.0.1:5433/s"), Ok(SslMode::Disable));
        assert_eq!(mode("postgres://s@%2Frun%2Fpostgresql/s"), Ok(SslMode::Disable));
        assert_eq!(mode("postgres://s@localhost/s?sslmode=verify-full"), Ok(SslMode::Require));
        assert!(mode("postgres://s@db.regio.example/s?sslmode=disable").is_err());
        assert!(mode("postgres://s@db.regio.example/s?sslmode=prefer").is_err());
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_with_the_reason() {
        for (text, reason) in [
            ("postgres://s:secret@db/s", "environment"),
            ("postgres://db/s", "USER"),
            ("postgres://s@db", "DATABASE"),
            ("postgres://s@db/s?colour=blue", "not an address"),
        ] {
            let refused = text.parse::<Address>().unwrap_err();
            assert!(refused.contains(reason), "{text}: {refused}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let address = "postgres://s@localhost/s".parse::<Address>().unwrap();
        let address = address.with_password("geheim");
        assert!(!format!("{address} {address:?}").contains("geheim"));
    }

    #[test]
    fn an_authority_can_be_named() {
        let address = "postgres://s@db/s?sslrootcert=/etc/ssl/regio.pem&application_name=x";
        let address = address.parse::<Address>().unwrap();
        assert_eq!(address.authority, Some(PathBuf::from("/etc/ssl/regio.pem")));
        assert_eq!(address.config.get_application_name(), Some("x"));
    }
}
