//! The rules of parties: a provider's profile, and whom mail goes to.

use crate::examples::{id, sealed, text};
use crate::harness::{given, given_nothing, state};
use dialogue::party::{
    CareDomain, Certificate, OrganisationSize, ProfessionalRegister, ProviderProfile,
    ProviderRegistered, Subscriber, SubscriptionEnded, SubscriptionOpened, TrajectoryFollowed,
    TrajectoryUnfollowed,
};
use dialogue::{Provider, ProviderCommand, Subscription, SubscriptionCommand, SubscriptionEvent};
use std::collections::BTreeSet;

fn profile(size: OrganisationSize) -> ProviderProfile {
    ProviderProfile {
        identity: sealed(51),
        contact: sealed(66),
        size,
        domains: BTreeSet::from([CareDomain::MentalHealth, CareDomain::Safety]),
        municipalities: BTreeSet::from([text("GM0233")]),
        registers: BTreeSet::from([ProfessionalRegister::YouthProfessionals]),
        certificates: BTreeSet::from([Certificate::En15224]),
        civic_initiative: true,
    }
}

fn registered(size: OrganisationSize) -> ProviderRegistered {
    ProviderRegistered { profile: profile(size) }
}

pub(crate) fn provider_pool() -> Vec<ProviderCommand> {
    vec![
        ProviderCommand::Register(profile(OrganisationSize::OnePerson)),
        ProviderCommand::Register(profile(OrganisationSize::Micro)),
        ProviderCommand::Register(ProviderProfile {
            contact: sealed(67),
            ..profile(OrganisationSize::Micro)
        }),
    ]
}

fn opened(address: u128) -> SubscriptionOpened {
    SubscriptionOpened { subscriber: Subscriber::Provider(id(51)), address: sealed(address) }
}

fn followed(trajectory: u128) -> SubscriptionEvent {
    TrajectoryFollowed { trajectory: id(trajectory) }.into()
}

fn follow(trajectory: u128) -> SubscriptionCommand {
    SubscriptionCommand::Follow(id(trajectory))
}

fn unfollow(trajectory: u128) -> SubscriptionCommand {
    SubscriptionCommand::Unfollow(id(trajectory))
}

pub(crate) fn subscription_pool() -> Vec<SubscriptionCommand> {
    let for_council = SubscriptionOpened {
        subscriber: Subscriber::Council(text("adviesraad-veluwerand")),
        address: sealed(66),
    };
    vec![
        SubscriptionCommand::Open(opened(66)),
        SubscriptionCommand::Open(opened(67)),
        SubscriptionCommand::Open(for_council),
        follow(1),
        follow(2),
        unfollow(1),
        unfollow(3),
        SubscriptionCommand::End,
    ]
}

#[test]
fn a_provider_registers_and_another_profile_takes_the_place_of_the_first() {
    given_nothing::<Provider>()
        .when(ProviderCommand::Register(profile(OrganisationSize::Micro)))
        .then([registered(OrganisationSize::Micro)]);
    given::<Provider>([registered(OrganisationSize::Micro)])
        .when(ProviderCommand::Register(profile(OrganisationSize::Micro)))
        .then_nothing();
    given::<Provider>([registered(OrganisationSize::Micro)])
        .when(ProviderCommand::Register(profile(OrganisationSize::Small)))
        .then([registered(OrganisationSize::Small)]);
}

#[test]
fn a_provider_without_a_profile_is_told_to_fill_it_in() {
    let provider: Provider = state([registered(OrganisationSize::Micro)]);
    assert_eq!(provider.profile(), Ok(&profile(OrganisationSize::Micro)));
    assert_eq!(
        Provider::default().profile().unwrap_err().told().code,
        "organisation-not-registered"
    );
}

#[test]
fn an_address_is_given_and_another_takes_its_place() {
    given_nothing::<Subscription>().when(SubscriptionCommand::Open(opened(66))).then([opened(66)]);
    given::<Subscription>([opened(66)]).when(SubscriptionCommand::Open(opened(66))).then_nothing();
    given::<Subscription>([opened(66)])
        .when(SubscriptionCommand::Open(opened(67)))
        .then([opened(67)]);
}

#[test]
fn a_person_with_an_address_follows_a_trajectory_once() {
    given_nothing::<Subscription>().when(follow(1)).then_refused("no-notification-address");
    given::<Subscription>([opened(66)]).when(follow(1)).then([followed(1)]);
    given::<Subscription>([opened(66).into(), followed(1)]).when(follow(1)).then_nothing();
    given::<Subscription>([opened(66).into(), followed(1)]).when(follow(2)).then([followed(2)]);
}

#[test]
fn another_address_keeps_what_is_followed() {
    given::<Subscription>([opened(66).into(), followed(1), opened(67).into()])
        .when(follow(1))
        .then_nothing();
}

#[test]
fn only_what_is_followed_can_be_unfollowed() {
    given::<Subscription>([opened(66).into(), followed(1)])
        .when(unfollow(1))
        .then([TrajectoryUnfollowed { trajectory: id(1) }]);
    given::<Subscription>([opened(66).into(), followed(1)]).when(unfollow(2)).then_nothing();
    let unfollowed = TrajectoryUnfollowed { trajectory: id(1) }.into();
    given::<Subscription>([opened(66).into(), followed(1), unfollowed])
        .when(unfollow(1))
        .then_nothing();
}

#[test]
fn an_end_forgets_the_address_and_what_was_followed() {
    let ended =
        || given::<Subscription>([opened(66).into(), followed(1), SubscriptionEnded {}.into()]);
    given::<Subscription>([opened(66).into(), followed(1)])
        .when(SubscriptionCommand::End)
        .then([SubscriptionEnded {}]);
    ended().when(SubscriptionCommand::End).then_nothing();
    ended().when(unfollow(1)).then_nothing();
    ended().when(follow(1)).then_refused("no-notification-address");
    ended().when(SubscriptionCommand::Open(opened(66))).then([opened(66)]);
    given_nothing::<Subscription>().when(SubscriptionCommand::End).then_nothing();
}
