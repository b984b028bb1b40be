//! The steps of a file, each as a request to the API of the service that it belongs to.

use super::client::ClientError;
use super::file::{AdviceFilingPlan, AdvicePlan, AdviceRequestPlan, PhasePlan};
use super::order::key_of;
use super::people::{DocumentPlan, ProviderParty, TermPlan};
use super::play::Player;
use super::rounds::{
    AnswerPlan, ConsultationPlan, ContributionPlan, QuestionPlan, QuestionRoundPlan,
};
use super::steps::{Action, Name, Subscriber};
use event_log::Digest;
use serde_json::{Value, json};

impl<'s> Player<'s> {
    /// Takes a step.
    pub(super) async fn step(&mut self, action: &Action<'s>) -> Result<(), ClientError> {
        let key = key_of(action);
        self.take(action).await?;
        let made = match *action {
            Action::OpenTrajectory => Some(self.trajectory.clone()),
            Action::PublishDocument(plan) => self.documents.get(&*plan.key).map(|it| it.0.clone()),
            Action::PublishConsultation(_, name, _)
            | Action::Contribute(name, ..)
            | Action::PublishQuestionRound(_, name, _)
            | Action::Ask(name, ..)
            | Action::RequestAdvice(_, name, ..)
            | Action::FileAdvice(_, name, ..) => self.names.get(&name).cloned(),
            _ => None,
        };
        if let Some((key, made)) = key.zip(made) {
            self.keys.insert(key.to_owned(), Value::String(made));
        }
        Ok(())
    }

    async fn take(&mut self, action: &Action<'s>) -> Result<(), ClientError> {
        if let Some((by, path, body)) = self.request(action) {
            return self.post(&by, &path, &body).await.map(|_| ());
        }
        match *action {
            Action::OpenTrajectory => self.open_trajectory().await,
            Action::Subscribe(subscriber) => self.subscribe(subscriber).await,
            Action::Register(provider) => self.register(provider).await,
            Action::ChooseInstrument(plan) => {
                let body = json!({ "instrument": plan.instrument, "reason": plan.reason });
                self.put_in_trajectory("/instrument", &body).await
            }
            Action::RecordPrinciples => {
                let body = json!({ "principles": self.scenario.trajectory.principles });
                self.put_in_trajectory("/principles", &body).await
            }
            Action::Plan => self.plan().await,
            Action::PublishDocument(document) => self.publish_document(document).await,
            Action::PlanPhase(phase) => self.plan_phase(phase).await,
            Action::PublishConsultation(phase, name, round) => {
                self.publish_consultation(phase, name, round).await
            }
            Action::Contribute(name, round, plan) => self.contribute(name, round, plan).await,
            Action::PublishQuestionRound(phase, name, round) => {
                self.publish_question_round(phase, name, round).await
            }
            Action::Ask(name, round, plan) => self.ask(name, round, plan).await,
            Action::DraftAnswer(question, drafter, answer) => {
                self.draft_answer(question, drafter, answer).await
            }
            Action::RequestAdvice(phase, name, plan, request) => {
                self.request_advice(phase, name, plan, request).await
            }
            Action::FileAdvice(phase, name, plan, filing) => {
                self.file_advice(phase, name, plan, filing).await
            }
            Action::Request(plan, by) => self.request_plan(plan, by).await,
            _ => Ok(()),
        }
    }

    /// The one request of a step that leaves nothing to remember: who, where and what.
    fn request(&self, action: &Action<'_>) -> Option<(String, String, Value)> {
        let round = |kind: &str, round: Name, rest: &str| {
            format!("/municipality/v1/{kind}/{}/{rest}", self.id(round))
        };
        let (path, body) = match *action {
            Action::AddLot(n) => {
                (self.of_trajectory("/lots"), json(&self.scenario.trajectory.lots[n]))
            }
            Action::OpenPhase(phase) => (self.of_phase(phase, "/opening"), json!({})),
            Action::ClosePhase(phase) => {
                (self.of_phase(phase, "/closing"), json!({ "outcome": phase.outcome }))
            }
            Action::CloseConsultation(name) => {
                (round("consultation-rounds", name, "closing"), json!({}))
            }
            Action::GiveDisposition(name, plan) => (
                round("contributions", name, "disposition"),
                json!({
                    "disposition": plan.disposition, "reason": plan.reason, "wording": plan.wording,
                }),
            ),
            Action::PublishReport(name, plan) => {
                (round("consultation-rounds", name, "report"), json!({ "summary": plan.summary }))
            }
            Action::CloseQuestionRound(name) => {
                (round("question-rounds", name, "closing"), json!({}))
            }
            Action::ApproveAnswer(name, approver) => {
                return Some((
                    approver.to_owned(),
                    round("questions", name, "approval"),
                    json!({}),
                ));
            }
            Action::PublishNote(name, note) => (
                round("question-rounds", name, "clarification-notes"),
                json!({
                    "title": note.title, "announcements": note.announcements,
                    "errata": note.errata, "concludes": true,
                }),
            ),
            Action::RespondToAdvice(name, response) => {
                (round("advices", name, "responses"), json!({ "responses": response.responses }))
            }
            Action::Object(plan) => {
                let path = format!("/provider/v1/trajectories/{}/objections", self.trajectory);
                let body = json!({
                    "subject": plan.subject, "grounds": plan.grounds, "remedy": plan.remedy,
                });
                return Some((plan.by.clone(), path, body));
            }
            _ => return None,
        };
        Some((self.scenario.trajectory.by.clone(), path, body))
    }

