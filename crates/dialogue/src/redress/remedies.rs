//! What can be done by whoever does not agree, by instrument and moment, as versioned data: a
//! subsidy knows objection and appeal, a contract the civil court.

use crate::trajectory::Instrument;
use calendar::{Deadline, LegalGround};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Whole};

/// Every version. What was told stays: a change is a next file.
const FILES: [&str; 1] = [include_str!("../../data/remedies-1.json")];

static CLAUSES: LazyLock<Vec<RemedyClause>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|text| serde_json::from_str::<Vec<RemedyClause>>(text).ok())
        .flatten()
        .collect()
});

/// At which moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RemedyMoment {
    /// While tenders or applications can still come.
    BeforeClosing,
    /// Against an award decision, or a decision on an application.
    AwardDecision,
    /// After a decision about a complaint or an objection against the procedure.
    AfterDecision,
}

impl RemedyMoment {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::BeforeClosing, Self::AwardDecision, Self::AfterDecision];
}

/// Where one goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RemedyRoute {
    /// The municipality's own complaints desk (klachtenmeldpunt).
    ComplaintsDesk,
    /// The Commissie van Aanbestedingsexperts.
    Committee,
    /// The civil court (burgerlijke rechter).
    CivilCourt,
    /// Objection by the Awb (bezwaar).
    AdministrativeObjection,
    /// The administrative court (bestuursrechter).
    AdministrativeCourt,
}

/// What can be done, for some instruments, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemedyClause {
    /// Its name.
    pub id: Slug,
    /// The version of the data, from 1.
    pub version: Whole,
    /// For which instruments.
    pub instruments: Vec<Instrument>,
    /// At which moments.
    pub moments: Vec<RemedyMoment>,
    /// Where one goes.
    pub route: RemedyRoute,
    /// What can be done, in Dutch.
    pub text: Paragraph,
    /// The rule of the trajectory's terms that gives until when, when one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Slug>,
    /// Where it stands.
    pub sources: Vec<LegalGround>,
    /// The first day on which it holds.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The last such day; none when it holds still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<Date>,
}

/// What can be done, as somebody was told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RemedyTold {
    /// The name of the clause.
    pub id: Slug,
    /// The version of the data.
    pub version: Whole,
    /// Where one goes.
    pub route: RemedyRoute,
    /// What can be done, in Dutch.
    pub text: Paragraph,
    /// Until when, in Dutch, when there is a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "t/m maandag 2 november 2026 24.00 uur")]
    pub until: Option<String>,
    /// Where it stands.
    pub sources: Vec<LegalGround>,
}

impl RemedyClause {
    /// Every clause, in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &CLAUSES
    }

    /// What can be done for an instrument at a moment, on a day.
    pub fn of(
        instrument: Instrument,
        moment: RemedyMoment,
        on: Date,
    ) -> impl Iterator<Item = &'static Self> {
        let holds = move |it: &&Self| {
            it.instruments.contains(&instrument)
                && it.moments.contains(&moment)
                && it.valid_from <= on
                && it.valid_until.is_none_or(|until| on <= until)
        };
        Self::all().iter().filter(holds)
    }

    /// As it is told, with the deadline of its rule where one is known.
    #[must_use]
    pub fn told(&self, deadline: Option<&Deadline>) -> RemedyTold {
        RemedyTold {
            id: self.id.clone(),
            version: self.version,
            route: self.route,
            text: self.text.clone(),
            until: deadline.map(|deadline| deadline.in_words.clone()),
            sources: self.sources.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Instrument::{
        CompetitiveDialogue, OpenHouse, OpenProcedure, RestrictedProcedure, SocialServices,
        SocialServicesWithoutComparison, Subsidy,
    };
    use RemedyMoment::{AfterDecision, AwardDecision, BeforeClosing};
    use RemedyRoute::{AdministrativeCourt, AdministrativeObjection, CivilCourt, Committee};
    use jiff::civil::date;

    fn routes(instrument: Instrument, moment: RemedyMoment) -> Vec<RemedyRoute> {
        RemedyClause::of(instrument, moment, date(2027, 1, 1)).map(|it| it.route).collect()
    }

    #[test]
    fn a_subsidy_knows_objection_and_a_contract_the_civil_court() {
        assert_eq!(routes(Subsidy, AwardDecision), [AdministrativeObjection]);
        assert_eq!(routes(Subsidy, AfterDecision), [AdministrativeCourt]);
        for instrument in [
            OpenProcedure,
            RestrictedProcedure,
            CompetitiveDialogue,
            SocialServices,
            SocialServicesWithoutComparison,
            OpenHouse,
        ] {
            for moment in [BeforeClosing, AwardDecision, AfterDecision] {
                let routes = routes(instrument, moment);
                assert!(!routes.contains(&AdministrativeObjection), "{instrument:?}");
                assert!(routes.contains(&CivilCourt), "{instrument:?} {moment:?}: {routes:?}");
            }
            assert!(routes(instrument, AfterDecision).contains(&Committee), "{instrument:?}");
        }
    }

    #[test]
    fn every_file_is_read_whole_and_every_clause_has_its_source() {
        let read: usize = FILES
            .iter()
            .map(|text| serde_json::from_str::<Vec<RemedyClause>>(text).unwrap().len())
            .sum();
        assert_eq!(read, RemedyClause::all().len());
        assert!(RemedyClause::all().iter().all(|it| !it.sources.is_empty()));
    }
}
