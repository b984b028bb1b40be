//! `proof`: lets a deadline storm pass over the platform, breaks everything under it, and checks
//! what clients were told.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it answers on the terminal")]

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use platform::StoreAddress;
use proof::history::History;
use proof::storm::{self, Files, PROVIDERS_MAX, Plan, Progress, Totals};
use proof::torture::{self, Engine, Length, Scenario};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

#[derive(Parser)]
#[command(about = "Whether the platform keeps its word")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Let many providers submit to a round that closes, and check what they were told.
    Storm(StormArguments),
    /// Break one thing after another under the platform while providers submit, and check what
    /// they were told.
    Torture(TortureArguments),
    /// Check the history of a storm against a log.
    Check {
        /// The history.
        history: PathBuf,
        /// The log: sqlite:PATH or postgres://…
        #[arg(long)]
        log: StoreAddress,
    },
}

#[derive(Args)]
struct StormArguments {
    /// The program `samenspraak`.
    #[arg(long, value_name = "FILE")]
    program: PathBuf,
    /// How many providers submit.
    #[arg(long, default_value_t = 1_000,
        value_parser = clap::value_parser!(u32).range(1..=i64::from(PROVIDERS_MAX)))]
    providers: u32,
    /// How many submissions each of them has.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    each: u32,
    /// How many seconds the storm lasts until the closing.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// How many seconds it goes on after the closing.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    after: u64,
    /// Keep so many requests in flight all the time, instead of a rise towards the closing.
    #[arg(long, value_name = "N")]
    in_flight: Option<u32>,
    /// Kill the platform midway, as kill -9 does, and start it again.
    #[arg(long)]
    crash: bool,
    /// The log: sqlite:PATH or postgres://…; a file that is thrown away when absent.
    #[arg(long, value_name = "ADDRESS")]
    log: Option<String>,
    /// Where the platform keeps its data; a directory that is thrown away when absent.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Where history, report and picture are put.
    #[arg(long, value_name = "DIR", default_value = "target/storm")]
    results: PathBuf,
}

#[derive(Args)]
struct TortureArguments {
    /// The program `samenspraak`.
    #[arg(long, value_name = "FILE")]
    program: PathBuf,
    /// How many minutes it goes on.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    minutes: u64,
    /// How many rounds instead.
    #[arg(long, conflicts_with = "minutes")]
    rounds: Option<u64>,
    /// The seed of another run, to draw the same scenarios; any when absent.
    #[arg(long)]
    seed: Option<u64>,
    /// Where the log stands.
    #[arg(long, default_value = "sqlite")]
    log: Engine,
    /// Draw only these scenarios.
    #[arg(long, value_name = "SCENARIO", num_args = 1..)]
    only: Vec<Scenario>,
    /// Where the rounds stand, and what is left of one that went wrong.
    #[arg(long, value_name = "DIR", default_value = "target/torture")]
    results: PathBuf,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Storm(arguments) => storm(arguments),
        Command::Torture(arguments) => torture(arguments),
        Command::Check { history, log } => check(&history, &log),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("proof: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn storm(arguments: StormArguments) -> anyhow::Result<bool> {
    let plan = Plan {
        program: arguments.program,
        providers: arguments.providers,
        each: arguments.each,
        seconds: arguments.seconds,
        after: arguments.after,
        in_flight: arguments.in_flight,
        crash: arguments.crash,
        log: arguments.log,
        results: arguments.results,
        keep: arguments.keep,
    };
    let report = storm::run(&plan, &(Arc::new(tell) as storm::Tell))?;
    let Files { history, report: json, picture, .. } = Files::within(&plan.results);
    println!("\n{report}");
    for (name, file) in [("report", json), ("picture", picture), ("history", history)] {
        println!("{name:<8} {}", file.display());
    }
    Ok(report.verdict.holds())
}

fn torture(arguments: TortureArguments) -> anyhow::Result<bool> {
    let TortureArguments { program, minutes, rounds, seed, log, only, results } = arguments;
    let length = match rounds {
        Some(rounds) => Length::Rounds(rounds),
        None => Length::Time(Duration::from_secs(minutes * 60)),
    };
    let seed = seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0 >> 32);
    println!("Seed {seed}.");
    let plan = torture::Plan { program, length, seed, log, only, results };
    let report = torture::run(&plan, &(Arc::new(tell_of_torture) as torture::Tell))?;
    print!("\n{report}");
    Ok(report.violation.is_none())
}

fn tell_of_torture(progress: torture::Progress) {
    match progress {
        torture::Progress::Round(number, scenario, layout) => {
            print!("{number:>5}  {scenario:<16} {layout:<24}");
        }
        torture::Progress::Over(round) => println!(
            " acknowledged {:>6}   broke {:>5}   again after {:.2} s",
            round.acknowledged,
            round.broke,
            round.recovery.as_secs_f64()
        ),
    }
    // Whoever pipes this somewhere wants to see it as well.
    let _ = std::io::stdout().flush();
}

fn tell(progress: Progress) {
    match progress {
        Progress::Registering(providers) => println!("{providers} providers register."),
        Progress::Open(closes) => println!("The round is open until {closes}."),
        Progress::Second(second, totals) => second_line(second, &totals),
        Progress::Killed => println!("The platform is killed."),
        Progress::Again(after) => println!("It answers again, {:.1} s later.", after.as_secs_f64()),
        Progress::Checking => println!("Everyone is done; the log is read."),
    }
    // Whoever pipes this somewhere wants to see it as well.
    let _ = std::io::stdout().flush();
}

fn second_line(second: i64, totals: &Totals) {
    let Totals { accepted, late, retried, in_flight, .. } = totals;
    println!(
        "{second:>6} s   accepted {accepted:>8}   late {late:>7}   sent again {retried:>6}   in \
         flight {in_flight:>6}"
    );
}

fn check(history: &std::path::Path, log: &StoreAddress) -> anyhow::Result<bool> {
    let history = History::read(history)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let verdict = runtime.block_on(proof::log::check(&history, log)).context("not checked")?;
    for fault in &verdict.faults {
        println!("{fault}");
    }
    println!(
        "{} events, {} submissions, {} acknowledged, {} late, {} unsettled: {} faults",
        verdict.events,
        verdict.submissions,
        verdict.acknowledged,
        verdict.late,
        verdict.unsettled,
        verdict.faults.len()
    );
    Ok(verdict.holds())
}
