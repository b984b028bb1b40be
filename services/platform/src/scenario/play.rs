//! Playing a file: every step is a request to the services' own API, at its own time.

use super::client::{Client, ClientError};
use super::file::Scenario;
use super::order::too_early;
use super::steps::{Action, Name, steps};
use super::when::NotAMoment;
use crate::clock::PlayClock;
use identity::{Mandate, Party, Role};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Why playing stopped.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A moment in the file does not exist.
    #[error("a moment in the file cannot be used")]
    Moment(#[from] NotAMoment),
    /// A step comes before what it needs.
    #[error("the order of the file cannot be played: {}", .0.join("; "))]
    Order(Vec<String>),
    /// A token could not be made.
    #[error("no token could be made for {person:?}")]
    Token {
        /// For whom.
        person: String,
        /// Why.
        #[source]
        source: anyhow::Error,
    },
    /// The first step lies before the last event of the log: a log's clock never runs back.
    #[error(
        "the file begins at {begins}, and the log already holds events until {last}; play it into \
         an empty log, or give moments after that"
    )]
    Past {
        /// When the file begins.
        begins: Timestamp,
        /// The last event of the log.
        last: Timestamp,
    },
    /// A step was refused.
    #[error("step {number} ({what}) failed")]
    Step {
        /// Which step.
        number: usize,
        /// What it was to do.
        what: String,
        /// Why it failed.
        #[source]
        source: ClientError,
    },
}

/// How far playing has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many steps are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// When the last one happened.
    pub at: Timestamp,
    /// What it did, when that is worth telling.
    pub what: Option<String>,
}

/// What was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// The trajectory.
    pub trajectory: String,
    /// What else the file has a key for, by that key; lists are left out.
    pub keys: HashMap<String, String>,
    /// How many steps were done.
    pub steps: usize,
    /// How many steps lie in the future and were left.
    pub left: usize,
}

/// Plays a file.
pub struct Player<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) client: Client,
    clock: Arc<PlayClock>,
    pub(super) now: Timestamp,
    /// The names that the services gave to what was made.
    pub(super) trajectory: String,
    pub(super) names: HashMap<Name, String>,
    /// The same by the keys of the file, for requests.
    pub(super) keys: HashMap<String, Value>,
    /// Documents with their last version.
    pub(super) documents: HashMap<&'s str, (String, u32)>,
}

impl<'s> Player<'s> {
    /// A player of a file, at services on an address, with tokens that `sign` makes, on the
    /// clock of the log. Moments are counted from `now`.
    ///
    /// # Errors
    /// When a token cannot be made.
    pub fn new(
        scenario: &'s Scenario,
        address: String,
        clock: Arc<PlayClock>,
        now: Timestamp,
        sign: impl Fn(&str, Mandate) -> anyhow::Result<String>,
    ) -> Result<Self, PlayError> {
        let mut tokens = HashMap::new();
        for (person, mandate) in mandates(scenario) {
            let token = sign(person, mandate)
                .map_err(|source| PlayError::Token { person: person.to_owned(), source })?;
            tokens.insert(person.to_owned(), token);
        }
        Ok(Self {
            scenario,
            client: Client::new(address, tokens),
            clock,
            now,
            trajectory: String::new(),
            names: HashMap::new(),
            keys: HashMap::new(),
            documents: HashMap::new(),
        })
    }

    /// Plays every step that does not lie in the future. `last` is when the last event of the
    /// log was recorded, when there is one.
    ///
    /// # Errors
    /// [`PlayError`]: at which step it stopped, and why.
    pub async fn play(
        mut self,
        last: Option<Timestamp>,
        mut progress: impl FnMut(Progress),
    ) -> Result<Played, PlayError> {
        let all = steps(self.scenario, self.now)?;
        let begins = all.first().map_or(self.now, |step| step.at);
        if let Some(last) = last.filter(|last| *last > begins) {
            return Err(PlayError::Past { begins, last });
        }
        let early = too_early(&all).into_iter();
        let early: Vec<_> =
            early.map(|(at, what)| format!("at {at} {what} is not there yet")).collect();
        if !early.is_empty() {
            return Err(PlayError::Order(early));
        }
        let total = all.iter().filter(|step| step.at <= self.now).count();
        for (done, step) in (1..).zip(all.iter().take(total)) {
            self.clock.set(step.at);
            let (what, telling) = self.tell(&step.action);
            self.step(&step.action).await.map_err(|source| PlayError::Step {
                number: done,
                what: what.clone(),
                source,
            })?;
            progress(Progress { done, total, at: step.at, what: telling.then_some(what) });
        }
        self.clock.release();
        let Self { trajectory, keys, .. } = self;
        let names = keys.into_iter().filter_map(|(key, name)| match name {
            Value::String(name) => Some((key, name)),
            _ => None,
        });
        let keys = names.collect();
        Ok(Played { trajectory, keys, steps: total, left: all.len() - total })
    }

