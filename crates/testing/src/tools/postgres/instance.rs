//! One server with settings of its own, that a test stops, kills and holds as it likes.

use super::super::{ToolError, printed};
use super::pair::TAKEN;
use super::{as_user, give};
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// Runs a server for as long as its input stays open, also when it was killed or held meanwhile.
/// Its output stays open as long as it is at work itself.
const KEEPER: &str = "\"$1\" -c config_file=\"$2/postgresql.conf\" <&- >>\"$2/log\" 2>&1 &
    server=$!; cat >&2
    held=$(cat /proc/$server/task/$server/children)
    kill -QUIT $server; kill -CONT $server $held; wait $server";

/// Takes a directory away when the last keeper has gone.
const CLEARER: &str = "cat >&2; rm -rf \"$1\"";

/// How long a server may take for anything.
const LIMIT: Duration = Duration::from_secs(60);

/// Ports that no connection gets by itself: those begin at 32768.
const PORTS: std::ops::Range<u16> = 15_000..32_000;

/// Where servers of one test stand. It ends with the test process, and with it what stands there.
pub struct Place {
    pub(super) directory: PathBuf,
    pub(super) programs: PathBuf,
    pub(super) user: Option<(u32, u32)>,
    open: Option<ChildStdin>,
}

impl Place {
    /// An empty one.
    ///
    /// # Errors
    /// [`ToolError`] when it cannot be made.
    pub fn new() -> Result<Self, ToolError> {
        let (programs, user) = super::postgres_programs()?;
        let directory = tempfile::tempdir().map_err(ToolError::at(Path::new("/tmp")))?.keep();
        give(&directory, user)?;
        let mut clearer = as_user(Path::new("sh"), user);
        clearer.args(["-c", CLEARER, "sh"]).arg(&directory);
        clearer.process_group(0).stdin(Stdio::piped()).stderr(Stdio::null());
        let open = clearer.spawn().map_err(ToolError::at(&directory))?.stdin.take();
        Ok(Self { directory, programs, user, open })
    }

    /// A file in it, readable by the servers alone.
    ///
    /// # Errors
    /// [`ToolError::File`] when it cannot be written.
    pub fn write(&self, name: &str, content: &str) -> Result<PathBuf, ToolError> {
        let file = self.directory.join(name);
        fs::write(&file, content).map_err(ToolError::at(&file))?;
        give(&file, self.user)?;
        Ok(file)
    }

    /// A directory in it.
    ///
    /// # Errors
    /// [`ToolError::File`] when it cannot be made.
    pub fn make(&self, name: &str) -> Result<PathBuf, ToolError> {
        let directory = self.directory.join(name);
        fs::create_dir_all(&directory).map_err(ToolError::at(&directory))?;
        give(&directory, self.user)?;
        Ok(directory)
    }

    /// A command as the user of the servers, that finds PostgreSQL's programs.
    #[must_use]
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = as_user(program.as_ref(), self.user);
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.programs.display()));
        command.env("PGPASSFILE", self.directory.join("passwords"));
        command
    }
}

/// Runs a command to its end.
///
/// # Errors
/// [`ToolError::PostgresMissing`] with what it says.
pub fn done(command: &mut Command) -> Result<String, ToolError> {
    printed(command, ToolError::PostgresMissing)
}

