//! The broker that needs nothing installed: librdkafka's own, in this process.
//!
//! It speaks the protocol over TCP, so other processes may come too. It keeps at most 5 MB or
//! 100 000 records of a partition, in memory, and drops the oldest without a word; it knows no
//! administration requests, so topics are made here; and it answers a waiting fetch only when the
//! client's `fetch.wait.max.ms` is over, so set that to 10.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rdkafka::error::KafkaError;
use rdkafka::mocking::MockCluster;
use rdkafka::types::RDKafkaErrorCode;

use crate::error::Error;

/// One node: what we run on a laptop has no more either.
const BROKERS: i32 = 1;

/// Orders in flight: each caller waits for its answer, so more would be callers in a queue.
const ORDERS: usize = 8;

/// Every broker of the mock cluster, in librdkafka's words.
const ALL_BROKERS: i32 = -1;

/// Partitions of a topic: far more than a laptop needs. librdkafka allocates them without asking
/// and aborts the process over a number below one.
const PARTITIONS: i32 = 1000;

type Answer = SyncSender<Result<(), KafkaError>>;

enum Order {
    CreateTopic { name: String, partitions: i32, answer: Answer },
    Down(Answer),
    Up(Answer),
}

/// A running embedded broker. Dropping it ends it.
#[derive(Debug)]
pub struct EmbeddedKafka {
    bootstrap: String,
    orders: Option<SyncSender<Order>>,
    thread: Option<JoinHandle<()>>,
}

impl EmbeddedKafka {
    /// Starts a broker on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When librdkafka cannot start it.
    pub fn start() -> Result<Self, Error> {
        let (orders, incoming) = sync_channel(ORDERS);
        let (ready, started) = sync_channel(1);
        // The cluster holds a raw pointer and may not leave the thread it was made on.
        let thread = thread::Builder::new()
            .name("embedded-kafka".to_owned())
            .spawn(move || match MockCluster::new(BROKERS) {
                Ok(cluster) => {
                    if ready.send(Ok(cluster.bootstrap_servers())).is_ok() {
                        serve(&cluster, &incoming);
                    }
                }
                Err(error) => drop(ready.send(Err(error))),
            })
            .map_err(|source| Error::Spawn { program: "the embedded Kafka's thread", source })?;
        let bootstrap = answered("start", &started)?;
        tracing::info!(kafka.bootstrap = %bootstrap, "The embedded Kafka broker is ready");
        Ok(Self { bootstrap, orders: Some(orders), thread: Some(thread) })
    }

    /// What a client calls `bootstrap.servers`.
    pub fn bootstrap_servers(&self) -> &str {
        &self.bootstrap
    }

    /// Makes a topic; one that is there already is left as it is.
    ///
    /// # Errors
    /// When the number of partitions is none, or the broker refuses the name.
    pub fn create_topic(&self, name: &str, partitions: i32) -> Result<(), Error> {
        let name = name.to_owned();
        if !(1..=PARTITIONS).contains(&partitions) {
            return Err(Error::Partitions { topic: name, partitions, most: PARTITIONS });
        }
        let action = format!("create the topic {name} with {partitions} partitions");
        match self.order(&action, |answer| Order::CreateTopic { name, partitions, answer }) {
            Err(Error::EmbeddedKafka {
                source: KafkaError::MockCluster(RDKafkaErrorCode::TopicAlreadyExists), ..
            }) => Ok(()),
            outcome => outcome,
        }
    }

    /// Cuts every connection and refuses new ones, records kept, until [`bring_up`](Self::bring_up).
    ///
    /// # Errors
    /// When the broker's thread has ended.
    pub fn take_down(&self) -> Result<(), Error> {
        self.order("go down", Order::Down)
    }

    /// Serves again after [`take_down`](Self::take_down).
    ///
    /// # Errors
    /// When the broker's thread has ended.
    pub fn bring_up(&self) -> Result<(), Error> {
        self.order("come up", Order::Up)
    }

    /// Ends the broker and forgets its records.
    pub fn stop(self) {}

    fn order(&self, action: &str, order: impl FnOnce(Answer) -> Order) -> Result<(), Error> {
        let (answer, outcome) = sync_channel(1);
        let orders = self.orders.as_ref().ok_or(Error::EmbeddedKafkaEnded)?;
        if orders.send(order(answer)).is_err() {
            return Err(Error::EmbeddedKafkaEnded);
        }
        answered(action, &outcome)
    }
}

impl Drop for EmbeddedKafka {
    fn drop(&mut self) {
        // Closing the channel is the order to end.
        self.orders = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("The embedded Kafka broker's thread panicked");
        }
    }
}

fn answered<T>(action: &str, outcome: &Receiver<Result<T, KafkaError>>) -> Result<T, Error> {
    match outcome.recv() {
        Ok(result) => result.map_err(|source| Error::EmbeddedKafka { action: action.to_owned(), source }),
        Err(_) => Err(Error::EmbeddedKafkaEnded),
    }
}

fn serve(cluster: &MockCluster<'_, impl rdkafka::ClientContext>, orders: &Receiver<Order>) {
    for order in orders {
        let (outcome, answer) = match order {
            Order::CreateTopic { name, partitions, answer } => {
                (cluster.create_topic(&name, partitions, BROKERS), answer)
            }
            Order::Down(answer) => (cluster.broker_down(ALL_BROKERS), answer),
            Order::Up(answer) => (cluster.broker_up(ALL_BROKERS), answer),
        };
        if answer.send(outcome).is_err() {
            tracing::debug!("Nobody waited for the embedded Kafka broker's answer");
        }
    }
}
