//! Questions brought in with a spreadsheet: all of them, or none with everything that is wrong.

use super::{Caller, check_registered, within};
use crate::projections::imports::OwnImport;
use crate::projections::own::{self, Table};
use crate::question_sheet::{HEADINGS, questions};
use crate::{App, BASE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use command::{Scope, Target};
use dialogue::enquiry::{
    EnquiryRefusal, ImportedQuestion, QuestionImport, QuestionImportCommand, QuestionsImported,
};
use dialogue::{
    Question, QuestionCommand, QuestionId, QuestionImportId, QuestionRound, QuestionRoundId,
    Refusal, Trajectory,
};
use files::Kind;
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::spreadsheet::{Row, SheetLimits, Unreadable, read_sheet};
use service::{FileInput, Receipt, Tagged, Written, csv_file, file_reference, refusal_problem};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_import_questions, import_questions)
        .with(__path_get_question_import, get_question_import)
        .with(__path_get_question_import_template, get_question_import_template)
}

/// A spreadsheet with questions.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewQuestionImport {
    /// The file, which was handed in before.
    file: FileInput,
}

/// Asks all questions of a spreadsheet at once. When anything is wrong, everything that is wrong
/// is told by row and column, and nothing is taken.
///
/// The spreadsheet is CSV (UTF-8 or Windows-1252) or XLSX, of which the first sheet is read; at
/// most 5 MB, 1,000 rows and 30 columns. The first row has these headings, in any order: `vraag`
/// (required), `document` (its title or id; empty for a general question), `versie` (empty for the
/// last one), `paragraaf` (an unknown one is flagged, not refused), `perceel` (the number of the
/// lot), `achtergrond` (read by the municipality alone) and `geheimhouding` (why the question
/// should stay out of the notes). Formulas, merged cells and dates are not taken.
#[utoipa::path(
    post, path = "/question-rounds/{round}/question-imports", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round.")),
    request_body = NewQuestionImport,
    responses((status = 201, body = Receipt, description = "All questions are received.")),
    security(("bearer" = ["submitter"])),
)]
async fn import_questions(
    app: Data<App>,
    call: Caller,
    round: Path<QuestionRoundId>,
    body: Body<NewQuestionImport>,
) -> Result<impl Responder, Problem> {
    let (round, provider) = (*round, call.caller.organisation.id);
    let rows = rows(&app, &call, body.content.file).await?;
    let names: Vec<_> = rows.iter().map(|_| QuestionId::random()).collect();
    let outcome = app
        .shared
        .execute::<QuestionImport, _>(
            &call,
            &body.conditions,
            Target::new(QuestionImportId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let state = scope.load::<QuestionRound>(round).await?;
                within(scope, state.admission()?);
                let trajectory = state.published()?.trajectory;
                let trajectory = scope.glance::<Trajectory>(trajectory).await?;
                let asked =
                    questions(&rows, &trajectory, round, provider).map_err(Refusal::from)?;
                let mut imported = vec![];
                for ((row, asked), name) in asked.into_iter().zip(&names) {
                    let (question, section_known) = (*name, asked.section_known);
                    imported.push(ImportedQuestion { row, question, section_known });
                    let ask = QuestionCommand::Ask(Box::new(asked));
                    scope.also::<Question>(question, ask).await?;
                }
                let imported = QuestionsImported { round, provider, questions: imported };
                Ok(QuestionImportCommand::Import(imported))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/question-imports/{id}")))
}

/// The rows of a spreadsheet that the caller handed in.
async fn rows(app: &App, call: &Caller, input: FileInput) -> Result<Vec<Row>, Problem> {
    let owner = call.caller.organisation.id.to_string();
    let file = file_reference(&app.shared, &owner, input, "/file")?;
    let unreadable = |why: Unreadable| Problem::faults(why.fault("/file"));
    let kind = Kind::of_media_type(file.media_type.as_str())
        .filter(|kind| matches!(kind, Kind::Csv | Kind::Xlsx))
        .ok_or_else(|| unreadable(Unreadable::Kind))?;
    let files = app.shared.files.clone();
    // Reading takes a while: other requests go on meanwhile. What a reader breaks on is damaged.
    tokio::task::spawn_blocking(move || match files.read(&owner, &file.sha256) {
        Ok(Some(content)) => read_sheet(kind, content, SheetLimits::QUESTIONS),
        _ => Err(Unreadable::Damaged),
    })
    .await
    .unwrap_or(Err(Unreadable::Damaged))
    .map_err(unreadable)
}

/// Shows one's own import: which row became which question.
#[utoipa::path(
    get, path = "/question-imports/{import}", tag = "enquiry",
    params(("import" = QuestionImportId, Path, description = "The import."), ThingQuery),
    responses((status = 200, body = OwnImport, description = "The import.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_question_import(
    app: Data<App>,
    call: Caller,
    import: Path<QuestionImportId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let content: OwnImport =
        own::document(model, Table::QuestionImport, provider, &import.to_string())?
            .ok_or_else(|| refusal_problem(&EnquiryRefusal::ImportUnknown.into()))?;
    Ok(Tagged { version: 1, content })
}

/// Gives an empty spreadsheet with the headings of an import, as CSV.
#[utoipa::path(
    get, path = "/question-import-template", tag = "enquiry",
    responses((status = 200, body = String, content_type = "text/csv",
        description = "The spreadsheet.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_question_import_template(
    _: Caller,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    QueryReader::new(&request).finish()?;
    Ok(csv_file("vragen.csv", &[HEADINGS.map(str::to_owned).to_vec()]))
}
