//! Which snapshot a file belongs to: that of its folder, unless several lie in one.
//!
//! Whoever unpacks two snapshots into one folder is given `pvu_sub_capacity (1).csv` for the second. Files of one such
//! number belong together, as if they lay in a folder of that name. A daily series bears its period in its name and
//! so needs no number: it belongs to the snapshot of that period.

use subcap_core::calendar::Span;
use subcap_core::order::Map;
use subcap_core::read::last_part;

/// A path without its last part, with the number of the copy behind it.
pub(crate) fn folder_of(path: &str) -> String {
    let folder = path.rfind(['/', '\\']).and_then(|end| path.get(..end)).unwrap_or("");
    match copy(last_part(path)) {
        Some((_, number)) => format!("{folder}/({number})"),
        None => folder.to_owned(),
    }
}

/// A file's name in small letters, as it was before it became a copy.
pub(crate) fn plain_name(path: &str) -> String {
    let name = last_part(path).to_lowercase();
    let plain = copy(&name).map(|(plain, _)| plain);
    plain.unwrap_or(name)
}

/// The name and the number of a copy: `pvu_sub_capacity (1).csv`.
fn copy(name: &str) -> Option<(String, &str)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (stem, number) = stem.strip_suffix(')')?.rsplit_once(" (")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (format!("{stem}.{ending}"), number))
}

/// The folder of a place that copies have in it.
pub(super) fn folder_of_copies(place: &str) -> Option<&str> {
    place.strip_suffix(')')?.rsplit_once("/(").map(|(folder, _)| folder)
}

/// Of the daily series in each folder those that belong to another copy, by their periods.
pub(super) fn of_daily(files: &[(String, Span)], periods: &[(String, Span)]) -> Map<String, String> {
    let mut moved = Map::new();
    for (file, span) in files {
        let beside = |place: &str| {
            let folder = file.rfind(['/', '\\']).and_then(|end| file.get(..end)).unwrap_or("");
            place.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with("/("))
        };
        let same = periods.iter().filter(|(place, _)| beside(place)).filter(|(_, period)| period == span);
        let own = folder_of(file);
        let places: Vec<&String> = same.map(|(place, _)| place).collect();
        if let Some(place) = places.first().filter(|_| !places.contains(&&own)) {
            moved.insert(file.clone(), (*place).clone());
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_by_their_number() {
        assert_eq!(folder_of("in/pvu_sub_capacity.csv"), "in");
        assert_eq!(folder_of("in/pvu_sub_capacity (1).csv"), "in/(1)");
        assert_eq!(folder_of("data_condition (2).txt"), "/(2)");
        assert_eq!(folder_of("in/report (old).csv"), "in");
        assert_eq!(folder_of_copies("in/(1)"), Some("in"));
        assert_eq!(folder_of_copies("in (1)"), None);
        assert_eq!(plain_name("in/Data_Condition (1).txt"), "data_condition.txt");
        assert_eq!(plain_name("in/signature.rsa"), "signature.rsa");
    }
}
