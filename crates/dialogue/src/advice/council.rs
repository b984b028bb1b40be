//! How a council comes to its advice: by when, who drafts, how it is adopted and signed.

use super::{
    Adoption, AdviceAdopted, AdviceContent, AdviceDraftingGroupFormed, AdviceEvent,
    AdviceExtensionDeclined, AdviceExtensionRequested, AdviceRefusal, AdviceRequested,
    AdviceSigned, AdviceTermExtended, AdviceUrgencyAgreed, AdviceUrgencyRefused, CouncilOffice,
};
use crate::discretion::personal_faults;
use crate::{PersonId, Refusal};
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::Faults;

/// How many members draft at most.
const DRAFTERS_MAX: usize = 50;

/// What a council has done on its way to an advice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CouncilWork {
    /// Whether the council agreed to a shorter term, once it told so.
    urgency: Option<bool>,
    /// More time that was asked and not decided yet.
    asked: Option<AdviceExtensionRequested>,
    declined: Option<AdviceExtensionDeclined>,
    extended: Option<Term>,
    group: Option<AdviceDraftingGroupFormed>,
    adoption: Option<Adoption>,
    signed: BTreeMap<CouncilOffice, PersonId>,
}

impl CouncilWork {
    /// Until when the advice can be taken into account.
    pub(super) fn term<'a>(&'a self, request: &'a AdviceRequested) -> &'a Term {
        let urgent = request.urgency.as_ref().filter(|_| self.urgency == Some(true));
        let agreed = urgent.map_or(&request.term, |urgency| &urgency.term);
        self.extended.as_ref().unwrap_or(agreed)
    }

    pub(super) fn agree(
        &self,
        request: &AdviceRequested,
        agreed: AdviceUrgencyAgreed,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        self.decide_urgency(request, true, agreed.into())
    }

    pub(super) fn refuse(
        &self,
        request: &AdviceRequested,
        refused: AdviceUrgencyRefused,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        self.decide_urgency(request, false, refused.into())
    }

    fn decide_urgency(
        &self,
        request: &AdviceRequested,
        agrees: bool,
        event: AdviceEvent,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        match (&request.urgency, self.urgency) {
            (None, _) => Err(AdviceRefusal::NotUrgent.into()),
            (Some(_), None) => Ok(vec![event]),
            (Some(_), Some(told)) if told == agrees => Ok(vec![]),
            (Some(_), Some(_)) => Err(AdviceRefusal::UrgencyDecided.into()),
        }
    }

    pub(super) fn ask_for_time(
        &self,
        request: &AdviceRequested,
        asked: AdviceExtensionRequested,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        if let Some(known) = &self.asked {
            let same = (known.until, &known.reason) == (asked.until, &asked.reason);
            return if same { Ok(vec![]) } else { Err(AdviceRefusal::ExtensionAwaited.into()) };
        }
        let term = self.term(request);
        if asked.until <= term.local.date() {
            return Err(Faults::one("/until", later_than(term)).into());
        }
        Ok(vec![asked.into()])
    }

    pub(super) fn extend(
        &self,
        request: &AdviceRequested,
        given: AdviceTermExtended,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        let term = self.term(request);
        if *term == given.term && self.extended.is_some() {
            return Ok(vec![]);
        }
        if given.term.at <= term.at {
            return Err(Faults::one("/term/at", later_than(term)).into());
        }
        Ok(vec![given.into()])
    }

    pub(super) fn decline(
        &self,
        declined: AdviceExtensionDeclined,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        match (&self.asked, &self.declined) {
            (Some(_), _) => Ok(vec![declined.into()]),
            (None, Some(known)) if known.reason == declined.reason => Ok(vec![]),
            (None, _) => Err(AdviceRefusal::NoExtensionAsked.into()),
        }
    }

    pub(super) fn form(
        &self,
        formed: AdviceDraftingGroupFormed,
    ) -> Result<Vec<AdviceEvent>, Refusal> {
        let different: BTreeSet<_> = formed.members.iter().collect();
        let mut faults = Faults::none();
        faults.unless(
            (1..=DRAFTERS_MAX).contains(&formed.members.len()),
            "/members",
            format!("Een schrijfgroep heeft 1 t/m {DRAFTERS_MAX} leden."),
        );
        faults.unless(
            different.len() == formed.members.len(),
            "/members",
            "Noem ieder lid van de schrijfgroep één keer.",
        );
        faults.check()?;
        let same = self.group.as_ref().is_some_and(|known| known.members == formed.members);
        Ok(if same { vec![] } else { vec![formed.into()] })
    }

