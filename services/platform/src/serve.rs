//! The services at work: in one process, or one of them.

use crate::parts::{Parts, mailer};
use actix_web::dev::ServerHandle;
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpServer};
use anyhow::Context;
use clap::ValueEnum;
use council::Council;
use courier::{CourierSettings, Standby};
use dialogue::AnyEvent;
use event_log::Position;
use http::Readiness;
use mail::Link;
use municipality::Municipality;
use portal::Site;
use projection::{ProjectionError, Runner};
use provider::ProviderService;
use public::PublicService;
use service::Model;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long a client may take to send the head of its request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// How long running requests get to finish when the process stops, in seconds.
const SHUTDOWN_SECONDS: u64 = 20;

/// A service that can run in a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Service {
    /// The service of the municipalities.
    Municipality,
    /// The service of the providers.
    Provider,
    /// The service of the client councils.
    Council,
    /// The public pages and data.
    Public,
    /// Mail.
    Courier,
}

impl Service {
    /// All services.
    pub const ALL: [Self; 5] =
        [Self::Municipality, Self::Provider, Self::Council, Self::Public, Self::Courier];

    /// The name of its read model, when it has one.
    pub(crate) const fn read_model(self) -> Option<&'static str> {
        match self {
            Self::Municipality => Some("municipality"),
            Self::Provider => Some("provider"),
            Self::Council => Some("council"),
            Self::Public => Some("public"),
            Self::Courier => None,
        }
    }
}

/// The services that answer requests, as far as they run in this process.
#[derive(Clone, Default)]
pub(crate) struct Built {
    municipality: Option<Municipality>,
    provider: Option<ProviderService>,
    council: Option<Council>,
    public: Option<PublicService>,
}

impl Built {
    fn configure(&self, config: &mut ServiceConfig) {
        if let Some(service) = &self.municipality {
            service.configure(config);
        }
        if let Some(service) = &self.provider {
            service.configure(config);
        }
        if let Some(service) = &self.council {
            service.configure(config);
        }
        // The public pages take what is left, so they come last.
        match &self.public {
            Some(service) => service.configure(config),
            None => {
                config.default_service(web::to(http::nothing_here));
            }
        }
    }
}

/// Running services.
pub struct Running {
    /// The address that is listened on.
    pub address: SocketAddr,
    server: ServerHandle,
    serving: JoinHandle<std::io::Result<()>>,
    stopping: Arc<AtomicBool>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    models: Vec<Model>,
    courier: Option<Standby>,
}

impl Running {
    /// Lets the courier begin its work.
    pub fn release_courier(&mut self) {
        if let Some(courier) = self.courier.take() {
            self.tasks.push(tokio::spawn(courier.run(self.stop.subscribe())));
        }
    }

    /// From now on `/health/ready` tells that this process is about to stop; requests are still
    /// answered.
    pub fn announce_stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Stops taking requests, lets those that run finish, and ends everything behind them.
    ///
    /// # Errors
    /// When the server failed while it ran.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.server.stop(true).await;
        self.serving.await?.context("the server failed")?;
        self.stop.send_replace(true);
        for task in self.tasks {
            task.await?;
        }
        Ok(())
    }

    /// Waits until every read model has seen a position. Answers whether all have, in time.
    pub async fn caught_up(&self, position: Position, at_most: Duration) -> bool {
        for model in &self.models {
            if !model.read_model().wait_until(position, at_most).await {
                return false;
            }
        }
        true
    }
}

