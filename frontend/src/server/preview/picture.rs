//! What is on the previews. They are lettered in English, in whatever language the page is: nobody knows who will see
//! one in a chat.

use quake::Bulletin;

use super::canvas::{self, Canvas, depth_colour};
use super::letters::{BOLD, REGULAR};
use crate::page::card::{HEIGHT, WIDTH};
use crate::page::event::Plane;
use crate::page::world::{self, LAND, SPHERE, project, rings};
use crate::{clock, scale, words};

/// Kilometres in a pixel of an event's picture, and where the epicentre stands in it.
const KM: f64 = 2.5;
const EPICENTRE: (f64, f64) = (700.0, 255.0);
/// How far land is drawn beyond the picture's edge, where it is cut: farther than one step of the coastline.
const MARGIN_KM: f64 = 400.0;
/// Circles of true distance around the epicentre, in kilometres.
const CIRCLES: [f64; 3] = [100.0, 300.0, 600.0];
const LEFT: f32 = 56.0;
/// Where on Earth the event's picture lies.
const CORNER: Frame = Frame { left: 844.0, top: 444.0, width: 300.0 };

/// The picture of one earthquake.
pub(super) fn of_event(quake: &Bulletin) -> Vec<u8> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, canvas::SEA);
    let far = |size: u32, at: f64| (f64::from(size) - at).max(at) * KM + MARGIN_KM;
    let land = Plane::at(quake.lon, quake.lat).land(far(WIDTH, EPICENTRE.0), far(HEIGHT, EPICENTRE.1));
    let pixel = |(east, north): (f64, f64)| ((EPICENTRE.0 + east / KM) as f32, (EPICENTRE.1 - north / KM) as f32);
    canvas.area(land.into_iter().map(|ring| ring.into_iter().map(pixel).collect()), canvas::LAND);
    let (x, y) = pixel((0.0, 0.0));
    for km in CIRCLES {
        canvas.ring(x, y, (km / KM) as f32, 1.5, canvas::INK_2, 0.22);
    }
    let colour = depth_colour(scale::depth_class(quake.depth));
    let r = 6.0 + (quake.mag.unwrap_or(0.0) - 1.5).max(0.0).powf(1.6) as f32 * 2.2;
    canvas.disc(x, y, r * 2.0, colour, 0.18);
    canvas.disc(x, y, r, colour, 0.9);
    canvas.ring(x, y, r * 2.0, 2.0, colour, 0.7);
    canvas.shade(300, 600);
    head(&mut canvas, quake.simulated);

    // Up to the map in the corner.
    let width = CORNER.left - LEFT - 24.0;
    let strength = format!("M {}", words::magnitude(quake.mag));
    canvas.text(&BOLD, &strength, 118.0, (LEFT - 6.0, 478.0), colour);
    canvas.text(&BOLD, &BOLD.fit(&quake.region, 46.0, width), 46.0, (LEFT, 542.0), canvas::INK);
    let depth = quake.depth.map_or_else(String::new, |km| format!("  \u{b7}  {:.0} km deep", km.max(0.0)));
    let when = format!("{}{depth}", clock::people(quake.time, 0));
    canvas.text(&REGULAR, &when, 30.0, (LEFT, 592.0), canvas::INK_2);

    outlines(&mut canvas, CORNER);
    let (x, y) = CORNER.pixel(project(quake.lon, quake.lat));
    canvas.disc(x, y, 6.0, colour, 1.0);
    canvas.ring(x, y, 12.0, 2.0, colour, 0.7);
    canvas.png()
}

