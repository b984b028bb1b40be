//! Questions as those see them who answer: not who asked, unless the round's plan says so, and
//! not when, because an order in time would lead back to who it was.

mod views;

pub(crate) use views::{
    AnswerView, ApprovalView, AskerView, DeclineView, QuestionStatus, QuestionView,
    WithholdingStatus, WithholdingView,
};

use dialogue::consultation::Disclosure;
use dialogue::enquiry::{QuestionAsked, wholly_approved};
use dialogue::{AnyEvent, PersonId, QuestionEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use service::QuestionRoundView;
use vocabulary::Paragraph;

pub(crate) struct Questions;

impl Projection<AnyEvent> for Questions {
    fn name(&self) -> &'static str {
        "questions"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE question (
             id TEXT PRIMARY KEY, round TEXT NOT NULL, trajectory TEXT NOT NULL,
             status TEXT NOT NULL, withholding INTEGER NOT NULL, merged TEXT, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX question_in ON question (round, id);
         CREATE INDEX question_withheld ON question (trajectory, id) WHERE withholding;
         CREATE INDEX question_merged ON question (merged) WHERE merged IS NOT NULL;
         CREATE TABLE question_assignment (
             person TEXT NOT NULL, question TEXT NOT NULL, PRIMARY KEY (person, question)
         ) STRICT, WITHOUT ROWID;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Question(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        if let QuestionEvent::QuestionAsked(asked) = event {
            return add(rows, recorded, asked);
        }
        let Some(mut view) = rows.get::<QuestionView>("question", id)? else { return Ok(()) };
        view.version = recorded.version.0;
        change(&mut view, recorded, event);
        let merged = view.merged_into.map(|into| into.to_string());
        let columns: [(&str, &dyn ToSql); 2] =
            [("status", &view.status.as_str()), ("merged", &merged)];
        rows.change::<QuestionView>("question", id, &columns, |row| *row = view.clone())?;
        match event {
            QuestionEvent::QuestionAssigned(assigned) => assign(rows, id, assigned.to, true),
            QuestionEvent::QuestionAssignmentEnded(ended) => assign(rows, id, ended.to, false),
            QuestionEvent::QuestionWithdrawn(_) | QuestionEvent::QuestionDeclined(_) => {
                alone_again(rows, id)
            }
            _ => Ok(()),
        }
    }
}

fn add(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    asked: &QuestionAsked,
) -> Result<(), ProjectionError> {
    let (id, asked) = (recorded.stream.id(), asked.clone());
    let round = asked.round.to_string();
    let (Ok(question), Some(round_view)) =
        (id.parse(), rows.get::<QuestionRoundView>("question_round", &round)?)
    else {
        return Ok(());
    };
    let asker = if round_view.disclosure == Disclosure::Municipality {
        let identity = rows.get("provider", &asked.provider.to_string())?;
        Some(AskerView { provider: asked.provider, identity })
    } else {
        None
    };
    let trajectory = round_view.trajectory.to_string();
    let withholding = asked.withholding.map(|reason| WithholdingView {
        reason,
        status: WithholdingStatus::Undecided,
        decision_reason: None,
        decided_by: None,
        decided_at: None,
        withdrawable_until: None,
    });
    let view = QuestionView {
        id: question,
        version: recorded.version.0,
        round: asked.round,
        trajectory: round_view.trajectory,
        reference: asked.reference,
        section_known: asked.section_known,
        text: asked.text,
        background: asked.background,
        late: asked.late,
        withholding,
        labels: [].into(),
        assignees: [].into(),
        merged_into: None,
        asker,
        status: QuestionStatus::Unanswered,
        answer: None,
        declined: None,
        note: None,
        item: None,
        further_items: vec![],
    };
    let columns: [(&str, &dyn ToSql); 4] = [
        ("round", &round),
        ("trajectory", &trajectory),
        ("status", &view.status.as_str()),
        ("withholding", &view.withholding.is_some()),
    ];
    rows.put("question", id, &columns, &view)
}

fn assign(rows: &Rows<'_>, id: &str, to: PersonId, now: bool) -> Result<(), ProjectionError> {
    let sql = if now {
        "INSERT OR IGNORE INTO question_assignment (person, question) VALUES (?1, ?2)"
    } else {
        "DELETE FROM question_assignment WHERE person = ?1 AND question = ?2"
    };
    rows.execute(sql, [&to.to_string(), id]).map(|_| ())
}

/// What was merged into a question that gets no answer needs one of its own again.
fn alone_again(rows: &Rows<'_>, id: &str) -> Result<(), ProjectionError> {
    for merged in rows.find_all::<String>("SELECT id FROM question WHERE merged = ?1", [id])? {
        let Some(mut view) = rows.get::<QuestionView>("question", &merged)? else { continue };
        if view.status == QuestionStatus::Merged {
            view.status = QuestionStatus::Unanswered;
            let columns: [(&str, &dyn ToSql); 1] = [("status", &view.status.as_str())];
            rows.change::<QuestionView>("question", &merged, &columns, |row| *row = view)?;
        }
    }
    Ok(())
}

fn change(view: &mut QuestionView, recorded: &RecordedEvent, event: &QuestionEvent) {
    match event.clone() {
        QuestionEvent::QuestionAsked(_) => {}
        QuestionEvent::QuestionWithdrawn(_) => view.status = QuestionStatus::Withdrawn,
        QuestionEvent::QuestionWithholdingGranted(granted) => {
            let status = WithholdingStatus::Granted;
            decide_withholding(view, recorded, status, granted.reason, granted.by);
        }
        QuestionEvent::QuestionWithholdingRefused(refused) => {
            let status = WithholdingStatus::Refused;
            decide_withholding(view, recorded, status, refused.reason, refused.by);
            if let Some(withholding) = &mut view.withholding {
                withholding.withdrawable_until = Some(refused.withdrawable_until);
            }
        }
        QuestionEvent::QuestionAnsweredAlone(_) => view.status = QuestionStatus::AnsweredAlone,
        QuestionEvent::QuestionDeclined(declined) => {
            view.status = QuestionStatus::Declined;
            let (ground, reason, by) = (declined.ground, declined.reason, declined.by);
            view.declined = Some(DeclineView { ground, reason, by });
        }
        QuestionEvent::QuestionLabelled(labelled) => view.labels = labelled.labels,
        QuestionEvent::QuestionAssigned(assigned) => {
            view.assignees.insert(assigned.to);
        }
        QuestionEvent::QuestionAssignmentEnded(ended) => {
            view.assignees.remove(&ended.to);
        }
        QuestionEvent::QuestionMerged(merged) => {
            view.merged_into = Some(merged.into);
            view.status = view.standing();
        }
        QuestionEvent::QuestionSeparated(_) => {
            view.merged_into = None;
            view.status = view.standing();
        }
        QuestionEvent::QuestionAnswerDrafted(_)
        | QuestionEvent::QuestionAnswerApproved(_)
        | QuestionEvent::QuestionAnswerReturned(_) => {
            answer(view, event);
            view.status = view.standing();
        }
        QuestionEvent::QuestionPublished(published) => {
            view.status = QuestionStatus::Published;
            view.note = Some(published.note);
            view.item = Some(published.item);
            view.further_items = published.further;
        }
    }
}

fn decide_withholding(
    view: &mut QuestionView,
    recorded: &RecordedEvent,
    status: WithholdingStatus,
    reason: Paragraph,
    by: PersonId,
) {
    if let Some(withholding) = &mut view.withholding {
        withholding.status = status;
        withholding.decision_reason = Some(reason);
        withholding.decided_by = Some(by);
        withholding.decided_at = Some(recorded.recorded_at);
    }
}

fn answer(view: &mut QuestionView, event: &QuestionEvent) {
    match (event.clone(), &mut view.answer) {
        (QuestionEvent::QuestionAnswerDrafted(drafted), _) => {
            view.answer = Some(AnswerView {
                wording: drafted.wording,
                answer: drafted.answer,
                amends: drafted.amends,
                further: drafted.further,
                drafted_by: drafted.by,
                approved_by: None,
                approvals: vec![],
                returned_because: None,
            });
        }
        (QuestionEvent::QuestionAnswerApproved(approved), Some(answer)) => {
            answer.approvals.push(ApprovalView { aspect: approved.aspect, by: approved.by });
            let aspects: Vec<_> = answer.approvals.iter().map(|it| it.aspect).collect();
            if wholly_approved(&aspects) {
                answer.approved_by = Some(approved.by);
            }
        }
        (QuestionEvent::QuestionAnswerReturned(returned), Some(answer)) => {
            answer.approved_by = None;
            answer.approvals.clear();
            answer.returned_because = Some(returned.reason);
        }
        _ => {}
    }
}
