//! When tenders close, and the terms of the councils that advise.

use super::{Milestone, Trajectory, TrajectoryEvent, TrajectoryRefusal};
use crate::Refusal;
use calendar::{ChosenTerms, EffectiveTerms, Holidays, Moment, NoteTiming, Term, TermKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, NotAllowed, Paragraph, Slug, Whole};

/// The rule of an ordinance for advice that is not urgent.
const ORDINARY_ADVICE: &str = "advice";

/// It was set when tenders close, for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryTenderClosingSet {
    /// The closing.
    pub closing: Term,
    /// The rule that limits until when a clarification note can come (art. 2.54
    /// Aanbestedingswet 2012).
    pub note_rule: Slug,
    /// Why another rule than the usual one limits it, such as urgency (art. 2.74).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_rule_reason: Option<Paragraph>,
}

/// The closing that was advised because a note comes late, and from what it followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdvisedClosing {
    /// When the note comes, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published: Timestamp,
    /// Until when it could come for the old closing, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub limit: Timestamp,
    /// The closing that was advised, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How many days later than the old closing that is.
    pub days_later: Whole,
    /// Why, in Dutch.
    pub reasons: Vec<Paragraph>,
}

/// The closing of tenders was moved, for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryTenderClosingMoved {
    /// The closing now.
    pub closing: Term,
    /// Why, and why by so much.
    pub reason: Paragraph,
    /// What was advised, when it moved for a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised: Option<AdvisedClosing>,
}

/// The rules for the terms of a council were chosen; they take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryCouncilTermsChosen {
    /// The council.
    pub council: CouncilCode,
    /// The profile in one version, and where it is departed from: its own ordinance.
    pub terms: ChosenTerms,
}

/// When tenders close, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TenderClosing {
    set: TrajectoryTenderClosingSet,
    moved: Option<TrajectoryTenderClosingMoved>,
}

impl From<TrajectoryTenderClosingSet> for TenderClosing {
    fn from(set: TrajectoryTenderClosingSet) -> Self {
        Self { set, moved: None }
    }
}

impl TenderClosing {
    pub(super) fn move_to(&mut self, moved: TrajectoryTenderClosingMoved) {
        self.moved = Some(moved);
    }

    fn term(&self) -> &Term {
        self.moved.as_ref().map_or(&self.set.closing, |moved| &moved.closing)
    }
}

impl Trajectory {
    /// The rules for terms that hold.
    ///
    /// # Errors
    /// When none were chosen.
    pub fn effective_terms(&self) -> Result<EffectiveTerms, Refusal> {
        let chosen = self.terms.as_ref().ok_or(TrajectoryRefusal::TermsNotChosen)?;
        Ok(chosen.effective("")?)
    }

    /// Holds a term against the rule that it names, and keeps the profile with it. A term that
    /// names no rule stays as it is.
    ///
    /// # Errors
    /// When no rules were chosen, or the term departs from its rule without a reason; `field`
    /// points to the term.
    pub fn follow(&self, term: Term, field: &str) -> Result<Term, Refusal> {
        if term.rule.is_none() {
            return Ok(term);
        }
        Ok(self.effective_terms()?.follow(term, field, &Holidays::known())?)
    }

    /// The same for every term of a planning.
    pub(super) fn follow_all(
        &self,
        mut milestones: Vec<Milestone>,
    ) -> Result<Vec<Milestone>, Refusal> {
        for (place, milestone) in milestones.iter_mut().enumerate() {
            let field = format!("/milestones/{place}/term");
            milestone.term = self.follow(milestone.term.clone(), &field)?;
        }
        Ok(milestones)
    }

    /// Holds the term of a request for advice against the rules of its council. Once these were
    /// chosen, the term follows one of them, or tells why it departs.
    ///
    /// # Errors
    /// When it does neither; `field` points to the term.
    pub fn follow_council(
        &self,
        council: &CouncilCode,
        term: Term,
        field: &str,
    ) -> Result<Term, Refusal> {
        let Some(chosen) = self.council_terms.get(council) else {
            return self.follow(term, field);
        };
        if term.rule.is_none() {
            return Err(Faults::one(
                format!("{field}/rule"),
                "Voor deze raad is een termijnprofiel gekozen. Noem de regel die de termijn volgt, \
                 zoals advice, met de dag van de aanvraag. Wijkt u af, geef dan de reden.",
            )
            .into());
        }
        Ok(chosen.effective("")?.follow(term, field, &Holidays::known())?)
    }

    /// Holds the ordinary term of a request for advice against the rules of its council. Shorter
    /// than its ordinance it cannot be: that is urgency, to which the council agrees or not.
    ///
    /// # Errors
    /// When it does not follow the rules, or is shorter; `field` points to the term.
    pub fn follow_council_ordinarily(
        &self,
        council: &CouncilCode,
        term: Term,
        field: &str,
    ) -> Result<Term, Refusal> {
        let term = self.follow_council(council, term, field)?;
        let (Some(chosen), Some(rule)) = (self.council_terms.get(council), &term.rule) else {
            return Ok(term);
        };
        let days = Holidays::known();
        let ordinary = chosen.effective("")?.deadline(ORDINARY_ADVICE, rule.event, &days);
        match ordinary {
            Ok(least) if term.at < least.at && !least.is_kept_by(term.at) => Err(Faults::one(
                format!("{field}/at"),
                format!(
                    "De gewone termijn loopt {}. Korter kan alleen als de raad ermee instemt: geef \
                     de gewone termijn, en de kortere bij urgency, met de reden.",
                    least.in_words
                ),
            )
            .into()),
            _ => Ok(term),
        }
    }

