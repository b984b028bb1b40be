//! What the vault promises.

use crate::{Kind, Vault, VaultError};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

fn vault() -> (tempfile::TempDir, PathBuf, Vault) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vault.sqlite");
    let vault = Vault::open(&file).unwrap();
    (directory, file, vault)
}

#[test]
fn a_subject_has_one_pseudonym_in_every_process() {
    let (_directory, file, vault) = vault();
    let other = Vault::open(&file).unwrap();
    let person = vault.subject(Kind::Person, "issuer|anna").unwrap();
    assert_eq!(other.subject(Kind::Person, "issuer|anna").unwrap(), person);
    assert_eq!(other.find(Kind::Person, "issuer|anna").unwrap(), Some(person));
    assert_ne!(vault.subject(Kind::Provider, "issuer|anna").unwrap(), person);
    assert_eq!(vault.find(Kind::Person, "issuer|bert").unwrap(), None);
}

#[test]
fn of_many_at_once_all_get_the_same_pseudonym() {
    let (_directory, file, vault) = vault();
    let vaults = [Arc::new(vault), Arc::new(Vault::open(&file).unwrap())];
    let threads: Vec<_> = (0..8)
        .map(|n| {
            let vault = vaults[n % 2].clone();
            std::thread::spawn(move || vault.subject(Kind::Provider, "NL-KVK-90000011").unwrap())
        })
        .collect();
    let subjects: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(subjects.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn what_is_sealed_opens_for_its_subject_alone() {
    let (_directory, _file, vault) = vault();
    let anna = vault.subject(Kind::Person, "anna").unwrap();
    let bert = vault.subject(Kind::Person, "bert").unwrap();
    let sealed = vault.seal(anna, "anna@praktijk.example").unwrap();
    assert_eq!(vault.open_sealed(anna, &sealed).unwrap().unwrap(), "anna@praktijk.example");
    assert_eq!(vault.open_sealed(bert, &sealed).unwrap(), None);
    assert_eq!(vault.open_sealed(anna, "rubbish").unwrap(), None);
    assert_eq!(vault.open_sealed(anna, "").unwrap(), None);
    assert_ne!(vault.seal(anna, "anna@praktijk.example").unwrap(), sealed, "equal texts differ");
}

#[test]
fn an_erased_subject_cannot_be_read_or_found_and_starts_anew() {
    let (_directory, file, vault) = vault();
    let anna = vault.subject(Kind::Person, "anna").unwrap();
    let sealed = vault.seal(anna, "anna@praktijk.example").unwrap();
    let key = read_key(&file, anna);
    assert!(vault.erase(anna).unwrap());
    assert!(!vault.erase(anna).unwrap(), "there is nothing left to erase");
    assert_eq!(vault.open_sealed(anna, &sealed).unwrap(), None);
    assert!(matches!(vault.seal(anna, "x"), Err(VaultError::NoKey(id)) if id == anna));
    assert_ne!(vault.subject(Kind::Person, "anna").unwrap(), anna);
    for name in ["vault.sqlite", "vault.sqlite-wal"] {
        let bytes = fs::read(file.with_file_name(name)).unwrap();
        assert!(!bytes.windows(32).any(|window| window == key), "{name} still holds the key");
    }
}

#[test]
fn the_file_holds_no_number_and_only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_directory, file, vault) = vault();
    vault.subject(Kind::Provider, "NL-KVK-90000011").unwrap();
    for name in ["vault.sqlite", "vault.sqlite-wal"] {
        let bytes = fs::read(file.with_file_name(name)).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"90000011"));
    }
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

fn read_key(file: &std::path::Path, subject: uuid::Uuid) -> Vec<u8> {
    rusqlite::Connection::open(file)
        .unwrap()
        .query_row("SELECT key FROM subject WHERE id = ?1", [subject.to_string()], |row| row.get(0))
        .unwrap()
}
