//! What supervisors report and incidents that must be notified, without a word about anyone.

use super::SupervisionRefusal;
use crate::contract::Side;
use crate::decider::{Decider, aggregate};
use crate::discretion::about_nobody;
use crate::events::events;
use crate::knowledge::Figure;
use crate::{ContractId, PersonId, ProviderId, Refusal, TrajectoryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title};

/// Who reports.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReportSource {
    /// The inspectorate (Inspectie Gezondheidszorg en Jeugd, Toezicht Sociaal Domein).
    Inspectorate,
    /// The supervisor for social support (toezichthouder Wmo).
    WmoSupervisor,
    /// An ombudsman, also the one for children (ombudsman, Kinderombudsman).
    Ombudsman,
    /// The local audit office (rekenkamer).
    AuditOffice,
    /// A panel of citizens (burgerpanel).
    CitizensPanel,
}

/// What a supervisor reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupervisionReport {
    /// Who reports.
    pub source: ReportSource,
    /// What it is called.
    pub title: Title,
    /// On which day it came out.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What was found.
    pub findings: Prose,
    /// The contract that it is about, when it is about one: then only its parties read it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
}

/// What must be notified.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// An event that nobody meant or expected, which led to serious harm or to death (calamiteit;
    /// art. 1.1.1 Wmo 2015, art. 1.1 Jeugdwet).
    Calamity,
    /// Violence in giving help (geweld bij de verstrekking van een voorziening).
    Violence,
}

/// An incident that must be notified. Who it is about stays between the provider and the
/// supervisor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Incident {
    /// What happened.
    pub kind: IncidentKind,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    pub occurred: Date,
    /// On which day the provider came to know of it.
    #[schema(value_type = String, format = Date)]
    pub noticed: Date,
    /// On which day the supervisor was told; absent while it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub supervisor_told: Option<Date>,
    /// What happened and what was done at once, without a word about who it was.
    pub text: Prose,
}

impl Incident {
    /// Whether it was notified without delay (onverwijld), by the day on which the supervisor was
    /// told, or else by today.
    fn is_late(&self, today: Date) -> bool {
        let told = self.supervisor_told.unwrap_or(today);
        let days = i64::from(Figure::value("incident-notification-days"));
        self.noticed.until(told).is_ok_and(|passed| i64::from(passed.get_days()) > days)
    }

    fn faults(&self, today: Date) -> Faults {
        let mut faults = about_nobody([("/text", &self.text)]);
        faults.unless(
            self.occurred <= self.noticed,
            "/noticed",
            "Wat nog niet is gebeurd, kan niet bekend zijn.",
        );
        faults.unless(self.noticed <= today, "/noticed", "Deze dag moet nog komen.");
        let told = self.supervisor_told.is_none_or(|told| (self.noticed..=today).contains(&told));
        faults.unless(
            told,
            "/supervisorTold",
            "De toezichthouder hoort het op of na de dag waarop het bekend werd, en niet later dan \
             vandaag.",
        );
        faults
    }
}

/// A report of a supervisor came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupervisionReportReceived {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider, when it is about one contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// What is reported.
    pub report: SupervisionReport,
}

/// An incident was notified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentNotified {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract.
    pub contract: ContractId,
    /// The provider.
    pub provider: ProviderId,
    /// Which side notified it here.
    pub by: Side,
    /// The incident.
    pub incident: Incident,
    /// Whether the supervisor was told too late, or not yet and it is too late by now.
    pub late: bool,
}

/// It was told what is done with a report or an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupervisionSignalAnswered {
    /// What is done.
    pub follow_up: Prose,
    /// Why that, and not more or less.
    pub reason: Paragraph,
    /// Who answered.
    pub by: PersonId,
}

events! {
    /// What can have happened to a signal from supervision.
    SupervisionSignalEvent in "supervision-signal" {
        SupervisionReportReceived v 1,
        IncidentNotified v 1,
        SupervisionSignalAnswered v 1,
    }
}

