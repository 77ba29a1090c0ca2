//! The target directory outside the checkout.

use std::env;
use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::workspace::Workspace;

/// Makes Cargo compile into a folder that outlives the checkout, unless the user has already
/// chosen one, and says which. Without such a folder, Cargo's own choice stays.
pub fn provide(workspace: &Workspace) -> Result<String, Error> {
    let settings = workspace.root.join(".cargo").join("local.toml");
    if settings.exists() || !compiled_into(&workspace.root.join("target")) {
        return Ok("found".into());
    }
    let target = workspace.cache.join("target");
    if target.starts_with(&workspace.root) || fs::create_dir_all(&target).is_err() {
        return Ok("target/, because there is no folder for caches".into());
    }
    let text = settings_text(&target, &workspace.root);
    let temporary = settings.with_extension("toml.new");
    fs::write(&temporary, text)
        .and_then(|()| fs::rename(&temporary, &settings))
        .map_err(|source| Error::NotWritten { path: settings, source })?;
    Ok(target.display().to_string())
}

/// Whether Cargo put this very program into a folder.
fn compiled_into(folder: &Path) -> bool {
    let program = env::current_exe().and_then(|path| path.canonicalize());
    matches!((program, folder.canonicalize()), (Ok(program), Ok(folder)) if program.starts_with(&folder))
}

fn settings_text(target: &Path, root: &Path) -> String {
    let mut build = toml::Table::new();
    build.insert("target-dir".into(), target.display().to_string().into());
    if cfg!(unix) {
        let wrapper = root.join(".cargo").join("rustc-wrapper");
        build.insert("rustc-workspace-wrapper".into(), wrapper.display().to_string().into());
    }
    toml::Table::from_iter([("build".into(), build.into())]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_settings_that_cargo_reads_back() {
        let text = settings_text(Path::new("/a \"quoted\" folder"), Path::new("/checkout"));
        let settings: toml::Table = toml::from_str(&text).unwrap();
        let build = settings["build"].as_table().unwrap();
        assert_eq!(build["target-dir"].as_str(), Some("/a \"quoted\" folder"));
        let wrapper = build.get("rustc-workspace-wrapper").and_then(|path| path.as_str());
        assert_eq!(wrapper, cfg!(unix).then_some("/checkout/.cargo/rustc-wrapper"));
    }
}
