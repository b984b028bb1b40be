//! One message of each kind, and an envelope around it.

use mail::{
    AdviceAsked, AdviceFiled, ContractNews, ContractTold, DeadlineNear, DecisionNews, DecisionTold,
    DossierChanged, DossierNews, Envelope, ExtensionDecided, Message, MessageId, NotePublished,
    QuestionNews, QuestionTold, ReportPublished, ResponseGiven, RoundKind, RoundOpened, Sender,
};

const TRAJECTORY: &str = "Jeugdhulp Noord-Veluwe vanaf 2027";
const TERM: &str = "t/m donderdag 4 juni 2026 12.00 uur";

/// Each message with the name of its snapshot.
pub(crate) fn messages() -> Vec<(&'static str, Message)> {
    let mut messages = rounds();
    messages.extend(notes_and_reports());
    messages.extend(advice());
    messages.extend(questions());
    messages.extend(dossiers());
    messages.extend(decisions());
    messages.extend(contracts());
    messages
}

fn rounds() -> Vec<(&'static str, Message)> {
    let opened = |kind, round: &str, ground: &str| {
        Message::RoundOpened(RoundOpened {
            kind,
            trajectory: TRAJECTORY.parse().unwrap(),
            round: round.parse().unwrap(),
            term: TERM.to_owned(),
            ground: ground.to_owned(),
            link: "https://samenspraak.example/rondes/7".parse().unwrap(),
        })
    };
    let near = |kind, round: &str| {
        Message::DeadlineNear(DeadlineNear {
            kind,
            trajectory: TRAJECTORY.parse().unwrap(),
            round: round.parse().unwrap(),
            term: TERM.to_owned(),
            link: "https://samenspraak.example/rondes/7".parse().unwrap(),
        })
    };
    let (vision, questions) = ("Visie en bouwstenen", "Eerste vragenronde");
    vec![
        (
            "round_opened_consultation",
            opened(RoundKind::Consultation, vision, "afspraak: Startdocument, paragraaf 2"),
        ),
        (
            "round_opened_questions",
            opened(RoundKind::Questions, questions, "aanbestedingsstuk: Leidraad, paragraaf 3.2"),
        ),
        ("deadline_near_consultation", near(RoundKind::Consultation, vision)),
        ("deadline_near_questions", near(RoundKind::Questions, questions)),
    ]
}

fn notes_and_reports() -> Vec<(&'static str, Message)> {
    let note = |number, questions, concludes| {
        Message::NotePublished(NotePublished {
            trajectory: TRAJECTORY.parse().unwrap(),
            number,
            questions,
            concludes,
            link: format!("https://samenspraak.example/notas/{number}").parse().unwrap(),
        })
    };
    let report = Message::ReportPublished(ReportPublished {
        trajectory: TRAJECTORY.parse().unwrap(),
        round: "Visie en bouwstenen".parse().unwrap(),
        link: "https://samenspraak.example/rondes/3/verslag".parse().unwrap(),
    });
    vec![
        ("note_published_part", note(1, 41, false)),
        ("note_published_last", note(2, 1, true)),
        ("note_published_without_questions", note(3, 0, true)),
        ("report_published", report),
    ]
}

fn advice() -> Vec<(&'static str, Message)> {
    let subject = "Vrij toegankelijke hulp dicht bij huis";
    let link = "https://samenspraak.example/adviezen/5?deel=1&taal=nl";
    let asked = AdviceAsked {
        subject: subject.parse().unwrap(),
        summary: "De gemeenten willen lichte hulp op school en in de wijk geven.\n\n\
                  Een verwijzing is dan niet meer nodig: < 6 gesprekken & zonder wachttijd."
            .parse()
            .unwrap(),
        question: "Herkent uw raad dit?\nWat missen gezinnen nog?".parse().unwrap(),
        term: TERM.to_owned(),
        link: link.parse().unwrap(),
    };
    let filed = AdviceFiled {
        trajectory: TRAJECTORY.parse().unwrap(),
        council: "Adviesraad Sociaal Domein Heuvelrand".parse().unwrap(),
        subject: subject.parse().unwrap(),
        link: link.parse().unwrap(),
    };
    let response = ResponseGiven { subject: subject.parse().unwrap(), link: link.parse().unwrap() };
    vec![
        ("advice_asked", Message::AdviceAsked(asked)),
        ("advice_filed", Message::AdviceFiled(filed)),
        ("response_given", Message::ResponseGiven(response)),
    ]
}

fn questions() -> Vec<(&'static str, Message)> {
    let told = |news, until: Option<&str>| {
        Message::QuestionTold(QuestionTold {
            trajectory: TRAJECTORY.parse().unwrap(),
            news,
            until: until.map(str::to_owned),
            link: "https://samenspraak.example/trajecten/7".parse().unwrap(),
        })
    };
    vec![
        ("question_withheld", told(QuestionNews::WithholdingGranted, None)),
        ("question_not_withheld", told(QuestionNews::WithholdingRefused, Some(TERM))),
        ("question_answered_alone", told(QuestionNews::AnsweredAlone, None)),
        ("question_declined", told(QuestionNews::Declined, None)),
    ]
}

