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
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE heard (
             id INTEGER PRIMARY KEY, source BLOB NOT NULL, who BLOB NOT NULL,
             within TEXT NOT NULL, trajectory TEXT NOT NULL, traits TEXT NOT NULL
         ) STRICT;
         CREATE INDEX heard_in ON heard (within);
         CREATE TABLE taken_back (source BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
         CREATE TABLE voice (
             id INTEGER PRIMARY KEY, who BLOB NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, sources INTEGER NOT NULL, traits TEXT NOT NULL,
             UNIQUE (within, who)
         ) STRICT;
         CREATE INDEX voice_in ON voice (trajectory);
         CREATE TABLE voice_source (
             source BLOB NOT NULL, voice INTEGER NOT NULL, PRIMARY KEY (source, voice)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE known_provider (id BLOB PRIMARY KEY, body TEXT NOT NULL) STRICT;"
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
                rows.execute(
                    "INSERT OR REPLACE INTO known_provider (id, body) VALUES (?1, ?2)",
                    (mark(&["provider", id]).0, serde_json::to_string(&traits)?),
                )
                .map(|_| ())
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
                rows.execute("DELETE FROM heard WHERE within = ?1", [id])?;
                let mut present = attendance.present.iter();
                present.try_for_each(|it| speak(rows, id, ("session", id), it.provider))
            }
            AnyEvent::ConsultationRound(ConsultationRoundEvent::ConsultationRoundClosed(_))
            | AnyEvent::QuestionRound(QuestionRoundEvent::QuestionRoundClosed(_))
            | AnyEvent::Session(SessionEvent::SessionReportPublished(_)) => count(rows, id),
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
pub(crate) fn mark(parts: &[&str]) -> Digest {
    let parts: Vec<_> = parts.iter().map(|part| part.as_bytes()).collect();
    Digest::of_framed(&parts)
}

/// Notes that a provider was heard through a source, within something that has a table. That is all
/// that is done as long as it is open: nobody is told of it before it closes, and on the last day
/// there is other work.
fn speak(
    rows: &Rows<'_>,
    source: &str,
    (table, within): (&str, &str),
    provider: ProviderId,
) -> Result<(), ProjectionError> {
    let sql = format!("SELECT trajectory FROM {table} WHERE id = ?1");
    let Some((trajectory,)) = rows.find::<(String,)>(&sql, [within])? else { return Ok(()) };
    let provider = provider.to_string();
    let known = "SELECT body FROM known_provider WHERE id = ?1";
    let known = rows.find::<(String,)>(known, [mark(&["provider", &provider]).0])?;
    let Some((traits,)) = known else { return Ok(()) };
    let who = mark(&["voice", &trajectory, &provider]).0;
    rows.execute(
        "INSERT INTO heard (source, who, within, trajectory, traits) VALUES (?1, ?2, ?3, ?4, ?5)",
        (mark(&["source", source]).0, who, within, trajectory, traits),
    )
    .map(|_| ())
}

/// Takes back what was heard through a source, before or after it was counted.
fn forget(rows: &Rows<'_>, source: &str) -> Result<(), ProjectionError> {
    let source = mark(&["source", source]).0;
    let voices =
        rows.find_all::<i64>("SELECT voice FROM voice_source WHERE source = ?1", [source])?;
    if voices.is_empty() {
        let sql = "INSERT OR IGNORE INTO taken_back (source) VALUES (?1)";
        return rows.execute(sql, [source]).map(|_| ());
    }
    rows.execute("DELETE FROM voice_source WHERE source = ?1", [source])?;
    voices.into_iter().try_for_each(|voice| {
        rows.execute("UPDATE voice SET sources = sources - 1 WHERE id = ?1", [voice])?;
        rows.execute("DELETE FROM voice WHERE id = ?1 AND sources = 0", [voice]).map(|_| ())
    })
}

/// Counts who was heard within something that closes: each provider once, with the traits it had
/// when it spoke last, and through how many sources. Which those are is kept, because a question
/// can still be taken back.
fn count(rows: &Rows<'_>, within: &str) -> Result<(), ProjectionError> {
    for sql in [
        "DELETE FROM heard WHERE within = ?1 AND source IN (SELECT source FROM taken_back)",
        "INSERT INTO voice (who, within, trajectory, sources, traits) \
         SELECT who, within, trajectory, sources, traits FROM (\
         SELECT who, within, trajectory, count(DISTINCT source) AS sources, max(id), traits \
         FROM heard WHERE within = ?1 GROUP BY who) WHERE true \
         ON CONFLICT (within, who) \
         DO UPDATE SET sources = sources + excluded.sources, traits = excluded.traits",
        "INSERT OR IGNORE INTO voice_source (source, voice) \
         SELECT source, voice.id FROM heard JOIN voice USING (within, who) \
         WHERE within = ?1 ORDER BY source",
        "DELETE FROM heard WHERE within = ?1",
    ] {
        rows.execute(sql, [within])?;
    }
    Ok(())
}
