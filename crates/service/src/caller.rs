//! Who calls: a person in a role, for one organisation. Found out once, before any operation.

use crate::Shared;
use crate::refusals::vault_problem;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use command::Context;
use dialogue::{PersonId, ProviderId};
use event_log::{Actor, Digest, Request, Version};
use futures_util::future::{LocalBoxFuture, Ready, ready};
use http::{Access, Conditions, Expected, Gate, Problem, RequestId, Told};
use identity::{Identity, Mandate, Party, Role, TokenError};
use quick_cache::sync::Cache;
use std::marker::PhantomData;
use std::time::{Duration, Instant};
use uuid::Uuid;
use vault::{Kind, Vault, VaultError};
use vocabulary::{CouncilCode, Faults, MunicipalityCode, OrganisationNumber};

/// The header in which a caller says for which organisation.
const ON_BEHALF_OF: &str = "on-behalf-of";

/// How long a pseudonym is remembered: whoever is erased is forgotten this soon.
const PSEUDONYM_KEPT: Duration = Duration::from_secs(60);

/// How many pseudonyms are remembered at most.
const PSEUDONYMS_MAX: usize = 50_000;

/// An organisation that a caller can speak for.
pub trait SpeaksFor: Clone + Send + Sync + 'static {
    /// Its party.
    const PARTY: Party;

    /// The organisation that a mandate names.
    ///
    /// # Errors
    /// When the vault cannot be used.
    fn resolve(mandate: &Mandate, pseudonyms: &Pseudonyms<'_>) -> Result<Option<Self>, VaultError>;

    /// How events name it: a public code or a pseudonym.
    fn code(&self) -> String;
}

impl SpeaksFor for MunicipalityCode {
    const PARTY: Party = Party::Municipality;

    fn resolve(mandate: &Mandate, _: &Pseudonyms<'_>) -> Result<Option<Self>, VaultError> {
        Ok(mandate.organisation.parse().ok())
    }

    fn code(&self) -> String {
        self.to_string()
    }
}

impl SpeaksFor for CouncilCode {
    const PARTY: Party = Party::Council;

    fn resolve(mandate: &Mandate, _: &Pseudonyms<'_>) -> Result<Option<Self>, VaultError> {
        Ok(mandate.organisation.parse().ok())
    }

    fn code(&self) -> String {
        self.to_string()
    }
}

/// A provider: its pseudonym, and the number that its mandate gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderOrganisation {
    /// The pseudonym.
    pub id: ProviderId,
    /// The number. It goes no further than to its own people and the vault.
    pub number: OrganisationNumber,
}

impl SpeaksFor for ProviderOrganisation {
    const PARTY: Party = Party::Provider;

    fn resolve(mandate: &Mandate, of: &Pseudonyms<'_>) -> Result<Option<Self>, VaultError> {
        let Ok(number) = mandate.organisation.parse() else { return Ok(None) };
        let id = of.subject(Kind::Provider, &mandate.organisation)?.into();
        Ok(Some(Self { id, number }))
    }

    fn code(&self) -> String {
        self.id.to_string()
    }
}

/// Pseudonyms from the vault, remembered for a while.
pub struct Pseudonyms<'d> {
    vault: &'d Vault,
    known: &'d Cache<String, (Uuid, Instant)>,
}

impl Pseudonyms<'_> {
    /// The pseudonym of a subject.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn subject(&self, kind: Kind, known_by: &str) -> Result<Uuid, VaultError> {
        let name = format!("{kind:?}|{known_by}");
        if let Some((subject, since)) = self.known.get(&name)
            && since.elapsed() < PSEUDONYM_KEPT
        {
            return Ok(subject);
        }
        let subject = self.vault.subject(kind, known_by)?;
        self.known.insert(name, (subject, Instant::now()));
        Ok(subject)
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller<O> {
    /// The organisation that the caller speaks for.
    pub organisation: O,
    /// The person, by pseudonym.
    pub person: PersonId,
    /// The role in which the caller speaks.
    pub role: Role,
}

/// A request by a caller: what an operation gets to know of both.
#[derive(Clone, Debug)]
pub struct Call<O> {
    /// Who calls.
    pub caller: Caller<O>,
    id: RequestId,
}

impl<O: SpeaksFor> Call<O> {
    /// What a command must know of this call.
    #[must_use]
    pub fn context(&self, conditions: &Conditions) -> Context {
        let actor = self.actor();
        let request = conditions.key.as_ref().map(|key| Request {
            key: Digest::of_framed(&[
                actor.party.as_bytes(),
                actor.organisation.as_bytes(),
                actor.person.as_bytes(),
                key.as_str().as_bytes(),
            ]),
            fingerprint: Digest(conditions.fingerprint),
        });
        let expected = match conditions.expected {
            Expected::Any => None,
            Expected::Version(version) => Some(Version(version)),
        };
        let id = self.id.0;
        let correlation = id.to_string();
        Context { actor, correlation, causation: format!("request:{id}"), request, expected }
    }

