//! The resident memory of the platform.

use anyhow::Context;
use serde::Serialize;
use std::fs;

/// Resident memory, in KiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// Just started, with an empty log.
    pub at_rest: u64,
    /// With all providers registered, before the storm.
    pub before: u64,
    /// The most at any moment, of every process that there was.
    pub peak: u64,
    /// A second after the last answer.
    pub after: u64,
}

impl Memory {
    /// Reads how it is with a process now.
    pub(super) fn sample(&mut self, process: u32) -> anyhow::Result<()> {
        let file = format!("/proc/{process}/status");
        let status = fs::read_to_string(&file).with_context(|| file.clone())?;
        let read = |name| kibibytes(&status, name).with_context(|| format!("{name} in {file}"));
        self.after = read("VmRSS:")?;
        self.peak = self.peak.max(read("VmHWM:")?);
        if self.at_rest == 0 {
            self.at_rest = self.after;
        }
        Ok(())
    }

    /// The last sample was the one before the storm.
    pub(super) fn before(&mut self) {
        self.before = self.after;
    }
}

fn kibibytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_of_this_process_is_known() {
        let mut memory = Memory::default();
        memory.sample(std::process::id()).unwrap();
        assert!(memory.at_rest > 0 && memory.peak >= memory.at_rest, "{memory:?}");
        assert!(memory.sample(u32::MAX).is_err());
        assert_eq!(kibibytes("VmRSS:\t  1234 kB\n", "VmRSS:"), Some(1_234));
    }
}
