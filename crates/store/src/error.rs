//! What can go wrong between us and the table, sorted by what the caller can do about it.

use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

use crate::throttling::THROTTLING;

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The table refuses this very item, now and always: it is the item's fault.
    #[error("the table refuses this item: {0}")]
    Refused(String),
    /// The table takes less than it is given: provisioned capacity or a partition's limit is used up.
    #[error("the table is throttling: {0}")]
    Throttled(String),
    /// Unreachable, not permitted, no such table: worth trying again, and an operator may have to help.
    #[error("the table is not available: {0}")]
    Unavailable(String),
    /// An item that is none of ours, or of a later version.
    #[error("item {id}/{rev} cannot be read: {reason}")]
    Corrupt {
        /// Partition key.
        id: String,
        /// Sort key.
        rev: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl StoreError {
    /// Sorts an error of the SDK's.
    pub(crate) fn of<E, R>(error: SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        R: std::fmt::Debug,
    {
        let code = error.as_service_error().and_then(ProvideErrorMetadata::code).unwrap_or_default().to_owned();
        let text = DisplayErrorContext(error).to_string();
        match code.as_str() {
            "ValidationException" | "ItemCollectionSizeLimitExceededException" => Self::Refused(text),
            code if THROTTLING.contains(&code) => Self::Throttled(text),
            "ResourceNotFoundException" => {
                Self::Unavailable(format!("no such table; create it first (Terraform, or quakewire-table): {text}"))
            }
            _ => Self::Unavailable(text),
        }
    }
}
