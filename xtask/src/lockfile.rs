//! Versions out of `Cargo.lock`.

use semver::Version;

use crate::error::Error;

/// The version at which `Cargo.lock` holds a package.
pub fn version(lockfile: &str, package: &'static str) -> Result<Version, Error> {
    let versions: Vec<_> = toml::from_str::<toml::Table>(lockfile)
        .ok()
        .and_then(|table| table.get("package")?.as_array().cloned())
        .unwrap_or_default()
        .iter()
        .filter(|entry| entry.get("name").and_then(|name| name.as_str()) == Some(package))
        .filter_map(|entry| Version::parse(entry.get("version")?.as_str()?).ok())
        .collect();
    match versions.as_slice() {
        [version] => Ok(version.clone()),
        _ => Err(Error::NotLocked { package }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = r#"
        version = 4
        [[package]]
        name = "wasm-bindgen"
        version = "0.2.130"
        [[package]]
        name = "wasm-bindgen-macro"
        version = "0.2.131"
        [[package]]
        name = "syn"
        version = "1.0.109"
        [[package]]
        name = "syn"
        version = "2.0.119"
    "#;

    #[test]
    fn finds_the_one_version() {
        assert_eq!(version(LOCKFILE, "wasm-bindgen").unwrap(), Version::new(0, 2, 130));
    }

    #[test]
    fn refuses_none_and_several() {
        for package in ["syn", "yew"] {
            let message = version(LOCKFILE, package).unwrap_err().to_string();
            assert_eq!(message, format!("Cargo.lock does not name one version of {package}"));
        }
        assert!(version("not a lock file", "syn").is_err());
    }
}
