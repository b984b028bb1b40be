//! The API documents: as they stand in the repository, and as the services give them.

use crate::kit::{Platform, recorded};
use serde_json::Value;
use std::collections::BTreeSet;

/// The document of a service.
pub(crate) fn document(service: &str) -> Value {
    let found = documents().into_iter().find(|(name, _)| *name == service);
    found.unwrap_or_else(|| panic!("no service {service}")).1
}

pub(crate) fn documents() -> [(&'static str, Value); 4] {
    [
        ("municipality", serde_json::to_value(municipality::openapi()).unwrap()),
        ("provider", serde_json::to_value(provider::openapi()).unwrap()),
        ("council", serde_json::to_value(council::openapi()).unwrap()),
        ("public", serde_json::to_value(public::openapi()).unwrap()),
    ]
}

#[test]
fn the_recorded_documents_are_those_of_the_code() {
    for (service, document) in documents() {
        let text = serde_json::to_string_pretty(&document).unwrap() + "\n";
        recorded(&format!("api-spec/{service}.openapi.json"), &text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_gives_its_document_without_signing_in() {
    let platform = Platform::start().await;
    for (service, document) in documents() {
        let address = format!("{}/{service}/v1/openapi.json", platform.world.pages());
        let given = platform.world.http.get(address).send().await.unwrap();
        assert_eq!(given.status(), 200);
        assert_eq!(given.json::<Value>().await.unwrap(), document);
    }
    platform.stop().await;
}

#[test]
fn operation_names_are_their_own() {
    for (service, document) in documents() {
        let mut seen = BTreeSet::new();
        for operation in document["paths"].as_object().unwrap().values() {
            for operation in operation.as_object().unwrap().values() {
                if let Some(id) = operation.get("operationId") {
                    assert!(seen.insert(id.to_string()), "{service}: {id} twice");
                }
            }
        }
        assert!(seen.len() > 5);
    }
}
