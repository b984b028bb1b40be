//! The levelling file as one package: what was received with its checksums and its positions in
//! the log. The same content gives the same bytes, and no name in it comes from outside.

use crate::levelling::{Kept, LevellingEntry, ReceivedFile};
use crate::{Model, Shared};
use actix_web::HttpResponse;
use actix_web::http::header;
use dialogue::{ProviderId, TrajectoryId};
use event_log::Digest;
use files::Kind;
use http::Problem;
use serde::Serialize;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// How large the files in a package may be together. Beyond it, each is fetched by itself.
pub const PACKAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;

const README: &str = "Dit pakket is het dossier voor gelijke informatie (artikel 2.51 \
Aanbestedingswet 2012).\n\
manifest.json noemt elk stuk met zijn moment, zijn positie in het logboek en zijn SHA-256.\n\
In received/ staat de inhoud, in files/ staan de bestanden.\n\
Controleer alles met: sha256sum --check sha256sums.txt\n";

/// A file of the package.
struct Item {
    path: String,
    content: Vec<u8>,
}

/// One thing that was received, as the manifest tells it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'e> {
    #[serde(flatten)]
    entry: &'e LevellingEntry,
    /// Where it stands in the package, with the SHA-256 of that.
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    path: String,
    size: usize,
    sha256: String,
}

#[derive(Serialize)]
struct Manifest<'e> {
    trajectory: TrajectoryId,
    /// The last position in it.
    position: u64,
    received: Vec<Listed<'e>>,
}

/// Gives the levelling file as one package: of all parties, or of what one provider received.
///
/// # Errors
/// When there is no such trajectory, a file cannot be read, or it would be too large.
pub async fn send_levelling_package(
    shared: &Shared,
    model: &Model,
    trajectory: TrajectoryId,
    own: Option<ProviderId>,
) -> Result<HttpResponse, Problem> {
    model.trajectory(trajectory)?;
    let kept = model.whole_levelling_file(trajectory, own)?;
    let files = kept.iter().flat_map(|kept| &kept.entry.files);
    if files.map(|received| received.file.size).sum::<u64>() > PACKAGE_BYTES_MAX {
        return Err(Problem::too_large(PACKAGE_BYTES_MAX));
    }
    let store = shared.files.clone();
    // Reading and packing takes a while: other requests go on meanwhile.
    let packed = tokio::task::spawn_blocking(move || {
        pack(trajectory, &kept, |received| {
            store.read(&received.by, &received.file.sha256).map_err(|it| Problem::internal(&it))
        })
    });
    let content = packed.await.map_err(|error| Problem::internal(&error))??;
    let name = format!("gelijke-informatie-{trajectory}.zip");
    let disposition = header::ContentDisposition {
        disposition: header::DispositionType::Attachment,
        parameters: vec![header::DispositionParam::Filename(name)],
    };
    Ok(HttpResponse::Ok().insert_header(disposition).content_type("application/zip").body(content))
}

/// Packs entries; `read` gives the content of a file.
fn pack(
    trajectory: TrajectoryId,
    kept: &[Kept],
    read: impl Fn(&ReceivedFile) -> Result<Option<Vec<u8>>, Problem>,
) -> Result<Vec<u8>, Problem> {
    let mut items = vec![];
    let mut received = vec![];
    for (number, kept) in (1..).zip(kept) {
        let mut parts = vec![];
        if !kept.content.is_null() {
            let content = serde_json::to_vec_pretty(&kept.content);
            let content = content.map_err(|error| Problem::internal(&error))?;
            parts.push(add(&mut items, format!("received/{number:06}.json"), content));
        }
        for (place, file) in (1..).zip(&kept.entry.files) {
            let Some(content) = read(file)? else { return Err(Problem::internal(&Lost)) };
            let kind = Kind::of_media_type(file.file.media_type.as_str());
            let extension = kind.map_or("bin", Kind::extension);
            let path = format!("files/{number:06}-{place}.{extension}");
            parts.push(add(&mut items, path, content));
        }
        received.push(Listed { entry: &kept.entry, parts });
    }
    let position = kept.last().map_or(0, |kept| kept.entry.position);
    let manifest = Manifest { trajectory, position, received };
    let manifest = serde_json::to_vec_pretty(&manifest);
    let manifest = manifest.map_err(|error| Problem::internal(&error))?;
    add(&mut items, "manifest.json".to_owned(), manifest);
    add(&mut items, "leesmij.txt".to_owned(), README.as_bytes().to_vec());
    let sums: String =
        items.iter().map(|it| format!("{}  {}\n", Digest::of(&it.content), it.path)).collect();
    add(&mut items, "sha256sums.txt".to_owned(), sums.into_bytes());
    zipped(&items).map_err(|error| Problem::internal(&error))
}

/// A file that was published is not in the store of files.
#[derive(Debug, thiserror::Error)]
#[error("a file of a levelling file is not in the store of files")]
struct Lost;

fn add(items: &mut Vec<Item>, path: String, content: Vec<u8>) -> Part {
    let (size, sha256) = (content.len(), Digest::of(&content).to_string());
    items.push(Item { path: path.clone(), content });
    Part { path, size, sha256 }
}

/// Stored as they are, with one time for all: nothing in it differs from run to run.
fn zipped(items: &[Item]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for item in items {
        writer.start_file(item.path.as_str(), options)?;
        writer.write_all(&item.content)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::levelling::Recipients;
    use dialogue::FileReference;
    use serde_json::json;
    use std::io::Read;
    use zip::ZipArchive;

    fn kept(position: u64, name: &str) -> Kept {
        let file = FileReference {
            name: name.parse().unwrap(),
            media_type: "text/plain".parse().unwrap(),
            size: 3,
            sha256: "0a".repeat(32).parse().unwrap(),
        };
        Kept {
            entry: LevellingEntry {
                position,
                hash: "0".repeat(64),
                recorded_at: jiff::Timestamp::UNIX_EPOCH,
                event: "TrajectoryDocumentPublished".to_owned(),
                recipients: Recipients::Everyone,
                title: "../../etc/passwd".to_owned(),
                files: vec![ReceivedFile { by: "GM0233".to_owned(), file }],
            },
            content: json!({ "title": "Leidraad" }),
        }
    }

    fn packed() -> Vec<u8> {
        let kept = [kept(4, "leidraad..txt"), kept(9, "a.txt")];
        pack(TrajectoryId::default(), &kept, |_| Ok(Some(b"abc".to_vec()))).ok().unwrap()
    }

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        assert_eq!(packed(), packed());
    }

    #[test]
    fn no_name_in_it_comes_from_outside_and_every_sum_is_right() {
        let mut archive = ZipArchive::new(Cursor::new(packed())).unwrap();
        let names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        let expected = [
            "received/000001.json",
            "files/000001-1.txt",
            "received/000002.json",
            "files/000002-1.txt",
            "manifest.json",
            "leesmij.txt",
            "sha256sums.txt",
        ];
        assert_eq!(names, expected);
        let mut read = |name: &str| {
            let mut content = vec![];
            archive.by_name(name).unwrap().read_to_end(&mut content).unwrap();
            content
        };
        let sums = String::from_utf8(read("sha256sums.txt")).unwrap();
        assert_eq!(sums.lines().count(), 6);
        for line in sums.lines() {
            let (sum, name) = line.split_once("  ").unwrap();
            assert_eq!(Digest::of(&read(name)).to_string(), sum, "{name}");
        }
    }
}
