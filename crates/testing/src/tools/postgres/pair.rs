//! A primary and a synchronous standby, made from the files in `deploy/postgres` as an
//! administrator makes them.

use super::super::{ToolError, workspace};
use super::instance::{Instance, Place, done, free_port};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The password of every role. They differ on a server that matters.
pub const PASSWORD: &str = "proef-met-spaties en 'tekens'";

/// How often other ports are tried.
const ATTEMPTS: usize = 5;

/// What a server says when somebody has its port.
pub(super) const TAKEN: &str = "could not create any TCP/IP sockets";

/// A primary with its archive, and once it is made a standby. It ends with the test process.
pub struct Pair {
    /// The one that takes writes at first.
    pub a: Instance,
    /// The one that follows at first.
    pub b: Instance,
    place: Place,
}

/// A file of `deploy/postgres`.
fn deployed(name: &str) -> Result<String, ToolError> {
    let file = workspace().join("deploy/postgres").join(name);
    fs::read_to_string(&file).map_err(ToolError::at(&file))
}

impl Pair {
    /// Both, with the standby in sync.
    ///
    /// # Errors
    /// [`ToolError`] with what to install, or with what a server says.
    pub fn start() -> Result<Self, ToolError> {
        let mut pair = Self::primary()?;
        pair.add_standby()?;
        Ok(pair)
    }

    /// The primary alone. Until there is a standby, no commit comes back that waits for one.
    ///
    /// # Errors
    /// [`ToolError`] with what to install, or with what the server says.
    pub fn primary() -> Result<Self, ToolError> {
        let place = Place::new()?;
        place.make("archive")?;
        certify(&place)?;
        let passwords = format!("*:*:*:*:{PASSWORD}\n");
        place.write("passwords", &passwords)?;
        for script in ["archive-wal.sh", "make-standby.sh", "return-as-standby.sh", "roles.sql"] {
            place.write(script, &deployed(script)?)?;
        }
        let (a, b) = (Instance::new(&place, "a", free_port()), Instance::new(&place, "b", 0));
        let mut pair = Self { a, b, place };
        let mut initdb = pair.place.command("initdb");
        initdb.arg("-D").arg(pair.data("a")?).args(["-U", "postgres", "-E", "UTF8", "--no-sync"]);
        done(initdb.args(["--locale", "C", "--data-checksums"]))?;
        pair.a = pair.begin("a", "primary.conf", "")?;
        let mut roles = pair.a.psql("postgres");
        roles.arg("-f").arg(pair.place.directory.join("roles.sql"));
        for role in ["OWNER", "SERVICE", "STANDBY", "VAULT"] {
            roles.env(format!("SAMENSPRAAK_{role}_PASSWORD"), PASSWORD);
        }
        done(&mut roles)?;
        Ok(pair)
    }

    /// Makes the standby, and waits until the primary counts on it.
    ///
    /// # Errors
    /// [`ToolError`] with what went wrong.
    pub fn add_standby(&mut self) -> Result<(), ToolError> {
        let mut make = self.script("make-standby.sh");
        make.arg(self.reach(&self.a, "")).arg("samenspraak_b").arg(self.data("b")?);
        done(&mut make)?;
        self.b = self.begin("b", "standby.conf", "")?;
        self.a.until_true(&in_sync("samenspraak_b"))
    }

    /// Makes the standby the one that takes writes.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what it says.
    pub fn promote(&self) -> Result<(), ToolError> {
        self.b.sql("postgres", "SELECT pg_promote(true, 60)").map(drop)
    }

    /// Lets the first one, which was killed, return as a standby of the second, and the second
    /// wait for it from now on.
    ///
    /// # Errors
    /// [`ToolError`] with what went wrong.
    pub fn return_as_standby(&mut self) -> Result<(), ToolError> {
        let mut back = self.script("return-as-standby.sh");
        back.arg(self.reach(&self.b, " dbname=postgres")).arg("samenspraak_a");
        done(back.arg(self.a.data()).arg(self.a.config()))?;
        self.a.start(&self.place)?;
        let wait = "ALTER SYSTEM SET synchronous_standby_names = 'samenspraak_a'";
        self.b.sql("postgres", wait)?;
        self.b.sql("postgres", "SELECT pg_reload_conf()")?;
        self.b.until_true(&in_sync("samenspraak_a"))
    }

    /// A copy of the data of the primary, to go back from.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what it says.
    pub fn base_backup(&self, name: &str) -> Result<PathBuf, ToolError> {
        let data = self.data(name)?;
        let mut copy = self.a.client("pg_basebackup");
        copy.args(["-U", "postgres", "--checkpoint", "fast", "--wal-method", "none"]);
        done(copy.arg("--no-sync").arg("--pgdata").arg(&data))?;
        Ok(data)
    }

    /// Starts a server on a copy of the data, with settings of its own after all others.
    ///
    /// # Errors
    /// [`ToolError::PostgresMissing`] with what it says.
    pub fn recover(&self, name: &str, settings: &str) -> Result<Instance, ToolError> {
        self.place.write(&format!("{name}/data/recovery.signal"), "")?;
        self.begin(name, "standby.conf", settings)
    }

