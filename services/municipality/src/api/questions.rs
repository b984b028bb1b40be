//! Questions as those read them who answer.

use super::question_rounds::{check_round, own_round};
use super::{Staff, hide, own_thing};
use crate::App;
use crate::projections::questions::{
    AnswerView, AskerView, DeclineView, QuestionStatus, QuestionView, WithholdingView,
};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::Scope;
use dialogue::enquiry::{AnswerWarning, EnquiryRefusal, answer_warnings};
use dialogue::{
    Confidentiality, PersonId, Question, QuestionId, QuestionRoundId, Reference, Refusal,
    Trajectory, TrajectoryId,
};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use identity::Role;
use serde::{Deserialize, Serialize};
use service::{OrganisationIdentity, Refused, Tagged, open, refusal_problem};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;
use vocabulary::{Label, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_questions, list_questions).with(__path_get_question, get_question)
}

/// A question in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QuestionSummary {
    /// The question.
    id: QuestionId,
    /// What it is about.
    reference: Reference,
    /// Whether the section it names is known.
    section_known: bool,
    /// The question in the asker's own words.
    text: Prose,
    /// Whether it came after the term of its round.
    late: bool,
    /// Its labels.
    labels: BTreeSet<Label>,
    /// Where it stands.
    status: QuestionStatus,
}

/// A page of them.
type QuestionList = List<QuestionSummary>;

/// To whom something is assigned.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AssignedTo {
    /// To whoever asks.
    Me,
}

impl std::str::FromStr for AssignedTo {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text == "me" { Ok(Self::Me) } else { Err(()) }
    }
}

/// Whose assigned questions are wanted, when not everybody's. An outside expert sees no others.
pub(super) fn assignee(query: &mut QueryReader, staff: &Staff) -> Option<PersonId> {
    let asked = query.optional::<AssignedTo>("assignedTo", "Kies: me.");
    (asked.is_some() || staff.caller.role == Role::Expert).then_some(staff.caller.person)
}

/// Lists the questions of a round, in no order that tells who asked or when.
#[utoipa::path(
    get, path = "/question-rounds/{round}/questions", tag = "enquiry",
    params(
        ("round" = QuestionRoundId, Path, description = "The round."),
        ("status" = Option<QuestionStatus>, Query, description = "Only questions that stand here."),
        ("assignedTo" = inline(Option<AssignedTo>), Query, description = "Only one's own."),
        PageQuery,
    ),
    responses((status = 200, body = QuestionList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_questions(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let statuses: Vec<_> = QuestionStatus::ALL.iter().map(|status| status.as_str()).collect();
    let allowed = format!("Kies een van: {}.", statuses.join(", "));
    let status = query.optional::<QuestionStatus>("status", &allowed);
    let assignee = assignee(&mut query, &staff);
    query.finish()?;
    own_round(&app, &staff, *round, position).await?;
    let sql = "SELECT id, json_object('id', body -> 'id', 'reference', body -> 'reference', \
                   'sectionKnown', body -> 'sectionKnown', 'text', body -> 'text', \
                   'late', body -> 'late', 'labels', body -> 'labels', \
                   'status', body -> 'status') \
               FROM question WHERE round = ?1 AND id > ?2 AND (?3 IS NULL OR status = ?3) \
                   AND (?4 IS NULL OR EXISTS (SELECT 1 FROM question_assignment \
                       WHERE person = ?4 AND question = id)) \
               ORDER BY id LIMIT ?5";
    let status = status.map(QuestionStatus::as_str);
    let assignee = assignee.map(|person| person.to_string());
    let values = (round.to_string(), paging.after(), status, assignee, paging.rows());
    let page = app.model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(QuestionList::new(page.items, page.next)))
}

/// A question, with who asked it when the round's plan lets staff see that.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QuestionDetail {
    /// The question.
    id: QuestionId,
    /// The round.
    round: QuestionRoundId,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// What it is about.
    reference: Reference,
    /// Whether the section it names is known.
    section_known: bool,
    /// The question in the asker's own words.
    text: Prose,
    /// What the asker wants those to know who answer. It never stands in a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    background: Option<Prose>,
    /// Whether it came after the term of its round.
    late: bool,
    /// The request to keep it out of the notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    withholding: Option<WithholdingView>,
    /// Its labels.
    labels: BTreeSet<Label>,
    /// To whom it is assigned.
    assignees: BTreeSet<PersonId>,
    /// The question it is merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<QuestionId>,
    /// The questions that are merged into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<QuestionId>,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    asker: Option<OrganisationIdentity>,
    /// Where it stands.
    status: QuestionStatus,
    /// The answer on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerView>,
    /// What deserves a second look in that answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<AnswerWarning>,
    /// Why it gets no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    declined: Option<DeclineView>,
    /// The number of the note in which it is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<u32>,
    /// Its number in that note.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    /// The numbers of its further parts, of a question that was split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further_items: Vec<u32>,
}

