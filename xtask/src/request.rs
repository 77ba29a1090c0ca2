//! The command line.

use lexopt::prelude::*;

pub const HELP: &str = "\
Usage: cargo xtask <command>

  serve [--port N]  build the explorer and serve it on 127.0.0.1 (port 8080)
  test              check and test everything, in headless Chromium too
  build             write the static site to dist/
  compress          gzip the weights of the site that trunk is building: its hook
  setup             install what the other commands and trunk, wasm-pack need

Each command first looks for the tools it needs and installs what is missing.";

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    Help,
    Setup,
    Build,
    Compress,
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
                (None, Value(command)) => match command.to_str() {
                    Some("setup") => Request::Setup,
                    Some("build") => Request::Build,
                    Some("compress") => Request::Compress,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Request, String> {
        Request::parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_commands_and_the_port() {
        assert_eq!(parse(&["test"]), Ok(Request::Test));
        assert_eq!(parse(&["compress"]), Ok(Request::Compress));
        assert_eq!(parse(&["serve"]), Ok(Request::Serve { port: 8080 }));
        assert_eq!(parse(&["serve", "--port", "9001"]), Ok(Request::Serve { port: 9001 }));
        assert_eq!(parse(&["build", "--help"]), Ok(Request::Help));
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
