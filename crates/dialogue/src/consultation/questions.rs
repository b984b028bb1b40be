//! The questions of a consultation round, the answers to them, and reactions to an article of a
//! draft document.

use super::ContributionContent;
use crate::DocumentReference;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Prose, Slug, Whole};

/// How many questions a round has at most.
pub(super) const QUESTIONS_MAX: usize = 100;

/// How many options a question has at most.
pub(super) const OPTIONS_MAX: usize = 20;

/// The highest step of a scale.
pub(super) const SCALE_MAX: u32 = 10;

/// A tally of fewer answers is not told: it could lead back to who answered.
pub(super) const TALLY_LEAST: u32 = 5;

/// In which form a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerForm {
    /// In one's own words.
    Open,
    /// By choosing one of its options.
    SingleChoice,
    /// By choosing one or more of its options.
    MultipleChoice,
    /// By a step on a scale.
    Scale,
}

/// A scale, from its lowest step to its highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The lowest step.
    pub lowest: Whole,
    /// The highest step, 10 at most.
    pub highest: Whole,
}

/// A numbered question of a consultation round. Nobody has to answer it to contribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationQuestion {
    /// Its number: they count from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// The theme of the round that it is about.
    pub theme: Slug,
    /// What is asked.
    pub text: Paragraph,
    /// In which form it is answered.
    pub form: AnswerForm,
    /// What can be chosen; for the two forms of choice alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub options: Vec<Label>,
    /// The scale; for that form alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
}

/// The answer to one question of the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationAnswer {
    /// The number of the question.
    #[schema(example = 1)]
    pub question: Whole,
    /// The answer in one's own words; with a choice or a step it explains that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// What one chooses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub options: Vec<Label>,
    /// The step on the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Whole>,
    /// Whether it is sensitive in competition: then it comes in no report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// A reaction to one article of a draft document: which text should become which, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ArticleReaction {
    /// The article: a section in a version of a document.
    pub document: DocumentReference,
    /// Whether the document has no such section, as far as its list tells.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub section_unknown: bool,
    /// The text as it stands; absent when something is to be added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Prose>,
    /// The text as it should become; absent when something is to go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Prose>,
    /// Why.
    pub reason: Paragraph,
    /// Whether it is sensitive in competition: then it comes in no report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// How often something was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TallyCount {
    /// The option, or the step in digits.
    pub answer: Label,
    /// How often.
    pub count: Whole,
}

/// What was answered to a question with options or a scale. Sensitive answers are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionTally {
    /// The number of the question.
    pub question: Whole,
    /// How many answered it; absent when fewer than five did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Whole>,
    /// How often each option or step was chosen; empty when fewer than five answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<TallyCount>,
}

/// What is wrong with the questions of a round on these themes.
pub(super) fn faults_of_questions(
    questions: &[ConsultationQuestion],
    themes: &BTreeSet<&Slug>,
    faults: &mut Faults,
) {
    faults.unless(
        questions.len() <= QUESTIONS_MAX,
        "/questions",
        format!("Een ronde heeft hoogstens {QUESTIONS_MAX} vragen."),
    );
    for (place, question) in questions.iter().enumerate() {
        let at = |field: &str| format!("/questions/{place}/{field}");
        faults.unless(
            usize::try_from(question.number.get()).is_ok_and(|number| number == place + 1),
            at("number"),
            format!("Nummer de vragen vanaf 1: deze is nummer {}.", place + 1),
        );
        faults.unless(
            themes.contains(&question.theme),
            at("theme"),
            "Kies een thema van deze ronde.",
        );
        let distinct: BTreeSet<_> = question.options.iter().collect();
        let chooses =
            matches!(question.form, AnswerForm::SingleChoice | AnswerForm::MultipleChoice);
        if chooses {
            faults.unless(
                (2..=OPTIONS_MAX).contains(&question.options.len())
                    && distinct.len() == question.options.len(),
                at("options"),
                format!("Geef 2 t/m {OPTIONS_MAX} mogelijkheden, elk één keer."),
            );
        } else {
            faults.unless(
                question.options.is_empty(),
                at("options"),
                "Alleen een meerkeuzevraag heeft mogelijkheden.",
            );
        }
        match (question.form, question.scale) {
            (AnswerForm::Scale, Some(scale)) => faults.unless(
                scale.lowest < scale.highest && scale.highest.get() <= SCALE_MAX,
                at("scale"),
                format!("Een schaal loopt op, en niet hoger dan {SCALE_MAX}."),
            ),
            (AnswerForm::Scale, None) => {
                faults.add(at("scale"), "Noem de laagste en de hoogste stap van de schaal.");
            }
            (_, Some(_)) => faults.add(at("scale"), "Alleen een schaalvraag heeft een schaal."),
            (_, None) => {}
        }
    }
}

