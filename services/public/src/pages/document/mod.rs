//! The file of a published version of a document. It never changes, so it can be kept for good.

use super::answer::FOR_GOOD;
use crate::App;
use actix_web::HttpResponse;
use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, ETag, EntityTag, ExtendedValue,
};
use actix_web::web::{self, Data, Path};
use dialogue::{DocumentId, FileReference, TrajectoryId};
use http::Problem;
use service::{DocumentVersionView, TrajectoryView};
use vocabulary::{FileName, Sha256};

/// A file was published, but it is not there: whoever runs the service lost it, or keeps it
/// somewhere else than this process looks.
#[derive(Debug, thiserror::Error)]
#[error("the file {sha256} that {owner} published is not in the store of files")]
struct FileLost {
    owner: String,
    sha256: Sha256,
}

pub(super) async fn get(
    app: Data<App>,
    path: Path<(TrajectoryId, DocumentId, u32, String)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, document, version, name) = path.into_inner();
    let trajectory = app.model.trajectory(trajectory)?;
    let version = find(&trajectory, document, version)
        .filter(|version| version.file.name.as_str() == name)
        .ok_or_else(Problem::no_such_address)?;
    let file = &version.file;
    Ok(HttpResponse::Ok()
        .insert_header(FOR_GOOD)
        .insert_header(ETag(EntityTag::new_strong(file.sha256.to_string())))
        .insert_header(disposition(&file.name))
        .content_type(file.media_type.as_str())
        .body(content(&app, &version.published_by, file).await?))
}

fn find(
    trajectory: &TrajectoryView,
    document: DocumentId,
    version: u32,
) -> Option<&DocumentVersionView> {
    let document = trajectory.documents.iter().find(|known| known.id == document)?;
    document.versions.iter().find(|known| known.version == version)
}

/// The content of a file that an owner published.
pub(crate) async fn content(
    app: &App,
    owner: &str,
    file: &FileReference,
) -> Result<Vec<u8>, Problem> {
    let (store, owner, sha256) = (app.files.clone(), owner.to_owned(), file.sha256.clone());
    let lost = FileLost { owner: owner.clone(), sha256: sha256.clone() };
    // Reading takes a while: other requests go on meanwhile.
    let content = web::block(move || store.read(&owner, &sha256))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(|error| Problem::internal(&error))?;
    content.ok_or_else(|| Problem::internal(&lost))
}

/// To be kept as a file and not shown in the browser: what is in it was made by others.
pub(crate) fn disposition(name: &FileName) -> ContentDisposition {
    let plain: String = name.as_str().chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let exact = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_str().as_bytes().to_vec(),
    };
    let mut parameters = vec![DispositionParam::Filename(plain)];
    if !name.as_str().is_ascii() {
        parameters.push(DispositionParam::FilenameExt(exact));
    }
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str) -> String {
        disposition(&name.parse().unwrap()).to_string()
    }

    #[test]
    fn a_plain_name_is_given_once() {
        assert_eq!(header("leidraad v2.pdf"), "attachment; filename=\"leidraad v2.pdf\"");
    }

    #[test]
    fn a_name_beyond_ascii_is_given_for_old_and_for_new_browsers() {
        assert_eq!(
            header("één plan.pdf"),
            "attachment; filename=\"__n plan.pdf\"; \
             filename*=UTF-8''%C3%A9%C3%A9n%20plan.pdf"
        );
    }
}
