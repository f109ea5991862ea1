//! The backends under the clients our services use, on both tiers.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod clients;
mod embedded;
mod pair;
mod real;
