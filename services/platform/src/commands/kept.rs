//! Which dossiers that must be kept name somebody: a tenderer, an applicant, who complained, an
//! assessor. Whoever is erased cannot be read there any more.

use calendar::ChosenTerms;
use dialogue::{AnyEvent, Retention, TrajectoryEvent};
use event_log::{EventLog, Position, RecordedEvent};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many events are read at once.
const PAGE: usize = 1_000;

/// The categories of streams that name people and providers in the dossier of a trajectory.
const NAMING: [&str; 7] = [
    "evaluation",
    "admission",
    "combination",
    "complaint",
    "objection",
    "legal-proceeding",
    "contract",
];

/// The fields of their events that hold the pseudonym of somebody who is named.
const NAMED_IN: [&str; 3] = ["subject", "tenderer", "provider"];

/// A dossier that must be kept, and names somebody.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct KeptDossier {
    pub(super) trajectory: String,
    /// Until when; nothing when that is not known yet.
    pub(super) until: Option<Timestamp>,
}

/// What of a log says which dossiers name somebody.
#[derive(Default)]
struct Found {
    /// The trajectory of each stream that names people.
    streams: BTreeMap<String, String>,
    /// The streams in which this one is named.
    named: BTreeSet<String>,
    terms: BTreeMap<String, ChosenTerms>,
    /// When each award or admission was concluded, by trajectory and stream.
    concluded: BTreeMap<String, BTreeMap<String, Option<Timestamp>>>,
}

/// The dossiers that must be kept now and name somebody.
pub(super) async fn kept_dossiers(
    log: &dyn EventLog,
    who: Uuid,
) -> anyhow::Result<Vec<KeptDossier>> {
    let mut found = Found::default();
    let mut position = Position::START;
    let who = who.to_string();
    loop {
        let page = log.read_all(position, PAGE).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        for event in &page {
            found.take(event, &who)?;
        }
    }
    Ok(found.kept(log.head().await?.clock))
}

impl Found {
    fn take(&mut self, event: &RecordedEvent, who: &str) -> anyhow::Result<()> {
        let (category, id) = (event.stream.category(), event.stream.id());
        if category == "trajectory" {
            if let Some(AnyEvent::Trajectory(TrajectoryEvent::TrajectoryTermsChosen(chosen))) =
                service::decode(event).map_err(|error| anyhow::anyhow!(error))?
            {
                self.terms.insert(id.to_owned(), chosen.terms);
            }
            return Ok(());
        }
        if !NAMING.contains(&category) {
            return Ok(());
        }
        let payload: Value = serde_json::from_str(&event.payload)?;
        let stream = event.stream.to_string();
        if let Some(trajectory) = payload["trajectory"].as_str() {
            self.streams.insert(stream.clone(), trajectory.to_owned());
        }
        if names(&payload, who) {
            self.named.insert(stream.clone());
        }
        let concluded = match event.event_type.as_str() {
            "EvaluationOpened" | "AdmissionOpened" => None,
            "AwardConfirmed" | "EvaluationEndedWithoutAward" | "AdmissionDecided" => {
                Some(event.recorded_at)
            }
            _ => return Ok(()),
        };
        if let Some(trajectory) = self.streams.get(&stream) {
            let of = self.concluded.entry(trajectory.clone()).or_default();
            of.insert(stream, concluded);
        }
        Ok(())
    }

    fn kept(&self, now: Timestamp) -> Vec<KeptDossier> {
        let trajectories: BTreeSet<_> =
            self.named.iter().filter_map(|stream| self.streams.get(stream)).collect();
        let kept = trajectories.into_iter().filter_map(|trajectory| {
            let concluded = self.concluded.get(trajectory).into_iter();
            let concluded = concluded.flat_map(|of| of.values().copied());
            let until = match Retention::of(self.terms.get(trajectory), concluded) {
                Retention::Until(deadline) if deadline.at < now => return None,
                Retention::Until(deadline) => Some(deadline.at),
                Retention::Undecided | Retention::NoRule => None,
            };
            Some(KeptDossier { trajectory: trajectory.clone(), until })
        });
        kept.collect()
    }
}

