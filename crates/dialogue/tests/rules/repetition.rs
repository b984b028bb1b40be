//! Whatever has happened, a command that was accepted yields nothing new when it comes again.

use crate::{
    accountability, advice, advice_work, carry_over, client_research, commitment, confidential,
    confidentiality, consultation, contract, contribution, council_matter, enquiry, evaluation,
    involvement, objection, outreach, partner_call, party, performance, phase, purchase, redress,
    region, requirement, requirement_flag, reuse, review, session, session_follow_up,
    standing_consultation, strategy, supervision, taking_part, trajectory, vision,
};
use dialogue::enquiry::{
    LateQuestions, LateQuestionsCommand, QuestionImport, QuestionImportCommand,
};
use dialogue::{
    AdmissionCommand, AdmissionProcedure, Advice, AdviceCommand, CarryOver, CarryOverCommand,
    ClarificationNote, ClarificationNoteCommand, ClientResearch, ClientResearchCommand,
    Combination, CombinationCommand, CommitmentList, CommitmentListCommand, Complaint,
    ComplaintCommand, ConfidentialDocument, ConfidentialDocumentCommand, Confidentiality,
    ConfidentialityCommand, ConsultationRound, ConsultationRoundCommand, Contract, ContractCommand,
    Contribution, ContributionCommand, CouncilMatter, CouncilMatterCommand, DataDelivery,
    DataDeliveryCommand, Decider, Evaluation, EvaluationCommand, Experience, ExperienceCommand,
    IndicatorSet, IndicatorSetCommand, Involvement, InvolvementCommand, LegalProceeding,
    LegalProceedingCommand, Objection, ObjectionCommand, Outreach, OutreachCommand, PartnerCall,
    PartnerCallCommand, Passage, PassageCommand, PerformanceReport, PerformanceReportCommand,
    PerformanceTalk, PerformanceTalkCommand, Phase, PhaseCommand, PriceSheet, PriceSheetCommand,
    Procurement, ProcurementCommand, Provider, ProviderCommand, Question, QuestionCommand,
    QuestionRound, QuestionRoundCommand, Region, RegionCommand, RequirementFlag,
    RequirementFlagCommand, RequirementLibrary, RequirementLibraryCommand, RequirementSet,
    RequirementSetCommand, Review, ReviewCommand, RulePressure, RulePressureCommand, Session,
    SessionCommand, StandingConsultationCommand, StandingConsultations, StoredEvent,
    Strategy as PurchaseStrategy, StrategyCommand, Subscription, SubscriptionCommand, Supervision,
    SupervisionCommand, SupervisionSignal, SupervisionSignalCommand, Trajectory, TrajectoryCommand,
    Vision, VisionCommand,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// A pool played in order for a while, and from there at random.
fn walks<C: Clone + Debug + 'static>(pools: Vec<Vec<C>>) -> impl Strategy<Value = Vec<C>> {
    select(pools).prop_flat_map(|pool| {
        let at_random = vec(select(pool.clone()), 0..40);
        (0..=pool.len(), at_random).prop_map(move |(start, rest)| {
            let in_order = pool[..start].iter().cloned();
            in_order.chain(rest).collect()
        })
    })
}

/// Plays commands, each twice; at the end the state must survive its own JSON.
fn play<D>(walk: Vec<D::Command>) -> Result<(), TestCaseError>
where
    D: Decider<Command: Clone + Debug, Event: StoredEvent> + Debug + PartialEq,
{
    let mut state = D::default();
    for command in walk {
        let Ok(events) = state.decide(command.clone()) else {
            continue;
        };
        for event in &events {
            state.evolve(event);
        }
        let repeated = state.decide(command.clone());
        prop_assert!(
            repeated.as_ref().is_ok_and(Vec::is_empty),
            "{command:?} gave {events:?} and then {repeated:?}"
        );
    }
    let kept = serde_json::to_string(&state).unwrap();
    let read: D = serde_json::from_str(&kept).unwrap();
    prop_assert_eq!(read, state);
    Ok(())
}

/// The properties of one decider. `$variant` are all its commands: one more does not compile.
macro_rules! properties {
    (
        $module:ident of $decider:ident:
        $command:ident { $($variant:ident),* $(,)? } from [$($pool:path),* $(,)?]
    ) => {
        mod $module {
            use super::*;

            fn pools() -> Vec<Vec<$command>> {
                vec![$($pool()),*]
            }

            fn name_of(command: &$command) -> &'static str {
                match command { $($command::$variant { .. } => stringify!($variant)),* }
            }

            #[test]
            fn the_pools_played_in_order_accept_every_command() {
                let mut accepted = BTreeSet::new();
                for pool in pools() {
                    let mut state = $decider::default();
                    for command in pool {
                        let name = name_of(&command);
                        for event in state.decide(command).unwrap_or_default() {
                            state.evolve(&event);
                            accepted.insert(name);
                        }
                    }
                }
                assert_eq!(accepted, BTreeSet::from([$(stringify!($variant)),*]));
            }

            proptest! {
                #[test]
                fn a_repeated_command_yields_nothing_new(walk in walks(pools())) {
                    play::<$decider>(walk)?;
                }
            }
        }
    };
}

