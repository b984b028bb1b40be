//! The work list: what waits for whom, the most urgent first. One row a task and municipality,
//! so that a page of it is one look in one index.

use super::admissions::AdmissionRow;
use super::advice::AdviceRequestView;
use super::contract_tasks;
use super::cycle_tasks;
use super::questions::{QuestionStatus, QuestionView, WithholdingStatus};
use super::task_kind::TaskKind;
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
use service::{
    AdviceView, ConsultationRoundView, CouncilMatterView, QuestionRoundView, TrajectoryView,
};
use utoipa::ToSchema;
use vocabulary::Title;

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TaskView {
    /// What is to be done.
    pub(crate) kind: TaskKind,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The round, question, contribution, advice, flag, application, signal, research, outreach,
    /// promise or change that it is about. Behind a point stands the number of an effect of a
    /// decision, of what was taken over in a trajectory, and of an action or promise
    /// (`commitment-1`) of a session; and the name of an action of a talk.
    pub(crate) subject: String,
    /// What the round, advice, session or outreach is called; the trajectory, when it is about
    /// anything else.
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
        8
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
            AnyEvent::CouncilMatter(_) => council_matter(rows, id),
            AnyEvent::CarryOver(event) => cycle_tasks::carry_over(rows, id, event),
            AnyEvent::SupervisionSignal(event) => cycle_tasks::signal(rows, id, event),
            AnyEvent::ClientResearch(event) => cycle_tasks::research(rows, id, event),
            AnyEvent::Session(event) => cycle_tasks::session(rows, id, event),
            AnyEvent::Outreach(event) => cycle_tasks::outreach(rows, id, event),
            AnyEvent::Contract(event) => contract_tasks::contract(rows, id, event),
            AnyEvent::CommitmentList(event) => contract_tasks::commitments(rows, id, event),
            AnyEvent::PerformanceTalk(event) => contract_tasks::talk(rows, id, event),
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
pub(super) fn put(rows: &Rows<'_>, task: &TaskView) -> Result<(), ProjectionError> {
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

pub(super) fn clear(rows: &Rows<'_>, subject: &str) -> Result<(), ProjectionError> {
    rows.execute("DELETE FROM task WHERE subject = ?1", [subject]).map(|_| ())
}

/// Something that waits in a trajectory and has no term or title of its own.
pub(super) fn waits(
    rows: &Rows<'_>,
    kind: TaskKind,
    trajectory: TrajectoryId,
    subject: &str,
) -> Result<(), ProjectionError> {
    waits_until(rows, kind, trajectory, subject, None)
}

/// Something that waits in a trajectory and has no title of its own.
pub(super) fn waits_until(
    rows: &Rows<'_>,
    kind: TaskKind,
    trajectory: TrajectoryId,
    subject: &str,
    due: Option<Timestamp>,
) -> Result<(), ProjectionError> {
    let Some(view) = rows.get::<TrajectoryView>("trajectory", &trajectory.to_string())? else {
        return Ok(());
    };
    let subject = subject.to_owned();
    put(rows, &TaskView { kind, trajectory, subject, title: view.title, due })
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
        ConsultationRoundEvent::ReportItemMoved(_)
        | ConsultationRoundEvent::AgendaItemProgressed(_) => Ok(()),
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
        AdviceEvent::AdviceUrgencyAgreed(_)
        | AdviceEvent::AdviceExtensionRequested(_)
        | AdviceEvent::AdviceTermExtended(_)
        | AdviceEvent::AdviceExtensionDeclined(_) => awaited_advice(rows, id),
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
        // How a council comes to its advice asks nothing of the municipality.
        _ => Ok(()),
    }
}

/// What a council brings waits for its answer.
fn council_matter(rows: &Rows<'_>, id: &str) -> Result<(), ProjectionError> {
    let Some(view) = rows.get::<CouncilMatterView>("council_matter", id)? else { return Ok(()) };
    if view.answer.is_some() {
        return clear(rows, id);
    }
    let task = TaskView {
        kind: TaskKind::AnswerCouncilMatter,
        trajectory: view.trajectory,
        subject: id.to_owned(),
        title: view.title,
        due: None,
    };
    put(rows, &task)
}

/// An advice that was asked waits for the council, or for a decision on more time.
fn awaited_advice(rows: &Rows<'_>, id: &str) -> Result<(), ProjectionError> {
    let Some(view) = rows.get::<AdviceRequestView>("advice_request", id)? else { return Ok(()) };
    let asks = view.extension.is_some();
    let kind = if asks { TaskKind::DecideAdviceExtension } else { TaskKind::AwaitAdvice };
    let task = TaskView {
        kind,
        trajectory: view.request.trajectory,
        subject: id.to_owned(),
        title: view.request.subject,
        due: Some(view.term.at),
    };
    put(rows, &task)
}
