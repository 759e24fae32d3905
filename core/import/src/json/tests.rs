use crate::kind::Kind;
use crate::reading::{batch, codes, each_alone, of_bytes};
use crate::{Batch, Use};

fn quantities(batch: &Batch) -> Vec<(String, u64, u32)> {
    let measures = batch.facts.measures.iter();
    measures.map(|m| (m.product.to_string(), m.quantity, m.origin.row)).collect()
}

const ROW: &str = r#"{"name":"Acme","id":"a","metricName":"VIRTUAL_PROCESSOR_CORE","metricQuantity":4,"metricPeakDate":"2025-01-02"}"#;

#[test]
fn arrays_objects_and_lines_are_the_same_rows() {
    let two = ROW.replace("Acme", "Böx").replace('4', "\"5\"");
    let forms = [
        format!("[{ROW},{two}]"),
        format!("\u{FEFF} [\n {ROW} ,\n{two} ]\n"),
        format!("{{\"total\":2,\"rows\":[{ROW},{two}]}}"),
        format!("{ROW}\n{two}\n"),
    ];
    for form in &forms {
        let read = batch(&[("products.json", form)]);
        assert_eq!(read.seen[0].kind, Kind::LicenseServiceProducts, "{form}");
        assert_eq!((read.seen[0].rows, read.seen.len()), (2, 1), "{form}");
        assert_eq!(quantities(&read), [("Acme".to_owned(), 4, 1), ("Böx".to_owned(), 5, 2)], "{form}");
        assert!(read.findings.is_empty(), "{form}: {:?}", codes(&read));
    }
    // PowerShell writes UTF-16.
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(forms[0].encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(quantities(&of_bytes(&[("products.json", utf16)])).len(), 2);
}

#[test]
fn what_breaks_off_is_read_so_far() {
    let whole = format!("[{ROW},{ROW},{ROW}]");
    for cut in 1..whole.len() {
        let read = batch(&[("products.json", &whole[..cut])]);
        assert_eq!(read.facts.measures.len(), cut / (ROW.len() + 1), "{cut}");
        assert!(read.findings.incomplete(), "{cut}");
    }
    let read = batch(&[("products.json", &format!("{{\"rows\":[{ROW},{ROW}"))]);
    assert!(read.findings.incomplete());
}

#[test]
fn pages_that_are_missing_are_said() {
    let page = format!("{{\"total\":3,\"rows\":[{ROW}]}}");
    assert_eq!(codes(&batch(&[("1.json", &page)])), ["PartOnly"]);
    let files = [("1.json", page.as_str()), ("2.json", &page), ("3.json", &page)];
    assert!(codes(&batch(&files)).is_empty());
    assert!(each_alone(&files).iter().all(|batch| codes(batch).is_empty()));
}

#[test]
fn what_is_no_answer_is_not_used() {
    for text in
        ["[]", "{}", "[1,2,3]", "{\"a\":{\"b\":1}}", "[[],[]]", "[{}]", "{\"rows\":[]}", "[{\"x\":1}]"]
    {
        let read = batch(&[("x.json", text)]);
        assert_eq!(read.seen.len(), 1, "{text}");
        assert_eq!(read.seen[0].kind, Kind::Unknown, "{text}");
        assert!(matches!(read.seen[0].used, Use::Not(_)), "{text}");
    }
    let deep = format!("[{{\"a\":{}1{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(batch(&[("deep.json", &deep)]).facts.measures.is_empty());
}

#[test]
fn objects_within_rows_become_columns() {
    let mut cells = Vec::new();
    let row: serde_json::Value =
        serde_json::from_str(r#"{"a":{"b":1,"c":[{"d":1},{"e":true},{"d":null}]},"f":[1,"2"],"g":[]}"#)
            .unwrap();
    for (key, value) in row.as_object().unwrap() {
        super::cells::flatten(key, value, &mut cells);
    }
    let cells: Vec<String> = cells.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(cells, ["a.b=1", "a.c.d=1\u{1F}\u{1F}", "a.c.e=\u{1F}true", "f=1\u{1F}2"]);
}

#[test]
fn an_array_of_pages_is_one_answer() {
    let row = |name: &str| {
        format!(
            r#"{{"product_name":"{name}","metric_code_name":"PVU_SUB_CAP","hwm_quantity":70,"hwm_date":"2025-02-03"}}"#
        )
    };
    let text = format!(r#"[{{"total":2,"rows":[{}]}},{{"total":2,"rows":[{}]}}]"#, row("A"), row("B"));
    let read = batch(&[("license_usage.json", &text)]);
    let names: Vec<&str> = read.facts.measures.iter().map(|measure| &*measure.product).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!((codes(&read).len(), read.seen.len()), (0, 1));
}
