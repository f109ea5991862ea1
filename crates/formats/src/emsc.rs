//! GeoJSON as EMSC's event service writes it. The feature itself is [`quake::emsc::feature`], which is also what EMSC
//! answers to `eventid=` of one event; [`quake::emsc::frame`] is what its websocket sends.

use std::fmt::{self, Write};

use quake::Quake;

pub(crate) fn begin(out: &mut String) -> fmt::Result {
    out.write_str(r#"{"type":"FeatureCollection","features":["#)
}

pub(crate) fn event(quake: &Quake, first: bool, out: &mut String) -> fmt::Result {
    out.write_str(if first { "\n" } else { ",\n" })?;
    out.write_str(&quake::emsc::feature(quake))
}

pub(crate) fn end(count: usize, out: &mut String) -> fmt::Result {
    writeln!(out, "\n],\"metadata\":{{\"totalCount\":{count}}}}}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::Format;
    use crate::sample::{hostile, json, quake, write};

    #[test]
    fn a_feature_has_the_thirteen_properties_and_its_elevation() {
        let answer = json(&write(Format::EmscJson, &[quake(r#""depth":7.5,"mag":2"#)]));
        let feature = &answer["features"][0];
        assert_eq!(feature["properties"].as_object().unwrap().len(), 13);
        assert_eq!(feature["properties"]["depth"], json!(7.5));
        assert_eq!(feature["geometry"]["coordinates"], json!([28.5381, 40.115, -7.5]));
        assert_eq!(feature["id"], feature["properties"]["unid"]);
    }

    #[test]
    fn the_count_is_told_even_when_it_is_none() {
        assert_eq!(json(&write(Format::EmscJson, &[]))["metadata"]["totalCount"], json!(0));
        assert_eq!(json(&write(Format::EmscJson, &[quake(""), hostile()]))["metadata"]["totalCount"], json!(2));
    }

    #[test]
    fn what_is_written_is_read_again_by_the_reader_of_the_feed() {
        let quakes = [quake(r#""depth":7.5,"mag":2"#), hostile()];
        let features = quake::emsc::features(&write(Format::EmscJson, &quakes)).unwrap();
        let read: Vec<_> = features.iter().map(|feature| quake::emsc::parse_feature(feature.get()).unwrap()).collect();
        assert_eq!(read, quakes);
    }
}
