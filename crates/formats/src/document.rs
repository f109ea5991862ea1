//! One answer being written: begun, given its events one by one, ended.

use std::fmt;

use quake::{Quake, Timestamp};

use crate::usgs::Bounds;
use crate::{Format, atom, csv, emsc, quakeml, text, usgs};

/// What an answer says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// What it is, for people. Never "USGS" or "EMSC": we relay.
    pub title: String,
    /// The address it was asked for under.
    pub url: String,
    /// Where this site is, `scheme://host` without a slash at the end: links to events begin with it.
    pub site: String,
    /// When the answer was made. What is "past hour" in Atom is counted from here.
    pub generated: Timestamp,
}

/// One event of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The newest revision: the one all formats show.
    pub latest: &'a Quake,
    /// All revisions, oldest first; may be empty when none but the latest is to be shown.
    pub revisions: &'a [Quake],
    /// `includeallorigins`: older revisions' origins too, where the format has room (QuakeML alone).
    pub all_origins: bool,
    /// `includeallmagnitudes`: older revisions' magnitudes too, where the format has room (QuakeML alone).
    pub all_magnitudes: bool,
}

impl<'a> Entry<'a> {
    /// An event of which only the latest revision is shown.
    pub fn latest(latest: &'a Quake) -> Self {
        Self { latest, revisions: &[], all_origins: false, all_magnitudes: false }
    }
}

/// One answer being written. Its own memory is a heading, a count and a box, however many events there are.
#[derive(Debug)]
pub struct Document {
    format: Format,
    heading: Heading,
    count: usize,
    bounds: Bounds,
}

impl Document {
    /// An answer of which nothing has been written yet.
    pub fn new(format: Format, heading: Heading) -> Self {
        Self { format, heading, count: 0, bounds: Bounds::default() }
    }

    /// Writes what stands before the first event. To be called once.
    pub fn begin(&mut self, out: &mut String) {
        written(match self.format {
            Format::QuakeMl => quakeml::begin(&self.heading, out),
            Format::Text => text::begin(out),
            Format::Csv => csv::begin(out),
            Format::EmscJson => emsc::begin(out),
            Format::UsgsGeoJson => usgs::begin(out),
            Format::Atom => atom::begin(&self.heading, out),
        });
    }

    /// Writes one event, with what parts it from the one before.
    pub fn event(&mut self, entry: &Entry<'_>, out: &mut String) {
        let quake = entry.latest;
        let first = self.count == 0;
        self.count += 1;
        self.bounds.take(quake);
        written(match self.format {
            Format::QuakeMl => quakeml::event(entry, out),
            Format::Text => text::event(quake, out),
            Format::Csv => csv::event(quake, out),
            Format::EmscJson => emsc::event(quake, first, out),
            Format::UsgsGeoJson => usgs::event(quake, &self.heading.site, first, out),
            Format::Atom => atom::event(quake, &self.heading, out),
        });
    }

    /// Writes what stands after the last event. To be called once.
    pub fn end(&mut self, out: &mut String) {
        written(match self.format {
            Format::QuakeMl => quakeml::end(out),
            Format::Text | Format::Csv => Ok(()),
            Format::EmscJson => emsc::end(self.count, out),
            Format::UsgsGeoJson => usgs::end(&self.heading, self.count, &self.bounds, out),
            Format::Atom => atom::end(out),
        });
    }

    /// How many events have been written so far.
    pub fn count(&self) -> usize {
        self.count
    }
}

fn written(result: fmt::Result) {
    result.expect("a String takes all that is written into it");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{self, hostile, quake, write};

    #[test]
    fn an_answer_without_events_is_whole_in_every_format() {
        for format in Format::ALL {
            sample::check(format, &write(format, &[]));
        }
    }

    #[test]
    fn an_answer_with_hostile_texts_and_missing_values_is_whole_in_every_format() {
        for format in Format::ALL {
            sample::check(format, &write(format, &[quake(""), hostile(), quake("")]));
        }
    }

    #[test]
    fn what_is_simulated_says_so_in_every_format_and_what_is_real_does_not() {
        for format in Format::ALL {
            let simulated = write(format, &[quake(r#""source_catalog":"SIMULATED""#)]);
            assert!(simulated.contains("SIMULATED"), "{format:?}: {simulated}");
            let real = write(format, &[quake(r#""source_catalog":"EMSC-RTS""#)]);
            assert!(!real.to_lowercase().contains("simulated"), "{format:?}: {real}");
        }
    }

    #[test]
    fn the_buffer_may_be_emptied_between_the_events() {
        for format in Format::ALL {
            let (mut whole, mut piece) = (String::new(), String::new());
            let mut document = Document::new(format, sample::heading());
            document.begin(&mut piece);
            for _ in 0..3 {
                whole += &std::mem::take(&mut piece);
                document.event(&Entry::latest(&quake("")), &mut piece);
            }
            whole += &std::mem::take(&mut piece);
            document.end(&mut piece);
            whole += &piece;
            assert_eq!(whole, write(format, &[quake(""), quake(""), quake("")]));
            assert_eq!(document.count(), 3);
        }
    }
}
