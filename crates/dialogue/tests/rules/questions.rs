//! The rules of the questions of a consultation round, of answers and reactions, and of what is
//! sensitive in competition.

use crate::consultation::{publish, round};
use crate::contribution::content;
use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing, state};
use dialogue::consultation::{
    AnswerForm, ArticleReaction, ConsultationAnswer, ConsultationQuestion, ConsultationRoundClosed,
    ConsultationRoundPublished, ContributionContent, ContributionDispositionGiven,
    ContributionFacts, ContributionPart, ContributionSubmitted, PublishConsultationReport, Scale,
    repeats,
};
use dialogue::{
    ConsultationRound, ConsultationRoundCommand, ConsultationRoundEvent, Contribution,
    ContributionCommand, Disposition, DocumentReference,
};
use std::collections::BTreeSet;

fn question(number: u32, form: AnswerForm) -> ConsultationQuestion {
    let chooses = matches!(form, AnswerForm::SingleChoice | AnswerForm::MultipleChoice);
    ConsultationQuestion {
        number: whole(number),
        theme: text("toegang"),
        text: text("Wat helpt het meest?"),
        form,
        options: if chooses { vec![text("Bellen"), text("Bezoeken")] } else { vec![] },
        scale: (form == AnswerForm::Scale).then_some(Scale { lowest: whole(1), highest: whole(5) }),
    }
}

fn asking() -> ConsultationRoundPublished {
    let forms =
        [AnswerForm::Open, AnswerForm::SingleChoice, AnswerForm::MultipleChoice, AnswerForm::Scale];
    let questions = (1..).zip(forms).map(|(number, form)| question(number, form)).collect();
    ConsultationRoundPublished { questions, ..round() }
}

fn answer(question: u32) -> ConsultationAnswer {
    ConsultationAnswer {
        question: whole(question),
        text: None,
        options: vec![],
        step: None,
        sensitive: false,
    }
}

fn answering(answers: Vec<ConsultationAnswer>) -> ContributionContent {
    ContributionContent { answers, ..content("Bel eerst.") }
}

fn reacting(
    current: Option<&str>,
    proposed: Option<&str>,
    section: Option<&str>,
) -> ArticleReaction {
    ArticleReaction {
        document: DocumentReference {
            document: id(31),
            version: whole(1),
            section: section.map(text),
        },
        section_unknown: false,
        current: current.map(text),
        proposed: proposed.map(text),
        reason: text("Dat is duidelijker."),
        sensitive: false,
    }
}

fn fields(content: &ContributionContent) -> Vec<String> {
    let round: ConsultationRound = state([asking()]);
    let faults = round.faults_of(content).unwrap().into_vec();
    faults.into_iter().map(|fault| fault.field).collect()
}

#[test]
fn a_round_is_published_with_questions_of_every_form() {
    given_nothing::<ConsultationRound>().when(publish(asking())).then([asking()]);
}

#[test]
fn everything_that_is_wrong_with_the_questions_is_told_at_once() {
    let mut wrong = asking();
    wrong.questions[0].number = whole(7);
    wrong.questions[0].theme = text("budget");
    wrong.questions[0].options = vec![text("Bellen")];
    wrong.questions[1].options = vec![text("Bellen"), text("Bellen")];
    wrong.questions[2].scale = Some(Scale { lowest: whole(1), highest: whole(5) });
    wrong.questions[3].scale = Some(Scale { lowest: whole(5), highest: whole(5) });
    given_nothing::<ConsultationRound>().when(publish(wrong)).then_faults(&[
        "/questions/0/number",
        "/questions/0/theme",
        "/questions/0/options",
        "/questions/1/options",
        "/questions/2/scale",
        "/questions/3/scale",
    ]);
    let mut wrong = asking();
    wrong.questions[3].scale = None;
    given_nothing::<ConsultationRound>().when(publish(wrong)).then_faults(&["/questions/3/scale"]);
    let mut high = asking();
    high.questions[3].scale = Some(Scale { lowest: whole(0), highest: whole(11) });
    given_nothing::<ConsultationRound>().when(publish(high)).then_faults(&["/questions/3/scale"]);
}

#[test]
fn an_answer_has_the_form_of_its_question_and_none_has_to_be_given() {
    let right = vec![
        ConsultationAnswer { text: Some(text("Bel eerst.")), ..answer(1) },
        ConsultationAnswer { options: vec![text("Bellen")], ..answer(2) },
        ConsultationAnswer { options: vec![text("Bellen"), text("Bezoeken")], ..answer(3) },
        ConsultationAnswer { step: Some(whole(5)), ..answer(4) },
    ];
    assert!(fields(&answering(right)).is_empty());
    assert!(fields(&answering(vec![])).is_empty(), "a practice may leave every question");
    let wrong = vec![
        answer(1),
        ConsultationAnswer { options: vec![text("Bellen"), text("Bezoeken")], ..answer(2) },
        ConsultationAnswer { options: vec![text("Mailen")], step: Some(whole(1)), ..answer(3) },
        ConsultationAnswer { step: Some(whole(6)), ..answer(4) },
        answer(4),
        answer(9),
    ];
    assert_eq!(
        fields(&answering(wrong)),
        [
            "/answers/0/text",
            "/answers/1/options",
            "/answers/2/options",
            "/answers/2/step",
            "/answers/3/step",
            "/answers/4/question",
            "/answers/5/question",
        ]
    );
}

