//! The workers' files in a folder that is named after what they hold, so that no cache and no new release
//! ever mixes two builds: trunk gives these names no hash.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::hook::{entries, read, replace};

/// What Trunk.toml lets the page's start script say of the folder.
const PLACE: &str = "data-workers=\"./workers\"";

/// Moves the workers' files of a site into their folder, and tells its page.
pub fn name_in(site: &Path) -> Result<(), Error> {
    let is_workers = |path: &&std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("worker"))
    };
    let all = entries(site)?;
    let files: Vec<_> = all.iter().filter(is_workers).collect();
    let mut hasher = Sha256::new();
    for file in &files {
        hasher.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.update(read(file)?);
    }
    let hash: String = hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("workers-{hash}");
    let folder = site.join(&name);
    fs::create_dir(&folder).map_err(|source| Error::NotWritten { path: folder.clone(), source })?;
    for file in files {
        let to = folder.join(file.file_name().unwrap_or_default());
        fs::rename(file, &to).map_err(|source| Error::NotWritten { path: to, source })?;
    }
    replace(&site.join("index.html"), PLACE, &format!("data-workers=\"./{name}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site with a worker, named; the folder that its page names.
    fn named(worker: &str) -> String {
        let name = format!("workers-{}-{}", std::process::id(), worker.len());
        let site = std::env::temp_dir().join(name);
        fs::create_dir_all(&site).unwrap();
        fs::write(site.join("index.html"), format!("<script {PLACE}></script>")).unwrap();
        fs::write(site.join("worker.js"), worker).unwrap();
        name_in(&site).unwrap();
        let page = fs::read_to_string(site.join("index.html")).unwrap();
        let folder = page.split("./").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(fs::read_to_string(site.join(&folder).join("worker.js")).unwrap(), worker);
        assert!(!site.join("worker.js").exists());
        fs::remove_dir_all(&site).unwrap();
        folder
    }

    #[test]
    fn other_workers_are_in_another_folder() {
        let first = named("compute()");
        assert!(first.starts_with("workers-"), "{first}");
        assert_eq!(named("compute()"), first);
        assert_ne!(named("compute(1)"), first);
    }
}
