//! QuakeML 1.2, basic event description: what seismologists exchange, and what an FDSN event service answers.
//!
//! A revision is an origin and, where it has one, a magnitude. Everything has a public id that is the same in every
//! answer: `quakeml:eu.emsc/event/<unid>`, then `/origin/<updated>` and `/magnitude/<updated>`. The event's is EMSC's
//! own. Depth is in metres. Elements whose value is not known are left out.

use std::fmt::{self, Write};

use quake::{Certainty, Quake, QuakeId, Timestamp};

use crate::xml::Escaped;
use crate::{Entry, Heading, event_type, metres};

pub(crate) fn begin(heading: &Heading, out: &mut String) -> fmt::Result {
    out.push_str(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<q:quakeml xmlns=\"http://quakeml.org/xmlns/bed/1.2\" xmlns:q=\"http://quakeml.org/xmlns/quakeml/1.2\">\n",
    ));
    let Heading { title, generated, .. } = heading;
    writeln!(
        out,
        "<eventParameters publicID=\"quakeml:quakewire/answer/{}\"><description>{}</description>\
         <creationInfo><agencyID>Quakewire</agencyID><creationTime>{generated}</creationTime></creationInfo>",
        digits(*generated),
        Escaped(title)
    )
}

pub(crate) fn event(entry: &Entry<'_>, out: &mut String) -> fmt::Result {
    let latest = entry.latest;
    let id = public_id(latest);
    writeln!(out, "<event publicID=\"{id}\">")?;
    write!(out, "<preferredOriginID>{id}/origin/{}</preferredOriginID>", digits(latest.updated))?;
    if latest.magnitude.is_some() {
        write!(out, "<preferredMagnitudeID>{id}/magnitude/{}</preferredMagnitudeID>", digits(latest.updated))?;
    }
    kind(latest, out)?;
    description("Flinn-Engdahl region", latest.region.raw(), out)?;
    if latest.is_simulated() {
        description("earthquake name", "SIMULATED: made by a simulator, not by the Earth", out)?;
    }
    creation(latest, out)?;
    out.push('\n');
    // The latest first: there are readers that take the first one and never look which is preferred.
    let older = entry.revisions.iter().rev().filter(|revision| revision.updated != latest.updated);
    origin(&id, latest, out)?;
    if entry.all_origins {
        older.clone().try_for_each(|revision| origin(&id, revision, out))?;
    }
    magnitude(&id, latest, true, out)?;
    if entry.all_magnitudes {
        older.clone().try_for_each(|revision| magnitude(&id, revision, entry.all_origins, out))?;
    }
    out.write_str("</event>\n")
}

pub(crate) fn end(out: &mut String) -> fmt::Result {
    out.write_str("</eventParameters>\n</q:quakeml>\n")
}

/// The event's name among all QuakeML documents: EMSC's own for what comes from there, and one under our authority for
/// what is simulated, so that the two are never taken for each other.
pub fn public_id(quake: &Quake) -> String {
    let authority = if quake.is_simulated() { "quakewire.simulated" } else { "eu.emsc" };
    format!("quakeml:{authority}/event/{}", local(&quake.id))
}

/// The unid within the name of an event of ours; `None` for any other name.
pub(crate) fn unid(public_id: &str) -> Option<String> {
    let (_, local) = public_id.strip_prefix("quakeml:")?.split_once("/event/")?;
    Some(local.replace('~', ":"))
}

/// A public id has no room for a colon after its scheme, but an unid may have one. It becomes `~`, which no unid has.
fn local(id: &QuakeId) -> String {
    id.as_str().replace(':', "~")
}

/// An instant as part of a public id, exact to the nanosecond: `20250305100656.102425`.
fn digits(time: Timestamp) -> String {
    time.to_string().chars().filter(|c| c.is_ascii_digit() || *c == '.').collect()
}

fn kind(quake: &Quake, out: &mut String) -> fmt::Result {
    let Some(word) = event_type(quake.event_type.kind()) else { return Ok(()) };
    write!(out, "<type>{word}</type>")?;
    match quake.event_type.certainty() {
        Certainty::Known => out.write_str("<typeCertainty>known</typeCertainty>"),
        Certainty::Suspected => out.write_str("<typeCertainty>suspected</typeCertainty>"),
        Certainty::Unstated => Ok(()),
    }
}

fn description(of: &str, text: &str, out: &mut String) -> fmt::Result {
    if text.is_empty() {
        return Ok(());
    }
    write!(out, "<description><text>{}</text><type>{of}</type></description>", Escaped(text))
}

fn creation(quake: &Quake, out: &mut String) -> fmt::Result {
    out.write_str("<creationInfo>")?;
    if !quake.agency.is_empty() {
        write!(out, "<agencyID>{}</agencyID>", Escaped(&quake.agency))?;
    }
    write!(out, "<creationTime>{}</creationTime></creationInfo>", quake.updated)
}

/// `evaluationMode` and `evaluationStatus` are left out: the feed does not tell whether a person looked at it.
fn origin(event: &str, quake: &Quake, out: &mut String) -> fmt::Result {
    write!(out, "<origin publicID=\"{event}/origin/{}\">", digits(quake.updated))?;
    write!(out, "<time><value>{}</value></time>", quake.time)?;
    write!(out, "<latitude><value>{}</value></latitude>", quake.position.latitude())?;
    write!(out, "<longitude><value>{}</value></longitude>", quake.position.longitude())?;
    if let Some(depth) = quake.depth {
        write!(out, "<depth><value>{}</value></depth>", metres::down(depth))?;
    }
    creation(quake, out)?;
    out.write_str("</origin>\n")
}

