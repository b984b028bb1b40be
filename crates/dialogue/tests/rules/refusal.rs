//! How refusals are told: a stable code, what kind it is, and what can be done about it.

use crate::examples::id;
use dialogue::RefusalKind::{Forbidden, State, Unknown};
use dialogue::accountability::PerformanceReportRefusal;
use dialogue::admission_procedure::AdmissionRefusal;
use dialogue::advice::{AdviceRefusal, CouncilOffice};
use dialogue::carry_over::CarryOverRefusal;
use dialogue::client_research::ClientResearchRefusal;
use dialogue::combination::CombinationRefusal;
use dialogue::commitment::CommitmentRefusal;
use dialogue::confidential::ConfidentialityRefusal;
use dialogue::consultation::ConsultationRefusal;
use dialogue::contract::ContractRefusal;
use dialogue::council_matter::CouncilMatterRefusal;
use dialogue::enquiry::EnquiryRefusal;
use dialogue::evaluation::EvaluationRefusal;
use dialogue::involvement::InvolvementRefusal;
use dialogue::objection::ObjectionRefusal;
use dialogue::outreach::OutreachRefusal;
use dialogue::party::PartyRefusal;
use dialogue::passage::PassageRefusal;
use dialogue::performance::{PerformanceRefusal, TalkQuestion};
use dialogue::phase::{PhaseRefusal, Unanswered};
use dialogue::price_sheet::PriceSheetRefusal;
use dialogue::procurement::ProcurementRefusal;
use dialogue::redress::RedressRefusal;
use dialogue::region::RegionRefusal;
use dialogue::requirement::RequirementRefusal;
use dialogue::review::ReviewRefusal;
use dialogue::session::SessionRefusal;
use dialogue::standing_consultation::StandingConsultationRefusal;
use dialogue::strategy::StrategyRefusal;
use dialogue::supervision::SupervisionRefusal;
use dialogue::trajectory::TrajectoryRefusal;
use dialogue::vision::VisionRefusal;
use dialogue::{Refusal, RefusalKind};
use std::collections::BTreeSet;
use vocabulary::Faults;

/// Every refusal with how it is told. One more refusal does not compile here.
macro_rules! refusals {
    ($($refusal:ident {
        $($variant:ident $(($($value:expr),+))? $({ $($field:ident: $number:expr),+ })?
            => $kind:ident $code:literal),* $(,)?
    })*) => {
        $(const _: fn(&$refusal) = |refusal| match refusal {
            $($refusal::$variant { .. } => {})*
        };)*

        fn all() -> Vec<(Refusal, RefusalKind, &'static str)> {
            vec![$($((
                $refusal::$variant $(($($value),+))? $({ $($field: $number),+ })?.into(),
                $kind, $code,
            )),*),*]
        }
    };
}

