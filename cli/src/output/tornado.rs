//! What a person sees of a position's levers: bars, the delay curve, and what stands beside the claim.

use std::io;

use subcap_core::whatif::{LeverSwing, ReadingDelay, ReadingTornado, Sensitivity, TopDown};

use super::AS_KNOWN;
use super::comparison::amount;
use super::view::{Cell, DOUBT, Section, Tone, View, at_least, count, doubted, grouped};

/// Characters of a bar.
const BAR: u128 = 24;

/// The whole page.
pub fn of(answer: &Sensitivity) -> View {
    let name = if answer.name.is_empty() { String::new() } else { format!("{} · ", answer.name) };
    let title = format!("{name}as of {} · all money in {}", answer.as_of, answer.currency);
    let mut sections = Vec::new();
    for (tornado, delay) in answer.tornado.iter().zip(&answer.delay) {
        sections.push(bars(tornado));
        sections.push(curve(delay));
    }
    sections.push(tail(answer));
    sections.push(shares(&answer.top_down));
    sections.push(settings(answer));
    if let Some(last) = sections.last_mut() {
        last.remarks.push(answer.notice.to_owned());
    }
    View { title, sections }
}

/// Whether anything is to pay as it is, or known not to be all.
pub fn exposed(answer: &Sensitivity) -> bool {
    answer.tornado.iter().any(|reading| minor(&reading.total) > 0 || !reading.complete)
}

/// A lever and what it is about.
fn called(lever: &LeverSwing) -> String {
    lever.about.as_ref().map_or_else(|| lever.lever.clone(), |about| format!("{}: {about}", lever.lever))
}

/// Minor units of an amount that is not negative.
fn minor(money: &str) -> u128 {
    money
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |sum, digit| sum.saturating_mul(10).saturating_add(u128::from(digit.saturating_sub(b'0'))))
}

/// The tornado: levers that move the total, then the names of those that do not.
fn bars(tornado: &ReadingTornado) -> Section {
    let moving: Vec<&LeverSwing> = tornado.levers.iter().filter(|lever| lever.moves).collect();
    let base = minor(&tornado.total);
    let ends = moving.iter().flat_map(|lever| [minor(&lever.low.total), minor(&lever.high.total)]);
    let (least, most) = ends.fold((base, base), |(a, b), end| (a.min(end), b.max(end)));
    let header = ["lever", "low", "high", "width", "bar"];
    let header = header
        .map(|name| if name == "lever" || name == "bar" { Cell::left(name) } else { Cell::right(name) });
    let rows = moving.iter().map(|lever| {
        vec![
            Cell::left(called(lever)).tone(Tone::Strong),
            Cell::right(at_least(lever.low.complete, &lever.low.total)),
            Cell::right(at_least(lever.high.complete, &lever.high.total)),
            doubted(lever.complete, Cell::right(grouped(&lever.width))),
            Cell::left(bar([minor(&lever.low.total), base, minor(&lever.high.total)], least, most)),
        ]
    });
    let total = at_least(tornado.complete, &tornado.total);
    let mut remarks = vec![
        "Every lever once, all else as it is. │ is the total as it is, ▒ reaches below it, █ above."
            .to_owned(),
    ];
    for (complete, says) in [(true, "No effect"), (false, "Effect unknown, for a total is at least")] {
        let still = tornado.levers.iter().filter(|lever| !lever.moves && lever.complete == complete);
        let still: Vec<String> = still.map(called).collect();
        if !still.is_empty() {
            remarks.push(format!("{says}: {}.", still.join(", ")));
        }
    }
    if moving.iter().any(|lever| !lever.complete) {
        remarks.push(DOUBT.to_owned());
    }
    let heading = format!("{} {total}: what moves it", tornado.reading);
    Section { heading, header: header.to_vec(), rows: rows.collect(), remarks }
}

