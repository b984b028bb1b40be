//! The work list: what waits for whom, the most urgent first. One row a task and municipality,
//! so that a page of it is one look in one index.

use super::admissions::AdmissionRow;
use super::questions::{QuestionStatus, QuestionView, WithholdingStatus};
use dialogue::admission_procedure::AdmissionEvent;
use dialogue::redress::{CarriedOut, DecidedEffect};
use dialogue::{
    AdviceEvent, AnyEvent, ClarificationNoteEvent, ComplaintEvent, ConsultationRoundEvent,
    ContributionEvent, ObjectionEvent, QuestionEvent, QuestionRoundEvent, RequirementFlagEvent,
    TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use service::{AdviceView, ConsultationRoundView, QuestionRoundView, TrajectoryView};
use utoipa::ToSchema;
use vocabulary::Title;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TaskKind {
    /// Close a consultation round, once its term has passed.
    CloseConsultationRound,
    /// Decide what is done with a contribution.
    GiveDisposition,
    /// Publish the report of a consultation round.
    PublishReport,
    /// Close a question round, once its term has passed.
    CloseQuestionRound,
    /// Decide whether a question is kept out of the notes.
    DecideWithholding,
    /// Draft an answer to a question.
    AnswerQuestion,
    /// Approve an answer, as a second person.
    ApproveAnswer,
    /// Send an approved answer to its asker alone.
    SendAnswer,
    /// Publish approved answers in a note, and conclude the round.
    PublishNote,
    /// Wait for an advice that was asked.
    AwaitAdvice,
    /// Respond to the recommendations of an advice.
    RespondToAdvice,
    /// Answer what a provider says about a requirement.
    AnswerRequirementFlag,
    /// Decide on an application for an open house or a subsidy.
    DecideApplication,
    /// Carry out what was decided on a complaint or an objection.
    CarryOutEffect,
}

impl TaskKind {
    pub(crate) const ALL: [Self; 14] = [
        Self::CloseConsultationRound,
        Self::GiveDisposition,
        Self::PublishReport,
        Self::CloseQuestionRound,
        Self::DecideWithholding,
        Self::AnswerQuestion,
        Self::ApproveAnswer,
        Self::SendAnswer,
        Self::PublishNote,
        Self::AwaitAdvice,
        Self::RespondToAdvice,
        Self::AnswerRequirementFlag,
        Self::DecideApplication,
        Self::CarryOutEffect,
    ];

    /// What only those who decide on it see.
    pub(crate) const CONFIDENTIAL: [Self; 2] = [Self::DecideApplication, Self::CarryOutEffect];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::CloseConsultationRound => "close-consultation-round",
            Self::GiveDisposition => "give-disposition",
            Self::PublishReport => "publish-report",
            Self::CloseQuestionRound => "close-question-round",
            Self::DecideWithholding => "decide-withholding",
            Self::AnswerQuestion => "answer-question",
            Self::ApproveAnswer => "approve-answer",
            Self::SendAnswer => "send-answer",
            Self::PublishNote => "publish-note",
            Self::AwaitAdvice => "await-advice",
            Self::RespondToAdvice => "respond-to-advice",
            Self::AnswerRequirementFlag => "answer-requirement-flag",
            Self::DecideApplication => "decide-application",
            Self::CarryOutEffect => "carry-out-effect",
        }
    }
}

impl std::str::FromStr for TaskKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TaskView {
    /// What is to be done.
    pub(crate) kind: TaskKind,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The round, question, contribution, advice, flag or application that it is about; of an
    /// effect the decision, with the number of the effect behind a point.
    pub(crate) subject: String,
    /// What the round or advice is called; the trajectory, when it is about anything else.
    pub(crate) title: Title,
    /// Until when, in UTC; absent when there is no term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) due: Option<Timestamp>,
}

pub(crate) struct Tasks;