    /// A name for something that this request makes inside a larger thing: a repeat of the
    /// request gives the same name, and nobody else can make it.
    #[must_use]
    pub fn name_for(&self, conditions: &Conditions) -> Uuid {
        let actor = self.actor();
        let key = conditions.key.as_ref().map_or("", |key| key.as_str());
        let digest = Digest::of_framed(&[
            actor.organisation.as_bytes(),
            actor.person.as_bytes(),
            key.as_bytes(),
            &conditions.fingerprint,
        ]);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest.0[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    fn actor(&self) -> Actor {
        Actor {
            party: O::PARTY.as_str().to_owned(),
            organisation: self.caller.organisation.code(),
            role: self.caller.role.as_str().to_owned(),
            person: self.caller.person.to_string(),
        }
    }
}

impl<O: SpeaksFor> FromRequest for Call<O> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        ready(match (extensions.get::<Caller<O>>(), extensions.get::<RequestId>()) {
            (Some(caller), Some(id)) => Ok(Self { caller: caller.clone(), id: *id }),
            // The door lets nobody through without leaving who it is.
            _ => Err(not_signed_in("Meld u aan met een geldig token.")),
        })
    }
}

/// The door of a service: lets through who has a role that may do it.
pub struct Door<O> {
    shared: Shared,
    known: Cache<String, (Uuid, Instant)>,
    organisation: PhantomData<fn() -> O>,
}

impl<O: SpeaksFor> Door<O> {
    /// The door of a service.
    #[must_use]
    pub fn new(shared: Shared) -> Self {
        Self { shared, known: Cache::new(PSEUDONYMS_MAX), organisation: PhantomData }
    }

    async fn caller(&self, request: &HttpRequest, roles: &[String]) -> Result<Caller<O>, Problem> {
        let identity = self.identity(request).await?;
        let mandate = mandate(&identity, O::PARTY, request, roles)?;
        let role = roles
            .iter()
            .filter_map(|role| role.parse::<Role>().ok())
            .find(|role| mandate.roles.contains(role))
            .ok_or_else(|| forbidden(roles))?;
        let pseudonyms = Pseudonyms { vault: &self.shared.vault, known: &self.known };
        let person = pseudonyms
            .subject(Kind::Person, &identity.known_by())
            .map_err(|error| vault_problem(&error))?;
        let organisation = O::resolve(mandate, &pseudonyms)
            .map_err(|error| vault_problem(&error))?
            .ok_or_else(|| forbidden(roles))?;
        Ok(Caller { organisation, person: person.into(), role })
    }

    async fn identity(&self, request: &HttpRequest) -> Result<std::sync::Arc<Identity>, Problem> {
        let token = request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| {
                let (scheme, token) = value.split_once(' ')?;
                scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
            })
            .ok_or_else(|| {
                not_signed_in("Meld u aan: stuur een token mee in de kop Authorization: Bearer.")
            })?;
        self.shared.verifier.verify(token).await.map_err(|error| match error {
            TokenError::Expired => not_signed_in("Uw aanmelding is verlopen. Meld u opnieuw aan."),
            TokenError::NotYet => not_signed_in("Uw token is nog niet geldig."),
            TokenError::KeysUnavailable => Problem::unavailable(Told::new(
                "keys-unavailable",
                "Uw aanmelding kan nu even niet worden gecontroleerd. Probeer het zo weer.",
            )),
            TokenError::Invalid(reason) => {
                tracing::info!(reason, "token refused");
                not_signed_in("Uw token is niet geldig op dit platform.")
            }
        })
    }
}

impl<O: SpeaksFor> Gate for Door<O> {
    fn check<'r>(
        &'r self,
        request: &'r HttpRequest,
        access: &'r Access,
    ) -> LocalBoxFuture<'r, Result<(), Problem>> {
        Box::pin(async move {
            if let Access::Roles(roles) = access {
                let caller = self.caller(request, roles).await?;
                request.extensions_mut().insert(caller);
            }
            Ok(())
        })
    }
}

/// The mandate that counts: the one that is named, or the only one that gives a role.
fn mandate<'i>(
    identity: &'i Identity,
    party: Party,
    request: &HttpRequest,
    roles: &[String],
) -> Result<&'i Mandate, Problem> {
    let gives = |mandate: &&Mandate| {
        mandate.roles.iter().any(|role| roles.iter().any(|allowed| allowed == role.as_str()))
    };
    if let Some(named) = request.headers().get(ON_BEHALF_OF) {
        let named = named.to_str().unwrap_or_default();
        return identity
            .mandates(party)
            .filter(gives)
            .find(|mandate| mandate.organisation == named)
            .ok_or_else(|| forbidden(roles));
    }
    let mut giving = identity.mandates(party).filter(gives);
    match (giving.next(), giving.next()) {
        (None, _) => Err(forbidden(roles)),
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(Problem::faults(Faults::one(
            "On-Behalf-Of",
            "U kunt voor meer dan één organisatie optreden. Noem in de kop On-Behalf-Of voor \
             welke.",
        ))),
    }
}

fn not_signed_in(detail: &str) -> Problem {
    Problem::unauthenticated(Told::new("not-signed-in", detail))
}

fn forbidden(roles: &[String]) -> Problem {
    Problem::forbidden(Told::new(
        "role-missing",
        format!("Hiervoor is een van deze rollen nodig: {}.", roles.join(", ")),
    ))
}
