//! The timeline: all six phases in their order. A phase that was not opened shows nothing of its
//! plan: the plan becomes public when the phase opens.

use crate::pages::published::Published;
use crate::pages::words::{
    council, count, lot, moment, note_link, prose, report_link, room, round_state, term,
};
use dialogue::{PhaseKind, phase};
use jiff::Timestamp;
use portal::components::{
    AdviceOrigin, AdviceProgress, AdviceSummary, Award, ConsultationRound, DialoguePlan, Link,
    NoteSummary, Perspectives, Phase, PublishedReport, QuestionRound, Theme,
};
use portal::paths;
use service::{
    AdviceView, AwardView, ConsultationRoundView, PhaseView, QuestionRoundView, TrajectoryView,
};

pub(super) fn phases(published: &Published, now: Timestamp) -> Vec<Phase> {
    PhaseKind::ALL.into_iter().map(|kind| one_phase(published, kind, now)).collect()
}

fn one_phase(published: &Published, kind: PhaseKind, now: Timestamp) -> Phase {
    let trajectory = &published.trajectory;
    let view = published.phases.iter().find(|phase| phase.kind == kind);
    let consultations = published.consultations.iter().filter(|round| round.phase == kind);
    let questions = published.questions.iter().filter(|round| round.phase == kind);
    let notes = published.notes.iter().filter(|it| published.phase_of(it.round) == Some(kind));
    let advices = published.advices.iter().filter(|advice| advice.phase == kind);
    // The procedure is the phase that runs up to the award.
    let awards = published.awards.iter().filter(|_| kind == PhaseKind::Procedure);
    Phase {
        key: kind.as_str().to_owned(),
        title: kind.dutch().to_owned(),
        opened: view.map(|phase| moment(phase.opened_at)),
        closed: view.and_then(|phase| phase.closed_at).map(moment),
        plan: view.map(plan),
        themes: view.map(|phase| phase.plan.themes.iter().map(theme).collect()).unwrap_or_default(),
        consultations: consultations.map(|round| consultation(round, now)).collect(),
        question_rounds: questions.map(|round| question_round(published, round, now)).collect(),
        notes: notes.map(|note| note_summary(trajectory, note)).collect(),
        advices: advices.map(|advice| advice_summary(trajectory, advice)).collect(),
        awards: awards.map(|it| award(trajectory, it)).collect(),
        outcome: view.and_then(|phase| phase.outcome.as_ref()).map(prose),
    }
}

fn plan(view: &PhaseView) -> DialoguePlan {
    let plan = &view.plan;
    DialoguePlan {
        version: view.plan_version,
        revision: view.plan_reason.as_ref().map(prose),
        subjects: perspectives(&plan.subjects),
        room: perspectives(&plan.room),
        participants: perspectives(&plan.participants),
        organisation: perspectives(&plan.organisation),
    }
}

fn perspectives(both: &phase::Perspectives) -> Perspectives {
    Perspectives {
        municipality: both.municipality.as_ref().map(prose),
        provider: both.provider.as_ref().map(prose),
    }
}

fn theme(theme: &phase::Theme) -> Theme {
    Theme {
        title: theme.title.to_string(),
        description: theme.description.as_ref().map(prose),
        room: room(theme.room),
        reason: theme.reason.as_ref().map(prose),
    }
}

fn consultation(round: &ConsultationRoundView, now: Timestamp) -> ConsultationRound {
    ConsultationRound {
        id: round.id.to_string(),
        title: round.title.to_string(),
        introduction: prose(&round.introduction),
        state: round_state(round.status, round.opens, &round.closes, now),
        opens: moment(round.opens),
        closes: term(&round.closes),
        extension: round.extension_reason.as_ref().map(prose),
        themes: round.themes.iter().map(|theme| theme.title.to_string()).collect(),
        report: round.report.as_ref().map(|report| PublishedReport {
            link: report_link(round),
            published: moment(report.published_at),
        }),
    }
}

fn question_round(
    published: &Published,
    round: &QuestionRoundView,
    now: Timestamp,
) -> QuestionRound {
    let last = published.notes.iter().find(|note| note.round == round.id && note.concludes);
    QuestionRound {
        id: round.id.to_string(),
        title: round.title.to_string(),
        introduction: prose(&round.introduction),
        state: round_state(round.status, round.opens, &round.closes, now),
        opens: moment(round.opens),
        closes: term(&round.closes),
        answers: term(&round.answers),
        extension: round.extension_reason.as_ref().map(prose),
        concluded_by: last.map(|note| note_link(published.trajectory.id, note.number)),
    }
}

fn note_summary(trajectory: &TrajectoryView, note: &service::NoteSummary) -> NoteSummary {
    let Link { href, .. } = note_link(trajectory.id, note.number);
    NoteSummary {
        link: Link { text: format!("Nota van inlichtingen {}: {}", note.number, note.title), href },
        published: moment(note.published_at),
        round: note.round_title.to_string(),
        questions: note.questions,
        errata: note.errata,
    }
}

fn advice_summary(trajectory: &TrajectoryView, advice: &AdviceView) -> AdviceSummary {
    let responses: Vec<_> = advice.recommendations.iter().flat_map(|it| &it.response).collect();
    AdviceSummary {
        link: Link {
            text: advice.subject.to_string(),
            href: paths::advice(&trajectory.id.to_string(), &advice.id.to_string()),
        },
        council: council(trajectory, &advice.council),
        origin: match &advice.request {
            Some(request) => AdviceOrigin::Asked(term(&request.term)),
            None => AdviceOrigin::Unasked,
        },
        progress: Some(AdviceProgress {
            given: moment(advice.filed_at),
            recommendations: count(&advice.recommendations),
            responses: count(&responses),
        }),
    }
}

fn award(trajectory: &TrajectoryView, award: &AwardView) -> Award {
    Award {
        lot: award.lot.map(|number| format!("Perceel {}", lot(trajectory, number))),
        announcement: prose(&award.announcement),
        published: moment(award.confirmed_at),
    }
}
