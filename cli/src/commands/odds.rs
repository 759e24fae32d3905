//! `subcap odds`: what the weights of contestable evidence come to.

use rayon::prelude::*;
use subcap_core::worth::{Odds, OddsAnswer, ReadingOdds};

use crate::args::{Format, Odds as Args};
use crate::exit::{Failure, Outcome};
use crate::output::{
    self,
    view::{Cell, Section, Tone, View, at_least},
};
use crate::{input, progress};

/// Reads, draws on all cores and prints; the same answer with any number of threads.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let position = input::held_ready(&args.source.estate, &args.source.how, input::readings(&args.which)?)?;
    let odds = Odds::new(&position)?;
    let bar = progress::counting(odds.draws().len());
    let totals = odds.draws().par_iter().map(|draw| {
        let totals = odds.totals(draw);
        bar.inc(1);
        totals
    });
    let totals = totals.collect::<Result<Vec<_>, _>>()?;
    bar.finish_and_clear();
    let answer = odds.finish(totals)?;
    let text = match args.into.format {
        Format::Json => output::json(&answer)?,
        Format::Csv => csv(&answer)?,
        Format::Table => output::page(&view(&answer), &args.into),
        Format::Markdown => output::document(&view(&answer)),
    };
    output::put(&text, &args.into)?;
    let zero = |text: &str| text.bytes().all(|b| matches!(b, b'0' | b'.'));
    let nothing = |r: &ReadingOdds| zero(&r.highest) && r.highest_complete;
    Ok(if answer.readings.iter().all(nothing) { Outcome::Nothing } else { Outcome::Found })
}

const COLUMNS: [&str; 8] = ["reading", "total", "expected", "p10", "p50", "p90", "lowest", "highest"];

/// The figures of a reading by their columns, each with whether it is all or "at least".
fn money(r: &ReadingOdds) -> [(&'static str, &String, bool); 7] {
    [
        ("total", &r.total, r.total_complete),
        ("expected", &r.expected, r.complete),
        ("p10", &r.p10, r.complete),
        ("p50", &r.p50, r.complete),
        ("p90", &r.p90, r.complete),
        ("lowest", &r.lowest, r.lowest_complete),
        ("highest", &r.highest, r.highest_complete),
    ]
}

fn view(answer: &OddsAnswer) -> View {
    let header = COLUMNS.iter().enumerate();
    let header =
        header.map(|(i, name)| if i == 0 { Cell::left(*name) } else { Cell::right(*name) }).collect();
    let rows = answer.readings.iter().map(|r| {
        let mut row = vec![Cell::left(&r.reading).tone(Tone::Strong)];
        row.extend(money(r).map(|(_, money, complete)| Cell::right(at_least(complete, money))));
        row
    });
    let how = if answer.exact {
        format!("Exact: all outcomes of {} weighted items were worked out.", answer.items.len())
    } else {
        let error =
            answer.readings.iter().filter_map(|r| Some(format!("{} ±{}", r.reading, r.error.as_ref()?)));
        let errors = error.collect::<Vec<_>>().join(", ");
        format!(
            "{} outcomes of {} weighted items were drawn with seed {}; standard error of the expected value: {errors}.",
            answer.draws,
            answer.items.len(),
            answer.seed
        )
    };
    let mut remarks = vec![how, answer.assumption.to_owned()];
    if !answer.without_weight.is_empty() {
        let some: Vec<&str> = answer.without_weight.iter().take(5).map(String::as_str).collect();
        let count = answer.without_weight.len();
        remarks.push(format!(
            "{count} contestable items have no weight and are taken as each reading takes them: {}{}.",
            some.join(", "),
            if count > 5 { ", …" } else { "" }
        ));
    }
    if answer.readings.iter().any(|r| money(r).iter().any(|(.., complete)| !complete)) {
        remarks.push("≥ means at least; `subcap estimate` says why.".to_owned());
    }
    remarks.push(answer.notice.to_owned());
    let heading = "What the weights of contestable evidence come to".to_owned();
    let title = format!("odds · all money in {}", answer.currency);
    View { title, sections: vec![Section { heading, header, rows: rows.collect(), remarks }] }
}

fn csv(answer: &OddsAnswer) -> std::io::Result<String> {
    let [c1, c2, c3, c4, c5, c6, c7, c8] = COLUMNS;
    let mut rows = vec![[c1, c2, c3, c4, c5, c6, c7, c8, "why"].map(str::to_owned)];
    for r in &answer.readings {
        let money = money(r);
        let open: Vec<&str> =
            money.iter().filter(|(.., complete)| !complete).map(|(name, ..)| *name).collect();
        let why = if open.is_empty() { String::new() } else { format!("at least: {}", open.join(", ")) };
        let [m1, m2, m3, m4, m5, m6, m7] = money.map(|(_, money, _)| money);
        rows.push([&r.reading, m1, m2, m3, m4, m5, m6, m7, &why].map(|cell| cell.to_owned()));
    }
    output::figures(&rows)
}