refusals! {
    RegionRefusal {
        Unknown => Unknown "region-unknown",
        Exists => State "region-exists",
        NotLead => Forbidden "region-led-by-another",
        NotMember => Forbidden "region-not-member",
    }
    OutreachRefusal {
        Unknown => Unknown "outreach-unknown",
        Exists => State "outreach-exists",
        Open => State "outreach-open",
        Answered => State "outreach-answered",
        ExperienceExists => State "experience-exists",
    }
    VisionRefusal {
        Unknown => Unknown "vision-unknown",
        GoalUnknown => Unknown "policy-goal-unknown",
        GoalIncomplete(Faults::none()) => State "policy-goal-incomplete",
        DevelopmentUnknown => Unknown "development-unknown",
    }
    ContractRefusal {
        Unknown => Unknown "contract-unknown",
        Exists => State "contract-exists",
        NotWon => State "contract-not-won",
        Ended => State "contract-ended",
        EscalationOrder(1, 2) => State "escalation-order",
        NotEscalated => State "not-escalated",
        ChangeUnknown => Unknown "change-unknown",
        ChangeDecided => State "change-decided",
        EndingOrder(1, 2) => State "ending-order",
        EndingTooEarly => State "ending-too-early",
        NotEnding => State "not-ending",
    }
    PerformanceRefusal {
        IndicatorUnknown => Unknown "indicator-unknown",
        DeliveryUnknown => Unknown "data-delivery-unknown",
        DeliveryOfProvider => Forbidden "data-delivery-of-provider",
        DeliveryExists => State "data-delivery-exists",
        Delivered(vec![]) => State "data-delivered-before",
        AboveTarget { year: 2028, most: 4 } => State "data-request-above-target",
        ImportBegun => State "data-import-begun",
        DeliveryIncomplete => State "data-delivery-incomplete",
        DeliveryChecked => State "data-delivery-checked",
        TalkUnknown => Unknown "talk-unknown",
        TalkExists => State "talk-exists",
        NotValidated(vec![]) => State "talk-data-not-validated",
        QuestionOrder(TalkQuestion::Deviation) => State "talk-question-order",
        QuestionPassed => State "talk-question-passed",
        TalkUnanswered(TalkQuestion::Outcome) => State "talk-unanswered",
        MinutesMissing => State "talk-minutes-missing",
        MinutesConfirmed => State "talk-minutes-confirmed",
        ActionUnknown => Unknown "action-unknown",
        ActionClosed => State "action-closed",
        ActionNotMeasured => State "action-not-measured",
    }
    TrajectoryRefusal {
        Unknown => Unknown "trajectory-unknown",
        Exists => State "trajectory-exists",
        LotExists { number: 1 } => State "lot-exists",
        TermsNotChosen => Unknown "terms-not-chosen",
        TenderClosingSet => State "tender-closing-set",
        TenderClosingNotSet => State "tender-closing-not-set",
    }
    PhaseRefusal {
        Unknown => Unknown "phase-unknown",
        PlanIncomplete(Faults::none()) => State "dialogue-plan-incomplete",
        NotOpen => State "phase-not-open",
        Closed => State "phase-closed",
        RevisionWithoutReason => State "plan-revision-without-reason",
        Unanswered(vec![Unanswered::Questions(id(22))]) => State "phase-has-unanswered-input",
    }
    ConsultationRefusal {
        RoundUnknown => Unknown "consultation-round-unknown",
        RoundExists => State "consultation-round-exists",
        RoundClosed => State "consultation-round-closed",
        RoundOpen => State "consultation-round-open",
        Reported => State "consultation-reported",
        DispositionMissing(vec![id(41)]) => State "disposition-missing",
        ContributionUnknown => Unknown "contribution-unknown",
        ContributionExists => State "contribution-exists",
        AlreadySubmitted => State "contribution-submitted",
        Withdrawn => State "contribution-withdrawn",
        ReportAwaited => State "consultation-report-awaited",
        OnTrack => State "contribution-on-track",
        NotOnAgenda => State "contribution-not-on-agenda",
    }
    SessionRefusal {
        Unknown => Unknown "session-unknown",
        Exists => State "session-exists",
        Cancelled => State "session-cancelled",
        Held => State "session-held",
        AlreadyRegistered => State "session-registered",
        NotRegistered => Unknown "session-not-registered",
        AttendanceMissing => State "attendance-missing",
        TalkReportMissing { missing: 1 } => State "talk-report-missing",
        TalkReported => State "talk-reported",
        Reported => State "session-reported",
        NotForProviders => Forbidden "session-not-for-providers",
        WithoutSeats => State "session-without-seats",
        NotPresent => Unknown "session-not-present",
        MinutesMissing => State "session-minutes-missing",
        GroupsMissing => State "session-groups-missing",
        ActionUnknown => Unknown "session-action-unknown",
        ActionClosed => State "session-action-closed",
    }
    PassageRefusal {
        Unknown => Unknown "passage-unknown",
        Exists => State "passage-exists",
        Withdrawn => State "passage-withdrawn",
    }
    StandingConsultationRefusal {
        Unknown => Unknown "consultation-unknown",
        Exists => State "consultation-exists",
        AttachInstead("Contractoverleg".parse().unwrap()) => State "consultation-attach-instead",
        Ended => State "consultation-ended",
        NotParticipant => Forbidden "consultation-not-participant",
    }
    EnquiryRefusal {
        RoundUnknown => Unknown "question-round-unknown",
        RoundExists => State "question-round-exists",
        RoundClosed => State "question-round-closed",
        RoundOpen => State "question-round-open",
        RoundConcluded => State "question-round-concluded",
        QuestionUnknown => Unknown "question-unknown",
        QuestionExists => State "question-exists",
        QuestionWithdrawn => State "question-withdrawn",
        QuestionPublished => State "question-published",
        ImportUnknown => Unknown "question-import-unknown",
        ImportExists => State "question-import-exists",
        NoLateQuestions => State "no-late-questions",
        QuestionDeclined => State "question-declined",
        QuestionAnswered => State "question-answered",
        QuestionMerged => State "question-merged",
        MergeTarget => State "merge-impossible",
        WithholdingNotAsked => State "withholding-not-asked",
        WithholdingDecided => State "withholding-decided",
        WithholdingUndecided => State "withholding-undecided",
        QuestionWithheld => State "question-withheld",
        QuestionNotWithheld => State "question-not-withheld",
        SameApprover => Forbidden "two-approvers",
        AmendedVersionMissing => State "amended-version-missing",
        AmendedVersionNotNewer => State "amended-version-not-newer",
        AnswerMissing => State "answer-missing",
        SamePerson => Forbidden "four-eyes",
        AnswerNotApproved(id(71)) => State "answer-not-approved",
        Unanswered(vec![id(71)]) => State "questions-unanswered",
        NoteUnknown => Unknown "clarification-note-unknown",
        NoteExists => State "clarification-note-exists",
        NoteLate("Het kon tot gisteren.".to_owned()) => State "clarification-note-late",
        Telling(vec![]) => State "note-may-tell-who-asked",
    }
    AdviceRefusal {
        Unknown => Unknown "advice-unknown",
        Exists => State "advice-exists",
        Filed => State "advice-filed",
        NotFiled => State "advice-not-filed",
        NotOurs => Unknown "trajectory-unknown",
        NotUrgent => State "advice-not-urgent",
        UrgencyDecided => State "advice-urgency-decided",
        ExtensionAwaited => State "advice-extension-awaited",
        NoExtensionAsked => State "advice-extension-not-asked",
        NoDraft => State "advice-draft-missing",
        NotInDraftingGroup => Forbidden "advice-drafting-group",
        NotAdopted => State "advice-not-adopted",
        NotSigned(CouncilOffice::Chair) => State "advice-not-signed",
        SignedByTheSame => State "advice-signed-by-the-same",
        NothingFollows => State "advice-nothing-follows",
        NotAnswered => State "advice-not-answered",
        CopySent => State "advice-copy-sent",
    }
    CouncilMatterRefusal {
        Unknown => Unknown "council-matter-unknown",
        Exists => State "council-matter-exists",
        Answered => State "council-matter-answered",
        NoResearch => State "council-matter-no-research",
        Reported => State "council-research-reported",
    }
    ObjectionRefusal {
        Unknown => Unknown "objection-unknown",
        Exists => State "objection-exists",
        Withdrawn => State "objection-withdrawn",
        Decided => State "objection-decided",
        NotTakenUp => State "objection-not-taken-up",
        OtherHandler => Forbidden "objection-other-handler",
        NotIndependent => Forbidden "handler-not-independent",
        NotDecided => State "objection-not-decided",
    }
    RedressRefusal {
        ComplaintUnknown => Unknown "complaint-unknown",
        ComplaintExists => State "complaint-exists",
        ComplaintWithdrawn => State "complaint-withdrawn",
        ComplaintDecided => State "complaint-decided",
        ComplaintNotDecided => State "complaint-not-decided",
        ComplaintNotTakenUp => State "complaint-not-taken-up",
        ComplaintOtherHandler => Forbidden "complaint-other-handler",
        ComplaintNotIndependent => Forbidden "complaint-handler-not-independent",
        NotReferred => State "complaint-not-referred",
        Referred => State "complaint-referred",
        CommitteeAdvised => State "committee-advice-recorded",
        EffectCarriedOut => State "effect-carried-out",
        ProceedingUnknown => Unknown "legal-proceeding-unknown",
        ProceedingExists => State "legal-proceeding-exists",
        ProceedingEnded => State "legal-proceeding-ended",
    }
    AdmissionRefusal {
        Unknown => Unknown "admission-unknown",
        Exists => State "admission-exists",
        Applied => State "application-exists",
        ApplicationUnknown => Unknown "application-unknown",
        Decided => State "application-decided",
        EarlierWaits => State "earlier-application-waits",
    }
    CombinationRefusal {
        Unknown => Unknown "combination-unknown",
        Exists => State "combination-exists",
        Unconfirmed(2) => State "combination-unconfirmed",
    }
    PriceSheetRefusal {
        Unknown => Unknown "price-sheet-unknown",
        Published => State "price-sheet-published",
    }
    ProcurementRefusal {
        Nothing => Unknown "award-model-unknown",
    }
    EvaluationRefusal {
        Unknown => Unknown "evaluation-unknown",
        Exists => State "evaluation-exists",
        Decided => State "award-decision-sent",
        NotDecided => State "award-decision-not-sent",
        ScoreMissing(1) => State "score-missing",
        Confirmed => State "award-confirmed",
        Ended => State "evaluation-ended",
        NotAssessor => Forbidden "not-assessor",
        NotDeclared => State "interest-not-declared",
        ConflictOfInterest => Forbidden "conflict-of-interest",
        Revealed => State "assessments-revealed",
        NotRevealed => State "assessments-incomplete",
        Frozen => State "award-frozen",
    }
    StrategyRefusal {
        Unknown => Unknown "strategy-unknown",
        GateUnknown => Unknown "decision-gate-unknown",
    }
    RequirementRefusal {
        Unknown => Unknown "requirement-unknown",
        SetUnknown => Unknown "requirement-set-unknown",
        NothingNew => State "requirement-set-unchanged",
        MinimumMissing(Faults::none()) => State "legal-minimum-missing",
        FlagsUnanswered(2) => State "requirement-flags-unanswered",
        EntryUnknown => Unknown "library-entry-unknown",
        EntryRetired => State "library-entry-retired",
        FlagUnknown => Unknown "requirement-flag-unknown",
        FlagExists => State "requirement-flag-exists",
        FlagWithdrawn => State "requirement-flag-withdrawn",
        FlagAnswered => State "requirement-flag-answered",
    }
    ReviewRefusal {
        Unknown => Unknown "review-unknown",
        Exists => State "review-exists",
        Concluded => State "review-concluded",
        Incomplete(Faults::none()) => State "review-incomplete",
    }
    PerformanceReportRefusal {
        Exists => State "performance-report-exists",
    }
    SupervisionRefusal {
        SignalUnknown => Unknown "supervision-signal-unknown",
        SignalExists => State "supervision-signal-exists",
        SignalAnswered => State "supervision-signal-answered",
    }
    ClientResearchRefusal {
        Unknown => Unknown "client-research-unknown",
        Exists => State "client-research-exists",
        NoResults => State "client-research-no-results",
        Published => State "client-research-published",
    }
    CommitmentRefusal {
        Unknown => Unknown "commitment-unknown",
        Exists => State "commitment-exists",
        TooMany => State "commitments-too-many",
        Fulfilled => State "commitment-fulfilled",
    }
    CarryOverRefusal {
        Unknown => Unknown "carry-over-unknown",
        OtherPredecessor => State "carry-over-other-predecessor",
        OtherMunicipalities => State "carry-over-other-municipalities",
        TooMany => State "carry-over-too-many",
        ItemUnknown => Unknown "carry-over-item-unknown",
        ItemAnswered => State "carry-over-item-answered",
        ItemNotAdopted => State "carry-over-item-not-adopted",
    }
    ConfidentialityRefusal {
        Unknown => Unknown "confidential-document-unknown",
        Exists => State "confidential-document-exists",
        DeclarationMissing => Forbidden "declaration-missing",
        Declared => State "confidentiality-declared",
        HasInterest => Forbidden "interest-declared",
    }
    InvolvementRefusal {
        NotCommitted => State "not-committed",
        LearningUnknown => Unknown "learning-unknown",
        LearningExists => State "learning-exists",
    }
    PartyRefusal {
        NotRegistered => State "organisation-not-registered",
        NoAddress => State "no-notification-address",
        CallUnknown => Unknown "partner-call-unknown",
        CallExists => State "partner-call-exists",
        ReactionUnknown => Unknown "partner-reaction-unknown",
        ReactionExists => State "partner-reaction-exists",
    }
}