/// The picture of the world: its newest earthquakes, the latest first, and the largest of them by name.
pub(super) fn of_world(newest: &[Bulletin], simulated: bool) -> Vec<u8> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, canvas::PAGE);
    let frame = Frame { left: 55.0, top: 24.0, width: 1_090.0 };
    outlines(&mut canvas, frame);
    for quake in newest.iter().rev() {
        let (x, y) = frame.pixel(project(quake.lon, quake.lat));
        let colour = depth_colour(scale::depth_class(quake.depth));
        let r = world::radius(quake.mag) as f32 * frame.scale();
        canvas.disc(x, y, r, colour, 0.4);
        canvas.ring(x, y, r, 1.4, colour, 0.9);
    }
    canvas.shade(440, 640);
    head(&mut canvas, simulated);
    canvas.text(&BOLD, "The world\u{2019}s earthquakes, live", 44.0, (LEFT, 548.0), canvas::INK);
    let largest = newest.iter().filter_map(|quake| Some((quake.mag?, quake))).max_by(|(a, _), (b, _)| a.total_cmp(b));
    if let Some((mag, quake)) = largest {
        let text = format!("Largest this week: M {}, {}", words::magnitude(Some(mag)), quake.region);
        let text = REGULAR.fit(&text, 28.0, WIDTH as f32 - 2.0 * LEFT);
        canvas.text(&REGULAR, &text, 28.0, (LEFT, 594.0), canvas::INK_2);
    }
    canvas.png()
}

/// Where the map of the world stands on the sheet, in pixels.
#[derive(Clone, Copy)]
struct Frame {
    left: f32,
    top: f32,
    width: f32,
}

impl Frame {
    fn scale(self) -> f32 {
        self.width / (2.0 * world::MIDDLE.0) as f32
    }

    fn pixel(self, (x, y): (f64, f64)) -> (f32, f32) {
        (self.left + x as f32 * self.scale(), self.top + y as f32 * self.scale())
    }
}

/// Sea and land of the world.
fn outlines(canvas: &mut Canvas, frame: Frame) {
    for (path, fill) in [(SPHERE, canvas::SEA), (LAND, canvas::LAND)] {
        let on_sheet = |ring: Vec<_>| ring.into_iter().map(|point| frame.pixel(point)).collect();
        canvas.area(rings(path).into_iter().map(on_sheet), fill);
    }
}

/// Whose picture this is, and whether it shows what really happened.
fn head(canvas: &mut Canvas, simulated: bool) {
    canvas.mark(LEFT + 20.0, 60.0, 44.0);
    canvas.text(&BOLD, "Quakewire", 34.0, (LEFT + 54.0, 72.0), canvas::INK);
    if simulated {
        let note = "Simulated feed";
        let x = WIDTH as f32 - LEFT - BOLD.width(note, 26.0);
        canvas.text(&BOLD, note, 26.0, (x, 70.0), canvas::MARK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quake(id: &str, lon: f64, lat: f64, mag: Option<f64>) -> Bulletin {
        let feature = format!(
            r#"{{"id":"{id}","properties":{{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":{lat},"lon":{lon},"flynn_region":"OFF EAST COAST OF HONSHU, JAPAN, AND A NAME THAT IS FAR TOO LONG FOR A PICTURE"}}}}"#
        );
        let mut quake = Bulletin::new(&quake::emsc::parse_feature(&feature).unwrap(), 1);
        quake.mag = mag;
        quake
    }

    fn decoded(png: &[u8]) -> tiny_skia::Pixmap {
        let picture = tiny_skia::Pixmap::decode_png(png).unwrap();
        assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
        picture
    }

    #[test]
    fn an_events_picture_has_the_size_networks_take_and_the_event_in_it() {
        for (lon, lat, mag) in [(142.4, 38.3, Some(6.4)), (-25.0, -89.9, None), (180.0, 0.0, Some(-0.3))] {
            let picture = decoded(&of_event(&quake("a", lon, lat, mag)));
            let mark = picture.pixel(EPICENTRE.0 as u32, EPICENTRE.1 as u32).unwrap();
            // Its depth is unknown: a light grey where the sea is dark.
            assert!(mark.red() > 100 && mark.green() > 120, "{mark:?}");
        }
    }

    #[test]
    fn the_worlds_picture_is_drawn_with_and_without_earthquakes() {
        let empty = decoded(&of_world(&[], false));
        let quakes = [quake("a", 155.0, 0.0, Some(7.0)), quake("b", -70.0, -30.0, None)];
        assert!(decoded(&of_world(&quakes, true)).data() != empty.data());
    }
}