properties! {
    of_a_trajectory of Trajectory: TrajectoryCommand {
        Open, AddLot, ChooseInstrument, ChooseTerms, RecordPrinciples, Plan, PublishDocument,
        SetTenderClosing, MoveTenderClosing, SuspendClosing, ReopenTendering, SplitLot,
        ChooseCouncilTerms, LinkNotice, DescribeSituation, DescribeProducts,
    } from [trajectory::pool, trajectory::pool_procedure]
}
properties! {
    of_a_region of Region: RegionCommand {
        Register, Change, RecordAdditions,
    } from [region::pool]
}
properties! {
    of_an_outreach of Outreach: OutreachCommand {
        Publish, Answer,
    } from [outreach::pool]
}
properties! {
    of_an_experience of Experience: ExperienceCommand {
        Share,
    } from [outreach::experiences]
}
properties! {
    of_a_vision of Vision: VisionCommand {
        State, RecordGoal, ReadyGoal, DropGoal, LinkPrinciple, LinkInput, NoteDevelopment,
        EndDevelopment, TrackCompanion,
    } from [vision::pool]
}
properties! {
    of_a_phase of Phase: PhaseCommand {
        RecordPlan, Open, RegisterRound, RegisterAdvice, RegisterSession, Close,
    } from [phase::pool]
}
properties! {
    of_a_consultation_round of ConsultationRound: ConsultationRoundCommand {
        Publish, Extend, Close, PublishReport, MoveItem, ProgressItem,
    } from [consultation::pool]
}
properties! {
    of_a_contribution of Contribution: ContributionCommand {
        Draft, Submit, SubmitDraft, Replace, Withdraw, GiveDisposition,
    } from [contribution::pool_drafted, contribution::pool_submitted]
}
properties! {
    of_a_session of Session: SessionCommand {
        Announce, Cancel, Register, WithdrawRegistration, AssignSeats, RecordAttendance,
        ReportTalk, PublishHandout, DraftMinutes, CheckMinutes, PublishReport, CloseAction,
        CloseCommitment,
    } from [session::pool, session::pool_cancelled, session_follow_up::pool]
}
properties! {
    of_a_passage of Passage: PassageCommand {
        Share, Withdraw,
    } from [reuse::passages]
}
properties! {
    of_rule_pressure of RulePressure: RulePressureCommand {
        SetTarget,
    } from [reuse::targets]
}
properties! {
    of_standing_consultations of StandingConsultations: StandingConsultationCommand {
        Register, Attach, Appreciate, End,
    } from [standing_consultation::pool]
}
properties! {
    of_a_question_round of QuestionRound: QuestionRoundCommand {
        Publish, Extend, Close, Conclude,
    } from [enquiry::round::pool]
}
properties! {
    of_a_question of Question: QuestionCommand {
        Ask, Withdraw, GrantWithholding, RefuseWithholding, AnswerAlone, Decline, Label, Assign,
        EndAssignment, Merge, Separate, DraftAnswer, ApproveAnswer, ReturnAnswer, Publish,
    } from [
        enquiry::question::pool_published, enquiry::question::pool_withdrawn,
        enquiry::handling::pool_withheld, enquiry::handling::pool_refused,
        enquiry::handling::pool_merged,
    ]
}
properties! {
    of_a_question_import of QuestionImport: QuestionImportCommand {
        Import,
    } from [enquiry::handling::pool_imported]
}
properties! {
    of_late_questions of LateQuestions: LateQuestionsCommand {
        Register,
    } from [enquiry::handling::pool_late]
}
properties! {
    of_a_clarification_note of ClarificationNote: ClarificationNoteCommand {
        Publish,
    } from [enquiry::note::pool]
}
properties! {
    of_an_advice of Advice: AdviceCommand {
        Request, Draft, File, FileUnasked, Respond, AgreeToUrgency, RefuseUrgency,
        RequestExtension, ExtendTerm, DeclineExtension, FormDraftingGroup, Adopt, Sign,
        RecordFollowUp, SendCopy,
    } from [advice::pool_asked, advice::pool_unasked, advice_work::pool, advice_work::pool_agreed]
}
properties! {
    of_something_that_a_council_brings of CouncilMatter: CouncilMatterCommand {
        GiveSignal, ProposeAgendaItem, ProposeResearch, ReportResearch, Answer,
    } from [
        council_matter::pool_signal, council_matter::pool_agenda, council_matter::pool_research,
    ]
}
properties! {
    of_an_objection of Objection: ObjectionCommand {
        File, Withdraw, TakeUp, Decide, CarryOut,
    } from [objection::pool_withdrawn, objection::pool_decided]
}
properties! {
    of_an_evaluation of Evaluation: EvaluationCommand {
        Open, AddTenderer, AppointAssessor, ReleaseAssessor, DeclareInterest,
        TakeConflictMeasure, SubmitAssessment, Score, SendAwardDecision, WithdrawAwardDecision,
        Freeze, Release, Confirm, EndWithoutAward,
    } from [evaluation::pool, evaluation::pool_ended]
}
properties! {
    of_a_strategy of PurchaseStrategy: StrategyCommand {
        Decide, DecideGate,
    } from [strategy::pool]
}
properties! {
    of_a_requirement_set of RequirementSet: RequirementSetCommand {
        RecordGoals, RecordRisks, DescribeLearning, DescribeRegion, Draft, DraftKnown, Drop,
        Publish, RegisterFlag, AnswerFlag,
    } from [requirement::set_pool]
}
properties! {
    of_a_requirement_library of RequirementLibrary: RequirementLibraryCommand {
        Add, Revise, Retire,
    } from [requirement::library_pool]
}
properties! {
    of_a_requirement_flag of RequirementFlag: RequirementFlagCommand {
        Flag, Withdraw, GiveDisposition,
    } from [requirement_flag::pool_answered, requirement_flag::pool_withdrawn]
}
properties! {
    of_a_complaint of Complaint: ComplaintCommand {
        File, Withdraw, TakeUp, Decide, CarryOut, Refer, RecordAdvice,
    } from [redress::pool_withdrawn, redress::pool_decided]
}
properties! {
    of_a_proceeding of LegalProceeding: LegalProceedingCommand {
        Notify, RecordOutcome,
    } from [redress::proceedings]
}
properties! {
    of_an_admission of AdmissionProcedure: AdmissionCommand {
        Open, Apply, Decide,
    } from [taking_part::admissions]
}
properties! {
    of_a_combination of Combination: CombinationCommand {
        Declare, Confirm, Assess,
    } from [taking_part::combinations]
}
properties! {
    of_a_price_sheet of PriceSheet: PriceSheetCommand {
        Record, Publish,
    } from [purchase::sheets]
}
properties! {
    of_a_purchase of Procurement: ProcurementCommand {
        RecordAwardModel, RecordDecision, RecordFacts,
    } from [purchase::purchases]
}
properties! {
    of_a_confidential_document of ConfidentialDocument: ConfidentialDocumentCommand {
        Share, Declare, Release,
    } from [confidential::pool]
}
properties! {
    of_an_involvement of Involvement: InvolvementCommand {
        Commit, WithdrawCommitment, ShowNetworkUse, RecordPlan, RecordEvaluation, ReportProgress,
        ShareLearning, WithdrawLearning,
    } from [involvement::pool]
}
properties! {
    of_a_call_for_partners of PartnerCall: PartnerCallCommand {
        Publish, Withdraw, React, WithdrawReaction,
    } from [partner_call::pool]
}
properties! {
    of_a_provider of Provider: ProviderCommand {
        Register,
    } from [party::provider_pool]
}
properties! {
    of_a_subscription of Subscription: SubscriptionCommand {
        Open, Follow, Unfollow, End,
    } from [party::subscription_pool]
}

