//! Asking a running service whether it is alive, for images that have no shell and no `curl`.

use std::io::{Error, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

/// Below the three seconds that orchestrators usually grant.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks `/healthz` where a service with these settings listens; 0 when it answers 200. Says on standard error why not.
#[expect(clippy::print_stderr, reason = "a probe's caller keeps what it says; telemetry does not run here")]
pub fn healthcheck(listen: Option<SocketAddr>) -> ExitCode {
    let outcome = listen.ok_or_else(|| Error::other("no address is set to serve /healthz on")).and_then(ask);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("not healthy: {error}");
            ExitCode::FAILURE
        }
    }
}

fn ask(listen: SocketAddr) -> Result<(), Error> {
    let mut connection = TcpStream::connect_timeout(&from_inside(listen), PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    write!(connection, "GET /healthz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n")?;
    let mut status = [0; 12];
    connection.read_exact(&mut status)?;
    if status.ends_with(b" 200") { Ok(()) } else { Err(Error::other(String::from_utf8_lossy(&status))) }
}

/// Where to reach from this machine what listens there.
fn from_inside(mut listen: SocketAddr) -> SocketAddr {
    match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listen.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listen.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    listen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Readiness, install_metrics, serve_status};
    use tokio_util::sync::CancellationToken;

    #[tokio::test]
    async fn a_service_is_healthy_until_it_stops() {
        let (stop, anywhere) = (CancellationToken::new(), SocketAddr::from(([0, 0, 0, 0], 0)));
        let address = serve_status(anywhere, Readiness::default(), install_metrics(&[]), stop.clone()).await.unwrap();
        let probe = move || tokio::task::spawn_blocking(move || ask(address));
        probe().await.unwrap().unwrap();
        stop.cancel();
        while probe().await.unwrap().is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    #[test]
    fn one_that_serves_no_health_is_not_healthy() {
        assert_eq!(healthcheck(None), ExitCode::FAILURE);
    }
}
