//! From what the rules, the log and the vault say to what the caller is told.

use calendar::moment_in_words;
use command::CommandError;
use dialogue::{Refusal, RefusalKind};
use event_log::LogError;
use http::{Problem, Told};
use vault::VaultError;

/// A refusal by the rules, as a problem.
#[must_use]
pub fn refusal_problem(refusal: &Refusal) -> Problem {
    let dialogue::Told { kind, code, detail, faults } = refusal.told();
    let told = Told { code, detail, faults };
    match kind {
        RefusalKind::Invalid => Problem::invalid(told),
        RefusalKind::Unknown => Problem::unknown(told),
        RefusalKind::State => Problem::state(told),
        RefusalKind::Forbidden => Problem::forbidden(told),
    }
}

/// A command that was not recorded, as a problem.
pub(crate) fn command_problem(error: CommandError<Refusal>) -> Problem {
    match error {
        CommandError::Refused(refusal) => refusal_problem(&refusal),
        CommandError::Stale { .. } => Problem::stale(),
        CommandError::KeyReused => Problem::state(Told::new(
            "idempotency-key-reused",
            "Deze sleutel hoort al bij een ander verzoek. Gebruik voor elk verzoek een nieuwe.",
        )),
        CommandError::Busy => Problem::unavailable(Told::new(
            "busy",
            "Anderen waren u steeds net voor. Probeer het meteen nog eens.",
        )),
        CommandError::Log(error) => log_problem(&error),
    }
}

/// What the log says, as a problem.
#[must_use]
pub fn log_problem(error: &LogError) -> Problem {
    match error {
        LogError::TooEarly { not_before, .. } => Problem::state(Told::new(
            "too-early",
            format!("Dit kan pas vanaf {}.", moment_in_words(*not_before)),
        )),
        LogError::TooLate { not_after, now } => Problem::state(Told::new(
            "too-late",
            format!(
                "De termijn liep t/m {}. Uw verzoek kwam om {}.",
                moment_in_words(*not_after),
                moment_in_words(*now)
            ),
        )),
        LogError::Malformed { .. } => Problem::too_large(event_log::PAYLOAD_BYTES_MAX as u64),
        LogError::Unavailable { .. } => {
            tracing::error!(error = error as &dyn std::error::Error, "the log cannot be used");
            Problem::unavailable(Told::new(
                "log-unavailable",
                "Uw verzoek kan nu even niet worden vastgelegd. Er is niets veranderd, tenzij u \
                 het al eerder verstuurde. Herhaal het met dezelfde sleutel.",
            ))
        }
        LogError::Conflict { .. }
        | LogError::RequestRepeated(_)
        | LogError::DoesNotFollow { .. }
        | LogError::Damaged { .. } => Problem::internal(error),
    }
}

/// What the vault says, as a problem.
pub(crate) fn vault_problem(error: &VaultError) -> Problem {
    match error {
        VaultError::NoKey(_) => Problem::state(Told::new(
            "person-erased",
            "Uw gegevens zijn gewist. Meld u over een minuut opnieuw aan.",
        )),
        VaultError::TooNew(_) | VaultError::Cryptography => Problem::internal(error),
        error => {
            tracing::error!(error = error as &dyn std::error::Error, "the vault cannot be used");
            Problem::unavailable(Told::new(
                "vault-unavailable",
                "Uw verzoek kan nu even niet worden verwerkt. Er is niets veranderd, tenzij u het \
                 al eerder verstuurde. Herhaal het met dezelfde sleutel.",
            ))
        }
    }
}
