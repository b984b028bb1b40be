//! All services on one log, through HTTP: whoever uses the platform stands here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;
mod thread;

mod authorisation;
mod awards;
mod browser;
mod confidentiality;
mod councils;
mod coverage;
mod database;
mod demonstration;
mod equal_information;
mod events;
mod failover;
mod faults;
mod figures;
mod glossary;
mod guide;
mod headers;
mod involvement;
mod journey;
mod kills;
mod leaks;
mod log_tools;
mod market;
mod notes;
mod processes;
mod purchases;
mod questions;
mod redress;
mod replicas;
mod requirements;
mod rolling;
mod rules;
mod scenarios;
mod sessions;
mod shared_answers;
mod specification;
mod storm;
mod strategy;
mod taking_part;
mod terms;
mod vision;
mod work_list;
mod wrong_requests;
