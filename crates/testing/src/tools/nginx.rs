//! nginx, as a reverse proxy before what a test starts. It ends with the test process.

use super::ToolError;
use super::machine::Machine;
use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Everything around a site, below the directory in which nginx runs. Nothing of the machine's own
/// nginx is used.
const MAIN: &str = "user root root;
worker_processes 2;
pid nginx.pid;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path client;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}
";

/// Runs nginx for as long as its input stays open, so that it never outlives whoever started it,
/// however that ends; then clears up.
const KEEPER: &str =
    "\"$1\" -p \"$2/\" -c nginx.conf -e log -g 'daemon off;' <&- >\"$2/log\" 2>&1 &
    server=$!; cat >/dev/null; kill -TERM $server; wait $server; rm -rf \"$2\"";

/// A running nginx.
pub struct Nginx {
    directory: TempDir,
    /// Its input is what keeps nginx.
    keeper: Child,
}

impl Nginx {
    /// Starts it with what stands in the block `http` of its configuration, and waits until it
    /// listens on an address.
    ///
    /// # Errors
    /// [`ToolError::NginxMissing`] with what to install, or with what nginx says.
    pub fn start(site: &str, address: SocketAddr) -> Result<Self, ToolError> {
        let nginx = Machine::this().obtain(&["nginx"], &["nginx"], ToolError::NginxMissing)?;
        let directory = tempfile::tempdir().map_err(ToolError::at(Path::new("/tmp")))?;
        for (name, content) in [("nginx.conf", MAIN), ("site.conf", site)] {
            let file = directory.path().join(name);
            fs::write(&file, content).map_err(ToolError::at(&file))?;
        }
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(nginx).arg(directory.path());
        // A group of its own: what interrupts the tests must not end the keeper before nginx.
        keeper.process_group(0).stdin(Stdio::piped());
        let keeper = keeper.spawn().map_err(ToolError::at(directory.path()))?;
        let nginx = Self { directory, keeper };
        for _ in 0..200 {
            if TcpStream::connect(address).is_ok() {
                return Ok(nginx);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(ToolError::NginxMissing(format!("It does not start. It says:\n{}", nginx.log())))
    }

    /// What it told so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Its directory must not go before it.
        let _ = self.keeper.wait();
    }
}
