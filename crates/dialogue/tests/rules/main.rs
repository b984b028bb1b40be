//! The rules of the dialogue: given events, when a command, then events or a refusal.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod advice;
mod advice_work;
mod assessors;
mod closing;
mod confidential;
mod confidentiality;
mod consultation;
mod contribution;
mod council_matter;
mod discretion;
mod enquiry;
mod evaluation;
mod examples;
mod framework;
mod harness;
mod involvement;
mod names;
mod objection;
mod partner_call;
mod party;
mod phase;
mod purchase;
mod questions;
mod redress;
mod refusal;
mod region;
mod repetition;
mod requirement;
mod requirement_check;
mod requirement_flag;
mod session;
mod strategy;
mod taking_part;
mod trajectory;
mod vision;
