//! Advice and awards as everyone sees them: once given, once final.

use super::{AdviceView, AwardView, RecommendationView};
use dialogue::advice::{AdviceContent, AdviceRequested};
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
        // Neither is public: a request becomes so with the advice, a draft never does.
        AdviceEvent::AdviceRequested(_) | AdviceEvent::AdviceDrafted(_) => Ok(()),
        AdviceEvent::AdviceFiled(filed) => {
            let request = filed.request;
            let about = About {
                trajectory: request.trajectory,
                phase: request.phase,
                council: request.council.clone(),
                subject: request.subject.clone(),
                request: Some(request),
            };
            file(rows, recorded, about, filed.content)
        }
        AdviceEvent::AdviceFiledUnasked(filed) => {
            let about = About {
                trajectory: filed.trajectory,
                phase: filed.phase,
                council: filed.council,
                subject: filed.subject,
                request: None,
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
    }
}

struct About {
    trajectory: TrajectoryId,
    phase: PhaseKind,
    council: CouncilCode,
    subject: Title,
    request: Option<AdviceRequested>,
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
