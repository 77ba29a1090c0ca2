//! Images that are read together.

use pollster::block_on;
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::Output;

#[test]
fn images_read_together_are_read_as_each_alone() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = Weights::from_safetensors(&std::fs::read(path).unwrap()).unwrap();
    let network = Network::new(&weights, CpuEngine::new());
    // More than the engine takes at once, before and in the deep stages, and not a multiple of either.
    let digits: Vec<Vec<f32>> = (0..21).map(|n| sample((n % 10) as u8, n).unwrap().image).collect();
    let images: Vec<&[f32]> = digits.iter().map(Vec::as_slice).collect();
    let together = block_on(network.read(&images)).unwrap();
    assert_eq!(together.len(), images.len());
    for (index, (image, together)) in images.iter().zip(&together).enumerate() {
        let alone = block_on(network.forward(&[image])).unwrap();
        for output in Output::ALL {
            let (expected, found) = (alone.readings()[0].logits(output), together.logits(output));
            assert!(found == expected, "{output:?} of image {index}");
            assert!(found.iter().any(|&logit| logit != 0.0), "{output:?} of image {index}");
        }
    }
    for (output, others) in [(Output::Y, &Output::SITES[..]), (Output::Yg, &[Output::Y][..])] {
        let only = block_on(network.read_for(output, &images)).unwrap();
        for (only, together) in only.iter().zip(&together) {
            assert!(only.logits(output) == together.logits(output), "{output:?}");
            for &other in others {
                assert!(only.logits(other).iter().all(|&logit| logit == 0.0), "{other:?}");
            }
        }
    }
}
