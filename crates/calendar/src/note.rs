//! Whether a clarification note (nota van inlichtingen) came in time, and if not, which closing
//! is advised.
//!
//! Further information is given at least ten days before the closing, or four in the urgent
//! procedure (Aanbestedingswet 2012, art. 2.54). Whoever publishes later extends the time to
//! tender: by art. 2.73 in the regular procedures, elsewhere because every tenderer needs a fair
//! and equal time.

use crate::choice::EffectiveTerms;
use crate::count::DeadlineStep;
use crate::deadline::{Deadline, ReadingKind};
use crate::dutch::{day_in_words, local, moment_in_words, until_in_words};
use crate::holidays::Holidays;
use crate::moment::{Moment, instant_of, too_far};
use crate::rule::Direction;
use crate::shift::capitalised;
use crate::term::LegalGround;
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{NotAllowed, Whole};

/// How many days after the old closing, or after publication, a new one is looked for.
const DAYS_AHEAD: usize = 1_500;

/// Whether a note came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteVerdict {
    /// In time, however one counts.
    InTime,
    /// In time only for whoever counts the day of publication along.
    Disputed,
    /// Too late, however one counts.
    Late,
}

/// A closing that is advised because a note came late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewClosing {
    /// The instant, in UTC. The time on the clock is that of the old closing.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What the clock in Amsterdam says then.
    #[schema(value_type = String, example = "2026-06-09T12:00:00")]
    pub local: DateTime,
    /// "t/m dinsdag 9 juni 2026 12.00 uur".
    pub in_words: String,
    /// How many days later than the old closing it is.
    pub days_later: Whole,
    /// On what ground the time is extended; none when the rule names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<LegalGround>,
    /// How it was found.
    pub steps: Vec<DeadlineStep>,
    /// Why it is advised, in Dutch.
    pub reasons: Vec<String>,
}

/// A note held against the limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoteTiming {
    /// Whether it came in time.
    pub verdict: NoteVerdict,
    /// When it was, or will be, published.
    #[schema(value_type = String, format = DateTime)]
    pub published: Timestamp,
    /// The limit, with how it was computed.
    pub limit: Deadline,
    /// Why the verdict is what it is, in Dutch.
    pub reasons: Vec<String>,
    /// The closing that is advised; none when the note came in time, or after the closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<NewClosing>,
}

impl EffectiveTerms {
    /// Holds the publication of a note against the rule that limits it, and advises a closing
    /// when it comes late.
    ///
    /// # Errors
    /// In Dutch: there is no such rule, it does not count back, or nothing can be computed.
    pub fn note_timing(
        &self,
        rule: &str,
        closing: Moment,
        published: Timestamp,
        days: &Holidays,
    ) -> Result<NoteTiming, NotAllowed> {
        let limit = self.deadline(rule, closing.instant(), days)?;
        if limit.rule.direction != Direction::CountedBack {
            return Err(NotAllowed(format!("De regel {rule} telt niet terug vanaf de sluiting.")));
        }
        let literal = limit.reading(ReadingKind::Literal).map_or(limit.at, |reading| reading.at);
        let verdict = match published {
            at if at <= limit.at => NoteVerdict::InTime,
            at if at <= literal => NoteVerdict::Disputed,
            _ => NoteVerdict::Late,
        };
        let mut reasons = vec![reason(verdict, &limit, literal, published)];
        let advice = if verdict == NoteVerdict::InTime {
            None
        } else if published >= closing.instant() {
            reasons.push(
                "De inschrijftermijn was toen al voorbij. Een termijn die voorbij is, kan niet \
                 worden verlengd. Vraag een jurist wat nu nodig is."
                    .to_owned(),
            );
            None
        } else {
            Some(self.new_closing(&limit, closing, published, verdict, days)?)
        };
        Ok(NoteTiming { verdict, published, limit, reasons, advice })
    }

