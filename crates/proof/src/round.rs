//! The round that is submitted to: a trajectory with one open consultation round and many
//! providers, made through the services' own API.

use crate::client::{Call, Connection, Reply};
use anyhow::{Context, bail, ensure};
use event_log::{Clock, SystemClock};
use identity::{Claims, LOCAL_ISSUER, LocalKey, Mandate, Party, Role};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How many connections register the providers.
const CONNECTIONS: usize = 32;

/// How long tokens count, in seconds.
const TOKENS_COUNT: u64 = 12 * 3_600;

/// How long they count already, in seconds: somebody may set the clock back.
const TOKENS_COUNTED: u64 = 24 * 3_600;

/// The municipality that buys.
pub const LEAD: &str = "GM0233";

/// A council.
const COUNCIL: &str = "adviesraad-noord-veluwe";

/// A contribution as providers write them: two paragraphs on one theme.
pub const TEXT: &str = "Met het vaste tarief per traject komen wij bij gezinnen met meerdere \
    vragen niet uit. Wij zien in onze praktijk dat een op de vijf trajecten langer duurt dan de \
    termijn waarop het tarief is gebaseerd.\n\nWij stellen voor om na twaalf weken samen met de \
    gemeente te bekijken wat nog nodig is, en het tarief dan naar rato te verlengen.";

/// Everything that is there before the round opens.
#[derive(Clone)]
pub struct Stage {
    municipality: SocketAddr,
    provider: SocketAddr,
    /// The token of the buyer.
    pub buyer: String,
    /// The token of who approves answers.
    pub approver: String,
    /// The token of the contract manager.
    pub manager: String,
    /// The token of the secretary of a council.
    pub secretary: String,
    /// Where the phase stands that the round belongs to.
    pub phase: String,
    /// The tokens of the providers, one each.
    pub tokens: Vec<String>,
}

/// An open round.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its name.
    pub id: String,
    /// The last instant that is in time.
    pub closes: Timestamp,
}

impl Round {
    /// A submission of a provider.
    #[must_use]
    pub fn submission(&self, token: &str, key: &str, text: &str) -> Call {
        let path = format!("/provider/v1/consultation-rounds/{}/contributions", self.id);
        let body = json!({
            "status": "submitted",
            "contribution": { "theme": "tarieven", "track": "this-purchase", "text": text },
        });
        Call::post(&path, token, key, &body.to_string())
    }
}

impl Stage {
    /// Opens a trajectory with a phase, and registers providers, each with a token of its own. All
    /// services stand at one address.
    ///
    /// # Errors
    /// When a service refuses a step.
    pub async fn set(
        address: SocketAddr,
        key: &LocalKey,
        audience: &str,
        providers: u32,
    ) -> anyhow::Result<Self> {
        Self::set_apart([address, address], key, audience, providers).await
    }

    /// Likewise, where the services of municipalities and of providers stand apart.
    ///
    /// # Errors
    /// When a service refuses a step.
    pub async fn set_apart(
        [municipality, provider]: [SocketAddr; 2],
        key: &LocalKey,
        audience: &str,
        providers: u32,
    ) -> anyhow::Result<Self> {
        let sign = |person: &str, party, organisation: &str, role| -> anyhow::Result<String> {
            let roles = BTreeSet::from([role]);
            let mandate = Mandate { party, organisation: organisation.to_owned(), roles };
            Ok(key.sign(&claims(audience, person, mandate))?)
        };
        let buyer = sign("inkoper", Party::Municipality, LEAD, Role::Buyer)?;
        let approver = sign("jurist", Party::Municipality, LEAD, Role::Approver)?;
        let manager = sign("contractmanager", Party::Municipality, LEAD, Role::ContractManager)?;
        let tokens = (0..providers)
            .map(|n| {
                let person = format!("aanbieder-{n}");
                sign(&person, Party::Provider, &number(n), Role::Submitter)
            })
            .collect::<anyhow::Result<_>>()?;
        let secretary = sign("secretaris", Party::Council, COUNCIL, Role::Secretary)?;
        let phase = String::new();
        let mut stage =
            Self { municipality, provider, buyer, approver, manager, secretary, phase, tokens };
        stage.open_phase().await?;
        stage.register().await?;
        Ok(stage)
    }

    /// The same people, in a trajectory that is opened for it.
    ///
    /// # Errors
    /// When a service refuses a step.
    pub async fn elsewhere(&self) -> anyhow::Result<Self> {
        let mut stage = self.clone();
        stage.open_phase().await?;
        Ok(stage)
    }

    /// Where the trajectory stands.
    #[must_use]
    pub fn trajectory(&self) -> &str {
        self.phase.split("/phases/").next().unwrap_or_default()
    }

    /// Publishes the round. It is open at once.
    ///
    /// # Errors
    /// When the service refuses it.
    pub async fn open(&self, closes: Timestamp) -> anyhow::Result<Round> {
        let opens = SystemClock.now() - SignedDuration::from_hours(1);
        let round = json!({
            "title": "Consultatie over tarieven",
            "introduction": "Wij horen graag wat u van de tarieven vindt.",
            "themes": [{
                "key": "tarieven", "title": "Tarieven",
                "question": "Welke tarieven passen bij uw werk?",
            }],
            "opens": opens,
            "closes": { "at": closes, "ground": { "kind": "policy", "source": "Inkoopbeleid" } },
            "disclosure": "hidden",
        });
        let mut connection = Connection::open(self.municipality).await?;
        let path = format!("{}/consultation-rounds", self.phase);
        let id = self.post(&mut connection, &path, &round).await?;
        Ok(Round { id, closes })
    }

