//! The chapters of the guide about how a client council works.

use super::{Chapter, example};
use crate::councils::{ask_for_time, bring_matters, follow_up, settle_urgency, work_on_advice};
use crate::kit::Platform;
use crate::thread::Thread;

/// A council works on its advice.
pub(crate) async fn advise(platform: &Platform, thread: &Thread) {
    let vision = Thread::begin(thread.world.clone(), platform.time.clone()).await;
    vision.open_phase("vision").await;
    settle_urgency(&vision).await;
    work_on_advice(&vision).await;
    follow_up(&vision).await;
    bring_matters(&vision).await;
    ask_for_time(&vision).await;
}

pub(crate) const COUNCILS: [Chapter; 2] = [
    Chapter {
        title: "How a council comes to its advice",
        text: "A term shorter than the ordinance gives needs the consent of the council, and \
               a council can ask for more time. A group drafts, the whole council adopts the \
               draft, with the view of a minority, and chair and secretary sign it; another \
               draft begins anew. Templates help to look at what is proposed. After the \
               response everyone sees which text followed from which recommendation.",
        examples: &[
            example(
                "The council agrees to a shorter term.",
                "POST",
                "/council/v1/advices/*/urgency-decision",
                200,
            ),
            example(
                "It asks for more time.",
                "POST",
                "/council/v1/advices/*/extension-request",
                200,
            ),
            example(
                "The municipality decides.",
                "POST",
                "/municipality/v1/advices/*/extension-decision",
                200,
            ),
            example("Templates for advice.", "GET", "/public/v1/advice-templates", 200),
            example("Who drafts.", "PUT", "/council/v1/advices/*/drafting-group", 200),
            example("The meeting adopts it.", "POST", "/council/v1/advices/*/adoption", 200),
            example("The chair signs.", "POST", "/council/v1/advices/*/signature", 200),
            example("What the council sees on its desk.", "GET", "/council/v1/advices/*", 200),
            example("Which text followed.", "POST", "/municipality/v1/advices/*/follow-ups", 200),
            example(
                "The elected council gets a copy.",
                "POST",
                "/municipality/v1/advices/*/municipal-council-copy",
                200,
            ),
        ],
    },
    Chapter {
        title: "What a council brings beside its advice",
        text: "Signals from practice, items for the agenda of the periodic consultation and \
               research of its own. Nothing about a person is taken; the answer tells at \
               which place it stands, and never what. Each gets an answer with a reason.",
        examples: &[
            example(
                "A signal that tells of a person.",
                "POST",
                "/council/v1/trajectories/*/signals",
                400,
            ),
            example("A signal.", "POST", "/council/v1/trajectories/*/signals", 201),
            example(
                "An item for the agenda.",
                "POST",
                "/council/v1/trajectories/*/agenda-items",
                201,
            ),
            example("Research.", "POST", "/council/v1/trajectories/*/research", 201),
            example("What came out of it.", "POST", "/council/v1/council-matters/*/result", 200),
            example(
                "The answer of the municipality.",
                "POST",
                "/municipality/v1/council-matters/*/answer",
                200,
            ),
            example("What the council finds.", "GET", "/council/v1/council-matters/*", 200),
        ],
    },
];
