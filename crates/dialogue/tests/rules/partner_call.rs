//! The rules of a call for partners: named by choice, withdrawn by whoever made it.

use crate::examples::{id, sealed, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::party::{
    PartnerCallPublished, PartnerCallWithdrawn, PartnerReactionGiven, PartnerReactionWithdrawn,
};
use dialogue::{PartnerCall, PartnerCallCommand, PartnerCallEvent};

fn published(title: &str) -> PartnerCallPublished {
    PartnerCallPublished {
        trajectory: id(1),
        provider: id(51),
        lot: Some(whole(1)),
        title: text(title),
        text: text("Wij zoeken verblijf."),
        signature: Some(sealed(51)),
    }
}

fn reacted(words: &str, signature: Option<u128>) -> PartnerReactionGiven {
    PartnerReactionGiven {
        reaction: id(95),
        provider: id(52),
        text: text(words),
        signature: signature.map(sealed),
    }
}

fn react(words: &str, signature: Option<u128>) -> PartnerCallCommand {
    PartnerCallCommand::React(reacted(words, signature))
}

fn take_back(provider: u128) -> PartnerCallCommand {
    PartnerCallCommand::WithdrawReaction { reaction: id(95), provider: id(provider) }
}

pub(crate) fn pool() -> Vec<PartnerCallCommand> {
    vec![
        PartnerCallCommand::Publish(published("Partner gezocht")),
        PartnerCallCommand::Publish(published("Bedden gezocht")),
        react("Wij doen mee.", None),
        react("Wij doen niet mee.", None),
        take_back(51),
        take_back(52),
        PartnerCallCommand::Withdraw(id(52)),
        PartnerCallCommand::Withdraw(id(51)),
    ]
}

#[test]
fn a_call_is_published_once_and_withdrawn_by_its_own_provider() {
    let publish = || PartnerCallCommand::Publish(published("Partner gezocht"));
    given_nothing::<PartnerCall>().when(publish()).then([published("Partner gezocht")]);
    let call = || given::<PartnerCall>([published("Partner gezocht")]);
    call().when(publish()).then_nothing();
    call()
        .when(PartnerCallCommand::Publish(published("Iets anders")))
        .then_refused("partner-call-exists");
    call().when(PartnerCallCommand::Withdraw(id(52))).then_refused("partner-call-unknown");
    call().when(PartnerCallCommand::Withdraw(id(51))).then([PartnerCallWithdrawn {}]);
    given_nothing::<PartnerCall>()
        .when(PartnerCallCommand::Withdraw(id(51)))
        .then_refused("partner-call-unknown");
}

#[test]
fn a_reaction_is_given_to_a_call_that_stands_and_withdrawn_by_its_own_provider() {
    let call = || given::<PartnerCall>([published("Partner gezocht")]);
    call().when(react("Wij doen mee.", Some(52))).then([reacted("Wij doen mee.", Some(52))]);
    let with = || {
        given::<PartnerCall>([
            PartnerCallEvent::from(published("Partner gezocht")),
            reacted("Wij doen mee.", Some(52)).into(),
        ])
    };
    // A name is sealed anew each time.
    with().when(react("Wij doen mee.", Some(53))).then_nothing();
    with().when(react("Wij doen mee.", None)).then_refused("partner-reaction-exists");
    with().when(take_back(51)).then_refused("partner-reaction-unknown");
    with().when(take_back(52)).then([PartnerReactionWithdrawn { reaction: id(95) }]);
    given::<PartnerCall>([
        PartnerCallEvent::from(published("Partner gezocht")),
        PartnerCallWithdrawn {}.into(),
    ])
    .when(react("Wij doen mee.", None))
    .then_refused("partner-call-unknown");
}
