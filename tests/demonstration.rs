//! The demonstration: as a visitor finds it, and as a file that somebody copied and changed.

use crate::kit::processes::run;
use crate::kit::{Person, Session, World};
use event_log::Clock;
use identity::{Party, Role};
use jiff::Timestamp;
use platform::scenario::{Played, Player, Scenario};
use platform::{Parts, PlayClock, Running, Service, Settings, data_is_empty, start};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Where the demonstration stands, from the package under test.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/demo");

const FILE: &str = "noord-veluwe.toml";

/// How a refusal names the place of a mistake in the form of a file.
const LINE: &str = "TOML parse error at line";

/// Elburg, Ermelo, Harderwijk, Oldebroek, Putten and Nunspeet.
const MUNICIPALITIES: [&str; 6] = ["GM0230", "GM0233", "GM0243", "GM0269", "GM0273", "GM0302"];

/// A platform on the clock that `samenspraak` itself runs on.
pub(crate) struct Served {
    pub(crate) world: World,
    clock: Arc<PlayClock>,
    parts: Parts,
    running: Running,
}

impl Served {
    pub(crate) async fn from(data: &Path) -> Self {
        let clock = Arc::new(PlayClock::default());
        let settings = Settings::for_trying_out("127.0.0.1:0", data).unwrap();
        let settings = Settings { workers: Some(2), ..settings };
        let parts = Parts::open(settings, clock.clone()).await.unwrap();
        let running = start(&parts, &Service::ALL, parts.read_models()).await.unwrap();
        let address = format!("http://{}", running.address);
        let world = World::new(data, move |_| address.clone());
        let served = Self { world, clock, parts, running };
        served.caught_up().await;
        served
    }

    pub(crate) async fn play(&self, scenario: &Scenario) -> Played {
        let address = format!("http://{}", self.running.address);
        let now = self.parts.shared.log().head().await.unwrap().clock;
        let player = Player::new(scenario, address, self.clock.clone(), now, |name, mandate| {
            let roles: Vec<_> = mandate.roles.into_iter().collect();
            let person = Person::new(name, mandate.party, &mandate.organisation, &roles);
            Ok(self.world.enter(&person).token.unwrap_or_default())
        });
        let played = player.unwrap().play(None, |_| ()).await.unwrap();
        self.caught_up().await;
        played
    }

    async fn caught_up(&self) {
        let head = self.parts.shared.log().head().await.unwrap().position;
        assert!(self.running.caught_up(head, Duration::from_secs(60)).await);
    }

    fn enter(&self, party: Party, organisation: &str, role: Role) -> Session {
        self.world.enter(&Person::new("bezoeker", party, organisation, &[role]))
    }

    pub(crate) async fn stop(self) {
        self.running.stop().await.unwrap();
    }
}

async fn json(session: &Session, path: &str) -> Value {
    session.get(path).await.expect(200).json()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The values of one key in each of a list.
fn each<'v>(items: &'v Value, key: &str) -> Vec<&'v str> {
    list(items).iter().map(|item| item[key].as_str().unwrap()).collect()
}

/// Every moment at which something happened, at any depth.
fn moments(value: &Value, found: &mut Vec<Timestamp>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| moments(item, found)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if key.ends_with("At") => {
                        found.push(text.parse().unwrap());
                    }
                    _ => moments(value, found),
                }
            }
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_shows_a_whole_trajectory_that_goes_on() {
    // Given an empty platform,
    let directory = tempfile::tempdir().unwrap();
    let served = Served::from(directory.path()).await;

    // when the demonstration is played in,
    let scenario = platform::demonstration::demonstration().unwrap();
    let played = served.play(&scenario).await;

    // then all of it lies in the past, and everyone finds it there.
    assert_eq!(played.left, 0, "steps in the future");
    let trajectory = played.trajectory.as_str();
    everyone_takes_part(&served, &scenario, trajectory).await;
    let path = format!("/trajectories/{trajectory}/dossier");
    let dossier = json(&served.world.anyone(), &path).await;
    the_dossier_is_halfway(&served, trajectory, &dossier).await;
    the_past_is_past(&served, &dossier);
    work_waits_for_the_municipality(&served, trajectory).await;
    a_provider_finds_its_own(&served, trajectory).await;
    served.stop().await;
}

