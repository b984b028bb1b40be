//! PostgreSQL: a server of its own for each test process, which ends with it.

pub mod instance;
pub mod pair;

pub use instance::Instance;
pub use pair::Pair;

use super::machine::Machine;
use super::{ToolError, printed};
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// The oldest version that the platform works with.
const VERSION_MIN: u32 = 15;

/// The number in the name of a socket. It takes no port: the socket stands in a directory.
const PORT: u16 = 5432;

/// Where Debian puts the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Runs the server for as long as its input stays open, so that it never outlives whoever started
/// it, however that ends; then clears up.
const KEEPER: &str = "\"$1\" -D \"$2/data\" <&- >\"$2/log\" 2>&1 & server=$!
    cat >/dev/null; kill -INT $server; wait $server; rm -rf \"$2\"";

/// A running server, reached over a socket in its directory: no port is taken.
pub struct PostgresServer {
    directory: PathBuf,
    port: u16,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    databases: AtomicU32,
    /// Its input is what keeps the server.
    _keeper: Child,
}

/// The server of this process.
///
/// # Errors
/// [`ToolError::PostgresMissing`] with what to install.
pub fn postgres() -> Result<&'static PostgresServer, ToolError> {
    static SERVER: OnceLock<Result<PostgresServer, ToolError>> = OnceLock::new();
    let server = SERVER.get_or_init(|| PostgresServer::start(None, "", &[]));
    server.as_ref().map_err(|error| ToolError::PostgresMissing(error.to_string()))
}

/// The directory of PostgreSQL's programs, and as whom they run: as root they refuse to.
///
/// # Errors
/// [`ToolError::PostgresMissing`] with what to install.
pub fn postgres_programs() -> Result<(PathBuf, Option<(u32, u32)>), ToolError> {
    let machine = Machine::this();
    let programs = match newest(&machine) {
        Some(programs) => programs,
        None => {
            machine.install(&["postgresql"], ToolError::PostgresMissing)?;
            let none = || ToolError::PostgresMissing("initdb is not there.".to_owned());
            newest(&machine).ok_or_else(none)?
        }
    };
    let user = machine.root.then(|| account("postgres").or_else(|| account("nobody")));
    Ok((programs, user.flatten()))
}

fn newest(machine: &Machine) -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<u32> =
        versions.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    versions.sort_unstable();
    let newest = versions.into_iter().rev().find(|version| *version >= VERSION_MIN);
    let debian = newest.map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin"));
    debian.filter(|programs| programs.join("initdb").exists()).or_else(|| {
        let initdb = machine.find("initdb")?;
        machine.find("postgres")?;
        initdb.parent().map(Path::to_owned)
    })
}

/// A user of this machine: its number and that of its group.
fn account(name: &str) -> Option<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2).map_while(|field| field.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

impl PostgresServer {
    /// A server with settings and files of its own; the settings go after the usual ones. With
    /// a port it listens on the loopback address too.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what to install, or with what the server says.
    pub fn start(
        port: Option<u16>,
        settings: &str,
        files: &[(&str, &str)],
    ) -> Result<Self, ToolError> {
        let (programs, user) = postgres_programs()?;
        let directory = tempfile::tempdir().map_err(ToolError::at(Path::new("/tmp")))?;
        let directory = TempDir::keep(directory);
        give(&directory, user)?;
        let data = directory.join("data");
        let mut initdb = as_user(&programs.join("initdb"), user);
        initdb.arg("-D").arg(&data).args(["-U", "postgres", "-E", "UTF8", "--no-sync"]);
        printed(initdb.args(["--locale", "C", "--auth", "trust"]), ToolError::PostgresMissing)?;
        let listen = match port {
            Some(port) => format!("listen_addresses = '127.0.0.1'\nport = {port}"),
            None => "listen_addresses = ''".to_owned(),
        };
        let settings = format!(
            "{listen}\nunix_socket_directories = '{}'\nmax_connections = 1000\n\
             shared_buffers = 256MB\n{settings}\n",
            directory.display()
        );
        let settings = [("postgresql.auto.conf", settings.as_str())];
        for (name, content) in settings.iter().chain(files) {
            let file = data.join(name);
            fs::write(&file, content).map_err(ToolError::at(&file))?;
            give(&file, user)?;
        }
        let mut keeper = as_user(Path::new("sh"), user);
        keeper.args(["-c", KEEPER, "sh"]).arg(programs.join("postgres")).arg(&directory);
        // A group of its own: what interrupts the tests must not end the keeper before the server.
        keeper.process_group(0).stdin(Stdio::piped());
        let _keeper = keeper.spawn().map_err(ToolError::at(&directory))?;
        let databases = AtomicU32::new(0);
        let port = port.unwrap_or(PORT);
        let server = Self { directory, port, programs, user, databases, _keeper };
        server.wait()?;
        Ok(server)
    }

    fn client(&self, program: &str) -> Command {
        let mut client = as_user(&self.programs.join(program), self.user);
        client.arg("-h").arg(&self.directory).args(["-p", &self.port.to_string()]);
        client
    }

    /// Until it answers.
    fn wait(&self) -> Result<(), ToolError> {
        let mut ready = self.client("pg_isready");
        ready.args(["-q", "-t", "1"]);
        for _ in 0..600 {
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
        Err(ToolError::PostgresMissing(format!("The server does not start. It says:\n{log}")))
    }

    /// The address of a new, empty database, for the owner of the server.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what the server says.
    pub fn database(&self) -> Result<String, ToolError> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number}");
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"))?;
        Ok(self.address("postgres", &name))
    }

    /// The address of a database for a user.
    #[must_use]
    pub fn address(&self, user: &str, database: &str) -> String {
        let socket = self.directory.display().to_string().replace('/', "%2F");
        format!("postgres://{user}@{socket}:{}/{database}", self.port)
    }

    /// Runs statements in a database as its owner. Answers what they print, a row a line.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what the server says.
    pub fn sql(&self, database: &str, statements: &str) -> Result<String, ToolError> {
        let mut psql = self.client("psql");
        psql.args(["-U", "postgres", "-d", database]);
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statements]);
        printed(&mut psql, ToolError::PostgresMissing)
    }
}

/// A command of another user, in a directory that everybody may enter.
#[must_use]
pub fn as_user(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    // Nothing that stands in the home of whoever runs the tests is for it.
    command.current_dir("/").env("LC_ALL", "C").env("HOME", "/nonexistent");
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command
}

/// Gives a file or directory to a user, and to nobody else.
///
/// # Errors
/// [`ToolError::File`] when it cannot be given.
pub fn give(path: &Path, user: Option<(u32, u32)>) -> Result<(), ToolError> {
    let mode = match path.is_dir() {
        true => 0o700,
        false => 0o600,
    };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(ToolError::at(path))?;
    match user {
        Some((user, group)) => chown(path, Some(user), Some(group)).map_err(ToolError::at(path)),
        None => Ok(()),
    }
}
