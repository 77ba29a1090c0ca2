//! On what the figures were measured.

use std::fs;
use std::process::Command;
use std::thread;

use serde::Serialize;

use crate::process;
use crate::workspace::Workspace;

const UNKNOWN: &str = "unknown";

/// What the machine is, and how busy.
#[derive(Debug, Serialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    /// The widest vector instructions.
    pub simd: &'static str,
    pub system: String,
    pub compiler: String,
    /// The commit, and whether more was changed.
    pub revision: String,
    /// Programs that ran or waited, in the mean of the last minute, before the first benchmark and after the
    /// last; none where the system does not say.
    pub load_before: Option<f64>,
    pub load_after: Option<f64>,
}

impl Machine {
    pub fn look(workspace: &Workspace) -> Self {
        let revision =
            first_line(workspace.command("git").args(["describe", "--always", "--dirty"]));
        let compiler = process::version(&mut workspace.command("rustc"));
        Self {
            cpu: cpu().unwrap_or_else(|| UNKNOWN.into()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            simd: simd(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            compiler: compiler.unwrap_or_else(|| UNKNOWN.into()),
            revision: revision.unwrap_or_else(|| UNKNOWN.into()),
            load_before: load(),
            load_after: None,
        }
    }

    /// Notes the load after a benchmark.
    pub fn look_again(&mut self) {
        self.load_after = load();
    }

    /// That others were using the machine, where they were.
    pub fn warning(&self) -> Option<String> {
        let load = self.load_before.filter(|load| *load > self.cores as f64 / 2.0)?;
        let cores = self.cores;
        Some(format!(
            "others use this machine, a load of {load:.1} on {cores} cores: figures are not to be trusted"
        ))
    }
}

fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned)
}

fn cpu() -> Option<String> {
    match fs::read_to_string("/proc/cpuinfo") {
        Ok(text) => model_name(&text),
        Err(_) => first_line(Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"])),
    }
}

fn model_name(cpuinfo: &str) -> Option<String> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fn simd() -> &'static str {
    if is_x86_feature_detected!("avx512f") {
        "AVX-512"
    } else if is_x86_feature_detected!("avx2") {
        "AVX2"
    } else {
        "SSE2"
    }
}

#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
fn simd() -> &'static str {
    if cfg!(target_feature = "neon") { "NEON" } else { UNKNOWN }
}

#[cfg(test)]
impl Machine {
    /// One with this load.
    pub fn with_load(load: f64) -> Self {
        Self {
            cpu: "A CPU".into(),
            cores: 2,
            simd: "AVX2",
            system: "linux x86_64".into(),
            compiler: "rustc 1.95.0".into(),
            revision: "c0ffee".into(),
            load_before: Some(load),
            load_after: Some(2.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warns_where_more_than_half_of_the_cores_were_busy() {
        assert_eq!(Machine::with_load(1.0).warning(), None);
        assert!(Machine::with_load(1.1).warning().unwrap().contains("a load of 1.1 on 2 cores"));
    }

    #[test]
    fn reads_the_name_of_the_cpu() {
        let text = "processor\t: 0\nmodel\t\t: 2\nmodel name\t: A: CPU\n";
        assert_eq!(model_name(text).as_deref(), Some("A: CPU"));
        assert_eq!(model_name("processor\t: 0\n"), None);
    }
}
