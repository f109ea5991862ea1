//! Letters as outlines: two weights of Inter, without kerning, which at the size of a headline nobody misses.

use std::sync::LazyLock;

use tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, OutlineBuilder};

/// A weight of the typeface.
pub(super) struct Letters(Face<'static>);

pub(super) static REGULAR: LazyLock<Letters> = LazyLock::new(|| Letters::read(include_bytes!("inter-450.ttf")));
pub(super) static BOLD: LazyLock<Letters> = LazyLock::new(|| Letters::read(include_bytes!("inter-650.ttf")));

impl Letters {
    fn read(file: &'static [u8]) -> Self {
        Self(Face::parse(file, 0).expect("the typeface is part of the program, and a test reads it"))
    }

    /// The outlines of a text with its beginning at (`x`, `y`) on the baseline; `None` when nothing of it can be seen.
    pub(super) fn path(&self, text: &str, size: f32, x: f32, y: f32) -> Option<Path> {
        let scale = size / f32::from(self.0.units_per_em());
        let mut pen = Pen { builder: PathBuilder::new(), scale, x, y };
        for c in text.chars() {
            let glyph = self.glyph(c);
            // A glyph without an outline is a space.
            let _ = self.0.outline_glyph(glyph, &mut pen);
            pen.x += self.advance(glyph) * scale;
        }
        pen.builder.finish()
    }

    /// How wide a text is.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text.chars().map(|c| self.advance(self.glyph(c))).sum();
        units * size / f32::from(self.0.units_per_em())
    }

    /// The text, shortened so that it is no wider than `width`.
    pub(super) fn fit(&self, text: &str, size: f32, width: f32) -> String {
        let mut fitting = text.to_owned();
        while self.width(&fitting, size) > width {
            fitting = fitting.trim_end_matches('\u{2026}').to_owned();
            fitting.pop();
            fitting = format!("{}\u{2026}", fitting.trim_end());
        }
        fitting
    }

    /// What the typeface does not have comes out as its box for the unknown.
    fn glyph(&self, c: char) -> ttf_parser::GlyphId {
        self.0.glyph_index(c).unwrap_or_default()
    }

    fn advance(&self, glyph: ttf_parser::GlyphId) -> f32 {
        f32::from(self.0.glyph_hor_advance(glyph).unwrap_or_default())
    }
}

/// Writes outlines, whose y goes upwards, into a picture, whose y goes downwards.
struct Pen {
    builder: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.builder.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.builder.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_its_letters_and_is_shortened_to_what_there_is_room_for() {
        let wide = BOLD.width("Fiji Region", 50.0);
        assert!((200.0..320.0).contains(&wide), "{wide}");
        assert_eq!(BOLD.fit("Fiji Region", 50.0, 400.0), "Fiji Region");
        let short = BOLD.fit("Off East Coast of Honshu, Japan", 50.0, 300.0);
        assert!(short.ends_with('\u{2026}') && BOLD.width(&short, 50.0) <= 300.0, "{short}");
    }

    #[test]
    fn both_weights_have_what_regions_and_numbers_need() {
        for letters in [&*REGULAR, &*BOLD] {
            for c in "AZaz09 \u{2212}\u{2013}\u{2026}\u{b7}\u{b0}\u{e9}\u{ce}\u{f1},.-'()".chars() {
                assert!(letters.0.glyph_index(c).is_some(), "{c:?}");
            }
        }
        assert!(REGULAR.path(" ", 10.0, 0.0, 0.0).is_none());
    }
}