/// Whether somebody is named anywhere in a payload.
fn names(payload: &Value, who: &str) -> bool {
    match payload {
        Value::Object(fields) => fields.iter().any(|(field, value)| {
            let here = NAMED_IN.contains(&field.as_str()) && value.as_str() == Some(who);
            here || names(value, who)
        }),
        Value::Array(values) => values.iter().any(|value| names(value, who)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_log::{
        Actor, Append, Clock, ManualClock, MemoryLog, Metadata, NewEvent, StreamId, Version,
        Window, Write,
    };
    use jiff::ToSpan;
    use serde_json::json;
    use std::sync::Arc;

    const TRAJECTORY: &str = "4f0d6c0e-8a2b-4c37-9d51-7be0a3c1f9d2";
    const EVALUATION: &str = "e0a10000-0000-4000-8000-000000000001";
    const TENDERER: &str = "5a8f2c6d-e1b4-4d73-9a0c-f7e6d5c4b3a2";
    const OTHER: &str = "82d6f4b0-3c9e-4a17-b5d8-0f1e2d3c4b5a";

    async fn happens(log: &MemoryLog, stream: (&str, &str), name: &str, payload: &Value) {
        let stream = StreamId::new(stream.0, stream.1);
        let before = log.read_stream(&stream, Version::NONE).await.unwrap();
        let actor = ["system", "test", "test", ""].map(str::to_owned);
        let [party, organisation, role, person] = actor;
        let append = Append {
            writes: vec![Write {
                stream,
                expected: Version(before.len() as u64),
                events: vec![NewEvent {
                    event_type: name.to_owned(),
                    event_version: 1,
                    payload: payload.to_string(),
                }],
            }],
            guards: vec![],
            window: Window::default(),
            metadata: Metadata {
                actor: Actor { party, organisation, role, person },
                correlation: "test".to_owned(),
                causation: "test".to_owned(),
                request: None,
            },
        };
        log.append(append).await.unwrap();
    }

    #[tokio::test]
    async fn who_tendered_is_kept_until_the_term_after_the_award_has_passed() {
        let clock = Arc::new(ManualClock::at("2027-09-01T07:00:00Z".parse().unwrap()));
        let log = MemoryLog::new(clock.clone());
        let kept = async |who: &str| kept_dossiers(&log, who.parse().unwrap()).await.unwrap();
        let terms = json!({ "terms": { "profile": { "id": "open-procedure", "version": 1 },
            "overrides": [] } });
        happens(&log, ("trajectory", TRAJECTORY), "TrajectoryTermsChosen", &terms).await;
        let provider = json!({ "profile": { "identity": { "subject": OTHER, "content": "" } } });
        happens(&log, ("provider", OTHER), "ProviderRegistered", &provider).await;
        let of = json!({ "trajectory": TRAJECTORY });
        let evaluation = ("evaluation", EVALUATION);
        happens(&log, evaluation, "EvaluationOpened", &of).await;
        assert_eq!(kept(TENDERER).await, []);
        let added = json!({ "tenderer": TENDERER,
            "identity": { "subject": TENDERER, "content": "" } });
        happens(&log, evaluation, "EvaluationTendererAdded", &added).await;
        let undecided = KeptDossier { trajectory: TRAJECTORY.to_owned(), until: None };
        assert_eq!(kept(TENDERER).await, [undecided]);
        assert_eq!(kept(OTHER).await, [], "a registration is no dossier");

        happens(&log, evaluation, "AwardConfirmed", &of).await;
        let all = kept(TENDERER).await;
        assert!(all[0].until.unwrap() > "2030-09-01T00:00:00Z".parse().unwrap(), "{all:?}");
        let later = clock.now().to_zoned(jiff::tz::TimeZone::UTC).checked_add(4.years()).unwrap();
        clock.set(later.timestamp());
        assert_eq!(kept(TENDERER).await, []);
    }
}
