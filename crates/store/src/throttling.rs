//! Seeing the table throttle while the client's own retries still hide it.

use aws_sdk_dynamodb::config::interceptors::FinalizerInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;

use crate::meters;

/// DynamoDB's names for it; they stand in the body of an answer of status 400.
pub(crate) const THROTTLING: [&str; 3] =
    ["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"];

/// Counts every attempt the table refused for want of capacity.
#[derive(Debug)]
pub(crate) struct CountThrottling;

impl Intercept for CountThrottling {
    fn name(&self) -> &'static str {
        "CountThrottling"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(answer) = context.response()
            && answer.status().as_u16() == 400
            && answer.body().bytes().is_some_and(is_throttling)
        {
            meters::THROTTLED.increment(1);
        }
        Ok(())
    }
}

fn is_throttling(body: &[u8]) -> bool {
    std::str::from_utf8(body).is_ok_and(|body| THROTTLING.iter().any(|name| body.contains(name)))
}
