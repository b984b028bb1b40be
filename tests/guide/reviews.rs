//! The chapters about the last step of the cycle, which is the first of the next.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::Thread;
use crate::thread::review::conclusion;

pub(super) const REVIEWS: [Chapter; 2] = [REVIEW, CARRY_OVER];

const REVIEW: Chapter = Chapter {
    title: "Review",
    text: "A trajectory is reviewed: goals, requirements, criteria and indicators that exist in \
           it. Clients and their relatives, providers, departments and other citizens have their \
           say, or it is told why not. Of everything under review is told whether it contributed, \
           whether the minimum was kept, who resisted, what more was needed, and what nobody \
           meant, each with what it rests on. Only then it is concluded, with lessons that come \
           from findings, and everyone reads it as a whole. Fewer than five people are not told \
           more precisely.",
    examples: &[
        example("A review opens.", "POST", "/municipality/v1/trajectories/*/reviews", 201),
        example(
            "It does not end before everyone was heard and everything found.",
            "POST",
            "/municipality/v1/reviews/*/conclusion",
            409,
        ),
        example("What a group had to say.", "POST", "/municipality/v1/reviews/*/involvement", 200),
        example("What was found.", "POST", "/municipality/v1/reviews/*/findings", 200),
        example("To what it comes.", "POST", "/municipality/v1/reviews/*/conclusion", 200),
        example(
            "The review, as everyone reads it.",
            "GET",
            "/public/v1/trajectories/*/reviews",
            200,
        ),
    ],
};

const CARRY_OVER: Chapter = Chapter {
    title: "From one trajectory to the next",
    text: "A trajectory begins with what the one before it left open: lessons, promises and \
           actions under contracts, what waits on the development agenda, and advice without a \
           response or a text. Each item gets an answer with a reason; until then the vision \
           phase does not close. What is adopted is linked to the goal, principle, document or \
           requirement in which it comes back. Everyone follows that thread from both sides, but \
           for what is between the parties of a contract.",
    examples: &[
        example(
            "What was left open is taken over.",
            "POST",
            "/municipality/v1/trajectories/*/carry-over",
            200,
        ),
        example(
            "An item gets its answer.",
            "POST",
            "/municipality/v1/trajectories/*/carry-over-answers",
            200,
        ),
        example(
            "It comes back in a goal.",
            "POST",
            "/municipality/v1/trajectories/*/carry-over-links",
            200,
        ),
        example("What staff read.", "GET", "/municipality/v1/trajectories/*/carry-over", 200),
        example("What everyone reads.", "GET", "/public/v1/trajectories/*/carry-over", 200),
    ],
};

/// The trajectory is reviewed, and the next one begins.
pub(super) async fn learn(thread: &mut Thread) {
    thread.open_review().await;
    let path = format!("/reviews/{}/conclusion", thread.review);
    thread.cast.contract_manager.post(&path, &conclusion()).await.expect(409);
    thread.hear_everyone().await;
    thread.find().await;
    thread.cast.contract_manager.post(&path, &conclusion()).await.expect(200);
    thread.take_over().await;
    thread.answer_carry_over().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    anyone.get(&thread.path("/reviews")).await.expect(200);
    let next = format!("/trajectories/{}/carry-over", thread.successor);
    buyer.get(&next).await.expect(200);
    anyone.get(&next).await.expect(200);
}