/// From the lowest to the highest of the three, on an axis from `least` to `most`.
fn bar(totals: [u128; 3], least: u128, most: u128) -> String {
    let [_, base, _] = totals;
    let at = |total: u128| {
        let range = most.saturating_sub(least).max(1);
        total.saturating_sub(least).saturating_mul(BAR).saturating_add(range / 2) / range
    };
    let low = at(totals.into_iter().min().unwrap_or(base));
    let high = at(totals.into_iter().max().unwrap_or(base));
    let middle = at(base);
    let drawn = (0..=BAR).map(|place| match place {
        place if place == middle => '│',
        place if place >= low && place < middle => '▒',
        place if place <= high && place > middle => '█',
        _ => ' ',
    });
    drawn.collect::<String>().trim_end().to_owned()
}

fn curve(delay: &ReadingDelay) -> Section {
    let header = ["remediation", "as of", "gap open", "one more quarter", "closed now", "cost of delay"];
    let header =
        header.iter().enumerate().map(|(i, name)| if i < 2 { Cell::left(*name) } else { Cell::right(*name) });
    let rows = delay.points.iter().map(|point| {
        let when = match point.quarters {
            0 => "now".to_owned(),
            1 => "in 1 quarter".to_owned(),
            more => format!("in {more} quarters"),
        };
        vec![
            Cell::left(when),
            Cell::left(&point.as_of),
            Cell::right(at_least(point.open_complete, &point.open)),
            doubted(point.one_more_quarter_complete, amount(&point.one_more_quarter)),
            Cell::right(at_least(point.closed_now_complete, &point.closed_now)),
            doubted(point.complete, amount(&point.cost_of_delay)),
        ]
    });
    let mut remarks = vec![
        "The position on a later day, the estate going on as it is: with the gap open until then, and had it been closed now.".to_owned(),
    ];
    if delay.points.iter().any(|point| !point.complete || !point.one_more_quarter_complete) {
        remarks.push(DOUBT.to_owned());
    }
    let heading = format!("{}: what waiting costs", delay.reading);
    Section { heading, header: header.collect(), rows: rows.collect(), remarks }
}

fn percent(bp: u32) -> String {
    let (whole, part) = (bp / 100, bp % 100);
    let part = format!("{part:02}");
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{whole} %") } else { format!("{whole}.{part} %") }
}

fn tail(answer: &Sensitivity) -> Section {
    let mut header = vec![Cell::left("reading")];
    let first = answer.forward_tail.first();
    if let Some(tail) = first {
        let uplifts = [tail.uplift_bp, tail.low.uplift_bp, tail.high.uplift_bp];
        header.extend(uplifts.map(|uplift| Cell::right(format!("at {} a year", percent(uplift)))));
    }
    let rows = answer.forward_tail.iter().map(|tail| {
        let totals = [&tail.total, &tail.low.total, &tail.high.total];
        let mut row = vec![Cell::left(&tail.reading).tone(Tone::Strong)];
        row.extend(totals.map(|total| Cell::right(at_least(tail.complete, total))));
        row
    });
    let heading = format!(
        "Beside the claim: {} of support to follow",
        count(first.map_or(0, |t| t.years as usize), "year")
    );
    let remarks = first.map(|tail| format!("{} Sources: {}.", tail.note, tail.sources.join(", ")));
    Section { heading, header, rows: rows.collect(), remarks: remarks.into_iter().collect() }
}

fn shares(top_down: &TopDown) -> Section {
    let header = vec![
        Cell::left("source"),
        Cell::right("share paid"),
        Cell::right("from"),
        Cell::right("to"),
        Cell::left("told of"),
    ];
    let rows = top_down.shares.iter().map(|share| {
        let range = if share.low_bp == share.high_bp {
            percent(share.low_bp)
        } else {
            format!("{} … {}", percent(share.low_bp), percent(share.high_bp))
        };
        vec![
            Cell::left(&share.source),
            Cell::right(range),
            Cell::right(at_least(top_down.complete, &share.low)),
            Cell::right(at_least(top_down.complete, &share.high)),
            Cell::left(&share.title),
        ]
    });
    let opening = at_least(top_down.complete, &top_down.opening);
    let heading =
        format!("Beside the claim: shares of {} {opening} said to have been paid", top_down.reading);
    Section { heading, header, rows: rows.collect(), remarks: vec![top_down.note.to_owned()] }
}

