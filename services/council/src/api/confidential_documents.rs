//! Documents that one's council reads before they are public, each person under a declaration of
//! his or her own.

use super::Member;
use crate::App;
use crate::projections::confidential::ConfidentialRow;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::Term;
use command::{Scope, Target};
use dialogue::confidential::{
    ConfidentialDocumentShared, ConfidentialityDeclared, ConfidentialityRefusal,
};
use dialogue::{
    ConfidentialDocument, ConfidentialDocumentCommand, ConfidentialDocumentId, Refusal,
    TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::{Declared, NewDeclaration, Receipt, Written, refusal_problem, send_file};
use utoipa::ToSchema;
use vocabulary::{Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_confidential_documents, list_confidential_documents)
        .with(__path_declare_confidentiality, declare_confidentiality)
        .with(__path_get_confidential_document, get_confidential_document)
        .with(__path_get_confidential_file, get_confidential_file)
}

/// A page of them.
type ConfidentialNoticeList = List<ConfidentialRow>;

/// Lists the documents that were handed to one's council before they are public: that there is
/// one, and what is to be declared. What it is, is shown after the declaration.
#[utoipa::path(
    get, path = "/confidential-documents", tag = "confidentiality", params(PageQuery),
    responses((status = 200, body = ConfidentialNoticeList, description = "A page.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn list_confidential_documents(
    app: Data<App>,
    call: Member,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let sql = "SELECT id, body FROM confidential_document WHERE council = ?1 AND id > ?2 \
               ORDER BY id LIMIT ?3";
    let values = (call.caller.organisation.as_str(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(ConfidentialNoticeList::new(page.items, page.next)))
}

/// Declares for oneself to keep a document confidential. Nobody can do it for another.
#[utoipa::path(
    post, path = "/confidential-documents/{confidential}/declaration", tag = "confidentiality",
    params(("confidential" = ConfidentialDocumentId, Path, description = "The document.")),
    request_body = NewDeclaration,
    responses((status = 200, body = Receipt, description = "It is declared.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn declare_confidentiality(
    app: Data<App>,
    call: Member,
    confidential: Path<ConfidentialDocumentId>,
    body: Body<NewDeclaration>,
) -> Result<impl Responder, Problem> {
    let NewDeclaration { confidential: Declared::Declared, interest } = body.content;
    let declared = ConfidentialityDeclared { person: call.caller.person, interest, changed: false };
    let outcome = app
        .shared
        .execute::<ConfidentialDocument, _>(
            &call,
            &body.conditions,
            Target::existing(*confidential),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<ConfidentialDocument>(*confidential).await?;
                if state.shared()?.council != call.caller.organisation {
                    return Err(Refusal::from(ConfidentialityRefusal::Unknown).into());
                }
                Ok(ConfidentialDocumentCommand::Declare(declared.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A document that is not public yet.
#[derive(Serialize, ToSchema)]
struct ConfidentialDocumentView {
    /// The document.
    id: ConfidentialDocumentId,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// What it is called.
    title: Title,
    /// What it is for.
    explanation: Prose,
    /// The last instant of the embargo.
    embargo: Term,
}

/// The document as the log has it, when the caller may read it. Who declared stands there alone.
async fn readable(
    app: &App,
    call: &Member,
    id: ConfidentialDocumentId,
) -> Result<ConfidentialDocumentShared, Problem> {
    let state = app.shared.look_up::<ConfidentialDocument>(id).await?;
    let told = |refusal: &Refusal| refusal_problem(refusal);
    let shared = state.shared().map_err(|refusal| told(&refusal))?;
    if shared.council != call.caller.organisation {
        return Err(told(&ConfidentialityRefusal::Unknown.into()));
    }
    state.for_reader(call.caller.person).cloned().map_err(|refusal| told(&refusal))
}

/// Shows a document that is not public yet, to whoever declared to keep it confidential.
#[utoipa::path(
    get, path = "/confidential-documents/{confidential}", tag = "confidentiality",
    params(
        ("confidential" = ConfidentialDocumentId, Path, description = "The document."), ThingQuery,
    ),
    responses(
        (status = 200, body = ConfidentialDocumentView, description = "The document."),
    ),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_confidential_document(
    app: Data<App>,
    call: Member,
    confidential: Path<ConfidentialDocumentId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let shared = readable(&app, &call, *confidential).await?;
    let ConfidentialDocumentShared { trajectory, title, explanation, embargo, .. } = shared;
    let id = *confidential;
    Ok(Json(ConfidentialDocumentView { id, trajectory, title, explanation, embargo }))
}

/// Gives the file of a document that is not public yet, to whoever declared to keep it
/// confidential.
#[utoipa::path(
    get, path = "/confidential-documents/{confidential}/file", tag = "confidentiality",
    params(("confidential" = ConfidentialDocumentId, Path, description = "The document.")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_confidential_file(
    app: Data<App>,
    call: Member,
    confidential: Path<ConfidentialDocumentId>,
) -> Result<impl Responder, Problem> {
    let shared = readable(&app, &call, *confidential).await?;
    send_file(&app.shared, shared.by, &shared.file, shared.file.name.as_str()).await
}
