//! What is in a file that came in whole: whether it is of the kind that was said, and whether
//! everyone can open it. What asks for a password nobody can be shown, so it is not taken.

use crate::{FileError, Kind};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use zip::ZipArchive;

/// How an old or protected Office file begins: a Compound File Binary.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How a PDF names how it is encrypted (ISO 32000-1, 7.5.5).
const ENCRYPT: &[u8] = b"/Encrypt";

/// How much of a part of a package is looked at, in bytes: what is packed may be endless.
const PART_BYTES_MAX: u64 = 1024 * 1024;

/// How many parts a package may have.
const PARTS_MAX: usize = 10_000;

/// Looks at a whole content of a kind, of which the head is known.
pub(crate) fn check(kind: Kind, head: &[u8], file: &mut File) -> Result<(), FileError> {
    let package = matches!(kind, Kind::Odt | Kind::Ods | Kind::Docx | Kind::Xlsx);
    if package && head.starts_with(COMPOUND) {
        return Err(FileError::Protected);
    }
    if !kind.fits(head) {
        return Err(FileError::OtherKind);
    }
    file.rewind()?;
    if package {
        check_package(kind, file)
    } else if kind == Kind::Pdf && names_encryption(BufReader::new(file))? {
        Err(FileError::Protected)
    } else {
        Ok(())
    }
}

fn check_package(kind: Kind, file: &mut File) -> Result<(), FileError> {
    let mut package = ZipArchive::new(file).map_err(|_| FileError::OtherKind)?;
    if package.len() > PARTS_MAX {
        return Err(FileError::OtherKind);
    }
    for place in 0..package.len() {
        let part = package.by_index_raw(place).map_err(|_| FileError::OtherKind)?;
        if part.encrypted() {
            return Err(FileError::Protected);
        }
    }
    let is_so = match kind {
        Kind::Docx => package.index_for_name("word/document.xml").is_some(),
        Kind::Xlsx => package.index_for_name("xl/workbook.xml").is_some(),
        _ => part(&mut package, "mimetype").is_some_and(|it| it == kind.media_type().as_bytes()),
    };
    if !is_so {
        return Err(FileError::OtherKind);
    }
    // An OpenDocument package tells in its manifest which parts are encrypted.
    let manifest = part(&mut package, "META-INF/manifest.xml").unwrap_or_default();
    let encrypted = b"encryption-data";
    if manifest.windows(encrypted.len()).any(|it| it == encrypted) {
        return Err(FileError::Protected);
    }
    Ok(())
}

/// The beginning of a part, when it is there and can be read.
fn part(package: &mut ZipArchive<&mut File>, name: &str) -> Option<Vec<u8>> {
    let mut content = vec![];
    package.by_name(name).ok()?.take(PART_BYTES_MAX).read_to_end(&mut content).ok()?;
    Some(content)
}

/// Whether a PDF refers to a dictionary of its encryption, or has it in place.
fn names_encryption(mut content: impl Read) -> io::Result<bool> {
    let mut window: Vec<u8> = vec![];
    let mut part = vec![0; 64 * 1024];
    loop {
        let read = content.read(&mut part)?;
        window.extend_from_slice(&part[..read]);
        if window.windows(ENCRYPT.len() + 4).any(|at| {
            at.strip_prefix(ENCRYPT).is_some_and(|rest| {
                let rest = rest.trim_ascii_start();
                rest.first().is_some_and(u8::is_ascii_digit) || rest.starts_with(b"<<")
            })
        }) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        let keep = window.len().saturating_sub(ENCRYPT.len() + 3);
        window.drain(..keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut package = ZipWriter::new(io::Cursor::new(vec![]));
        for (name, content) in parts {
            package.start_file(*name, SimpleFileOptions::default()).unwrap();
            package.write_all(content.as_bytes()).unwrap();
        }
        package.finish().unwrap().into_inner()
    }

    fn checked(kind: Kind, content: &[u8]) -> Result<(), FileError> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        check(kind, &content[..content.len().min(64)], &mut file)
    }

    const ODT: &str = "application/vnd.oasis.opendocument.text";

    #[test]
    fn a_package_is_taken_for_what_is_in_it() {
        let docx = package(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")]);
        let xlsx = package(&[("xl/workbook.xml", "<w/>")]);
        let odt = package(&[("mimetype", ODT), ("META-INF/manifest.xml", "<m/>")]);
        checked(Kind::Docx, &docx).unwrap();
        checked(Kind::Xlsx, &xlsx).unwrap();
        checked(Kind::Odt, &odt).unwrap();
        for (kind, other) in [
            (Kind::Docx, &xlsx),
            (Kind::Xlsx, &docx),
            (Kind::Ods, &odt),
            (Kind::Docx, &b"PK\x03\x04 and nothing more".to_vec()),
        ] {
            assert!(matches!(checked(kind, other), Err(FileError::OtherKind)), "{kind:?}");
        }
    }

    #[test]
    fn what_asks_for_a_password_is_refused() {
        let manifest = "<m><file-entry><encryption-data/></file-entry></m>";
        let odt = package(&[("mimetype", ODT), ("META-INF/manifest.xml", manifest)]);
        let reference = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer << /Root 1 0 R /Encrypt 12 0 R >>";
        let dictionary = b"%PDF-1.7\ntrailer << /Encrypt << /Filter /Standard >> >>";
        for (kind, content) in [
            (Kind::Odt, odt.as_slice()),
            (Kind::Pdf, reference.as_slice()),
            (Kind::Pdf, dictionary.as_slice()),
            (Kind::Docx, COMPOUND),
        ] {
            assert!(matches!(checked(kind, content), Err(FileError::Protected)), "{kind:?}");
        }
        checked(Kind::Pdf, b"%PDF-1.7 a chapter about /Encrypt in words").unwrap();
    }

    #[test]
    fn encryption_is_found_across_the_parts_in_which_it_is_read() {
        struct Slow(Vec<u8>);
        impl Read for Slow {
            fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
                if self.0.is_empty() {
                    return Ok(0);
                }
                room[0] = self.0.remove(0);
                Ok(1)
            }
        }
        assert!(names_encryption(Slow(b"%PDF trailer /Encrypt  7 0 R".to_vec())).unwrap());
        assert!(!names_encryption(Slow(b"%PDF trailer /EncryptMetadata".to_vec())).unwrap());
    }
}
