//! What the page of the network shows, as one value that the address spells out.
//!
//! `#/network?reader=handwriting&class=6&seed=3&block=l2.1&channel=5&scale=shared&drawing=AAAA…`, and the words of
//! the explorer for what is set of the digit and done to it.

use super::blocks::Block;
use crate::digit_address;
use crate::engine::features::Reader;
use crate::engine::message::Digit;
use crate::hint::Hint;
use crate::pairs::pairs;
use crate::state::hint;
use crate::words;
use crate::write::drawing::Drawing;

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The digit that the network reads.
    pub digit: Digit,
    /// The visitor's drawing that it reads instead, if there is one.
    pub drawing: Option<Drawing>,
    /// The network, and where on the way through it to look.
    pub block: Block,
    /// The map that is enlarged, from 0.
    pub channel: usize,
    /// Whether all maps share one scale.
    pub is_shared: bool,
}

impl Default for View {
    fn default() -> Self {
        let block = Block::of_stage(Reader::Grown, "stem").expect("GPTNet has a stem");
        Self { digit: Digit::default(), drawing: None, block, channel: 0, is_shared: false }
    }
}

impl View {
    /// What a network makes of a drawing.
    pub fn of_drawing(reader: Reader, drawing: Drawing) -> Self {
        Self { drawing: Some(drawing), ..Self::default().with_reader(reader) }
    }

    /// The same place in the network, which reads a digit.
    pub fn with_digit(self, digit: Digit) -> Self {
        Self { digit, drawing: None, ..self }
    }

    /// The same page with another block. Its channels are others.
    pub fn with_block(self, block: Block) -> Self {
        let channel = if block.stage() == self.block.stage() { self.channel } else { 0 };
        Self { block, channel, ..self }
    }

    /// The same place in another network, which may have fewer channels there.
    pub fn with_reader(self, reader: Reader) -> Self {
        let block = self.block.of(reader);
        Self { block, channel: self.channel.min(block.channels() - 1), ..self }
    }

    /// Whether one scale is used for all maps: of single points each on its own scale, all would look alike.
    pub fn has_one_scale(self) -> bool {
        self.is_shared || self.shows_points()
    }

    /// Whether each map is a single point.
    pub fn shows_points(self) -> bool {
        let [_, height, width] = self.block.stage().shape;
        height * width == 1
    }