#[test]
fn every_refusal_has_its_kind_and_its_code() {
    for (refusal, kind, code) in all() {
        let told = refusal.told();
        assert_eq!((told.kind, told.code), (kind, code), "{refusal:?}");
        assert!(told.faults.is_empty(), "{refusal:?}");
    }
}

#[test]
fn no_two_refusals_share_a_code_unless_they_must_look_alike() {
    let mut codes: Vec<_> = all().into_iter().map(|(.., code)| code).collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    // A council must not learn whether a trajectory exists on which it does not advise.
    assert_eq!(codes.len(), all - 1);
}

#[test]
fn every_refusal_is_told_in_sentences() {
    let mut details = BTreeSet::new();
    for (refusal, ..) in all() {
        let detail = refusal.told().detail;
        let sentence = detail.starts_with(char::is_uppercase) && detail.ends_with('.');
        assert!(sentence && !detail.contains("  "), "{detail}");
        assert!(details.insert(detail), "told twice: {refusal}");
    }
}

#[test]
fn a_refusal_reads_as_its_code_and_its_detail() {
    let refusal = Refusal::from(AdviceRefusal::Unknown);
    assert_eq!(refusal.to_string(), "advice-unknown: Dit advies bestaat niet.");
}

#[test]
fn a_wrong_command_is_told_with_every_fault() {
    let mut faults = Faults::one("/lot", "Dit traject heeft geen perceel 3.");
    faults.add("/document/version", "Deze versie bestaat niet.");
    let told = Refusal::from(faults.clone()).told();
    assert_eq!((told.kind, told.code), (RefusalKind::Invalid, "invalid-input"));
    assert_eq!(told.faults, faults.into_vec());
}
