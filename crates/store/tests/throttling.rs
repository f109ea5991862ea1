//! A table that throttles, before a double that answers in DynamoDB's protocol.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use store::{Settings, Store, StoreError};

const THROTTLED: &str =
    r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}"#;

/// A table without items that throttles the first `refusals` requests.
async fn table(refusals: usize) -> Store {
    let asked = Arc::new(AtomicUsize::new(0));
    let answer = move || async move {
        if asked.fetch_add(1, Ordering::Relaxed) < refusals {
            (StatusCode::BAD_REQUEST, THROTTLED)
        } else {
            (StatusCode::OK, "{}")
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, axum::Router::new().fallback(answer)).await });
    Store::connect(&Settings::at(&endpoint)).await
}

#[tokio::test]
async fn throttling_is_counted_while_retries_hide_it_and_named_when_they_no_longer_do() {
    let metrics = service::install_metrics(&[store::METERS]);
    let counted = |count: u32| metrics.text().contains(&format!("quakewire_store_throttled_requests_total {count}\n"));
    assert!(counted(0));
    let id = "a".parse().unwrap();
    assert_eq!(table(2).await.latest(&id).await.unwrap(), None);
    assert!(counted(2), "{}", metrics.text());
    let error = table(usize::MAX).await.latest(&id).await.unwrap_err();
    assert!(matches!(error, StoreError::Throttled(_)), "{error}");
    assert!(counted(6), "four attempts more");
}
