//! What `compose/` says, read without its tools: for the tests of `compose/` itself, and of what runs the same containers
//! elsewhere.
//!
//! [`files`] are the files, [`deployment`] the ways they are used, [`stack`] what compose makes of them, [`dockerfile`]
//! the images.

pub mod deployment;
pub mod dockerfile;
pub mod files;
pub mod stack;
pub mod variables;
