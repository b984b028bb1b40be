//! TLS: the server's certificate is verified for its name, or there is no connection.

use crate::{Address, PostgresError};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What connects with TLS to the server at an address.
pub(crate) fn connector(address: &Address) -> Result<MakeRustlsConnect, PostgresError> {
    let encrypted = address.config.get_ssl_mode() != tokio_postgres::config::SslMode::Disable;
    let roots = match &address.authority {
        Some(file) => named(file)?,
        None if encrypted => trusted_here()?,
        None => RootCertStore::empty(),
    };
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn named(file: &Path) -> Result<RootCertStore, PostgresError> {
    let unusable = |reason: String| PostgresError::Authority { file: file.to_owned(), reason };
    let mut roots = RootCertStore::empty();
    let certificates =
        CertificateDer::pem_file_iter(file).map_err(|error| unusable(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unusable("no certificate stands in it".to_owned()));
    }
    Ok(roots)
}

fn trusted_here() -> Result<RootCertStore, PostgresError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    match roots.is_empty() {
        true => Err(PostgresError::NoAuthorities),
        false => Ok(roots),
    }
}
