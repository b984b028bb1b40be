//! Files that were handed in, kept by owner and fingerprint.
//!
//! The log holds a file's name, type, size and SHA-256; its content stands here. A file appears
//! only when it is whole and on disk, and never changes. Whoever hands in a file can refer to
//! it; knowing the fingerprint of another's file gives nothing.

mod author;
mod content;
mod kind;

pub use author::authors;
pub use kind::Kind;

use aws_lc_rs::digest;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use vocabulary::Sha256;

/// The largest file that is taken, in bytes: 25 MB.
pub const FILE_BYTES_MAX: u64 = 25 * 1024 * 1024;

/// What is known of a file that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The fingerprint of its content.
    pub sha256: Sha256,
    /// How large it is, in bytes.
    pub size: u64,
    /// What is in it.
    pub kind: Kind,
}

/// Why a file was not kept or given.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is larger than [`FILE_BYTES_MAX`].
    #[error("the file is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
    /// Its content has another fingerprint than was said.
    #[error("the content has fingerprint {actual}")]
    OtherContent {
        /// The fingerprint that it has.
        actual: String,
    },
    /// Its content is not of the type that was said.
    #[error("the content is not of the type that was said")]
    OtherKind,
    /// It asks for a password, or is of an old kind that may do so.
    #[error("the content is protected, or of an old kind")]
    Protected,
    /// The disk failed.
    #[error("the store of files cannot be used")]
    Io(#[from] io::Error),
}

/// Files in a directory.
#[derive(Clone, Debug)]
pub struct FileStore {
    root: PathBuf,
}

