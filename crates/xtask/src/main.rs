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
    /// Measure the platform, each figure against a reference of the same run.
    ///
    /// For example `cargo xtask bench --only log- read-point --turns 1`. Everything after `bench`
    /// is for the benchmark; `cargo bench -p platform --bench figures -- --help` tells it all. A
    /// run of everything is written into docs/benchmarks.
    Bench {
        /// How long, how often, and what: --seconds, --turns, --only, --storm-seconds, --events.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
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
    /// Break one thing after another under the platform while providers submit, and check what
    /// they were told.
    ///
    /// For example `cargo xtask torture --minutes 20 --log postgres`. Everything after `torture` is
    /// for the program `proof`; `cargo run -p proof -- torture --help` tells it all.
    Torture {
        /// How long, what and where: --minutes, --rounds, --seed, --log, --only, --results.
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
        Command::Bench { options } => steps::bench(&options),
        Command::Storm { options } => steps::proof("storm", &options),
        Command::Torture { options } => steps::proof("torture", &options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
