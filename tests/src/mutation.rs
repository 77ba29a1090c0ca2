//! Good inputs with something wrong in them.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What parsers stumble over.
const PIECES: [&[u8]; 16] = [
    b"-1",
    b"1e999",
    b"1e38",
    b"nan",
    b"null",
    b"18446744073709551616",
    b"4294967295",
    b"0.5",
    b"[",
    b"]",
    b"{",
    b"\"",
    b"\\ud800",
    b"\xff\xfe",
    b"\0\0\0\0\0\0\0\0",
    b"\xff\xff\xff\xff\xff\xff\xff\x7f",
];

/// The bytes with one to four changes: flipped, replaced, cut out, doubled, cut off or put in.
pub fn mutated(bytes: &[u8], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.random_range(1..=4) {
        let at = rng.random_range(0..=bytes.len());
        let end = (at + rng.random_range(0..16)).min(bytes.len());
        let piece = PIECES[rng.random_range(0..PIECES.len())];
        match rng.random_range(0..7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8),
            1 if at < bytes.len() => bytes[at] = rng.random(),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            4 => bytes.truncate(at),
            5 => drop(bytes.splice(at..end, piece.iter().copied())),
            _ => drop(bytes.splice(at..at, piece.iter().copied())),
        }
    }
    bytes
}
