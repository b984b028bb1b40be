//! An advice of a client council: asked or unasked, with numbered recommendations, each of which
//! gets a reasoned response (art. 2.1.3 Wmo 2015, art. 2.10 Jeugdwet).
//!
//! The names of the events are the storage format: they never change.

mod council;
mod events;
mod findings;
mod refusal;

pub use events::{
    Adoption, AdviceAdopted, AdviceContent, AdviceCopySent, AdviceDrafted,
    AdviceDraftingGroupFormed, AdviceEvent, AdviceExtensionDeclined, AdviceExtensionRequested,
    AdviceFiled, AdviceFiledUnasked, AdviceFollowUpRecorded, AdviceRequested, AdviceResponseGiven,
    AdviceSigned, AdviceTermExtended, AdviceUrgencyAgreed, AdviceUrgencyRefused, CouncilOffice,
    Judgement, PolicyStep, Recommendation, RecommendationResponse, ResponseKind, Urgency,
};
pub use findings::{Met, TemplateFinding};
pub use refusal::AdviceRefusal;

use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::{PersonId, PhaseKind, Refusal, TrajectoryId};
use calendar::Term;
use council::CouncilWork;
use findings::check_findings;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{CouncilCode, Fault, Faults, Whole};

/// How many recommendations an advice has at most.
const RECOMMENDATIONS_MAX: usize = 100;

/// What can be asked of an advice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum AdviceCommand {
    Request(Box<AdviceRequested>),
    Draft(DraftAdvice),
    File(AdviceContent),
    FileUnasked(Box<AdviceFiledUnasked>),
    Respond(AdviceResponseGiven),
    AgreeToUrgency(AdviceUrgencyAgreed),
    RefuseUrgency(AdviceUrgencyRefused),
    RequestExtension(AdviceExtensionRequested),
    ExtendTerm(AdviceTermExtended),
    DeclineExtension(AdviceExtensionDeclined),
    FormDraftingGroup(AdviceDraftingGroupFormed),
    Adopt(AdviceAdopted),
    Sign(AdviceSigned),
    RecordFollowUp(AdviceFollowUpRecorded),
    SendCopy(AdviceCopySent),
}

/// A draft that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAdvice {
    /// The draft.
    pub content: AdviceContent,
    /// Who drafts.
    pub by: PersonId,
    /// Whether that is the chair or the secretary, who may also without being in the group.
    pub leads: bool,
}