/// A port of the loopback address that nobody has now.
#[must_use]
pub fn free_port() -> u16 {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    loop {
        let here = u32::from(TRIED.fetch_add(1, Ordering::Relaxed)) + std::process::id() * 37;
        let ports = PORTS.start..PORTS.end;
        let port = PORTS.start + (here % ports.len() as u32) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A server. Its settings stand in `NAME/postgresql.conf` of its place, its data in `NAME/data`,
/// its socket in `NAME`.
pub struct Instance {
    /// Its name in its place.
    pub name: String,
    /// Where it listens on the loopback address.
    pub port: u16,
    directory: PathBuf,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    keeper: Option<Child>,
}

impl Instance {
    /// One that does not run yet.
    #[must_use]
    pub fn new(place: &Place, name: &str, port: u16) -> Self {
        let directory = place.directory.join(name);
        let (programs, user) = (place.programs.clone(), place.user);
        Self { name: name.to_owned(), port, directory, programs, user, keeper: None }
    }

    /// Where its data stand.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    /// Its settings.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.directory.join("postgresql.conf")
    }

    /// What it wrote into its journal.
    #[must_use]
    pub fn journal(&self) -> String {
        fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }

    fn said_since(&self, begun: usize, words: &str) -> bool {
        self.journal().get(begun..).is_some_and(|new| new.contains(words))
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what it says.
    pub fn start(&mut self, place: &Place) -> Result<(), ToolError> {
        let open =
            place.open.as_ref().map(|open| std::os::fd::AsFd::as_fd(open).try_clone_to_owned());
        let open = open.transpose().map_err(ToolError::at(&self.directory))?;
        let mut keeper = as_user(Path::new("sh"), self.user);
        keeper.args(["-c", KEEPER, "sh"]).arg(self.programs.join("postgres")).arg(&self.directory);
        // A group of its own: what interrupts the tests must not end the keeper before the server.
        keeper.process_group(0).stdin(Stdio::piped()).stderr(Stdio::null());
        keeper.stdout(open.map_or_else(Stdio::null, Stdio::from));
        self.keeper = Some(keeper.spawn().map_err(ToolError::at(&self.directory))?);
        let begun = self.journal().len();
        self.until(
            |_| {
                let ready = self.client("pg_isready").arg("-q").status();
                ready.is_ok_and(|it| it.success()) || self.said_since(begun, TAKEN)
            },
            String::new,
        );
        match self.said_since(begun, TAKEN) || self.processes().is_empty() {
            true => Err(self.failed("does not start")),
            false => Ok(()),
        }
    }

    /// Kills it and all of its processes where they stand, as a power cut does.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] when it does not run.
    pub fn kill(&mut self) -> Result<(), ToolError> {
        self.signal("KILL")?;
        self.end()
    }

    /// Stops it in an orderly way.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what it says.
    pub fn stop(&mut self) -> Result<(), ToolError> {
        let mut stop = as_user(&self.programs.join("pg_ctl"), self.user);
        done(stop.args(["stop", "-s", "-m", "fast", "-D"]).arg(self.data()))?;
        self.end()
    }

    /// Holds all of its processes where they stand.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] when it does not run.
    pub fn hold(&self) -> Result<(), ToolError> {
        self.signal("STOP")
    }

    /// Lets them go on.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] when it does not run.
    pub fn go_on(&self) -> Result<(), ToolError> {
        self.signal("CONT")
    }

    /// Waits until a question is answered with `t`.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] when it is not, within a minute.
    pub fn until_true(&self, question: &str) -> Result<(), ToolError> {
        match self.until(|told| told.trim() == "t", || self.ask(question)) {
            true => Ok(()),
            false => Err(self.failed(&format!("keeps answering {:?}", self.ask(question)))),
        }
    }

    fn until(&self, good: impl Fn(&str) -> bool, ask: impl Fn() -> String) -> bool {
        let limit = Instant::now() + LIMIT;
        while !good(&ask()) {
            if Instant::now() > limit {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }

    fn ask(&self, question: &str) -> String {
        self.sql("postgres", question).unwrap_or_else(|error| error.to_string())
    }

    /// Runs statements in a database as the superuser. Answers what they print, a row a line.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what the server says.
    pub fn sql(&self, database: &str, statements: &str) -> Result<String, ToolError> {
        done(self.psql(database).args(["-c", statements]))
    }

    /// A psql in a database, as the superuser.
    #[must_use]
    pub fn psql(&self, database: &str) -> Command {
        let mut psql = self.client("psql");
        psql.args(["-U", "postgres", "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1"]);
        psql
    }

    /// A program of PostgreSQL, on the socket of this server.
    #[must_use]
    pub fn client(&self, program: &str) -> Command {
        let mut client = as_user(&self.programs.join(program), self.user);
        client.arg("-h").arg(&self.directory).args(["-p", &self.port.to_string()]);
        client
    }

    /// The process of the server, and those that it started.
    fn processes(&self) -> Vec<String> {
        let noted = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let Some(server) = noted.lines().next() else { return vec![] };
        let children = format!("/proc/{server}/task/{server}/children");
        let children = fs::read_to_string(children).unwrap_or_default();
        let all = std::iter::once(server).chain(children.split_whitespace());
        all.map(ToOwned::to_owned).collect()
    }

    fn signal(&self, signal: &str) -> Result<(), ToolError> {
        let mut kill = Command::new("kill");
        // One that ended by itself just now is no reason to stop.
        let _ = kill.arg(format!("-{signal}")).args(self.processes()).output();
        let left = self.processes();
        match left.is_empty() {
            true => Err(self.failed("does not run")),
            false => Ok(()),
        }
    }

    /// Waits for the keeper of a server that ended.
    fn end(&mut self) -> Result<(), ToolError> {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            keeper.wait().map_err(ToolError::at(&self.directory))?;
        }
        Ok(())
    }

    fn failed(&self, what: &str) -> ToolError {
        let journal = self.journal();
        ToolError::PostgresMissing(format!("Server {} {what}. It says:\n{journal}", self.name))
    }
}
