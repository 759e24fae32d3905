//! What a line of a console's output is.

use subcap_core::order::Map;

/// Keys and values of one object.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub values: Map<String, String>,
    /// The managed system of the command (`-m`) that printed it.
    pub system: Option<String>,
    /// The kind of resource (`-r`) and level that the command asked for, where a command line says so.
    pub asked: Option<String>,
}

impl Record {
    /// The value of the first of these keys that has one.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&str> {
        let values = keys.iter().filter_map(|key| self.values.get(*key).map(String::as_str));
        values.into_iter().find(|value| !value.is_empty() && *value != "null")
    }
}

/// A line, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'l> {
    /// Blank, a command, a header: it prints nothing.
    Nothing,
    /// An object.
    Record(Record),
    /// `key : value` of a partition's own commands.
    Stated(&'l str, &'l str),
    /// What went wrong, in the console's words.
    Error(&'l str),
    /// None of these.
    Strange,
}

/// Reads line by line; knows the command and the header above a line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    system: Option<String>,
    asked: Option<String>,
    /// Names of the columns of rows without keys, and what parts them.
    columns: Vec<String>,
    mark: char,
    /// The rows of the command begin with their header.
    header_follows: bool,
}

const COMMANDS: [&str; 5] = ["lssyscfg", "lshwres", "lslparutil", "lparstat", "prtconf"];

impl Lines {
    pub(super) fn read<'l>(&mut self, line: &'l str) -> Line<'l> {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if line.is_empty() || line.starts_with("No results were found") {
            return Line::Nothing;
        }
        if let Some(command) = command(line) {
            self.begin(command);
            return Line::Nothing;
        }
        if line.starts_with("HSC") || line.contains("command not found") || line.contains("Permission denied")
        {
            return Line::Error(line);
        }
        if let Some(values) = pairs(line) {
            return self.record(values);
        }
        if line.starts_with('#') {
            return Line::Nothing;
        }
        if self.is_header(line) {
            return Line::Nothing;
        }
        if !self.columns.is_empty() {
            let cells = cut(line, self.mark);
            if cells.len() == self.columns.len() {
                let values = self.columns.iter().cloned().zip(cells).collect();
                return self.record(values);
            }
        }
        match line.split_once(':') {
            Some((key, value)) if key.len() < 60 => Line::Stated(key.trim(), value.trim()),
            _ => Line::Strange,
        }
    }

    fn record<'l>(&self, values: Map<String, String>) -> Line<'l> {
        Line::Record(Record { values, system: self.system.clone(), asked: self.asked.clone() })
    }

    /// A command line: what comes next is its output.
    fn begin(&mut self, command: &str) {
        let words = words(command);
        let after = |option: &str| {
            let at = words.iter().position(|word| word == option)?;
            words.get(at + 1).cloned().filter(|word| !word.starts_with('-'))
        };
        self.system = after("-m");
        self.asked = after("-r").map(|kind| match after("--level") {
            Some(level) => format!("{kind} {level}"),
            None => kind,
        });
        self.header_follows = words.iter().any(|word| word == "--header");
        let columns = after("-F").unwrap_or_default();
        self.mark = columns.chars().find(|c| !is_key_char(*c)).unwrap_or(',');
        self.columns = if columns.is_empty() { Vec::new() } else { cut(&columns, self.mark) };
    }

    /// A line of names of keys only.
    fn is_header(&mut self, line: &str) -> bool {
        let mark = line.chars().find(|c| !is_key_char(*c));
        let Some(mark) = mark.filter(|mark| ",:;|\t ".contains(*mark)) else { return self.header_follows };
        let names = cut(line, mark);
        let all_keys = names.iter().all(|name| !name.is_empty() && name.chars().all(is_key_char));
        let known = names.iter().filter(|name| KNOWN.contains(&name.as_str())).count();
        let is = all_keys && known >= 2;
        if is {
            (self.columns, self.mark, self.header_follows) = (names, mark, false);
        }
        is
    }
}