fn dossiers() -> Vec<(&'static str, Message)> {
    let changed = |news, what: Option<&str>, until: Option<&str>| {
        Message::DossierChanged(DossierChanged {
            trajectory: TRAJECTORY.parse().unwrap(),
            news,
            what: what.map(|title| title.parse().unwrap()),
            until: until.map(str::to_owned),
            link: "https://samenspraak.example/trajecten/7".parse().unwrap(),
        })
    };
    let talks = Some("Gesprekken over de percelen");
    vec![
        (
            "document_published",
            changed(DossierNews::DocumentPublished, Some("Inkoopleidraad"), None),
        ),
        (
            "document_released",
            changed(DossierNews::DocumentReleased, Some("Conceptleidraad"), None),
        ),
        ("session_announced", changed(DossierNews::SessionAnnounced, talks, Some(TERM))),
        ("session_cancelled", changed(DossierNews::SessionCancelled, talks, None)),
        ("closing_set", changed(DossierNews::ClosingSet, None, Some(TERM))),
        ("closing_moved", changed(DossierNews::ClosingMoved, None, Some(TERM))),
        ("closing_suspended", changed(DossierNews::ClosingSuspended, None, None)),
        ("tendering_reopened", changed(DossierNews::TenderingReopened, None, Some(TERM))),
        ("award_final", changed(DossierNews::AwardFinal, None, None)),
        (
            "outreach_published",
            changed(
                DossierNews::OutreachPublished,
                Some("Hoe was het om hulp te zoeken?"),
                Some(TERM),
            ),
        ),
        (
            "outreach_answered",
            changed(DossierNews::OutreachAnswered, Some("Hoe was het om hulp te zoeken?"), None),
        ),
    ]
}

fn decisions() -> Vec<(&'static str, Message)> {
    let told = |news, until: Option<&str>| {
        Message::DecisionTold(DecisionTold {
            trajectory: TRAJECTORY.parse().unwrap(),
            news,
            until: until.map(str::to_owned),
            link: "https://samenspraak.example/trajecten/7".parse().unwrap(),
        })
    };
    vec![
        ("complaint_decided", told(DecisionNews::Complaint, None)),
        ("objection_decided", told(DecisionNews::Objection, None)),
        ("application_decided", told(DecisionNews::Application, None)),
        ("award_decided", told(DecisionNews::Award, Some(TERM))),
        ("award_withdrawn", told(DecisionNews::AwardWithdrawn, None)),
    ]
}

fn contracts() -> Vec<(&'static str, Message)> {
    let told = |news, when: Option<&str>| {
        Message::ContractTold(ContractTold {
            trajectory: TRAJECTORY.parse().unwrap(),
            news,
            when: when.map(str::to_owned),
            link: "https://samenspraak.example/trajecten/7".parse().unwrap(),
        })
    };
    let decided = |term: Option<&str>| {
        Message::ExtensionDecided(ExtensionDecided {
            subject: "Concept van de visie op jeugdhulp".parse().unwrap(),
            term: term.map(str::to_owned),
            link: "https://samenspraak.example/trajecten/7".parse().unwrap(),
        })
    };
    vec![
        ("data_asked", told(ContractNews::DataAsked, Some(TERM))),
        ("data_rejected", told(ContractNews::DataRejected, None)),
        ("talk_planned", told(ContractNews::TalkPlanned, Some("dinsdag 2 juni 2026"))),
        ("minutes_to_check", told(ContractNews::MinutesToCheck, None)),
        ("promise_marked", told(ContractNews::PromiseMarked, Some(TERM))),
        ("change_decided", told(ContractNews::ChangeDecided, None)),
        ("escalated", told(ContractNews::Escalated, None)),
        ("ending_step_taken", told(ContractNews::EndingStepTaken, Some(TERM))),
        ("contract_ended", told(ContractNews::Ended, None)),
        ("more_time", decided(Some(TERM))),
        ("no_more_time", decided(None)),
    ]
}

/// Who all sample mail comes from.
pub(crate) fn sender() -> Sender {
    Sender {
        name: "Samenspraak Noord-Veluwe".parse().unwrap(),
        address: "samenspraak@regio.example".parse().unwrap(),
    }
}

/// A message to an invented reader.
pub(crate) fn envelope(message: Message) -> Envelope {
    Envelope {
        message_id: MessageId::new("e-120.r-4f2a", "samenspraak.example").unwrap(),
        date: "2026-05-11T07:30:00Z".parse().unwrap(),
        from: sender(),
        to: "roos.vandijk@zorgboog.example".parse().unwrap(),
        settings_page: "https://samenspraak.example/instellingen/mail".parse().unwrap(),
        message,
    }
}

/// An envelope with some message, for who does not care which.
pub(crate) fn any_envelope() -> Envelope {
    envelope(messages().swap_remove(0).1)
}
