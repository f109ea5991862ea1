//! The sheet previews are drawn on, in the dark theme's colours (style/themes.css, style/ramps.css).

use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use super::letters::Letters;

pub(super) const PAGE: u32 = 0x05_08_0d;
pub(super) const SEA: u32 = 0x10_1d_2d;
pub(super) const LAND: u32 = 0x25_32_3f;
pub(super) const INK: u32 = 0xe8_ee_f5;
pub(super) const INK_2: u32 = 0xa3_b2_c2;
pub(super) const MARK: u32 = 0xe0_8a_3c;

/// The colour of a depth class of [`crate::scale::depth_class`].
pub(super) fn depth_colour(class: &str) -> u32 {
    match class {
        "d0" => 0xea_f2_85,
        "d1" => 0xff_cf_23,
        "d2" => 0xff_ad_59,
        "d3" => 0xfe_88_6f,
        "d4" => 0xfa_57_a2,
        "d5" => 0xae_5c_d6,
        _ => 0x9f_b0_c0,
    }
}

/// A picture in the making.
pub(super) struct Canvas(Pixmap);

impl Canvas {
    pub(super) fn new(width: u32, height: u32, background: u32) -> Self {
        let mut sheet = Pixmap::new(width, height).expect("a preview has a size");
        sheet.fill(colour(background, 1.0));
        Self(sheet)
    }

    /// Fills closed lines.
    pub(super) fn area(&mut self, rings: impl IntoIterator<Item = Vec<(f32, f32)>>, fill: u32) {
        let mut builder = PathBuilder::new();
        for ring in rings {
            for (i, (x, y)) in ring.into_iter().enumerate() {
                if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
            }
            builder.close();
        }
        if let Some(path) = builder.finish() {
            self.fill(&path, fill, 1.0);
        }
    }

    pub(super) fn disc(&mut self, x: f32, y: f32, r: f32, fill: u32, alpha: f32) {
        if let Some(path) = PathBuilder::from_circle(x, y, r) {
            self.fill(&path, fill, alpha);
        }
    }

    pub(super) fn ring(&mut self, x: f32, y: f32, r: f32, width: f32, line: u32, alpha: f32) {
        if let Some(path) = PathBuilder::from_circle(x, y, r) {
            let stroke = Stroke { width, ..Stroke::default() };
            self.0.stroke_path(&path, &paint(line, alpha), &stroke, Transform::identity(), None);
        }
    }

    /// Darkens from nothing at `from` to the page's colour at `to`, downwards.
    pub(super) fn shade(&mut self, from: u32, to: u32) {
        for y in from..self.0.height() {
            let depth = (y - from) as f32 / (to - from) as f32;
            if let Some(line) = tiny_skia::Rect::from_xywh(0.0, y as f32, self.0.width() as f32, 1.0) {
                let paint = paint(PAGE, depth.min(1.0) * 0.92);
                self.0.fill_rect(line, &paint, Transform::identity(), None);
            }
        }
    }

    pub(super) fn text(&mut self, letters: &Letters, text: &str, size: f32, (x, y): (f32, f32), ink: u32) {
        if let Some(path) = letters.path(text, size, x, y) {
            self.fill(&path, ink, 1.0);
        }
    }

    /// The product's mark, as in assets/icon.svg, `size` pixels wide.
    pub(super) fn mark(&mut self, x: f32, y: f32, size: f32) {
        let unit = size / 28.0;
        self.disc(x, y, 3.4 * unit, MARK, 1.0);
        self.ring(x, y, 7.8 * unit, 1.8 * unit, MARK, 0.7);
        self.ring(x, y, 12.2 * unit, 1.8 * unit, MARK, 0.35);
    }

    /// The picture as a PNG.
    pub(super) fn png(&self) -> Vec<u8> {
        self.0.encode_png().expect("a picture in memory can be written to memory")
    }

    fn fill(&mut self, path: &Path, fill: u32, alpha: f32) {
        self.0.fill_path(path, &paint(fill, alpha), FillRule::Winding, Transform::identity(), None);
    }
}

fn colour(rgb: u32, alpha: f32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    let mut colour = Color::from_rgba8(r, g, b, 255);
    colour.set_alpha(alpha);
    colour
}

fn paint(rgb: u32, alpha: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(rgb, alpha));
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_page_in_the_dark() {
        let ramps = include_str!("../../../style/ramps.css");
        for class in ["d0", "d1", "d2", "d3", "d4", "d5", "du"] {
            let line = ramps.lines().find(|line| line.trim_start().starts_with(&format!("--{class}:"))).unwrap();
            assert!(line.contains(&format!(", #{:06x})", depth_colour(class))), "{line}");
        }
        let themes = include_str!("../../../style/themes.css");
        for (name, value) in [("page", PAGE), ("sea", SEA), ("land", LAND), ("ink", INK), ("ink-2", INK_2)] {
            let value = format!("#{value:06x}");
            assert!(themes.lines().any(|line| line.contains(&format!("--{name}:")) && line.contains(&value)), "{name}");
        }
    }
}
