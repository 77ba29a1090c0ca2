//! Bytes as text that an address can hold: base64url without padding.

/// The characters, for six bits each.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    let bit = |index: usize| bytes.get(index / 8).map_or(0, |byte| byte >> (7 - index % 8) & 1);
    let six = |first: usize| (first..first + 6).fold(0, |bits, index| bits << 1 | bit(index));
    let characters = (bytes.len() * 8).div_ceil(6);
    (0..characters).map(|place| char::from(ALPHABET[usize::from(six(place * 6))])).collect()
}

/// Reads the bytes of a text; bits that fill no byte are dropped.
///
/// # Errors
/// The first character that is not of the alphabet.
pub fn decode(text: &str) -> Result<Vec<u8>, char> {
    let six = |character: char| {
        let place = ALPHABET.iter().position(|&known| char::from(known) == character);
        place.map(|place| place as u8).ok_or(character)
    };
    let bits = text.chars().map(six).collect::<Result<Vec<u8>, _>>()?;
    let bit = |index: usize| bits[index / 6] >> (5 - index % 6) & 1;
    let byte = |place: usize| (place * 8..place * 8 + 8).fold(0, |b, index| b << 1 | bit(index));
    Ok((0..bits.len() * 6 / 8).map(byte).collect())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn bytes_are_read_back() {
        for length in 0..70u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(151)).collect();
            assert_eq!(decode(&encode(&bytes)), Ok(bytes));
        }
        assert_eq!(encode(&[0xfa, 0x40, 0x00]), "-kAA");
        assert_eq!(decode("AA=A"), Err('='));
    }
}