    /// What a step does, and whether that is worth telling.
    fn tell(&self, action: &Action<'_>) -> (String, bool) {
        match action {
            Action::OpenTrajectory => {
                (format!("trajectory opened: {}", self.scenario.trajectory.title), true)
            }
            Action::Subscribe(_) => ("mail wanted".to_owned(), false),
            Action::Register(provider) => (format!("provider {}", provider.key), false),
            Action::AddLot(_) => ("lot".to_owned(), false),
            Action::ChooseInstrument(_) => ("instrument chosen".to_owned(), true),
            Action::RecordPrinciples => ("principles".to_owned(), false),
            Action::Plan => ("planning".to_owned(), false),
            Action::PublishDocument(document) => {
                (format!("document published: {}", document.title), true)
            }
            Action::PlanPhase(phase) => (format!("plan: {}", phase.kind.dutch()), false),
            Action::OpenPhase(phase) => (format!("phase opened: {}", phase.kind.dutch()), true),
            Action::ClosePhase(phase) => (format!("phase closed: {}", phase.kind.dutch()), true),
            Action::PublishConsultation(_, _, round) => {
                (format!("round opened: {}", round.title), true)
            }
            Action::Contribute(..) => ("contribution".to_owned(), false),
            Action::CloseConsultation(_) => ("consultation round closed".to_owned(), true),
            Action::GiveDisposition(..) => ("disposition".to_owned(), false),
            Action::PublishReport(..) => ("report published".to_owned(), true),
            Action::PublishQuestionRound(_, _, round) => {
                (format!("round opened: {}", round.title), true)
            }
            Action::Ask(..) => ("question".to_owned(), false),
            Action::CloseQuestionRound(_) => ("question round closed".to_owned(), true),
            Action::DraftAnswer(..) => ("answer drafted".to_owned(), false),
            Action::ApproveAnswer(..) => ("answer approved".to_owned(), false),
            Action::PublishNote(_, note) => (format!("note published: {}", note.title), true),
            Action::RequestAdvice(_, _, plan, _) => {
                (format!("advice requested: {}", plan.subject), true)
            }
            Action::FileAdvice(_, _, plan, _) => (format!("advice filed: {}", plan.subject), true),
            Action::RespondToAdvice(..) => ("response to advice".to_owned(), true),
            Action::Object(_) => ("objection filed".to_owned(), true),
            Action::Request(plan, _) => match &plan.tells {
                Some(tells) => (tells.clone(), true),
                None => (format!("{} {}", plan.operation.method, plan.operation.path), false),
            },
        }
    }
}

/// Everyone in a file, with what they may speak for.
fn mandates(scenario: &Scenario) -> impl Iterator<Item = (&str, Mandate)> {
    let mandate = |party, organisation: &dyn std::fmt::Display, roles: &BTreeSet<Role>| Mandate {
        party,
        organisation: organisation.to_string(),
        roles: roles.clone(),
    };
    let staff = scenario.staff.iter().map(move |it| {
        (it.key.as_str(), mandate(Party::Municipality, &it.municipality, &it.roles))
    });
    let members = scenario
        .council_member
        .iter()
        .map(move |it| (it.key.as_str(), mandate(Party::Council, &it.council, &it.roles)));
    let providers = scenario.provider.iter().map(move |it| {
        let roles = BTreeSet::from([Role::Submitter]);
        (it.key.as_str(), mandate(Party::Provider, &it.number, &roles))
    });
    staff.chain(members).chain(providers)
}