/// What can be asked of a signal from supervision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum SupervisionSignalCommand {
    Receive(Box<SupervisionReportReceived>),
    /// `today` is the day by the log's clock, in the Netherlands; whether it is late follows.
    Notify {
        notified: Box<IncidentNotified>,
        today: Date,
    },
    Answer(SupervisionSignalAnswered),
}

/// The state of a signal from supervision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SupervisionSignal {
    brought: Option<SupervisionSignalEvent>,
    answer: Option<SupervisionSignalAnswered>,
}

impl SupervisionSignal {
    /// The trajectory.
    ///
    /// # Errors
    /// When there is no such signal.
    pub fn trajectory(&self) -> Result<TrajectoryId, Refusal> {
        match &self.brought {
            Some(SupervisionSignalEvent::SupervisionReportReceived(it)) => Ok(it.trajectory),
            Some(SupervisionSignalEvent::IncidentNotified(it)) => Ok(it.trajectory),
            _ => Err(SupervisionRefusal::SignalUnknown.into()),
        }
    }

    /// Whether it is a report that everyone reads.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(
            &self.brought,
            Some(SupervisionSignalEvent::SupervisionReportReceived(it))
                if it.report.contract.is_none()
        )
    }

    fn receive(
        &self,
        received: SupervisionReportReceived,
    ) -> Result<Vec<SupervisionSignalEvent>, Refusal> {
        match &self.brought {
            Some(SupervisionSignalEvent::SupervisionReportReceived(same)) if *same == received => {
                return Ok(vec![]);
            }
            Some(_) => return Err(SupervisionRefusal::SignalExists.into()),
            None => {}
        }
        let report = &received.report;
        let texts = [("/title", report.title.as_str()), ("/findings", report.findings.as_str())];
        about_nobody(texts).check()?;
        Ok(vec![received.into()])
    }

    fn notify(
        &self,
        notified: IncidentNotified,
        today: Date,
    ) -> Result<Vec<SupervisionSignalEvent>, Refusal> {
        match &self.brought {
            Some(SupervisionSignalEvent::IncidentNotified(same))
                if *same == (IncidentNotified { late: same.late, ..notified.clone() }) =>
            {
                return Ok(vec![]);
            }
            Some(_) => return Err(SupervisionRefusal::SignalExists.into()),
            None => {}
        }
        notified.incident.faults(today).check()?;
        let late = notified.incident.is_late(today);
        Ok(vec![IncidentNotified { late, ..notified }.into()])
    }

    fn answer(
        &self,
        answered: SupervisionSignalAnswered,
    ) -> Result<Vec<SupervisionSignalEvent>, Refusal> {
        self.trajectory()?;
        match &self.answer {
            Some(same) if *same == answered => return Ok(vec![]),
            Some(_) => return Err(SupervisionRefusal::SignalAnswered.into()),
            None => {}
        }
        let texts =
            [("/followUp", answered.follow_up.as_str()), ("/reason", answered.reason.as_str())];
        about_nobody(texts).check()?;
        Ok(vec![answered.into()])
    }
}

impl Decider for SupervisionSignal {
    const CATEGORY: &'static str = "supervision-signal";
    type Command = SupervisionSignalCommand;
    type Event = SupervisionSignalEvent;

    fn decide(
        &self,
        command: SupervisionSignalCommand,
    ) -> Result<Vec<SupervisionSignalEvent>, Refusal> {
        match command {
            SupervisionSignalCommand::Receive(received) => self.receive(*received),
            SupervisionSignalCommand::Notify { notified, today } => self.notify(*notified, today),
            SupervisionSignalCommand::Answer(answered) => self.answer(answered),
        }
    }

    fn evolve(&mut self, event: &SupervisionSignalEvent) {
        match event.clone() {
            SupervisionSignalEvent::SupervisionSignalAnswered(it) => self.answer = Some(it),
            brought => self.brought = Some(brought),
        }
    }
}

aggregate!(SupervisionSignal);
