//! Files in the API: handed in by their fingerprint, referred to afterwards.

use crate::Shared;
use actix_web::http::header;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use dialogue::FileReference;
use files::{FILE_BYTES_MAX, FileError, Kind};
use http::{FILE_WITHIN, Incoming, Problem, Told};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, FileName, Sha256};

/// A file that was handed in before, as a request refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileInput {
    /// What it is called.
    pub name: FileName,
    /// The fingerprint under which it was handed in.
    pub sha256: Sha256,
}

/// What is known of a file that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileReceipt {
    /// The fingerprint of its content.
    pub sha256: Sha256,
    /// How large it is, in bytes.
    pub size: u64,
    /// What is in it.
    pub media_type: &'static str,
}

/// Takes a file for an owner. Handing in the same file again changes nothing.
///
/// # Errors
/// When it is too large, not of a kind that is taken, or not what its fingerprint says.
pub async fn receive_file(
    shared: &Shared,
    owner: &str,
    sha256: &str,
    request: &HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let sha256: Sha256 = sha256.parse().map_err(|not: vocabulary::NotAllowed| {
        Problem::faults(Faults::one("sha256", not.to_string()))
    })?;
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = Kind::of_media_type(said.unwrap_or_default()).ok_or_else(|| {
        let allowed: Vec<_> = Kind::ALL.iter().map(|kind| kind.media_type()).collect();
        Problem::media_type(&allowed.join(", "))
    })?;
    let mut upload = shared.files.receive(owner, kind).map_err(file_problem)?;
    let mut incoming = Incoming::new(payload, FILE_WITHIN);
    while let Some(part) = incoming.next().await? {
        upload.write(&part).map_err(file_problem)?;
    }
    // Syncing to disk takes a while: other requests go on meanwhile.
    let stored = tokio::task::spawn_blocking(move || upload.finish(&sha256))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(file_problem)?;
    Ok(HttpResponse::Ok().json(FileReceipt {
        sha256: stored.sha256,
        size: stored.size,
        media_type: stored.kind.media_type(),
    }))
}

/// The files that a request refers to, all of which its owner must have handed in.
///
/// # Errors
/// Every one that was not, by its place below `at`.
pub fn file_references(
    shared: &Shared,
    owner: &str,
    inputs: Vec<FileInput>,
    at: &str,
) -> Result<Vec<FileReference>, Problem> {
    let mut faults = Faults::none();
    let mut references = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.into_iter().enumerate() {
        match find(shared, owner, input)? {
            Some(reference) => references.push(reference),
            None => faults.add(format!("{at}/{place}/sha256"), NOT_RECEIVED),
        }
    }
    faults.check().map_err(Problem::faults)?;
    Ok(references)
}

/// The file that a request refers to, which its owner must have handed in.
///
/// # Errors
/// When it was not.
pub fn file_reference(
    shared: &Shared,
    owner: &str,
    input: FileInput,
    at: &str,
) -> Result<FileReference, Problem> {
    find(shared, owner, input)?
        .ok_or_else(|| Problem::faults(Faults::one(format!("{at}/sha256"), NOT_RECEIVED)))
}

const NOT_RECEIVED: &str =
    "Dit bestand is nog niet ontvangen. Stuur het eerst met PUT …/files/{sha256}.";

fn find(shared: &Shared, owner: &str, input: FileInput) -> Result<Option<FileReference>, Problem> {
    let FileInput { name, sha256 } = input;
    let Some(stored) = shared.files.find(owner, &sha256).map_err(file_problem)? else {
        return Ok(None);
    };
    let media_type = stored
        .kind
        .media_type()
        .parse()
        .map_err(|error: vocabulary::NotAllowed| Problem::internal(&error))?;
    Ok(Some(FileReference { name, media_type, size: stored.size, sha256 }))
}

/// Gives a file of an owner, under a name that may differ from the one it was handed in by.
///
/// # Errors
/// When it is not there.
pub async fn send_file(
    shared: &Shared,
    owner: String,
    file: &FileReference,
    name: &str,
) -> Result<HttpResponse, Problem> {
    let (store, sha256) = (shared.files.clone(), file.sha256.clone());
    let content = tokio::task::spawn_blocking(move || store.read(&owner, &sha256))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(file_problem)?
        .ok_or_else(Problem::no_such_address)?;
    let disposition = header::ContentDisposition {
        disposition: header::DispositionType::Attachment,
        parameters: vec![header::DispositionParam::Filename(name.to_owned())],
    };
    Ok(HttpResponse::Ok()
        .insert_header(disposition)
        .content_type(file.media_type.as_str())
        .body(content))
}

fn file_problem(error: FileError) -> Problem {
    match error {
        FileError::TooLarge => Problem::too_large(FILE_BYTES_MAX),
        FileError::OtherContent { actual } => Problem::faults(Faults::one(
            "sha256",
            format!(
                "De inhoud heeft een andere SHA-256: {actual}. Is het bestand heel overgekomen?"
            ),
        )),
        FileError::OtherKind => Problem::invalid(Told::new(
            "file-kind",
            "De inhoud is niet van het type dat in Content-Type staat.",
        )),
        FileError::Protected => Problem::invalid(Told::new(
            "file-protected",
            "Dit bestand is beveiligd met een wachtwoord, of gemaakt met een oude versie van \
             Office. Sla het op zonder wachtwoord, als pdf, docx, xlsx of OpenDocument.",
        )),
        FileError::Io(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "files cannot be used");
            Problem::unavailable(Told::new(
                "files-unavailable",
                "Bestanden kunnen nu even niet worden bewaard of gegeven. Er is niets veranderd. \
                 Probeer het later nog eens.",
            ))
        }
    }
}
