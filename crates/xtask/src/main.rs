//! The project's own commands. `cargo xtask test` sets up and runs everything.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod policy;
mod run;
mod steps;
mod tidy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "The project's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up and run everything: form, tidy, lints, dependency policy, all tests, documents.
    Test,
    /// Write what stands in the repository and comes from the code: API documents, events, guide.
    Spec,
    /// Check what the compiler does not: imports, lengths, words, dependencies.
    Tidy,
    /// Start the platform with the demonstration, in a directory that is thrown away.
    Demo,
    /// Measure the platform against the disk and a bare endpoint, in one run.
    Bench {
        /// Seconds for each measurement.
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=120))]
        seconds: u64,
    },
    /// Let many providers submit towards a closing, over HTTP, and check what they were told.
    ///
    /// For example `cargo xtask storm --providers 10000 --seconds 60 --crash`. Everything after
    /// `storm` is for the program `proof`; `cargo run -p proof -- storm --help` tells it all.
    Storm {
        /// How many, how long, and how: --providers, --each, --seconds, --after, --in-flight,
        /// --crash, --log, --keep, --results.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Test => steps::test(),
        Command::Spec => steps::spec(),
        Command::Tidy => steps::tidy(),
        Command::Demo => steps::demo(),
        Command::Bench { seconds } => steps::bench(seconds),
        Command::Storm { options } => steps::storm(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
