//! The page in a real browser, a subject a file. The map is drawn by the processor here: where it does not matter it is
//! left out (`Kind::WithoutGraphics`), or flat, which costs a fifth of the globe.

mod accessible;
mod address;
mod alerts;
mod elsewhere;
mod event;
mod filter;
mod keyboard;
mod living;
mod map;
mod motion;
mod offline;
mod playback;
mod settings;
mod unscripted;
mod vitals;
mod weight;
