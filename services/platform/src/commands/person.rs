//! `person`: who is who, and the erasing of it.

use super::kept::{KeptDossier, kept_dossiers};
use super::{block_on, log_to_terminal};
use crate::cli::PersonArguments;
use crate::parts::{open_existing_log, open_existing_vault};
use crate::settings::Settings;
use anyhow::bail;
use identity::LOCAL_ISSUER;
use uuid::Uuid;
use vault::{Kind, Vault};

fn vault(settings: &Settings) -> anyhow::Result<Vault> {
    log_to_terminal("warn");
    Ok(open_existing_vault(&settings.vault)?)
}

pub(crate) fn find_person(settings: &Settings, who: &PersonArguments) -> anyhow::Result<()> {
    let (kind, known_by) = match who {
        PersonArguments { provider: Some(number), .. } => (Kind::Provider, number.clone()),
        PersonArguments { contact: Some(email), .. } => (Kind::Contact, email.clone()),
        PersonArguments { issuer, subject, .. } => {
            let issuer = issuer.as_deref().unwrap_or(LOCAL_ISSUER);
            (Kind::Person, format!("{issuer}|{}", subject.as_deref().unwrap_or_default()))
        }
    };
    match vault(settings)?.find(kind, &known_by)? {
        Some(pseudonym) => println!("{pseudonym}"),
        None => bail!("nobody by that name has been here, or it was erased"),
    }
    Ok(())
}

/// Erases somebody, unless a dossier that must be kept names them.
pub(crate) fn erase(
    settings: &Settings,
    pseudonym: Uuid,
    although_kept: bool,
) -> anyhow::Result<()> {
    let kept = block_on(async {
        let log = open_existing_log(&settings.log).await?;
        kept_dossiers(log.as_ref(), pseudonym).await
    })?;
    let kept: Vec<_> = kept.iter().map(told).collect();
    let kept = kept.join(", ");
    if !kept.is_empty() && !although_kept {
        bail!(
            "{pseudonym} is named in a dossier that must be kept (art. 2.56 Aanbestedingswet \
             2012): {kept}. Wait, or erase with --although-kept when you have weighed that \
             against the request (art. 17(3) GDPR)"
        );
    }
    if !vault(settings)?.erase(pseudonym)? {
        bail!("there is nothing to erase under {pseudonym}");
    }
    println!("Erased. What named or reached {pseudonym} can be read by nobody any more.");
    println!("The log is as it was: `samenspraak log verify` still holds.");
    println!("Mind backups of the vault: they keep the key until they are thrown away.");
    Ok(())
}

fn told(KeptDossier { trajectory, until }: &KeptDossier) -> String {
    match until {
        Some(until) => format!("trajectory {trajectory} until {until}"),
        None => format!("trajectory {trajectory}, of which nothing tells until when yet"),
    }
}
