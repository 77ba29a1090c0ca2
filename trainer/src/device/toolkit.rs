//! The parts of CUDA that the trainer needs, looked for before they are used: without one, Burn answers wrong,
//! panics, or compiles for ever.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The headers that kernels include, and the package that brings each, as NVIDIA and PyPI call it.
const HEADERS: [(&str, &str); 3] = [
    ("cuda_fp16.h", "cuda-cudart-dev (PyPI: nvidia-cuda-runtime)"),
    ("mma.h", "cuda-cudart-dev (PyPI: nvidia-cuda-runtime)"),
    ("crt/mma.h", "cuda-crt (PyPI: nvidia-cuda-crt)"),
];

/// A version of NVRTC.
struct Compiler {
    /// How its library's name begins.
    library: &'static str,
    /// The oldest driver that runs what it compiles.
    driver: u32,
    /// The oldest cards that it compiles for, by compute capability.
    card: Capability,
}

/// Those that there are, the newest first.
const COMPILERS: [Compiler; 2] = [
    Compiler { library: "libnvrtc.so.13", driver: 580, card: (7, 5) },
    Compiler { library: "libnvrtc.so.12", driver: 525, card: (5, 0) },
];

/// What a card can compute, NVIDIA's major and minor number.
pub type Capability = (u32, u32);

/// What is there of CUDA on a machine with Linux.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// What the kernel says of its driver, if one is loaded.
    pub driver: Option<String>,
    /// What the cards can compute, if the driver's `nvidia-smi` is there to say so.
    pub cards: Vec<Capability>,
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
            cards: cards(),
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
        let compiler = COMPILERS.iter().find(|compiler| has(compiler.library));
        if let (Some(driver), Some(Compiler { library, driver: needed, .. })) = (driver, compiler)
            && driver < *needed
        {
            return Some(format!(
                "the driver is version {driver}, {library} needs {needed} or newer"
            ));
        }
        if let (Some(&card), Some(Compiler { library, card: needed, .. })) =
            (self.cards.iter().max(), compiler)
            && card < *needed
        {
            let [card, needed] = [card, *needed].map(|(major, minor)| format!("{major}.{minor}"));
            return Some(format!(
                "the card has compute capability {card}, {library} compiles for {needed} or newer"
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

/// What the cards can compute, as the driver's own program says; nothing without that.
fn cards() -> Vec<Capability> {
    let mut asked = Command::new("nvidia-smi");
    asked.args(["--query-gpu=compute_cap", "--format=csv,noheader"]).stdin(Stdio::null());
    let said = asked.output().map(|output| output.stdout).unwrap_or_default();
    capabilities(&String::from_utf8_lossy(&said))
}

/// The capabilities in what `nvidia-smi` prints, one a line: `8.6`.
fn capabilities(text: &str) -> Vec<Capability> {
    let capability = |line: &str| {
        let (major, minor) = line.trim().split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    text.lines().filter_map(capability).collect()
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
            cards: vec![(6, 1), (9, 0)],
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
        // One card that is new enough is enough: which one is asked for is Burn's to say.
        let card = without(|found| {
            found.driver = None;
            found.libraries[1] = "libnvrtc.so.13".to_owned();
            found.cards.truncate(1);
        });
        let expected =
            "the card has compute capability 6.1, libnvrtc.so.13 compiles for 7.5 or newer";
        assert_eq!(card, expected);
    }

    #[test]
    fn what_cards_can_compute_is_read_line_by_line() {
        assert_eq!(capabilities("9.0\n 12.0\r\n"), [(9, 0), (12, 0)]);
        assert_eq!(capabilities("NVIDIA-SMI has failed because it has no driver.\n[N/A]\n"), []);
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
