//! What a study keeps of what it has done.

use std::fs;

use shared::evaluation::run::{Cell, Record};
use shared::model::Weights;
use shared::output::Output;
use tempfile::tempdir_in;
use trainer::study::journal::{Done, Journal};
use trainer::study::{Earlier, JournalError, Plan};

const PLAN: Plan = Plan { seed: 7, samples: 2, expensive: 1, draws: 1 };

/// Numbers that text, or 32 bits, would change.
fn records(seed: u64) -> Vec<Record> {
    let mut record = Record::new(3, seed);
    let cell = |metric: &str| Cell::new(Output::Ys, "lrp-z-plus", metric);
    for value in [1.0 / 3.0, -0.0, f64::MIN_POSITIVE / 8.0, 0.1 + 0.2] {
        record.value(cell("gain"), value);
        record.pairs.push((cell(&format!("of {seed}")), value, -value));
    }
    record.curves.push((cell("aopc"), vec![f64::MAX, 1e-300]));
    vec![record.clone(), Record { seed: u64::MAX, ..record }]
}

fn bits(done: &Done) -> Vec<u64> {
    let values = done.values().flatten().flat_map(|record| &record.values);
    values.map(|(_, value)| value.to_bits()).collect()
}

#[test]
fn what_is_kept_is_read_again_bit_by_bit_up_to_where_it_was_cut_off() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("study.journal");
    let weights = Weights::random(1);
    let open = |earlier| Journal::open(&path, &PLAN, &weights, earlier);
    let (mut journal, done) = open(Earlier::Keep).unwrap();
    assert!(done.is_empty());
    for unit in [4, 1, 2] {
        journal.add(unit, &records(unit as u64)).unwrap();
    }
    assert!(matches!(open(Earlier::Resume).err().unwrap(), JournalError::Busy(_)));
    drop(journal);
    let all: Done = [1, 2, 4].map(|unit| (unit, records(unit as u64))).into();

    // The last frame is cut off or damaged: it is dropped, its cells with it.
    let whole = fs::read(&path).unwrap();
    for (name, damaged) in [
        ("cut", whole[..whole.len() - 3].to_vec()),
        ("changed", [&whole[..whole.len() - 1], &[!whole[whole.len() - 1]]].concat()),
    ] {
        fs::write(&path, damaged).unwrap();
        let (mut journal, mut done) = open(Earlier::Resume).unwrap();
        assert_eq!(done.keys().copied().collect::<Vec<_>>(), [1, 4], "{name}");
        journal.add(2, &records(2)).unwrap();
        done.insert(2, records(2));
        drop(journal);
        let (_, read) = open(Earlier::Resume).unwrap();
        assert!(read == done && read == all && bits(&read) == bits(&all), "{name}");
    }

    let error = open(Earlier::Keep).err().unwrap();
    assert!(matches!(error, JournalError::Exists { units: 3, .. }), "{error}");
    let other = Plan { seed: 8, ..PLAN };
    let error = Journal::open(&path, &other, &weights, Earlier::Resume).err().unwrap();
    assert!(matches!(error, JournalError::Other(_)), "{error}");
    assert_eq!(fs::read(&path).unwrap().len(), whole.len());
    assert!(open(Earlier::Discard).unwrap().1.is_empty());
    // One without work in it is nothing to lose.
    assert!(open(Earlier::Keep).unwrap().1.is_empty());
}
