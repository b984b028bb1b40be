//! A log in memory in which things happen, a vault, people who want mail, and couriers.

use courier::{Counts, Courier, CourierError, CourierSettings, Standby, State};
use dialogue::party::{Subscriber, SubscriptionOpened, TrajectoryFollowed};
use dialogue::{AnyEvent, ProviderId, Sealed, SubscriptionEvent, TrajectoryId};
use event_log::{
    Actor, Append, Clock, EventLog, ManualClock, MemoryLog, Metadata, NewEvent, StreamId, Version,
    Window, Write,
};
use jiff::{SignedDuration, Timestamp};
use mail::{Envelope, Mailer, Memory, Sender};
use projection::Feed;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;
use vault::{Kind, Vault};

/// The trajectory of the example events.
pub(crate) const TRAJECTORY: &str = "4f0d6c0e-8a2b-4c37-9d51-7be0a3c1f9d2";
/// A trajectory that nobody of the cast follows, unless a test says so.
pub(crate) const ANOTHER: &str = "00000000-0000-4000-8000-00000000a207";
pub(crate) const QUESTIONS: &str = "7d3c2b1a-6f5e-4d8c-a7b6-1e0f9d8c7b6a";
pub(crate) const CONSULTATION: &str = "c0000000-0000-4000-8000-000000000001";
pub(crate) const ADVICE: &str = "a0000000-0000-4000-8000-000000000001";
/// The municipalities that buy, as one reads along.
pub(crate) const STAFF: &str = "GM0243";
pub(crate) const COUNCIL: &str = "adviesraad-veluwerand";

const BEGINNING: &str = "2027-09-01T07:00:00Z";

/// Everything that a courier needs, and that stays when it is gone.
pub(crate) struct Stage {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) log: Arc<MemoryLog>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) directory: TempDir,
}

impl Stage {
    /// Nothing has happened yet.
    pub(crate) fn empty() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(BEGINNING.parse().unwrap()));
        let log = Arc::new(MemoryLog::new(clock.clone()));
        let vault = Arc::new(Vault::open(&directory.path().join("vault.sqlite")).unwrap());
        Self { clock, log, vault, directory }
    }

    /// A trajectory was opened, and these people of providers follow it.
    pub(crate) async fn followed_by(names: &[&str]) -> Self {
        let stage = Self::empty();
        stage.happens("TrajectoryOpened", TRAJECTORY, json!({})).await;
        for name in names {
            stage.follows(name, provider(name)).await;
        }
        stage
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn hours_pass(&self, hours: i64) {
        self.clock.set(self.in_hours(hours));
    }

    pub(crate) fn in_hours(&self, hours: i64) -> Timestamp {
        self.now() + SignedDuration::from_hours(hours)
    }

    /// An event of a type: the stored example of it, with changes.
    pub(crate) async fn happens(&self, name: &str, id: &str, changes: Value) {
        let (category, payload) = example(name, changes);
        let event = AnyEvent::read(name, &payload).unwrap().unwrap();
        self.record(&StreamId::new(category, id), event).await;
    }

    /// An event, as the services record it.
    pub(crate) async fn record(&self, stream: &StreamId, event: AnyEvent) {
        let recorded = self.log.read_stream(stream, Version::NONE).await.unwrap();
        let actor = Actor {
            party: "system".to_owned(),
            organisation: "test".to_owned(),
            role: "test".to_owned(),
            person: Uuid::nil().to_string(),
        };
        let event = NewEvent {
            event_type: event.name().to_owned(),
            event_version: 1,
            payload: event.payload().unwrap(),
        };
        let append = Append {
            writes: vec![Write {
                stream: stream.clone(),
                expected: Version(recorded.len() as u64),
                events: vec![event],
            }],
            guards: vec![],
            window: Window::default(),
            metadata: Metadata {
                actor,
                correlation: "test".to_owned(),
                causation: "test".to_owned(),
                request: None,
            },
        };
        self.log.append(append).await.unwrap();
    }

    /// The pseudonym of a person.
    pub(crate) fn person(&self, name: &str) -> Uuid {
        self.vault.subject(Kind::Person, name).unwrap()
    }

    /// A person gives an address: `<name>@lezer.example`.
    pub(crate) async fn subscribes(&self, name: &str, subscriber: Subscriber) {
        self.subscribes_at(name, subscriber, &format!("{name}@lezer.example")).await;
    }

    pub(crate) async fn subscribes_at(&self, name: &str, subscriber: Subscriber, address: &str) {
        let person = self.person(name);
        let content = self.vault.seal(person, &json!({ "email": address }).to_string()).unwrap();
        let opened = SubscriptionOpened {
            subscriber: subscriber.clone(),
            address: Sealed { subject: person, content },
        };
        self.subscription(name, &subscriber, opened.into()).await;
    }

    /// A person gives an address and follows the trajectory.
    pub(crate) async fn follows(&self, name: &str, subscriber: Subscriber) {
        self.subscribes(name, subscriber.clone()).await;
        let trajectory: TrajectoryId = TRAJECTORY.parse().unwrap();
        self.subscription(name, &subscriber, TrajectoryFollowed { trajectory }.into()).await;
    }

    /// Something happens to a subscription.
    pub(crate) async fn subscription(
        &self,
        name: &str,
        subscriber: &Subscriber,
        event: SubscriptionEvent,
    ) {
        let organisation = match subscriber {
            Subscriber::Municipality(code) => code.to_string(),
            Subscriber::Provider(id) => id.to_string(),
            Subscriber::Council(code) => code.to_string(),
        };
        let id = format!("{}.{organisation}", self.person(name));
        self.record(&StreamId::new("subscription", id), event.into()).await;
    }

    /// A question round is published that is open now, for so many hours.
    pub(crate) async fn question_round(&self, hours: i64) {
        let closes = term(self.in_hours(hours));
        let changes = json!({ "opens": self.now(), "closes": closes });
        self.happens("QuestionRoundPublished", QUESTIONS, changes).await;
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.directory.path().join("courier.sqlite")
    }

    fn feed(&self) -> Arc<Feed<AnyEvent>> {
        Arc::new(Feed::new(self.log.clone(), service::decode))
    }

    /// A courier with the outbox of this stage.
    pub(crate) async fn courier(&self, mailer: Arc<dyn Mailer>) -> Courier {
        self.try_courier(&self.file(), mailer).await.unwrap()
    }

    pub(crate) async fn try_courier(
        &self,
        file: &Path,
        mailer: Arc<dyn Mailer>,
    ) -> Result<Courier, CourierError> {
        let (feed, vault) = (self.feed(), self.vault.clone());
        Courier::open(file, feed, vault, mailer, settings()).await
    }

    /// A courier that works with the outbox of this stage, or stands by while another one does.
    pub(crate) async fn standby(&self, mailer: Arc<dyn Mailer>) -> Standby {
        let (feed, vault) = (self.feed(), self.vault.clone());
        Standby::open(&self.file(), feed, vault, mailer, settings()).await.unwrap()
    }

    /// There is an outbox from now on: what happens after this is mailed.
    pub(crate) async fn outbox_is_made(&self) {
        assert!(self.delivers().await.is_empty());
    }

    /// What a courier delivers that has the outbox of this stage, works until it has nothing to
    /// do, and goes.
    pub(crate) async fn delivers(&self) -> Vec<Envelope> {
        let memory = Arc::new(Memory::new());
        self.courier(memory.clone()).await.turn().await.unwrap();
        memory.delivered()
    }
}