    /// Where the archive stands.
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        self.place.directory.join("archive")
    }

    /// The address of the log for a role, at both servers.
    #[must_use]
    pub fn address(&self, role: &str) -> String {
        self.address_at(role, &self.servers(), "samenspraak")
    }

    /// The address of the vault, at both servers.
    #[must_use]
    pub fn vault_address(&self) -> String {
        self.address_at("samenspraak_vault", &self.servers(), "samenspraak_vault")
    }

    fn servers(&self) -> String {
        [self.a.port, self.b.port].map(|port| format!("127.0.0.1:{port}")).join(",")
    }

    /// The address of a database for a role, at servers that are named.
    #[must_use]
    pub fn address_at(&self, role: &str, servers: &str, database: &str) -> String {
        let authority = self.place.directory.join("authority.pem");
        let query = format!("sslmode=verify-full&sslrootcert={}", authority.display());
        format!("postgres://{role}@{servers}/{database}?{query}")
    }

    /// How a standby reaches a server, in the words of libpq.
    fn reach(&self, server: &Instance, more: &str) -> String {
        let authority = self.place.directory.join("authority.pem");
        format!(
            "host=127.0.0.1 port={} user=samenspraak_standby sslmode=verify-full \
             sslrootcert={}{more}",
            server.port,
            authority.display()
        )
    }

    /// Where the data of a server go.
    fn data(&self, name: &str) -> Result<PathBuf, ToolError> {
        Ok(self.place.make(name)?.join("data"))
    }

    fn script(&self, name: &str) -> Command {
        let mut script = self.place.command("sh");
        script.arg(self.place.directory.join(name));
        script
    }

    /// Starts a server, on another port when somebody took its own.
    fn begin(&self, name: &str, own: &str, more: &str) -> Result<Instance, ToolError> {
        let mut attempts = 0;
        loop {
            let mut instance = Instance::new(&self.place, name, free_port());
            self.configure(name, own, instance.port, more)?;
            attempts += 1;
            match instance.start(&self.place) {
                Err(_) if instance.journal().contains(TAKEN) && attempts < ATTEMPTS => {}
                started => return started.map(|()| instance),
            }
        }
    }

    /// Writes the settings of a server: those that are deployed, and after them what is of this
    /// machine: where it stands, and who its administrator is.
    fn configure(&self, name: &str, own: &str, port: u16, more: &str) -> Result<(), ToolError> {
        let directory = self.place.make(name)?;
        self.place.make(&format!("{name}/conf.d"))?;
        let place = self.place.directory.display();
        let here = directory.display();
        for file in ["both.conf", own] {
            self.place.write(&format!("{name}/conf.d/{file}"), &deployed(file)?)?;
        }
        let machine = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\n\
             unix_socket_directories = '{here}'\n\
             ssl_cert_file = '{place}/server.crt'\nssl_key_file = '{place}/server.key'\n\
             archive_command = 'sh {place}/archive-wal.sh \"%p\" {place}/archive \"%f\"'\n\
             shared_buffers = 64MB\n{more}\n"
        );
        self.place.write(&format!("{name}/conf.d/this-machine.conf"), &machine)?;
        let hba = deployed("pg_hba.conf")?.replace("10.0.0.0/24", "127.0.0.1/32");
        self.place.write(&format!("{name}/pg_hba.conf"), &hba.replace("peer", "trust"))?;
        self.place.write(&format!("{name}/pg_ident.conf"), "")?;
        let main = format!(
            "data_directory = '{here}/data'\nhba_file = '{here}/pg_hba.conf'\n\
             ident_file = '{here}/pg_ident.conf'\ninclude_dir = 'conf.d'\n"
        );
        self.place.write(&format!("{name}/postgresql.conf"), &main).map(drop)
    }
}

/// Whether a standby is one that commits wait for.
fn in_sync(standby: &str) -> String {
    format!(
        "SELECT count(*) = 1 FROM pg_stat_replication \
         WHERE application_name = '{standby}' AND sync_state IN ('sync', 'quorum')"
    )
}

/// A certificate of an authority of its own, for the loopback address.
fn certify(place: &Place) -> Result<(), ToolError> {
    let make = || -> Result<[String; 3], rcgen::Error> {
        let mut authority = CertificateParams::new(vec![])?;
        // A name of its own: what bears the name of its issuer is taken to have signed itself.
        authority.distinguished_name.push(DnType::CommonName, "Proefautoriteit");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let names = CertificateParams::new(vec!["127.0.0.1".to_owned()])?;
        let certificate = names.signed_by(&key, &authority)?;
        Ok([authority.pem(), certificate.pem(), key.serialize_pem()])
    };
    let made = make().map_err(|error| ToolError::PostgresMissing(error.to_string()))?;
    for (name, content) in ["authority.pem", "server.crt", "server.key"].into_iter().zip(made) {
        place.write(name, &content)?;
    }
    Ok(())
}
