//! Every flag, each with a sentence.

mod given;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub use given::{Estates, Format, How, Into, Source, Which};

const EXAMPLES: &str = "Examples:
  subcap demo                                    the answer for an invented estate
  subcap estimate estate/                        a folder of tables, under every reading
  subcap estimate estate.zip --reading agreement --reading opening
  subcap estimate audit_snapshot_2025.zip --tables prices/
  subcap estimate clients/*                      many estates: one summary; --format json: a line each
  subcap explain estate/ \"IBM MQ\" 2025-Q3        one figure unfolded
  subcap check estate/                           only what is odd in the tables
  subcap whatif estate/ --scenario offer.toml    a scenario, with the causes of the difference
  subcap evidence estate/ --target 500000        which document to look for first

Exit codes: 0 nothing to pay in any reading asked for, 1 exposure found, 2 could not do the job.
An estimate is not vendor-accepted evidence and not legal advice. Nothing is sent anywhere.";

/// What could the vendor's dispute of an IBM sub-capacity position cost, why, and what would change it?
#[derive(Debug, Parser)]
#[command(name = "subcap", version, after_help = EXAMPLES, max_term_width = 110)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Full and sub-capacity, the standing of every quarter, and the money under each reading
    Estimate(Estimate),
    /// Read the tables and list what is odd in them; exits 1 if there are warnings or errors
    Check(Check),
    /// Exports of ILMT, BigFix Inventory, License Service, RVTools, an HMC … as the tables of an estate
    Convert(Convert),
    /// Unfold a figure: the totals, one product, or a quarter of it
    Explain(Explain),
    /// Scenarios beside the position as it is, with the causes of the difference
    #[command(name = "whatif")]
    WhatIf(WhatIf),
    /// Every gap in the evidence, and what closing it is worth: alone, last, and as a fair share
    Evidence(Evidence),
    /// What the weights of contestable evidence come to: expected value, P10, P50 and P90
    Odds(Odds),
    /// Which lever moves the total most, what waiting costs, and what stands beside the claim
    Sensitivity(Sensitivity),
    /// Two estates or reports side by side: what changed, ranked by money, and the causes
    Compare(Compare),
    /// Put together what several processes worked out: parts of one estate, or lines of many
    Merge(Merge),
    /// The readings: what each assumes, who takes it, and its sources
    Readings(Listing),
    /// The rules, the PVU table and the published sources behind them
    Sources(Sources),
    /// The answer for an embedded, invented estate; `--write` puts its tables into a folder
    Demo(Demo),
    /// Print a JSON Schema: of the report, of scenarios, or of another command's JSON
    Schema {
        /// Of what.
        #[arg(value_enum, default_value_t = Schema::Report)]
        of: Schema,
    },
    /// Print completions for a shell
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a man page: of subcap, or of one of its commands
    Man {
        /// The command.
        command: Option<String>,
    },
}

/// `subcap estimate`
#[derive(Debug, ClapArgs)]
pub struct Estimate {
    /// A folder of tables, a zip of one (`-`: on standard input), an ILMT audit snapshot, or the tables of one
    /// estate file by file: CSV, also packed with gzip or zstd; patterns such as 'exports/vms-*.csv.gz' are filled in.
    /// Several folders or archives are as many estates
    #[arg(value_name = "ESTATE", required_unless_present = "list", num_args = 1..)]
    pub estates: Vec<PathBuf>,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub into: Into,
    #[command(flatten)]
    pub many: Many,
    /// Say on stderr how long reading, merging, counting, the readings and the output took
    #[arg(long)]
    pub timings: bool,
    /// Threads to count with [default: all cores]; the answer is the same bytes with any number
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Many estates, or a part of one.
#[derive(Debug, ClapArgs)]
pub struct Many {
    /// A list of estates, one on each line; `#` begins a remark. With several estates the answer is one summary, or
    /// with --format json one line for each
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// Only this product or bundle; may be repeated
    #[arg(long = "product", value_name = "NAME")]
    pub products: Vec<String>,

    /// Only this part of the products: 3/16 is every sixteenth, beginning with the third. `subcap merge` puts the
    /// reports of all parts together
    #[arg(long, value_name = "K/N", value_parser = part)]
    pub part: Option<(usize, usize)>,
}

fn part(text: &str) -> Result<(usize, usize), String> {
    let numbers = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    let part = numbers.filter(|(part, of)| (1..=*of).contains(part));
    part.ok_or_else(|| "write the number of the part and of how many, for instance 3/16".to_owned())
}

const MERGE: &str = "Reports of all parts of one estate (`subcap estimate ESTATE --part 1/4 --format json`) become the
report of the whole, byte for byte. Lines of many estates (`subcap estimate A B C… --format json`) become one summary.

  subcap merge part-*.json > report.json
  subcap merge lines-*.jsonl";

/// `subcap merge`
#[derive(Debug, ClapArgs)]
#[command(after_help = MERGE)]
pub struct Merge {
    /// Reports of parts, or files of lines
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub into: Into,
}

/// `subcap check`
#[derive(Debug, ClapArgs)]
pub struct Check {
    #[command(flatten)]
    pub source: Estates,
    #[command(flatten)]
    pub into: Into,
}

/// `subcap convert`
#[derive(Debug, ClapArgs)]
pub struct Convert {
    #[command(flatten)]
    pub source: Estates,

    /// Write the tables into this folder; what is there already stays
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

/// `subcap explain`
#[derive(Debug, ClapArgs)]
pub struct Explain {
    #[command(flatten)]
    pub source: Source,
    /// Product or bundle [default: the totals of the readings]
    pub product: Option<String>,
    /// Quarter, such as 2025-Q3 [default: the whole window]
    pub quarter: Option<String>,
    /// Only this host, in the quarter
    #[arg(long)]
    pub host: Option<String>,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub into: Into,
}

const WHATIF: &str = "A scenario is a small TOML (or JSON) document of what would be otherwise:

  name = \"The Q3 report turns up\"      [evidence]              [hosts.\"esx-07\"]
  as_of = 2026-03-31                    R-2025-Q3 = \"held\"     pvu_per_core = 70
  discount_bp = 1500                    [reading]               [products.\"IBM MQ\"]
  remediation = 2026-01-15              scope = \"host\"          contract_price = 61.50

also first_deployment, [[evidence_add]], [[evidence_where]], [readings.NAME], [vms.\"NAME\"],
[[entitlements]] and [[leave_out]]; README has them all. `subcap schema scenario` prints its JSON Schema.
What the page saves, {\"scenarios\": [...], \"levers\": {...}}, is several scenarios in one file.

Exit codes: 0 nothing to pay in any of them, 1 exposure found, 2 could not do the job.";

/// `subcap whatif`
#[derive(Debug, ClapArgs)]
#[command(after_help = WHATIF)]
pub struct WhatIf {
    #[command(flatten)]
    pub source: Source,
    /// The scenarios, each in a file of its own or as the page saves them
    #[arg(long = "scenario", value_name = "FILE", required = true, num_args = 1..)]
    pub scenarios: Vec<PathBuf>,
    /// The scenario that the causes go from, in place of the position as it is
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub into: Into,
}

const EVIDENCE: &str =
    "Under a purchase the peak makes a cliff: the first document is worth little, the last one
everything. So each gap has three figures: what closing it takes off the total alone, what it takes off
as the last one, and its fair share (Shapley: the average over all orders). `cure` in the JSON holds the
rows of evidence.csv that close it.

Exit codes: 0 no gap costs anything, 1 gaps found, 2 could not do the job.";

/// `subcap evidence`
#[derive(Debug, ClapArgs)]
#[command(after_help = EVIDENCE)]
pub struct Evidence {
    #[command(flatten)]
    pub source: Source,
    /// The reading to ask under
    #[arg(long, value_name = "NAME", default_value = "agreement")]
    pub reading: String,
    /// A file of further readings (TOML); one of a known name takes its place
    #[arg(long = "readings", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Also find the smallest set of gaps that brings the total below this amount
    #[arg(long, value_name = "AMOUNT")]
    pub target: Option<String>,
    /// Orders to draw where shares cannot be exact [default: as many as a second allows]
    #[arg(long, value_name = "N")]
    pub orders: Option<usize>,
    #[command(flatten)]
    pub into: Into,
}

/// `subcap odds`
#[derive(Debug, ClapArgs)]
pub struct Odds {
    #[command(flatten)]
    pub source: Source,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub into: Into,
}

/// `subcap sensitivity`
#[derive(Debug, ClapArgs)]
#[command(after_help = SENSITIVITY)]
pub struct Sensitivity {
    #[command(flatten)]
    pub source: Source,
    /// Only this reading; may be repeated [default: agreement]
    #[arg(long = "reading", value_name = "NAME")]
    pub names: Vec<String>,
    /// A file of further readings (TOML); one of a known name takes its place
    #[arg(long = "readings", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How many quarters the delay curve goes on
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub quarters: u32,
    /// Years of support to follow, after the one that a price includes [default: 3]
    #[arg(long, value_name = "N")]
    pub years: Option<u32>,
    /// By how much that support rises each year, in basis points [default: 600]
    #[arg(long, value_name = "BP")]
    pub uplift_bp: Option<u32>,
    #[command(flatten)]
    pub into: Into,
}

const SENSITIVITY: &str =
    "Every lever is set to its low and to its high once, all else as it is. Beside the claim, never
inside it: support on the licences it would have bought, and the shares of opening claims said to
have been paid.

Exit codes: 0 nothing to pay in any reading asked for, 1 exposure found, 2 could not do the job.";

const COMPARE: &str = "Examples:
  subcap compare ours/ auditors/ --reading agreement      with the causes of the difference
  subcap compare last.json estate/                        a report kept from last quarter

Exit codes: 0 no total differs, 1 a total differs, 2 could not do the job.";

/// `subcap compare`
#[derive(Debug, ClapArgs)]
#[command(after_help = COMPARE)]
pub struct Compare {
    /// An estate (folder, zip or ILMT audit snapshot), or a report written as JSON (.json)
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// What to set beside it, in any of these forms; differences are B − A
    #[arg(value_name = "B")]
    pub after: PathBuf,
    #[command(flatten)]
    pub how: How,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub into: Into,
}

/// `subcap readings`
#[derive(Debug, ClapArgs)]
pub struct Listing {
    /// Further readings (TOML) to list with the built-in ones
    #[arg(long = "readings", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
}

/// Forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// As `--readings` reads it
    Toml,
}

/// `subcap sources`
#[derive(Debug, ClapArgs)]
pub struct Sources {
    /// Print the embedded PVU table as CSV, in the form `--pvu-table` reads
    #[arg(long, conflicts_with = "id")]
    pub pvu_table: bool,
    /// Only this rule or source, in full
    pub id: Option<String>,
}

/// Documents that have a published JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// What `estimate` and `demo` answer
    Report,
    /// What `whatif --scenario` reads
    Scenario,
    /// What `whatif` answers
    Whatif,
    /// What `evidence` answers
    Evidence,
    /// What `odds` answers
    Odds,
    /// What `compare` answers
    Comparison,
    /// What `explain` answers
    Explanation,
    /// What `sensitivity` answers
    Sensitivity,
}

/// `subcap demo`
#[derive(Debug, ClapArgs)]
pub struct Demo {
    /// Write the tables into this folder instead of estimating
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub into: Into,
}