fn settings() -> CourierSettings {
    CourierSettings {
        sender: sender(),
        pages: "https://samenspraak.example".parse().unwrap(),
        reminder: SignedDuration::from_hours(48),
    }
}

/// Who all mail comes from. Its domain has a capital, as some people write theirs.
pub(crate) fn sender() -> Sender {
    Sender {
        name: "Samenspraak Veluwerand".parse().unwrap(),
        address: "samenspraak@Regio.example".parse().unwrap(),
    }
}

/// A provider for which somebody reads along: another one for each name.
pub(crate) fn provider(name: &str) -> Subscriber {
    Subscriber::Provider(provider_id(name))
}

pub(crate) fn provider_id(name: &str) -> ProviderId {
    let number = name.bytes().fold(0, |number, byte| number << 8 | u128::from(byte));
    Uuid::from_u128(number).into()
}

pub(crate) fn staff() -> Subscriber {
    Subscriber::Municipality(STAFF.parse().unwrap())
}

pub(crate) fn council(code: &str) -> Subscriber {
    Subscriber::Council(code.parse().unwrap())
}

/// A term that ends at an instant.
pub(crate) fn term(at: Timestamp) -> Value {
    json!({
        "at": at,
        "local": calendar::local(at),
        "ground": { "kind": "tender-document", "source": "Leidraad, paragraaf 2.4" },
    })
}

/// The category of a type of event, and its stored example with changes.
pub(crate) fn example(name: &str, changes: Value) -> (&'static str, String) {
    let kinds = AnyEvent::types();
    let kind = kinds.iter().find(|kind| kind.name == name).unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/dialogue/golden");
    let file = examples.join(format!("{name}.v{}.json", kind.version));
    let mut payload: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    for (field, value) in changes.as_object().unwrap() {
        payload[field] = value.clone();
    }
    (kind.category, payload.to_string())
}

/// What went to whom: the kind of the message and the name of the reader, in order.
pub(crate) fn told(mails: &[Envelope]) -> Vec<String> {
    let mut told: Vec<_> = mails
        .iter()
        .map(|mail| {
            let name = mail.to.as_str().split('@').next().unwrap_or_default();
            format!("{} {name}", mail.message.kind())
        })
        .collect();
    told.sort();
    told
}

/// How many mails stand in the states where there are any.
pub(crate) fn states(courier: &Courier) -> Vec<(State, u64)> {
    let counts: Counts = courier.counts().unwrap();
    let all = State::ALL.into_iter().map(|state| (state, counts.of(state)));
    all.filter(|(_, count)| *count > 0).collect()
}
