//! What wrappers put before the names of a network's tensors.

/// The names under which wrappers and checkpoints keep a network: DataParallel's, a compiled module's, and
/// what training scripts call it.
const WRAPPERS: [&str; 8] = [
    "module",
    "_orig_mod",
    "model",
    "network",
    "net",
    "backbone",
    "state_dict",
    "model_state_dict",
];

/// What stands before the name of a tensor that every file has: nothing if it stands there as it is, or
/// after what is no wrapper's.
pub fn of<'a>(mut names: impl Iterator<Item = &'a str>, landmark: &str) -> String {
    let prefix = |name: &'a str| {
        let prefix = name.strip_suffix(landmark)?;
        let mut parts = prefix.split_terminator('.');
        let whole = prefix.is_empty() || prefix.ends_with('.');
        (whole && parts.all(|part| WRAPPERS.contains(&part))).then_some(prefix)
    };
    let mut shortest: Option<&str> = None;
    for found in names.by_ref().filter_map(prefix) {
        if shortest.is_none_or(|shortest| found.len() < shortest.len()) {
            shortest = Some(found);
        }
    }
    shortest.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_found_and_nothing_else() {
        let of = |names: &[&str]| of(names.iter().copied(), "fc.weight");
        assert_eq!(of(&["fc.weight", "module.fc.weight"]), "");
        assert_eq!(of(&["bias", "module._orig_mod.fc.weight"]), "module._orig_mod.");
        assert_eq!(of(&["state_dict.model.fc.weight"]), "state_dict.model.");
        // An average of the weights is not the weights, and this is no wrapper but another name.
        assert_eq!(of(&["ema.fc.weight", "module_fc.weight", "bias"]), "");
    }
}
