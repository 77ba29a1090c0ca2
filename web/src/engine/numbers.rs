//! The arrays of answers, which travel beside their text.

use shared::gpt_mnist::{SITES, TYPES};

use super::message::Answer;
use super::reply::Reply;

impl Reply for Answer {
    fn numbers(&self) -> Vec<f32> {
        of(self)
    }

    fn with_numbers(self, numbers: Vec<f32>) -> Self {
        put_back(self, numbers)
    }
}

/// The arrays of an answer, one after the other.
fn of(answer: &Answer) -> Vec<f32> {
    match answer {
        Answer::Read(read) => [&read.y_g[..], &read.y_s].concat(),
        Answer::Explained(explained) => {
            let arrays = explained.maps.iter().flat_map(|map| [&map.heatmap[..], &map.normalized]);
            arrays.flatten().copied().collect()
        }
        _ => Vec::new(),
    }
}

/// An answer with the arrays that [`of`] took from it.
fn put_back(mut answer: Answer, numbers: Vec<f32>) -> Answer {
    let mut numbers = numbers.into_iter();
    let mut next = |count: usize| -> Vec<f32> { numbers.by_ref().take(count).collect() };
    match &mut answer {
        Answer::Read(read) => {
            read.y_g = next(TYPES * SITES);
            read.y_s = next(usize::MAX);
        }
        Answer::Explained(explained) => {
            for map in &mut explained.maps {
                let [rows, columns] = map.size;
                map.heatmap = next(rows.saturating_mul(columns));
                map.normalized = next(SITES);
            }
        }
        _ => {}
    }
    answer
}
