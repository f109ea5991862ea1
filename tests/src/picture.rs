//! Pictures of the page, as PNG: to look at their colours, and to pack them.

use std::io::Cursor;

use anyhow::{Result, ensure};
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

/// A picture without transparency.
#[derive(Debug)]
pub struct Picture {
    /// In dots.
    pub width: u32,
    /// In dots.
    pub height: u32,
    /// Red, green and blue of each dot, line by line.
    dots: Vec<u8>,
}

impl Picture {
    /// Reads a PNG.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut data = vec![0; reader.output_buffer_size().unwrap_or_default()];
        let info = reader.next_frame(&mut data)?;
        let depth = match info.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => anyhow::bail!("a picture of a page is not {other:?}"),
        };
        ensure!(data.len() >= (info.width * info.height) as usize * depth, "the picture is cut short");
        let dots = data.chunks_exact(depth).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
        Ok(Self { width: info.width, height: info.height, dots })
    }

    /// The colour of a dot.
    pub fn at(&self, x: u32, y: u32) -> [u8; 3] {
        let start = 3 * (y.min(self.height - 1) * self.width + x.min(self.width - 1)) as usize;
        [self.dots[start], self.dots[start + 1], self.dots[start + 2]]
    }

    /// How different it is from another picture of the same size: the greatest difference of a colour, from 0 to 255.
    pub fn difference(&self, other: &Self) -> u8 {
        let colours = self.dots.iter().zip(&other.dots);
        colours.map(|(one, another)| one.abs_diff(*another)).max().unwrap_or_default()
    }

    /// The same for no more than what is around a dot.
    pub fn difference_around(&self, other: &Self, (x, y): (u32, u32), reach: u32) -> u8 {
        let around = |middle: u32| middle.saturating_sub(reach)..=middle + reach;
        let dots = around(x).flat_map(|x| around(y).map(move |y| (x, y)));
        let colours = dots.flat_map(|(x, y)| self.at(x, y).into_iter().zip(other.at(x, y)));
        colours.map(|(one, another)| one.abs_diff(another)).max().unwrap_or_default()
    }

    /// Writes a PNG, packed as well as PNG can without losing anything.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn packed(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        encoder.set_filter(Filter::Adaptive);
        encoder.write_header()?.write_image_data(&self.dots)?;
        Ok(bytes)
    }
}
