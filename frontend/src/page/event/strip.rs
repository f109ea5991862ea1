//! When the near ones happened, and how large: a strip of time, with the magnitude upwards.

use std::fmt::Write;

use super::region::escaped;
use super::{EventPage, Surroundings};
use crate::{clock, scale};

/// The strip's size, and the margin for the numbers on its left and the days below.
const SIZE: (f64, f64) = (720.0, 168.0);
const LEFT: f64 = 26.0;
const BELOW: f64 = 26.0;
const TOP: f64 = 12.0;
/// Stems: more would be a wall. The largest ones come first.
const STEMS: usize = 400;

pub(super) fn strip(page: &EventPage, Surroundings { days, near, .. }: &Surroundings) -> String {
    let days = i64::from(*days);
    let begin = page.now - days * clock::DAY;
    let magnitudes = near.iter().map(|quake| quake.mag).chain([page.latest.magnitude_value()]).flatten();
    let (least, most) = magnitudes.fold((f64::MAX, f64::MIN), |(a, b), mag| (a.min(mag), b.max(mag)));
    let (floor, roof) = if least > most { (0.0, 1.0) } else { ((least - 0.5).floor(), (most + 0.2).ceil()) };
    let x = |time: i64| LEFT + (time - begin) as f64 / (days * clock::DAY) as f64 * (SIZE.0 - LEFT - 8.0);
    let ground = SIZE.1 - BELOW;
    let y = |mag: f64| ground - (mag - floor) / (roof - floor) * (ground - TOP);
    let mut svg = String::with_capacity(4 << 10);
    let title = escaped(page.say("event.strip"));
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        r#"<svg viewBox="0 0 {} {}" role="img" aria-labelledby="strip-title"><title id="strip-title">{title}</title>"#,
        SIZE.0, SIZE.1
    );
    for mag in floor as i64..=roof as i64 {
        let at = y(mag as f64);
        let _ = write!(svg, r#"<path class="rule" d="M{LEFT} {at:.0}H{}"/>"#, SIZE.0);
        let _ = write!(svg, r#"<text class="level" x="{}" y="{:.0}">{mag}</text>"#, LEFT - 6.0, at + 4.0);
    }
    for (n, anchor) in [(days, "start"), (days / 2, "middle"), (0, "end")] {
        let (count, key) = if n == 0 { (1, "event.strip-now") } else { (n, "ago.day") };
        let text = escaped(&page.reader.messages.fill(key, &[("n", &count.to_string())]));
        let at = x(page.now - n * clock::DAY);
        let _ = write!(svg, r#"<text class="{anchor}" x="{at:.0}" y="{}">{text}</text>"#, SIZE.1 - 4.0);
    }
    for quake in near.iter().take(STEMS).rev() {
        let Some(mag) = quake.mag else { continue };
        stem(&mut svg, x(quake.time), y(mag), ground, scale::depth_class(quake.depth));
    }
    let latest = &page.latest;
    if let Some(mag) = latest.magnitude_value()
        && latest.time.as_millisecond() >= begin
    {
        let class = format!("here {}", scale::depth_class(latest.depth.map(quake::Depth::km)));
        stem(&mut svg, x(latest.time.as_millisecond()), y(mag), ground, &class);
    }
    svg.push_str("</svg>");
    svg
}

fn stem(svg: &mut String, x: f64, y: f64, ground: f64, class: &str) {
    let r = if class.starts_with("here") { 5.5 } else { 3.5 };
    let _ = write!(
        svg,
        r#"<path class="stem {class}" d="M{x:.1} {ground:.0}V{y:.1}"/><circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{r}"/>"#
    );
}
