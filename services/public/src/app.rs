//! How the service is put together, apart from running it.

use crate::{api, pages};
use actix_web::web::{Data, ServiceConfig};
use command::Commander;
use dialogue::AnyEvent;
use event_log::EventLog;
use files::FileStore;
use http::{ApiDescription, OpenGate, Operations};
use portal::Site;
use projection::{Feed, Projection, ProjectionError, Runner};
use service::{
    Board, Dossier, Model, Passages, PurchaseDossier, RulesAsked, Timeline, Trail, TrailReadership,
    Voices,
};
use std::path::Path;
use std::sync::Arc;

/// Where its operations stand.
pub const BASE: &str = "/public/v1";

const DESCRIPTION: ApiDescription = ApiDescription {
    title: "Samenspraak for everyone",
    description: "Read what was published: trajectories, their dialogue per phase, reports, \
                  clarification notes, advice and the responses to it.",
};

/// What every operation and page has at hand.
pub struct App {
    /// Executes what somebody tells without signing in.
    pub commander: Commander,
    /// The log, for its end and its clock.
    pub log: Arc<dyn EventLog>,
    /// The files, for published documents.
    pub files: FileStore,
    /// The read model of this service.
    pub model: Model,
    /// The site on which the pages stand.
    pub site: Site,
}

/// All projections of this service.
fn projections() -> Vec<Box<dyn Projection<AnyEvent>>> {
    vec![
        Box::new(Dossier),
        Box::new(Timeline { with_contracts: false }),
        Box::new(PurchaseDossier),
        Box::new(RulesAsked),
        Box::new(Passages),
        Box::new(Trail(TrailReadership::Everyone)),
        Box::new(Voices),
        Box::new(Board { with_authors: false }),
        Box::new(api::released::Released),
        Box::new(api::woo::WooIndex),
    ]
}

/// The service, built but not running.
#[derive(Clone)]
pub struct PublicService {
    app: Data<App>,
}

impl PublicService {
    /// Builds the service with its read model in a directory. Run the runner beside it.
    ///
    /// # Errors
    /// When the read model cannot be opened.
    pub async fn build(
        feed: Arc<Feed<AnyEvent>>,
        files: FileStore,
        directory: &Path,
        site: Site,
    ) -> Result<(Self, Runner<AnyEvent>), ProjectionError> {
        let file = directory.join("public.sqlite");
        let (model, runner) = Runner::open(&file, feed.clone(), projections()).await?;
        let commander = Commander::new(feed.log().clone(), dialogue::upcasters());
        let app = Data::new(App {
            commander,
            log: feed.log().clone(),
            files,
            model: Model::new(model),
            site,
        });
        Ok((Self { app }, runner))
    }

    /// Its read model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.app.model
    }

    /// Puts its operations and pages into a web application.
    pub fn configure(&self, config: &mut ServiceConfig) {
        config.app_data(self.app.clone());
        operations().configure(config);
        pages::configure(config);
    }
}

fn operations() -> Operations {
    api::operations(Operations::new(BASE, &DESCRIPTION, Arc::new(OpenGate)))
}

/// Its API document.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    operations().document()
}
