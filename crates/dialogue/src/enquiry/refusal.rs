//! Why something about questions and their answers is refused.

use crate::QuestionId;
use crate::discretion::NoteFinding;
use crate::refusal::Told;
use vocabulary::Faults;

/// Why something about a question round, a question or a clarification note is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnquiryRefusal {
    /// There is no such round, or none that the caller may know of.
    RoundUnknown,
    /// The round was published before, with another content.
    RoundExists,
    /// The round is closed.
    RoundClosed,
    /// The round still takes questions.
    RoundOpen,
    /// All its questions are answered: the round is over.
    RoundConcluded,
    /// The round takes no questions after its term.
    NoLateQuestions,
    /// There is no such question, or none that the caller may know of.
    QuestionUnknown,
    /// It was asked before, with another content.
    QuestionExists,
    /// It was withdrawn.
    QuestionWithdrawn,
    /// It is answered in a published note: what that says is never edited.
    QuestionPublished,
    /// It was declined.
    QuestionDeclined,
    /// It was answered to its asker alone.
    QuestionAnswered,
    /// It is merged into another question, and answered there.
    QuestionMerged,
    /// The other question has no answer to share.
    MergeTarget,
    /// Its asker did not ask to keep it out of the notes.
    WithholdingNotAsked,
    /// Whether it is kept out of the notes was decided before.
    WithholdingDecided,
    /// Its asker waits to hear if it stays out of the notes.
    WithholdingUndecided,
    /// It stays out of the notes.
    QuestionWithheld,
    /// It does not stay out of the notes, so that everyone gets its answer.
    QuestionNotWithheld,
    /// There is no such import, or none that the caller may know of.
    ImportUnknown,
    /// The import was made before, with another content.
    ImportExists,
    /// There is no answer to approve or return.
    AnswerMissing,
    /// Whoever wrote the answer cannot approve it.
    SamePerson,
    /// Whoever gave one of two approvals cannot give the other.
    SameApprover,
    /// The answer names a version of a document that was not published.
    AmendedVersionMissing,
    /// The answer names a version of a document that is not newer than the one asked about.
    AmendedVersionNotNewer,
    /// The answer was not approved by a second person.
    AnswerNotApproved(QuestionId),
    /// Questions that would be left without an answer.
    Unanswered(Vec<QuestionId>),
    /// There is no such note.
    NoteUnknown,
    /// The note was published before, with another content.
    NoteExists,
    /// The note comes late for the closing of tenders: why, and what is advised.
    NoteLate(String),
    /// Texts that look as if they tell who asked.
    Telling(Vec<NoteFinding>),
}

impl EnquiryRefusal {
    pub(crate) fn told(&self) -> Told {
        let about_asking = self.about_a_round().or_else(|| self.about_a_question());
        let about_answering = || self.about_withholding().or_else(|| self.about_an_answer());
        about_asking.or_else(about_answering).unwrap_or_else(|| self.about_a_note())
    }

    fn about_a_round(&self) -> Option<Told> {
        Some(match self {
            Self::NoLateQuestions => Told::state(
                "no-late-questions",
                "Deze ronde neemt na haar termijn geen vragen meer aan.",
            ),
            Self::ImportUnknown => {
                Told::unknown("question-import-unknown", "Deze invoer van vragen bestaat niet.")
            }
            Self::ImportExists => Told::state(
                "question-import-exists",
                "Deze invoer van vragen bestaat al met een andere inhoud.",
            ),
            Self::RoundUnknown => {
                Told::unknown("question-round-unknown", "Deze vragenronde bestaat niet.")
            }
            Self::RoundExists => Told::state(
                "question-round-exists",
                "Deze vragenronde bestaat al met een andere inhoud.",
            ),
            Self::RoundClosed => Told::state(
                "question-round-closed",
                "Deze vragenronde is gesloten. Stel uw vraag in een volgende ronde, of dien een \
                 bezwaar in als u het niet eens bent met de documenten.",
            ),
            Self::RoundOpen => Told::state(
                "question-round-open",
                "Deze vragenronde is nog niet gesloten. Sluit eerst de ronde, na haar termijn.",
            ),
            Self::RoundConcluded => Told::state(
                "question-round-concluded",
                "Deze vragenronde is afgerond: alle vragen zijn beantwoord.",
            ),
            Self::Unanswered(questions) => Told::state(
                "questions-unanswered",
                format!(
                    "De ronde kan nog niet worden afgerond: {} {} nog geen goedgekeurd antwoord. \
                     Publiceer een nota zonder af te ronden, of beantwoord eerst alles.",
                    questions.len(),
                    if questions.len() == 1 { "vraag heeft" } else { "vragen hebben" },
                ),
            ),
            _ => return None,
        })
    }