/// The state of an advice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    request: Option<AdviceRequested>,
    unasked: Option<AdviceFiledUnasked>,
    draft: Option<AdviceContent>,
    filed: Option<AdviceContent>,
    responses: BTreeMap<Whole, RecommendationResponse>,
    follow_ups: Vec<AdviceFollowUpRecorded>,
    copy: Option<AdviceCopySent>,
    council: CouncilWork,
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
        let awaited = self.request.as_ref().filter(|_| self.filed.is_none());
        awaited.map(|request| self.council.term(request))
    }

    /// The numbers of the recommendations that have no response.
    #[must_use]
    pub fn unanswered(&self) -> Vec<u32> {
        let count = self.filed.as_ref().map_or(0, |filed| filed.recommendations.len());
        (1..=u32::try_from(count).unwrap_or(u32::MAX))
            .filter(|number| !self.responses.contains_key(&Whole::new(*number)))
            .collect()
    }

    /// What was asked, as long as the advice was not given.
    fn awaited(&self) -> Result<&AdviceRequested, Refusal> {
        self.subject()?;
        match (&self.request, &self.filed) {
            (_, Some(_)) | (None, None) => Err(AdviceRefusal::Filed.into()),
            (Some(request), None) => Ok(request),
        }
    }

    fn draft(&self, draft: DraftAdvice) -> Result<Vec<AdviceEvent>, Refusal> {
        self.awaited()?;
        self.council.check_drafter(draft.by, draft.leads)?;
        check(&draft.content, "", 0)?;
        if self.draft.as_ref() == Some(&draft.content) {
            return Ok(vec![]);
        }
        Ok(vec![AdviceDrafted { content: draft.content, by: Some(draft.by) }.into()])
    }

    fn adopt(&self, adopted: AdviceAdopted) -> Result<Vec<AdviceEvent>, Refusal> {
        self.awaited()?;
        check(self.draft.as_ref().ok_or(AdviceRefusal::NoDraft)?, "", 1)?;
        self.council.adopt(adopted)
    }

    fn file(&self, content: AdviceContent) -> Result<Vec<AdviceEvent>, Refusal> {
        if self.filed.as_ref() == Some(&content) {
            return Ok(vec![]);
        }
        let mut request = self.awaited()?.clone();
        check(&content, "", 1)?;
        request.term = self.council.term(&request).clone();
        let (adoption, signed) = self.council.finish(self.draft.as_ref(), &content)?;
        Ok(vec![AdviceFiled { request, content, adoption, signed }.into()])
    }

    fn respond(&self, given: AdviceResponseGiven) -> Result<Vec<AdviceEvent>, Refusal> {
        self.subject()?;
        let filed = self.filed.as_ref().ok_or(AdviceRefusal::NotFiled)?;
        let count = filed.recommendations.len();
        let mut faults = Faults::none();
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
        let left = |number: &u32| !numbers.contains(&Whole::new(*number));
        let missing: Vec<_> = self.unanswered().into_iter().filter(left).collect();
        if !missing.is_empty() {
            let missing: Vec<_> = missing.iter().map(u32::to_string).collect();
            let told = "Geef op elke aanbeveling een reactie. Er is er nog geen op aanbeveling";
            faults.add("/responses", format!("{told} {}.", missing.join(", ")));
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

    fn follow_up(&self, recorded: AdviceFollowUpRecorded) -> Result<Vec<AdviceEvent>, Refusal> {
        self.subject()?;
        let filed = self.filed.as_ref().ok_or(AdviceRefusal::NotFiled)?;
        let count = filed.recommendations.len();
        let number = usize::try_from(recorded.number.get()).unwrap_or(usize::MAX);
        if !(1..=count).contains(&number) {
            let told = format!("Dit advies heeft aanbeveling 1 t/m {count}.");
            return Err(Faults::one("/number", told).into());
        }
        let response = self.responses.get(&recorded.number).map(|given| given.response);
        if !matches!(response, Some(ResponseKind::Adopted | ResponseKind::PartlyAdopted)) {
            return Err(AdviceRefusal::NothingFollows.into());
        }
        let known = |it: &AdviceFollowUpRecorded| {
            (it.number, &it.document, &it.change)
                == (recorded.number, &recorded.document, &recorded.change)
        };
        Ok(if self.follow_ups.iter().any(known) { vec![] } else { vec![recorded.into()] })
    }

    fn send_copy(&self, sent: AdviceCopySent) -> Result<Vec<AdviceEvent>, Refusal> {
        self.subject()?;
        self.filed.as_ref().ok_or(AdviceRefusal::NotFiled)?;
        match &self.copy {
            _ if !self.unanswered().is_empty() => Err(AdviceRefusal::NotAnswered.into()),
            None => Ok(vec![sent.into()]),
            Some(known) if known.sent_on == sent.sent_on => Ok(vec![]),
            Some(_) => Err(AdviceRefusal::CopySent.into()),
        }
    }
}

/// What is wrong with a request: more time is needed without urgency than with it.
fn check_request(request: &AdviceRequested) -> Result<(), Faults> {
    let Some(urgency) = &request.urgency else { return Ok(()) };
    let mut faults = Faults::none();
    faults.unless(
        urgency.term.at < request.term.at,
        "/urgency/term/at",
        "Bij spoed is de termijn korter dan de gewone termijn.",
    );
    faults.check()
}

/// What is wrong with the content, which stands at `field` in what was sent. A draft may still be
/// without recommendations; an advice may not.
fn check(content: &AdviceContent, field: &str, least: usize) -> Result<(), Faults> {
    let mut faults = Faults::none();
    faults.unless(
        (least..=RECOMMENDATIONS_MAX).contains(&content.recommendations.len()),
        format!("{field}/recommendations"),
        if least == 0 {
            format!("Een concept heeft hoogstens {RECOMMENDATIONS_MAX} aanbevelingen.")
        } else {
            format!("Een advies heeft {least} t/m {RECOMMENDATIONS_MAX} aanbevelingen.")
        },
    );
    check_findings(content, field, &mut faults);
    faults.extend(without_anyone(content, field));
    faults.check()
}

/// Where somebody can be found in the content, which becomes public as it is.
fn without_anyone(content: &AdviceContent, field: &str) -> Vec<Fault> {
    let mut texts = vec![
        (format!("{field}/introduction"), content.introduction.as_str()),
        (format!("{field}/basis"), content.basis.as_str()),
    ];
    for (place, recommendation) in content.recommendations.iter().enumerate() {
        let at = format!("{field}/recommendations/{place}");
        texts.push((format!("{at}/text"), recommendation.text.as_str()));
        texts.push((format!("{at}/reason"), recommendation.reason.as_str()));
    }
    for (place, found) in content.findings.iter().enumerate() {
        texts.push((format!("{field}/findings/{place}/finding"), found.finding.as_str()));
    }
    let faults = texts.into_iter().flat_map(|(at, text)| personal_faults(&at, text).into_vec());
    faults.collect()
}

impl Decider for Advice {
    const CATEGORY: &'static str = "advice";
    type Command = AdviceCommand;
    type Event = AdviceEvent;

    fn decide(&self, command: AdviceCommand) -> Result<Vec<AdviceEvent>, Refusal> {
        match command {
            AdviceCommand::Request(request) => match (&self.request, &self.unasked) {
                (None, None) => {
                    check_request(&request)?;
                    Ok(vec![AdviceEvent::AdviceRequested(*request)])
                }
                (Some(same), _) if *same == *request => Ok(vec![]),
                _ => Err(AdviceRefusal::Exists.into()),
            },
            AdviceCommand::Draft(draft) => self.draft(draft),
            AdviceCommand::File(content) => self.file(content),
            AdviceCommand::FileUnasked(unasked) => match (&self.request, &self.unasked) {
                (None, None) => {
                    check(&unasked.content, "/advice", 1)?;
                    Ok(vec![AdviceEvent::AdviceFiledUnasked(*unasked)])
                }
                (None, Some(same)) if *same == *unasked => Ok(vec![]),
                _ => Err(AdviceRefusal::Exists.into()),
            },
            AdviceCommand::Respond(given) => self.respond(given),
            AdviceCommand::AgreeToUrgency(agreed) => self.council.agree(self.awaited()?, agreed),
            AdviceCommand::RefuseUrgency(refused) => self.council.refuse(self.awaited()?, refused),
            AdviceCommand::RequestExtension(asked) => {
                self.council.ask_for_time(self.awaited()?, asked)
            }
            AdviceCommand::ExtendTerm(given) => self.council.extend(self.awaited()?, given),
            AdviceCommand::DeclineExtension(declined) => {
                self.awaited()?;
                self.council.decline(declined)
            }
            AdviceCommand::FormDraftingGroup(formed) => {
                self.awaited()?;
                self.council.form(formed)
            }
            AdviceCommand::Adopt(adopted) => self.adopt(adopted),
            AdviceCommand::Sign(signed) => {
                self.awaited()?;
                self.council.sign(signed)
            }
            AdviceCommand::RecordFollowUp(recorded) => self.follow_up(recorded),
            AdviceCommand::SendCopy(sent) => self.send_copy(sent),
        }
    }

    fn evolve(&mut self, event: &AdviceEvent) {
        self.council.evolve(event);
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
            AdviceEvent::AdviceFollowUpRecorded(recorded) => self.follow_ups.push(recorded),
            AdviceEvent::AdviceCopySent(sent) => self.copy = Some(sent),
            _ => {}
        }
    }
}

aggregate!(Advice);
