//! The embedded pair: what it keeps, what it forgets, and how it fails on demand.

use crate::clients;

use backends::{Backends, EmbeddedDynamoDb, EmbeddedKafka, EmbeddedOptions};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_outlives_a_restart_on_a_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = EmbeddedOptions::default().data(folder.path());
    let first = Backends::embedded(options.clone()).unwrap();
    let client = clients::dynamodb_client(first.dynamodb());
    clients::create_table(&client, "items").await;
    clients::put(&client, "items", "kept").await;
    first.stop().await;

    let second = Backends::embedded(options).unwrap();
    assert!(clients::has(&clients::dynamodb_client(second.dynamodb()), "items", "kept").await);
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dynamodb_comes_back_on_its_port_and_clients_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let start = |port| EmbeddedDynamoDb::start(Some(folder.path().to_owned()), port).unwrap();
    let first = start(None);
    let (port, client) = (first.port(), clients::dynamodb_client(first.endpoint()));
    clients::create_table(&client, "items").await;
    clients::put(&client, "items", "kept").await;
    first.stop();
    let second = start(Some(port));
    assert!(clients::has(&client, "items", "kept").await);
    drop(second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dynamodb_stops_although_a_client_has_sent_half_a_request() {
    let dynamodb = EmbeddedDynamoDb::start(None, None).unwrap();
    let mut half = std::net::TcpStream::connect(("127.0.0.1", dynamodb.port())).unwrap();
    std::io::Write::write_all(&mut half, b"POST / HTTP/1.1\r\nContent-Le").unwrap();
    let stopped = tokio::task::spawn_blocking(|| dynamodb.stop());
    tokio::time::timeout(clients::PATIENCE, stopped).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_waits_while_the_broker_is_down() {
    let kafka = EmbeddedKafka::start().unwrap();
    kafka.create_topic("records", 3).unwrap();
    let producer = clients::producer(kafka.bootstrap_servers());
    clients::produce(&producer, "records", "before").await;
    kafka.take_down().unwrap();
    let sending = tokio::spawn(async move { clients::produce(&producer, "records", "during").await });
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert!(!sending.is_finished());
    kafka.bring_up().unwrap();
    sending.await.unwrap();
    assert_eq!(clients::consume(kafka.bootstrap_servers(), "records", 2).await, ["before", "during"]);
}

#[test]
fn a_number_of_partitions_that_would_abort_the_process_is_refused() {
    let kafka = EmbeddedKafka::start().unwrap();
    for partitions in [i32::MIN, -1, 0, i32::MAX] {
        let error = kafka.create_topic("records", partitions).unwrap_err();
        assert!(error.to_string().contains("records"), "{error}");
    }
}
