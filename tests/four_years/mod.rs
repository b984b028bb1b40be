//! Four years of one region: from its vision to the next vision, with sixty providers and a council
//! of its own. At the end everything that anyone put in, promised or took on is answered, or stands
//! in the list of what is open.

mod buying;
mod learning;
mod performing;

use crate::kit::{Cast, Person, Platform, Session};
use crate::thread::{Thread, advice};
use identity::{Party, Role};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// How many providers there are.
const PROVIDERS: usize = 60;

/// How many of them contribute to the vision.
const CONTRIBUTORS: usize = 20;

/// A provider.
struct Practice {
    session: Session,
    /// The number of its contract.
    number: String,
    /// Its contract, once there is one.
    contract: String,
}

/// The region, as far as its years have been played.
struct FourYears {
    thread: Thread,
    practices: Vec<Practice>,
    /// The answer in which something was promised.
    promised_in: String,
}

impl FourYears {
    /// Everyone is there: those of the thread, and others like them.
    async fn begin(platform: &Platform) -> Self {
        let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
        let Cast { oak, birch, aspen, .. } = &thread.cast;
        let mut sessions: Vec<_> = [oak, birch, aspen].map(|it| it.session.clone()).into();
        for n in sessions.len()..PROVIDERS {
            let name = format!("praktijk-{n}");
            let number = format!("NL-KVK-{}", 91_000_000 + n);
            let person = Person::new(&name, Party::Provider, &number, &[Role::Submitter]);
            let session = thread.world.enter(&person);
            let mut organisation = oak.organisation();
            organisation["name"] = json!(format!("Zorgpraktijk nummer {n}"));
            organisation["contact"]["email"] = json!(format!("{name}@zorg.example"));
            session.put("/organisation", &organisation).await.expect(200);
            sessions.push(session);
        }
        let practices = sessions.into_iter().enumerate().map(|(n, session)| Practice {
            session,
            number: format!("jh-{n}"),
            contract: String::new(),
        });
        let practices = practices.collect();
        Self { thread, practices, promised_in: String::new() }
    }

    /// Lets time pass until a day, at nine o'clock.
    async fn until(&self, day: &str) {
        let instant: Timestamp = format!("{day}T08:00:00Z").parse().unwrap();
        assert!(self.thread.time.now() < instant, "{day} has passed");
        self.thread.time.pass(instant).await;
    }

    /// A term so many days from now.
    fn within(&self, days: i64) -> Value {
        self.thread.term(self.thread.time.now() + SignedDuration::from_hours(24 * days))
    }

    /// The council is asked, and gives its advice with these recommendations.
    async fn ask_council(&self, phase: &str, recommendations: &[&str]) -> String {
        let Cast { buyer, chair, .. } = &self.thread.cast;
        let mut request = self.thread.advice_request();
        request["phase"] = json!(phase);
        let path = self.thread.path("/advice-requests");
        let id = buyer.post(&path, &request).await.expect(201).id();
        let content = with(recommendations);
        chair.post(&format!("/advices/{id}/filing"), &content).await.expect(200);
        id
    }

    /// The municipality responds to each recommendation.
    async fn respond(&self, advice: &str, responses: &[&str]) {
        let responses: Vec<_> = (1..)
            .zip(responses)
            .map(|(number, response)| {
                json!({
                    "number": number, "response": response,
                    "reason": "Dit past bij wat de raden willen.",
                })
            })
            .collect();
        let path = format!("/advices/{advice}/responses");
        let content = json!({ "responses": responses });
        self.thread.cast.buyer.post(&path, &content).await.expect(200);
    }
}

/// An advice with these recommendations.
fn with(recommendations: &[&str]) -> Value {
    let mut content = advice("");
    let each = recommendations.iter();
    let each = each.map(|text| json!({ "text": text, "reason": "Dat hoorden wij van ouders." }));
    content["recommendations"] = each.collect();
    content
}

#[tokio::test(flavor = "multi_thread")]
async fn four_years_go_round_and_leave_nothing_unanswered_that_is_not_listed() {
    let platform = Platform::start().await;
    let mut years = FourYears::begin(&platform).await;
    years.envision().await;
    years.choose().await;
    years.buy().await;
    years.contract().await;
    years.perform().await;
    years.look_back().await;
    years.begin_anew().await;
    years.account().await;
    platform.stop().await;
}