    async fn post(&mut self, by: &str, path: &str, body: &Value) -> Result<String, ClientError> {
        self.client.post(by, path, body).await.map(|receipt| receipt.id)
    }

    async fn put_in_trajectory(&mut self, rest: &str, body: &Value) -> Result<(), ClientError> {
        let (path, read) = (self.of_trajectory(rest), self.of_trajectory(""));
        let by = self.scenario.trajectory.by.as_str();
        self.client.put(by, &path, &read, body).await.map(|_| ())
    }

    fn of_trajectory(&self, rest: &str) -> String {
        format!("/municipality/v1/trajectories/{}{rest}", self.trajectory)
    }

    fn of_phase(&self, phase: &PhasePlan, rest: &str) -> String {
        self.of_trajectory(&format!("/phases/{}{rest}", phase.kind.as_str()))
    }

    /// The name that a service gave to what an earlier step made.
    fn id(&self, name: Name) -> &str {
        self.names.get(&name).map_or("", String::as_str)
    }

    /// A moment of the file as the API takes it. That it exists was seen when the steps were made.
    fn moment(&self, when: super::When) -> String {
        when.instant(self.now).map(|instant| instant.to_string()).unwrap_or_default()
    }

    fn term(&self, term: &TermPlan) -> Value {
        json!({ "at": self.moment(term.at), "ground": term.ground })
    }

    async fn open_trajectory(&mut self) -> Result<(), ClientError> {
        let plan = &self.scenario.trajectory;
        let body = json!({
            "title": plan.title, "summary": plan.summary, "region": plan.region,
            "lead": plan.lead, "members": plan.members, "laws": plan.laws,
            "councils": plan.councils,
        });
        self.trajectory = self.post(&plan.by, "/municipality/v1/trajectories", &body).await?;
        Ok(())
    }

    async fn subscribe(&mut self, subscriber: Subscriber<'_>) -> Result<(), ClientError> {
        let Subscriber { person, service, email } = subscriber;
        let path = format!("/{service}/v1/notification-settings");
        self.client.put(person, &path, &path, &json!({ "email": email })).await?;
        let path = format!("/{service}/v1/trajectories/{}/following", self.trajectory);
        self.post(person, &path, &json!({})).await.map(|_| ())
    }

    async fn register(&mut self, provider: &ProviderParty) -> Result<(), ClientError> {
        let path = "/provider/v1/organisation";
        let body = json!({
            "name": provider.name, "contact": provider.contact, "size": provider.size,
            "domains": provider.domains, "municipalities": provider.municipalities,
        });
        self.client.put(&provider.key, path, path, &body).await.map(|_| ())
    }

    async fn plan(&mut self) -> Result<(), ClientError> {
        let milestones: Vec<_> = self
            .scenario
            .trajectory
            .planning
            .iter()
            .map(|it| json!({ "title": it.title, "phase": it.phase, "term": self.term(&it.term) }))
            .collect();
        self.put_in_trajectory("/planning", &json!({ "milestones": milestones })).await
    }

    async fn plan_phase(&mut self, phase: &PhasePlan) -> Result<(), ClientError> {
        let read = self.of_phase(phase, "");
        let path = format!("{read}/dialogue-plan");
        let by = self.scenario.trajectory.by.as_str();
        let body = json!({ "plan": phase.plan });
        self.client.put(by, &path, &read, &body).await.map(|_| ())
    }

    async fn publish_document(&mut self, plan: &'s DocumentPlan) -> Result<(), ClientError> {
        let by = self.scenario.trajectory.by.as_str();
        let content = plan.content.clone().unwrap_or_else(|| plan.title.to_string());
        let sha256 = Digest::of(content.as_bytes()).to_string();
        let file = format!("/municipality/v1/files/{sha256}");
        self.client.put_text_file(by, &file, content).await?;
        let body = json!({
            "kind": plan.kind, "title": plan.title, "sections": plan.sections,
            "file": { "name": plan.file_name, "sha256": sha256 }, "change": plan.change,
        });
        match self.documents.get(plan.key.as_str()).cloned() {
            None => {
                let path = self.of_trajectory("/documents");
                let receipt = self.client.post(by, &path, &body).await?;
                let id = receipt.location.rsplit('/').next().unwrap_or_default().to_owned();
                self.documents.insert(&plan.key, (id, 1));
            }
            Some((id, version)) => {
                let path = self.of_trajectory(&format!("/documents/{id}/versions"));
                self.post(by, &path, &body).await?;
                self.documents.insert(&plan.key, (id, version + 1));
            }
        }
        Ok(())
    }

