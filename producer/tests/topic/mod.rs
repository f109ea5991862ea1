//! What a test reads out of a topic, and a TLS front to put before the feed's double.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use quake::{Quake, Timestamp, record};
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::{Headers, Message};
use rdkafka::{Offset, TopicPartitionList};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, pki_types};

const PATIENCE: Duration = Duration::from_mins(1);

/// A record as a test looks at it.
pub(crate) struct Found {
    pub(crate) key: Option<String>,
    pub(crate) value: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Found {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    pub(crate) fn quake(&self) -> Quake {
        record::decode(&self.value).unwrap()
    }
}

/// All records of a topic, from the beginning.
pub(crate) struct Topic {
    reader: StreamConsumer,
}

impl Topic {
    pub(crate) fn events(kafka: &topics::Settings) -> Self {
        Self::read(kafka, &kafka.events_topic, 2)
    }

    pub(crate) fn dead_letters(kafka: &topics::Settings) -> Self {
        Self::read(kafka, &kafka.dead_letters_topic, 1)
    }

    fn read(kafka: &topics::Settings, topic: &str, partitions: i32) -> Self {
        let reader: StreamConsumer = kafka.reader("reader-of-a-test", &[]).create().unwrap();
        let mut all = TopicPartitionList::new();
        for partition in 0..partitions {
            all.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
        }
        reader.assign(&all).unwrap();
        Self { reader }
    }

    pub(crate) async fn next(&mut self) -> Found {
        let message = tokio::time::timeout(PATIENCE, self.reader.recv()).await.expect("a record in time").unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = message.headers().map(|headers| {
            headers.iter().map(|header| (header.key.to_owned(), text(header.value.unwrap_or_default()))).collect()
        });
        Found {
            key: message.key().map(text),
            value: message.payload().unwrap_or_default().to_vec(),
            headers: headers.unwrap_or_default(),
        }
    }

    /// Reads on until a record of this event.
    pub(crate) async fn until(&mut self, id: &str) -> Found {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.next().await;
            if found.key.as_deref() == Some(id) {
                return found;
            }
            assert!(Instant::now() < deadline, "no record of {id}");
        }
    }

    /// Reads on until this very revision.
    pub(crate) async fn until_revision(&mut self, id: &str, updated: Timestamp) {
        while self.until(id).await.quake().updated != updated {}
    }
}

/// A TLS front: what comes in encrypted goes on plain to the feed's double.
pub(crate) struct TlsFront {
    pub(crate) port: u16,
    /// A file with the certificate of the authority that vouches for it.
    pub(crate) authority: PathBuf,
    _folder: tempfile::TempDir,
}

impl TlsFront {
    pub(crate) async fn before(feed: SocketAddr) -> Self {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let authority = folder.path().join("authority.pem");
        std::fs::write(&authority, own.cert.pem()).unwrap();
        let key = pki_types::PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // One that does not trust us ends here.
                    let Ok(mut outside) = acceptor.accept(connection).await else { return };
                    let mut inside = TcpStream::connect(feed).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
                });
            }
        });
        Self { port, authority, _folder: folder }
    }
}
