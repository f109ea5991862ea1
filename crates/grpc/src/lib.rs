//! What `proto/` says, as Rust: messages, the service's trait, and the services that every gRPC server has.
//!
//! A crate of its own so that the frontend is compiled without it. `build.rs` makes it.

pub use prost_types::Timestamp;
pub use tonic::{Code, Request, Response, Status, async_trait};

/// The package `quakewire.v1`.
pub mod v1 {
    #![allow(
        missing_docs,
        unreachable_pub,
        clippy::all,
        clippy::pedantic,
        clippy::allow_attributes_without_reason,
        reason = "generated; what it is about is in the comments of proto/"
    )]
    tonic::include_proto!("quakewire.v1");
}

/// `grpc.health.v1`: whether this server does its work.
pub mod health {
    pub use tonic_health::pb::health_check_response::ServingStatus;
    #[cfg(feature = "client")]
    pub use tonic_health::pb::health_client::HealthClient;
    pub use tonic_health::pb::health_server::{Health, HealthServer};
    pub use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
}

/// `grpc.reflection`: what this server can be asked, for tools.
pub mod reflection {
    use tonic_reflection::server::{Builder, v1, v1alpha};

    /// The name under which [`v1_server`] is asked.
    pub const V1: &str = "grpc.reflection.v1.ServerReflection";
    /// The name under which [`v1alpha_server`] is asked: that of older tools.
    pub const V1ALPHA: &str = "grpc.reflection.v1alpha.ServerReflection";

    /// Reflection as today's tools ask for it.
    pub fn v1_server() -> v1::ServerReflectionServer<impl v1::ServerReflection> {
        builder().build_v1().expect(READABLE)
    }

    /// The same as older tools ask for it.
    pub fn v1alpha_server() -> v1alpha::ServerReflectionServer<impl v1alpha::ServerReflection> {
        builder().build_v1alpha().expect(READABLE)
    }

    const READABLE: &str = "descriptors that a compiler wrote are readable";

    fn builder() -> Builder<'static> {
        Builder::configure()
            .register_encoded_file_descriptor_set(super::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    }
}

/// The descriptor set of `proto/`, encoded.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// A message as bytes, the same for the same message.
pub fn encoded(message: &impl prost::Message) -> Vec<u8> {
    message.encode_to_vec()
}

/// The name under which the earthquakes are asked for.
pub const EARTHQUAKES: &str = v1::earthquakes_server::SERVICE_NAME;
/// The name under which health is asked for.
pub const HEALTH: &str = "grpc.health.v1.Health";

#[cfg(test)]
mod tests {
    use prost::Message;
    use prost_types::FileDescriptorSet;

    use super::*;

    #[test]
    fn the_descriptors_have_the_service_and_its_comments() {
        let files = FileDescriptorSet::decode(DESCRIPTORS).unwrap().file;
        let own = files.iter().find(|file| file.package() == "quakewire.v1").unwrap();
        let methods: Vec<_> = own.service[0].method.iter().map(|method| method.name()).collect();
        assert_eq!(methods, ["Watch", "List", "Get"]);
        assert_eq!(EARTHQUAKES, "quakewire.v1.Earthquakes");
        // Whoever explores with reflection reads them.
        let comments = own.source_code_info.as_ref().map_or(0, |info| info.location.len());
        assert!(comments > 0);
    }

    #[test]
    fn reflection_can_be_served() {
        let _ = (reflection::v1_server(), reflection::v1alpha_server());
    }
}