    async fn publish_consultation(
        &mut self,
        phase: &PhasePlan,
        name: Name,
        round: &ConsultationPlan,
    ) -> Result<(), ClientError> {
        let body = json!({
            "title": round.title, "introduction": round.introduction, "themes": round.themes,
            "opens": self.moment(round.opens), "closes": self.term(&round.closes),
            "disclosure": round.disclosure,
        });
        let path = self.of_phase(phase, "/consultation-rounds");
        let id = self.post(&self.scenario.trajectory.by, &path, &body).await?;
        self.names.insert(name, id);
        Ok(())
    }

    async fn contribute(
        &mut self,
        name: Name,
        round: Name,
        plan: &ContributionPlan,
    ) -> Result<(), ClientError> {
        let body = json!({
            "status": if plan.draft { "draft" } else { "submitted" },
            "contribution": {
                "theme": plan.theme, "track": plan.track, "text": plan.text,
                "proposal": plan.proposal, "reason": plan.reason,
            },
        });
        let path = format!("/provider/v1/consultation-rounds/{}/contributions", self.id(round));
        let id = self.post(&plan.by, &path, &body).await?;
        self.names.insert(name, id);
        Ok(())
    }

    async fn publish_question_round(
        &mut self,
        phase: &PhasePlan,
        name: Name,
        round: &QuestionRoundPlan,
    ) -> Result<(), ClientError> {
        let body = json!({
            "title": round.title, "introduction": round.introduction,
            "opens": self.moment(round.opens), "closes": self.term(&round.closes),
            "answers": self.term(&round.answers), "disclosure": round.disclosure,
        });
        let path = self.of_phase(phase, "/question-rounds");
        let id = self.post(&self.scenario.trajectory.by, &path, &body).await?;
        self.names.insert(name, id);
        Ok(())
    }

    /// A place in a document; in its last version when none is named.
    fn place(&self, document: &str, version: Option<u32>, section: Value) -> Value {
        let (id, last) = self.documents.get(document).cloned().unwrap_or_default();
        json!({ "document": id, "version": version.unwrap_or(last), "section": section })
    }

    async fn ask(
        &mut self,
        name: Name,
        round: Name,
        plan: &QuestionPlan,
    ) -> Result<(), ClientError> {
        let document = plan.document.as_ref().map(|document| {
            self.place(document, plan.version.map(vocabulary::Whole::get), json!(plan.section))
        });
        let body = json!({
            "reference": { "document": document, "lot": plan.lot }, "text": plan.text,
        });
        let path = format!("/provider/v1/question-rounds/{}/questions", self.id(round));
        let id = self.post(&plan.by, &path, &body).await?;
        self.names.insert(name, id);
        Ok(())
    }

    async fn draft_answer(
        &mut self,
        question: Name,
        drafter: &str,
        plan: &AnswerPlan,
    ) -> Result<(), ClientError> {
        let amends = plan
            .amends
            .as_ref()
            .map(|document| self.place(document, None, json!(plan.amends_section)));
        let body = json!({ "wording": plan.wording, "answer": plan.text, "amends": amends });
        let read = format!("/municipality/v1/questions/{}", self.id(question));
        let path = format!("{read}/answer");
        self.client.put(drafter, &path, &read, &body).await.map(|_| ())
    }

    async fn request_advice(
        &mut self,
        phase: &PhasePlan,
        name: Name,
        plan: &AdvicePlan,
        request: &AdviceRequestPlan,
    ) -> Result<(), ClientError> {
        let documents: Vec<_> =
            request.documents.iter().map(|key| self.place(key, None, Value::Null)).collect();
        let body = json!({
            "phase": phase.kind, "council": plan.council, "subject": plan.subject,
            "summary": request.summary, "reason": request.reason, "question": request.question,
            "alternatives": request.alternatives, "documents": documents,
            "term": self.term(&request.term), "followUp": request.follow_up,
        });
        let path = self.of_trajectory("/advice-requests");
        let id = self.post(&self.scenario.trajectory.by, &path, &body).await?;
        self.names.insert(name, id);
        Ok(())
    }

    async fn file_advice(
        &mut self,
        phase: &PhasePlan,
        name: Name,
        plan: &AdvicePlan,
        filing: &AdviceFilingPlan,
    ) -> Result<(), ClientError> {
        if plan.request.is_some() {
            let path = format!("/council/v1/advices/{}/filing", self.id(name));
            return self.post(&filing.by, &path, &json(&filing.content)).await.map(|_| ());
        }
        let body = json!({
            "trajectory": self.trajectory, "phase": phase.kind, "subject": plan.subject,
            "advice": filing.content,
        });
        let id = self.post(&filing.by, "/council/v1/advices", &body).await?;
        self.names.insert(name, id);
        Ok(())
    }
}

/// A value that is JSON by its type.
fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
