//! What is to be said about a set before it is published: what the law asks and is not there,
//! what somebody else tests already, what weighs more than it needs to.

use super::{Balance, RequirementObject, RequirementPlace, Specification, SpecificationMode};
use crate::RequirementId;
use crate::knowledge::{Checker, Figure, KnownSource, KnownSourceVersion, SourceKind};
use crate::trajectory::{Instrument, Law};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::Title;

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementFindingKind {
    /// The law asks something that is not in the set.
    LegalMinimumMissing,
    /// A newer version of a source is known.
    SourceSuperseded,
    /// A known source covers the same as an own requirement.
    KnownSourceCovers,
    /// A certificate, registration or inspection tests the same already.
    TestedAlready,
    /// Two requirements of the set are about the same.
    AskedTwice,
    /// There are more requirements than on average.
    MoreThanAverage,
    /// More than on average is about input and throughput.
    MostlyInput,
    /// More than on average asks to register something.
    MuchRegistration,
    /// Nothing is asked about what it brings about for people.
    NoOutcome,
    /// Help itself is prescribed, where a result could be.
    HelpPrescribed,
    /// It stands in a place that this way of buying does not have.
    PlaceDoesNotFit,
    /// A requirement has no way to be verified.
    NotVerified,
}

/// Something that is found about a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequirementFinding {
    /// What is found.
    pub kind: RequirementFindingKind,
    /// About which requirements; none when it is about the set.
    pub requirements: Vec<RequirementId>,
    /// About which known source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<KnownSourceVersion>,
    /// What it is and what can be done, in Dutch.
    pub text: String,
}

impl RequirementFinding {
    /// A finding about requirements, or about the whole set.
    pub fn new(
        kind: RequirementFindingKind,
        requirements: impl IntoIterator<Item = RequirementId>,
        text: impl Into<String>,
    ) -> Self {
        let requirements = requirements.into_iter().collect();
        Self { kind, requirements, source: None, text: text.into() }
    }

    fn about(mut self, source: &KnownSource) -> Self {
        self.source = Some(source.reference());
        self
    }
}

/// A known source that covers what a requirement is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KnownOverlap {
    /// The requirement.
    pub requirement: RequirementId,
    /// The source.
    pub source: KnownSourceVersion,
    /// What the source is called.
    pub title: Title,
}

/// The check of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequirementCheck {
    /// The legal minimum for the acts and the instrument.
    pub minimum: Vec<KnownSourceVersion>,
    /// What of it is not in the set.
    pub missing: Vec<KnownSourceVersion>,
    /// What is found.
    pub findings: Vec<RequirementFinding>,
    /// Known sources that cover what requirements are about.
    pub overlaps: Vec<KnownOverlap>,
    /// How the set is balanced.
    pub balance: Balance,
}

