//! A rule for a term: what is counted, from when, in which direction, and on what ground.

use crate::term::LegalGround;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Slug, Title, Whole};

/// What a term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TermKind {
    /// The time to tender (inschrijftermijn).
    Tendering,
    /// Answers to questions (nota van inlichtingen).
    Clarification,
    /// Publication elsewhere than in the national system.
    Publication,
    /// Waiting between award decision and contract (opschortende termijn).
    Standstill,
    /// Keeping the dossier (bewaartermijn).
    Retention,
    /// Objecting to a decision (bezwaar).
    Objection,
    /// Deciding on an objection (beslissing op bezwaar).
    ObjectionDecision,
    /// Going to court against a decision (beroep).
    Appeal,
    /// Handling a complaint (klacht).
    Complaint,
    /// Advice of a client council (advies).
    Advice,
    /// The reasoned answer to an advice (reactie op het advies).
    AdviceReply,
    /// Anything else.
    Other,
}

/// Which way is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Onwards from an event.
    Forward,
    /// Back from a moment or an event. Such a term never moves over free days (Algemene
    /// termijnenwet, art. 1(2); Regulation 1182/71, art. 3(4)).
    CountedBack,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Hours on the clock, from the instant itself.
    Hours,
    /// Every day of the calendar, holidays included.
    Days,
    /// Days that are no Saturday, Sunday or holiday.
    WorkingDays,
    /// Weeks: ends on the same day of the week.
    Weeks,
    /// Months: ends on the day with the same number, or on the last day of a month that has no
    /// such day (Supreme Court, ECLI:NL:HR:2017:2225).
    Months,
    /// Years: as months.
    Years,
}

impl Unit {
    /// "1 week", "6 weken".
    #[must_use]
    pub fn count_in_words(self, count: u32) -> String {
        let (one, many) = match self {
            Self::Hours => ("uur", "uur"),
            Self::Days => ("kalenderdag", "kalenderdagen"),
            Self::WorkingDays => ("werkdag", "werkdagen"),
            Self::Weeks => ("week", "weken"),
            Self::Months => ("maand", "maanden"),
            Self::Years => ("jaar", "jaar"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// Which day is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StartRule {
    /// The day next to that of the event, which itself is not counted (Regulation 1182/71,
    /// art. 3(1); Awb, art. 6:8).
    NextDay,
    /// The day of the event itself.
    SameDay,
}

/// When on its last day a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndRule {
    /// At 24.00 hours: the last microsecond of the day is in time (Regulation 1182/71, art.
    /// 3(2)).
    EndOfDay,
    /// At the same time on the clock as the event, such as that of the closing.
    SameClock,
}

/// What a term is for. It tells which of two readings is the safe one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Something has to be done before it ends: the earlier reading is safe.
    ActBy,
    /// Something may not be done before it ends: the later reading is safe.
    WaitUntil,
}

/// Whether the Algemene termijnenwet governs the end of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GeneralTermsAct {
    /// It does: the term stands in an act or decree, or its source declares the act applicable.
    Applies,
    /// The source says nothing of it: courts read such a term in two ways.
    Silent,
    /// It does not: the source says that the term ends on its last day, whatever day that is.
    Excluded,
}

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayOfYear {
    /// The month, from 1.
    #[schema(minimum = 1, maximum = 12)]
    pub month: i8,
    /// The day in the month, from 1.
    #[schema(minimum = 1, maximum = 31)]
    pub day: i8,
}

impl DayOfYear {
    /// Whether there is such a day in a leap year.
    pub(crate) fn exists(self) -> bool {
        Date::new(2028, self.month, self.day).is_ok()
    }
}

impl From<Date> for DayOfYear {
    fn from(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }
}

/// Days in which a term stands still, such as the summer recess of a council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recess {
    /// What it is called, such as "zomerreces".
    pub name: Label,
    /// The first day of it.
    pub from: DayOfYear,
    /// The last day of it. When that is earlier in the year, the recess runs over New Year.
    pub until: DayOfYear,
    /// The year in which it begins; every year when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
}

impl Recess {
    /// Whether a day falls in it.
    #[must_use]
    pub fn holds(&self, date: Date) -> bool {
        let day = DayOfYear::from(date);
        let (in_first, in_next) = if self.from <= self.until {
            (self.from <= day && day <= self.until, false)
        } else {
            (self.from <= day, day <= self.until)
        };
        let begins = |year: i16| self.year.is_none_or(|own| own == year);
        in_first && begins(date.year()) || in_next && begins(date.year() - 1)
    }
}

/// What follows when a term is missed, and on what ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenMissed {
    /// The ground.
    pub ground: LegalGround,
    /// What follows, in Dutch.
    pub text: Paragraph,
}

/// A rule for a term. It carries its source, and the dates between which it is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TermRule {
    /// Its name in a profile.
    pub id: Slug,
    /// What it is about.
    pub kind: TermKind,
    /// What it is called, in Dutch.
    #[schema(example = "Opschortende termijn")]
    pub name: Title,
    /// The event from which is counted, in Dutch.
    #[schema(example = "het verzenden van de gunningsbeslissing")]
    pub event: Title,
    /// The ground.
    pub ground: LegalGround,
    /// Where the source can be read: an address, or a citation.
    #[schema(example = "https://wetten.overheid.nl/BWBR0032203")]
    pub reference: Title,
    /// The first day on which an event can start the term.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The last such day; none when the rule is in force still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<Date>,
    /// The date of the text of the source that was read; none when it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub checked: Option<Date>,
    /// Which way is counted.
    pub direction: Direction,
    /// How many.
    pub count: Whole,
    /// Of what.
    pub unit: Unit,
    /// Which day is the first.
    pub start: StartRule,
    /// When on its last day it ends.
    pub end: EndRule,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether the Algemene termijnenwet governs its end.
    pub general_terms_act: GeneralTermsAct,
    /// When it stands still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub recess: Vec<Recess>,
    /// What follows when it is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_missed: Option<WhenMissed>,
    /// What else there is to know, in Dutch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Paragraph>,
}

impl TermRule {
    /// Whether the rule is valid for an event on a day.
    #[must_use]
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_until.is_none_or(|until| date <= until)
    }

    /// "20 kalenderdagen", "10 kalenderdagen terug".
    #[must_use]
    pub fn length_in_words(&self) -> String {
        let length = self.unit.count_in_words(self.count.get());
        match self.direction {
            Direction::Forward => length,
            Direction::CountedBack => format!("{length} terug"),
        }
    }

    /// Why the Algemene termijnenwet leaves a term of this length alone (art. 4, opening words
    /// and a); nothing when it does not.
    #[must_use]
    pub fn beyond_the_act(&self) -> Option<&'static str> {
        match (self.unit, self.count.get()) {
            (Unit::Hours, _) => Some("een termijn in uren"),
            (Unit::Days | Unit::WorkingDays, 91..) => Some("een termijn van meer dan 90 dagen"),
            (Unit::Weeks, 13..) => Some("een termijn van meer dan twaalf weken"),
            (Unit::Months, 4..) => Some("een termijn van meer dan drie maanden"),
            (Unit::Years, _) => Some("een termijn in jaren"),
            _ => None,
        }
    }
}
