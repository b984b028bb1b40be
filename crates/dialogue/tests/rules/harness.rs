//! One grammar for every test: given events, when a command, then events or a refusal.

use dialogue::{Decider, Refusal, RefusalKind, StoredEvent, Told};

/// Something with a past.
#[must_use = "ask something of it with `when`"]
pub(crate) struct Given<D>(D);

/// What came of a command.
#[must_use = "say what is expected with `then`"]
pub(crate) struct Outcome<E>(Result<Vec<E>, Refusal>);

/// The state after events.
pub(crate) fn state<D: Decider>(events: impl IntoIterator<Item: Into<D::Event>>) -> D {
    let mut state = D::default();
    for event in events {
        state.evolve(&event.into());
    }
    state
}

/// Something to which this has happened.
pub(crate) fn given<D: Decider>(events: impl IntoIterator<Item: Into<D::Event>>) -> Given<D> {
    Given(state(events))
}

/// Something to which nothing has happened.
pub(crate) fn given_nothing<D: Decider>() -> Given<D> {
    Given(D::default())
}

impl<D> Given<D> {
    /// Something in a state.
    pub(crate) const fn of(state: D) -> Self {
        Self(state)
    }
}

impl<D: Decider<Event: StoredEvent>> Given<D> {
    pub(crate) fn when(self, command: D::Command) -> Outcome<D::Event> {
        Outcome(self.0.decide(command))
    }
}

impl<E: StoredEvent> Outcome<E> {
    #[track_caller]
    pub(crate) fn then(self, expected: impl IntoIterator<Item: Into<E>>) {
        let expected: Vec<E> = expected.into_iter().map(Into::into).collect();
        match self.0 {
            Ok(events) => assert_eq!(events, expected),
            Err(refusal) => panic!("refused: {refusal}"),
        }
    }

    /// Gives the events, to look further.
    #[track_caller]
    pub(crate) fn into_events(self) -> Vec<E> {
        self.0.unwrap_or_else(|refusal| panic!("refused: {refusal}"))
    }

    #[track_caller]
    pub(crate) fn then_nothing(self) {
        self.then(Vec::<E>::new());
    }

    /// Gives the refusal as it is told, to look further.
    #[track_caller]
    pub(crate) fn then_refused(self, code: &str) -> Told {
        match self.0 {
            Ok(events) => panic!("not refused with {code}: {events:?}"),
            Err(refusal) => {
                let told = refusal.told();
                assert_eq!(told.code, code);
                told
            }
        }
    }

    /// Expects the command itself to be wrong, in exactly these fields.
    #[track_caller]
    pub(crate) fn then_faults(self, fields: &[&str]) -> Told {
        let told = self.then_refused("invalid-input");
        assert_eq!(told.kind, RefusalKind::Invalid);
        assert_eq!(fields_of(&told), fields);
        told
    }
}

/// The fields that a refusal names.
pub(crate) fn fields_of(told: &Told) -> Vec<&str> {
    told.faults.iter().map(|fault| fault.field.as_str()).collect()
}
