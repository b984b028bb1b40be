//! Assessors: who they are, whether they have an interest, and what each of them scores before the
//! others are heard.

use super::{
    Evaluation, EvaluationAssessmentSubmitted, EvaluationAssessmentsRevealed,
    EvaluationAssessorAppointed, EvaluationAssessorReleased, EvaluationConflictMeasureTaken,
    EvaluationEvent, EvaluationInterestDeclared, EvaluationRefusal, IndividualScore, Scores,
};
use crate::{PersonId, ProviderId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::{Faults, Slug, Whole};

/// An assessor, as far as is decided about one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Assessor {
    appointed: EvaluationAssessorAppointed,
    released: Option<EvaluationAssessorReleased>,
    declared: Option<EvaluationInterestDeclared>,
    /// Over how many tenderers it was declared: there are only ever more.
    declared_over: usize,
    measure: Option<EvaluationConflictMeasureTaken>,
    scores: Scores<IndividualScore>,
}

impl Assessor {
    fn is_barred(&self) -> bool {
        self.declared.as_ref().is_some_and(|declared| declared.conflict)
    }

    /// Whether what is scored counts.
    fn counts(&self) -> bool {
        self.released.is_none() && !self.is_barred()
    }
}

impl Evaluation {
    fn assessor(&self, person: PersonId) -> Result<&Assessor, Refusal> {
        self.opened()?;
        self.assessors
            .get(&person)
            .filter(|assessor| assessor.released.is_none())
            .ok_or_else(|| EvaluationRefusal::NotAssessor.into())
    }

    /// Whether somebody assesses here.
    #[must_use]
    pub fn is_assessor(&self, person: PersonId) -> bool {
        self.assessor(person).is_ok()
    }

    pub(super) fn appoint(
        &self,
        new: EvaluationAssessorAppointed,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        if self.assessor(new.assessor).is_ok_and(|known| known.appointed.capacity == new.capacity) {
            return Ok(vec![]);
        }
        if self.revealed {
            return Err(EvaluationRefusal::Revealed.into());
        }
        Ok(vec![new.into()])
    }

    pub(super) fn release_assessor(
        &self,
        released: EvaluationAssessorReleased,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        match self.assessors.get(&released.assessor) {
            None => Err(unknown_assessor()),
            Some(known) if known.released.as_ref() == Some(&released) => Ok(vec![]),
            Some(_) => Ok(self.with_reveal(released.into())),
        }
    }

    pub(super) fn declare(
        &self,
        declared: EvaluationInterestDeclared,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        let known = self.assessor(declared.assessor)?;
        let over = self.tenderers.len();
        let mut faults = Faults::none();
        faults.unless(
            over > 0,
            "/conflict",
            "Er zijn nog geen inschrijvers. U verklaart zodra bekend is wie er inschrijven.",
        );
        faults.check()?;
        if known.declared.as_ref() == Some(&declared) && known.declared_over == over {
            return Ok(vec![]);
        }
        Ok(self.with_reveal(declared.into()))
    }

    pub(super) fn take_measure(
        &self,
        taken: EvaluationConflictMeasureTaken,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.opened()?;
        let known = self.assessors.get(&taken.assessor).ok_or_else(unknown_assessor)?;
        if known.measure.as_ref() == Some(&taken) {
            return Ok(vec![]);
        }
        if !known.is_barred() {
            let text = "Deze beoordelaar heeft geen belang gemeld.";
            return Err(Faults::one("/assessor", text).into());
        }
        Ok(vec![taken.into()])
    }

    pub(super) fn submit(
        &self,
        new: EvaluationAssessmentSubmitted,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        let known = self.assessor(new.assessor)?;
        if known.is_barred() {
            return Err(EvaluationRefusal::ConflictOfInterest.into());
        }
        if known.declared.is_none() || known.declared_over < self.tenderers.len() {
            return Err(EvaluationRefusal::NotDeclared.into());
        }
        self.submission_faults(&new.scores).check()?;
        let same = |score: &IndividualScore| {
            let of = known.scores.get(&score.tenderer);
            of.and_then(|of| of.get(&score.criterion)) == Some(score)
        };
        if new.scores.iter().all(same) {
            return Ok(vec![]);
        }
        if self.revealed {
            return Err(EvaluationRefusal::Revealed.into());
        }
        Ok(self.with_reveal(new.into()))
    }

