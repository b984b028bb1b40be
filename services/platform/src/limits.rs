//! What the system lets this process have.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The most open files that are asked for. Each connection is one.
const OPEN_FILES_MAX: u64 = 1 << 20;

/// Takes all open files that the system allows: by itself it often gives 1,024, and so many idle
/// connections would keep everybody else out.
pub(crate) fn take_open_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(OPEN_FILES_MAX, |maximum| maximum.min(OPEN_FILES_MAX));
    if current.is_some_and(|current| current < wanted)
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })
    {
        tracing::warn!(error = &error as &dyn std::error::Error, "the limit of open files stays");
    }
}
