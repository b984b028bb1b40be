//! From an advice in the dossier to the advice as a page.

use crate::pages::words::{
    council, document_place, judgement, moment, phase_link, prose, response, term, trajectory_name,
};
use dialogue::advice::AdviceRequested;
use portal::components::{AdviceRequest, Recommendation, RecommendationResponse};
use portal::pages::{AdvicePage, GivenAdvice};
use service::{AdviceView, RecommendationView, TrajectoryView};

pub(super) fn page(trajectory: &TrajectoryView, advice: &AdviceView) -> AdvicePage {
    let request = advice.request.as_ref();
    AdvicePage {
        trajectory: trajectory_name(trajectory),
        id: advice.id.to_string(),
        subject: advice.subject.to_string(),
        council: council(trajectory, &advice.council),
        phase: phase_link(trajectory.id, advice.phase),
        request: request.map(|request| asked(trajectory, request)),
        advice: Some(GivenAdvice {
            given: moment(advice.filed_at),
            judgement: judgement(advice.judgement),
            introduction: prose(&advice.introduction),
            basis: prose(&advice.basis),
            recommendations: advice.recommendations.iter().map(recommendation).collect(),
        }),
    }
}

fn asked(trajectory: &TrajectoryView, request: &AdviceRequested) -> AdviceRequest {
    let documents = request.documents.iter().map(|at| document_place(trajectory, at));
    AdviceRequest {
        summary: prose(&request.summary),
        reason: prose(&request.reason),
        question: prose(&request.question),
        alternatives: request.alternatives.iter().map(prose).collect(),
        documents: documents.collect(),
        term: term(&request.term),
        follow_up: prose(&request.follow_up),
    }
}

fn recommendation(view: &RecommendationView) -> Recommendation {
    Recommendation {
        number: view.number,
        text: prose(&view.text),
        reason: prose(&view.reason),
        response: view.response.as_ref().map(|given| RecommendationResponse {
            disposition: response(given.response),
            reason: prose(&given.reason),
        }),
    }
}
