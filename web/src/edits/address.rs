//! How edits are written in an address: strokes by their numbers from 1.

use shared::gpt_mnist::ORIENTATIONS;

use super::SEEDS;

/// The numbers of the strokes of some bits.
pub fn strokes(bits: u32) -> String {
    let numbers = (0..32).filter(|n| bits >> n & 1 == 1).map(|n| (n + 1).to_string());
    numbers.collect::<Vec<_>>().join(",")
}

/// The bits of strokes named by numbers, of so many.
pub fn read_strokes(text: &str, seeds: usize) -> Option<u32> {
    let bit = |text: &str| Some(1 << number(text, seeds)?);
    text.split(',').map(bit).try_fold(0, |bits, bit| Some(bits | bit?))
}

/// How far strokes are turned: `2:3` is stroke 2 by three eighths.
pub fn turns(turns: &[u8; SEEDS]) -> String {
    let turned = turns.iter().enumerate().filter(|&(_, &eighths)| eighths != 0);
    let words = turned.map(|(index, eighths)| format!("{}:{eighths}", index + 1));
    words.collect::<Vec<_>>().join(",")
}

/// Reads how far strokes are turned, of so many.
pub fn read_turns(text: &str, seeds: usize) -> Option<[u8; SEEDS]> {
    let mut turns = [0; SEEDS];
    for word in text.split(',') {
        let (stroke, eighths) = word.split_once(':')?;
        let eighths =
            eighths.parse().ok().filter(|eighths| (1..ORIENTATIONS as u8).contains(eighths))?;
        *turns.get_mut(number(stroke, seeds)?)? = eighths;
    }
    Some(turns)
}

/// The index of a stroke named by its number.
pub fn number(text: &str, seeds: usize) -> Option<usize> {
    let number: usize = text.parse().ok()?;
    (1..=seeds).contains(&number).then(|| number - 1)
}
