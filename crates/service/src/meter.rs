//! Meters: each metric is declared once, with its help and its labels, and nothing can be counted that was not.
//!
//! ```
//! mod meters {
//!     service::meters! {
//!         /// Loaves baked
//!         counter LOAVES = "bakery_loaves_total" { flour: ["rye", "wheat"] };
//!         /// 1 while the oven burns
//!         gauge BURNING = "bakery_oven_burning";
//!         /// How long a loaf took
//!         histogram BAKING = "bakery_baking_seconds";
//!     }
//! }
//! service::install_metrics(&[meters::METERS]);
//! meters::LOAVES.with(["rye"]).increment(1);
//! meters::BURNING.set(1.0);
//! meters::BAKING.record(0.5);
//! ```

use metrics::{IntoF64, Key, Label, Level, Metadata};

/// What the recorder is told of a metric's origin; ours does not use it.
pub(crate) static METADATA: Metadata<'_> = Metadata::new("quakewire", Level::INFO, None);

/// What kind of metric, in Prometheus' sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts observations by size.
    Histogram,
}

impl Kind {
    /// Prometheus' word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// A metric as it was declared.
#[derive(Debug, Clone, Copy)]
pub struct Meter {
    /// Its name, by Prometheus' conventions: unit at the end, `_total` on counters.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// What it says, for people.
    pub help: &'static str,
    /// Its labels and all their values; no values where they are not known beforehand.
    pub labels: &'static [(&'static str, &'static [&'static str])],
}

impl Meter {
    /// Every combination of label values, where all are known beforehand.
    pub(crate) fn series(&self) -> Vec<Vec<Label>> {
        self.labels.iter().fold(vec![Vec::new()], |series, (label, values)| {
            let longer = |labels: &Vec<Label>, value: &&'static str| {
                let mut labels = labels.clone();
                labels.push(Label::from_static_parts(label, value));
                labels
            };
            series.iter().flat_map(|labels| values.iter().map(move |value| longer(labels, value))).collect()
        })
    }
}

/// The handle of a counter with `N` labels.
#[derive(Debug, Clone, Copy)]
pub struct Counter<const N: usize>(Name<N>);
/// The handle of a gauge with `N` labels.
#[derive(Debug, Clone, Copy)]
pub struct Gauge<const N: usize>(Name<N>);
/// The handle of a histogram with `N` labels.
#[derive(Debug, Clone, Copy)]
pub struct Histogram<const N: usize>(Name<N>);

#[derive(Debug, Clone, Copy)]
struct Name<const N: usize> {
    name: &'static str,
    labels: [&'static str; N],
}

impl<const N: usize> Name<N> {
    fn key(&self, values: [&str; N]) -> Key {
        let labels = self.labels.into_iter().zip(values);
        Key::from_parts(self.name, labels.map(|(label, value)| Label::new(label, value.to_owned())).collect::<Vec<_>>())
    }
}

impl<const N: usize> Counter<N> {
    #[doc(hidden)]
    pub const fn declare(name: &'static str, labels: [&'static str; N]) -> Self {
        Self(Name { name, labels })
    }

    /// The series with these label values, in the order of the declaration.
    pub fn with(&self, values: [&str; N]) -> metrics::Counter {
        metrics::with_recorder(|recorder| recorder.register_counter(&self.0.key(values), &METADATA))
    }
}

impl Counter<0> {
    /// Counts `by` more.
    pub fn increment(&self, by: u64) {
        self.with([]).increment(by);
    }
}

impl<const N: usize> Gauge<N> {
    #[doc(hidden)]
    pub const fn declare(name: &'static str, labels: [&'static str; N]) -> Self {
        Self(Name { name, labels })
    }

    /// The series with these label values, in the order of the declaration.
    pub fn with(&self, values: [&str; N]) -> metrics::Gauge {
        metrics::with_recorder(|recorder| recorder.register_gauge(&self.0.key(values), &METADATA))
    }
}

impl Gauge<0> {
    /// Sets it.
    pub fn set(&self, value: impl IntoF64) {
        self.with([]).set(value);
    }

    /// Adds to it.
    pub fn increment(&self, by: impl IntoF64) {
        self.with([]).increment(by);
    }

    /// Takes from it.
    pub fn decrement(&self, by: impl IntoF64) {
        self.with([]).decrement(by);
    }
}

impl<const N: usize> Histogram<N> {
    #[doc(hidden)]
    pub const fn declare(name: &'static str, labels: [&'static str; N]) -> Self {
        Self(Name { name, labels })
    }

    /// The series with these label values, in the order of the declaration.
    pub fn with(&self, values: [&str; N]) -> metrics::Histogram {
        metrics::with_recorder(|recorder| recorder.register_histogram(&self.0.key(values), &METADATA))
    }
}

impl Histogram<0> {
    /// Counts one observation.
    pub fn record(&self, value: impl IntoF64) {
        self.with([]).record(value);
    }
}

/// Declares a crate's metrics: a constant for each, and `METERS`, the list of them all.
///
/// A label's values stand behind it; `[]` where they are not known beforehand. Counters whose values are all known
/// are there from the start, as 0, so that the first increment is seen as one.
#[macro_export]
macro_rules! meters {
    ($($(#[doc = $help:literal])+ $kind:ident $constant:ident = $name:literal
        $({ $($label:ident : [$($value:literal),*]),+ })?;)+) => {
        $(
            $(#[doc = $help])+
            pub(crate) const $constant: $crate::meters!(@handle $kind $($($label)+)?) =
                <$crate::meters!(@handle $kind $($($label)+)?)>::declare($name, [$($(stringify!($label)),+)?]);
        )+

        /// Every metric of this crate.
        pub const METERS: &[$crate::Meter] = &[$($crate::Meter {
            name: $name,
            kind: $crate::meters!(@kind $kind),
            help: concat!($($help),+),
            labels: &[$($((stringify!($label), &[$($value),*])),+)?],
        }),+];
    };
    (@handle counter $($label:ident)*) => { $crate::Counter<{ $crate::meters!(@count $($label)*) }> };
    (@handle gauge $($label:ident)*) => { $crate::Gauge<{ $crate::meters!(@count $($label)*) }> };
    (@handle histogram $($label:ident)*) => { $crate::Histogram<{ $crate::meters!(@count $($label)*) }> };
    (@kind counter) => { $crate::MeterKind::Counter };
    (@kind gauge) => { $crate::MeterKind::Gauge };
    (@kind histogram) => { $crate::MeterKind::Histogram };
    (@count $($label:ident)*) => { <[&str]>::len(&[$(stringify!($label)),*]) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_all_combinations_and_none_where_a_value_is_not_known_beforehand() {
        let meter = |labels| Meter { name: "x_total", kind: Kind::Counter, help: "", labels };
        assert_eq!(meter(&[]).series().len(), 1);
        assert_eq!(meter(&[("a", &["1", "2"]), ("b", &["3", "4", "5"])]).series().len(), 6);
        assert_eq!(meter(&[("partition", &[])]).series().len(), 0);
    }
}
