//! Pictures in any format that the browser reads, as shades.
//!
//! The browser's own decoder does it, bound here by hand: a page that links the bindings of web-sys for
//! it would compile everything below it anew for a dozen calls.

use js_sys::Uint8ClampedArray;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// The longer side that a picture is read with at most, in pixels.
const LONGEST: u32 = 512;

/// A picture as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Pixels in a row and in a column of the file.
    pub size: [u32; 2],
    /// Pixels in a row of the shades.
    pub width: usize,
    /// Pixels in a column of the shades.
    pub height: usize,
    /// From 0 for black to 1 for white, row by row; what is transparent is white.
    pub shades: Vec<f32>,
}

#[wasm_bindgen]
extern "C" {
    type ImageBitmap;
    #[wasm_bindgen(js_name = createImageBitmap, catch)]
    async fn create_image_bitmap(blob: &Blob) -> Result<ImageBitmap, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn width(this: &ImageBitmap) -> u32;
    #[wasm_bindgen(method, getter)]
    fn height(this: &ImageBitmap) -> u32;
    #[wasm_bindgen(method)]
    fn close(this: &ImageBitmap);

    type OffscreenCanvas;
    #[wasm_bindgen(constructor, catch)]
    fn new(width: u32, height: u32) -> Result<OffscreenCanvas, JsValue>;
    #[wasm_bindgen(method, js_name = getContext, catch)]
    fn get_context(this: &OffscreenCanvas, kind: &str) -> Result<Context, JsValue>;

    #[wasm_bindgen(js_name = OffscreenCanvasRenderingContext2D)]
    type Context;
    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    fn set_fill_style(this: &Context, style: &str);
    #[wasm_bindgen(method, js_name = fillRect)]
    fn fill_rect(this: &Context, x: u32, y: u32, width: u32, height: u32);
    #[wasm_bindgen(method, js_name = drawImage, catch)]
    fn draw_image(
        this: &Context,
        image: &ImageBitmap,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = getImageData, catch)]
    fn get_image_data(
        this: &Context,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    ) -> Result<ImageData, JsValue>;

    type ImageData;
    #[wasm_bindgen(method, getter)]
    fn data(this: &ImageData) -> Uint8ClampedArray;
}

/// Reads a file as a picture, at most 512 pixels on its longer side; `None` if the browser cannot.
pub async fn read(file: &Blob) -> Option<Picture> {
    let bitmap = create_image_bitmap(file).await.ok()?;
    let picture = drawn(&bitmap);
    bitmap.close();
    picture.ok()
}

fn drawn(bitmap: &ImageBitmap) -> Result<Picture, JsValue> {
    let size = [bitmap.width(), bitmap.height()];
    let longest = size[0].max(size[1]).max(1);
    let [width, height] = match longest > LONGEST {
        true => size
            .map(|side| (u64::from(side) * u64::from(LONGEST) / u64::from(longest)).max(1) as u32),
        false => size,
    };
    let context = OffscreenCanvas::new(width, height)?.get_context("2d")?;
    context.set_fill_style("white");
    context.fill_rect(0, 0, width, height);
    context.draw_image(bitmap, 0, 0, width, height)?;
    let pixels = context.get_image_data(0, 0, width, height)?.data().to_vec();
    // Luma of BT.601, as in the grey of most programs.
    let shade = |pixel: &[u8]| {
        let [red, green, blue] =
            [pixel[0], pixel[1], pixel[2]].map(|value| f32::from(value) / 255.0);
        0.299 * red + 0.587 * green + 0.114 * blue
    };
    let shades = pixels.chunks_exact(4).map(shade).collect();
    Ok(Picture { size, width: width as usize, height: height as usize, shades })
}
