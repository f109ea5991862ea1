//! Atom with `GeoRSS`, as USGS arranges it: for feed readers, Home Assistant and QGIS.

use std::fmt::{self, Write};

use quake::Quake;

use crate::contributor::network;
use crate::xml::Escaped;
use crate::{Heading, contributor, metres, title};

pub(crate) fn begin(heading: &Heading, out: &mut String) -> fmt::Result {
    let Heading { title, url, site, generated } = heading;
    let url = Escaped(url);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:georss=\"http://www.georss.org/georss\">\
         <title>{}</title><updated>{generated:.3}</updated><author><name>Quakewire</name><uri>{}</uri></author>\
         <id>{url}</id><link rel=\"self\" href=\"{url}\"/>",
        Escaped(title),
        Escaped(site)
    )
}

pub(crate) fn event(quake: &Quake, heading: &Heading, out: &mut String) -> fmt::Result {
    let (latitude, longitude) = (quake.position.latitude(), quake.position.longitude());
    write!(
        out,
        "<entry><id>urn:quakewire:{}:{}</id><title>{}</title><updated>{:.3}</updated>\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}/event/{}\"/><summary type=\"html\">{}</summary>\
         <georss:point>{latitude} {longitude}</georss:point>",
        network(quake),
        quake.id,
        Escaped(&title(quake)),
        quake.updated,
        Escaped(&heading.site),
        quake.id,
        Escaped(&summary(quake)),
    )?;
    if let Some(depth) = quake.depth {
        write!(out, "<georss:elev>{}</georss:elev>", metres::up(depth))?;
    }
    let magnitude = quake.magnitude_value().map_or("?".to_owned(), |value| (value as i64).to_string());
    category("Age", age(quake, heading), out)?;
    category("Magnitude", &format!("Magnitude {magnitude}"), out)?;
    category("Contributor", contributor(quake), out)?;
    if !quake.agency.is_empty() {
        category("Author", &quake.agency, out)?;
    }
    out.write_str("</entry>\n")
}

pub(crate) fn end(out: &mut String) -> fmt::Result {
    out.write_str("</feed>\n")
}

fn category(label: &str, term: &str, out: &mut String) -> fmt::Result {
    write!(out, "<category label=\"{label}\" term=\"{}\"/>", Escaped(term))
}

/// USGS's words for how long ago it was when the feed was made.
fn age(quake: &Quake, heading: &Heading) -> &'static str {
    match heading.generated.as_second() - quake.time.as_second() {
        ..=3_600 => "Past Hour",
        3_601..=86_400 => "Past Day",
        86_401..=604_800 => "Past Week",
        604_801..=2_592_000 => "Past Month",
        _ => "More than one month",
    }
}

/// HTML of numbers and our own words only: no text of the feed's is in it.
fn summary(quake: &Quake) -> String {
    let (latitude, longitude) = (quake.position.latitude(), quake.position.longitude());
    let time = format!("{:.0}", quake.time).replace('T', " ").replace('Z', " UTC");
    let depth = quake.depth.map_or("?".to_owned(), |depth| format!("{:.2} km", depth.km()));
    let warning = if quake.is_simulated() { "<p>SIMULATED: made by a simulator, not by the Earth</p>" } else { "" };
    format!(
        "{warning}<dl><dt>Time</dt><dd>{time}</dd><dt>Location</dt><dd>{:.3}°{} {:.3}°{}</dd><dt>Depth</dt><dd>{depth}</dd></dl>",
        latitude.abs(),
        if latitude < 0.0 { 'S' } else { 'N' },
        longitude.abs(),
        if longitude < 0.0 { 'W' } else { 'E' },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Format;
    use crate::sample::{self, hostile, quake, write};

    const FULL: &str = r#""depth":7.25,"mag":5.9,"flynn_region":"WESTERN TURKEY","evtype":"ke","auth":"AFAD""#;

    #[test]
    fn an_entry_has_all_that_usgs_has() {
        let xml = write(Format::Atom, &[quake(FULL)]);
        assert!(xml.contains(
            "<entry><id>urn:quakewire:emsc:20250305_0000090</id><title>M 5.9 - Western Turkey</title>\
             <updated>2025-03-05T10:06:56.102Z</updated>\
             <link rel=\"alternate\" type=\"text/html\" href=\"https://quakes.example/event/20250305_0000090\"/>"
        ));
        assert!(xml.contains(
            "<georss:point>40.115 28.5381</georss:point><georss:elev>-7250</georss:elev>\
             <category label=\"Age\" term=\"Past Day\"/><category label=\"Magnitude\" term=\"Magnitude 5\"/>\
             <category label=\"Contributor\" term=\"EMSC\"/><category label=\"Author\" term=\"AFAD\"/></entry>"
        ));
    }

    #[test]
    fn the_summary_is_html_inside_xml() {
        let xml = write(Format::Atom, &[quake(FULL)]);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let summary = document.descendants().find(|node| node.tag_name().name() == "summary").unwrap();
        assert_eq!(
            summary.text().unwrap(),
            "<dl><dt>Time</dt><dd>2025-03-05 09:45:07 UTC</dd><dt>Location</dt><dd>40.115°N 28.538°E</dd><dt>Depth</dt><dd>7.25 km</dd></dl>"
        );
    }

    #[test]
    fn what_is_not_known_is_left_out_or_a_question_mark() {
        let xml = write(Format::Atom, &[quake("")]);
        assert!(!xml.contains("georss:elev") && !xml.contains("\"Author\""));
        assert!(xml.contains("term=\"Magnitude ?\"") && xml.contains("&lt;dd&gt;?&lt;/dd&gt;"));
    }

    #[test]
    fn age_is_counted_from_when_the_feed_was_made() {
        let heading = sample::heading();
        for (time, words) in [
            ("2025-03-05T12:00:01Z", "Past Hour"),
            ("2025-03-05T11:00:00Z", "Past Hour"),
            ("2025-03-05T10:59:59Z", "Past Day"),
            ("2025-02-27T00:00:00Z", "Past Week"),
            ("2025-02-04T00:00:00Z", "Past Month"),
            ("2025-02-03T12:00:00Z", "Past Month"),
            ("2025-02-03T11:59:59Z", "More than one month"),
            ("1906-04-18T13:12:00Z", "More than one month"),
        ] {
            let mut quake = quake("");
            quake.time = quake::parse_utc(time).unwrap();
            assert_eq!(age(&quake, &heading), words, "{time}");
        }
    }

    #[test]
    fn what_is_simulated_says_so_in_id_title_and_summary() {
        let xml = write(Format::Atom, &[quake(r#""source_catalog":"SIMULATED""#)]);
        assert!(
            xml.contains("urn:quakewire:simulated:")
                && xml.contains(" - SIMULATED: ")
                && xml.contains(";SIMULATED: made")
        );
    }

    #[test]
    fn hostile_texts_come_through_an_xml_reader() {
        let xml = write(Format::Atom, &[hostile()]);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let title = document.descendants().filter(|node| node.tag_name().name() == "title").nth(1).unwrap();
        assert!(title.text().unwrap().ends_with("]]>\u{fffd} é 地 🌍"), "{:?}", title.text());
    }
}
