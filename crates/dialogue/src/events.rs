//! The stored form of events: which types there are, and how a stored one becomes a value.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Named schemas that a schema refers to.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// A type of event, for documents and schemas.
pub struct EventType {
    /// The category of the streams in which it occurs.
    pub category: &'static str,
    /// Its name, unique in the whole log.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// Its JSON schema.
    pub schema: fn() -> RefOr<Schema>,
    /// The schemas that its schema refers to.
    pub schemas: fn(&mut Schemas),
}

/// What every enum of events can do: be written to the log and read back from it.
pub trait StoredEvent:
    Sized + Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned
{
    /// The types in this enum.
    fn types() -> Vec<EventType>;
    /// The name of this event's type.
    fn name(&self) -> &'static str;
    /// Its content as JSON, without its name.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    fn payload(&self) -> Result<String, serde_json::Error>;
    /// Reads a stored event; `None` when this enum has no such type.
    ///
    /// # Errors
    /// When the content is not what the type says.
    fn read(name: &str, payload: &str) -> Result<Option<Self>, serde_json::Error>;
}

/// Makes the enum of the events of one category.
macro_rules! events {
    (
        $(#[$meta:meta])*
        $enum:ident in $category:literal { $($name:ident v $version:literal),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum $enum { $($name($name)),* }

        impl $crate::events::StoredEvent for $enum {
            fn types() -> Vec<$crate::events::EventType> {
                vec![$($crate::events::EventType {
                    category: $category,
                    name: stringify!($name),
                    version: $version,
                    schema: <$name as utoipa::PartialSchema>::schema,
                    schemas: <$name as utoipa::ToSchema>::schemas,
                }),*]
            }

            fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name)),* }
            }

            fn payload(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$name(event) => serde_json::to_string(event)),* }
            }

            fn read(name: &str, payload: &str) -> Result<Option<Self>, serde_json::Error> {
                Ok(Some(match name {
                    $(stringify!($name) => Self::$name(serde_json::from_str(payload)?),)*
                    _ => return Ok(None),
                }))
            }
        }

        impl cqrs_es::DomainEvent for $enum {
            fn event_type(&self) -> String {
                $crate::events::StoredEvent::name(self).to_owned()
            }

            fn event_version(&self) -> String {
                match self { $(Self::$name(_) => stringify!($version).to_owned()),* }
            }
        }

        $(impl From<$name> for $enum {
            fn from(event: $name) -> Self {
                Self::$name(event)
            }
        })*
    };
}

pub(crate) use events;

macro_rules! any_event {
    ($($variant:ident($event:ty)),* $(,)?) => {
        /// An event of any category.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum AnyEvent { $($variant($event)),* }

        impl AnyEvent {
            /// Every type of event that there is.
            #[must_use]
            pub fn types() -> Vec<EventType> {
                [$(<$event>::types()),*].into_iter().flatten().collect()
            }

            /// Reads a stored event. `None` is a type that this program does not know: it was
            /// written by a newer one.
            ///
            /// # Errors
            /// When the content is not what the type says.
            pub fn read(name: &str, payload: &str) -> Result<Option<Self>, serde_json::Error> {
                $(if let Some(event) = <$event>::read(name, payload)? {
                    return Ok(Some(Self::$variant(event)));
                })*
                Ok(None)
            }

            /// Reads a stored event of any version, after bringing it up to date.
            ///
            /// # Errors
            /// When the content is not what the type says.
            pub fn read_stored(
                name: &str,
                version: u32,
                payload: &str,
            ) -> Result<Option<Self>, serde_json::Error> {
                match up_to_date(name, version, payload)? {
                    Some((name, payload)) => Self::read(&name, &payload),
                    None => Self::read(name, payload),
                }
            }

            /// The name of this event's type.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(event) => event.name()),* }
            }

            /// Its content as JSON, without its name.
            ///
            /// # Errors
            /// When it cannot be written as JSON.
            pub fn payload(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$variant(event) => event.payload()),* }
            }
        }

        $(impl From<$event> for AnyEvent {
            fn from(event: $event) -> Self {
                Self::$variant(event)
            }
        })*
    };
}