    /// The first closing, at the same time on the clock and on a working day, for which the note
    /// is in time however one counts.
    fn new_closing(
        &self,
        limit: &Deadline,
        closing: Moment,
        published: Timestamp,
        verdict: NoteVerdict,
        days: &Holidays,
    ) -> Result<NewClosing, NotAllowed> {
        let old = local(closing.instant());
        let mut steps = vec![];
        let later = std::iter::successors(old.date().tomorrow().ok(), |day| day.tomorrow().ok());
        for (n, day) in (1u32..).zip(later.take(DAYS_AHEAD)) {
            // A time that the clock skips or shows twice that night is no closing.
            let Ok(at) = instant_of(day.to_datetime(old.time())) else { continue };
            let Ok(then) = limit.rule.deadline(at, days) else { continue };
            if !then.allows(published) {
                continue;
            }
            if steps.is_empty() {
                let text = format!(
                    "Bij een sluiting op {} kan de nota komen {}. Dan is zij op tijd.",
                    day_in_words(day),
                    then.in_words
                );
                steps.push(DeadlineStep::new(day, text));
            }
            if let Some(why) = days.why_free(day) {
                let text = format!(
                    "{} is {why}. Sluit liever op een werkdag.",
                    capitalised(&day_in_words(day))
                );
                steps.push(DeadlineStep::new(day, text));
                continue;
            }
            let text = format!("De nieuwe sluiting is {}.", moment_in_words(at));
            steps.push(DeadlineStep::new(day, text));
            let missed = limit.rule.when_missed.as_ref();
            return Ok(NewClosing {
                at,
                local: local(at),
                in_words: until_in_words(at),
                days_later: Whole::new(n),
                ground: missed.map(|it| it.ground.clone()),
                steps,
                reasons: advice_reasons(limit, verdict),
            });
        }
        Err(too_far())
    }
}

fn reason(
    verdict: NoteVerdict,
    limit: &Deadline,
    literal: Timestamp,
    published: Timestamp,
) -> String {
    let at = moment_in_words(published);
    let last = until_in_words(literal);
    match verdict {
        NoteVerdict::InTime => {
            format!("Publicatie op {at} is op tijd: het kan {}.", limit.in_words)
        }
        NoteVerdict::Disputed => format!(
            "Publicatie op {at} is alleen op tijd als de dag van publicatie meetelt ({last}). Wie \
             volle dagen telt, vindt het te laat ({}).",
            limit.in_words
        ),
        NoteVerdict::Late => {
            let days = local(published).date() - local(literal).date();
            let late = match days.get_days() {
                0 => String::new(),
                1 => " Dat scheelt 1 dag.".to_owned(),
                many => format!(" Dat scheelt {many} dagen."),
            };
            format!("Publicatie op {at} is te laat: het kon {last}.{late}")
        }
    }
}

fn advice_reasons(limit: &Deadline, verdict: NoteVerdict) -> Vec<String> {
    let mut reasons = vec![];
    if verdict == NoteVerdict::Disputed {
        reasons.push(
            "Verlengen neemt de twijfel weg over het meetellen van de dag van publicatie."
                .to_owned(),
        );
    }
    if let Some(missed) = &limit.rule.when_missed {
        let kind = missed.ground.kind.dutch();
        // Whoever counts the day of publication along sees no duty.
        let if_late =
            if verdict == NoteVerdict::Disputed { "Als de nota te laat is, geldt: " } else { "" };
        reasons.push(format!("{if_late}{} ({kind}: {})", missed.text, missed.ground.source));
    }
    reasons.push(
        "Dit is de kortste verlenging die past. De verlenging staat in verhouding tot het belang \
         van de inlichtingen en van de wijzigingen: is er meer tijd nodig, kies dan een latere \
         dag."
            .to_owned(),
    );
    reasons.push(
        "De grens geldt voor vragen die op tijd zijn gesteld, en de nieuwe sluiting voor iedereen."
            .to_owned(),
    );
    reasons
}
