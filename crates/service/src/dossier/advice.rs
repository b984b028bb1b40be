//! Advice and awards as everyone sees them: once given, once final.

use super::{AdviceFollowUpView, AdviceView, AwardView, RecommendationView};
use dialogue::advice::{
    Adoption, AdviceContent, AdviceFollowUpRecorded, AdviceRequested, CouncilOffice, PolicyStep,
};
use dialogue::{AdviceEvent, EvaluationEvent, PhaseKind, TrajectoryId};
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows};
use vocabulary::{CouncilCode, Title};

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &AdviceEvent,
) -> Result<(), ProjectionError> {
    match event.clone() {
        AdviceEvent::AdviceFiled(filed) => {
            let request = filed.request;
            let about = About {
                trajectory: request.trajectory,
                phase: request.phase,
                council: request.council.clone(),
                subject: request.subject.clone(),
                step: request.step,
                request: Some(request),
                adoption: filed.adoption,
                signed: filed.signed,
            };
            file(rows, recorded, about, filed.content)
        }
        AdviceEvent::AdviceFiledUnasked(filed) => {
            let about = About {
                trajectory: filed.trajectory,
                phase: filed.phase,
                council: filed.council,
                subject: filed.subject,
                step: filed.step,
                request: None,
                adoption: None,
                signed: vec![],
            };
            file(rows, recorded, about, filed.content)
        }
        AdviceEvent::AdviceResponseGiven(given) => {
            rows.change::<AdviceView>("advice", recorded.stream.id(), &[], |view| {
                view.version = recorded.version.0;
                for response in given.responses {
                    let number = response.number.get();
                    if let Some(recommendation) =
                        view.recommendations.iter_mut().find(|known| known.number == number)
                    {
                        recommendation.response = Some(response);
                    }
                }
            })
        }
        AdviceEvent::AdviceFollowUpRecorded(followed) => {
            rows.change::<AdviceView>("advice", recorded.stream.id(), &[], |view| {
                view.version = recorded.version.0;
                let number = followed.number.get();
                let about = view.recommendations.iter_mut().find(|it| it.number == number);
                if let Some(recommendation) = about {
                    let AdviceFollowUpRecorded { document, change, .. } = followed;
                    let recorded_at = recorded.recorded_at;
                    let follow_up = AdviceFollowUpView { document, change, recorded_at };
                    recommendation.follow_ups.push(follow_up);
                }
            })
        }
        AdviceEvent::AdviceCopySent(sent) => {
            rows.change::<AdviceView>("advice", recorded.stream.id(), &[], |view| {
                view.version = recorded.version.0;
                view.copy_sent_on = Some(sent.sent_on);
            })
        }
        // How a council comes to its advice is its own; a request becomes public with the advice.
        _ => Ok(()),
    }
}

struct About {
    trajectory: TrajectoryId,
    phase: PhaseKind,
    council: CouncilCode,
    subject: Title,
    step: Option<PolicyStep>,
    request: Option<AdviceRequested>,
    adoption: Option<Adoption>,
    signed: Vec<CouncilOffice>,
}

fn file(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    about: About,
    content: AdviceContent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(advice) = id.parse() else { return Ok(()) };
    let trajectory = about.trajectory.to_string();
    let recommendations = (1..)
        .zip(content.recommendations)
        .map(|(number, recommendation)| RecommendationView {
            number,
            text: recommendation.text,
            reason: recommendation.reason,
            response: None,
            follow_ups: vec![],
        })
        .collect();
    let view = AdviceView {
        id: advice,
        version: recorded.version.0,
        trajectory: about.trajectory,
        phase: about.phase,
        council: about.council,
        subject: about.subject,
        request: about.request,
        judgement: content.judgement,
        introduction: content.introduction,
        basis: content.basis,
        recommendations,
        step: about.step,
        findings: content.findings,
        adoption: about.adoption,
        signed: about.signed,
        copy_sent_on: None,
        filed_at: recorded.recorded_at,
    };
    rows.put("advice", id, &[("trajectory", &trajectory)], &view)
}

pub(super) fn award(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &EvaluationEvent,
) -> Result<(), ProjectionError> {
    let EvaluationEvent::AwardConfirmed(confirmed) = event.clone() else { return Ok(()) };
    let trajectory = confirmed.trajectory.to_string();
    let view = AwardView {
        trajectory: confirmed.trajectory,
        lot: confirmed.lot,
        announcement: confirmed.announcement,
        confirmed_at: recorded.recorded_at,
    };
    rows.put("award", recorded.stream.id(), &[("trajectory", &trajectory)], &view)
}