    /// Whether somebody may change the draft.
    pub(super) fn check_drafter(&self, by: PersonId, leads: bool) -> Result<(), Refusal> {
        let drafts = self.group.as_ref().is_none_or(|group| group.members.contains(&by));
        if drafts || leads { Ok(()) } else { Err(AdviceRefusal::NotInDraftingGroup.into()) }
    }

    pub(super) fn adopt(&self, adopted: AdviceAdopted) -> Result<Vec<AdviceEvent>, Refusal> {
        let Adoption { present, in_favour, against, .. } = &adopted.adoption;
        let voted = in_favour.get().saturating_add(against.get());
        let mut faults = Faults::none();
        faults.unless(
            voted <= present.get(),
            "/present",
            format!("Er stemden {voted} leden. Zo veel waren er dan ten minste."),
        );
        faults.unless(
            in_favour > against,
            "/inFavour",
            "De raad stelt een advies vast met meer stemmen voor dan tegen.",
        );
        if let Some(minority) = &adopted.adoption.minority_view {
            faults.extend(personal_faults("/minorityView", minority.as_str()).into_vec());
        }
        faults.check()?;
        let same = self.adoption.as_ref() == Some(&adopted.adoption);
        Ok(if same { vec![] } else { vec![adopted.into()] })
    }

    pub(super) fn sign(&self, signed: AdviceSigned) -> Result<Vec<AdviceEvent>, Refusal> {
        if self.adoption.is_none() {
            return Err(AdviceRefusal::NotAdopted.into());
        }
        let elsewhere =
            self.signed.iter().any(|(office, by)| *office != signed.office && *by == signed.by);
        match self.signed.get(&signed.office) {
            _ if elsewhere => Err(AdviceRefusal::SignedByTheSame.into()),
            Some(by) if *by == signed.by => Ok(vec![]),
            _ => Ok(vec![signed.into()]),
        }
    }

    /// How the draft was adopted and in which offices signed, when it may be given as it stands.
    /// A council that works without group, meeting or signatures gives its advice right away; one
    /// that has begun on that path walks it to the end.
    pub(super) fn finish(
        &self,
        draft: Option<&AdviceContent>,
        content: &AdviceContent,
    ) -> Result<(Option<Adoption>, Vec<CouncilOffice>), Refusal> {
        if self.group.is_none() && self.adoption.is_none() {
            return Ok((None, vec![]));
        }
        let Some(adoption) = &self.adoption else {
            return Err(AdviceRefusal::NotAdopted.into());
        };
        if draft != Some(content) {
            let told = "Breng precies de tekst uit die de raad heeft vastgesteld.";
            return Err(Faults::one("", told).into());
        }
        let offices = [CouncilOffice::Chair, CouncilOffice::Secretary];
        if let Some(missing) = offices.into_iter().find(|it| !self.signed.contains_key(it)) {
            return Err(AdviceRefusal::NotSigned(missing).into());
        }
        Ok((Some(adoption.clone()), offices.to_vec()))
    }

    pub(super) fn evolve(&mut self, event: &AdviceEvent) {
        match event.clone() {
            AdviceEvent::AdviceUrgencyAgreed(_) => self.urgency = Some(true),
            AdviceEvent::AdviceUrgencyRefused(_) => self.urgency = Some(false),
            AdviceEvent::AdviceExtensionRequested(asked) => self.asked = Some(asked),
            AdviceEvent::AdviceTermExtended(given) => {
                self.asked = None;
                self.extended = Some(given.term);
            }
            AdviceEvent::AdviceExtensionDeclined(declined) => {
                self.asked = None;
                self.declined = Some(declined);
            }
            AdviceEvent::AdviceDraftingGroupFormed(formed) => self.group = Some(formed),
            // Another text is neither adopted nor signed.
            AdviceEvent::AdviceDrafted(_) => {
                self.adoption = None;
                self.signed.clear();
            }
            AdviceEvent::AdviceAdopted(adopted) => {
                self.adoption = Some(adopted.adoption);
                self.signed.clear();
            }
            AdviceEvent::AdviceSigned(signed) => {
                self.signed.insert(signed.office, signed.by);
            }
            _ => {}
        }
    }
}

fn later_than(term: &Term) -> String {
    format!("De termijn loopt al {}. Kies een latere dag.", term.in_words())
}
