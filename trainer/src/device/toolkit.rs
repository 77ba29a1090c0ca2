//! The parts of CUDA that the trainer needs, looked for before they are used: without one, Burn answers wrong,
//! panics, or compiles for ever.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The headers that kernels include, and the package that brings each, as NVIDIA and PyPI call it.
const HEADERS: [(&str, &str); 3] = [
    ("cuda_fp16.h", "cuda-cudart-dev (PyPI: nvidia-cuda-runtime)"),
    ("mma.h", "cuda-cudart-dev (PyPI: nvidia-cuda-runtime)"),
    ("crt/mma.h", "cuda-crt (PyPI: nvidia-cuda-crt)"),
];

/// Versions of NVRTC, newest first, and the oldest driver that runs what each compiles.
const DRIVERS: [(&str, u32); 2] = [("libnvrtc.so.13", 580), ("libnvrtc.so.12", 525)];

/// What is there of CUDA on a machine with Linux.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// What the kernel says of its driver, if one is loaded.
    pub driver: Option<String>,
    /// The libraries by their file names, `libcuda` and `libnvrtc`.
    pub libraries: Vec<String>,
    /// The folder of the headers, if there is a toolkit.
    pub include: Option<PathBuf>,
    /// Which of the headers lie in it.
    pub headers: Vec<String>,
}

impl Found {
    /// Looks for all parts.
    pub fn here() -> Self {
        let include = toolkit().map(|toolkit| toolkit.join("include"));
        let has =
            |header: &str| include.as_ref().is_some_and(|folder| folder.join(header).exists());
        let headers = HEADERS.iter().map(|&(header, _)| header.to_owned());
        Self {
            driver: fs::read_to_string("/proc/driver/nvidia/version").ok(),
            libraries: libraries(),
            headers: headers.filter(|header| has(header)).collect(),
            include,
        }
    }

    /// The first part that is missing or too old, and what brings it; none if all are there.
    pub fn missing(&self) -> Option<String> {
        let has = |name: &str| self.libraries.iter().any(|library| library.starts_with(name));
        if self.driver.is_none() && !has("libcuda.so") {
            return Some("no NVIDIA driver is loaded".to_owned());
        }
        if !has("libcuda.so") {
            return Some(
                "the driver's library libcuda.so.1 is missing; the package libcuda1 brings it"
                    .to_owned(),
            );
        }
        if !has("libnvrtc.so") {
            return Some(
                "NVIDIA's compiler libnvrtc.so is not where libraries are looked for; the package \
                 cuda-nvrtc (PyPI: nvidia-cuda-nvrtc) brings it, and LD_LIBRARY_PATH names its folder"
                    .to_owned(),
            );
        }
        let driver = self.driver.as_deref().and_then(major);
        let needed = DRIVERS.iter().find(|(library, _)| has(library));
        if let (Some(driver), Some((library, needed))) = (driver, needed)
            && driver < *needed
        {
            return Some(format!(
                "the driver is version {driver}, {library} needs {needed} or newer"
            ));
        }
        let Some(include) = &self.include else {
            return Some(
                "there is no CUDA toolkit for its headers; CUDA_PATH names its folder, /usr/local/cuda \
                 otherwise"
                    .to_owned(),
            );
        };
        let (header, package) =
            HEADERS.iter().find(|(header, _)| !self.headers.iter().any(|found| found == header))?;
        Some(format!(
            "the header {header} is missing in {include:?}; the package {package} brings it"
        ))
    }
}

/// The folder of the toolkit, as Burn looks for it.
fn toolkit() -> Option<PathBuf> {
    if let Some(path) = env::var_os("CUDA_PATH") {
        return Some(path.into());
    }
    let usual = ["/usr/local/cuda", "/opt/cuda"].map(PathBuf::from);
    let compiler = Path::new("/usr/bin/nvcc").exists().then(|| PathBuf::from("/usr"));
    usual.into_iter().find(|folder| folder.exists()).or(compiler)
}

/// The files of the two libraries where the loader looks for them.
fn libraries() -> Vec<String> {
    let usual = [
        "/lib64",
        "/usr/lib64",
        "/usr/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
    ];
    let own = env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let folders = env::split_paths(&own).chain(usual.map(PathBuf::from));
    let names = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut names: Vec<String> =
        names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.extend(listed(&fs::read("/etc/ld.so.cache").unwrap_or_default()));
    names.retain(|name| name.starts_with("libcuda.so") || name.starts_with("libnvrtc.so"));
    names
}

/// The file names in the loader's own list, which has names and paths as text. A name that ends a path is not
/// there a second time where the C library is new.
fn listed(cache: &[u8]) -> Vec<String> {
    let texts = cache.split(|&byte| byte == 0).filter_map(|text| str::from_utf8(text).ok());
    texts.filter_map(|text| text.rsplit('/').next()).map(str::to_owned).collect()
}

/// The major version in what the kernel says: `... Kernel Module  550.54.15  ...`.
fn major(driver: &str) -> Option<u32> {
    let versions = driver.split_whitespace().filter(|word| word.contains('.'));
    versions.filter_map(|word| word.split('.').next()?.parse().ok()).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRIVER: &str =
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024";

    fn whole() -> Found {
        Found {
            driver: Some(DRIVER.to_owned()),
            libraries: ["libcuda.so.1", "libnvrtc.so.12"].map(str::to_owned).to_vec(),
            include: Some(PathBuf::from("/usr/local/cuda/include")),
            headers: HEADERS.map(|(header, _)| header.to_owned()).to_vec(),
        }
    }

    #[test]
    fn each_part_that_is_missing_is_named_with_what_brings_it() {
        assert_eq!(whole().missing(), None);
        assert_eq!(major(DRIVER), Some(550));
        let without = |change: fn(&mut Found)| {
            let mut found = whole();
            change(&mut found);
            found.missing().expect("something is missing")
        };
        assert_eq!(Found::default().missing().as_deref(), Some("no NVIDIA driver is loaded"));
        assert!(without(|found| drop(found.libraries.remove(0))).contains("libcuda1"));
        assert!(without(|found| drop(found.libraries.remove(1))).contains("nvidia-cuda-nvrtc"));
        assert!(without(|found| found.include = None).contains("CUDA_PATH"));
        let header = without(|found| found.headers.retain(|header| header != "crt/mma.h"));
        assert!(header.contains("crt/mma.h is missing in \"/usr/local"), "{header}");
        assert!(header.contains("nvidia-cuda-crt"), "{header}");
        let old = without(|found| found.libraries[1] = "libnvrtc.so.13".to_owned());
        assert_eq!(old, "the driver is version 550, libnvrtc.so.13 needs 580 or newer");
    }

    #[test]
    fn the_loaders_list_names_a_library_by_itself_or_at_the_end_of_its_path() {
        let cache =
            b"\x01\xff\0libcuda.so.1\0/lib/libcuda.so.1\0/usr/local/cuda/lib/libnvrtc.so.13\0";
        let names = listed(cache);
        for library in ["libcuda.so.1", "libnvrtc.so.13"] {
            assert!(names.iter().any(|name| name == library), "{library} in {names:?}");
        }
    }
}
