//! Faults of the machine that a program runs on, made to order: a disk that is full, read-only,
//! slow, or loses power in the middle of a write, and a clock that somebody sets.
//!
//! A library in C (`faults.c`, by `LD_PRELOAD`) stands between the program and the system and
//! answers as the system would. So it takes no rights, works for root and for everybody else, needs
//! nothing but the C compiler that Rust links with, and faults begin and end while the program
//! runs. It counts how often it struck: a fault that met nobody proves nothing.

use anyhow::{Context, ensure};
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The library.
const SOURCE: &str = include_str!("faults.c");

/// A field of the page that programs and this one share, in the order of `struct page`.
#[derive(Clone, Copy)]
enum Field {
    Limited,
    Room,
    ReadOnly,
    SyncMicros,
    ClockMicros,
    Tears,
    TearsAfter,
    RefusedFull,
    RefusedReadOnly,
    SlowSyncs,
    Torn,
}

/// How many bytes the page has.
const PAGE_BYTES: u64 = 8 * (Field::Torn as u64 + 1);

/// How often each fault struck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Struck {
    /// Writes that were refused because the disk was full.
    pub full: u64,
    /// Changes that were refused because the disk was read-only.
    pub read_only: u64,
    /// Syncs that took longer.
    pub slow_syncs: u64,
    /// Writes that were cut off, with their process.
    pub torn: u64,
}