/// What is wrong with the answers and the reactions of a contribution.
pub(super) fn faults_of_content(
    content: &ContributionContent,
    questions: &[ConsultationQuestion],
    faults: &mut Faults,
) {
    let mut answered = BTreeSet::new();
    for (place, answer) in content.answers.iter().enumerate() {
        let at = |field: &str| format!("/answers/{place}/{field}");
        match questions.iter().find(|question| question.number == answer.question) {
            None => faults.add(at("question"), "Deze ronde heeft geen vraag met dit nummer."),
            Some(_) if !answered.insert(answer.question) => {
                faults.add(at("question"), "Deze vraag is hier al beantwoord.");
            }
            Some(question) => faults_of_answer(answer, question, &at, faults),
        }
    }
    for (place, reaction) in content.reactions.iter().enumerate() {
        let at = |field: &str| format!("/reactions/{place}/{field}");
        faults.unless(
            reaction.document.section.is_some(),
            at("document/section"),
            "Noem het artikel of de paragraaf waarop u reageert.",
        );
        faults.unless(
            reaction.current.is_none() || reaction.current != reaction.proposed,
            at("proposed"),
            "De voorgestelde tekst is gelijk aan de tekst die er staat.",
        );
    }
}

fn faults_of_answer(
    answer: &ConsultationAnswer,
    question: &ConsultationQuestion,
    at: &impl Fn(&str) -> String,
    faults: &mut Faults,
) {
    let chosen: BTreeSet<_> = answer.options.iter().collect();
    let known = answer.options.iter().all(|option| question.options.contains(option));
    let once = chosen.len() == answer.options.len();
    let right = match question.form {
        AnswerForm::SingleChoice => known && answer.options.len() == 1,
        AnswerForm::MultipleChoice => known && once && !answer.options.is_empty(),
        AnswerForm::Open | AnswerForm::Scale => answer.options.is_empty(),
    };
    faults.unless(
        right,
        at("options"),
        match question.form {
            AnswerForm::SingleChoice => "Kies één van de mogelijkheden van deze vraag.",
            AnswerForm::MultipleChoice => "Kies uit de mogelijkheden van deze vraag, elk één keer.",
            AnswerForm::Open | AnswerForm::Scale => "Bij deze vraag valt niet te kiezen.",
        },
    );
    let step = match (question.scale, answer.step) {
        (Some(scale), Some(step)) => (scale.lowest..=scale.highest).contains(&step),
        (Some(_), None) => false,
        (None, step) => step.is_none(),
    };
    faults.unless(
        step,
        at("step"),
        question.scale.map_or_else(
            || "Deze vraag heeft geen schaal.".to_owned(),
            |Scale { lowest, highest }| {
                format!("Kies een stap van {} t/m {}.", lowest.get(), highest.get())
            },
        ),
    );
    faults.unless(
        question.form != AnswerForm::Open || answer.text.is_some(),
        at("text"),
        "Beantwoord deze vraag in uw eigen woorden.",
    );
}

/// What was answered to the questions that can be counted.
pub(super) fn tallies(
    questions: &[ConsultationQuestion],
    answers: &[ConsultationAnswer],
) -> Vec<QuestionTally> {
    let counted = questions.iter().filter(|question| question.form != AnswerForm::Open);
    counted
        .map(|question| {
            let of_question =
                || answers.iter().filter(|it| it.question == question.number && !it.sensitive);
            let answered = u32::try_from(of_question().count()).unwrap_or(u32::MAX);
            if answered < TALLY_LEAST {
                return QuestionTally { question: question.number, answered: None, counts: vec![] };
            }
            let mut counts = BTreeMap::new();
            for answer in of_question() {
                let step = answer.step.and_then(|step| step.get().to_string().parse().ok());
                for chosen in answer.options.iter().cloned().chain(step) {
                    *counts.entry(chosen).or_insert(0) += 1;
                }
            }
            let counts = counts
                .into_iter()
                .map(|(answer, count)| TallyCount { answer, count: Whole::new(count) })
                .collect();
            QuestionTally {
                question: question.number,
                answered: Some(Whole::new(answered)),
                counts,
            }
        })
        .collect()
}
