//! `samenspraak`: the platform, or any one of its services, and the tools around the log.
#![allow(clippy::print_stderr, reason = "a command line tells there why it failed")]

use clap::Parser;
use platform::Cli;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match platform::run(cli) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // The whole chain: the last link often says what to do.
            eprintln!("samenspraak: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
