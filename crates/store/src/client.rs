//! The AWS client: the same for AWS and for a local endpoint.

use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

use crate::throttling::CountThrottling;
use crate::{Settings, Store};

/// How long one attempt may take. DynamoDB answers in milliseconds; after this the connection is dead.
const ATTEMPT: Duration = Duration::from_secs(5);
/// How long a call may take, its retries counted. What fails then is for the caller to try again.
const CALL: Duration = Duration::from_secs(15);

impl Store {
    /// Prepares a client; nothing is sent before the first call.
    pub async fn connect(settings: &Settings) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(CALL)
            .build();
        let http =
            aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(4));
        if let Some(region) = &settings.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(endpoint) = &settings.endpoint {
            loader = loader.endpoint_url(endpoint.url().as_str());
            if endpoint.is_loopback() {
                // A local stand-in checks nothing, but requests must be signed with something.
                let credentials = Credentials::new("local", "local", None, None, "local endpoint");
                loader = loader.credentials_provider(SharedCredentialsProvider::new(credentials));
                if settings.region.is_none() {
                    loader = loader.region(Region::new("us-east-1"));
                }
            }
        }
        let config = aws_sdk_dynamodb::config::Builder::from(&loader.load().await);
        let client = aws_sdk_dynamodb::Client::from_conf(config.interceptor(CountThrottling).build());
        Self { client, table: settings.table.clone(), noted: crate::days::Noted::default() }
    }
}
