//! Thousands of links and messages with something wrong in them: never a panic, what is valid in a link is kept and
//! written as a link that says the same, and every hint is short. `fuzz` tries millions.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::attribution::Method;
use shared::gpt_mnist::SITES;
use shared::output::{Output, Target};

use crate::edits::{Edits, Way};
use crate::engine::handwriting::message::Removal;
use crate::engine::message::{Class, Digit, Explained, Map, Read, Stage};
use crate::engine::{
    Answer, Message, Network, Question, Reply, evaluation, features, handwriting, paper, respond,
};
use crate::growth::Growth;
use crate::write::drawing::Drawing;
use crate::{evaluate, front, gallery, grow, network, state, write};

/// What parsers stumble over.
const PIECES: [&str; 20] = [
    "-1",
    "0",
    "1e999",
    "1e38",
    "nan",
    "null",
    "18446744073709551616",
    "4294967295",
    "[",
    "]",
    "{",
    "\"",
    "\\ud800",
    "%",
    "%ff",
    "&",
    "=",
    ",",
    "amp;",
    "\u{1f980}",
];

/// Random numbers, the same in every run: SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % end as u64) as usize
    }

    /// A text with one to four changes: replaced, cut out, doubled, cut off or put in.
    fn mutated(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(4) {
            let at = self.below(letters.len() + 1);
            let end = (at + self.below(16)).min(letters.len());
            let piece = PIECES[self.below(PIECES.len())].chars();
            match self.below(6) {
                0 => letters.iter_mut().skip(at).take(1).for_each(|letter| *letter = '7'),
                1 => drop(letters.drain(at..end)),
                2 => {
                    let again = letters[at..end].to_vec();
                    letters.splice(at..at, again);
                }
                3 if self.below(4) == 0 => letters.truncate(at),
                4 => drop(letters.splice(at..end, piece)),
                _ => drop(letters.splice(at..at, piece)),
            }
        }
        letters.into_iter().collect()
    }
}

/// Whether a page reads any link as something that it writes as a link that says the same.
macro_rules! keeps_what_it_reads {
    ($view:ty, $links:expr) => {
        let mut random = Random(1);
        let own = <$view>::default().to_fragment();
        for link in $links.iter().copied().chain([own.as_str()]) {
            for _ in 0..1000 {
                let link = random.mutated(link);
                let (view, hints) = <$view>::from_fragment(&link);
                assert!(hints.iter().all(|hint| hint.chars().count() < 300), "{link}: {hints:?}");
                let written = view.clone().to_fragment();
                assert_eq!(<$view>::from_fragment(&written), (view, Vec::new()), "{link}");
            }
        }
    };
}

#[test]
fn links() {
    keeps_what_it_reads!(
        state::View,
        [
            include_str!("../../fuzz/seeds/fragments/explain"),
            include_str!("../../fuzz/seeds/fragments/old"),
            "#/explain?class=4&seed=9&random=3&sign=for&scale=shared&opacity=40&frame=upright",
        ]
    );
    keeps_what_it_reads!(
        write::view::View,
        [include_str!("../../fuzz/seeds/fragments/write"), "#/write?reader=grown&stroke=2"]
    );
    keeps_what_it_reads!(gallery::view::View, [include_str!("../../fuzz/seeds/fragments/gallery")]);
    keeps_what_it_reads!(
        grow::view::View,
        [include_str!("../../fuzz/seeds/fragments/grow"), "#/grow?preset=textbook-2&site=99,0",]
    );
    keeps_what_it_reads!(
        network::view::View,
        [
            include_str!("../../fuzz/seeds/fragments/network"),
            "#/network?reader=handwriting&class=4&seed=3&block=y&channel=0",
        ]
    );
    keeps_what_it_reads!(
        evaluate::view::View,
        [include_str!("../../fuzz/seeds/fragments/evaluate")]
    );
    keeps_what_it_reads!(
        front::view::View,
        [
            include_str!("../../fuzz/seeds/fragments/front"),
            "#/?digit=9&act=test&without=2&map=lrp-z-plus",
        ]
    );
}

