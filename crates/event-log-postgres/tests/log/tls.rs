//! What leaves the machine is encrypted, and the server is who it says it is.

use crate::kit::{open, refused};
use event_log::EventLog;
use event_log::contract::append;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::net::TcpListener;
use testing::PostgresServer;

#[tokio::test]
async fn only_a_server_that_its_authority_vouches_for_is_spoken_to() {
    let mut authority = CertificateParams::new(vec![]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let names = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = names.signed_by(&key, &authority).unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let files = [("server.crt", certificate.pem()), ("server.key", key.serialize_pem())];
    let files = files.each_ref().map(|(name, content)| (*name, content.as_str()));
    let _server = PostgresServer::start(Some(port), "ssl = on", &files).unwrap();

    let directory = tempfile::tempdir().unwrap();
    let trusted = directory.path().join("authority.pem");
    std::fs::write(&trusted, authority.pem()).unwrap();
    let at = |host: &str, query: &str| {
        format!("postgres://postgres@{host}:{port}/postgres?sslmode=require{query}").parse()
    };
    let named = format!("&sslrootcert={}", trusted.display());
    let log = open(&at("localhost", &named).unwrap()).await;
    log.append(append("a", 0)).await.unwrap();

    let stranger = refused(&at("localhost", "").unwrap()).await;
    assert!(stranger.contains("certificate"), "{stranger}");
    let other_name = refused(&at("127.0.0.1", &named).unwrap()).await;
    assert!(other_name.contains("certificate"), "{other_name}");
}

#[tokio::test]
async fn a_server_without_encryption_is_not_spoken_to_when_it_is_asked_for() {
    let plain = crate::kit::database().to_string() + "?sslmode=require";
    let told = refused(&plain.parse().unwrap()).await;
    assert!(told.contains("TLS"), "{told}");
}
