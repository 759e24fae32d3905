//! `cargo verify`: every check of the repository behind one command.
//!
//! The same command serves a person before a commit and the build server on a clean checkout, so the two
//! cannot drift apart. Read on in this order: `checks` (the table), `needs` (what is installed first),
//! `shell` (how programs are called); `wasm`, `plan` and `remap` are details.

mod checks;
mod needs;
mod plan;
mod remap;
mod shell;
mod wasm;

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use checks::Check;
use needs::Need;
use shell::Shell;

/// Runs the checks of this repository; installs the tools they need first.
#[derive(Parser)]
#[command(bin_name = "cargo verify")]
struct Args {
    /// Checks to run, with those they build on; without a name all that --list marks with a star
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Name the checks and stop
    #[arg(long)]
    list: bool,
    /// Show what the programs print while they run, not only when they fail
    #[arg(short, long)]
    verbose: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if args.list {
        list();
        return ExitCode::SUCCESS;
    }
    match plan_and_run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("cargo verify: {message}");
            ExitCode::FAILURE
        }
    }
}

fn list() {
    for check in checks::TABLE {
        let star = if check.default { '*' } else { ' ' };
        println!("{star} {:<13} {}", check.name, check.what);
    }
    println!("\n* runs when no name is given");
}

/// Whether everything passed; the error is for what stops the run before its first check.
fn plan_and_run(args: &Args) -> Result<bool, String> {
    let plan = plan::plan(&args.names)?;
    let shell = Shell::new(args.verbose)?;
    let missing = provide(&plan, &shell);
    let start = Instant::now();
    let mut failed: Vec<&str> = Vec::new();
    for check in &plan {
        if !passes(check, &shell, &missing, &failed) {
            failed.push(check.name);
        }
    }
    summarize(plan.len(), &failed, start);
    Ok(failed.is_empty())
}

/// Installs what the planned checks need, each thing once, and keeps what could not be had: a check that
/// does not need it still runs.
fn provide(plan: &[&Check], shell: &Shell) -> Vec<(Need, String)> {
    let mut missing = Vec::new();
    for need in Need::ALL {
        if plan.iter().any(|check| check.needs.contains(&need))
            && let Err(message) = need.provide(shell)
        {
            missing.push((need, message));
        }
    }
    missing
}

/// Runs one check and prints its line; on failure also what the programs printed.
fn passes(check: &Check, shell: &Shell, missing: &[(Need, String)], failed: &[&str]) -> bool {
    let name = format!("{:<13}", check.name);
    print!("{name} ");
    // A terminal shows the name while the check runs; losing that is no reason to stop.
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let lacking = missing.iter().find(|(need, _)| check.needs.contains(need));
    let outcome = match (check.after.filter(|name| failed.contains(name)), lacking) {
        (Some(name), _) => Err(format!("not run, because `{name}` failed")),
        (None, Some((_, message))) => Err(message.clone()),
        (None, None) => (check.run)(shell),
    };
    if shell.verbose {
        print!("{name} ");
    }
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok(()) => println!("ok     {seconds:>7.1} s"),
        Err(message) => {
            println!("FAILED {seconds:>7.1} s");
            println!("{}\n", message.trim_end());
            return false;
        }
    }
    true
}

fn summarize(count: usize, failed: &[&str], start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    if failed.is_empty() {
        println!("\nall {count} passed in {seconds:.1} s");
        return;
    }
    println!("\n{} of {count} failed in {seconds:.1} s; to run one alone:", failed.len());
    for name in failed {
        println!("  cargo verify {name}");
    }
}
