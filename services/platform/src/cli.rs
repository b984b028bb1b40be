//! The command line.

use crate::commands::{self, LogCommand, VaultCommand};
use crate::serve::Service;
use crate::settings::Settings;
use clap::{Args, Parser, Subcommand, ValueEnum};
use identity::Party;
use std::path::PathBuf;
use uuid::Uuid;

/// The dialogue around the purchase of care, in one dossier.
///
/// Without a command it starts all services in one process. When the log is empty and it listens
/// on a loopback address, it plays in a demonstration first.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// The settings file; samenspraak.toml when there is one.
    #[arg(long, global = true, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The directory of everything that is kept.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Start without the demonstration.
    #[arg(long, global = true)]
    empty: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start all services in one process, or one of them.
    Serve {
        /// The service to start; all of them when absent.
        service: Option<Service>,
    },
    /// Play a trajectory from a file into the log, through the services' own API.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Make a token of the local key, for trying out on this machine.
    Token(TokenArguments),
    /// The log.
    #[command(subcommand)]
    Log(LogCommand),
    /// The read models.
    #[command(subcommand)]
    Projections(ProjectionsCommand),
    /// The vault.
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Persons and the keys under which they are kept.
    #[command(subcommand)]
    Person(PersonCommand),
}

/// For whom a token is made.
#[derive(Debug, Args)]
pub(crate) struct TokenArguments {
    /// The party: municipality, provider or council.
    #[arg(long)]
    pub(crate) party: PartyArgument,
    /// The organisation: GM0233, NL-KVK-90000011, or a council's code. May be given again.
    #[arg(long, required = true)]
    pub(crate) organisation: Vec<String>,
    /// The role. May be given again.
    #[arg(long, required = true)]
    pub(crate) role: Vec<String>,
    /// The person, by any name.
    #[arg(long)]
    pub(crate) person: String,
    /// How many hours it counts.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u64).range(1..=720))]
    pub(crate) hours: u64,
}

/// A party, as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PartyArgument {
    /// A municipality.
    Municipality,
    /// A provider.
    Provider,
    /// A client council.
    Council,
}

impl From<PartyArgument> for Party {
    fn from(argument: PartyArgument) -> Self {
        match argument {
            PartyArgument::Municipality => Self::Municipality,
            PartyArgument::Provider => Self::Provider,
            PartyArgument::Council => Self::Council,
        }
    }
}

#[derive(Debug, Subcommand)]
enum ProjectionsCommand {
    /// Throw away the read model of a service, or of all, and build it again. Stop the service
    /// first.
    Rebuild {
        /// The service; all of them when absent.
        service: Option<Service>,
    },
    /// Copy read models as they stand, while their services run, for another replica to go on
    /// from.
    Snapshot {
        /// The directory of the copies.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The service; all that have a read model here when absent.
        service: Option<Service>,
    },
    /// Put copies in the place of read models. Stop the services first.
    Load {
        /// The directory of the copies.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// The service; all that have a copy there when absent.
        service: Option<Service>,
    },
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Tell the pseudonym of a person or a provider.
    Find(PersonArguments),
    /// Erase a person, or a provider: delete the key under which everything that names or
    /// reaches them is encrypted. This cannot be undone. Refused while a dossier that must be kept
    /// names them.
    Erase {
        /// The pseudonym.
        pseudonym: Uuid,
        /// Also when a dossier that must be kept names them.
        #[arg(long)]
        although_kept: bool,
    },
}

/// Who is looked for: somebody who signs in, a contact person, or a provider.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct PersonArguments {
    /// The issuer of the person's tokens; the local key when absent.
    #[arg(long, requires = "subject")]
    pub(crate) issuer: Option<String>,
    /// The subject of the person's tokens.
    #[arg(long, conflicts_with_all = ["contact", "provider"])]
    pub(crate) subject: Option<String>,
    /// The mail address of a provider's contact person.
    #[arg(long, conflicts_with = "provider")]
    pub(crate) contact: Option<String>,
    /// The number of a provider, such as NL-KVK-90000011.
    #[arg(long)]
    pub(crate) provider: Option<String>,
}

