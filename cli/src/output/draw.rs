//! Draws a view: on a terminal, or as Markdown.

use anstyle::{AnsiColor, Style};
use comfy_table::{
    Cell as Drawn, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets,
};

use super::view::{Cell, Section, Tone, View};

/// Width when the output is no terminal.
const USUAL_WIDTH: usize = 120;
/// Names wrap beyond this, so that the figures stand side by side.
const WIDEST_NAME: usize = 28;

/// For a screen: tables too wide for it are cut into blocks of columns.
pub fn terminal(view: &View, width: Option<usize>) -> String {
    let width = width.unwrap_or(USUAL_WIDTH).max(60);
    let bold = Style::new().bold();
    let mut out = format!("{bold}Subcap{bold:#} · {}\n", view.title);
    for section in &view.sections {
        out.push_str(&format!("\n{bold}{}{bold:#}\n", section.heading));
        // Names are cut into lines only where the table would not fit otherwise.
        let widest = if natural_width(section) <= width { usize::MAX } else { WIDEST_NAME };
        for block in blocks(section, width, widest) {
            out.push_str(&table(&block, width, widest));
            out.push('\n');
        }
        for remark in &section.remarks {
            out.push_str(&format!("  {remark}\n"));
        }
    }
    out
}

/// For documents.
pub fn markdown(view: &View) -> String {
    let mut out = format!("# Subcap · {}\n", view.title);
    for section in &view.sections {
        out.push_str(&format!("\n## {}\n\n", section.heading));
        if !section.header.is_empty() {
            let line = |cells: &[Cell]| {
                let texts: Vec<String> = cells.iter().map(|c| c.text.replace('|', "\\|")).collect();
                format!("| {} |\n", texts.join(" | "))
            };
            out.push_str(&line(&section.header));
            let marks: Vec<&str> =
                section.header.iter().map(|c| if c.right { "---:" } else { "---" }).collect();
            out.push_str(&format!("| {} |\n", marks.join(" | ")));
            section.rows.iter().for_each(|row| out.push_str(&line(row)));
            out.push('\n');
        }
        section.remarks.iter().for_each(|remark| out.push_str(&format!("- {remark}\n")));
    }
    out
}

/// Characters of a column's widest cell.
fn widest_cell(section: &Section, column: usize) -> usize {
    let cells = section.rows.iter().chain([&section.header]).filter_map(|row| row.get(column));
    cells.map(|c| c.text.chars().count()).max().unwrap_or(0)
}

/// How wide the table is with every cell on one line.
fn natural_width(section: &Section) -> usize {
    (0..section.header.len()).map(|column| widest_cell(section, column) + 3).sum::<usize>() + 1
}

/// The columns of a section in groups that fit the width, each with the first column.
fn blocks(section: &Section, width: usize, widest_name: usize) -> Vec<(Vec<Cell>, Vec<Vec<Cell>>)> {
    let columns = section.header.len();
    if columns == 0 {
        return Vec::new();
    }
    // A last column of free text takes what is left and wraps; it needs no block of its own.
    let wraps = section.header.last().is_some_and(|c| !c.right) && columns > 2;
    let size = |column: usize| {
        let widest = widest_cell(section, column);
        let name = section.header.get(column).is_some_and(|c| !c.right);
        let last = wraps && column + 1 == columns;
        if name || last { widest.min(widest_name) + 3 } else { widest + 3 }
    };
    let grouped = |most: usize| {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut used = 0;
        for column in 1..columns {
            if groups.last().is_none_or(|g| g.len() > most) || used + size(column) > width {
                groups.push(vec![0]);
                used = size(0) + 1;
            }
            used += size(column);
            groups.last_mut().into_iter().for_each(|g| g.push(column));
        }
        groups
    };
    // As few blocks as fit, then as even as can be: no block of one lonely column.
    let fewest = grouped(columns).len().max(1);
    let groups = grouped((columns - 1).div_ceil(fewest));
    let pick = |row: &Vec<Cell>, group: &[usize]| group.iter().filter_map(|c| row.get(*c).cloned()).collect();
    groups
        .iter()
        .map(|group| {
            (pick(&section.header, group), section.rows.iter().map(|row| pick(row, group)).collect())
        })
        .collect()
}

fn table((header, rows): &(Vec<Cell>, Vec<Vec<Cell>>), width: usize, widest_name: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    // Colour is laid over the finished text, so that widths are those of the text.
    table.set_header(header.iter().map(drawn));
    for row in rows {
        table.add_row(row.iter().map(drawn));
    }
    for (index, cell) in header.iter().enumerate().filter(|(i, c)| !c.right && i + 1 < header.len()) {
        let most = u16::try_from(widest_name.max(cell.text.len()).saturating_add(2)).unwrap_or(u16::MAX);
        table.column_mut(index).into_iter().for_each(|c| {
            c.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(most)));
        });
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(&line);
        text.push('\n');
    }
    text.trim_end().to_owned()
}

fn drawn(cell: &Cell) -> Drawn {
    let align = if cell.right { CellAlignment::Right } else { CellAlignment::Left };
    let style = match cell.tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Good => Style::new().fg_color(Some(AnsiColor::Green.into())),
        Tone::Bad => Style::new().fg_color(Some(AnsiColor::Red.into())),
        Tone::Doubtful => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
        Tone::Quiet => Style::new().dimmed(),
    };
    Drawn::new(format!("{style}{}{style:#}", cell.text)).set_alignment(align)
}
