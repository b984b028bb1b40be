//! The program `samenspraak`, as somebody who starts it hears of it.

use anyhow::Context;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::Child;
use std::sync::mpsc;
use std::time::Duration;

/// How long it gets to start, and to stop.
pub(crate) const WITHIN: Duration = Duration::from_secs(120);

/// The address that it tells it listens on: it tells it once it answers.
pub(crate) fn told(child: &mut Child) -> anyhow::Result<SocketAddr> {
    let said = child.stdout.take().context("nothing can be heard of it")?;
    let (tell, heard) = mpsc::channel();
    // It says more later, and somebody has to listen for as long as it runs.
    std::thread::spawn(move || {
        for line in BufReader::new(said).lines().map_while(Result::ok) {
            if let Some(address) = address(&line) {
                // Whoever no longer waits has given up.
                let _ = tell.send(address);
            }
        }
    });
    Ok(heard.recv_timeout(WITHIN)?)
}

/// The address in a line that tells it: of all services together, or of one.
fn address(line: &str) -> Option<SocketAddr> {
    let (before, address) = line.split_once("http://")?;
    let tells = before.contains("public pages") || before.starts_with("Samenspraak, service");
    tells.then(|| address.trim_end_matches('/').parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_heard_of_all_services_and_of_one() {
        let here = "127.0.0.1:4711".parse().ok();
        assert_eq!(address("  public pages         http://127.0.0.1:4711/"), here);
        assert_eq!(address("Samenspraak, service Council, on http://127.0.0.1:4711"), here);
        assert_eq!(address("  API council          http://127.0.0.1:4711/council/v1/docs"), None);
    }
}
