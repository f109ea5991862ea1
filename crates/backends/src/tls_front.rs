//! TLS in front of a test's plain server, under an authority that nobody else trusts.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// What comes in encrypted, for `localhost` on 127.0.0.1, goes on plain to the server behind. Dropping it closes its
/// port.
#[derive(Debug)]
pub struct TlsFront {
    port: u16,
    authority: PathBuf,
    refused: Arc<AtomicUsize>,
    listening: AbortHandle,
    _folder: tempfile::TempDir,
}

impl TlsFront {
    /// Listens on a free port, with a new certificate.
    ///
    /// # Errors
    /// When no port or no temporary folder can be had.
    ///
    /// # Panics
    /// Never: the certificate is our own.
    pub async fn before(server: SocketAddr) -> io::Result<Self> {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("localhost is a name");
        let folder = tempfile::tempdir()?;
        let authority = folder.path().join("authority.pem");
        std::fs::write(&authority, own.cert.pem())?;
        let key = PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring speaks TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .expect("the key is the certificate's");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let refused = Arc::default();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listening = tokio::spawn(listen(listener, acceptor, server, Arc::clone(&refused))).abort_handle();
        Ok(Self { port, authority, refused, listening, _folder: folder })
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many clients did not trust it.
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// A PEM file with the certificate of the authority that vouches for it: its own.
    pub fn authority(&self) -> &Path {
        &self.authority
    }
}

impl Drop for TlsFront {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, acceptor: TlsAcceptor, server: SocketAddr, refused: Arc<AtomicUsize>) {
    while let Ok((connection, _)) = listener.accept().await {
        let (acceptor, refused) = (acceptor.clone(), Arc::clone(&refused));
        tokio::spawn(async move {
            let Ok(mut outside) = acceptor.accept(connection).await else {
                refused.fetch_add(1, Ordering::Relaxed);
                return;
            };
            // A client whose server has gone ends here.
            let Ok(mut inside) = TcpStream::connect(server).await else { return };
            let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
        });
    }
}