    fn about_a_question(&self) -> Option<Told> {
        Some(match self {
            Self::QuestionUnknown => Told::unknown("question-unknown", "Deze vraag bestaat niet."),
            Self::QuestionExists => {
                Told::state("question-exists", "Deze vraag is al gesteld met een andere inhoud.")
            }
            Self::QuestionWithdrawn => {
                Told::state("question-withdrawn", "Deze vraag is ingetrokken.")
            }
            Self::QuestionPublished => Told::state(
                "question-published",
                "Deze vraag is beantwoord in een gepubliceerde nota van inlichtingen. Een \
                 verbetering komt als rectificatie in een volgende nota.",
            ),
            Self::QuestionDeclined => Told::state(
                "question-declined",
                "Deze vraag is afgewezen. De vraagsteller heeft de reden gekregen.",
            ),
            Self::QuestionAnswered => Told::state(
                "question-answered",
                "Deze vraag is beantwoord, aan de vraagsteller alleen.",
            ),
            Self::QuestionMerged => Told::state(
                "question-merged",
                "Deze vraag is samengevoegd met een andere vraag en krijgt daar haar antwoord. \
                 Haal haar eerst los.",
            ),
            Self::MergeTarget => Told::state(
                "merge-impossible",
                "Samenvoegen kan met een vraag uit dezelfde ronde die in een nota een antwoord \
                 krijgt, of met een vraag die al in een nota staat.",
            ),
            _ => return None,
        })
    }

    fn about_withholding(&self) -> Option<Told> {
        Some(match self {
            Self::WithholdingNotAsked => Told::state(
                "withholding-not-asked",
                "De vraagsteller heeft niet gevraagd om deze vraag buiten de nota te houden.",
            ),
            Self::WithholdingDecided => Told::state(
                "withholding-decided",
                "Over het verzoek om deze vraag buiten de nota te houden is al besloten.",
            ),
            Self::WithholdingUndecided => Told::state(
                "withholding-undecided",
                "De vraagsteller wil deze vraag buiten de nota houden. Beslis daar eerst over.",
            ),
            Self::QuestionWithheld => Told::state(
                "question-withheld",
                "Deze vraag blijft buiten elke nota. Alleen de vraagsteller krijgt het antwoord.",
            ),
            Self::QuestionNotWithheld => Told::state(
                "question-not-withheld",
                "Het antwoord op deze vraag is voor iedereen. Publiceer het in een nota.",
            ),
            _ => return None,
        })
    }

    fn about_an_answer(&self) -> Option<Told> {
        Some(match self {
            Self::SameApprover => Told::forbidden(
                "two-approvers",
                "U gaf al een akkoord op dit antwoord. Het andere akkoord geeft iemand anders.",
            ),
            Self::AmendedVersionMissing => Told::state(
                "amended-version-missing",
                "Het antwoord noemt een versie van een document die nog niet is gepubliceerd. \
                 Publiceer eerst die versie.",
            ),
            Self::AmendedVersionNotNewer => Told::state(
                "amended-version-not-newer",
                "Het antwoord noemt een versie van het document die niet nieuwer is dan die \
                 waarover de vraag gaat. Noem de versie waarin het antwoord is verwerkt.",
            ),
            Self::AnswerMissing => Told::state(
                "answer-missing",
                "Bij deze vraag ligt geen antwoord dat op akkoord wacht. Schrijf eerst een \
                 antwoord.",
            ),
            Self::SamePerson => Told::forbidden(
                "four-eyes",
                "Wie het antwoord schreef, kan het niet zelf goedkeuren. Vraag een collega.",
            ),
            Self::AnswerNotApproved(question) => Told::state(
                "answer-not-approved",
                format!(
                    "Het antwoord op vraag {question} heeft nog geen akkoord van een tweede \
                     persoon."
                ),
            ),
            _ => return None,
        })
    }

    fn about_a_note(&self) -> Told {
        match self {
            Self::NoteUnknown => Told::unknown(
                "clarification-note-unknown",
                "Deze nota van inlichtingen bestaat niet.",
            ),
            Self::NoteLate(why) => Told::state(
                "clarification-note-late",
                format!(
                    "Deze nota komt te laat voor de sluiting van de inschrijving. {why} Verplaats \
                     de sluiting voor iedereen, of geef een reden om toch te publiceren."
                ),
            ),
            Self::Telling(findings) => {
                let mut faults = Faults::none();
                for finding in findings {
                    faults.add(finding.field(), finding.in_words());
                }
                Told::state(
                    "note-may-tell-who-asked",
                    "In deze nota staat tekst waaraan een aanbieder te herkennen kan zijn. Pas de \
                     tekst aan, of noem wat mag blijven staan, met een reden.",
                )
                .with(&faults)
            }
            _ => Told::state(
                "clarification-note-exists",
                "Deze nota van inlichtingen is al gepubliceerd met een andere inhoud.",
            ),
        }
    }
}
