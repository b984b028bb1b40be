//! The review of a trajectory (evaluatie): what came of what was asked, with everyone it concerns,
//! and what the next trajectory learns from it (Handreiking kwaliteitscriteria, § 11).
//!
//! The evaluation of tenders is another thing: it stands in `evaluation`.
//!
//! The names of the events are the storage format: they never change.

mod events;
mod source;

pub use events::{
    EffectValuation, LessonDestination, MissingGroup, ReviewAnswer, ReviewConcluded, ReviewEvent,
    ReviewEvidence, ReviewFinding, ReviewFindingRecorded, ReviewGroup, ReviewInvolvement,
    ReviewInvolvementRecorded, ReviewLesson, ReviewOpened, ReviewVerdict, UnintendedEffect,
};
pub use source::{ReviewSource, ReviewSubject, ReviewTargets};

use crate::Refusal;
use crate::decider::{Decider, aggregate};
use crate::discretion::{about_nobody, personal_faults};
use crate::refusal::Told;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::{Faults, Prose};

/// How many things a review looks at, and how many lessons it has, at most.
const SUBJECTS_MAX: usize = 300;

/// What can be asked of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ReviewCommand {
    Open(Box<ReviewOpened>),
    RecordInvolvement(Box<ReviewInvolvement>),
    RecordFinding(Box<ReviewFinding>),
    Conclude { conclusion: Prose, lessons: Vec<ReviewLesson>, missing: Vec<MissingGroup> },
}

/// Why something about a review is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewRefusal {
    /// There is none, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// It was concluded: what is published is never edited.
    Concluded,
    /// Something under review has no finding, or a group was neither heard nor missed.
    Incomplete(Faults),
}

impl ReviewRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("review-unknown", "Deze evaluatie bestaat niet."),
            Self::Exists => {
                Told::state("review-exists", "Deze evaluatie bestaat al met een andere inhoud.")
            }
            Self::Concluded => Told::state(
                "review-concluded",
                "Deze evaluatie is afgerond en gepubliceerd. Zij verandert niet meer.",
            ),
            Self::Incomplete(missing) => Told::state(
                "review-incomplete",
                "Deze evaluatie is nog niet compleet: er ontbreken bevindingen, of groepen die \
                 nog niet zijn betrokken.",
            )
            .with(missing),
        }
    }
}

/// The state of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    opened: Option<ReviewOpened>,
    involvement: Vec<ReviewInvolvement>,
    findings: Vec<ReviewFinding>,
    concluded: Option<ReviewConcluded>,
}

impl Review {
    /// What is looked back on.
    ///
    /// # Errors
    /// When there is no such review.
    pub fn opened(&self) -> Result<&ReviewOpened, Refusal> {
        self.opened.as_ref().ok_or_else(|| ReviewRefusal::Unknown.into())
    }

    /// Who had what to say, in the order in which it was recorded.
    #[must_use]
    pub fn involvement(&self) -> &[ReviewInvolvement] {
        &self.involvement
    }

    /// What was found.
    #[must_use]
    pub fn findings(&self) -> &[ReviewFinding] {
        &self.findings
    }

    /// What was published, once it was concluded.
    #[must_use]
    pub const fn concluded(&self) -> Option<&ReviewConcluded> {
        self.concluded.as_ref()
    }

    /// What is under review and has no finding.
    pub fn without_finding(&self) -> impl Iterator<Item = &ReviewSubject> {
        let subjects = self.opened.iter().flat_map(|opened| &opened.subjects);
        subjects.filter(|subject| self.findings.iter().all(|it| it.subject != **subject))
    }

    /// Which needed groups were not heard.
    pub fn not_heard(&self) -> impl Iterator<Item = ReviewGroup> {
        let heard = |group| self.involvement.iter().any(|it| it.group == group);
        ReviewGroup::NEEDED.into_iter().filter(move |group| !heard(*group))
    }

    /// What is looked back on, as long as it was not concluded.
    fn goes_on(&self) -> Result<&ReviewOpened, Refusal> {
        match &self.concluded {
            Some(_) => Err(ReviewRefusal::Concluded.into()),
            None => self.opened(),
        }
    }