    fn submission_faults(&self, scores: &[IndividualScore]) -> Faults {
        let mut faults = Faults::none();
        faults.unless(!scores.is_empty(), "/scores", "Geef minstens één score.");
        let mut places = BTreeSet::new();
        for (place, given) in scores.iter().enumerate() {
            let at = format!("/scores/{place}");
            self.score_faults(&mut faults, &at, given.tenderer, &given.criterion, given.score);
            faults.unless(
                places.insert((given.tenderer, &given.criterion)),
                at,
                "U geeft deze inschrijver op dit criterium twee scores.",
            );
        }
        faults
    }

    /// What is wrong with a score, under the field `at`.
    pub(super) fn score_faults(
        &self,
        faults: &mut Faults,
        at: &str,
        tenderer: ProviderId,
        criterion: &Slug,
        score: Whole,
    ) {
        faults.unless(
            self.tenderers.contains_key(&tenderer),
            format!("{at}/tenderer"),
            "Deze inschrijver hoort niet bij deze beoordeling.",
        );
        let criteria = self.opened.iter().flat_map(|opened| &opened.criteria);
        faults.unless(
            criteria.into_iter().any(|known| known.key == *criterion),
            format!("{at}/criterion"),
            "Dit criterium hoort niet bij deze beoordeling.",
        );
        faults.unless(score.get() <= 100, format!("{at}/score"), "Een score is 0 t/m 100.");
    }

    /// An event, and what it reveals when the scores of all are in by it.
    fn with_reveal(&self, event: EvaluationEvent) -> Vec<EvaluationEvent> {
        let mut after = self.clone();
        after.evolve_assessors(&event);
        let reveals = !after.revealed && after.all_are_in();
        let revealed = reveals.then(|| EvaluationAssessmentsRevealed {}.into());
        [event].into_iter().chain(revealed).collect()
    }

    /// Whether everyone whose scores count has scored every tenderer on every criterion.
    fn all_are_in(&self) -> bool {
        let criteria = self.opened.as_ref().map_or(0, |opened| opened.criteria.len());
        let whole = |assessor: &Assessor| {
            assessor.declared_over == self.tenderers.len()
                && assessor.scores.len() == self.tenderers.len()
                && assessor.scores.values().all(|of| of.len() == criteria)
        };
        let mut counting = self.assessors.values().filter(|it| it.counts()).peekable();
        !self.tenderers.is_empty() && counting.peek().is_some() && counting.all(whole)
    }

    pub(super) fn evolve_assessors(&mut self, event: &EvaluationEvent) {
        let over = self.tenderers.len();
        let mut change = |person: &PersonId, change: &mut dyn FnMut(&mut Assessor)| {
            if let Some(assessor) = self.assessors.get_mut(person) {
                change(assessor);
            }
        };
        match event.clone() {
            EvaluationEvent::EvaluationAssessorAppointed(appointed) => {
                let person = appointed.assessor;
                let assessor = Assessor {
                    appointed,
                    released: None,
                    declared: None,
                    declared_over: 0,
                    measure: None,
                    scores: Scores::new(),
                };
                self.assessors.insert(person, assessor);
            }
            EvaluationEvent::EvaluationAssessorReleased(released) => {
                change(&released.assessor, &mut |it| it.released = Some(released.clone()));
            }
            EvaluationEvent::EvaluationInterestDeclared(declared) => {
                change(&declared.assessor, &mut |it| {
                    (it.declared, it.declared_over) = (Some(declared.clone()), over);
                });
            }
            EvaluationEvent::EvaluationConflictMeasureTaken(taken) => {
                change(&taken.assessor, &mut |it| it.measure = Some(taken.clone()));
            }
            EvaluationEvent::EvaluationAssessmentSubmitted(submitted) => {
                change(&submitted.assessor, &mut |it| {
                    for score in &submitted.scores {
                        let of = it.scores.entry(score.tenderer).or_default();
                        of.insert(score.criterion.clone(), score.clone());
                    }
                });
            }
            _ => {}
        }
    }
}

fn unknown_assessor() -> Refusal {
    Faults::one("/assessor", "Deze persoon is geen beoordelaar in deze beoordeling.").into()
}
