//! A service's `main`: runtime, telemetry, signals, and the exit code.

use std::process::ExitCode;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::{Settings, Telemetry};

/// How long a service may take to finish what it has in hand. Below the 30 s that ECS and Docker grant at most by
/// default before they kill.
pub const DRAIN_DEADLINE: Duration = Duration::from_secs(10);

/// Runs a service until it ends by itself or by SIGINT or SIGTERM; 0 for a clean end, 1 for an error (in the log).
#[expect(clippy::print_stderr, reason = "before telemetry runs there is no other place for an error")]
pub fn run<Service, Work>(name: &'static str, settings: &Settings, service: Service) -> ExitCode
where
    Service: FnOnce(CancellationToken) -> Work,
    Work: Future<Output = anyhow::Result<()>>,
{
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{name}: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(async {
        let telemetry = match Telemetry::start(name, settings) {
            Ok(telemetry) => telemetry,
            Err(error) => {
                eprintln!("{name}: {error:#}");
                return ExitCode::FAILURE;
            }
        };
        let outcome = service(stop_on_signals(name)).await;
        let code = match &outcome {
            Ok(()) => {
                info!("Stopped {name}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                error!("{name} failed: {error:#}");
                ExitCode::FAILURE
            }
        };
        telemetry.flush().await;
        code
    });
    // Clients of Kafka and DynamoDB may still hold threads in a system call; nothing is left for them to do.
    runtime.shutdown_timeout(Duration::from_secs(1));
    code
}

/// A token that the first SIGINT or SIGTERM cancels. The second ends the process at once.
pub fn stop_on_signals(name: &'static str) -> CancellationToken {
    let stop = CancellationToken::new();
    let token = stop.clone();
    let mut interrupt = signal(SignalKind::interrupt()).expect("SIGINT can be listened to");
    let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM can be listened to");
    tokio::spawn(async move {
        let mut either = async || tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} };
        either().await;
        info!("Stopping {name}: finishing what is in hand (again to stop at once)");
        token.cancel();
        either().await;
        std::process::exit(130);
    });
    stop
}
