//! Sentences as they are written beside the code: what stands between backticks is code.

use leptos::prelude::*;

/// A sentence for the page.
pub(super) fn prose(text: &str) -> impl IntoView + use<> {
    // An empty piece would be written as a space.
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty()).map(|(n, piece)| {
        let piece = piece.to_owned();
        if n % 2 == 1 { view! { <code>{piece}</code> }.into_any() } else { piece.into_any() }
    });
    pieces.collect_view()
}

/// An address, to be broken where it has a slash.
pub(super) fn address(path: &str) -> impl IntoView + use<> {
    path.split_inclusive('/').map(|piece| view! { {piece.to_owned()} <wbr /> }).collect_view()
}

/// What a heading is called in addresses.
pub(super) fn anchor(names: &[&str]) -> String {
    let name = names.join(" ").to_lowercase();
    let letters: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || " -/".contains(*c)).collect();
    letters.split([' ', '-', '/']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
