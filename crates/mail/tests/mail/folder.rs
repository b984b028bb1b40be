//! Mail as files in a folder, and in memory.

use crate::samples::any_envelope;
use mail::{DeliveryError, Folder, Mailer, Memory, Obstacle};
use std::fs;
use std::path::Path;

fn names(directory: &Path) -> Vec<String> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn a_mail_becomes_a_file_named_after_its_message_id() {
    let directory = tempfile::tempdir().unwrap();
    let folder = Folder::new(&directory.path().join("nieuw/post")).unwrap();
    let envelope = any_envelope();

    folder.deliver(&envelope, &mut || Ok(())).await.unwrap();

    let file = directory.path().join("nieuw/post/e-120.r-4f2a.eml");
    assert_eq!(fs::read(file).unwrap(), envelope.compose().unwrap());
}

#[tokio::test]
async fn a_repeated_mail_is_the_same_file() {
    let directory = tempfile::tempdir().unwrap();
    let folder = Folder::new(directory.path()).unwrap();
    assert!(folder.repeatable());
    for _ in 0..3 {
        folder.deliver(&any_envelope(), &mut || Ok(())).await.unwrap();
    }
    assert_eq!(names(directory.path()), ["e-120.r-4f2a.eml"]);
    let file = directory.path().join("e-120.r-4f2a.eml");
    assert_eq!(fs::read(file).unwrap(), any_envelope().compose().unwrap());
}

#[tokio::test]
async fn a_file_has_its_name_only_when_it_is_whole() {
    let directory = tempfile::tempdir().unwrap();
    let folder = Folder::new(directory.path()).unwrap();
    let mut seen = Vec::new();
    let mut look = || {
        for name in names(directory.path()) {
            let content = fs::read(directory.path().join(&name)).unwrap();
            seen.push((name.ends_with(".eml"), content));
        }
        Ok(())
    };

    folder.deliver(&any_envelope(), &mut look).await.unwrap();

    assert_eq!(seen, [(false, any_envelope().compose().unwrap())]);
}

#[tokio::test]
async fn a_handover_that_is_not_recorded_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let (folder, memory) = (Folder::new(directory.path()).unwrap(), Memory::new());
    for mailer in [&folder as &dyn Mailer, &memory] {
        let refused = mailer.deliver(&any_envelope(), &mut || Err("the disk is full".into())).await;
        let expected = matches!(refused, Err(DeliveryError::Later(Obstacle::NotRecorded(_))));
        assert!(expected, "{refused:?}");
    }
    assert!(names(directory.path()).is_empty());
    assert!(memory.delivered().is_empty());
}

#[tokio::test]
async fn a_folder_that_is_gone_is_something_for_later() {
    let directory = tempfile::tempdir().unwrap();
    let folder = Folder::new(directory.path()).unwrap();
    directory.close().unwrap();
    let mut called = false;
    let mut record = || {
        called = true;
        Ok(())
    };

    let failed = folder.deliver(&any_envelope(), &mut record).await;

    let later = matches!(failed, Err(DeliveryError::Later(Obstacle::File(_))));
    assert!(later, "{failed:?}");
    assert!(!called, "nothing was about to be handed over");
}

#[tokio::test]
async fn memory_shows_each_delivery() {
    let memory = Memory::new();
    assert!(memory.repeatable());
    for _ in 0..2 {
        memory.deliver(&any_envelope(), &mut || Ok(())).await.unwrap();
    }
    assert_eq!(memory.delivered(), [any_envelope(), any_envelope()]);
}
