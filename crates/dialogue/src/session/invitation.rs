//! Who is invited to a session, and who sits where there are fewer seats than takers: by criteria
//! that were published with the announcement. Who has no seat reacts in writing, on the same
//! documents (fysieke en virtuele overlegtafel).

use super::{Session, SessionAnnounced, SessionEvent, SessionRefusal};
use crate::discretion::personal_faults;
use crate::party::{CareDomain, OrganisationSize};
use crate::{ConsultationRoundId, PersonId, Refusal, RegistrationId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Whole};

/// How many seats, and how many criteria for them, a session has at most.
const SEATS_MAX: u32 = 100;
const CRITERIA_MAX: usize = 20;

/// A group of whom somebody can be invited or heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Providers of one person (vrijgevestigden).
    OnePersonProviders,
    /// Providers with fewer than fifty employees.
    SmallProviders,
    /// Providers with fifty to two hundred and fifty employees.
    MediumProviders,
    /// Larger providers.
    LargeProviders,
    /// Organisations of a branch (brancheorganisaties).
    BranchOrganisations,
    /// Who refers to help (verwijzers).
    Referrers,
    /// Schools.
    Schools,
    /// General practitioners (huisartsen).
    GeneralPractitioners,
    /// Informal carers and volunteers (mantelzorg en informele zorg).
    InformalCare,
    /// Inhabitants.
    Inhabitants,
    /// Clients and their families.
    Clients,
    /// Client councils (adviesraden).
    ClientCouncils,
}

impl Audience {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::OnePersonProviders,
        Self::SmallProviders,
        Self::MediumProviders,
        Self::LargeProviders,
        Self::BranchOrganisations,
        Self::Referrers,
        Self::Schools,
        Self::GeneralPractitioners,
        Self::InformalCare,
        Self::Inhabitants,
        Self::Clients,
        Self::ClientCouncils,
    ];

    /// The group in which a provider of some size is.
    #[must_use]
    pub const fn of(size: OrganisationSize) -> Self {
        match size {
            OrganisationSize::OnePerson => Self::OnePersonProviders,
            OrganisationSize::Micro | OrganisationSize::Small => Self::SmallProviders,
            OrganisationSize::Medium => Self::MediumProviders,
            OrganisationSize::Large => Self::LargeProviders,
        }
    }

    /// Whether it is a group of providers, who register themselves.
    #[must_use]
    pub const fn registers(self) -> bool {
        matches!(
            self,
            Self::OnePersonProviders
                | Self::SmallProviders
                | Self::MediumProviders
                | Self::LargeProviders
        )
    }
}

/// Who is invited in particular. Others may come as well: a session stays open to everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Which groups.
    pub groups: BTreeSet<Audience>,
    /// Of providers: those who work in one of these domains; in any, when there is none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub domains: BTreeSet<CareDomain>,
}

impl Invitation {
    /// Whether a provider with this profile is invited.
    #[must_use]
    pub fn reaches(&self, size: OrganisationSize, domains: &BTreeSet<CareDomain>) -> bool {
        self.groups.contains(&Audience::of(size))
            && (self.domains.is_empty() || !self.domains.is_disjoint(domains))
    }
}

/// A criterion by which seats are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatCriterion {
    /// Its name in references.
    pub key: Slug,
    /// What it asks.
    pub text: Paragraph,
}

/// How many can sit, by which criteria is chosen, and where the others react.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatPlan {
    /// How many seats there are.
    #[schema(example = 12)]
    pub number: Whole,
    /// The criteria, for everyone to read beforehand. They never change.
    pub criteria: Vec<SeatCriterion>,
    /// The consultation round in which who has no seat reacts in writing, on the same documents.
    pub written: ConsultationRoundId,
}

/// Whether one who registered has a seat, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatDecision {
    /// The registration.
    pub registration: RegistrationId,
    /// Whether it has a seat.
    pub granted: bool,
    /// The published criteria that decided it.
    pub criteria: BTreeSet<Slug>,
    /// Why; only who registered reads it.
    pub reason: Paragraph,
}

/// It was decided who has a seat: about everyone who registered, or about seats that came free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionSeatsAssigned {
    /// About whom, and why.
    pub decisions: Vec<SeatDecision>,
    /// Who decided.
    pub by: PersonId,
}