    async fn open_phase(&mut self) -> anyhow::Result<()> {
        let mut connection = Connection::open(self.municipality).await?;
        let trajectories = "/municipality/v1/trajectories";
        let id = self.post(&mut connection, trajectories, &trajectory()).await?;
        self.phase = format!("{trajectories}/{id}/phases/strategy");
        let path = format!("{}/dialogue-plan", self.phase);
        let call = Call::put_new(&path, &self.buyer, &json!({ "plan": plan() }).to_string());
        done(connection.exchange(&call).await?)?;
        self.post(&mut connection, &format!("{}/opening", self.phase), &json!({})).await?;
        Ok(())
    }

    /// Posts something as the buyer. Gives its name.
    ///
    /// # Errors
    /// When the service refuses it.
    pub async fn post(
        &self,
        connection: &mut Connection,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<String> {
        post_as(&self.buyer, connection, path, body).await
    }

    /// Posts something as the contract manager. Gives its name.
    ///
    /// # Errors
    /// When the service refuses it.
    pub async fn manage(
        &self,
        connection: &mut Connection,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<String> {
        post_as(&self.manager, connection, path, body).await
    }

    /// Registers all providers, several at a time: each waits for the disk.
    async fn register(&self) -> anyhow::Result<()> {
        let tokens: Arc<[String]> = self.tokens.clone().into();
        let mut registering = JoinSet::new();
        for begin in 0..CONNECTIONS.min(tokens.len()) {
            let (address, tokens) = (self.provider, tokens.clone());
            registering.spawn(async move {
                let mut connection = Connection::open(address).await?;
                for n in (begin..tokens.len()).step_by(CONNECTIONS) {
                    let body = organisation(n).to_string();
                    let call = Call::put_new("/provider/v1/organisation", &tokens[n], &body);
                    let reply = connection.exchange(&call).await?;
                    // Who was registered before, is.
                    if reply.status != 412 {
                        done(reply).context("a provider")?;
                    }
                }
                anyhow::Ok(())
            });
        }
        while let Some(registered) = registering.join_next().await {
            registered??;
        }
        Ok(())
    }
}

async fn post_as(
    token: &str,
    connection: &mut Connection,
    path: &str,
    body: &Value,
) -> anyhow::Result<String> {
    let call = Call::post(path, token, &Uuid::new_v4().to_string(), &body.to_string());
    let made = done(connection.exchange(&call).await?).with_context(|| path.to_owned())?;
    Ok(made["id"].as_str().context("an answer without a name")?.to_owned())
}

/// What a request gave that should succeed.
fn done(reply: Reply<'_>) -> anyhow::Result<Value> {
    if !matches!(reply.status, 200 | 201) {
        bail!("refused with {}: {}", reply.status, reply.text());
    }
    let value: Value = serde_json::from_slice(reply.body)?;
    ensure!(value.is_object(), "not a receipt: {}", reply.text());
    Ok(value)
}

/// The number of a provider of the stage.
#[must_use]
pub fn number(n: u32) -> String {
    format!("NL-KVK-{}", 90_000_000 + n)
}

fn claims(audience: &str, person: &str, mandate: Mandate) -> Claims {
    let now = u64::try_from(SystemClock.now().as_second()).unwrap_or_default();
    Claims {
        iss: LOCAL_ISSUER.to_owned(),
        aud: audience.to_owned(),
        sub: person.to_owned(),
        exp: now + TOKENS_COUNT,
        nbf: now.saturating_sub(TOKENS_COUNTED),
        mandates: vec![mandate],
    }
}

fn organisation(n: usize) -> Value {
    json!({
        "name": format!("Jeugdhulp De Proef {n}"),
        "contact": { "name": "Robin Voorbeeld", "email": format!("robin-{n}@proef.example") },
        "size": "small",
        "domains": ["parenting-support"],
        "municipalities": [LEAD],
    })
}

fn trajectory() -> Value {
    json!({
        "title": "Inkoop jeugdhulp, proef met veel inzenders",
        "summary": "De gemeente koopt jeugdhulp in. Deze inkoop dient om te meten.",
        "region": "Proefregio",
        "lead": { "code": LEAD, "name": "Ermelo" },
        "members": [],
        "laws": ["youth-act"],
        "councils": [],
    })
}

fn both(municipality: &str, provider: &str) -> Value {
    json!({ "municipality": municipality, "provider": provider })
}

fn plan() -> Value {
    json!({
        "subjects": both("Over tarieven.", "Over tarieven."),
        "room": both("Alles is open.", "Alles is open."),
        "participants": both("Met alle aanbieders.", "Met alle gemeenten."),
        "organisation": both("Schriftelijk.", "Schriftelijk."),
        "themes": [{
            "key": "tarieven", "title": "Tarieven", "room": "open",
            "reason": "Er is nog niets over besloten.",
        }],
    })
}
