//! What is told: everything a mail says, as it is kept in the outbox. All of it is public, or
//! addressed to the council or the provider that reads it.

use calendar::Term;
use jiff::Timestamp;
use jiff::civil::Date;
use mail::{
    AdviceAsked, AdviceFiled, ContractNews, ContractTold, DeadlineNear, DecisionNews, DecisionTold,
    DossierChanged, DossierNews, ExtensionDecided, Link, Message, NotALink, NotePublished,
    QuestionNews, QuestionTold, ReportPublished, ResponseGiven, RoundKind, RoundOpened,
};
use serde::{Deserialize, Serialize};
use vocabulary::{Paragraph, Prose, Title};

/// The kind of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Round {
    Consultation,
    Questions,
}

impl Round {
    const fn kind(self) -> RoundKind {
        match self {
            Self::Consultation => RoundKind::Consultation,
            Self::Questions => RoundKind::Questions,
        }
    }
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum News {
    WithholdingGranted,
    WithholdingRefused,
    AnsweredAlone,
    Declined,
}

impl News {
    const fn news(self) -> QuestionNews {
        match self {
            Self::WithholdingGranted => QuestionNews::WithholdingGranted,
            Self::WithholdingRefused => QuestionNews::WithholdingRefused,
            Self::AnsweredAlone => QuestionNews::AnsweredAlone,
            Self::Declined => QuestionNews::Declined,
        }
    }
}

/// What a mail tells. `path` leads to the public page about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Notice {
    RoundOpened {
        kind: Round,
        trajectory: Title,
        round: Title,
        closes: Term,
        path: String,
    },
    NotePublished {
        trajectory: Title,
        number: u32,
        questions: u32,
        concludes: bool,
        path: String,
    },
    ReportPublished {
        trajectory: Title,
        round: Title,
        path: String,
    },
    AdviceAsked {
        subject: Title,
        summary: Paragraph,
        question: Prose,
        term: Term,
        path: String,
    },
    AdviceFiled {
        trajectory: Title,
        council: Title,
        subject: Title,
        path: String,
    },
    ResponseGiven {
        subject: Title,
        path: String,
    },
    DeadlineNear {
        kind: Round,
        trajectory: Title,
        round: Title,
        closes: Term,
        path: String,
    },
    QuestionTold {
        trajectory: Title,
        news: News,
        until: Option<Timestamp>,
        path: String,
    },
    DossierChanged {
        trajectory: Title,
        news: DossierNews,
        what: Option<Title>,
        until: Option<Timestamp>,
        path: String,
    },
    DecisionTold {
        trajectory: Title,
        news: DecisionNews,
        until: Option<Timestamp>,
        path: String,
    },
    ContractTold {
        trajectory: Title,
        news: ContractNews,
        when: Option<When>,
        path: String,
    },
    ExtensionDecided {
        subject: Title,
        term: Option<Term>,
        path: String,
    },
}

/// The day or the term that goes with some news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum When {
    On(Date),
    Until(Timestamp),
}

impl When {
    fn in_words(&self) -> String {
        match self {
            Self::On(day) => calendar::day_in_words(*day),
            Self::Until(instant) => calendar::until_in_words(*instant),
        }
    }
}

impl Notice {
    /// What there is to tell when the round to which it calls closes at this term now. Nothing
    /// when it said that the round closes soon, and the round was extended.
    pub(crate) fn under(self, term: &Term) -> Option<Self> {
        match self {
            Self::RoundOpened { kind, trajectory, round, path, .. } => {
                let closes = term.clone();
                Some(Self::RoundOpened { kind, trajectory, round, closes, path })
            }
            Self::DeadlineNear { ref closes, .. } if closes != term => None,
            other => Some(other),
        }
    }

    /// The message that tells it, with links below the address of the public pages.
    pub(crate) fn message(self, pages: &Link) -> Result<Message, NotALink> {
        let link =
            |path: &str| format!("{}{path}", pages.to_string().trim_end_matches('/')).parse();
        Ok(match self {
            Self::RoundOpened { kind, trajectory, round, closes, path } => {
                Message::RoundOpened(RoundOpened {
                    kind: kind.kind(),
                    trajectory,
                    round,
                    term: calendar::until_in_words(closes.at),
                    ground: ground(&closes),
                    link: link(&path)?,
                })
            }
            Self::NotePublished { trajectory, number, questions, concludes, path } => {
                let link = link(&path)?;
                let note = NotePublished { trajectory, number, questions, concludes, link };
                Message::NotePublished(note)
            }
            Self::ReportPublished { trajectory, round, path } => {
                Message::ReportPublished(ReportPublished { trajectory, round, link: link(&path)? })
            }
            Self::AdviceAsked { subject, summary, question, term, path } => {
                let (term, link) = (calendar::until_in_words(term.at), link(&path)?);
                Message::AdviceAsked(AdviceAsked { subject, summary, question, term, link })
            }
            Self::AdviceFiled { trajectory, council, subject, path } => {
                let link = link(&path)?;
                Message::AdviceFiled(AdviceFiled { trajectory, council, subject, link })
            }
            Self::ResponseGiven { subject, path } => {
                Message::ResponseGiven(ResponseGiven { subject, link: link(&path)? })
            }
            Self::DeadlineNear { kind, trajectory, round, closes, path } => {
                Message::DeadlineNear(DeadlineNear {
                    kind: kind.kind(),
                    trajectory,
                    round,
                    term: calendar::until_in_words(closes.at),
                    link: link(&path)?,
                })
            }
            Self::QuestionTold { trajectory, news, until, path } => {
                let (until, link) = (until.map(calendar::until_in_words), link(&path)?);
                let news = news.news();
                Message::QuestionTold(QuestionTold { trajectory, news, until, link })
            }
            Self::DossierChanged { trajectory, news, what, until, path } => {
                let (until, link) = (until.map(calendar::until_in_words), link(&path)?);
                Message::DossierChanged(DossierChanged { trajectory, news, what, until, link })
            }
            Self::DecisionTold { trajectory, news, until, path } => {
                let (until, link) = (until.map(calendar::until_in_words), link(&path)?);
                Message::DecisionTold(DecisionTold { trajectory, news, until, link })
            }
            Self::ContractTold { trajectory, news, when, path } => {
                let (when, link) = (when.as_ref().map(When::in_words), link(&path)?);
                Message::ContractTold(ContractTold { trajectory, news, when, link })
            }
            Self::ExtensionDecided { subject, term, path } => {
                let term = term.map(|term| calendar::until_in_words(term.at));
                Message::ExtensionDecided(ExtensionDecided { subject, term, link: link(&path)? })
            }
        })
    }
}

fn ground(term: &Term) -> String {
    format!("{}: {}", term.ground.kind.dutch(), term.ground.source)
}