/// Starts services. They answer once this function does; whether their read models have caught
/// up, `/health/ready` tells. A courier has its place in the log, or stands by while another one
/// has it, and waits to be released.
///
/// # Errors
/// When a service cannot be built or the address is taken.
pub async fn start(
    parts: &Parts,
    services: &[Service],
    read_models: &Path,
) -> anyhow::Result<Running> {
    let listener = TcpListener::bind(parts.settings.listen)
        .with_context(|| format!("cannot listen on {}", parts.settings.listen))?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let mut tasks = vec![];
    let (built, models, runners) = build(parts, services, read_models, address).await?;
    for runner in runners {
        tasks.push(tokio::spawn(runner.run(stopped.clone())));
    }
    let courier = match services.contains(&Service::Courier) {
        true => Some(courier(parts, address).await?),
        false => None,
    };
    let head = parts.shared.log().head().await?.position;
    let stopping = Arc::new(AtomicBool::new(false));
    // A replica is ready when it has seen what stood in the log when it started. Until then it
    // shows nothing, for balancers that do not ask whether it is ready.
    models.iter().for_each(|model| model.read_model().begin_at(head));
    let readiness = readiness(models.clone(), stopping.clone());
    let mut server = HttpServer::new(move || {
        App::new()
            .configure(|config| http::health(config, readiness.clone()))
            .configure(|config| built.configure(config))
    })
    .client_request_timeout(HEAD_TIMEOUT)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .disable_signals();
    if let Some(workers) = parts.settings.workers {
        server = server.workers(workers);
    }
    let server = server.listen(listener).context("cannot start the server")?.run();
    let handle = server.handle();
    let serving = tokio::spawn(server);
    Ok(Running { address, server: handle, serving, stopping, stop, tasks, models, courier })
}

/// A replica is ready from when its read models have caught up until it stops. A courier is ready
/// also while it stands by.
fn readiness(
    models: Vec<Model>,
    stopping: Arc<AtomicBool>,
) -> Arc<dyn Fn() -> Readiness + Send + Sync> {
    Arc::new(move || {
        if stopping.load(Ordering::SeqCst) {
            Readiness::Stopping
        } else if models.iter().all(|model| model.read_model().has_begun()) {
            Readiness::Ready
        } else {
            Readiness::CatchingUp
        }
    })
}

pub(crate) async fn build(
    parts: &Parts,
    services: &[Service],
    directory: &Path,
    address: SocketAddr,
) -> Result<(Built, Vec<Model>, Vec<Runner<AnyEvent>>), ProjectionError> {
    let (mut built, mut models, mut runners) = (Built::default(), vec![], vec![]);
    let shared = || parts.shared.clone();
    if services.contains(&Service::Municipality) {
        let (service, runner) = Municipality::build(shared(), directory).await?;
        models.push(service.model().clone());
        runners.push(runner);
        built.municipality = Some(service);
    }
    if services.contains(&Service::Provider) {
        let (service, runner) = ProviderService::build(shared(), directory).await?;
        models.push(service.model().clone());
        runners.push(runner);
        built.provider = Some(service);
    }
    if services.contains(&Service::Council) {
        let (service, runner) = Council::build(shared(), directory).await?;
        models.push(service.model().clone());
        runners.push(runner);
        built.council = Some(service);
    }
    if services.contains(&Service::Public) {
        let (feed, files) = (parts.shared.feed.clone(), parts.shared.files.clone());
        let site = site(parts, address);
        let (service, runner) = PublicService::build(feed, files, directory, site).await?;
        models.push(service.model().clone());
        runners.push(runner);
        built.public = Some(service);
    }
    Ok((built, models, runners))
}

/// Where readers find the public pages.
fn pages(parts: &Parts, address: SocketAddr) -> String {
    match &parts.settings.public_address {
        Some(pages) => pages.to_string(),
        None => format!("http://{address}"),
    }
}

fn site(parts: &Parts, address: SocketAddr) -> Site {
    let address = pages(parts, address);
    match &parts.settings.site {
        Some(site) => Site {
            address,
            operator: site.operator.to_string(),
            contact: site.contact.to_string(),
            theme: site.theme.clone(),
        },
        None => Site {
            address,
            operator: "een proefopstelling op deze computer".to_owned(),
            contact: "beheer@samenspraak.example".to_owned(),
            theme: None,
        },
    }
}

async fn courier(parts: &Parts, address: SocketAddr) -> anyhow::Result<Standby> {
    let (mailer, sender) = mailer(&parts.settings)?;
    let pages = pages(parts, address).parse::<Link>()?;
    let settings = CourierSettings { sender, pages, reminder: parts.settings.reminder };
    let file = parts.settings.data.join("courier.sqlite");
    let (feed, vault) = (parts.shared.feed.clone(), parts.shared.vault.clone());
    Ok(Standby::open(&file, feed, vault, mailer, settings).await?)
}
