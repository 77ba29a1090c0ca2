//! Six samples as this sampler draws them. Included by the native and by the browser tests: notices
//! a platform or a dependency on which a seed means something else.

use shared::gpt_mnist::{Sample, sample};

/// Checks the six samples.
pub fn check() {
    let drawn = [(0, 0), (3, 1), (6, 3), (7, 12), (8, 1 << 40), (9, u64::MAX)].map(describe);
    assert_eq!(
        drawn,
        [
            "0: 10 [0, 0] 4.181508308531235 [(7, 14, 2)] 744290b7acbe8078 e108f1c6259a1bd0",
            "3: 8 [1, 1] 1.3644789817773173 [(9, 17, 1), (17, 11, 4), (9, 18, 2)] \
             cdd6cbfec5d8c579 f2eec6f0b05bee9e",
            "6: 10 [-1, 1] -9.091484470087599 [(6, 7, 2), (11, 7, 3), (12, 17, 1), (6, 15, 0)] \
             ad22dd322a20ca59 5d05ac4f449b38c6",
            "7: 6 [0, 2] 8.846844701513952 [(3, 8, 2), (8, 8, 3), (16, 8, 4), (3, 16, 0)] \
             315a6374b8b183b6 1cbd6fbd64e7b1f6",
            "8: 11 [1, 1] -7.531575354192683 [(10, 9, 2), (17, 22, 6), (15, 15, 7), (8, 22, 1)] \
             1d4c5ae1d9289122 e99694486c60d529",
            "9: 8 [0, 0] -0.5592710505481548 [(8, 14, 2), (7, 15, 3), (7, 13, 1), (17, 14, 5), \
             (15, 13, 7)] 5fe9df0c12abd85e e167b65148262d60",
        ]
    );
}

fn describe((class, seed): (u8, u64)) -> String {
    let Sample { steps, translation, angle, seeds, codes, image, .. } =
        sample(class, seed).expect("a class from 0 to 9");
    let seeds: Vec<_> =
        seeds.iter().map(|seed| (seed.x, seed.y, seed.orientation.channel())).collect();
    let codes = fnv(codes.iter().flat_map(|code| code.to_le_bytes()));
    let image = fnv(image.iter().flat_map(|pixel| pixel.to_le_bytes()));
    format!("{class}: {steps} {translation:?} {angle} {seeds:?} {codes:016x} {image:016x}")
}

/// FNV-1a, 64 bits.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
