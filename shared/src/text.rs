//! Text in files that others wrote.

/// A text in UTF-8 and without a byte order mark, which shells of Windows write.
pub fn unmarked(bytes: Vec<u8>) -> Vec<u8> {
    let utf16 = |text: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, _) = text.as_chunks();
        String::from_utf16_lossy(&units.iter().map(|&pair| unit(pair)).collect::<Vec<_>>())
            .into_bytes()
    };
    match &bytes[..] {
        [0xef, 0xbb, 0xbf, text @ ..] => text.to_vec(),
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes),
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_past() {
        let utf16 = |units: fn(u16) -> [u8; 2]| {
            let text = "\u{feff}{\"ä\": 1}";
            text.encode_utf16().flat_map(units).collect::<Vec<u8>>()
        };
        let plain = "{\"ä\": 1}".as_bytes();
        let marked = [&[0xef, 0xbb, 0xbf], plain].concat();
        for bytes in [plain.to_vec(), marked, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
            assert_eq!(unmarked(bytes), plain);
        }
        assert_eq!(unmarked(vec![0xff, 0xfe, 0x7b]), b"", "half a unit is none");
    }
}
