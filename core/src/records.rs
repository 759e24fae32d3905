//! Small CSV tables as a whole: those that come with the program, and a PVU table that is given.

use csv_core::{ReadRecordResult, ReaderBuilder};

/// A record and where it starts.
pub struct Record {
    /// Line of the text, from 1.
    pub line: u64,
    /// Its cells, without what is white around them.
    pub cells: Vec<String>,
}

/// All records of a text, the header among them.
pub fn records(text: &str, delimiter: u8) -> Vec<Record> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    // No record has more bytes than the text, and none more cells than that.
    let mut bytes = vec![0; text.len()];
    let mut ends = vec![0; text.len() + 1];
    let (mut records, mut input) = (Vec::new(), text.as_bytes());
    let (mut line, mut filled, mut count) = (reader.line(), 0, 0);
    loop {
        let room = (bytes.get_mut(filled..), ends.get_mut(count..));
        let (Some(into), Some(marks)) = room else { return records };
        let (result, read, written, ended) = reader.read_record(input, into, marks);
        input = input.get(read..).unwrap_or_default();
        (filled, count) = (filled + written, count + ended);
        match result {
            ReadRecordResult::Record => {
                let cells = cells(&bytes, ends.get(..count).unwrap_or_default());
                records.push(Record { line, cells });
                (line, filled, count) = (reader.line(), 0, 0);
            }
            // The next turn tells the reader that this was all.
            ReadRecordResult::InputEmpty => {}
            _ => return records,
        }
    }
}

fn cells(bytes: &[u8], ends: &[usize]) -> Vec<String> {
    let mut start = 0;
    let cell = |&end: &usize| {
        let cell = String::from_utf8_lossy(bytes.get(start..end).unwrap_or_default());
        start = end;
        cell.trim().to_owned()
    };
    ends.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::records;

    #[test]
    fn records_are_those_of_the_csv_crate() {
        let texts = [
            "",
            "\n\n",
            "a,b",
            "a,b\n1, 2 \n",
            "a;b\r\n\r\n\"x\n;\";\"y\"\"z\"\r\n3\r\n\r\n",
            "é;\" ö \"\n;;;\n\"open",
        ];
        for text in texts {
            for delimiter in [b',', b';'] {
                let mut theirs = csv::ReaderBuilder::new()
                    .delimiter(delimiter)
                    .flexible(true)
                    .has_headers(false)
                    .trim(csv::Trim::All)
                    .from_reader(text.as_bytes());
                let theirs = theirs.records().map(|record| {
                    let record = record.unwrap();
                    let line = record.position().unwrap().line();
                    (line, record.iter().map(str::to_owned).collect::<Vec<_>>())
                });
                let ours = records(text, delimiter).into_iter().map(|record| (record.line, record.cells));
                assert!(ours.eq(theirs), "{text:?}");
            }
        }
    }
}
