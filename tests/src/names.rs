//! A name server for one name, as the engine of containers has one for what runs under the same name.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// The longest question; it holds one name.
const LONGEST: usize = 512;
/// What comes before the question.
const HEADER: usize = 12;

/// Answers every question with the same addresses, until dropped.
#[derive(Debug)]
pub(crate) struct Names {
    /// Where it is asked.
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Names {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// When it cannot listen.
    pub(crate) async fn start(addresses: &[Ipv4Addr]) -> Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (address, addresses) = (socket.local_addr()?, addresses.to_vec());
        let task = tokio::spawn(async move {
            let mut question = [0; LONGEST];
            while let Ok((length, from)) = socket.recv_from(&mut question).await {
                let Some(answer) = answer(&question[..length], &addresses) else { continue };
                // Who does not hear the answer asks again.
                let _ = socket.send_to(&answer, from).await;
            }
        });
        Ok(Self { address, task })
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The question back, and behind it a record for each address (RFC 1035, section 4).
fn answer(question: &[u8], addresses: &[Ipv4Addr]) -> Option<Vec<u8>> {
    let (id, asked) = (question.get(..2)?, question.get(HEADER..)?);
    let count = u8::try_from(addresses.len()).ok()?;
    // An answer without an error to one question.
    let mut answer = [id, &[0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0], asked].concat();
    for address in addresses {
        // The name that stands behind the header; an address of the Internet; for a second; of four bytes.
        answer.extend([0xc0, HEADER as u8, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4]);
        answer.extend(address.octets());
    }
    Some(answer)
}
