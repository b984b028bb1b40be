//! An advice of a client council: asked or unasked, with numbered recommendations, each of which
//! gets a reasoned response (art. 2.1.3 Wmo 2015, art. 2.10 Jeugdwet).
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::refusal::Told;
use crate::{DocumentReference, PersonId, PhaseKind, Refusal, TrajectoryId};
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, Paragraph, Prose, Title, Whole};

/// What an advice is asked about, and what the council needs for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdviceRequested {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase. It cannot close before each recommendation has its response.
    pub phase: PhaseKind,
    /// The council that is asked.
    pub council: CouncilCode,
    /// What it is about.
    pub subject: Title,
    /// What it is about, in plain Dutch.
    pub summary: Paragraph,
    /// Why advice is asked now.
    pub reason: Prose,
    /// What the municipality asks.
    pub question: Prose,
    /// Which alternatives were considered.
    pub alternatives: Vec<Paragraph>,
    /// The documents to read.
    pub documents: Vec<DocumentReference>,
    /// Until when the advice can be taken into account.
    pub term: Term,
    /// What happens with the advice afterwards.
    pub follow_up: Paragraph,
}

/// The general judgement of a council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// Positive (positief).
    Positive,
    /// Positive, provided that (positief, mits).
    PositiveProvided,
    /// Negative (negatief).
    Negative,
    /// None (geen oordeel).
    None,
}

impl Judgement {
    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Positive => "positief",
            Self::PositiveProvided => "positief, mits",
            Self::Negative => "negatief",
            Self::None => "geen oordeel",
        }
    }
}

/// A recommendation of the council. Its number is its place in the advice, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// What is recommended.
    pub text: Prose,
    /// Why.
    pub reason: Prose,
}

/// What a council advises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdviceContent {
    /// The general judgement.
    pub judgement: Judgement,
    /// The advice in general.
    pub introduction: Prose,
    /// How it came about: who was heard, which sources were used.
    pub basis: Paragraph,
    /// The recommendations, in their order.
    #[schema(max_items = 100)]
    pub recommendations: Vec<Recommendation>,
}

/// The council keeps a draft. Only the council sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceDrafted {
    /// The draft.
    pub content: AdviceContent,
}

/// The council gave the advice that was asked. With it the request becomes public too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceFiled {
    /// What was asked.
    pub request: AdviceRequested,
    /// What it advises.
    pub content: AdviceContent,
}

/// The council gave advice of its own accord.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceFiledUnasked {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase. It cannot close before each recommendation has its response.
    pub phase: PhaseKind,
    /// The council.
    pub council: CouncilCode,
    /// What it is about.
    pub subject: Title,
    /// What it advises.
    pub content: AdviceContent,
}

/// What a municipality does with a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseKind {
    /// Adopted (overgenomen).
    Adopted,
    /// Partly adopted (deels overgenomen).
    PartlyAdopted,
    /// Not adopted (niet overgenomen).
    NotAdopted,
}

impl ResponseKind {
    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Adopted => "overgenomen",
            Self::PartlyAdopted => "deels overgenomen",
            Self::NotAdopted => "niet overgenomen",
        }
    }
}

/// The reasoned response to one recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecommendationResponse {
    /// The number of the recommendation.
    #[schema(example = 1)]
    pub number: Whole,
    /// What is done with it.
    pub response: ResponseKind,
    /// Why.
    pub reason: Prose,
}

/// The municipality responded to recommendations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceResponseGiven {
    /// The responses.
    pub responses: Vec<RecommendationResponse>,
    /// Who gave them.
    pub by: PersonId,
}

events! {
    /// What can have happened to an advice.
    AdviceEvent in "advice" {
        AdviceRequested v 1,
        AdviceDrafted v 1,
        AdviceFiled v 1,
        AdviceFiledUnasked v 1,
        AdviceResponseGiven v 1,
    }
}

/// What can be asked of an advice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum AdviceCommand {
    Request(Box<AdviceRequested>),
    Draft(AdviceContent),
    File(AdviceContent),
    FileUnasked(Box<AdviceFiledUnasked>),
    Respond(AdviceResponseGiven),
}

/// Why something about an advice is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdviceRefusal {
    /// There is no such advice, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// It was given: what it says is never edited.
    Filed,
    /// It has not been given yet.
    NotFiled,
    /// The trajectory is not one on which this council advises.
    NotOurs,
}

impl AdviceRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("advice-unknown", "Dit advies bestaat niet."),
            Self::Exists => {
                Told::state("advice-exists", "Dit advies bestaat al met een andere inhoud.")
            }
            Self::Filed => Told::state(
                "advice-filed",
                "Dit advies is uitgebracht en verandert niet meer. Breng een nieuw advies uit als \
                 u iets wilt toevoegen.",
            ),
            Self::NotFiled => {
                Told::state("advice-not-filed", "Dit advies is nog niet uitgebracht.")
            }
            Self::NotOurs => Told::unknown(
                "trajectory-unknown",
                "Dit traject bestaat niet, of uw raad adviseert er niet over.",
            ),
        }
    }
}

/// The state of an advice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    request: Option<AdviceRequested>,
    unasked: Option<AdviceFiledUnasked>,
    draft: Option<AdviceContent>,
    filed: Option<AdviceContent>,
    responses: BTreeMap<Whole, RecommendationResponse>,
}

impl Advice {
    /// The trajectory and the council.
    ///
    /// # Errors
    /// When there is no such advice.
    pub fn subject(&self) -> Result<(TrajectoryId, PhaseKind, &CouncilCode), Refusal> {
        match (&self.request, &self.unasked) {
            (Some(request), _) => Ok((request.trajectory, request.phase, &request.council)),
            (None, Some(unasked)) => Ok((unasked.trajectory, unasked.phase, &unasked.council)),
            (None, None) => Err(AdviceRefusal::Unknown.into()),
        }
    }

