//! What names or reaches somebody, between the API, where it is read, and the log, where it is
//! sealed.

use crate::refusals::vault_problem;
use dialogue::{ProviderId, Sealed};
use http::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use vault::{Kind, Vault};
use vocabulary::{EmailAddress, OrganisationNumber, PhoneNumber, Title};

/// A contact person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPerson {
    /// The name.
    pub name: Title,
    /// The mail address.
    pub email: EmailAddress,
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
}

/// Which organisation a provider is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationIdentity {
    /// Its name.
    pub name: Title,
    /// Its numbers, the one of its mandate first.
    pub numbers: Vec<OrganisationNumber>,
}

/// Seals something under the key of its subject.
///
/// # Errors
/// When the subject was erased or the vault cannot be used.
pub fn seal<T: Serialize>(
    vault: &Vault,
    subject: impl Into<Uuid>,
    content: &T,
) -> Result<Sealed, Problem> {
    let subject = subject.into();
    let text = serde_json::to_string(content).map_err(|error| Problem::internal(&error))?;
    let content = vault.seal(subject, &text).map_err(|error| vault_problem(&error))?;
    Ok(Sealed { subject, content })
}

/// Opens something sealed; nothing when its subject was erased.
///
/// # Errors
/// When the vault cannot be used.
pub fn open<T: DeserializeOwned>(vault: &Vault, sealed: &Sealed) -> Result<Option<T>, Problem> {
    let text = vault
        .open_sealed(sealed.subject, &sealed.content)
        .map_err(|error| vault_problem(&error))?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| Problem::internal(&error)))
        .transpose()
}

/// Seals a contact person, who need not be the one who writes it down, under a key of their own.
///
/// # Errors
/// When the vault cannot be used.
pub fn seal_contact(vault: &Vault, contact: &ContactPerson) -> Result<Sealed, Problem> {
    let subject = vault.subject(Kind::Contact, contact.email.as_ref());
    seal(vault, subject.map_err(|error| vault_problem(&error))?, contact)
}

/// The pseudonym of the provider with a number; makes one when it has none yet.
///
/// # Errors
/// When the vault cannot be used.
pub fn provider_subject(vault: &Vault, number: &OrganisationNumber) -> Result<ProviderId, Problem> {
    vault
        .subject(Kind::Provider, &number.to_string())
        .map(ProviderId::from)
        .map_err(|error| vault_problem(&error))
}