impl Projection<AnyEvent> for Tasks {
    fn name(&self) -> &'static str {
        "tasks"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE task (
             member TEXT NOT NULL, place TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
             trajectory TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (member, place)
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX task_about ON task (subject);
         CREATE INDEX task_in ON task (member, trajectory, place);
         CREATE INDEX task_of_kind ON task (member, kind, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        match event {
            AnyEvent::ConsultationRound(event) => consultation(rows, id, event),
            AnyEvent::Contribution(event) => contribution(rows, id, event),
            AnyEvent::QuestionRound(event) => question_round(rows, id, event),
            AnyEvent::Question(event) => question(rows, id, event),
            AnyEvent::ClarificationNote(ClarificationNoteEvent::ClarificationNotePublished(_)) => {
                Ok(())
            }
            AnyEvent::Advice(event) => advice(rows, id, event),
            AnyEvent::RequirementFlag(RequirementFlagEvent::RequirementFlagged(flagged)) => {
                waits(rows, TaskKind::AnswerRequirementFlag, flagged.trajectory, id)
            }
            AnyEvent::RequirementFlag(_) => clear(rows, id),
            AnyEvent::Admission(event) => admission(rows, id, event),
            AnyEvent::Complaint(ComplaintEvent::ComplaintDecided(decided)) => {
                effects(rows, id, &decided.effects)
            }
            AnyEvent::Objection(ObjectionEvent::ObjectionDecided(decided)) => {
                effects(rows, id, &decided.effects)
            }
            AnyEvent::Complaint(ComplaintEvent::ComplaintEffectCarriedOut(done)) => {
                clear(rows, &effect(id, &done.carried_out))
            }
            AnyEvent::Objection(ObjectionEvent::ObjectionEffectCarriedOut(done)) => {
                clear(rows, &effect(id, &done.carried_out))
            }
            _ => Ok(()),
        }
    }
}

/// Puts a task in the place of whatever waited about its subject.
fn put(rows: &Rows<'_>, task: &TaskView) -> Result<(), ProjectionError> {
    clear(rows, &task.subject)?;
    // What has no term comes last.
    let due = task.due.map_or_else(|| "9999".to_owned(), |due| due.to_string());
    let place = format!("{due}|{}|{}", task.kind.as_str(), task.subject);
    let body = serde_json::to_string(task)?;
    rows.execute(
        "INSERT INTO task (member, place, subject, kind, trajectory, body) \
         SELECT member, ?2, ?3, ?4, ?1, ?5 FROM membership WHERE trajectory = ?1",
        (task.trajectory.to_string(), place, &task.subject, task.kind.as_str(), body),
    )
    .map(|_| ())
}

fn clear(rows: &Rows<'_>, subject: &str) -> Result<(), ProjectionError> {
    rows.execute("DELETE FROM task WHERE subject = ?1", [subject]).map(|_| ())
}

/// Something that waits in a trajectory and has no term or title of its own.
fn waits(
    rows: &Rows<'_>,
    kind: TaskKind,
    trajectory: TrajectoryId,
    subject: &str,
) -> Result<(), ProjectionError> {
    let Some(view) = rows.get::<TrajectoryView>("trajectory", &trajectory.to_string())? else {
        return Ok(());
    };
    let subject = subject.to_owned();
    put(rows, &TaskView { kind, trajectory, subject, title: view.title, due: None })
}

fn admission(rows: &Rows<'_>, id: &str, event: &AdmissionEvent) -> Result<(), ProjectionError> {
    match event {
        AdmissionEvent::AdmissionOpened(_) => Ok(()),
        AdmissionEvent::AdmissionApplied(applied) => {
            let Some(row) = rows.get::<AdmissionRow>("admission_procedure", id)? else {
                return Ok(());
            };
            let application = applied.application.to_string();
            waits(rows, TaskKind::DecideApplication, row.opened.trajectory, &application)
        }
        AdmissionEvent::AdmissionDecided(decided) => clear(rows, &decided.application.to_string()),
    }
}

/// What a decision brings about, each a task of its own.
fn effects(
    rows: &Rows<'_>,
    decision: &str,
    decided: &[DecidedEffect],
) -> Result<(), ProjectionError> {
    for number in 1..=decided.len() {
        let subject = format!("{decision}.{number}");
        let sql = "SELECT trajectory FROM ordered_effect WHERE id = ?1";
        let found = rows.find::<(String,)>(sql, [&subject])?;
        if let Some(trajectory) = found.and_then(|(trajectory,)| trajectory.parse().ok()) {
            waits(rows, TaskKind::CarryOutEffect, trajectory, &subject)?;
        }
    }
    Ok(())
}

/// The name of an effect of a decision.
fn effect(decision: &str, done: &CarriedOut) -> String {
    format!("{decision}.{}", done.effect.get())
}

fn consultation(
    rows: &Rows<'_>,
    id: &str,
    event: &ConsultationRoundEvent,
) -> Result<(), ProjectionError> {
    let Some(round) = rows.get::<ConsultationRoundView>("consultation_round", id)? else {
        return Ok(());
    };
    let task = |kind, due| TaskView {
        kind,
        trajectory: round.trajectory,
        subject: id.to_owned(),
        title: round.title.clone(),
        due,
    };
    match event {
        ConsultationRoundEvent::ConsultationRoundPublished(_)
        | ConsultationRoundEvent::ConsultationRoundExtended(_) => {
            put(rows, &task(TaskKind::CloseConsultationRound, Some(round.closes.at)))
        }
        ConsultationRoundEvent::ConsultationRoundClosed(_) => {
            let sql = "SELECT id FROM contribution WHERE round = ?1";
            for contribution in rows.find_all::<String>(sql, [id])? {
                let subject = contribution;
                put(rows, &TaskView { subject, ..task(TaskKind::GiveDisposition, None) })?;
            }
            put(rows, &task(TaskKind::PublishReport, None))
        }
        ConsultationRoundEvent::ConsultationReportPublished(_) => clear(rows, id),
    }
}

fn contribution(
    rows: &Rows<'_>,
    id: &str,
    event: &ContributionEvent,
) -> Result<(), ProjectionError> {
    match event {
        ContributionEvent::ContributionDispositionGiven(_) => clear(rows, id),
        _ => Ok(()),
    }
}

fn question_round(
    rows: &Rows<'_>,
    id: &str,
    event: &QuestionRoundEvent,
) -> Result<(), ProjectionError> {
    let Some(round) = rows.get::<QuestionRoundView>("question_round", id)? else { return Ok(()) };
    let task = |kind, due| TaskView {
        kind,
        trajectory: round.trajectory,
        subject: id.to_owned(),
        title: round.title.clone(),
        due: Some(due),
    };
    match event {
        QuestionRoundEvent::QuestionRoundPublished(_) => {
            put(rows, &task(TaskKind::CloseQuestionRound, round.closes.at))
        }
        QuestionRoundEvent::QuestionRoundExtended(_) => {
            let sql = "SELECT DISTINCT subject FROM task \
                       JOIN question ON question.id = subject WHERE round = ?1";
            for subject in rows.find_all::<String>(sql, [id])? {
                about_question(rows, &subject)?;
            }
            put(rows, &task(TaskKind::CloseQuestionRound, round.closes.at))
        }
        QuestionRoundEvent::QuestionRoundClosed(_) => {
            put(rows, &task(TaskKind::PublishNote, round.answers.at))
        }
        QuestionRoundEvent::QuestionRoundConcluded(_) => clear(rows, id),
    }
}

fn question(rows: &Rows<'_>, id: &str, event: &QuestionEvent) -> Result<(), ProjectionError> {
    about_question(rows, id)?;
    if matches!(event, QuestionEvent::QuestionWithdrawn(_) | QuestionEvent::QuestionDeclined(_)) {
        // What was merged into it needs an answer of its own again.
        for merged in rows.find_all::<String>("SELECT id FROM question WHERE merged = ?1", [id])? {
            about_question(rows, &merged)?;
        }
    }
    Ok(())
}

/// Puts what is to be done about a question, as it stands now.
fn about_question(rows: &Rows<'_>, id: &str) -> Result<(), ProjectionError> {
    let Some(view) = rows.get::<QuestionView>("question", id)? else { return Ok(()) };
    let withholding = view.withholding.as_ref().map(|withholding| withholding.status);
    let kind = match (view.status, withholding) {
        (
            QuestionStatus::Unanswered
            | QuestionStatus::AwaitingApproval
            | QuestionStatus::Approved,
            Some(WithholdingStatus::Undecided),
        ) => TaskKind::DecideWithholding,
        (QuestionStatus::Unanswered, _) => TaskKind::AnswerQuestion,
        (QuestionStatus::AwaitingApproval, _) => TaskKind::ApproveAnswer,
        (QuestionStatus::Approved, Some(WithholdingStatus::Granted)) => TaskKind::SendAnswer,
        _ => return clear(rows, id),
    };
    let round = view.round.to_string();
    let Some(round) = rows.get::<QuestionRoundView>("question_round", &round)? else {
        return Ok(());
    };
    let task = TaskView {
        kind,
        trajectory: round.trajectory,
        subject: id.to_owned(),
        title: round.title,
        due: Some(round.answers.at),
    };
    put(rows, &task)
}

fn advice(rows: &Rows<'_>, id: &str, event: &AdviceEvent) -> Result<(), ProjectionError> {
    match event {
        AdviceEvent::AdviceRequested(request) => put(
            rows,
            &TaskView {
                kind: TaskKind::AwaitAdvice,
                trajectory: request.trajectory,
                subject: id.to_owned(),
                title: request.subject.clone(),
                due: Some(request.term.at),
            },
        ),
        AdviceEvent::AdviceDrafted(_) => Ok(()),
        AdviceEvent::AdviceFiled(_)
        | AdviceEvent::AdviceFiledUnasked(_)
        | AdviceEvent::AdviceResponseGiven(_) => {
            let Some(advice) = rows.get::<AdviceView>("advice", id)? else { return Ok(()) };
            if advice.recommendations.iter().all(|known| known.response.is_some()) {
                return clear(rows, id);
            }
            let task = TaskView {
                kind: TaskKind::RespondToAdvice,
                trajectory: advice.trajectory,
                subject: id.to_owned(),
                title: advice.subject,
                due: None,
            };
            put(rows, &task)
        }
    }
}