    /// Reads the fragment of an address. What cannot be read falls back to the default, with a sentence for
    /// the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let (mut view, mut hints) = (Self::default(), Vec::new());
        let (mut reader, mut block, mut channel) = (Reader::default(), None, None);
        let mut of_digit = Vec::new();
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        for (key, value) in pairs(query, &mut hints) {
            match (key.as_ref(), value.as_ref()) {
                ("reader", value) => match Reader::ALL.iter().find(|own| own.name() == value) {
                    Some(&own) => reader = own,
                    None => {
                        hints.push(hint("reader", value, "grown or handwriting", reader.name()));
                    }
                },
                ("drawing", value) => match Drawing::unpack(value) {
                    Ok(drawing) => view.drawing = Some(drawing),
                    Err(error) => {
                        let said =
                            format!("The drawing in the address {error}. This is a digit instead.");
                        hints.push(said.into());
                    }
                },
                ("block", value) => block = Some(value.to_owned()),
                ("channel", value) => channel = Some(value.to_owned()),
                ("scale", "own") => view.is_shared = false,
                ("scale", "shared") => view.is_shared = true,
                ("scale", value) => hints.push(hint("scale", value, "own or shared", "own")),
                _ => of_digit.push((key, value)),
            }
        }
        view.digit = digit_address::read(of_digit, &mut hints);
        // Which channels there are depends on the block, and that on the network.
        view.block = view.block.of(reader);
        if let Some(value) = block {
            match Block::named(reader, &value) {
                Some(block) => view.block = block,
                None => {
                    let instead = view.block.name();
                    hints.push(hint("block", &value, "a block of the network", instead));
                }
            }
        }
        if let Some(value) = channel {
            let last = view.block.channels() - 1;
            match value.parse() {
                Ok(channel) if channel <= last => view.channel = channel,
                _ => {
                    let expected = format!("a channel from 0 to {last}");
                    hints.push(hint("channel", &value, &expected, view.channel));
                }
            }
        }
        (view, hints)
    }

    /// What is shown, in a few words.
    pub fn title(self) -> String {
        let read = match (self.drawing, self.block.reader()) {
            (Some(_), _) => "a drawing".to_owned(),
            (None, Reader::Grown) => {
                format!("{} {}", words::article(self.digit.class.into()), self.digit)
            }
            (None, Reader::Handwriting) => format!("a real {}", self.digit.class),
        };
        format!("{} of {read}", self.block.name())
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(self) -> String {
        let Self { digit, drawing, block, channel, is_shared } = self;
        let digit = digit_address::write(digit);
        let shared = if is_shared { "&scale=shared" } else { "" };
        let reader = match block.reader() {
            Reader::Grown => String::new(),
            other => format!("reader={}&", other.name()),
        };
        let drawing = drawing.map_or_else(String::new, |own| format!("&drawing={}", own.pack()));
        let block = block.name();
        format!("#/network?{reader}{digit}&block={block}&channel={channel}{shared}{drawing}")
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::super::blocks::stages;
    use super::*;
    use crate::write::drawing::Frame;

    fn block(name: &str) -> Block {
        Block::named(Reader::Grown, name).unwrap()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        let all = Reader::ALL
            .into_iter()
            .flat_map(|reader| stages(reader).iter().map(move |stage| (reader, stage.name)));
        for (reader, stage) in all {
            let whole = Block::of_stage(reader, stage).unwrap();
            for block in whole.siblings().chain([whole]) {
                let plain = Digit::new(9, u64::MAX);
                let edited = Digit { edits: plain.edits.pluck(1).turn(2, 3), ..plain };
                let lies = Drawing::digit(5).in_frame(Frame::AsItLies);
                for (digit, channel, is_shared, drawing) in
                    [(plain, 0, true, None), (edited, block.channels() - 1, false, Some(lies))]
                {
                    let view = View { digit, drawing, block, channel, is_shared };
                    assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
                }
            }
        }
        assert_eq!(View::from_fragment("#/network"), (View::default(), Vec::new()));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_used_is_said_and_spoils_nothing_else() {
        let fragment = "#/network?class=12&seed=-1&channel=128&block=l2&scale=big&x=1";
        let (view, hints) = View::from_fragment(fragment);
        assert_eq!(view, View { block: block("l2"), ..View::default() });
        for said in ["class=12", "seed=-1", "a channel from 0 to 127", "scale=big", "x=1"] {
            assert!(hints.iter().any(|hint| hint.contains(said)), "{said}: {hints:?}");
        }
        assert_eq!(hints.len(), 5);
        let (view, hints) = View::from_fragment("#/network?drawing=AAAA");
        assert_eq!((view, hints.len()), (View::default(), 1));
        assert!(hints[0].contains("4 characters"), "{hints:?}");
        let (view, hints) = View::from_fragment("#/network?block=l9&reader=tea");
        assert_eq!((view, hints.len()), (View::default(), 2));
        assert!(hints[0].contains("reader=tea") && hints[1].contains("block=l9"), "{hints:?}");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_title_says_which_block_and_what_it_reads() {
        let view = View::default().with_digit(Digit::new(8, 3));
        assert_eq!(view.title(), "stem of an 8 (seed 3)");
        let plucked = Digit { edits: view.digit.edits.pluck(0), ..view.digit };
        let plucked = View { digit: plucked, ..view };
        assert_eq!(plucked.title(), "stem of an 8 without its first stroke (seed 3)");
        let read = view.with_block(block("l2.1")).with_reader(Reader::Handwriting);
        assert_eq!(read.title(), "l2.1 of a real 8");
        let drawn = View::of_drawing(Reader::Grown, Drawing::digit(3));
        assert_eq!(drawn.title(), "stem of a drawing");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_channel_stays_within_its_stage() {
        let view = View { block: block("l4"), channel: 511, ..View::default() };
        assert_eq!(view.with_block(block("l4.1")).channel, 511);
        assert_eq!(view.with_block(block("l3")).channel, 0);
        // The network for handwriting knows more types.
        let types = Block::named(Reader::Handwriting, "y_g").unwrap();
        let view = View { block: types, channel: types.channels() - 1, ..View::default() };
        assert_eq!(view.with_reader(Reader::Grown).channel, 3);
    }
}
