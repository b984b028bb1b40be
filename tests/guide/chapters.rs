//! The chapters of the guide to the API, and the exchanges that each of them shows.

use super::redress::{EMBARGO, REDRESS};
use crate::questions::shown::SORTED_OUT;

/// A chapter: what it is about, and the exchanges that show it.
pub(crate) struct Chapter {
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
    pub(crate) examples: &'static [Example],
}

/// The first exchange with this method, path and status.
pub(crate) struct Example {
    pub(super) text: &'static str,
    pub(super) method: &'static str,
    /// A path in which `*` is any name.
    pub(super) path: &'static str,
    pub(super) status: u16,
    /// What stands in the request or the answer.
    pub(super) holds: &'static str,
}

impl Example {
    /// The first in whose request or answer this stands.
    pub(crate) const fn holding(self, holds: &'static str) -> Self {
        Self { holds, ..self }
    }
}

pub(crate) const fn example(
    text: &'static str,
    method: &'static str,
    path: &'static str,
    status: u16,
) -> Example {
    Example { text, method, path, status, holds: "" }
}

pub(super) const CHAPTERS: [Chapter; 14] = [
    Chapter {
        title: "Who you are",
        text: "Every service but the public one wants a token (RFC 6750) of an issuer that the \
               platform trusts. It names you, the organisations you may speak for, and your roles \
               there. Whoever may speak for several says for which: `On-Behalf-Of`.",
        examples: &[
            example("Who does the service take me for?", "GET", "/provider/v1/me", 200),
            example(
                "Two mandates, and no choice between them.",
                "GET",
                "/provider/v1/trajectories",
                400,
            ),
            example("The same, with a choice.", "GET", "/provider/v1/trajectories", 200),
        ],
    },
    Chapter {
        title: "Writing",
        text: "Every `POST` has an `Idempotency-Key` of your own making. When no answer comes, \
               send the same request again under the same key: you get the answer that was lost, \
               and nothing happens twice. An answer to something that was written is a receipt: \
               its `position` in the log, its time, and a `hash` that commits to everything before \
               it.\n\nA `PUT` says which version it replaces (`If-Match`), or that there is none \
               (`If-None-Match: *`). A read gives that version as its `ETag`.",
        examples: &[
            example("A buyer opens a trajectory.", "POST", "/municipality/v1/trajectories", 201),
            example("A provider registers.", "PUT", "/provider/v1/organisation", 200),
            example(
                "A version that is no longer there is not overwritten.",
                "PUT",
                "/provider/v1/organisation",
                412,
            ),
            example(
                "A content with mistakes: all of them at once.",
                "POST",
                "/municipality/v1/trajectories",
                400,
            ),
            example(
                "A file goes its own way, under its SHA-256.",
                "PUT",
                "/municipality/v1/files/*",
                200,
            ),
            example(
                "A document is published, with its file.",
                "POST",
                "/municipality/v1/trajectories/*/documents",
                201,
            ),
        ],
    },
    Chapter {
        title: "Reading",
        text: "Each service reads from its own read model, which follows the log within moments. \
               A read that has to see something names its position: `minPosition`. It waits for \
               that, for at most five seconds. Lists come in pages: give `nextCursor` back as \
               `cursor`.",
        examples: &[
            example(
                "A read that waits for what was just written.",
                "GET",
                "/provider/v1/organisation",
                200,
            ),
            example("A position that is not there yet.", "GET", "/provider/v1/trajectories", 503),
            example("A list that anyone may read.", "GET", "/public/v1/trajectories", 200),
        ],
    },
    Chapter {
        title: "Terms",
        text: "A trajectory chooses a profile of rules for terms, and may depart from it with a \
               reason. From then on anyone can compute a deadline again: rule, source and every \
               step are in the answer. Where a term can be read in two ways, both are there, and \
               the safe one counts.",
        examples: &[
            example("The profile.", "PUT", "/municipality/v1/trajectories/*/terms", 200),
            example(
                "The last day for a clarification note, counted back from the closing.",
                "GET",
                "/public/v1/trajectories/*/terms/clarification-note/deadline",
                200,
            ),
            example(
                "A note that comes late, and the closing that is advised.",
                "GET",
                "/public/v1/trajectories/*/terms/clarification-note/note-timing",
                200,
            ),
        ],
    },
    Chapter {
        title: "A phase and its consultation",
        text: "A phase opens once its dialogue plan answers the four questions from both sides. A \
               round asks about themes of that plan which are open or amendable.",
        examples: &[
            example(
                "The plan.",
                "PUT",
                "/municipality/v1/trajectories/*/phases/*/dialogue-plan",
                200,
            ),
            example(
                "The phase opens.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/opening",
                200,
            ),
            example(
                "A round is published.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/consultation-rounds",
                201,
            ),
            example(
                "A contribution, as a draft first.",
                "POST",
                "/provider/v1/consultation-rounds/*/contributions",
                201,
            ),
            example(
                "It is submitted: the receipt is the proof.",
                "POST",
                "/provider/v1/contributions/*/submission",
                200,
            ),
            example(
                "A report without an answer to everything is refused.",
                "POST",
                "/municipality/v1/consultation-rounds/*/report",
                409,
            ),
            example(
                "What is done with a contribution, and why.",
                "POST",
                "/municipality/v1/contributions/*/disposition",
                200,
            ),
            example("The report.", "POST", "/municipality/v1/consultation-rounds/*/report", 200),
            example(
                "What the provider finds about its own.",
                "GET",
                "/provider/v1/contributions/*",
                200,
            ),
        ],
    },
    Chapter {
        title: "Advice of a client council",
        text: "A council answers a request, or advises of its own accord. Every recommendation \
               gets a response with a reason; until then its phase stays open.",
        examples: &[
            example("The request.", "POST", "/municipality/v1/trajectories/*/advice-requests", 201),
            example("The advice.", "POST", "/council/v1/advices/*/filing", 200),
            example(
                "The phase cannot close yet.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/closing",
                409,
            ),
            example("The response.", "POST", "/municipality/v1/advices/*/responses", 200),
            example("What everyone can read.", "GET", "/public/v1/advices/*", 200),
        ],
    },
    Chapter {
        title: "Requirements",
        text: "What the law asks is referred to in model sentences, and so are existing \
               frameworks, marks and registers. A requirement of one's own needs a goal, a way to \
               verify it and an estimate of its burden. A version that was published never \
               changes; providers say what is the matter with it, and each gets an answer with a \
               reason.",
        examples: &[
            example(
                "The goals.",
                "PUT",
                "/municipality/v1/trajectories/*/requirement-set/goals",
                200,
            ),
            example(
                "References to the law.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/known-sources",
                200,
            ),
            example(
                "A requirement of one's own.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/requirements",
                201,
            ),
            example(
                "Without what it needs it is refused.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/requirements",
                400,
            ),
            example(
                "One from the library of the region.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/library-picks",
                201,
            ),
            example(
                "A version is published.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-sets",
                201,
            ),
            example(
                "A provider says what it costs.",
                "POST",
                "/provider/v1/trajectories/*/requirement-flags",
                201,
            ),
            example(
                "The answer, with its reason.",
                "POST",
                "/municipality/v1/requirement-flags/*/disposition",
                200,
            ),
            example(
                "The provider reads it too; everyone reads it in anonymous words.",
                "GET",
                "/provider/v1/requirement-flags/*",
                200,
            ),
            example(
                "What was and what is.",
                "GET",
                "/public/v1/trajectories/*/requirement-sets/2/changes",
                200,
            ),
            example(
                "The balance and the burden.",
                "GET",
                "/public/v1/trajectories/*/requirement-sets/2/balance",
                200,
            ),
            example(
                "The thread from vision to indicator.",
                "GET",
                "/public/v1/trajectories/*/coherence",
                200,
            ),
        ],
    },
    Chapter {
        title: "Questions and the clarification note",
        text: "A question names the place it is about, or none. One drafts the answer and another \
               approves it. The note is published to everyone at one moment and never changes; a \
               later note corrects it.",
        examples: &[
            example(
                "The round.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/question-rounds",
                201,
            ),
            example("A question.", "POST", "/provider/v1/question-rounds/*/questions", 201),
            example(
                "A question after the term, by the clock of the log.",
                "POST",
                "/provider/v1/question-rounds/*/questions",
                409,
            ),
            example(
                "The answer in draft, beside the question in anonymous words.",
                "PUT",
                "/municipality/v1/questions/*/answer",
                200,
            ),
            example(
                "Approved by somebody else.",
                "POST",
                "/municipality/v1/questions/*/approval",
                200,
            ),
            example(
                "The note.",
                "POST",
                "/municipality/v1/question-rounds/*/clarification-notes",
                201,
            ),
            example(
                "The note as everyone reads it.",
                "GET",
                "/public/v1/trajectories/*/clarification-notes/1",
                200,
            ),
            example(
                "The asker finds the own question back.",
                "GET",
                "/provider/v1/questions/*",
                200,
            ),
        ],
    },
    SORTED_OUT,
    Chapter {
        title: "The closing of tenders and the notes",
        text: "Once it is set when tenders close, each note is held against it. One that comes \
               late needs another closing, for everyone, or a reason. Every deadline in the \
               record says why it is so. Whoever reads the notes, can read them as one, and sees \
               beside a document what changed.",
        examples: &[
            example(
                "When tenders close.",
                "PUT",
                "/municipality/v1/trajectories/*/tender-closing",
                200,
            ),
            example(
                "A note that comes late, with the closing that is advised.",
                "POST",
                "/municipality/v1/question-rounds/*/clarification-notes",
                409,
            ),
            example(
                "The closing moves, and cites the advice.",
                "POST",
                "/municipality/v1/trajectories/*/tender-closing/extension",
                200,
            ),
            example(
                "A note that may tell who asked.",
                "POST",
                "/municipality/v1/question-rounds/*/clarification-notes",
                409,
            ),
            example(
                "What looked like it is named, with a reason.",
                "POST",
                "/municipality/v1/question-rounds/*/clarification-notes",
                201,
            ),
            example(
                "The rectification in TenderNed, by its number.",
                "POST",
                "/municipality/v1/trajectories/*/notices",
                200,
            ),
            example(
                "A deadline explains itself.",
                "GET",
                "/public/v1/trajectories/*/deadlines/clarification-note",
                200,
            ),
            example(
                "All notes as one, about one lot.",
                "GET",
                "/public/v1/trajectories/*/consolidated-note",
                200,
            ),
            example(
                "What changed in a document.",
                "GET",
                "/public/v1/trajectories/*/documents/*/changes",
                200,
            ),
            example(
                "The rules for the terms of a council.",
                "PUT",
                "/municipality/v1/trajectories/*/council-terms",
                200,
            ),
        ],
    },
    REDRESS,
    Chapter {
        title: "Award",
        text: "Assessors declare their interests and score alone; nobody sees what another scored \
               before all are in. Then they agree. Each tenderer gets the decision about itself. \
               When there is a standstill, the award is final only after it.",
        examples: &[
            example(
                "An assessor is appointed.",
                "POST",
                "/municipality/v1/evaluations/*/assessors",
                200,
            ),
            example(
                "The assessor has no interest in who wins.",
                "POST",
                "/municipality/v1/evaluations/*/interest-declarations",
                200,
            ),
            example(
                "Scores of one assessor, sealed until all are in.",
                "POST",
                "/municipality/v1/evaluations/*/assessments",
                200,
            ),
            example(
                "The score on which they agree, with its reason.",
                "POST",
                "/municipality/v1/evaluations/*/scores",
                200,
            ),
            example("The decision.", "POST", "/municipality/v1/evaluations/*/award-decision", 200),
            example("Too early.", "POST", "/municipality/v1/evaluations/*/award-confirmation", 409),
            example("Final.", "POST", "/municipality/v1/evaluations/*/award-confirmation", 200),
        ],
    },
    Chapter {
        title: "Market consultation",
        text: "A round can ask numbered questions; a contribution answers them and reacts to a \
               draft article by article. What is sensitive comes in no report. Talks with one \
               provider at a time follow one script, and what is handed out in one goes to \
               everyone.\n\nWho was heard and who is missing is told in ranges of five: only \
               closed rounds and sessions with a report count, nothing is told of groups while \
               fewer than five were heard, nor of a group in which fewer than five are known. \
               The levelling file (art. 2.51 Aw) holds what everyone received and when.",
        examples: &[
            example(
                "A round with questions.",
                "POST",
                "/municipality/v1/trajectories/*/phases/strategy/consultation-rounds",
                201,
            ),
            example(
                "Answers, and a reaction to an article.",
                "POST",
                "/provider/v1/consultation-rounds/*/contributions",
                201,
            )
            .holding("\"reactions\": ["),
            example(
                "Talks are announced, with their script.",
                "POST",
                "/municipality/v1/trajectories/*/phases/strategy/sessions",
                201,
            ),
            example("A provider registers.", "POST", "/provider/v1/sessions/*/registrations", 201),
            example(
                "A talk is reported, for everyone.",
                "POST",
                "/municipality/v1/sessions/*/talk-reports",
                200,
            ),
            example("What came of the talks.", "GET", "/public/v1/sessions/*", 200),
            example("Who was heard.", "GET", "/municipality/v1/trajectories/*/representation", 200),
            example(
                "What everyone received.",
                "GET",
                "/provider/v1/trajectories/*/levelling-file",
                200,
            ),
        ],
    },
    EMBARGO,
];