    /// Until when the council can still answer, when it was asked and has not.
    #[must_use]
    pub fn awaited_until(&self) -> Option<&Term> {
        self.request.as_ref().filter(|_| self.filed.is_none()).map(|request| &request.term)
    }

    /// The numbers of the recommendations that have no response.
    #[must_use]
    pub fn unanswered(&self) -> Vec<u32> {
        let count = self.filed.as_ref().map_or(0, |filed| filed.recommendations.len());
        (1..=u32::try_from(count).unwrap_or(u32::MAX))
            .filter(|number| !self.responses.contains_key(&Whole::new(*number)))
            .collect()
    }

    fn file(&self, content: AdviceContent) -> Result<Vec<AdviceEvent>, Refusal> {
        match (&self.request, &self.filed) {
            (None, None) => Err(AdviceRefusal::Unknown.into()),
            (_, Some(same)) if *same == content => Ok(vec![]),
            (_, Some(_)) => Err(AdviceRefusal::Filed.into()),
            (Some(request), None) => {
                check(&content)?;
                Ok(vec![AdviceFiled { request: request.clone(), content }.into()])
            }
        }
    }

    fn respond(&self, given: AdviceResponseGiven) -> Result<Vec<AdviceEvent>, Refusal> {
        self.subject()?;
        let filed = self.filed.as_ref().ok_or(AdviceRefusal::NotFiled)?;
        let count = filed.recommendations.len();
        let mut faults = Faults::none();
        faults.unless(!given.responses.is_empty(), "/responses", "Geef minstens één reactie.");
        let mut numbers = BTreeSet::new();
        for (place, response) in given.responses.iter().enumerate() {
            let field = format!("/responses/{place}/number");
            let number = usize::try_from(response.number.get()).unwrap_or(usize::MAX);
            if !(1..=count).contains(&number) {
                faults.add(field, format!("Dit advies heeft aanbeveling 1 t/m {count}."));
            } else if !numbers.insert(response.number) {
                faults.add(field, "Op deze aanbeveling staat hier al een reactie.");
            } else if self.responses.get(&response.number).is_some_and(|given| given != response) {
                faults.add(
                    field,
                    "Op deze aanbeveling is al gereageerd; die reactie verandert niet meer.",
                );
            }
        }
        faults.check()?;
        let new: Vec<_> = given
            .responses
            .into_iter()
            .filter(|response| !self.responses.contains_key(&response.number))
            .collect();
        if new.is_empty() {
            return Ok(vec![]);
        }
        Ok(vec![AdviceResponseGiven { responses: new, by: given.by }.into()])
    }
}

fn check(content: &AdviceContent) -> Result<(), Faults> {
    let mut faults = Faults::none();
    check_count(content, 1, &mut faults);
    faults.check()
}

/// A draft may still be without recommendations; an advice may not.
fn check_count(content: &AdviceContent, least: usize, faults: &mut Faults) {
    faults.unless(
        (least..=100).contains(&content.recommendations.len()),
        "/recommendations",
        if least == 0 {
            "Een concept heeft hoogstens 100 aanbevelingen."
        } else {
            "Een advies heeft 1 t/m 100 aanbevelingen."
        },
    );
}

impl Decider for Advice {
    const CATEGORY: &'static str = "advice";
    type Command = AdviceCommand;
    type Event = AdviceEvent;

    fn decide(&self, command: AdviceCommand) -> Result<Vec<AdviceEvent>, Refusal> {
        match command {
            AdviceCommand::Request(request) => match (&self.request, &self.unasked) {
                (None, None) => Ok(vec![AdviceEvent::AdviceRequested(*request)]),
                (Some(same), _) if *same == *request => Ok(vec![]),
                _ => Err(AdviceRefusal::Exists.into()),
            },
            AdviceCommand::Draft(content) => {
                self.subject()?;
                if self.filed.is_some() {
                    return Err(AdviceRefusal::Filed.into());
                }
                let mut faults = Faults::none();
                check_count(&content, 0, &mut faults);
                faults.check()?;
                let same = self.draft.as_ref() == Some(&content);
                Ok(if same { vec![] } else { vec![AdviceDrafted { content }.into()] })
            }
            AdviceCommand::File(content) => self.file(content),
            AdviceCommand::FileUnasked(unasked) => match (&self.request, &self.unasked) {
                (None, None) => {
                    check(&unasked.content)?;
                    Ok(vec![AdviceEvent::AdviceFiledUnasked(*unasked)])
                }
                (None, Some(same)) if *same == *unasked => Ok(vec![]),
                _ => Err(AdviceRefusal::Exists.into()),
            },
            AdviceCommand::Respond(given) => self.respond(given),
        }
    }

    fn evolve(&mut self, event: &AdviceEvent) {
        match event.clone() {
            AdviceEvent::AdviceRequested(request) => self.request = Some(request),
            AdviceEvent::AdviceDrafted(drafted) => self.draft = Some(drafted.content),
            AdviceEvent::AdviceFiled(filed) => self.filed = Some(filed.content),
            AdviceEvent::AdviceFiledUnasked(unasked) => {
                self.filed = Some(unasked.content.clone());
                self.unasked = Some(unasked);
            }
            AdviceEvent::AdviceResponseGiven(given) => self
                .responses
                .extend(given.responses.into_iter().map(|response| (response.number, response))),
        }
    }
}

aggregate!(Advice);