async fn everyone_takes_part(served: &Served, scenario: &Scenario, trajectory: &str) {
    let shown = json(&served.world.anyone(), &format!("/trajectories/{trajectory}")).await;
    let lead = shown["lead"]["code"].as_str().unwrap();
    let members = each(&shown["members"], "code");
    assert_eq!(lead, "GM0233");
    let buyers: BTreeSet<_> = members.into_iter().chain([lead]).collect();
    assert_eq!(buyers, BTreeSet::from(MUNICIPALITIES));

    let mut numbers = BTreeSet::new();
    for provider in &scenario.provider {
        let number = provider.number.to_string();
        let own = served.enter(Party::Provider, &number, Role::Submitter);
        let registered = json(&own, "/organisation").await;
        assert_eq!(registered["identity"]["name"], provider.name.as_str());
        numbers.insert(number);
    }
    assert!((55..=65).contains(&numbers.len()), "{} providers", numbers.len());
}

async fn the_dossier_is_halfway(served: &Served, trajectory: &str, dossier: &Value) {
    let phases: Vec<_> = list(&dossier["phases"])
        .iter()
        .map(|phase| (phase["kind"].as_str().unwrap(), phase["status"].as_str().unwrap()))
        .filter(|(_, status)| *status != "planned")
        .collect();
    let halfway = [
        ("vision", "closed"),
        ("strategy", "closed"),
        ("specification", "open"),
        ("procedure", "open"),
    ];
    assert_eq!(phases, halfway);

    let reports: Vec<_> = list(&dossier["consultationRounds"])
        .iter()
        .map(|round| list(&round["report"]["items"]).len())
        .collect();
    assert_eq!(reports, [22, 34, 17], "each contribution with its disposition");

    let [first, second] = list(&dossier["questionRounds"]) else { panic!("two question rounds") };
    assert_eq!(first["status"], "answered");
    let number = &first["notes"][0];
    let note = format!("/trajectories/{trajectory}/clarification-notes/{number}");
    let note = json(&served.world.anyone(), &note).await;
    assert_eq!(note["concludes"], true);
    assert_eq!(list(&note["items"]).len(), 34);
    assert_eq!(list(&note["announcements"]).len(), 3);

    assert_eq!(list(&second["notes"]).len(), 0);
    let at = |moment: &Value| moment.as_str().unwrap().parse::<Timestamp>().unwrap();
    let now = served.clock.now();
    assert!(at(&second["opens"]) < now && now < at(&second["closes"]["at"]), "open now");

    let waiting: Vec<_> = list(&dossier["advices"])
        .iter()
        .filter(|advice| list(&advice["recommendations"]).iter().any(|it| it["response"].is_null()))
        .collect();
    let [unanswered] = waiting.as_slice() else { panic!("{} advices wait", waiting.len()) };
    assert!(unanswered["request"].is_null(), "nobody asked for it");
}

fn the_past_is_past(served: &Served, dossier: &Value) {
    let mut found = vec![];
    moments(dossier, &mut found);
    assert!(found.len() > 15, "moments: {}", found.len());
    let now = served.clock.now();
    assert!(found.iter().all(|moment| *moment < now), "{found:?}");
}

async fn work_waits_for_the_municipality(served: &Served, trajectory: &str) {
    for (organisation, role) in [("GM0233", Role::Buyer), ("GM0243", Role::Approver)] {
        let own = served.enter(Party::Municipality, organisation, role);
        let work = json(&own, "/work-list?limit=100").await;
        let kinds = each(&work["items"], "kind");
        let count = |wanted| kinds.iter().filter(|kind| **kind == wanted).count();
        assert_eq!(count("answer-question"), 9, "{kinds:?}");
        assert_eq!(count("respond-to-advice"), 1, "{kinds:?}");
    }
    let handler = served.enter(Party::Municipality, "GM0302", Role::ComplaintHandler);
    let objections = json(&handler, &format!("/trajectories/{trajectory}/objections")).await;
    assert_eq!(list(&objections["items"]).len(), 1);
    let council = served.enter(Party::Council, "adviesraad-noord-veluwe", Role::Secretary);
    assert_eq!(list(&json(&council, "/advices").await["items"]).len(), 3);
}

