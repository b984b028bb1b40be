//! A PostgreSQL of the torture's own, to be killed, held and cut off.

use anyhow::Context;
use std::path::PathBuf;
use testing::tools::postgres::instance::{Instance, Place, done};

/// The name of the server in its place.
const NAME: &str = "torture";

/// A server that runs.
pub(super) struct Database {
    place: Place,
    instance: Instance,
    socket: PathBuf,
    made: u32,
}

impl Database {
    /// Sets up an empty server that is reached through a socket. It syncs as one that matters.
    pub(super) fn start() -> anyhow::Result<Self> {
        let place = Place::new()?;
        let socket = place.make(NAME)?;
        let mut instance = Instance::new(&place, NAME, 5_432);
        let mut initdb = place.command("initdb");
        initdb.arg("-D").arg(instance.data()).args(["-U", "postgres", "-E", "UTF8"]);
        done(initdb.args(["--locale", "C", "--auth", "trust"]))?;
        let (data, here) = (instance.data(), socket.display());
        let data = data.display();
        let settings = format!(
            "data_directory = '{data}'\nhba_file = '{data}/pg_hba.conf'\n\
             ident_file = '{data}/pg_ident.conf'\nunix_socket_directories = '{here}'\n\
             listen_addresses = ''\nmax_connections = 300\n"
        );
        place.write(&format!("{NAME}/postgresql.conf"), &settings)?;
        instance.start(&place)?;
        Ok(Self { place, instance, socket, made: 0 })
    }

    /// The address of a new, empty database.
    pub(super) fn fresh(&mut self) -> anyhow::Result<String> {
        self.made += 1;
        let name = format!("round_{}", self.made);
        let make = format!("CREATE DATABASE {name} TEMPLATE template0");
        self.instance.sql("postgres", &make)?;
        let socket = self.socket.display().to_string().replace('/', "%2F");
        Ok(format!("postgres://postgres@{socket}:{}/{name}", self.instance.port))
    }

    /// Throws away the database of the last round.
    pub(super) fn clear(&self) -> anyhow::Result<()> {
        let drop = format!("DROP DATABASE IF EXISTS round_{} WITH (FORCE)", self.made);
        self.instance.sql("postgres", &drop)?;
        Ok(())
    }

    /// Kills it where it stands, as a power cut does.
    pub(super) fn kill(&mut self) -> anyhow::Result<()> {
        Ok(self.instance.kill()?)
    }

    /// Starts it again.
    pub(super) fn again(&mut self) -> anyhow::Result<()> {
        self.instance.start(&self.place).context("the database does not start again")
    }

    /// Holds it where it stands, or lets it go on.
    pub(super) fn hold(&self, hold: bool) -> anyhow::Result<()> {
        Ok(if hold { self.instance.hold() } else { self.instance.go_on() }?)
    }

    /// Cuts every connection of the services. Gives how many.
    pub(super) fn cut(&self) -> anyhow::Result<u64> {
        let cut = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE datname = 'round_{}'",
            self.made
        );
        Ok(self.instance.sql("postgres", &cut)?.trim().parse()?)
    }
}
