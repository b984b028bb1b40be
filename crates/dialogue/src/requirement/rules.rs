//! What is wrong with a requirement, in the place where it is to stand.

use super::{Context, Requirement, RequirementLevel, RequirementPlace};
use crate::knowledge::{KnownSource, SourceKind};
use crate::trajectory::Law;
use std::collections::BTreeSet;
use vocabulary::Faults;

impl Requirement {
    /// Known sources that cover the same, of those that fit a purchase under these acts.
    #[must_use]
    pub fn overlaps(&self, laws: &BTreeSet<Law>) -> Vec<&'static KnownSource> {
        let own = self.source.known.as_ref();
        KnownSource::latest_for(laws)
            .filter(|it| own.is_none_or(|own| own.id != it.id))
            .filter(|it| !it.topics.is_disjoint(&self.topics))
            .collect()
    }

    /// What is wrong with it, with fields below the given pointer.
    #[must_use]
    pub fn faults(&self, context: &Context<'_>, at: &str) -> Faults {
        let mut faults = Faults::none();
        self.check_source(context, at, &mut faults);
        self.check_place(context, at, &mut faults);
        if self.source.kind == SourceKind::Own {
            self.check_own(context, at, &mut faults);
        }
        if self.level == RequirementLevel::Outcome {
            faults.unless(
                self.influence.is_some(),
                format!("{at}/influence"),
                "Vertel bij een uitkomst wat de aanbieder er zelf aan kan doen, en wat niet.",
            );
        }
        faults
    }

    fn check_source(&self, context: &Context<'_>, at: &str, faults: &mut Faults) {
        let field = format!("{at}/source/known");
        match (&self.source.known, self.known(), self.source.kind) {
            (None, _, SourceKind::Own) => {}
            (Some(_), _, SourceKind::Own) => faults.add(
                field,
                "Een eigen eis verwijst niet naar een bekende bron. Kies de soort van die bron.",
            ),
            (None, ..) => faults.add(field, "Noem de bekende bron, of kies de soort own."),
            (Some(_), None, _) => {
                faults.add(field, "Deze bron is niet bekend, of niet in deze versie.");
            }
            (Some(_), Some(known), kind) => {
                faults.unless(
                    known.kind == kind,
                    format!("{at}/source/kind"),
                    "Deze bron is van een andere soort.",
                );
                faults.unless(
                    !known.laws.is_disjoint(context.laws),
                    field,
                    "Deze bron hoort bij een wet waaronder dit traject niet inkoopt.",
                );
            }
        }
    }

    fn check_place(&self, context: &Context<'_>, at: &str, faults: &mut Faults) {
        match context.goals {
            None => {
                let text = "Een doel en een perceel horen bij een traject. Kies ze als u de eis \
                            daar opneemt.";
                faults.unless(self.goal.is_none(), format!("{at}/goal"), text);
                faults.unless(self.lots.is_empty(), format!("{at}/lots"), text);
            }
            Some(goals) => faults.unless(
                self.goal.as_ref().is_none_or(|goal| goals.contains(goal)),
                format!("{at}/goal"),
                "Dit doel staat niet bij dit traject.",
            ),
        }
        faults.unless(
            self.criterion.is_none() || self.place == RequirementPlace::Award,
            format!("{at}/criterion"),
            "Alleen een eis die bij de gunning weegt, hoort bij een criterium.",
        );
        faults.unless(
            self.suitability.is_none() || self.place == RequirementPlace::Suitability,
            format!("{at}/suitability"),
            "Alleen een geschiktheidseis wordt vergeleken met bekende aanbieders.",
        );
        faults.unless(
            self.evidence.len() <= 20,
            format!("{at}/evidence"),
            "Noem hoogstens 20 soorten bewijs.",
        );
    }

    /// An own requirement is asked only with a goal, a way to verify it and what it costs.
    fn check_own(&self, context: &Context<'_>, at: &str, faults: &mut Faults) {
        faults.unless(
            context.goals.is_none() || self.goal.is_some(),
            format!("{at}/goal"),
            "Een eigen eis dient een doel van het traject. Noem het.",
        );
        faults.unless(
            self.verification.is_some(),
            format!("{at}/verification"),
            "Vertel hoe u nagaat of aan deze eigen eis is voldaan.",
        );
        faults.unless(
            self.burden.is_some(),
            format!("{at}/burden"),
            "Schat hoeveel tijd deze eigen eis kost, en van wie.",
        );
        faults.unless(
            !self.topics.is_empty(),
            format!("{at}/topics"),
            "Noem waarover deze eigen eis gaat, zodat te zien is of er al iets voor bestaat.",
        );
        if self.instead_of_known.is_none()
            && let Some(known) = self.overlaps(context.laws).first()
        {
            faults.add(
                format!("{at}/insteadOfKnown"),
                format!(
                    "\"{}\" gaat al hierover. Verwijs daarnaar, of vertel waarom dat hier niet \
                     genoeg is.",
                    known.title
                ),
            );
        }
    }
}
