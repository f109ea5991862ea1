//! USGS's comma-separated values: twenty-two columns, those that EMSC does not fill empty.

use std::fmt::{self, Write};

use quake::{Depth, MagnitudeType, Quake};

use crate::line::{Cell, Maybe};
use crate::{kind, title, usgs};

pub(crate) fn begin(out: &mut String) -> fmt::Result {
    out.write_str(concat!(
        "time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,",
        "horizontalError,depthError,magError,magNst,status,locationSource,magSource\n",
    ))
}

pub(crate) fn event(quake: &Quake, out: &mut String) -> fmt::Result {
    let magnitude = quake.magnitude.as_ref();
    let magnitude_type = magnitude.and_then(|magnitude| magnitude.kind.as_ref()).map(MagnitudeType::as_str);
    let agency = quake.agency.to_lowercase();
    let identity = usgs::Identity::of(quake);
    writeln!(
        out,
        "{:.3},{},{},{},{},{},,,,,{},{},{:.3},{},{},,,,,{},{},{}",
        quake.time,
        quake.position.latitude(),
        quake.position.longitude(),
        Maybe(quake.depth.map(Depth::km)),
        Maybe(quake.magnitude_value()),
        Maybe(magnitude_type.map(Cell)),
        identity.network,
        identity.id(),
        quake.updated,
        Cell(&title::place(quake)),
        kind::usgs(&quake.event_type),
        usgs::STATUS,
        Cell(&agency),
        Maybe(magnitude.map(|_| Cell(&agency))),
    )
}

#[cfg(test)]
mod tests {
    use crate::Format;
    use crate::sample::{hostile, quake, write};

    /// A reader of RFC 4180 that knows nothing of the writer.
    fn cells(line: &str) -> Vec<String> {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                other => cells.last_mut().unwrap().push(other),
            }
        }
        assert!(!quoted, "{line}");
        cells
    }

    #[test]
    fn an_event_has_the_columns_of_usgs() {
        let full =
            quake(r#""depth":50,"auth":"EMSC","magtype":"mw","mag":7.1,"flynn_region":"PUEBLA, MEXICO","evtype":"ke""#);
        assert_eq!(
            write(Format::Csv, &[full]).lines().nth(1).unwrap(),
            "2025-03-05T09:45:07.400Z,40.115,28.5381,50,7.1,mw,,,,,emsc,emsc20250305_0000090,2025-03-05T10:06:56.102Z,\"Puebla, Mexico\",earthquake,,,,,automatic,emsc,emsc"
        );
    }

    #[test]
    fn every_line_has_twenty_two_cells_whatever_is_in_them() {
        let answer = write(Format::Csv, &[quake(""), hostile(), quake("")]);
        assert_eq!(answer.lines().count(), 4);
        for line in answer.lines() {
            assert_eq!(cells(line).len(), 22, "{line}");
        }
        let bare = cells(answer.lines().nth(1).unwrap());
        assert_eq!((bare[3].as_str(), bare[4].as_str(), bare[5].as_str(), bare[21].as_str()), ("", "", "", ""));
    }
}