/// How many of four thousand mutations of a message can be read, each of which is handed on.
fn read<M: Serialize + DeserializeOwned + Debug>(message: &M, mut take: impl FnMut(M)) -> usize {
    let (mut random, text) = (Random(2), serde_json::to_string(message).expect("plain data"));
    let mutations = (0..4000).filter_map(|_| serde_json::from_str(&random.mutated(&text)).ok());
    mutations.map(&mut take).count()
}

/// The same of what a worker says, to which numbers are given that may be too few or too many.
fn heard<A: Reply + Debug>(answer: A) -> usize {
    let mut random = Random(3);
    read(&Message::Answer(answer), |message: Message<A>| {
        if let Message::Answer(answer) = message {
            let _ = answer.with_numbers(vec![0.5; random.below(3 * SITES)]).numbers();
        }
    })
}

#[test]
fn questions() {
    let edits = Edits::default().pluck(2).turn(3, 5);
    let digit = Digit::new(6, 3).edited(edits);
    let mut grown = 0;
    let asked = read(&Question::new(digit, Some(Target::class(6))), |question| {
        grown += usize::from(respond::grown(question.digit).is_ok());
    });
    assert!(grown > 50 && asked >= grown, "{grown} of {asked}");
    let evaluated = evaluation::Question {
        number: 1,
        seed: 3,
        samples: 50,
        sections: evaluation::Section::ALL.to_vec(),
        methods: vec!["gradient".into()],
        file: Some(2),
        running: true,
    };
    let seen = features::Question {
        reader: features::Reader::Grown,
        digit,
        drawing: Some(Drawing::digit(4)),
        slot: network::view::View::default().block.slot(),
        weights: features::WeightsOf::File(3),
    };
    let image = vec![0.5; 9];
    let removal = Removal { strokes: vec![0, 2], rest: Way::Clear };
    let drawn = handwriting::Question {
        drawing: 1,
        image: image.clone(),
        way: handwriting::Way::Search,
        removal: Some(removal),
    };
    assert!(read(&evaluated, |_| ()) > 50);
    assert!(read(&seen, |_| ()) > 50);
    assert!(read(&drawn, |_| ()) > 50);
    assert!(read(&paper::Question { drawing: 1, image }, |_| ()) > 50);
}

#[test]
fn answers() {
    let digit = Digit::new(6, 3);
    let probabilities = vec![0.1; 10];
    let map = Map {
        method: Method::Gradient,
        size: [28, 28],
        heatmap: Vec::new(),
        max_abs: 0.5,
        normalized: Vec::new(),
    };
    let explained = Explained {
        question: Question::new(digit, None),
        probability: 0.5,
        maps: vec![map.clone(), map],
        milliseconds: 1.0,
    };
    let class = Class { logits: vec![0.5; 10], probabilities: probabilities.clone(), predicted: 6 };
    let answer = Read {
        digit,
        class: Some(class),
        y_g: Vec::new(),
        y_s: Vec::new(),
        generators: Vec::new(),
        regrowth: Growth { seeds: Vec::new(), lineage: vec![vec![0, 1]] },
        iou: 0.5,
        milliseconds: 1.0,
    };
    let of_stroke = handwriting::message::StrokeMap {
        stroke: 1,
        output: Output::Ys,
        probability: 0.5,
        method: Method::LrpZPlus,
        relevance: Vec::new(),
        canvas_share: Some(0.5),
    };
    let strokes = handwriting::message::Explained {
        drawing: 1,
        way: handwriting::Way::Search,
        stroke: 1,
        maps: vec![of_stroke.clone(), of_stroke],
        milliseconds: 1.0,
    };
    let refused = "no weights".to_owned();
    for (name, count) in [
        ("explained", heard(Answer::Explained(explained))),
        ("read", heard(Answer::Read(answer))),
        ("stage", heard(Answer::Stage(Stage { digit, step: 3, probabilities }))),
        ("strokes", heard(handwriting::Answer::Explained(strokes))),
        ("refused", heard(features::Answer::Refused { file: 3, reason: refused.clone() })),
        ("weights", heard(evaluation::Answer::Refused { file: 3, reason: refused.clone() })),
        ("network", read(&Message::<Answer>::Network(Network::Broken(refused)), |_| ())),
    ] {
        assert!(count > 50, "{name}: {count}");
    }
}
