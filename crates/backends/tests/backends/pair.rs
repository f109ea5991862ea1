//! Both tiers serve the clients our services use.

use crate::clients;

use backends::{Tier, shared, tiers};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_goes_into_kafka_and_comes_out() {
    for &tier in tiers().unwrap() {
        let backends = shared(tier).await.unwrap();
        match backends.embedded_kafka() {
            Some(kafka) => {
                kafka.create_topic("records", 3).unwrap();
                kafka.create_topic("records", 3).unwrap();
            }
            None => clients::create_topic(backends.kafka(), "records").await,
        }
        clients::produce(&clients::producer(backends.kafka()), "records", "a quake").await;
        assert_eq!(clients::consume(backends.kafka(), "records", 1).await, ["a quake"], "on {tier}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_goes_into_dynamodb_and_comes_out() {
    for &tier in tiers().unwrap() {
        let client = clients::dynamodb_client(shared(tier).await.unwrap().dynamodb());
        clients::create_table(&client, "items").await;
        clients::put(&client, "items", "present").await;
        assert!(clients::has(&client, "items", "present").await, "on {tier}");
        assert!(!clients::has(&client, "items", "absent").await, "on {tier}");
    }
}

#[tokio::test]
async fn a_tier_is_started_once_for_all_tests() {
    for &tier in tiers().unwrap() {
        let (one, other) = (shared(tier).await.unwrap(), shared(tier).await.unwrap());
        assert_eq!((one.kafka(), one.dynamodb()), (other.kafka(), other.dynamodb()));
        assert_eq!(one.tier(), tier);
        assert_eq!(one.embedded_kafka().is_some(), tier == Tier::Embedded);
    }
}
