//! The list of a release's files, by which the site's service worker keeps them for when there is no network.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::hook::{entries, read, replace};

const SERVICE_WORKER: &str = "service-worker.js";

/// Writes the list of a site's files and the release's name, a hash of that, into its service worker.
pub fn list_in(site: &Path) -> Result<(), Error> {
    let mut files = Map::new();
    list(site, "", &mut files)?;
    let files = Value::Object(files).to_string();
    let file = site.join(SERVICE_WORKER);
    replace(&file, "const RELEASE = \"\";", &format!("const RELEASE = \"{}\";", hash(&files)))?;
    replace(&file, "const FILES = {};", &format!("const FILES = {files};"))
}

/// Adds what lies in a folder, with what a browser checks it by.
fn list(folder: &Path, prefix: &str, files: &mut Map<String, Value>) -> Result<(), Error> {
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            list(&path, &format!("{prefix}{name}/"), files)?;
        } else if is_of_release(&name) {
            // Some hosts send whoever asks for the page's file to its folder.
            let address =
                if name == "index.html" { "./".to_owned() } else { format!("{prefix}{name}") };
            files.insert(address, format!("sha256-{}", hash(read(&path)?)).into());
        }
    }
    Ok(())
}

/// The browser looks after the service worker itself, and the site's workers after the weights.
fn is_of_release(name: &str) -> bool {
    name != SERVICE_WORKER && !name.ends_with(".safetensors.gz") && !name.starts_with('.')
}

fn hash(content: impl AsRef<[u8]>) -> String {
    BASE64_STANDARD.encode(Sha256::digest(content))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The service worker of a site with this page.
    fn listed(page: &str) -> String {
        let name = format!("offline-{}-{}", std::process::id(), page.len());
        let site = std::env::temp_dir().join(name);
        fs::create_dir_all(site.join("workers-1")).unwrap();
        for (name, content) in [
            ("index.html", page),
            ("workers-1/worker.js", "abc"),
            ("a.safetensors.gz", "weights"),
            (".trunk-lock", ""),
            (SERVICE_WORKER, "const RELEASE = \"\";\nconst FILES = {};\n"),
        ] {
            fs::write(site.join(name), content).unwrap();
        }
        list_in(&site).unwrap();
        let text = fs::read_to_string(site.join(SERVICE_WORKER)).unwrap();
        fs::remove_dir_all(&site).unwrap();
        text
    }

    #[test]
    fn the_list_holds_what_belongs_to_the_release_with_its_hash() {
        let text = listed("<!doctype html>");
        let list = text.lines().nth(1).unwrap();
        let list = list.strip_prefix("const FILES = ").unwrap().strip_suffix(';').unwrap();
        let list: Map<String, Value> = serde_json::from_str(list).unwrap();
        assert_eq!(list.keys().collect::<Vec<_>>(), ["./", "workers-1/worker.js"]);
        // SHA-256 of "abc", as FIPS 180 gives it.
        let abc = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(list["workers-1/worker.js"], abc);
    }

    #[test]
    fn another_file_is_another_release() {
        let release = |page| listed(page).lines().next().unwrap().to_owned();
        assert_eq!(release("one"), release("one"));
        assert_ne!(release("one"), release("other"));
    }
}