any_event! {
    Region(crate::RegionEvent),
    Trajectory(crate::TrajectoryEvent),
    Vision(crate::VisionEvent),
    Outreach(crate::OutreachEvent),
    Experience(crate::ExperienceEvent),
    Phase(crate::PhaseEvent),
    ConsultationRound(crate::ConsultationRoundEvent),
    Contribution(crate::ContributionEvent),
    Session(crate::SessionEvent),
    StandingConsultation(crate::StandingConsultationEvent),
    QuestionRound(crate::QuestionRoundEvent),
    Question(crate::QuestionEvent),
    LateQuestions(crate::enquiry::LateQuestionsEvent),
    QuestionImport(crate::enquiry::QuestionImportEvent),
    ClarificationNote(crate::ClarificationNoteEvent),
    Advice(crate::AdviceEvent),
    CouncilMatter(crate::CouncilMatterEvent),
    Objection(crate::ObjectionEvent),
    Admission(crate::AdmissionEvent),
    Combination(crate::CombinationEvent),
    PriceSheet(crate::PriceSheetEvent),
    Procurement(crate::ProcurementEvent),
    Complaint(crate::ComplaintEvent),
    LegalProceeding(crate::LegalProceedingEvent),
    Evaluation(crate::EvaluationEvent),
    Strategy(crate::StrategyEvent),
    RequirementSet(crate::RequirementSetEvent),
    RequirementLibrary(crate::RequirementLibraryEvent),
    RequirementFlag(crate::RequirementFlagEvent),
    ConfidentialDocument(crate::ConfidentialDocumentEvent),
    Confidentiality(crate::ConfidentialityEvent),
    Involvement(crate::InvolvementEvent),
    PartnerCall(crate::PartnerCallEvent),
    Provider(crate::ProviderEvent),
    Contract(crate::ContractEvent),
    IndicatorSet(crate::IndicatorSetEvent),
    DataDelivery(crate::DataDeliveryEvent),
    PerformanceTalk(crate::PerformanceTalkEvent),
    Review(crate::ReviewEvent),
    CarryOver(crate::CarryOverEvent),
    CommitmentList(crate::CommitmentListEvent),
    Supervision(crate::SupervisionEvent),
    SupervisionSignal(crate::SupervisionSignalEvent),
    ClientResearch(crate::ClientResearchEvent),
    PerformanceReport(crate::PerformanceReportEvent),
    Passage(crate::PassageEvent),
    RulePressure(crate::RulePressureEvent),
    Subscription(crate::SubscriptionEvent),
}

/// What brings events of older versions up to date. A released type never changes: a new version
/// joins it, with an upcaster here and a golden file. There is one version of each as yet.
#[must_use]
pub fn upcasters() -> Vec<Box<dyn cqrs_es::persist::EventUpcaster>> {
    vec![]
}

/// What an event of an older version is today; `None` when it is of today's.
fn up_to_date(
    name: &str,
    version: u32,
    payload: &str,
) -> Result<Option<(String, String)>, serde_json::Error> {
    let version = version.to_string();
    let upcasters = upcasters();
    if !upcasters.iter().any(|upcaster| upcaster.can_upcast(name, &version)) {
        return Ok(None);
    }
    let stored = cqrs_es::persist::SerializedEvent::new(
        String::new(),
        0,
        String::new(),
        name.to_owned(),
        version,
        serde_json::from_str(payload)?,
        serde_json::Value::Null,
    );
    let current = upcasters.iter().fold(stored, |event, upcaster| {
        if upcaster.can_upcast(&event.event_type, &event.event_version) {
            upcaster.upcast(event)
        } else {
            event
        }
    });
    Ok(Some((current.event_type, current.payload.to_string())))
}
