//! The service's description of itself, out of the list that its parameters are read with.

use std::fmt::Write;

use super::parameters::PARAMETERS;
use super::{BASE, MOST_REVISED};
use crate::server::catalogue::MOST_BY_MAGNITUDE;
use crate::server::interfaces::parameters::{Parameter, Takes};

/// The document for a service on this site, `scheme://host`.
pub(super) fn document(site: &str) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <application xmlns=\"http://wadl.dev.java.net/2009/02\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n\
         <doc title=\"FDSN-event 1.2 of Quakewire\">Ordered by time an answer has no limit. Ordered by magnitude it has \
         {MOST_BY_MAGNITUDE} earthquakes at most, with all origins or magnitudes {MOST_REVISED}; beyond that the status \
         is 413.</doc>\n\
         <resources base=\"{}{BASE}\">\n<resource path=\"query\">\n<method id=\"query\" name=\"GET\">\n<request>\n",
        formats::Escaped(site)
    );
    for parameter in &PARAMETERS {
        write_parameter(parameter, &mut out);
    }
    out.push_str(
        "</request>\n<response status=\"200\">\n<representation mediaType=\"application/xml\"/>\n\
         <representation mediaType=\"text/plain\"/>\n<representation mediaType=\"application/json\"/>\n\
         <representation mediaType=\"text/csv\"/>\n</response>\n\
         <response status=\"204 400 413 414 429 500 503\">\n<representation mediaType=\"text/plain\"/>\n</response>\n\
         </method>\n</resource>\n",
    );
    for (path, media_type) in [
        ("version", "text/plain"),
        ("catalogs", "application/xml"),
        ("contributors", "application/xml"),
        ("application.wadl", "application/xml"),
    ] {
        let _ = writeln!(
            out,
            "<resource path=\"{path}\"><method id=\"{path}\" name=\"GET\"><response>\
             <representation mediaType=\"{media_type}\"/></response></method></resource>"
        );
    }
    out.push_str("</resources>\n</application>\n");
    out
}

fn write_parameter(parameter: &Parameter, out: &mut String) {
    let Parameter { name, takes, default, about, .. } = parameter;
    let kind = match takes {
        Takes::Time => "xs:dateTime",
        Takes::Number { .. } => "xs:double",
        // Clients may read `nodata` as a number.
        Takes::Integer { .. } => "xs:int",
        Takes::Flag => "xs:boolean",
        Takes::Choice(_) | Takes::Text => "xs:string",
    };
    let default = if default.is_empty() { String::new() } else { format!(" default=\"{default}\"") };
    let _ = write!(out, "<param name=\"{name}\" style=\"query\" type=\"{kind}\"{default}>");
    let _ = write!(out, "<doc>{}</doc>", formats::Escaped(about));
    if let Takes::Choice(words) = takes {
        for word in *words {
            let _ = write!(out, "<option value=\"{word}\"/>");
        }
    }
    out.push_str("</param>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_every_parameter_with_a_type_that_clients_know() {
        let document = document("https://quakes.example");
        for parameter in &PARAMETERS {
            assert!(document.contains(&format!("<param name=\"{}\" style=\"query\" type=\"xs:", parameter.name)));
        }
        assert!(document.contains("base=\"https://quakes.example/fdsnws/event/1/\""));
        assert!(document.contains("<option value=\"time-asc\"/>"));
        // ObsPy takes a service by what its base says: it must say one only.
        assert!(!document.contains("dataselect") && !document.contains("station"));
    }
}