/// A magnitude names its origin only where that is in the answer too: a reference must lead somewhere.
fn magnitude(event: &str, quake: &Quake, with_origin: bool, out: &mut String) -> fmt::Result {
    let Some(magnitude) = &quake.magnitude else { return Ok(()) };
    let revision = digits(quake.updated);
    write!(out, "<magnitude publicID=\"{event}/magnitude/{revision}\"><mag><value>{}</value></mag>", magnitude.value)?;
    if let Some(kind) = &magnitude.kind {
        write!(out, "<type>{}</type>", Escaped(kind.as_str()))?;
    }
    if with_origin {
        write!(out, "<originID>{event}/origin/{revision}</originID>")?;
    }
    creation(quake, out)?;
    out.write_str("</magnitude>\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{hostile, quake, write};
    use crate::{Document, Format, sample};

    const FULL: &str =
        r#""depth":26.49,"mag":1.4,"magtype":"ml","auth":"AFAD","flynn_region":"WESTERN TURKEY","evtype":"ke""#;

    fn revised() -> [Quake; 3] {
        let at = |second: u32, mag: &str| {
            let mut quake = quake(&format!(r#""mag":{mag}"#));
            quake.updated = quake::parse_utc(&format!("2025-03-05T10:00:{second:02}Z")).unwrap();
            quake
        };
        [at(1, "1"), at(2, "null"), at(3, "3")]
    }

    fn with(all_origins: bool, all_magnitudes: bool) -> String {
        let revisions = revised();
        let mut out = String::new();
        let mut document = Document::new(Format::QuakeMl, sample::heading());
        document.begin(&mut out);
        document.event(&Entry { latest: &revisions[2], revisions: &revisions, all_origins, all_magnitudes }, &mut out);
        document.end(&mut out);
        out
    }

    /// Public ids, references, and whether each reference leads somewhere.
    fn ids(xml: &str, element: &str) -> Vec<String> {
        let document = roxmltree::Document::parse(xml).unwrap();
        let all: Vec<_> = document.descendants().filter_map(|node| node.attribute("publicID")).collect();
        for reference in document
            .descendants()
            .filter(|node| node.tag_name().name().ends_with("ID") && node.tag_name().name() != "agencyID")
        {
            assert!(all.contains(&reference.text().unwrap()), "{:?} leads nowhere", reference.text());
        }
        let named =
            document.descendants().filter(|node| node.has_tag_name(("http://quakeml.org/xmlns/bed/1.2", element)));
        named.map(|node| node.attribute("publicID").unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn depth_is_in_metres_and_the_region_is_raw() {
        let xml = write(Format::QuakeMl, &[quake(FULL)]);
        assert!(xml.contains("<depth><value>26490</value></depth>"), "{xml}");
        assert!(
            xml.contains("<description><text>WESTERN TURKEY</text><type>Flinn-Engdahl region</type></description>")
        );
        assert!(xml.contains("<type>earthquake</type><typeCertainty>known</typeCertainty>"));
        assert!(xml.contains(
            "<creationInfo><agencyID>AFAD</agencyID><creationTime>2025-03-05T10:06:56.102425Z</creationTime></creationInfo>"
        ));
    }

    #[test]
    fn public_ids_are_stable_and_have_no_colon() {
        let xml = write(Format::QuakeMl, &[quake(FULL)]);
        assert!(xml.contains("\"quakeml:eu.emsc/event/20250305_0000090\""));
        assert!(xml.contains("\"quakeml:eu.emsc/event/20250305_0000090/origin/20250305100656.102425\""));
        assert!(xml.contains("\"quakeml:eu.emsc/event/20250305_0000090/magnitude/20250305100656.102425\""));
        assert_eq!(public_id(&hostile()), "quakeml:eu.emsc/event/a~b-c._1");
        let simulated = quake(r#""source_catalog":"SIMULATED""#);
        assert_eq!(public_id(&simulated), "quakeml:quakewire.simulated/event/20250305_0000090");
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let xml = write(Format::QuakeMl, &[quake("")]);
        for absent in ["<depth", "agnitude", "<type", "<text", "AFAD", "<agencyID></", "evaluation"] {
            assert!(!xml.contains(absent), "{absent}: {xml}");
        }
    }

    #[test]
    fn older_revisions_are_listed_when_asked_for_and_every_reference_leads_somewhere() {
        let (first, second, third) = ("20250305100001", "20250305100002", "20250305100003");
        assert_eq!(
            (ids(&with(false, false), "origin"), ids(&with(false, false), "magnitude")),
            (vec![third.into()], vec![third.into()])
        );
        assert_eq!(ids(&with(true, false), "origin"), [third, second, first]);
        assert_eq!(ids(&with(true, false), "magnitude"), [third]);
        assert_eq!(ids(&with(false, true), "origin"), [third]);
        assert_eq!(ids(&with(false, true), "magnitude"), [third, first], "the second had none");
        assert_eq!(ids(&with(true, true), "magnitude"), [third, first]);
    }

    #[test]
    fn hostile_texts_come_through_an_xml_reader() {
        let xml = write(Format::QuakeMl, &[hostile()]);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let agency = document.descendants().filter(|node| node.tag_name().name() == "agencyID").nth(1).unwrap();
        assert_eq!(agency.text().unwrap(), "<b>&amp;\"'|,;\r\n\t\u{fffd}\u{fffd}\u{fffd}]]>\u{fffd} é 地 🌍");
    }
}
