//! The questions of a round as a file for a spreadsheet program.

use super::Staff;
use super::question_rounds::own_round;
use crate::App;
use crate::projections::questions::{QuestionView, WithholdingStatus};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use dialogue::{DocumentReference, QuestionRoundId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use service::{TrajectoryView, csv_file};

/// The headings of the columns.
const HEADINGS: [&str; 17] = [
    "nummer van de vraag",
    "stand",
    "te laat",
    "document",
    "versie",
    "paragraaf",
    "paragraaf bekend",
    "perceel",
    "vraag",
    "achtergrond",
    "geheimhouding",
    "labels",
    "samengevoegd met",
    "openbare vraag",
    "antwoord",
    "nota",
    "vraag in de nota",
];

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_export_questions, export_questions)
}

/// Gives the questions of a round as a CSV file, in no order that tells who asked or when, and
/// without who asked. No cell is a formula: one that looks like it begins with an apostrophe.
#[utoipa::path(
    get, path = "/question-rounds/{round}/question-export", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "The questions.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn export_questions(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let view = own_round(&app, &staff, *round, position).await?;
    let trajectory = app.model.trajectory(view.trajectory)?;
    let sql = "SELECT body FROM question WHERE round = ?1 ORDER BY id";
    let all: Vec<QuestionView> = app.model.with(|read| read.documents(sql, [round.to_string()]))?;
    let headings = HEADINGS.map(str::to_owned).to_vec();
    let rows: Vec<_> =
        [headings].into_iter().chain(all.into_iter().map(|it| row(it, &trajectory))).collect();
    Ok(csv_file("vragen.csv", &rows))
}

fn row(question: QuestionView, trajectory: &TrajectoryView) -> Vec<String> {
    let yes = |yes| if yes { "ja" } else { "nee" }.to_owned();
    let number = |number: Option<u32>| number.map(|it| it.to_string()).unwrap_or_default();
    let at = question.reference.document.as_ref();
    let withholding = question.withholding.map(|withholding| match withholding.status {
        WithholdingStatus::Undecided => "gevraagd",
        WithholdingStatus::Granted => "toegestaan",
        WithholdingStatus::Refused => "geweigerd",
    });
    let labels: Vec<_> = question.labels.iter().map(ToString::to_string).collect();
    let answer = question.answer.as_ref();
    vec![
        question.id.to_string(),
        question.status.as_str().to_owned(),
        yes(question.late),
        at.map(|at| title(at, trajectory)).unwrap_or_default(),
        number(at.map(|at| at.version.get())),
        at.and_then(|at| at.section.as_ref()).map(ToString::to_string).unwrap_or_default(),
        yes(question.section_known),
        number(question.reference.lot.map(vocabulary::Whole::get)),
        question.text.to_string(),
        question.background.map(|text| text.to_string()).unwrap_or_default(),
        withholding.unwrap_or_default().to_owned(),
        labels.join(", "),
        question.merged_into.map(|into| into.to_string()).unwrap_or_default(),
        answer.map(|answer| answer.wording.to_string()).unwrap_or_default(),
        answer.map(|answer| answer.answer.to_string()).unwrap_or_default(),
        number(question.note),
        number(question.item),
    ]
}

fn title(at: &DocumentReference, trajectory: &TrajectoryView) -> String {
    let documents = trajectory.documents.iter();
    documents
        .filter(|document| document.id == at.document)
        .flat_map(|document| &document.versions)
        .filter(|version| version.version == at.version.get())
        .map(|version| version.title.to_string())
        .next()
        .unwrap_or_default()
}
