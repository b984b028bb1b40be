//! Who takes part and what is bought, as the file says it.

use super::when::When;
use calendar::LegalGround;
use dialogue::PhaseKind;
use dialogue::party::{CareDomain, OrganisationSize};
use dialogue::trajectory::{
    AdvisingCouncil, Buyer, DocumentKind, Instrument, Law, Lot, Principle, Section,
};
use identity::Role;
use serde::Deserialize;
use service::ContactPerson;
use std::collections::BTreeSet;
use vocabulary::{
    CouncilCode, EmailAddress, FileName, KvkNumber, MunicipalityCode, OrganisationNumber,
    Paragraph, Prose, Title, Whole,
};

/// Somebody of a municipality.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffMember {
    /// The name by which this file knows them.
    pub key: String,
    /// The municipality.
    pub municipality: MunicipalityCode,
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The address to which mail may go; none when absent.
    pub email: Option<EmailAddress>,
}

/// Somebody of a council.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilMember {
    /// The name by which this file knows them.
    pub key: String,
    /// The council.
    pub council: CouncilCode,
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The address to which mail may go; none when absent.
    pub email: Option<EmailAddress>,
}

/// A provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderParty {
    /// The name by which this file knows it.
    pub key: String,
    /// Its number.
    pub number: OrganisationNumber,
    /// Its name.
    pub name: Title,
    /// How large it is.
    pub size: OrganisationSize,
    /// The domains in which it works.
    pub domains: BTreeSet<CareDomain>,
    /// The municipalities in which it works.
    pub municipalities: BTreeSet<MunicipalityCode>,
    /// Its contact person.
    pub contact: ContactPerson,
    /// Whether its contact person follows the trajectory by mail.
    #[serde(default)]
    pub follows: bool,
}

/// Many providers alike, such as those who only listen: each is known as the key of the crowd, a
/// hyphen and its number from 1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crowd {
    /// The name by which this file knows all of them.
    pub key: String,
    /// How many they are, at most 1,000.
    pub count: Whole,
    /// The number of the first in the trade register; the others follow it.
    pub first: KvkNumber,
    /// What they are called, before their number.
    pub name: Title,
    /// How large they are.
    pub size: OrganisationSize,
    /// The domains in which they work.
    pub domains: BTreeSet<CareDomain>,
    /// The municipalities in which they work.
    pub municipalities: BTreeSet<MunicipalityCode>,
}

impl Crowd {
    /// Each of them; `None` when there are too many, or their numbers or names run out.
    pub(super) fn providers(&self) -> Option<Vec<ProviderParty>> {
        let first: u32 = self.first.to_string().parse().ok()?;
        let count = Some(self.count.get()).filter(|count| (1..=1_000).contains(count))?;
        let provider = |n: u32| {
            let email = format!("contact-{n}@{}.example", self.key);
            Some(ProviderParty {
                key: format!("{}-{n}", self.key),
                number: format!("NL-KVK-{:08}", first.checked_add(n - 1)?).parse().ok()?,
                name: format!("{} {n}", self.name).parse().ok()?,
                size: self.size,
                domains: self.domains.clone(),
                municipalities: self.municipalities.clone(),
                contact: ContactPerson {
                    name: format!("Contact {n}").parse().ok()?,
                    email: email.parse().ok()?,
                    phone: None,
                },
                follows: false,
            })
        };
        (1..=count).map(provider).collect()
    }
}

/// A moment with its legal ground.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermPlan {
    /// The last instant that is in time.
    pub at: When,
    /// The ground.
    pub ground: LegalGround,
}

/// The instrument.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentPlan {
    /// When it is chosen.
    pub at: When,
    /// Which.
    pub instrument: Instrument,
    /// Why.
    pub reason: Prose,
}

/// A milestone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestonePlan {
    /// What happens then.
    pub title: Title,
    /// In which phase.
    pub phase: PhaseKind,
    /// Until when.
    pub term: TermPlan,
}

/// The trajectory.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrajectoryPlan {
    /// When it is opened.
    pub at: When,
    /// Who opens it and does whatever names nobody else.
    pub by: String,
    /// What it is called.
    pub title: Title,
    /// What is bought and for whom, in plain Dutch.
    pub summary: Prose,
    /// The region.
    pub region: Title,
    /// The municipality that leads.
    pub lead: Buyer,
    /// The others.
    pub members: Vec<Buyer>,
    /// Under which acts.
    pub laws: BTreeSet<Law>,
    /// The councils that advise.
    pub councils: Vec<AdvisingCouncil>,
    /// The guiding principles.
    #[serde(default)]
    pub principles: Vec<Principle>,
    /// The lots.
    #[serde(default)]
    pub lots: Vec<Lot>,
    /// The instrument.
    pub instrument: Option<InstrumentPlan>,
    /// The planning.
    #[serde(default)]
    pub planning: Vec<MilestonePlan>,
}

/// A version of a document. The same key again is the next version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentPlan {
    /// The name by which this file knows the document.
    pub key: String,
    /// When it is published.
    pub at: When,
    /// What kind of document.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: Title,
    /// What the file is called.
    pub file_name: FileName,
    /// The content, as text.
    pub content: Option<String>,
    /// The content, in a file beside this one.
    pub content_file: Option<String>,
    /// The sections to which a question can refer.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// What changed since the version before.
    pub change: Option<Paragraph>,
}
