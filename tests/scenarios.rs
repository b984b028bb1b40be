//! Trajectories as they really went, played through the API, and their outcome compared fact by
//! fact.

use crate::demonstration::Served;
use crate::kit::{Person, Session};
use identity::{Party, Role};
use platform::scenario::{Played, Scenario};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use testing::tools;

/// Something that must be so afterwards.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    /// What it is about, in words.
    fact: String,
    /// Who sees it: the key of somebody in the file; anyone when absent.
    by: Option<String>,
    /// Where it is read, with names in braces.
    read: String,
    /// Where in the answer, as a JSON pointer.
    #[serde(default)]
    at: String,
    /// What stands there.
    is: Option<Value>,
    /// How many things stand there.
    count: Option<usize>,
    /// What the text there says among other things.
    says: Option<String>,
    /// What the text there does not say.
    hides: Option<String>,
    /// The status when it must not be seen.
    status: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    fact: Vec<Fact>,
}

fn folder() -> PathBuf {
    tools::workspace().join("docs/scenarios")
}

/// Somebody of the file, signed in.
fn session(served: &Served, scenario: &Scenario, key: &str) -> Session {
    let staff = scenario.staff.iter().find(|it| it.key == key);
    let member = scenario.council_member.iter().find(|it| it.key == key);
    let provider = scenario.provider.iter().find(|it| it.key == key);
    let (party, organisation, roles) = match (staff, member, provider) {
        (Some(it), ..) => (Party::Municipality, it.municipality.to_string(), it.roles.clone()),
        (_, Some(it), _) => (Party::Council, it.council.to_string(), it.roles.clone()),
        (.., Some(it)) => (Party::Provider, it.number.to_string(), [Role::Submitter].into()),
        _ => panic!("nobody is called {key}"),
    };
    let roles: Vec<_> = roles.into_iter().collect();
    served.world.enter(&Person::new(key, party, &organisation, &roles))
}

async fn wrong(
    served: &Served,
    scenario: &Scenario,
    played: &Played,
    fact: &Fact,
) -> Option<String> {
    let filled = |text: &str| {
        let keys = played.keys.iter();
        keys.fold(text.to_owned(), |text, (key, id)| text.replace(&format!("{{{key}}}"), id))
    };
    let path = filled(&fact.read);
    let asks = match &fact.by {
        Some(key) => session(served, scenario, key),
        None => served.world.anyone(),
    };
    // A session knows at which service it is.
    let here = path.split_once("/v1").map_or(path.as_str(), |(_, here)| here);
    let answer = asks.get(here).await;
    let told = |what: String| Some(format!("{}: {path} {} {what}", fact.fact, fact.at));
    let expected = fact.status.unwrap_or(200);
    if answer.status != expected {
        return told(format!("answers {} {}", answer.status, answer.text()));
    }
    let whole = if fact.status.is_some() { Value::Null } else { answer.json() };
    let Some(found) = whole.pointer(&fact.at) else {
        return told(format!("is not there: {whole}"));
    };
    let text = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    let count = found.as_array().map(Vec::len);
    let holds = fact.is.as_ref().is_none_or(|is| is == found)
        && fact.count.is_none_or(|wanted| count == Some(wanted))
        && fact.says.as_ref().is_none_or(|says| text.contains(&filled(says)))
        && fact.hides.as_ref().is_none_or(|hides| !text.contains(hides));
    if holds { None } else { told(format!("is {text}, {count:?} things")) }
}

/// Plays a file and compares its outcome.
async fn outcome(name: &str) {
    let file = folder().join(format!("{name}.toml"));
    let scenario = Scenario::read(&file).unwrap_or_else(|no| panic!("{}: {no:?}", file.display()));
    let facts = fs::read_to_string(folder().join(format!("{name}.facts.toml"))).unwrap();
    let facts: Facts = toml::from_str(&facts).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let served = Served::from(directory.path()).await;
    let played = served.play(&scenario).await;
    assert_eq!(played.left, 0, "steps in the future");
    let mut wrongs = vec![];
    for fact in &facts.fact {
        let checks = [fact.is.is_some(), fact.count.is_some(), fact.says.is_some()];
        let checks = checks.iter().any(|it| *it) || fact.hides.is_some() || fact.status.is_some();
        assert!(checks, "{} says nothing", fact.fact);
        wrongs.extend(wrong(&served, &scenario, &played, fact).await);
    }
    served.stop().await;
    assert!(wrongs.is_empty(), "{} of {}:\n{}", wrongs.len(), facts.fact.len(), wrongs.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_about_a_tariff_suspends_splits_and_reopens() {
    outcome("zuid-kennemerland-ijmond").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_house_changes_article_by_article() {
    outcome("holland-rijnland").await;
}

#[test]
fn a_file_that_names_what_it_does_not_hold_is_refused_whole() {
    let text = fs::read_to_string(folder().join("holland-rijnland.toml")).unwrap();
    let request = "\n[[request]]\nat = \"2021-03-03 10:00\"\nby = \"niemand\"\n\
                   do = \"POST /provider/v1/trajectories/{trajectory}/x/{nergens}\"\n";
    let refused = Scenario::parse(&(text + request), Path::new("x.toml"), |_| unreachable!());
    let told = refused.unwrap_err().to_string();
    assert!(told.contains("anybody \"niemand\"; key \"nergens\""), "{told}");
}