async fn a_provider_finds_its_own(served: &Served, trajectory: &str) {
    let own = served.enter(Party::Provider, "NL-KVK-90000011", Role::Submitter);
    let dossier = json(&own, &format!("/trajectories/{trajectory}/dossier")).await;
    assert_eq!(list(&dossier["contributions"]).len(), 3);
    assert_eq!(list(&dossier["questions"]).len(), 2);
}

/// A copy of the demonstration in which one text was changed into another.
fn copy(wrong: &str, instead: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(Path::new(FOLDER).join(FILE)).unwrap();
    assert!(text.contains(wrong), "the demonstration does not say {wrong}");
    fs::write(directory.path().join(FILE), text.replacen(wrong, instead, 1)).unwrap();
    fs::create_dir(directory.path().join("documents")).unwrap();
    for document in fs::read_dir(Path::new(FOLDER).join("documents")).unwrap() {
        let document = document.unwrap();
        let copy = directory.path().join("documents").join(document.file_name());
        fs::copy(document.path(), copy).unwrap();
    }
    directory
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_with_another_title_is_imported_under_that_title() {
    // Given a copy of the file in which the title is another,
    let title = "title = \"Jeugdhulp Noord-Veluwe: dichtbij en samen\"";
    let directory = copy(title, "title = \"Jeugdhulp in de buurt\"");

    // when it is imported,
    let imported = run(directory.path(), &["import", FILE]);
    let told = String::from_utf8(imported.stdout).unwrap();
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));

    // then that is told, and whoever starts the platform finds it.
    assert!(told.contains("Jeugdhulp in de buurt"), "{told}");
    let data = directory.path().join("data");
    let served = Served::from(&data).await;
    let shown = json(&served.world.anyone(), "/trajectories").await;
    assert_eq!(each(&shown["items"], "title"), ["Jeugdhulp in de buurt"]);
    assert!(told.contains(shown["items"][0]["id"].as_str().unwrap()), "{told}");
    served.stop().await;
    assert!(!data.join("import").exists(), "what the import needed is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_mistake_is_refused_with_place_and_reason_and_nothing_is_written() {
    for (right, wrong, place, reason) in [
        ("[trajectory]\n", "[trajectory]\nkleur = \"groen\"\n", LINE, "kleur"),
        ("by = \"kwikstaart\"", "by = \"niemand\"", FILE, "provider \"niemand\""),
        ("approved_by = \"jurist-harderwijk\"", "approved_by = \"niemand\"", FILE, "staff"),
        ("\"week -40 ma 09:00\"", "\"week -40 xx 09:00\"", LINE, "(ma di wo"),
        ("\"week -40 di 10:00\"", "\"2026-03-29 02:30\"", "2026-03-29 02:30", "is not a moment"),
        ("NL-KVK-90000012", "NL-KVK-9000001", LINE, "acht cijfers"),
        (
            "opens = \"week -11 ma 09:00\"",
            "opens = \"week -3 ma 09:00\"",
            "its phase, open",
            "not there",
        ),
        ("documents/tarieven-1.txt", "../tarieven-1.txt", "../tarieven-1.txt", "beside the file"),
    ] {
        // Given a copy with one mistake,
        let directory = copy(right, wrong);

        // when it is imported,
        let refused = run(directory.path(), &["import", FILE]);

        // then it is refused, with the place and the reason,
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success(), "{wrong}");
        assert!(told.contains(place) && told.contains(reason), "{wrong}: {told}");

        // and the log is as empty as it was.
        let data = directory.path().join("data");
        let settings = Settings::for_trying_out("127.0.0.1:0", &data).unwrap();
        let parts = Parts::open(settings, Arc::new(PlayClock::default())).await.unwrap();
        assert!(data_is_empty(parts.shared.log().as_ref()).await.unwrap(), "{wrong}");
    }
}
