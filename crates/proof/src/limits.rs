//! Room for the open files of many connections.

use anyhow::{Context, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Open files beside the connections: the log, the read models, the program itself.
const OTHERS: u64 = 256;

/// Raises the limit of open files, for this process and those that it starts.
///
/// # Errors
/// When the system allows fewer than the connections need.
pub fn raise(connections: u64) -> anyhow::Result<()> {
    let need = connections + OTHERS;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= need) {
        return Ok(());
    }
    ensure!(
        maximum.is_none_or(|maximum| maximum >= need),
        "{connections} connections need {need} open files, and the system allows {}: raise it \
         with `ulimit -Hn {need}`, or ask for fewer",
        maximum.unwrap_or_default()
    );
    setrlimit(Resource::Nofile, Rlimit { current: Some(need), maximum })
        .context("the limit of open files cannot be raised")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_connections_are_refused_with_what_to_do() {
        raise(1).unwrap();
        if getrlimit(Resource::Nofile).maximum.is_some() {
            let refused = raise(u64::MAX / 2).unwrap_err().to_string();
            assert!(refused.contains("ulimit"), "{refused}");
        }
    }
}