impl QuestionDetail {
    fn of(
        view: QuestionView,
        merged: Vec<QuestionId>,
        asker: Option<OrganisationIdentity>,
    ) -> Self {
        let warnings = view.answer.as_ref().map(|answer| answer_warnings(&answer.drafted()));
        Self {
            id: view.id,
            round: view.round,
            trajectory: view.trajectory,
            reference: view.reference,
            section_known: view.section_known,
            text: view.text,
            background: view.background,
            late: view.late,
            withholding: view.withholding,
            labels: view.labels,
            assignees: view.assignees,
            merged_into: view.merged_into,
            merged,
            asker,
            status: view.status,
            answer: view.answer,
            warnings: warnings.unwrap_or_default(),
            declined: view.declined,
            note: view.note,
            item: view.item,
            further_items: view.further_items,
        }
    }
}

/// Shows a question. An outside expert sees it when it is assigned to them, after a declaration of
/// confidentiality, and never who asked.
#[utoipa::path(
    get, path = "/questions/{question}", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question."), ThingQuery),
    responses((status = 200, body = QuestionDetail, description = "The question.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader", "expert"])),
)]
async fn get_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let view = own_view(&app, &staff, *question)?;
    if staff.caller.role == Role::Expert {
        let kept = app.shared.look_up::<Confidentiality>(view.trajectory).await?;
        let person = staff.caller.person;
        kept.check_expert(person).map_err(|refusal| refusal_problem(&refusal))?;
    }
    let asker = match &view.asker {
        Some(AskerView { identity: Some(sealed), .. }) if staff.caller.role != Role::Expert => {
            open(&app.shared.vault, sealed)?
        }
        _ => None,
    };
    let sql = "SELECT json_quote(id) FROM question WHERE merged = ?1 ORDER BY id";
    let merged = app.model.with(|read| read.documents(sql, [question.to_string()]))?;
    let version = view.version;
    Ok(Tagged { content: QuestionDetail::of(view, merged, asker), version })
}

/// A question as the read model has it, that the caller may see.
pub(super) fn own_view(
    app: &App,
    staff: &Staff,
    question: QuestionId,
) -> Result<QuestionView, Problem> {
    let unknown = EnquiryRefusal::QuestionUnknown;
    let view: QuestionView = own_thing(app, staff, "question", question, unknown.clone())?;
    let outside = staff.caller.role == Role::Expert;
    if outside && !view.assignees.contains(&staff.caller.person) {
        return Err(refusal_problem(&unknown.into()));
    }
    Ok(view)
}

/// A question of a trajectory in which the caller's municipality buys; for an outside expert, one
/// that is assigned to them, after a declaration of confidentiality.
pub(super) async fn own_question(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: QuestionId,
) -> Result<Arc<Trajectory>, Refused> {
    let question = if staff.caller.role == Role::Expert {
        let question = scope.load::<Question>(id).await?;
        if !question.is_assigned_to(staff.caller.person) {
            return Err(Refusal::from(EnquiryRefusal::QuestionUnknown).into());
        }
        question
    } else {
        scope.glance::<Question>(id).await?
    };
    match check_round(scope, staff, question.asked()?.round).await {
        Ok(trajectory) => {
            if staff.caller.role == Role::Expert {
                let kept = scope.load::<Confidentiality>(trajectory).await?;
                kept.check_expert(staff.caller.person)?;
            }
            scope.glance::<Trajectory>(trajectory).await
        }
        Err(error) => Err(hide(error, EnquiryRefusal::QuestionUnknown)),
    }
}
