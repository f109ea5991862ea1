//! Why there is no answer, in gRPC's codes.

use grpc::Status;

use crate::server::catalogue::CatalogueError;
use crate::server::error::RequestError;

impl From<CatalogueError> for Status {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::Later(error) => error.into(),
            CatalogueError::TooMany => Self::resource_exhausted(error.to_string()),
            CatalogueError::Away | CatalogueError::TooSlow => Self::unavailable(error.to_string()),
        }
    }
}

impl From<RequestError> for Status {
    fn from(error: RequestError) -> Self {
        let text = error.to_string();
        match error {
            RequestError::Parameter(_) => Self::invalid_argument(text),
            RequestError::Starting => Self::unavailable(text),
            RequestError::Busy
            | RequestError::TooManyStreams
            | RequestError::TooOften(_)
            | RequestError::TooManyVitals => Self::resource_exhausted(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use grpc::Code;

    use super::*;

    #[test]
    fn who_should_try_again_and_who_asked_for_too_much_are_told_apart() {
        let code = |error: CatalogueError| Status::from(error).code();
        assert_eq!(code(RequestError::Starting.into()), Code::Unavailable);
        assert_eq!(code(RequestError::TooManyStreams.into()), Code::ResourceExhausted);
        assert_eq!(code(CatalogueError::TooMany), Code::ResourceExhausted);
        assert_eq!(code(RequestError::Busy.into()), Code::ResourceExhausted);
    }
}
