//! The programs that measure, and what each needs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Options;
use crate::browser;
use crate::error::Error;
use crate::process::{self, minutes};
use crate::workspace::Workspace;

/// A program that prints figures when called with `--json`.
pub struct Program {
    /// Its file.
    pub name: &'static str,
    /// How it is started, or what it lacks.
    pub command: fn(&Tools) -> Result<Command, Error>,
}

/// Each peer comes right after ours, so that both meet the same machine.
pub const PROGRAMS: [Program; 16] = [
    Program { name: "shared/benches/forward.rs", command: |tools| Ok(tools.bench("forward")) },
    Program {
        name: "bench/forward.py",
        command: |tools| tools.weighted("bench/forward.py", &["torch", "safetensors"]),
    },
    Program {
        name: "shared/benches/evaluation.rs",
        command: |tools| Ok(tools.bench("evaluation")),
    },
    Program {
        name: "bench/captum_throughput.py",
        command: |tools| tools.weighted("bench/captum_throughput.py", &["captum", "safetensors"]),
    },
    Program { name: "shared/benches/growth.rs", command: |tools| Ok(tools.bench("growth")) },
    Program {
        name: "bench/growth.py",
        command: |tools| tools.python("bench/growth.py", &["numpy"]),
    },
    Program { name: "shared/benches/sampler.rs", command: |tools| Ok(tools.bench("sampler")) },
    Program {
        name: "shared/benches/handwriting.rs",
        command: |tools| Ok(tools.bench("handwriting")),
    },
    Program {
        name: "shared/benches/site_bytes.rs",
        command: |tools| {
            tools.site()?;
            Ok(tools.bench("site_bytes"))
        },
    },
    Program { name: "bench/browser_forward.mjs", command: |tools| tools.browser() },
    Program {
        name: "bench/browser_components.mjs",
        command: |tools| tools.example("bench/browser_components.mjs", "components"),
    },
    Program {
        name: "bench/browser_handwriting.mjs",
        command: |tools| tools.example("bench/browser_handwriting.mjs", "handwriting"),
    },
    Program {
        name: "bench/browser_first_visit.mjs",
        command: |tools| tools.node("bench/browser_first_visit.mjs", &["puppeteer-core"], &[]),
    },
    Program {
        name: "bench/browser_main_thread.mjs",
        command: |tools| tools.node("bench/browser_main_thread.mjs", &["puppeteer-core"], &[]),
    },
    Program {
        name: "bench/train_step.py",
        command: |tools| {
            let mut command = tools.python("bench/train_step.py", &["torch"])?;
            command.arg(tools.build(&["--bin", "trainer-cpu"], "trainer-cpu")?);
            Ok(command)
        },
    },
    Program {
        name: "bench/train_step.py --device cuda",
        command: |tools| {
            let mut command = tools.python("bench/train_step.py", &["torch"])?;
            tools.find("nvidia-smi", "run it on a machine with a GPU for CUDA")?;
            command.arg(tools.build(&["-p", "trainer"], "trainer")?);
            command.args(["--device", "cuda", "--batch", "16", "256"]);
            Ok(command)
        },
    },
];

/// What programs are started with.
pub struct Tools<'a> {
    pub workspace: &'a Workspace,
    pub options: &'a Options,
    /// Where what is made for the peers goes, too.
    pub out: &'a Path,
}

