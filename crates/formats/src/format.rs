//! Which formats there are, and what each is called.

/// A format that an answer can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// QuakeML 1.2, basic event description: the default of an FDSN event service.
    QuakeMl,
    /// FDSN's text, one event a line.
    Text,
    /// USGS's comma-separated values.
    Csv,
    /// GeoJSON as EMSC writes it.
    EmscJson,
    /// GeoJSON as USGS writes it.
    UsgsGeoJson,
    /// Atom with `GeoRSS`.
    Atom,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::QuakeMl, Self::Text, Self::Csv, Self::EmscJson, Self::UsgsGeoJson, Self::Atom];

    /// The word that asks for it in `format=`.
    pub fn name(self) -> &'static str {
        match self {
            Self::QuakeMl => "xml",
            Self::Text => "text",
            Self::Csv => "csv",
            Self::EmscJson => "json",
            Self::UsgsGeoJson => "geojson",
            Self::Atom => "atom",
        }
    }

    /// The format that a word asks for; `quakeml` is another word for `xml`.
    pub fn named(word: &str) -> Option<Self> {
        let word = if word == "quakeml" { "xml" } else { word };
        Self::ALL.into_iter().find(|format| format.name() == word)
    }

    /// The media type, with the charset where it has no rule of its own.
    ///
    /// Both kinds of GeoJSON are `application/json`, as EMSC and USGS say themselves: there are clients that
    /// refuse to read JSON under any other name.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::QuakeMl => "application/xml",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::EmscJson | Self::UsgsGeoJson => "application/json",
            Self::Atom => "application/atom+xml",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(format));
        }
        assert_eq!(Format::named("quakeml"), Some(Format::QuakeMl));
        assert_eq!(Format::named("kml"), None);
    }
}
