//! Weights that come piece by piece, and the part of the network that can be made of the first of them.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use shared::attribution::{ExplainError, Method, Parameters, Request};
use shared::gpt_mnist::{Site, sample};
use shared::model::{CpuEngine, Layout, Network, Weights, WeightsStream};
use shared::output::{Output, Target};

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::random(7));
static FILE: LazyLock<Vec<u8>> =
    LazyLock::new(|| WEIGHTS.to_safetensors(Layout::Web).expect("a file"));

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_sites_depend_on_comes_in_the_first_sixth_of_a_file_and_reads_as_the_whole() {
    for file in [FILE.clone(), gzipped(&FILE)] {
        let mut stream = WeightsStream::new();
        assert_eq!((stream.total(), stream.is_ready_for(&Output::SITES)), (None, false));
        let mut pieces = file.chunks(50_000);
        while !stream.is_ready_for(&Output::SITES) {
            stream.push(pieces.next().expect("more to come")).unwrap();
        }
        assert_eq!(stream.total(), Some(FILE.len()));
        assert!(stream.received() < FILE.len() / 6, "{}", stream.received());
        assert!(!stream.is_ready_for(&[Output::Y]));

        let part = Network::of(
            &Output::SITES,
            &stream.weights_for(&Output::SITES).unwrap(),
            CpuEngine::new(),
        );
        pieces.for_each(|piece| stream.push(piece).unwrap());
        let read = stream.finish().unwrap();
        assert_eq!(read, Weights::from_safetensors(&FILE).unwrap());
        let whole = Network::new(&read, CpuEngine::new());
        let image = sample(3, 5).unwrap().image;
        let (found, expected) = pollster::block_on(async {
            (part.forward(&[&image]).await.unwrap(), whole.forward(&[&image]).await.unwrap())
        });
        let readings = [&found.readings()[0], &expected.readings()[0]];
        for output in Output::SITES {
            assert_eq!(readings[0].logits(output), readings[1].logits(output));
        }
        assert_eq!(readings[0].logits(Output::Y), [0.0; 10]);

        let request = |target| [Request { image: 0, target }];
        let methods = [Method::GuidedBackprop, Method::LrpZPlus];
        let parameters = Parameters::default();
        let site = request(Target::at(Output::Ys, 2, Site::at(14, 13).unwrap()).unwrap());
        let class = request(Target::class(3));
        pollster::block_on(async {
            assert_eq!(
                part.explain(&found, &site, &methods, &parameters).await.unwrap(),
                whole.explain(&expected, &site, &methods, &parameters).await.unwrap()
            );
            let refused = part.explain(&found, &class, &methods, &parameters).await.unwrap_err();
            assert_eq!(refused, ExplainError::NotComputed { output: Output::Y });
        });
    }
}

#[test]
fn a_file_that_was_cut_off_says_so_and_what_has_not_come_is_missing() {
    let cut = &FILE[..FILE.len() - 1];
    let error = Weights::from_safetensors(cut).unwrap_err().to_string();
    assert!(error.contains("not a complete safetensors file"), "{error}");
    let packed = gzipped(&FILE);
    for end in [packed.len() - 1, packed.len() / 2, 5] {
        let error = Weights::from_safetensors(&packed[..end]).unwrap_err().to_string();
        assert!(error.contains("gzipped file is damaged or was cut off"), "{end}: {error}");
    }
    let mut damaged = packed.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xff);
    assert!(Weights::from_safetensors(&damaged).is_err());

    let mut stream = WeightsStream::new();
    stream.push(&FILE[..1 << 20]).unwrap();
    let error = stream.weights_for(&Output::SITES).unwrap_err().to_string();
    assert!(error.contains("is missing"), "{error}");
}

#[test]
fn a_header_of_any_length_is_read() {
    // Its length begins with the byte that a gzipped file begins with.
    let start = 8 + u64::from_le_bytes(FILE[..8].try_into().unwrap()) as usize;
    let mut header = FILE[8..start].to_vec();
    header.resize(header.len() + 256 - (header.len() + 256 - 0x1f) % 256, b' ');
    assert_eq!(header.len() % 256, 0x1f);
    let length = (header.len() as u64).to_le_bytes();
    let file = [&length[..], &header, &FILE[start..]].concat();
    let mut stream = WeightsStream::new();
    file.chunks(1000).for_each(|piece| stream.push(piece).unwrap());
    assert_eq!(stream.total(), Some(file.len()));
    assert_eq!(stream.finish().unwrap(), Weights::from_safetensors(&FILE).unwrap());
}

#[test]
fn a_byte_at_a_time_is_a_file_too() {
    let packed = gzipped(&FILE);
    for file in [&FILE[..], &packed] {
        let mut stream = WeightsStream::new();
        file[..30_000].iter().for_each(|byte| stream.push(&[*byte]).unwrap());
        stream.push(&file[30_000..]).unwrap();
        assert_eq!(stream.finish().unwrap(), Weights::from_safetensors(&FILE).unwrap());
    }
}