    /// When tenders close; nothing when that was not set.
    #[must_use]
    pub fn tender_closing(&self) -> Option<&Term> {
        self.closing.as_ref().map(TenderClosing::term)
    }

    /// Holds the publication of a clarification note against the closing of tenders: in time,
    /// disputed or late, and which closing is advised. Nothing when no closing was set.
    ///
    /// # Errors
    /// When the limit cannot be computed.
    pub fn note_timing(&self, published: Timestamp) -> Result<Option<NoteTiming>, Refusal> {
        let Some(closing) = &self.closing else { return Ok(None) };
        let at = closing.term().at;
        self.timing(&closing.set.note_rule, at, published, "/closing").map(Some)
    }

    fn timing(
        &self,
        rule: &Slug,
        closing: Timestamp,
        published: Timestamp,
        field: &str,
    ) -> Result<NoteTiming, Refusal> {
        self.effective_terms()?
            .note_timing(rule.as_str(), Moment::from(closing), published, &Holidays::known())
            .map_err(|NotAllowed(why)| Faults::one(field, why).into())
    }

    pub(super) fn set_tender_closing(
        &self,
        mut set: TrajectoryTenderClosingSet,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        set.closing = self.follow(set.closing, "/closing")?;
        match &self.closing {
            Some(same) if same.set == set => return Ok(vec![]),
            Some(_) => return Err(TrajectoryRefusal::TenderClosingSet.into()),
            None => {}
        }
        let terms = self.effective_terms()?;
        let limits = terms.rules.iter().filter(|it| it.rule.kind == TermKind::Clarification);
        let limits: Vec<_> = limits.map(|it| &it.rule.id).collect();
        let mut faults = Faults::none();
        match limits.iter().position(|id| **id == set.note_rule) {
            None => faults.add(
                "/noteRule",
                format!(
                    "Kies een regel voor de nota van inlichtingen uit het termijnprofiel: {}.",
                    limits.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
                ),
            ),
            Some(place) => faults.unless(
                place == 0 || set.note_rule_reason.is_some(),
                "/noteRuleReason",
                "Vertel waarom de gewone regel voor de nota van inlichtingen niet geldt.",
            ),
        }
        faults.check()?;
        // What cannot be computed now, cannot be held against later either.
        self.timing(&set.note_rule, set.closing.at, set.closing.at, "/closing/at")?;
        Ok(vec![set.into()])
    }

    pub(super) fn move_tender_closing(
        &self,
        closing: Term,
        reason: Paragraph,
        published: Option<Timestamp>,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        let new = self.follow(closing, "/closing")?;
        let Some(current) = &self.closing else {
            return Err(TrajectoryRefusal::TenderClosingNotSet.into());
        };
        if current.moved.as_ref().is_some_and(|it| it.closing == new && it.reason == reason) {
            return Ok(vec![]);
        }
        let old = current.term().at;
        let mut faults = Faults::none();
        faults.unless(
            old < new.at,
            "/closing/at",
            "De sluiting kan alleen naar een later moment, voor iedereen tegelijk.",
        );
        let rule = &current.set.note_rule;
        let mut advised = None;
        if let Some(published) = published {
            let then = self.timing(rule, new.at, published, "/closing/at")?;
            faults.unless(
                then.limit.allows(published),
                "/closing/at",
                format!(
                    "Ook dan komt de nota te laat: zij kan {}. Kies een latere sluiting.",
                    then.limit.in_words
                ),
            );
            let before = self.timing(rule, old, published, "/closing/at")?;
            advised = before.advice.map(|advice| AdvisedClosing {
                published,
                limit: before.limit.at,
                at: advice.at,
                days_later: advice.days_later,
                reasons: advice.reasons.iter().filter_map(|it| it.parse().ok()).collect(),
            });
        }
        faults.check()?;
        Ok(vec![TrajectoryTenderClosingMoved { closing: new, reason, advised }.into()])
    }

    pub(super) fn choose_council_terms(
        &self,
        chosen: TrajectoryCouncilTermsChosen,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        let mut faults = Faults::none();
        faults.unless(
            self.is_advised_by(&chosen.council),
            "/council",
            "Deze raad adviseert niet over dit traject.",
        );
        let terms = chosen.terms.effective("")?;
        let advises = |kind| terms.rules.iter().any(|it| it.rule.kind == kind);
        faults.unless(
            advises(TermKind::Advice) && advises(TermKind::AdviceReply),
            "/profile",
            "Kies een profiel met een adviestermijn en een reactietermijn.",
        );
        faults.check()?;
        if self.council_terms.get(&chosen.council) == Some(&chosen.terms) {
            return Ok(vec![]);
        }
        Ok(vec![chosen.into()])
    }
}