impl Specification {
    /// What of the legal minimum is not referred to.
    pub fn missing_minimum(
        &self,
        laws: &BTreeSet<Law>,
        instrument: Option<Instrument>,
    ) -> impl Iterator<Item = &'static KnownSource> {
        KnownSource::minimum(laws, instrument).filter(|known| {
            let mut used =
                self.requirements.iter().filter_map(|it| it.requirement.source.known.as_ref());
            used.all(|used| used.id != known.id)
        })
    }

    /// Checks it for a purchase under these acts, by this instrument.
    #[must_use]
    pub fn check(&self, laws: &BTreeSet<Law>, instrument: Option<Instrument>) -> RequirementCheck {
        let missing: Vec<_> = self.missing_minimum(laws, instrument).collect();
        let mut findings: Vec<_> = missing
            .iter()
            .map(|known| {
                let text = format!(
                    "De wet vraagt \"{}\" ({}). Neem het op door ernaar te verwijzen.",
                    known.title, known.place
                );
                RequirementFinding::new(RequirementFindingKind::LegalMinimumMissing, [], text)
                    .about(known)
            })
            .collect();
        let overlaps = self.overlaps(laws);
        self.check_each(instrument, &mut findings);
        self.check_tests(laws, &mut findings);
        self.check_pairs(&mut findings);
        let balance = self.balance();
        weigh(&balance, &mut findings);
        RequirementCheck {
            minimum: KnownSource::minimum(laws, instrument).map(KnownSource::reference).collect(),
            missing: missing.into_iter().map(KnownSource::reference).collect(),
            findings,
            overlaps,
            balance,
        }
    }

    fn overlaps(&self, laws: &BTreeSet<Law>) -> Vec<KnownOverlap> {
        let own = self.requirements.iter();
        own.filter(|it| it.requirement.source.kind == SourceKind::Own)
            .flat_map(|it| {
                it.requirement.overlaps(laws).into_iter().map(|known| KnownOverlap {
                    requirement: it.id,
                    source: known.reference(),
                    title: known.title.clone(),
                })
            })
            .collect()
    }

    fn check_each(&self, instrument: Option<Instrument>, findings: &mut Vec<RequirementFinding>) {
        for super::NumberedRequirement { id, requirement } in &self.requirements {
            let title = &requirement.title;
            let mut find =
                |kind, text: String| findings.push(RequirementFinding::new(kind, [*id], text));
            if requirement.specification == SpecificationMode::Technical
                && matches!(
                    requirement.object,
                    RequirementObject::Method | RequirementObject::Result
                )
            {
                find(
                    RequirementFindingKind::HelpPrescribed,
                    format!(
                        "\"{title}\" schrijft voor hoe de hulp gaat. Beschrijf liever wat de \
                         hulp moet bereiken."
                    ),
                );
            }
            if !fits(requirement.place, instrument) {
                find(
                    RequirementFindingKind::PlaceDoesNotFit,
                    format!("\"{title}\" staat op een plaats die bij dit instrument niet bestaat."),
                );
            }
            if requirement.verification.is_none() && requirement.source.kind != SourceKind::Law {
                find(
                    RequirementFindingKind::NotVerified,
                    format!("Bij \"{title}\" staat niet hoe u nagaat of eraan is voldaan."),
                );
            }
            let latest = |known: &KnownSource| {
                KnownSource::all().iter().filter(|it| it.id == known.id).map(|it| it.version).max()
            };
            if let Some(known) = requirement.known()
                && latest(known) > Some(known.version)
            {
                let text = format!("Van de bron van \"{title}\" is een nieuwere versie bekend.");
                findings.push(
                    RequirementFinding::new(RequirementFindingKind::SourceSuperseded, [*id], text)
                        .about(known),
                );
            }
        }
    }

    /// What a certificate, a registration or an inspection tests already.
    fn check_tests(&self, laws: &BTreeSet<Law>, findings: &mut Vec<RequirementFinding>) {
        let inspected = |known: &KnownSource| known.checked_by.contains(&Checker::Inspection);
        for own in &self.requirements {
            if own.requirement.source.kind != SourceKind::Own {
                continue;
            }
            let here = |known: &KnownSource| {
                let asked = self.requirements.iter().filter_map(|it| it.requirement.known());
                let mut asked = asked.filter(|it| it.checked_by.contains(&Checker::Certification));
                asked.any(|it| it.id == known.id)
            };
            for known in own.requirement.overlaps(laws) {
                let (kind, who) = if here(known) {
                    (
                        RequirementFindingKind::TestedAlready,
                        "wie het certificaat of de registratie geeft",
                    )
                } else if inspected(known) {
                    (RequirementFindingKind::TestedAlready, "de inspectie of de toezichthouder")
                } else {
                    (RequirementFindingKind::KnownSourceCovers, "")
                };
                let title = &own.requirement.title;
                let text = if kind == RequirementFindingKind::TestedAlready {
                    format!(
                        "\"{title}\" gaat over iets dat {who} al toetst bij \"{}\". Vertrouw \
                         daarop, tenzij u er zelf echt op wilt sturen.",
                        known.title
                    )
                } else {
                    format!("\"{}\" gaat ook hierover: \"{title}\".", known.title)
                };
                findings.push(RequirementFinding::new(kind, [own.id], text).about(known));
            }
        }
    }

    fn check_pairs(&self, findings: &mut Vec<RequirementFinding>) {
        for (place, one) in self.requirements.iter().enumerate() {
            for other in self.requirements.iter().skip(place + 1) {
                let (a, b) = (&one.requirement, &other.requirement);
                let law = [a, b].iter().all(|it| it.source.kind == SourceKind::Law);
                let apart = !a.lots.is_empty() && !b.lots.is_empty() && a.lots.is_disjoint(&b.lots);
                if !law && !apart && a.object == b.object && !a.topics.is_disjoint(&b.topics) {
                    let text = format!("\"{}\" en \"{}\" gaan over hetzelfde.", a.title, b.title);
                    findings.push(RequirementFinding::new(
                        RequirementFindingKind::AskedTwice,
                        [one.id, other.id],
                        text,
                    ));
                }
            }
        }
    }
}

/// Whether a way of buying has such a place in its documents.
const fn fits(place: RequirementPlace, instrument: Option<Instrument>) -> bool {
    match (place, instrument) {
        (_, None) | (RequirementPlace::Programme, _) => true,
        (RequirementPlace::Suitability, Some(instrument)) => {
            !matches!(instrument, Instrument::InHouse)
        }
        (RequirementPlace::Award, Some(instrument)) => instrument.compares(),
        (RequirementPlace::SubsidyCondition, Some(instrument)) => {
            matches!(instrument, Instrument::Subsidy)
        }
    }
}

/// Compares the balance with the figures of the study.
fn weigh(balance: &Balance, findings: &mut Vec<RequirementFinding>) {
    let average = Figure::value("requirements-per-document");
    let mut find = |kind, text: String| findings.push(RequirementFinding::new(kind, [], text));
    if balance.beyond_law > average {
        find(
            RequirementFindingKind::MoreThanAverage,
            format!(
                "Er zijn {} eisen bovenop de wet; gemiddeld zijn het er {average}. Elke eis \
                 vraagt ook om controle.",
                balance.beyond_law
            ),
        );
    }
    if balance.input_throughput_percent > Figure::value("input-throughput-percent") {
        find(
            RequirementFindingKind::MostlyInput,
            format!(
                "Van de eisen bovenop de wet gaat {} procent over inzet en werkwijze. Vraag \
                 vaker naar opbrengst en effect.",
                balance.input_throughput_percent
            ),
        );
    }
    if balance.registration_percent > Figure::value("registration-burden-percent") {
        find(
            RequirementFindingKind::MuchRegistration,
            format!(
                "Van de eisen bovenop de wet vraagt {} procent om registreren. Gemiddeld is dat \
                 één op de vijf.",
                balance.registration_percent
            ),
        );
    }

    if balance.requirements > 0 && balance.levels.outcome == 0 {
        find(
            RequirementFindingKind::NoOutcome,
            "Geen enkele eis gaat over wat de hulp voor mensen teweegbrengt.".to_owned(),
        );
    }
}
