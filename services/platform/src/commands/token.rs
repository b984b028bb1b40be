//! `token`: tokens of the local key.

use super::log_to_terminal;
use crate::cli::TokenArguments;
use crate::parts::make_directory;
use crate::settings::Settings;
use anyhow::bail;
use identity::{Claims, LOCAL_ISSUER, LocalKey, Mandate, Party, Role};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) fn token(settings: &Settings, arguments: &TokenArguments) -> anyhow::Result<()> {
    log_to_terminal("warn");
    if !settings.trying_out() {
        bail!(
            "tokens of the local key count only on a loopback address where no other issuer is \
             named; take one of: {}",
            settings
                .identity
                .issuers
                .iter()
                .map(|it| it.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    let party: Party = arguments.party.into();
    let mut mandates = vec![];
    for organisation in &arguments.organisation {
        let roles = arguments
            .role
            .iter()
            .map(|role| role.parse::<Role>())
            .collect::<Result<_, ()>>()
            .map_err(|()| anyhow::anyhow!("a role is one of: {}", names(party)))?;
        let mandate = Mandate { party, organisation: organisation.clone(), roles };
        if !mandate.makes_sense() {
            bail!(
                "{organisation:?} cannot be a {} in these roles; its roles are: {}",
                party.as_str(),
                names(party)
            );
        }
        mandates.push(mandate);
    }
    make_directory(settings)?;
    let claims = claims(settings, &arguments.person, mandates, arguments.hours);
    println!("{}", LocalKey::open(&settings.local_key_file())?.sign(&claims)?);
    Ok(())
}

/// A token of the local key for somebody, for twelve hours.
pub(super) fn sign(
    settings: &Settings,
    person: &str,
    mandates: Vec<Mandate>,
) -> anyhow::Result<String> {
    let key = LocalKey::open(&settings.local_key_file())?;
    Ok(key.sign(&claims(settings, person, mandates, 12))?)
}

fn names(party: Party) -> String {
    party.roles().iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
}

fn claims(settings: &Settings, person: &str, mandates: Vec<Mandate>, hours: u64) -> Claims {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Claims {
        iss: LOCAL_ISSUER.to_owned(),
        aud: settings.identity.audience.clone(),
        sub: person.to_owned(),
        exp: now + hours * 3_600,
        nbf: now,
        mandates,
    }
}