/// What is wrong with the invitation and the seats of a session that is to be announced.
pub(super) fn invitation_faults(new: &SessionAnnounced, faults: &mut Faults) {
    if let Some(invited) = &new.invited {
        faults.unless(
            !invited.groups.is_empty(),
            "/invited/groups",
            "Noem minstens één groep, of laat de uitnodiging weg.",
        );
    }
    let Some(seats) = &new.seats else { return };
    faults.unless(
        (1..=SEATS_MAX).contains(&seats.number.get()),
        "/seats/number",
        format!("Er zijn 1 t/m {SEATS_MAX} plaatsen."),
    );
    let keys: BTreeSet<_> = seats.criteria.iter().map(|it| &it.key).collect();
    faults.unless(
        (1..=CRITERIA_MAX).contains(&seats.criteria.len()) && keys.len() == seats.criteria.len(),
        "/seats/criteria",
        format!("Geef 1 t/m {CRITERIA_MAX} criteria, elk met een eigen naam."),
    );
}

impl Session {
    /// Whether a registration may be there: it stands, and it has a seat where there are seats.
    pub(super) fn sits(&self, registration: RegistrationId) -> bool {
        let seated = || self.seats.get(&registration).is_some_and(|it| it.granted);
        let plan = self.announced.as_ref().and_then(|it| it.seats.as_ref());
        self.registered(registration).is_some() && (plan.is_none() || seated())
    }

    pub(super) fn assign_seats(
        &self,
        mut decisions: Vec<SeatDecision>,
        by: PersonId,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        let same = |it: &SeatDecision| self.seats.get(&it.registration) == Some(it);
        if !decisions.is_empty() && decisions.iter().all(same) {
            return Ok(vec![]);
        }
        let Some(plan) = &self.goes_on()?.seats else {
            return Err(SessionRefusal::WithoutSeats.into());
        };
        decisions.sort_by_key(|it| it.registration);
        let mut faults = Faults::none();
        self.about_everyone(&decisions, &mut faults);
        for (place, decision) in decisions.iter().enumerate() {
            let known = |key: &Slug| plan.criteria.iter().any(|it| it.key == *key);
            faults.unless(
                !decision.criteria.is_empty() && decision.criteria.iter().all(known),
                format!("/decisions/{place}/criteria"),
                "Noem de criteria uit de aankondiging die de doorslag gaven, en geen andere.",
            );
            let field = format!("/decisions/{place}/reason");
            faults.extend(personal_faults(&field, decision.reason.as_str()).into_vec());
        }
        let taken = self.seats.values().filter(|it| it.granted && self.sits(it.registration));
        let given = decisions.iter().filter(|it| it.granted).count() + taken.count();
        faults.unless(
            u32::try_from(given).is_ok_and(|given| given <= plan.number.get()),
            "/decisions",
            format!("Er zijn {} plaatsen, en dit zijn er {given}.", plan.number.get()),
        );
        faults.check()?;
        Ok(vec![SessionSeatsAssigned { decisions, by }.into()])
    }

    /// First it is decided about everyone who registered; later a seat that came free is given.
    fn about_everyone(&self, decisions: &[SeatDecision], faults: &mut Faults) {
        if self.seats.is_empty() {
            let stand = self.registrations.values().filter(|it| !it.withdrawn);
            let mut stand: Vec<_> = stand.map(|it| it.made.registration).collect();
            stand.sort();
            faults.unless(
                stand.iter().eq(decisions.iter().map(|it| &it.registration)),
                "/decisions",
                "Beslis over elke aanmelding die openstaat, elk één keer, en over geen andere.",
            );
            return;
        }
        let waits = |it: &SeatDecision| {
            it.granted
                && self.registered(it.registration).is_some()
                && self.seats.get(&it.registration).is_some_and(|known| !known.granted)
        };
        let each: BTreeSet<_> = decisions.iter().map(|it| it.registration).collect();
        faults.unless(
            each.len() == decisions.len() && decisions.iter().all(waits),
            "/decisions",
            "De plaatsen zijn verdeeld. Geef alleen nog een vrije plaats aan wie er geen had.",
        );
    }
}
