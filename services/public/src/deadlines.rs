//! Every deadline that stands in the public record of a trajectory, with why it is what it is.

use calendar::{ChosenTerms, Holidays, Term, TermExplanation, TermKind};
use dialogue::TrajectoryId;
use http::Problem;
use jiff::Timestamp;
use serde::Serialize;
use service::{AdviceView, Model, TrajectoryView};
use utoipa::ToSchema;
use vocabulary::Slug;

/// A deadline in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DeadlineView {
    /// Its name within the trajectory.
    #[schema(example = "tender-closing")]
    pub(crate) key: String,
    /// What it is the deadline of, in Dutch.
    pub(crate) title: String,
    /// Until when, and on what ground.
    pub(crate) term: Term,
    /// Why it is so: the ground, and when it follows a rule, every step.
    pub(crate) explanation: TermExplanation,
}

/// Gathers the deadlines of one trajectory.
struct Gatherer {
    days: Holidays,
    all: Vec<DeadlineView>,
}

impl Gatherer {
    fn add(&mut self, key: String, title: String, term: &Term, chosen: Option<&ChosenTerms>) {
        let explanation = term.explained(chosen, &self.days);
        self.all.push(DeadlineView { key, title, term: term.clone(), explanation });
    }

    /// A deadline that follows from a rule and an instant in the record; nothing when the profile
    /// has no rule for it.
    fn add_computed(
        &mut self,
        key: String,
        title: String,
        rule: Option<&Slug>,
        event: Timestamp,
        chosen: &ChosenTerms,
    ) {
        let terms = chosen.effective("").ok();
        let computed = terms
            .zip(rule)
            .and_then(|(terms, rule)| terms.deadline(rule.as_str(), event, &self.days).ok());
        if let Some(deadline) = computed {
            self.add(key, title, &Term::from(&deadline), Some(chosen));
        }
    }
}

/// Every deadline in the public record of a trajectory, by when it ends.
///
/// # Errors
/// When there is no such trajectory, or the read model cannot be read.
pub(crate) fn deadlines(model: &Model, id: TrajectoryId) -> Result<Vec<DeadlineView>, Problem> {
    let trajectory = model.trajectory(id)?;
    let chosen = trajectory.terms.as_ref();
    let mut gatherer = Gatherer { days: Holidays::known(), all: vec![] };
    for (number, milestone) in (1..).zip(&trajectory.planning) {
        let title = format!("Planning: {}", milestone.title);
        gatherer.add(format!("milestone-{number}"), title, &milestone.term, chosen);
    }
    if let Some(closing) = &trajectory.tender_closing {
        let title = "Sluiting van de inschrijving".to_owned();
        gatherer.add("tender-closing".to_owned(), title, &closing.closing, chosen);
        if let Some(chosen) = chosen {
            let title = "Uiterste moment voor een nota van inlichtingen".to_owned();
            let (key, rule) = ("clarification-note".to_owned(), Some(&closing.note_rule));
            gatherer.add_computed(key, title, rule, closing.closing.at, chosen);
        }
    }
    for round in model.consultation_rounds(id)? {
        let title = format!("Reageren op {}", round.title);
        gatherer.add(format!("consultation-{}", round.id), title, &round.closes, chosen);
    }
    for round in model.question_rounds(id)? {
        let title = format!("Vragen stellen in {}", round.title);
        gatherer.add(format!("questions-{}", round.id), title, &round.closes, chosen);
        let title = format!("Antwoorden op {}", round.title);
        gatherer.add(format!("answers-{}", round.id), title, &round.answers, chosen);
    }
    for advice in model.advices(id)? {
        of_advice(&mut gatherer, &trajectory, &advice);
    }
    gatherer.all.sort_by(|one, other| (one.term.at, &one.key).cmp(&(other.term.at, &other.key)));
    Ok(gatherer.all)
}

/// Until when an advice was asked, and until when it is answered.
fn of_advice(gatherer: &mut Gatherer, trajectory: &TrajectoryView, advice: &AdviceView) {
    let council = trajectory.council_terms.iter().find(|it| it.council == advice.council);
    let chosen = council.map(|council| &council.terms);
    if let Some(request) = &advice.request {
        let title = format!("Advies over {}", advice.subject);
        let by = chosen.or(trajectory.terms.as_ref());
        gatherer.add(format!("advice-{}", advice.id), title, &request.term, by);
    }
    if let Some(chosen) = chosen {
        let rules = chosen.effective("").map(|terms| terms.rules).unwrap_or_default();
        let reply = rules.iter().find(|it| it.rule.kind == TermKind::AdviceReply);
        let title = format!("Reactie op het advies over {}", advice.subject);
        let rule = reply.map(|it| &it.rule.id);
        gatherer.add_computed(
            format!("advice-reply-{}", advice.id),
            title,
            rule,
            advice.filed_at,
            chosen,
        );
    }
}
