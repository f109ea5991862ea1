//! Free ports for servers that are told their port instead of choosing one.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

use crate::error::Error;

/// Below the range from which the kernel takes the ports of outgoing connections (32768 and up on
/// Linux): while a server is down nobody else may slip into its port, and a client that keeps
/// dialling a port of that range can even end up connected to itself.
const PORTS: Range<u16> = 20_000..32_000;

/// Ports tried before giving up: with a thousand servers running, all of these being taken is a one in 10^32 event.
const ATTEMPTS: usize = 30;

/// A port of 127.0.0.1 that nobody listens on now, for a server that has to be told its port.
///
/// # Errors
/// When the machine seems to have none.
pub fn free() -> Result<u16, Error> {
    let mut last = io::Error::other("no port was tried");
    for _ in 0..ATTEMPTS {
        let port = fastrand::u16(PORTS);
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => return Ok(port),
            Err(error) => last = error,
        }
    }
    Err(Error::Port { port: 0, source: last })
}

/// The port asked for, or any.
pub(crate) fn or_free(port: Option<u16>) -> Result<u16, Error> {
    port.map_or_else(free, Ok)
}