impl FileStore {
    /// The files in a directory; makes it when there is none.
    ///
    /// # Errors
    /// When the directory cannot be made or protected.
    pub fn open(root: &Path) -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt;
        fs::create_dir_all(root)?;
        fs::set_permissions(root, fs::Permissions::from_mode(0o700))?;
        Ok(Self { root: root.to_owned() })
    }

    /// Begins to take a file. It is kept when [`Upload::finish`] says so, and only then.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn receive(&self, owner: &str, kind: Kind) -> Result<Upload, FileError> {
        let directory = self.directory(owner);
        fs::create_dir_all(&directory)?;
        Ok(Upload {
            file: NamedTempFile::new_in(&directory)?,
            directory,
            kind,
            head: Vec::with_capacity(kind::HEAD_BYTES),
            size: 0,
            digest: digest::Context::new(&digest::SHA256),
        })
    }

    /// What is known of a file of an owner, when there is one with this fingerprint.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn find(&self, owner: &str, sha256: &Sha256) -> Result<Option<StoredFile>, FileError> {
        let directory = self.directory(owner);
        for kind in Kind::ALL {
            match fs::metadata(directory.join(kind.file_name(sha256.as_str()))) {
                Ok(found) => {
                    return Ok(Some(StoredFile {
                        sha256: sha256.clone(),
                        size: found.len(),
                        kind,
                    }));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// The content of a file of an owner.
    ///
    /// # Errors
    /// When there is no such file, or the disk cannot be read.
    pub fn read(&self, owner: &str, sha256: &Sha256) -> Result<Option<Vec<u8>>, FileError> {
        let directory = self.directory(owner);
        for kind in Kind::ALL {
            match fs::read(directory.join(kind.file_name(sha256.as_str()))) {
                Ok(content) => return Ok(Some(content)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// Owners are pseudonyms or public codes; whatever else comes in cannot leave the root.
    fn directory(&self, owner: &str) -> PathBuf {
        let name: String =
            owner.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        self.root.join(format!("of-{name}"))
    }
}

/// A file that is coming in.
pub struct Upload {
    file: NamedTempFile,
    directory: PathBuf,
    kind: Kind,
    head: Vec<u8>,
    size: u64,
    digest: digest::Context,
}

impl Upload {
    /// Takes the next part.
    ///
    /// # Errors
    /// [`FileError::TooLarge`] as soon as it is, or when the disk cannot be written.
    pub fn write(&mut self, part: &[u8]) -> Result<(), FileError> {
        self.size += part.len() as u64;
        if self.size > FILE_BYTES_MAX {
            return Err(FileError::TooLarge);
        }
        let room = kind::HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(&part[..part.len().min(room)]);
        self.digest.update(part);
        Ok(self.file.write_all(part)?)
    }

    /// Keeps the file, when it is what was said. Keeping the same file again changes nothing.
    ///
    /// # Errors
    /// [`FileError::OtherContent`] or [`FileError::OtherKind`] when it is not what was said,
    /// [`FileError::Protected`] when not everyone can open it.
    pub fn finish(self, said: &Sha256) -> Result<StoredFile, FileError> {
        let Self { mut file, directory, kind, head, size, digest } = self;
        let actual: String =
            digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        if actual != said.as_str() {
            return Err(FileError::OtherContent { actual });
        }
        content::check(kind, &head, file.as_file_mut())?;
        file.as_file().sync_all()?;
        file.persist(directory.join(kind.file_name(said.as_str()))).map_err(|e| e.error)?;
        File::open(&directory)?.sync_all()?;
        Ok(StoredFile { sha256: said.clone(), size, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7 a small one";

    fn sha256(content: &[u8]) -> Sha256 {
        let digest = digest::digest(&digest::SHA256, content);
        let text: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        text.parse().unwrap()
    }

    fn store() -> (tempfile::TempDir, FileStore) {
        let directory = tempfile::tempdir().unwrap();
        let store = FileStore::open(directory.path()).unwrap();
        (directory, store)
    }

    fn put(
        store: &FileStore,
        owner: &str,
        kind: Kind,
        content: &[u8],
        said: &Sha256,
    ) -> Result<StoredFile, FileError> {
        let mut upload = store.receive(owner, kind)?;
        for part in content.chunks(7) {
            upload.write(part)?;
        }
        upload.finish(said)
    }

    #[test]
    fn a_file_that_was_handed_in_is_there() {
        let (_directory, store) = store();
        let stored = put(&store, "one", Kind::Pdf, PDF, &sha256(PDF)).unwrap();
        assert_eq!((stored.size, stored.kind.media_type()), (20, "application/pdf"));
        assert_eq!(store.find("one", &sha256(PDF)).unwrap(), Some(stored.clone()));
        assert_eq!(store.read("one", &sha256(PDF)).unwrap().as_deref(), Some(PDF));
        assert_eq!(put(&store, "one", Kind::Pdf, PDF, &sha256(PDF)).unwrap(), stored);
    }

    #[test]
    fn anothers_file_is_not_there() {
        let (_directory, store) = store();
        put(&store, "one", Kind::Pdf, PDF, &sha256(PDF)).unwrap();
        assert_eq!(store.find("two", &sha256(PDF)).unwrap(), None);
        assert_eq!(store.find("../of-one", &sha256(PDF)).unwrap(), None);
        assert_eq!(store.read("two", &sha256(PDF)).unwrap(), None);
    }

    #[test]
    fn what_is_not_what_was_said_is_not_kept() {
        let (directory, store) = store();
        let other = put(&store, "one", Kind::Pdf, PDF, &sha256(b"other")).unwrap_err();
        assert!(
            matches!(other, FileError::OtherContent { actual } if actual == sha256(PDF).as_str())
        );
        let text = b"just text";
        assert!(matches!(
            put(&store, "one", Kind::Pdf, text, &sha256(text)),
            Err(FileError::OtherKind)
        ));
        let left = fs::read_dir(directory.path().join("of-one")).unwrap().count();
        assert_eq!(left, 0, "nothing is left behind");
    }

    #[test]
    fn a_file_that_is_too_large_is_broken_off() {
        let (_directory, store) = store();
        let mut upload = store.receive("one", Kind::Text).unwrap();
        let part = vec![b'a'; 1024 * 1024];
        for _ in 0..25 {
            upload.write(&part).unwrap();
        }
        assert!(matches!(upload.write(b"a"), Err(FileError::TooLarge)));
    }
}
