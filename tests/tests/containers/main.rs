//! Whether `compose/` says what the code says: images, programs, settings, ports, health and bounds.
//!
//! Each check reads the files as they are and tells what is wrong with them; beside it stand tests that break a file on
//! purpose and see it noticed. [`files`] are the files, [`deployment`] the ways they are used, [`stack`] what compose
//! makes of them, [`dockerfile`] the images and [`programs`] the other side: the command lines as the code defines them.
//! [`tools`] asks the real tools too, as far as they are here.

mod bounds;
mod deployment;
mod dockerfile;
mod example;
mod files;
mod images;
mod order;
mod ports;
mod programs;
mod proxy;
mod settings;
mod stack;
mod tools;
mod variables;

/// What a check says when all is well.
const NOTHING: [String; 0] = [];
