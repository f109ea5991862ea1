//! What only we and a receiver know: the key of signatures, by the convention of Standard Webhooks.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Bytes of a key: what the convention allows.
const LENGTH: std::ops::RangeInclusive<usize> = 24..=64;

/// A key of signatures; never shown.
#[derive(Clone)]
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    /// Reads `whsec_` and the key in base64. The error does not repeat it.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let key = text.trim().strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok());
        key.filter(|key| LENGTH.contains(&key.len())).map(Self).ok_or_else(|| {
            let (least, most) = (LENGTH.start(), LENGTH.end());
            format!("the secret is not whsec_ followed by {least} to {most} bytes in base64")
        })
    }

    /// The header `webhook-signature` of a message with this id that is sent at this moment, seconds since 1970.
    pub(crate) fn signature(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example in the convention's own documentation.
    #[test]
    fn the_signature_is_that_of_the_conventions_example() {
        let secret = Secret::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_that_is_none_is_refused_and_not_repeated() {
        let short = format!("whsec_{}", STANDARD.encode([1; 23]));
        let long = format!("whsec_{}", STANDARD.encode([1; 65]));
        for text in ["", "hunter2", "whsec_", "whsec_hunter2!", &short, &long] {
            let error = Secret::read(text).unwrap_err();
            assert!(text.len() < 7 || !error.contains(text), "{error}");
        }
        let secret = Secret::read(&format!("whsec_{}\n", STANDARD.encode([1; 24]))).unwrap();
        assert_eq!(format!("{secret:?}"), "***");
    }
}
