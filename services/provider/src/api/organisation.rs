//! One's own organisation.

use super::Caller;
use crate::App;
use crate::projections::own::{self, Table};
use crate::projections::profiles::ProfileRow;
use actix_web::web::Data;
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::party::{
    CareDomain, Certificate, OrganisationSize, PartyRefusal, ProfessionalRegister, ProviderProfile,
};
use dialogue::{Provider, ProviderCommand, Refusal};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{
    ContactPerson, OrganisationIdentity, Receipt, Tagged, Written, open, seal, seal_contact,
};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, OrganisationNumber, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_organisation, get_organisation)
        .with(__path_register_organisation, register_organisation)
}

/// One's own organisation, as one registers it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewOrganisation {
    /// Its name.
    name: Title,
    /// Numbers in other registers than the one of one's mandate.
    #[serde(default)]
    #[schema(max_items = 10)]
    other_numbers: Vec<OrganisationNumber>,
    /// The contact person.
    contact: ContactPerson,
    /// How large it is.
    size: OrganisationSize,
    /// The domains in which it works.
    #[schema(min_items = 1)]
    domains: BTreeSet<CareDomain>,
    /// The municipalities in which it works.
    #[schema(max_items = 400)]
    municipalities: BTreeSet<MunicipalityCode>,
    /// The registers in which its professionals stand.
    #[serde(default)]
    registers: BTreeSet<ProfessionalRegister>,
    /// The certificates that it holds.
    #[serde(default)]
    certificates: BTreeSet<Certificate>,
    /// Whether it is a civic initiative.
    #[serde(default)]
    civic_initiative: bool,
}

/// One's own organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Organisation {
    /// Name and numbers; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<OrganisationIdentity>,
    /// The contact person; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactPerson>,
    /// How large it is.
    size: OrganisationSize,
    /// The domains in which it works.
    domains: BTreeSet<CareDomain>,
    /// The municipalities in which it works.
    municipalities: BTreeSet<MunicipalityCode>,
    /// The registers in which its professionals stand.
    registers: BTreeSet<ProfessionalRegister>,
    /// The certificates that it holds.
    certificates: BTreeSet<Certificate>,
    /// Whether it is a civic initiative.
    civic_initiative: bool,
}

/// Shows one's own organisation.
#[utoipa::path(
    get, path = "/organisation", tag = "organisation", params(ThingQuery),
    responses(
        (status = 200, body = Organisation, description = "The organisation."),
        (status = 404, body = http::ProblemDetail, content_type = "application/problem+json",
         description = "It has no profile yet."),
    ),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_organisation(
    app: Data<App>,
    call: Caller,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let provider = call.caller.organisation.id;
    let model = app.model.at(position).await?;
    let row: ProfileRow = own::document(model, Table::Profile, provider, &provider.to_string())?
        .ok_or_else(|| {
            let told = Refusal::from(PartyRefusal::NotRegistered).told();
            Problem::unknown(http::Told { code: told.code, detail: told.detail, faults: vec![] })
        })?;
    let ProfileRow { version, profile } = row;
    let content = Organisation {
        identity: open(&app.shared.vault, &profile.identity)?,
        contact: open(&app.shared.vault, &profile.contact)?,
        size: profile.size,
        domains: profile.domains,
        municipalities: profile.municipalities,
        registers: profile.registers,
        certificates: profile.certificates,
        civic_initiative: profile.civic_initiative,
    };
    Ok(Tagged { content, version })
}

/// Registers one's own organisation, or changes what was registered. Who it is, only those see
/// who may; other providers never do.
#[utoipa::path(
    put, path = "/organisation", tag = "organisation", request_body = NewOrganisation,
    responses((status = 200, body = Receipt, description = "The organisation is registered.")),
    security(("bearer" = ["submitter"])),
)]
async fn register_organisation(
    app: Data<App>,
    call: Caller,
    body: Body<NewOrganisation>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let provider = call.caller.organisation.id;
    let mut numbers = vec![call.caller.organisation.number.clone()];
    numbers.extend(new.other_numbers);
    let identity = OrganisationIdentity { name: new.name, numbers };
    let profile = ProviderProfile {
        identity: seal(&app.shared.vault, provider, &identity)?,
        contact: seal_contact(&app.shared.vault, &new.contact)?,
        size: new.size,
        domains: new.domains,
        municipalities: new.municipalities,
        registers: new.registers,
        certificates: new.certificates,
        civic_initiative: new.civic_initiative,
    };
    let outcome = app
        .shared
        .execute::<Provider, _>(
            &call,
            &body.conditions,
            Target::existing(provider),
            async |_: &mut Scope<'_, Refusal>| Ok(ProviderCommand::Register(profile.clone())),
        )
        .await?;
    Ok(Written::changed(&outcome))
}
