//! How things are named in streams and addresses: a name survives its text.

use crate::examples::id;
use dialogue::{NoteId, PhaseId, PhaseKind, QuestionId, TrajectoryId};
use std::collections::BTreeSet;
use uuid::Uuid;

#[test]
fn an_id_survives_its_text() {
    let question: QuestionId = id(71);
    assert_eq!(question.to_string(), "00000000-0000-0000-0000-000000000047");
    assert_eq!(question.to_string().parse(), Ok(question));
    assert_eq!(Uuid::from(question), Uuid::from_u128(71));
    assert!("vraag-71".parse::<QuestionId>().is_err());
}

#[test]
fn a_new_id_is_random() {
    assert_ne!(TrajectoryId::random(), TrajectoryId::random());
}

#[test]
fn a_phase_and_a_note_are_named_after_their_trajectory() {
    let trajectory = id(1);
    let phase = PhaseId { trajectory, kind: PhaseKind::Vision };
    assert_eq!(phase.to_string(), format!("{trajectory}.vision"));
    let note = NoteId { trajectory, number: 2 };
    assert_eq!(note.to_string(), format!("{trajectory}.2"));
}

#[test]
fn every_kind_of_phase_has_a_name_of_its_own_that_it_is_stored_under() {
    let mut dutch = BTreeSet::new();
    for kind in PhaseKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        assert!(dutch.insert(kind.dutch()), "{}", kind.dutch());
    }
    assert_eq!("visie".parse::<PhaseKind>(), Err(()));
}
