//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

use crate::bench;

pub const HELP: &str = "\
Usage: cargo xtask <command>

  serve [--port N]  build the explorer and serve it on 127.0.0.1 (port 8080)
  test              check and test everything, in headless Chromium too
  build             write the static site to dist/
  hook              finish the site that trunk is building: gzip the weights, name the workers' folder, list
                    the files for the service worker
  bench             time what this machine can, beside its peers where they are installed, and
                    write one table as Markdown and JSON
  setup             install what the other commands and trunk, wasm-pack need

bench takes
  --python PATH       a Python with PyTorch and Captum
  --node-modules DIR  a folder in which puppeteer-core and onnxruntime-web are installed
  --out DIR           where the table goes (bench-results/)
  --only NAME         only the programs with NAME in their names; more than once for more
`bench/peers.sh DIR` installs both: DIR/venv/bin/python and DIR/npm.

Each command first looks for the tools it needs and installs what is missing; bench installs nothing.";

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    Help,
    Setup,
    Build,
    Hook,
    Bench(bench::Options),
    Serve { port: u16 },
    Test,
}

impl Request {
    /// Reads the arguments.
    pub fn parse(mut arguments: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut request = None;
        while let Some(argument) = arguments.next()? {
            request = Some(match (request, argument) {
                (_, Short('h') | Long("help")) => return Ok(Request::Help),
                (Some(Request::Serve { .. }), Long("port")) => {
                    Request::Serve { port: arguments.value()?.parse()? }
                }
                (Some(Request::Bench(mut options)), argument @ Long(_)) => {
                    match argument {
                        Long("python") => options.python = Some(program(&mut arguments)?),
                        Long("node-modules") => options.node = Some(folder(&mut arguments)?),
                        Long("out") => options.out = Some(folder(&mut arguments)?),
                        Long("only") => options.only.push(arguments.value()?.string()?),
                        argument => return Err(argument.unexpected()),
                    }
                    Request::Bench(options)
                }
                (None, Value(command)) => match command.to_str() {
                    Some("setup") => Request::Setup,
                    Some("build") => Request::Build,
                    Some("bench") => Request::Bench(bench::Options::default()),
                    Some("hook") => Request::Hook,
                    Some("serve") => Request::Serve { port: 8080 },
                    Some("test") => Request::Test,
                    _ => return Err(format!("there is no command {command:?}").into()),
                },
                (_, argument) => return Err(argument.unexpected()),
            });
        }
        request.ok_or_else(|| "a command is missing".into())
    }
}

/// A folder as the caller sees it: programs are started in the checkout.
fn folder(arguments: &mut lexopt::Parser) -> Result<PathBuf, lexopt::Error> {
    std::path::absolute(arguments.value()?).map_err(|error| error.to_string().into())
}

/// A program: by its name alone wherever the system finds it, else by its path as the caller sees it.
fn program(arguments: &mut lexopt::Parser) -> Result<PathBuf, lexopt::Error> {
    let given = PathBuf::from(arguments.value()?);
    match given.components().count() {
        1 => Ok(given),
        _ => std::path::absolute(given).map_err(|error| error.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Request, String> {
        Request::parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_commands_and_the_port() {
        assert_eq!(parse(&["test"]), Ok(Request::Test));
        assert_eq!(parse(&["hook"]), Ok(Request::Hook));
        assert_eq!(parse(&["serve"]), Ok(Request::Serve { port: 8080 }));
        assert_eq!(parse(&["serve", "--port", "9001"]), Ok(Request::Serve { port: 9001 }));
        assert_eq!(parse(&["build", "--help"]), Ok(Request::Help));
    }

    #[test]
    fn reads_what_to_time() {
        let Ok(Request::Bench(options)) = parse(&[
            "bench", "--only", "growth", "--out", "here", "--only", "forward", "--python",
            "python3",
        ]) else {
            panic!("these are its arguments");
        };
        assert_eq!(options.only, ["growth", "forward"]);
        assert_eq!(options.out, Some(std::env::current_dir().unwrap().join("here")));
        assert_eq!((options.python, options.node), (Some("python3".into()), None));
        let Ok(Request::Bench(options)) = parse(&["bench", "--python", "venv/bin/python"]) else {
            panic!("this is its argument");
        };
        let python = std::env::current_dir().unwrap().join("venv/bin/python");
        assert_eq!(options.python, Some(python));
        assert_eq!(parse(&["bench"]), Ok(Request::Bench(bench::Options::default())));
        assert!(parse(&["bench", "--port", "1"]).unwrap_err().contains("--port"));
        assert!(parse(&["bench", "--only"]).unwrap_err().contains("--only"));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert_eq!(parse(&[]), Err("a command is missing".into()));
        assert_eq!(parse(&["fly"]), Err("there is no command \"fly\"".into()));
        assert!(parse(&["build", "--port", "9001"]).unwrap_err().contains("--port"));
        assert!(parse(&["serve", "--port", "70000"]).unwrap_err().contains("70000"));
        assert!(parse(&["test", "build"]).unwrap_err().contains("build"));
    }
}