/// Keys that tell a header of `--header` from a row.
const KNOWN: [&str; 24] = [
    "name",
    "type_model",
    "serial_num",
    "state",
    "lpar_name",
    "lpar_id",
    "lpar_env",
    "os_version",
    "curr_proc_mode",
    "curr_proc_units",
    "curr_procs",
    "curr_sharing_mode",
    "curr_shared_proc_pool_id",
    "curr_shared_proc_pool_name",
    "pend_proc_mode",
    "pend_procs",
    "run_procs",
    "run_proc_units",
    "configurable_sys_proc_units",
    "installed_sys_proc_units",
    "curr_avail_sys_proc_units",
    "max_pool_proc_units",
    "shared_proc_pool_id",
    "curr_uncap_weight",
];

fn is_key_char(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

/// The command in a line such as `hscroot@hmc1:~> lshwres -r proc -m S1 --level sys`.
fn command(line: &str) -> Option<&str> {
    let of = |command: &&str| {
        let at = line.find(*command)?;
        let (before, rest) = line.split_at_checked(at)?;
        let rest_after = rest.get(command.len()..)?;
        let alone = rest_after.is_empty() || rest_after.starts_with([' ', '\t', '"', '\'']);
        // Before it there may be a prompt, a comment's mark or a remote shell.
        let begins =
            before.is_empty() || before.ends_with([' ', '\t', '>', '$', '#', '"', '\'', '/', ':', ';', '|']);
        (alone && begins && !before.contains('=')).then_some(rest)
    };
    COMMANDS.iter().find_map(of)
}

/// Words of a command, quotes taken away.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in command.chars() {
        match c {
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            c if c.is_whitespace() && quote.is_none() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `key=value` pairs parted by commas; a pair whose value holds commas is quoted as a whole.
fn pairs(line: &str) -> Option<Map<String, String>> {
    let mut values = Map::new();
    for cell in cut(line, ',') {
        let (key, value) = cell.split_once('=')?;
        if key.is_empty() || !key.chars().all(is_key_char) {
            return None;
        }
        values.insert(key.to_owned(), value.trim().to_owned());
    }
    Some(values)
}

/// Cells of a line; quotes hold a mark, and a doubled quote in quotes is one.
fn cut(line: &str, mark: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            c if c == mark && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(lines: &mut Lines, line: &str) -> Record {
        match lines.read(line) {
            Line::Record(record) => record,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn pairs_with_commas_in_quotes() {
        let line = "lpar_name=a,\"lpar_names=x,y\",\"io=5,\"\"q\"\"\",n=null,e=";
        let record = record(&mut Lines::default(), line);
        assert_eq!((record.get(&["lpar_names"]), record.get(&["io"])), (Some("x,y"), Some("5,\"q\"")));
        assert_eq!((record.get(&["n"]), record.get(&["e", "lpar_name"])), (None, Some("a")));
    }

    #[test]
    fn rows_take_their_names_from_the_command_or_the_header() {
        let mut lines = Lines::default();
        assert_eq!(
            lines.read("hscroot@hmc:~> lshwres -r proc -m \"Server 1\" --level lpar -F lpar_name:curr_procs"),
            Line::Nothing
        );
        let row = record(&mut lines, "a,b:4");
        assert_eq!((row.get(&["lpar_name"]), row.get(&["curr_procs"])), (Some("a,b"), Some("4")));
        assert_eq!((row.system.as_deref(), row.asked.as_deref()), (Some("Server 1"), Some("proc lpar")));
        assert_eq!(lines.read("# ssh hmc 'lssyscfg -r sys -F --header'"), Line::Nothing);
        assert_eq!(lines.read("name,type_model,serial_num,state"), Line::Nothing);
        let row = record(&mut lines, "S1,9009-42A,78ABCDE,Operating");
        assert_eq!(
            (row.get(&["serial_num"]), row.system.as_deref(), row.asked.as_deref()),
            (Some("78ABCDE"), None, Some("sys"))
        );
        assert_eq!(lines.read("only,three,cells"), Line::Strange);
    }

    #[test]
    fn other_lines() {
        let mut lines = Lines::default();
        for line in ["", "  ", "No results were found.", "# a remark", "$ lparstat -i", "lparstat"] {
            assert_eq!(lines.read(line), Line::Nothing, "{line}");
        }
        assert!(matches!(lines.read("HSCL8019 The system was not found."), Line::Error(_)));
        assert_eq!(lines.read("Mode                       : Uncapped"), Line::Stated("Mode", "Uncapped"));
        assert_eq!(lines.read("what is this"), Line::Strange);
        // A value may name a command.
        assert!(matches!(lines.read("lpar_name=run lshwres here"), Line::Record(_)));
    }
}
