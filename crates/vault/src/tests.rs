//! What the vault promises, on every shelf.

use crate::{Kind, Vault, VaultError};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use testing::tools::postgres;

/// One vault, opened as often as there are processes, and what must live as long as it.
struct Place {
    open: Box<dyn Fn() -> Vault>,
    /// Whether what is kept holds some bytes anywhere.
    holds: Search,
}

type Search = Box<dyn Fn(&[u8]) -> bool>;

fn in_a_file() -> Place {
    let directory = Arc::new(tempfile::tempdir().unwrap());
    let file = directory.path().join("vault.sqlite");
    let kept = directory.clone();
    Place {
        open: Box::new(move || Vault::open(&file).unwrap()),
        holds: Box::new(move |wanted| {
            ["vault.sqlite", "vault.sqlite-wal"].iter().any(|name| {
                let bytes = fs::read(kept.path().join(name)).unwrap();
                bytes.windows(wanted.len()).any(|window| window == wanted)
            })
        }),
    }
}

fn in_a_database() -> Place {
    let address: ::postgres::Address = postgres().unwrap().database().unwrap().parse().unwrap();
    let database = address.database().to_owned();
    Place {
        open: Box::new(move || Vault::open_database(&address).unwrap()),
        holds: Box::new(move |wanted| {
            let tables = "SELECT encode(value, 'hex') FROM samenspraak_vault.secret UNION ALL \
                          SELECT id || coalesce(encode(key, 'hex'), '') \
                          FROM samenspraak_vault.subject UNION ALL \
                          SELECT encode(digest, 'hex') || subject FROM samenspraak_vault.lookup";
            let told = postgres().unwrap().sql(&database, tables).unwrap();
            let hex: String = wanted.iter().map(|byte| format!("{byte:02x}")).collect();
            told.contains(&hex) || told.as_bytes().windows(wanted.len()).any(|it| it == wanted)
        }),
    }
}

macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        mod file { $(#[test] fn $name() { super::$name(&super::in_a_file()); })* }
        mod database { $(#[test] fn $name() { super::$name(&super::in_a_database()); })* }
    };
}

promises!(
    a_subject_has_one_pseudonym_in_every_process,
    of_many_at_once_all_get_the_same_pseudonym,
    what_is_sealed_opens_for_its_subject_alone,
    an_erased_subject_cannot_be_read_or_found_and_starts_anew,
    what_is_kept_holds_no_number,
);

fn a_subject_has_one_pseudonym_in_every_process(place: &Place) {
    let (vault, other) = ((place.open)(), (place.open)());
    let person = vault.subject(Kind::Person, "issuer|anna").unwrap();
    assert_eq!(other.subject(Kind::Person, "issuer|anna").unwrap(), person);
    assert_eq!(other.find(Kind::Person, "issuer|anna").unwrap(), Some(person));
    assert_ne!(vault.subject(Kind::Provider, "issuer|anna").unwrap(), person);
    assert_eq!(vault.find(Kind::Person, "issuer|bert").unwrap(), None);
}

fn of_many_at_once_all_get_the_same_pseudonym(place: &Place) {
    let vaults = [Arc::new((place.open)()), Arc::new((place.open)())];
    let threads: Vec<_> = (0..8)
        .map(|n| {
            let vault = vaults[n % 2].clone();
            std::thread::spawn(move || vault.subject(Kind::Provider, "NL-KVK-90000011").unwrap())
        })
        .collect();
    let subjects: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(subjects.windows(2).all(|pair| pair[0] == pair[1]));
}

fn what_is_sealed_opens_for_its_subject_alone(place: &Place) {
    let vault = (place.open)();
    let anna = vault.subject(Kind::Person, "anna").unwrap();
    let bert = vault.subject(Kind::Person, "bert").unwrap();
    let sealed = vault.seal(anna, "anna@praktijk.example").unwrap();
    assert_eq!(vault.open_sealed(anna, &sealed).unwrap().unwrap(), "anna@praktijk.example");
    assert_eq!(vault.open_sealed(bert, &sealed).unwrap(), None);
    assert_eq!(vault.open_sealed(anna, "rubbish").unwrap(), None);
    assert_eq!(vault.open_sealed(anna, "").unwrap(), None);
    assert_ne!(vault.seal(anna, "anna@praktijk.example").unwrap(), sealed, "equal texts differ");
}

fn an_erased_subject_cannot_be_read_or_found_and_starts_anew(place: &Place) {
    let vault = (place.open)();
    let anna = vault.subject(Kind::Person, "anna").unwrap();
    let sealed = vault.seal(anna, "anna@praktijk.example").unwrap();
    let key = vault.key(anna).unwrap().unwrap();
    assert!((place.holds)(&key), "the key is looked for where it is");
    assert!(vault.erase(anna).unwrap());
    assert!(!vault.erase(anna).unwrap(), "there is nothing left to erase");
    assert_eq!(vault.open_sealed(anna, &sealed).unwrap(), None);
    assert!(matches!(vault.seal(anna, "x"), Err(VaultError::NoKey(id)) if id == anna));
    assert_ne!(vault.subject(Kind::Person, "anna").unwrap(), anna);
    assert!(!(place.holds)(&key), "the key is still there");
}

fn what_is_kept_holds_no_number(place: &Place) {
    let vault = (place.open)();
    vault.subject(Kind::Provider, "NL-KVK-90000011").unwrap();
    assert!(!(place.holds)(b"90000011"));
}

#[test]
fn a_file_is_read_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let file: PathBuf = directory.path().join("vault.sqlite");
    let _vault = Vault::open(&file).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_vault_in_a_database_goes_on_after_its_connection_was_cut() {
    let address: ::postgres::Address = postgres().unwrap().database().unwrap().parse().unwrap();
    let vault = Vault::open_database(&address).unwrap();
    let anna = vault.subject(Kind::Person, "anna").unwrap();
    let cut = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
        address.database()
    );
    postgres().unwrap().sql("postgres", &cut).unwrap();
    assert_eq!(vault.find(Kind::Person, "anna").unwrap(), Some(anna));
}

#[test]
fn a_vault_of_a_newer_program_is_refused() {
    let address: ::postgres::Address = postgres().unwrap().database().unwrap().parse().unwrap();
    Vault::open_database(&address).unwrap();
    let newer = "UPDATE samenspraak_vault.secret SET version = 9";
    postgres().unwrap().sql(address.database(), newer).unwrap();
    assert!(matches!(Vault::open_database(&address), Err(VaultError::TooNew(_))));
}