impl Tools<'_> {
    /// One of ours. The site and the trainer are built with the profile `dev`, so it is what counts.
    fn bench(&self, name: &str) -> Command {
        let mut command = self.workspace.command("cargo");
        command.args(["bench", "--locked", "--profile", "dev", "-p", "shared"]);
        command.args(["--features", "network", "--bench", name, "--"]);
        command
    }

    /// A script, with a Python that has its modules.
    fn python(&self, script: &str, modules: &[&str]) -> Result<Command, Error> {
        let missing = |reason| peers("Python", modules, reason, "--python DIR/venv/bin/python");
        let python = self.options.python.as_ref();
        let python = python.ok_or_else(|| missing("there is no --python".into()))?;
        let import = format!("import {}", modules.join(", "));
        let mut check = self.workspace.command(python);
        check.args(["-c", &import]).stderr(Stdio::null());
        process::run(&mut check, minutes(5)).map_err(|error| missing(error.to_string()))?;
        let mut command = self.workspace.command(python);
        command.arg(script);
        Ok(command)
    }

    /// A script that reads our weights.
    fn weighted(&self, script: &str, modules: &[&str]) -> Result<Command, Error> {
        let mut command = self.python(script, modules)?;
        command.arg("--weights").arg(self.weights()?);
        Ok(command)
    }

    /// A script that opens the built site in Chromium, with a folder that has its modules.
    fn node(
        &self,
        script: &str,
        modules: &[&str],
        arguments: &[PathBuf],
    ) -> Result<Command, Error> {
        let missing = |reason| peers("Node.js", modules, reason, "--node-modules DIR/npm");
        let folder = self.options.node.as_ref();
        let folder = folder.ok_or_else(|| missing("there is no --node-modules".into()))?;
        let installed = |module: &&str| folder.join("node_modules").join(module).is_dir();
        if let Some(module) = modules.iter().find(|module| !installed(module)) {
            return Err(missing(format!("{} has no {module}", folder.display())));
        }
        self.site()?;
        let node = self.find("node", "install Node.js")?;
        let browser = browser::program(self.workspace).ok_or_else(|| Error::Missing {
            what: "Chromium".into(),
            reason: "it is not on PATH".into(),
            remedy: "cargo xtask setup".into(),
        })?;
        let mut command = self.workspace.command(node);
        // It looks for its packages where it is started.
        command.current_dir(folder);
        command.arg(self.workspace.root.join(script)).args(arguments).arg(browser);
        Ok(command)
    }

    /// A script that runs an example of the crate `web` in Chromium.
    fn example(&self, script: &str, example: &str) -> Result<Command, Error> {
        // What is cheap to find missing comes before the build.
        self.node(script, &["puppeteer-core"], &[])?;
        self.node(script, &["puppeteer-core"], &[self.for_browser(example)?])
    }

    fn browser(&self) -> Result<Command, Error> {
        let (script, modules) =
            ("bench/browser_forward.mjs", ["puppeteer-core", "onnxruntime-web"]);
        // What is cheap to find missing comes before the export.
        self.node(script, &modules, &[])?;
        let mut command = self.node(script, &modules, &[self.model()?])?;
        // Optional: whoever has it sees its row, too.
        command.args(["firefox-esr", "firefox"].iter().find_map(|name| self.workspace.which(name)));
        Ok(command)
    }

    fn find(&self, program: &str, remedy: &str) -> Result<PathBuf, Error> {
        self.workspace.which(program).ok_or_else(|| Error::Missing {
            what: program.into(),
            reason: "it is not on PATH".into(),
            remedy: remedy.into(),
        })
    }

    fn site(&self) -> Result<(), Error> {
        let built = self.workspace.root.join("dist/index.html").is_file();
        built.then_some(()).ok_or_else(|| Error::Missing {
            what: "the built site".into(),
            reason: "there is no dist/index.html".into(),
            remedy: "cargo xtask build".into(),
        })
    }

    /// The path of a program of ours, which lies beside this one.
    fn build(&self, arguments: &[&str], name: &str) -> Result<PathBuf, Error> {
        let mut cargo = self.workspace.command("cargo");
        process::run(cargo.args(["build", "--locked"]).args(arguments), minutes(60))?;
        Ok(built()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    }

    /// The folder with an example of the crate `web` for a browser.
    fn for_browser(&self, example: &str) -> Result<PathBuf, Error> {
        const TARGET: &str = "wasm32-unknown-unknown";
        let mut cargo = self.workspace.command("cargo");
        cargo.args(["build", "--locked", "-p", "web", "--example", example, "--target", TARGET]);
        cargo.args(["--no-default-features", "--features", "worker"]);
        process::run(&mut cargo, minutes(60))?;
        let built = built()?.join("..").join(TARGET).join("debug/examples").join(example);
        let folder = self.out.join(example);
        let mut bindgen = self.workspace.command(self.find("wasm-bindgen", "cargo xtask setup")?);
        bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder);
        process::run(bindgen.arg(built.with_extension("wasm")), minutes(10))?;
        Ok(folder)
    }

    /// Our weights in the layout of PyTorch.
    fn weights(&self) -> Result<PathBuf, Error> {
        let trainer = self.build(&["--bin", "trainer-cpu"], "trainer-cpu")?;
        let path = self.out.join("gptnet.safetensors");
        let weights = "weights/gptnet-web.safetensors";
        let mut export = self.workspace.command(trainer);
        export.args(["export", "--weights", weights, "--layout", "pytorch", "--output"]).arg(&path);
        process::run(&mut export, minutes(10))?;
        Ok(path)
    }

    /// The network with our weights as ONNX.
    fn model(&self) -> Result<PathBuf, Error> {
        let modules = ["torch", "safetensors", "onnx", "onnxscript"];
        let path = self.out.join("gptnet.onnx");
        let mut export = self.python("bench/forward.py", &modules)?;
        export.args([OsStr::new("--weights"), self.weights()?.as_ref()]);
        export.args([OsStr::new("--onnx"), path.as_ref()]);
        process::run(&mut export, minutes(10))?;
        Ok(path)
    }
}

/// The folder in which Cargo puts programs of the profile `dev`, this one too.
fn built() -> Result<PathBuf, Error> {
    let this = std::env::current_exe();
    let this = this.map_err(|source| Error::NotRead { path: "xtask".into(), source })?;
    Ok(this.parent().map(Path::to_owned).unwrap_or_default())
}

/// What is not there of what `bench/peers.sh` installs.
fn peers(program: &str, modules: &[&str], reason: String, argument: &str) -> Error {
    Error::Missing {
        what: format!("{program} with {}", modules.join(", ")),
        reason,
        remedy: format!("bench/peers.sh DIR, then cargo xtask bench {argument}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_optional_and_the_reason_names_the_command() {
        let root = std::env::temp_dir().join("no-checkout");
        let workspace = Workspace { root: root.clone(), cache: root.clone() };
        let options = Options::default();
        let tools = Tools { workspace: &workspace, options: &options, out: &root };
        for program in PROGRAMS {
            let message = (program.command)(&tools).err().map(|error| error.to_string());
            if program.name.contains(".py") || program.name.contains(".mjs") {
                assert!(message.unwrap().contains("\nto mend it: bench/peers.sh DIR, then cargo"));
            } else if program.name.contains("site_bytes") {
                assert!(message.unwrap().ends_with("to mend it: cargo xtask build"));
            } else {
                assert_eq!(message, None, "{}", program.name);
            }
        }
    }
}
