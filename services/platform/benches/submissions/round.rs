//! The round that is submitted to: a trajectory with one open consultation round and many
//! providers, played in through the services' own API.

use crate::load::Call;
use anyhow::Context;
use event_log::Position;
use identity::{Claims, LOCAL_ISSUER, LocalKey, Mandate, Party, Role};
use jiff::Timestamp;
use platform::scenario::{Player, ProviderParty, Scenario};
use platform::{Parts, PlayClock, Running};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// How many providers submit.
pub(crate) const PROVIDERS: u32 = 512;

/// How long their tokens count, in seconds.
const TOKENS_COUNT: u64 = 12 * 3_600;

/// A contribution as providers write them: two paragraphs on one theme.
const TEXT: &str = "Met het vaste tarief per traject komen wij bij gezinnen met meerdere vragen \
    niet uit. Wij zien in onze praktijk dat een op de vijf trajecten langer duurt dan de termijn \
    waarop het tarief is gebaseerd.\n\nWij stellen voor om na twaalf weken samen met de gemeente \
    te bekijken wat nog nodig is, en het tarief dan naar rato te verlengen.";

/// Opens the round. Gives a submission of each provider.
///
/// # Errors
/// When a service refuses a step.
pub(crate) async fn open(
    parts: &Parts,
    running: &Running,
    clock: Arc<PlayClock>,
) -> anyhow::Result<Vec<Call>> {
    let key = LocalKey::open(&parts.settings.local_key_file())?;
    let sign = |person: &str, mandate| {
        let audience = &parts.settings.identity.audience;
        Ok(key.sign(&claims(audience, person, mandate))?)
    };
    let mut scenario =
        Scenario::parse(include_str!("round.toml"), Path::new("round.toml"), |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })?;
    scenario.provider = (0..PROVIDERS).map(provider).collect::<anyhow::Result<_>>()?;
    let address = format!("http://{}", running.address);
    Player::new(&scenario, address, clock, Timestamp::now(), sign)?.play(None, |_| {}).await?;

    let round = round(parts).await?;
    let path = format!("/provider/v1/consultation-rounds/{round}/contributions");
    let body = json!({
        "status": "submitted",
        "contribution": { "theme": "tarieven", "track": "this-purchase", "text": TEXT },
    });
    let call = |provider: &ProviderParty| {
        let token = sign(&provider.key, mandate(provider))?;
        Ok(Call::post(&path, &token, &body.to_string()))
    };
    scenario.provider.iter().map(call).collect()
}

/// The name of the one round in the log.
async fn round(parts: &Parts) -> anyhow::Result<String> {
    let events = parts.shared.log().read_all(Position::START, usize::MAX).await?;
    let published = events.iter().find(|event| event.stream.category() == "consultation-round");
    Ok(published.context("no round was published")?.stream.id().to_owned())
}

fn provider(number: u32) -> anyhow::Result<ProviderParty> {
    let mut provider: ProviderParty = toml::from_str(include_str!("provider.toml"))?;
    provider.key = format!("aanbieder-{number}");
    provider.number = format!("NL-KVK-{}", 90_000_000 + number).parse()?;
    provider.name = format!("Jeugdhulp De Proef {number}").parse()?;
    Ok(provider)
}

fn mandate(provider: &ProviderParty) -> Mandate {
    Mandate {
        party: Party::Provider,
        organisation: provider.number.to_string(),
        roles: BTreeSet::from([Role::Submitter]),
    }
}

fn claims(audience: &str, person: &str, mandate: Mandate) -> Claims {
    let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
    Claims {
        iss: LOCAL_ISSUER.to_owned(),
        aud: audience.to_owned(),
        sub: person.to_owned(),
        exp: now + TOKENS_COUNT,
        nbf: now,
        mandates: vec![mandate],
    }
}
