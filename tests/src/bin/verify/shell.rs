//! How the runner calls programs: from the top of the repository, their output kept until it is wanted.

use std::ffi::OsString;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::{env, fs, io};

/// npm is a script on Windows, which is only found with its ending.
pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Where and how programs run.
pub struct Shell {
    root: PathBuf,
    path: OsString,
    /// Programs print to the terminal at once, instead of only when they fail.
    pub verbose: bool,
}

impl Shell {
    /// Finds the repository from what cargo says about the package it runs.
    pub fn new(verbose: bool) -> Result<Shell, String> {
        let package = env::var_os("CARGO_MANIFEST_DIR").ok_or("start it through cargo: `cargo verify`")?;
        let root = Path::new(&package).parent().ok_or("the repository has no folder")?.to_path_buf();
        let path = search_path(&root)?;
        Ok(Shell { root, path, verbose })
    }

    /// A place in the repository.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A text file of the repository.
    pub fn read(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(self.path(name)).map_err(|error| format!("{name}: {error}"))
    }

    /// A call written as one would type it; no argument may hold a space.
    pub fn words(&self, line: &str) -> Command {
        let mut words = line.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(&self.root).env("PATH", &self.path).stdin(Stdio::null());
        if io::stdout().is_terminal() {
            command.env("CARGO_TERM_COLOR", "always");
        } else {
            // rustfmt would colour a file or the build server's log.
            command.env("TERM", "dumb");
        }
        command
    }

    /// npm in the folder of the page.
    pub fn npm(&self, line: &str) -> Command {
        let mut command = self.words(&format!("{NPM} {line}"));
        command.current_dir(self.path("web"));
        command
    }

    /// Runs to the end. The error is what a reader needs: the call and all it printed.
    pub fn run(&self, command: Command) -> Result<(), String> {
        if self.verbose {
            return self.show(command);
        }
        let call = describe(&command);
        let (status, output) = captured(command).map_err(|error| format!("`{call}`: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("{output}\n`{call}` ended with {status}")) }
    }

    /// Runs to the end and shows what is printed: a measurement is nothing without its figures.
    pub fn show(&self, mut command: Command) -> Result<(), String> {
        let call = describe(&command);
        println!("\n$ {call}");
        let status = command.status().map_err(|error| format!("`{call}`: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("`{call}` ended with {status}")) }
    }

    /// Runs an installation, which is announced because it takes minutes and changes the machine.
    pub fn install(&self, command: Command) -> Result<(), String> {
        println!("installing: {}", describe(&command));
        self.run(command)
    }

    /// The trimmed answer to a quick question; none if the program is missing or fails.
    pub fn answer(&self, mut command: Command) -> Option<String> {
        let output = command.output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    }
}

/// Runs with both outputs in one pipe, so that they stay in their order.
fn captured(mut command: Command) -> io::Result<(ExitStatus, String)> {
    let (mut reader, writer) = io::pipe()?;
    let mut child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
    // The command holds the writing ends; the pipe only ends when they are closed.
    drop(command);
    let mut output = Vec::new();
    reader.read_to_end(&mut output)?;
    Ok((child.wait()?, String::from_utf8_lossy(&output).into_owned()))
}

/// The call as one would type it.
fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The user's PATH with the page's npm programs first (wasm-opt is one) and cargo's own last, which not every
/// machine has on it.
fn search_path(root: &Path) -> Result<OsString, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = vec![root.join("web").join("node_modules").join(".bin")];
    folders.extend(env::split_paths(&path));
    folders.push(cargo_home()?.join("bin"));
    env::join_paths(folders).map_err(|error| format!("PATH: {error}"))
}

/// Where cargo keeps its programs and the sources it fetched.
pub fn cargo_home() -> Result<PathBuf, String> {
    let default = || env::home_dir().map(|home| home.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(default).ok_or_else(|| "no home folder".to_owned())
}
