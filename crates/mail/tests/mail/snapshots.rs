//! Every mail, whole, compared with a file in `tests/snapshots`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p mail` writes the files anew. They differ from a mail only in
//! that their lines end in LF.

use crate::samples::{envelope, messages};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

#[test]
fn every_mail_is_as_it_was_agreed() {
    let mut different = Vec::new();
    for (name, message) in messages() {
        let mail = String::from_utf8(envelope(message).compose().unwrap()).unwrap();
        let mail = mail.replace("\r\n", "\n");
        let file = directory().join(format!("{name}.eml"));
        if env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&file, &mail).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != mail {
            different.push((name, mail));
        }
    }
    for (name, mail) in &different {
        println!("{name} is now:\n{mail}");
    }
    let names: Vec<_> = different.iter().map(|(name, _)| name).collect();
    assert!(
        names.is_empty(),
        "these mails changed: {names:?}. When that is right, run \
         `UPDATE_SNAPSHOTS=1 cargo test -p mail` and read the difference"
    );
}

#[test]
fn every_snapshot_is_of_a_mail() {
    let stored: BTreeSet<_> = fs::read_dir(directory())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected: BTreeSet<_> = messages().iter().map(|(name, _)| format!("{name}.eml")).collect();
    assert_eq!(stored, expected);
}

#[test]
fn every_kind_of_message_has_a_mail_and_a_folder_of_templates() {
    let kinds: BTreeSet<_> =
        messages().iter().map(|(_, message)| message.kind().to_owned()).collect();
    let templates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates");
    let folders: BTreeSet<_> = fs::read_dir(templates)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(kinds, folders);
}
