//! What the services use, in its plainest form: one record to Kafka and back, one item to a table and back.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::util::Timeout;
use rdkafka::{ClientConfig, Message as _, Offset, TopicPartitionList};

/// Far beyond what any step takes, on any machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn kafka_client(bootstrap: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("reconnect.backoff.max.ms", "500").set("fetch.wait.max.ms", "10");
    config
}

/// Makes a topic through the protocol, as the set-up step does in the cloud.
pub(crate) async fn create_topic(bootstrap: &str, topic: &str) {
    let admin: AdminClient<DefaultClientContext> = kafka_client(bootstrap).create().unwrap();
    let topics = [NewTopic::new(topic, 3, TopicReplication::Fixed(1))];
    let made = admin.create_topics(&topics, &AdminOptions::new().request_timeout(Some(PATIENCE))).await.unwrap();
    for outcome in made {
        assert!(matches!(outcome, Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists))), "{outcome:?}");
    }
}

pub(crate) fn producer(bootstrap: &str) -> FutureProducer {
    kafka_client(bootstrap)
        .set("enable.idempotence", "true")
        .set("compression.type", "lz4")
        .set("message.timeout.ms", "60000")
        .create()
        .unwrap()
}

pub(crate) async fn produce(producer: &FutureProducer, topic: &str, payload: &str) {
    let record = FutureRecord::to(topic).partition(0).key("key").payload(payload);
    producer.send(record, Timeout::After(PATIENCE)).await.unwrap();
}

/// The payloads of partition 0 from its beginning.
pub(crate) async fn consume(bootstrap: &str, topic: &str, count: usize) -> Vec<String> {
    let (config, topic) = (kafka_client(bootstrap).set("group.id", "reader").clone(), topic.to_owned());
    let read = move || {
        let consumer: BaseConsumer = config.create().unwrap();
        let mut partition = TopicPartitionList::new();
        partition.add_partition_offset(&topic, 0, Offset::Beginning).unwrap();
        consumer.assign(&partition).unwrap();
        drop(partition);
        let mut payloads = Vec::new();
        let started = std::time::Instant::now();
        while payloads.len() < count && started.elapsed() < PATIENCE {
            if let Some(Ok(record)) = consumer.poll(Duration::from_millis(500)) {
                payloads.push(String::from_utf8(record.payload().unwrap().to_vec()).unwrap());
            }
        }
        payloads
    };
    tokio::task::spawn_blocking(read).await.unwrap()
}

pub(crate) fn dynamodb_client(endpoint: &str) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .endpoint_url(endpoint)
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    Client::from_conf(config)
}

pub(crate) async fn create_table(client: &Client, table: &str) {
    client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(
            AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S).build().unwrap(),
        )
        .key_schema(KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build().unwrap())
        .send()
        .await
        .unwrap();
}

pub(crate) async fn put(client: &Client, table: &str, id: &str) {
    client.put_item().table_name(table).item("id", AttributeValue::S(id.to_owned())).send().await.unwrap();
}

pub(crate) async fn has(client: &Client, table: &str, id: &str) -> bool {
    let got = client.get_item().table_name(table).key("id", AttributeValue::S(id.to_owned())).send().await;
    got.unwrap().item.is_some()
}
