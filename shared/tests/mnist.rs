//! The split of the real digits.

use shared::gpt_mnist::UnknownClass;
use shared::mnist::{COUNTS, Part, members, split};

#[test]
fn every_digit_is_in_one_part() {
    assert_eq!(COUNTS.iter().sum::<u32>(), 10_000);
    for (class, count) in (0..).zip(COUNTS) {
        let parts = split(class).unwrap();
        let of = |part| parts.iter().filter(|&&other| other == part).count();
        assert_eq!((of(Part::Development), of(Part::Test)), (100, 150));
        assert_eq!(of(Part::Train), count as usize - 250);
    }
    assert_eq!(split(10), Err(UnknownClass { class: 10, classes: 10 }));
}

#[test]
fn members_come_with_the_classes_in_turn() {
    for (part, count) in [(Part::Train, 7_500), (Part::Development, 1_000), (Part::Test, 1_500)] {
        let members = members(part);
        assert_eq!(members.len(), count);
        assert!((0..10).zip(&members).all(|(class, &(of, _))| class == of));
        assert!(members.iter().all(|&(class, index)| split(class).unwrap()[index] == part));
        for class in 0..10 {
            let indices = members.iter().filter(|&&(of, _)| of == class).map(|&(_, index)| index);
            assert!(indices.is_sorted_by(|a, b| a < b));
        }
    }
}

/// Digits once held back for the test must stay there.
#[test]
fn the_split_never_changes() {
    // Where each digit stands counts, too.
    let fingerprint = |part| {
        let members = members(part).into_iter();
        members.zip(1..).fold(0, |sum, ((class, index), place)| {
            (sum + place * (index * 10 + usize::from(class))) % 1_000_003
        })
    };
    let parts = [Part::Train, Part::Development, Part::Test];
    assert_eq!(parts.map(fingerprint), [272_941, 426_989, 534_260]);
    assert_eq!(members(Part::Development)[..4], [(0, 1), (1, 36), (2, 4), (3, 2)]);
}
