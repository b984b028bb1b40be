//! A certificate authority of a test's own.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// An authority, and a server for "localhost" that it vouches for, as PEM files.
pub(crate) struct Authority {
    directory: TempDir,
}

impl Authority {
    /// A new authority that nobody knows.
    pub(crate) fn new() -> Self {
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = authority.self_signed(&authority_key).unwrap();
        let issuer = Issuer::new(authority, authority_key);
        let server_key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let server = server.signed_by(&server_key, &issuer).unwrap();

        let directory = tempfile::tempdir().unwrap();
        for (name, pem) in [
            ("authority.pem", certificate.pem()),
            ("server.pem", server.pem()),
            ("server.key", server_key.serialize_pem()),
        ] {
            fs::write(directory.path().join(name), pem).unwrap();
        }
        Self { directory }
    }

    /// The certificate of the authority.
    pub(crate) fn file(&self) -> PathBuf {
        self.directory.path().join("authority.pem")
    }

    /// The certificate of the server.
    pub(crate) fn server(&self) -> PathBuf {
        self.directory.path().join("server.pem")
    }

    /// The private key of the server.
    pub(crate) fn server_key(&self) -> PathBuf {
        self.directory.path().join("server.key")
    }
}
