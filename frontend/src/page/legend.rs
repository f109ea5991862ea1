//! What colours, sizes and shapes mean. All three scales of colour are in the page, of which one is shown; the links
//! choose another, at once where scripts run (map/src/legend.ts).

use leptos::prelude::*;

use super::PageData;
use crate::scale::{AGES, DEPTHS, MAGNITUDES};
use crate::view::Colour;

/// Magnitudes in the legend, where their circle stands and how large it is on the map about as it opens, in CSS pixels.
/// Scripts scale them with the map (map/src/legend-sizes.ts).
const SIZES: [(u8, &str, &str); 5] =
    [(3, "7.0", "3.0"), (4, "24.6", "5.7"), (5, "48.6", "9.3"), (6, "80.9", "13.9"), (7, "123.0", "19.3")];

/// What the colour of no scale stands for.
const UNKNOWN: &str = "legend.unknown";

/// The shapes of marks, as the map has them (map/src/layer/shaders.ts), and what they stand for.
const SHAPES: [(&str, &str); 4] = [
    ("M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", "legend.circle"),
    ("M8 .8l7.2 7.2l-7.2 7.2l-7.2-7.2z", "legend.diamond"),
    ("M2.6 2.6h10.8v10.8h-10.8z", "legend.square"),
    ("M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", UNKNOWN),
];

pub(super) fn legend(page: &PageData) -> impl IntoView + use<> {
    let reader = &page.reader;
    let units = reader.preferences.units;
    let depths = DEPTHS.map(|stop| (units.of_km(f64::from(stop)).round() as i64).to_string());
    let ages = AGES.map(|hours| match hours {
        0 => reader.say("legend.now").to_owned(),
        1..=24 => reader.messages.fill("legend.hours", &[("n", &hours.to_string())]),
        _ => reader.messages.fill("legend.days", &[("n", &(hours / 24).to_string())]),
    });
    let scales = [
        (Colour::Depth, format!("{} ({})", reader.say("legend.depth"), units.as_str()), depths),
        (Colour::Age, reader.say("legend.age").to_owned(), ages),
        (Colour::Magnitude, reader.say("legend.magnitude").to_owned(), MAGNITUDES.map(|stop| stop.to_string())),
    ];
    let links = [Colour::Depth, Colour::Age, Colour::Magnitude].map(|colour| link(page, colour));
    let sizes = SIZES.map(|(magnitude, x, r)| {
        view! {
            <circle cx=x cy="21" r=r />
            <text x=x y="54">
                {magnitude}
            </text>
        }
    });
    let shapes = SHAPES.map(|(path, name)| {
        view! {
            <li class:unknown=name == UNKNOWN>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d=path />
                </svg>
                {reader.say(name)}
            </li>
        }
    });
    view! {
        <aside id="legend" popover="auto" class="card legend" data-legend="" data-colour=word(page.view.colour) aria-label=reader.say("legend.name")>
            <nav aria-label=reader.say("legend.colour")>{links.collect_view()}</nav>
            {scales.map(|(colour, name, stops)| scale(colour, name, stops)).collect_view()}
            <svg class="sizes" viewBox="0 0 170 58" role="img" aria-label=reader.say("legend.sizes")>
                {sizes.collect_view()}
            </svg>
            <ul class="shapes" aria-label=reader.say("legend.shapes")>
                {shapes.collect_view()}
            </ul>
            <p class="span">{reader.say("legend.rings")}</p>
        </aside>
    }
}

/// A scale of colour with what its colours stand for. Without scripts only the one asked for is seen (style/legend.css).
fn scale(colour: Colour, name: String, stops: [String; 6]) -> impl IntoView {
    view! {
        <div class=format!("scale of-{}", word(colour)) role="group" aria-label=name>
            <div class="ramp"></div>
            <p class="stops">{stops.map(|stop| view! { <span>{stop}</span> }).collect_view()}</p>
        </div>
    }
}

fn link(page: &PageData, colour: Colour) -> impl IntoView + use<> {
    let name = match colour {
        Colour::Depth => "legend.depth",
        Colour::Age => "legend.age",
        Colour::Magnitude => "legend.magnitude",
    };
    let unit = (colour == Colour::Depth).then(|| page.reader.preferences.units.as_str());
    view! {
        <a
            href=address(&page.search, colour)
            data-colour=word(colour)
            aria-current=(page.view.colour == colour).then_some("true")
        >
            {page.reader.say(name)}
            {unit.map(|unit| view! { " " <small>{unit}</small> })}
        </a>
    }
}

/// The same page in another colour.
fn address(search: &str, colour: Colour) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    for (name, value) in form_urlencoded::parse(search.as_bytes()).filter(|(name, _)| name != "colour") {
        query.append_pair(&name, &value);
    }
    if colour != Colour::Depth {
        query.append_pair("colour", word(colour));
    }
    query.finish()
}

fn word(colour: Colour) -> &'static str {
    match colour {
        Colour::Depth => "depth",
        Colour::Age => "age",
        Colour::Magnitude => "magnitude",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_colour_keeps_the_rest_of_the_address() {
        assert_eq!(address("days=30&colour=age", Colour::Magnitude), "?days=30&colour=magnitude");
        assert_eq!(address("days=30&colour=age", Colour::Depth), "?days=30");
        assert_eq!(address("", Colour::Depth), "?");
    }
}
