//! Starts Apache Kafka and DynamoDB Local, prints their addresses, and keeps them until Ctrl-C:
//! `cargo run -p backends --example real_backends [DATA_FOLDER]`.

use std::time::Instant;

use backends::{Backends, RealOptions, jars};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let jars = tokio::task::spawn_blocking(|| jars::resolve(|news| eprintln!("{news}"))).await??;
    println!("Jars in {:?}, in {}", started.elapsed(), jars.path().display());
    let mut options = RealOptions::new(jars);
    options.data = std::env::args_os().nth(1).map(Into::into);
    let started = Instant::now();
    let backends = Backends::real(options).await?;
    println!("Ready in {:?}: Kafka on {}, DynamoDB on {}", started.elapsed(), backends.kafka(), backends.dynamodb());
    tokio::signal::ctrl_c().await?;
    let started = Instant::now();
    backends.stop().await;
    println!("Stopped in {:?}", started.elapsed());
    Ok(())
}
