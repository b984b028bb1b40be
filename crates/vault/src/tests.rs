//! What the vault promises, on every shelf.

use crate::copy::Contents;
use crate::seal::Key;
use crate::vault::Shelf;
use crate::{Copied, Kind, Vault, VaultError};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use testing::tools::postgres;
use uuid::Uuid;

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
    a_claim_is_for_good_of_whoever_was_first,
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

#[test]
fn a_copy_is_the_same_vault_on_either_shelf() {
    for [from, to, back] in [
        [in_a_file(), in_a_database(), in_a_file()],
        [in_a_database(), in_a_file(), in_a_database()],
    ] {
        let vault = (from.open)();
        let anna = vault.subject(Kind::Person, "anna").unwrap();
        let sealed = vault.seal(anna, "anna@praktijk.example").unwrap();
        let bert = vault.subject(Kind::Person, "bert").unwrap();
        vault.erase(bert).unwrap();
        assert!(vault.claim("a mail", "anna").unwrap());
        let counted = Copied { subjects: 2, erased: 1, lookups: 1 };
        assert_eq!(vault.copy_to((to.open)()).unwrap(), counted);

        let copy = (to.open)();
        assert_eq!(copy.find(Kind::Person, "anna").unwrap(), Some(anna));
        assert_eq!(copy.open_sealed(anna, &sealed).unwrap().unwrap(), "anna@praktijk.example");
        assert_eq!(copy.find(Kind::Person, "bert").unwrap(), None);
        assert!(!copy.claim("a mail", "bert").unwrap());
        assert!(matches!(copy.seal(bert, "x"), Err(VaultError::NoKey(id)) if id == bert));
        // A copy of the copy is the first again, with the moment of erasing.
        assert_eq!(copy.copy_to((back.open)()).unwrap(), counted);
        assert_eq!(vault.copy_to((back.open)()).unwrap(), counted, "it is only compared");
    }
}

#[test]
fn a_copy_never_takes_the_place_of_another_vault() {
    for (from, to) in [(in_a_file(), in_a_database()), (in_a_database(), in_a_file())] {
        let (vault, other) = ((from.open)(), (to.open)());
        vault.subject(Kind::Person, "anna").unwrap();
        let bert = other.subject(Kind::Person, "bert").unwrap();
        assert!(matches!(vault.copy_to((to.open)()), Err(VaultError::Taken)));
        assert_eq!((to.open)().find(Kind::Person, "bert").unwrap(), Some(bert));
    }
}

/// A vault to which somebody comes each time that everything in it was read.
struct Visited(Arc<Vault>);

impl Shelf for Visited {
    fn look_up(&self, digest: &[u8]) -> Result<Option<Uuid>, VaultError> {
        self.0.shelf.look_up(digest)
    }
    fn add(&self, digest: &[u8], subject: Uuid, key: &Key) -> Result<Uuid, VaultError> {
        self.0.shelf.add(digest, subject, key)
    }
    fn key(&self, subject: Uuid) -> Result<Option<Key>, VaultError> {
        self.0.shelf.key(subject)
    }
    fn erase(&self, subject: Uuid) -> Result<bool, VaultError> {
        self.0.shelf.erase(subject)
    }
    fn claim(&self, name: &str, holder: &str) -> Result<bool, VaultError> {
        self.0.shelf.claim(name, holder)
    }
    fn contents(&self) -> Result<Contents, VaultError> {
        let contents = self.0.shelf.contents();
        self.0.subject(Kind::Person, &Uuid::new_v4().to_string())?;
        contents
    }
    fn fill(&self, contents: Arc<Contents>) -> Result<bool, VaultError> {
        self.0.shelf.fill(contents)
    }
}

#[test]
fn a_vault_that_is_written_to_while_it_is_copied_is_told_of() {
    let (from, to) = (in_a_file(), in_a_file());
    let busy = Vault::of(Box::new(Visited(Arc::new((from.open)()))), &[]);
    assert!(matches!(busy.copy_to((to.open)()), Err(VaultError::Changed)));
}

#[test]
fn to_look_for_a_vault_makes_none() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vault.sqlite");
    assert!(matches!(Vault::open_existing(&file), Err(VaultError::Missing(_))));
    assert!(!file.exists());
    let address: ::postgres::Address = postgres().unwrap().database().unwrap().parse().unwrap();
    for _ in 0..2 {
        let refused = Vault::open_existing_database(&address);
        assert!(matches!(refused, Err(VaultError::Missing(_))));
    }
    Vault::open_database(&address).unwrap();
    Vault::open_existing_database(&address).unwrap();
}

fn a_claim_is_for_good_of_whoever_was_first(place: &Place) {
    let vaults = [Arc::new((place.open)()), Arc::new((place.open)())];
    let threads: Vec<_> = (0..8)
        .map(|n| {
            let vault = vaults[n % 2].clone();
            std::thread::spawn(move || vault.claim("a mail", &n.to_string()).unwrap())
        })
        .collect();
    let won: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(won.iter().filter(|it| **it).count(), 1, "{won:?}");
    let first = won.iter().position(|it| *it).unwrap().to_string();
    for vault in &vaults {
        assert!(vault.claim("a mail", &first).unwrap(), "it hears so again");
        assert!(!vault.claim("a mail", "somebody else").unwrap());
    }
    assert!(vaults[1].claim("another mail", "somebody else").unwrap());
}

#[test]
fn a_vault_of_an_older_program_is_brought_up_to_date() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vault.sqlite");
    let old = rusqlite::Connection::open(&file).unwrap();
    old.execute_batch(include_str!("schema.sql")).unwrap();
    old.execute("INSERT INTO secret (value) VALUES (?1)", [[7; 32]]).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let address: ::postgres::Address = postgres().unwrap().database().unwrap().parse().unwrap();
    let sql = |sql: &str| postgres().unwrap().sql(address.database(), sql).unwrap();
    sql(include_str!("schema.postgres.sql"));
    sql("INSERT INTO samenspraak_vault.secret VALUES (decode(repeat('07', 32), 'hex'), 1)");

    let vaults = [Vault::open(&file).unwrap(), Vault::open_database(&address).unwrap()];

    let [first, second] = vaults.each_ref().map(|vault| {
        assert!(vault.claim("a mail", "somebody").unwrap());
        vault.subject(Kind::Person, "anna").unwrap();
        vault.shelf.contents().unwrap()
    });
    assert_eq!(first.secret, [7; 32]);
    assert!(first.secret == second.secret && first.claims == second.claims);
    Vault::open(&file).unwrap();
    Vault::open_database(&address).unwrap();
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