    fn open(&self, new: ReviewOpened) -> Result<Vec<ReviewEvent>, Refusal> {
        match &self.opened {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(ReviewRefusal::Exists.into()),
            None => {}
        }
        let mut faults = personal_faults("/title", new.title.as_str());
        faults.unless(
            new.from <= new.until,
            "/until",
            "De periode eindigt niet voordat zij begint.",
        );
        faults.unless(
            (1..=SUBJECTS_MAX).contains(&new.subjects.len()),
            "/subjects",
            format!("Noem 1 t/m {SUBJECTS_MAX} doelen, eisen, criteria of indicatoren."),
        );
        let mut seen = BTreeSet::new();
        for (place, subject) in new.subjects.iter().enumerate() {
            faults.unless(
                seen.insert(subject),
                format!("/subjects/{place}"),
                "Dit staat twee keer in de lijst.",
            );
        }
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn involve(&self, involvement: ReviewInvolvement) -> Result<Vec<ReviewEvent>, Refusal> {
        if self.involvement.contains(&involvement) {
            return Ok(vec![]);
        }
        self.goes_on()?;
        let mut faults = personal_faults("/heard", involvement.heard.as_ref());
        if let ReviewSource::Elsewhere { place } = &involvement.through {
            faults.extend(personal_faults("/through/place", place.as_ref()).into_vec());
        }
        faults.unless(
            involvement.people.get() > 0,
            "/people",
            "Vertel hoeveel mensen iets hebben gezegd.",
        );
        faults.check()?;
        Ok(vec![ReviewInvolvementRecorded { involvement }.into()])
    }

    fn find(&self, finding: ReviewFinding) -> Result<Vec<ReviewEvent>, Refusal> {
        if self.findings.contains(&finding) {
            return Ok(vec![]);
        }
        let opened = self.goes_on()?;
        let mut faults = finding_faults(&finding);
        faults.unless(
            opened.subjects.contains(&finding.subject),
            "/subject",
            "Dit hoort niet bij wat deze evaluatie bekijkt.",
        );
        faults.check()?;
        Ok(vec![ReviewFindingRecorded { finding }.into()])
    }

    fn conclude(
        &self,
        conclusion: Prose,
        lessons: Vec<ReviewLesson>,
        missing: Vec<MissingGroup>,
    ) -> Result<Vec<ReviewEvent>, Refusal> {
        let opened = self.opened()?.clone();
        let (involvement, findings) = (self.involvement.clone(), self.findings.clone());
        let new = ReviewConcluded { opened, involvement, missing, findings, conclusion, lessons };
        match &self.concluded {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(ReviewRefusal::Concluded.into()),
            None => {}
        }
        self.conclusion_faults(&new).check()?;
        let mut open = Faults::none();
        for (place, subject) in new.opened.subjects.iter().enumerate() {
            open.unless(
                self.findings.iter().any(|it| it.subject == *subject),
                format!("/subjects/{place}"),
                "Hierover is nog geen bevinding vastgelegd.",
            );
        }
        for group in self.not_heard().filter(|it| new.missing.iter().all(|no| no.group != *it)) {
            let told = format!("Betrek {}, of vertel waarom dat niet is gelukt.", group.dutch());
            open.add("/missing", told);
        }
        if !open.is_empty() {
            return Err(ReviewRefusal::Incomplete(open).into());
        }
        Ok(vec![new.into()])
    }

    /// What is wrong with a conclusion by itself.
    fn conclusion_faults(&self, new: &ReviewConcluded) -> Faults {
        let mut faults = personal_faults("/conclusion", new.conclusion.as_ref());
        let numbered = (1..).zip(&new.lessons).all(|(number, it)| it.number.get() == number);
        faults.unless(
            numbered && new.lessons.len() <= SUBJECTS_MAX,
            "/lessons",
            format!("Nummer de lessen doorlopend vanaf 1, hoogstens {SUBJECTS_MAX}."),
        );
        for (place, lesson) in new.lessons.iter().enumerate() {
            let at = format!("/lessons/{place}");
            faults.extend(personal_faults(&format!("{at}/text"), lesson.text.as_ref()).into_vec());
            let found = |it: &ReviewSubject| new.opened.subjects.contains(it);
            faults.unless(
                !lesson.from.is_empty() && lesson.from.iter().all(found),
                format!("{at}/from"),
                "Noem minstens één bevinding van deze evaluatie waar de les uit volgt.",
            );
            faults.unless(
                lesson.destination != LessonDestination::Closed || lesson.reason.is_some(),
                format!("{at}/reason"),
                "Vertel waarom er met deze les niets meer gebeurt.",
            );
        }
        let mut seen = BTreeSet::new();
        for (place, it) in new.missing.iter().enumerate() {
            let at = format!("/missing/{place}");
            faults.unless(
                seen.insert(it.group) && self.not_heard().any(|group| group == it.group),
                format!("{at}/group"),
                "Deze groep is gehoord, hoeft niet te worden gehoord, of staat er al.",
            );
            let reason = format!("{at}/reason");
            faults.extend(personal_faults(&reason, it.reason.as_ref()).into_vec());
        }
        faults
    }
}

/// What is wrong with a finding by itself.
fn finding_faults(finding: &ReviewFinding) -> Faults {
    let answers = [
        ("contributed", &finding.contributed),
        ("minimumKept", &finding.minimum_kept),
        ("resistance", &finding.resistance),
        ("newNeeds", &finding.new_needs),
    ];
    let mut texts: Vec<(String, &str)> = answers
        .into_iter()
        .map(|(field, it)| (format!("/{field}/explanation"), it.explanation.as_str()))
        .collect();
    let mut faults = Faults::none();
    for (place, it) in finding.effects.iter().enumerate() {
        texts.push((format!("/effects/{place}/effect"), it.effect.as_str()));
        let mitigation = format!("/effects/{place}/mitigation");
        faults.unless(
            it.valuation != EffectValuation::Harmful || it.mitigation.is_some(),
            &mitigation,
            "Vertel wat tegen dit effect te doen is, of waarom dat niet kan.",
        );
        texts.extend(it.mitigation.as_ref().map(|it| (mitigation, it.as_str())));
    }
    faults.unless(
        !finding.evidence.is_empty(),
        "/evidence",
        "Vertel waar deze bevinding op steunt.",
    );
    for (place, it) in finding.evidence.iter().enumerate() {
        texts.push((format!("/evidence/{place}/says"), it.says.as_str()));
        if let ReviewSource::Elsewhere { place: words } = &it.source {
            texts.push((format!("/evidence/{place}/source/place"), words.as_str()));
        }
    }
    faults.extend(about_nobody(texts).into_vec());
    faults
}

impl Decider for Review {
    const CATEGORY: &'static str = "review";
    type Command = ReviewCommand;
    type Event = ReviewEvent;

    fn decide(&self, command: ReviewCommand) -> Result<Vec<ReviewEvent>, Refusal> {
        match command {
            ReviewCommand::Open(new) => self.open(*new),
            ReviewCommand::RecordInvolvement(involvement) => self.involve(*involvement),
            ReviewCommand::RecordFinding(finding) => self.find(*finding),
            ReviewCommand::Conclude { conclusion, lessons, missing } => {
                self.conclude(conclusion, lessons, missing)
            }
        }
    }

    fn evolve(&mut self, event: &ReviewEvent) {
        match event.clone() {
            ReviewEvent::ReviewOpened(opened) => self.opened = Some(opened),
            ReviewEvent::ReviewInvolvementRecorded(it) => self.involvement.push(it.involvement),
            ReviewEvent::ReviewFindingRecorded(ReviewFindingRecorded { finding }) => {
                self.findings.retain(|known| known.subject != finding.subject);
                self.findings.push(finding);
            }
            ReviewEvent::ReviewConcluded(concluded) => self.concluded = Some(concluded),
        }
    }
}

aggregate!(Review);