/// What each lever is, once for all readings.
fn settings(answer: &Sensitivity) -> Section {
    let header = ["lever", "low", "high", "what"].map(Cell::left).to_vec();
    let mut levers: Vec<&LeverSwing> = answer.tornado.iter().flat_map(|t| &t.levers).collect();
    levers.sort_by_key(|lever| (&lever.lever, &lever.about));
    levers.dedup_by_key(|lever| (&lever.lever, &lever.about));
    let rows = levers.into_iter().map(|lever| {
        vec![
            Cell::left(called(lever)).tone(Tone::Strong),
            Cell::left(&lever.low.setting),
            Cell::left(&lever.high.setting),
            Cell::left(format!("{} [{}]", lever.title, lever.sources.join(", "))),
        ]
    });
    let remarks = vec!["`subcap sources ID` prints a source; --format json has each setting as a scenario for `subcap whatif`.".to_owned()];
    Section { heading: "The levers".to_owned(), header, rows: rows.collect(), remarks }
}

/// One row per figure: part, reading, name, setting, total, difference, sources.
pub fn csv(answer: &Sensitivity) -> io::Result<String> {
    let mut rows = vec![
        ["part", "reading", "name", "setting", "total", "difference", "sources", "why"].map(str::to_owned),
    ];
    let mut row = |cells: [&str; 8]| rows.push(cells.map(str::to_owned));
    let least = |complete: bool| if complete { "" } else { "at least" };
    let known = |complete: bool| if complete { "" } else { AS_KNOWN };
    for tornado in &answer.tornado {
        let reading = &tornado.reading;
        row(["total", reading, "as it is", "", &tornado.total, "", "", least(tornado.complete)]);
        for lever in &tornado.levers {
            let (name, sources) = (called(lever), lever.sources.join(" "));
            for (part, end) in [("low", &lever.low), ("high", &lever.high)] {
                // The total, the difference, or both.
                let why = if end.complete { known(tornado.complete) } else { least(false) };
                row([part, reading, &name, &end.setting, &end.total, &end.swing, &sources, why]);
            }
        }
    }
    for delay in &answer.delay {
        for point in &delay.points {
            let (reading, quarters) = (&delay.reading, point.quarters.to_string());
            let day = &point.as_of;
            let why = if point.open_complete { known(point.one_more_quarter_complete) } else { least(false) };
            row(["delay-open", reading, &quarters, day, &point.open, &point.one_more_quarter, "", why]);
            let why = least(point.closed_now_complete);
            row(["delay-closed-now", reading, &quarters, day, &point.closed_now, "", "", why]);
            row([
                "cost-of-delay",
                reading,
                &quarters,
                day,
                "",
                &point.cost_of_delay,
                "",
                known(point.complete),
            ]);
        }
    }
    for tail in &answer.forward_tail {
        let (years, sources) = (format!("{} years", tail.years), tail.sources.join(" "));
        let ends = [
            (tail.uplift_bp, &tail.total),
            (tail.low.uplift_bp, &tail.low.total),
            (tail.high.uplift_bp, &tail.high.total),
        ];
        for (uplift, total) in ends {
            let (uplift, why) = (format!("{uplift} bp a year"), least(tail.complete));
            row(["forward-tail", &tail.reading, &years, &uplift, total, "", &sources, why]);
        }
    }
    let top_down = &answer.top_down;
    let why = least(top_down.complete);
    row(["top-down", &top_down.reading, "opening claim", "", &top_down.opening, "", "", why]);
    for share in &top_down.shares {
        for (bp, total) in [(share.low_bp, &share.low), (share.high_bp, &share.high)] {
            let bp = format!("{bp} bp");
            row(["top-down", &top_down.reading, &share.title, &bp, total, "", &share.source, why]);
        }
    }
    super::figures(&rows)
}
