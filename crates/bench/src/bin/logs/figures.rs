//! What many measurements say together.

/// The median; not a number where there is none.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}

/// What a quarter of the values is below: of times on a machine with other work, which only ever makes them longer, what
/// they are when nobody disturbs.
pub(crate) fn lower_quartile(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 4).copied().unwrap_or(f64::NAN)
}

/// By how many per cent one is more than the other.
pub(crate) fn per_cent_more(one: f64, other: f64) -> f64 {
    (one / other - 1.0) * 100.0
}

#[cfg(test)]
#[test]
fn the_median_is_what_as_many_are_below_as_above() {
    assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
    assert_eq!(median([4.0, 1.0, 3.0, 2.0]), 2.5);
    assert!(median([]).is_nan());
}

#[cfg(test)]
#[test]
fn a_quarter_is_below_the_lower_quartile() {
    assert_eq!(lower_quartile([8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]), 3.0);
    assert!(lower_quartile([]).is_nan());
}
