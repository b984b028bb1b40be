//! The settings of mail: what is understood, and what is refused with its reason.

use mail::{MailSettings, Secret, SettingsError};
use serde_json::{Value, json};
use std::error::Error;
use std::fs;
use testing::smtp::Authority;

fn from() -> Value {
    json!({ "name": "Samenspraak", "address": "samenspraak@regio.example" })
}

/// Settings that are right when this machine or the file says whom to trust, with changes.
fn smtp(changes: Value) -> Value {
    let mut settings = json!({
        "mailer": "smtp", "from": from(), "host": "localhost", "mode": "none", "port": 2525,
    });
    for (name, value) in changes.as_object().unwrap() {
        settings[name] = value.clone();
    }
    settings
}

fn read(settings: Value) -> Result<MailSettings, serde_json::Error> {
    serde_json::from_value(settings)
}

fn refused(settings: Value, password: Option<&str>) -> SettingsError {
    let password = password.map(|text| Secret::new(text.to_owned()));
    read(settings).unwrap().mailer(password).unwrap_err()
}

#[test]
fn a_folder_is_a_mailer() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("post");
    let settings = json!({ "mailer": "folder", "from": from(), "directory": path });
    let settings = read(settings).unwrap();
    assert!(settings.mailer(None).unwrap().repeatable());
    assert!(path.is_dir());
    assert_eq!(settings.sender().name.as_str(), "Samenspraak");
}

#[test]
fn a_mail_server_is_a_mailer_with_starttls_unless_told_otherwise() {
    let authority = Authority::new().unwrap();
    let settings = json!({
        "mailer": "smtp", "from": from(), "host": "mail.example", "ca_file": authority.file(),
    });
    let mailer = read(settings).unwrap().mailer(None).unwrap();
    assert_eq!(format!("{mailer:?}"), "Smtp(mail.example:587, starttls)");
    assert!(!mailer.repeatable());
    let settings = smtp(json!({
        "mode": "tls", "port": null, "host": "mail.example", "ca_file": authority.file(),
    }));
    let mailer = read(settings).unwrap().mailer(None).unwrap();
    assert_eq!(format!("{mailer:?}"), "Smtp(mail.example:465, tls)");
}

#[test]
fn what_is_not_a_setting_is_refused() {
    for settings in [
        smtp(json!({ "hots": "mail.example" })),
        smtp(json!({ "password": "in clear" })),
        smtp(json!({ "mailer": "pigeon" })),
        smtp(json!({ "mode": "opportunistic" })),
        smtp(json!({ "from": { "name": "S", "address": "geen adres" } })),
        smtp(json!({ "from": { "name": "S", "address": "a@x.example", "extra": 1 } })),
        json!({ "mailer": "folder", "from": from(), "directory": "post", "host": "x" }),
    ] {
        assert!(read(settings.clone()).is_err(), "{settings}");
    }
}

#[test]
fn a_wrong_value_is_refused_with_its_name_and_what_to_do() {
    for (changes, setting, reason) in [
        (json!({ "host": "" }), "host", "not the name"),
        (json!({ "host": "mail example" }), "host", "not the name"),
        (json!({ "host": "mail.example" }), "mode", "only for a server on this machine"),
        (json!({ "host": "192.0.2.1" }), "mode", "only for a server on this machine"),
        (json!({ "host": "localhost.x.example" }), "mode", "only for a server on this machine"),
        (json!({ "port": 0 }), "port", "1 to 65535"),
        (json!({ "timeout_seconds": 0 }), "timeout_seconds", "1 to 600"),
        (json!({ "timeout_seconds": 601 }), "timeout_seconds", "1 to 600"),
        (json!({ "helo_name": "a b" }), "helo_name", "not a name"),
        (json!({ "helo_name": "a\r\nQUIT" }), "helo_name", "not a name"),
        (json!({ "user": "samen" }), "user", "needs a password"),
        (json!({ "ca_file": "ca.pem" }), "ca_file", "nothing is encrypted"),
    ] {
        let said = refused(smtp(changes.clone()), None).to_string();
        let expected = format!("mail setting {setting}: ");
        assert!(said.starts_with(&expected) && said.contains(reason), "{changes}: {said}");
    }
}

#[test]
fn a_password_goes_with_a_user_and_has_one_source() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), "geheim\n").unwrap();
    let in_file = json!({ "user": "samen", "password_file": file.path() });

    let said = refused(smtp(in_file), Some("geheim")).to_string();
    assert!(said.contains("also given in the environment"), "{said}");
    let said = refused(smtp(json!({})), Some("geheim")).to_string();
    assert!(said.contains("a password but no user"), "{said}");
    for empty in ["", "a\nb", "\0"] {
        let said = refused(smtp(json!({ "user": "samen" })), Some(empty)).to_string();
        assert!(said.contains("not empty"), "{said}");
    }
    let folder = json!({ "mailer": "folder", "from": from(), "directory": "post" });
    let said = refused(folder, Some("geheim")).to_string();
    assert!(said.contains("mail goes to a folder"), "{said}");
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let no_pem = directory.path().join("no.pem");
    fs::write(&no_pem, "this is not a certificate").unwrap();
    let broken = directory.path().join("broken.pem");
    let header = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    fs::write(&broken, header).unwrap();
    let absent = directory.path().join("absent");
    for (changes, reason) in [
        (json!({ "mode": "tls", "ca_file": absent }), "cannot be used"),
        (json!({ "mode": "tls", "ca_file": no_pem }), "no certificate in PEM form"),
        (json!({ "mode": "tls", "ca_file": broken }), "cannot be used"),
        (json!({ "user": "samen", "password_file": absent }), "cannot be used"),
    ] {
        let said = refused(smtp(changes.clone()), None).to_string();
        assert!(said.contains(reason), "{changes}: {said}");
    }
    let folder = json!({ "mailer": "folder", "from": from(), "directory": no_pem });
    let error = refused(folder, None);
    assert!(error.to_string().contains("no.pem cannot be used"), "{error}");
    assert!(error.source().is_some());
}

#[test]
fn settings_show_no_secret_and_no_address() {
    let settings = read(smtp(json!({ "user": "samen@regio.example" }))).unwrap();
    let seen = format!("{settings:?}");
    assert!(!seen.contains("samen@") && !seen.contains("samenspraak@"), "{seen}");
}
