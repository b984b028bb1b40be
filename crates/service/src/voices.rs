//! The projection of who was heard: a mark for each provider in each trajectory, with the traits
//! of its profile as they were then, and what it was heard through.

use dialogue::party::{CareDomain, OrganisationSize, ProviderProfile};
use dialogue::session::SessionEvent;
use dialogue::{
    AnyEvent, ConsultationRoundEvent, ContributionEvent, ProviderEvent, ProviderId, QuestionEvent,
    QuestionRoundEvent,
};
use event_log::{Digest, RecordedEvent};
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::MunicipalityCode;

/// The projection of who was heard.
pub struct Voices;

impl Projection<AnyEvent> for Voices {
    fn name(&self) -> &'static str {
        "voices"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE voice (
             source TEXT NOT NULL, who TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, counted INTEGER NOT NULL, traits TEXT NOT NULL,
             PRIMARY KEY (source, who)
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX voice_in ON voice (trajectory);
         CREATE INDEX voice_within ON voice (within);
         CREATE TABLE known_provider (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        match event {
            AnyEvent::Provider(ProviderEvent::ProviderRegistered(registered)) => {
                let traits = Traits::of(&registered.profile);
                rows.put("known_provider", &mark(&["provider", id]), &[], &traits)
            }
            AnyEvent::Contribution(ContributionEvent::ContributionSubmitted(new)) => {
                let within = new.round.to_string();
                speak(rows, id, ("consultation_round", &within), new.provider)
            }
            AnyEvent::Question(QuestionEvent::QuestionAsked(new)) => {
                let within = new.round.to_string();
                speak(rows, id, ("question_round", &within), new.provider)
            }
            AnyEvent::Contribution(ContributionEvent::ContributionWithdrawn(_))
            | AnyEvent::Question(QuestionEvent::QuestionWithdrawn(_)) => forget(rows, id),
            AnyEvent::Session(SessionEvent::SessionAttendanceRecorded(attendance)) => {
                forget(rows, id)?;
                let mut present = attendance.present.iter();
                present.try_for_each(|it| speak(rows, id, ("session", id), it.provider))
            }
            AnyEvent::ConsultationRound(ConsultationRoundEvent::ConsultationRoundClosed(_))
            | AnyEvent::QuestionRound(QuestionRoundEvent::QuestionRoundClosed(_))
            | AnyEvent::Session(SessionEvent::SessionReportPublished(_)) => {
                rows.execute("UPDATE voice SET counted = 1 WHERE within = ?1", [id]).map(|_| ())
            }
            _ => Ok(()),
        }
    }
}

/// What is kept of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Traits {
    size: OrganisationSize,
    domains: BTreeSet<CareDomain>,
    municipalities: BTreeSet<MunicipalityCode>,
}

impl Traits {
    fn of(profile: &ProviderProfile) -> Self {
        Self {
            size: profile.size,
            domains: profile.domains.clone(),
            municipalities: profile.municipalities.clone(),
        }
    }
}

/// A name that leads back to nothing by itself.
pub(crate) fn mark(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().map(|part| part.as_bytes()).collect();
    Digest::of_framed(&parts).to_string()
}

/// Notes that a provider was heard through a source, within something that has a table.
fn speak(
    rows: &Rows<'_>,
    source: &str,
    (table, within): (&str, &str),
    provider: ProviderId,
) -> Result<(), ProjectionError> {
    let sql = format!("SELECT trajectory FROM {table} WHERE id = ?1");
    let Some((trajectory,)) = rows.find::<(String,)>(&sql, [within])? else { return Ok(()) };
    let provider = provider.to_string();
    let known = rows.get::<Traits>("known_provider", &mark(&["provider", &provider]))?;
    let Some(traits) = known else { return Ok(()) };
    rows.execute(
        "INSERT OR REPLACE INTO voice (source, who, within, trajectory, counted, traits) \
         VALUES (?1, ?2, ?3, ?4, 0, ?5)",
        (
            mark(&["source", source]),
            mark(&["voice", &trajectory, &provider]),
            within,
            &trajectory,
            serde_json::to_string(&traits)?,
        ),
    )
    .map(|_| ())
}

fn forget(rows: &Rows<'_>, source: &str) -> Result<(), ProjectionError> {
    rows.execute("DELETE FROM voice WHERE source = ?1", [mark(&["source", source])]).map(|_| ())
}