/// Does what the command line says.
///
/// # Errors
/// What went wrong, with its causes.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    let Cli { settings, data, listen, empty, command } = cli;
    let settings = Settings::read(settings.as_deref(), listen.as_deref(), data.as_deref())?;
    match command {
        None => commands::serve(settings, None, !empty),
        Some(Command::Serve { service }) => {
            commands::serve(settings, service, !empty && service.is_none())
        }
        Some(Command::Import { file }) => commands::import(settings, &file),
        Some(Command::Token(arguments)) => commands::token(&settings, &arguments),
        Some(Command::Log(command)) => commands::log(&settings, command),
        Some(Command::Projections(command)) => match command {
            ProjectionsCommand::Rebuild { service } => commands::rebuild(settings, service),
            ProjectionsCommand::Snapshot { to, service } => {
                commands::snapshot(&settings, &to, service)
            }
            ProjectionsCommand::Load { from, service } => commands::load(&settings, &from, service),
        },
        Some(Command::Vault(command)) => commands::vault(&command),
        Some(Command::Person(PersonCommand::Find(arguments))) => {
            commands::find_person(&settings, &arguments)
        }
        Some(Command::Person(PersonCommand::Erase { pseudonym, although_kept })) => {
            commands::erase(&settings, pseudonym, although_kept)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an administrator reads.
    const TEXTS: [(&str, &str, usize); 4] = [
        ("docs/OPERATING.md", include_str!("../../../docs/OPERATING.md"), 35),
        ("docs/operating/postgres.md", include_str!("../../../docs/operating/postgres.md"), 3),
        ("samenspraak.service", include_str!("../../../deploy/samenspraak.service"), 1),
        ("samenspraak@.service", include_str!("../../../deploy/samenspraak@.service"), 1),
    ];

    /// The commands of this program in a text: in blocks of code, between backticks, and in units.
    fn commands(text: &str) -> Vec<Vec<String>> {
        let (mut found, mut fenced) = (vec![], false);
        for line in text.replace("\\\n", " ").lines() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            } else if fenced {
                found.extend(commands_of_line(line));
            } else if let Some(command) = line.strip_prefix("ExecStart=") {
                found.extend(commands_of_line(command));
            }
        }
        for prose in text.split("```").step_by(2) {
            let spans = prose.split('`').skip(1).step_by(2);
            found.extend(
                spans.filter(|span| span.starts_with("samenspraak ")).flat_map(commands_of_line),
            );
        }
        found
    }

    /// As a shell takes a line apart, as far as these texts need it.
    fn commands_of_line(line: &str) -> Vec<Vec<String>> {
        let (mut commands, mut words, mut word) = (vec![], vec![], String::new());
        let mut quote = None;
        for letter in line.chars().chain(['\n']) {
            match letter {
                _ if quote == Some(letter) => quote = None,
                _ if quote.is_some() => word.push(letter),
                '\'' | '"' => quote = Some(letter),
                _ if letter.is_whitespace() || "|;&()<>".contains(letter) => {
                    words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                    if letter == '\n' || !letter.is_whitespace() {
                        commands.push(std::mem::take(&mut words));
                    }
                }
                _ => word.push(letter),
            }
        }
        commands.into_iter().filter_map(ours).collect()
    }

    /// The words of a command of this program, with something for what the reader fills in.
    fn ours(words: Vec<String>) -> Option<Vec<String>> {
        let mut words = words.into_iter().skip_while(|word| word.contains('=')).peekable();
        let program = words.peek()?;
        if program != "samenspraak" && !program.ends_with("/samenspraak") {
            return None;
        }
        let words = words.take_while(|word| !word.starts_with('#'));
        let filled = words.map(|word| match word.as_str() {
            "$pseudonym" | "PSEUDONYM" => Uuid::nil().to_string(),
            "N" => "1".to_owned(),
            "%i" => "provider".to_owned(),
            _ => word,
        });
        Some(filled.collect())
    }

    #[test]
    fn every_command_that_an_administrator_reads_is_one() {
        for (name, text, at_least) in TEXTS {
            let commands = commands(text);
            assert!(commands.len() >= at_least, "{name}: {} commands were found", commands.len());
            for command in commands {
                if let Err(error) = Cli::try_parse_from(&command) {
                    // What it can do is no mistake: `samenspraak --help`.
                    assert!(!error.use_stderr(), "{name}: {}: {error}", command.join(" "));
                }
            }
        }
    }

    #[test]
    fn a_command_that_is_none_is_found_wherever_it_stands() {
        for text in [
            "```sh\nNAME=x \\\n  samenspraak log mend  # all of it\n```",
            "```sh\nit=$(samenspraak log mend | head)\n```",
            "With `samenspraak log mend` it is whole.",
            "ExecStart=/usr/local/bin/samenspraak log mend",
        ] {
            let found = commands(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0][1..], ["log", "mend"], "{text}");
            assert!(Cli::try_parse_from(&found[0]).is_err());
        }
    }
}
