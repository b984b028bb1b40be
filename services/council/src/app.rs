//! How the service is put together, apart from running it.

use crate::{api, projections};
use actix_web::web::{Data, ServiceConfig};
use dialogue::AnyEvent;
use http::{ApiDescription, Gate, Operations};
use projection::{ProjectionError, Runner};
use service::{Door, Model, Shared};
use std::path::Path;
use std::sync::Arc;
use vocabulary::CouncilCode;

/// Where its operations stand.
pub const BASE: &str = "/council/v1";

const DESCRIPTION: ApiDescription = ApiDescription {
    title: "Samenspraak for client councils",
    description: "See what advice is asked, draft and file advice, asked or of one's own accord, \
                  and follow the response to each recommendation.",
};

/// What every operation has at hand.
pub struct App {
    /// What the services of this process share.
    pub shared: Shared,
    /// The read model of this service.
    pub model: Model,
}

/// The service, built but not running.
#[derive(Clone)]
pub struct Council {
    app: Data<App>,
    gate: Arc<Door<CouncilCode>>,
}

impl Council {
    /// Builds the service with its read model in a directory. Run the runner beside it.
    ///
    /// # Errors
    /// When the read model cannot be opened.
    pub async fn build(
        shared: Shared,
        directory: &Path,
    ) -> Result<(Self, Runner<AnyEvent>), ProjectionError> {
        let file = directory.join("council.sqlite");
        let (model, runner) = Runner::open(&file, shared.feed.clone(), projections::all()).await?;
        let gate = Arc::new(Door::new(shared.clone()));
        let app = Data::new(App { shared, model: Model::new(model) });
        Ok((Self { app, gate }, runner))
    }

    /// Its read model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.app.model
    }

    /// Puts its operations into a web application.
    pub fn configure(&self, config: &mut ServiceConfig) {
        config.app_data(self.app.clone());
        operations(self.gate.clone()).configure(config);
    }
}

fn operations(gate: Arc<dyn Gate>) -> Operations {
    api::operations(Operations::new(BASE, &DESCRIPTION, gate))
}

/// Its API document.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    operations(Arc::new(http::ClosedGate)).document()
}