/// The disk and the clock of some programs. No fault is on at first.
pub struct Machine {
    page: File,
    environment: [(&'static str, PathBuf); 3],
}

impl Machine {
    /// A machine whose disk is a directory, with its own files in another. Both must be there.
    ///
    /// # Errors
    /// When the library cannot be compiled.
    pub fn new(disk: &Path, files: &Path) -> anyhow::Result<Self> {
        let file = |name| files.join(name);
        let (source, library) = (file("faults.c"), file("faults.so"));
        fs::write(&source, SOURCE)?;
        let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
        let made = Command::new(&compiler)
            .args(["-shared", "-fPIC", "-O2", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .output()
            .with_context(|| {
                format!(
                    "{} is not there: install the C compiler that Rust links with, for example \
                     with `apt-get install gcc libc6-dev`",
                    compiler.display()
                )
            })?;
        let told = String::from_utf8_lossy(&made.stderr);
        ensure!(made.status.success(), "faults.c cannot be compiled: {told}");
        let page = file("faults.page");
        let shared = File::options().read(true).write(true).create_new(true).open(&page)?;
        shared.set_len(PAGE_BYTES)?;
        let absolute = |path: &Path| path.canonicalize();
        let environment = [
            ("LD_PRELOAD", absolute(&library)?),
            ("PROOF_FAULTS", absolute(&page)?),
            ("PROOF_FAULTS_BELOW", absolute(disk)?),
        ];
        Ok(Self { page: shared, environment })
    }

    /// What a program needs in its environment to run on this machine.
    #[must_use]
    pub const fn environment(&self) -> &[(&'static str, PathBuf)] {
        &self.environment
    }

    /// From now on so many bytes can be added to files; without a number, as many as there is room
    /// for. What stands in a file can still be written over.
    ///
    /// # Errors
    /// When the machine cannot be reached; so for all that follow.
    pub fn room(&self, bytes: Option<u64>) -> anyhow::Result<()> {
        self.set(Field::Room, i64::try_from(bytes.unwrap_or_default())?)?;
        self.set(Field::Limited, bytes.is_some().into())
    }

    /// From now on nothing can be changed, or again.
    ///
    /// # Errors
    /// When the machine cannot be reached.
    pub fn read_only(&self, on: bool) -> anyhow::Result<()> {
        self.set(Field::ReadOnly, on.into())
    }

    /// From now on each sync takes longer by this.
    ///
    /// # Errors
    /// When the machine cannot be reached.
    pub fn sync_takes(&self, longer: Duration) -> anyhow::Result<()> {
        self.set(Field::SyncMicros, i64::try_from(longer.as_micros())?)
    }

    /// Sets the clock: so many seconds ahead of the right time, or behind it.
    ///
    /// # Errors
    /// When the machine cannot be reached.
    pub fn clock_off_by(&self, seconds: i64) -> anyhow::Result<()> {
        self.set(Field::ClockMicros, seconds * 1_000_000)
    }

    /// Once so many more bytes have been written, the write that is under way ends there, and its
    /// process with it, as when the power fails. One write, once.
    ///
    /// # Errors
    /// When the machine cannot be reached.
    pub fn tear_after(&self, bytes: u64) -> anyhow::Result<()> {
        self.set(Field::TearsAfter, i64::try_from(bytes)?)?;
        self.set(Field::Tears, 1)
    }

    /// Ends every fault. The clock is right again.
    ///
    /// # Errors
    /// When the machine cannot be reached.
    pub fn heal(&self) -> anyhow::Result<()> {
        for field in [Field::Limited, Field::ReadOnly, Field::SyncMicros, Field::Tears] {
            self.set(field, 0)?;
        }
        self.clock_off_by(0)
    }

    /// How often each fault struck until now.
    ///
    /// # Errors
    /// When the machine cannot be reached.
    pub fn struck(&self) -> anyhow::Result<Struck> {
        Ok(Struck {
            full: self.get(Field::RefusedFull)?,
            read_only: self.get(Field::RefusedReadOnly)?,
            slow_syncs: self.get(Field::SlowSyncs)?,
            torn: self.get(Field::Torn)?,
        })
    }

    fn set(&self, field: Field, value: i64) -> anyhow::Result<()> {
        Ok(self.page.write_all_at(&value.to_ne_bytes(), field as u64 * 8)?)
    }

    fn get(&self, field: Field) -> anyhow::Result<u64> {
        let mut bytes = [0; 8];
        self.page.read_exact_at(&mut bytes, field as u64 * 8)?;
        Ok(u64::from_ne_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::Output;
    use std::time::Instant;

    struct Bench {
        machine: Machine,
        disk: tempfile::TempDir,
        _files: tempfile::TempDir,
    }

    impl Bench {
        fn new() -> Self {
            let (disk, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            Self { machine: Machine::new(disk.path(), files.path()).unwrap(), disk, _files: files }
        }

        /// What a line of shell says on this machine, from within its disk.
        fn run(&self, line: &str) -> Output {
            let mut shell = Command::new("sh");
            shell.current_dir(self.disk.path()).args(["-c", line]).env("LC_ALL", "C");
            shell.envs(self.machine.environment().iter().cloned());
            shell.output().unwrap()
        }

        fn refused(&self, line: &str, why: &str) {
            let output = self.run(line);
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success() && told.contains(why), "{line}: {told}");
        }

        fn works(&self, line: &str) -> String {
            let output = self.run(line);
            assert!(output.status.success(), "{line}: {output:?}");
            String::from_utf8(output.stdout).unwrap()
        }
    }

    #[test]
    fn a_full_disk_takes_what_there_is_room_for_and_what_overwrites() {
        let bench = Bench::new();
        bench.works("printf 12345678 >old");
        bench.machine.room(Some(4)).unwrap();
        bench.refused("dd if=/dev/zero of=new bs=6 count=1", "No space left");
        assert_eq!(fs::metadata(bench.disk.path().join("new")).unwrap().len(), 4);
        bench.works("printf abcd | dd of=old conv=notrunc 2>/dev/null");
        assert_eq!(bench.works("cat old"), "abcd5678");
        bench.refused("printf x | dd of=old oflag=append conv=notrunc", "No space left");
        // Other disks have room.
        bench.works("dd if=/dev/zero of=/dev/null bs=6 count=1 2>/dev/null");
        assert_eq!(bench.machine.struck().unwrap(), Struck { full: 2, ..Struck::default() });
        bench.machine.heal().unwrap();
        bench.works("dd if=/dev/zero of=new bs=6 count=1 2>/dev/null");
    }

    #[test]
    fn a_read_only_disk_can_be_read_and_no_more() {
        let bench = Bench::new();
        bench.works("echo a >a");
        bench.machine.read_only(true).unwrap();
        for change in ["echo b >a", "echo b >>a", "echo b >b", "rm -f a", "mkdir c", "mv a b"] {
            bench.refused(change, "Read-only file system");
        }
        assert_eq!(bench.works("cat a"), "a\n");
        assert!(bench.machine.struck().unwrap().read_only >= 6);
        bench.machine.heal().unwrap();
        bench.works("rm a");
    }

    #[test]
    fn a_sync_takes_as_long_as_it_is_told() {
        let bench = Bench::new();
        bench.machine.sync_takes(Duration::from_millis(300)).unwrap();
        let begun = Instant::now();
        bench.works("dd if=/dev/zero of=a bs=6 count=1 conv=fsync 2>/dev/null");
        assert!(begun.elapsed() >= Duration::from_millis(300));
        assert_eq!(bench.machine.struck().unwrap().slow_syncs, 1);
    }

    #[test]
    fn a_torn_write_ends_where_the_power_failed_and_so_does_its_process() {
        let bench = Bench::new();
        bench.machine.tear_after(10).unwrap();
        let torn = bench.run("exec dd if=/dev/zero of=a bs=6 count=3");
        assert_eq!(torn.status.signal(), Some(9));
        assert_eq!(fs::metadata(bench.disk.path().join("a")).unwrap().len(), 10);
        assert_eq!(bench.machine.struck().unwrap().torn, 1);
        bench.works("dd if=/dev/zero of=a bs=6 count=3 2>/dev/null");
    }

    #[test]
    fn a_clock_is_off_as_far_as_it_is_told() {
        let bench = Bench::new();
        let now = || bench.works("date +%s").trim().parse::<i64>().unwrap();
        let right = now();
        for off in [-86_400, 3_600] {
            bench.machine.clock_off_by(off).unwrap();
            assert!((now() - right - off).abs() < 60);
        }
        bench.machine.heal().unwrap();
        assert!((now() - right).abs() < 60);
    }
}
