//! What settings are taken, and what is refused.

use super::*;

fn read(text: &str) -> Result<Settings, String> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("settings.toml");
    std::fs::write(&file, text).unwrap();
    Settings::read(Some(&file), None, None).map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        format!("{error} {}", cause.unwrap_or_default())
    })
}

#[test]
fn an_empty_file_gives_the_defaults() {
    let settings = read("").unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.log, StoreAddress::Sqlite(PathBuf::from("data/log.sqlite")));
    assert_eq!(settings.identity.audience, "samenspraak");
}

#[test]
fn the_command_line_goes_before_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("settings.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:1\"\ndata = \"a\"").unwrap();
    let settings = Settings::read(Some(&file), Some("127.0.0.1:2"), Some(Path::new("b"))).unwrap();
    assert_eq!((settings.listen.port(), settings.data), (2, PathBuf::from("b")));
}

#[test]
fn a_wrong_setting_is_refused_with_the_reason() {
    for (text, reason) in [
        ("listen = \"here\"", "listen"),
        ("log = \"mysql:x\"", "log"),
        ("log = \"postgres://s:geheim@db/s\"", "environment"),
        ("vault = \"mysql:x\"", "vault"),
        ("log = \"postgres://s@db/s?sslmode=disable\"", "sslmode"),
        ("colour = \"blue\"", "colour"),
        ("workers = 0", "workers"),
        ("reminder_hours = 0", "reminder_hours"),
        ("drain_seconds = 61", "drain_seconds"),
        ("public_address = \"ftp://x\"", "public_address"),
        ("[identity]\naudience = \"\"", "identity.audience"),
        ("[[identity.issuers]]\nname = \"x\"", "keys"),
        ("listen = \"0.0.0.0:80\"", "site"),
        ("[[identity.issuers]]\nname = \"x\"\nkeys = \"https://x.example\"", "site"),
        ("[site]\noperator = \"Regio\"\ncontact = \"regio\"", "contact"),
        ("[mail]\nmailer = \"pigeon\"", "pigeon"),
        ("listen = ", "listen"),
    ] {
        let refused = read(text).unwrap_err();
        assert!(refused.contains(reason), "{text}: {refused}");
    }
}

#[test]
fn the_file_that_comes_along_has_every_setting_and_can_be_used() {
    let text = include_str!("../../../../deploy/samenspraak.toml");
    read(text).unwrap();
    // The refusal of a setting that does not exist names those that do.
    for table in [
        "",
        "[site]\noperator = \"R\"\ncontact = \"r@r.example\"",
        "[identity]",
        "[[identity.issuers]]\nname = \"x\"\nkeys = \"x\"",
        "[mail]\nmailer = \"smtp\"",
    ] {
        let refused = read(&format!("{table}\nnonsense = 1")).unwrap_err();
        let (_, known) = refused.split_once("expected").unwrap();
        let known = known.split(" for key").next().unwrap();
        let names: Vec<_> = known.split('`').skip(1).step_by(2).collect();
        assert!(names.len() > 1, "{refused}");
        for name in names {
            let there = |line: &str| {
                let line = line.trim_start_matches("# ").trim_matches(['[', ']']);
                line == name
                    || line.starts_with(&format!("{name} = "))
                    || line.ends_with(&format!(".{name}"))
            };
            assert!(text.lines().any(there), "{name} is not in deploy/samenspraak.toml");
        }
    }
    for password in [SMTP_PASSWORD, LOG_PASSWORD, VAULT_PASSWORD] {
        assert!(text.contains(password), "{password} is not in deploy/samenspraak.toml");
    }
}

#[test]
fn a_file_that_is_named_must_be_there() {
    assert!(Settings::read(Some(Path::new("/nowhere/settings.toml")), None, None).is_err());
}
