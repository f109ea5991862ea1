//! FDSN's text: one event a line, fourteen columns between bars (the last, the kind of event, came with version 1.2).

use std::fmt::{self, Write};

use quake::{Depth, MagnitudeType, Quake};

use crate::line::{Field, Maybe};
use crate::{contributor, event_type};

pub(crate) fn begin(out: &mut String) -> fmt::Result {
    out.write_str(concat!(
        "#EventID|Time|Latitude|Longitude|Depth/km|Author|Catalog|Contributor|ContributorID|",
        "MagType|Magnitude|MagAuthor|EventLocationName|EventType\n",
    ))
}

pub(crate) fn event(quake: &Quake, out: &mut String) -> fmt::Result {
    // Six digits of a second and no `Z`, as FDSN writes times.
    let time = format!("{:.6}", quake.time);
    let agency = Field(&quake.agency);
    let magnitude = quake.magnitude.as_ref();
    let magnitude_type = magnitude.and_then(|magnitude| magnitude.kind.as_ref()).map(MagnitudeType::as_str);
    writeln!(
        out,
        "{}|{}|{}|{}|{}|{agency}|{}|{}|{}|{}|{}|{}|{}|{}",
        quake.id,
        time.trim_end_matches('Z'),
        quake.position.latitude(),
        quake.position.longitude(),
        Maybe(quake.depth.map(Depth::km)),
        Field(&quake.catalog),
        contributor(quake),
        Field(&quake.source_id),
        Maybe(magnitude_type.map(Field)),
        Maybe(quake.magnitude_value()),
        Maybe(magnitude.map(|_| &agency)),
        Field(quake.region.raw()),
        Maybe(event_type(quake.event_type.kind())),
    )
}

#[cfg(test)]
mod tests {
    use crate::Format;
    use crate::sample::{hostile, quake, write};

    fn line(quake: quake::Quake) -> String {
        write(Format::Text, &[quake]).lines().nth(1).unwrap().to_owned()
    }

    #[test]
    fn an_event_has_fourteen_columns() {
        let full = quake(
            r#""depth":50,"auth":"EMSC","source_catalog":"EMSC-RTS","source_id":"619258","magtype":"mw","mag":7.1,
            "flynn_region":"PUEBLA, MEXICO","evtype":"ke""#,
        );
        assert_eq!(
            line(full),
            "20250305_0000090|2025-03-05T09:45:07.400000|40.115|28.5381|50|EMSC|EMSC-RTS|EMSC|619258|mw|7.1|EMSC|PUEBLA, MEXICO|earthquake"
        );
    }

    #[test]
    fn what_is_not_known_is_an_empty_column() {
        assert_eq!(line(quake("")), "20250305_0000090|2025-03-05T09:45:07.400000|40.115|28.5381||||EMSC||||||");
        let unmeasured = line(quake(r#""auth":"AFAD""#));
        assert!(unmeasured.ends_with("|AFAD||EMSC||||||"), "nobody made the magnitude that is not there: {unmeasured}");
    }

    #[test]
    fn hostile_texts_add_neither_columns_nor_lines() {
        let answer = write(Format::Text, &[hostile(), hostile()]);
        assert_eq!(answer.lines().count(), 3);
        assert!(answer.lines().all(|line| line.split('|').count() == 14), "{answer}");
    }
}