#[test]
fn a_contribution_is_about_a_theme_of_the_round() {
    let elsewhere = ContributionContent { theme: text("budget"), ..answering(vec![]) };
    assert_eq!(fields(&elsewhere), ["/theme"]);
    let unknown = ConsultationRound::default().faults_of(&elsewhere).unwrap_err().told();
    assert_eq!(unknown.code, "consultation-round-unknown");
}

#[test]
fn a_reaction_names_its_article_and_changes_something() {
    let reactions = vec![
        reacting(Some("Binnen vier weken."), Some("Binnen zes weken."), Some("4.1")),
        reacting(None, Some("Ook in de avond."), Some("4.2")),
        reacting(Some("Overbodig."), None, Some("4.3")),
        reacting(None, None, Some("4.4")),
        reacting(Some("Hetzelfde."), Some("Hetzelfde."), None),
    ];
    let content = ContributionContent { reactions, ..answering(vec![]) };
    assert_eq!(fields(&content), ["/reactions/4/document/section", "/reactions/4/proposed"]);
}

#[test]
fn a_text_repeats_another_by_its_words_or_its_amounts() {
    let kept = "Ons tarief is € 86,40 per uur en daar gaat de reistijd vanaf.";
    for telling in [
        "Een aanbieder zegt: en daar gaat de reistijd vanaf.",
        "Het gaat om 86,40 voor een uur.",
        "ONS TARIEF IS € 86,40 PER UUR",
    ] {
        assert!(repeats(telling, kept), "{telling}");
    }
    for silent in ["Reistijd drukt op het tarief.", "Per uur is te weinig.", "In 2027 begint het."]
    {
        assert!(!repeats(silent, kept), "{silent}");
    }
    assert!(repeats("Dat kost veel geld, zeggen zij.", "veel geld"));
    assert!(!repeats(
        "Het begint in 2027.",
        "Wij groeien in 2027 met een derde van ons personeel."
    ));
    assert!(!repeats("iets", "…"));
}

#[test]
fn a_disposition_tells_nothing_of_what_is_sensitive() {
    let content = ContributionContent {
        text: text("Onze kostprijs is 71,25 per uur."),
        sensitive: BTreeSet::from([ContributionPart::Text]),
        answers: vec![ConsultationAnswer {
            text: Some(text("Wij lijden verlies op elke rit naar de rand van de regio.")),
            sensitive: true,
            ..answer(1)
        }],
        ..answering(vec![])
    };
    let submitted = ContributionSubmitted { round: id(21), provider: id(51), content };
    let disposed = |wording: &str, reason: &str| ContributionDispositionGiven {
        disposition: Disposition::Adopted,
        reason: text(reason),
        wording: text(wording),
        track: None,
        by: id(61),
    };
    let decide = |wording, reason| {
        given::<Contribution>([submitted.clone()])
            .when(ContributionCommand::GiveDisposition(disposed(wording, reason)))
    };
    let told = ("De kostprijs is 71,25.", "Zij lijden verlies op elke rit naar de rand.");
    decide(told.0, told.1).then_faults(&["/wording", "/reason"]);
    let fine = ("Een aanbieder vindt het tarief te laag.", "Wij laten het onderzoeken.");
    decide(fine.0, fine.1).then([disposed(fine.0, fine.1)]);
}

#[test]
fn a_report_counts_answers_from_five_on_and_tells_nothing_sensitive() {
    let closed = [ConsultationRoundEvent::from(asking()), ConsultationRoundClosed {}.into()];
    let report = |answers: Vec<ConsultationAnswer>, summary: &str| {
        let sensitive = vec!["Onze kostprijs is 71,25 per uur.".to_owned()];
        let facts = ContributionFacts { answers, sensitive, ..Default::default() };
        ConsultationRoundCommand::PublishReport(PublishConsultationReport {
            summary: text(summary),
            facts,
        })
    };
    given::<ConsultationRound>(closed.clone())
        .when(report(vec![], "Iemand rekent 71,25."))
        .then_faults(&["/summary"]);

    let call = ConsultationAnswer { options: vec![text("Bellen")], ..answer(2) };
    let hidden = ConsultationAnswer { sensitive: true, ..call.clone() };
    let step = |step| ConsultationAnswer { step: Some(whole(step)), ..answer(4) };
    let mut answers = vec![call; 4];
    answers.push(hidden);
    answers.extend([1, 2, 2, 3, 2].map(step));
    let state: ConsultationRound = state(closed);
    let decided = dialogue::Decider::decide(&state, report(answers, "Er is gebeld.")).unwrap();
    let ConsultationRoundEvent::ConsultationReportPublished(published) = &decided[0] else {
        panic!("{decided:?}");
    };
    let told: Vec<_> = published
        .tallies
        .iter()
        .map(|tally| (tally.question.get(), tally.answered.map(|it| it.get()), tally.counts.len()))
        .collect();
    assert_eq!(told, [(2, None, 0), (3, None, 0), (4, Some(5), 3)]);
    assert_eq!(published.tallies[2].counts[1].answer.as_ref(), "2");
    assert_eq!(published.tallies[2].counts[1].count, whole(3));
}