properties! {
    of_confidentiality of Confidentiality: ConfidentialityCommand {
        DeclareAsExpert, NoteBreach,
    } from [confidentiality::pool]
}
properties! {
    of_a_contract of Contract: ContractCommand {
        Register, Escalate, Solve, ProposeChange, DecideChange, TakeEndingStep, StopEnding, End,
        ReportWaiting, AgreeCooperation, Converse, MarkCommitment, KeepCommitment,
        ReleaseCommitment,
    } from [contract::pool]
}
properties! {
    of_indicators of IndicatorSet: IndicatorSetCommand {
        Define, Retire, AgreeEvidence,
    } from [performance::indicators]
}
properties! {
    of_a_delivery_of_data of DataDelivery: DataDeliveryCommand {
        Request, Open, Begin, Add, Complete, Check,
    } from [performance::deliveries, performance::requests]
}
properties! {
    of_a_performance_talk of PerformanceTalk: PerformanceTalkCommand {
        Open, Answer, RecordMinutes, CheckMinutes, CloseAction,
    } from [performance::talks]
}

properties! {
    of_a_review of Review: ReviewCommand {
        Open, RecordInvolvement, RecordFinding, Conclude,
    } from [review::pool]
}

properties! {
    of_what_is_taken_over of CarryOver: CarryOverCommand {
        Start, Answer, Link,
    } from [carry_over::pool]
}

properties! {
    of_promises of CommitmentList: CommitmentListCommand {
        Mark, Keep, Release,
    } from [commitment::pool]
}

properties! {
    of_how_supervision_is_arranged of Supervision: SupervisionCommand {
        Choose,
    } from [supervision::pool]
}

properties! {
    of_a_signal_from_supervision of SupervisionSignal: SupervisionSignalCommand {
        Receive, Notify, Answer,
    } from [supervision::pool_incident, supervision::pool_report]
}

properties! {
    of_research_among_clients of ClientResearch: ClientResearchCommand {
        Plan, RecordResults, Publish,
    } from [client_research::pool]
}

properties! {
    of_a_performance_report of PerformanceReport: PerformanceReportCommand {
        Publish,
    } from [accountability::pool]
}
