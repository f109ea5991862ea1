//! Whether `compose/` says what the code says: images, programs, settings, ports, health and bounds.
//!
//! Each check reads the files as they are and tells what is wrong with them; beside it stand tests that break a file on
//! purpose and see it noticed. [`e2e::compose`] reads the files, [`e2e::programs`] is the other side: the command lines as
//! the code defines them. [`tools`] asks the real tools too, as far as they are here.

mod bounds;
mod example;
mod images;
mod order;
mod ports;
mod proxy;
mod settings;
mod tools;

/// What a check says when all is well.
const NOTHING: [String; 0] = [];
