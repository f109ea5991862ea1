//! Apache Kafka and DynamoDB Local: stopped, killed, frozen and abandoned.

use crate::clients;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use backends::{Backends, DynamoDbLocal, DynamoDbOptions, JarDir, KafkaOptions, KafkaServer, RealOptions, Tier, jars};

/// Set for the test that plays a process which is killed with its servers running.
const OWNER: &str = "BACKENDS_TEST_OWNER";

fn jars() -> Option<JarDir> {
    backends::tiers().unwrap().contains(&Tier::Real).then(|| jars::available().unwrap())
}

fn runs(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < clients::PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_and_items_outlive_a_restart_on_a_data_folder() {
    let Some(jars) = jars() else { return };
    let folder = tempfile::tempdir().unwrap();
    let options = RealOptions::new(jars).data(folder.path());
    let first = Backends::real(options.clone()).await.unwrap();
    clients::create_topic(first.kafka(), "records").await;
    clients::produce(&clients::producer(first.kafka()), "records", "kept").await;
    let client = clients::dynamodb_client(first.dynamodb());
    clients::create_table(&client, "items").await;
    clients::put(&client, "items", "kept").await;
    first.stop().await;

    // On other ports: what is kept must not depend on them.
    let second = Backends::real(options).await.unwrap();
    assert_eq!(clients::consume(second.kafka(), "records", 1).await, ["kept"]);
    assert!(clients::has(&clients::dynamodb_client(second.dynamodb()), "items", "kept").await);
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kafka_keeps_its_records_and_its_port_through_a_kill_9() {
    let Some(jars) = jars() else { return };
    let mut kafka = KafkaServer::start(&jars, KafkaOptions::default()).await.unwrap();
    let bootstrap = kafka.bootstrap_servers().to_owned();
    clients::create_topic(&bootstrap, "records").await;
    let producer = clients::producer(&bootstrap);
    for payload in ["one", "two"] {
        clients::produce(&producer, "records", payload).await;
    }
    kafka.kill_9();
    assert_eq!(kafka.process_id(), None);
    kafka.restart().await.unwrap();
    assert_eq!(kafka.bootstrap_servers(), bootstrap);
    // The client of before the kill goes on, too.
    clients::produce(&producer, "records", "three").await;
    assert_eq!(clients::consume(&bootstrap, "records", 3).await, ["one", "two", "three"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dynamodb_keeps_its_items_and_its_port_through_a_kill_9() {
    let Some(jars) = jars() else { return };
    let mut dynamodb = DynamoDbLocal::start(&jars, DynamoDbOptions::default()).await.unwrap();
    let client = clients::dynamodb_client(dynamodb.endpoint());
    clients::create_table(&client, "items").await;
    clients::put(&client, "items", "kept").await;
    dynamodb.kill_9();
    dynamodb.restart().await.unwrap();
    assert!(clients::has(&client, "items", "kept").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_server_answers_when_it_goes_on() {
    let Some(jars) = jars() else { return };
    let mut dynamodb = DynamoDbLocal::start(&jars, DynamoDbOptions::default()).await.unwrap();
    let client = clients::dynamodb_client(dynamodb.endpoint());
    clients::create_table(&client, "items").await;
    dynamodb.pause();
    let asking = tokio::spawn(async move { clients::has(&client, "items", "absent").await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!asking.is_finished());
    dynamodb.resume();
    assert!(!asking.await.unwrap());
    dynamodb.pause();
    dynamodb.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_listen_on_this_machine_only_and_a_drop_leaves_no_java_and_no_temporary_folder() {
    let Some(jars) = jars() else { return };
    let kafka = KafkaServer::start(&jars, KafkaOptions::default()).await.unwrap();
    let dynamodb = DynamoDbLocal::start(&jars, DynamoDbOptions::default()).await.unwrap();
    let processes = [kafka.process_id().unwrap(), dynamodb.process_id().unwrap()];
    let folders = [kafka.folder().to_owned(), dynamodb.folder().to_owned()];
    for process in processes {
        assert!(runs(process));
        let strangers = foreign_listeners(process);
        assert!(strangers.is_empty(), "{strangers:?}");
    }
    drop((kafka, dynamodb));
    assert!(!processes.into_iter().any(runs));
    assert!(!folders.iter().any(|folder| folder.exists()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_that_is_taken_is_told_with_the_end_of_the_log() {
    let Some(jars) = jars() else { return };
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let options = DynamoDbOptions::default().port(taken.local_addr().unwrap().port());
    let error = DynamoDbLocal::start(&jars, options).await.unwrap_err().to_string();
    assert!(error.contains("bind"), "{error}");
}

#[test]
fn no_java_and_no_temporary_folder_is_left_after_a_kill_9_of_their_owner() {
    if jars().is_none() {
        return;
    }
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "real::an_owner_waits_to_be_killed", "--nocapture"])
        .env(OWNER, "yes")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(owner.stdout.take().unwrap()).lines().map_while(Result::ok);
    let words: Vec<String> =
        lines.filter_map(|line| line.split_once("server ").map(|(_, words)| words.to_owned())).take(2).collect();
    let servers: Vec<(u32, &str)> = words
        .iter()
        .filter_map(|words| words.split_once(' '))
        .map(|(id, folder)| (id.parse().unwrap(), folder))
        .collect();
    assert_eq!(servers.len(), 2);
    assert!(servers.iter().all(|(id, folder)| runs(*id) && fs::exists(folder).unwrap()));
    owner.kill().unwrap();
    owner.wait().unwrap();
    for (id, folder) in servers {
        wait_until("the server is gone", || !runs(id));
        wait_until("its folder is gone", || !fs::exists(folder).unwrap());
    }
}

/// Not a test by itself: the process of the test above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_waits_to_be_killed() {
    if std::env::var_os(OWNER).is_none() {
        return;
    }
    let jars = jars::available().unwrap();
    let kafka = KafkaServer::start(&jars, KafkaOptions::default()).await.unwrap();
    let dynamodb = DynamoDbLocal::start(&jars, DynamoDbOptions::default()).await.unwrap();
    println!("server {} {}", kafka.process_id().unwrap(), kafka.folder().display());
    println!("server {} {}", dynamodb.process_id().unwrap(), dynamodb.folder().display());
    std::future::pending::<()>().await;
}

/// The listening sockets of a process that are not on 127.0.0.1, by Linux's own tables.
fn foreign_listeners(process: u32) -> Vec<String> {
    const LISTENING: &str = "0A";
    const LOOPBACK: [&str; 2] = ["0100007F", "0000000000000000FFFF00000100007F"];
    let sockets: Vec<String> = fs::read_dir(format!("/proc/{process}/fd"))
        .unwrap()
        .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok()?.to_str().map(str::to_owned))
        .collect();
    let tables = ["tcp", "tcp6"].map(|table| fs::read_to_string(format!("/proc/{process}/net/{table}")).unwrap());
    let lines: Vec<Vec<&str>> =
        tables.iter().flat_map(|table| table.lines()).map(|line| line.split_whitespace().collect()).collect();
    lines
        .iter()
        .filter(|columns| columns[3] == LISTENING && sockets.contains(&format!("socket:[{}]", columns[9])))
        .map(|columns| columns[1].to_owned())
        .filter(|address| !LOOPBACK.iter().any(|loopback| address.starts_with(loopback)))
        .collect()
}
