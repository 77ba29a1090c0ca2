//! No two files import each other, over however many others.
//!
//! What a folder's file exports of the files in it does not count: it is their common name, not what they are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The modules that each module imports from.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// What the files in a folder say, by module, without their tests.
fn read(folder: &Path, module: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy();
        let module = format!("{module}::{name}").trim_start_matches("::").to_owned();
        if path.is_dir() {
            read(&path, &module, files);
        } else if name != "tests" {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            files.insert(module, format!("\n{text}"));
        }
    }
}

/// The paths in what stands behind `use`, without spaces.
fn paths(tree: &str) -> Vec<String> {
    let Some((stem, rest)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let (inside, _) = rest.rsplit_once('}').unwrap();
    let mut depth = 0;
    let parts = inside.split(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == ',' && depth == 0
    });
    parts.filter(|part| !part.is_empty()).flat_map(|part| paths(&format!("{stem}{part}"))).collect()
}

/// The module of this crate that a path in another one leads to.
fn target(path: &str, from: &str, is_module: impl Fn(&str) -> bool) -> Option<String> {
    let mut at: Vec<&str> = from.split("::").collect();
    let mut names = path.split("::").peekable();
    match names.peek().copied() {
        Some("crate") => at.clear(),
        Some("super") => {}
        Some(child) if is_module(&format!("{from}::{child}")) => {}
        _ => return None,
    }
    names.next_if_eq(&"crate");
    while names.next_if_eq(&"super").is_some() {
        at.pop();
    }
    for name in names {
        at.push(name);
        if !is_module(&at.join("::")) {
            at.pop();
            break;
        }
    }
    Some(at.join("::")).filter(|module| !module.is_empty() && module != from)
}

/// What every file imports from.
fn imports(files: &BTreeMap<String, String>) -> Imports {
    let of = |(module, text): (&String, &String)| {
        let trees = text.split("\nuse ").skip(1).map(|rest| {
            let tree = rest.split(';').next().unwrap();
            tree.split_whitespace().collect::<String>()
        });
        let paths = trees.flat_map(|tree| paths(&tree));
        let is_module = |name: &str| files.contains_key(name);
        let targets = paths.filter_map(|path| target(&path, module, is_module));
        (module.clone(), targets.collect())
    };
    files.iter().map(of).collect()
}

/// The modules that lie on circles, or between two.
fn circles(mut imports: Imports) -> Imports {
    loop {
        let left: BTreeSet<String> = imports.keys().cloned().collect();
        imports.values_mut().for_each(|targets| targets.retain(|target| left.contains(target)));
        let imported: BTreeSet<String> = imports.values().flatten().cloned().collect();
        imports.retain(|module, targets| !targets.is_empty() && imported.contains(module));
        if imports.len() == left.len() {
            return imports;
        }
    }
}

#[test]
fn no_file_imports_what_imports_it() {
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    let imports = imports(&files);
    assert!(imports["app"].contains("route") && imports["grow::page"].contains("grow::model"));
    assert_eq!(circles(imports), Imports::new());
}

#[test]
fn a_circle_is_found() {
    let text = [
        ("a", "\nuse b::{c, d::{E, F}};\nuse std::fs;"),
        ("a::b", ""),
        ("a::b::c", "\nuse super::d::E;"),
        ("a::b::d", "\nuse crate::x::Y;\npub use super::c::C;"),
        ("x", "\nuse crate::a::b::c::{\n    C,\n};"),
        ("z", "\nuse crate::x::Y;"),
    ];
    let files = text.map(|(module, text)| (module.to_owned(), text.to_owned()));
    let imports = imports(&files.into());
    let found = |module: &str| imports[module].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!((found("a"), found("z")), (vec!["a::b::c", "a::b::d"], vec!["x"]));
    let circle: Vec<String> = circles(imports.clone()).into_keys().collect();
    assert_eq!(circle, ["a::b::c", "a::b::d", "x"]);
}
