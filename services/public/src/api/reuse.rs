//! What regions learn from each other: passages that worked, and how much is asked of providers.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use dialogue::passage::PassageSubject;
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{PassageView, RulePressureView};
use std::str::FromStr;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_passages, list_passages)
        .with(__path_get_rule_pressure, get_rule_pressure)
}

/// Words to search for: letters alone, so that nothing that tells of anyone stands in an address.
struct Words(String);

impl FromStr for Words {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let letters = text.chars().all(|it| it.is_alphabetic() || it == ' ');
        let short = (1..=60).contains(&text.chars().count());
        if letters && short { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}

/// A page of passages.
type PassageViewList = List<PassageView>;

/// Searches the passages that municipalities of all regions shared, the oldest first.
#[utoipa::path(
    get, path = "/passages", tag = "passages",
    params(
        ("subject" = Option<PassageSubject>, Query, description = "Only about this."),
        ("words" = Option<String>, Query, description = "Only with all of these words."),
        PageQuery,
    ),
    responses((status = 200, body = PassageViewList, description = "A page.")),
)]
async fn list_passages(app: Data<App>, request: HttpRequest) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let names: Vec<_> = PassageSubject::ALL.iter().map(|(_, name)| *name).collect();
    let told = format!("Kies een van: {}.", names.join(", "));
    let subject = query.optional::<PassageSubject>("subject", &told);
    let words = query.optional::<Words>("words", "Zoek met letters en spaties, tot 60 tekens.");
    query.finish()?;
    let words = words.map(|Words(words)| words).unwrap_or_default();
    app.model.at(position).await?.passages(subject, &words, &paging).map(Json)
}

/// Shows how much is asked of providers in a trajectory, year by year, beside its target.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/rule-pressure", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = RulePressureView, description = "What is asked.")),
)]
async fn get_rule_pressure(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.rule_pressure(*trajectory).map(Json)
}
