//! What colours and sizes mean.

use leptos::prelude::*;

/// Magnitudes in the legend, where their circle stands and how large it is on the map as it opens.
const SIZES: [(u8, u8, &str); 5] = [(3, 8, "3.2"), (4, 26, "5.7"), (5, 51, "9.3"), (6, 84, "13.4"), (7, 128, "17.8")];

pub(super) fn legend(days: u32) -> impl IntoView {
    let sizes = SIZES.map(|(magnitude, x, r)| {
        view! {
            <circle cx=x cy="19" r=r />
            <text x=x y="50">
                {magnitude}
            </text>
        }
    });
    let stops = crate::words::DEPTH_STOPS.map(|stop| view! { <span>{stop as u32}</span> });
    view! {
        <aside class="card legend" aria-label="Legend">
            <h2>"Depth " <span>"km"</span></h2>
            <div class="ramp"></div>
            <p class="stops">{stops.collect_view()}</p>
            <h2>"Magnitude"</h2>
            <svg viewBox="0 0 160 52" role="img" aria-label="Circles grow with magnitude, from 3 to 7">
                {sizes.collect_view()}
            </svg>
            <p class="span">{format!("On the map: the last {days} days")}</p>
        </aside>
    }
}
