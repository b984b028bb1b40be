//! Who take part in the thread that the tests play.

use super::{Person, Session, World};
use identity::{Party, Role};
use serde_json::{Value, json};

pub(crate) const LEAD: &str = "GM0233";
pub(crate) const MEMBER: &str = "GM0243";
pub(crate) const OUTSIDER: &str = "GM0200";
pub(crate) const COUNCIL: &str = "adviesraad-noord-veluwe";

/// A provider whose every property can be recognised, wherever it turns up.
#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) session: Session,
    /// A word that stands in everything that tells who it is.
    pub(crate) marker: &'static str,
    /// A word that stands in every text it writes, as by one who forgets to stay unknown.
    pub(crate) voice: &'static str,
    pub(crate) number: String,
}

impl Provider {
    /// What it tells about itself.
    pub(crate) fn organisation(&self) -> Value {
        let Self { marker, .. } = self;
        json!({
            "name": format!("Zorgpraktijk {marker}naam"),
            "contact": {
                "name": format!("{marker}mens de Vries"),
                "email": format!("{marker}post@zorg.example"),
                "phone": format!("+31341{}", &self.number[self.number.len() - 6..]),
            },
            "size": "one-person",
            "domains": ["mental-health"],
            "municipalities": [LEAD, MEMBER],
        })
    }

    /// Everything that tells who it is, in small letters.
    pub(crate) fn marks(&self) -> Vec<String> {
        let digits = self.number.rsplit('-').next().unwrap_or_default();
        let phone = format!("341{}", &digits[digits.len() - 6..]);
        vec![self.marker.to_lowercase(), digits.to_owned(), phone]
    }

    /// The name of a file that it hands in.
    pub(crate) fn file_name(&self) -> String {
        format!("voorstel-{}bestand.txt", self.voice)
    }
}

/// Everyone in the thread.
pub(crate) struct Cast {
    pub(crate) buyer: Session,
    /// The same role, of another municipality.
    pub(crate) colleague: Session,
    pub(crate) approver: Session,
    pub(crate) contract_manager: Session,
    pub(crate) complaint_handler: Session,
    pub(crate) reader: Session,
    /// Somebody from outside who assesses tenders.
    pub(crate) assessor: Session,
    /// From outside, for a municipality in the trajectory.
    pub(crate) expert: Session,
    /// A buyer of a municipality that is not in the trajectory.
    pub(crate) outsider: Session,
    pub(crate) secretary: Session,
    pub(crate) chair: Session,
    pub(crate) member: Session,
    pub(crate) oak: Provider,
    pub(crate) birch: Provider,
    pub(crate) aspen: Provider,
    pub(crate) anyone: Session,
}

impl Cast {
    pub(crate) fn of(world: &World) -> Self {
        let enter = |name: &str, party, organisation: &str, role| {
            world.enter(&Person::new(name, party, organisation, &[role]))
        };
        let staff = |name: &str, role| enter(name, Party::Municipality, LEAD, role);
        let council = |name: &str, role| enter(name, Party::Council, COUNCIL, role);
        let provider = |marker: &'static str, voice: &'static str, digits: &str| {
            let number = format!("NL-KVK-{digits}");
            let session = enter(marker, Party::Provider, &number, Role::Submitter);
            Provider { session, marker, voice, number }
        };
        Self {
            buyer: staff("ingrid", Role::Buyer),
            colleague: enter("bram", Party::Municipality, MEMBER, Role::Buyer),
            approver: enter("joost", Party::Municipality, MEMBER, Role::Approver),
            contract_manager: staff("mieke", Role::ContractManager),
            complaint_handler: staff("anton", Role::ComplaintHandler),
            reader: staff("lotte", Role::Reader),
            assessor: staff("samira", Role::Assessor),
            expert: staff("hugo", Role::Expert),
            outsider: enter("petra", Party::Municipality, OUTSIDER, Role::Buyer),
            secretary: council("wim", Role::Secretary),
            chair: council("greet", Role::Chair),
            member: council("henk", Role::Member),
            oak: provider("Quercusmerk", "eikelstem", "90731846"),
            birch: provider("Betulamerk", "berkenstem", "90418263"),
            aspen: provider("Tremulamerk", "espenstem", "90265917"),
            anyone: world.anyone(),
        }
    }

    pub(crate) fn providers(&self) -> [&Provider; 3] {
        [&self.oak, &self.birch, &self.aspen]
    }
}
